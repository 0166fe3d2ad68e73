"""The publisher's own rows, where they are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from leeway.record.reports import LoadReport
from leeway.record.store import Record, open_record
from leeway.sources.refresh import refresh

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def loaded(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Record, list[LoadReport]]]:
    path = tmp_path_factory.mktemp("shared") / "record.duckdb"
    reports = refresh(["un-votes"], from_dir=shared / "data" / "votes", record=path)
    with open_record(path) as record:
        yield record, reports


def test_every_row_is_accounted_for(loaded: tuple[Record, list[LoadReport]]) -> None:
    record, (assembly, council) = loaded
    assert (assembly.rows_read, assembly.rows_kept, assembly.rows_rejected) == (893_834, 893_676, 158)
    assert (council.rows_read, council.rows_kept, council.rows_rejected) == (40_239, 40_239, 0)
    assert assembly.notes == (
        "47 lower-case codes read as upper case (37 'a', 1 'n', 9 'y')",
        "589 rows of states without a seat on the day, 0 of them with a vote cast",
    )
    refused = record.table("rejects")
    assert refused.filter(pl.col("column") == "ms_vote")["value"].to_list() == ["AN"]
    misdated = refused.filter(pl.col("column") == "date")
    assert (misdated.height, set(misdated["value"])) == (157, {"1982-02-21"})


def test_votes_by_code(loaded: tuple[Record, list[LoadReport]]) -> None:
    counts = dict(loaded[0].votes()["vote"].value_counts().iter_rows())
    misdated = 157
    assert sum(counts.values()) == 669_458 + 96_814 + 43_873 + 83_641 + 47 - misdated
    assert counts["X"] <= 83_641


@pytest.mark.parametrize(
    ("symbol", "tally"),
    [
        ("ES-11/1", (141, 5, 35, 12)),
        ("ES-11/2", (140, 5, 38, 10)),
        ("ES-11/3", (93, 24, 58, 18)),
        ("ES-11/4", (143, 5, 35, 10)),
        ("ES-11/5", (94, 14, 73, 12)),
        ("ES-11/6", (141, 7, 32, 13)),
    ],
)
def test_published_tallies(
    loaded: tuple[Record, list[LoadReport]], symbol: str, tally: tuple[int, int, int, int]
) -> None:
    record, _ = loaded
    votes = record.votes_on(symbol)["vote"]
    assert tuple(votes.eq(code).sum() for code in "YNAX") == tally
    found = record.roll_call(symbol)
    assert (found.yes, found.no, found.abstentions, found.non_voting) == tally


def test_two_states_on_one_series_of_questions(loaded: tuple[Record, list[LoadReport]]) -> None:
    pair = loaded[0].pair_votes("KAZ", "RUS").filter(pl.col("symbol").str.starts_with("A/RES/ES-11/"))
    assert "".join(pair["state_vote"].cast(pl.String)) == "AANAAA"
    assert "".join(pair["partner_vote"].cast(pl.String)) == "NNNNNN"


def test_no_state_votes_twice(loaded: tuple[Record, list[LoadReport]]) -> None:
    record, _ = loaded
    votes = record.votes(body=None)
    assert votes.select(pl.struct("roll_call", "state").n_unique()).item() == votes.height
    assert votes["state"].n_unique() == 198


def test_most_roll_calls_put_a_recurring_question(loaded: tuple[Record, list[LoadReport]]) -> None:
    calls = loaded[0].roll_calls().with_columns(pl.len().over("question").alias("times"))
    recent = calls.filter((pl.col("session_kind") == "regular") & (pl.col("session_number") >= 64))
    assert (calls["times"] > 1).mean() > 0.81
    assert (recent["times"] > 1).mean() > 0.91
    assert (calls["question_parts"] > 1).mean() < 0.12
