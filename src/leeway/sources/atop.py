"""Alliance obligations by dyad and year, from the Alliance Treaty Obligations and Provisions project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import (
    cow,
    fold_years,
    name_states,
    reading_of,
    refuse_repeats,
    since_1946,
    tie_rows,
    whole_numbers,
    years_of,
)
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, lying_at, named_like

DECLARATION = SourceDeclaration(
    id="atop",
    publisher="Alliance Treaty Obligations and Provisions Project",
    title="ATOP 5.1, directed dyad-years",
    licence="Free for research with citation",
    terms="https://www.atopdata.org/data.html",
    pages=("https://www.atopdata.org/data.html",),
    citation=(
        "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long (2002),"
        " Alliance Treaty Obligations and Provisions, 1815-1944, International Interactions 28: 237-260"
    ),
    covers="Obligations of alliances 1815-2018. Not in it: anything after 2018, and how far they are kept.",
)

KINDS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}
"""The publisher's columns and the kinds of tie they stand for."""

_OTHERS = ("ddyad", "atopally", "shareob", "asymm", "bilatno", "multino", "number", "transyr", "noterm",
           "version", *(f"atopid{number}" for number in range(1, 31)))  # fmt: skip
_HEADERS = (
    Header(
        "atop5_1ddyr",
        {"stateA": "owes", "stateB": "owed", "year": "year"} | {name: name for name in KINDS},
        _OTHERS,
    ),
    Header(
        "peacesciencer",
        {"ccode1": "owes", "ccode2": "owed", "year": "year"} | {f"atop_{name}": name for name in KINDS},
    ),
)


def read(path: Path) -> Reading:
    """Read ``atop5_1ddyr.csv``, or the same table as other packages hand it on.

    A row is a year of what the first state owes the second; years in a row with one obligation are folded
    into one tie.

    Raises
    ------
    DataError
        If the file is missing, damaged or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, *_HEADERS, member="ddyr.csv")
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "owes", "owed", low=1, high=999)
    whole_numbers(sieve, "year", low=1800, high=2100)
    whole_numbers(sieve, *KINDS, low=0, high=1)
    sieve.refuse(pl.col("owes") == pl.col("owed"), "owed", "owed", "a state owes itself nothing")
    refuse_repeats(sieve, ["owes", "owed", "year"], "owed")
    notes = since_1946(sieve)
    name_states(sieve, "owes", "state", cow)
    name_states(sieve, "owed", "partner", cow)
    covered = years_of(sieve.rows)
    return reading_of(
        DECLARATION,
        "ddyr",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"ties": _ties(sieve.rows, covered[1])},
        covered=covered,
        notes=notes,
    )


def _ties(rows: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """One tie a stretch of years with one obligation."""
    long = rows.unpivot(
        on=list(KINDS),
        index=["state", "partner", "year", "file_row"],
        variable_name="column",
        value_name="stands",
    ).filter(pl.col("stands") == 1)
    kinds = long.with_columns(pl.col("column").replace_strict(KINDS).alias("kind"))
    spells = fold_years(kinds, ["state", "partner", "kind"], last_year=last_year)
    return tie_rows(
        spells,
        DECLARATION.id,
        tie=pl.format("{}>{} {} {}", "state", "partner", "kind", "first"),
        parties=pl.concat_str("state", "partner", separator=" "),
        as_of=pl.lit(dt.date(last_year, 12, 31)),
        status="coded",
    )


SOURCE = Source(
    declaration=DECLARATION,
    address="https://www.atopdata.org",
    part_of=named_like(ddyr=r"^atop.*(ddyr|directed_dyad_year|csv_?\.zip$)"),
    read=read,
    remotes=lying_at(ddyr="uploads/6/9/1/3/69134503/atop_5.1__.csv_.zip"),
)
