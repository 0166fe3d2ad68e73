"""Who counts as a state and when, in the Correlates of War list of the state system."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats, whole_numbers, years_of
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, lying_at, named_like
from leeway.states import by_cow

DECLARATION = SourceDeclaration(
    id="cow-system",
    publisher="Correlates of War Project",
    title="State System Membership, v2016",
    licence="Free for research with citation",
    terms="https://correlatesofwar.org/data-sets/",
    pages=("https://correlatesofwar.org/data-sets/state-system-membership/",),
    citation='Correlates of War Project, 2017, "State System Membership List, v2016"',
    covers="Members of the state system 1816-2016. Not in it: changes after 2016.",
)

_DATE = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")
_HEADER = Header(
    "states2016", {name: name for name in ("ccode", "statenme", *_DATE)}, ignored=("stateabb", "version")
)
_FIRST = 1816
_YEARS = 1945
"""Before it only the last holder of a number is told."""


def read(path: Path) -> Reading:
    """Read ``states2016.csv``.

    Raises
    ------
    DataError
        If the file is missing, damaged or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _HEADER)
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "ccode", low=1, high=999)
    whole_numbers(sieve, "styear", "endyear", low=_FIRST, high=2100)
    whole_numbers(sieve, "stmonth", "endmonth", low=1, high=12)
    whole_numbers(sieve, "stday", "endday", low=1, high=31)
    for name, parts in (("since", _DATE[:3]), ("until", _DATE[3:])):
        written = pl.format("{}-{}-{}", *(pl.col(part).cast(pl.String).str.zfill(2) for part in parts))
        sieve.rows = sieve.rows.with_columns(written.str.to_date(strict=False).alias(name))
        sieve.refuse(pl.col(name).is_null(), parts[0], written, "there is no such day")
    sieve.refuse(pl.col("until") < pl.col("since"), "endyear", "endyear", "the spell ends before it begins")
    refuse_repeats(sieve, ["ccode", "since"], "ccode")
    spells = _by_state(sieve.rows)
    nameless = spells.filter(pl.col("state").is_null() & (pl.col("until") >= dt.date(1946, 1, 1)))
    lost = pl.col("file_row").is_in(nameless["file_row"].to_list())
    unknown = pl.format("no state is known under '{}'", pl.col("ccode").cast(pl.String))
    sieve.refuse(lost, "ccode", "ccode", unknown)
    members = spells.join(sieve.rows, on="file_row", how="semi", maintain_order="left").select(
        pl.lit("COW").alias("system"),
        pl.col("ccode").cast(pl.Int32).alias("number"),
        "state",
        pl.col("statenme").alias("name"),
        "since",
        "until",
        "file_row",
    )
    return reading_of(
        DECLARATION,
        "members",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"system_members": members},
        covered=(_FIRST, years_of(sieve.rows, "endyear")[1]),
    )


def _by_state(spells: pl.DataFrame) -> pl.DataFrame:
    """Spells with their state; a number that passes from state to state does so at a turn of the year.

    The project's other files have one row a year, and who holds the number in its middle has the whole of it.
    """
    parts: list[dict[str, Any]] = []
    for row in spells.iter_rows(named=True):
        number, since, until = row["ccode"], row["since"], row["until"]
        begins = [
            since,
            *(dt.date(year, 1, 1) for year in range(max(since.year, _YEARS) + 1, until.year + 1)),
        ]
        held: list[dict[str, Any]] = []
        for begin in begins:
            key = by_cow(number, min(max(begin, dt.date(begin.year, 7, 1)), until))
            if not held or held[-1]["state"] != key:
                held.append(row | {"state": key, "since": begin})
        for part, later in zip(held, [*held[1:], None], strict=True):
            part["until"] = until if later is None else later["since"] - dt.timedelta(days=1)
        parts += held
    return pl.DataFrame(parts, schema=spells.schema | {"state": pl.String})


SOURCE = Source(
    declaration=DECLARATION,
    address="https://correlatesofwar.org",
    part_of=named_like(members=r"^(states2016|cow_states_2016).*\.csv"),
    read=read,
    remotes=lying_at(members="wp-content/uploads/states2016.csv"),
)
