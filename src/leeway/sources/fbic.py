"""Formal bilateral influence capacity of one state in another, from the Pardee Institute.

Three generations of the table are read: the publisher's own, one row a pair and year; the release of 2021
with two influencers, China and Russia, side by side in a row; and China's column of the release of 2023.
Releases are smoothed and scaled anew each time, so each keeps its name and none is mixed with another.

What looks like a figure and is none is refused, by three rules:

* A receiver that did not exist in the year has none.
* Until 1991 the republics of the Soviet Union carry its numbers: a row of theirs that equals Russia's in all
  components is a copy.
* In 1992 and 1993 some of these states have an economic dependence of exactly 0 and so an index of 0, between
  large values before and after: there are no figures of their trade yet. Such zeros are missing data.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import (
    iso3,
    name_states,
    numbers,
    reading_of,
    refuse_repeats,
    whole_numbers,
    years_of,
)
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, named_like, saved_by_hand
from leeway.states import spells

DECLARATION = SourceDeclaration(
    id="fbic",
    publisher="Frederick S. Pardee Institute for International Futures",
    title="Formal Bilateral Influence Capacity Index",
    licence="Free download; terms of reuse not found",
    terms="https://korbel.du.edu/pardee/content/formal-bilateral-influence-capacity",
    pages=("https://korbel.du.edu/pardee/content/formal-bilateral-influence-capacity",),
    citation=(
        "Moyer, Jonathan D., Tim Sweijs, Mathew J. Burrows, and Hugo Van Manen (2018), Power and Influence"
        " in a Globalized World, Atlantic Council"
    ),
    covers=(
        "The index and its components 1960-2020 or later, by release. Not in it: Taiwan and Palestine, and"
        " anything informal. The file has no fixed address: save it by hand and use --from DIR."
    ),
)

COMPONENTS = {
    "economic_bandwidth": "econb",
    "economic_dependence": "econd",
    "political_bandwidth": "polb",
    "security_bandwidth": "secb",
    "security_dependence": "secd",
}
"""Components in the record, and the beginnings of their columns in the release of 2021."""

INFLUENCERS = {"chn": "CHN", "rus": "RUS"}
"""Endings of columns in the release of 2021, and whose influence they hold."""

_FIGURES = ("index", *COMPONENTS)
_DYADS = Header(
    "dyads",
    {"iso3a": "influencer_code", "iso3b": "receiver_code", "year": "year", "fbic": "index"}
    | {name.replace("_", ""): name for name in COMPONENTS},
    ignored=None,
)
_PAIR = Header(
    "influencers-2021",
    {"iso3": "receiver_code", "year": "year"}
    | {
        f"{figure}_{who}": f"{figure}_{who}"
        for figure in ("fbic", *COMPONENTS.values())
        for who in INFLUENCERS
    },
    ignored=("receiver",),
)
_CHINA = Header(
    "china-2023",
    {"iso3c": "receiver_code", "year": "year", "fbic": "index"},
    ignored=(
        "country", "bandwidth", "delta_fbic", "west_1_fbic", "west_1_bandwidth", "west_2_fbic",
        "west_2_bandwidth", "freedom", "internet", "regime", "region", "gdppc", "gdppc_log", "rents", "oil",
        "gas", "oda", "consolidated_democracy",
    ),
)  # fmt: skip
_PARTS = {"PWB": "the West Bank alone", "PGZ": "Gaza alone"}
_LAST_COPY = 1991
_NO_TRADE_DATA = (1992, 1993)


def read(path: Path) -> Reading:
    """Read a table of the index.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _PAIR, _CHINA, _DYADS)
    sieve = Sieve(path.name, _long(layout, frame), cell="cell" if layout == _PAIR.name else None)
    read_in = sieve.rows.height
    notes = []
    if read_in != frame.height:
        notes.append(f"{frame.height:,} rows of the file hold {read_in:,} values, which are what is counted")
    whole_numbers(sieve, "year", low=1946, high=2100)
    numbers(sieve, "index", low=0, high=1)
    numbers(sieve, *COMPONENTS, low=0, high=10)
    sieve.rows = sieve.rows.with_columns(pl.col(_FIGURES).round(6))
    notes += _leave_out_uncoded(sieve)
    part = pl.col("receiver_code").replace_strict(_PARTS, default=None)
    sieve.refuse(part.is_not_null(), "receiver", "receiver_code", pl.format("no state: {}", part))
    name_states(sieve, "influencer_code", "influencer", iso3)
    name_states(sieve, "receiver_code", "receiver", iso3)
    sieve.refuse(
        pl.col("influencer") == pl.col("receiver"), "receiver", "receiver_code", "a state and itself"
    )
    refuse_repeats(sieve, ["influencer", "receiver", "year"], "receiver")
    _refuse_copies(sieve)
    _refuse_no_trade_data(sieve)
    covered = years_of(sieve.rows)
    release = f"{layout}-{covered[1]}" if layout == _DYADS.name else layout
    return reading_of(
        DECLARATION,
        layout,
        path,
        layout=layout,
        read=read_in,
        sieve=sieve,
        tables={"influence": _influence(sieve.rows, release)},
        covered=covered,
        notes=notes,
    )


