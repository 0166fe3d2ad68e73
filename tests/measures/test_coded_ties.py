"""Dated facts of a pair as publishers code them, from a record of invented ties."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.measures import ties_record
from tests.measures.ties_record import ARMS_ROWS, TIES_ROWS, coded, sold

from leeway.measures.pair_ties import Tie, by_date, from_record
from leeway.record.store import open_record


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    ties = [
        *TIES_ROWS,
        coded("NOR", "NB8", 1990, 2001),
        coded("FIN", "NB8", 2002, None),
        coded("ISL", "NB8", 1990, 1995),
        coded("ISL", "NB8", 1999, None),
    ]
    arms = [*ARMS_ROWS, sold("NOR", "FIN", 2000, 99.0, deal=None), sold("FIN", "NOR", 2000, 2.5, deal=2)]
    path = ties_record.make(tmp_path_factory.mktemp("coded") / "record.duckdb", ties=ties, arms=arms)
    with open_record(path) as opened:
        yield opened


def told(record, a: str, b: str, kind: str) -> list[Tie]:
    return [tie for tie in from_record(record, a, b) if tie.kind == kind]


def test_an_obligation_is_told_once_for_each_that_owes_and_each_source(record):
    owed = told(record, "NOR", "FIN", "defence")
    assert {(tie.source, tie.states, tie.since, tie.until, tie.ended) for tie in owed} == {
        ("atop", ("FIN", "NOR"), "1990", "1999", "terminated"),
        ("atop", ("NOR", "FIN"), "1990", "1999", "terminated"),
        ("cow-alliances", ("FIN", "NOR"), "1990", "2000", "terminated"),
        ("cow-alliances", ("NOR", "FIN"), "1990", "2000", "terminated"),
    }
    assert "defence owed by NOR to FIN" in {tie.what for tie in owed}


def test_what_one_alone_owes_is_not_turned_round(record):
    (tie,) = told(record, "NOR", "ISL", "nonaggression")
    assert tie.states == ("ISL", "NOR")
    assert (tie.until, tie.ended, tie.over) == ("", "source ended", None)
    assert (tie.as_of, tie.status) == (dt.date(2012, 12, 31), "coded")


def test_what_stood_in_the_first_year_kept_may_be_older(record):
    (tie,) = told(record, "SWE", "FIN", "consultation")
    assert (tie.since, tie.began) == ("", None)
    assert tie.note == "stood in 1946, the first year kept"


def test_a_membership_in_common_lasts_while_both_are_coded_as_full(record):
    circle = [tie for tie in told(record, "ISL", "FIN", "membership") if tie.what.startswith("CIS")]
    (tie,) = circle
    assert (tie.what, tie.since, tie.until) == ("CIS: Invented Circle", "1993", "2008")
    assert (tie.how, tie.rows, tie.states) == ("FIN no longer coded", 2, ("ISL", "FIN"))
    assert told(record, "IRL", "NOR", "membership") == []


def test_stretches_that_do_not_meet_are_no_tie_and_each_that_does_is_one(record):
    assert not [tie for tie in told(record, "FIN", "NOR", "membership") if tie.what.startswith("NB8")]
    twice = [tie for tie in told(record, "ISL", "NOR", "membership") if tie.what == "NB8"]
    assert [(tie.since, tie.until, tie.how) for tie in by_date(twice)] == [
        ("1990", "1995", "ISL no longer coded"),
        ("1999", "2001", "NOR no longer coded"),
    ]


def test_a_membership_of_the_ledger_is_not_told_from_the_record(record):
    assert {tie.source for tie in from_record(record, "FIN", "NOR")} == {
        "atop", "cow-alliances", "cow-igo", "sipri-arms"
    }  # fmt: skip


def test_arms_are_told_by_year_and_direction_and_counted_once(record):
    arms = {(tie.since, tie.states): tie for tie in told(record, "FIN", "NOR", "arms")}
    assert arms["2000", ("NOR", "FIN")].what == "NOR to FIN: 30.0 million TIV (Invented-1)"
    assert arms["2000", ("FIN", "NOR")].what == "FIN to NOR: 2.5 million TIV (Invented-1)"
    assert arms["1998", ("NOR", "FIN")].what == "NOR to FIN: 7.0 million TIV"
    assert len(arms) == 12
    assert {str(tie.as_of) for tie in arms.values()} == {"2016-12-31"}
    assert arms["2000", ("NOR", "FIN")].touches(dt.date(2000, 12, 31), dt.date(2003, 1, 1))
    assert not arms["2000", ("NOR", "FIN")].touches(dt.date(2001, 1, 1), dt.date(2003, 1, 1))


def test_two_that_nothing_ties_have_no_rows(record):
    assert from_record(record, "IRL", "SWE") == []


def test_ties_are_in_order_of_time_and_then_of_kind(record):
    order = [(tie.since, tie.kind) for tie in by_date(from_record(record, "SWE", "FIN"))]
    assert order[0] == ("", "consultation")
    order = [(tie.since, tie.kind) for tie in by_date(from_record(record, "FIN", "NOR"))]
    assert order == sorted(order)
    assert order[0] == ("1990", "defence")
