"""Recognition: whether two states take the same side on states whose statehood is disputed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.measures.line import LineEstimates, Measure, Words

if TYPE_CHECKING:
    from leeway.record.store import Record


def load(folder: Path | None = None) -> LineEstimates:
    """Open the estimates in a folder; by default the shipped ones."""
    from leeway.measures.files import published
    from leeway.measures.recognition.estimates import RecognitionEstimates
    from leeway.measures.recognition.files import RecognitionTables

    return RecognitionEstimates(RecognitionTables.open(published("recognition", folder)), of_ledger=True)


def estimate(record: Record, folder: Path, **settings: Any) -> dict[str, Any]:
    """Estimate the line from a record and write it to ``folder/recognition``; returns the manifest."""
    from leeway.measures.recognition.estimate import estimate_recognition

    return estimate_recognition(record, folder / "recognition", **settings)


MEASURE = Measure(
    line="recognition",
    group="positions",
    unit="same side on recognition",
    title="Whether they take the same side on states whose recognition is disputed",
    load=load,
    estimate=estimate,
    sources=("ledger",),
    words=Words(
        observation="common question",
        moved="the share of questions on which they stand on the same side",
        neither="neither alone",
    ),
    cannot_show=(
        "positions that no text seen tells: a state that says nothing may still deal with an entity",
    ),
)
