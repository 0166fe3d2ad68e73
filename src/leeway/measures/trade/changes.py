"""The change of every state's dependence on every other, in one source."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.measures.trade.matrices import Matrices

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AllChanges:
    """Changes from some years to others.

    Attributes
    ----------
    change : ndarray, shape (S, S)
        Of the dependence of the first on the second: the mean of the legs told of both; NaN where none is.
    size : ndarray, shape (S, S)
        The larger of both dependences.
    legs : ndarray, shape (2, S, S)
        Change of each leg.
    leg_sizes : ndarray, shape (2, S, S)
    years : ndarray, shape (2, S, S)
        Harmonic mean of the years behind either end of a leg.
    """

    change: Array
    size: Array
    legs: Array
    leg_sizes: Array
    years: Array


def all_changes(matrices: Matrices, before: range, after: range) -> AllChanges:
    """Changes of all ordered pairs of one source."""
    ends, counts = [], []
    for span in (before, after):
        columns = [place for place, year in enumerate(matrices.years) if year in span]
        inside = matrices.shares[..., columns]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            ends.append(np.nanmean(inside, axis=-1) if columns else np.full(inside.shape[:3], np.nan))
        counts.append((~np.isnan(inside)).sum(axis=-1))
    legs = ends[1] - ends[0]
    leg_sizes = np.maximum(ends[0], ends[1])
    told = ~np.isnan(legs)
    number = told.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where(told, legs, 0.0).sum(axis=0) / number
        first, last = (np.where(told, end, 0.0).sum(axis=0) / number for end in ends)
        years = 2.0 / (1.0 / counts[0] + 1.0 / counts[1])
    return AllChanges(change, np.maximum(first, last), legs, leg_sizes, years)
