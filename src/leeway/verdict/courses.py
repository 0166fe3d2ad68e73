"""Everything that all lines together may have done, and how likely each of it is.

A line goes away, stands still or comes closer, and where it goes, the state or its partner did it. What
matters of a course of all lines is which groups of them the state itself took away or closer, whether any
line went either way, and whether one of deeds went away: nine marks. Courses with the same marks are added
up line by line, so that any number of lines needs 512 places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.movement import AWAY, CLOSER, STILL
from leeway.series import Group
from leeway.verdict.explanations import EXPLANATIONS, GONE, Explanation, Side, explanation_of

Doubles = NDArray[np.float64]
Places = NDArray[np.int64]

GROUPS: tuple[Group, ...] = ("words", "positions", "deeds")
SIDES: tuple[Side, ...] = ("still", "away", "closer", "mixed")
"""What a pair or a state may have done, by the sum of its two marks; *mixed* is both."""

_AWAY, _CLOSER = 1, 2
_PAIR = 2 * len(GROUPS)
_DEEDS_GONE = 1 << (_PAIR + 2)
_MARKS = 2 * _DEEDS_GONE
_NAMES = tuple(EXPLANATIONS)
_ALIKE: tuple[tuple[Explanation, ...], ...] = (
    ("status quo", "the agenda moved"),
    GONE,
    ("hedging",),
    ("the partner moved",),
    ("rapprochement",),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One line as it is weighed.

    Attributes
    ----------
    line, group : str
    likelihood, share : ndarray, shape (3,)
        Of the change seen under away, still and closer, and how often all pairs do each.
    own_away, own_closer : float
        Probability that the state is the one that moved, where the line went away or came closer.
    agenda_away : float or None
        Probability that what is put to the two went away by itself; None where the line cannot tell.
    agenda_before : float or None
        The same before anything was seen.
    weight : float
        The say that the line was given, from 0 to 1.
    """

    line: str
    group: Group
    likelihood: Doubles
    share: Doubles
    own_away: float
    own_closer: float
    agenda_away: float | None
    agenda_before: float | None
    weight: float = 1.0

    @property
    def ways(self) -> Doubles:
        """Probability of away, still and closer from this line alone."""
        joint = self.likelihood * self.share
        return np.asarray(joint / joint.sum())

    def unheard(self) -> Heard:
        """The line before anything was seen."""
        return replace(
            self, likelihood=np.ones(3), own_away=0.5, own_closer=0.5, agenda_away=self.agenda_before
        )


def course_weights(lines: Iterable[Heard]) -> Doubles:
    """Probability of every set of marks.

    Returns
    -------
    ndarray, shape (512,)
        The place of a set is the sum of its marks: 1 and 2 for words that the state took away and closer, 4
        and 8 for positions, 16 and 32 for deeds, 64 and 128 for any line that went away and closer, 256 for
        one of deeds that went away.

    Examples
    --------
    >>> sure = Heard("votes", "positions", np.array([1.0, 0.0, 0.0]), np.ones(3) / 3, 1.0, 0.5, None, None)
    >>> int(course_weights([sure]).argmax()) == 4 + 64
    True
    """
    weight = np.zeros(_MARKS)
    weight[0] = 1.0
    for line in lines:
        weight = sum((with_way(weight, line, way) for way in (AWAY, CLOSER)), line.ways[STILL] * weight)
    return weight


def with_way(weight: Doubles, line: Heard, way: int) -> Doubles:
    """Probability of every set of marks together with one more line that goes one way."""
    share = line.ways[way]
    if way == STILL:
        return np.asarray(share * weight)
    mark, own = (_AWAY, line.own_away) if way == AWAY else (_CLOSER, line.own_closer)
    pair = mark << _PAIR
    if line.group == "deeds" and way == AWAY:
        pair |= _DEEDS_GONE
    both = pair | mark << 2 * GROUPS.index(line.group)
    found = np.bincount(_joined(pair), weight * (share * (1.0 - own)), minlength=_MARKS)
    return np.asarray(found + np.bincount(_joined(both), weight * (share * own), minlength=_MARKS))


def explained(weight: Doubles) -> dict[Explanation, float]:
    """Probability of every explanation; that of the agenda is still with the status quo."""
    shares = np.bincount(_explanations(), weight, minlength=len(_NAMES))
    return dict(zip(_NAMES, map(float, shares), strict=True))


def bent(weight: Doubles, before: Mapping[Explanation, float], after: Mapping[Explanation, float]) -> Doubles:
    """Probability of every set of marks, where explanations are told anew from other base rates.

    Parameters
    ----------
    weight : ndarray, shape (512,)
    before, after : mapping of explanation to float
        Probabilities before and after. Explanations that no mark tells apart keep their sum together.
    """
    times = np.ones(len(_NAMES))
    for alike in _ALIKE:
        old, new = (sum(told[name] for name in alike) for told in (before, after))
        times[[_NAMES.index(name) for name in alike]] = new / old if old > 0.0 else 1.0
    told = weight * times[_explanations()]
    return np.asarray(told / told.sum())


def pair_sides(weight: Doubles) -> dict[Side, float]:
    """Away, still, closer or mixed, of the pair.

    Where lines parted, the one way that the state itself went decides; *mixed* is where it went both or
    neither.
    """
    return _summed(_sides()[0], weight)


def own_sides(weight: Doubles) -> dict[Side, float]:
    """Away, still, closer or mixed, of what the state itself did."""
    return _summed(_sides()[1], weight)


def _summed(sides: Places, weight: Doubles) -> dict[Side, float]:
    return dict(zip(SIDES, map(float, np.bincount(sides, weight, minlength=len(SIDES))), strict=True))


@cache
def _joined(marks: int) -> Places:
    """Where every set of marks comes to with some more."""
    return np.arange(_MARKS) | marks


@cache
def _sides() -> tuple[Places, Places]:
    """The side of the pair, and of the state, for every set of marks."""
    pair, own = np.zeros(_MARKS, dtype=np.int64), np.zeros(_MARKS, dtype=np.int64)
    for marks in range(_MARKS):
        mine = 0
        for place in range(len(GROUPS)):
            mine |= _of_group(marks, place)
        both = _of_group(marks, len(GROUPS))
        parted = both == _AWAY | _CLOSER and mine in (_AWAY, _CLOSER)
        own[marks], pair[marks] = mine, mine if parted else both
    return pair, own


@cache
def _explanations() -> Places:
    """The place of the explanation that every set of marks belongs to."""
    found = np.zeros(_MARKS, dtype=np.int64)
    for marks in range(_MARKS):
        name = explanation_of(*(SIDES[_of_group(marks, place)] for place in range(len(GROUPS))))
        if name == "status quo" and _of_group(marks, len(GROUPS)):
            name = "the partner moved"
        elif name == "leeway" and marks & _DEEDS_GONE:
            name = "realignment"
        found[marks] = _NAMES.index(name)
    return found


def _of_group(marks: int, place: int) -> int:
    """The two marks of a group, which are the place of its side; after the last group, those of the pair."""
    return marks >> 2 * place & (_AWAY | _CLOSER)
