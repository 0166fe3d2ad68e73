"""How surprising a stated position on recognition was, in bits, from what was known before its day."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from leeway.errors import QuestionError
from leeway.ledger import Entity, Position
from leeway.ledger.statements import Occasion, occasions
from leeway.states import resolve, state
from leeway.verdict.naming import name_of
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import counted, in_text, opening
from leeway.verdict.shown import Shown
from leeway.verdict.statement import SAYS, Statement, read_statement
from leeway.verdict.window import day_of

if TYPE_CHECKING:
    from leeway.measures.recognition.stated_chance import Chance
    from leeway.measures.recognition.stated_occasions import Circumstance
    from leeway.measures.recognition.stated_odds import Strengths
    from leeway.measures.recognition.stated_record import StatedRecord
    from leeway.measures.recognition.stated_rows import Row

FEWEST_PAST = 5
"""Earlier statements below which a state's own record is too short for a rank in it."""


@dataclass(frozen=True, slots=True)
class StatedSurprise(Shown):
    """A position on recognition, and how likely it was from what was known before its day.

    The probability is that the state stands there on that day, whether it says so or not. Where, and before
    whom, it says so is circumstance, and is scored apart.

    Attributes
    ----------
    state, name : str
    what : str
        The position as asked.
    position : {'recognises', 'does not', 'withdrew', 'froze'}
    entities, entity_names : tuple of str
        Entities of one conflict: one choice, and so the least probable of them is told.
    date : date
        The day; nothing of it or later is known.
    chance : Chance
        The probability, and what it was made of.
    percentile : float or None
        Share of its own earlier statements that surprised less, as they were foretold then; None with fewer
        than `FEWEST_PAST`.
    past : int
        How many earlier statements there are.
    strengths : Strengths
        How much each step counts, fitted to what was known before the year of the day.
    venue, before : Circumstance or None
        None where not asked.
    rows : tuple of Row
    """

    state: str
    name: str
    what: str
    position: Position
    entities: tuple[str, ...]
    entity_names: tuple[str, ...]
    date: dt.date
    chance: Chance
    percentile: float | None
    past: int
    strengths: Strengths
    venue: Circumstance | None
    before: Circumstance | None
    rows: tuple[Row, ...]

    @property
    def probability(self) -> float | None:
        """Of the position; None where there is too little history."""
        return self.chance.probability

    @property
    def bits(self) -> float | None:
        """-log2 of the probability; None where there is none."""
        return None if self.probability is None else -math.log2(self.probability)

    @property
    def percentile_reason(self) -> str:
        """Why there is no percentile; empty if there is one."""
        if self.percentile is not None:
            return ""
        if self.probability is None:
            return self.chance.reason
        before = counted(self.past, "dated statement")
        return (
            f"too little history: {before} of its own before that day, and {FEWEST_PAST} are needed; its "
            "votes are left out, since each would need a fit of its own"
        )

    @property
    def sentence(self) -> str:
        """The surprise in one or two sentences."""
        from leeway.verdict.surprise import plainly

        names = " and ".join(in_text(name) for name in self.entity_names)
        said = f"{in_text(self.name)} {SAYS[self.position]} {names} ({self.date})"
        if self.probability is None or self.bits is None:
            return opening(f"{said}; how surprising that is is not said: {self.chance.reason}.")
        return opening(
            f"{said}: {self.bits:.2f} bits of surprise, {plainly(self.bits)} (probability "
            f"{percent(self.probability)}). Known before that day: {self._known()}."
        )

    def _known(self) -> str:
        told = self.chance
        kept = self.position in ("recognises", "froze")
        share = told.steps["peers"] if kept else 1.0 - told.steps["peers"]
        parts = [
            f"{told.others_recognise} of {counted(told.others_known, 'other state')} recognised it",
            f"{percent(share)} with those counted most that vote alike",
        ]
        if told.own_questions:
            questions = counted(told.own_questions, "other such question")
            parts.append(
                f"on {questions} it recognised {told.own_recognised:g}, and {told.own_foretold:.1f} were "
                "to be expected of its peers"
            )
        if told.steps["own_word"] != told.steps["own_record"]:
            parts.append("it had spoken on the same question")
        return "; ".join(parts)

    def __str__(self) -> str:
        return self.sentence

    def to_dict(self) -> dict[str, Any]:
        """Stable keys for ``leeway surprise --json``."""
        told = self.chance
        bits = None if self.bits is None else round(self.bits, 3)
        rank = None if self.percentile is None else round(self.percentile, 4)
        return {
            "kind": "position",
            "state": self.state,
            "name": self.name,
            "what": self.what,
            "date": self.date.isoformat(),
            "bits": bits,
            "unit": "bits",
            "percentile": rank,
            "position": {
                "position": self.position,
                "entities": list(self.entities),
                "entity_names": list(self.entity_names),
                "probability": None if self.probability is None else round(self.probability, 4),
                "bits": bits,
                "reason": told.reason or None,
                "percentile": rank,
                "percentile_reason": self.percentile_reason or None,
                "past_statements": self.past,
                "fewest_past_statements": FEWEST_PAST,
                "steps": {name: round(value, 4) for name, value in told.steps.items()},
                "others_known": told.others_known,
                "others_recognise": told.others_recognise,
                "own_questions": told.own_questions,
                "own_recognised": round(told.own_recognised, 3),
                "own_foretold": round(told.own_foretold, 3),
                "strengths": {name: round(value, 4) for name, value in asdict(self.strengths).items()},
            },
            "circumstance": {"venue": _told(self.venue), "before": _told(self.before)},
            "rows": [asdict(row) | {"as_of": row.as_of.isoformat()} for row in self.rows],
            "sentence": self.sentence,
        }


