"""Fit, write, open: the same numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from polars.testing import assert_frame_equal
from tests.measures import tiny

from leeway.errors import DataError, QuestionError
from leeway.measures.votes import MEASURE, load
from leeway.measures.votes.comparison import compare_estimates
from leeway.measures.votes.estimate import estimate_votes, estimates_as_of, make_tables
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.files import VoteTables
from leeway.measures.votes.model import VoteModel
from leeway.record.store import Record, open_record

BEFORE, AFTER = tiny.span(2007, 2009), tiny.span(2017, 2019)


def from_memory(tables: VoteTables) -> VoteEstimates:
    return VoteEstimates(VoteModel.read(tables))


def test_what_is_written_gives_the_same_answers(
    tiny_record: Record, tiny_estimates: VoteEstimates, tmp_path: Path
) -> None:
    told = from_memory(make_tables(tiny_record, dimensions=2, starts=2, filtered=True, calibrated=True))
    for name, frame in told.tables.frames.items():
        assert_frame_equal(tiny_estimates.tables.table(name), frame)
    for state, partner in (("NZL", "NOR"), ("FRA", tiny.ENTRANT)):
        one, other = (each.series(state, partner, draws=20) for each in (told, tiny_estimates))
        np.testing.assert_array_equal(one.draws, other.draws)
    assert told.moved("NZL", "NOR", BEFORE, AFTER) == tiny_estimates.moved("NZL", "NOR", BEFORE, AFTER)


def test_the_manifest_says_what_was_made_from_what(
    tiny_record: Record, tiny_estimates: VoteEstimates
) -> None:
    told = tiny_estimates
    assert told.covered == (dt.date(2004, 5, 4), dt.date(2019, 12, 12))
    assert told.built == told.covered[1]
    assert told.record == tiny_record.version()
    assert told.version.startswith(told.record)
    (source,) = told.sources
    loaded = tiny_record.sources().row(0, named=True)
    assert (source.id, source.sha256, source.covered) == ("un-votes", loaded["sha256"], told.covered)
    assert told.settings == {
        "dimensions": 2, "by": "half-year", "until": told.covered[1], "built": told.built, "seed": 1,
        "starts": 2, "filtered": True, "calibrated": True,
    }  # fmt: skip
    assert (MEASURE.line, MEASURE.group) == ("votes", "positions")


def test_seats_are_half_years_with_a_listing(tiny_estimates: VoteEstimates) -> None:
    assert tiny_estimates.seated("FRA") == (tiny_estimates.covered,)
    assert tiny_estimates.seated(tiny.ENTRANT) == ((dt.date(2011, 7, 1), dt.date(2019, 12, 12)),)
    model = tiny_estimates.model
    votes, nonvoting = model.votes.copy(), model.nonvoting.copy()
    votes[0, 10:14] = nonvoting[0, 10:14] = votes[0, -2:] = nonvoting[0, -2:] = 0
    left = VoteEstimates(replace(model, votes=votes, nonvoting=nonvoting))
    assert left.seated(model.states[0]) == (
        (dt.date(2004, 5, 4), dt.date(2009, 6, 30)),
        (dt.date(2011, 1, 1), dt.date(2018, 12, 31)),
    )


def test_positions_in_long_form(tiny_estimates: VoteEstimates) -> None:
    frame = tiny_estimates.positions(["FRA", tiny.ABSENT])
    assert frame["state"].unique().sort().to_list() == ["FRA", "NRU"]
    assert dict(frame["state"].value_counts().iter_rows()) == {"FRA": 2 * 32, "NRU": 2 * 31}
    assert (frame["low"] < frame["mean"]).all()
    assert (frame["high"] > frame["mean"]).all()
    quiet = frame.filter(frame["half_year"] == 2 * tiny.QUIET_SPRING)
    assert quiet["nonvoting_share"].to_list() == [None] * 4
    spring, autumn = (frame.filter(frame["half_year"] == 2 * 2010 + half) for half in (0, 1))
    assert (set(spring["session"]), set(autumn["session"])) == ({64}, {65})
    assert frame.filter(frame["state"] == "NRU")["nonvoting_share"].mean() > 0.4
    with pytest.raises(QuestionError, match="KAZ cast no vote"):
        tiny_estimates.positions(["KAZ"])


def test_two_that_never_sat_together(tiny_estimates: VoteEstimates) -> None:
    model = tiny_estimates.model
    votes, nonvoting = model.votes.copy(), model.nonvoting.copy()
    for state, gone in (("FRA", slice(10, None)), ("FJI", slice(None, 12))):
        votes[model.number[state], gone] = nonvoting[model.number[state], gone] = 0
    apart = VoteEstimates(replace(model, votes=votes, nonvoting=nonvoting))
    with pytest.raises(QuestionError, match="FRA and FJI never sat in the General Assembly together"):
        apart.series("FRA", "FJI")


def test_by_session_periods_are_those_of_sessions(tiny_record: Record) -> None:
    told = from_memory(make_tables(tiny_record, dimensions=1, by="session"))
    assert told.settings["by"] == "session"
    assert set(told.model.half_year % 2) == {1}
    window = (dt.date(2003, 9, 1), dt.date(2019, 12, 31))
    labels = told.series("FRA", "FJI", window=window, draws=5).labels
    assert labels == tuple(f"{year}H2" for year in range(2003, 2020))


def test_as_of_a_day_nothing_later_is_known(
    tiny_file: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEEWAY_RECORD", str(tiny_file))
    told = load(tiny_folder).as_of(dt.date(2010, 12, 31))  # type: ignore[attr-defined]
    assert told.covered[1] == dt.date(2010, 12, 2)
    assert told.tables.dimensions == 2
    assert tiny.ENTRANT not in told.model.states
    with open_record(tiny_file) as record:
        plain = from_memory(make_tables(record, until=dt.date(2010, 12, 31), dimensions=2))
    np.testing.assert_array_equal(told.model.position, plain.model.position)
    with pytest.raises(DataError, match="no vote"):
        estimates_as_of(dt.date(1990, 1, 1), record=tiny_file)


def test_no_dimension_is_no_model(tiny_record: Record, tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="0 dimensions"):
        estimate_votes(tiny_record, tmp_path / "votes", dimensions=0)


def test_a_short_record_without_recurring_questions(tmp_path: Path) -> None:
    kept = [one for one in tiny.roll_calls() if "vessel" in one.title and one.date < "2012"]
    with open_record(tiny.load(tmp_path, kept)) as record:
        manifest = estimate_votes(record, tmp_path / "votes", dimensions=1, starts=1)
    told = load(tmp_path)
    assert manifest["margin"] == told.margin > 0.0
    assert told.settings["calibrated"]
    series = told.series("FRA", "FJI", draws=50)
    assert np.isfinite(series.draws).all()
    assert told.same_questions("FRA", "FJI", tiny.span(2004, 2005), tiny.span(2010, 2011)) is None
    assert np.isfinite(told.changes(tiny.span(2004, 2008), tiny.span(2009, 2011)).mean).all()


def test_estimates_of_one_record_do_not_differ(tiny_estimates: VoteEstimates) -> None:
    told = compare_estimates(tiny_estimates.model, tiny_estimates.model)
    assert [(one.what, one.largest) for one in told] == [
        ("positions", 0.0),
        ("expected agreement", 0.0),
        ("margin", 0.0),
    ]


def test_what_differs_is_measured(tiny_estimates: VoteEstimates) -> None:
    model = tiny_estimates.model
    position = model.position.copy()
    position[model.number["FRA"], -1, 0] -= 0.75
    other = replace(
        model,
        position=position,
        tables=replace(model.tables, manifest=model.tables.manifest | {"margin": 0.9}),
    )
    places, agreement, margin = compare_estimates(model, other)
    assert places.largest == pytest.approx(0.75)
    assert 0.005 < agreement.largest < 1.0
    assert margin.largest == pytest.approx(0.9 - tiny_estimates.margin)
    assert all(one.largest > one.tolerance for one in (places, agreement, margin))


def test_other_states_or_times_differ_without_bound(tiny_estimates: VoteEstimates) -> None:
    model = tiny_estimates.model
    shorter = replace(model, position=model.position[:, :-1])
    renamed = replace(model, states=("KAZ", *model.states[1:]))
    position = model.position.copy()
    position[0, 0] = np.nan
    for other in (shorter, renamed, replace(model, position=position)):
        assert all(one.largest == np.inf for one in compare_estimates(model, other))
