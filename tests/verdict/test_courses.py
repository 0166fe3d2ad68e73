"""Courses of all lines: added up line by line, and one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.numerics.movement import AWAY, CLOSER, STILL
from leeway.series import Group
from leeway.verdict.courses import (
    GROUPS,
    Heard,
    bent,
    course_weights,
    explained,
    own_sides,
    pair_sides,
    with_way,
)
from leeway.verdict.explanations import EXPLANATIONS, Side, explanation_of

share = st.floats(0.02, 1.0)


def heard(group: Group, ways: tuple[float, float, float], away: float = 0.5, closer: float = 0.5) -> Heard:
    return Heard("a line", group, np.array(ways), np.ones(3) / 3.0, away, closer, None, None)


@st.composite
def lines(draw: st.DrawFn) -> list[Heard]:
    number = draw(st.integers(1, 4))
    return [
        heard(draw(st.sampled_from(GROUPS)), draw(st.tuples(share, share, share)), draw(share), draw(share))
        for _ in range(number)
    ]


def side(ways: set[int]) -> Side:
    return (
        "mixed"
        if {AWAY, CLOSER} <= ways
        else "away"
        if AWAY in ways
        else "closer"
        if CLOSER in ways
        else "still"
    )


def one_by_one(told: list[Heard]) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Every course of every line with every mover, spelled out."""
    pair = dict.fromkeys(("still", "away", "closer", "mixed"), 0.0)
    own, named = dict(pair), dict.fromkeys(EXPLANATIONS, 0.0)
    for course in product(product((AWAY, STILL, CLOSER), (True, False)), repeat=len(told)):
        weight = 1.0
        for line, (way, mine) in zip(told, course, strict=True):
            by = {AWAY: line.own_away, CLOSER: line.own_closer, STILL: 0.5}[way]
            weight *= line.ways[way] * (by if mine else 1.0 - by)
        ways = {way for way, _ in course if way != STILL}
        mine = {way for way, is_mine in course if is_mine and way != STILL}
        of = [
            side(
                {
                    way
                    for line, (way, is_mine) in zip(told, course, strict=True)
                    if line.group == group and is_mine
                }
            )
            for group in GROUPS
        ]
        name = explanation_of(*of)
        deeds_gone = any(
            line.group == "deeds" and way == AWAY for line, (way, _) in zip(told, course, strict=True)
        )
        if name == "status quo" and ways:
            name = "the partner moved"
        elif name == "leeway" and deeds_gone:
            name = "realignment"
        own[side(mine)] += weight
        pair[side(mine) if len(ways) == 2 and len(mine) == 1 else side(ways)] += weight
        named[name] += weight
    return pair, own, named


@given(lines())
def test_sums_are_those_of_all_courses_one_by_one(told: list[Heard]) -> None:
    weight = course_weights(told)
    pair, own, named = one_by_one(told)
    assert weight.sum() == pytest.approx(1.0)
    assert pair_sides(weight) == pytest.approx(pair)
    assert own_sides(weight) == pytest.approx(own)
    assert explained(weight) == pytest.approx(named)


@given(lines())
def test_a_line_more_is_the_sum_of_its_ways(told: list[Heard]) -> None:
    before, last = course_weights(told[:-1]), told[-1]
    together = sum(with_way(before, last, way) for way in (AWAY, STILL, CLOSER))
    assert np.allclose(together, course_weights(told))


def test_a_partner_s_move_is_not_the_state_s() -> None:
    told = course_weights([heard("positions", (1.0, 0.0, 0.0), away=0.1)])
    assert pair_sides(told)["away"] == pytest.approx(1.0)
    assert own_sides(told)["still"] == pytest.approx(0.9)
    assert explained(told)["the partner moved"] == pytest.approx(0.9)
    assert explained(told)["leeway"] == pytest.approx(0.1)


def test_where_lines_part_the_state_s_own_way_decides() -> None:
    votes = heard("positions", (1.0, 0.0, 0.0), away=0.0)
    arms = heard("deeds", (0.0, 0.0, 1.0), closer=1.0)
    assert pair_sides(course_weights([votes, arms]))["closer"] == pytest.approx(1.0)
    left = heard("positions", (1.0, 0.0, 0.0), away=1.0)
    assert pair_sides(course_weights([left, arms]))["mixed"] == pytest.approx(1.0)


def test_leeway_needs_deeds_that_stay() -> None:
    votes = heard("positions", (1.0, 0.0, 0.0), away=1.0)
    dissolved = heard("deeds", (1.0, 0.0, 0.0), away=0.0)
    stays = heard("deeds", (0.0, 1.0, 0.0))
    assert explained(course_weights([votes, stays]))["leeway"] == pytest.approx(1.0)
    assert explained(course_weights([votes, dissolved]))["realignment"] == pytest.approx(1.0)


def test_bent_weights_tell_the_new_probabilities() -> None:
    weight = course_weights([heard("positions", (0.5, 0.3, 0.2)), heard("deeds", (0.1, 0.6, 0.3))])
    before = explained(weight)
    after = {name: 1.0 / len(EXPLANATIONS) for name in EXPLANATIONS}
    told = explained(bent(weight, before, after))
    for name in ("hedging", "the partner moved", "rapprochement"):
        assert told[name] == pytest.approx(after[name])
    assert told["leeway"] + told["realignment"] == pytest.approx(2 / 7)
    assert told["status quo"] == pytest.approx(2 / 7)
