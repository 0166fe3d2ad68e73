"""Memberships by state and year, folded to spells; what is not coded ends nothing; names of organisations."""

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
from leeway.sources import cow_igo
from leeway.sources.refresh import refresh
from leeway.states import by_cow

HERE = Path(__file__).parent / "cow_igo"
STATES = HERE / "raw" / "state_year_formatv3.csv"
NAMES = HERE / "raw" / "cow_igo_v3_names_invented.csv"
RAW = (STATES, NAMES)
TEXT = STATES.read_bytes()


def saved(folder: Path, text: bytes, name: str = "state_year_formatv3.csv") -> Path:
    (folder / name).write_bytes(text)
    return folder / name


def spells(ties: pl.DataFrame, state: str, organisation: str) -> list[tuple[object, ...]]:
    found = ties.filter((pl.col("state") == state) & (pl.col("organisation") == organisation))
    return found.sort("since").select("role", "since", "until", "ended", "how").rows()


@pytest.mark.parametrize("path", RAW, ids=["states", "names"])
def test_each_part_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = cow_igo.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == cow_igo.SOURCE.part_of(path.name)


@pytest.mark.parametrize(("path", "early"), [(STATES, 1), (NAMES, 0)], ids=["states", "names"])
def test_every_row_is_kept_refused_or_too_early(path: Path, early: int) -> None:
    reading = cow_igo.read(path)
    assert reading.rows_kept + reading.rejects.height + early == reading.rows_read


@pytest.mark.parametrize(
    ("path", "table", "number"), [(STATES, "ties", 4), (NAMES, "organisations", 4)], ids=["states", "names"]
)
def test_refused_rows_take_nothing_with_them(tmp_path: Path, path: Path, table: str, number: int) -> None:
    reading = cow_igo.read(path)
    refused = set(reading.rejects["file_row"])
    lines = path.read_bytes().splitlines(keepends=True)
    sound = b"".join(line for row, line in enumerate(lines, start=1) if row not in refused)
    assert len(refused) == number
    alone = cow_igo.read(saved(tmp_path, sound, path.name))
    assert alone.rejects.is_empty()
    assert alone.tables[table].drop("file_row").equals(reading.tables[table].drop("file_row"))


def test_another_role_is_another_tie() -> None:
    cis = spells(cow_igo.read(STATES).tables["ties"], "KAZ", "CIS")
    assert cis[:2] == [
        ("associate", dt.date(1991, 1, 1), dt.date(1991, 12, 31), "terminated", None),
        ("full", dt.date(1992, 1, 1), dt.date(1993, 12, 31), "terminated", None),
    ]


def test_the_last_year_of_the_source_ends_no_membership() -> None:
    ties = cow_igo.read(STATES).tables["ties"]
    assert spells(ties, "KAZ", "SCO") == [("full", dt.date(2013, 1, 1), None, "source ended", None)]
    assert spells(ties, "KAZ", "CIS")[-1] == (
        *("full", dt.date(2013, 1, 1), dt.date(2013, 12, 31)),
        *("terminated", None),
    )
    assert set(ties["as_of"]) == {dt.date(2014, 12, 31)}


def test_what_is_not_coded_the_next_year_did_not_end() -> None:
    ties = cow_igo.read(STATES).tables["ties"]
    assert spells(ties, "GEO", "CIS") == [
        ("full", dt.date(1995, 1, 1), dt.date(1996, 12, 31), "source ended", "not coded"),
        ("observer", dt.date(1999, 1, 1), dt.date(1999, 12, 31), "terminated", None),
    ]
    assert spells(ties, "GEO", "AAAID") == [
        ("full", dt.date(1997, 1, 1), dt.date(1998, 12, 31), "terminated", None)
    ]


def test_two_numbers_of_one_state_in_the_year_they_change_are_one_membership() -> None:
    yemen = spells(cow_igo.read(STATES).tables["ties"], "YEM", "UN")
    assert yemen == [("full", dt.date(1989, 1, 1), dt.date(1990, 12, 31), "terminated", None)]


def test_an_organisation_has_its_full_name_or_the_short_one() -> None:
    names = dict(cow_igo.read(NAMES).tables["organisations"].select("organisation", "name").rows())
    assert names == {
        "RURI": "Union for the Study of Ruritania (RURI)",
        "ZENDA": "Zenda Bridge Comm.",
        "OPEN": "Body, open to all (OPEN)",
    }


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (STATES, b"ccode", b"cowcode", "no column ccode"),
        (STATES, b",year,", b",yr,", "no column year"),
        (NAMES, b"longorgname", b"fullname", "no column longorgname"),
        (NAMES, b"ioname", b"acronym", "no column ioname"),
        (NAMES, b"last_year", b"end_year", "no column last_year"),
    ],
)
def test_a_renamed_column_stops(tmp_path: Path, path: Path, old: bytes, new: bytes, said: str) -> None:
    text = path.read_bytes()
    assert old in text
    with pytest.raises(SourceFormatError, match=said):
        cow_igo.read(saved(tmp_path, text.replace(old, new, 1), path.name))


