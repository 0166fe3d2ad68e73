"""Rival explanations against the shipped lines, and against lines made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

import leeway
from leeway.errors import QuestionError
from leeway.verdict.base_rates import BaseRates, known_by, shipped_base_rates
from leeway.verdict.contest import ODDS, Contest, contest
from leeway.verdict.evidence import LineAnswer
from leeway.verdict.explanations import EXPLANATIONS


@pytest.fixture(scope="module")
def lines() -> tuple[LineAnswer, ...]:
    return leeway.ask("Kazakhstan", "Russia", since="2004", until="2023").lines


@pytest.fixture(scope="module")
def rates() -> BaseRates:
    return shipped_base_rates()[-1]


def heard(told: Contest | None) -> Contest:
    assert told is not None
    return told


def moved(line: LineAnswer, change: float, noise: float = 0.1) -> LineAnswer:
    """The same line with another change, in half-widths of still."""
    margin = line.told.margin
    told = replace(line.told, mean=change * margin, sd=noise * margin, reason="")
    return replace(line, told=told, attribution=None)


def test_probabilities_sum_to_one_and_so_do_base_rates(
    lines: tuple[LineAnswer, ...], rates: BaseRates
) -> None:
    told = heard(contest(lines, rates))
    assert {one.name for one in told.rivals} == set(EXPLANATIONS)
    assert sum(one.probability for one in told.rivals) == pytest.approx(1.0)
    assert sum(one.base_rate for one in told.rivals) == pytest.approx(1.0)
    assert sum(told.sides.values()) == pytest.approx(1.0)
    assert sum(told.own.values()) == pytest.approx(1.0)
    assert [one.probability for one in told.rivals] == sorted(
        (one.probability for one in told.rivals), reverse=True
    )


def test_lines_that_know_nothing_leave_the_base_rates(
    lines: tuple[LineAnswer, ...], rates: BaseRates
) -> None:
    told = heard(contest([moved(one, 0.0, 1e4) for one in lines], rates))
    for one in told.rivals:
        if one.name not in ("the agenda moved", "status quo"):
            assert one.probability == pytest.approx(one.base_rate, abs=0.02)


def test_everything_still_is_the_status_quo(lines: tuple[LineAnswer, ...], rates: BaseRates) -> None:
    told = heard(contest([moved(one, 0.0, 0.05) for one in lines], rates))
    assert told.rivals[0].name == "status quo"
    assert told.sides["still"] > 0.8


def test_deeds_decide_between_leeway_and_realignment(lines: tuple[LineAnswer, ...], rates: BaseRates) -> None:
    words = [
        moved(one, -4.0 if one.group == "positions" else 0.0) for one in lines if one.line != "recognition"
    ]
    gone = [
        moved(one, -4.0 if one.line in ("votes", "security") else 0.0)
        for one in lines
        if one.line != "recognition"
    ]
    said, did = heard(contest(words, rates)), heard(contest(gone, rates))
    assert {one.name for one in said.rivals[:2]} == {"leeway", "the partner moved"}
    assert {one.name for one in did.rivals[:2]} == {"realignment", "the partner moved"}


def test_without_a_line_of_deeds_they_may_have_gone_too(
    lines: tuple[LineAnswer, ...], rates: BaseRates
) -> None:
    votes = next(line for line in lines if line.line == "votes")
    told = heard(contest((moved(votes, -4.0),), rates))
    of = {one.name: one for one in told.rivals}
    assert 0.0 < of["realignment"].probability < of["leeway"].probability
    ratio = of["realignment"].probability / of["leeway"].probability
    assert ratio == pytest.approx(of["realignment"].base_rate / of["leeway"].base_rate)
    assert sum(one.probability for one in told.rivals) == pytest.approx(1.0)


def test_a_line_of_which_nothing_is_learned_has_no_say(
    lines: tuple[LineAnswer, ...], rates: BaseRates
) -> None:
    strange = replace(moved(lines[0], -9.0), line="rumours")
    assert heard(contest([*lines, strange], rates)).rivals == heard(contest(lines, rates)).rivals
    assert contest([strange], rates) is None


def test_a_line_that_need_not_have_seen_a_break_has_no_say(
    lines: tuple[LineAnswer, ...], rates: BaseRates
) -> None:
    [votes] = [one for one in lines if one.line == "votes"]
    still = moved(next(one for one in lines if one.line == "security"), 0.0)
    blind = replace(still, told=replace(still.told, answer="unclear", reason="Treaties outlast ruptures."))
    assert heard(contest([votes, blind], rates)).lines == ("votes",)
    assert heard(contest([votes, still], rates)).lines == ("votes", "security")


def test_lines_that_always_move_together_count_as_one(
    lines: tuple[LineAnswer, ...], rates: BaseRates
) -> None:
    votes = moved(next(one for one in lines if one.line == "votes"), -1.5, 0.4)
    twin = replace(votes, line="twin")
    ways = rates.ways | {"twin": rates.ways["votes"]}
    pairs = rates.pairs | {"twin": 1}
    apart = replace(rates, ways=ways, pairs=pairs)
    bound = replace(apart, together=rates.together | {("twin", "votes"): 1.0})
    alone = heard(contest([votes], rates)).sides["still"]
    loose = heard(contest([votes, twin], apart)).sides["still"]
    tied = heard(contest([votes, twin], bound)).sides["still"]
    assert apart.weight("votes", ["votes", "twin"]) == 1.0
    assert bound.weight("votes", ["votes", "twin"]) == 0.5
    assert abs(np.log(tied / alone)) < abs(np.log(loose / alone)) + 1e-9


def test_the_line_that_flips_the_order_is_told(lines: tuple[LineAnswer, ...], rates: BaseRates) -> None:
    told = heard(contest([moved(one, -4.0 if one.line == "votes" else 0.0) for one in lines], rates))
    assert told.flips["votes"] == "status quo"
    rest = heard(contest([moved(one, 0.0) for one in lines if one.line != "votes"], rates))
    assert rest.rivals[0].name == "status quo"


def test_who_moved_tells_the_state_from_the_partner(lines: tuple[LineAnswer, ...], rates: BaseRates) -> None:
    [votes] = [one for one in lines if one.line == "votes"]
    parts = votes.attribution
    assert parts is not None
    margin = votes.told.margin
    told = replace(votes.told, mean=-4.0 * margin, sd=0.2 * margin)
    by_state = replace(parts, change=-4 * margin, state=-3.8 * margin, partner=-0.2 * margin, agenda=0.0)
    by_partner = replace(by_state, state=by_state.partner, partner=by_state.state)
    own = heard(contest([replace(votes, told=told, attribution=by_state)], rates))
    other = heard(contest([replace(votes, told=told, attribution=by_partner)], rates))
    assert own.rivals[0].name == "leeway"
    assert other.rivals[0].name == "the partner moved"
    assert own.own["away"] == pytest.approx(other.own["still"], abs=0.02)
    assert own.sides == other.sides


def test_own_base_rates_and_the_range_over_priors(lines: tuple[LineAnswer, ...], rates: BaseRates) -> None:
    plain = {one.name: one for one in heard(contest(lines, rates)).rivals}
    same = {name: one.base_rate for name, one in plain.items()}
    again = {one.name: one for one in heard(contest(lines, rates, priors=same)).rivals}
    for name, one in plain.items():
        assert again[name].probability == pytest.approx(one.probability, abs=1e-6)
        odds = one.probability / max(1.0 - one.probability, 1e-12)
        assert one.high / max(1.0 - one.high, 1e-12) == pytest.approx(ODDS * odds, rel=1e-3)
        assert one.low <= one.probability <= one.high
    never = heard(contest(lines, rates, priors={"leeway": 0.0}))
    assert next(one for one in never.rivals if one.name == "leeway").probability == 0.0


def test_own_base_rates_bend_the_sides_too(lines: tuple[LineAnswer, ...], rates: BaseRates) -> None:
    plain = heard(contest(lines, rates))
    never = heard(contest(lines, rates, priors={"status quo": 0.0, "the agenda moved": 0.0}))
    assert never.sides["still"] == pytest.approx(0.0)
    same = {one.name: one.base_rate for one in plain.rivals}
    assert heard(contest(lines, rates, priors=same)).sides == pytest.approx(plain.sides, abs=1e-6)


@pytest.mark.parametrize(
    ("priors", "told"), [({"a plot": 0.5}, "a plot"), ({"leeway": 2.0}, "between 0 and 1")]
)
def test_base_rates_that_cannot_be(
    lines: tuple[LineAnswer, ...], rates: BaseRates, priors: dict[str, float], told: str
) -> None:
    with pytest.raises(QuestionError, match=told):
        contest(lines, rates, priors=priors)


def test_the_founding_case_is_told_apart_by_who_moved(
    lines: tuple[LineAnswer, ...], rates: BaseRates
) -> None:
    told = heard(contest(lines, rates))
    assert "who moved" in told.rivals[0].told_apart_by
    assert all(one.told_apart_by for one in told.rivals)


def test_what_is_known_by_a_day_holds_no_later_window() -> None:
    shipped = shipped_base_rates()
    days = [one.until for one in shipped]
    assert days == sorted(days)
    assert known_by(shipped, dt.date(1999, 6, 1)).until <= dt.date(1999, 6, 1)
    assert known_by(shipped, None) is shipped[-1]
    assert known_by(shipped, dt.date(1900, 1, 1)) is shipped[0]


def test_what_is_kept_comes_back() -> None:
    for one in shipped_base_rates():
        assert BaseRates.from_dict(one.to_dict()) == one
        for ways in one.ways.values():
            assert sum(ways.share) == pytest.approx(1.0, abs=1e-3)
