"""What is told of recognition from the facts that come with Leeway."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.ledger import Dated, entities, recognitions
from leeway.measures.recognition import load
from leeway.measures.recognition import sides as room
from leeway.measures.recognition.estimates import RecognitionEstimates
from leeway.measures.recognition.positions import VALUES, stands
from leeway.measures.recognition.sides import sides
from leeway.spells import states

YEARS = range(1946, 2027)
FOUND = [one for one in entities() if one.status == "found"]
PAIRS = st.sampled_from([("KAZ", "RUS"), ("FRA", "SRB"), ("GEO", "NRU"), ("CHN", "MAR"), ("CHE", "ISR")])
DAYS = st.dates(entities()[0].as_of.replace(year=1946), entities()[0].as_of.replace(year=2026))


@pytest.fixture(scope="module")
def shipped() -> RecognitionEstimates:
    told = load()
    assert isinstance(told, RecognitionEstimates)
    return told


@given(PAIRS, DAYS)
def test_no_position_told_for_a_day_is_dated_after_it(pair, day):
    for one in sides(*pair, on=day):
        for date in filter(None, (one.state_date, one.partner_date)):
            assert Dated.parse(date).first <= day


@given(PAIRS, DAYS)
def test_later_facts_change_no_earlier_side(pair, day):
    known = tuple(one for one in recognitions() if one.date is None or one.date.first <= day)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "recognitions", lambda: known)
        told = sides(*pair, on=day)
    assert told == sides(*pair, on=day)


@pytest.mark.parametrize(
    "entity", [one for one in entities() if one.status == "found"], ids=lambda one: one.key
)
def test_doubtful_facts_add_no_value_and_change_none_but_to_unknown(entity):
    facts = [one for one in recognitions() if one.entity == entity.key]
    told = stands(entity, facts, states(), YEARS).value
    sure = stands(entity, [one for one in facts if one.status == "found"], states(), YEARS).value
    known = ~np.isnan(told)
    np.testing.assert_array_equal(told[known], sure[known])


def test_sides_and_estimates_tell_the_same_of_the_last_year(shipped):
    last = range(2026, 2027)
    compared = 0
    for state, partner in (("KAZ", "RUS"), ("FRA", "SRB"), ("NRU", "TUR")):
        own = shipped.positions(state, last)
        for one in sides(state, partner):
            if one.entity in own and not np.isnan(own[one.entity][0]):
                assert (VALUES.get(one.state, 0.0) > 0) == (own[one.entity][0] > 0), one
                compared += 1
    assert compared > 10


def test_no_entity_that_is_only_remembered_is_a_question(shipped):
    remembered = {one.key for one in entities() if one.status != "found"}
    assert remembered
    assert not remembered & {key for keys in shipped.tables.questions.values() for key in keys}


def test_a_dated_act_wins_over_what_tells_of_no_day():
    assert {side.entity: side.partner for side in sides("KAZ", "RUS")}["PSE"] == "recognises"


def test_a_list_of_those_that_do_not_says_that_the_others_do():
    (israel,) = [side for side in sides("FRA", "IDN") if side.entity == "ISR"]
    assert (israel.state, israel.state_status) == ("recognises", "listed")
    assert israel.partner == "does not"
    assert israel.same is False
