"""Smoothing of all positions over the whole of time: a block-tridiagonal solve, every state side by side."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt.kernels import _FAST, _OPTIONS, F32, Floats

Ints = NDArray[np.int64]


@njit(fastmath=_FAST, **_OPTIONS)
def invert_blocks(m: Floats, scratch: Floats, inverse: Floats) -> None:  # noqa: C901 - loops over states stay innermost
    """Invert symmetric positive definite blocks (D, D, S) over the last axis; `m` is overwritten."""
    dims, _, states = m.shape
    for i in range(dims):
        for j in range(i + 1):
            for k in range(j):
                for s in range(states):
                    m[i, j, s] -= m[i, k, s] * m[j, k, s]
            if i == j:
                for s in range(states):
                    m[i, i, s] = F32(1) / np.sqrt(max(m[i, i, s], F32(1e-6)))
            else:
                for s in range(states):
                    m[i, j, s] *= m[j, j, s]
    for i in range(dims):
        for j in range(i):
            for s in range(states):
                scratch[i, j, s] = m[i, j, s] * scratch[j, j, s]
            for k in range(j + 1, i):
                for s in range(states):
                    scratch[i, j, s] += m[i, k, s] * scratch[k, j, s]
            for s in range(states):
                scratch[i, j, s] *= -m[i, i, s]
        for s in range(states):
            scratch[i, i, s] = m[i, i, s]
    for i in range(dims):
        for j in range(i + 1):
            for s in range(states):
                inverse[i, j, s] = F32(0)
            for k in range(i, dims):
                for s in range(states):
                    inverse[i, j, s] += scratch[k, i, s] * scratch[k, j, s]
            if i != j:
                for s in range(states):
                    inverse[j, i, s] = inverse[i, j, s]


@njit(fastmath=_FAST, **_OPTIONS)
def smoothed_covariance(pivot: Floats, after: Floats, out: Floats, following: Floats, last: bool) -> None:
    """Fill out = pivot + after^2 pivot @ following @ pivot, over the last axis; `following` is kept."""
    dims, _, states = pivot.shape
    product = np.empty((dims, dims, states), np.float32)
    for d in range(dims):
        for e in range(dims):
            for s in range(states):
                out[d, e, s] = pivot[d, e, s]
                product[d, e, s] = F32(0)
            if not last:
                for k in range(dims):
                    for s in range(states):
                        product[d, e, s] += pivot[d, k, s] * following[k, e, s]
    if not last:
        for d in range(dims):
            for e in range(dims):
                for k in range(dims):
                    for s in range(states):
                        out[d, e, s] += after[s] * after[s] * product[d, k, s] * pivot[e, k, s]


@njit(fastmath=_FAST, **_OPTIONS)
def smooth_positions(  # noqa: C901 - one pass forward and one back, loops over states innermost
    position: Floats,
    gradient: Floats,
    information: Floats,
    link: Floats,
    entry_precision: float,
    entry: Ints,
    pivot_inverse: Floats,
    step: Floats,
    covariance: Floats,
) -> None:
    """Newton step of all positions under the random walk: block-tridiagonal, every state at once.

    Parameters
    ----------
    position, gradient, step : ndarray, shape (T, D, S)
    information : ndarray, shape (T, D (D + 1) / 2, S)
    link : ndarray, shape (T + 1,)
        Precision of the walk between rows t - 1 and t; zero at both ends.
    entry : ndarray, shape (S,)
        Row of the state's first vote; before it a position is fixed at zero.
    pivot_inverse : ndarray, shape (T, D, D, S)
        Receives the covariance of row t given everything up to t: the filtered covariance less the walk.
    """
    periods, dims, states = position.shape
    m = np.empty((dims, dims, states), np.float32)
    scratch = np.empty((dims, dims, states), np.float32)
    before = np.empty(states, np.float32)
    after = np.empty(states, np.float32)
    own = np.empty(states, np.float32)
    for t in range(periods):
        for s in range(states):
            before[s] = link[t] if t > entry[s] else F32(0)
            after[s] = link[t + 1] if t >= entry[s] else F32(0)
            own[s] = entry_precision if t == entry[s] else (F32(1) if t < entry[s] else F32(0))
        for d in range(dims):
            for e in range(d + 1):
                for s in range(states):
                    m[d, e, s] = information[t, d * (d + 1) // 2 + e, s]
            for s in range(states):
                pull = before[s] + after[s] + own[s]
                m[d, d, s] += pull
                step[t, d, s] = gradient[t, d, s] - pull * position[t, d, s]
            if t > 0:
                for s in range(states):
                    step[t, d, s] += before[s] * position[t - 1, d, s]
            if t < periods - 1:
                for s in range(states):
                    step[t, d, s] += after[s] * position[t + 1, d, s]
        if t > 0:
            for d in range(dims):
                for e in range(d + 1):
                    for s in range(states):
                        m[d, e, s] -= before[s] * before[s] * pivot_inverse[t - 1, d, e, s]
                for e in range(dims):
                    for s in range(states):
                        step[t, d, s] += before[s] * pivot_inverse[t - 1, d, e, s] * step[t - 1, e, s]
        invert_blocks(m, scratch, pivot_inverse[t])
    for t in range(periods - 1, -1, -1):
        if t < periods - 1:
            for s in range(states):
                after[s] = link[t + 1] if t >= entry[s] else F32(0)
            for d in range(dims):
                for s in range(states):
                    step[t, d, s] += after[s] * step[t + 1, d, s]
        for d in range(dims):
            for s in range(states):
                m[0, d, s] = F32(0)
            for e in range(dims):
                for s in range(states):
                    m[0, d, s] += pivot_inverse[t, d, e, s] * step[t, e, s]
        for d in range(dims):
            for s in range(states):
                step[t, d, s] = m[0, d, s]
        smoothed_covariance(pivot_inverse[t], after, m, scratch, t == periods - 1)
        k = 0
        for d in range(dims):
            for e in range(d + 1):
                for s in range(states):
                    covariance[t, k, s] = m[d, e, s] if t >= entry[s] else F32(0)
                k += 1
        scratch[:] = m
