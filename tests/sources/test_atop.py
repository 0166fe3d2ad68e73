"""What alliances oblige states to, folded from years to spells, and rows that are no obligation."""

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
from leeway.sources import atop
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "atop"
OWN = HERE / "raw" / "atop5_1ddyr.csv"
HANDED_ON = HERE / "raw" / "atop_5_1_directed_dyad_year_invented.csv"
RAW = (OWN, HANDED_ON)
TEXT = OWN.read_bytes()
FOLDER = "ATOP 5.1 (.csv)/"


def saved(folder: Path, text: bytes, name: str = "atop5_1ddyr.csv") -> Path:
    (folder / name).write_bytes(text)
    return folder / name


def packed(text: bytes) -> bytes:
    """The publisher's archive: the table wanted stands among others, one of them much like it."""
    others = dict.fromkeys(("atop5_1a.csv", "atop5_1ddyr_NNA.csv", "atop5_1dy.csv"), b"atopid\n1\n")
    return archive({f"{FOLDER}{name}": held for name, held in (others | {"atop5_1ddyr.csv": text}).items()})


def spells(ties: pl.DataFrame, state: str, partner: str) -> list[tuple[object, ...]]:
    found = ties.filter((pl.col("state") == state) & (pl.col("partner") == partner))
    return found.select("kind", "since", "until", "ended").rows()


@pytest.mark.parametrize("path", RAW, ids=["own", "handed-on"])
def test_each_layout_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = atop.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == atop.SOURCE.part_of(path.name)


@pytest.mark.parametrize("path", RAW, ids=["own", "handed-on"])
def test_every_row_is_kept_refused_or_too_early(path: Path) -> None:
    reading = atop.read(path)
    assert reading.notes == ("1 rows of years before 1946 are not kept",)
    assert reading.rows_kept + reading.rejects.height + 1 == reading.rows_read


def test_refused_rows_take_nothing_with_them(tmp_path: Path) -> None:
    reading = atop.read(OWN)
    refused = set(reading.rejects["file_row"])
    lines = TEXT.splitlines(keepends=True)
    sound = b"".join(line for row, line in enumerate(lines, start=1) if row not in refused)
    assert len(refused) == 7
    alone = atop.read(saved(tmp_path, sound))
    assert alone.rejects.is_empty()
    assert alone.tables["ties"].drop("file_row").equals(reading.tables["ties"].drop("file_row"))


def test_a_gap_ends_a_tie_and_the_last_year_ends_the_source() -> None:
    ties = atop.read(OWN).tables["ties"]
    assert spells(ties, "KAZ", "CHN") == [
        ("consultation", dt.date(1999, 1, 1), dt.date(2001, 12, 31), "terminated"),
        ("defence", dt.date(1999, 1, 1), dt.date(2000, 12, 31), "terminated"),
        ("defence", dt.date(2003, 1, 1), dt.date(2003, 12, 31), "terminated"),
    ]
    assert spells(ties, "RUS", "KAZ") == [("neutrality", dt.date(2017, 1, 1), None, "source ended")]
    assert set(ties["as_of"]) == {dt.date(2018, 12, 31)}
    assert set(ties["ended"]) == {"terminated", "source ended"}


def test_what_one_owes_the_other_does_not_owe_back() -> None:
    ties = atop.read(OWN).tables["ties"]
    assert [kind for kind, *_ in spells(ties, "CHN", "KAZ")] == ["nonaggression", "offence"]


def test_one_state_under_two_numbers_keeps_its_tie_and_two_states_under_two_do_not() -> None:
    germany = spells(atop.read(OWN).tables["ties"], "DEU", "FRA")
    assert germany == [("defence", dt.date(1990, 1, 1), dt.date(1991, 12, 31), "terminated")]
    ties = atop.read(HANDED_ON).tables["ties"]
    assert {(state, until) for state, until in ties.select("state", "until").rows() if state != "USA"} == {
        ("CSK", dt.date(1992, 12, 31)),
        ("CZE", None),
    }


def test_packed_in_any_way_it_is_the_same(tmp_path: Path) -> None:
    pl.read_csv(HANDED_ON).write_parquet(tmp_path / "atop.parquet")
    handed_on = atop.read(HANDED_ON).tables["ties"]
    assert atop.read(tmp_path / "atop.parquet").tables["ties"].equals(handed_on)
    own = atop.read(OWN).tables["ties"]
    for name, text in (("atop.zip", packed(TEXT)), ("ddyr.csv.gz", gzip.compress(TEXT))):
        assert atop.read(saved(tmp_path, text, name)).tables["ties"].equals(own)


