"""Formal alliances: several of one pair and year read as one, spells, and rows that are none."""

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
from leeway.sources import cow_alliances
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "cow_alliances"
OWN = HERE / "raw" / "alliance_v4.1_by_directed_yearly.csv"
HANDED_ON = HERE / "raw" / "cow_alliance_4_1_invented.csv"
RAW = (OWN, HANDED_ON)
TEXT = OWN.read_bytes()
FOLDER = "version4.1_csv/"


def saved(folder: Path, text: bytes, name: str = "alliance_v4.1_by_directed_yearly.csv") -> Path:
    (folder / name).write_bytes(text)
    return folder / name


def packed(text: bytes) -> bytes:
    """The publisher's archive: the table wanted stands among its other cuts of the same data."""
    cuts = ("by_directed", "by_dyad", "by_dyad_yearly", "by_member", "by_member_yearly")
    others = {f"{FOLDER}alliance_v4.1_{cut}.csv": b"version4id\n1\n" for cut in cuts}
    return archive(others | {f"{FOLDER}{OWN.name}": text})


def spells(ties: pl.DataFrame, state: str, partner: str) -> list[tuple[object, ...]]:
    found = ties.filter((pl.col("state") == state) & (pl.col("partner") == partner))
    return found.select("kind", "since", "until", "ended").rows()


@pytest.mark.parametrize("path", RAW, ids=["own", "handed-on"])
def test_each_layout_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = cow_alliances.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == cow_alliances.SOURCE.part_of(path.name)


@pytest.mark.parametrize(("path", "early"), [(OWN, 1), (HANDED_ON, 0)], ids=["own", "handed-on"])
def test_every_row_is_kept_refused_or_too_early(path: Path, early: int) -> None:
    reading = cow_alliances.read(path)
    assert reading.rows_kept + reading.rejects.height + early == reading.rows_read


def test_refused_rows_take_nothing_with_them(tmp_path: Path) -> None:
    reading = cow_alliances.read(OWN)
    refused = set(reading.rejects["file_row"])
    lines = TEXT.splitlines(keepends=True)
    sound = b"".join(line for row, line in enumerate(lines, start=1) if row not in refused)
    assert len(refused) == 6
    alone = cow_alliances.read(saved(tmp_path, sound))
    assert alone.rejects.is_empty()
    assert alone.tables["ties"].drop("file_row").equals(reading.tables["ties"].drop("file_row"))


def test_what_one_alliance_ends_another_may_keep() -> None:
    ties = cow_alliances.read(OWN).tables["ties"]
    assert spells(ties, "KAZ", "BRA") == [
        ("defence", dt.date(2009, 1, 1), dt.date(2010, 12, 31), "terminated"),
        ("entente", dt.date(2010, 1, 1), dt.date(2011, 12, 31), "terminated"),
        ("nonaggression", dt.date(2010, 1, 1), None, "source ended"),
    ]


def test_a_gap_ends_a_tie_and_nothing_is_owed_back() -> None:
    ties = cow_alliances.read(OWN).tables["ties"]
    assert spells(ties, "RUS", "KAZ") == [
        ("neutrality", dt.date(2001, 1, 1), dt.date(2002, 12, 31), "terminated"),
        ("neutrality", dt.date(2004, 1, 1), dt.date(2004, 12, 31), "terminated"),
    ]
    assert spells(ties, "KAZ", "RUS") == []


def test_an_earlier_last_year_of_the_file_censors_earlier(tmp_path: Path) -> None:
    shorter = b"".join(line for line in TEXT.splitlines(keepends=True) if b",2012,4.1" not in line)
    reading = cow_alliances.read(saved(tmp_path, shorter))
    ended = {kind: (last, how) for kind, _, last, how in spells(reading.tables["ties"], "KAZ", "BRA")}
    assert reading.covered[1] == dt.date(2011, 12, 31)
    assert ended == {
        "defence": (dt.date(2010, 12, 31), "terminated"),
        "entente": (None, "source ended"),
        "nonaggression": (None, "source ended"),
    }


