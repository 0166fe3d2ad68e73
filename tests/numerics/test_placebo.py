"""A change after an event against placebos before it: size, power, and what it must not notice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeway.numerics.placebo import PlaceboTest, placebo_test

BEFORE, GAP, LENGTH = 26, 2, 7
WHOLE = BEFORE + GAP + LENGTH


def _paths(kept: float, number: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    shocks = generator.standard_normal((number, WHOLE))
    if kept < 1.0:
        shocks[:, 0] /= np.sqrt(1.0 - kept**2)
    for period in range(1, WHOLE):
        shocks[:, period] += kept * shocks[:, period - 1]
    return shocks


def _test(values: np.ndarray) -> PlaceboTest:
    return placebo_test(values, before=BEFORE, gap=GAP, length=LENGTH)


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.8])
def test_quiet_series_fail_as_often_as_the_level_says(kept: float) -> None:
    p_values = np.array([_test(path).p_value for path in _paths(kept, 800, seed=int(10 * kept))])
    for level in (0.05, 0.2):
        error = 4.0 * np.sqrt(level * (1.0 - level) / 800)
        assert abs((p_values < level).mean() - level) < error + 0.02


def test_counting_placebos_that_stray_as_far_is_no_test() -> None:
    """Why the p-value is not their share: in persistent series it fails far too often."""
    told = [_test(path) for path in _paths(0.8, 400, seed=3)]
    assert np.mean([one.outside for one in told]) > 0.12


def test_a_step_after_the_event_is_seen() -> None:
    step = 3.0 * (np.arange(WHOLE) >= BEFORE)
    found = [_test(path + step).p_value < 0.05 for path in _paths(0.3, 200, seed=4)]
    assert np.mean(found) > 0.95


def test_a_step_within_the_gap_only_is_not_counted() -> None:
    quiet = _paths(0.0, 1, seed=5)[0]
    loud = quiet.copy()
    loud[BEFORE : BEFORE + GAP] += 50.0
    assert _test(loud).change == _test(quiet).change


@given(scale=st.floats(0.01, 100), shift=st.floats(-50, 50), seed=st.integers(0, 50))
@settings(max_examples=25, deadline=None)
def test_units_and_level_do_not_count(scale: float, shift: float, seed: int) -> None:
    path = _paths(0.3, 1, seed)[0]
    plain, moved = _test(path), _test(scale * path + shift)
    assert moved.p_value == pytest.approx(plain.p_value, abs=2e-3)
    assert moved.change == pytest.approx(scale * plain.change, abs=1e-6 * scale + 1e-9)
    assert moved.largest == pytest.approx(scale * plain.largest, rel=1e-6, abs=1e-9)


def test_placebos_are_windows_against_all_other_periods_before() -> None:
    path = _paths(0.0, 1, seed=6)[0]
    told = _test(path)
    assert len(told.placebos) == BEFORE - LENGTH + 1
    window = np.zeros(BEFORE, dtype=bool)
    window[4 : 4 + LENGTH] = True
    assert told.placebos[4] == pytest.approx(path[:BEFORE][window].mean() - path[:BEFORE][~window].mean())


def test_a_flat_past_makes_any_change_certain_and_none_none() -> None:
    flat = np.zeros(WHOLE)
    assert _test(flat).p_value == 1.0
    assert _test(flat + (np.arange(WHOLE) >= BEFORE)).p_value < 0.01


def test_persistence_is_found() -> None:
    low = np.mean([_test(path).persistence for path in _paths(0.0, 50, seed=7)])
    high = np.mean([_test(path).persistence for path in _paths(0.87, 50, seed=7)])
    assert low < 0.3 < 0.6 < high


def test_what_is_said_to_be_visible_is_where_a_rise_begins_to_stand_out() -> None:
    after = np.arange(WHOLE) >= BEFORE + GAP
    for path in _paths(0.3, 20, seed=8):
        told = _test(path)
        assert 0.0 < told.visible < np.inf
        above, below = (path + (factor * told.visible - told.change) * after for factor in (1.05, 0.9))
        assert _test(above).p_rise < 0.05
        assert _test(below).p_rise > 0.05


@pytest.mark.parametrize("kept", [0.0, 0.6, 0.87, 1.0])
def test_quiet_series_are_called_moved_as_rarely_as_is_said(kept: float) -> None:
    """At the 5% level, over a thousand series: within three standard errors, random walks included."""
    told = np.array([_test(path).p_value < 0.05 for path in _paths(kept, 1000, seed=12)])
    assert told.mean() == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / 1000))


@pytest.mark.parametrize(("number", "before", "length"), [(20, 9, 7), (30, 26, 7)])
def test_too_little_is_told(number: int, before: int, length: int) -> None:
    with pytest.raises(ValueError, match=rf"{number} values: {before} before, 2 to settle, {length} after"):
        placebo_test(np.zeros(number), before=before, gap=2, length=length)
