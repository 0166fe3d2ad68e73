"""What the figures of cost are taken over."""

from __future__ import annotations

import datetime as dt

from benchmarks.verdict.cost import some_pairs, windows


def test_pairs_are_drawn_once_each_and_the_same_each_time():
    pairs = some_pairs(50, seed=1)
    assert pairs == some_pairs(50, seed=1)
    assert len(set(pairs)) == 50
    assert all(a != b for a, b in pairs)


def test_windows_are_ten_whole_years_that_are_covered():
    found = windows((dt.date(1999, 2, 1), dt.date(2010, 12, 31)))
    assert found == [
        (dt.date(2000, 1, 1), dt.date(2009, 12, 31)),
        (dt.date(2001, 1, 1), dt.date(2010, 12, 31)),
    ]
    assert windows((dt.date(2020, 1, 1), dt.date(2024, 12, 31))) == []
