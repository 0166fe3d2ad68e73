"""What codes of the Harmonized System stand for, and how those of one edition become those of another.

The names are UN Comtrade's; the tables between editions are the United Nations Statistics Division's: a
*correlation* says which codes share something, a *conversion* picks one code of the other edition for each. A
conversion that sends goods to a code with other goods in it is the publisher's choice, not a fact: see
`leeway.measures.goods.editions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from leeway.errors import SourceFormatError
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats
from leeway.sources.eu_listings import refuse_codes
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Remote, Source, Tell
from leeway.sources.workbooks import Rows, read_sheets

DECLARATION = SourceDeclaration(
    id="hs",
    publisher="United Nations Statistics Division",
    title="Harmonized System: names of codes, and tables between its editions",
    licence="Free with credit (tables between editions); PDDL (names)",
    terms="https://unstats.un.org/unsd/classifications/Econ",
    pages=(
        "https://unstats.un.org/unsd/classifications/Econ",
        "https://github.com/datasets/harmonized-system",
    ),
    citation="United Nations Statistics Division, HS conversion and correlation tables",
    covers="Codes of two, four and six digits of the edition of 2022; tables from 2022 and 2017 to others.",
)

_NAMES = Header(
    "names",
    {"hscode": "product", "description": "name", "parent": "parent", "level": "level"},
    ignored=("section",),
)
_TABLE = re.compile(r"^hs(\d{4})tohs(\d{4})conversionandcorrelationtables\.xlsx$")
_EDITION = re.compile(r"^\s*(?:From |To )?HS ?(\d{4})\s*$", re.IGNORECASE)
_BETWEEN = ((2022, 2017), (2022, 2012), (2022, 1992), (2017, 2012), (2017, 2007), (2017, 1992))


def part_of(name: str) -> str | None:
    """The table in a file, by its name.

    Examples
    --------
    >>> part_of("HS2022toHS2017ConversionAndCorrelationTables.xlsx")
    'HS2022-HS2017'
    """
    low = name.lower()
    if low.startswith(("hs_nomenclature", "harmonized-system")) and low.endswith(".csv"):
        return "names"
    found = _TABLE.match(low)
    return f"HS{found.group(1)}-HS{found.group(2)}" if found else None


def read(path: Path) -> Reading:
    """Read the names of codes, or a workbook between two editions.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If it is laid out in another way.
    """
    part = str(part_of(path.name))
    return _names(path) if part == "names" else _between(path, part)


def _names(path: Path) -> Reading:
    layout, frame = read_frame(path, _NAMES)
    sieve = Sieve(path.name, frame)
    refuse_codes(sieve, 2, 4, 6)
    refuse_repeats(sieve, ["product"], "product")
    products = sieve.rows.select(
        pl.lit(DECLARATION.id).alias("source"),
        pl.lit("HS2022").alias("revision"),
        "product",
        pl.col("product").str.len_chars().cast(pl.Int16).alias("digits"),
        "name",
        pl.col("parent").replace({"TOTAL": None, "": None}).alias("parent"),
        "file_row",
    )
    return reading_of(
        DECLARATION,
        "names",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"products": products},
        covered=(2022, 2022),
    )


def _between(path: Path, part: str) -> Reading:
    """Rows of the correlation, marked where the conversion takes that way."""
    sheets = read_sheets(path)
    first, second = part.split("-")
    correlation = _pairs(sheets, "correlation", (first, second), path)
    conversion = _pairs(sheets, "conversion", (first, second), path).select("from_product", "to_product")
    marked = correlation.join(
        conversion.with_columns(pl.lit(True).alias("converted")),
        on=["from_product", "to_product"],
        how="full",
        coalesce=True,
    ).with_columns(pl.col("converted").fill_null(False), pl.col("file_row").fill_null(0))
    sieve = Sieve(path.name, marked.sort("file_row", "from_product", "to_product"))
    for column in ("from_product", "to_product"):
        six = pl.col(column).str.contains(r"^\d{6}$")
        sieve.refuse(~six, column, column, "no code of six digits")
    refuse_repeats(sieve, ["from_product", "to_product"], "from_product")
    lone = sieve.rows.filter(pl.col("file_row") == 0).height
    year = int(first[2:])
    return reading_of(
        DECLARATION,
        part,
        path,
        layout="tables",
        read=marked.height,
        sieve=sieve,
        tables={
            "concordances": sieve.rows.select(
                pl.lit(first).alias("from_revision"),
                "from_product",
                pl.lit(second).alias("to_revision"),
                "to_product",
                "converted",
                pl.col("file_row").cast(pl.Int32),
            )
        },
        covered=(year, year),
        notes=[f"{lone} conversions go where no correlation does"] if lone else [],
    )


def _pairs(sheets: dict[str, Rows], what: str, editions: tuple[str, str], path: Path) -> pl.DataFrame:
    """Codes of two editions in the sheet of conversions or of correlations."""
    found = [rows for name, rows in sheets.items() if what in name.lower()]
    if len(found) != 1:
        raise SourceFormatError(
            f"The workbook has {len(found)} sheets of {what}s, not one.",
            where=str(path),
            hint=f"Its sheets are {', '.join(sheets)}.",
        )
    left, right = _columns(found[0], what, editions, path)
    told = [
        (place, row[left].strip(), row[right].strip())
        for place, row in enumerate(found[0], start=1)
        if len(row) > right and re.match(r"^\d", row[left].strip())
    ]
    frame = pl.DataFrame(
        told,
        schema={"file_row": pl.Int32, "from_product": pl.String, "to_product": pl.String},
        orient="row",
    )
    return frame.unique(["from_product", "to_product"], keep="first", maintain_order=True)


def _columns(rows: Rows, what: str, editions: tuple[str, str], path: Path) -> tuple[int, int]:
    """The places of the two editions: some sheets have an empty column between them."""
    for row in rows:
        told = {
            place: f"HS{name.group(1)}" for place, cell in enumerate(row) if (name := _EDITION.match(cell))
        }
        if len(told) == 2:
            if tuple(told.values()) != editions:
                raise SourceFormatError(
                    f"The sheet of {what}s is between {' and '.join(told.values())}, "
                    f"the file's name says {' and '.join(editions)}.",
                    where=str(path),
                    hint="Fetch the workbook again under the publisher's name.",
                )
            left, right = told
            return left, right
    raise SourceFormatError(
        f"No line of the sheet of {what}s names two editions of the Harmonized System.",
        where=str(path),
        hint="It should have a line such as 'HS 2022', 'HS 2017'.",
    )


def remotes(base: str, _: Tell) -> Iterable[Remote]:
    """The workbooks between editions. The names of codes lie elsewhere: see the page in the declaration."""
    for first, second in _BETWEEN:
        name = f"HS{first}toHS{second}ConversionAndCorrelationTables.xlsx"
        yield Remote(
            f"HS{first}-HS{second}",
            f"{base}/unsd/classifications/Econ/tables/HS{first}toHS{second}/{name}",
            name,
        )


SOURCE = Source(
    declaration=DECLARATION,
    address="https://unstats.un.org",
    part_of=part_of,
    read=read,
    remotes=remotes,
)
