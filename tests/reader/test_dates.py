"""Dates as texts word them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.reader.dates import dates, resolved, without_year
from leeway.reader.text import Text

OWN = "2022-06-20"  # a Monday


@pytest.mark.parametrize(
    ("words", "found", "value"),
    [
        ("On 17 June 2022 he spoke.", "17 June 2022", "2022-06-17"),
        ("On June 17, 2022, he spoke.", "June 17, 2022", "2022-06-17"),
        ("on the 17th of June, 2022", "17th of June, 2022", "2022-06-17"),
        ("on Friday, June 17th 2022", "Friday, June 17th 2022", "2022-06-17"),
        ("JUNE 17, 2022", "JUNE 17, 2022", "2022-06-17"),
        ("on Feb. 24, 2022.", "Feb. 24, 2022", "2022-02-24"),
        ("on 2022-06-17.", "2022-06-17", "2022-06-17"),
        ("on 17.06.2022.", "17.06.2022", "2022-06-17"),
        ("on 06/17/2022.", "06/17/2022", "2022-06-17"),
        ("on 06/07/2022.", "06/07/2022", "2022"),
        ("in March 2014", "March 2014", "2014-03"),
        ("in May of 2014", "May of 2014", "2014-05"),
        ("on June 17-18, 2022", "June 17-18, 2022", "2022-06"),
        ("in 2014", "2014", "2014"),
        ("the 2014 vote", "2014", "2014"),
        ("by mid-2014,", "2014", "2014"),
        ("on 31 February 2022", "31 February 2022", "2022-02"),
        ("in the 1990s", "1990s", None),
    ],
)
def test_a_written_date_is_no_inference(words: str, found: str, value: str | None) -> None:
    (one,) = dates(Text(words), OWN)
    assert (words[slice(*one.span)], one.value, one.inferred) == (found, value, False)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on June 17", "2022-06-17"),
        ("on 17 June", "2022-06-17"),
        ("on Dec. 20", "2021-12-20"),
        ("on September 1", "2022-09-01"),
        ("on Friday", "2022-06-17"),
        ("on Monday", "2022-06-20"),
        ("last Monday", "2022-06-13"),
        ("next Friday", "2022-07-01"),
        ("yesterday", "2022-06-19"),
        ("Tomorrow", "2022-06-21"),
        ("two days ago", "2022-06-18"),
        ("last week", "2022-06"),
        ("next month", "2022-07"),
        ("six months ago", "2021-12"),
        ("last year", "2021"),
        ("a year ago", "2021"),
        ("12 years ago", "2010"),
        ("in January of this year", "2022-01"),
        ("on June 17 last year", "2021-06-17"),
        ("in January of last year", "2021-01"),
        ("in November", "2021-11"),
        ("in August", "2022-08"),
        ("last June", "2021-06"),
        ("next June", "2023-06"),
        ("since May", "2022-05"),
    ],
)
def test_what_is_not_told_follows_from_the_documents_date(words: str, value: str) -> None:
    (one,) = dates(Text(words), OWN)
    assert (one.value, one.inferred) == (value, True)
    (unknown,) = dates(Text(words))
    assert (unknown.value, unknown.inferred) == (None, False)
    assert resolved(unknown, OWN) == one


@pytest.mark.parametrize(
    "words",
    [
        "2000 people came.",
        "Resolution 1973 of the council",
        "It cost $2014.",
        "1,950 votes and 2,014.5 tons",
        "By May he may go; March on.",
        "The Sunday Times wrote.",
        "Fridays are short",
        "marching in may",
    ],
)
def test_what_only_looks_like_a_date_is_none(words: str) -> None:
    assert dates(Text(words), OWN) == ()


def test_a_full_date_before_decides_where_the_document_has_none() -> None:
    text = Text("In June they met. On 5 May 2010 he left. On Friday he came. On 9 March 2012, a Friday, no.")
    values = [one.value for one in dates(text)]
    assert values == ["2010-06", "2010-05-05", "2010-04-30", "2012-03-09", "2012-03-09"]


@pytest.mark.parametrize(
    ("anchor", "value"),
    [("2022", "2022-06-17"), ("2022-02", "2021-06-17"), ("nonsense", None), ("2022-02-30", "2021-06-17")],
)
def test_an_anchor_may_be_a_month_or_a_year(anchor: str, value: str | None) -> None:
    (one,) = dates(Text("on June 17"), anchor)
    assert one.value == value


def test_only_where_it_is_looked_for() -> None:
    text = Text("In 2014 and in 2015.")
    assert [one.value for one in dates(text, within=[(0, 7)])] == ["2014"]


def test_months_without_a_year_are_noted() -> None:
    text = Text("On June 17 and in May 2021, last year, in January of this year, and on Friday.")
    notes = without_year(dates(text, OWN))
    assert [(note.kind, text.of(note.span)) for note in notes] == [("date without a year", "June 17")]


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d"]),
)
def test_every_day_is_read_as_it_is_written(day: dt.date, form: str) -> None:
    words = f"It was on {day.strftime(form)}, they say."
    (one,) = dates(Text(words))
    assert one.value == day.isoformat()


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))
)
def test_a_day_without_a_year_is_near_and_not_far_ahead(day: dt.date, own: dt.date) -> None:
    (one,) = dates(Text(f"on {day.strftime('%B %d')}"), own.isoformat())
    assert one.value is not None
    if len(one.value) == 10:
        ahead = (dt.date.fromisoformat(one.value) - own).days
        assert -276 <= ahead <= 94


@given(st.text(alphabet="0123456789 -/.,MayJuneofthlast2019year", max_size=80))
def test_spans_lie_in_order_and_apart(words: str) -> None:
    text = Text(words)
    last = 0
    for one in dates(text, OWN):
        assert last <= one.span[0] < one.span[1] <= len(words)
        last = one.span[1]
