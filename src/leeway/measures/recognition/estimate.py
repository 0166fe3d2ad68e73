"""Make the estimates of recognition from the ledger of facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from leeway.ledger import Entity, Recognition, entities, recognitions
from leeway.measures.files import origin, write_tables
from leeway.measures.recognition.estimates import RecognitionEstimates
from leeway.measures.recognition.files import RecognitionTables
from leeway.measures.recognition.known import entities_known, facts_known
from leeway.measures.recognition.positions import error_rate, stands
from leeway.measures.yearly import halves_by_state
from leeway.periods import FIRST_YEAR
from leeway.spells import states as all_states

if TYPE_CHECKING:
    from leeway.record.store import Record


def estimate_recognition(record: Record, folder: Path, *, built: dt.date | None = None) -> dict[str, Any]:
    """Estimate the line `recognition` and write it.

    Parameters
    ----------
    record : Record
        Must hold the ledger; the facts themselves come with Leeway.
    folder : Path
    built : date, optional
        Day to write into the manifest; by default the last of which the ledger speaks.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    DataError
        If the record does not hold the ledger, or the folder cannot be written.
    """
    write_tables(make_tables(record, built=built), folder)
    return RecognitionTables.open(folder).manifest


def make_tables(record: Record, *, built: dt.date | None = None) -> RecognitionTables:
    """Make the tables in memory; parameters as in `estimate_recognition`."""
    manifest = origin(record, "recognition", ("ledger",), needed={"ledger"})
    last = max(fact.as_of for fact in recognitions())
    manifest["built"] = str(built or last)
    return _tables(manifest, recognitions(), entities(), last)


def tables_known(manifest: Mapping[str, Any], day: dt.date) -> RecognitionTables:
    """Tables from what was known on a day, of the facts that come with Leeway.

    Parameters
    ----------
    manifest : mapping
        Of the tables from all that is known: says what they are made from.
    day : date
    """
    facts = facts_known(recognitions(), day)
    return _tables(dict(manifest), facts, tuple(entities_known(entities(), day)), day)


def _tables(
    manifest: dict[str, Any], facts: Sequence[Recognition], disputed: Sequence[Entity], last: dt.date
) -> RecognitionTables:
    """Positions of all states on the entities disputed, to the last day of which anything is known."""
    years = range(FIRST_YEAR, last.year + ((last.month, last.day) >= (7, 1)))
    states = sorted(all_states(), key=lambda one: one.id)
    of_entity: dict[str, list[Recognition]] = {}
    for fact in facts:
        of_entity.setdefault(fact.entity, []).append(fact)
    found = [
        stands(entity, of_entity.get(entity.key, []), states, years)
        for entity in disputed
        if entity.status == "found"
    ]
    questions: dict[str, list[str]] = {}
    for entity in disputed:
        if entity.status == "found":
            questions.setdefault(entity.question, []).append(entity.key)
    manifest |= {
        "covered": [f"{FIRST_YEAR}-01-01", str(last)],
        "states": [state.id for state in states],
        "questions": questions,
        "error": round(error_rate(facts), 4),
        "margin": 0.0,
    }
    positions = (
        pl.concat(
            halves_by_state("entity", one.entity, one.value, manifest["states"], years) for one in found
        )
        if found
        else pl.DataFrame(schema={"entity": pl.String, "state": pl.String, f"y{years.start}": pl.UInt8})
    )
    tables = RecognitionTables(Path(), manifest, {"positions": positions})
    tables.manifest["margin"] = RecognitionEstimates(tables).usual_margin()
    return tables
