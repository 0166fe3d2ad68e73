"""Shares of conflict: intervals that hold what they promise, and steps that are where they are said to be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from leeway.numerics.conflict_share import PRIOR, deflated, fit_correlation, share_interval, share_step

Doubles = NDArray[np.float64]
FEW = settings(max_examples=50, deadline=None)
STEP = 1.0 / 4001.0
"""Step of the grid on which intervals are told."""


def drawn(share: Doubles, total: Doubles, correlation: float, generator: np.random.Generator) -> Doubles:
    """Beta-binomial counts."""
    if correlation == 0.0:
        return generator.binomial(total.astype(np.int64), share).astype(np.float64)
    known = 1.0 / correlation - 1.0
    own = generator.beta(share * known, (1.0 - share) * known)
    return generator.binomial(total.astype(np.int64), own).astype(np.float64)


@FEW
@given(total=st.floats(0.0, 1e5), correlation=st.floats(0.0, 0.9))
def test_events_that_hang_together_are_worth_less(total: float, correlation: float) -> None:
    worth = float(deflated(np.array([total]), correlation)[0])
    assert 0.0 < worth <= 1.0
    assert deflated(np.array([total]), 0.0)[0] == 1.0
    if correlation > 0.01:
        assert worth * total <= 1.0 / correlation + 1.0


@FEW
@given(total=st.integers(0, 5000), part=st.floats(0.0, 1.0), correlation=st.floats(0.0, 0.3))
def test_an_interval_holds_the_share_and_widens_with_the_correlation(
    total: int, part: float, correlation: float
) -> None:
    conflict = float(round(part * total))
    mean, low, high = share_interval(conflict, float(total), correlation=correlation)
    assert 0.0 <= low <= mean + STEP
    assert mean - STEP <= high <= 1.0
    _, inner_low, inner_high = share_interval(conflict, float(total), correlation=correlation, mass=0.5)
    assert low <= inner_low <= inner_high <= high
    _, lower, higher = share_interval(conflict, float(total), correlation=min(0.9, correlation + 0.3))
    if total >= 30 and 0.1 <= part <= 0.9:
        assert higher - lower > high - low


def test_an_interval_is_that_of_the_posterior() -> None:
    _, low, high = share_interval(12.0, 40.0, correlation=0.0)
    posterior = np.random.default_rng(0).beta(PRIOR[0] + 12.0, PRIOR[1] + 28.0, 400_000)
    assert (low, high) == pytest.approx(tuple(np.quantile(posterior, [0.05, 0.95])), abs=2e-3)


@pytest.mark.parametrize("correlation", [0.0, 0.03, 0.12])
def test_an_interval_holds_nine_shares_in_ten(correlation: float) -> None:
    """Shares of all sizes; without the correlation that there is, too few are held."""
    generator = np.random.default_rng(1)
    truth = generator.uniform(0.05, 0.7, 1500)
    total = generator.integers(15, 120, 1500).astype(np.float64)
    conflict = drawn(truth, total, correlation, generator)

    def held(assumed: float) -> float:
        inside = [
            low <= share <= high
            for share, one, whole in zip(truth, conflict, total, strict=True)
            for _, low, high in [share_interval(one, whole, correlation=assumed)]
        ]
        return float(np.mean(inside))

    assert 0.87 <= held(correlation) <= 0.94
    if correlation > 0.1:
        assert held(0.0) < 0.7


@pytest.mark.parametrize("correlation", [0.02, 0.1, 0.3])
def test_a_known_correlation_is_found_again(correlation: float) -> None:
    generator = np.random.default_rng(2)
    share = generator.uniform(0.1, 0.5, (400, 1)) * np.ones(40)
    total = generator.integers(10, 60, (400, 40)).astype(np.float64)
    conflict = drawn(share, total, correlation, generator)
    assert fit_correlation(conflict, total) == pytest.approx(correlation, rel=0.15)
    stepped = share.copy()
    stepped[:40, 20:] += 0.4
    with_breaks = drawn(stepped, total, correlation, generator)
    assert fit_correlation(with_breaks, total) == pytest.approx(correlation, rel=0.3)


def test_events_that_do_not_hang_together_have_no_correlation() -> None:
    generator = np.random.default_rng(3)
    total = np.full((400, 30), 25.0)
    assert fit_correlation(drawn(np.full((400, 30), 0.3), total, 0.0, generator), total) < 0.003


def test_pairs_with_too_few_events_have_no_say() -> None:
    assert fit_correlation(np.zeros((3, 4)), np.full((3, 4), 50.0)) == 0.0
    assert fit_correlation(np.ones((3, 4)), np.ones((3, 4))) == 0.0
    assert fit_correlation(np.zeros((0, 4)), np.zeros((0, 4))) == 0.0


LONG, PLACES = 40, range(10, 31)


def stepped(
    place: int, before: float, after: float, generator: np.random.Generator
) -> tuple[Doubles, Doubles]:
    share = np.where(np.arange(LONG) < place, before, after)
    total = generator.integers(8, 30, LONG).astype(np.float64)
    return drawn(share, total, 0.05, generator), total


def test_a_step_lies_in_its_interval_as_often_as_said() -> None:
    """Ninety in a hundred at least; intervals of whole periods hold somewhat more."""
    generator = np.random.default_rng(4)
    inside, widths, signs = [], [], []
    for _ in range(400):
        place = int(generator.choice(PLACES))
        up = generator.random() < 0.5
        told = stepped(place, *((0.15, 0.45) if up else (0.45, 0.15)), generator)
        found = share_step(*told, correlation=0.05)
        low, high = found.interval()
        inside.append(low <= place <= high)
        widths.append(high - low)
        signs.append((found.score > 0.0) == up)
    assert 0.88 <= np.mean(inside) <= 0.98
    assert np.median(widths) <= 8
    assert np.mean(signs) > 0.98


def test_half_of_the_steps_lie_in_half_the_interval() -> None:
    generator = np.random.default_rng(5)
    inside = []
    for _ in range(300):
        place = int(generator.choice(PLACES))
        low, high = share_step(*stepped(place, 0.2, 0.4, generator), correlation=0.05).interval(0.5)
        inside.append(low <= place <= high)
    assert 0.45 <= np.mean(inside) <= 0.75


def test_a_share_that_does_not_step_scores_little() -> None:
    generator = np.random.default_rng(6)
    steady, broken = (
        np.array(
            [share_step(*stepped(20, 0.2, after, generator), correlation=0.05).score for _ in range(200)]
        )
        for after in (0.2, 0.5)
    )
    assert np.quantile(np.abs(steady), 0.95) < 3.5
    assert np.quantile(broken, 0.1) > np.quantile(np.abs(steady), 0.95)


COUNTS = st.lists(
    st.tuples(st.integers(0, 40), st.floats(0.0, 1.0)).map(lambda one: (float(one[0]), one[1])),
    min_size=12,
    max_size=30,
).map(
    lambda found: (
        np.array([round(total * part) for total, part in found], dtype=np.float64),
        np.array([total for total, _ in found]),
    )
)


@FEW
@given(told=COUNTS, correlation=st.floats(0.0, 0.3), shortest=st.integers(1, 6))
def test_a_step_has_two_stretches_and_a_sign(
    told: tuple[Doubles, Doubles], correlation: float, shortest: int
) -> None:
    conflict, total = told
    found = share_step(conflict, total, correlation=correlation, shortest=shortest)
    assert shortest <= found.place <= len(total) - shortest
    assert found.weights.sum() == pytest.approx(1.0)
    assert (found.weights[:shortest] == 0.0).all()
    assert (found.weights[len(total) - shortest + 1 :] == 0.0).all()
    low, high = found.interval()
    assert low <= high
    if found.score:
        assert np.sign(found.score) == np.sign(found.after - found.before)
    assert 0.0 < found.before < 1.0
    assert 0.0 < found.after < 1.0


@FEW
@given(told=COUNTS, correlation=st.floats(0.0, 0.3))
def test_only_steps_one_way_can_be_asked_for(told: tuple[Doubles, Doubles], correlation: float) -> None:
    both, up, down = (
        share_step(*told, correlation=correlation, towards=towards).score for towards in (0, 1, -1)
    )
    assert up >= 0.0 >= down
    assert abs(both) == pytest.approx(max(up, -down), abs=1e-9)


def test_too_short_a_series_is_refused() -> None:
    with pytest.raises(ValueError, match="11 periods for two stretches of at least 6"):
        share_step(np.ones(11), np.full(11, 4.0), correlation=0.0)
