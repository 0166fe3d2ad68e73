"""Where a fit begins: the factors of the votes, and roll calls that reproduce the shares of each answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt.layout import ABSTAIN, NO, YES, VoteArray


def first_positions(array: VoteArray, dimensions: int) -> NDArray[np.float32]:
    """Constant positions from the leading factors of the states' covariance of votes, shape (T, D, S)."""
    seen = array.votes >= 0
    centred = np.where(seen, array.votes, 0).astype(np.float64)
    count = np.maximum(seen.sum(axis=1, keepdims=True), 1)
    centred = np.where(seen, centred - centred.sum(axis=1, keepdims=True) / count, 0.0)
    centred /= np.sqrt((centred**2).mean(axis=1, keepdims=True)) + 0.1
    together = seen.astype(np.float32).T @ seen.astype(np.float32)
    covariance = (centred.T @ centred) / np.maximum(together, 30.0)
    values, vectors = np.linalg.eigh(covariance)
    axes = vectors[:, ::-1][:, :dimensions] * np.sqrt(np.maximum(values[::-1][:dimensions], 1e-9))
    axes = axes / np.maximum(axes.std(axis=0), 1e-9)
    if axes.shape[1] < dimensions:
        axes = np.pad(axes, ((0, 0), (0, dimensions - axes.shape[1])))
    return np.repeat(axes.T[None].astype(np.float32), len(array.clock), axis=0)


def first_items(array: VoteArray, dimensions: int) -> NDArray[np.float64]:
    """Roll-call parameters that reproduce the shares of each answer, with no slope; shape (J, D + 2)."""
    shares = np.stack([(array.votes == k).sum(axis=1) for k in (NO, ABSTAIN, YES)], axis=1) + 0.5
    shares = shares / shares.sum(axis=1, keepdims=True)
    lower = np.log(shares[:, 0] / (1.0 - shares[:, 0]))
    upper = np.log((1.0 - shares[:, 2]) / shares[:, 2])
    items = np.zeros((len(shares), dimensions + 2))
    items[:, dimensions] = 0.5 * (lower + upper)
    items[:, dimensions + 1] = np.log(np.maximum(upper - lower, 0.1))
    return items
