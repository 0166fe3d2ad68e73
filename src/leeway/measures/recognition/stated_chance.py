"""The probability of one stated position on one entity, with what it was made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leeway.ledger import Entity, Position, Recognition
from leeway.measures.recognition.stated import known_after
from leeway.measures.recognition.stated_fit import FLOOR
from leeway.measures.recognition.stated_odds import Odds, Scene
from leeway.measures.recognition.stated_record import FEWEST_STANDS, StatedRecord
from leeway.measures.recognition.stated_rows import heard

KEPT = frozenset({"recognises", "froze"})
"""Positions that keep a recognition."""


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability of a position, and what it rests on.

    Attributes
    ----------
    entity : Entity
    probability : float or None
        None where there is too little history, which `reason` tells.
    reason : str
    steps : dict of str to float
        Probability of the position's side after each step: everybody, peers, own_record, own_word.
    others_known, others_recognise : int
        Other states whose stand on the entity was known, and those of them that recognised.
    own_questions : int
        Other questions of the kind on which the state stood.
    own_recognised, own_foretold : float
        Recognitions among these, and how many the peers gave reason to expect.
    """

    entity: Entity
    probability: float | None
    reason: str
    steps: dict[str, float]
    others_known: int
    others_recognise: int
    own_questions: int
    own_recognised: float
    own_foretold: float


def chance(
    record: StatedRecord, known: tuple[Scene, Odds], position: Position, entity: Entity, state: str
) -> Chance:
    """Probability that a state stands on a position, before a day.

    *Recognises* and *does not* are the two sides. *Withdrew* and *froze* presume a recognition known before:
    the first is the other side after it, the second the same side times the share of recognisers that froze.

    Parameters
    ----------
    record : StatedRecord
    known : tuple of Scene and Odds
        Of one day, as `StatedRecord.expected` gives them.
    position : {'recognises', 'does not', 'withdrew', 'froze'}
    entity : Entity
    state : str
        Key.
    """
    scene, odds = known
    if entity.key not in record.place:
        return Chance(entity, None, "what the ledger has on it is only remembered", {}, 0, 0, 0, 0.0, 0.0)
    at = (0, record.place[entity.key], record.number[state])
    day = dt.date.fromordinal(int(scene.days[0]))
    others = np.delete(scene.value[0, at[1]], at[2])
    number = int((~np.isnan(others)).sum())
    steps = {
        "everybody": float(odds.everybody[at]),
        "peers": float(odds.peers[at]),
        "own_record": float(odds.record[at]),
        "own_word": float(odds.final[at]),
    }
    if position not in KEPT:
        steps = {name: 1.0 - value for name, value in steps.items()}
    spoke = odds.keeps[at] > 0.0
    reason = ""
    if number < FEWEST_STANDS and not spoke:
        reason = (
            f"too little history: the stands of {number} other states on {entity.name} were known before "
            f"that day, and {FEWEST_STANDS} are needed"
        )
    elif position in ("withdrew", "froze") and scene.value[at] != 1.0:
        reason = f"no recognition of {entity.name} by it is known before that day, which this presumes"
    part = frozen_share(record.facts, day) if position == "froze" else 1.0
    return Chance(
        entity=entity,
        probability=None if reason else float(np.clip(steps["own_word"] * part, FLOOR, 1.0 - FLOOR)),
        reason=reason,
        steps=steps,
        others_known=number,
        others_recognise=int(np.nansum(others)),
        own_questions=int(odds.own_count[at]),
        own_recognised=float(odds.own[at]),
        own_foretold=float(odds.own_foretold[at]),
    )


def frozen_share(facts: Sequence[Recognition], day: dt.date) -> float:
    """Share of standing recognitions known to be frozen before a day; half a case of one is added.

    Examples
    --------
    >>> from leeway.ledger import recognitions
    >>> frozen_share(recognitions(), dt.date(1970, 1, 1))
    0.5
    """
    latest: dict[tuple[str, str], Recognition] = {}
    told = (one for one in facts if one.status == "found" and known_after(one) < day.toordinal())
    for fact in sorted(told, key=known_after):
        latest[fact.entity, fact.state] = fact
    kept = [fact.position for fact in latest.values() if fact.position in KEPT]
    return (kept.count("froze") + 0.5) / (len(kept) + 1.0)


def statements(record: StatedRecord, state: str, before: dt.date) -> tuple[Recognition, ...]:
    """A state's own dated statements known before a day, by time; entities of one question count once."""
    questions = {entity.key: entity.question for entity in record.entities}
    said: dict[tuple[str, str, dt.date], Recognition] = {}
    for fact in record.facts:
        if fact.state != state or fact.status != "found" or fact.date is None or fact.entity not in questions:
            continue
        if known_after(fact) < before.toordinal():
            said.setdefault((questions[fact.entity], fact.position, fact.date.first), fact)
    return tuple(sorted(said.values(), key=known_after))


def past_bits(record: StatedRecord, state: str, before: dt.date) -> tuple[float, ...]:
    """Bits of a state's own earlier statements, each as it was foretold before its first possible day.

    Statements of which too little was known then are left out. Parameters as in `statements`.
    """
    told = []
    for fact in statements(record, state, before):
        assert fact.date is not None  # noqa: S101 - statements are dated
        entity = record.entities[record.place[fact.entity]]
        one = chance(record, record.expected(fact.date.first), fact.position, entity, state)
        if one.probability is not None:
            told.append(float(-np.log2(one.probability)))
    return tuple(told)


def contrary(record: StatedRecord, day: dt.date, said: Position, entity: str, audience: str) -> bool | None:
    """Whether a position is against what was known of an audience before a day; None if nothing was."""
    theirs = heard(record.facts, entity, audience, day)
    return None if theirs is None else (theirs.position in KEPT) != (said in KEPT)
