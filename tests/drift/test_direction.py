"""Direction: the change, its probabilities, and what it could have seen."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.drift.paths import half_year_times, smoothed, step, whole

from leeway.drift.direction import (
    FEWEST_OBSERVATIONS,
    detectable_change,
    direction,
    direction_between,
    stretches,
)
from leeway.numerics.normal import cumulative
from leeway.series import Series

SINCE, UNTIL = dt.date(2014, 1, 1), dt.date(2023, 12, 31)


def invented(values, *, sd=0.01, count=40, seed=3):
    periods = len(values)
    rng = np.random.default_rng(seed)
    mean = np.asarray(values, dtype=float)
    times = half_year_times(4028, periods)
    return Series(
        state="AAA",
        partner="BBB",
        line="votes",
        group="positions",
        unit="points",
        times=times,
        labels=tuple(str(number) for number in range(periods)),
        mean=mean,
        draws=mean + rng.normal(scale=sd, size=(4000, periods)),
        count=np.full(periods, count),
        covered=(SINCE, UNTIL),
    )


@given(
    st.dates(dt.date(1946, 1, 1), dt.date(2020, 1, 1)),
    st.integers(min_value=1, max_value=30_000),
)
def test_stretches_lie_apart_inside_the_window_and_are_equally_long(since, days):
    until = since + dt.timedelta(days=days)
    before, after = stretches(since, until)
    assert since == before[0] <= before[1] < after[0] <= after[1] == until
    lengths = before[1] - before[0], after[1] - after[0]
    assert abs(lengths[0] - lengths[1]) <= dt.timedelta(days=1)
    assert max(lengths) <= dt.timedelta(days=1096)


def test_an_inverted_window_is_refused():
    with pytest.raises(ValueError, match="window from"):
        stretches(UNTIL, SINCE)


@pytest.mark.parametrize(
    ("size", "answer"), [(-0.2, "away"), (0.2, "closer"), (0.0, "still")], ids=["fall", "rise", "flat"]
)
def test_a_plain_change_is_named(size, answer):
    told = direction(invented(step(20, 10, size) + 0.7), SINCE, UNTIL, margin=0.04)
    assert told.answer == answer
    assert told.probability == getattr(told, answer) > 0.99
    assert told.mean == pytest.approx(size, abs=0.005)
    assert told.low < told.mean < told.high
    assert told.away + told.still + told.closer == pytest.approx(1.0)
    assert told.probability < 1.0


def test_only_the_ends_of_the_window_are_compared():
    bump = np.full(20, 0.7)
    bump[8:12] = 0.2
    assert direction(invented(bump), SINCE, UNTIL, margin=0.04).answer == "still"


def test_few_observations_make_it_unclear_however_large_the_change():
    told = direction(invented(step(20, 10, -0.5), count=1), SINCE, UNTIL, margin=0.04)
    assert told.before.observations == 6 < FEWEST_OBSERVATIONS
    assert (told.answer, told.reason) == ("unclear", "few observations")
    assert told.probability == told.away


def test_no_likely_direction_is_unclear():
    told = direction(invented(step(20, 10, -0.05), sd=0.4), SINCE, UNTIL, margin=0.1)
    assert (told.answer, told.reason) == ("unclear", "no direction likely")
    assert max(told.away, told.still, told.closer) < 0.5


def test_two_given_stretches_agree_with_the_window_that_makes_them():
    series = invented(np.linspace(0.8, 0.6, 20))
    before, after = stretches(SINCE, UNTIL)
    window, between = (
        direction(series, SINCE, UNTIL, margin=0.04),
        direction_between(series, before, after, margin=0.04),
    )
    assert window.mean == between.mean
    assert window.before == between.before


def test_a_short_window_compares_its_two_periods():
    told = direction(invented(step(20, 1, -0.2)), dt.date(2014, 1, 1), dt.date(2014, 12, 31), margin=0.04)
    assert (told.before.periods, told.after.periods) == (1, 1)
    assert told.answer == "away"


def test_a_window_inside_one_period_is_refused():
    with pytest.raises(ValueError, match="1 period"):
        direction(invented(np.zeros(20)), dt.date(2014, 3, 1), dt.date(2014, 5, 1), margin=0.04)


def test_detectable_is_seen_four_times_in_five():
    rng = np.random.default_rng(11)
    sd, margin = 0.03, 0.04
    size = detectable_change(sd, margin)
    estimates = -size + rng.normal(scale=sd, size=40_000)
    away = cumulative((-margin - estimates) / sd)
    assert np.mean(away > 0.8) == pytest.approx(0.8, abs=0.01)


def test_intervals_hold_the_true_change_as_often_as_they_say():
    rng = np.random.default_rng(5)
    held = []
    for _ in range(150):
        path = 0.7 + np.cumsum(rng.normal(scale=0.035, size=20))
        series = smoothed(path, rng, draws=200, noise=0.05)
        told = direction(series, *whole(series), margin=0.04)
        truth = path[-6:].mean() - path[:6].mean()
        held.append(told.low <= truth <= told.high)
    assert 0.83 <= np.mean(held) <= 0.96
