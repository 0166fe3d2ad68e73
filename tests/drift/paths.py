"""Simulated series: a known path, votes that see it badly, and a smoother that draws histories."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from leeway.periods import half_year_label
from leeway.series import Series

WALK = 0.035
NOISE = 0.12


def half_year_times(first: int, periods: int) -> NDArray[np.datetime64]:
    """Middles of half-years from number `first` on."""
    numbers = np.arange(first, first + periods)
    months = np.array([6 * int(number) - 6 * 2 * 1970 for number in numbers])
    days: NDArray[np.datetime64] = months.astype("datetime64[M]").astype("datetime64[D]")
    return days + 91


def step(periods: int, at: int, size: float) -> NDArray[np.float64]:
    return size * (np.arange(periods) >= at)


def ramp(periods: int, at: int, size: float, length: int) -> NDArray[np.float64]:
    return size * np.clip((np.arange(periods) - at) / length, 0.0, 1.0)


def smoothed(
    path: NDArray[np.float64],
    rng: np.random.Generator,
    *,
    first: int = 4028,
    draws: int = 400,
    noise: float = NOISE,
    walk: float = WALK,
) -> Series:
    """See a path through votes (few in spring, many in autumn) and smooth it with a random walk."""
    periods = path.size
    count = np.where(np.arange(first, first + periods) % 2 == 0, 12, 70)
    precision = count / (8.0 * noise) ** 2
    seen = path + rng.normal(size=periods) / np.sqrt(precision)
    matrix = np.diag(precision)
    for left in range(periods - 1):
        matrix[left : left + 2, left : left + 2] += np.array([[1, -1], [-1, 1]]) / walk**2
    root = np.linalg.cholesky(matrix)
    mean = np.linalg.solve(matrix, precision * seen)
    sample = mean + np.linalg.solve(root.T, rng.normal(size=(periods, draws))).T
    times = half_year_times(first, periods)
    return Series(
        state="AAA",
        partner="BBB",
        line="votes",
        group="positions",
        unit="expected agreement",
        times=times,
        labels=tuple(half_year_label(number) for number in range(first, first + periods)),
        mean=mean,
        draws=sample,
        count=count.astype(np.int64),
        covered=(times[0].astype(object), times[-1].astype(object)),
    )


def wiggle(periods: int, rng: np.random.Generator, sd: float) -> NDArray[np.float64]:
    """A stationary wander with a memory of a year."""
    keep = np.exp(-0.5)
    value = np.empty(periods)
    value[0] = rng.normal(scale=sd)
    for now in range(1, periods):
        value[now] = keep * value[now - 1] + rng.normal(scale=sd * np.sqrt(1 - keep**2))
    return value


def whole(series: Series) -> tuple[dt.date, dt.date]:
    """Window that holds the whole series."""
    first, last = series.times[0].astype(object), series.times[-1].astype(object)
    return first - dt.timedelta(days=92), last + dt.timedelta(days=92)
