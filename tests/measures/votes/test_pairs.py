"""The change of all pairs is that of each."""

from __future__ import annotations

import numpy as np
import pytest
from tests.measures import tiny

from leeway.measures.line import PairChanges
from leeway.measures.votes.closeness import agenda, answers, grid, half_years_of
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.pairs import FEWEST_VOTES, present
from leeway.numerics.agreement import expected_agreement

BEFORE, AFTER = tiny.span(2007, 2009), tiny.span(2017, 2019)


@pytest.fixture(scope="module")
def told(tiny_estimates: VoteEstimates) -> PairChanges:
    return tiny_estimates.changes(BEFORE, AFTER)


def plugged_in(model: VoteModel, state: str, partner: str) -> float:
    """Change of closeness of one pair at the fitted positions."""
    before, after = half_years_of(BEFORE), half_years_of(AFTER)
    place, program = grid(model, before[0], after[1]), agenda(model, before[0], after[1])
    held = np.unique(model.half_year)
    means = []
    for first, last in (before, after):
        said = [
            answers(
                program,
                place,
                model.positions_on(model.number[one], place.stretch.half_years),
                model.deviations_on(model.number[one], place.bridge),
                held[(held >= first) & (held <= last)],
            )
            for one in (state, partner)
        ]
        means.append(expected_agreement(said[0], said[1], program.weight).mean())
    return float(means[1] - means[0])


def test_every_pair_of_those_present_is_there_once(told: PairChanges) -> None:
    states = {*tiny.NORTH, *tiny.SOUTH, tiny.MOVER, tiny.ABSENT}
    pairs = {frozenset(pair) for pair in zip(told.states, told.partners, strict=True)}
    assert len(pairs) == len(told.states) == len(states) * (len(states) - 1) // 2
    assert set().union(*pairs) == states


def test_each_change_is_that_of_the_pair(told: PairChanges, tiny_estimates: VoteEstimates) -> None:
    for i in range(0, len(told.states), 5):
        one = plugged_in(tiny_estimates.model, told.states[i], told.partners[i])
        assert told.mean[i] == pytest.approx(one, abs=1e-6)
        both = (BEFORE[0], AFTER[1])
        series = tiny_estimates.series(told.states[i], told.partners[i], window=both, draws=200)
        drawn = series.between(*AFTER).mean.mean() - series.between(*BEFORE).mean.mean()
        assert told.mean[i] == pytest.approx(drawn, abs=0.05)
        assert 0.2 < told.sd[i] / _sd(series, BEFORE, AFTER) < 5.0


def _sd(series: object, before: tuple, after: tuple) -> float:
    late, early = series.between(*after).draws, series.between(*before).draws  # type: ignore[attr-defined]
    return float((late.mean(axis=1) - early.mean(axis=1)).std())


def test_parts_are_those_of_the_pair(told: PairChanges, tiny_estimates: VoteEstimates) -> None:
    for i in range(0, len(told.states), 5):
        one = tiny_estimates.moved(told.states[i], told.partners[i], BEFORE, AFTER)
        assert one is not None
        assert told.state_part[i] == pytest.approx(one.state, abs=0.04)
        assert told.partner_part[i] == pytest.approx(one.partner, abs=0.04)
        assert told.agenda_part[i] == pytest.approx(one.agenda, abs=0.04)


def test_the_mover_moved_furthest(told: PairChanges) -> None:
    moved = np.array([tiny.MOVER in pair for pair in zip(told.states, told.partners, strict=True)])
    assert np.abs(told.mean[moved]).min() > np.abs(told.mean[~moved]).max()


@pytest.mark.parametrize("partner", ["FJI", tiny.MOVER])
def test_one_partner_is_a_part_of_all(told: PairChanges, tiny_estimates: VoteEstimates, partner: str) -> None:
    mine = tiny_estimates.changes(BEFORE, AFTER, partner=partner)
    assert set(mine.partners) == {partner}
    assert partner not in mine.states
    assert len(mine.states) == len({*tiny.NORTH, *tiny.SOUTH, tiny.MOVER, tiny.ABSENT}) - 1
    rows = {(a, b): i for i, (a, b) in enumerate(zip(told.states, told.partners, strict=True))}
    for i, state in enumerate(mine.states):
        same = (state, partner) in rows
        at = rows[(state, partner) if same else (partner, state)]
        assert mine.mean[i] == pytest.approx(told.mean[at], abs=1e-12)
        assert mine.sd[i] == pytest.approx(told.sd[at])
        ours, theirs = told.state_part[at], told.partner_part[at]
        assert mine.state_part[i] == pytest.approx(ours if same else theirs, abs=1e-12)
        assert mine.agenda_part[i] == pytest.approx(told.agenda_part[at], abs=1e-12)


def test_whoever_was_not_there_is_left_out(told: PairChanges, tiny_estimates: VoteEstimates) -> None:
    assert tiny.ENTRANT not in told.states + told.partners
    later = tiny_estimates.changes(tiny.span(2012, 2014), AFTER)
    assert tiny.ENTRANT in later.states + later.partners
    none = tiny_estimates.changes(BEFORE, AFTER, partner=tiny.ENTRANT)
    assert (none.states, none.partners, none.mean.shape, none.sd.shape) == ((), (), (0,), (0,))


def test_a_span_without_roll_calls_has_no_pairs(tiny_estimates: VoteEstimates) -> None:
    assert tiny_estimates.changes(tiny.span(1990, 1992), AFTER).states == ()


def test_who_was_present(tiny_estimates: VoteEstimates) -> None:
    model = tiny_estimates.model
    spring = present(model, (2 * 2010, 2 * 2010))
    assert not spring.any()
    year = present(model, (2 * 2010, 2 * 2010 + 1))
    cast = model.votes[:, 2 * 2010 - model.clock[0] :][:, :2].sum(axis=1)
    np.testing.assert_array_equal(year, cast >= FEWEST_VOTES)
    assert not year[model.number[tiny.ENTRANT]]
