"""Worlds of events in which it is known who broke with whom: counts by year, reports by day."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from numpy.typing import NDArray
from tests.measures.events.invented_reports import DECLARATION, REJECTED, Told, reports

from leeway.measures.events.classes import CLASSES, LineName
from leeway.measures.events.counts import PairCounts
from leeway.measures.events.estimate import make_tables, pair_rows
from leeway.measures.events.estimates import EventEstimates
from leeway.record.event_tables import EVENT_COUNTS, QUADS
from leeway.record.loading import load
from leeway.record.reading import Reading
from leeway.record.store import open_record

Doubles = NDArray[np.float64]
Quads = Mapping[str, Doubles]

STATES = ("ARM", "AZE", "BLR", "CHN", "DEU", "FRA", "GEO", "KAZ", "RUS", "TUR", "USA", "UZB")
YEARS = tuple(range(2002, 2015))
BROKE = "ARM", "UZB"
"""A small pair whose conflict, of either kind, grows twelvefold from `BREAK` on."""

BREAK = 2011
SIZE = 8.0
"""Size of the negative binomial that counts by year are drawn from, each way."""

OFTEN = {
    "verbal cooperation": 60.0,
    "material cooperation": 8.0,
    "verbal conflict": 14.0,
    "material conflict": 9.0,
}
YEARLY = "icews-dyad-year"

DAILY = "gdelt"
FEW = ("ARM", "DEU", "GEO", "KAZ", "RUS", "TUR", "USA", "UZB")
FIRST, LAST = dt.date(2021, 1, 12), dt.date(2022, 10, 18)
"""Days of the reports: in the middle of a month, and of a week."""

TURNED = "KAZ", "RUS"
"""The pair whose share of conflict grows with the week of `TURN`."""

TURN = dt.date(2022, 3, 7)
STRUCK = dt.date(2022, 9, 5)
"""On this day Kazakhstan acts against Russia; in the two weeks after, Turkey accuses Russia day by day."""

BY_DAY = {"040": 0.2, "061": 0.06, "112": 0.08, "190": 0.06, "010": 0.1}
"""Reports a day from any state to any other, by code: statements (010) belong to no line."""

CONFLICT = ("112", "190")


def at(state: str) -> int:
    """Place of a state in the counts by year."""
    return STATES.index(state)


def yearly(seed: int = 1) -> dict[str, Doubles]:
    """Counts by class, who acted, who was acted upon, and year: all grow by half over the years."""
    generator = np.random.default_rng(seed)
    busy = np.exp(generator.normal(0.0, 0.6, len(STATES)))
    world = np.linspace(1.0, 1.5, len(YEARS))
    later = np.array([year >= BREAK for year in YEARS])
    told = {}
    for quad, often in OFTEN.items():
        rate = often * busy[:, None, None] * busy[None, :, None] * world
        for one, other in (BROKE, BROKE[::-1]):
            own = 3.0 if "conflict" in quad else 10.0
            rate[at(one), at(other)] = own * world
            if "conflict" in quad:
                rate[at(one), at(other)] *= np.where(later, 12.0, 1.0)
        drawn = generator.negative_binomial(SIZE, SIZE / (SIZE + rate)).astype(np.float64)
        drawn[range(len(STATES)), range(len(STATES))] = 0.0
        told[quad] = drawn
    return told


def counts_by_year(told: Quads, source: str = YEARLY) -> pl.DataFrame:
    """Rows of ``event_counts``; zeros are no rows."""
    frames = []
    for quad, counts in told.items():
        one, other, period = np.nonzero(counts)
        frames.append(
            pl.DataFrame(
                {
                    "source": source,
                    "actor": np.array(STATES)[one],
                    "target": np.array(STATES)[other],
                    "period": [dt.date(YEARS[place], 1, 1) for place in period],
                    "period_kind": "year",
                    "quad": quad,
                    "convention": "not said",
                    "count": counts[one, other, period],
                }
            ).cast({"count": pl.Int32})
        )
    whole = pl.concat(frames).with_columns(pl.int_range(2, pl.len() + 2).cast(pl.Int32).alias("file_row"))
    assert set(whole["quad"]) <= set(QUADS)
    return whole.select(name for name in EVENT_COUNTS.names if name != "load")


def daily(seed: int = 2) -> list[Told]:
    """Reports of two years by day; a tenth of them are told twice."""
    generator = np.random.default_rng(seed)
    days = [FIRST + dt.timedelta(number) for number in range((LAST - FIRST).days + 1)]
    after = np.array([day >= TURN for day in days])
    found: list[Told] = []
    for actor in FEW:
        for target in FEW:
            if actor == target:
                continue
            for code, often in BY_DAY.items():
                rate = np.full(len(days), often)
                if code in CONFLICT and {actor, target} == set(TURNED):
                    rate = np.where(after, 6.0 * often, often)
                told = np.flatnonzero(generator.random(len(days)) < rate)
                found += [(days[place], actor, target, code) for place in told]
    found += [(STRUCK, "KAZ", "RUS", "172")] * 5
    found += [(STRUCK + dt.timedelta(number), "TUR", "RUS", "112") for number in range(1, 11)]
    return found + found[::10]


def reading(source: str, table: str, rows: pl.DataFrame) -> Reading:
    """A source's rows of one table, as a publisher's file would give them."""
    day = "day" if table == "reports" else "period"
    first, last = rows[day].min(), rows[day].max()
    assert isinstance(first, dt.date)
    assert isinstance(last, dt.date)
    if table == "event_counts":
        last = last.replace(month=12, day=31)
    return Reading(
        source=replace(DECLARATION, id=source),
        part=f"{table} of {rows['source'][0]}",
        file=f"{source}.csv",
        sha256=hashlib.sha256(rows.write_csv().encode()).hexdigest(),
        bytes=0,
        layout="invented",
        rows_read=rows.height,
        rows_kept=rows.height,
        tables={table: rows},
        rejects=pl.DataFrame(
            schema={name: pl.Int32 if name == "file_row" else pl.String for name in REJECTED}
        ),
        covered=(first, last),
    )


def as_record(path: Path, **tables: pl.DataFrame) -> Path:
    """A record with rows of ``reports``, ``event_counts`` or ``relations``; a load a source and table."""
    readings = []
    for name, rows in tables.items():
        kept = rows.drop("load") if "load" in rows.columns else rows
        readings += [
            reading(str(own["source"][0]), name, own)
            for own in kept.partition_by("source", maintain_order=True)
        ]
    load(readings, path)
    return path


def whole_record(path: Path) -> Path:
    """A record with counts by year and reports by day."""
    return as_record(path, event_counts=counts_by_year(yearly()), reports=reports(daily()))


def estimates_of(line: LineName, **tables: pl.DataFrame) -> EventEstimates:
    """A line on a record of these rows."""
    with TemporaryDirectory() as made:
        path = as_record(Path(made) / "record.duckdb", **tables)
        with open_record(path) as record:
            return EventEstimates(make_tables(line, record))


@cache
def both_lines() -> dict[str, EventEstimates]:
    """Words and deeds of both worlds, made once."""
    with TemporaryDirectory() as made, open_record(whole_record(Path(made) / "record.duckdb")) as record:
        return {line: EventEstimates(make_tables(line, record)) for line in CLASSES}


def pair_counts(line: LineName, told: Quads) -> PairCounts:
    """Counts by year of one line, as arrays."""
    days = tuple(dt.date(year, 1, 1) for year in YEARS)
    own = CLASSES[line]
    return PairCounts(YEARLY, "year", days, STATES, told[own.cooperation], told[own.conflict])


def rows_of(line: LineName, told: Quads) -> pl.DataFrame:
    """Rows of the table ``pairs`` of these counts."""
    return pair_rows(pair_counts(line, told))
