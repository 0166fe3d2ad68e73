"""Claims on recognition against the ledger: who recognises, how many, whether ever, whether it surprises."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from leeway.errors import QuestionError
from leeway.ledger import Entity, Recognition, entities, recognitions
from leeway.ledger.dated import Dated
from leeway.measures.recognition.sides import Side, sides
from leeway.reader.reading import Claim
from leeway.states import state
from leeway.verdict.checks_rows import (
    Finding,
    about,
    act,
    called,
    day_of_claim,
    judged,
    row,
    together,
    unknown,
)
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import opening
from leeway.verdict.statement import SAYS
from leeway.verdict.surprise import plainly

_HOLDS = ("recognises", "froze")
_SURE = ("found", "listed")
_WORDS: dict[str, str] = {
    "not listed": "is not among those that recognise",
    "claims it": "claims the territory of, and does not recognise,",
}
EXPECTED, SURPRISING = 1.0, 3.0
"""Bits below which a stand was to be expected, and from which it surprises."""


def _entity(key: str) -> Entity | None:
    return next((one for one in entities() if one.key == key), None)


@lru_cache(maxsize=512)
def _stands_of(key: str, day: dt.date) -> dict[str, Side]:
    """Where a state stands on each entity on a day."""
    return {side.entity: side for side in sides(key, "USA" if key != "USA" else "RUS", on=day)}


def recognition(claim: Claim, on: dt.date | None) -> Finding:
    """Whether a state recognises, or does not, what the claim names."""
    day = day_of_claim(claim, on) or dt.date.max
    if len(claim.states) < 2:
        return unknown("The claim names nothing whose recognition the ledger keeps.")
    return together([_one(claim.states[0], target, day, claim.negated) for target in claim.states[1:]])


def _says(side: Side) -> str:
    return _WORDS.get(side.state) or next(words for one, words in SAYS.items() if one == side.state)


def _one(who: str, target: str, day: dt.date, negated: bool) -> Finding:
    entity = _entity(target)
    if entity is None:
        return unknown(f"Whether others recognise {called(target)} is no question that the ledger keeps.")
    if entity.since is not None and entity.since.first > day:
        return unknown(f"Whether others recognise {called(target)} was no question before {entity.since}.")
    side = _stands_of(who, day).get(target)
    if side is None or not side.state:
        return unknown(f"The ledger does not say whether {called(who)} recognises {called(target)}.")
    told = _side_row(side, who, entity)
    if side.state_status not in _SURE:
        return unknown(
            f"The row on {called(who)} and {called(target)} is {side.state_status}: it decides nothing.",
            [told],
        )
    dated = f" ({side.state_date})" if side.state_date else ""
    ended = f"; the question stood until {entity.until}" if entity.until and entity.until.last < day else ""
    listed = f", by a complete list of {entity.complete_as_of}" if side.state == "not listed" else ""
    reason = f"{opening(called(who))} {_says(side)} {called(target)}{dated}{listed}{ended}."
    return judged(side.state in _HOLDS, negated, reason, [told])


def _side_row(side: Side, who: str, entity: Entity) -> dict[str, object]:
    date = side.state_date or (str(entity.complete_as_of or "") if side.state == "not listed" else "")
    cited = [
        one.source for one in _rows(entity.key, who) if one.date is None or one.date.text == side.state_date
    ]
    publisher = (
        cited[-1] if cited and side.state not in ("not listed", "claims it") else entity.complete_source
    )
    return row(
        publisher or entity.source,
        date,
        side.state,
        table="recognitions",
        state=who,
        entity=entity.key,
        status=side.state_status,
    )


def _rows(entity: str, who: str | None = None) -> list[Recognition]:
    return [one for one in recognitions() if one.entity == entity and who in (None, one.state)]


def _ledger_row(one: Recognition) -> dict[str, object]:
    return row(
        one.source,
        one.date.text if one.date else "",
        one.position,
        table="recognitions",
        state=one.state,
        entity=one.entity,
        status=one.status,
        as_of=one.as_of.isoformat(),
    )


def sequence(claim: Claim, on: dt.date | None) -> Finding:
    """Whether something was never so, was so for the first time, or had been said before."""
    if not claim.states or (about(claim) != "recognition" and len(claim.states) < 2):
        return unknown("What was said or done before, and how often, is kept for recognition alone.")
    who, targets, day = claim.states[0], claim.states[1:], on or dt.date.max
    if act(claim) == "never":
        return together([_never(who, target, day) for target in targets])
    if act(claim) == "first of all" and targets:
        return together([_first_of_all(who, target) for target in targets])
    return _before(claim, who, targets, day)


def _never(who: str, target: str, day: dt.date) -> Finding:
    did = [
        one
        for one in _rows(target, who)
        if one.position != "does not"
        and one.status == "found"
        and (one.date is None or one.date.first <= day)
    ]
    if did:
        return Finding(
            "contradicted",
            f"The ledger has an act of {called(who)} on {called(target)}: {_told(did[0])}.",
            tuple(map(_ledger_row, did)),
        )
    found = _one(who, target, day, negated=True)
    if found.verdict != "supported":
        return found
    return Finding("supported", f"{found.reason} No recognition before is in the ledger.", found.rows)


def _told(one: Recognition) -> str:
    return f"{one.position}, {one.date}" if one.date else one.position


def _first_of_all(who: str, target: str) -> Finding:
    dated = [
        one for one in _rows(target) if one.position == "recognises" and one.status == "found" and one.date
    ]
    own = next((one.date for one in dated if one.state == who), None)
    if own is None:
        return unknown(f"The ledger has no dated recognition of {called(target)} by {called(who)}.")
    earlier = [one for one in dated if one.date is not None and one.date.last < own.first]
    reason = f"{opening(called(who))} recognised {called(target)} on {own}"
    if earlier:
        reason = f"{reason}, after {', '.join(called(one.state) for one in earlier[:3])}."
        return Finding("contradicted", reason, tuple(map(_ledger_row, earlier[:5])))
    if len(dated) < len([one for one in _rows(target) if one.position == "recognises"]):
        return unknown(f"{reason}; others are in the ledger without a day.")
    return Finding(
        "supported", f"{reason}, before all others in the ledger.", tuple(map(_ledger_row, dated[:5]))
    )


def _before(claim: Claim, who: str, targets: tuple[str, ...], day: dt.date) -> Finding:
    """Stands of the kind that the state itself stated on earlier days."""
    position = "does not" if claim.negated else "recognises"
    said = [
        one
        for one in recognitions()
        if one.state == who
        and one.position == position
        and one.status == "found"
        and one.date is not None
        and one.date.last < day
        and (not targets or one.entity in targets)
    ]
    days = sorted({one.date.text for one in said if one.date})
    rows = [_ledger_row(one) for one in said]
    if act(claim) == "first":
        if days:
            return Finding(
                "contradicted", f"The ledger has the same of {called(who)} on {', '.join(days)}.", tuple(rows)
            )
        return unknown("No earlier statement is in the ledger, which does not keep every statement.")
    if len(days) > 1:
        return Finding("supported", f"The ledger has such statements of {', '.join(days)}.", tuple(rows))
    kept = f"one, of {days[0]}" if days else "none"
    return unknown(
        f"The ledger keeps stands, not every statement; of dated ones before that day it has {kept}.", rows
    )


def count(claim: Claim, on: dt.date | None) -> Finding:
    """How many members of the United Nations recognise an entity."""
    entity = _entity(claim.states[0]) if claim.states else None
    if entity is None or claim.value is None:
        return unknown("The claim names no number, or nothing whose recognition the ledger keeps.")
    day = day_of_claim(claim, on) or dt.date.max
    sure, doubtful = _recognisers(entity.key, day)
    told = row(
        entity.complete_source or entity.source,
        str(entity.complete_as_of or entity.as_of),
        len(sure),
        table="recognitions",
        entity=entity.key,
        states=" ".join(sure),
        doubtful=" ".join(doubtful),
    )
    reason = f"In the ledger {len(sure)} members of the United Nations recognise {called(entity.key)}"
    if doubtful:
        reason = f"{reason}, and of {len(doubtful)} more it is in doubt"
    if act(claim) == "at least" and len(sure) >= claim.value:
        return Finding("supported", f"{reason}.", (told,))
    if entity.complete_as_of is None:
        return unknown(f"{reason}; it has no complete list of them.", [told])
    if len(sure) == claim.value and act(claim) != "at least":
        return Finding("supported", f"{reason}.", (told,))
    within = abs(len(sure) - claim.value) <= len(doubtful)
    return Finding("partly" if within else "contradicted", f"{reason}.", (told,))


def _recognisers(entity: str, day: dt.date) -> tuple[list[str], list[str]]:
    sure, doubtful = [], []
    for who in sorted({one.state for one in _rows(entity)}):
        if state(who).kind != "member":
            continue
        side = _stands_of(who, day).get(entity)
        if side is not None and side.state in _HOLDS and side.state_status == "found":
            sure.append(who)
        elif side is not None and side.state_status not in _SURE and side.state:
            doubtful.append(who)
    return sure, doubtful


def surprise(claim: Claim, on: dt.date | None) -> Finding:
    """Whether a stand was as unexpected as the document calls it: from what was known before its day."""
    if len(claim.states) < 2:
        return unknown("Surprise is measured for votes and for stands on recognition; this names neither.")
    who, targets = claim.states[0], claim.states[1:]
    position = "recognises" if about(claim) == "recognises" else "does not"
    questions: dict[str, list[Entity]] = {}
    for target in targets:
        if (entity := _entity(target)) is not None:
            questions.setdefault(entity.question, []).append(entity)
    if not questions:
        return unknown("The stand is on nothing whose recognition the ledger keeps.")
    found = [_surprise(who, position, named, on, claim.negated) for named in questions.values()]
    sure = [one for one in found if one.verdict != "cannot be checked"]
    return max(sure or found, key=lambda one: max([told["value"] or 0.0 for told in one.rows], default=0.0))


def _surprise(who: str, position: str, named: list[Entity], on: dt.date | None, negated: bool) -> Finding:
    from leeway.verdict.stated import stated_surprise

    own = [one.date for one in _rows(named[0].key, who) if one.position == position and one.date is not None]
    day = _day_stated(own, on)
    if day is None:
        return unknown(f"No day is known on which {called(who)} took this stand.")
    says = "recognises" if position == "recognises" else "does not recognise"
    try:
        told = stated_surprise(who, f"{says} {' and '.join(one.name for one in named)}", on=day)
    except QuestionError as error:
        return unknown(error.message)
    if told.bits is None or told.probability is None:
        return unknown(f"How surprising the stand was cannot be told: {told.chance.reason}.")
    names = " and ".join(called(one.key) for one in named)
    reason = (
        f"That {called(who)} {says} {names} was foretold with {percent(told.probability)} from what was "
        f"known before {day}: {told.bits:.2f} bits, {plainly(told.bits)}. Where and before whom it was said "
        "is not in this number."
    )
    rows = (
        row(
            "Leeway, from its ledger and votes",
            str(day),
            round(told.bits, 3),
            unit="bits",
            state=who,
            probability=round(told.probability, 4),
        ),
    )
    if EXPECTED <= told.bits < SURPRISING:
        return Finding("partly", reason, rows)
    return judged(told.bits >= SURPRISING, negated, reason, rows)


def _day_stated(own: list[Dated], on: dt.date | None) -> dt.date | None:
    """The day of the stand in the ledger that is nearest before the document's, else the document's."""
    before = [one.first for one in own if on is None or one.first <= on + dt.timedelta(days=1)]
    return max(before, default=on)
