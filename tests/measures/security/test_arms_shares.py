"""Shares in arms imports: five years together, and nothing told of a handful of deliveries."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.measures.security.arms import FLOOR, draw_shares, one_table, shares


def delivered(*rows: tuple[str, str, int, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["recipient", "supplier", "year", "tiv"], orient="row")


def share(found: pl.DataFrame, recipient: str, supplier: str, year: int) -> float | None:
    rows = found.filter(
        (pl.col("recipient") == recipient) & (pl.col("supplier") == supplier) & (pl.col("year") == year)
    )
    return rows["share"][0] if rows.height else None


BEGUN = ("XXX", "YYY", 2000, 1.0)


def test_a_share_is_that_of_the_year_and_the_four_before():
    found = shares(
        delivered(BEGUN, ("KAZ", "RUS", 2010, 30), ("KAZ", "RUS", 2014, 30), ("KAZ", "USA", 2012, 30)), 2016
    )
    assert share(found, "KAZ", "RUS", 2014) == pytest.approx(60 / 90)
    assert share(found, "KAZ", "RUS", 2015) == pytest.approx(30 / 60)
    assert share(found, "KAZ", "USA", 2015) == pytest.approx(30 / 60)


def test_a_small_volume_or_a_single_delivery_states_no_share():
    few = delivered(BEGUN, *[("ARM", "RUS", 2010, FLOOR / 4 - 0.1)] * 4)
    enough = delivered(BEGUN, *[("ARM", "RUS", 2010, FLOOR / 4)] * 4)
    single = delivered(BEGUN, ("ARM", "RUS", 2010, 900.0))
    assert share(shares(few, 2014), "ARM", "RUS", 2012) is None
    assert share(shares(enough, 2014), "ARM", "RUS", 2012) == 1.0
    assert share(shares(single, 2014), "ARM", "RUS", 2012) is None


def test_a_supplier_without_a_row_had_nothing_only_where_shares_are_stated():
    found = shares(delivered(BEGUN, ("KAZ", "RUS", 2010, 30), ("KAZ", "RUS", 2011, 30)), 2016)
    stated = found.filter((pl.col("recipient") == "KAZ") & (pl.col("supplier") == ""))["year"].to_list()
    assert stated == [2011, 2012, 2013, 2014]


def test_no_year_after_the_source_ends():
    found = shares(delivered(BEGUN, ("KAZ", "RUS", 2015, 30), ("KAZ", "RUS", 2016, 30)), 2016)
    assert found["year"].max() == 2016


def test_totals_are_taken_only_before_the_register_of_deals_begins():
    rows = pl.DataFrame(
        {
            "recipient": ["KAZ"] * 3,
            "supplier": ["RUS"] * 3,
            "year": [1999, 2000, 2000],
            "tiv": [5.0, 7.0, 7.0],
            "deal": [None, None, "1"],
        }
    )
    assert one_table(rows).rows() == [("KAZ", "RUS", 1999, 5.0), ("KAZ", "RUS", 2000, 7.0)]


@given(st.lists(st.floats(0.0, 1.0) | st.just(float("nan")), min_size=1, max_size=12), st.floats(2.0, 200.0))
def test_draws_are_shares_where_a_share_is_stated(told, effective):
    values = np.array(told)
    drawn = draw_shares(values, np.full(values.size, effective), 20, np.random.default_rng(1))
    assert (np.isnan(drawn) == np.isnan(values)).all()
    inside = drawn[:, ~np.isnan(values)]
    assert ((inside >= 0) & (inside <= 1)).all()
    assert (drawn[:, values == 0.0] == 0.0).all()


def test_more_deliveries_make_a_share_surer():
    def spread(effective: float) -> float:
        drawn = draw_shares(np.array([0.5]), np.array([effective]), 2000, np.random.default_rng(1))
        return float(drawn.std())

    assert spread(3.0) > 2 * spread(60.0)
    assert spread(60.0) == pytest.approx(0.5 / np.sqrt(60), rel=0.15)


def test_windows_that_share_deliveries_share_their_errors():
    drawn = draw_shares(np.full(10, 0.5), np.full(10, 9.0), 4000, np.random.default_rng(1))
    near, far = (np.corrcoef(drawn[:, 0], drawn[:, year])[0, 1] for year in (1, 6))
    assert near > 0.7
    assert abs(far) < 0.06
