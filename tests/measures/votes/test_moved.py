"""Who moved, told twice, where the truth is known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.measures import tiny

from leeway.measures.line import Attribution
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.moved import CHANGED, attribution, same_questions

BEFORE, AFTER = tiny.span(2007, 2009), tiny.span(2017, 2019)


def moved(estimates: VoteEstimates, state: str, partner: str) -> Attribution:
    told = estimates.moved(state, partner, BEFORE, AFTER)
    assert told is not None
    return told


@pytest.mark.parametrize(
    ("state", "partner"), [("NZL", "NOR"), ("FRA", "FJI"), ("NRU", "FRA"), ("IRL", "FIN")]
)
def test_parts_sum_to_the_change(tiny_estimates: VoteEstimates, state: str, partner: str) -> None:
    told = moved(tiny_estimates, state, partner)
    assert told.state + told.partner + told.agenda == pytest.approx(told.change, abs=1e-12)
    assert min(told.state_sd, told.partner_sd, told.agenda_sd) > 0.0


def test_the_mover_has_moved(tiny_estimates: VoteEstimates) -> None:
    away = moved(tiny_estimates, tiny.MOVER, "NOR")
    assert away.change < -0.3
    assert away.state < 5.0 * -abs(away.partner)
    assert abs(away.state) > abs(away.agenda)
    towards = moved(tiny_estimates, tiny.MOVER, "TON")
    assert towards.state > 0.2
    assert towards.state > 5.0 * abs(towards.partner)


def test_it_moved_whichever_way_it_is_asked(tiny_estimates: VoteEstimates) -> None:
    one, other = moved(tiny_estimates, tiny.MOVER, "NOR"), moved(tiny_estimates, "NOR", tiny.MOVER)
    assert one.state == pytest.approx(other.partner, abs=1e-12)
    assert one.partner == pytest.approx(other.state, abs=1e-12)
    assert one.agenda == pytest.approx(other.agenda, abs=1e-12)


def test_the_agenda_moves_those_who_stand_still(tiny_estimates: VoteEstimates) -> None:
    told = moved(tiny_estimates, "FRA", "FJI")
    assert told.change < -0.06
    assert told.agenda < 2.0 * -(abs(told.state) + abs(told.partner))


def test_a_span_without_roll_calls_tells_nothing(tiny_estimates: VoteEstimates) -> None:
    quiet = (2 * tiny.QUIET_SPRING, 2 * tiny.QUIET_SPRING)
    assert attribution(tiny_estimates.model, (0, 1), quiet, (4034, 4039)) is None
    assert attribution(tiny_estimates.model, (0, 1), (4012, 4017), (4042, 4043)) is None


def test_the_flipped_question_is_found_and_who_flipped_it(tiny_estimates: VoteEstimates) -> None:
    told = tiny_estimates.same_questions(tiny.FLIPPER, "NOR", BEFORE, AFTER)
    assert told is not None
    first = told.questions[0]
    assert first.question == "Safe passage kites"
    assert (first.votes_before, first.votes_after) == (3, 3)
    assert first.state_before > 0.6
    assert first.state_after < 0.4
    assert min(first.partner_before, first.partner_after) > 0.9
    assert first.state_part < -0.3 < 20.0 * first.partner_part
    assert first.sd > 0.0
    turned = tiny_estimates.same_questions("NOR", tiny.FLIPPER, BEFORE, AFTER)
    assert turned is not None
    assert turned.questions[0].partner_part == pytest.approx(first.state_part)


def test_shifts_add_up(tiny_estimates: VoteEstimates) -> None:
    told = tiny_estimates.same_questions(tiny.MOVER, "FIN", BEFORE, AFTER)
    assert told is not None
    assert told.state + told.partner == pytest.approx(told.change)
    assert np.mean([one.change for one in told.questions]) == pytest.approx(told.change)
    for one in told.questions:
        assert one.state_part + one.partner_part == pytest.approx(one.change)
        assert all(0.0 <= value <= 1.0 for value in dataclasses.astuple(one)[2:6])
    sizes = [abs(one.change) for one in told.questions]
    assert sizes == sorted(sizes, reverse=True)
    assert told.state < -0.2 < abs(told.partner)


def test_questions_are_whole_and_put_in_both_spans(tiny_estimates: VoteEstimates) -> None:
    told = tiny_estimates.same_questions("FRA", "FJI", BEFORE, AFTER)
    assert told is not None
    named = {one.question for one in told.questions}
    assert len(named) == len(tiny.QUESTIONS) + len(tiny.SPRING) + 1
    assert not any("lighthouses" in name or "vessel" in name for name in named)


def test_topics_are_counted_once_a_question(tiny_estimates: VoteEstimates) -> None:
    told = tiny_estimates.same_questions(tiny.MOVER, "FIN", BEFORE, AFTER)
    assert told is not None
    counts = {topic: (changed, put) for topic, changed, put in told.topics}
    assert sum(put for _, put in counts.values()) == len(told.questions)
    for topic, (changed, _) in counts.items():
        shifts = [one for one in told.questions if one.topic == topic]
        steps = [
            max(
                abs(one.state_after - one.state_before),
                abs(one.partner_after - one.partner_before),
            )
            for one in shifts
        ]
        assert changed == sum(step > CHANGED for step in steps)
    assert counts["Other arms and disarmament"][1] == 1
    assert counts["Other"][0] >= 5


def test_spring_and_autumn_share_no_question(tiny_estimates: VoteEstimates) -> None:
    assert same_questions(tiny_estimates.model, (0, 1), (4008, 4008), (4035, 4035)) is None
    quiet = (2 * tiny.QUIET_SPRING, 2 * tiny.QUIET_SPRING)
    assert same_questions(tiny_estimates.model, (0, 1), quiet, (4034, 4039)) is None
