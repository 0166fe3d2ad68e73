"""How far an answer bends with the weight of a line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import leeway
from leeway.verdict.answer import Answer
from leeway.verdict.bending import STEPS, Bending, LineBending, Outcome, bending

YEARS: dict[str, Any] = {"since": "2004-01-01", "until": "2023-12-31"}


@pytest.fixture(scope="module")
def answer() -> Answer:
    return leeway.ask("Kazakhstan", "Russia", **YEARS)


@pytest.fixture(scope="module")
def bent(answer: Answer) -> Bending:
    return bending(answer)


def test_every_line_that_is_heard_is_tried(answer: Answer, bent: Bending) -> None:
    assert answer.contest is not None
    assert tuple(one.line for one in bent.lines) == answer.contest.lines
    assert all(tuple(weight for weight, _ in one.steps) == STEPS for one in bent.lines)


def test_the_weight_asked_gives_the_answer_asked(answer: Answer, bent: Bending) -> None:
    assert answer.contest is not None
    for one in bent.lines:
        found = one.steps[-1][1]
        assert found.answer == answer.answer
        assert found.probability == pytest.approx(answer.probability)
        assert found.sides == pytest.approx(answer.contest.sides)
        assert found.leading == answer.rivals[0].name


@pytest.mark.parametrize("weights", [{}, {"security": 0.5, "trade": 0.0}])
@pytest.mark.parametrize("priors", [{}, {"leeway": 0.3}])
def test_steps_are_what_asking_again_says(weights: dict[str, float], priors: dict[str, float]) -> None:
    asked = leeway.ask("KAZ", "RUS", **YEARS, weights=weights, priors=priors)
    told = next(one for one in bending(asked).lines if one.line == "votes")
    for weight, found in told.steps:
        again = leeway.ask("KAZ", "RUS", **YEARS, weights={**weights, "votes": weight}, priors=priors)
        assert again.contest is not None
        assert found.answer == again.answer
        assert found.probability == pytest.approx(again.probability)
        assert found.sides == pytest.approx(again.contest.sides)
        assert found.leading == again.rivals[0].name
    silenced = {line.line: 0.0 for line in asked.asked if line.line != "votes"}
    alone = leeway.ask("KAZ", "RUS", **YEARS, weights=silenced, priors=priors)
    assert told.alone.answer == alone.answer
    assert told.alone.probability == pytest.approx(alone.probability)


def test_a_line_that_was_not_heard_can_be_turned_up() -> None:
    asked = leeway.ask("KAZ", "RUS", **YEARS, weights={"votes": 0.0})
    told = next(one for one in bending(asked).lines if one.line == "votes")
    assert told.weight == 0.0
    assert told.steps[0][1].probability == pytest.approx(asked.probability)
    assert told.steps[-1][1].answer == "away"


def test_keys_stay_in_order(bent: Bending) -> None:
    told = bent.to_dict()
    assert list(told) == ["state", "partner", "answer", "probability", "lines", "sentence"]
    assert list(told["lines"][0]) == ["line", "steps", "alone", "weight"]
    assert list(told["lines"][0]["steps"][0]) == ["weight", "answer", "probability", "sides", "leading"]
    assert list(told["lines"][0]["alone"]) == ["answer", "probability", "sides", "leading"]


def test_it_takes_only_sums(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: object, **named: object) -> None:
        raise AssertionError("nothing is to be read or drawn again")

    for place in ("leeway.verdict.lines._from_folder", "leeway.measures.votes.closeness._drawn_side"):
        monkeypatch.setattr(place, refused)
    assert bending(answer).lines


def outcome(answer: str, probability: float) -> Outcome:
    return Outcome(answer, probability, {"away": 1.0}, "status quo")  # type: ignore[arg-type]


def line(name: str, weight: float, *answers: tuple[str, float]) -> LineBending:
    steps = tuple((at, outcome(*told)) for at, told in zip(STEPS, answers, strict=True))
    return LineBending(name, weight, steps, outcome(*answers[-1]))


AWAY, STILL, UNCLEAR = ("away", 0.87), ("still", 0.55), ("unclear", 0.44)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            (line("votes", 1.0, *[AWAY] * 5), line("trade", 1.0, ("away", 0.62), *[AWAY] * 4)),
            "The answer stays away (62% to 87%) whatever weight any one line gets.",
        ),
        (
            (line("votes", 1.0, *[AWAY] * 5),),
            "The answer stays away (87%) whatever weight votes gets.",
        ),
        (
            (line("votes", 1.0, STILL, *[AWAY] * 4), line("trade", 1.0, *[AWAY] * 5)),
            (
                "The answer is away (87%); without votes it would be still (55%). "
                "The weight of trade does not change it."
            ),
        ),
        (
            (line("votes", 1.0, STILL, UNCLEAR, UNCLEAR, AWAY, AWAY),),
            (
                "The answer is away (87%); with votes at .50 it would be unclear (no direction above 44%), "
                "without votes still (55%)."
            ),
        ),
        (
            (line("votes", 0.25, STILL, AWAY, AWAY, AWAY, UNCLEAR), line("trade", 1.0, STILL, *[AWAY] * 4)),
            (
                "The answer is away (87%); without votes it would be still (55%), with votes in full unclear "
                "(no direction above 44%); without trade it would be still (55%)."
            ),
        ),
        ((), "The answer is away, and no line could be weighed otherwise."),
    ],
)
def test_the_sentence_follows_from_the_numbers(lines: tuple[LineBending, ...], said: str) -> None:
    assert str(Bending("KAZ", "RUS", "away", 0.87, lines)) == said


def test_the_sentence_of_an_unclear_answer_that_stays() -> None:
    lines = (line("votes", 1.0, ("unclear", 0.4), *[UNCLEAR] * 4),)
    told = Bending("KAZ", "RUS", "unclear", 0.44, lines)
    assert (
        told.sentence
        == "The answer stays unclear (likeliest direction 40% to 44%) whatever weight votes gets."
    )


def test_the_only_line_leaves_nothing() -> None:
    told = bending(leeway.ask("KAZ", "RUS", **YEARS, lines="votes"))
    assert told.lines[0].steps[0][1].sides is None
    assert "without votes no line would be left to weigh" in told.sentence


def test_no_line_no_bending(answer: Answer) -> None:
    assert bending(replace(answer, lines=(), weights={})).lines == ()
