"""Rival explanations of what a pair did: what each expects of words, positions and deeds, and of who moved.

A *course* gives every line of evidence one of three ways: away, still, closer. A group of lines goes away
where one of them does and none comes closer: states move in one field and not in another. Every course
belongs to one explanation; those that went away to another where the partner was the one that moved.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from leeway.numerics.movement import AWAY, CLOSER

Side = Literal["away", "still", "closer", "split", "nothing"]
Explanation = Literal[
    "realignment",
    "leeway",
    "hedging",
    "the partner moved",
    "the agenda moved",
    "status quo",
    "rapprochement",
]

EXPLANATIONS: dict[Explanation, str] = {
    "realignment": "the state goes, in deeds, whatever else goes with them",
    "leeway": "the state goes in words or positions and not in deeds: the partner allows it",
    "hedging": "the state goes in some fields and comes closer in others",
    "the partner moved": "the two went apart, and the partner is the one that moved",
    "the agenda moved": "both stand where they stood; what is put to them changed",
    "status quo": "nothing moved beyond what pairs usually do",
    "rapprochement": "the two came closer, and nothing went away",
}
"""Explanations, and what each says."""

GONE: tuple[Explanation, ...] = ("realignment", "leeway")
"""Explanations in which the state went away; where the partner did, it is *the partner moved*."""


def side_of(ways: Collection[int]) -> Side:
    """Where a group of lines went.

    Examples
    --------
    >>> from leeway.numerics.movement import STILL
    >>> side_of([AWAY, STILL]), side_of([AWAY, CLOSER]), side_of([])
    ('away', 'split', 'nothing')
    """
    if not ways:
        return "nothing"
    away, closer = AWAY in ways, CLOSER in ways
    return "split" if away and closer else "away" if away else "closer" if closer else "still"


def explanation_of(words: Side, positions: Side, deeds: Side) -> Explanation:
    """The explanation that a course belongs to, where the state is the one that moved.

    Examples
    --------
    >>> explanation_of("nothing", "away", "still"), explanation_of("still", "still", "away")
    ('leeway', 'realignment')
    >>> explanation_of("still", "closer", "away")
    'hedging'
    """
    said = {words, positions}
    every = {words, positions, deeds}
    if "split" in every or ("away" in every and "closer" in said):
        return "hedging"
    if deeds == "away":
        return "realignment"
    if "away" in said:
        return "leeway"
    return "rapprochement" if "closer" in every else "status quo"
