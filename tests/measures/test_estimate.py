"""Rebuild the estimates, and compare them with a rebuild."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.measures import tiny
from tests.voting_files import changed

from leeway.errors import DataError, MissingSourceError, QuestionError
from leeway.measures import MEASURES, declared
from leeway.measures.estimate import Verification, estimate, verify
from leeway.measures.line import Difference
from leeway.measures.votes import load
from leeway.record.store import Record


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A record in which one state voted the other way for some years."""
    finland = list(tiny.NAMES).index("FIN")
    swap = str.maketrans("YN", "NY")
    votes = [
        changed(
            one,
            codes=one.codes[:finland] + one.codes[finland].translate(swap) + one.codes[finland + 1 :],
        )
        if one.date >= "2014"
        else one
        for one in tiny.roll_calls()
    ]
    return tiny.load(tmp_path, votes)


def test_a_rebuild_agrees(tiny_record: Record, tiny_folder: Path) -> None:
    (told,) = verify(record=tiny_record, estimates=tiny_folder)
    assert told.same_record
    assert told.agrees
    assert max(one.largest for one in told.differences) < 1e-6
    assert str(told).splitlines()[0] == "votes: estimates and rebuild agree, on the same record."


def test_another_record_is_told_and_differs(elsewhere: Path, tiny_folder: Path) -> None:
    (told,) = verify(["votes"], record=elsewhere, estimates=tiny_folder)
    assert not told.same_record
    assert not told.agrees
    assert all(np.isfinite(one.largest) for one in told.differences)
    first, *rows = str(told).splitlines()
    assert first == "votes: estimates and rebuild DIFFER, on another record than they were made from."
    assert rows[0].startswith("  positions: largest difference ")


def test_a_record_that_ends_earlier_differs_without_bound(tiny_folder: Path, tmp_path: Path) -> None:
    shorter = tiny.load(tmp_path, [one for one in tiny.roll_calls() if one.date < "2018"])
    (told,) = verify(record=shorter, estimates=tiny_folder)
    assert not told.same_record
    assert not told.agrees


def test_later_votes_do_not_spoil_a_comparison(tiny_folder: Path, tmp_path: Path) -> None:
    last = tiny.roll_calls()[-1]
    later = changed(last, number=9001, date="2020-06-05", symbol="A/RES/74/9001")
    longer = tiny.load(tmp_path, [*tiny.roll_calls(), later])
    (told,) = verify(record=longer, estimates=tiny_folder)
    assert not told.same_record
    assert told.agrees


def test_estimates_are_written_where_asked(tiny_record: Record, tmp_path: Path) -> None:
    manifests = estimate(
        ["votes"], record=tiny_record.path, to=tmp_path / "made", dimensions=1, starts=1,
        filtered=False, calibrated=False,
    )  # fmt: skip
    assert manifests["votes"]["dimensions"] == 1
    told = load(tmp_path / "made")
    assert told.settings["calibrated"] is told.settings["filtered"] is False
    (verified,) = verify(record=tiny_record.path, estimates=tmp_path / "made")
    assert verified.agrees


def test_estimates_that_are_not_there(tiny_record: Record, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no estimates of votes") as told:
        verify(record=tiny_record, estimates=tmp_path)
    assert told.value.hint == "leeway estimate votes"


def test_no_record(tmp_path: Path) -> None:
    for ask in (estimate, verify):
        with pytest.raises(DataError, match="no record yet"):
            ask(record=tmp_path / "none.duckdb")


def test_damaged_estimates(tiny_record: Record, tiny_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_folder, tmp_path / "damaged")
    (tmp_path / "damaged" / "votes" / "items.parquet").write_bytes(b"")
    with pytest.raises(DataError, match="table items"):
        verify(record=tiny_record, estimates=tmp_path / "damaged")


SHIPPED = tuple(measure for measure in MEASURES if measure.shipped)


def test_lines_by_name(tiny_record: Record) -> None:
    assert declared() == SHIPPED
    assert declared(["votes", "votes"]) == MEASURES[:1]
    for ask in (estimate, verify):
        with pytest.raises(QuestionError, match="no line of evidence called trades or ties") as told:
            ask(["trades", "votes", "ties"], record=tiny_record)
        names = ", ".join(measure.line for measure in MEASURES)
        assert told.value.hint == f"The lines there are: {names}."


def test_lines_of_a_folder(tiny_folder: Path, tmp_path: Path) -> None:
    assert declared(folder=tiny_folder) == MEASURES[:1]
    assert declared(folder=tmp_path) == SHIPPED


def test_what_the_record_has_no_source_of_is_left_out(tiny_record: Record, tmp_path: Path) -> None:
    assert list(estimate(record=tiny_record, to=tmp_path, starts=1, filtered=False, calibrated=False)) == [
        "votes"
    ]
    with pytest.raises(MissingSourceError, match="holds nothing of ledger") as told:
        estimate(["votes", "recognition"], record=tiny_record, to=tmp_path)
    assert told.value.hint == "leeway refresh ledger"


def test_agreement_is_to_the_tolerance() -> None:
    inside, outside = (Difference("positions", size, 0.02) for size in (0.02, 0.021))
    assert Verification("votes", True, (inside,)).agrees
    assert not Verification("votes", True, (inside, outside)).agrees
