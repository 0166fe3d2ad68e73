"""What holds for every row on votes that were lost."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from leeway.ledger.voting import votes_lost
from leeway.spells import seated, spells

KEYS = {spell.state for spell in spells()}


def test_rows_are_sorted_and_say_where_they_are_from() -> None:
    rows = votes_lost()
    assert 0 < len(rows) <= 40
    assert list(rows) == sorted(rows, key=lambda one: (one.state, one.since.first))
    for one in rows:
        assert one.state in KEYS
        assert one.cause in ("arrears", "credentials", "barred")
        assert one.status in ("found", "suspect", "unverified")
        assert (one.source == "remembered") == (one.status == "unverified")
        assert one.since.first <= one.as_of


def test_stretches_are_in_order_and_do_not_overlap() -> None:
    for one in votes_lost():
        assert one.until is None or one.since.first <= one.until.last
    for one, two in pairwise(votes_lost()):
        if one.state == two.state:
            assert one.until is not None
            assert one.until.last < two.since.first


def test_only_members_of_the_united_nations_lose_a_vote() -> None:
    assert all(seated(one.state) for one in votes_lost())


@pytest.mark.parametrize(
    ("state", "day", "lost"),
    [
        ("VEN", dt.date(2022, 10, 12), True),
        ("VEN", dt.date(2021, 10, 12), False),
        ("ZAF", dt.date(1990, 1, 1), True),
        ("ZAF", dt.date(1994, 6, 24), False),
    ],
)
def test_a_day_lies_in_a_stretch_or_not(state: str, day: dt.date, lost: bool) -> None:
    assert any(one.state == state and one.touches(day, day) for one in votes_lost()) is lost


def test_reading_twice_reads_once() -> None:
    assert votes_lost() is votes_lost()
