"""Dates as people write them, half-years and sessions."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.errors import QuestionError
from leeway.periods import half_year, half_year_label, half_year_span, parse_day, session_of

DAYS = st.dates(min_value=dt.date(1946, 1, 1), max_value=dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2014-03", "2014-03-01", "2014-03-31"),
        ("2014-3", "2014-03-01", "2014-03-31"),
        ("2014-03-18", "2014-03-18", "2014-03-18"),
        (" 2024-02 ", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
    ],
)
def test_a_written_date_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    assert parse_day(text).isoformat() == first
    assert parse_day(text, end=True).isoformat() == last


@pytest.mark.parametrize(
    "text",
    ["", "14", "yesterday", "2014-13", "2014-00", "2014-02-30", "2014/03/18", "20140318", "0000", "2014-"],
)
@pytest.mark.parametrize("end", [False, True])
def test_what_is_no_date_is_refused(text: str, end: bool) -> None:
    with pytest.raises(QuestionError, match="not a date") as raised:
        parse_day(text, end=end)
    assert raised.value.hint


@given(DAYS)
def test_a_day_lies_in_its_half_year(day: dt.date) -> None:
    first, last = half_year_span(half_year(day))
    assert first <= day <= last
    assert half_year(last + dt.timedelta(days=1)) == half_year(day) + 1


def test_half_years_are_named_after_their_year() -> None:
    assert half_year_label(half_year(dt.date(2022, 6, 30))) == "2022H1"
    assert half_year_label(half_year(dt.date(2022, 7, 1))) == "2022H2"


@given(DAYS)
def test_a_date_written_in_full_is_itself(day: dt.date) -> None:
    assert parse_day(day.isoformat()) == parse_day(day.isoformat(), end=True) == day


@pytest.mark.parametrize(
    ("day", "session"),
    [
        (dt.date(1946, 1, 26), 1),
        (dt.date(1946, 12, 15), 1),
        (dt.date(1947, 5, 5), 1),
        (dt.date(1947, 9, 16), 2),
        (dt.date(2022, 3, 2), 76),
        (dt.date(2022, 8, 31), 76),
        (dt.date(2022, 9, 1), 77),
    ],
)
def test_sessions_run_from_september_to_august(day: dt.date, session: int) -> None:
    assert session_of(day) == session
