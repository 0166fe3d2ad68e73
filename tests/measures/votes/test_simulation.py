"""Votes that the model casts, and estimates with another fit in their place."""

from __future__ import annotations

import numpy as np
import pytest
from tests.measures import tiny

from leeway.measures.votes.closeness import draw_closeness
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.simulation import cast_votes, refitted, with_places
from leeway.numerics.agreement import vote_probabilities
from leeway.numerics.dynamic_irt import DynamicIrt


def test_only_those_vote_who_voted(tiny_fit: DynamicIrt) -> None:
    cast = cast_votes(tiny_fit, np.random.default_rng(1))
    np.testing.assert_array_equal(cast < 0, tiny_fit.array.votes < 0)
    assert set(np.unique(cast)) == {-1, 0, 1, 2}
    np.testing.assert_array_equal(cast, cast_votes(tiny_fit, np.random.default_rng(1)))
    assert (cast != cast_votes(tiny_fit, np.random.default_rng(2))).any()


def test_votes_are_as_likely_as_the_model_says(tiny_fit: DynamicIrt) -> None:
    casts = np.stack([cast_votes(tiny_fit, np.random.default_rng(seed)) for seed in range(60)])
    lower, upper = tiny_fit.cutpoints()
    array = tiny_fit.array
    eta = np.einsum("jd,jds->js", tiny_fit.items[:, :2], tiny_fit.position[array.period])
    told = vote_probabilities((eta + tiny_fit.deviation[array.node]).T, lower, upper).transpose(1, 0, 2)
    voted = array.votes >= 0
    for answer in (0, 1, 2):
        found, expected = (casts == answer).mean(axis=0)[voted], told[..., answer][voted]
        assert found.mean() == pytest.approx(expected.mean(), abs=0.005)
        error = (found - expected) / np.sqrt(np.maximum(expected * (1.0 - expected), 1e-3) / 60)
        assert error.std() == pytest.approx(1.0, abs=0.15)


def test_the_same_fit_in_its_own_place_changes_nothing(
    tiny_fit: DynamicIrt, tiny_estimates: VoteEstimates
) -> None:
    model = tiny_estimates.model
    again = refitted(model, tiny_fit)
    np.testing.assert_allclose(again.position, model.position, atol=0.05)
    np.testing.assert_allclose(again.upper, model.upper, atol=0.1)
    pair = model.number["FRA"], model.number["FJI"]
    window = (2 * 2010, 2 * 2014 + 1)
    one, other = (draw_closeness(each, *pair, *window, draws=100, seed=1)[1] for each in (model, again))
    np.testing.assert_allclose(one.mean(axis=0), other.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(one.std(axis=0), other.std(axis=0), rtol=0.2)


def test_places_alone_leave_the_roll_calls(tiny_fit: DynamicIrt, tiny_estimates: VoteEstimates) -> None:
    model = tiny_estimates.model
    informative = np.arange(len(model.half_year)) % 2 == 0
    placed = with_places(model, tiny_fit, informative)
    assert placed.slope is model.slope
    assert placed.item_covariance(np.arange(3)).tolist() == model.item_covariance(np.arange(3)).tolist()
    np.testing.assert_array_equal(placed.informative, informative)
    gone = np.isnan(model.position)
    np.testing.assert_array_equal(np.isnan(placed.position), gone)
    assert gone[model.number[tiny.ENTRANT]].any()
