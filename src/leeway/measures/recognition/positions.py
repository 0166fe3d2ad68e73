"""From dated facts to who stood where in the middle of each year.

Before a question arose nobody had taken a side, and nobody differed. A recognition holds from its day to the
last day of which its source speaks; a refusal also says that there was no recognition before it. A complete
list of recognisers says of every member it does not name that it was none. An entity holds itself a state;
who claims its territory does not.
What is only remembered, or doubtful, enters nothing: but where it contradicts what texts say, the time after
it is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.ledger import Entity, Recognition
from leeway.spells import State

VALUES = {"recognises": 1.0, "froze": 0.5, "withdrew": 0.0, "does not": 0.0}
"""What a position counts."""


ASSUMED_YEARS = 10
"""How long a recognition that was taken back stood before, where no text tells since when."""


@dataclass(frozen=True, slots=True)
class Stands:
    """Where states stood on one entity.

    Attributes
    ----------
    entity : str
    value : ndarray of float32, shape (S, T)
        1 recognises, .5 froze its recognition, 0 does not; NaN where it is not known.
    """

    entity: str
    value: NDArray[np.float32]


def place(day: dt.date, years: range) -> int:
    """First year whose middle is not before a day, as a place among the years.

    Examples
    --------
    >>> place(dt.date(2008, 8, 26), range(2000, 2027)), place(dt.date(2008, 2, 17), range(2000, 2027))
    (9, 8)
    """
    after = (day.month, day.day) > (7, 1)
    return min(max(day.year + after - years.start, 0), len(years))


def stands(entity: Entity, facts: Sequence[Recognition], states: Sequence[State], years: range) -> Stands:
    """Where every state stood on an entity.

    Parameters
    ----------
    entity : Entity
    facts : sequence of Recognition
        All that is known of the entity, of whatever status.
    states : sequence of State
    years : range
    """
    value = np.full((len(states), len(years)), np.nan, dtype=np.float32)
    arose = 0 if entity.since is None else place(entity.since.first, years)
    value[:, :arose] = 0.0
    by_state: dict[str, list[Recognition]] = {}
    for fact in facts:
        by_state.setdefault(fact.state, []).append(fact)
    for row, state in enumerate(states):
        theirs = by_state.get(state.id, [])
        if state.id == entity.key:
            value[row, arose:] = 1.0
        elif state.id == entity.claimed_by and all(fact.position == "does not" for fact in theirs):
            value[row, arose : place(entity.as_of + dt.timedelta(days=1), years)] = 0.0
        elif any(fact.status == "found" or fact.position != "does not" for fact in theirs):
            _own(value[row], theirs, arose, years)
            _still_not(value[row], theirs, entity, years)
        elif state.kind == "member":
            _listed(value[row], entity, arose, years, refused=bool(theirs))
    return Stands(entity.key, value)


def _own(row: NDArray[np.float32], facts: list[Recognition], arose: int, years: range) -> None:
    """The facts of one state, by their days."""
    found = [fact for fact in facts if fact.status == "found"]
    dated = sorted((fact for fact in found if fact.date is not None), key=lambda fact: _day(fact))
    for fact in (fact for fact in found if fact.date is None):
        known = place(fact.as_of + dt.timedelta(days=1), years)
        if fact.position == "recognises":
            row[max(known - 1, arose) : known] = 1.0
        elif not any(one.position == "recognises" for one in dated):
            row[arose:known] = VALUES[fact.position]
    for fact in dated:
        begin, known = place(_day(fact), years), place(fact.as_of + dt.timedelta(days=1), years)
        taken_back = fact.position in ("withdrew", "froze")
        first = max(arose, begin - ASSUMED_YEARS) if taken_back else arose
        before = row[first:begin]
        before[np.isnan(before)] = 1.0 if taken_back else 0.0
        row[begin : max(known, begin + 1)] = VALUES[fact.position]
    for fact in facts:
        if fact.status != "found":
            _doubt(row, fact, arose, years)


def _still_not(row: NDArray[np.float32], facts: list[Recognition], entity: Entity, years: range) -> None:
    """A complete list that does not name a state confirms that it does not recognise, to the list's day."""
    if entity.complete_as_of is None or any(fact.status != "found" for fact in facts):
        return
    known = np.flatnonzero(~np.isnan(row))
    if known.size and row[known[-1]] == 0.0:
        row[known[-1] : place(entity.complete_as_of + dt.timedelta(days=1), years)] = 0.0


def _doubt(row: NDArray[np.float32], fact: Recognition, arose: int, years: range) -> None:
    """Forget what a doubtful fact contradicts, from its day on; undated, in every year it contradicts."""
    begin = arose if fact.date is None else max(arose, place(_day(fact), years))
    said = VALUES[fact.position]
    known = row[begin:]
    if fact.date is None:
        known[~np.isnan(known) & (known != said)] = np.nan
    elif known.size and not np.isnan(known[0]) and known[0] != said:
        known[:] = np.nan


def _listed(row: NDArray[np.float32], entity: Entity, arose: int, years: range, *, refused: bool) -> None:
    """What complete lists say of a member of the United Nations that has no fact but remembered refusals."""
    if entity.complete_as_of is not None:
        row[arose : place(entity.complete_as_of + dt.timedelta(days=1), years)] = 0.0
    if entity.others_recognise_as_of is not None and not refused:
        known = place(entity.others_recognise_as_of + dt.timedelta(days=1), years)
        row[max(known - 1, arose) : known] = 1.0


def _day(fact: Recognition) -> dt.date:
    assert fact.date is not None  # noqa: S101 - asked of dated facts only
    return fact.date.first


def error_rate(facts: Sequence[Recognition]) -> float:
    """How often one text is wrong of one state: contradictions among facts that several texts tell.

    A fact with several sources is that many agreeing texts; a doubtful one of the same state and entity with
    another position is a contradiction. The rule of succession keeps it off zero.
    """
    agree = contradict = 0
    sides: dict[tuple[str, str], set[float]] = {}
    for fact in facts:
        if fact.status == "found":
            sides.setdefault((fact.entity, fact.state), set()).add(VALUES[fact.position])
            agree += fact.source.count(";")
    for fact in facts:
        known = sides.get((fact.entity, fact.state))
        if fact.status == "suspect" and known and VALUES[fact.position] not in known:
            contradict += 1
    return (contradict + 1) / (agree + contradict + 2)