def test_packed_in_any_way_it_is_the_same(tmp_path: Path) -> None:
    own = cow_alliances.read(OWN).tables["ties"]
    for name, text in (("version4.1_csv.zip", packed(TEXT)), ("yearly.csv.gz", gzip.compress(TEXT))):
        assert cow_alliances.read(saved(tmp_path, text, name)).tables["ties"].equals(own)
    pl.read_csv(HANDED_ON).write_parquet(tmp_path / "alliances.parquet")
    handed_on = cow_alliances.read(HANDED_ON).tables["ties"]
    assert cow_alliances.read(tmp_path / "alliances.parquet").tables["ties"].equals(handed_on)


def test_the_publishers_archive_is_known_by_the_name_it_has_there() -> None:
    (remote,) = cow_alliances.SOURCE.remotes("https://example.org", lambda *_: None)
    assert cow_alliances.SOURCE.part_of(remote.file) == remote.part == "directed"
    assert cow_alliances.SOURCE.part_of("alliance_v4.1_by_member.csv") is None


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (OWN, b"version4id", b"version5id", "no column version4id"),
        (OWN, b"nonaggression", b"nonaggress", "no column nonaggression"),
        (OWN, b",year,", b",yr,", "no column year"),
        (OWN, b"asymmetric", b"remark", "not known: remark"),
        (HANDED_ON, b"cow_neutral", b"cow_neutrality", "no column cow_neutral"),
    ],
)
def test_a_renamed_column_stops(tmp_path: Path, path: Path, old: bytes, new: bytes, said: str) -> None:
    text = path.read_bytes()
    assert old in text
    with pytest.raises(SourceFormatError, match=said):
        cow_alliances.read(saved(tmp_path, text.replace(old, new, 1)))


@pytest.mark.parametrize("column", ["ccode1", "year", "defense", "entente"])
def test_a_missing_column_stops(tmp_path: Path, column: str) -> None:
    pl.read_csv(OWN, infer_schema=False).drop(column).write_csv(tmp_path / OWN.name)
    with pytest.raises(SourceFormatError, match=f"no column {column}"):
        cow_alliances.read(tmp_path / OWN.name)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (TEXT[:-30], "yearly.csv", "middle of its last row"),
        (packed(TEXT)[:-60], "version4.1_csv.zip", "damaged or cut"),
        (b"PAR1 and nothing", "alliances.parquet", "damaged or cut"),
        (b"<!DOCTYPE html><p>busy", "yearly.csv", "web page"),
        (b"<html>busy</html>", "version4.1_csv.zip", "web page"),
        (archive({f"{FOLDER}alliance_v4.1_by_directed.csv": TEXT}), "version4.1_csv.zip", "holds 0 files"),
        (b"", "yearly.csv", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: bytes, name: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        cow_alliances.read(saved(tmp_path, text, name))


def test_refused_rows_stand_in_the_record(tmp_path: Path) -> None:
    (report,) = refresh(["cow-alliances"], from_dir=OWN, record=tmp_path / "r.duckdb")
    assert (report.rows_read, report.rows_kept, report.rows_rejected) == (15, 8, 6)
    with open_record(tmp_path / "r.duckdb") as record:
        refused = record.table("rejects").filter(pl.col("file_row") == 12)
        assert record.table("ties").height == 5
    assert refused.select("file", "column", "value", "reason").rows() == [
        (OWN.name, "owes", "998", "no state is known under '998'")
    ]


def test_the_publishers_file(shared: Path) -> None:
    path = shared / "data" / "ties" / "cow_alliance_4_1_directed_dyad_year.parquet"
    reading = cow_alliances.read(path)
    check_columns(reading)
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (120_784, 107_340, 570)
    assert reading.notes == ("12,874 rows of years before 1946 are not kept",)
    assert reading.covered == (dt.date(1946, 1, 1), dt.date(2012, 12, 31))
    assert reading.rejects["reason"].str.contains(r"did not exist in \d{4}$").all()
    ties = reading.tables["ties"]
    assert dict(ties["ended"].value_counts().rows()) == {"source ended": 6_410, "terminated": 2_202}
    since = {kind: first.year for kind, first, last, _ in spells(ties, "KAZ", "RUS") if last is None}
    assert since == {"defence": 1992, "nonaggression": 1992, "entente": 1996}
    assert ("nonaggression", dt.date(2004, 1, 1), dt.date(2008, 12, 31), "terminated") in spells(
        ties, "GEO", "RUS"
    )
