"""Where two states stand on each entity, by invented facts."""

from __future__ import annotations

import pytest
from tests.measures.recognition.facts import DAY, entity, fact

from leeway.measures.recognition import sides as room
from leeway.measures.recognition.sides import Side, refusals, sides

ISLE = entity(key="XAB", name="Isle", question="Strait", claimed_by="GEO", source="a map")
SHOAL = entity(
    key="XSO", name="Shoal", question="Strait", complete_as_of=DAY(2019, 1, 1), complete_source="a list"
)
ELSEWHERE = entity()
FACTS = (
    fact("FJI", "recognises", "2008-05-01"),
    fact("FJI", "withdrew", "2014-02"),
    fact("TON", "recognises", "2010", source="a speech"),
    fact("TON", "does not", entity="XAB"),
    fact("WSM", "recognises", "2009-01-01", entity="XAB"),
    fact("WSM", "recognises", "2009-01-01", entity="XSO"),
    fact("NRU", "does not", "2012-01-01", status="suspect", source="a rumour"),
    fact("NRU", "does not", "2012-01-01", status="unverified", entity="XSO"),
)


@pytest.fixture(autouse=True)
def _invented(monkeypatch):
    monkeypatch.setattr(room, "entities", lambda: (ELSEWHERE, ISLE, SHOAL))
    monkeypatch.setattr(room, "recognitions", lambda: FACTS)


def side(state: str, partner: str, entity: str = "XKX", **on) -> Side:
    return next(one for one in sides(state, partner, **on) if one.entity == entity)


def test_the_latest_fact_of_each_counts():
    told = side("FJI", "TON")
    assert (told.state, told.state_date, told.state_status) == ("withdrew", "2014-02", "found")
    assert (told.partner, told.partner_date) == ("recognises", "2010")
    assert told.same is False
    assert told.cited == "a text; a speech"
    assert (told.name, told.question) == ("Elsewhere", "Elsewhere")


def test_an_earlier_day_uses_nothing_dated_later():
    told = side("FJI", "TON", on=DAY(2012, 1, 1))
    assert (told.state, told.partner, told.same) == ("recognises", "recognises", True)
    assert side("FJI", "TON", on=DAY(2009, 1, 1)).partner == ""
    assert sides("FJI", "TON", on=DAY(2005, 2, 28)) == ()


def test_the_two_can_be_turned():
    for one, turned in zip(sides("FJI", "TON"), sides("TON", "FJI"), strict=True):
        assert (one.state, one.partner) == (turned.partner, turned.state)
        assert one.same == turned.same


def test_an_entity_of_which_nothing_is_known_of_either_is_left_out():
    assert [one.entity for one in sides("FJI", "NRU")] == ["XKX", "XSO"]
    assert [one.entity for one in sides("FJI", "TON")] == ["XKX", "XAB", "XSO"]


def test_an_entity_is_not_asked_where_it_stands_on_itself():
    assert [one.entity for one in sides("XAB", "TON")] == ["XKX", "XSO"]


def test_who_claims_the_territory_stands_with_those_that_refuse():
    told = side("GEO", "TON", "XAB")
    assert (told.state, told.state_status, told.same) == ("claims it", "listed", True)
    assert told.cited == "a map; a text"
    assert side("GEO", "WSM", "XAB").same is False


def test_who_is_not_listed_does_not_recognise():
    told = side("FJI", "WSM", "XSO")
    assert (told.state, told.state_status, told.same) == ("not listed", "listed", False)
    assert told.cited == "a list; a text"
    assert side("FJI", "TON", "XSO").same is True


def test_a_doubtful_fact_is_told_and_decides_nothing():
    told = side("TON", "NRU")
    assert (told.partner, told.partner_status, told.same) == ("does not", "suspect", None)
    assert side("TON", "NRU", "XSO").partner == "not listed"
    assert side("NRU", "WSM", "XSO").same is False


def test_where_one_of_the_two_is_unknown_so_is_the_side():
    told = side("FJI", "WSM", "XAB")
    assert (told.state, told.state_status, told.partner, told.same) == ("", "", "recognises", None)


def test_refusals_count_found_ones_alone():
    told = refusals("TON", "WSM")
    assert (told.entities, told.claimed, told.by_partner) == (("Isle",), 1, 1)
    assert refusals("NRU", "WSM").entities == ()
    took_back = refusals("FJI", "TON")
    assert (took_back.entities, took_back.claimed, took_back.by_partner) == (("Elsewhere",), 0, 1)
    assert refusals("FJI", "TON", on=DAY(2012, 1, 1)).entities == ()


def test_a_found_fact_wins_over_a_later_doubtful_one(monkeypatch):
    monkeypatch.setattr(room, "entities", lambda: (ELSEWHERE,))
    doubt = fact("FJI", "withdrew", "2016-01-01", status="unverified")
    monkeypatch.setattr(room, "recognitions", lambda: (*FACTS[:1], doubt))
    assert side("FJI", "TON").state == "recognises"


@pytest.mark.parametrize("status", ["found", "unverified"])
def test_a_fact_says_otherwise_of_who_claims_the_territory(monkeypatch, status):
    monkeypatch.setattr(room, "entities", lambda: (ISLE,))
    says = fact("GEO", "recognises", "2016-01-01", entity="XAB", status=status)
    monkeypatch.setattr(room, "recognitions", lambda: (says,))
    assert side("GEO", "TON", "XAB").state == "recognises"
