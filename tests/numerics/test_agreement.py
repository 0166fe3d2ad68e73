"""Expected agreement, and how changes divide."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leeway.numerics.agreement import (
    agreement_matrix,
    expected_agreement,
    expected_answer,
    shapley,
    vote_probabilities,
)


def _answers(seed: int, states: int = 4, rolls: int = 6) -> np.ndarray:
    rng = np.random.default_rng(seed)
    lower = rng.normal(-1.0, 1.0, rolls)
    return vote_probabilities(
        3.0 * rng.normal(size=(states, rolls)), lower, lower + rng.exponential(1.0, rolls)
    )


@given(st.integers(0, 10_000))
def test_probabilities_and_agreement_are_what_they_say(seed: int) -> None:
    said, weight = _answers(seed), np.full(6, 1.0 / 6.0)
    np.testing.assert_allclose(said.sum(axis=-1), 1.0)
    assert (said >= -1e-12).all()
    matrix = agreement_matrix(said, weight)
    np.testing.assert_allclose(matrix[1, 2], expected_agreement(said[1], said[2], weight))
    np.testing.assert_allclose(matrix, matrix.T)
    assert ((expected_answer(said) >= 0) & (expected_answer(said) <= 1)).all()


def test_extreme_predictors_stay_finite() -> None:
    said = vote_probabilities(np.array([-2000.0, 2000.0]), np.array([-1.0, -1.0]), np.array([1.0, 1.0]))
    np.testing.assert_allclose(said, [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])


@given(st.lists(st.floats(-5, 5), min_size=8, max_size=8))
def test_shapley_shares_sum_and_ignore_idle_players(values: list[float]) -> None:
    def value(moved: tuple[bool, ...]) -> np.ndarray:
        return np.float64(values[sum(2**i for i, one in enumerate(moved[:2]) if one)])

    shares = shapley(value, 3)
    np.testing.assert_allclose(shares.sum(), values[3] - values[0], atol=1e-9)
    np.testing.assert_allclose(shares[2], 0.0, atol=1e-9)
