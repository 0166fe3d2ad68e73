"""Rates held against both sides' dealings with others: what moves them, and what must not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from leeway.numerics.event_rates import (
    Dispersion,
    fit_dispersion,
    growth_with_others,
    log_rate,
    rupture_scores,
)

Doubles = NDArray[np.float64]
FEW = settings(max_examples=50, deadline=None)

STATES, PERIODS = 5, 6


def symmetric(counts: Doubles) -> Doubles:
    """Counts of pairs, whoever acted; nobody acts on himself."""
    whole = counts + counts.transpose(1, 0, 2)
    whole[range(len(whole)), range(len(whole))] = 0.0
    return whole


def any_counts(least: int = 0, most: int = 2000) -> st.SearchStrategy[Doubles]:
    whole = arrays(np.int64, (STATES, STATES, PERIODS), elements=st.integers(least, most))
    return whole.map(lambda counts: symmetric(counts.astype(np.float64)))


@FEW
@given(counts=any_counts())
def test_growth_is_one_on_average_and_no_more(counts: Doubles) -> None:
    """That of one side is 1 on average; a geometric mean of two lies at or below."""
    growth = growth_with_others(counts)
    assert (growth > 0.0).all()
    assert (growth.mean(axis=2) <= 1.0 + 1e-9).all()
    np.testing.assert_allclose(growth, growth.transpose(1, 0, 2))


@FEW
@given(course=arrays(np.float64, PERIODS, elements=st.floats(0.2, 5.0)))
def test_growth_that_all_share_is_taken_out(course: Doubles) -> None:
    counts = symmetric(np.full((STATES, STATES, PERIODS), 5e4)) * course
    growth = growth_with_others(counts)[0, 1]
    np.testing.assert_allclose(growth, course / course.mean(), rtol=1e-3)
    assert growth.mean() == pytest.approx(1.0)
    rates = log_rate(counts, growth_with_others(counts), years=1.0)[0, 1]
    assert np.ptp(rates) < 1e-3


@FEW
@given(counts=any_counts(), own=arrays(np.float64, PERIODS, elements=st.floats(0.0, 1e5)))
def test_a_pair_has_no_say_in_what_it_is_held_against(counts: Doubles, own: Doubles) -> None:
    other = counts.copy()
    other[0, 1] = other[1, 0] = own
    np.testing.assert_allclose(growth_with_others(other)[0, 1], growth_with_others(counts)[0, 1])


@FEW
@given(counts=any_counts(500), factor=st.floats(0.3, 6.0), period=st.integers(1, PERIODS - 1))
def test_more_of_all_that_is_not_the_pair_s_is_as_much_more_growth(
    counts: Doubles, factor: float, period: int
) -> None:
    louder = counts.copy()
    louder[:, :, period] *= factor
    louder[0, 1] = louder[1, 0] = counts[0, 1]
    before, after = growth_with_others(counts)[0, 1], growth_with_others(louder)[0, 1]
    assert after[period] / after[0] == pytest.approx(factor * before[period] / before[0], rel=0.01)


def test_of_one_side_in_the_news_alone_half_is_taken_out() -> None:
    """In logarithms: the other side's own dealings did not grow, and the two are held alike."""
    counts = symmetric(np.full((STATES, STATES, 2), 1e5))
    counts[0, :, 1] *= 4.0
    counts[:, 0, 1] *= 4.0
    growth = growth_with_others(counts)[0, 1]
    assert growth[1] / growth[0] == pytest.approx(2.0, rel=1e-3)


def test_a_state_in_no_news_does_not_grow_without_bound() -> None:
    counts = np.zeros((3, 3, 2))
    counts[0, 2, 1] = counts[2, 0, 1] = 5.0
    assert growth_with_others(counts)[0, 1].max() < 1.5


@FEW
@given(
    counts=arrays(np.float64, 4, elements=st.floats(0.0, 1e4)),
    growth=st.floats(0.1, 10.0),
    years=st.floats(0.01, 2.0),
)
def test_a_rate_rises_with_events_and_falls_with_growth(counts: Doubles, growth: float, years: float) -> None:
    plain = log_rate(counts, np.ones(4), years=1.0)
    assert (log_rate(counts + 1.0, np.ones(4), years=1.0) > plain).all()
    held = log_rate(counts, np.full(4, growth), years=years)
    np.testing.assert_allclose(held, plain - np.log(growth) - np.log(years))


@FEW
@given(counts=st.lists(st.floats(0.0, 1e6), min_size=2, max_size=9))
def test_noise_falls_with_events_and_stays_within_the_classes(counts: list[float]) -> None:
    told = Dispersion((2.0, 10.0, 200.0), (1.5, 4.0, 20.0))
    ordered = np.sort(np.array(counts))
    sizes, noise = told.at(ordered), told.noise(ordered)
    assert (np.diff(sizes) >= 0.0).all()
    assert (np.diff(noise) <= 1e-12).all()
    assert sizes.min() >= 1.5
    assert sizes.max() <= 20.0 + 1e-9
    assert (noise >= np.sqrt(1.0 / 20.0) - 1e-9).all()


