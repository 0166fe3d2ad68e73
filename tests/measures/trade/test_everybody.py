"""Totals of everybody by one source: the world, each state, and who does not tell nearly every year."""

from __future__ import annotations

import polars as pl
import pytest

from leeway.measures.trade.everybody import ESTIMATED, everybody, told_by_all

TOTALS = pl.DataFrame(
    [
        ("oec", "AAA", 2000, 10.0, 4.0),
        ("oec", "BBB", 2000, 1.0, None),
        ("oec", "BBB", 2001, 2.0, 3.0),
        ("imf", "AAA", 2000, 5.0, 5.0),
        ("imf", "AAA", 2001, 6.0, 6.0),
        ("imf", "BBB", 2000, 7.0, 7.0),
        (f"imf{ESTIMATED}", "BBB", 2001, 8.0, 8.0),
        (f"imf{ESTIMATED}", "AAA", 2001, 99.0, 99.0),
        ("imf", "CCC", 2001, 9.0, 9.0),
    ],
    schema={
        "source": pl.String,
        "state": pl.String,
        "year": pl.Int16,
        "exports": pl.Float32,
        "imports": pl.Float32,
    },
    orient="row",
)


def test_the_world_is_the_sum_of_all_who_are_told():
    told = everybody(TOTALS, "oec", "exports", reconciled=True)
    assert told.world == pytest.approx({2000: 11.0, 2001: 2.0})
    assert told.of("BBB", "exports") == pytest.approx({2000: 1.0, 2001: 2.0})
    assert told.of("BBB", "imports") == pytest.approx({2001: 3.0})
    assert told.of("ZZZ", "exports") == {}


def test_own_years_come_before_estimated_ones_and_a_passing_state_is_left_out():
    told = everybody(TOTALS, "imf", "exports", reconciled=False)
    assert told.of("AAA", "exports") == pytest.approx({2000: 5.0, 2001: 6.0})
    assert told.of("BBB", "exports") == pytest.approx({2000: 7.0, 2001: 8.0})
    assert told.of("CCC", "exports") == {}
    assert told.world == pytest.approx({2000: 12.0, 2001: 14.0})


def test_a_source_stands_for_everybody_where_enough_states_report(monkeypatch: pytest.MonkeyPatch):
    assert told_by_all(TOTALS, "exports", frozenset({"oec"})) == ()
    monkeypatch.setattr("leeway.measures.trade.everybody.EVERYBODY", 3)
    assert told_by_all(TOTALS, "exports", frozenset({"oec"})) == ("imf",)
