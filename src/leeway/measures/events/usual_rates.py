"""How far rates of conflict usually move: the more there is of it, and the shorter the time, the less."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leeway.measures.usual import WIDEST, UsualChanges

Array = NDArray[np.float64]

GAPS = {"year": (1, 3, 6, 9), "month": (1, 2, 4, 6, 12, 24, 36, 60, 108)}
"""Periods between two stretches at which the usual change is measured."""

USUAL = 2.0 / 3.0
"""Two pairs in three stay inside the usual change, as inside one standard deviation."""

_GROUPS = 20
_FEWEST = 100


def usual_rates(log_rates: Array, *, gaps: Sequence[int], most: int = _GROUPS) -> UsualChanges | None:
    """Measure usual changes of log rates over all pairs of one source.

    Pairs are put together by the middle of their two rates, so that those that rose do not stand among the
    large ones for having risen.

    Parameters
    ----------
    log_rates : ndarray, shape (P, T)
    gaps : sequence of int
        Periods between the first periods of two stretches.
    most : int
        Groups by rate.

    Returns
    -------
    UsualChanges or None
        Sizes are events a year; None with too few pairs or periods.
    """
    number = log_rates.shape[1]
    measured, found = [], []
    for gap in (one for one in gaps if one < number):
        width = min(WIDEST, max(1, gap // 2))
        middles, changes = [], []
        for begin in range(0, number - gap - width + 1, width):
            before = log_rates[:, begin : begin + width].mean(axis=1)
            after = log_rates[:, begin + gap : begin + gap + width].mean(axis=1)
            middles.append(0.5 * (before + after))
            changes.append(np.abs(after - before))
        if not middles:
            continue
        size, change = np.concatenate(middles), np.concatenate(changes)
        if size.size < _FEWEST:
            continue
        groups = np.array_split(np.argsort(size, kind="stable"), min(most, size.size // _FEWEST))
        measured.append(gap)
        found.append(
            [
                (
                    round(float(np.exp(np.median(size[one]))), 3),
                    round(float(np.quantile(change[one], USUAL)), 4),
                )
                for one in groups
            ]
        )
    return UsualChanges(tuple(measured), tuple(found)) if measured else None
