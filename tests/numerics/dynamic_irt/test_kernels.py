"""The inner loops against double precision, finite differences and simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.numerics.dynamic_irt import kernels
from leeway.numerics.dynamic_irt.predict import category_probabilities

F32 = np.float32
LOWER, UPPER = -0.7, 0.9


def _log_chance(vote: int, eta: np.ndarray, lower: float = LOWER, upper: float = UPPER) -> np.ndarray:
    return np.log(category_probabilities(eta, np.array(lower), np.array(upper))[..., vote])


def _difference(function, at: float, step: float = 1e-5) -> np.ndarray:
    return (function(at + step) - function(at - step)) / (2 * step)


@pytest.fixture(scope="module")
def eta() -> np.ndarray:
    return np.linspace(-6, 6, 61)


def _scored(vote: int, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[float, ...]]:
    votes = np.full(len(eta), vote, np.int8)
    score, weight = np.zeros(len(eta), F32), np.zeros(len(eta), F32)
    cross = np.zeros((2, len(eta)), F32)
    sums = kernels.score_row_with_cuts(
        votes, eta.astype(F32), F32(LOWER), F32(UPPER), len(eta), score, weight, cross
    )
    return score, weight, cross, sums


def test_the_logistic_is_right_to_a_millionth():
    x = np.linspace(-25, 25, 20001)
    found = np.array([kernels.logistic(F32(v)) for v in x], dtype=np.float64)
    exact = 1.0 / (1.0 + np.exp(-x))
    assert np.abs(found - exact).max() < 1.2e-6
    assert found.min() > 0.0
    assert found.max() < 1.0


@pytest.mark.parametrize("vote", [0, 1, 2])
def test_scores_are_derivatives_of_the_log_likelihood(vote, eta):
    n = len(eta)
    score, weight = np.zeros(n, F32), np.zeros(n, F32)
    kernels.score_row(np.full(n, vote, np.int8), eta.astype(F32), F32(LOWER), F32(UPPER), n, score, weight)
    with_cuts = _scored(vote, eta)
    exact = (_log_chance(vote, eta + 1e-5) - _log_chance(vote, eta - 1e-5)) / 2e-5
    assert np.allclose(score, exact, atol=2e-6)
    assert np.allclose(with_cuts[0], score, atol=1e-6)
    assert np.allclose(with_cuts[1], weight, atol=1e-6)
    of_lower = _difference(lambda cut: _log_chance(vote, eta, lower=cut).sum(), LOWER)
    of_upper = _difference(lambda cut: _log_chance(vote, eta, upper=cut).sum(), UPPER)
    assert with_cuts[3][0] == pytest.approx(of_lower, abs=2e-4)
    assert with_cuts[3][1] == pytest.approx(of_upper, abs=2e-4)


def test_weights_are_the_expected_products_of_scores(eta):
    def slopes(lower: float, upper: float, shift: float) -> np.ndarray:
        return category_probabilities(eta + shift, np.array(lower), np.array(upper))

    chance = slopes(LOWER, UPPER, 0.0)
    of_eta = _difference(lambda s: slopes(LOWER, UPPER, s), 0.0)
    of_lower = _difference(lambda cut: slopes(cut, UPPER, 0.0), LOWER)
    of_upper = _difference(lambda cut: slopes(LOWER, cut, 0.0), UPPER)
    _, weight, cross, sums = _scored(1, eta)

    def expected(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return (one * other / chance).sum(axis=-1)

    assert np.allclose(weight, expected(of_eta, of_eta), atol=3e-6)
    assert np.allclose(cross[0], expected(of_eta, of_lower), atol=3e-6)
    assert np.allclose(cross[1], expected(of_eta, of_upper), atol=3e-6)
    assert sums[2] == pytest.approx(expected(of_lower, of_lower).sum(), rel=1e-4)
    assert sums[3] == pytest.approx(expected(of_lower, of_upper).sum(), rel=1e-4)
    assert sums[4] == pytest.approx(expected(of_upper, of_upper).sum(), rel=1e-4)


def test_weights_are_the_variance_of_simulated_scores():
    rng = np.random.default_rng(3)
    n = 200_000
    eta = np.full(n, 0.4)
    chance = category_probabilities(eta[:1], np.array(LOWER), np.array(UPPER))[0]
    votes = rng.choice(3, size=n, p=chance).astype(np.int8)
    score, weight = np.zeros(n, F32), np.zeros(n, F32)
    kernels.score_row(votes, eta.astype(F32), F32(LOWER), F32(UPPER), n, score, weight)
    assert score.mean() == pytest.approx(0.0, abs=4 * score.std() / np.sqrt(n))
    assert np.var(score) == pytest.approx(float(weight[0]), rel=0.01)


def test_missing_votes_weigh_nothing(eta):
    score, weight, cross, sums = _scored(-1, eta)
    assert not score.any()
    assert not weight.any()
    assert not cross.any()
    assert sums == (0.0,) * 5


def test_rows_stop_at_their_width():
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(2, 9)).astype(F32)
    out = np.full(9, F32(5))
    kernels.multiply(a, b, 6, out)
    assert np.allclose(out[:6], a[:6] * b[:6])
    kernels.add_scaled(a, F32(2), 6, out)
    assert np.allclose(out[:6], a[:6] * b[:6] + 2 * a[:6], atol=1e-6)
    assert np.all(out[6:] == 5)
    assert kernels.dot(a, b, 6) == pytest.approx(float(a[:6] @ b[:6]), abs=1e-6)
    position = rng.normal(size=(2, 9)).astype(F32)
    kernels.linear_predictor(np.array([1.5, -2.0], F32), position, a, 6, out)
    assert np.allclose(out[:6], 1.5 * position[0, :6] - 2.0 * position[1, :6] + a[:6], atol=1e-5)
    assert np.all(out[6:] == 5)


@given(st.integers(1, 8), st.integers(0, 10_000))
def test_small_systems_are_solved_and_inverted(size, seed):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(size, size))
    matrix = root @ root.T + 0.5 * np.eye(size)
    right = rng.normal(size=size)
    factor, solution, inverse = np.tril(matrix), right.copy(), np.empty((size, size))
    kernels.solve_in_place(factor, solution)
    kernels.inverse_from_factor(factor, inverse)
    assert np.allclose(solution, np.linalg.solve(matrix, right), atol=1e-8)
    assert np.allclose(inverse, np.linalg.inv(matrix), atol=1e-8)
