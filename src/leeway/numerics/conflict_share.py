"""The share of conflict among what two do to each other: how sure it is, and when it stepped up or down.

Events of one period hang together, so that their number says less than as many drawn one by one: counts are
beta-binomial with a correlation fitted over all pairs, and are deflated by what it makes of the variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PRIOR = (0.5, 1.5)
"""Beta prior of a share of conflict: a quarter, known as if from two events."""

_GRID = 4001
_FEWEST = 20


def deflated(total: Array, correlation: float) -> Array:
    """What each count is worth: one over the inflation of its variance by the correlation."""
    return np.asarray(1.0 / (1.0 + np.maximum(total - 1.0, 0.0) * correlation))


def fit_correlation(conflict: Array, total: Array) -> float:
    """Correlation of the events of one period, by moments: that of the middle pair.

    Parameters
    ----------
    conflict, total : ndarray, shape (P, T)

    Returns
    -------
    float
        From 0 up; 0 where no pair has enough events.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> shares = rng.beta(0.25 / 0.1, 0.75 / 0.1, size=(800, 20))
    >>> total = np.full((800, 20), 30.0)
    >>> 0.07 < fit_correlation(rng.binomial(30, shares).astype(float), total) < 0.11
    True
    """
    told = total > 1.0
    number = told.sum(axis=1)
    kept = (total.sum(axis=1) >= _FEWEST) & (number >= 3) & (conflict.sum(axis=1) >= 3)
    if not kept.any():
        return 0.0
    conflict, total, told, number = conflict[kept], total[kept], told[kept], number[kept]
    share = (conflict.sum(axis=1) / total.sum(axis=1))[:, None]
    room = np.maximum(share * (1.0 - share), 1e-9)
    excess = np.where(told, (conflict - total * share) ** 2 / room - total, 0.0).sum(axis=1)
    pairs = np.where(told, total * (total - 1.0), 0.0).sum(axis=1)
    lost = total.sum(axis=1) / number
    return float(np.median(np.maximum((excess + lost) / pairs, 0.0)))


def share_interval(
    conflict: float, total: float, *, correlation: float, mass: float = 0.9
) -> tuple[float, float, float]:
    """Posterior mean of a share and the central interval that holds `mass` of it.

    Returns
    -------
    tuple of three floats
        Mean, low, high.

    Examples
    --------
    >>> [round(one, 2) for one in share_interval(30.0, 60.0, correlation=0.02)]
    [0.48, 0.33, 0.63]
    """
    worth = float(deflated(np.array([total]), correlation)[0])
    first, second = PRIOR[0] + worth * conflict, PRIOR[1] + worth * (total - conflict)
    grid = (np.arange(_GRID) + 0.5) / _GRID
    log = (first - 1.0) * np.log(grid) + (second - 1.0) * np.log1p(-grid)
    reached = np.cumsum(np.exp(log - log.max()))
    reached /= reached[-1]
    tail = (1.0 - mass) / 2.0
    low, high = np.interp([tail, 1.0 - tail], reached, grid)
    return first / (first + second), float(low), float(high)


@dataclass(frozen=True, slots=True)
class ShareStep:
    """The one place where the share of conflict stepped most.

    Attributes
    ----------
    place : int
        First period of the new share.
    score : float
        Root of twice the log likelihood ratio of a step against none; negative for a step down.
    weights : ndarray, shape (T,)
        Probability of each place, given that there is one step; sums to 1.
    before, after : float
        Share on either side.
    """

    place: int
    score: float
    weights: Array
    before: float
    after: float

    def interval(self, mass: float = 0.9) -> tuple[int, int]:
        """First and last place of a central interval."""
        reached = np.cumsum(self.weights)
        tail = (1.0 - mass) / 2.0
        low, high = np.searchsorted(reached, [tail, 1.0 - tail])
        return int(low), min(int(high), len(reached) - 1)


def share_step(
    conflict: Array, total: Array, *, correlation: float, shortest: int = 6, towards: int = 0
) -> ShareStep:
    """Find the step in the share of conflict.

    Parameters
    ----------
    conflict, total : ndarray, shape (T,)
    correlation : float
        See `fit_correlation`.
    shortest : int
        Periods that either share must last: a step that passes sooner is none.
    towards : {-1, 0, 1}
        Only steps down (-1), only steps up (1), or both (0).

    Raises
    ------
    ValueError
        If the series is shorter than two stretches.

    Examples
    --------
    >>> total = np.full(20, 10.0)
    >>> found = share_step(np.repeat([1.0, 6.0], 10), total, correlation=0.0)
    >>> found.place, round(found.score, 1), found.interval()
    (10, 7.7, (10, 10))
    """
    number = len(total)
    if number < 2 * shortest:
        raise ValueError(f"{number} periods for two stretches of at least {shortest}")
    worth = deflated(total, correlation)
    sums, all_sums = np.cumsum(worth * conflict), np.cumsum(worth * total)
    places = np.arange(shortest, number - shortest + 1)
    left, all_left = sums[places - 1], all_sums[places - 1]
    right, all_right = sums[-1] - left, all_sums[-1] - all_left
    ratio = _likelihood(left, all_left) + _likelihood(right, all_right)
    ratio = np.maximum(ratio - _likelihood(sums[-1:], all_sums[-1:]), 0.0)
    step = _share(right, all_right) - _share(left, all_left)
    if towards:
        ratio = np.where(towards * step > 0.0, ratio, 0.0)
    best = int(np.argmax(ratio))
    weights = np.zeros(number)
    weights[places] = np.exp(ratio - ratio.max())
    return ShareStep(
        place=int(places[best]),
        score=float(np.sign(step[best]) * np.sqrt(2.0 * ratio[best])),
        weights=weights / weights.sum(),
        before=float(_share(left, all_left)[best]),
        after=float(_share(right, all_right)[best]),
    )


def _share(conflict: Array, total: Array) -> Array:
    return np.asarray((conflict + PRIOR[0]) / (total + sum(PRIOR)))


def _likelihood(conflict: Array, total: Array) -> Array:
    """Largest log likelihood of some counts under one share."""
    share = np.clip(conflict / np.maximum(total, 1e-12), 1e-9, 1.0 - 1e-9)
    return np.asarray(conflict * np.log(share) + (total - conflict) * np.log1p(-share))
