"""Georgia's exports and imports in all: months above each other, years beside each other, a year not over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.workbook_files import Cells, write_workbook

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import geostat
from leeway.sources.refresh import refresh

GOLDEN = Path(__file__).parent / "geostat" / "golden"
SHARED = (
    Path(__file__).parents[3] / "shared" / "data" / "trade" / "national" / "geostat_FTrade_1995_2024.xlsx"
)
NAME = "geostat_FTrade_invented.xlsx"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def column(first: float, told: int = 12) -> list[float | None]:
    """Months of a year that rise by a half, of which some are told."""
    return [first + month / 2 if month < told else None for month in range(12)]


def block(words: str, columns: Sequence[Sequence[float | str | None]]) -> Cells:
    """A total over its months."""
    total = [sum(cell for cell in one if isinstance(cell, int | float)) for one in columns]
    months = [[name, *(one[place] for one in columns)] for place, name in enumerate(MONTHS)]
    return [[words, *total], ["of which:"], *months]


def sheet(
    sold: Sequence[Sequence[float | str | None]],
    bought: Sequence[Sequence[float | str | None]],
    *,
    unit: str | None = "(Mill. USD)",
    years: Sequence[str | float] = (1995, 2023, "2024*"),
) -> list[Sequence[str | float | None]]:
    return [
        ["Georgian Exports and Imports in 1995-2024"],
        [None],
        [unit],
        [None, *years],
        *block("Total Exports", sold),
        [None],
        *block("Total Imports", bought),
        ["* Preliminary data."],
        ["Sources: LEPL Revenue Service of the Ministry of Finance of Georgia;"],
    ]


SOLD = [column(1), column(20), column(30, told=10)]
BOUGHT = [column(2.5), column(40), column(50, told=10)]
WHOLE = sheet(SOLD, BOUGHT)


def book(folder: Path, rows: Cells) -> Path:
    return write_workbook(folder / NAME, {"1995-2024": rows})


def flows(path: Path) -> pl.DataFrame:
    return geostat.read(path).tables["flows"]


def test_the_workbook_reads_as_the_golden_tables_say(tmp_path: Path) -> None:
    reading = geostat.read(book(tmp_path, WHOLE))
    check_columns(reading)
    check_golden(reading, GOLDEN, Path(NAME).stem)
    assert reading.part == geostat.SOURCE.part_of(NAME) == "totals"
    assert reading.covered == (dt.date(1995, 1, 1), dt.date(2024, 10, 31))


def test_a_year_that_is_not_over_is_a_part_of_a_year_of_as_many_months_as_are_told(tmp_path: Path) -> None:
    told = flows(book(tmp_path, WHOLE)).filter(pl.col("period_kind") != "month")
    rows = told.select("period", "period_kind", "months").iter_rows()
    found = {(day.year, kind, months) for day, kind, months in rows}
    assert found == {(1995, "year", 12), (2023, "year", 12), (2024, "part of a year", 10)}


def test_a_year_told_whole_and_by_month_is_told_both_ways_and_the_months_sum_to_it(tmp_path: Path) -> None:
    year, by_month = pl.col("period").dt.year().alias("year"), pl.col("period_kind") == "month"
    sums = (
        flows(book(tmp_path, WHOLE))
        .group_by("flow", year, by_month.alias("by_month"))
        .agg(pl.col("value").sum())
        .sort("flow", "year")
    )
    of_months, of_years = sums.filter("by_month"), sums.filter(~pl.col("by_month"))
    assert of_years.height == 6
    assert of_months.drop("by_month").equals(of_years.drop("by_month"))


def test_exports_and_imports_are_millions_of_dollars_and_have_no_partners(tmp_path: Path) -> None:
    told = flows(book(tmp_path, WHOLE))
    january = told.filter((pl.col("period") == dt.date(2023, 1, 1)) & (pl.col("period_kind") == "month"))
    assert january.select("flow", "value", "valuation").rows() == [
        ("export", 20_000_000.0, "FOB"),
        ("import", 40_000_000.0, "CIF"),
    ]
    assert set(told.select("partner", "scope").iter_rows()) == {("WLD", "world")}


@pytest.mark.parametrize("mark", ["-", "…", "...", None])
def test_a_cell_that_holds_no_value_is_no_month_of_the_year(tmp_path: Path, mark: str | None) -> None:
    reading = geostat.read(
        book(tmp_path, sheet([*SOLD[:1], [*column(20)[:6], *[mark] * 6], SOLD[2]], BOUGHT))
    )
    told = reading.tables["flows"].filter((pl.col("period").dt.year() == 2023) & (pl.col("flow") == "export"))
    assert told.filter(pl.col("period_kind") == "month").height == 6
    whole = told.filter(pl.col("period_kind") != "month")
    assert whole.select("period_kind", "months").rows() == [("part of a year", 6)]
    assert reading.notes == ("empty cells: 10, not kept",)


def test_a_total_of_which_no_month_is_told_is_refused(tmp_path: Path) -> None:
    bare: list[str | float | None] = [None] * 12
    rows = sheet([*SOLD[:2], bare], BOUGHT)
    rows[4] = [*rows[4][:3], 77]
    reading = geostat.read(book(tmp_path, rows))
    assert reading.rejects.select("file_row", "column", "reason").rows() == [
        (
            5,
            "2024-01-01 part of a year",
            "none of the year's months is told, so that nobody knows how much of it is",
        )
    ]
    told = reading.tables["flows"].filter((pl.col("period").dt.year() == 2024) & (pl.col("flow") == "export"))
    assert told.is_empty()


def test_values_that_cannot_be_used_are_refused_with_their_reasons(tmp_path: Path) -> None:
    sold: list[Sequence[float | str | None]] = [[-1.0, "n/a", *column(1)[2:]], *SOLD[1:]]
    rejects = geostat.read(book(tmp_path, sheet(sold, BOUGHT))).rejects
    assert rejects.select("file_row", "column", "value", "reason").rows() == [
        (7, "1995-01-01 month", "-1", "the value is negative"),
        (8, "1995-02-01 month", "n/a", "the value is no number"),
    ]


@pytest.mark.parametrize("unit", [None, "(Thsd. USD)", "(Mill. GEL)"])
def test_a_sheet_in_another_unit_or_in_none_stops(tmp_path: Path, unit: str | None) -> None:
    path = book(tmp_path, sheet(SOLD, BOUGHT, unit=unit))
    with pytest.raises(SourceFormatError, match="unit") as told:
        geostat.read(path)
    assert told.value.where == str(path)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Total Imports", "Imports, total", "No row of the sheet begins with 'Total Imports'"),
        ("August", "Aug.", "no row August under the row Total Exports"),
    ],
)
def test_a_row_that_is_missing_or_renamed_stops(tmp_path: Path, old: str, new: str, what: str) -> None:
    rows = [[new if cell == old else cell for cell in row] for row in WHOLE]
    with pytest.raises(SourceFormatError, match=what):
        geostat.read(book(tmp_path, rows))


def test_a_sheet_without_years_or_without_cells_stops(tmp_path: Path) -> None:
    for rows in ([["Georgian Exports"], ["(Mill. USD)"]], []):
        with pytest.raises(SourceFormatError, match="no row of years since 1995"):
            geostat.read(book(tmp_path, rows))


def test_a_cut_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, WHOLE)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match="damaged or cut"):
        geostat.read(path)


def test_loading_twice_changes_nothing_and_a_year_that_ends_takes_its_part_s_place(tmp_path: Path) -> None:
    record = tmp_path / "record.duckdb"
    path = book(tmp_path, WHOLE)
    (first,) = refresh(["geostat"], from_dir=path, record=record)
    with open_record(record) as opened:
        before = opened.table("flows")
    (again,) = refresh(["geostat"], from_dir=path, record=record)
    with open_record(record) as opened:
        after = opened.table("flows")
    assert (first.outcome, again.outcome) == ("loaded", "unchanged")
    assert after.equals(before)
    book(tmp_path, sheet([*SOLD[:2], column(30)], [*BOUGHT[:2], column(50)]))
    (amended,) = refresh(["geostat"], from_dir=path, record=record)
    with open_record(record) as opened:
        told = opened.table("flows").filter(pl.col("period_kind") != "month")
    assert amended.outcome == "amended"
    assert set(told["period_kind"]) == {"year"}


def test_nothing_is_fetched_and_the_page_is_told() -> None:
    said: list[tuple[str, str]] = []
    assert not list(geostat.SOURCE.remotes("https://geo.example", lambda *words: said.append(words)))
    assert geostat.DECLARATION.pages[0] in said[0][1]


@needs_shared
def test_the_workbook_at_hand_is_read_and_2024_is_no_whole_year() -> None:
    reading = geostat.read(SHARED)
    assert reading.rejects.is_empty()
    assert reading.notes == ("empty cells: 4, not kept",)
    told = reading.tables["flows"]
    whole = told.filter((pl.col("period_kind") == "year") & (pl.col("flow") == "export"))
    by_year = {day.year: value for day, value in whole.select("period", "value").iter_rows()}
    assert sorted(by_year) == list(range(1995, 2024))
    assert round(by_year[2023] / 1e6, 1) == 6086.4
    begun = told.filter((pl.col("period").dt.year() == 2024) & (pl.col("period_kind") != "month"))
    assert set(begun.select("period_kind", "months").iter_rows()) == {("part of a year", 10)}
    months = told.filter(
        (pl.col("period").dt.year() == 2023)
        & (pl.col("period_kind") == "month")
        & (pl.col("flow") == "export")
    )
    assert months["value"].sum() == pytest.approx(by_year[2023])