def _long(layout: str, frame: pl.DataFrame) -> pl.DataFrame:
    """One row an influencer, receiver and year, whatever the layout; absent figures are ''."""
    if layout == _PAIR.name:
        sides = [
            frame.select(
                "file_row",
                "receiver_code",
                "year",
                pl.lit(code).alias("influencer_code"),
                pl.lit(f"fbic_{who}").alias("cell"),
                pl.col(f"fbic_{who}").alias("index"),
                *(pl.col(f"{theirs}_{who}").alias(ours) for ours, theirs in COMPONENTS.items()),
            )
            for who, code in INFLUENCERS.items()
        ]
        return pl.concat(sides).sort("file_row", maintain_order=True)
    if layout == _CHINA.name:
        absent = (pl.lit("").alias(name) for name in COMPONENTS)
        return frame.with_columns(pl.lit("CHN").alias("influencer_code"), *absent)
    return frame


def _leave_out_uncoded(sieve: Sieve) -> list[str]:
    """Leave out pairs of which the publisher gives no index; a note that counts them."""
    uncoded = sieve.rows.filter(pl.col("index").is_null()).height
    sieve.rows = sieve.rows.filter(pl.col("index").is_not_null())
    return [f"values left empty, of which the index was not coded: {uncoded:,}"] if uncoded else []


@cache
def _republics() -> tuple[str, ...]:
    """States that came from the Soviet Union, which Russia continues."""
    return tuple(key for spell in spells() if spell.id == "SUN" for key in spell.successor if key != "RUS")


def _refuse_copies(sieve: Sieve) -> None:
    """Refuse rows of republics of the Soviet Union that repeat its numbers."""
    key = ["influencer", "year"]
    theirs = sieve.rows.filter(pl.col("receiver") == "RUS").select(*key, pl.struct(_FIGURES).alias("_soviet"))
    sieve.rows = sieve.rows.join(theirs, on=key, how="left", maintain_order="left")
    copied = pl.struct(_FIGURES) == pl.col("_soviet")
    soviet = pl.col("receiver").is_in(_republics()) & (pl.col("year") <= _LAST_COPY)
    reason = f"repeats the numbers of the Soviet Union, as its republics do until {_LAST_COPY}"
    sieve.refuse(soviet & copied.fill_null(False), "fbic", "index", reason)
    sieve.rows = sieve.rows.drop("_soviet")


def _refuse_no_trade_data(sieve: Sieve) -> None:
    """Refuse zeros of states that came from the Soviet Union while there were no figures of their trade."""
    zero = (pl.col("index") == 0) & (pl.col("economic_dependence") == 0)
    young = pl.col("receiver").is_in(_republics()) & pl.col("year").is_in(_NO_TRADE_DATA)
    reason = "no figures of trade: the zero of a young state in 1992-1993 is missing data"
    sieve.refuse((zero & young).fill_null(False), "fbic", "index", reason)


def _influence(rows: pl.DataFrame, release: str) -> pl.DataFrame:
    return rows.select(
        "influencer",
        "receiver",
        pl.col("year").cast(pl.Int16),
        pl.lit(release).alias("release"),
        "index",
        "economic_bandwidth",
        "political_bandwidth",
        "security_bandwidth",
        "economic_dependence",
        "security_dependence",
        "file_row",
    )


SOURCE = Source(
    declaration=DECLARATION,
    address="https://korbel.du.edu",
    part_of=named_like(
        **{
            _PAIR.name: r"^fbic_china_russia_influencers.*\.csv",
            _CHINA.name: r"^fbic_china_west_receivers.*\.csv",
            _DYADS.name: r"^fbic(?!_china).*\.csv",
        }
    ),
    read=read,
    remotes=saved_by_hand(DECLARATION),
)
