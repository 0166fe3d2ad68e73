"""Dates of differing precision."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.errors import QuestionError
from leeway.ledger import Dated

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_date_is_printed_as_it_was_written(day: dt.date, length: int) -> None:
    text = day.isoformat()[:length]
    read = Dated.parse(text)
    assert read.text == str(read) == text
    assert read.first <= day <= read.last
    assert read.precision == {4: "year", 7: "month", 10: "day"}[length]


def test_a_month_ends_on_its_last_day() -> None:
    assert Dated.parse("2024-02").last == dt.date(2024, 2, 29)


def test_a_date_holds_the_finer_one_that_it_may_be() -> None:
    assert Dated.parse("2018").holds(Dated.parse("2018-05-19"))
    assert not Dated.parse("2018-05").holds(Dated.parse("2018"))


@pytest.mark.parametrize(
    "text", ["", "about 1992", "92", "2018-13", "2018-02-30", "2018-5-1", "20180519", "2018-W5"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="is not a date"):
        Dated.parse(text)


def test_a_stretch_that_is_no_day_month_or_year_is_refused() -> None:
    with pytest.raises(QuestionError, match="not a day, a month or a year"):
        Dated(dt.date(2018, 1, 1), dt.date(2018, 2, 1))
