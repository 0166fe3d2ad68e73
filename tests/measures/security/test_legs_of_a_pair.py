"""Legs of the line: what counts, where it is known, and what is uncertain of it."""

from __future__ import annotations

import numpy as np
import pytest

from leeway.measures.security.blocs import shared
from leeway.measures.security.legs import LegDraws, alliance_leg, arms_leg, bloc_leg, ends_of, together

NAN = float("nan")
SURE = (0.0, 1.0, 0.0)


def leg(name: str, *values: float) -> LegDraws:
    told = np.array(values)
    return LegDraws(name, told, told[None, :].repeat(3, axis=0), np.ones(told.size, dtype=np.int64))


def generator() -> np.random.Generator:
    return np.random.default_rng(5)


def test_a_leg_counts_only_if_it_is_known_at_both_ends_and_there_was_something():
    ends = ends_of(4)
    assert leg("arms", 0.2, NAN, NAN, 0.1).counted(ends)
    assert not leg("arms", 0.2, 0.3, 0.4, NAN).counted(ends)
    assert not leg("arms", 0.0, 0.0, 0.0, 0.0).counted(ends)


def test_the_line_is_the_mean_of_the_legs_that_count():
    told = together(
        [leg("alliances", 1.0, 1.0, 1.0), leg("arms", 0.5, NAN, 0.1), leg("blocs", 0, 0, 0)], ends_of(3)
    )
    assert told.value[[0, 2]] == pytest.approx([0.75, 0.55])
    assert np.isnan(told.value[1])
    assert told.count.tolist() == [2, 2, 2]


def test_nothing_that_counts_is_no_number():
    told = together([leg("alliances", NAN, NAN), leg("arms", 0.5, NAN)], ends_of(2))
    assert np.isnan(told.value).all()
    assert np.isnan(told.draws).all()


def test_levels_run_from_nothing_to_defence():
    told = alliance_leg(np.array([0, 0, 1, 2, 3, 3.0]), SURE, 4, generator())
    assert told.value == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert (told.draws == told.value).all()


def test_a_turn_may_have_been_a_year_earlier_or_later():
    level = np.array([3, 3, 3, 0, 0, 0.0])
    told = alliance_leg(level, (0.5, 0.0, 0.5), 200, generator())
    paths = {tuple(path) for path in told.draws.tolist()}
    assert paths == {(1.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0, 0.0)}


def test_an_alliance_is_not_carried_beyond_its_source():
    told = alliance_leg(np.array([3, 3, 3, NAN, NAN]), (0.3, 0.4, 0.3), 50, generator())
    assert told.known.tolist() == [True, True, False]


def test_a_change_of_blocs_between_two_known_years_may_be_in_any():
    told = bloc_leg(np.array([1.0, NAN, NAN, 0.0]), np.ones(4, dtype=np.int64), 300, generator())
    assert {tuple(path) for path in told.draws.tolist()} == {(1, 0, 0, 0), (1, 1, 0, 0), (1, 1, 1, 0)}
    assert not bloc_leg(np.array([1.0, NAN]), np.ones(2, dtype=np.int64), 3, generator()).known[1]


def test_the_larger_direction_of_arms_is_the_leg():
    share = np.array([[0.9, 0.2, NAN], [0.1, 0.6, NAN]])
    told = arms_leg(share, np.full((2, 3), 1e6), np.array([3, 2, 0]), 10, generator())
    assert told.value[:2] == pytest.approx([0.9, 0.6])
    assert told.draws[:, :2].mean(axis=0) == pytest.approx([0.9, 0.6], abs=0.01)
    assert np.isnan(told.value[2])


def weights(*organisations) -> np.ndarray:
    return np.array(organisations, dtype=np.float32)


def test_blocs_in_common_by_hand():
    one_leaves = [[1, 1], [1, 0]]
    both_in, only_ours = [[1, 1], [1, 1]], [[0.5, 0.5], [0, 0]]
    told = shared(weights(one_leaves, both_in, only_ours), 0, 1, ends_of(2))
    assert told == pytest.approx([1.0, 0.5])


def test_a_bloc_joined_without_the_partner_takes_nothing_away():
    in_common, ours_alone = [[1, 1], [1, 1]], [[0, 1], [0, 0]]
    assert shared(weights(in_common, ours_alone), 0, 1, ends_of(2)) == pytest.approx([1, 1])


def test_a_bloc_joined_together_and_a_freeze_count():
    in_common, joined, frozen = [[1, 1], [1, 1]], [[0, 1], [0, 1]], [[1, 0.5], [1, 1]]
    told = shared(weights(in_common, joined, frozen), 0, 1, ends_of(2))
    assert told == pytest.approx([2 / 3, 2.5 / 3])


def test_an_organisation_unknown_at_one_end_is_not_compared():
    joined_late = [[0, 1, 1], [NAN, 1, 1]]
    always = [[1, 1, 1], [1, 1, 1]]
    assert shared(weights(joined_late, always), 0, 1, ends_of(3)) == pytest.approx([1, 1, 1])


def test_a_year_unknown_between_the_ends_is_no_number():
    gap = [[1, NAN, 1], [1, 1, 1]]
    told = shared(weights(gap), 0, 1, ends_of(3))
    assert told[[0, 2]] == pytest.approx([1, 1])
    assert np.isnan(told[1])


def test_two_without_any_bloc_share_nothing():
    assert shared(weights([[0, 0], [0, 0]]), 0, 1, ends_of(2)) == pytest.approx([0, 0])
