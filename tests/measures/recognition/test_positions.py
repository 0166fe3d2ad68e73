"""Facts of different kinds, turned into where states stood year by year."""

from __future__ import annotations

import numpy as np
import pytest
from tests.measures.recognition.facts import DAY, entity, fact

from leeway.measures.recognition.positions import ASSUMED_YEARS, error_rate, place, stands
from leeway.spells import state

YEARS = range(2000, 2020)


def course(facts, key: str = "FRA", **changes) -> list[float | None]:
    told = stands(entity(**changes), facts, [state("XKX"), state(key)], YEARS)
    return [None if np.isnan(value) else float(value) for value in told.value[1]]


@pytest.mark.parametrize(("day", "year"), [("2008-07-01", 2008), ("2008-07-02", 2009), ("1990-01-01", 2000)])
def test_the_middle_of_the_year_counts(day, year):
    assert YEARS[place(DAY.fromisoformat(day), YEARS)] == year


def test_a_recognition_stands_from_its_day_to_the_last_day_of_its_source():
    told = course([fact("FRA", "recognises", "2008-05-01", as_of="2012-12-31")])
    assert told == [0.0] * 8 + [1.0] * 5 + [None] * 7


def test_a_refusal_says_that_there_was_no_recognition_before():
    assert course([fact("FRA", "does not", as_of="2010-12-31")]) == [0.0] * 11 + [None] * 9


def test_an_undated_recognition_is_known_of_its_last_year_alone():
    told = course([fact("FRA", "recognises", as_of="2010-12-31")])
    assert told == [0.0] * 5 + [None] * 5 + [1.0] + [None] * 9


def test_a_recognition_taken_back_stood_before():
    told = course([fact("FRA", "withdrew", "2018-01-01")])
    assert ASSUMED_YEARS == 10
    assert told == [0.0] * 5 + [None] * 3 + [1.0] * 10 + [0.0] + [None]


def test_a_frozen_recognition_counts_half():
    told = course([fact("FRA", "recognises", "2006-01-01"), fact("FRA", "froze", "2016-01-01")])
    assert told == [0.0] * 6 + [1.0] * 10 + [0.5] * 3 + [None]


def test_a_fact_of_june_counts_in_its_year():
    told = course([fact("FRA", "does not", "2018-06-17", as_of="2018-06-18")])
    assert told == [0.0] * 19 + [None]


def test_a_complete_list_speaks_of_members_without_a_fact():
    assert course([], complete_as_of=DAY(2015, 12, 31)) == [0.0] * 16 + [None] * 4
    assert course([], key="TWN", complete_as_of=DAY(2015, 12, 31)) == [0.0] * 5 + [None] * 15
    listed = course([], others_recognise_as_of=DAY(2015, 12, 31))
    assert listed == [0.0] * 5 + [None] * 10 + [1.0] + [None] * 4


def test_a_complete_list_confirms_a_refusal():
    told = course([fact("FRA", "does not", as_of="2010-12-31")], complete_as_of=DAY(2015, 12, 31))
    assert told == [0.0] * 16 + [None] * 4
    doubt = fact("FRA", "recognises", status="suspect", as_of="2010-12-31")
    told = course([fact("FRA", "does not", as_of="2010-12-31"), doubt], complete_as_of=DAY(2015, 12, 31))
    assert told[16:] == [None] * 4


def test_an_entity_holds_itself_a_state():
    told = stands(entity(), [], [state("XKX")], YEARS)
    assert told.value[0].tolist() == [0.0] * 5 + [1.0] * 15


@pytest.mark.parametrize("status", ["suspect", "unverified"])
def test_a_doubtful_fact_alone_says_nothing(status):
    assert course([fact("FRA", "recognises", "2008-01-01", status=status)]) == [0.0] * 5 + [None] * 15


def test_a_doubtful_fact_makes_unknown_what_it_contradicts():
    found = fact("FRA", "recognises", "2008-01-01")
    doubt = fact("FRA", "withdrew", "2014-01-01", status="suspect")
    assert course([found, doubt]) == [0.0] * 8 + [1.0] * 6 + [None] * 6
    agrees = fact("FRA", "recognises", "2014-01-01", status="suspect")
    assert course([found, agrees]) == course([found])
    undated = fact("FRA", "does not", status="suspect")
    assert course([found, undated])[8:] == [None] * 12


def test_the_error_rate_counts_contradictions_against_agreement():
    agree = fact("FRA", "recognises", "2008-01-01", source="one; two; three")
    contradict = fact("FRA", "does not", status="suspect")
    assert error_rate([agree]) == pytest.approx(1 / 4)
    assert error_rate([agree, contradict]) == pytest.approx(2 / 5)


def test_who_claims_the_territory_does_not_recognise_to_the_last_day_of_the_entity_s_row():
    assert course([], claimed_by="FRA", as_of=DAY(2015, 12, 31)) == [0.0] * 16 + [None] * 4
    assert course([], claimed_by="GBR", as_of=DAY(2015, 12, 31)) == [0.0] * 5 + [None] * 15


def test_a_refusal_of_who_claims_the_territory_adds_nothing():
    refusal = fact("FRA", "does not", "2006-01-01", as_of="2010-12-31")
    assert course([refusal], claimed_by="FRA") == course([], claimed_by="FRA") == [0.0] * 20


def test_a_fact_says_otherwise_of_who_claims_the_territory():
    told = course([fact("FRA", "recognises", "2010-05-01")], claimed_by="FRA")
    assert told == [0.0] * 10 + [1.0] * 9 + [None]
    remembered = fact("FRA", "recognises", "2010-05-01", status="unverified")
    assert course([remembered], claimed_by="FRA") == [0.0] * 5 + [None] * 15


@pytest.mark.parametrize("status", ["suspect", "unverified"])
def test_a_complete_list_still_speaks_for_who_is_only_remembered_to_refuse(status):
    refusal = fact("FRA", "does not", "2008-01-01", as_of="2010-12-31", status=status)
    complete = {"complete_as_of": DAY(2015, 12, 31)}
    assert course([refusal], **complete) == course([], **complete) == [0.0] * 16 + [None] * 4
    assert course([refusal]) == [0.0] * 5 + [None] * 15


def test_a_complete_list_does_not_speak_for_who_is_remembered_to_recognise():
    remembered = fact("FRA", "recognises", "2008-01-01", status="unverified")
    assert course([remembered], complete_as_of=DAY(2015, 12, 31)) == [0.0] * 5 + [None] * 15


def test_a_list_of_those_that_refuse_does_not_make_a_remembered_refusal_a_recognition():
    refusal = fact("FRA", "does not", status="unverified")
    told = course([refusal], others_recognise_as_of=DAY(2015, 12, 31))
    assert told == [0.0] * 5 + [None] * 15
