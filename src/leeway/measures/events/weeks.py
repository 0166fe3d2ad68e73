"""Events of all pairs by week, and the lasting changes in a pair's share of conflict."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.events.classes import CLASSES
from leeway.measures.events.pair_months import events_of, pair_periods, undirected
from leeway.numerics.conflict_share import ShareStep, fit_correlation, share_step
from leeway.numerics.online_change import Change, lasting_changes

Doubles = NDArray[np.float64]

PERSISTS = 6
"""Weeks that a change must have lasted to be believed."""

HAZARD = 1.0 / 260.0
"""Probability that a run ends with a week: one change in five years before anything is known.

A share that stands is then believed to have changed in two to seven of a hundred pair-years, by simulation.
"""

FEWEST = 50
"""Events of a pair below which no week of it is looked at."""

_WEEK = dt.timedelta(days=7)
_CONFLICT = tuple(one.conflict for one in CLASSES.values())
_COOPERATION = tuple(one.cooperation for one in CLASSES.values())


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """Events of one source by week, words and deeds together, statements left out.

    Attributes
    ----------
    source : str
    weeks : tuple of date, length T
        Mondays, without holes.
    pairs : tuple of (str, str), length P
        First and second by key.
    conflict, total : ndarray, shape (P, T)
    """

    source: str
    weeks: tuple[dt.date, ...]
    pairs: tuple[tuple[str, str], ...]
    conflict: Doubles
    total: Doubles

    def correlation(self) -> float:
        """Correlation of the events of a week, over all pairs with enough of them."""
        kept = self.total.sum(axis=1) >= FEWEST
        return fit_correlation(self.conflict[kept], self.total[kept])

    def row(self, state: str, partner: str) -> int | None:
        """Row of a pair, in whatever order."""
        pair = (min(state, partner), max(state, partner))
        return self.pairs.index(pair) if pair in self.pairs else None


def weeks_of(engine: Any, source: str, *, until: dt.date | None = None) -> WeekCounts | None:
    """Events by week of one source, whole weeks only.

    Parameters
    ----------
    engine : leeway.measures.backends.opening.Engine
    source : str
        As in the column ``source`` of the reports.
    until : date, optional
        Last day known.

    Returns
    -------
    WeekCounts or None
        None where the source tells no two weeks.
    """
    events = events_of(engine)
    events = events.filter(events.source == source)
    if until is not None:
        events = events.filter(events.day <= until)
    rows = engine.run(undirected(pair_periods(events, "week"))).with_columns(pl.col("period").cast(pl.Date))
    rows = rows.filter(pl.col("quad").is_in([*_CONFLICT, *_COOPERATION]))
    first, last = _whole_weeks(engine, events, rows)
    rows = rows.filter(pl.col("period").is_between(first, last))
    if rows.is_empty() or last <= first:
        return None
    weeks = tuple(first + number * _WEEK for number in range((last - first).days // 7 + 1))
    pairs = tuple(sorted(set(rows.select("state", "partner").iter_rows())))
    row = {pair: at for at, pair in enumerate(pairs)}
    conflict, total = np.zeros((len(pairs), len(weeks))), np.zeros((len(pairs), len(weeks)))
    for state, partner, period, quad, number in rows.select(
        "state", "partner", "period", "quad", "events"
    ).iter_rows():
        at = row[state, partner], (period - first).days // 7
        total[at] += number
        conflict[at] += number if quad in _CONFLICT else 0
    return WeekCounts(source, weeks, pairs, conflict, total)


def _whole_weeks(engine: Any, events: Any, rows: pl.DataFrame) -> tuple[dt.date, dt.date]:
    """First and last Monday of the weeks that the source tells from Monday to Sunday."""
    if rows.is_empty():
        return dt.date.min, dt.date.min
    span = engine.run(events.aggregate(first=events.day.min(), last=events.day.max())).row(0)
    first, last = span
    begins = first + dt.timedelta(days=(-first.weekday()) % 7)
    ends = last - dt.timedelta(days=(last.weekday() + 1) % 7)
    return begins, ends - dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class WeeklyChange:
    """What a pair's weeks say of when its share of conflict changed.

    Attributes
    ----------
    source : str
    weeks : tuple of date
    conflict, total : ndarray, shape (T,)
    changes : tuple of Change
        Those that had lasted when they were believed, each known from earlier weeks alone.
    step : ShareStep
        The largest step, with all weeks known.
    quiet : float
        Share of all pairs with enough events whose largest step up scores less.
    """

    source: str
    weeks: tuple[dt.date, ...]
    conflict: Doubles
    total: Doubles
    changes: tuple[Change, ...]
    step: ShareStep
    quiet: float


def weekly_change(counts: WeekCounts, state: str, partner: str) -> WeeklyChange | None:
    """Lasting changes and the largest step of one pair; None where it has too few events or weeks."""
    row = counts.row(state, partner)
    if row is None or counts.total[row].sum() < FEWEST or len(counts.weeks) < 2 * PERSISTS:
        return None
    correlation = counts.correlation()

    def step(one: int) -> ShareStep:
        return share_step(counts.conflict[one], counts.total[one], correlation=correlation, shortest=PERSISTS)

    own = step(row)
    enough = np.flatnonzero(counts.total.sum(axis=1) >= FEWEST)
    others = np.array([step(int(one)).score for one in enough if one != row])
    changes = lasting_changes(
        counts.conflict[row], counts.total[row], correlation=correlation, hazard=HAZARD, persists=PERSISTS
    )
    return WeeklyChange(
        source=counts.source,
        weeks=counts.weeks,
        conflict=counts.conflict[row],
        total=counts.total[row],
        changes=tuple(changes),
        step=own,
        quiet=float((others < own.score).mean()) if others.size else 0.0,
    )
