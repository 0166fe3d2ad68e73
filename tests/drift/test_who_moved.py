"""Shares of a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.drift.who_moved import who_moved

part = st.floats(min_value=-0.5, max_value=0.5)


@given(part, part, part)
def test_shares_sum_to_one_and_never_leave_zero_to_one(state, partner, agenda):
    moved = who_moved((state, partner, agenda), (1e-6, 1e-6, 1e-6))
    if moved is None:
        assert abs(state + partner + agenda) < 1e-4
    else:
        shares = (moved.state, moved.partner, moved.agenda)
        assert sum(shares) == pytest.approx(1.0)
        assert all(0.0 <= share <= 1.0 for share in shares)


def test_opposite_parts_are_marked_and_stay_within_one():
    moved = who_moved((-0.20, 0.12, 0.0), (0.01, 0.01, 0.01))
    assert moved is not None
    assert moved.opposed
    assert moved.state == pytest.approx(0.625)


def test_a_small_counterweight_is_not_called_opposed():
    moved = who_moved((-0.20, 0.01, -0.05), (0.01, 0.01, 0.01))
    assert moved is not None
    assert not moved.opposed


def test_a_change_that_may_be_nothing_is_not_shared_out():
    assert who_moved((-0.02, -0.01, 0.0), (0.02, 0.02, 0.01)) is None
    assert who_moved((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)) is None
