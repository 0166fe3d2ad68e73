"""Block-tridiagonal smoothing against dense linear algebra."""

import numpy as np
import pytest

from leeway.numerics.dynamic_irt.smoothing import invert_blocks, smooth_positions

F32 = np.float32


def _positive_definite(rng: np.random.Generator, size: int) -> np.ndarray:
    root = rng.normal(size=(size, size))
    return root @ root.T / size + 0.3 * np.eye(size)


@pytest.mark.parametrize("dims", [1, 2, 5])
def test_blocks_are_inverted_side_by_side(dims):
    rng = np.random.default_rng(dims)
    blocks = np.stack([_positive_definite(rng, dims) for _ in range(7)], axis=-1)
    scratch, inverse = np.zeros_like(blocks, F32), np.zeros_like(blocks, F32)
    invert_blocks(blocks.astype(F32), scratch, inverse)
    for s in range(7):
        assert np.allclose(inverse[:, :, s], np.linalg.inv(blocks[:, :, s]), rtol=2e-4, atol=2e-4)
        root = np.tril(scratch[:, :, s])
        assert np.allclose(root.T @ root, inverse[:, :, s], rtol=2e-4, atol=2e-4)


def _dense(information, link, entry_precision, entry, periods, dims):
    """Precision of one state's path from its entry on."""
    precision = np.zeros((periods, dims, periods, dims))
    for t in range(entry, periods):
        precision[t, :, t, :] += information[t]
        for d in range(dims):
            precision[t, d, t, d] += entry_precision if t == entry else link[t]
            if t > entry:
                precision[t - 1, d, t - 1, d] += link[t]
                precision[t - 1, d, t, d] = precision[t, d, t - 1, d] = -link[t]
    return precision[entry:, :, entry:, :].reshape(((periods - entry) * dims,) * 2)


def test_a_smoothing_step_is_the_newton_step_of_the_whole_path():
    rng = np.random.default_rng(11)
    periods, dims, entry = 6, 3, np.array([0, 0, 2, 5])
    states = len(entry)
    link = np.r_[0.0, rng.uniform(0.5, 9.0, size=periods - 1), 0.0].astype(F32)
    alive = np.arange(periods)[:, None] >= entry
    position = (rng.normal(size=(periods, dims, states)) * alive[:, None]).astype(F32)
    gradient = (rng.normal(size=(periods, dims, states)) * alive[:, None]).astype(F32)
    blocks = np.zeros((periods, states, dims, dims))
    information = np.zeros((periods, dims * (dims + 1) // 2, states), F32)
    rows, columns = np.tril_indices(dims)
    for t, s in zip(*np.nonzero(alive), strict=True):
        blocks[t, s] = _positive_definite(rng, dims) * rng.integers(0, 2)
        information[t, :, s] = blocks[t, s][rows, columns]
    step, covariance = np.zeros_like(position), np.zeros_like(information)
    pivot = np.zeros((periods, dims, dims, states), F32)
    smooth_positions(position, gradient, information, link, 2.5, entry, pivot, step, covariance)
    for s in range(states):
        first = entry[s]
        precision = _dense(blocks[:, s], link, 2.5, first, periods, dims)
        path = position[first:, :, s].ravel().astype(np.float64)
        score = gradient[first:, :, s].ravel()
        prior = precision.copy()
        for t in range(first, periods):
            at = slice((t - first) * dims, (t - first + 1) * dims)
            prior[at, at] -= blocks[t, s]
        expected = np.linalg.solve(precision, score - prior @ path)
        assert np.allclose(step[first:, :, s].ravel(), expected, rtol=1e-3, atol=1e-4)
        inverse = np.linalg.inv(precision)
        for t in range(first, periods):
            at = slice((t - first) * dims, (t - first + 1) * dims)
            assert np.allclose(covariance[t, :, s], inverse[at, at][rows, columns], rtol=1e-3, atol=1e-4)
        assert not step[:first, :, s].any()
        assert not covariance[:first, :, s].any()
