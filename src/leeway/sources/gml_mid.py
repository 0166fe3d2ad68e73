"""Militarised disputes by dyad and year: Gibler, Miller and Little's correction of the COW data."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import (
    cow,
    name_states,
    reading_of,
    refuse_repeats,
    since_1946,
    whole_numbers,
    years_of,
)
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, lying_at, named_like

DECLARATION = SourceDeclaration(
    id="gml-mid",
    publisher="Gibler, Miller and Little",
    title="GML militarised interstate disputes, directed dyadic dispute-years",
    licence="Free for research with citation",
    terms="https://svmiller.com/gml-mid-data/",
    pages=("https://svmiller.com/gml-mid-data/",),
    citation=(
        "Gibler, Douglas M., Steven V. Miller, and Erin K. Little (2016), An analysis of the Militarized"
        " Interstate Dispute (MID) dataset, 1816-2001, International Studies Quarterly 60(4): 719-730"
    ),
    covers="Threats, displays and uses of force between states 1816-2010. Not in it: anything after 2010.",
)

_KEPT = {
    "ccode1": "first",
    "ccode2": "second",
    "year": "year",
    "gmlmidonset": "onset",
    "hostlev1": "hostility",
}
_HEADERS = (
    Header("gml-ddy-disputes", {"dispnum": "dispute"} | _KEPT, None),
    Header("gml-ddy-disputes-dispnum3", {"dispnum3": "dispute"} | _KEPT, None),
)
_MEMBER = re.compile(r"(^|/)gml-ddy-disputes[^/]*\.csv$", re.IGNORECASE)
_UNKNOWN = -9


def read(path: Path) -> Reading:
    """Read ``gml-ddy-disputes-VERSION.csv``, or the same table as other packages hand it on.

    Raises
    ------
    DataError
        If the file is missing, damaged or holds no usable row.
    SourceFormatError
        If a column is missing.
    """
    layout, frame = read_frame(path, *_HEADERS, member=_MEMBER)
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "dispute", low=1, high=99_999)
    whole_numbers(sieve, "first", "second", low=1, high=999)
    whole_numbers(sieve, "year", low=1800, high=2100)
    whole_numbers(sieve, "onset", low=0, high=1)
    whole_numbers(sieve, "hostility", low=_UNKNOWN, high=5)
    sieve.refuse(
        pl.col("first") == pl.col("second"), "ccode2", "second", "a state has no dispute with itself"
    )
    refuse_repeats(sieve, ["dispute", "first", "second", "year"], "dispute")
    notes = since_1946(sieve)
    name_states(sieve, "first", "state", cow)
    name_states(sieve, "second", "partner", cow)
    known = pl.col("hostility").is_between(1, 5)
    disputes = sieve.rows.select(
        pl.col("dispute").cast(pl.Int32),
        "state",
        "partner",
        pl.col("year").cast(pl.Int16),
        (pl.col("onset") == 1).alias("onset"),
        pl.when(known).then("hostility").cast(pl.Int16).alias("hostility"),
        "file_row",
    )
    return reading_of(
        DECLARATION,
        "disputes",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"disputes": disputes},
        covered=years_of(sieve.rows),
        notes=notes,
    )


SOURCE = Source(
    declaration=DECLARATION,
    address="https://svmiller.com",
    part_of=named_like(disputes=r"^gml[-_](ddy-disputes|mid[-_]).*\.(csv|zip)"),
    read=read,
    remotes=lying_at(disputes="gml-mid-data/gml-mid-data-2.2.1.zip"),
)
