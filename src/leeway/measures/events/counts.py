"""Events of all pairs in time, source by source, as arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import DataError
from leeway.measures.events.classes import PARTIAL, Classes
from leeway.measures.events.pair_months import events_of, pair_periods

Doubles = NDArray[np.float64]
PeriodKind = Literal["month", "year"]

FEWEST_PERIODS = 4
"""Periods that a source must tell: fewer have no past that they could be held against."""

YEARS_IN: dict[PeriodKind, float] = {"month": 1.0 / 12.0, "year": 1.0}
"""Length of a period in years."""


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Events of one source and line.

    Attributes
    ----------
    source : str
    kind : {'month', 'year'}
    periods : tuple of date, length T
        First days, without holes.
    states : tuple of str, length S
        By key.
    cooperation, conflict : ndarray, shape (S, S, T)
        Events by who acted and who was acted upon; half of a mutual event stands at either place.
    """

    source: str
    kind: PeriodKind
    periods: tuple[dt.date, ...]
    states: tuple[str, ...]
    cooperation: Doubles
    conflict: Doubles


def counts_of(engine: Any, classes: Classes) -> list[PairCounts]:
    """Events of one line from every source that tells pairs in time.

    Parameters
    ----------
    engine : leeway.measures.backends.opening.Engine
    classes : Classes

    Returns
    -------
    list of PairCounts
        By source. Months without any event of a source are holes, and its longest stretch
        without one is kept.
    """
    found: list[PairCounts] = []
    for kind, rows in _told(engine):
        wanted = rows.filter(
            pl.col("quad").is_in([classes.cooperation, classes.conflict]), ~pl.col("source").is_in(PARTIAL)
        )
        days = rows.group_by("source").agg(pl.col("period").unique().sort()).sort("source")
        for source, periods in days.iter_rows():
            stretch = longest_stretch(periods, kind)
            own = wanted.filter(pl.col("source") == source, pl.col("period").is_in(list(stretch)))
            if len(stretch) >= FEWEST_PERIODS and own.height:
                found.append(_arrays(own, source, kind, stretch, classes))
    return found


def _told(engine: Any) -> list[tuple[PeriodKind, pl.DataFrame]]:
    """Rows of both kinds; an engine other than the record may have one of the two tables alone."""
    found: list[tuple[PeriodKind, pl.DataFrame]] = []
    lacking: list[DataError] = []
    readers: tuple[tuple[PeriodKind, Callable[[Any], pl.DataFrame]], ...] = (
        ("year", published_counts),
        ("month", counted_events),
    )
    for kind, read in readers:
        try:
            found.append((kind, read(engine)))
        except DataError as error:
            lacking.append(error)
    if not found:
        raise lacking[-1]
    return found


def published_counts(engine: Any) -> pl.DataFrame:
    """Counts by year as publishers made them: ``source, period, actor, target, quad, mutual, events``."""
    counts = engine.table("event_counts")
    rows = counts.filter(counts.period_kind == "year")
    return _plain(
        engine.run(
            rows.select(
                "source",
                "period",
                "actor",
                "target",
                "quad",
                mutual=rows.actor == rows.target,
                events="count",
            )
        )
    )


def counted_events(engine: Any) -> pl.DataFrame:
    """Events by whole month, counted here: columns as in `published_counts`."""
    events = events_of(engine)
    rows = _plain(engine.run(pair_periods(events, "month").drop("reports")))
    days = engine.run(events.select("source", "day").distinct()).with_columns(pl.col("day").cast(pl.Date))
    return rows.join(whole_months(days), on=["source", "period"], how="semi")


def whole_months(days: pl.DataFrame) -> pl.DataFrame:
    """Months that sources tell from the first day to the last, as far as their days with events say.

    Parameters
    ----------
    days : polars.DataFrame
        ``source, day``: days on which a source tells anything of anybody.

    Returns
    -------
    polars.DataFrame
        ``source, period``. A source's first and last month must be told to their ends; any month must have
        at least half as many days as the source's middle month, since files of some days may be missing.
    """
    month = pl.col("day").dt.truncate("1mo")
    spans = days.group_by("source").agg(pl.col("day").min().alias("first"), pl.col("day").max().alias("last"))
    told = days.group_by("source", month.alias("period")).agg(pl.col("day").n_unique().alias("days"))
    usual = told.group_by("source").agg(pl.col("days").median().alias("usual"))
    both = told.join(spans, on="source").join(usual, on="source")
    ends = (pl.col("first") <= pl.col("period")) & (pl.col("last") >= pl.col("period").dt.month_end())
    return both.filter(ends, pl.col("days") >= 0.5 * pl.col("usual")).select("source", "period")


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("events").cast(pl.Float64), pl.col("period").cast(pl.Date))


def longest_stretch(periods: list[dt.date], kind: PeriodKind) -> tuple[dt.date, ...]:
    """The longest run of periods without a hole; of two as long the later.

    Examples
    --------
    >>> day = dt.date.fromisoformat
    >>> told = longest_stretch([day("2004-01-01"), day("2022-01-01"), day("2022-02-01")], "month")
    >>> [str(one) for one in told]
    ['2022-01-01', '2022-02-01']
    """
    months = {"month": 1, "year": 12}[kind]
    best: list[dt.date] = []
    run: list[dt.date] = []
    for day in periods:
        follows = run and (day.year - run[-1].year) * 12 + day.month - run[-1].month == months
        run = [*run, day] if follows else [day]
        best = run if len(run) >= len(best) else best
    return tuple(best)


def _arrays(
    rows: pl.DataFrame, source: str, kind: PeriodKind, periods: tuple[dt.date, ...], classes: Classes
) -> PairCounts:
    states = tuple(sorted({*rows["actor"].unique(), *rows["target"].unique()}))
    place = {state: number for number, state in enumerate(states)}
    when = {day: number for number, day in enumerate(periods)}
    shape = (len(states), len(states), len(periods))

    def of(quad: str) -> Doubles:
        told = rows.filter(pl.col("quad") == quad)
        actor = told["actor"].replace_strict(place, return_dtype=pl.Int64).to_numpy()
        target = told["target"].replace_strict(place, return_dtype=pl.Int64).to_numpy()
        period = told["period"].replace_strict(when, return_dtype=pl.Int64).to_numpy()
        both = told["mutual"].to_numpy().astype(bool)
        events = told["events"].to_numpy()
        counts = np.zeros(shape)
        np.add.at(counts, (actor, target, period), np.where(both, 0.5 * events, events))
        np.add.at(counts, (target[both], actor[both], period[both]), 0.5 * events[both])
        return counts

    return PairCounts(source, kind, periods, states, of(classes.cooperation), of(classes.conflict))
