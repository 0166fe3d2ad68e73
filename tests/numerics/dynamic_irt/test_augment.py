"""Draws of the sampler, row by row, against the distributions they claim."""

import numpy as np
import pytest

from leeway.numerics.dynamic_irt import augment
from leeway.numerics.dynamic_irt.predict import category_probabilities

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


def test_exponential_and_logarithm_keep_single_precision():
    x = np.linspace(-79, 79, 2001).astype(F32)
    found = np.array([augment.exponential(v) for v in x], dtype=np.float64)
    assert np.abs(found / np.exp(x.astype(np.float64)) - 1.0).max() < 2e-7
    y = np.exp(np.linspace(-69, 80, 2001)).astype(F32)
    found = np.array([augment.logarithm(v) for v in y], dtype=np.float64)
    exact = np.log(y.astype(np.float64))
    assert (np.abs(found - exact) / np.maximum(np.abs(exact), 1.0)).max() < 2e-7


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


def test_precisions_are_polya_gamma():
    """Mean and variance by their formulas, and the Laplace transform, which makes the likelihood logistic."""
    tilt = np.linspace(-12.0, 12.0, STATES).astype(F32)
    bits, scratch, drawn = _bits(4), np.zeros(STATES, F32), np.zeros((8000, STATES), F32)
    for row in drawn:
        augment.polya_gammas(tilt, STATES, bits, scratch, row)
    c, root = np.abs(tilt.astype(np.float64)), np.sqrt(len(drawn))
    mean = np.tanh(c / 2) / (2 * c)
    variance = (np.sinh(c) - c) / np.cosh(c / 2) ** 2 / (4 * c**3)
    assert drawn.min() > 0.0
    assert np.abs((drawn.mean(axis=0) - mean) / np.sqrt(variance)).max() * root < 4.5
    assert np.abs(drawn.var(axis=0) / variance - 1.0).mean() < 0.06
    for square in (0.5, 4.0, 25.0):
        exact = np.cosh(c / 2) / np.cosh(np.sqrt(c**2 + square) / 2)
        found = np.exp(-0.5 * square * drawn.astype(np.float64))
        error = found.std(axis=0) / root
        assert np.abs(found.mean(axis=0) - exact).max() < 0.0006 + 4.5 * error.max()


@pytest.mark.parametrize("vote", [0, 1, 2])
@pytest.mark.parametrize(("centre", "sd"), [(0.0, 2.0), (5.0, 2.0), (-5.0, 3.0)])
def test_one_vote_moves_a_prior_as_far_as_its_likelihood_says(vote, centre, sd):
    """One vote drawn again and again against quadrature, also where it was not to be expected."""
    lower, upper, states, rounds = -1.0, 0.5, 400, 800
    votes, bits = np.full(states, vote, np.int8), _bits(vote + 3, states)
    eta, pull, precision = (np.full(states, centre, F32) for _ in range(3))
    scratch, rng = np.zeros((3, states), F32), np.random.default_rng(6)
    kept = np.empty((rounds, states))
    for row in kept:
        augment.gaussian_row(votes, eta, F32(lower), F32(upper), states, bits, scratch, pull, precision)
        whole = precision + sd**-2.0
        eta = ((pull + centre * sd**-2.0) / whole + rng.normal(size=states) / np.sqrt(whole)).astype(F32)
        row[:] = eta
    kept = kept[20:]
    grid = np.linspace(-30.0, 30.0, 6001)
    chance = category_probabilities(grid, np.array(lower), np.array(upper))[:, vote]
    weight = chance * np.exp(-0.5 * ((grid - centre) / sd) ** 2)
    weight /= weight.sum()
    mean = weight @ grid
    spread = np.sqrt(weight @ (grid - mean) ** 2)
    assert abs(kept.mean() - mean) < 0.02 * spread
    assert abs(kept.std() / spread - 1.0) < 0.015


def test_missing_votes_pull_nothing():
    votes, eta = np.array([-1, 2, -1, 1, -1], np.int8), np.linspace(-2, 2, 5).astype(F32)
    pull, precision, scratch = np.ones(5, F32), np.ones(5, F32), np.ones((3, 5), F32)
    augment.gaussian_row(votes, eta, F32(-1), F32(1), 5, _bits(1, 5), scratch, pull, precision)
    assert not pull[votes < 0].any()
    assert not precision[votes < 0].any()
    assert np.all(precision[votes >= 0] > 0)


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
