"""Russia's own book of trade until it fell silent, from Rosstat (figures of the Federal Customs Service).

Two workbooks are read: by month with 29 partners, 2006-2021 (``96stran``), and by year with some members of
the Commonwealth of Independent States, 1994-2021 (``94itog``). They are kept under two sources, since they
are two tables: ``rosstat`` by month and ``rosstat-cis`` by year. After 2021 Russia publishes no trade by
partner.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import polars as pl

from leeway.errors import SourceFormatError
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.national import MILLION, in_russian, read_national, yearly
from leeway.sources.source import Source, named_like, saved_by_hand
from leeway.sources.workbooks import Rows, check_unit, read_sheets

DECLARATION = SourceDeclaration(
    id="rosstat",
    publisher="Rosstat; Federal Customs Service of Russia",
    title="Foreign trade of Russia by country",
    licence="Free with credit",
    terms="https://rosstat.gov.ru/",
    pages=("https://rosstat.gov.ru/statistics/vneshnyaya_torgovlya",),
    citation="Rosstat, foreign trade of the Russian Federation by country (figures of the FTS of Russia)",
    covers="29 partners by month 2006-2021, some CIS members by year 1994-2021, in million dollars.",
)

_UNIT = r"млн\.? *дол"
_SHEETS = {"Экспорт": "export", "Импорт": "import"}
_MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
_part_of = named_like(months=r"96stran.*\.xlsx?$", years=r"94itog.*\.xlsx?$")


def read(path: Path) -> Reading:
    """Read the workbook by month, or the one by year.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If the sheets are in another unit or laid out in another way.
    """
    part = str(_part_of(path.name))
    sheets = read_sheets(path)
    if part == "months":
        frame = pl.concat([_months(sheets, name, flow, path) for name, flow in _SHEETS.items()])
    else:
        years = {int(name): rows for name, rows in sheets.items() if re.fullmatch(r"\d{4}", name)}
        if not years:
            raise SourceFormatError(
                "The workbook has no sheet of a year.",
                where=str(path),
                hint=f"Its sheets are {', '.join(sheets)}.",
            )
        frame = yearly([cell for year, rows in years.items() for cell in _year(rows, year, path)])
    return read_national(
        DECLARATION,
        part,
        path,
        frame,
        reporter="RUS",
        known=in_russian,
        times=MILLION,
        layout=part,
        cell=True,
        named="rosstat" if part == "months" else "rosstat-cis",
    )


def _months(sheets: dict[str, Rows], name: str, flow: str, path: Path) -> pl.DataFrame:
    """One sheet by month: partners in the columns, a year above its months."""
    if name not in sheets:
        raise SourceFormatError(
            f"The workbook has no sheet {name}.", where=str(path), hint=f"Its sheets are {', '.join(sheets)}."
        )
    rows = sheets[name]
    head = next((place for place, row in enumerate(rows) if sum(map(bool, row)) > 20), None)
    if head is None:
        raise SourceFormatError(f"The sheet {name} names no partners.", where=str(path))
    check_unit(rows[:head], _UNIT, path)
    partners = [(place, " ".join(text.split())) for place, text in enumerate(rows[head]) if text.strip()]
    told: list[tuple[object, ...]] = []
    year = 0
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        label = row[0].strip()
        if label in _MONTHS and year:
            day = dt.date(year, _MONTHS.index(label) + 1, 1)
            told += [(number, partner, flow, row[place], day) for place, partner in partners]
        elif any(cell.strip() for cell in row[1:]):
            raise SourceFormatError(
                f"Row {number} of the sheet {name}, '{label}', is no month of a year.", where=str(path)
            )
        elif re.match(r"(19|20)\d{2}(?!\d)", label):
            year = int(label[:4])
    schema = {
        "file_row": pl.Int32,
        "partner_name": pl.String,
        "flow": pl.String,
        "value": pl.String,
        "period": pl.Date,
    }
    return pl.DataFrame(told, schema=schema, orient="row").with_columns(
        pl.lit(1).alias("months"),
        pl.lit("month").alias("period_kind"),
        pl.lit(None, pl.String).alias("counted_by"),
        pl.format("{} {}", pl.col("flow"), pl.col("partner_name")).alias("cell"),
    )


def _year(rows: Rows, year: int, path: Path) -> list[tuple[int, str, str, int, str]]:
    """The sheet of one year: exports above imports."""
    check_unit(rows, _UNIT, path)
    if not any(cell.strip() == str(year) for row in rows for cell in row[1:2]):
        raise SourceFormatError(f"The sheet {year} has no column of the whole year.", where=str(path))
    names = [row[0].strip() for row in rows]
    if missing := [name for name in _SHEETS if name not in names]:
        raise SourceFormatError(f"The sheet {year} has no row {', '.join(missing)}.", where=str(path))
    told: list[tuple[int, str, str, int, str]] = []
    flow = ""
    for number, row in enumerate(rows, start=1):
        name = row[0].strip()
        flow = _SHEETS.get(name, flow)
        if flow and (name or row[1].strip()):
            told.append((number, name, flow, year, row[1]))
    return told


SOURCE = Source(
    declaration=DECLARATION,
    address="https://rosstat.gov.ru",
    part_of=_part_of,
    read=read,
    remotes=saved_by_hand(DECLARATION),
)
