"""Words: what two states say to and of each other, as news agencies report it."""

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
    from leeway.measures.events.files import WordsTables
    from leeway.measures.files import published

    return EventEstimates(WordsTables.open(published("words", folder)))


def estimate(record: Record, folder: Path, **settings: Any) -> dict[str, Any]:
    """Estimate the line from a record and write it to ``folder/words``; returns the manifest."""
    from leeway.measures.events.estimate import estimate_events

    return estimate_events("words", record, folder / "words", **settings)


MEASURE = Measure(
    line="words",
    group="words",
    unit="freedom from verbal conflict (log)",
    title="What the two say to each other: threats, demands, refusals, against each side's with all others",
    load=load,
    estimate=estimate,
    sources=SOURCES,
    settings=("built", "engine"),
    fewest=10,
    words=Words(
        observation="event", moved="freedom from verbal conflict", neither="what both did with everybody else"
    ),
    cannot_show=("what was said and no agency reported, and whether it was meant",),
)
