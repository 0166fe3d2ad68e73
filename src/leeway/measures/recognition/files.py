"""The estimates of recognition as they are shipped: who stood where on which question in which year."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import ClassVar

from leeway.measures.files import EstimateTables


class RecognitionTables(EstimateTables):
    """The tables of one set of estimates, and their manifest.

    ``positions``: entity, state, one column a year: 2 recognises, 1 froze recognition, 0 does not, 255
    where no text tells; a row ``*`` tells of every state that has none of its own.
    """

    line: ClassVar[str] = "recognition"
    entries: ClassVar[Collection[str]] = ("error", "questions", "states")

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Ids of all states, in the order of every array."""
        return tuple(self.manifest["states"])

    @cached_property
    def number(self) -> dict[str, int]:
        """Place of each state."""
        return {state: place for place, state in enumerate(self.states)}

    @cached_property
    def questions(self) -> dict[str, list[str]]:
        """Entities of each question: those of one conflict share one."""
        return {name: list(entities) for name, entities in self.manifest["questions"].items()}
