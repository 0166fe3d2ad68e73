"""Votes drawn from the dynamic model itself, so that what a fit should find is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt.kernels import GAP_FLOOR
from leeway.numerics.dynamic_irt.layout import VoteArray
from leeway.numerics.dynamic_irt.predict import category_probabilities
from leeway.numerics.dynamic_irt.priors import Priors

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Truth:
    """Parameters in the layout of a fitted model, all in double precision."""

    position: Doubles
    items: Doubles
    means: Doubles
    deviation: Doubles

    def eta(self, array: VoteArray) -> Doubles:
        """Linear predictor of every vote, (J, S)."""
        slopes = self.items[:, : self.position.shape[1]]
        return np.einsum("jd,jds->js", slopes, self.position[array.period]) + self.deviation[array.node]

    def cast(self, array: VoteArray, rng: np.random.Generator) -> NDArray[np.int8]:
        """Votes of all who voted in `array`."""
        half = 0.5 * (np.exp(self.items[:, -1:]) + GAP_FLOOR)
        centre = self.items[:, -2:-1]
        chance = category_probabilities(self.eta(array), centre - half, centre + half)
        drawn = (rng.random(array.votes.shape)[..., None] > chance.cumsum(axis=-1)[..., :2]).sum(axis=-1)
        return np.where(array.votes >= 0, drawn, -1).astype(np.int8)


def draw(array: VoteArray, priors: Priors, root: Doubles, rng: np.random.Generator) -> Truth:
    """Parameters drawn from the prior; `root` has D + 2 entries."""
    dims, states = len(root) - 2, array.votes.shape[1]
    sd = np.r_[np.full(dims, priors.slope_sd), priors.location_sd, priors.gap_sd]
    tie = np.r_[np.full(dims, priors.slope_tie_sd), priors.location_tie_sd, priors.gap_tie_sd]
    means = root + rng.normal(size=(array.questions, dims + 2)) * sd
    tied = array.question >= 0
    items = root + rng.normal(size=(len(tied), dims + 2)) * sd
    items[tied] = means[array.question[tied]] + rng.normal(size=(tied.sum(), dims + 2)) * tie
    position = np.zeros((len(array.clock), dims, states))
    for t in range(len(array.clock)):
        moving = t > array.entry
        if t > 0:
            years = (array.clock[t] - array.clock[t - 1]) / priors.periods_per_year
            step = rng.normal(size=(dims, states)) * priors.walk_sd * np.sqrt(years)
            position[t] = np.where(moving, position[t - 1] + step, 0.0)
        position[t][:, array.entry == t] = rng.normal(size=(dims, (array.entry == t).sum())) * priors.entry_sd
    nodes = len(array.node_year)
    deviation = np.zeros((nodes + 1, states))
    for m in range(nodes):
        fresh = rng.normal(size=states) * priors.deviation_sd
        if m > 0 and array.node_question[m] == array.node_question[m - 1]:
            elapsed = array.node_year[m] - array.node_year[m - 1]
            decay = np.exp(-elapsed / priors.deviation_years)
            fresh = decay * deviation[m - 1] + np.sqrt(1.0 - decay**2) * fresh
        deviation[m] = fresh
    return Truth(position=position, items=items, means=means, deviation=deviation)


def assembly(
    rng: np.random.Generator, *, states: int, years: int, per_half_year: int, questions: int, late: int = 0
) -> VoteArray:
    """Who voted on what, half-year by half-year from 2000; the votes themselves are all abstentions.

    Two in three roll calls are on recurring questions, a vote in ten is missing, and the last `late` states
    enter half way.
    """
    half_year = np.repeat(np.arange(4000, 4000 + 2 * years), per_half_year)
    question = np.where(rng.random(len(half_year)) < 2 / 3, rng.integers(questions, size=len(half_year)), -1)
    question[:questions] = np.arange(questions)
    votes = np.where(rng.random((len(half_year), states)) < 0.9, 1, -1).astype(np.int8)
    votes[: len(half_year) // 2, states - late :] = -1
    votes[0, : states - late] = 1
    return VoteArray.build(votes, half_year, half_year // 2, question)


def with_votes(array: VoteArray, votes: NDArray[np.int8]) -> VoteArray:
    """The same roll calls with other votes by the same states."""
    return replace(array, votes=votes)
