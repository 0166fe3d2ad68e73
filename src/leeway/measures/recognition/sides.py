"""Where two states stand on each disputed entity, and what the refusals of one have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leeway.ledger import Entity, Recognition, entities, recognitions
from leeway.measures.recognition.positions import VALUES

_CONFIRMED = "found"


@dataclass(frozen=True, slots=True)
class Side:
    """Where the two stand on one entity, by the latest fact of each.

    Attributes
    ----------
    entity, name, question : str
    state, partner : str
        Position of each; *claims it*; *not listed* where a complete list does not name it; empty where
        nothing is known.
    state_date, partner_date : str
        Day of the position, as exactly as it is known; empty if none is.
    state_status, partner_status : str
        Found, suspect or unverified; *listed* for what follows from a complete list, or from a claim.
    same : bool or None
        Whether they stand on the same side, by what was found; None if that is not known.
    cited : str
        The texts.
    """

    entity: str
    name: str
    question: str
    state: str
    state_date: str
    state_status: str
    partner: str
    partner_date: str
    partner_status: str
    same: bool | None
    cited: str


@dataclass(frozen=True, slots=True)
class Refusals:
    """What the entities that a state does not recognise have in common.

    Attributes
    ----------
    state : str
    entities : tuple of str
        Names of the entities it is known not to recognise.
    claimed : int
        How many of them broke away from territory that a member of the United Nations claims.
    by_partner : int
        How many of them the partner recognises.
    """

    state: str
    entities: tuple[str, ...]
    claimed: int
    by_partner: int


def sides(state: str, partner: str, *, on: dt.date = dt.date.max) -> tuple[Side, ...]:
    """Where the two stand on each entity on which anything is known of either.

    Parameters
    ----------
    state, partner : str
    on : date
        Day of which it is told; by default the last that is known.

    Examples
    --------
    >>> found = {side.entity: (side.state, side.partner, side.same) for side in sides("KAZ", "RUS")}
    >>> found["XAB"]
    ('does not', 'recognises', False)
    """
    found = []
    for entity in entities():
        if entity.key in (state, partner) or (entity.since and entity.since.first > on):
            continue
        ours, theirs = _latest(entity, state, on), _latest(entity, partner, on)
        if not ours[0] and not theirs[0]:
            continue
        sure = all(told[2] in (_CONFIRMED, "listed") for told in (ours, theirs))
        found.append(
            Side(
                entity=entity.key,
                name=entity.name,
                question=entity.question,
                state=ours[0],
                state_date=ours[1],
                state_status=ours[2],
                partner=theirs[0],
                partner_date=theirs[1],
                partner_status=theirs[2],
                same=_recognises(ours[0]) == _recognises(theirs[0]) if sure else None,
                cited="; ".join(dict.fromkeys(filter(None, [ours[3], theirs[3]]))),
            )
        )
    return tuple(found)


def _recognises(position: str) -> bool:
    return VALUES.get(position, 0.0) > 0.0


def _latest(entity: Entity, state: str, on: dt.date) -> tuple[str, str, str, str]:
    """Position, day, status and text of the latest fact to a day; found ones before others."""
    theirs = [
        one
        for one in recognitions()
        if (one.entity, one.state) == (entity.key, state) and (one.date is None or one.date.first <= on)
    ]
    best = _newest([one for one in theirs if one.status == _CONFIRMED]) or _newest(theirs)
    if entity.claimed_by == state and (best is None or best.position == "does not"):
        return "claims it", "", "listed", entity.source
    if best is not None and (best.status == _CONFIRMED or best.position != "does not"):
        return best.position, best.date.text if best.date else "", best.status, best.source
    if entity.complete_as_of is not None:
        return "not listed", "", "listed", entity.complete_source
    if entity.others_recognise_as_of is not None and best is None:
        return "recognises", "", "listed", entity.complete_source
    return ("", "", "", "") if best is None else (best.position, "", best.status, best.source)


def _newest(facts: Sequence[Recognition]) -> Recognition | None:
    """The latest act; what tells of no day only where there is none."""
    dated = [one for one in facts if one.date is not None]
    return max(dated or facts, key=lambda one: one.date.last if one.date else one.as_of, default=None)


def refusals(state: str, partner: str, *, on: dt.date = dt.date.max) -> Refusals:
    """What the refusals of a state have in common, against what its partner does; parameters as in `sides`.

    Examples
    --------
    >>> told = refusals("KAZ", "RUS")
    >>> "Kosovo" in told.entities, told.claimed == len(told.entities), told.by_partner
    (True, True, 4)
    """
    claimed = {entity.key for entity in entities() if entity.claimed_by}
    refused = [
        side
        for side in sides(state, partner, on=on)
        if side.state in ("does not", "withdrew") and side.state_status == _CONFIRMED
    ]
    apart = sum(side.entity in claimed for side in refused)
    theirs = sum(_recognises(side.partner) for side in refused)
    return Refusals(state, tuple(side.name for side in refused), apart, theirs)
