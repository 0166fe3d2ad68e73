"""Ways of a change learned from everybody's, and likelihoods under each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.numerics.movement import AWAY, CLOSER, STILL, Ways, learn_ways

WAYS = Ways((0.15, 0.7, 0.15), 0.5, 2.0, 1.0)
GRID = np.linspace(-60.0, 60.0, 24_001)


@pytest.mark.parametrize("noise", [0.0, 0.3, 2.0])
def test_each_likelihood_is_a_density(noise: float) -> None:
    told = WAYS.likelihoods(GRID, np.full(GRID.shape, noise))
    assert np.trapezoid(told, GRID, axis=0) == pytest.approx([1.0, 1.0, 1.0], abs=0.01)


@given(st.floats(-40.0, 40.0), st.floats(0.0, 20.0))
def test_likelihoods_are_numbers_and_mirrored(change: float, noise: float) -> None:
    even = Ways((0.1, 0.8, 0.1), 0.5, 1.5, 1.5)
    told = even.likelihoods(np.array([change, -change]), np.array([noise, noise]))
    assert np.isfinite(told).all()
    assert (told >= 0.0).all()
    assert told[0, [AWAY, STILL, CLOSER]] == pytest.approx(told[1, [CLOSER, STILL, AWAY]])


def test_far_away_is_away_and_nothing_is_still() -> None:
    told = WAYS.likelihoods(np.array([-5.0, 0.0, 5.0]), np.full(3, 0.2))
    assert told.argmax(axis=1).tolist() == [AWAY, STILL, CLOSER]


def test_much_noise_says_nothing() -> None:
    told = WAYS.likelihoods(np.array([-1.0]), np.array([200.0]))[0]
    assert told / told[STILL] == pytest.approx(np.ones(3), rel=0.05)


def test_what_was_drawn_is_learned() -> None:
    rng = np.random.default_rng(3)
    number = 40_000
    way = rng.choice(3, number, p=WAYS.share)
    true = np.select(
        [way == AWAY, way == CLOSER],
        [-1.0 - rng.exponential(WAYS.away, number), 1.0 + rng.exponential(WAYS.closer, number)],
        rng.normal(0.0, WAYS.wiggle, number),
    )
    noise = rng.uniform(0.1, 0.6, number)
    found = learn_ways(true + noise * rng.normal(size=number), noise)
    assert found.share == pytest.approx(WAYS.share, abs=0.03)
    assert (found.wiggle, found.away, found.closer) == pytest.approx(
        (WAYS.wiggle, WAYS.away, WAYS.closer), rel=0.15
    )


def test_probabilities_are_as_often_right_as_they_say() -> None:
    rng = np.random.default_rng(5)
    number = 60_000
    way = rng.choice(3, number, p=WAYS.share)
    true = np.select(
        [way == AWAY, way == CLOSER],
        [-1.0 - rng.exponential(WAYS.away, number), 1.0 + rng.exponential(WAYS.closer, number)],
        rng.normal(0.0, WAYS.wiggle, number),
    )
    noise = rng.uniform(0.1, 1.5, number)
    joint = WAYS.likelihoods(true + noise * rng.normal(size=number), noise) * WAYS.share
    told = joint / joint.sum(axis=1, keepdims=True)
    sure, right = told.max(axis=1), told.argmax(axis=1) == way
    for low, high in ((0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0)):
        of = (sure >= low) & (sure < high)
        assert right[of].mean() == pytest.approx(sure[of].mean(), abs=0.02)
