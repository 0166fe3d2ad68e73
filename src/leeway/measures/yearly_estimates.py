"""Estimates in which every year stands by itself: what was known earlier is what the later years leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Self

from leeway.measures.files import EstimateTables, ToldByManifest
from leeway.measures.line import PairChanges, SameQuestions, Span


@dataclass(frozen=True, eq=False)
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


class KeptChanges(YearlyEstimates):
    """Lines that keep changes between the last few stretches: pair after pair is held against the same."""

    def changes(self, before: Span, after: Span, *, partner: str | None = None) -> PairChanges:
        """The change of every pair that can be compared over the two stretches."""
        return self._changes(before, after, partner)

    @cached_property
    def _changes(self) -> Callable[[Span, Span, str | None], PairChanges]:
        return lru_cache(maxsize=8)(self._changes_of_all)

    def _changes_of_all(self, before: Span, after: Span, partner: str | None) -> PairChanges:
        raise NotImplementedError
