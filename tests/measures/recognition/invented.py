"""Estimates of recognition from invented tables, of which the truth is written down.

Four states and five entities on four questions, in ten years. Fiji and Tonga differ on Kosovo until Fiji
takes Tonga's side in 2005, agree on Taiwan, and differ on *Georgia 2008*, which has two entities, until Tonga
withdraws from both in 2006. Samoa stands with Tonga on everything but froze its recognition of Taiwan. On
Somaliland Fiji is known, and Tonga to 2001 alone. Of Nauru only Kosovo is known, to 2006.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl

from leeway.measures.recognition.estimates import RecognitionEstimates
from leeway.measures.recognition.files import RecognitionTables
from leeway.measures.yearly import halves_by_state

YEARS = range(2000, 2010)
STATES = ("FJI", "NRU", "TON", "WSM")
QUESTIONS = {
    "Kosovo": ["XKX"],
    "Taiwan": ["TWN"],
    "Georgia 2008": ["XAB", "XSO"],
    "Somaliland": ["XSL"],
}
#: By entity and state, values and for how many years each stands; what is left is unknown.
COURSES: dict[str, dict[str, list[tuple[float, int]]]] = {
    "XKX": {"FJI": [(0, 5), (1, 5)], "TON": [(1, 10)], "WSM": [(1, 10)], "NRU": [(0, 7)]},
    "TWN": {"FJI": [(0, 10)], "TON": [(0, 10)], "WSM": [(0.5, 10)]},
    "XAB": {"FJI": [(0, 10)], "TON": [(1, 6), (0, 4)], "WSM": [(1, 6), (0, 4)]},
    "XSO": {"FJI": [(0, 10)], "TON": [(1, 6), (0, 4)], "WSM": [(1, 6), (0, 4)]},
    "XSL": {"FJI": [(0, 10)], "TON": [(1, 2)]},
}


def span(first: int, last: int) -> tuple[dt.date, dt.date]:
    """The days of whole years."""
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


WHOLE = span(YEARS[0], YEARS[-1])
BEFORE, AFTER = span(2000, 2002), span(2007, 2009)


def values(of: dict[str, list[tuple[float, int]]]) -> np.ndarray:
    """Positions of all states on one entity, (S, T)."""
    found = np.full((len(STATES), len(YEARS)), np.nan, dtype=np.float32)
    for state, stretches in of.items():
        told = [value for value, length in stretches for _ in range(length)]
        found[STATES.index(state), : len(told)] = told
    return found


def invented(
    courses: dict[str, dict[str, list[tuple[float, int]]]] | None = None,
    *,
    questions: dict[str, list[str]] | None = None,
    error: float = 0.0,
) -> RecognitionEstimates:
    """Estimates of given courses; by default those above."""
    courses = COURSES if courses is None else courses
    positions = pl.concat(
        halves_by_state("entity", entity, values(of), STATES, YEARS) for entity, of in courses.items()
    )
    manifest = {
        "version": "1-0",
        "record": "1",
        "built": "2009-12-31",
        "covered": [str(day) for day in WHOLE],
        "sources": [
            {
                "id": "ledger",
                "publisher": "Leeway",
                "licence": "",
                "sha256": "ab" * 32,
                "from": "2000-01-01",
                "to": "2009-12-31",
            }
        ],
        "states": list(STATES),
        "questions": QUESTIONS if questions is None else questions,
        "error": error,
        "margin": 0.125,
    }
    return RecognitionEstimates(RecognitionTables(Path(), manifest, {"positions": positions}))
