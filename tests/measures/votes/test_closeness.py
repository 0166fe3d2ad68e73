"""Closeness: on a standard agenda, larger is closer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.measures import tiny

from leeway.errors import QuestionError
from leeway.measures.votes.closeness import (
    agenda,
    all_deviations,
    answers,
    draw_closeness,
    grid,
    half_years_of,
    middle,
    own_ways,
    posterior_of,
)
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.model import VoteModel
from leeway.numerics.agreement import expected_agreement
from leeway.periods import half_year
from leeway.record.store import Record

WINDOW = (2 * 2010, 2 * 2014 + 1)


@pytest.fixture(scope="module")
def model(tiny_estimates: VoteEstimates) -> VoteModel:
    return tiny_estimates.model


def test_an_agenda_weighs_every_roll_call_once(model: VoteModel) -> None:
    program = agenda(model, *WINDOW)
    inside = (model.half_year >= WINDOW[0]) & (model.half_year <= WINDOW[1])
    assert program.weight.sum() == pytest.approx(1.0)
    assert program.rolls.sum() == inside.sum()
    np.testing.assert_allclose(program.weight, program.rolls / inside.sum())
    put = model.question[inside]
    assert sorted(program.question) == sorted([*np.unique(put[put >= 0]), *put[put < 0]])
    alone = program.question < 0
    np.testing.assert_allclose(
        program.slope[alone][::-1], model.slope[inside][put < 0], err_msg="the newest first"
    )
    tides = program.question == put[put >= 0][0]
    np.testing.assert_allclose(
        program.slope[tides][0], model.slope[inside & (model.question == put[put >= 0][0])].mean(axis=0)
    )


def test_an_agenda_without_roll_calls_is_empty(model: VoteModel) -> None:
    assert agenda(model, 3800, 3810).weight.shape == (0,)


def test_some_entries_of_an_agenda(model: VoteModel) -> None:
    program = agenda(model, *WINDOW)
    rows = np.array([0, len(program.rolls) - 1])
    cut = program.only(rows)
    assert cut.rolls.tolist() == program.rolls[rows].tolist()
    np.testing.assert_array_equal(cut.slope, program.slope[rows])
    np.testing.assert_array_equal(cut.upper - cut.lower > 0, True)


def test_answers_are_probabilities(model: VoteModel) -> None:
    place, program = grid(model, *WINDOW), agenda(model, *WINDOW)
    position = np.stack([model.positions_on(s, place.stretch.half_years) for s in range(3)])
    told = answers(program, place, position, all_deviations(model, place)[:3], np.arange(4024, 4028))
    assert told.shape == (3, 4, len(program.rolls), 3)
    assert (told > 0.0).all()
    np.testing.assert_allclose(told.sum(axis=-1), 1.0)


def test_what_stands_alone_has_no_habit(model: VoteModel) -> None:
    place, program = grid(model, *WINDOW), agenda(model, *WINDOW)
    deviation = np.random.default_rng(1).normal(size=(2, len(place.asked), len(place.stretch.years)))
    ways = own_ways(program, place, deviation)
    assert ways.shape == (2, len(place.stretch.years), len(program.rolls))
    assert not ways[:, :, program.question < 0].any()
    for k in np.flatnonzero(program.question >= 0):
        row = np.flatnonzero(place.asked == program.question[k])[0]
        np.testing.assert_array_equal(ways[:, :, k], deviation[:, row])


def closeness(estimates: VoteEstimates, state: str, partner: str) -> np.ndarray:
    return estimates.series(state, partner, window=tiny.span(2005, 2018)).mean


def test_larger_is_closer(tiny_estimates: VoteEstimates) -> None:
    twin = closeness(tiny_estimates, "FRA", "ISL")
    assert (twin > closeness(tiny_estimates, "FRA", "NOR")).all()
    assert (twin > closeness(tiny_estimates, "FRA", "FJI") + 0.2).all()
    mover = closeness(tiny_estimates, tiny.MOVER, "NOR")
    assert mover[:4].mean() > mover[-4:].mean() + 0.3
    assert (closeness(tiny_estimates, "FRA", "FJI") == closeness(tiny_estimates, "FJI", "FRA")).all()


def test_only_positions_move_closeness(tiny_estimates: VoteEstimates) -> None:
    steady = closeness(tiny_estimates, "FRA", "FJI")
    raw = tiny_estimates.agreement("FRA", "FJI")
    early, late = raw.filter(raw["year"] < tiny.AGENDA_YEAR), raw.filter(raw["year"] >= tiny.AGENDA_YEAR)
    fall = early["same"].sum() / early["common"].sum() - late["same"].sum() / late["common"].sum()
    assert fall > 0.08
    assert np.ptp(steady) < fall


def test_draws_spread_around_the_fitted_closeness(model: VoteModel) -> None:
    pair = model.number["FRA"], model.number["FJI"]
    held, drawn = draw_closeness(model, *pair, *WINDOW, draws=200, seed=3)
    place, program = grid(model, *WINDOW), agenda(model, *WINDOW)
    plugged = [
        answers(
            program,
            place,
            model.positions_on(one, place.stretch.half_years),
            model.deviations_on(one, place.bridge),
            held,
        )
        for one in pair
    ]
    fitted = expected_agreement(plugged[0], plugged[1], program.weight)
    assert drawn.shape == (200, len(held))
    assert np.abs(drawn.mean(axis=0) - fitted).max() < 0.05
    assert (drawn.std(axis=0) > 0.002).all()
    assert (drawn.std(axis=0) < 0.1).all()


def test_a_seed_gives_the_same_draws(tiny_estimates: VoteEstimates) -> None:
    def drawn(seed: int) -> np.ndarray:
        return tiny_estimates.series("FRA", "FJI", window=tiny.span(2010, 2014), draws=20, seed=seed).draws

    np.testing.assert_array_equal(drawn(1), drawn(1))
    assert (drawn(1) != drawn(2)).all()


def test_a_series_keeps_to_its_window(tiny_estimates: VoteEstimates) -> None:
    told = tiny_estimates.series("FRA", "FJI", window=(dt.date(2008, 6, 1), dt.date(2010, 6, 1)), draws=30)
    assert told.labels == ("2008H2", "2009H2", "2010H1")
    assert told.times.tolist() == [dt.date(2008, 10, 1), dt.date(2009, 10, 1), dt.date(2010, 4, 1)]
    assert told.draws.shape == (30, 3)
    np.testing.assert_allclose(told.mean, told.draws.mean(axis=0))
    assert (told.line, told.group, told.covered) == ("votes", "positions", tiny_estimates.covered)
    assert told.lineage[0].startswith("un-votes@")


def test_a_series_without_a_window_spans_the_time_together(tiny_estimates: VoteEstimates) -> None:
    told = tiny_estimates.series("FRA", tiny.ENTRANT, draws=10)
    assert (told.labels[0], told.labels[-1]) == ("2011H2", "2019H2")


def test_counts_are_common_votes_of_the_record(tiny_estimates: VoteEstimates, tiny_record: Record) -> None:
    told = tiny_estimates.series("FRA", tiny.ABSENT, draws=5)
    both = tiny_record.pair_votes("FRA", tiny.ABSENT)
    common = [
        half_year(day)
        for day, one, other in both.select("date", "state_vote", "partner_vote").iter_rows()
        if "X" not in (one, other)
    ]
    named = [f"{number // 2}H{number % 2 + 1}" for number in common]
    assert told.count.tolist() == [named.count(label) for label in told.labels]
    assert told.count.sum() == len(common) > 50


@pytest.mark.parametrize("state", [tiny.SILENT, "KAZ"])
def test_a_state_that_never_voted(tiny_estimates: VoteEstimates, state: str) -> None:
    assert tiny_estimates.seated(state) == ()
    with pytest.raises(QuestionError, match=f"{state} cast no vote in the General Assembly up to 2019-12-12"):
        tiny_estimates.series("FRA", state)


DAYS = st.dates(dt.date(1946, 1, 1), dt.date(2030, 12, 31))


@given(DAYS, st.integers(0, 4000))
@example(dt.date(2014, 4, 1), 600)
@example(dt.date(2013, 10, 2), 364)
def test_half_years_of_a_span(first: dt.date, length: int) -> None:
    span = (first, first + dt.timedelta(days=length))
    begin, end = half_years_of(span)
    held = [
        number
        for number in range(half_year(span[0]), half_year(span[1]) + 1)
        if span[0] <= middle(number) <= span[1]
    ]
    assert list(range(begin, end + 1)) == (held or [half_year(span[1])])


@given(DAYS)
def test_the_middle_of_a_half_year_lies_in_it(day: dt.date) -> None:
    number = half_year(day)
    assert half_year(middle(number)) == number
    assert half_years_of((middle(number), middle(number))) == (number, number)


def test_draws_are_those_of_both_states_answers(model: VoteModel) -> None:
    pair = model.number["FRA"], model.number["FJI"]
    held, drawn = draw_closeness(model, *pair, *WINDOW, draws=30, seed=3)
    place, program = grid(model, *WINDOW), agenda(model, *WINDOW)
    sides = [posterior_of(model, place, one).draw(30, np.random.default_rng([3, one])) for one in pair]
    said = [answers(program, place, *side, held) for side in sides]
    np.testing.assert_allclose(drawn, expected_agreement(said[0], said[1], program.weight), atol=1e-6)


def test_estimates_do_not_share_what_they_keep(model: VoteModel) -> None:
    turned = replace(model, position=-model.position)
    pair = model.number["FRA"], model.number["FJI"]
    own, others = (draw_closeness(one, *pair, *WINDOW, draws=30, seed=3)[1] for one in (model, turned))
    assert not np.allclose(own, others)
