"""The founding case in full: Kazakhstan towards Donetsk and Luhansk on 2022-06-17."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from benchmarks.figures import Table
from leeway.measures.recognition.stated_chance import chance
from leeway.measures.recognition.stated_record import StatedRecord
from leeway.spells import state
from leeway.verdict.stated import StatedSurprise, stated_surprise

FOUNDING = dt.date(2022, 6, 17)
BESIDE = ("KAZ", "ARM", "BLR", "KGZ", "TJK", "UZB", "SYR", "PRK", "NIC", "CHN")
ALSO_SAID = (
    "does not recognise DNR and LNR", "does not recognise Abkhazia", "does not recognise South Ossetia",
    "does not recognise Kosovo", "does not recognise Taiwan",
)  # fmt: skip


def founding_tables(told: StatedSurprise, record: StatedRecord) -> list[Table]:
    """The founding case: steps, what else was said, others on that day, and the rows."""
    known = record.expected(FOUNDING)
    donetsk = record.entities[record.place["XDN"]]
    beside = [
        [state(key).name, *(f"{one.steps[step]:.4f}" for step in ("everybody", "peers", "own_record"))]
        for key in BESIDE
        for one in (chance(record, known, "does not", donetsk, key),)
    ]
    others = [
        [what, f"{one.probability:.4f}", f"{one.bits:.3f}"]
        for what in ALSO_SAID
        for one in (stated_surprise("KAZ", what, on=FOUNDING, record=record),)
        if one.probability is not None
    ]
    rows = [
        [row.role, state(row.state).name, state(row.entity).name, row.position, row.date or "-",
         str(row.as_of), row.source]
        for row in told.rows
    ]  # fmt: skip
    return [
        Table(
            f"The founding case: Kazakhstan does not recognise Donetsk and Luhansk, {FOUNDING}",
            ("step", "probability"),
            [[name, f"{value:.4f}"] for name, value in told.chance.steps.items()] + _unsaid(told, record),
        ),
        Table(
            "Its positions that day, each from what was known before it",
            ("position", "probability", "bits"),
            others,
        ),
        Table(
            f"Not to recognise Donetsk on {FOUNDING}, after each step",
            ("state", "everybody", "peers", "own record"),
            beside,
        ),
        Table(
            "The rows that the founding case rests on",
            ("what it is", "state", "on", "position", "date", "source to", "source"),
            rows,
        ),
    ]


def _unsaid(told: StatedSurprise, record: StatedRecord) -> list[list[str]]:
    """What is not said of the founding case, and why; and what is said without lists younger than the day."""
    older = tuple(
        replace(one, complete_as_of=None)
        if one.complete_as_of is not None and one.complete_as_of >= FOUNDING
        else one
        for one in record.entities
    )
    strict = replace(record, entities=older, _strengths={})
    without = stated_surprise("KAZ", "does not recognise DNR", on=FOUNDING, record=strict)
    return [
        ["circumstance: before Russia", told.before.reason if told.before else ""],
        ["without lists younger than the day", without.chance.reason or f"{without.probability:.4f}"],
        ["place among its own statements", told.percentile_reason or f"{told.percentile:.2f}"],
    ]
