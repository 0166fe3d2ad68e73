"""The list of the state system: who is a state behind a number, and spells that cannot be."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import cow_system
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "cow_system"
LIST = HERE / "raw" / "states2016.csv"
TEXT = LIST.read_bytes()


def saved(folder: Path, text: bytes, name: str = "states2016.csv") -> Path:
    (folder / name).write_bytes(text)
    return folder / name


def test_it_reads_as_the_golden_tables_say() -> None:
    reading = cow_system.read(LIST)
    check_columns(reading)
    check_golden(reading, HERE / "golden", LIST.stem)
    assert reading.part == cow_system.SOURCE.part_of(LIST.name)


def test_every_row_is_a_spell_or_refused() -> None:
    reading = cow_system.read(LIST)
    kept = reading.tables["system_members"]
    told = kept["file_row"].unique()
    assert told.len() == reading.rows_kept
    rows = sorted(pl.concat([told, reading.rejects["file_row"]]))
    assert rows == list(range(2, reading.rows_read + 2))


def test_the_lists_last_day_stays_a_day_and_ends_no_state() -> None:
    reading = cow_system.read(LIST)
    until = dict(reading.tables["system_members"].select("name", "until").rows())
    assert until["Invented Kazakhstan"] == reading.covered[1] == dt.date(2016, 12, 31)
    assert until["Invented East Germany"] == dt.date(1990, 9, 30)


def test_a_state_that_ended_before_the_record_begins_needs_no_key(tmp_path: Path) -> None:
    kept = cow_system.read(LIST).tables["system_members"]
    assert kept.filter(pl.col("number") == 996)["state"].to_list() == [None]
    later = TEXT.replace(b"1860,7,8", b"1960,7,8")
    (refused,) = cow_system.read(saved(tmp_path, later)).rejects.filter(pl.col("file_row") == 5).rows()
    assert refused == ("states2016.csv", 5, "ccode", "996", "no state is known under '996'")


def test_a_number_that_passes_on_is_told_of_each_state_in_whole_years() -> None:
    kept = cow_system.read(LIST).tables["system_members"].filter(pl.col("file_row") == 7)
    assert kept.select("state", "since", "until").rows() == [
        ("YUG", dt.date(1945, 1, 2), dt.date(1991, 12, 31)),
        ("SRB", dt.date(1992, 1, 1), dt.date(2016, 12, 31)),
    ]


def test_a_spell_over_before_the_state_existed_is_refused() -> None:
    refused = cow_system.read(LIST).rejects.filter(pl.col("file_row") == 9)
    assert refused.select("column", "value").rows() == [("ccode", "705")]


def test_a_row_twice_is_refused_and_the_record_takes_the_others(tmp_path: Path) -> None:
    lines = TEXT.splitlines(keepends=True)
    path = saved(tmp_path, lines[0] + lines[1] + lines[1] + lines[2])
    (report,) = refresh(["cow-system"], from_dir=path, record=tmp_path / "r.duckdb")
    assert (report.rows_read, report.rows_kept, report.rows_rejected) == (3, 2, 1)
    with open_record(tmp_path / "r.duckdb") as record:
        assert record.table("system_members")["state"].to_list() == ["RUS", "KAZ"]
        assert record.table("rejects").select("file", "file_row", "column", "value", "reason").rows() == [
            ("states2016.csv", 3, "ccode", "365", "repeats the key (ccode, since) of row 2")
        ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"ccode", b"cowcode", "no column ccode"),
        (b"endyear", b"lastyear", "no column endyear"),
        (b"stmonth", b"startmonth", "no column stmonth"),
        (b"stateabb", b"abbreviation", "not known: abbreviation"),
    ],
)
def test_a_renamed_column_stops(tmp_path: Path, old: bytes, new: bytes, said: str) -> None:
    header, rest = TEXT.split(b"\n", 1)
    assert old in header
    with pytest.raises(SourceFormatError, match=said):
        cow_system.read(saved(tmp_path, header.replace(old, new) + b"\n" + rest))


@pytest.mark.parametrize("column", ["ccode", "statenme", "styear", "endday"])
def test_a_missing_column_stops(tmp_path: Path, column: str) -> None:
    pl.read_csv(LIST, infer_schema=False).drop(column).write_csv(tmp_path / LIST.name)
    with pytest.raises(SourceFormatError, match=f"no column {column}"):
        cow_system.read(tmp_path / LIST.name)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (TEXT[:-12], "states2016.csv", "middle of its last row"),
        (gzip.compress(TEXT)[:-20], "states2016.csv.gz", "damaged or cut"),
        (b"<!DOCTYPE html><p>moved", "states2016.csv", "web page"),
        (TEXT.splitlines(keepends=True)[0], "states2016.csv", "a header and no row"),
        (b"", "states2016.csv", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: bytes, name: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        cow_system.read(saved(tmp_path, text, name))


def test_the_publishers_file(shared: Path) -> None:
    reading = cow_system.read(shared / "data" / "ties" / "cow_states_2016.csv.gz")
    check_columns(reading)
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (243, 243, 0)
    members = reading.tables["system_members"]
    unnamed = members.filter(pl.col("state").is_null())
    assert unnamed.height == 15
    assert unnamed["until"].max() < dt.date(1946, 1, 1)
    assert members.filter(pl.col("until") == dt.date(2016, 12, 31)).height == 195
    (kazakhstan,) = members.filter(pl.col("state") == "KAZ").select("number", "since").rows()
    assert kazakhstan == (705, dt.date(1991, 12, 26))
