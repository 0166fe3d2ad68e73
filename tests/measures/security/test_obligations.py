"""Who owed whom how much in which year, who was a state, and what the past says of treaties."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from tests.measures.ties_record import first, last

from leeway.measures.security.alliances import HIGHEST, alike, kappas, members, owed_levels
from leeway.measures.security.history import ruptures, turning
from leeway.numerics.similarity import similarity

STATES = ["FIN", "ISL", "NOR"]
YEARS = range(2000, 2008)


def obligations(*rows: tuple[str, str, str | None, int, int | None]) -> pl.DataFrame:
    told = [
        (kind, one, other, first(since), None if until is None else last(until))
        for kind, one, other, since, until in rows
    ]
    schema = {"kind": pl.String, "state": pl.String, "partner": pl.String, "since": pl.Date, "until": pl.Date}
    return pl.DataFrame(told, schema=schema, orient="row")


def course(*rows) -> list[int]:
    """What Finland owes Norway."""
    return owed_levels(obligations(*rows), STATES, YEARS)[:, 0, 2].tolist()


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        ("defence", 3),
        ("offence", 3),
        ("neutrality", 2),
        ("consultation", 2),
        ("nonaggression", 1),
        ("entente", 0),
    ],
)
def test_the_level_of_each_obligation(kind, level):
    assert course((kind, "FIN", "NOR", 2002, 2003)) == [0, 0, level, level, 0, 0, 0, 0]


@pytest.mark.parametrize("order", [1, -1])
def test_the_strongest_of_several_obligations_counts(order):
    rows = [("defence", "FIN", "NOR", 2002, 2003), ("nonaggression", "FIN", "NOR", 2001, 2004)]
    assert course(*rows[::order]) == [0, 1, 3, 3, 1, 0, 0, 0]


def test_what_runs_on_runs_to_the_last_year_of_the_source_and_what_began_before_stands_from_the_first():
    assert course(("consultation", "FIN", "NOR", 1950, None)) == [2] * 8
    assert course(("consultation", "FIN", "NOR", 1950, 1960)) == [0] * 8


def test_an_obligation_binds_the_one_that_owes_and_one_to_nobody_binds_nobody():
    owed = owed_levels(
        obligations(("defence", "FIN", "NOR", 2000, None), ("defence", "ISL", None, 2000, None)),
        STATES,
        YEARS,
    )
    assert owed[0].tolist() == [[0, 0, 3], [0, 0, 0], [0, 0, 0]]


def test_members_stay_after_the_list_ends_and_those_that_left_do_not():
    system = pl.DataFrame(
        {
            "state": ["FIN", "ISL", "NOR", "SWE"],
            "since": [first(1946), dt.date(2002, 12, 1), first(1946), first(1946)],
            "until": [dt.date(2004, 6, 30), last(2005), last(2005), last(2005)],
        }
    )
    inside = members(system, STATES, YEARS)
    assert inside[:, 0].tolist() == [True] * 5 + [False] * 3
    assert inside[:, 1].tolist() == [False] * 2 + [True] * 6
    assert inside[:, 2].all()


def test_kappa_is_told_of_the_members_of_the_year_alone():
    owed = owed_levels(obligations(("defence", "FIN", "NOR", 2000, None)), STATES, YEARS)
    inside = np.ones((8, 3), dtype=bool)
    inside[0, 1] = False
    inside[1, 1:] = False
    found = kappas(owed, inside)
    two, three = alike(owed[0], inside[0]).kappa_sq, alike(owed[2], inside[2]).kappa_sq
    assert found[0, 0, 2] == pytest.approx(two[0, 1])
    assert found[2] == pytest.approx(three)
    assert three[0, 2] == pytest.approx(
        similarity(np.array([[3, 0, 3], [0, 3, 0], [0, 0, 3]]), HIGHEST).kappa_sq[0, 2]
    )
    assert np.isnan(found[0, 1]).all()
    assert np.isnan(found[1]).all()


def test_turns_are_compared_where_two_projects_code_one_defence_a_year_apart_at_most():
    ours = obligations(
        ("defence", "FIN", "NOR", 1990, 2000),
        ("defence", "FIN", "ISL", 1990, None),
        ("defence", "ISL", "NOR", 1950, 1960),
        ("defence", "ISL", "NOR", 1970, 1980),
        ("nonaggression", "NOR", "ISL", 1990, 1999),
    )
    other = obligations(
        ("defence", "FIN", "NOR", 1991, 2000),
        ("defence", "FIN", "ISL", 1985, None),
        ("defence", "ISL", "NOR", 1951, 1961),
        ("nonaggression", "NOR", "ISL", 1989, 1998),
    )
    assert turning(ours, other) == [0.0, 0.5, 0.5]
    assert turning(other, ours) == [0.5, 0.5, 0.0]
    assert turning(ours, obligations()) == [0.1, 0.8, 0.1]


def disputes(*rows: tuple[str, str, int, bool, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["state", "partner", "year", "onset", "hostility"], orient="row")


def test_force_between_allies_is_counted_once_and_seen_where_the_obligation_weakened():
    owed = owed_levels(
        obligations(("defence", "FIN", "NOR", 2000, 2003), ("nonaggression", "ISL", "NOR", 2000, None)),
        STATES,
        YEARS,
    )

    def told(*rows) -> tuple[int, int]:
        found = ruptures(disputes(*rows), owed, STATES, YEARS)
        return found["all"], found["seen"]

    assert told(("NOR", "FIN", 2002, True, 4), ("FIN", "NOR", 2002, True, 4)) == (1, 1)
    assert told(("ISL", "NOR", 2002, True, 5)) == (1, 0)
    assert told(("FIN", "NOR", 2002, True, 3), ("FIN", "NOR", 2002, False, 5)) == (0, 0)
    assert told(("FIN", "ISL", 2002, True, 5)) == (0, 0)
    assert told(("FIN", "NOR", 2000, True, 4), ("ISL", "NOR", 2006, True, 4)) == (0, 0)
