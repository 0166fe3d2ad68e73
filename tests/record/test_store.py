"""The record opened for reading."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.record.readings import council, reading
from tests.voting_files import SOUND, changed

from leeway.errors import DataError, QuestionError
from leeway.record.loading import load
from leeway.record.store import Record, open_record, record_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    to = tmp_path / "record.duckdb"
    load([reading(), council()], to)
    return to


@pytest.fixture
def record(path: Path) -> Iterator[Record]:
    with open_record(path) as opened:
        yield opened


def test_votes_of_each_body(record: Record) -> None:
    assert record.votes().height == 16
    assert record.votes(body="SC").height == 3
    assert record.votes(body=None).height == 19
    assert record.votes().columns == ["roll_call", "state", "vote"]
    assert record.votes().schema["vote"] == pl.Enum(["Y", "N", "A", "X"])
    with pytest.raises(QuestionError, match="no body"):
        record.votes(body="HRC")


def test_windows_hold_both_their_ends(record: Record) -> None:
    since, until = dt.date(2015, 11, 6), dt.date(2016, 11, 8)
    assert record.roll_calls(since=since, until=until)["symbol"].to_list() == ["A/RES/70/2", "A/RES/71/1"]
    assert record.votes(since=since, until=until).height == 8
    assert record.votes(until=dt.date(2015, 1, 1)).height == 0


def test_one_roll_call(record: Record) -> None:
    found = record.roll_call("es-11/1")
    assert (found.roll_call, found.date) == ("GA/A/RES/ES-11/1", dt.date(2022, 3, 2))
    assert (found.yes, found.no, found.abstentions, found.non_voting) == (2, 1, 1, 0)
    votes = record.votes_on("ES-11/1")
    assert dict(votes.select("state", "vote").iter_rows()) == {"BRA": "Y", "FRA": "Y", "KAZ": "A", "RUS": "N"}


def test_an_unknown_symbol(record: Record) -> None:
    with pytest.raises(QuestionError) as caught:
        record.roll_call("ES-11/2")
    assert "GA/A/RES/ES-11/1" in str(caught.value.hint)


def test_votes_of_a_pair(record: Record) -> None:
    pair = record.pair_votes("KAZ", "RUS", since=dt.date(2016, 1, 1))
    assert pair.select("symbol", "state_vote", "partner_vote").rows() == [
        ("A/RES/71/1", "A", "Y"),
        ("A/RES/ES-11/1", "A", "N"),
    ]
    swapped = record.pair_votes("RUS", "KAZ", since=dt.date(2016, 1, 1))
    assert swapped["state_vote"].to_list() == pair["partner_vote"].to_list()
    assert record.pair_votes("KAZ", "USA").height == 0


def test_states_are_in_the_record(record: Record) -> None:
    soviet = record.table("states").filter(pl.col("spell") == "SUN").row(0, named=True)
    assert (soviet["state"], soviet["until"]) == ("RUS", dt.date(1991, 12, 25))


def test_the_version_follows_the_votes(path: Path, tmp_path: Path) -> None:
    def version(of: Path) -> str:
        with open_record(of) as opened:
            return opened.version()

    first = version(path)
    assert len(first) == 12
    load([reading(), council()], tmp_path / "same.duckdb")
    assert version(tmp_path / "same.duckdb") == first
    load([reading([*SOUND[:3], changed(SOUND[3], codes="NNYY")])], path)
    assert version(path) != first


def test_sources_lists_the_files_in_use(record: Record) -> None:
    assert record.sources().select("source", "part", "file").rows() == [
        ("un-votes", "GA", "ga_voting.csv"),
        ("un-votes", "SC", "sc_2026.csv"),
    ]
    assert set(record.sources()["publisher"]) == {"UN Dag Hammarskjöld Library"}
    assert "non-commercial" in record.sources()["licence"][0]


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
def test_tables_can_be_taken_away(record: Record, tmp_path: Path, ending: str) -> None:
    to = record.export("votes", tmp_path / f"votes.{ending}")
    if ending == "json":
        assert len(json.loads(to.read_text())) == 19
    else:
        frame = pl.read_csv(to) if ending == "csv" else pl.read_parquet(to)
        assert frame.shape == (19, 7)


def test_what_cannot_be_exported(record: Record, tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"'\.docx'"):
        record.export("votes", tmp_path / "votes.docx")
    with pytest.raises(QuestionError, match="no table"):
        record.export("ballots", tmp_path / "votes.csv")
    with pytest.raises(DataError, match="cannot be written"):
        record.export("votes", tmp_path / "nowhere" / "votes.csv")


def test_no_record_yet(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no record yet") as caught:
        open_record(tmp_path / "none.duckdb")
    assert "leeway refresh --from DIR" in str(caught.value.hint)


def test_a_damaged_record(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(DataError):
        open_record(path)


def test_a_record_another_program_writes_to(path: Path) -> None:
    holder = subprocess.Popen(  # noqa: S603
        [
            sys.executable,
            "-c",
            f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DataError, match="Another program holds the record open"):
            open_record(path)
    finally:
        holder.communicate(b"\n", timeout=10)


def test_where_the_record_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "named.duckdb"))
    assert record_path() == tmp_path / "named.duckdb"
    assert record_path("other.duckdb") == Path("other.duckdb")
    monkeypatch.delenv("LEEWAY_RECORD")
    assert record_path().name == "record.duckdb"
    assert record_path().parent.name == "leeway"
