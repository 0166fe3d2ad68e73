"""Leeway's own facts in the record: each with its status, and a broken one told with its line."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.ledger import facts
from leeway.record.store import open_record
from leeway.sources import atop, ledger
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "ledger"
SHIPPED = dict(ledger.SOURCE.ships()) if ledger.SOURCE.ships else {}
PARTS = ("memberships", "recognitions", "treaties")
ATOP = Path(__file__).parent / "atop" / "raw" / "atop5_1ddyr.csv"


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The invented facts in the place of Leeway's."""
    tables = (facts.memberships, facts.recognitions, facts.treaties)

    def read_table(file: str) -> Iterator[dict[str, str]]:
        yield from cells(HERE / "raw" / Path(file).name)

    monkeypatch.setattr(facts, "read_table", read_table)
    for table in tables:
        table.cache_clear()
    yield
    for table in tables:
        table.cache_clear()


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_row(folder: Path, part: str, row: str) -> Path:
    """The invented table with one more row, its last."""
    text = (HERE / "raw" / f"{part}.csv").read_text(encoding="utf-8")
    (folder / f"{part}.csv").write_text(f"{text}{row}\n", encoding="utf-8")
    return folder / f"{part}.csv"


@pytest.mark.parametrize("part", PARTS)
def test_each_table_reads_as_the_golden_tables_say(invented: None, part: str) -> None:
    reading = ledger.read(HERE / "raw" / f"{part}.csv")
    check_columns(reading)
    check_golden(reading, HERE / "golden", part)
    assert reading.part == part


def test_what_lasts_and_what_ended(invented: None) -> None:
    ties = ledger.read(HERE / "raw" / "memberships.csv").tables["ties"]
    told = {state: rest for state, *rest in ties.select("state", "until", "ended", "how").rows()}
    assert told["KAZ"] == [None, "still in force", None]
    assert told["GEO"] == [dt.date(2009, 8, 31), "terminated", "left"]
    treaties = ledger.read(HERE / "raw" / "treaties.csv").tables["ties"]
    ended = {tie: rest for tie, *rest in treaties.select("tie", "until", "ended", "how").rows()}
    assert ended["fra-gbr-invented"] == [dt.date(1960, 12, 31), "terminated", "expired"]
    assert ended["kaz-rus-invented"] == [None, "still in force", None]


def test_a_freeze_ends_nothing(invented: None) -> None:
    ties = ledger.read(HERE / "raw" / "memberships.csv").tables["ties"]
    frozen = ties.filter(pl.col("frozen_since").is_not_null())
    assert frozen.select("state", "frozen_since", "frozen_until", "until", "ended").rows() == [
        ("ARM", dt.date(2024, 3, 4), None, None, "still in force"),
        ("SYR", dt.date(2011, 11, 1), dt.date(2023, 5, 7), None, "still in force"),
    ]


def test_no_fact_ends_with_the_source() -> None:
    for part in ("memberships", "treaties"):
        ended = set(ledger.read(SHIPPED[part]).tables["ties"]["ended"])
        assert ended == {"terminated", "still in force"}


@pytest.mark.parametrize("part", PARTS)
def test_every_fact_keeps_its_status_source_and_day(part: str) -> None:
    reading = ledger.read(SHIPPED[part])
    check_columns(reading)
    rows = dict(enumerate(cells(SHIPPED[part]), start=2))
    (table,) = reading.tables.values()
    assert sorted(table["file_row"]) == list(rows)
    for line, status, cited, as_of in table.select("file_row", "status", "cited", "as_of").rows():
        row = rows[line]
        assert (status, cited, as_of.isoformat()) == (row["status"], row["source"], row["as_of"])
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (len(rows), len(rows), 0)


def test_doubtful_facts_stand_in_the_record_as_doubtful(tmp_path: Path) -> None:
    reports = refresh(["ledger"], record=tmp_path / "r.duckdb")
    assert [(report.part, report.outcome) for report in reports] == [(part, "loaded") for part in PARTS]
    written = {part: Counter(row["status"] for row in cells(SHIPPED[part])) for part in PARTS}
    for report in reports:
        counts = written[report.part]
        assert report.notes == tuple(
            f"{counts[status]} {status} facts are kept and enter no estimate"
            for status in ("suspect", "unverified")
        )
    with open_record(tmp_path / "r.duckdb") as record:
        recognitions = Counter(record.table("recognitions")["status"].cast(pl.String))
        ties = Counter(record.table("ties")["status"].cast(pl.String))
    assert recognitions == written["recognitions"]
    assert ties == written["memberships"] + written["treaties"]
    assert min(recognitions["suspect"], recognitions["unverified"], ties["suspect"], ties["unverified"]) > 0


