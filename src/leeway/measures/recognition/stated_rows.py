"""The rows that a probability of a stand rests on, each as it was known before the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from leeway.ledger import Entity, Recognition
from leeway.measures.recognition.stated import known_after
from leeway.measures.recognition.stated_odds import Scene
from leeway.measures.recognition.stated_record import StatedRecord

Role = Literal["own word", "own record", "on the entity", "peer"]
MOST_PEERS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A stand that was known before a day.

    Attributes
    ----------
    role : {'own word', 'own record', 'on the entity', 'peer'}
        What it is to the answer: stated by the state before on the same question; its stand on another
        question of the kind; another state's stand on the entity; the stand of one that votes alike.
    entity, state : str
        Keys.
    position : str
        Position of the ledger; *claims it*; *silent* for a member that a complete list does not name.
    date : str
        As exactly as it is known; empty if it is not.
    as_of : date
        Last day of which the source speaks.
    status : {'found', 'listed'}
        A row of its own, or what follows from a claim or a complete list.
    weight : float or None
        Of a peer, its share of all that its step weighs, the share of everybody with it.
    source, note : str
    """

    role: Role
    entity: str
    state: str
    position: str
    date: str
    as_of: dt.date
    status: Literal["found", "listed"]
    weight: float | None
    source: str
    note: str


def heard(facts: Sequence[Recognition], entity: str, state: str, before: dt.date) -> Recognition | None:
    """The latest found fact of a state on an entity that was known before a day."""
    theirs = [
        fact
        for fact in facts
        if (fact.entity, fact.state, fact.status) == (entity, state, "found")
        and known_after(fact) < before.toordinal()
    ]
    return max(theirs, key=known_after, default=None)


def rows_behind(
    record: StatedRecord, scene: Scene, entity: Entity, state: str, day: dt.date, near: dict[str, float]
) -> tuple[Row, ...]:
    """All rows behind one probability.

    Parameters
    ----------
    record : StatedRecord
    scene : Scene
        Of one day.
    entity : Entity
    state : str
        Key of the state asked about.
    day : date
    near : dict
        Weight of each peer.
    """
    found = [
        _row(
            record,
            scene,
            other,
            state,
            day,
            "own word" if other.question == entity.question else "own record",
        )
        for other in record.entities
        if bool(other.claimed_by) == bool(entity.claimed_by)
    ]
    own = [row for row in found if row and not (row.role == "own word" and row.position == "silent")]
    peers = [_row(record, scene, entity, peer, day, "peer", weight) for peer, weight in near.items()]
    others = [
        _row(record, scene, entity, other, day, "on the entity")
        for other in record.states
        if other != state and heard(record.facts, entity.key, other, day)
    ]
    return tuple(row for row in (*own, *peers, *others) if row)


def nearest(
    record: StatedRecord, scene: Scene, entity: str, state: str, width: float, peers: float
) -> dict[str, float]:
    """Share of step 2 that each of the nearest voters with a known stand has, nearest first."""
    weight = np.exp(-scene.distance[0, record.number[state]] / (2.0 * width**2)).astype(np.float64)
    weight[np.isnan(scene.value[0, record.place[entity]])] = 0.0
    shares = weight / (peers + weight.sum())
    order = np.argsort(-shares, kind="stable")[:MOST_PEERS]
    return {record.states[place]: float(shares[place]) for place in order if shares[place] > 0.0}


def _row(
    record: StatedRecord,
    scene: Scene,
    entity: Entity,
    state: str,
    day: dt.date,
    role: Role,
    weight: float | None = None,
) -> Row | None:
    at = (0, record.place[entity.key], record.number[state])
    if np.isnan(scene.value[at]):
        return None
    if fact := heard(record.facts, entity.key, state, day):
        date = fact.date.text if fact.date else ""
        return Row(
            role, entity.key, state, fact.position, date, fact.as_of, "found", weight, fact.source, fact.note
        )
    if entity.claimed_by == state:
        return Row(
            role, entity.key, state, "claims it", "", entity.as_of, "listed", weight, entity.source, ""
        )
    listed = entity.complete_as_of or entity.others_recognise_as_of or entity.as_of
    position = "silent" if scene.value[at] == 0.0 else "recognises"
    return Row(role, entity.key, state, position, "", listed, "listed", weight, entity.complete_source, "")
