"""Uzbekistan's own book of trade by country, from its National Statistics Committee.

Two tables of its SDMX service, 1105 (exports) and 1176 (imports): one column a year, countries by their M49
codes, thousand dollars. Zero stands for less than fifty dollars as well as for none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.flows import by_code
from leeway.sources.frames import Header, read_frame
from leeway.sources.m49_codes import OWN
from leeway.sources.national import THOUSAND, read_national, yearly
from leeway.sources.source import Remote, Source, Tell, named_like

DECLARATION = SourceDeclaration(
    id="uzstat",
    publisher="National Statistics Committee of Uzbekistan",
    title="Exports and imports by country (SDMX 1105 and 1176)",
    licence="Free with credit",
    terms="https://stat.uz/en/",
    pages=("https://stat.uz/en/official-statistics/merchandise-trade",),
    citation="National Statistics Committee of the Republic of Uzbekistan, SDMX data 1105 and 1176",
    covers="Exports and imports by country and year since 2010, in thousand dollars.",
)

TABLES = {"exports": "1105", "imports": "1176"}
"""Numbers of the tables, by part."""

_TABLE = Header(
    "sdmx",
    {"Code": "code"},
    ignored=("Klassifikator", "Klassifikator_ru", "Klassifikator_en"),
    series=r"\d{4}",
)
_OF_UZSTAT = {"000": "NES"}
_part_of = named_like(**{part: rf"(^|_){number}.*\.csv$" for part, number in TABLES.items()})


def read(path: Path) -> Reading:
    """Read the table of exports or of imports.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    part = str(_part_of(path.name))
    _, frame = read_frame(path, _TABLE)
    years = [name for name in frame.columns if re.fullmatch(r"\d{4}", name)]
    cells = [
        (row["file_row"], row["code"], part.removesuffix("s"), int(year), row[year])
        for row in frame.iter_rows(named=True)
        for year in years
    ]
    return read_national(
        DECLARATION,
        part,
        path,
        yearly(cells),
        reporter="UZB",
        known=_known,
        times=THOUSAND,
        layout="sdmx",
        cell=True,
    )


def _known(code: str, day: dt.date) -> str | None:
    """The state or area with a code; no code is nobody, and not the code of all zeros."""
    return by_code("m49", OWN | _OF_UZSTAT)(code, day) if code.strip() else None


def remotes(base: str, _: Tell) -> Iterable[Remote]:
    """Both tables."""
    for part, number in TABLES.items():
        name = f"sdmx_data_{number}.csv"
        yield Remote(part, f"{base}/media/uploads/sdmx/{name}", f"uzstat_{number}.csv")


SOURCE = Source(
    declaration=DECLARATION,
    address="https://api.siat.stat.uz",
    part_of=_part_of,
    read=read,
    remotes=remotes,
)
