"""Formal alliances by dyad and year, from the Correlates of War project: a second opinion beside ATOP."""

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
    id="cow-alliances",
    publisher="Correlates of War Project",
    title="Formal Alliances, v4.1, directed dyad-years",
    licence="Free for research with citation",
    terms="https://correlatesofwar.org/data-sets/",
    pages=("https://correlatesofwar.org/data-sets/formal-alliances/",),
    citation="Gibler, Douglas M. (2009), International military alliances, 1648-2008, CQ Press",
    covers="Formal alliances 1816-2012. Not in it: anything after 2012.",
)

KINDS = {
    "defense": "defence",
    "neutrality": "neutrality",
    "nonaggression": "nonaggression",
    "entente": "entente",
}
"""The publisher's columns and the kinds of tie they stand for."""

_DAYS = ("dyad_st_day", "dyad_st_month", "dyad_st_year", "dyad_end_day", "dyad_end_month", "dyad_end_year")
_HEADERS = (
    Header(
        "alliance_v4.1_by_directed_yearly",
        {"ccode1": "owes", "ccode2": "owed", "year": "year", "version4id": "alliance"}
        | {name: name for name in KINDS},
        ("state_name1", "state_name2", *_DAYS, "left_censor", "right_censor", "asymmetric", "version"),
    ),
    Header(
        "peacesciencer",
        {
            "ccode1": "owes",
            "ccode2": "owed",
            "year": "year",
            "cow_defense": "defense",
            "cow_neutral": "neutrality",
            "cow_nonagg": "nonaggression",
            "cow_entente": "entente",
        },
    ),
)


def read(path: Path) -> Reading:
    """Read ``alliance_v4.1_by_directed_yearly.csv``, or the same table as other packages hand it on.

    The publisher has a row for each alliance; several of one pair and year are read as one, with every
    obligation that any of them holds.

    Raises
    ------
    DataError
        If the file is missing, damaged or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, *_HEADERS, member="directed_yearly.csv")
    if "alliance" not in frame.columns:
        frame = frame.with_columns(pl.lit("").alias("alliance"))
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "owes", "owed", low=1, high=999)
    whole_numbers(sieve, "year", low=1800, high=2100)
    whole_numbers(sieve, *KINDS, low=0, high=1)
    sieve.refuse(pl.col("owes") == pl.col("owed"), "ccode2", "owed", "a state owes itself nothing")
    refuse_repeats(sieve, ["owes", "owed", "year", "alliance"], "owed")
    notes = since_1946(sieve)
    name_states(sieve, "owes", "state", cow)
    name_states(sieve, "owed", "partner", cow)
    covered = years_of(sieve.rows)
    return reading_of(
        DECLARATION,
        "directed",
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
    index = ["state", "partner", "year", "file_row"]
    long = rows.unpivot(on=list(KINDS), index=index, variable_name="column", value_name="stands")
    kinds = long.filter(pl.col("stands") == 1).with_columns(
        pl.col("column").replace_strict(KINDS).alias("kind")
    )
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
    address="https://correlatesofwar.org",
    part_of=named_like(directed=r"^(alliance_v4\.1_by_directed_yearly|version4\.1_csv|cow_alliance_4_1)"),
    read=read,
    remotes=lying_at(directed="wp-content/uploads/version4.1_csv.zip"),
)
