"""Memberships of two states put together, on an invented ledger."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.ledger import Dated, Membership
from leeway.measures import pair_ties as room
from leeway.measures.pair_ties import Tie, from_ledger

DAY = dt.date


def member(state: str, since: str = "", until: str = "", **more) -> Membership:
    told = {
        "organisation": "CIS",
        "state": state,
        "role": "member",
        "since": Dated.parse(since) if since else None,
        "until": Dated.parse(until) if until else None,
        "ended": "left" if until else "",
        "frozen_since": None,
        "frozen_until": None,
        "as_of": DAY(2020, 12, 31),
        "status": "found",
        "source": "a text",
        "note": "",
    }
    return Membership(**(told | more))


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(room, "treaties", lambda: ())

    def tell(*facts: Membership, known: dt.date | None = None) -> list[Tie]:
        monkeypatch.setattr(room, "memberships", lambda: facts)
        return from_ledger("FIN", "NOR", known=known)

    return tell


def test_two_belong_together_from_the_later_entry_to_the_earlier_exit(told):
    (tie,) = told(member("FIN", "1993-02-01", "2008-08-18"), member("NOR", "1995", "2012"))
    assert (tie.since, tie.until, tie.ended, tie.how) == ("1995", "2008-08-18", "terminated", "FIN left")
    assert (tie.states, tie.rows) == (("FIN", "NOR"), 2)


def test_two_that_were_never_there_together_have_no_tie(told):
    assert told(member("FIN", "1993", "1999-12-31"), member("NOR", "2000-01-01")) == []
    assert told(member("NOR", "1993", "1999-12-31"), member("FIN", "2000-01-01")) == []
    (met,) = told(member("FIN", "1993", "2000-01-01"), member("NOR", "2000-01-01"))
    assert met.since == "2000-01-01"


def test_observers_and_members_of_another_organisation_are_tied_by_nothing(told):
    assert told(member("FIN", "1993"), member("NOR", "1993", role="observer")) == []
    assert told(member("FIN", "1993"), member("NOR", "1993", organisation="CSTO")) == []


def test_an_entry_that_is_not_known_is_said_of_whom(told):
    (tie,) = told(member("FIN"), member("NOR", "1993", note="seen twice"))
    assert (tie.since, tie.note) == ("", "entry of FIN not known; NOR: seen twice")


def test_a_tie_is_as_sure_as_the_lesser_of_its_two_facts(told):
    early = DAY(2010, 1, 1)
    (tie,) = told(
        member("FIN", "1993", status="unverified", source="one; two", as_of=early),
        member("NOR", "1993", status="suspect", source="two; three"),
    )
    assert (tie.status, tie.cited, tie.as_of) == ("unverified", "one; two; three", early)


FROZEN = {"frozen_since": Dated.parse("2005-03"), "frozen_until": Dated.parse("2009-07-01")}


def test_a_freeze_is_told_with_its_end_once_that_is_known(told):
    facts = member("FIN", "1993", **FROZEN), member("NOR", "1993")
    assert told(*facts)[0].how == "FIN frozen from 2005-03 to 2009-07-01"
    courses = {DAY(2005, 3, 30): "", DAY(2005, 3, 31): "FIN frozen from 2005-03", DAY(2009, 6, 30): None}
    for day, how in courses.items():
        assert told(*facts, known=day)[0].how == (how if how is not None else "FIN frozen from 2005-03")
    assert told(*facts, known=DAY(2009, 7, 1))[0].how == "FIN frozen from 2005-03 to 2009-07-01"
    assert told(*facts)[0].ended == "still in force"


def test_a_signatory_that_ratified_and_then_froze_is_one_tie_with_its_freeze(told):
    facts = [member(state, "1991-12-21", role="signatory") for state in ("FIN", "NOR")]
    facts += [member("FIN", "1994-06-27", **FROZEN), member("NOR", "1994-04-20")]
    for order in (facts, facts[::-1]):
        (tie,) = told(*order)
        assert (tie.since, tie.how) == ("1991-12-21", "FIN frozen from 2005-03 to 2009-07-01")


def test_who_came_back_has_two_ties(told):
    again = member("FIN", "2010-01-01"), member("NOR", "1993")
    ties = told(member("FIN", "1993", "2001"), *again)
    assert {(tie.since, tie.until) for tie in ties} == {("1993", "2001"), ("2010-01-01", "")}


DAYS = st.dates(DAY(1990, 1, 1), DAY(2020, 12, 31))


@given(st.lists(st.tuples(st.sampled_from(["FIN", "NOR"]), st.lists(DAYS, max_size=4)), max_size=5), DAYS)
def test_nothing_is_told_of_days_that_were_still_to_come(drawn, day):
    facts = []
    for state, days in drawn:
        since, *rest = [Dated.parse(str(one)) for one in sorted(days)] or [None]
        frozen, thawed, until = [*rest, *[None] * 3][:3]
        ended = {"until": until, "ended": "left" if until else ""}
        facts.append(member(state, frozen_since=frozen, frozen_until=thawed))
        facts[-1] = room.replace(facts[-1], since=since, **ended)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "treaties", lambda: ())
        patch.setattr(room, "memberships", lambda: tuple(facts))
        ties = from_ledger("FIN", "NOR", known=day)
    for tie in ties:
        words = [tie.since, tie.until, *tie.how.replace(";", "").split()]
        dates = [word for word in words if word[:2] in ("19", "20")]
        assert all(Dated.parse(word).last <= day for word in dates), tie
        assert bool(tie.until) is (tie.ended == "terminated")
