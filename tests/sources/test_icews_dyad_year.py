"""Yearly counts of ICEWS: four classes a row, zeros kept, names held against codes."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.sources.event_files import check_record_stays, own_record

from leeway.errors import DataError, SourceFormatError
from leeway.sources import icews_dyad_year

HERE = Path(__file__).parent / "icews_dyad_year"
RAW = HERE / "raw" / "icews_dyad_year_invented.csv"


def test_the_table_reads_as_the_golden_tables_say() -> None:
    reading = icews_dyad_year.read(RAW)
    check_columns(reading)
    check_golden(reading, HERE / "golden", RAW.stem)
    assert reading.part == icews_dyad_year.SOURCE.part_of(RAW.name)
    assert reading.rows_kept + reading.rejects.height == reading.rows_read


def test_a_zero_is_a_count() -> None:
    counts = icews_dyad_year.read(RAW).tables["event_counts"]
    assert counts.filter(pl.col("actor") == "RUS")["count"].to_list() == [0, 0, 0, 0]
    assert set(counts["convention"]) == {"not said"}


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (RAW.read_bytes().replace(b",verbConf", b",verb_conf"), SourceFormatError, "no column verbConf"),
        (RAW.read_bytes().replace(b",year,", b",year,month,", 1), SourceFormatError, r"month|not a CSV"),
        (b"", DataError, "empty"),
        (RAW.read_bytes().replace(b"Kazakhstan", b"C\xf4te"), SourceFormatError, "not UTF-8"),
        (RAW.read_bytes()[:-14], DataError, "cut"),
        (RAW.read_bytes() + b"Latvia,Estonia,LVA,EST,2012,1,1,1,1,1,1\n", SourceFormatError, "not a CSV"),
        (gzip.compress(RAW.read_bytes())[:-20], DataError, "damaged or cut"),
    ],
    ids=["missing", "unknown", "empty", "latin", "cut", "ragged", "packed and cut"],
)
def test_bad_files_are_refused_with_words(
    content: bytes, kind: type[Exception], words: str, tmp_path: Path
) -> None:
    path = tmp_path / RAW.name
    path.write_bytes(content)
    with pytest.raises(kind, match=words):
        icews_dyad_year.read(path)


def test_a_cut_file_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = own_record(tmp_path, monkeypatch)
    path = tmp_path / RAW.name
    shutil.copy(RAW, path)
    check_record_stays(icews_dyad_year.SOURCE, path, record, RAW.read_bytes()[:-14])


def test_kazakhstan_and_russia_in_the_file_at_hand(shared: Path) -> None:
    reading = icews_dyad_year.read(shared / "data/events/icews_dyad_year/icews_dyad_year_2002_2014.csv.gz")
    assert (reading.rows_kept, reading.rejects.height) == (298_376, 0)
    counts = reading.tables["event_counts"]
    both = counts.filter(pl.col("actor").is_in(["KAZ", "RUS"]) & pl.col("target").is_in(["KAZ", "RUS"]))
    yearly = both.group_by("period").agg(pl.col("count").sum()).sort("period")["count"].to_list()
    assert yearly == [1544, 1458, 1776, 1312, 1684, 2341, 1695, 1538, 1484, 940, 902, 1054, 1350]
