"""Kyrgyzstan's own book of trade by country, from its National Statistical Committee.

Tables 4.03.00.18 (exports) and 4.03.00.20 (imports), 1994 on, in thousand dollars, with names in three
languages. A dash is nothing recorded, and is not kept. Workbooks by oblast (4.03.00.24 and .25) name no
partner and are no trade by country.
"""

from __future__ import annotations

import re
from pathlib import Path

from leeway.errors import SourceFormatError
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.national import THOUSAND, in_english, read_national, yearly
from leeway.sources.source import Source, named_like, saved_by_hand
from leeway.sources.workbooks import check_unit, read_sheets

DECLARATION = SourceDeclaration(
    id="kyrgyzstat",
    publisher="National Statistical Committee of the Kyrgyz Republic",
    title="Geographical distribution of exports and imports of goods",
    licence="Free with credit",
    terms="https://www.stat.gov.kg/en/",
    pages=("https://www.stat.gov.kg/en/statistics/vneshneekonomicheskaya-deyatelnost/",),
    citation="National Statistical Committee of the Kyrgyz Republic, tables 4.03.00.18 and 4.03.00.20",
    covers="Exports and imports by country and year, 1994 to 2022, in thousand dollars.",
)

_ENGLISH = 2
_UNIT = r"thousand us dollars"
_YEAR = re.compile(r"((?:19|20)\d{2})(?: ?\d\)?|\*)?")
"""A year, and perhaps the mark of a footnote."""

_WAYS = {"export": "export", "import": "import"}


def read(path: Path) -> Reading:
    """Read the table of exports or of imports.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If it names no partner, is in another unit, or one of its columns is of a part of a year.
    """
    rows = next(iter(read_sheets(path).values()), [])
    title = rows[0][_ENGLISH].lower() if rows and len(rows[0]) > _ENGLISH else ""
    flow = next((way for word, way in _WAYS.items() if f"{word}s of goods" in title), None)
    head = next((place for place, row in enumerate(rows) if "1994" in row), None)
    if flow is None or head is None or "geographic" not in title:
        raise SourceFormatError(
            "This is no table of trade by country.",
            where=str(path),
            hint=f"It is called '{title}'.",
        )
    check_unit(rows[:head], _UNIT, path)
    years = _years(rows[head], path)
    cells = [
        (number, row[_ENGLISH].strip(), flow, year, row[place])
        for number, row in enumerate(rows[head + 1 :], start=head + 2)
        if any(row[place].strip() for place, _ in years)
        for place, year in years
    ]
    return read_national(
        DECLARATION,
        f"{flow}s",
        path,
        yearly(cells),
        reporter="KGZ",
        known=in_english,
        times=THOUSAND,
        layout="by-country",
        cell=True,
    )


def _years(head: list[str], path: Path) -> list[tuple[int, int]]:
    """Places of the columns of values, and their years."""
    years = []
    for place, text in enumerate(head):
        if place > _ENGLISH and text.strip():
            found = _YEAR.fullmatch(" ".join(text.split()))
            if found is None:
                raise SourceFormatError(f"The column '{text}' is of no whole year.", where=str(path))
            years.append((place, int(found.group(1))))
    return years


SOURCE = Source(
    declaration=DECLARATION,
    address="https://www.stat.gov.kg",
    part_of=named_like(
        exports=r"^(kyrgyzstat_)?4\.03\.00\.18.*\.xlsx?$", imports=r"^(kyrgyzstat_)?4\.03\.00\.20.*\.xlsx?$"
    ),
    read=read,
    remotes=saved_by_hand(DECLARATION),
)
