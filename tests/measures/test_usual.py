"""What pairs usually move: by size, by time, and by what share of them stays inside."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from leeway.measures.usual import UsualChanges, usual_changes


def walks(periods: int, step: float = 0.02, pairs: int = 400) -> NDArray[np.float64]:
    generator = np.random.default_rng(0)
    return 0.3 + np.cumsum(generator.normal(0.0, step, (pairs, periods)), axis=1)


def test_what_walks_moves_more_in_more_time() -> None:
    usual = usual_changes(walks(16), gaps=(1, 4, 9))
    assert usual is not None
    short, long = (float(usual.at(np.array([0.3]), gap)[0]) for gap in (1.0, 9.0))
    assert short == pytest.approx(0.67 * 0.02, rel=0.3)
    assert long > 2.0 * short


def test_more_pairs_stay_inside_where_more_are_asked_to() -> None:
    half, most = (usual_changes(walks(16), gaps=(4,), share=share) for share in (0.5, 0.9))
    assert half is not None
    assert most is not None
    size = np.array([0.3])
    assert float(most.at(size, 4.0)[0]) > 2.0 * float(half.at(size, 4.0)[0])


@pytest.mark.parametrize("periods", [2, 15, 16, 17, 18])
def test_a_gap_that_leaves_no_room_for_its_stretches_is_not_measured(periods: int) -> None:
    usual = usual_changes(walks(periods), gaps=(1, 15, 16))
    assert usual is not None
    assert usual.gaps == {2: (1,), 15: (1,), 16: (1,), 17: (1,), 18: (1, 15)}[periods]


def test_too_few_pairs_are_nothing() -> None:
    assert usual_changes(walks(3, pairs=5), gaps=(1,)) is None
    assert usual_changes(np.full((400, 6), np.nan), gaps=(1, 3)) is None
    assert usual_changes(np.full((400, 6), 1e-6), gaps=(1, 3)) is None


def test_below_the_smallest_size_it_shrinks_and_beyond_the_largest_it_stays() -> None:
    usual = UsualChanges((1,), ([(0.1, 0.02), (0.4, 0.05)],))
    np.testing.assert_allclose(usual.at(np.array([0.05, 0.1, 0.25, 2.0]), 1.0), [0.01, 0.02, 0.035, 0.05])


@pytest.mark.parametrize("gap", [0.0, 1.0, 2.5, 4.0, 7.9, 9.0, 30.0])
def test_between_two_gaps_it_is_drawn_straight(gap: float) -> None:
    gaps, usual = (1, 4, 9), ((0.1, 0.01, 0.2), (0.4, 0.02, 0.1), (0.3, 0.05, 0.6))
    told = UsualChanges(gaps, tuple([(0.1, one), (0.5, two), (0.9, three)] for one, two, three in usual))
    expected = [np.interp(gap, gaps, column) for column in np.array(usual).T]
    np.testing.assert_allclose(told.at(np.array([0.1, 0.5, 0.9]), gap), expected, atol=1e-15)
