"""Has something just changed? Run lengths of a share or a rate, told period by period from the past alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.conflict_share import PRIOR, deflated

Array = NDArray[np.float64]

_log_gamma = np.vectorize(math.lgamma, otypes=[np.float64])


@dataclass(frozen=True, slots=True)
class Change:
    """A change that had lasted when it was believed.

    Attributes
    ----------
    place : int
        Period in which the new run most likely began.
    low, high : int
        Interval that holds 90% of where it began, as known when it was believed.
    known : int
        Last period that was needed to believe it.
    probability : float
        That the run which was on at `known` had begun within the interval of places that lasted.
    before, after : float
        Share of conflict in the run before and in the new one, as known then.
    """

    place: int
    low: int
    high: int
    known: int
    probability: float
    before: float
    after: float


def run_starts(conflict: Array, total: Array, *, correlation: float, hazard: float) -> Array:
    """Where the run that is on in each period began, known from that period and those before it.

    Parameters
    ----------
    conflict, total : ndarray, shape (T,)
    correlation : float
        Of the events of one period; see `leeway.numerics.conflict_share.fit_correlation`.
    hazard : float
        Probability that a run ends with a period.

    Returns
    -------
    ndarray, shape (T, T)
        Row t: probability of each period s <= t of having begun the run that is on in t.

    Notes
    -----
    Adams and MacKay (2007), arXiv 0710.3742, with a beta prior on the share of each run.

    Examples
    --------
    >>> starts = run_starts(np.repeat([1.0, 7.0], 8), np.full(16, 10.0), correlation=0.0, hazard=0.02)
    >>> int(starts[-1].argmax()), bool(starts[-1].sum().round(6) == 1.0)
    (8, True)
    """
    number = len(total)
    worth = deflated(total, correlation)
    hits, misses = worth * conflict, worth * (total - conflict)
    told = np.zeros((number, number))
    first, second = np.zeros(number), np.zeros(number)
    log = np.full(number, -np.inf)
    for period in range(number):
        begun = _total(log[:period]) if period else 0.0
        log[:period] += math.log1p(-hazard)
        log[period] = begun + (math.log(hazard) if period else 0.0)
        first[period], second[period] = PRIOR
        now = slice(0, period + 1)
        log[now] += _log_beta(first[now] + hits[period], second[now] + misses[period])
        log[now] -= _log_beta(first[now], second[now])
        first[now] += hits[period]
        second[now] += misses[period]
        log[now] -= _total(log[now])
        told[period, now] = np.exp(log[now])
    return told


def lasting_changes(
    conflict: Array,
    total: Array,
    *,
    correlation: float,
    hazard: float,
    persists: int = 6,
    least: float = 0.5,
) -> list[Change]:
    """Changes that had lasted some periods when they were believed, in order of time.

    Parameters
    ----------
    conflict, total : ndarray, shape (T,)
    correlation, hazard : float
        See `run_starts`.
    persists : int
        Periods that a new run must have lasted.
    least : float
        Probability at which a change is believed.

    Examples
    --------
    >>> counts = np.repeat([1.0, 7.0], 10)
    >>> [(one.place, one.known) for one in lasting_changes(
    ...     counts, np.full(20, 10.0), correlation=0.0, hazard=0.02)]
    [(10, 15)]
    """
    starts = run_starts(conflict, total, correlation=correlation, hazard=hazard)
    worth = deflated(total, correlation)
    found: list[Change] = []
    begun = 0
    for period in range(begun + 2 * persists - 1, len(total)):
        lasted = np.arange(begun + persists, period - persists + 2)
        if not lasted.size:
            continue
        weight = starts[period, lasted]
        if weight.sum() <= least:
            continue
        place = int(lasted[weight.argmax()])
        reached = np.cumsum(weight) / weight.sum()
        low, high = lasted[np.minimum(np.searchsorted(reached, [0.05, 0.95]), lasted.size - 1)]
        found.append(
            Change(
                place=place,
                low=int(low),
                high=int(high),
                known=period,
                probability=float(weight.sum()),
                before=_share(conflict, total, worth, begun, place),
                after=_share(conflict, total, worth, place, period + 1),
            )
        )
        begun = place
    return found


def _share(conflict: Array, total: Array, worth: Array, first: int, end: int) -> float:
    run = slice(first, end)
    hits = float((worth[run] * conflict[run]).sum())
    return (hits + PRIOR[0]) / (float((worth[run] * total[run]).sum()) + sum(PRIOR))


def _total(log: Array) -> float:
    """Log of the sum of exponentials."""
    peak = float(log.max())
    return peak + math.log(float(np.exp(log - peak).sum()))


def _log_beta(first: Array, second: Array) -> Array:
    return np.asarray(_log_gamma(first) + _log_gamma(second) - _log_gamma(first + second))
