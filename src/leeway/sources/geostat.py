"""Georgia's exports and imports in all, from its National Statistics Office: months and years since 1995.

Partners are not in it. A year of which months are missing stands in the file as a sum of those there are,
marked as preliminary: it is kept as part of a year.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import polars as pl

from leeway.errors import SourceFormatError
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.national import EMPTY, MILLION, in_english, read_national
from leeway.sources.source import Source, named_like, saved_by_hand
from leeway.sources.workbooks import Rows, check_unit, read_sheets, row_with

DECLARATION = SourceDeclaration(
    id="geostat",
    publisher="National Statistics Office of Georgia",
    title="Georgian exports and imports",
    licence="Free with credit",
    terms="https://www.geostat.ge/en/page/data-usage-terms",
    pages=("https://www.geostat.ge/en/modules/categories/637/export",),
    citation="National Statistics Office of Georgia, Georgian exports and imports",
    covers="Exports and imports in all by month since 1995, in million dollars. Not in it: partners.",
)

_HEADS = {"Total Exports": "export", "Total Imports": "import"}
_UNIT = r"mil\w*\.? *(usd|us dollars)"
_MONTHS = (
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


def read(path: Path) -> Reading:
    """Read the workbook.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If the sheet is in another unit or laid out in another way.
    """
    rows = next(iter(read_sheets(path).values()), [])
    head = next((place for place, row in enumerate(rows) if "1995" in row), None)
    if head is None:
        raise SourceFormatError("The first sheet has no row of years since 1995.", where=str(path))
    check_unit(rows[:head], _UNIT, path)
    years = [
        (place, int(text[:4])) for place, text in enumerate(rows[head]) if re.match(r"^(19|20)\d{2}", text)
    ]
    told = [cell for words, flow in _HEADS.items() for cell in _cells(rows, words, flow, years, path)]
    schema = {
        "file_row": pl.Int32,
        "flow": pl.String,
        "period": pl.Date,
        "months": pl.Int64,
        "period_kind": pl.String,
        "value": pl.String,
    }
    frame = pl.DataFrame(told, schema=schema, orient="row").with_columns(
        pl.lit("Total").alias("partner_name"),
        pl.lit(None, pl.String).alias("counted_by"),
        pl.format("{} {}", pl.col("period"), pl.col("period_kind")).alias("cell"),
    )
    return read_national(
        DECLARATION,
        "totals",
        path,
        frame,
        reporter="GEO",
        known=in_english,
        times=MILLION,
        layout="totals",
        cell=True,
    )


def _cells(
    rows: Rows, words: str, flow: str, years: list[tuple[int, int]], path: Path
) -> list[tuple[object, ...]]:
    """Months, and the year: whole where all its months are there."""
    top = row_with(rows, words, path)
    months = {
        row[0].strip(): (number, row)
        for number, row in enumerate(rows[top + 1 : top + 14], start=top + 2)
        if row[0].strip() in _MONTHS
    }
    if missing := [name for name in _MONTHS if name not in months]:
        raise SourceFormatError(
            f"There is no row {', '.join(missing)} under the row {words}.", where=str(path)
        )
    told: list[tuple[object, ...]] = []
    for place, year in years:
        there = 0
        for month, name in enumerate(_MONTHS, start=1):
            number, row = months[name]
            there += row[place].strip() not in EMPTY
            told.append((number, flow, dt.date(year, month, 1), 1, "month", row[place]))
        kind = "year" if there == 12 else "part of a year"
        told.append((top + 1, flow, dt.date(year, 1, 1), there, kind, rows[top][place]))
    return told


SOURCE = Source(
    declaration=DECLARATION,
    address="https://www.geostat.ge",
    part_of=named_like(totals=r"^(geostat_)?ftrade.*\.xlsx?$"),
    read=read,
    remotes=saved_by_hand(DECLARATION),
)
