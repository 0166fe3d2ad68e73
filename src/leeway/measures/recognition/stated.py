"""What was known of stands on recognition before a day, for telling how surprising a stated position was.

Nothing that happened, or was said, on the day or after it is known. In detail:

* A found row with a date is known after the last day that its date may be. An act is public on its day: a
  source that speaks later only vouches for it.
* A found row without a date is known after its as-of day, the last day of which its source speaks.
* What is remembered or doubtful is never a stand. Where it contradicts a stand, the stand is unknown
  after it.
* A member of the United Nations without a row is *silent*: it does not recognise an entity whose
  recognisers a complete list names. The list may be younger than the day, for all it vouches is that no
  recognition before the day was missed; what it says of the time after is not used. A state with a
  recognition or a withdrawal of unknown day is unknown, not silent. So is everybody where more withdrew
  than recognise (Taiwan), for such a list forgets who left it: there only days after the list are known.
* A complete list of those that do *not* recognise says on which days the others did not, but not since when
  they do: it is known after its own day.
* Who claims an entity's territory refuses it from its first day.

A freeze keeps the recognition. A stand holds as last known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.ledger import Entity, Recognition
from leeway.spells import seated

Doubles = NDArray[np.float64]
Days = NDArray[np.int64]

SIDES = {"recognises": 1.0, "froze": 1.0, "withdrew": 0.0, "does not": 0.0}
"""The side that a position takes: 1 recognises, 0 does not."""

_FOUND = "found"


@dataclass(frozen=True, slots=True)
class Known:
    """Stands known before each of some days.

    Attributes
    ----------
    value : ndarray, shape (T, E, S)
        1 recognises, 0 does not, NaN where nothing was known; an entity has no stand on itself.
    since : ndarray, shape (T, E, S)
        Ordinal of the day after which the last statement was known; NaN where there was none, which with a
        value means silence.
    """

    value: Doubles
    since: Doubles


def known_after(fact: Recognition) -> int:
    """Ordinal of the day after which a fact is known.

    Examples
    --------
    >>> from leeway.ledger import recognitions
    >>> [said] = [one for one in recognitions() if (one.entity, one.state) == ("XDN", "KAZ")]
    >>> dt.date.fromordinal(known_after(said))
    datetime.date(2022, 6, 17)
    """
    return (fact.date.last if fact.date else fact.as_of).toordinal()


def reads_back(facts: Sequence[Recognition]) -> bool:
    """Whether a complete list of today tells who recognised earlier: not where more withdrew than recognise.

    Examples
    --------
    >>> from leeway.ledger import recognitions
    >>> [reads_back([one for one in recognitions() if one.entity == key]) for key in ("XAB", "TWN")]
    [True, False]
    """
    withdrew = sum(fact.position == "withdrew" for fact in facts)
    return withdrew <= sum(fact.position == "recognises" for fact in facts)


def known_stands(
    entities: Sequence[Entity],
    facts: Sequence[Recognition],
    states: Sequence[str],
    days: Days,
    *,
    backward: Collection[str],
) -> Known:
    """Stands of all states on all entities, each as it was known before each day.

    Parameters
    ----------
    entities : sequence of Entity
    facts : sequence of Recognition
        Of whatever status, entity and day.
    states : sequence of str
        Keys.
    days : ndarray of int64, shape (T,)
        Ordinals of days.
    backward : collection of str
        Keys of entities whose complete list tells of the time before it too, see `reads_back`.
    """
    place = {state: number for number, state in enumerate(states)}
    sat = _seats(states, days)
    value = np.full((len(days), len(entities), len(states)), np.nan)
    since = value.copy()
    for number, entity in enumerate(entities):
        theirs = [fact for fact in facts if fact.entity == entity.key and fact.state in place]
        value[:, number] = _silences(entity, theirs, sat, place, days, entity.key in backward)
        for fact in sorted(theirs, key=known_after):
            _hear(value[:, number], since[:, number], fact, place[fact.state], days)
        began = _first(entity)
        if entity.claimed_by in place:
            asked = days > began
            value[asked, number, place[entity.claimed_by]] = 0.0
            since[asked, number, place[entity.claimed_by]] = began
        if entity.key in place:
            value[:, number, place[entity.key]] = since[:, number, place[entity.key]] = np.nan
    return Known(value, since)


def _first(entity: Entity) -> int:
    return 0 if entity.since is None else entity.since.first.toordinal()


def _seats(states: Sequence[str], days: Days) -> NDArray[np.bool_]:
    """Who was a member of the United Nations on which day, (T, S)."""
    sat = np.zeros((len(days), len(states)), dtype=bool)
    for column, state in enumerate(states):
        for first, last in seated(state):
            end = dt.date.max if last is None else last
            sat[:, column] |= (days >= first.toordinal()) & (days <= end.toordinal())
    return sat


def _silences(
    entity: Entity,
    facts: Sequence[Recognition],
    sat: NDArray[np.bool_],
    place: dict[str, int],
    days: Days,
    back: bool,
) -> Doubles:
    """What complete lists say of members without a row, (T, S)."""
    value = np.full(sat.shape, np.nan)
    listed = entity.complete_as_of or entity.others_recognise_as_of
    if listed is None:
        return value
    asked = days > _first(entity)
    if entity.complete_as_of is None or not back:
        asked &= days > listed.toordinal()
    value[sat & asked[:, None]] = 0.0 if entity.complete_as_of else 1.0
    exception = "does not" if entity.complete_as_of is None else ""
    for fact in facts:
        if fact.position == "does not" and fact.position != exception:
            continue
        first = 0 if fact.date is None else fact.date.first.toordinal()
        value[days > first, place[fact.state]] = np.nan
    return value


def _hear(value: Doubles, since: Doubles, fact: Recognition, column: int, days: Days) -> None:
    """Put one fact into (T, S) of its entity, from the day after which it is known."""
    after = known_after(fact)
    heard = days > after
    if fact.status == _FOUND:
        value[heard, column] = SIDES[fact.position]
        since[heard, column] = after
    else:
        doubted = heard & ~np.isnan(value[:, column]) & (value[:, column] != SIDES[fact.position])
        value[doubted, column] = since[doubted, column] = np.nan
