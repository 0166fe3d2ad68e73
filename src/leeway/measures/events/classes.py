"""Which classes of events each line rests on, and which rows of the sources tell a pair in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LineName = Literal["words", "deeds"]


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of one line's events, as in the table ``events``.

    Attributes
    ----------
    cooperation, conflict : str
        Statements, which are neither, belong to no line.
    """

    cooperation: str
    conflict: str


CLASSES: dict[LineName, Classes] = {
    "words": Classes("verbal cooperation", "verbal conflict"),
    "deeds": Classes("material cooperation", "material conflict"),
}

SOURCES = ("icews-dyad-year", "icews-quadruples", "icews", "polecat", "gdelt")
"""Sources of events between two states, by id."""

SOURCE_OF = {
    "icews22": "icews-quadruples",
    "icews18": "icews-quadruples",
    "icews-weekly": "icews",
    "gdelt-1": "gdelt",
    "gdelt-2": "gdelt",
}
"""Source, by id, of rows that bear a name of their own."""

PARTIAL = ("icews22-unseen", "icews0515-sample", "icews14-sample")
"""Rows that are a sample, or one kind of events only: a series of them would show how they were chosen."""

FEWEST = 10
"""Events that a pair must have in one source to be told at all: of fewer, nothing can be said."""
