"""Placebos in space: the same change looked for in states that nobody takes for a way around."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FEWEST = 19
"""Other partners without which a rank cannot reach one in twenty."""


@dataclass(frozen=True, slots=True)
class Rank:
    """Where one change stands among those of other partners of the same senders.

    Attributes
    ----------
    rank : int
        1 is the largest.
    others : int
    p_value : float
        Share of all, this one included, with a change at least as large.
    middle : float
        The middle change of the others.
    """

    rank: int
    others: int
    p_value: float
    middle: float


def rank_among(change: float, others: Array) -> Rank:
    """Rank of a change among others.

    Parameters
    ----------
    change : float
    others : ndarray, shape (P,)

    Examples
    --------
    >>> rank_among(1.0, np.array([0.1, 0.3, 1.2, -0.4]))
    Rank(rank=2, others=4, p_value=0.4, middle=0.2)
    """
    above = int((others >= change).sum())
    return Rank(above + 1, len(others), (above + 1) / (len(others) + 1), float(np.median(others)))


def growth(values: Array, years: list[int], event_year: int, *, past: int = 3) -> tuple[Array, Array]:
    """Growth of yearly values against the mean of the years before an event.

    Parameters
    ----------
    values : ndarray, shape (P, T)
        NaN where nothing is told.
    years : list of int, length T
    event_year : int
    past : int
        Years before the event that make the mean; all must be told.

    Returns
    -------
    factors : ndarray, shape (P, T)
        Over that mean; NaN where they cannot be told.
    base : ndarray, shape (P,)
        The mean.

    Examples
    --------
    >>> factors, base = growth(np.array([[1.0, 2.0, 3.0, 8.0]]), [2019, 2020, 2021, 2022], 2022)
    >>> float(factors[0, -1]), float(base[0])
    (4.0, 2.0)
    """
    base = [place for place, year in enumerate(years) if event_year - past <= year < event_year]
    mean = values[:, base].mean(axis=1) if len(base) == past else np.full(len(values), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(values / mean[:, None]), mean
