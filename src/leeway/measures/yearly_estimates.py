"""Estimates in which every year stands by itself: what was known earlier is what the later years leave."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Self

from leeway.measures.files import EstimateTables, ToldByManifest
from leeway.measures.line import SameQuestions, Span


@dataclass(frozen=True)
class YearlyEstimates(ToldByManifest):
    """What lines of yearly values have in common.

    Attributes
    ----------
    tables : EstimateTables
    known_until : date or None
        Nothing dated later is used.
    """

    tables: EstimateTables
    known_until: dt.date | None = None

    @property
    def covered(self) -> Span:
        """First and last day of which any source speaks."""
        first, last = self.tables.covered
        return first, last if self.known_until is None else min(last, self.known_until)

    @property
    def settings(self) -> dict[str, Any]:
        """What makes the same estimates again from the same record."""
        return {"built": self.built}

    def as_of(self, day: dt.date) -> Self:
        """The same estimates without what is dated after a day."""
        return replace(self, known_until=day)

    def same_questions(self, _state: str, _partner: str, _before: Span, _after: Span) -> SameQuestions | None:
        """No line of yearly values has questions that are asked again."""
        return None
