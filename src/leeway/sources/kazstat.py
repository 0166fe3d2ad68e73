"""Kazakhstan's own book of trade by country, from its Bureau of National Statistics.

A workbook holds a year and the year before, in a sheet each (``12_2019`` or ``2021``). Only its own year is
kept, since the next workbook has it as the year before; the first workbook also gives the year before it.
Groups of countries stand among the countries: ``Страны ЕС`` is the Union as it was in that year.
"""

from __future__ import annotations

import re
from pathlib import Path

from leeway.errors import SourceFormatError
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.national import THOUSAND, in_russian, read_national, yearly
from leeway.sources.source import Source, saved_by_hand
from leeway.sources.workbooks import Rows, check_unit, read_sheets, row_with

DECLARATION = SourceDeclaration(
    id="kazstat",
    publisher="Bureau of National Statistics of Kazakhstan",
    title="Foreign trade of Kazakhstan by country",
    licence="Free with credit",
    terms="https://stat.gov.kz/en/",
    pages=("https://stat.gov.kz/en/industries/economy/foreign-market/publications/",),
    citation=(
        "Bureau of National Statistics of the Agency for Strategic Planning and Reforms of Kazakhstan, "
        "foreign trade by country"
    ),
    covers="Exports and imports by country and year since 2018, in thousand dollars.",
)

FIRST = 2019
"""Year of the first workbook that is laid out so."""

_FILE = re.compile(r"^kazstat_trade_by_country_(\d{4})\.xlsx?$")
_UNIT = r"тыс\w*\.? *дол"
_WHOLE = r"(за )?(январь ?[-–—] ?декабрь )?{year} ?(год|года|г\.?)"
_COLUMNS = {"экспорт": "export", "импорт": "import"}


def part_of(name: str) -> str | None:
    """The year of a workbook, by its name."""
    found = _FILE.match(name.lower())
    return found.group(1) if found else None


def read(path: Path) -> Reading:
    """Read a workbook.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If it has no sheet of its year, or the sheet is of fewer months, in another unit or laid out in
        another way.
    """
    year = int(str(part_of(path.name)))
    sheets = read_sheets(path)
    wanted = [year - 1, year] if year == FIRST else [year]
    cells = [cell for one in wanted for cell in _cells(sheets, one, path)]
    return read_national(
        DECLARATION,
        str(year),
        path,
        yearly(cells),
        reporter="KAZ",
        known=in_russian,
        times=THOUSAND,
        layout="by-country",
        cell=True,
    )


def _cells(sheets: dict[str, Rows], year: int, path: Path) -> list[tuple[int, str, str, int, str]]:
    name = next((one for one in (f"12_{year}", str(year)) if one in sheets), None)
    if name is None:
        raise SourceFormatError(
            f"The workbook has no sheet of the whole year {year}.",
            where=str(path),
            hint=f"Its sheets are {', '.join(sheets)}; a sheet of fewer months is no year.",
        )
    rows = sheets[name]
    head = row_with(rows, "Наименование", path)
    check_unit(rows[:head], _UNIT, path)
    said = [" ".join(cell.split()) for row in rows[:head] for cell in row if str(year) in cell]
    if not any(re.fullmatch(_WHOLE.format(year=year), text, re.IGNORECASE) for text in said):
        raise SourceFormatError(
            f"The sheet {name} does not say that it is of the whole year {year}.",
            where=str(path),
            hint=f"It says '{'; '.join(said)}'.",
        )
    columns = {
        _COLUMNS[text.strip().lower()]: place
        for place, text in enumerate(rows[head])
        if text.strip().lower() in _COLUMNS
    }
    if len(columns) != len(_COLUMNS):
        raise SourceFormatError(f"The sheet {name} has no columns of exports and imports.", where=str(path))
    return [
        (number, " ".join(row[0].split()), flow, year, row[place])
        for number, row in enumerate(rows[head + 2 :], start=head + 3)
        if any(cell.strip() for cell in row[1:])
        for flow, place in columns.items()
    ]


SOURCE = Source(
    declaration=DECLARATION,
    address="https://stat.gov.kz",
    part_of=part_of,
    read=read,
    remotes=saved_by_hand(DECLARATION, name="kazstat_trade_by_country_YEAR.xls"),
)
