"""Ask, when several lines speak, and some of them cannot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from tests.verdict.synthetic import SyntheticVotes
from tests.verdict.synthetic_ties import SIGNED, STANDING, SyntheticTies

from leeway.errors import QuestionError
from leeway.verdict.answer import Answer
from leeway.verdict.ask import ask


def asked(a: str = "KAZ", b: str = "RUS", *, votes=SyntheticVotes, **ties) -> Answer:
    return ask(a, b, estimates={"votes": votes(), "security": SyntheticTies(**ties)})


def line(answer: Answer, name: str):
    return next(one for one in answer.to_dict()["lines"] if one["line"] == name)


def test_a_silent_line_is_told_with_its_reason_and_no_numbers():
    answer = asked(nothing="Nothing ties the two.")
    told = line(answer, "security")
    assert told["direction"] == "unclear"
    assert told["reason"] == "Nothing ties the two."
    assert told["rows"] == 0
    assert [told[key] for key in ("probability", "change", "low", "high", "onset", "moved")] == [None] * 6
    assert "Security: Nothing ties the two." in answer.caveats
    assert answer.answer == line(answer, "votes")["direction"] == "away"
    assert [one["line"] for one in answer.rows()] == ["votes", "security"]


def test_all_lines_silent_is_an_answer():
    answer = ask("KAZ", "RUS", estimates={"security": SyntheticTies(nothing="Nothing ties the two.")})
    assert answer.answer == "unclear"
    assert answer.probability == pytest.approx(1 / 3)
    assert answer.sentence.startswith("It is unclear whether Kazakhstan moved away from Russia: no line")
    assert answer.to_dict()["data"] == {"version": None, "built": None, "sources": []}


def test_a_still_that_could_not_have_seen_a_break_is_unclear():
    seeing, blind = asked("BLR", "RUS"), asked("BLR", "RUS", blind="Treaties outlast ruptures.")
    assert line(seeing, "security")["direction"] == "still"
    assert line(blind, "security")["direction"] == "unclear"
    assert line(blind, "security")["probability"] == pytest.approx(1 / 3, abs=1e-3)
    assert line(seeing, "security")["probability"] > 0.5
    assert "Treaties outlast ruptures." in blind.caveats
    assert "Treaties outlast ruptures." not in seeing.caveats


def test_a_move_is_told_although_a_break_need_not_have_shown():
    assert line(asked(blind="Treaties outlast ruptures."), "security")["direction"] == "away"


def test_a_margin_of_the_pair_s_own_wins_over_the_line_s():
    narrow, wide = line(asked(), "security"), line(asked(wiggle=0.5), "security")
    assert (narrow["direction"], wide["direction"]) == ("away", "still")
    assert (narrow["margin"], wide["margin"]) == (0.04, 0.5)
    assert narrow["change"] == wide["change"]


def test_a_leg_ends_where_its_own_source_does():
    legs = {leg["leg"]: leg for leg in line(asked(), "security")["legs"]}
    assert legs["alliances"]["covered"][1] == "2024-06-28"
    assert legs["arms"]["covered"][1] == "2020-12-31"
    assert legs["arms"]["series"]["periods"][-1] == "2020H2"
    assert legs["arms"]["after"]["last"] <= "2020-12-31"
    assert (legs["alliances"]["counted"], legs["arms"]["counted"]) == (True, False)
    assert "legs" not in line(asked(), "votes")


def test_the_dated_facts_of_the_window_are_in_the_answer():
    told = asked()
    assert told.ties == (SIGNED, STANDING)
    assert told.to_dict()["ties"][0]["until"] == "2019"
    late = ask("KAZ", "RUS", since="2020", estimates={"security": SyntheticTies()})
    assert late.ties == (STANDING,)
    assert ask("KAZ", "RUS", estimates={"votes": SyntheticVotes()}).ties == ()


def test_lines_that_part_are_named_with_what_they_say():
    @dataclass(frozen=True)
    class Closer(SyntheticVotes):
        def closeness(self, state: str, partner: str):
            return 1.5 - super().closeness(state, partner)

    answer = asked(votes=Closer)
    assert (answer.answer, answer.carried_by) == ("unclear", None)
    assert "away in deeds (security" in answer.sentence
    assert "closer in positions (votes" in answer.sentence
    assert answer.caveats[0].endswith("votes closer, security away.")


def test_each_line_is_answered_within_its_own_record():
    short = (dt.date(1980, 1, 10), dt.date(2021, 12, 31))
    answer = asked(covered=short)
    assert line(answer, "votes")["after"]["last"] > "2024"
    assert line(answer, "security")["after"]["last"] <= "2021-12-31"
    assert any("record of security ends on 2021-12-31" in caveat for caveat in answer.caveats)


def test_a_line_that_ends_before_the_window_is_silent():
    ended = (dt.date(1980, 1, 10), dt.date(2009, 12, 31))
    told = line(asked(covered=ended), "security")
    assert told["reason"] == "The record of security ends on 2009-12-31, before the window."


def test_a_window_too_short_for_all_lines_is_a_question():
    with pytest.raises(QuestionError, match="holds 1 of the periods"):
        ask("KAZ", "RUS", since="2020", until="2020-06", estimates={"security": SyntheticTies()})
