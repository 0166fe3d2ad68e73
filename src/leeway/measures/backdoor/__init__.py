"""Back-door: whether goods that may not be sold to a state reach it through another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.measures.line import LineEstimates, Measure, Words

if TYPE_CHECKING:
    from leeway.record.store import Record


def load(folder: Path | None = None) -> LineEstimates:
    """Open the estimates in a folder; by default the shipped ones."""
    from leeway.measures.backdoor.estimates import BackdoorEstimates
    from leeway.measures.backdoor.files import BackdoorTables
    from leeway.measures.files import published

    return BackdoorEstimates(BackdoorTables.open(published("backdoor", folder)))


def estimate(record: Record, folder: Path, **settings: Any) -> dict[str, Any]:
    """Estimate the line from a record and write it to ``folder/backdoor``; returns the manifest."""
    from leeway.measures.backdoor.estimate import estimate_backdoor

    return estimate_backdoor(record, folder / "backdoor", **settings)


MEASURE = Measure(
    line="backdoor",
    group="deeds",
    unit="listed against other goods (log)",
    title="Sanctioned goods on their way in: what the senders sell of them, against all other goods",
    load=load,
    estimate=estimate,
    sources=(
        "comext",
        "easy-comext",
        "comtrade",
        "eu-listings",
        "goods",
        "kazstat",
        "kyrgyzstat",
        "uzstat",
        "armstat",
    ),
    settings=("built", "engine"),
    fewest=3,
    words=Words(observation="month", moved="the way in", neither="neither alone"),
    cannot_show=(
        "what is smuggled, and what is declared for one state and driven to another without ever arriving",
        "whether a surge is a way around or a state's own demand, where only the way in is told",
    ),
)