def _told(one: Circumstance | None) -> dict[str, Any]:
    if one is None:
        return {"asked": None, "probability": None, "bits": None, "such": 0, "told": 0, "reason": "not asked"}
    return {
        "asked": one.asked,
        "probability": None if one.probability is None else round(one.probability, 4),
        "bits": None if one.bits is None else round(one.bits, 3),
        "such": one.such,
        "told": one.told,
        "reason": one.reason or None,
    }


def stated_surprise(
    who: str,
    what: str,
    *,
    on: str | dt.date | None,
    venue: str | None = None,
    before: str | None = None,
    record: StatedRecord | None = None,
) -> StatedSurprise:
    """How surprising a stated position was.

    Parameters
    ----------
    who : str
        A state, however written.
    what : str
        The position, e.g. ``does not recognise DNR``.
    on : str or date
        Its day; of a month or year the first day.
    venue, before : str, optional
        Where it was said, and the state in whose presence.
    record : StatedRecord, optional
        Facts in place of the ledger's.

    Raises
    ------
    QuestionError
        If the day is missing or outside of what is known, the state or entity unknown, or both the same.
    """
    if on is None:
        raise QuestionError(
            f"A stated position has a day: '{what}' was said on which?",
            hint=f'leeway surprise {who} "{what}" --on 2022-06-17',
        )
    day = day_of(on, end=False)
    said = read_statement(what, day)
    key = resolve(who, on=day)
    facts = record or ledger_record()
    _check(key, said.entities, day, facts.last)
    return _answer(facts, key, what, said, day, venue, before)


@cache
def ledger_record() -> StatedRecord:
    """The ledger beside the shipped estimates, read once."""
    from leeway.measures.recognition.stated_record import StatedRecord

    return StatedRecord.of_ledger()


def _check(key: str, named: tuple[Entity, ...], day: dt.date, last: dt.date) -> None:
    if day > last:
        raise QuestionError(f"The ledger speaks to {last}, and not of {day}.", hint=f"Possible: to {last}.")
    if state(key).spell_on(day) is None:
        spells = ", ".join(f"{one.start or '...'} to {one.end or 'now'}" for one in state(key).spells)
        raise QuestionError(f"There was no {name_of(key)} on {day}.", hint=f"It existed {spells}.")
    for entity in named:
        if entity.key == key:
            raise QuestionError(f"{name_of(key)} cannot be asked whether it recognises itself.")
        began = entity.since.first if entity.since else dt.date.min
        ended = entity.until.last if entity.until else last
        if not began <= day <= ended:
            raise QuestionError(
                f"Whether others recognise {in_text(entity.name)} was no question on {day}.",
                hint=f"It can be asked about from {began} to {ended}.",
            )


def _answer(
    facts: StatedRecord,
    key: str,
    what: str,
    said: Statement,
    day: dt.date,
    venue: str | None,
    before: str | None,
) -> StatedSurprise:
    from leeway.measures.recognition.stated_chance import chance
    from leeway.measures.recognition.stated_occasions import venue_known
    from leeway.measures.recognition.stated_rows import nearest, rows_behind

    known, strengths = facts.expected(day), facts.strengths(day)
    each = [chance(facts, known, said.position, entity, key) for entity in said.entities]
    least = min(each, key=lambda one: -1.0 if one.probability is None else one.probability)
    rows: tuple[Row, ...] = ()
    if least.entity.key in facts.place:
        near = nearest(facts, known[0], least.entity.key, key, strengths.width, strengths.peers)
        rows = rows_behind(facts, known[0], least.entity, key, day, near)
    past, rank = _rank(facts, key, day, least)
    return StatedSurprise(
        state=key,
        name=name_of(key),
        what=what,
        position=said.position,
        entities=tuple(one.key for one in said.entities),
        entity_names=tuple(one.name for one in said.entities),
        date=day,
        chance=least,
        percentile=rank,
        past=past,
        strengths=strengths,
        venue=None if venue is None else venue_known(venue, occasions(), day),
        before=None if before is None else _audience(facts, key, before, said, day),
        rows=rows,
    )


def _rank(facts: StatedRecord, key: str, day: dt.date, told: Chance) -> tuple[int, float | None]:
    """How many statements the state had made, and the share of them that surprised less."""
    from leeway.measures.recognition.stated_chance import past_bits, statements

    number = len(statements(facts, key, day))
    if told.probability is None or number < FEWEST_PAST:
        return number, None
    earlier = past_bits(facts, key, day)
    if len(earlier) < FEWEST_PAST:
        return len(earlier), None
    bits = -math.log2(told.probability)
    return len(earlier), sum(one < bits for one in earlier) / len(earlier)


def _audience(facts: StatedRecord, key: str, before: str, said: Statement, day: dt.date) -> Circumstance:
    """How common it is to say such a thing in the presence of a state on that side."""
    from leeway.measures.recognition.stated_chance import contrary
    from leeway.measures.recognition.stated_occasions import audience_known

    audience = resolve(before, on=day)
    if audience == key:
        raise QuestionError(f"{name_of(key)} is no audience of its own.", hint="Name another state.")

    def against(one: Occasion) -> bool | None:
        sides = [
            contrary(facts, one.date.first, fact.position, fact.entity, one.before)
            for fact in facts.facts
            if fact.state == one.state and fact.date == one.date
        ]
        told = [side for side in sides if side is not None]
        return any(told) if told else None

    asked = contrary(facts, day, said.position, said.entities[0].key, audience)
    return audience_known(audience, asked, occasions(), day, against=against)
