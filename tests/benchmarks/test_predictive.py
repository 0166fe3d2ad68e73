"""Votes held back, and what foretelling them is worth."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.setting import Setting
from benchmarks.validation import held_out
from benchmarks.validation import predictive as say

from leeway.numerics.dynamic_irt.fitting import DynamicIrt


def test_held_out_votes_are_gone_from_the_fit_and_known_to_the_judge(setting: Setting) -> None:
    assembly = setting.assembly
    held = say.random_votes(assembly, share=0.1, seed=1)
    assert (held.votes[held.row, held.column] == -1).all()
    assert (held.truth == assembly.votes[held.row, held.column]).all()
    assert ((held.votes >= 0).sum() + len(held.row)) == (assembly.votes >= 0).sum()


def test_whole_years_of_a_state_are_held_out(setting: Setting) -> None:
    assembly = setting.assembly
    held = say.state_years(assembly, share=0.1, seed=1)
    assert len(held.row)
    for row, column in zip(held.row, held.column, strict=True):
        assert (held.votes[assembly.year == assembly.year[row], column] == -1).all()


def test_scores_of_certainty_and_of_ignorance() -> None:
    truth = np.array([0, 1, 2, 2], np.int8)
    sure, unsure = np.eye(3)[truth], np.full((4, 3), 1 / 3)
    session = np.array([1, 1, 30, 70])
    assert say.scores(sure, truth, session)["log-loss"] == pytest.approx(0.0, abs=1e-8)
    told = say.scores(unsure, truth, session)
    assert told["log-loss"] == pytest.approx(np.log(3))
    assert told["s1-20"] == pytest.approx(np.log(3))
    assert np.isnan(told["s47-63"])


def test_paired_gain_counts_roll_calls_not_votes() -> None:
    fall = np.repeat([0.1, 0.3], 50)
    zero = np.zeros(100)
    mean, error = say.paired_gain(fall, zero, np.repeat([0, 1], 50))
    assert mean == pytest.approx(0.2)
    assert error == pytest.approx(0.1 / np.sqrt(2))
    assert say.paired_gain(fall, zero, np.arange(100))[1] < error / 5


def test_the_model_foretells_better_than_shares_do(setting: Setting) -> None:
    told = held_out.measure(setting.assembly, most=2)
    assert told["deviations"][1]["mode"]["log-loss"] < 0.7 * told["shares"]["log-loss"]
    assert told["deviations"][1]["mode"]["accuracy"] > told["shares"]["accuracy"]


def test_integrating_uncertainty_moves_probabilities_towards_the_middle(small_fit: DynamicIrt) -> None:
    row, column = np.nonzero(small_fit.array.votes >= 0)
    modal, whole = (say.probabilities(small_fit, row, column, integrated=flag) for flag in (False, True))
    assert whole.sum(axis=1) == pytest.approx(np.ones(len(row)))
    assert (say.spread(small_fit, row, column) > 0).all()
    assert whole.max(axis=1).mean() < modal.max(axis=1).mean()
