"""Ruptures: periods with more conflict than the past and both sides' other dealings lead to expect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.measures.events.rates import SourceRates

Doubles = NDArray[np.float64]

EARLIER = 3
"""Periods before that one is held against."""

ENOUGH = 30.0
"""Events, of conflict and cooperation, that a pair must have in a period and the earlier ones together."""

LIMITS = (0.95, 0.99)
"""Shares of all pairs and periods that stay below a score: beyond the last is a rupture."""


@dataclass(frozen=True, slots=True)
class Ruptures:
    """Scores of all pairs, all lines together.

    Attributes
    ----------
    periods : tuple of date, length T
    pairs : tuple of (str, str), length P
        First and second by key.
    scores : ndarray, shape (P, T)
        Sum over lines of the difference of twice the roots of events told and expected; NaN in the first
        periods, and where a pair has too few events.
    limits : tuple of float
        What `LIMITS` of all scores stay below; empty where there are none.
    """

    periods: tuple[dt.date, ...]
    pairs: tuple[tuple[str, str], ...]
    scores: Doubles
    limits: tuple[float, ...]

    def of(self, state: str, partner: str) -> Doubles | None:
        """Scores of one pair, in whatever order; None where it is not told."""
        pair = (min(state, partner), max(state, partner))
        return self.scores[self.pairs.index(pair)] if pair in self.pairs else None

    def rank(self, state: str, partner: str, period: dt.date) -> int | None:
        """Place of one pair and period among all, from the largest score; None where it has none."""
        own = self.of(state, partner)
        if own is None or period not in self.periods or np.isnan(own[self.periods.index(period)]):
            return None
        return int(np.count_nonzero(self.scores > own[self.periods.index(period)])) + 1


def ruptures(lines: Sequence[SourceRates]) -> Ruptures:
    """Scores of all pairs from the rates of one source, line by line.

    Words and deeds each have their own expectation, and what goes beyond it is added.

    Parameters
    ----------
    lines : sequence of SourceRates
        Of one source and the same periods.

    Raises
    ------
    ValueError
        If the lines are of different periods, or none is given.
    """
    periods = {one.periods for one in lines}
    if len(periods) != 1:
        raise ValueError(f"{len(lines)} lines of {len(periods)} different stretches")
    pairs = tuple(sorted({pair for one in lines for pair in one.place}))
    place = {pair: row for row, pair in enumerate(pairs)}
    shape = (len(pairs), len(lines[0].periods))
    scores, events = np.zeros(shape), np.zeros(shape)
    for one in lines:
        rows = np.array([place[pair] for pair in one.place], dtype=np.int64)
        scores[rows] += np.nan_to_num(one.ruptures())
        events[rows] += one.counts["conflict"] + one.counts["cooperation"]
    within = np.full(shape, np.nan)
    for at in range(EARLIER, shape[1]):
        enough = events[:, at - EARLIER : at + 1].sum(axis=1) >= ENOUGH
        within[enough, at] = scores[enough, at]
    told = within[np.isfinite(within)]
    limits = tuple(float(one) for one in np.quantile(told, LIMITS)) if told.size else ()
    return Ruptures(lines[0].periods, pairs, within, limits)
