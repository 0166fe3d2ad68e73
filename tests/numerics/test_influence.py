"""Formal influence against the formula, written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leeway.numerics.influence import formal_influence

PARTS = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
PAIRS = arrays(np.float64, st.tuples(st.integers(1, 8), st.just(5)), elements=PARTS)


@given(PAIRS)
def test_the_sum_of_flows_times_the_sum_of_dependences(parts):
    told = formal_influence(parts[:, :3], parts[:, 3:], scale=6.0)
    for value, (economic, political, security, dependent, armed) in zip(told, parts, strict=True):
        assert value == pytest.approx((economic + political + security) * (dependent + armed) / 6.0)


@given(PAIRS)
def test_the_largest_is_one_and_none_is_below_zero(parts):
    told = formal_influence(parts[:, :3], parts[:, 3:])
    assert told.min() >= 0.0
    assert told.max() == pytest.approx(1.0) or told.max() == 0.0


@given(PAIRS.filter(lambda parts: parts[:, :3].max() > 0.01), st.floats(0.1, 9.0))
def test_the_unit_of_the_components_does_not_matter(parts, unit):
    told = formal_influence(parts[:, :3], parts[:, 3:])
    assert formal_influence(unit * parts[:, :3], parts[:, 3:]) == pytest.approx(told)


def test_every_component_has_the_same_weight():
    flows, needs = np.eye(3), np.ones((3, 2))
    assert formal_influence(flows, needs, scale=2.0).tolist() == [1.0, 1.0, 1.0]
    assert formal_influence(np.ones((2, 3)), np.eye(2), scale=3.0).tolist() == [1.0, 1.0]


def test_no_influence_without_flows_or_without_dependence():
    flows, needs = np.array([[0, 0, 0], [1, 1, 1], [1, 0, 0]]), np.array([[1, 1], [0, 0], [1, 0]])
    assert formal_influence(flows, needs).tolist() == [0.0, 0.0, 1.0]


def test_a_pair_that_lacks_a_component_has_no_value_and_sets_no_scale():
    flows, needs = np.array([[0.5] * 3, [np.nan, 9, 9], [1.0] * 3]), np.ones((3, 2))
    told = formal_influence(flows, needs)
    assert told[[0, 2]].tolist() == [0.5, 1.0]
    assert np.isnan(told[1])


def test_no_pairs_and_pairs_of_nothing_are_no_failure():
    assert formal_influence(np.zeros((0, 3)), np.zeros((0, 2))).shape == (0,)
    assert formal_influence(np.zeros((2, 3)), np.zeros((2, 2))).tolist() == [0.0, 0.0]