def drawn(size: float, mean: float, shape: tuple[int, int], seed: int) -> Doubles:
    """Negative binomial counts; some of the mean's own spread from pair to pair."""
    generator = np.random.default_rng(seed)
    own = mean * np.exp(generator.normal(0.0, 0.3, (shape[0], 1))) * np.ones(shape)
    return generator.negative_binomial(size, size / (size + own)).astype(np.float64)


@pytest.mark.parametrize("size", [2.0, 5.0, 20.0])
@pytest.mark.parametrize("mean", [15.0, 80.0])
def test_a_known_dispersion_is_found_again(size: float, mean: float) -> None:
    counts = drawn(size, mean, (800, 8), seed=3)
    found = fit_dispersion(counts, np.ones_like(counts))
    assert float(found.at(np.array([mean]))[0]) == pytest.approx(size, rel=0.25)


def test_a_known_dispersion_is_found_under_growth() -> None:
    generator = np.random.default_rng(5)
    growth = np.exp(np.linspace(0.0, 1.5, 8)) * np.ones((2000, 1))
    mean = 40.0 * growth
    counts = generator.negative_binomial(6.0, 6.0 / (6.0 + mean)).astype(np.float64)
    found = fit_dispersion(counts, growth)
    assert float(found.at(np.array([100.0]))[0]) == pytest.approx(6.0, rel=0.15)
    assert float(fit_dispersion(counts, np.ones_like(counts)).at(np.array([100.0]))[0]) < 5.5


def test_pairs_that_broke_have_hardly_a_say() -> None:
    counts = drawn(5.0, 40.0, (1000, 8), seed=4)
    broken = counts.copy()
    broken[:50, 4:] *= 12.0
    plain, found = (
        float(fit_dispersion(one, np.ones_like(one)).at(np.array([40.0]))[0]) for one in (counts, broken)
    )
    assert plain == pytest.approx(5.0, rel=0.15)
    assert found == pytest.approx(plain, rel=0.1)


def test_pairs_with_many_events_may_swing_by_less() -> None:
    counts = np.concatenate([drawn(2.0, 15.0, (600, 8), seed=5), drawn(30.0, 200.0, (600, 8), seed=6)])
    found = fit_dispersion(counts, np.ones_like(counts))
    few, many = found.at(np.array([15.0, 200.0]))
    assert few == pytest.approx(2.0, rel=0.3)
    assert many == pytest.approx(30.0, rel=0.3)


def test_the_noise_told_is_that_of_the_log_rate() -> None:
    counts = drawn(8.0, 60.0, (1, 40_000), seed=7)
    told = Dispersion((60.0,), (8.0,)).noise(np.array([counts.mean()]))[0]
    assert log_rate(counts, np.ones_like(counts), years=1.0).std() == pytest.approx(told, rel=0.06)


def test_too_few_changes_are_refused() -> None:
    with pytest.raises(ValueError, match="too few to fit a dispersion"):
        fit_dispersion(np.full((4, 4), 10.0), np.ones((4, 4)))


@FEW
@given(
    growth=arrays(np.float64, PERIODS, elements=st.floats(0.2, 5.0)),
    usual=st.floats(1.0, 1e5),
    earlier=st.integers(1, 4),
)
def test_a_pair_that_grows_as_its_sides_do_breaks_nothing(
    growth: Doubles, usual: float, earlier: int
) -> None:
    """Just below zero: half an event a period is put beside what was seen earlier."""
    scores = rupture_scores(usual * growth, growth, earlier=earlier)
    assert np.isnan(scores[:earlier]).all()
    told = scores[earlier:]
    before = np.array([growth[place - earlier : place].sum() for place in range(earlier, PERIODS)])
    extra = 0.5 * earlier * growth[earlier:] / before
    assert (told <= 1e-9).all()
    assert (told >= -extra / np.sqrt(usual * growth[earlier:] + 0.375) - 1e-9).all()


@FEW
@given(
    counts=arrays(np.float64, PERIODS, elements=st.integers(0, 500).map(float)),
    growth=arrays(np.float64, PERIODS, elements=st.floats(0.2, 5.0)),
    later=st.floats(0.0, 1e4),
    factor=st.floats(0.1, 10.0),
)
def test_a_score_knows_nothing_later_and_no_scale_of_growth(
    counts: Doubles, growth: Doubles, later: float, factor: float
) -> None:
    plain = rupture_scores(counts, growth)
    np.testing.assert_allclose(rupture_scores(counts, factor * growth), plain, atol=1e-6)
    changed, wild = counts.copy(), growth.copy()
    changed[-1], wild[-1] = later, 0.5 + later
    np.testing.assert_array_equal(rupture_scores(changed, wild)[:-1], plain[:-1])
    more = counts.copy()
    more[-1] += 10.0
    assert rupture_scores(more, growth)[-1] > plain[-1]


def test_chance_alone_gives_scores_of_about_one() -> None:
    """Counts that only chance moves: the variance is 1 of the period and a third of those before."""
    counts = np.random.default_rng(8).poisson(50.0, (5000, 4)).astype(np.float64)
    scores = rupture_scores(counts, np.ones_like(counts))[:, -1]
    assert scores.mean() == pytest.approx(0.0, abs=0.15)
    assert scores.std() == pytest.approx(np.sqrt(4.0 / 3.0), rel=0.05)
