"""Who moved, leg by leg: the one that left, lost its allies, or bought elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.measures.security.moved import by_blocs, by_market, by_others

NAN = float("nan")


def test_who_leaves_the_bloc_moved():
    before, after = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 1.0]])
    assert by_blocs(before, after, -0.5) == (-0.5, 0.0, 0.0)
    assert by_blocs(before[:, ::-1], after[:, ::-1], -0.5) == (0.0, -0.5, 0.0)


def test_a_bloc_that_ends_for_both_is_nobody_s_move():
    assert by_blocs(np.ones((1, 2)), np.zeros((1, 2)), -1.0) == (0.0, 0.0, -1.0)


def test_who_ends_its_obligations_to_others_as_well_moved():
    before = np.array([[NAN, NAN, 3.0, 3.0], [NAN, NAN, 3.0, 3.0]])
    after = np.array([[NAN, NAN, 0.0, 1.0], [NAN, NAN, 3.0, 3.0]])
    assert by_others(before, after, -1.0) == (-1.0, 0.0, 0.0)


def test_an_obligation_ended_with_each_other_alone_is_nobody_s_move():
    both = np.array([[NAN, NAN, 3.0], [NAN, NAN, 3.0]])
    assert by_others(both, both, -1.0) == (0.0, 0.0, -1.0)


def test_a_buyer_that_buys_elsewhere_moved_and_a_seller_that_sells_less_everywhere_did():
    assert by_market((0.6, 0.2), (0.3, 0.3), -0.4) == (pytest.approx(-0.4), pytest.approx(0.0), 0.0)
    assert by_market((0.6, 0.2), (0.3, 0.1), -0.4) == (pytest.approx(0.0), pytest.approx(-0.4), 0.0)
    assert by_market((0.6, 0.3), (0.4, 0.3), -0.3) == (pytest.approx(-0.15), pytest.approx(-0.15), 0.0)


PART = st.sampled_from([0.0, 0.5, 1.0])


@given(st.lists(st.tuples(PART, PART, PART, PART), min_size=1, max_size=6), st.floats(-1, 1))
def test_parts_sum_to_the_change(rows, change):
    values = np.array(rows)
    assert sum(by_blocs(values[:, :2], values[:, 2:], change)) == pytest.approx(change)
    assert sum(by_others(values[:, :2].T, values[:, 2:].T, change)) == pytest.approx(change)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_parts_of_a_share_sum_to_its_change(first, last, before, after):
    parts = by_market((first, last), (before, after), last - first)
    assert sum(parts) == pytest.approx(last - first)
    assert all(part * (last - first) >= 0 for part in parts)
