"""Trade in goods of the members of the European Union, from Eurostat's Comext.

Three layouts are read: the monthly bulk files (`leeway.sources.comext_bulk`), workbooks of the Data Browser,
and such a workbook's cells as Parquet (`leeway.sources.comext_browser`). Both hold the same trade as it was
known on different days, so that rows of bulk files bear a source of their own.

``LEEWAY_COMEXT=2020-01:2024-12`` chooses the months that `refresh` fetches; by default those that the line
back-door reads around the listings of 2022. A month is 45 MB and takes half a minute.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from leeway.errors import QuestionError, SourceFormatError
from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of
from leeway.sources.comext_browser import read_cells
from leeway.sources.comext_bulk import read_bulk
from leeway.sources.flows import covered_by, flow_rows
from leeway.sources.source import Remote, Source, Tell

DECLARATION = SourceDeclaration(
    id="comext",
    publisher="Eurostat",
    title="Comext: EU trade since 1988 by HS2-4-6 and CN8 (DS-045409)",
    licence="Reuse free with credit (Commission Decision 2011/833/EU)",
    terms="https://commission.europa.eu/legal-notice_en",
    pages=(
        "https://ec.europa.eu/eurostat/databrowser/bulk?lang=en&selectedTab=fileComext",
        "https://ec.europa.eu/eurostat/databrowser/view/ds-045409",
    ),
    citation="Eurostat, Comext, EU trade since 1988 by HS2-4-6 and CN8 (DS-045409)",
    covers=(
        "Members' exports and imports by partner, code and month, in euro. Not in it: what members keep "
        "secret by code, and, in workbooks, whether an empty cell is no trade or a secret. LEEWAY_COMEXT "
        "says which months refresh fetches."
    ),
)

BULK = "comext-bulk"
"""Source of rows of bulk files."""

MONTHS = "2020-01:2023-12"
"""Months fetched unless others are named."""

FIRST_MONTH = 2002 * 12
"""Months since the year 0 of the first file."""

_MEGABYTES = 45

_BULK_FILE = re.compile(r"^full(?:_v2)?_?(\d{6})\.(7z|dat|csv)$", re.IGNORECASE)
_WORKBOOK = re.compile(
    r"^(?:eurostat_databrowser|ds-0\d+|estat_ds-0\d+)[^/]*?(\d{6,})[^/]*\.xlsx$", re.IGNORECASE
)
_CELLS = re.compile(r"^comext_(ds\d+)[^/]*\.parquet$", re.IGNORECASE)


def part_of(name: str) -> str | None:
    """The part that a file holds, by its name: a month of the bulk files, or one workbook.

    Examples
    --------
    >>> part_of("full_v2_202401.7z"), part_of("full202252.dat"), part_of("other.xlsx")
    ('bulk-202401', 'bulk-202252', None)
    """
    for prefix, pattern in (("bulk", _BULK_FILE), ("browser", _WORKBOOK), ("cells", _CELLS)):
        if found := pattern.match(name):
            return f"{prefix}-{found.group(1)}"
    return None


def read(path: Path) -> Reading:
    """Read a bulk file, a workbook of the Data Browser, or its cells as Parquet.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown, or a workbook is laid out in another way.
    """
    part = part_of(path.name)
    if part is None:
        raise SourceFormatError("The file's name says neither month nor workbook.", where=str(path))
    bulk = part.startswith("bulk")
    layout, rows, sieve, notes = read_bulk(path) if bulk else read_cells(path)
    export = pl.col("flow") == "export"
    flows = flow_rows(
        sieve.rows,
        BULK if bulk else DECLARATION.id,
        revision=pl.when(pl.col("product") == TOTAL).then(pl.lit("none")).otherwise(pl.lit("CN")),
        currency="EUR",
        valuation=pl.when(export).then(pl.lit("FOB")).otherwise(pl.lit("CIF")),
        counted_by=pl.when(export).then(pl.lit("destination")).otherwise(pl.lit("origin")),
    )
    return reading_of(
        DECLARATION,
        part,
        path,
        layout=layout,
        read=rows,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
        notes=notes,
    )


def months_wanted(named: str) -> list[str]:
    """Months to fetch, as the bulk files are named.

    Parameters
    ----------
    named : str
        ``2020-01:2022-12``, or one month.

    Raises
    ------
    QuestionError
        If the months cannot be understood, or end before they begin.

    Examples
    --------
    >>> months_wanted("2021-12:2022-02")
    ['202112', '202201', '202202']
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?::(\d{4})-(0[1-9]|1[0-2]))?", named.strip())
    first = last = 0
    if found is not None:
        begin_year, begin, end_year, end = found.groups()
        first = int(begin_year) * 12 + int(begin) - 1
        last = int(end_year or begin_year) * 12 + int(end or begin) - 1
    if not FIRST_MONTH <= first <= last:
        raise QuestionError(
            f"LEEWAY_COMEXT is '{named}': these are no months from 2002-01 on.",
            hint="Write one month, 2022-03, or the first and the last, 2020-01:2022-12.",
        )
    return [f"{number // 12}{number % 12 + 1:02d}" for number in range(first, last + 1)]


def remotes(base: str, tell: Tell) -> Iterator[Remote]:
    """The bulk file of each month wanted."""
    months = months_wanted(os.environ.get("LEEWAY_COMEXT") or MONTHS)
    tell(
        "comext",
        f"{len(months)} months from {months[0]} to {months[-1]}, about {len(months) * _MEGABYTES:,} MB; "
        "LEEWAY_COMEXT=2022-01:2022-12 chooses others",
    )
    folder = "eurostat/api/dissemination/files?file=comext%2FCOMEXT_DATA%2FPRODUCTS%2F"
    for month in months:
        name = f"full_v2_{month}.7z"
        yield Remote(f"bulk-{month}", f"{base}/{folder}{name}", name)


SOURCE = Source(
    declaration=DECLARATION,
    address="https://ec.europa.eu",
    part_of=part_of,
    read=read,
    remotes=remotes,
)
