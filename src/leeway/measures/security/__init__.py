"""Security: alliance obligations, blocs in common, and arms: what the two would lose with each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.measures.line import LineEstimates, Measure, Words

if TYPE_CHECKING:
    from leeway.record.store import Record


def load(folder: Path | None = None) -> LineEstimates:
    """Open the estimates in a folder; by default the shipped ones."""
    from leeway.measures.files import published
    from leeway.measures.security.estimates import SecurityEstimates
    from leeway.measures.security.files import SecurityTables

    return SecurityEstimates(SecurityTables.open(published("security", folder)), of_ledger=True)


def estimate(record: Record, folder: Path, **settings: Any) -> dict[str, Any]:
    """Estimate the line from a record and write it to ``folder/security``; returns the manifest."""
    from leeway.measures.security.estimate import estimate_security

    return estimate_security(record, folder / "security", **settings)


MEASURE = Measure(
    line="security",
    group="deeds",
    unit="tie strength",
    title="What ties their security: obligations, blocs in common, arms",
    load=load,
    estimate=estimate,
    sources=("atop", "cow-alliances", "cow-igo", "cow-system", "gml-mid", "ledger", "sipri-arms"),
    fewest=0,
    words=Words(observation="tie", moved="security ties together"),
    cannot_show=(
        "whether an obligation would be kept: treaties outlast the friendship they were signed in",
        "arms that no publisher recorded, and small arms",
    ),
)
