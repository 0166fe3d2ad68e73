"""Influence: what one state could move another by, from the formal influence formula."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.measures.line import LineEstimates, Measure, Words

if TYPE_CHECKING:
    from leeway.record.store import Record


def load(folder: Path | None = None) -> LineEstimates:
    """Open the estimates in a folder; by default the shipped ones."""
    from leeway.measures.files import published
    from leeway.measures.influence.estimates import InfluenceEstimates, InfluenceTables

    return InfluenceEstimates(InfluenceTables.open(published("influence", folder)))


def estimate(record: Record, folder: Path, **settings: Any) -> dict[str, Any]:
    """Estimate the line from a record and write it to ``folder/influence``; returns the manifest."""
    from leeway.measures.influence.estimate import estimate_influence

    return estimate_influence(record, folder / "influence", **settings)


MEASURE = Measure(
    line="influence",
    group="deeds",
    unit="influence index",
    title="What the one could move the other by: flows between them and dependence on them",
    load=load,
    estimate=estimate,
    sources=("fbic",),
    settings=("built", "published_series"),
    words=Words(observation="influence value", moved="the index"),
    cannot_show=("influence that runs through persons, parties or fear",),
)
