"""The margin that usual pairs argue."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leeway.numerics.usual_wiggle import margin_from, usual_change, usual_change_by_size

STEPS = arrays(np.float64, st.integers(1, 40), elements=st.floats(0.01, 9.0))


def test_movers_have_no_say_in_the_margin():
    rng = np.random.default_rng(2)
    noise = rng.uniform(0.005, 0.03, size=20_000)
    quiet = rng.normal(scale=0.025, size=20_000) + noise * rng.normal(size=20_000)
    moved = quiet.copy()
    moved[:1000] -= 0.5
    assert margin_from(quiet, noise) == pytest.approx(0.025, rel=0.05)
    assert margin_from(moved, noise) == pytest.approx(margin_from(quiet, noise), rel=0.1)


def test_noise_alone_argues_no_margin():
    rng = np.random.default_rng(3)
    with pytest.raises(ValueError, match="no margin"):
        margin_from(rng.normal(scale=0.01, size=500), np.full(500, 0.02))
    with pytest.raises(ValueError, match="0 changes"):
        margin_from(np.zeros(0), np.zeros(0))


@given(STEPS, st.integers(0, 200), st.randoms())
def test_pairs_that_never_change_and_the_way_of_a_change_have_no_say(steps, quiet, order):
    signs = np.array([order.choice([-1.0, 1.0]) for _ in steps])
    told = usual_change(np.concatenate([np.zeros(quiet), signs * steps]))
    assert told == pytest.approx(np.median(steps))


@given(STEPS, st.floats(0.1, 10.0))
def test_the_usual_change_has_the_unit_of_the_changes(steps, unit):
    assert usual_change(unit * steps) == pytest.approx(unit * usual_change(steps))


def test_where_nothing_changes_no_margin_can_be_argued():
    with pytest.raises(ValueError, match="3 changes, none of them of any size"):
        usual_change(np.array([0.0, 1e-12, -1e-12]))
    with pytest.raises(ValueError, match="0 changes"):
        usual_change(np.zeros(0))


def test_a_few_great_moves_do_not_widen_the_usual_change():
    assert usual_change(np.array([0.1] * 9 + [5.0] * 4)) == pytest.approx(0.1)


@given(STEPS, st.integers(1, 12), st.randoms())
def test_groups_of_about_one_size_hold_every_change_once(steps, each, order):
    sizes = 10.0 * steps
    told = usual_change_by_size(steps, sizes, each=each)
    assert len(told) == max(1, steps.size // each)
    assert [size for size, _ in told] == sorted(size for size, _ in told)
    for size, usual in told:
        assert usual == pytest.approx(size / 10.0)
    shuffled = np.array(order.sample(range(steps.size), steps.size))
    assert usual_change_by_size(steps[shuffled], sizes[shuffled], each=each) == told


def test_what_is_larger_may_change_by_more():
    changes, sizes = np.array([-0.4, 0.1, 0.3, -0.1]), np.array([8.0, 1.0, 9.0, 2.0])
    told = usual_change_by_size(changes, sizes, each=2)
    assert [size for size, _ in told] == [1.5, 8.5]
    assert [usual for _, usual in told] == pytest.approx([0.1, 0.35])


def test_fewer_than_a_group_are_one_and_none_are_no_failure():
    assert usual_change_by_size(np.array([0.1, 0.3]), np.array([1.0, 3.0]), each=200) == [(2.0, 0.2)]
    assert usual_change_by_size(np.zeros(0), np.zeros(0), each=2) == []