def test_the_publishers_archive_is_known_by_the_name_it_has_there() -> None:
    (remote,) = atop.SOURCE.remotes("https://example.org", lambda *_: None)
    assert atop.SOURCE.part_of(remote.file) == remote.part == "ddyr"
    assert atop.SOURCE.part_of("atop_4_01_member_level.csv.gz") is None


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (OWN, b"stateB", b"state2", "no column stateB"),
        (OWN, b",nonagg,", b",nonaggression,", "no column nonagg"),
        (OWN, b",year,", b",yr,", "no column year"),
        (OWN, b"noterm", b"remark", "not known: remark"),
        (HANDED_ON, b"atop_defense", b"atop_defence", "no column atop_defense"),
    ],
)
def test_a_renamed_column_stops(tmp_path: Path, path: Path, old: bytes, new: bytes, said: str) -> None:
    text = path.read_bytes()
    assert old in text
    with pytest.raises(SourceFormatError, match=said):
        atop.read(saved(tmp_path, text.replace(old, new, 1)))


@pytest.mark.parametrize("column", ["stateA", "year", "defense", "consul"])
def test_a_missing_column_stops(tmp_path: Path, column: str) -> None:
    pl.read_csv(OWN, infer_schema=False).drop(column).write_csv(tmp_path / OWN.name)
    with pytest.raises(SourceFormatError, match=f"no column {column}"):
        atop.read(tmp_path / OWN.name)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (TEXT[:-30], "ddyr.csv", "middle of its last row"),
        (packed(TEXT)[:-60], "atop.zip", "damaged or cut"),
        (gzip.compress(TEXT)[:-20], "ddyr.csv.gz", "damaged or cut"),
        (b"PAR1 and nothing", "ddyr.parquet", "damaged or cut"),
        (b"<!DOCTYPE html><p>busy", "ddyr.csv", "web page"),
        (b"<html>busy</html>", "atop.zip", "web page"),
        (archive({f"{FOLDER}atop5_1a.csv": TEXT}), "atop.zip", "holds 0 files"),
        (TEXT.splitlines(keepends=True)[0], "ddyr.csv", "a header and no row"),
        (b"", "ddyr.csv", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: bytes, name: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        atop.read(saved(tmp_path, text, name))


def test_a_file_of_refused_rows_alone(tmp_path: Path) -> None:
    lines = TEXT.splitlines(keepends=True)
    with pytest.raises(DataError, match="None of 1 rows can be used; the first is row 2, owes '999'"):
        atop.read(saved(tmp_path, lines[0] + lines[10]))


def test_refused_rows_stand_in_the_record(tmp_path: Path) -> None:
    (report,) = refresh(["atop"], from_dir=OWN, record=tmp_path / "r.duckdb")
    assert (report.rows_read, report.rows_kept, report.rows_rejected) == (19, 11, 7)
    with open_record(tmp_path / "r.duckdb") as record:
        refused = record.table("rejects").filter(pl.col("file_row") == 10)
        assert record.table("ties").height == 8
    assert refused.select("file", "column", "value", "reason").rows() == [
        (OWN.name, "owes", "705", "the state known under '705' did not exist in 1985")
    ]


def test_the_publishers_file(shared: Path) -> None:
    path = shared / "data" / "ties" / "atop_5_1_directed_dyad_year.parquet"
    reading = atop.read(path)
    check_columns(reading)
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (273_296, 258_832, 80)
    assert reading.notes == ("14,384 rows of years before 1946 are not kept",)
    assert reading.covered == (dt.date(1946, 1, 1), dt.date(2018, 12, 31))
    assert reading.rejects["reason"].str.contains(r"did not exist in \d{4}$").all()
    ties = reading.tables["ties"]
    since = {kind: first.year for kind, first, last, _ in spells(ties, "KAZ", "RUS") if last is None}
    assert since == {"defence": 1992, "consultation": 1992, "nonaggression": 1992, "neutrality": 2013}
    georgia = {kind: (last, ended) for kind, _, last, ended in spells(ties, "GEO", "RUS")}
    assert georgia["defence"] == (dt.date(2009, 12, 31), "terminated")
    assert georgia["nonaggression"] == (None, "source ended")
    assert ties.filter(pl.col("until") >= dt.date(2018, 1, 1)).is_empty()
    assert years_told(ties) == years_coded(path, set(reading.rejects["file_row"]))


def years_told(ties: pl.DataFrame) -> int:
    """Years of obligations in all spells."""
    last = pl.col("until").dt.year().fill_null(2018)
    return int(ties.select((last - pl.col("since").dt.year() + 1).sum()).item())


def years_coded(path: Path, refused: set[int]) -> int:
    """Years of obligations in the file; Germany and Yemen have two numbers each in the year 1990."""
    rows = pl.read_parquet(path).with_row_index("file_row", offset=2)
    rows = rows.filter((pl.col("year") >= 1946) & ~pl.col("file_row").is_in(list(refused)))
    once = pl.col("ccode1", "ccode2").replace({260: 255, 678: 679})
    cells = rows.with_columns(once).unpivot(
        on=[name for name in rows.columns if name.startswith("atop_")], index=["ccode1", "ccode2", "year"]
    )
    return cells.filter(pl.col("value") == 1).unique().height
