"""Probabilities of votes and their likelihood."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.numerics.invented import Truth

from leeway.numerics.dynamic_irt import VoteArray
from leeway.numerics.dynamic_irt.kernels import GAP_FLOOR
from leeway.numerics.dynamic_irt.predict import category_probabilities, log_likelihood


@given(st.floats(-30, 30), st.floats(-10, 10), st.floats(0.01, 20))
def test_the_three_answers_share_one(eta, lower, gap):
    chance = category_probabilities(np.array(eta), np.array(lower), np.array(lower + gap))
    assert chance.shape == (3,)
    assert chance.sum() == pytest.approx(1.0)
    assert np.all(chance >= 0.0)


def test_a_higher_predictor_moves_answers_towards_yes():
    eta = np.linspace(-6, 6, 50)
    chance = category_probabilities(eta, np.array(-1.0), np.array(1.0))
    assert np.all(np.diff(chance[:, 0]) < 0)
    assert np.all(np.diff(chance[:, 2]) > 0)
    assert chance[:, 1].argmax() in (24, 25)


def test_log_likelihood_sums_the_logs_of_what_was_seen(invented: tuple[VoteArray, Truth]):
    array, truth = invented
    half = 0.5 * (np.exp(truth.items[:, -1:]) + GAP_FLOOR)
    centre = truth.items[:, -2:-1]
    chance = category_probabilities(truth.eta(array), centre - half, centre + half)
    roll, state = np.nonzero(array.votes >= 0)
    expected = np.log(chance[roll, state, array.votes[roll, state]]).sum()
    found = log_likelihood(
        array.votes, array.width, array.period, array.node,
        truth.position.astype(np.float32), truth.deviation.astype(np.float32), truth.items,
    )  # fmt: skip
    assert found == pytest.approx(expected, rel=1e-5)
