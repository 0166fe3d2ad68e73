"""Fits of invented votes: what was put in is found, and what was not seen is not invented."""

from dataclasses import replace

import numpy as np
import pytest
from tests.numerics.conftest import WIDE
from tests.numerics.invented import Truth, assembly, draw, with_votes

from leeway.numerics.dynamic_irt import DynamicIrt, Priors, VoteArray, extend, fit
from leeway.numerics.dynamic_irt.fitting import place_states


def _shares(model: DynamicIrt, truth: Truth) -> np.ndarray:
    """Share of the variance of the true positions of each dimension that fitted ones tell, (D,)."""
    array = model.array
    alive = np.arange(len(array.clock))[:, None] >= array.entry
    true, found = truth.position.transpose(0, 2, 1)[alive], model.position.transpose(0, 2, 1)[alive]
    found = np.c_[found, np.ones(len(found))]
    left = true - found @ np.linalg.lstsq(found, true, rcond=None)[0]
    return 1.0 - left.var(axis=0) / true.var(axis=0)


def _eta(model: DynamicIrt) -> np.ndarray:
    array = model.array
    slopes = model.items[:, : model.dimensions]
    return np.einsum("jd,jds->js", slopes, model.position[array.period]) + model.deviation[array.node]


def test_positions_are_recovered_up_to_rotation(fitted: DynamicIrt, invented: tuple[VoteArray, Truth]):
    assert fitted.converged
    assert fitted.dimensions == 2
    assert np.all(_shares(fitted, invented[1]) > 0.85)


def test_one_dimension_is_recovered_up_to_sign():
    rng = np.random.default_rng(21)
    array = assembly(rng, states=40, years=5, per_half_year=12, questions=8)
    truth = draw(array, WIDE, np.array([0.0, -0.5, 0.3]), rng)
    array = with_votes(array, truth.cast(array, rng))
    model = fit(array, dimensions=1, priors=WIDE)
    assert _shares(model, truth)[0] > 0.85


def test_linear_predictors_are_recovered(fitted: DynamicIrt, invented: tuple[VoteArray, Truth]):
    array, truth = invented
    seen = array.votes >= 0
    assert np.corrcoef(_eta(fitted)[seen], truth.eta(array)[seen])[0, 1] > 0.88


def test_before_its_entry_a_state_stands_nowhere(fitted: DynamicIrt):
    early = np.arange(len(fitted.array.clock))[:, None] < fitted.array.entry
    assert early.any()
    assert not fitted.position.transpose(0, 2, 1)[early].any()
    assert not fitted.covariance.transpose(0, 2, 1)[early].any()


def test_a_silent_stretch_is_bridged_and_known_less(fitted: DynamicIrt):
    array, state = fitted.array, 4
    silent = (array.period >= 6) & (array.period < 13)
    votes = array.votes.copy()
    votes[silent, state] = -1
    blind = fit(replace(array, votes=votes), dimensions=2, priors=WIDE, position=fitted.position)
    before, inside = blind.covariance[5, [0, 2], state], blind.covariance[9, [0, 2], state]
    assert np.all(inside > 1.5 * before)
    assert np.all(inside > 1.3 * fitted.covariance[9, [0, 2], state])
    path = blind.position[5:14, :, state]
    straight = np.linspace(path[0], path[-1], len(path))
    assert np.allclose(path, straight, atol=0.02)


def test_votes_that_were_not_cast_do_not_matter(fitted: DynamicIrt):
    array = fitted.array
    wider = VoteArray.build(
        np.c_[array.votes, np.full(len(array.votes), -1, np.int8)],
        array.clock[array.period],
        array.clock[array.period] // 2,
        array.question,
    )
    model = fit(wider, dimensions=2, priors=WIDE, sweeps=150, tolerance=1e-3)
    assert np.allclose(_eta(model)[:, :-1], _eta(fitted), atol=0.05)
    assert not model.position[:, :, -1].any()


def test_one_seed_gives_one_fit(invented: tuple[VoteArray, Truth]):
    runs = [fit(invented[0], dimensions=2, priors=WIDE, sweeps=12, starts=2, seed=3) for _ in range(2)]
    assert np.array_equal(runs[0].position, runs[1].position)
    assert np.array_equal(runs[0].items, runs[1].items)
    assert runs[0].log_posterior == runs[1].log_posterior


def test_more_starts_are_never_worse_after_their_trial(invented: tuple[VoteArray, Truth]):
    one, three = (fit(invented[0], dimensions=2, priors=WIDE, sweeps=8, starts=n) for n in (1, 3))
    assert three.log_posterior >= one.log_posterior - 1e-6


def test_a_warm_start_ends_where_a_fit_from_scratch_ends(fitted: DynamicIrt):
    array = fitted.array
    first = 180
    half_year = array.clock[array.period]
    earlier = VoteArray.build(
        array.votes[:first], half_year[:first], half_year[:first] // 2, array.question[:first]
    )
    known = fit(earlier, dimensions=2, priors=WIDE, sweeps=150, tolerance=1e-3)
    warm = extend(known, array, sweeps=25, tolerance=1e-3)
    assert warm.log_posterior == pytest.approx(fitted.log_posterior, abs=4.0)
    seen = array.votes >= 0
    assert np.abs(_eta(warm) - _eta(fitted))[seen].mean() < 0.08


def test_a_warm_start_wants_the_roll_calls_it_knows(fitted: DynamicIrt):
    array = fitted.array
    half_year = array.clock[array.period]
    other = VoteArray.build(array.votes[10:], half_year[10:], half_year[10:] // 2, array.question[10:])
    with pytest.raises(ValueError, match="does not begin with the roll calls of the earlier fit"):
        extend(fitted, other)


def test_states_find_their_places_again_with_the_roll_calls_held(fitted: DynamicIrt):
    placed = place_states(fitted, fitted.array, sweeps=40, tolerance=1e-4)
    assert np.array_equal(placed.items, fitted.items)
    seen = fitted.array.votes >= 0
    assert np.abs(_eta(placed) - _eta(fitted))[seen].mean() < 0.05


def test_fewer_than_one_dimension_is_refused(invented: tuple[VoteArray, Truth]):
    with pytest.raises(ValueError, match="dimensions must be 1 or more, not 0"):
        fit(invented[0], dimensions=0)


def test_cutpoints_surround_the_location(fitted: DynamicIrt):
    lower, upper = fitted.cutpoints()
    assert np.all(lower < upper)
    assert np.allclose(0.5 * (lower + upper), fitted.items[:, 2])


def test_a_tighter_walk_moves_less(invented: tuple[VoteArray, Truth]):
    array = invented[0]
    steps = []
    for sd in (0.05, 0.5):
        model = fit(array, dimensions=2, priors=replace(WIDE, walk_sd=sd))
        steps.append(np.abs(np.diff(model.position[:, :, array.entry == 0], axis=0)).mean())
    assert steps[0] < 0.3 * steps[1]


def test_unanimity_says_nothing_of_positions():
    votes = np.full((30, 6), 2, np.int8)
    year = np.repeat(np.arange(2000, 2015), 2)
    model = fit(VoteArray.build(votes, 2 * year, year, np.full(30, -1)), dimensions=2, priors=Priors())
    assert np.abs(model.items[:, :2] @ model.position[-1]).max() < 0.3
    assert np.all(model.items[:, 2] < -2)
