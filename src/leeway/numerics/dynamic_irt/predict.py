"""Probabilities of votes, and how well they foretell votes that were held back."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt.kernels import _OPTIONS, Floats
from leeway.numerics.dynamic_irt.sweeps import Doubles, Ints, cutpoints


@njit(**_OPTIONS)
def log_likelihood(
    votes: NDArray[np.int8],
    width: Ints,
    period: Ints,
    node: Ints,
    position: Floats,
    deviation: Floats,
    items: Doubles,
) -> float:
    """Log-likelihood of all observed votes, in double precision."""
    dims = items.shape[1] - 2
    total = 0.0
    for j in range(votes.shape[0]):
        lower, upper = cutpoints(items[j, dims], items[j, dims + 1])
        for s in range(width[j]):
            if votes[j, s] < 0:
                continue
            eta = float(deviation[node[j], s])
            for d in range(dims):
                eta += items[j, d] * position[period[j], d, s]
            below = 1.0 / (1.0 + np.exp(-(eta - lower)))
            above = 1.0 / (1.0 + np.exp(-(eta - upper)))
            p = above if votes[j, s] == 2 else (below - above if votes[j, s] == 1 else 1.0 - below)
            total += np.log(max(p, 1e-300))
    return total


def category_probabilities(
    eta: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Probabilities of no, abstention and yes on a new last axis, for arrays that broadcast."""
    below = 1.0 / (1.0 + np.exp(-(eta - lower)))
    above = 1.0 / (1.0 + np.exp(-(eta - upper)))
    return np.stack([1.0 - below, below - above, above], axis=-1)
