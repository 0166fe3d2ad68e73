"""Relations: on how many days all that two states said and did to each other was negative on balance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.measures.line import LineEstimates, Measure, Words

if TYPE_CHECKING:
    from leeway.record.store import Record


def load(folder: Path | None = None) -> LineEstimates:
    """Open the estimates in a folder; none are shipped."""
    from leeway.measures.files import published
    from leeway.measures.relations.estimates import RelationsEstimates
    from leeway.measures.relations.files import RelationsTables

    return RelationsEstimates(RelationsTables.open(published("relations", folder)))


def estimate(record: Record, folder: Path, **settings: Any) -> dict[str, Any]:
    """Estimate the line from a record and write it to ``folder/relations``; returns the manifest."""
    from leeway.measures.relations.estimate import estimate_relations

    return estimate_relations(record, folder / "relations", **settings)


MEASURE = Measure(
    line="relations",
    group="words",
    unit="share of days",
    title="Share of days on which conflict outweighed cooperation in the news, words and deeds together",
    load=load,
    estimate=estimate,
    sources=("gdelt-relations",),
    settings=("built",),
    fewest=30,
    words=Words(observation="day", moved="the share of negative days"),
    shipped=False,
    cannot_show=(
        "who acted, and whether by word or deed: the scores of relations mix both sides and both kinds",
    ),
)
