"""A line of evidence of which nothing can be told from what was known on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from leeway.errors import LeewayError
from leeway.measures.caution import Caveat
from leeway.measures.existence import existed
from leeway.measures.line import (
    Attribution,
    Difference,
    LineEstimates,
    PairChanges,
    SameQuestions,
    SourceCovered,
    Span,
)
from leeway.series import Series


@dataclass(frozen=True)
class Untold:
    """Estimates that say nothing, and why. Implements `LineEstimates` and `Silent`.

    Attributes
    ----------
    estimates : LineEstimates
        As they are with all that is known; no number of them is told.
    day : date
    reason : str
        A sentence.
    error : LeewayError
        What to say where no other line can answer either.
    """

    estimates: LineEstimates
    day: dt.date
    reason: str
    error: LeewayError

    @property
    def covered(self) -> Span:
        """Days covered up to the day; the first alone where it begins later."""
        first, last = self.estimates.covered
        return first, max(first, min(last, self.day))

    @property
    def sources(self) -> tuple[SourceCovered, ...]:
        """None: nothing rests on them."""
        return ()

    @property
    def version(self) -> str:
        """Version of the estimates."""
        return self.estimates.version

    @property
    def built(self) -> dt.date:
        """The day up to which all was known."""
        return self.day

    @property
    def margin(self) -> float:
        """Nothing is told: none."""
        return float("nan")

    @property
    def record(self) -> str:
        """Version of the record."""
        return self.estimates.record

    @property
    def settings(self) -> dict[str, Any]:
        """What makes the estimates again."""
        return self.estimates.settings

    def compare(self, _other: Any) -> tuple[Difference, ...]:
        """There is nothing to compare."""
        return ()

    def seated(self, state: str) -> tuple[Span, ...]:
        """Spans in which the state existed."""
        return existed(state, self.covered)

    def silence(self, _state: str, _partner: str, _window: Span) -> str:
        """Why nothing is told."""
        return self.reason

    def series(
        self,
        state: str,  # noqa: ARG002 - names of the protocol
        partner: str,  # noqa: ARG002
        *,
        window: Span | None = None,  # noqa: ARG002
        draws: int = 400,  # noqa: ARG002
        seed: int = 0,  # noqa: ARG002
    ) -> Series:
        """Nothing can be told.

        Raises
        ------
        LeewayError
            Always.
        """
        raise self.error

    def moved(self, _state: str, _partner: str, _before: Span, _after: Span) -> Attribution | None:
        """Nothing is told."""
        return None

    def same_questions(self, _state: str, _partner: str, _before: Span, _after: Span) -> SameQuestions | None:
        """Nothing is told."""
        return None

    def changes(
        self,
        before: Span,  # noqa: ARG002 - names of the protocol
        after: Span,  # noqa: ARG002
        *,
        partner: str | None = None,  # noqa: ARG002
    ) -> PairChanges:
        """No pair is told."""
        return PairChanges((), (), np.empty(0), np.empty(0))

    def caveats(self, _state: str, _partner: str, _since: dt.date, _until: dt.date) -> tuple[Caveat, ...]:
        """Nothing is told, and nothing has to be qualified."""
        return ()
