"""Militarised disputes by pair and year, in the publisher's archive and beside it."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import polars as pl
import pytest
from tests.archives import archive
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import gml_mid
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "gml_mid"
DISPUTES = HERE / "raw" / "gml-ddy-disputes-2.2.1.csv"
TEXT = DISPUTES.read_bytes()


def saved(folder: Path, text: bytes, name: str = "gml-ddy-disputes-2.2.1.csv") -> Path:
    (folder / name).write_bytes(text)
    return folder / name


def packed(text: bytes) -> bytes:
    """The publisher's archive: the table wanted stands among others, some with like names."""
    others = ("gml-mida-2.2.1.csv", "gml-midb-2.2.1.csv", "gml-ddy-2.2.1.csv", "gml-ndy-disputes-2.2.1.csv")
    return archive(dict.fromkeys(others, b"dispnum\n1\n") | {DISPUTES.name: text})


def test_it_reads_as_the_golden_tables_say() -> None:
    reading = gml_mid.read(DISPUTES)
    check_columns(reading)
    check_golden(reading, HERE / "golden", DISPUTES.stem)
    assert reading.part == gml_mid.SOURCE.part_of(DISPUTES.name)


def test_every_row_is_kept_refused_or_too_early() -> None:
    reading = gml_mid.read(DISPUTES)
    assert reading.notes == ("1 rows of years before 1946 are not kept",)
    kept = reading.tables["disputes"]["file_row"]
    rows = sorted([*kept, *reading.rejects["file_row"], 7])
    assert rows == list(range(2, reading.rows_read + 2))


def test_what_each_side_did_is_its_own_and_unknown_is_not_nothing() -> None:
    disputes = gml_mid.read(DISPUTES).tables["disputes"]
    told = {
        (state, year): hostility
        for state, year, hostility in disputes.filter(pl.col("dispute") == 9001)
        .select("state", "year", "hostility")
        .rows()
    }
    assert told == {("RUS", 2008): 5, ("GEO", 2008): 4, ("RUS", 2009): 1, ("GEO", 2009): None}
    assert disputes.filter(pl.col("dispute") == 9009)["hostility"].to_list() == [None]


def test_a_dispute_begins_once() -> None:
    disputes = gml_mid.read(DISPUTES).tables["disputes"].filter(pl.col("dispute") == 9001)
    assert disputes.filter("onset")["year"].unique().to_list() == [2008]


def test_numbers_of_disputes_under_their_older_name(tmp_path: Path) -> None:
    older = saved(tmp_path, TEXT.replace(b"dispnum,", b"dispnum3,"))
    reading = gml_mid.read(older)
    assert reading.layout == "gml-ddy-disputes-dispnum3"
    assert reading.tables["disputes"].equals(gml_mid.read(DISPUTES).tables["disputes"])


def test_packed_in_any_way_it_is_the_same(tmp_path: Path) -> None:
    own = gml_mid.read(DISPUTES).tables["disputes"]
    for name, text in (("gml-mid-data-2.2.1.zip", packed(TEXT)), ("gml.csv.gz", gzip.compress(TEXT))):
        assert gml_mid.read(saved(tmp_path, text, name)).tables["disputes"].equals(own)


def test_the_archive_unpacked_into_a_folder_holds_one_file_of_ours(tmp_path: Path) -> None:
    part_of = gml_mid.SOURCE.part_of
    (remote,) = gml_mid.SOURCE.remotes("https://example.org", lambda *_: None)
    assert part_of(remote.file) == remote.part == part_of("gml_mid_2_2_1_invented.csv.gz") == "disputes"
    for name in ("gml-mida-2.2.1.csv", "gml-midb-2.2.1.csv", "gml-ddy-2.2.1.csv"):
        saved(tmp_path, b"dispnum\n1\n", name)
    saved(tmp_path, TEXT)
    (report,) = refresh(["gml-mid"], from_dir=tmp_path, record=tmp_path / "r.duckdb")
    assert (report.file, report.rows_read, report.rows_kept) == (DISPUTES.name, 13, 6)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"dispnum", b"dispute", "no column dispnum"),
        (b"ccode2", b"code2", "no column ccode2"),
        (b"gmlmidonset", b"onset", "no column gmlmidonset"),
        (b"hostlev1", b"hostility1", "no column hostlev1"),
    ],
)
def test_a_renamed_column_stops(tmp_path: Path, old: bytes, new: bytes, said: str) -> None:
    header, rest = TEXT.split(b"\n", 1)
    assert old in header
    with pytest.raises(SourceFormatError, match=said):
        gml_mid.read(saved(tmp_path, header.replace(old, new) + b"\n" + rest))


@pytest.mark.parametrize("column", ["dispnum", "ccode1", "year", "hostlev1"])
def test_a_missing_column_stops(tmp_path: Path, column: str) -> None:
    pl.read_csv(DISPUTES, infer_schema=False).drop(column).write_csv(tmp_path / DISPUTES.name)
    with pytest.raises(SourceFormatError, match=f"no column {column}"):
        gml_mid.read(tmp_path / DISPUTES.name)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (TEXT[:-20], "gml-ddy-disputes.csv", "middle of its last row"),
        (packed(TEXT)[:-60], "gml-mid-data.zip", "damaged or cut"),
        (gzip.compress(TEXT)[:-20], "gml.csv.gz", "damaged or cut"),
        (b"<!DOCTYPE html><p>moved", "gml-ddy-disputes.csv", "web page"),
        (b"<html>busy</html>", "gml-mid-data.zip", "web page"),
        (archive({"gml-mida-2.2.1.csv": TEXT}), "gml-mid-data.zip", "holds 0 files"),
        (b"", "gml-ddy-disputes.csv", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: bytes, name: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        gml_mid.read(saved(tmp_path, text, name))


def test_refused_rows_stand_in_the_record(tmp_path: Path) -> None:
    refresh(["gml-mid"], from_dir=DISPUTES, record=tmp_path / "r.duckdb")
    with open_record(tmp_path / "r.duckdb") as record:
        refused = record.table("rejects")
        assert record.table("disputes").height == 6
    assert set(refused["file"]) == {DISPUTES.name}
    assert refused.select("file_row", "value", "reason").rows()[:3] == [
        (8, "705", "the state known under '705' did not exist in 1985"),
        (9, "999", "no state is known under '999'"),
        (10, "9002", "repeats the key (dispute, first, second, year) of row 6"),
    ]


def test_the_publishers_file(shared: Path) -> None:
    path = shared / "data" / "ties" / "gml_mid_2_2_1_directed_dyad_dispute_year.csv.gz"
    reading = gml_mid.read(path)
    check_columns(reading)
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (9_284, 5_624, 0)
    assert reading.notes == ("3,660 rows of years before 1946 are not kept",)
    assert reading.covered == (dt.date(1946, 1, 1), dt.date(2010, 12, 31))
    disputes = reading.tables["disputes"]
    war = disputes.filter(
        (pl.col("state") == "RUS") & (pl.col("partner") == "GEO") & (pl.col("year") == 2008)
    )
    assert war["hostility"].max() >= 4
    mirrored = disputes.join(
        disputes,
        left_on=["dispute", "year", "state", "partner"],
        right_on=["dispute", "year", "partner", "state"],
        how="semi",
    )
    assert mirrored.height == disputes.height
