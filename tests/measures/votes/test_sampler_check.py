"""The fast posterior against the sampler, on the tiny record."""

from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.sampler_check import STATES, check_against_sampler
from leeway.numerics.dynamic_irt import DynamicIrt


def test_both_posteriors_are_of_one_size(tiny_fit: DynamicIrt, tiny_estimates: VoteEstimates) -> None:
    model = tiny_estimates.model
    told = check_against_sampler(tiny_fit, model, sweeps=400, seed=3)
    states = min(len(model.states), STATES)
    assert 0 < told["pairs"] <= states * (states - 1) // 2
    assert told["low"] <= told["ratio"] <= told["high"]
    assert 0.5 < told["uncalibrated"] < 3.0
    assert told == check_against_sampler(tiny_fit, model, sweeps=400, seed=3)
