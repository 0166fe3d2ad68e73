"""Lines that are given less of a say than usual."""

from __future__ import annotations

import math
from typing import Any

import pytest
from tests.verdict.synthetic import SyntheticVotes
from tests.verdict.synthetic_ties import SyntheticTies

import leeway
from leeway.errors import QuestionError
from leeway.verdict.answer import Answer
from leeway.verdict.base_rates import shipped_base_rates

YEARS: dict[str, Any] = {"since": "2004-01-01", "until": "2023-12-31"}


@pytest.fixture(scope="module")
def plain() -> Answer:
    return leeway.ask("Kazakhstan", "Russia", **YEARS)


def ask(weights: dict[str, float], **options: Any) -> Answer:
    return leeway.ask("KAZ", "RUS", **{**YEARS, **options}, weights=weights)


def told(answer: Answer) -> tuple[Any, ...]:
    """Everything that follows from lines together."""
    assert answer.contest is not None
    return answer.answer, answer.probability, answer.carried_by, answer.moved, answer.contest.to_dict()


def test_a_weight_of_one_is_as_usual(plain: Answer) -> None:
    same = ask({"votes": 1.0, "trade": 1})
    assert same.to_dict() == plain.to_dict()
    assert same.to_dict()["weights"] == {}
    assert list(same.to_dict())[-1] == "weights"


def test_a_line_of_no_weight_is_told_and_the_answer_is_that_of_the_others(plain: Answer) -> None:
    others = [line.line for line in plain.lines if line.line != "votes"]
    without = ask({"votes": 0.0})
    assert told(without) == told(leeway.ask("KAZ", "RUS", **YEARS, lines=others))
    assert told(without) != told(plain)
    assert [line.line for line in without.lines] == [line.line for line in plain.lines]
    assert [line.to_dict() for line in without.lines] == [line.to_dict() for line in plain.lines]


def test_an_answer_does_not_jump_where_a_line_comes_to_be_none(plain: Answer) -> None:
    for line in plain.lines:
        nearly, none = (ask({line.line: weight}).contest for weight in (1e-9, 0.0))
        assert nearly is not None
        assert none is not None
        assert nearly.sides == pytest.approx(none.sides, abs=1e-6), line.line
        shares = ({one.name: one.probability for one in found.rivals} for found in (nearly, none))
        assert next(shares) == pytest.approx(next(shares), abs=1e-6), line.line


def test_a_line_says_less_the_less_it_weighs() -> None:
    alone = [
        leeway.ask("KAZ", "RUS", **YEARS, lines="votes", weights={"votes": weight}).contest
        for weight in (0.05, 0.25, 0.5, 1.0)
    ]
    away = [one.sides["away"] for one in alone if one is not None]
    assert away == sorted(away)
    assert away[0] < 0.2 < 0.9 < away[-1]


def test_likelihoods_are_raised_to_the_weight(plain: Answer) -> None:
    half = ask({"votes": 0.5}, lines="votes,deeds").contest
    whole = ask({}, lines="votes,deeds").contest
    assert half is not None
    assert whole is not None
    by_nature = shipped_base_rates()[-1].weight("votes", ["deeds"])
    raised = half.heard[0].likelihood
    assert raised == pytest.approx(whole.heard[0].likelihood ** 0.5, abs=1e-9)
    assert half.heard[0].own_away == pytest.approx(
        1.0 / (1.0 + math.sqrt(1.0 / whole.heard[0].own_away - 1.0))
    )
    assert 0.0 < by_nature <= 1.0


def test_others_count_more_beside_a_line_that_counts_less() -> None:
    rates = shipped_base_rates()[-1]
    (one, other), together = max(rates.together.items(), key=lambda pair: pair[1])
    assert together > 0.0
    loud, soft = (rates.weight(one, [one, other], {other: weight}) for weight in (1.0, 0.5))
    assert (loud, soft) == (1.0 / (1.0 + together), 1.0 / (1.0 + 0.5 * together))


