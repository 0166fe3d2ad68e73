"""Series: what it refuses and how it is cut."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from leeway.series import Series

PERIODS = 5


def series(**changed: object) -> Series:
    generator = np.random.default_rng(7)
    draws = generator.normal(0.6, 0.05, (200, PERIODS))
    given: dict[str, object] = {
        "state": "KAZ",
        "partner": "RUS",
        "line": "votes",
        "group": "positions",
        "unit": "share",
        "times": np.array(
            ["2020-04-01", "2020-10-01", "2021-04-01", "2021-10-01", "2022-04-01"], "datetime64[D]"
        ),
        "labels": ("2020H1", "2020H2", "2021H1", "2021H2", "2022H1"),
        "mean": draws.mean(axis=0),
        "draws": draws,
        "count": np.array([10, 40, 12, 38, 11]),
        "covered": (dt.date(2020, 1, 14), dt.date(2022, 6, 28)),
        "lineage": ("un_votes",),
    }
    return Series(**(given | changed))  # type: ignore[arg-type]


def test_a_series_is_cut_by_days_both_included() -> None:
    whole = series()
    part = whole.between(dt.date(2020, 10, 1), dt.date(2021, 10, 1))
    assert part.labels == ("2020H2", "2021H1", "2021H2")
    np.testing.assert_array_equal(part.draws, whole.draws[:, 1:4])
    np.testing.assert_array_equal(part.mean, whole.mean[1:4])
    np.testing.assert_array_equal(part.count, [40, 12, 38])
    kept = {"state", "partner", "line", "group", "unit", "covered", "lineage"}
    assert all(getattr(part, name) == getattr(whole, name) for name in kept)


def test_a_cut_outside_the_series_is_empty() -> None:
    assert series().between(dt.date(1950, 1, 1), dt.date(1951, 1, 1)).labels == ()


def test_intervals_hold_the_mass_asked_for() -> None:
    one = series()
    low, high = one.interval(0.9)
    held = ((one.draws >= low) & (one.draws <= high)).mean(axis=0)
    np.testing.assert_allclose(held, 0.9, atol=0.02)
    narrow_low, narrow_high = one.interval(0.5)
    assert np.all((low < narrow_low) & (narrow_low < narrow_high) & (narrow_high < high))


@pytest.mark.parametrize("name", ["labels", "mean", "draws", "count"])
def test_lengths_must_agree(name: str) -> None:
    whole = getattr(series(), name)
    shorter = whole[:, :-1] if name == "draws" else whole[:-1]
    with pytest.raises(ValueError, match="5 times but lengths"):
        series(**{name: shorter})


def test_times_must_increase() -> None:
    times = series().times
    with pytest.raises(ValueError, match="increase"):
        series(times=times[::-1].copy())
    with pytest.raises(ValueError, match="increase"):
        series(times=np.repeat(times[:1], PERIODS))


def test_a_series_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        series().line = "trade"  # type: ignore[misc]
