"""A change after an event against the same change looked for where nothing happened.

Windows as long as the one after the event, put everywhere before it, show how far the level of a series
strays by itself. Counting how many of them stray as far is no test: windows overlap, and months resemble the
months before, so that twenty windows hold four of news and a quiet series fails the count up to eight times
as often as it should (docs/validation/trade.md). The size of the change against theirs is therefore held
against the same ratio in series drawn without an event, as persistent as the months before the event say; and
since two years of months say little of that, the result is held against what it is in such series.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PERSISTENCE = (0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.93, 0.97, 1.0)
"""Shares of one period's surprise that the next may keep; each is as likely as another before looking."""

_DRAWN = 4000
_HELD_AGAINST = 2000
_LEVEL = 0.05
_GRID = np.linspace(0.0, 30.0, 601)
_SEED = 20220224


@dataclass(frozen=True, slots=True)
class PlaceboTest:
    """The change after an event, and how far windows before it stray.

    Attributes
    ----------
    change : float
        Mean of the window after the event less the mean of all periods before it.
    placebos : ndarray, shape (K,)
        The same for every window as long before the event, against the other periods before it.
    largest : float
        The largest of them, in size.
    p_value : float
        Probability of a change as large against its placebos, either way, had nothing happened.
    persistence : float
        Posterior mean of the share of a surprise that the next period keeps.
    visible : float
        Smallest rise of which the one-sided p-value is below .05; infinite if none is.
    """

    change: float
    placebos: Array
    largest: float
    p_value: float
    persistence: float
    visible: float

    @property
    def p_rise(self) -> float:
        """Probability of a rise as large, had nothing happened."""
        return self.p_value / 2.0 if self.change > 0.0 else 1.0 - self.p_value / 2.0

    @property
    def outside(self) -> bool:
        """Whether the change is larger than every placebo."""
        return bool(abs(self.change) > self.largest)


def placebo_test(values: Array, *, before: int, length: int, gap: int = 0) -> PlaceboTest:
    """Test a change after an event against windows before it.

    Parameters
    ----------
    values : ndarray, shape (T,)
        One period each, without holes; ``T >= before + gap + length``.
    before : int
        Periods before the event, from the first one.
    length : int
        Periods of the window after it.
    gap : int
        Periods between the event and the window, in which things settle.

    Returns
    -------
    PlaceboTest

    Raises
    ------
    ValueError
        If `before` does not hold the window and three more periods, or the values do not reach so far.

    Notes
    -----
    The reference is a first-order autoregression around a level, its persistence on the grid of
    `PERSISTENCE` with the exact likelihood of the periods before the event (level and scale integrated
    out). Persistence read off a short series is too low, and a p-value that trusts it too small: the one
    returned is the share of such series in which it is as small (Beran's prepivoting). A trend before the
    event is not part of the reference: where there is one the p-value is too small.

    References
    ----------
    Beran, R. (1988). Prepivoting test statistics: a bootstrap view of asymptotic refinements. Journal of the
    American Statistical Association 83, 687-697.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> quiet = rng.normal(size=35)
    >>> moved = quiet + 4.0 * (np.arange(35) >= 26)
    >>> [placebo_test(one, before=26, gap=2, length=7).p_value < 0.05 for one in (quiet, moved)]
    [False, True]
    """
    if before < length + 3 or len(values) < before + gap + length:
        raise ValueError(f"{len(values)} values: {before} before, {gap} to settle, {length} after")
    change, placebos = _changes(values[None, :], before, gap, length)
    scale = float(np.sqrt((placebos[0] ** 2).mean()))
    weight = _persistence(values[None, :before])[0]
    if scale > 0.0:
        sizes = np.r_[abs(change[0]) / scale, _GRID]
        null, held = _null(before, gap, length), _held_against(before, gap, length)
        p_values = _shares(held, 1.0 - _shares(null, sizes) @ weight) @ weight
        p_value = float(p_values[0])
        seen = _GRID[p_values[1:] < 2.0 * _LEVEL]
        visible = scale * float(seen[0]) if seen.size else np.inf
    else:
        p_value, visible = (0.0 if change[0] != 0.0 else 1.0), 0.0
    return PlaceboTest(
        change=float(change[0]),
        placebos=placebos[0],
        largest=float(np.abs(placebos[0]).max()),
        p_value=p_value,
        persistence=float(weight @ np.array(PERSISTENCE)),
        visible=visible,
    )


