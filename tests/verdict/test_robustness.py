"""A specification curve: other windows, a line less, other base rates."""

from __future__ import annotations

import datetime as dt

import pytest

import leeway
from leeway.verdict.answer import Answer
from leeway.verdict.robustness import Robustness


@pytest.fixture(scope="module")
def answer() -> Answer:
    return leeway.ask("Kazakhstan", "Russia", since="2012", until="2019", lines="votes,security", robust=True)


def curve(answer: Answer) -> Robustness:
    assert answer.robustness is not None
    return answer.robustness


def test_the_answer_as_asked_comes_first_and_is_the_contest(answer: Answer) -> None:
    first = curve(answer).specifications[0]
    assert answer.contest is not None
    assert (first.choice, first.leading) == ("as asked", answer.contest.rivals[0].name)
    assert first.probability == max(answer.contest.sides.values())


def test_every_kind_of_choice_is_made_otherwise(answer: Answer) -> None:
    told = curve(answer).specifications[1:]
    by_choice = {one.choice: [other.told for other in told if other.choice == one.choice] for one in told}
    assert set(by_choice) == {"window", "without a line", "base rate"}
    assert by_choice["without a line"] == ["votes", "security"]
    assert len(by_choice["base rate"]) == 14
    spans = [tuple(map(dt.date.fromisoformat, one.split(" to "))) for one in by_choice["window"]]
    assert len(set(spans)) == len(spans) == 23
    assert all(until.year - since.year >= 4 for since, until in spans)


def test_shares_count_the_others_alone(answer: Answer) -> None:
    first, *others = curve(answer).specifications
    assert curve(answer).same_side == pytest.approx(
        sum(one.side == first.side for one in others) / len(others)
    )
    assert answer.to_dict()["robustness"]["same_explanation"] == pytest.approx(
        curve(answer).same_explanation, abs=1e-4
    )


def test_the_user_s_base_rates_hold_throughout() -> None:
    rates = {"status quo": 0.0, "the agenda moved": 0.0}
    told = leeway.ask("KAZ", "RUS", since="2012", until="2019", lines="votes", robust=True, priors=rates)
    first, *others = curve(told).specifications
    assert told.contest is not None
    assert first.probability == told.contest.sides[told.contest.side]
    assert not any(one.side == "still" for one in (first, *others) if one.choice != "base rate")


def test_nothing_is_asked_again_unless_wished() -> None:
    plain = leeway.ask("Kazakhstan", "Russia", since="2012", until="2019", lines="votes")
    assert plain.robustness is None
    assert plain.to_dict()["robustness"] is None
