"""Tables with one column a year."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from leeway.measures.yearly import (
    EVERYBODY,
    UNKNOWN,
    days_of,
    halves_by_state,
    middles,
    nine_years_apart,
    values_by_state,
    yearly,
    years_in,
    years_within,
)

DAY = dt.date
HALVES = st.sampled_from([0.0, 0.5, 1.0, np.nan])
SHAPES = array_shapes(min_dims=3, max_dims=3, max_side=5)


@given(arrays(np.float32, SHAPES, elements=HALVES), st.integers(1946, 2020))
def test_halves_come_back_as_they_were_written(values, first):
    years = range(first, first + values.shape[2])
    states = [f"S{row}" for row in range(values.shape[1])]
    frame = pl.concat(halves_by_state("of", f"e{n}", each, states, years) for n, each in enumerate(values))
    names, known, found = values_by_state(frame, "of", {state: row for row, state in enumerate(states)})
    assert (names, known) == (tuple(f"e{n}" for n in range(len(values))), years)
    np.testing.assert_array_equal(found, values)


def test_the_commonest_course_is_told_once_and_only_others_by_name():
    values = np.array([[0, 0.5], [0, 1], [0, 0.5], [np.nan, 1]], dtype=np.float32)
    told = halves_by_state("entity", "XKX", values, ["FJI", "NRU", "TON", "WSM"], range(2000, 2002))
    assert told.rows() == [
        ("XKX", EVERYBODY, 0, 1),
        ("XKX", "NRU", 0, 2),
        ("XKX", "WSM", UNKNOWN, 2),
    ]


def test_a_row_of_everybody_gives_way_to_a_state_s_own_wherever_it_stands():
    frame = pl.DataFrame({"of": ["a", "a"], "state": ["FJI", EVERYBODY], "y2000": [2, 0]})
    _, _, found = values_by_state(frame, "of", {"FJI": 0, "TON": 1})
    assert found[0, :, 0].tolist() == [1.0, 0.0]


def test_years_are_read_from_the_columns_that_were_written():
    frame = yearly("y", range(1990, 1993), np.eye(3)).with_columns(state=pl.lit("FJI"), year=pl.lit(1))
    assert years_in(frame) == range(1990, 1993)
    assert frame["y1991"].to_list() == [0.0, 1.0, 0.0]


@given(st.dates(DAY(1950, 1, 1), DAY(2020, 1, 1)), st.dates(DAY(1950, 1, 1), DAY(2020, 1, 1)))
def test_a_year_is_within_a_span_that_holds_its_middle(one, other):
    span = min(one, other), max(one, other)
    holds = [year for year in range(1949, 2022) if span[0] <= DAY(year, 7, 1) <= span[1]]
    assert list(years_within(span)) == holds


def test_whole_years_and_their_days_are_the_same():
    assert years_within(days_of(range(2003, 2006))) == range(2003, 2006)
    assert days_of(range(2003, 2006)) == (DAY(2003, 1, 1), DAY(2005, 12, 31))
    assert middles([2003, 2005]).tolist() == [DAY(2003, 7, 1), DAY(2005, 7, 1)]


@pytest.mark.parametrize(("last", "number"), [(2010, 0), (2011, 1), (2013, 1), (2014, 2)])
def test_only_whole_spans_nine_years_apart_are_taken(last, number):
    told = nine_years_apart(2000, last)
    assert len(told) == number
    for before, after in told:
        assert after.start - before.start == 9
        assert len(before) == len(after) == 3
        assert before.start >= 2000
        assert after[-1] <= last
