"""Shift-share: how the change of a product divides among its factors, exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.agreement import shapley

Doubles = NDArray[np.float64]


def shift_share(before: Doubles, after: Doubles) -> Doubles:
    """Parts of each factor in the change of their product, by Shapley's rule.

    The plain decomposition leaves a rest of interactions, and one in logarithms fails where anything is
    nothing. The mean over all orders in which the factors may have changed does neither.

    Parameters
    ----------
    before, after : ndarray, shape (F, ...)
        Values of F factors; zeros are allowed.

    Returns
    -------
    ndarray, shape (F, ...)
        Parts that sum to the product after less the product before.

    References
    ----------
    Shorrocks 2013, Journal of Economic Inequality 11, doi 10.1007/s10888-011-9214-z.

    Examples
    --------
    >>> shift_share(np.array([2.0, 3.0]), np.array([2.0, 4.0])).tolist()
    [0.0, 2.0]
    >>> float(shift_share(np.array([0.0, 3.0]), np.array([2.0, 4.0])).sum())
    8.0
    """

    def product(moved: tuple[bool, ...]) -> Doubles:
        chosen = [after[place] if changed else before[place] for place, changed in enumerate(moved)]
        return np.asarray(np.prod(chosen, axis=0))

    return shapley(product, len(before))
