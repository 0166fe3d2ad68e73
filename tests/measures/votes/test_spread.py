"""Standard deviations of all states."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.measures import tiny

from leeway.measures.votes.closeness import grid, posterior_of
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.spread import BLOCK_YEARS, PADDING_YEARS, spreads


@pytest.fixture(scope="module")
def told(tiny_estimates: VoteEstimates) -> pl.DataFrame:
    return spreads(tiny_estimates.model, seed=1)


def test_every_position_has_its_spread(told: pl.DataFrame, tiny_estimates: VoteEstimates) -> None:
    positions = tiny_estimates.tables.table("positions")
    missing = positions.join(told, on=["state", "half_year"], how="anti")
    assert missing.is_empty()
    assert not told.select("state", "half_year").is_duplicated().any()
    assert (told.select("sd_1", "sd_2", "closeness_sd").to_numpy() > 0.0).all()


def test_spreads_are_those_of_the_posterior(told: pl.DataFrame, tiny_estimates: VoteEstimates) -> None:
    model = tiny_estimates.model
    first = 2 * tiny.FIRST
    place = grid(model, first, first + 2 * BLOCK_YEARS - 1, padding=PADDING_YEARS)
    covariance = posterior_of(model, place, model.number["FRA"]).covariance()
    mine = told.filter((told["state"] == "FRA") & (told["half_year"] < first + 2 * BLOCK_YEARS))
    by_hand = np.sqrt(np.einsum("tdd->td", covariance))[: len(mine)]
    np.testing.assert_allclose(mine.select("sd_1", "sd_2").to_numpy(), by_hand, rtol=1e-5)


def test_absence_makes_unsure(told: pl.DataFrame) -> None:
    mean = dict(told.group_by("state").agg(pl.col("sd_1").mean()).iter_rows())
    assert mean[tiny.ABSENT] > 1.1 * max(mean[one] for one in ("FRA", "FJI", "NOR"))


def test_the_same_seed_gives_the_same(told: pl.DataFrame, tiny_estimates: VoteEstimates) -> None:
    assert told.equals(spreads(tiny_estimates.model, seed=1))
