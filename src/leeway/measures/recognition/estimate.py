"""Make the estimates of recognition from the ledger of facts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from leeway.ledger import Recognition, entities, recognitions
from leeway.measures.files import origin, write_tables
from leeway.measures.recognition.estimates import RecognitionEstimates
from leeway.measures.recognition.files import RecognitionTables
from leeway.measures.recognition.positions import error_rate, stands
from leeway.measures.yearly import days_of, halves_by_state, nine_years_apart
from leeway.numerics.usual_wiggle import usual_change
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
    facts = recognitions()
    last = max(fact.as_of for fact in facts)
    years = range(FIRST_YEAR, last.year + ((last.month, last.day) >= (7, 1)))
    states = sorted(all_states(), key=lambda one: one.id)
    of_entity: dict[str, list[Recognition]] = {}
    for fact in facts:
        of_entity.setdefault(fact.entity, []).append(fact)
    found = [
        stands(entity, of_entity.get(entity.key, []), states, years)
        for entity in entities()
        if entity.status == "found"
    ]
    questions: dict[str, list[str]] = {}
    for entity in entities():
        if entity.status == "found":
            questions.setdefault(entity.question, []).append(entity.key)
    manifest |= {
        "built": str(built or last),
        "covered": [f"{FIRST_YEAR}-01-01", str(last)],
        "states": [state.id for state in states],
        "questions": questions,
        "error": round(error_rate(facts), 4),
        "margin": 0.0,
    }
    positions = pl.concat(
        halves_by_state("entity", one.entity, one.value, manifest["states"], years) for one in found
    )
    tables = RecognitionTables(Path(), manifest, {"positions": positions})
    changes = [
        RecognitionEstimates(tables).changes(days_of(before), days_of(after)).mean
        for before, after in nine_years_apart(years.start, years.stop - 1)
    ]
    tables.manifest["margin"] = round(usual_change(np.concatenate(changes)), 4)
    return tables
