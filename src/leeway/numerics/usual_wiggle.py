"""The usual wiggle: how far closeness moves where nothing happened, or by one usual step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.normal import quantile

Array = NDArray[np.float64]

_STEPS = 60


def margin_from(changes: Array, sds: Array) -> float:
    """Half-width of *still*: what pairs usually wiggle.

    Most pairs do most of the time nothing that anybody would call a realignment; what their closeness
    changes all the same is the measure of *no news*. Their spread is estimated from the middle of all
    changes (the median of their sizes), so that the few that did realign have no say in it, and
    net of posterior noise, so that early decades with few votes do not widen it. The margin is one standard
    deviation of the changes of such usual pairs: two in three of them stay inside, so that *still* means
    no more than what most pairs do, and a change beyond it is worth a reason. A margin that held nine in
    ten would call half of the known realignments of the record still (docs/validation/votes.md).
    Posterior means count as estimates with their own error.

    Parameters
    ----------
    changes, sds : ndarray, shape (P,)
        Posterior means and standard deviations of the changes of all pairs, over one stretch or many.

    Returns
    -------
    float
        In the unit of the changes.

    Raises
    ------
    ValueError
        If there are no changes, or they are smaller than their own noise explains.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> true = rng.normal(scale=0.025, size=20_000)
    >>> noise = np.full(20_000, 0.02)
    >>> round(margin_from(true + noise * rng.normal(size=20_000), noise), 3)
    0.025
    """
    half = quantile(0.75)

    def too_narrow(spread: float) -> bool:
        return bool(np.median(np.abs(changes) / np.sqrt(spread**2 + sds**2)) > half)

    if not changes.size or not too_narrow(1e-9):
        raise ValueError(f"{changes.size} changes, none beyond its own noise: no margin can be argued")
    low, high = 0.0, float(np.abs(changes).max())
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if too_narrow(middle) else (low, middle)
    return 0.5 * (low + high)


def usual_change(changes: Array, *, share: float = 0.5) -> float:
    """Half-width of *still* where most pairs never change: the middle size of the changes that there are.

    Treaties, memberships and recognitions mostly stand as they stood, so that the spread of all changes is no
    measure. Those that change mostly do so by one step; what goes beyond the usual step is a move.

    Parameters
    ----------
    changes : ndarray, shape (P,)
    share : float
        Share of the changes that stay inside; one half unless told.

    Raises
    ------
    ValueError
        If nothing changed at all.

    Examples
    --------
    >>> usual_change(np.array([0.0, 0.0, 0.0, -0.1, 0.2, 0.3]))
    0.2
    """
    sizes = np.abs(changes[np.abs(changes) > 1e-9])
    if not sizes.size:
        raise ValueError(f"{changes.size} changes, none of them of any size: no margin can be argued")
    return float(np.quantile(sizes, share))


def usual_change_by_size(
    changes: Array, sizes: Array, *, each: int, share: float = 0.5
) -> list[tuple[float, float]]:
    """The usual change where larger things change by more: that of those of about the same size.

    Parameters
    ----------
    changes, sizes : ndarray, shape (P,)
    each : int
        How many are put together, in order of size.
    share : float
        See `usual_change`.

    Returns
    -------
    list of (size, usual change)
        The middle size of each group, increasing, and `usual_change` of it; empty without changes.

    Raises
    ------
    ValueError
        If nothing changed at all in a group.

    Examples
    --------
    >>> usual_change_by_size(np.array([0.1, -0.1, 2.0, 3.0]), np.array([1.0, 1.0, 9.0, 9.0]), each=2)
    [(1.0, 0.1), (9.0, 2.5)]
    """
    order = np.argsort(sizes, kind="stable")
    groups = np.array_split(order, max(1, order.size // each)) if order.size else []
    return [(float(np.median(sizes[group])), usual_change(changes[group], share=share)) for group in groups]
