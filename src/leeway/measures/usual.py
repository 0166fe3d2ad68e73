"""What pairs usually move: the more there is between them and the longer the time, the more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.usual_wiggle import usual_change_by_size

Array = NDArray[np.float64]

GAPS = (1, 3, 6, 9, 12, 15)
"""Periods between two stretches at which the usual change is measured."""

WIDEST = 3
"""Periods in a stretch, as far as the gap leaves room."""

LEAST = 1e-3
"""Pairs with less between them are not counted: there hardly is anything."""

_GROUPS = 40
_FEWEST = 50


@dataclass(frozen=True, slots=True)
class UsualChanges:
    """Usual changes by gap and size.

    Attributes
    ----------
    gaps : tuple of int
        Periods between the first periods of two stretches.
    by_size : tuple of list of (size, usual change)
        One for each gap.
    """

    gaps: tuple[int, ...]
    by_size: tuple[Sequence[Sequence[float]], ...]

    def at(self, sizes: Array, gap: float) -> Array:
        """Half-width of *still* for some sizes over a number of periods.

        Below the smallest size told it shrinks with the size; beyond the largest it stays.

        Examples
        --------
        >>> usual = UsualChanges((3, 9), ([(0.1, 0.01)], [(0.1, 0.03)]))
        >>> round(float(usual.at(np.array([0.1]), 6.0)[0]), 4)
        0.02
        """
        each = []
        for steps in self.by_size:
            known, usual = np.array(steps, dtype=np.float64).T
            small = usual[0] * sizes / known[0]
            each.append(np.where(sizes < known[0], small, np.interp(sizes, known, usual)))
        place = float(np.clip(gap, self.gaps[0], self.gaps[-1]))
        later = int(np.searchsorted(self.gaps, place))
        if self.gaps[later] == place:
            return np.asarray(each[later])
        begin, end = self.gaps[later - 1], self.gaps[later]
        slope = (each[later] - each[later - 1]) / (end - begin)
        return np.asarray(slope * (place - begin) + each[later - 1])


def usual_changes(
    values: Array,
    *,
    gaps: Sequence[int] = GAPS,
    least: float = LEAST,
    share: float = 0.5,
) -> UsualChanges | None:
    """Measure usual changes over all pairs of one source.

    Parameters
    ----------
    values : ndarray, shape (P, T)
        By pair and period; NaN where not told.
    gaps : sequence of int
        Periods apart, increasing.
    least : float
        Smaller sizes are not counted.
    share : float
        Share of the pairs whose changes are the usual ones; one half unless told.

    Returns
    -------
    UsualChanges or None
        None where the source tells too few pairs or periods.
    """
    number = values.shape[1]
    measured, found = [], []
    for gap in (one for one in gaps if one < number):
        width = min(WIDEST, max(1, gap // 2))
        changes, large = [], []
        for begin in range(0, number - gap - width + 1, width):
            before, after = slice(begin, begin + width), slice(begin + gap, begin + gap + width)
            change = values[:, after].mean(axis=1) - values[:, before].mean(axis=1)
            size = np.fmax(values[:, before].mean(axis=1), values[:, after].mean(axis=1))
            kept = ~np.isnan(change) & (size >= least)
            changes.append(change[kept])
            large.append(size[kept])
        if sum(one.size for one in changes) < _FEWEST:
            continue
        every, size = np.concatenate(changes), np.concatenate(large)
        steps = usual_change_by_size(every, size, each=max(_FEWEST, every.size // _GROUPS), share=share)
        measured.append(gap)
        found.append(_rising([(round(size, 5), round(usual, 5)) for size, usual in steps]))
    return UsualChanges(tuple(measured), tuple(found)) if measured else None


def _rising(steps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Steps of increasing size alone."""
    return [steps[0], *(later for earlier, later in pairwise(steps) if later[0] > earlier[0])]
