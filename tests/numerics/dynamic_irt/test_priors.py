"""Priors in the form that the kernels take."""

import dataclasses

import numpy as np
import pytest

from leeway.numerics.dynamic_irt import Priors, VoteArray
from leeway.numerics.dynamic_irt.fitting import deviation_precision, walk_precision


def test_a_walk_adds_its_variance_year_by_year_whatever_the_clock():
    clock = np.array([4000, 4001, 4002, 4007, 4020])
    link = walk_precision(clock, Priors(walk_sd=0.3, periods_per_year=2.0))
    assert link[0] == link[-1] == 0.0
    assert np.allclose(1.0 / link[1:-1], 0.09 * np.diff(clock) / 2.0)


def test_deviations_are_stationary_and_forget_exponentially():
    year = np.array([2000, 2001, 2001, 2004, 2010, 2010])
    question = np.array([0, 0, 1, 0, 0, 1])
    array = VoteArray.build(np.zeros((6, 1), np.int8), 2 * year, year, question)
    links, owns = deviation_precision(array, Priors(deviation_sd=1.5, deviation_years=8.0))
    precision = np.diag(owns) - np.diag(links[1:-1], 1) - np.diag(links[1:-1], -1)
    apart = np.abs(array.node_year[:, None] - array.node_year[None, :])
    same = array.node_question[:, None] == array.node_question[None, :]
    expected = np.where(same, 1.5**2 * np.exp(-apart / 8.0), 0.0)
    assert np.allclose(np.linalg.inv(precision), expected, atol=1e-5)


def test_priors_cannot_be_changed_once_chosen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Priors().walk_sd = 1.0
