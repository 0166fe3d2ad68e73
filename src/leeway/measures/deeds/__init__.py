"""Deeds: what two states do to each other, as news agencies report it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.measures.events.classes import SOURCES
from leeway.measures.line import LineEstimates, Measure, Words

if TYPE_CHECKING:
    from leeway.record.store import Record


def load(folder: Path | None = None) -> LineEstimates:
    """Open the estimates in a folder; by default the shipped ones."""
    from leeway.measures.events.estimates import EventEstimates
    from leeway.measures.events.files import DeedsTables
    from leeway.measures.files import published

    return EventEstimates(DeedsTables.open(published("deeds", folder)))


def estimate(record: Record, folder: Path, **settings: Any) -> dict[str, Any]:
    """Estimate the line from a record and write it to ``folder/deeds``; returns the manifest."""
    from leeway.measures.events.estimate import estimate_events

    return estimate_events("deeds", record, folder / "deeds", **settings)


MEASURE = Measure(
    line="deeds",
    group="deeds",
    unit="freedom from material conflict (log)",
    title="What the two do to each other: sanctions, coercion, force, against each side's with all others",
    load=load,
    estimate=estimate,
    sources=SOURCES,
    settings=("built", "engine"),
    fewest=10,
    words=Words(
        observation="event",
        moved="freedom from material conflict",
        neither="what both did with everybody else",
    ),
    cannot_show=("deeds that no agency reported",),
)
