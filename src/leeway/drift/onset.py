"""Since when: a posterior over the onset of a change, never a single date.

A smoothed path does not show when it changed: smoothing turns a step into a slope that begins too early.
So the evidence is taken back out of the posterior first. A posterior of a path with a random-walk
prior is (close to) a Gaussian chain: its precision matrix is tridiagonal, known from the covariances of
neighbouring periods alone. What couples neighbours is the prior; what is left on the diagonal is the
precision of each period's own evidence, and with it the evidence itself follows from the mean.

That evidence is then told by rival histories, each with the pairs' usual wiggle added: no change; or one
change that begins at any period of the window and takes any of several lengths of time, from a step to
a slope that lasts until the window's end. Sizes and levels are integrated out, the histories weighted by
how well they tell the evidence, and the onset's posterior summed over all of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.normal import cumulative
from leeway.series import Series

Array = NDArray[np.float64]

_PRIOR_CHANGE = 0.5
_TYPICAL_CHANGE = 2.5
_WIGGLE = 0.4
_WIGGLE_MEMORY_YEARS = 1.0
_LENGTHS_YEARS = (0.0, 1.0, 2.0, 4.0, np.inf)
_FEWEST_PERIODS = 4
_LEVEL_SD = 10.0
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Onset:
    """When a change began.

    Attributes
    ----------
    times : ndarray of datetime64[D], shape (T,)
        Periods of the window.
    probability : ndarray, shape (T,)
        Probability that the change began in each period, given that there was one; sums to 1.
        The first period also stands for all that came before the window.
    changed : float
        Probability that there was a change at all.
    sudden : float
        Probability that it was over within the period in which it began.
    median, low, high : date
        Middle of the posterior, and the interval that holds at least 90% of it.
    """

    times: NDArray[np.datetime64]
    probability: Array
    changed: float
    sudden: float
    median: dt.date
    low: dt.date
    high: dt.date


def onset(series: Series, since: dt.date, until: dt.date, *, margin: float, towards: int = 0) -> Onset | None:
    """Posterior over the onset of the change within a window.

    Parameters
    ----------
    series : Series
    since, until : date
        The window.
    margin : float
        Half-width of *still*, in the unit of the series: the size of the usual wiggle.
    towards : {-1, 0, 1}
        Look only for changes away (-1), only for changes closer (1), or for both (0).

    Returns
    -------
    Onset or None
        None when no change is likely (probability below .5), or with evidence in fewer than
        four periods.
    """
    window = series.between(since, until)
    if len(window.times) < _FEWEST_PERIODS:
        return None
    years = (window.times - window.times[0]).astype(np.float64) / _DAYS_A_YEAR
    evidence, variance = own_evidence(window.draws)
    if np.isfinite(variance).sum() < _FEWEST_PERIODS:
        return None
    shapes, begins, sudden = _histories(years)
    score, plain = _scores(years, evidence, variance, shapes, margin, towards)
    peak = max(float(score.max()), plain)
    prior = np.bincount(begins, minlength=years.size)[begins].astype(np.float64)
    weight = np.exp(score - peak) / prior / np.unique(begins).size
    change = _PRIOR_CHANGE * float(weight.sum())
    changed = change / (change + (1.0 - _PRIOR_CHANGE) * float(np.exp(plain - peak)))
    if changed < 0.5:
        return None
    weight /= weight.sum()
    probability = np.zeros(years.size)
    np.add.at(probability, begins, weight)
    reached = np.cumsum(probability)
    low, median, high = (
        window.times[min(int(np.searchsorted(reached, share - 1e-9)), years.size - 1)]
        for share in (0.05, 0.5, 0.95)
    )
    return Onset(
        times=window.times,
        probability=probability,
        changed=changed,
        sudden=float(weight[sudden].sum()),
        median=_day(median),
        low=_day(low),
        high=_day(high),
    )


def own_evidence(draws: Array) -> tuple[Array, Array]:
    """What each period's own evidence says, with the smoothing taken back out.

    Parameters
    ----------
    draws : ndarray, shape (N, T)
        Joint draws of a smoothed path.

    Returns
    -------
    value : ndarray, shape (T,)
        What the evidence of each period alone says; 0 where there is none.
    variance : ndarray, shape (T,)
        Its variance; infinite where there is none. The first and last periods also carry what the
        path outside the window says about them.
    """
    mean = draws.mean(axis=0)
    spread = np.maximum(draws.var(axis=0, ddof=1), 1e-12)
    centred = draws - mean
    joint = np.einsum("nt,nt->t", centred[:, :-1], centred[:, 1:]) / (draws.shape[0] - 1)
    determinant = np.maximum(spread[:-1] * spread[1:] - joint**2, 1e-6 * spread[:-1] * spread[1:])
    coupling = np.maximum(joint, 0.0) / determinant
    diagonal = np.zeros_like(mean)
    diagonal[:-1] += spread[1:] / determinant
    diagonal[1:] += spread[:-1] / determinant
    diagonal[1:-1] -= 1.0 / spread[1:-1]
    neighbours = np.zeros_like(mean)
    neighbours[:-1] += coupling
    neighbours[1:] += coupling
    pull = diagonal * mean
    pull[:-1] -= coupling * mean[1:]
    pull[1:] -= coupling * mean[:-1]
    own = diagonal - neighbours
    enough = own > 0.01 / spread.max()
    value = np.where(enough, pull / np.where(enough, own, 1.0), 0.0)
    return value, np.where(enough, 1.0 / np.where(enough, own, 1.0), np.inf)


def _histories(years: Array) -> tuple[Array, NDArray[np.int64], NDArray[np.bool_]]:
    """Every history with a change: its course from 0 to 1, where it begins, whether it is a step."""
    rows: dict[tuple[float, ...], tuple[int, bool]] = {}
    last = years[-1]
    for begin in range(years.size - 1):
        for length in _LENGTHS_YEARS:
            end = min(years[begin] + length, last)
            if length == 0.0:
                if begin == 0:
                    continue
                course = (years >= years[begin]).astype(np.float64)
            else:
                course = np.clip((years - years[begin]) / (end - years[begin]), 0.0, 1.0)
            rows.setdefault(tuple(course.round(9)), (begin, length == 0.0))
    begins = np.array([begin for begin, _ in rows.values()], dtype=np.int64)
    sudden = np.array([step for _, step in rows.values()], dtype=np.bool_)
    return np.array(list(rows)), begins, sudden


def _scores(
    years: Array, evidence: Array, variance: Array, shapes: Array, margin: float, towards: int
) -> tuple[Array, float]:
    """Log evidence of every history and of no change, up to a constant in common."""
    kept = np.isfinite(variance)
    apart = np.abs(years[kept][:, None] - years[kept][None, :])
    wiggle = (_WIGGLE * margin) ** 2 * np.exp(-apart / _WIGGLE_MEMORY_YEARS)
    root = np.linalg.cholesky(np.diag(variance[kept]) + wiggle + _LEVEL_SD**2)
    told = np.linalg.solve(root, evidence[kept])
    courses = np.linalg.solve(root, shapes[:, kept].T)
    precision = np.einsum("tm,tm->m", courses, courses) + 1.0 / (_TYPICAL_CHANGE * margin) ** 2
    size = courses.T @ told / precision
    plain = -0.5 * float(told @ told)
    score = plain + 0.5 * size**2 * precision - 0.5 * np.log(precision)
    score -= np.log(_TYPICAL_CHANGE * margin)
    if towards:
        score += np.log(np.maximum(2.0 * cumulative(towards * size * np.sqrt(precision)), 1e-300))
    return score, plain


def _day(time: np.datetime64) -> dt.date:
    day: dt.date = time.astype("datetime64[D]").astype(object)
    return day
