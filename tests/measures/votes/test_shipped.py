"""The estimates in the package: small, whole, and nobody's vote."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.measures import tiny

from leeway.measures.votes import load
from leeway.measures.votes.estimates import VoteEstimates

FOLDER = Path(str(resources.files("leeway") / "published" / "votes"))
BEFORE, AFTER = tiny.span(2012, 2014), tiny.span(2020, 2022)


@pytest.fixture(scope="module")
def shipped() -> VoteEstimates:
    estimates = load()
    assert isinstance(estimates, VoteEstimates)
    return estimates


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 15_000_000


def test_every_table_is_the_one_in_the_manifest(shipped: VoteEstimates) -> None:
    tables = shipped.tables.manifest["tables"]
    assert {path.name for path in FOLDER.iterdir()} == {
        "manifest.json",
        *(f"{one}.parquet" for one in tables),
    }
    for name, told in tables.items():
        assert len(shipped.tables.table(name)) == told["rows"] > 0


def test_they_are_made_from_the_publishers_file(shipped: VoteEstimates) -> None:
    (source,) = shipped.sources
    assert source.id == "un-votes"
    assert re.fullmatch(r"[0-9a-f]{64}", source.sha256)
    assert shipped.covered == source.covered
    assert shipped.covered[0].year == 1946


def test_every_state_has_positions_and_spreads(shipped: VoteEstimates) -> None:
    frame = shipped.tables.table("positions")
    assert set(frame["state"]) == set(shipped.model.states)
    assert len(shipped.model.states) == len(set(shipped.model.states)) > 190
    numbers = frame.select(pl.exclude("state")).to_numpy().astype(float)
    assert np.isfinite(numbers).all()
    assert (frame.select(pl.col("^sd_.*$", "closeness_sd")).to_numpy() > 0.0).all()


def test_kazakhstan_and_russia_have_an_answer(shipped: VoteEstimates) -> None:
    told = shipped.series("KAZ", "RUS", window=(BEFORE[0], AFTER[1]), draws=50)
    assert np.isfinite(told.draws).all()
    assert ((told.draws > 0.0) & (told.draws < 1.0)).all()
    assert told.count.min() > 0
    parts = shipped.moved("KAZ", "RUS", BEFORE, AFTER)
    again = shipped.same_questions("KAZ", "RUS", BEFORE, AFTER)
    assert parts is not None
    assert again is not None
    assert parts.state + parts.partner + parts.agenda == pytest.approx(parts.change)
    assert len(again.questions) > 20
    assert np.isfinite([one.change for one in again.questions]).all()


def test_all_pairs_have_a_change(shipped: VoteEstimates) -> None:
    told = shipped.changes(BEFORE, AFTER)
    assert len(told.states) > 10_000
    for numbers in (told.mean, told.sd, told.state_part, told.partner_part, told.agenda_part):
        assert np.isfinite(numbers).all()
    assert (told.sd > 0.0).all()
    assert 0.0 < shipped.margin < np.quantile(np.abs(told.mean), 0.95)


def test_no_table_holds_a_vote(shipped: VoteEstimates) -> None:
    states = set(shipped.model.states)
    rolls = len(shipped.tables.table("items"))
    for name in shipped.tables.manifest["tables"]:
        frame = shipped.tables.table(name)
        by_state = states.intersection(frame.columns)
        assert not by_state or name == "deviations"
        assert not {"vote", "ms_vote", "title", "symbol"}.intersection(frame.columns)
        assert not ({"roll_call", "state"} <= set(frame.columns))
        for column, kind in frame.schema.items():
            if kind == pl.String and name != "questions":
                assert column in ("roll_call", "state")
    deviations = shipped.tables.table("deviations")
    assert deviations.columns == ["question", "year", *shipped.model.states]
    assert len(deviations) < rolls
    assert len(deviations.select(pl.concat_list(pl.col(shipped.model.states)).list.n_unique().max())) == 1
    whole = np.abs(deviations.select(shipped.model.states).to_numpy().astype(int))
    assert len(np.unique(whole)) > 50


def test_questions_go_by_leeways_own_names(shipped: VoteEstimates) -> None:
    frame = shipped.tables.table("questions")
    assert frame.columns == ["question", "key", "label", "topic", "whole"]
    assert frame["key"].str.contains(r"^[0-9a-f]{10}$").all()
    assert frame["label"].str.len_chars().max() <= 60  # type: ignore[operator]
    assert frame["question"].to_list() == list(range(len(frame)))


def test_filtered_positions_are_there_for_forecasts(shipped: VoteEstimates) -> None:
    frame = shipped.tables.table("filtered")
    assert frame["year"].max() == shipped.covered[1].year
    assert frame.select("state", "year").is_duplicated().sum() == 0
    assert set(frame["state"]) == set(shipped.model.states)
