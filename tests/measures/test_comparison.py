"""How far two sets of estimates differ."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.measures.comparison import MARGIN_TOLERANCE, largest_difference, table_differences
from leeway.measures.files import EstimateTables

FIRST = pl.DataFrame({"state": ["FJI", "TON"], "y2000": [1.0, 2.0], "y2001": [None, 4.0]})
NUMBERS = st.one_of(st.none(), st.floats(-9, 9), st.just(float("nan")))
TABLES = st.lists(NUMBERS, min_size=3, max_size=3).map(
    lambda values: pl.DataFrame({"state": ["FJI", "TON", "WSM"], "y": pl.Series(values, dtype=pl.Float64)})
)


def difference(other: pl.DataFrame, one: pl.DataFrame = FIRST) -> float:
    return largest_difference(one, other, ["state"])


@given(TABLES, TABLES)
def test_it_is_symmetric_and_none_from_itself(one, other):
    assert difference(other, one) == difference(one, other)
    assert difference(one, one) == 0.0


@given(TABLES, st.floats(0.5, 3.0))
def test_it_is_by_how_much_a_number_was_shifted(one, step):
    known = one.filter(pl.col("y").is_finite()).height
    told = difference(one.with_columns(pl.col("y") + step), one)
    assert told == pytest.approx(step if known else 0.0)


def test_the_largest_of_all_columns_and_rows_counts():
    other = FIRST.with_columns(y2000=pl.Series([1.5, 2.0]), y2001=pl.Series([None, 1.0]))
    assert difference(other) == 3.0


def test_the_order_of_rows_and_columns_does_not_matter():
    assert difference(FIRST.reverse().select("y2001", "state", "y2000")) == 0.0


@pytest.mark.parametrize(
    "other",
    [
        FIRST.head(1),
        FIRST.drop("y2001"),
        FIRST.rename({"y2001": "y2002"}),
        FIRST.with_columns(state=pl.Series(["FJI", "NRU"])),
        FIRST.with_columns(y2001=pl.Series([0.0, 4.0])),
        FIRST.with_columns(y2000=pl.Series([1.0, float("nan")])),
    ],
    ids=["fewer rows", "fewer columns", "another column", "another row", "a number", "no number"],
)
def test_what_only_one_of_the_two_has_is_no_small_difference(other):
    assert difference(other) == float("inf")


def test_tables_without_rows_or_numbers_do_not_differ():
    assert difference(FIRST.clear(), FIRST.clear()) == 0.0
    assert difference(FIRST.select("state"), FIRST.select("state")) == 0.0


def test_every_table_and_the_margin_are_compared():
    one = EstimateTables(Path(), {"margin": 0.1}, {"a": FIRST, "b": FIRST})
    other = EstimateTables(
        Path(), {"margin": 0.4}, {"a": FIRST, "b": FIRST.with_columns(pl.col("y2000") * 2)}
    )
    told = table_differences(one, other, {"a": (["state"], 0.0), "b": (["state"], 0.5)})
    assert [(each.what, each.tolerance) for each in told] == [
        ("a", 0.0), ("b", 0.5), ("margin", MARGIN_TOLERANCE),
    ]  # fmt: skip
    assert [each.largest for each in told] == pytest.approx([0.0, 2.0, 0.3])