def test_the_caveat_names_the_lines_and_their_weights() -> None:
    answer = ask({"trade": 0, "votes": 0.5, "security": 1.0}).to_dict()
    [caveat] = [one for one in answer["caveat_rules"] if one["rule"] == "weighed-otherwise"]
    assert caveat["text"] == "Lines were weighed otherwise than usual: votes .50, trade 0."
    assert answer["weights"] == {"votes": 0.5, "trade": 0.0}


def test_what_says_nothing_in_the_answer_does_not_part_from_it() -> None:
    lines = {"votes": SyntheticVotes(), "security": SyntheticTies()}
    rules = [
        {caveat.rule for caveat in leeway.ask("KAZ", "RUS", estimates=lines, weights=weights).caveats}
        for weights in ({}, {"security": 0.0})
    ]
    assert "one-line" not in rules[0]
    assert "one-line" in rules[1]
    assert "lines-part" not in rules[1]


def test_robustness_keeps_the_weights() -> None:
    lines = {"votes": SyntheticVotes(), "security": SyntheticTies()}
    weights = {"votes": 0.5}
    answer = leeway.ask("KAZ", "RUS", estimates=lines, weights=weights, robust=True)
    rest = leeway.ask("KAZ", "RUS", estimates=lines, weights={"votes": 0.5, "security": 0.0})
    assert answer.robustness is not None
    assert answer.contest is not None
    assert rest.contest is not None
    first, *others = answer.robustness.specifications
    assert first.probability == answer.contest.sides[answer.contest.side]
    [without] = [one for one in others if one.told == "security"]
    assert without.probability == pytest.approx(rest.contest.sides[rest.contest.side])
    never = leeway.ask("KAZ", "RUS", estimates=lines, weights={"security": 0.0}, robust=True).robustness
    assert never is not None
    assert [one.told for one in never.specifications if one.choice == "without a line"] == []
    rates = {one.told: one.probability for one in others if one.choice == "base rate"}
    plain = leeway.ask("KAZ", "RUS", estimates=lines, robust=True).robustness
    assert plain is not None
    assert rates != {one.told: one.probability for one in plain.specifications if one.choice == "base rate"}


@pytest.mark.parametrize(
    ("weights", "message", "hint"),
    [
        ({"rumours": 0.5}, "'rumours', which is none of the lines asked", "votes, security"),
        ({"trade": 0.5}, "'trade', which is none of the lines asked", "votes, security"),
        ({"votes": 1.2}, "weight of votes cannot be 1.2", "between 0"),
        ({"votes": -0.1}, "cannot be -0.1", "between 0"),
        ({"votes": math.nan}, "cannot be nan", "between 0"),
        ({"votes": 0.0, "security": 0.0}, "Every line has a weight of 0", "Give one of votes, security"),
    ],
)
def test_weights_that_cannot_be(weights: dict[str, float], message: str, hint: str) -> None:
    with pytest.raises(QuestionError, match=message) as refused:
        ask(weights, lines="votes,security")
    assert hint in (refused.value.hint or "")


def test_lines_left_with_a_say_must_speak() -> None:
    lines = {"votes": SyntheticVotes(), "security": SyntheticTies(nothing="Nothing ties the two.")}
    with pytest.raises(QuestionError, match=r"speaks of this pair in this window has a weight of 0: votes\."):
        leeway.ask("KAZ", "RUS", estimates=lines, weights={"votes": 0.0})


def test_an_unclear_answer_speaks_of_lines_that_are_heard() -> None:
    lines = {"votes": SyntheticVotes(), "security": SyntheticTies(blind="Treaties outlast ruptures.")}
    weights = {"votes": 0.0}
    still: dict[str, Any] = {"since": "1995", "until": "2010"}
    answer = leeway.ask("KAZ", "RUS", **still, estimates=lines, weights=weights)
    alone = leeway.ask("KAZ", "RUS", **still, estimates=lines, lines="security")
    assert answer.answer == "unclear"
    assert answer.main is not None
    assert answer.main.line == "security"
    assert answer.sentence == alone.sentence
