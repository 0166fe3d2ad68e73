"""How often two act on each other, against what each does with everybody else.

More is reported of everybody when the press grows, and more of one side when it is in the news. So the count
of a pair is held against the growth of each of its sides with all others. Rates are told in logarithms; a
rupture by how many more events there are than expected, on the scale of roots, so that great ones stand out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.normal import quantile

Array = NDArray[np.float64]

_ANSCOMBE = 0.375
_HALF = 0.5
_CHANCE = 1.5
"""Added to a count for its chance: so 90% intervals hold 88 to 92%, from two events a period on."""

_FLOOR = 5.0
"""Events added to what a side did with all others, so that a state in no news does not grow without bound."""

_CLASSES = (2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 300.0, np.inf)
_FEWEST_CHANGES = 50
_WIDEST = (-3.0, 8.0)
_STEPS = 60


def growth_with_others(counts: Array) -> Array:
    """What both sides did with everybody but each other, against their own mean over all periods.

    Parameters
    ----------
    counts : ndarray, shape (S, S, T)
        Events of each pair in each period, whoever acted: symmetric in its first two axes.

    Returns
    -------
    ndarray, shape (S, S, T)
        Geometric mean of the growth of the two; 1 where both did as much as usual.

    Examples
    --------
    >>> counts = np.zeros((3, 3, 2))
    >>> counts[0, 1] = counts[1, 0] = [8.0, 8.0]
    >>> counts[0, 2] = counts[2, 0] = [100.0, 300.0]
    >>> growth_with_others(counts)[0, 1].round(2)
    array([0.72, 1.22])
    """
    others = counts.sum(axis=1)[:, None, :] - counts + _FLOOR
    growth = others / others.mean(axis=2, keepdims=True)
    return np.asarray(np.sqrt(growth * growth.transpose(1, 0, 2)))


def log_rate(counts: Array, growth: Array, *, years: float) -> Array:
    """Logarithm of events a year, at the two sides' usual activity with others.

    Parameters
    ----------
    counts, growth : ndarray
        Of one shape.
    years : float
        Length of a period.

    Examples
    --------
    >>> np.exp(log_rate(np.array([9.5]), np.array([2.0]), years=1.0)).round(1)
    array([5.])
    """
    return np.asarray(np.log((counts + _HALF) / (growth * years)))


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How far counts of one size swing beyond chance: the size of a negative binomial.

    The variance of a count with mean m is m + m^2 / size. Pairs that are much in the news swing by less.

    Attributes
    ----------
    counts : tuple of float, increasing
        Middle counts of the classes that were fitted.
    sizes : tuple of float
    """

    counts: tuple[float, ...]
    sizes: tuple[float, ...]

    def at(self, counts: Array) -> Array:
        """Sizes for some counts, between classes in logarithms.

        Examples
        --------
        >>> Dispersion((1.0, 100.0), (1.0, 4.0)).at(np.array([0.0, 10.0, 1000.0]))
        array([1., 2., 4.])
        """
        at = np.log(np.maximum(counts, 1e-9))
        return np.asarray(np.exp(np.interp(at, np.log(self.counts), np.log(self.sizes))))

    def noise(self, counts: Array) -> Array:
        """Standard deviation of `log_rate` of some counts."""
        return np.asarray(np.sqrt(1.0 / (counts + _CHANCE) + 1.0 / self.at(counts)))


def fit_dispersion(counts: Array, growth: Array) -> Dispersion:
    """Fit the dispersion under which rates change from period to period as much as they usually do.

    In each class of counts the middle size of all changes is matched, so that the few pairs that broke have
    no say.

    Parameters
    ----------
    counts, growth : ndarray, shape (P, T)
        By pair.

    Raises
    ------
    ValueError
        If too few pairs have events in two periods.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> drawn = rng.negative_binomial(4.0, 4.0 / (4.0 + 30.0), size=(3000, 6)).astype(float)
    >>> round(float(fit_dispersion(drawn, np.ones_like(drawn)).at(np.array([30.0]))[0]))
    4
    """
    change = np.abs(np.diff(log_rate(counts, growth, years=1.0), axis=1))
    middle = 0.5 * (counts[:, 1:] + counts[:, :-1])
    found: list[tuple[float, float]] = []
    for low, high in pairwise(_CLASSES):
        kept = (middle >= low) & (middle < high)
        if np.count_nonzero(kept) >= _FEWEST_CHANGES:
            size = _matching(change[kept], middle[kept])
            found.append((float(np.median(middle[kept])), size))
    if not found:
        raise ValueError(f"{np.count_nonzero(middle)} changes of counts: too few to fit a dispersion")
    return Dispersion(tuple(one for one, _ in found), tuple(size for _, size in found))


def _matching(change: Array, middle: Array) -> float:
    """Size at which the middle change is as large as that of a normal error."""
    half = quantile(0.75)
    low, high = _WIDEST
    for _ in range(_STEPS):
        log = 0.5 * (low + high)
        expected = np.sqrt(2.0 / (middle + _CHANCE) + 2.0 * np.exp(-log))
        low, high = (log, high) if np.median(change / expected) < half else (low, log)
    return float(np.exp(0.5 * (low + high)))


def rupture_scores(counts: Array, growth: Array, *, earlier: int = 3) -> Array:
    """How much more there is in a period than the earlier ones and the growth of both sides lead to expect.

    Parameters
    ----------
    counts, growth : ndarray, shape (..., T)
    earlier : int
        Periods before that it is held against.

    Returns
    -------
    ndarray, shape (..., T)
        Difference of twice the roots; NaN in the first `earlier` periods.

    Examples
    --------
    >>> counts = np.array([[4.0, 4.0, 4.0, 4.0, 64.0]])
    >>> rupture_scores(counts, np.ones_like(counts)).round(1)
    array([[ nan,  nan,  nan, -0.2, 11.6]])
    """
    scores = np.full(counts.shape, np.nan)
    for period in range(earlier, counts.shape[-1]):
        before = slice(period - earlier, period)
        own, usual = counts[..., before].sum(axis=-1), growth[..., before].sum(axis=-1)
        expected = (own + 0.5 * earlier) * growth[..., period] / usual
        scores[..., period] = 2.0 * (np.sqrt(counts[..., period] + _ANSCOMBE) - np.sqrt(expected + _ANSCOMBE))
    return scores
