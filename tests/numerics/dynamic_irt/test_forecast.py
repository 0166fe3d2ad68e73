"""Votes to come: what the informants know, and what nobody can."""

from __future__ import annotations

import numpy as np
import pytest

from leeway.numerics.dynamic_irt.fitting import DynamicIrt, fit
from leeway.numerics.dynamic_irt.forecast import forecast
from leeway.numerics.dynamic_irt.layout import VoteArray

STATES = 24


@pytest.fixture(scope="module")
def divided() -> DynamicIrt:
    """Two camps of twelve over six years; one of the first camp votes no on question 0, always alone."""
    rng = np.random.default_rng(3)
    camp = np.repeat([2.0, -2.0], STATES // 2)
    year = np.repeat(np.arange(2000, 2006), 10)
    question = np.tile(np.arange(10), 6) % 5
    side = np.where(question % 2, 1.0, -1.0)
    chance = 1.0 / (1.0 + np.exp(-side[:, None] * camp[None, :]))
    votes = np.where(rng.random(chance.shape) < chance, 2, 0).astype(np.int8)
    votes[question == 0, 0] = np.where(votes[question == 0, 1] == 2, 0, 2)
    return fit(VoteArray.build(votes, 2 * year, year, question), dimensions=1)


def _told(model: DynamicIrt, informants: np.ndarray, question: int, year: int = 2006) -> np.ndarray:
    return forecast(
        model, informants[None], np.array([2 * year]), np.array([year]), np.array([question])
    ).probability[0]


def test_probabilities_sum_to_one_and_follow_the_camps(divided: DynamicIrt) -> None:
    informants = np.full(STATES, -1, np.int8)
    informants[2:10], informants[14:22] = 2, 0
    told = _told(divided, informants, 1)
    np.testing.assert_allclose(told.sum(axis=1), 1.0)
    assert told[11, 2] > 0.65
    assert told[23, 0] > 0.65


def test_a_habit_is_carried_on_and_fades(divided: DynamicIrt) -> None:
    informants = np.full(STATES, -1, np.int8)
    informants[2:10], informants[14:22] = 0, 2
    next_year, much_later = _told(divided, informants, 0), _told(divided, informants, 0, 2106)
    new_question = _told(divided, informants, -1)
    assert next_year[0, 2] > new_question[0, 2] + 0.2
    assert abs(much_later[0, 2] - 0.5) < abs(next_year[0, 2] - 0.5) + 0.2


def test_without_informants_only_the_question_is_known(divided: DynamicIrt) -> None:
    nobody = np.full(STATES, -1, np.int8)
    told = forecast(divided, nobody[None], np.array([4012]), np.array([2006]), np.array([1]))
    np.testing.assert_allclose(told.items[0], divided.means[1], atol=1e-6)
    assert (told.sd > 0).all()