def persistence(past: Array) -> float:
    """Posterior mean of the share of a surprise that the next period keeps, as `placebo_test` tells it.

    Parameters
    ----------
    past : ndarray, shape (T,)
        Periods without an event.
    """
    return float(_persistence(past[None, :])[0] @ np.array(PERSISTENCE))


def _changes(paths: Array, before: int, gap: int, length: int) -> tuple[Array, Array]:
    """Change after the event, shape (R,), and placebos before it, shape (R, K)."""
    start = before + gap
    change = paths[:, start : start + length].mean(axis=1) - paths[:, :before].mean(axis=1)
    sums = np.cumsum(np.pad(paths[:, :before], ((0, 0), (1, 0))), axis=1)
    within = sums[:, length:] - sums[:, :-length]
    outside = sums[:, -1:] - within
    return change, within / length - outside / (before - length)


@cache
def _null(before: int, gap: int, length: int) -> Array:
    """Sizes of the change against its placebos in series without an event, shape (G, R), each row sorted."""
    generator = np.random.default_rng([_SEED, before, gap, length])
    shocks = generator.standard_normal((_DRAWN, before + gap + length))
    return np.sort([_sizes(_quiet(shocks, kept), before, gap, length) for kept in PERSISTENCE], axis=1)


@cache
def _held_against(before: int, gap: int, length: int) -> Array:
    """Less of one than p-values that trust the persistence read off, shape (G, R), each row sorted."""
    generator = np.random.default_rng([_SEED + 1, before, gap, length])
    shocks = generator.standard_normal((_HELD_AGAINST, before + gap + length))
    found = [_trusting(_quiet(shocks, kept), before, gap, length) for kept in PERSISTENCE]
    return np.sort(found, axis=1)


def _quiet(shocks: Array, kept: float) -> Array:
    """Series of a persistence without an event, shape (R, T)."""
    paths = shocks.copy()
    if kept < 1.0:
        paths[:, 0] /= np.sqrt(1.0 - kept**2)
    for period in range(1, paths.shape[1]):
        paths[:, period] += kept * paths[:, period - 1]
    return paths


def _sizes(paths: Array, before: int, gap: int, length: int) -> Array:
    """The change in units of its placebos, shape (R,)."""
    change, placebos = _changes(paths, before, gap, length)
    return np.asarray(np.abs(change) / np.sqrt((placebos**2).mean(axis=1)))


def _trusting(paths: Array, before: int, gap: int, length: int) -> Array:
    """One less the p-values that take the persistence read off for known, shape (R,)."""
    null = _null(before, gap, length)
    beyond = _shares(null, _sizes(paths, before, gap, length))
    return np.asarray(1.0 - (_persistence(paths[:, :before]) * beyond).sum(axis=1))


def _shares(rows: Array, values: Array) -> Array:
    """Share of each sorted row, shape (G, R), that is at least as large as values: shape (len(values), G)."""
    below = np.array([np.searchsorted(row, values, side="left") for row in rows]).T
    return np.asarray((1.0 + rows.shape[1] - below) / (1.0 + rows.shape[1]))


def _persistence(paths: Array) -> Array:
    """Posterior weights of `PERSISTENCE` given periods without an event, shape (R, G)."""
    fits = np.array([_fits(paths, kept) for kept in PERSISTENCE]).T
    weight = np.exp(fits - fits.max(axis=1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def _fits(paths: Array, kept: float) -> Array:
    """Log-likelihood of a persistence, level and scale integrated out, shape (R,)."""
    number = paths.shape[1]
    steps = paths[:, 1:] - kept * paths[:, :-1]
    if kept >= 1.0:
        return np.asarray(-0.5 * (number - 1) * np.log((steps**2).sum(axis=1) + 1e-300))
    first = np.sqrt(1.0 - kept**2)
    told = np.column_stack([first * paths[:, 0], steps])
    level = np.r_[first, np.full(number - 1, 1.0 - kept)]
    size = float(level @ level)
    rest = told - level * ((told @ level) / size)[:, None]
    spread = np.log((rest**2).sum(axis=1) + 1e-300)
    return np.asarray(np.log(first) - 0.5 * np.log(size) - 0.5 * (number - 1) * spread)
