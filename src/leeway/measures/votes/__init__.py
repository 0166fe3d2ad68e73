"""Votes in the United Nations General Assembly: what states stand for when asked in public."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.measures.line import LineEstimates, Measure, Words

if TYPE_CHECKING:
    from leeway.record.store import Record


def load(folder: Path | None = None) -> LineEstimates:
    """Open the estimates in a folder; by default the shipped ones."""
    from leeway.measures.files import published
    from leeway.measures.votes.estimates import VoteEstimates
    from leeway.measures.votes.files import VoteTables
    from leeway.measures.votes.model import VoteModel

    return VoteEstimates(VoteModel.read(VoteTables.open(published("votes", folder))))


def estimate(record: Record, folder: Path, **settings: Any) -> dict[str, Any]:
    """Fit the line to a record and write its estimates to ``folder/votes``; returns the manifest."""
    from leeway.measures.votes.estimate import estimate_votes

    return estimate_votes(record, folder / "votes", **settings)


MEASURE = Measure(
    line="votes",
    group="positions",
    unit="expected agreement",
    title="What each stands for in recorded votes of the UN General Assembly",
    load=load,
    estimate=estimate,
    sources=("un-votes",),
    settings=(
        "dimensions",
        "by",
        "until",
        "built",
        "starts",
        "seed",
        "filtered",
        "calibrated",
        "check_sampler",
    ),
    words=Words(
        observation="common vote",
        moved="agreement on the agendas actually voted",
        neither="the changed agenda",
    ),
    fewest=10,
    cannot_show=(
        "why a state votes as it does, or whether it told its partner before",
        "what is agreed without a recorded vote, as three in four resolutions are",
    ),
)
