"""Yearly counts of ICEWS' events from one state to another 2002-2014, as the R package netify holds them.

One row a directed dyad and year, with counts of four classes. Which roots of CAMEO are in which class is
not said: whether statements (root 01) count as verbal cooperation in particular. A zero is a count: the pair
was coded and nothing was found. States that are not in the table at all (Turkey, Venezuela, Czechia, Serbia,
Taiwan and some twenty more) have no row, which is no zero.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from leeway.record.event_tables import EVENT_COUNTS
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import (
    iso3,
    name_states,
    named,
    reading_of,
    refuse_repeats,
    whole_numbers,
    years_of,
)
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, named_like, saved_by_hand

DECLARATION = SourceDeclaration(
    id="icews-dyad-year",
    publisher="netify (S. Minhas, C. Dorff and others), from ICEWS",
    title="ICEWS events by directed dyad and year 2002-2014",
    licence="GPL-3 for the package; ICEWS is CC0 1.0 at the Dataverse",
    terms="https://github.com/netify-dev/netify",
    pages=("https://github.com/netify-dev/netify",),
    citation=(
        "netify, data/icews.rda; Boschee et al. (2015), ICEWS Coded Event Data, Harvard Dataverse, "
        "doi:10.7910/DVN/28075"
    ),
    covers=(
        "Events between 152 states, by class and year. Not in it: Turkey, Venezuela, Czechia, Serbia, Taiwan "
        "and some twenty more, days, codes. Mirrored events are counted twice, as ICEWS writes them. The "
        "page holds data/icews.rda: its columns i to matlConf, saved as icews_dyad_year_2002_2014.csv, are "
        "read."
    ),
)

_QUADS = {
    "verbCoop": "verbal cooperation",
    "matlCoop": "material cooperation",
    "verbConf": "verbal conflict",
    "matlConf": "material conflict",
}
_HEADER = Header(
    "dyad-year",
    {
        "i": "actor_name",
        "j": "target_name",
        "i_iso3c": "actor_code",
        "j_iso3c": "target_code",
        "year": "year",
        **{column: column for column in _QUADS},
    },
)
_MOST = 10**6


def read(path: Path) -> Reading:
    """Read the table.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _HEADER)
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "year", low=1990, high=2100)
    for side, theirs in (("actor", "i"), ("target", "j")):
        name_states(sieve, f"{side}_code", side, iso3)
        name_states(sieve, f"{side}_name", "_named", named)
        other = pl.format("the code {} is another state's", f"{side}_code")
        sieve.refuse(pl.col("_named") != pl.col(side), theirs, f"{side}_name", other)
        sieve.rows = sieve.rows.drop("_named")
    sieve.refuse(pl.col("actor") == pl.col("target"), "j", "target_name", "i and j are the same state")
    whole_numbers(sieve, *_QUADS, low=0, high=_MOST)
    refuse_repeats(sieve, ["actor", "target", "year"], "target_name")
    counts = _counts(sieve.rows)
    silent = sieve.rows.filter(pl.sum_horizontal(*_QUADS) == 0).height
    return reading_of(
        DECLARATION,
        "counts",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"event_counts": counts},
        covered=years_of(sieve.rows),
        notes=(
            f"each row holds counts of four classes: {counts.height:,} rows of event_counts",
            f"rows with four zeros, kept as such: {silent:,}",
        ),
    )


def _counts(rows: pl.DataFrame) -> pl.DataFrame:
    """One row of ``event_counts`` a class."""
    long = rows.unpivot(
        on=list(_QUADS),
        index=["actor", "target", "year", "file_row"],
        variable_name="quad",
        value_name="count",
    )
    made = long.sort("file_row", maintain_order=True).with_columns(
        pl.lit(DECLARATION.id).alias("source"),
        pl.date(pl.col("year"), 1, 1).alias("period"),
        pl.lit("year").alias("period_kind"),
        pl.col("quad").replace_strict(_QUADS, return_dtype=pl.String),
        pl.lit("not said").alias("convention"),
        pl.col("count").cast(pl.Int32),
    )
    return made.select(name for name in EVENT_COUNTS.names if name != "load")


SOURCE = Source(
    declaration=DECLARATION,
    address="https://github.com",
    part_of=named_like(counts=r"^icews_dyad_year.*\.csv(\.gz)?$"),
    read=read,
    remotes=saved_by_hand(DECLARATION, name="icews_dyad_year_2002_2014.csv"),
)
