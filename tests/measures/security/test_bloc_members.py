"""Who belonged to what: the table by years, the ledger's facts over it, and what neither says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from tests.measures.ties_record import coded, listed

from leeway.measures.security.blocs import memberships

STATES = ["FIN", "IRL", "ISL", "NOR", "SWE"]
YEARS = range(2000, 2019)
CODED_UNTIL = 2008
_DAYS = ("since", "until", "frozen_since", "frozen_until", "as_of")
_TEXT = ("source", "kind", "state", "organisation", "role", "how")


def course(rows, state: str = "FIN", organisation: str = "CIS") -> list[float | None]:
    schema = dict.fromkeys(_TEXT, pl.String) | dict.fromkeys(_DAYS, pl.Date)
    told = [{name: row.get(name) for name in schema} for row in rows]
    blocs = memberships(pl.DataFrame(told, schema=schema), STATES, YEARS, coded_until=CODED_UNTIL)
    values = blocs.weight[blocs.organisations.index(organisation), STATES.index(state)]
    return [None if np.isnan(value) else float(value) for value in values]


def nothing_after(years: int) -> list[float | None]:
    return [None] * (len(YEARS) - years)


def test_the_table_by_years_speaks_of_everybody_to_its_end():
    rows = [coded("NOR", "CIS", 2002, None), coded("SWE", "CIS", 2001, 2003)]
    assert course(rows, "NOR") == [0] * 2 + [1] * 7 + nothing_after(9)
    assert course(rows, "SWE") == [0] + [1] * 3 + [0] * 5 + nothing_after(9)
    assert course(rows, "FIN") == [0] * 9 + nothing_after(9)


def test_a_code_that_is_missing_ends_nothing_and_is_not_known():
    assert course([coded("NOR", "CIS", 2002, 2004, how="not coded")], "NOR")[2:9] == [1] * 3 + [None] * 4


@pytest.mark.parametrize(
    ("role", "counts"), [("full", 1), ("associate", 0.5), ("participant", 0.5), ("observer", 0)]
)
def test_an_associate_counts_half_and_an_observer_nothing(role, counts):
    assert course([coded("NOR", "CIS", 2002, None, role=role)], "NOR")[2] == counts
    assert course([listed("NOR", "NATO", "2002-01-01", role=role)], "NOR", "NATO")[2] == counts


@pytest.mark.parametrize(("since", "year"), [("2005-07-01", 2005), ("2005-07-02", 2006)])
def test_who_joins_after_the_middle_of_the_year_belongs_from_the_next(since, year):
    told = course([listed("FIN", "NATO", since)], organisation="NATO")
    assert told == [0] * (year - 2000) + [1] * (2019 - year)


def test_a_membership_lasts_to_the_last_day_of_its_own_source():
    told = course([listed("FIN", "NATO", "2005-01-01", as_of=dt.date(2010, 12, 31))], organisation="NATO")
    assert told == [0] * 5 + [1] * 6 + nothing_after(11)


def test_a_membership_counts_half_while_it_is_frozen():
    frozen = {"frozen_since": dt.date(2007, 3, 1)}
    told = course([listed("FIN", "NATO", "2002-01-01", **frozen)], organisation="NATO")
    assert told == [0] * 2 + [1] * 5 + [0.5] * 12
    thawed = frozen | {"frozen_until": dt.date(2010, 3, 1)}
    told = course([listed("FIN", "NATO", "2002-01-01", **thawed)], organisation="NATO")
    assert told == [0] * 2 + [1] * 5 + [0.5] * 3 + [1] * 9
    left = course([listed("FIN", "NATO", "2002-01-01", "2012-01-31", **frozen)], organisation="NATO")
    assert left == [0] * 2 + [1] * 5 + [0.5] * 5 + [0] * 7


def test_an_entry_without_a_day_is_known_on_the_day_of_its_source_alone():
    undated = listed("FIN", "NATO", None, as_of=dt.date(2010, 12, 31))
    assert course([undated], organisation="NATO") == [None] * 10 + [1] + nothing_after(11)


def test_an_entry_without_a_day_goes_on_from_where_the_table_had_it():
    undated = listed("NOR", "CIS", None)
    assert course([coded("NOR", "CIS", 2002, None), undated], "NOR") == [0] * 2 + [1] * 17
    assert course([coded("SWE", "CIS", 2002, None), undated], "NOR") == [0] * 9 + [None] * 9 + [1]


MEMBERS = [coded(state, "CIS", 2000, None) for state in ("FIN", "IRL", "ISL", "NOR")]
LEFT = listed("FIN", "CIS", "1995-01-01", "2006-08-18", as_of=dt.date(2006, 8, 18))


def whole_list(*states: str) -> list[dict]:
    return [listed(state, "CIS", None) for state in states]


def test_who_had_left_and_is_not_named_again_in_a_whole_list_has_not_come_back():
    fewer = [*MEMBERS[1:], coded("FIN", "CIS", 2000, 2006), LEFT]
    assert course([*fewer, *whole_list("IRL", "ISL", "NOR")]) == [1] * 7 + [0] * 12
    partial = course([*fewer, *whole_list("IRL")])
    assert partial == [1] * 7 + [0] * 2 + nothing_after(9)


def test_who_came_back_is_back():
    again = listed("FIN", "CIS", "2010-01-01")
    rows = [*MEMBERS[1:], coded("FIN", "CIS", 2000, 2006), LEFT, again]
    told = course([*rows, *whole_list("IRL", "ISL", "NOR")])
    assert told == [1] * 7 + [0] * 3 + [1] * 9


def test_a_member_that_a_whole_list_does_not_name_is_out_on_its_day_and_not_known_before():
    five = [*MEMBERS, coded("SWE", "CIS", 2000, None)]
    told = course([*five, *whole_list("IRL", "ISL", "NOR", "SWE")])
    assert told == [1] * 9 + [None] * 9 + [0]
    assert course([*MEMBERS, *whole_list("IRL", "ISL", "NOR")], "SWE") == [0] * 19


def test_a_dated_fact_wins_over_the_table():
    rows = [coded("NOR", "CIS", 2000, None), listed("NOR", "CIS", "1995-01-01", "2004-05-01")]
    assert course(rows, "NOR") == [1] * 4 + [0] * 15


def test_nobody_belongs_before_the_organisation_begins_or_after_it_ends():
    assert course([listed("FIN", "EAEU", None)], organisation="EAEU")[:15] == [0] * 15
    assert course([], organisation="EAEU") == [0] * 15 + nothing_after(15)
    assert course([listed("FIN", "WARSAW_PACT", "1956-01-01")], organisation="WARSAW_PACT") == [0] * 19
