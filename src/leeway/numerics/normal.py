"""The normal distribution for arrays, without a heavy import."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

_STANDARD = NormalDist()
_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def cumulative(z: ArrayLike) -> NDArray[np.float64]:
    """Share of a standard normal below `z`, element by element.

    Examples
    --------
    >>> cumulative([0.0, 1.6449]).round(3).tolist()
    [0.5, 0.95]
    """
    points = np.asarray(z, dtype=np.float64)
    if points.size == 0:
        return np.zeros(points.shape)
    return np.asarray(0.5 * _erfc(-points / math.sqrt(2.0)), dtype=np.float64)


def quantile(share: float) -> float:
    """Point below which a standard normal holds `share`.

    Examples
    --------
    >>> round(quantile(0.95), 3)
    1.645
    """
    return _STANDARD.inv_cdf(share)
