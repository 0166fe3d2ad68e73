"""What a partner weighs for everybody: by itself, and by the goods that a state trades."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def pull(flow: Array, own: Array, theirs: Array, world: Array) -> Array:
    """The share that a partner has in the trade of everybody but one state: what it weighs for all.

    Parameters
    ----------
    flow, own, theirs, world : ndarray, any one shape
        Trade of the pair; the state's in all; the partner's in all, of the other direction; the world's.

    Returns
    -------
    ndarray
        NaN where nobody else trades.

    Examples
    --------
    >>> pull(np.array([40.0]), np.array([100.0]), np.array([140.0]), np.array([1100.0])).tolist()
    [0.1]
    """
    others = np.asarray(world - own, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(others > 0, (theirs - flow) / others, np.nan)
