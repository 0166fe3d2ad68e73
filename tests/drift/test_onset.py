"""Onset: calibrated on simulated paths, silent on flat ones."""

import datetime as dt

import numpy as np
import pytest
from tests.drift.paths import ramp, smoothed, step, whole, wiggle

from leeway.drift.onset import onset, own_evidence

MARGIN = 0.04
PERIODS = 20


def told(path, rng, *, noise=0.05, towards=-1):
    series = smoothed(path, rng, noise=noise)
    return onset(series, *whole(series), margin=MARGIN, towards=towards), series


def test_evidence_is_taken_back_out_of_the_smoothing():
    rng = np.random.default_rng(2)
    series = smoothed(step(PERIODS, 10, -0.2), rng, draws=20_000, noise=0.05)
    precision = series.count / 0.4**2
    value, variance = own_evidence(series.draws)
    assert np.median(np.abs(variance * precision - 1.0)) < 0.2
    prior_pull = np.abs(np.diff(series.mean)).max()
    assert np.abs(np.diff(value)).max() > prior_pull


def test_a_large_step_is_dated_closely():
    found, series = told(step(PERIODS, 12, -0.3), np.random.default_rng(4))
    assert found is not None
    truth = series.times[12].astype(object)
    assert abs(found.median - truth) < dt.timedelta(days=370)
    assert found.low <= truth <= found.high
    assert found.probability.sum() == pytest.approx(1.0)
    assert found.changed > 0.99


def test_a_step_looks_more_sudden_than_a_slope():
    rng = np.random.default_rng(6)
    quick, _ = told(step(PERIODS, 10, -0.3), rng)
    slow, _ = told(ramp(PERIODS, 6, -0.3, 12), rng)
    assert quick is not None
    assert slow is not None
    assert quick.sudden > 0.15 > slow.sudden


@pytest.mark.parametrize("kind", ["step", "slope", "passage"])
def test_intervals_hold_the_true_onset_about_as_often_as_they_say(kind):
    rng = np.random.default_rng(8)
    held = []
    for _ in range(70):
        at = int(rng.integers(3, PERIODS - 4))
        change = {
            "step": step(PERIODS, at, -0.18),
            "slope": ramp(PERIODS, at, -0.18, PERIODS - 1 - at),
            "passage": ramp(PERIODS, at, -0.18, 3),
        }[kind]
        found, series = told(0.7 + wiggle(PERIODS, rng, 0.015) + change, rng)
        if found is not None:
            held.append(found.low <= series.times[at].astype(object) <= found.high)
    assert len(held) > 60
    assert 0.85 <= np.mean(held) <= 1.0


def test_flat_series_mostly_have_no_onset():
    rng = np.random.default_rng(9)
    found = [told(0.7 + wiggle(PERIODS, rng, 0.015), rng)[0] for _ in range(60)]
    assert np.mean([one is None for one in found]) > 0.7


def test_a_change_the_other_way_is_not_the_onset_asked_for():
    path = step(PERIODS, 10, 0.3)
    assert told(path, np.random.default_rng(1), towards=-1)[0] is None
    assert told(path, np.random.default_rng(1), towards=1)[0] is not None
    assert told(path, np.random.default_rng(1), towards=0)[0] is not None


def test_three_periods_date_nothing():
    series = smoothed(step(PERIODS, 2, -0.5), np.random.default_rng(1))
    last = series.times[2].astype(object)
    assert onset(series, whole(series)[0], last, margin=MARGIN) is None
