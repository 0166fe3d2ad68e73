"""One answer out of several lines, and whose doing it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

import leeway
from leeway.measures.line import Attribution
from leeway.verdict.base_rates import BaseRates, shipped_base_rates
from leeway.verdict.contest import contest
from leeway.verdict.evidence import LineAnswer
from leeway.verdict.weighing import Weighed, weigh


@pytest.fixture(scope="module")
def plain() -> LineAnswer:
    return leeway.ask("Kazakhstan", "Russia", since="2004", until="2023", lines="votes").lines[0]


@pytest.fixture(scope="module")
def rates() -> BaseRates:
    return shipped_base_rates()[-1]


def line(
    plain: LineAnswer, name: str, change: float, noise: float = 0.1, *, own: float | None = None
) -> LineAnswer:
    """A line with a change in half-widths of still, and the state's own share in it."""
    group = {"votes": "positions", "security": "deeds", "trade": "deeds"}.get(name, "positions")
    margin = plain.told.margin
    answer = "away" if change < -1 else "closer" if change > 1 else "still"
    told = replace(
        plain.told, answer=answer, probability=0.9, reason="", mean=change * margin, sd=noise * margin
    )
    parts = None
    if own is not None:
        state, partner = own * change * margin, (1.0 - own) * change * margin
        parts = Attribution(change * margin, state, partner, 0.0, 0.1 * margin, 0.1 * margin, 0.0)
    return replace(plain, line=name, group=group, told=told, attribution=parts)


def weighed(lines: list[LineAnswer], rates: BaseRates) -> Weighed:
    return weigh(lines, contest(lines, rates))


@pytest.mark.parametrize(
    ("changes", "answer", "carried_by"),
    [
        ({"votes": -4.0}, "away", "votes"),
        ({"votes": -3.0, "security": -6.0}, "away", "security"),
        ({"votes": 0.0, "security": -4.0}, "away", "security"),
        ({"votes": 4.0, "security": 0.0}, "closer", "votes"),
        ({"votes": 0.0, "security": 0.0}, "still", "security"),
        ({"votes": 4.0, "security": -4.0}, "unclear", None),
    ],
)
def test_a_line_that_moved_says_so_whatever_the_others_did(
    plain: LineAnswer, rates: BaseRates, changes: dict[str, float], answer: str, carried_by: str | None
) -> None:
    told = weighed([line(plain, name, change) for name, change in changes.items()], rates)
    assert told.answer == answer
    if answer != "still":
        assert told.carried_by == carried_by


def test_probabilities_are_those_of_the_contest(plain: LineAnswer, rates: BaseRates) -> None:
    lines = [line(plain, "votes", -1.6, 0.4), line(plain, "trade", 0.2)]
    found = contest(lines, rates)
    assert found is not None
    told = weigh(lines, found)
    assert told.probability == max(found.sides[side] for side in ("away", "still", "closer"))


def test_the_state_s_own_way_decides_where_lines_part(plain: LineAnswer, rates: BaseRates) -> None:
    partner_left = [line(plain, "votes", -4.0, own=0.0), line(plain, "security", 4.0, own=1.0)]
    state_left = [line(plain, "votes", -4.0, own=1.0), line(plain, "security", 4.0, own=1.0)]
    assert weighed(partner_left, rates).answer == "closer"
    assert weighed(state_left, rates).answer == "unclear"


def test_whose_doing_is_told_over_all_lines_that_went_that_way(plain: LineAnswer, rates: BaseRates) -> None:
    votes, arms = line(plain, "votes", -4.0, own=1.0), line(plain, "security", -4.0, own=0.0)
    both = weighed([votes, arms], rates).moved
    assert both is not None
    assert both.state == pytest.approx(0.5, abs=0.01)
    alone = weighed([votes, line(plain, "security", 0.0, own=0.0)], rates).moved
    assert alone is not None
    assert alone.state > 0.99
    assert weighed([line(plain, "votes", -4.0), line(plain, "security", -4.0)], rates).moved is None


def test_base_rates_alone_are_no_answer(plain: LineAnswer, rates: BaseRates) -> None:
    vague = line(plain, "votes", 0.0, 20.0)
    vague = replace(vague, told=replace(vague.told, answer="unclear", reason="no direction likely"))
    told = weighed([vague], rates)
    assert (told.answer, told.carried_by) == ("unclear", None)


@pytest.mark.parametrize(
    ("answers", "told"),
    [(["away"], "away"), (["away", "unclear"], "away"), (["away", "closer"], "unclear"), ([], "unclear")],
)
def test_lines_of_which_nothing_is_learned_speak_for_themselves(
    plain: LineAnswer, rates: BaseRates, answers: list[str], told: str
) -> None:
    lines = [
        replace(line(plain, f"rumours {place}", 0.0), told=replace(plain.told, answer=answer))
        for place, answer in enumerate(answers)
    ]
    assert contest(lines, rates) is None
    assert weighed(lines, rates).answer == told
