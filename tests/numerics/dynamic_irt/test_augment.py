"""Draws of the sampler, row by row, against the distributions they claim."""

import numpy as np
import pytest
from numba import njit

from leeway.numerics.dynamic_irt import augment

F32 = np.float32
STATES, ROWS = 64, 800


def _bits(seed: int, states: int = STATES) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2**32, (4, states), dtype=np.uint32)


def _many(fill, seed: int) -> np.ndarray:
    bits, out = _bits(seed), np.zeros((ROWS, STATES), F32)
    for row in out:
        fill(bits, STATES, row)
    return out


def _distance_from_uniform(values: np.ndarray) -> float:
    """Kolmogorov's distance, times the root of the number of values; above 2 once in a thousand."""
    ordered = np.sort(values.ravel())
    return float(np.abs(ordered - np.arange(0.5, len(ordered)) / len(ordered)).max() * np.sqrt(len(ordered)))


@njit
def _each(function, x, out):
    for i in range(len(x)):
        out[i] = function(x[i])


def test_exponential_and_logarithm_keep_single_precision():
    x = np.linspace(-79, 79, 9001).astype(F32)
    out = np.empty_like(x)
    _each(augment.exponential, x, out)
    assert np.abs(out / np.exp(x.astype(np.float64)) - 1.0).max() < 2e-7
    y = np.exp(np.linspace(-69, 80, 9001)).astype(F32)
    _each(augment.logarithm, y, out)
    exact = np.log(y.astype(np.float64))
    assert (np.abs(out - exact) / np.maximum(np.abs(exact), 1.0)).max() < 2e-7


def test_the_mixture_is_logistic_far_into_its_tails():
    r = np.linspace(0.0, 17.5, 4001)
    density = augment.SHARE * np.sqrt(augment.PRECISION / (2 * np.pi))
    found = (density * np.exp(-0.5 * r[:, None] ** 2 * augment.PRECISION)).sum(axis=1)
    exact = np.exp(-r) / (1.0 + np.exp(-r)) ** 2
    assert np.abs(found / exact - 1.0).max() < 1e-5
    assert augment.SHARE.sum() == pytest.approx(1.0, abs=1e-6)
    assert np.allclose(augment.PRECISION[2:], 0.5 * augment.PRECISION[:-2])


def test_uniforms_are_uniform_and_columns_apart():
    drawn = _many(augment.uniforms, 1)
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0
    assert _distance_from_uniform(drawn) < 2.0
    apart = np.corrcoef(drawn.T)[np.triu_indices(STATES, 1)]
    assert np.abs(apart).max() * np.sqrt(ROWS) < 4.5
    assert abs(np.corrcoef(drawn[1:].ravel(), drawn[:-1].ravel())[0, 1]) * np.sqrt(drawn.size) < 4.0
    assert np.array_equal(drawn, _many(augment.uniforms, 1))
    assert not np.array_equal(drawn, _many(augment.uniforms, 2))


def test_normals_have_the_moments_of_normals():
    drawn = _many(augment.normals, 3).astype(np.float64)
    root = np.sqrt(drawn.size)
    assert abs(drawn.mean()) * root < 4.0
    assert abs(drawn.var() - 1.0) * root < 4.0 * np.sqrt(2.0)
    assert abs((drawn**4).mean() - 3.0) * root < 4.0 * np.sqrt(96.0)
    assert (np.abs(drawn) > 1.959964).mean() == pytest.approx(0.05, abs=0.004)


@pytest.mark.parametrize("vote", [0, 1, 2])
@pytest.mark.parametrize("eta", [-9.0, -1.0, 0.5, 9.0])
def test_utilities_fall_where_the_vote_is_and_are_logistic_there(vote, eta):
    lower, upper = -0.7, 0.6
    bits, row, out = _bits(vote + 7), np.full(STATES, eta, F32), np.zeros(STATES, F32)
    z = np.zeros((ROWS, STATES), F32)
    for target in z:
        augment.latent_row(
            np.full(STATES, vote, np.int8), row, F32(lower), F32(upper), STATES, bits, target, out
        )
    start, end = [(-np.inf, lower), (lower, upper), (upper, np.inf)][vote]
    assert np.all((z >= start - 1e-5) & (z <= end + 1e-5))

    def share(x: np.ndarray | float) -> np.ndarray:
        return 1.0 / (1.0 + np.exp(-(np.asarray(x, np.float64) - eta)))

    if vote == 2:
        ranks = (1.0 - share(z)) / (1.0 - share(start))
    else:
        ranks = (share(z) - share(start)) / (share(end) - share(start))
    assert _distance_from_uniform(ranks) < 2.2


def test_precisions_make_logistic_residuals_normal():
    rng = np.random.default_rng(9)
    residual = rng.logistic(size=(ROWS, STATES)).astype(F32)
    bits, drawn = _bits(5), np.zeros((ROWS, STATES), F32)
    votes, eta = np.full(STATES, 2, np.int8), np.zeros(STATES, F32)
    for row, out in zip(residual, drawn, strict=True):
        augment.precision_row(votes, eta, row, STATES, bits, out)
    normal = residual.astype(np.float64) * np.sqrt(drawn)
    root = np.sqrt(normal.size)
    assert abs(normal.var() - 1.0) * root < 4.0 * np.sqrt(2.0)
    assert abs((normal**4).mean() - 3.0) * root < 4.0 * np.sqrt(96.0)
    assert abs(np.corrcoef(normal.ravel() ** 2, drawn.ravel())[0, 1]) * root < 4.0
    shares = np.array([(drawn == p).mean() for p in augment.PRECISION])
    assert shares.sum() == pytest.approx(1.0)
    noise = np.sqrt(augment.SHARE / normal.size)
    assert np.all(np.abs(shares - augment.SHARE) < 4.0 * noise + 1.0 / normal.size)


def test_missing_votes_have_no_utility():
    votes, eta = np.full(5, -1, np.int8), np.linspace(-2, 2, 5).astype(F32)
    z, out = np.ones(5, F32), np.ones(5, F32)
    augment.latent_row(votes, eta, F32(-1), F32(1), 5, _bits(1, 5), z, out)
    augment.precision_row(votes, eta, z, 5, _bits(2, 5), out)
    assert not z.any()
    assert not out.any()


@pytest.mark.parametrize("far", [0.5, 3.0, 12.0, 30.0])
def test_likelihoods_of_rows_are_exact_in_the_tails(far):
    eta = np.array([-far, 0.3 * far, far, 0.8 * far, -0.4 * far, 0.0], F32)
    votes = np.array([2, 1, 0, 2, 0, -1], np.int8)
    lower, upper = -1.0, 0.5

    def log_share(x: float) -> float:
        return -np.logaddexp(0.0, -x)

    exact = 0.0
    for vote, place in zip(votes, eta.astype(np.float64), strict=True):
        both = log_share(place - lower) + log_share(upper - place) + np.log1p(-np.exp(lower - upper))
        exact += {0: log_share(lower - place), 1: both, 2: log_share(place - upper), -1: 0.0}[int(vote)]
    found = augment.log_likelihood_row(votes, eta, F32(lower), F32(upper), len(eta))
    assert found == pytest.approx(exact, rel=1e-5)