def test_one_doubtful_fact_of_each_kind(invented: None, tmp_path: Path) -> None:
    refresh(["ledger"], record=tmp_path / "r.duckdb")
    with open_record(tmp_path / "r.duckdb") as record:
        kept = record.table("recognitions").select("entity", "state", "position", "status")
        ties = record.table("ties").select("state", "role", "status")
    assert ("XAB", "FRA", "withdrew", "suspect") in kept.rows()
    assert ("XKX", "BRA", "froze", "unverified") in kept.rows()
    assert ("ARM", "member", "suspect") in ties.rows()
    assert ("UKR", "partner", "unverified") in ties.rows()
    assert ("RUS", "base", "suspect") in ties.rows()
    assert ("CHN", "guarantee", "unverified") in ties.rows()


BROKEN = [
    ("memberships", "RURI,POL,member,2001-13,,,,,2026-01-31,found,Gazette,", "'2001-13' is not a date", 7),
    ("memberships", "RURI,POL,member,2001,,,,,soon,found,Gazette,", "'soon' is not a date", 7),
    ("memberships", "RURI,POL,member,2001,,,,,2026,found,Gazette,", "as_of '2026' is no day", 7),
    ("memberships", "RURI,POL,friend,2001,,,,,2026-01-31,found,Gazette,", "role 'friend' is none of", 7),
    ("memberships", "RURI,POL,member,2001,,,,,2026-01-31,sure,Gazette,", "status 'sure' is none of", 7),
    ("memberships", "RURI,XYZ,member,2001,,,,,2026-01-31,found,Gazette,", "'XYZ' is not the key", 7),
    ("memberships", "RURI,,member,2001,,,,,2026-01-31,found,Gazette,", "names no state", 7),
    (
        "memberships",
        "RURI,POL,member,2009-05,2008,left,,,2026-01-31,found,Gazette,",
        "ends on 2008, before it begins on 2009-05",
        7,
    ),
    ("memberships", "RURI,POL,member,2001", "more or fewer cells", 7),
    ("memberships", "RURI,POL,member,2001,,,,,2026-01-31,found,Gazette,a,b", "more or fewer cells", 7),
    ("recognitions", "XAB,POL,likes,2001,2026-01-31,found,Gazette,", "position 'likes' is none of", 6),
    ("recognitions", "XYZ,POL,recognises,2001,2026-01-31,found,Gazette,", "'XYZ' is not the key", 6),
    ("treaties", "one,Pact,alliance,KAZ RUS,2001,,,,2026-01-31,found,Gazette,", "kind 'alliance' is none", 6),
    ("treaties", "one,Pact,defence,KAZ XYZ,2001,,,,2026-01-31,found,Gazette,", "'XYZ' is not the key", 6),
    ("treaties", "one,Pact,defence,,2001,,,,2026-01-31,found,Gazette,", "names no parties", 6),
]


@pytest.mark.parametrize(("part", "row", "said", "line"), BROKEN)
def test_a_broken_fact_is_told_with_file_and_line(
    tmp_path: Path, part: str, row: str, said: str, line: int
) -> None:
    path = with_row(tmp_path, part, row)
    with pytest.raises(DataError, match=said) as caught:
        ledger.read(path)
    assert caught.value.where == f"{path}, line {line}"


def test_a_row_that_ends_in_the_year_it_begins_is_sound(invented: None, tmp_path: Path) -> None:
    path = with_row(tmp_path, "memberships", "RURI,POL,member,2008-05,2008,left,,,2026-01-31,found,Gazette,")
    assert ledger.read(path).part == "memberships"


@pytest.mark.parametrize(("part", "column"), [("memberships", "role"), ("treaties", "as_of")])
def test_a_missing_column_stops(tmp_path: Path, part: str, column: str) -> None:
    pl.read_csv(SHIPPED[part], infer_schema=False).drop(column).write_csv(tmp_path / f"{part}.csv")
    with pytest.raises(SourceFormatError, match=f"no column {column}"):
        ledger.read(tmp_path / f"{part}.csv")


def test_a_broken_ledger_leaves_the_others_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = with_row(tmp_path, "memberships", "RURI,POL,member,soon,,,,,2026-01-31,found,Gazette,")
    edited = dataclasses.replace(ledger.SOURCE, ships=lambda: {"memberships": broken})
    monkeypatch.setattr("leeway.sources.refresh.SOURCES", (edited, atop.SOURCE))
    failed, loaded = refresh(["ledger", "atop"], from_dir=ATOP, record=tmp_path / "r.duckdb")
    assert (failed.outcome, loaded.outcome) == ("failed", "loaded")
    assert f"'soon' is not a date. ({broken}, line 7)" in failed.notes[0]
