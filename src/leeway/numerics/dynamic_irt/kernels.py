"""The inner loops: one row of votes at a time, vectorised over states, in single precision.

Every function takes and fills arrays only. ``eta`` is the linear predictor; the three categories are cut at
``lower < upper``: P(yes) = F(eta - upper), P(no) = 1 - F(eta - lower), F the logistic function.
The weights are expected (Fisher) information, which does not depend on the vote cast.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

F32 = np.float32
Floats = NDArray[np.float32]
#: Smallest distance of the two cutpoints; keeps P(abstention) away from zero.
GAP_FLOOR = 0.02
#: One and the same order of sums is not promised; NaN and infinities are kept meaningful.
_FAST = {"reassoc", "nsz", "arcp", "contract", "afn"}
_OPTIONS: dict[str, Any] = {"cache": True, "error_model": "numpy", "nogil": True}


@njit(inline="always", **_OPTIONS)
def logistic(x: np.float32) -> np.float32:
    """Logistic function by the rational approximation of tanh that Eigen uses; error below 1e-6."""
    t = min(max(x * F32(0.5), F32(-7.9)), F32(7.9))
    s = t * t
    p = F32(-2.76076847742355e-16)
    p = p * s + F32(2.00018790482477e-13)
    p = p * s + F32(-8.60467152213735e-11)
    p = p * s + F32(5.12229709037114e-08)
    p = p * s + F32(1.48572235717979e-05)
    p = p * s + F32(6.37261928875436e-04)
    p = p * s + F32(4.89352455891786e-03)
    q = F32(1.19825839466702e-06)
    q = q * s + F32(1.18534705686654e-04)
    q = q * s + F32(2.26843463243900e-03)
    q = q * s + F32(4.89352518554385e-03)
    return min(max(F32(0.5) + F32(0.5) * t * p / q, F32(1e-6)), F32(1) - F32(1e-6))


@njit(fastmath=_FAST, **_OPTIONS)
def linear_predictor(slope: Floats, position: Floats, deviation: Floats, n: int, eta: Floats) -> None:
    """Fill eta[:n] with ``slope @ position + deviation``; position has shape (D, S)."""
    for s in range(n):
        eta[s] = deviation[s]
    for d in range(slope.shape[0]):
        weight = slope[d]
        axis = position[d]
        for s in range(n):
            eta[s] += weight * axis[s]


@njit(fastmath=_FAST, **_OPTIONS)
def score_row(
    votes: NDArray[np.int8],
    eta: Floats,
    lower: np.float32,
    upper: np.float32,
    n: int,
    score: Floats,
    weight: Floats,
) -> None:
    """Fill the derivative of the log-likelihood by eta, and its expected information."""
    one = F32(1)
    for s in range(n):
        f1 = logistic(eta[s] - lower)
        f2 = logistic(eta[s] - upper)
        vote = votes[s]
        seen = one if vote >= 0 else F32(0)
        middle = one - f1 - f2
        g = (one - f2) if vote == 2 else (middle if vote == 1 else -f1)
        score[s] = seen * g
        v1 = f1 * (one - f1)
        v2 = f2 * (one - f2)
        weight[s] = seen * (v2 * (one - f2) + (f1 - f2) * middle * middle + v1 * f1)


@njit(fastmath=_FAST, **_OPTIONS)
def score_row_with_cuts(
    votes: NDArray[np.int8],
    eta: Floats,
    lower: np.float32,
    upper: np.float32,
    n: int,
    score: Floats,
    weight: Floats,
    cross: Floats,
) -> tuple[float, float, float, float, float]:
    """As `score_row`, with the sums that the two cutpoints need.

    ``cross[0]`` and ``cross[1]`` receive the information between eta and each cutpoint. Returned are the
    scores of lower and upper and the information (lower, lower), (lower, upper), (upper, upper).
    """
    one = F32(1)
    g_lower = F32(0)
    g_upper = F32(0)
    i_lower = F32(0)
    i_both = F32(0)
    i_upper = F32(0)
    spread = one / (one - np.exp(lower - upper))
    for s in range(n):
        f1 = logistic(eta[s] - lower)
        f2 = logistic(eta[s] - upper)
        vote = votes[s]
        seen = one if vote >= 0 else F32(0)
        r1 = one - f1
        r2 = one - f2
        v1 = f1 * r1
        v2 = f2 * r2
        middle = r1 - f2
        per_abstain = spread / (f1 * r2)
        g = r2 if vote == 2 else (middle if vote == 1 else -f1)
        score[s] = seen * g
        weight[s] = seen * (v2 * r2 + (f1 - f2) * middle * middle + v1 * f1)
        cross[0, s] = -seen * v1 * r2
        cross[1, s] = -seen * v2 * f1
        g_lower += seen * (F32(0) if vote == 2 else (-v1 * per_abstain if vote == 1 else f1))
        g_upper += seen * (-r2 if vote == 2 else (v2 * per_abstain if vote == 1 else F32(0)))
        i_lower += seen * v1 * v1 * (one / r1 + per_abstain)
        i_upper += seen * v2 * v2 * (one / f2 + per_abstain)
        i_both -= seen * v1 * v2 * per_abstain
    return float(g_lower), float(g_upper), float(i_lower), float(i_both), float(i_upper)


@njit(fastmath=_FAST, **_OPTIONS)
def dot(a: Floats, b: Floats, n: int) -> np.float32:
    """Sum of a[:n] * b[:n]."""
    total = F32(0)
    for s in range(n):
        total += a[s] * b[s]
    return total


@njit(fastmath=_FAST, **_OPTIONS)
def multiply(a: Floats, b: Floats, n: int, out: Floats) -> None:
    """out[:n] = a[:n] * b[:n]."""
    for s in range(n):
        out[s] = a[s] * b[s]


@njit(fastmath=_FAST, **_OPTIONS)
def add_scaled(x: Floats, factor: np.float32, n: int, out: Floats) -> None:
    """out[:n] += factor * x[:n]."""
    for s in range(n):
        out[s] += factor * x[s]


@njit(**_OPTIONS)
def solve_in_place(matrix: NDArray[np.float64], right: NDArray[np.float64]) -> None:
    """Solve a small symmetric positive definite system by Cholesky; both arguments are overwritten.

    Only the lower triangle of `matrix` is read, and it then holds the factor.
    """
    size = right.shape[0]
    for i in range(size):
        for j in range(i + 1):
            x = matrix[i, j]
            for k in range(j):
                x -= matrix[i, k] * matrix[j, k]
            if i == j:
                matrix[i, i] = np.sqrt(max(x, 1e-9))
            else:
                matrix[i, j] = x / matrix[j, j]
    for i in range(size):
        x = right[i]
        for k in range(i):
            x -= matrix[i, k] * right[k]
        right[i] = x / matrix[i, i]
    for i in range(size - 1, -1, -1):
        x = right[i]
        for k in range(i + 1, size):
            x -= matrix[k, i] * right[k]
        right[i] = x / matrix[i, i]


@njit(**_OPTIONS)
def inverse_from_factor(factor: NDArray[np.float64], inverse: NDArray[np.float64]) -> None:
    """Fill the inverse of a matrix from the lower Cholesky factor that `solve_in_place` left."""
    size = factor.shape[0]
    for c in range(size):
        for i in range(size):
            x = 1.0 if i == c else 0.0
            for k in range(c, i):
                x -= factor[i, k] * inverse[k, c]
            inverse[i, c] = x / factor[i, i] if i >= c else 0.0
        for i in range(size - 1, -1, -1):
            x = inverse[i, c]
            for k in range(i + 1, size):
                x -= factor[k, i] * inverse[k, c]
            inverse[i, c] = x / factor[i, i]
