"""Rival explanations of what a pair did: what each expects of words, positions and deeds, and of who moved.

A *course* gives every line of evidence one of three ways, away, still or closer, and says who went it. A
group of lines goes away with the state where the state took one of them away and none closer: states move in
one field and not in another. Every course belongs to one explanation; one in which lines moved and the state
did none of it to *the partner moved*. *Leeway* is only where deeds stay: words or positions that the state
takes away while deeds go too, by whomever, are a realignment.
"""

from __future__ import annotations

from typing import Literal

Side = Literal["still", "away", "closer", "mixed"]
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
    "the partner moved": "what moved between the two is the partner's doing; the state stands where it stood",
    "the agenda moved": "both stand where they stood; what is put to them changed",
    "status quo": "nothing moved beyond what pairs usually do",
    "rapprochement": "the state comes closer, and goes away in nothing",
}
"""Explanations, and what each says."""

GONE: tuple[Explanation, ...] = ("realignment", "leeway")
"""Explanations in which the state went away."""


def explanation_of(words: Side, positions: Side, deeds: Side) -> Explanation:
    """The explanation of what the state itself did; a group of which no line speaks stands still.

    Examples
    --------
    >>> explanation_of("still", "away", "still"), explanation_of("still", "still", "away")
    ('leeway', 'realignment')
    >>> explanation_of("still", "closer", "away")
    'hedging'
    """
    said = {words, positions}
    every = {words, positions, deeds}
    if "mixed" in every or ("away" in every and "closer" in said):
        return "hedging"
    if deeds == "away":
        return "realignment"
    if "away" in said:
        return "leeway"
    return "rapprochement" if "closer" in every else "status quo"
