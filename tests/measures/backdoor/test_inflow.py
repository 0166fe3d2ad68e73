"""Leg 1: listed goods against all others, from each code's own listing, with placebos."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from tests.measures.backdoor.invented import COHORTS, EVENT, MONTHS, SENDERS, cells

from leeway.measures.backdoor.inflow import GAP, Design, Inflow, course, design_of, event_of, inflow


def design() -> Design:
    found = design_of(MONTHS, EVENT)
    assert found is not None
    return found


def leg(rows: pl.DataFrame) -> Inflow:
    found = inflow(rows, "KAZ", design())
    assert found is not None
    return found


def test_the_event_is_the_month_of_the_middle_code():
    days = [dt.date(2016, 12, 22), dt.date(2022, 2, 25), dt.date(2022, 3, 15), dt.date(2022, 4, 8), None]
    assert event_of(pl.DataFrame({"listed_on": days})) == dt.date(2022, 2, 25)
    assert event_of(pl.DataFrame({"listed_on": [None]}, schema={"listed_on": pl.Date})) is None


def test_the_window_begins_when_things_have_settled_and_lasts_a_year_at_most():
    told = design()
    assert (told.event, told.before, told.gap) == (EVENT, 26, GAP)
    assert told.window == (dt.date(2022, 5, 1), dt.date(2022, 12, 1))
    longer = design_of([*MONTHS, *(dt.date(2023, month, 1) for month in range(1, 13))], EVENT)
    assert longer is not None
    assert longer.window == (dt.date(2022, 5, 1), dt.date(2023, 4, 1))


@pytest.mark.parametrize(
    "months", [MONTHS[20:], MONTHS[:29], MONTHS[:20]], ids=["short past", "short after", "no event"]
)
def test_too_few_months_make_no_design(months: list[dt.date]):
    assert design_of(months, EVENT) is None


def test_a_rise_is_told_with_its_size():
    found = leg(cells("KAZ", jump=0.8))
    assert found.test.change == pytest.approx(0.8, abs=0.06)
    assert found.test.p_rise < 0.01
    assert found.test.outside
    assert found.break_month == EVENT
    assert found.other_factor == pytest.approx(1.0, abs=0.01)
    assert found.listed_factor == pytest.approx(np.exp(0.8), rel=0.1)


def test_nothing_is_told_where_nothing_happened():
    quiet = [leg(cells("KAZ", seed=seed)).test.p_rise < 0.05 for seed in range(200)]
    assert np.mean(quiet) == pytest.approx(0.05, abs=0.05)


def test_growth_of_all_goods_alike_is_no_rise():
    rows = cells("KAZ")
    boom = rows.with_columns(
        pl.when(pl.col("month") >= EVENT).then(pl.col("value") * 5).otherwise("value").alias("value")
    )
    assert leg(boom).test.change == pytest.approx(leg(rows).test.change)


def test_each_code_is_counted_from_its_own_listing():
    found = leg(cells("KAZ", jump=1.0))
    assert found.staggered is not None
    assert found.staggered.dates == COHORTS
    assert found.staggered.share == pytest.approx(1.0)
    assert found.staggered.test.change == pytest.approx(1.0, abs=0.06)


def test_a_late_cohort_of_little_value_does_not_shorten_the_window():
    late = dt.date(2022, 10, 1)
    rows = cells("KAZ", jump=1.0)
    small = rows.filter(pl.col("listed_on") == COHORTS[0]).with_columns(
        pl.lit(late).alias("listed_on"), pl.col("value") * 0.01
    )
    found = leg(pl.concat([rows, small]))
    assert found.staggered is not None
    assert late not in found.staggered.dates
    assert 0.99 < found.staggered.share < 1.0


def test_undated_codes_enter_the_pooled_change_alone():
    rows = cells("KAZ", jump=0.5).with_columns(pl.lit(None, pl.Date).alias("listed_on"))
    found = leg(rows)
    assert found.staggered is None
    assert found.test.change == pytest.approx(0.5, abs=0.06)


def test_codes_without_a_past_look_like_growth_and_are_told_apart():
    found = leg(cells("KAZ", new=0.4))
    assert found.test.change > 0.25
    assert found.throughout is not None
    assert abs(found.throughout.change) < 0.1
    assert found.new_codes == pytest.approx(0.4 / 1.4, abs=0.01)
    assert leg(cells("KAZ")).throughout is None


def test_one_sender_cannot_carry_it_unseen():
    rows = cells("KAZ")
    alone = rows.with_columns(
        pl.when((pl.col("sender") == "ITA") & (pl.col("kind") == "listed") & (pl.col("month") >= EVENT))
        .then(pl.col("value") * 20)
        .otherwise("value")
        .alias("value")
    )
    found = leg(alone)
    assert set(found.without) == set(SENDERS)
    assert abs(found.without["ITA"]) < 0.1 < found.without["AUT"]


def test_a_month_without_listed_goods_leaves_no_ratio():
    rows = cells("KAZ").filter((pl.col("kind") == "other") | (pl.col("month") != MONTHS[5]))
    assert inflow(rows, "KAZ", design()) is None


def test_months_outside_the_design_are_not_read():
    rows = cells("KAZ", jump=0.5)
    beyond = rows.with_columns(pl.col("month").dt.offset_by("60mo"), pl.col("value") * 1000)
    assert leg(pl.concat([rows, beyond])).test.change == leg(rows).test.change


def test_the_course_alone_is_that_of_the_whole_leg():
    rows = cells("KAZ", jump=0.5, new=0.4)
    whole, alone = leg(rows), course(rows, design())
    assert alone is not None
    assert np.array_equal(alone.log_ratio, whole.log_ratio)
    assert (alone.persistence, alone.new_codes) == (whole.test.persistence, whole.new_codes)
    quiet = rows.filter((pl.col("kind") == "other") | (pl.col("month") != MONTHS[5]))
    assert course(quiet, design()) is None
