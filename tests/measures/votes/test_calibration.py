"""How wide intervals must be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.calibration import (
    calibrate,
    calibration_ratio,
    foretold,
    replayed,
    split_halves,
    uncalibrated,
    usual_margin,
)
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.model import VoteModel
from leeway.numerics.dynamic_irt import DynamicIrt

WINDOW = (2 * 2009, 2 * 2018 + 1)


@pytest.fixture(scope="module")
def model(tiny_estimates: VoteEstimates) -> VoteModel:
    return uncalibrated(tiny_estimates.model)


@pytest.fixture(scope="module")
def halves(tiny_assembly: Assembly, tiny_fit: DynamicIrt, model: VoteModel) -> tuple[VoteModel, VoteModel]:
    return split_halves(tiny_assembly, tiny_fit, model, seed=1)


@pytest.mark.parametrize("too_sure", [0.5, 1.0, 2.0])
def test_the_ratio_is_what_standard_deviations_lack(too_sure: float) -> None:
    rng = np.random.default_rng(5)
    promised = rng.uniform(0.01, 0.05, size=5000)
    surprise = too_sure * promised * rng.normal(size=5000)
    assert calibration_ratio(surprise, promised**2) == pytest.approx(too_sure, rel=0.05)


def test_halves_share_no_question(halves: tuple[VoteModel, VoteModel], tiny_assembly: Assembly) -> None:
    one, other = (half.informative for half in halves)
    assert (one ^ other).all()
    assert 0.2 < one.mean() < 0.8
    for question in range(len(tiny_assembly.questions)):
        assert len(set(one[tiny_assembly.question == question])) == 1


def test_halves_keep_roll_calls_and_seats(halves: tuple[VoteModel, VoteModel], model: VoteModel) -> None:
    for half in halves:
        np.testing.assert_array_equal(half.slope, model.slope)
        np.testing.assert_array_equal(np.isnan(half.position), np.isnan(model.position))
        assert np.nanmax(np.abs(half.position - model.position)) > 0.05
        one, whole = half.position[..., 0], model.position[..., 0]
        known = ~np.isnan(one)
        assert np.corrcoef(one[known], whole[known])[0, 1] > 0.9


def test_a_record_without_recurring_questions_is_split_too(
    tiny_assembly: Assembly, tiny_fit: DynamicIrt, model: VoteModel
) -> None:
    alone = np.full_like(tiny_assembly.question, -1)
    bare = replace(tiny_assembly, questions=(), question=alone)
    one, other = split_halves(bare, tiny_fit, model, seed=1)
    assert (one.informative ^ other.informative).all()


def test_what_all_say_differs_from_what_half_says(
    model: VoteModel, halves: tuple[VoteModel, VoteModel]
) -> None:
    surprise, promised = foretold(model, halves, WINDOW, seed=1)
    present = len(model.states)
    assert surprise.shape == promised.shape == (2 * present * (present - 1) // 2,)
    assert 0.3 < calibration_ratio(surprise, promised) < 3.0
    again, _ = foretold(model, halves, WINDOW, seed=1)
    np.testing.assert_array_equal(surprise, again)


def test_estimates_that_are_the_truth_have_no_error(
    model: VoteModel, halves: tuple[VoteModel, VoteModel]
) -> None:
    error, promised = replayed(model, model, WINDOW, seed=1)
    assert error.shape == promised.shape == (len(model.states) * (len(model.states) - 1) // 2,)
    assert (promised > 0.0).all()
    assert calibration_ratio(error, promised) < 0.5
    other, promised = replayed(halves[0], halves[1], WINDOW, seed=1)
    assert calibration_ratio(other, promised) > 0.5


def test_too_few_states_foretell_nothing(model: VoteModel, halves: tuple[VoteModel, VoteModel]) -> None:
    votes = model.votes.copy()
    votes[3:] = 0
    few = replace(model, votes=votes)
    for told in (*foretold(few, halves, WINDOW, seed=1), *replayed(few, model, WINDOW, seed=1)):
        assert told.shape == (0,)


def test_ends_that_overlap_foretell_nothing(model: VoteModel, halves: tuple[VoteModel, VoteModel]) -> None:
    assert foretold(model, halves, (2 * 2012, 2 * 2016), seed=1)[0].shape == (0,)
    assert foretold(model, halves, (2 * 2012, 2 * 2017 + 1), seed=1)[0].shape != (0,)


def test_eras_begin_with_the_record(tiny_assembly: Assembly, tiny_fit: DynamicIrt, model: VoteModel) -> None:
    eras = calibrate(tiny_assembly, tiny_fit, model, seed=1)
    assert [era["last"] for era in eras] == [2008, 2019]
    assert eras[0] == {"last": 2008, "factor": 1.0, "halves": 1.0, "pairs": 0}
    assert 0.3 < eras[1]["halves"] <= eras[1]["factor"] < 3.0
    assert eras[1]["pairs"] > 50


def test_uncalibrated_is_as_the_posterior_promises(tiny_estimates: VoteEstimates) -> None:
    eras = [{"last": 9999, "factor": 3.0}]
    tables = tiny_estimates.tables
    wide = replace(
        tiny_estimates.model, tables=replace(tables, manifest=tables.manifest | {"calibration": eras})
    )
    assert wide.calibration(2010) == 3.0
    assert uncalibrated(wide).calibration(2010) == 1.0
    assert wide.calibration(2010) == 3.0


def test_calibration_widens_draws_in_proportion(tiny_estimates: VoteEstimates) -> None:
    def told(factor: float) -> VoteEstimates:
        tables = tiny_estimates.tables
        eras = [{"last": 9999, "factor": factor}]
        return VoteEstimates(
            replace(
                tiny_estimates.model,
                tables=replace(tables, manifest=tables.manifest | {"calibration": eras}),
            )
        )

    narrow, wide = (told(factor).series("FRA", "FJI", draws=200).draws.std(axis=0) for factor in (0.2, 0.4))
    np.testing.assert_allclose(wide / narrow, 2.0, rtol=0.15)


def test_the_margin_is_smaller_than_a_move(tiny_estimates: VoteEstimates) -> None:
    margin = usual_margin(tiny_estimates)
    assert margin is not None
    assert 0.0 < margin < 0.2
    assert margin == tiny_estimates.margin


def test_a_short_record_argues_no_margin(tiny_estimates: VoteEstimates) -> None:
    tables = tiny_estimates.tables
    manifest = tables.manifest | {"covered": ["2012-01-01", "2019-12-12"]}
    short = VoteEstimates(
        replace(tiny_estimates.model, tables=replace(tables, manifest=manifest)),
    )
    assert usual_margin(short) is None
