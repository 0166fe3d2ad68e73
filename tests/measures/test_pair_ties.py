"""Dated facts of a pair: as they stood on a day, and when they touch a window."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tests.verdict.synthetic_ties import SIGNED

from leeway.measures.pair_ties import by_date, from_ledger

DAY = dt.date


def one(ties, what: str):
    (tie,) = [tie for tie in ties if tie.what.startswith(what)]
    return tie


@pytest.mark.parametrize(
    ("first", "last", "touches"),
    [
        (DAY(2000, 1, 1), DAY(2001, 4, 30), False),
        (DAY(2000, 1, 1), DAY(2001, 5, 1), True),
        (DAY(2019, 12, 31), DAY(2030, 1, 1), True),
        (DAY(2020, 1, 1), DAY(2030, 1, 1), False),
    ],
)
def test_a_tie_touches_a_window_by_the_widest_reading_of_its_dates(first, last, touches):
    assert SIGNED.touches(first, last) is touches


def test_an_unknown_day_shuts_no_window_out():
    unknown = replace(SIGNED, since="", until="")
    assert unknown.touches(DAY(1946, 1, 1), DAY(1947, 1, 1))
    assert (unknown.began, unknown.over) == (None, None)
    assert replace(SIGNED, until="").touches(DAY(2025, 1, 1), DAY(2026, 1, 1))


def test_an_end_that_came_later_is_not_known_yet():
    before, after = (
        one(from_ledger("GEO", "RUS", known=day), "CIS") for day in (DAY(2009, 8, 1), DAY(2010, 1, 1))
    )
    assert (before.until, before.ended, before.how) == ("", "still in force", "")
    assert (after.until, after.ended, after.how) == ("2009-08-18", "terminated", "GEO left")


def test_a_freeze_and_a_beginning_that_came_later_are_not_known_yet():
    early, late = (from_ledger("ARM", "RUS", known=day) for day in (DAY(2023, 1, 1), DAY(2024, 6, 1)))
    assert one(early, "CSTO").how == ""
    assert one(late, "CSTO").how == "ARM frozen from 2024-02-22"
    assert not [
        tie for tie in from_ledger("ARM", "RUS", known=DAY(2014, 1, 1)) if tie.what.startswith("EAEU")
    ]


def test_what_is_told_as_of_a_day_has_no_notes_which_may_tell_of_later_days():
    assert any("remembered" in tie.note for tie in from_ledger("KAZ", "RUS"))
    assert not any("remembered" in tie.note for tie in from_ledger("KAZ", "RUS", known=DAY(2022, 1, 1)))


def test_what_has_no_known_beginning_is_told_from_the_day_of_its_source():
    (undated,) = [tie for tie in from_ledger("KAZ", "RUS") if not tie.since]
    before = from_ledger("KAZ", "RUS", known=undated.as_of - dt.timedelta(days=1))
    assert undated.what not in {tie.what for tie in before}
    assert undated.what in {tie.what for tie in from_ledger("KAZ", "RUS", known=undated.as_of)}


def test_ties_are_the_same_in_either_order_of_the_two():
    one_way, other = (
        {(tie.what, tie.since, tie.until, tie.ended) for tie in from_ledger(*pair)}
        for pair in (("KAZ", "RUS"), ("RUS", "KAZ"))
    )
    assert one_way == other


def test_the_unknown_beginning_comes_first():
    assert by_date([SIGNED, replace(SIGNED, since="")])[0].since == ""


def test_plain_keys_for_other_programs():
    told = SIGNED.to_dict()
    assert told["states"] == ["KAZ", "RUS"]
    assert told["as_of"] == "2024-01-01"
    assert set(told) >= {"kind", "what", "since", "until", "ended", "how", "status", "source", "cited"}