@pytest.mark.parametrize(
    ("path", "column"),
    [(STATES, "ccode"), (STATES, "year"), (NAMES, "ioname"), (NAMES, "first_year")],
)
def test_a_missing_column_stops(tmp_path: Path, path: Path, column: str) -> None:
    pl.read_csv(path, infer_schema=False).drop(column).write_csv(tmp_path / path.name)
    with pytest.raises(SourceFormatError, match=f"no column {column}"):
        cow_igo.read(tmp_path / path.name)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"705,1992,kazakhstan,0,1", b"705,1992,kazakhstan,0,4", "The column CIS holds '4'"),
        (b"705,1992,kazakhstan,0,1", b"705,1992,kazakhstan,0,", "The column CIS holds ''"),
        (b"705,1992,kazakhstan,0", b"705,1992,kazakhstan,member", "The column AAAID holds 'member'"),
    ],
)
def test_an_unknown_code_of_membership_stops(tmp_path: Path, old: bytes, new: bytes, said: str) -> None:
    assert old in TEXT
    with pytest.raises(SourceFormatError, match=said) as caught:
        cow_igo.read(saved(tmp_path, TEXT.replace(old, new)))
    assert str(caught.value.where).endswith("state_year_formatv3.csv, row 3")


def test_a_column_that_is_no_organisation_stops(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="The column region holds 'asia'"):
        cow_igo.read(saved(tmp_path, TEXT.replace(b",state,", b",region,").replace(b"kazakhstan", b"asia")))


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (TEXT[:-8], "state_year_formatv3.csv", "middle of its last row"),
        (archive({STATES.name: TEXT})[:-40], "state_year_formatv3.zip", "damaged or cut"),
        (b"PAR1 and nothing", "cow_igo_v3_state_year.parquet", "damaged or cut"),
        (b"<html>busy</html>", "state_year_formatv3.zip", "web page"),
        (b"<!doctype html>", "igo_names.csv", "web page"),
        (NAMES.read_bytes()[:-12], "igo_names.csv", "inside quotation marks"),
        (b"ccode,year,state\n705,1992,kazakhstan\n", "state_year_formatv3.csv", "no column like"),
        (b"", "state_year_formatv3.csv", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: bytes, name: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        cow_igo.read(saved(tmp_path, text, name))


def test_packed_in_any_way_it_is_the_same(tmp_path: Path) -> None:
    own = cow_igo.read(STATES).tables["ties"]
    for name, text in (
        ("state_year_formatv3.zip", archive({STATES.name: TEXT, f"__MACOSX/._{STATES.name}": b"mac"})),
        ("state_year_formatv3.csv.gz", gzip.compress(TEXT)),
    ):
        assert cow_igo.read(saved(tmp_path, text, name)).tables["ties"].equals(own)


def test_both_parts_come_from_a_folder_into_the_record(tmp_path: Path) -> None:
    reports = refresh(["cow-igo"], from_dir=HERE / "raw", record=tmp_path / "r.duckdb")
    assert [(one.part, one.rows_read, one.rows_kept, one.rows_rejected) for one in reports] == [
        ("names", 7, 3, 4),
        ("states", 18, 13, 4),
    ]
    with open_record(tmp_path / "r.duckdb") as record:
        refused = record.table("rejects").filter(pl.col("file") == STATES.name)
        assert record.table("organisations").height == 3
    assert refused.filter(pl.col("file_row") == 15).select("column", "value", "reason").rows() == [
        ("ccode", "705", "repeats the key (ccode, year) of row 4")
    ]


def test_the_publishers_files(shared: Path) -> None:
    ties_folder = shared / "data" / "ties"
    states = cow_igo.read(ties_folder / "cow_igo_v3_state_year_wide.parquet")
    names = cow_igo.read(ties_folder / "cow_igo_v3_names.csv.gz")
    check_columns(states)
    check_columns(names)
    assert (states.rows_read, states.rows_kept, states.rejects.height) == (15_557, 10_124, 0)
    assert states.notes == ("5,433 rows of years before 1946 are not kept",)
    assert (names.rows_read, names.rows_kept, names.rejects.height) == (534, 534, 0)
    ties = states.tables["ties"]
    assert set(ties["organisation"]) <= set(names.tables["organisations"]["organisation"])
    assert spells(ties, "GEO", "CIS") == [
        ("full", dt.date(1995, 1, 1), dt.date(2007, 12, 31), "terminated", None)
    ]
    assert [role for role, *_ in spells(ties, "UKR", "CIS")] == ["full", "associate"]
    assert ties.filter(pl.col("how") == "not coded")["ended"].unique().to_list() == ["source ended"]


def test_joint_memberships_are_as_published(shared: Path) -> None:
    folder = shared / "data" / "ties"
    ties = cow_igo.read(folder / "cow_igo_v3_state_year_wide.parquet").tables["ties"]
    last = pl.col("until").dt.year().fill_null(2014)
    for year in (1995, 2014):
        held = ties.filter(
            pl.col("role").is_in(["full", "associate"]) & (pl.col("since").dt.year() <= year) & (last >= year)
        )
        pairs = held.join(held, on="organisation").filter(pl.col("state") < pl.col("state_right"))
        ours = {(one, other): n for one, other, n in pairs.group_by("state", "state_right").len().rows()}
        told = published(folder / "cow_igo_v3_joint_memberships_dyad_year.parquet", year)
        assert len(told) > 17_000
        assert ours == {pair: number for pair, number in told.items() if number}


def published(path: Path, year: int) -> dict[tuple[str, ...], int]:
    """Organisations in common in one year, as counted by others from the same data."""
    rows = pl.read_parquet(path).filter(pl.col("year") == year).select("ccode1", "ccode2", "dyadigos").rows()
    keys = {
        code: str(by_cow(code, dt.date(year, 7, 1))) for code in {code for row in rows for code in row[:2]}
    }
    return {tuple(sorted((keys[one], keys[other]))): joint for one, other, joint in rows}
