"""Courses and the explanations they belong to."""

from __future__ import annotations

from itertools import product

import pytest

from leeway.verdict.explanations import EXPLANATIONS, Side, explanation_of

SIDES: tuple[Side, ...] = ("away", "still", "closer", "mixed")


@pytest.mark.parametrize(
    ("words", "positions", "deeds", "told"),
    [
        ("away", "away", "away", "realignment"),
        ("still", "still", "away", "realignment"),
        ("still", "away", "still", "leeway"),
        ("away", "still", "closer", "leeway"),
        ("still", "closer", "away", "hedging"),
        ("still", "still", "mixed", "hedging"),
        ("away", "closer", "still", "hedging"),
        ("still", "still", "closer", "rapprochement"),
        ("closer", "closer", "closer", "rapprochement"),
        ("still", "still", "still", "status quo"),
    ],
)
def test_the_explanation_of_a_course(words: Side, positions: Side, deeds: Side, told: str) -> None:
    assert explanation_of(words, positions, deeds) == told


def test_every_course_has_one_and_none_of_them_needs_to_know_who_moved() -> None:
    named = {explanation_of(*course) for course in product(SIDES, repeat=3)}
    assert named == set(EXPLANATIONS) - {"the partner moved", "the agenda moved"}


def test_nothing_away_is_never_told_as_going() -> None:
    for course in product(("still", "closer"), repeat=3):
        assert explanation_of(*course) in {"status quo", "rapprochement"}  # type: ignore[arg-type]
