"""The one break in a level, found without being told the date."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeway.numerics.one_break import one_break


def _by_hand(values: np.ndarray, shortest: int) -> int:
    places = range(shortest, len(values) - shortest + 1)
    rest = {
        place: sum(((side - side.mean()) ** 2).sum() for side in (values[:place], values[place:]))
        for place in places
    }
    return min(rest, key=rest.__getitem__)


@given(seed=st.integers(0, 10_000), number=st.integers(6, 40))
@settings(max_examples=60, deadline=None)
def test_it_is_the_split_that_leaves_least(seed: int, number: int) -> None:
    values = np.random.default_rng(seed).normal(size=number)
    found = one_break(values)
    assert found.place == _by_hand(values, 3)
    assert found.step == pytest.approx(values[found.place :].mean() - values[: found.place].mean())
    assert found.weights.sum() == pytest.approx(1.0)
    assert 0.0 <= found.explained <= 1.0


@pytest.mark.parametrize(("place", "step"), list(itertools.product((5, 20, 31), (-2.0, 3.0))))
def test_a_clear_break_is_found_where_it_is(place: int, step: float) -> None:
    noise = 0.3 * np.random.default_rng(place).normal(size=36)
    found = one_break(noise + step * (np.arange(36) >= place))
    low, high = found.interval()
    assert low <= place <= high
    assert abs(found.place - place) <= 1
    assert found.weights[low : high + 1].sum() >= 0.9


def test_without_a_break_no_place_is_sure() -> None:
    spread = [
        np.subtract(*reversed(one_break(np.random.default_rng(seed).normal(size=36)).interval()))
        for seed in range(40)
    ]
    assert np.mean(spread) > 12


def test_a_level_series_has_a_break_that_explains_nothing() -> None:
    found = one_break(np.full(12, 2.5))
    assert (found.step, found.explained) == (0.0, 0.0)


def test_too_short_a_series_is_refused() -> None:
    with pytest.raises(ValueError, match="5 values for two levels of at least 3"):
        one_break(np.zeros(5))
