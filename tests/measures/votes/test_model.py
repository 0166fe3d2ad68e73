"""Shipped tables as arrays, and what lies between and beyond them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.measures import tiny

from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.files import DEVIATION_STEP
from leeway.measures.votes.model import VoteModel
from leeway.numerics.dynamic_irt import DynamicIrt


@pytest.fixture(scope="module")
def model(tiny_estimates: VoteEstimates) -> VoteModel:
    return tiny_estimates.model


def test_counts_are_those_of_the_record(model: VoteModel, tiny_assembly: Assembly) -> None:
    assert model.states == tiny_assembly.states
    assert model.rolls_held.sum() == len(model.half_year) == len(tiny_assembly.roll_calls)
    cast = (tiny_assembly.votes >= 0).sum(axis=0)
    sat = tiny_assembly.seated.sum(axis=0)
    np.testing.assert_array_equal(model.votes.sum(axis=1), cast)
    first = (tiny_assembly.votes >= 0).argmax(axis=0)
    unplaced = [
        int(tiny_assembly.seated[tiny_assembly.clock < tiny_assembly.clock[row], s].sum())
        for s, row in enumerate(first)
    ]
    np.testing.assert_array_equal(model.nonvoting.sum(axis=1), sat - cast - unplaced)


def test_a_quiet_half_year_has_a_position_and_no_votes(model: VoteModel) -> None:
    row = 2 * tiny.QUIET_SPRING - model.clock[0]
    assert model.rolls_held[row] == model.votes[:, row].sum() == model.nonvoting[:, row].sum() == 0
    france = model.number["FRA"]
    np.testing.assert_allclose(model.position[france, row], model.position[france, row - 1])


def test_positions_are_those_fitted(model: VoteModel, tiny_fit: DynamicIrt) -> None:
    row = np.searchsorted(model.clock, tiny_fit.array.clock)
    placed = ~np.isnan(model.position[:, row]).any(axis=2)
    told = model.position[:, row].transpose(1, 2, 0)
    here = placed.T[:, None] & np.ones(told.shape, bool)
    np.testing.assert_allclose(told[here], tiny_fit.position[here], atol=0.05)


def test_a_state_stands_still_before_it_came_and_after_it_left(model: VoteModel) -> None:
    state = model.number["NZL"]
    position = model.position.copy()
    position[state, :4] = position[state, -5:] = np.nan
    gone = replace(model, position=position)
    asked = np.arange(model.clock[0] - 3, model.clock[-1] + 4)
    told = gone.positions_on(state, asked)
    first, last = position[state, 4], position[state, -6]
    assert np.abs(first - last).max() > 0.5
    np.testing.assert_array_equal(told[:8], np.broadcast_to(first, (8, 2)))
    np.testing.assert_array_equal(told[-9:], np.broadcast_to(last, (9, 2)))
    np.testing.assert_array_equal(told[8:-9], position[state, 5:-6])


def test_deviations_pass_through_their_nodes(model: VoteModel) -> None:
    asked = np.unique(model.node_question)
    years = np.arange(tiny.FIRST, tiny.LAST + 1)
    bridge = model.bridges(asked, years)
    all_states = model.deviations_on(slice(None), bridge)
    assert all_states.shape == (len(asked), len(years), len(model.states))
    for question, year, steps in zip(model.node_question, model.node_year, model.deviation, strict=True):
        np.testing.assert_allclose(all_states[question, year - tiny.FIRST], DEVIATION_STEP * steps)
    state = model.number[tiny.FLIPPER]
    np.testing.assert_allclose(model.deviations_on(state, bridge), all_states[:, :, state])


def test_without_a_question_there_is_no_deviation(model: VoteModel) -> None:
    bridge = model.bridges(np.zeros(0, np.int64), np.arange(2004, 2007))
    assert model.deviations_on(0, bridge).shape == (0, 3)
    assert model.deviations_on(slice(None), bridge).shape == (0, 3, len(model.states))


def test_the_flip_is_in_the_deviations(model: VoteModel) -> None:
    named = [label for label, _ in model.question_labels]
    question = named.index("Safe passage kites")
    nodes = model.node_question == question
    early, late = model.node_year[nodes] < tiny.FLIP_YEAR, model.node_year[nodes] > tiny.FLIP_YEAR + 1
    of = model.deviation[nodes].astype(float)
    flipper, other = model.number[tiny.FLIPPER], model.number["NOR"]
    assert of[late, flipper].mean() < of[early, flipper].mean() - 1.0 / DEVIATION_STEP
    assert abs(of[late, other].mean() - of[early, other].mean()) < 0.5 / DEVIATION_STEP


def test_questions_in_parts_are_not_whole(model: VoteModel) -> None:
    whole = {model.question_labels[q][0] for q in model.whole_questions}
    assert {label for label, _ in model.question_labels} - whole == {"Care lighthouses"}


def test_topics_are_told_from_keywords(model: VoteModel) -> None:
    topics = dict(model.question_labels)
    assert topics["Disarmament toy ships"] == "Other arms and disarmament"
    assert topics["Signals fog"] == "Other"


def test_covariances_are_proper(model: VoteModel) -> None:
    told = model.item_covariance(np.arange(len(model.half_year)))
    np.testing.assert_array_equal(told, told.transpose(0, 2, 1))
    assert np.linalg.eigvalsh(told).min() > 0.0


def test_participation_is_a_share_and_zero_outside(model: VoteModel) -> None:
    asked = np.arange(model.clock[0] - 2, model.clock[-1] + 3)
    for state in model.states:
        share = model.participation_on(model.number[state], asked)
        assert ((share >= 0.0) & (share <= 1.0)).all()
        assert not share[[0, 1, -2, -1]].any()
    assert model.participation_on(model.number["FRA"], asked).max() > 0.9
    assert model.participation_on(model.number[tiny.ABSENT], asked)[2:-2].mean() < 0.6


def test_each_year_has_the_factor_of_its_era(model: VoteModel) -> None:
    eras = [{"last": 2008, "factor": 0.5}, {"last": 2019, "factor": 1.5}]
    manifest = model.tables.manifest | {"calibration": eras}
    told = replace(model, tables=replace(model.tables, manifest=manifest))
    assert [told.calibration(year) for year in (1990, 2008, 2009, 2019, 2030)] == [0.5, 0.5, 1.5, 1.5, 1.5]


def test_every_table_fits_the_states(tiny_estimates: VoteEstimates, model: VoteModel) -> None:
    positions = tiny_estimates.tables.table("positions")
    assert set(positions["state"]) == set(model.states)
    assert positions.select(pl.exclude("state").is_null().any()).row(0) == (False,) * (positions.width - 1)
