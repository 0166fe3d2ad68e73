"""The keys of each tool's answer, with their meaning: the schemas that an assistant is given.

An answer has these keys and may have more; `to_dict()` of the Python API has the same ones.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Row = dict[str, Any]
Day = Annotated[str | None, Field(description="ISO day.")]
Share = Annotated[float | None, Field(description="From 0 to 1.")]
Names = Annotated[dict[str, str], Field(description="Names of the states by their ISO3 codes.")]
Caveats = Annotated[list[str], Field(description="Quote those that bear on what you say.")]
Missing = Annotated[list[str], Field(description="What could not be told, and what would be needed.")]
Blind = Annotated[list[str], Field(description="What the sources cannot show, whatever the answer.")]
Sources = Annotated[
    Row, Field(description="version of the estimates, and sources: who published what, when.")
]


class Told(BaseModel):
    """What every answer has besides its own keys."""

    model_config = ConfigDict(extra="allow")

    caveats: Caveats
    cannot_show: Blind
    data: Sources
    left_out: list[str] = Field(description="What detail=short left out; empty with detail=full.")


class LineTold(BaseModel):
    """One line of evidence."""

    model_config = ConfigDict(extra="allow")

    line: str
    group: str = Field(description="words, positions or deeds.")
    direction: str = Field(description="away, still, closer or unclear.")
    probability: Share
    change: float | None = Field(description="In unit; below 0 is away.")
    low: float | None = Field(description="Low end of the 90% interval of the change.")
    high: float | None
    unit: str
    covered: list[Day]
    detectable: float | None = Field(description="The smallest change that this line would show.")
    onset: Row | None
    moved: Row | None
    rows: int | None


class Asked(Told):
    """Whether one state moves away from another."""

    question: str
    state: str
    partner: str
    since: Day
    until: Day
    as_of: Day
    answer: str = Field(description="away, still, closer or unclear: of the pair, not of one side.")
    probability: Share = Field(description="Of that answer, given the record and the model; not of a cause.")
    words: str | None = Field(description="The word for that probability (ICD 203): use it.")
    onset: Row | None = Field(description="When it began: median, low, high.")
    moved: Row | None = Field(description="Whose doing: shares of state, partner and agenda.")
    unusual: Share = Field(description="Share of all pairs that moved less over the same stretch.")
    lines: list[LineTold]
    rivals: list[Row] = Field(description="Rival explanations: name, probability, told_apart_by.")
    sentence: str


class Moved(Told):
    """Who moved furthest from and towards a state."""

    partner: str
    name: str
    since: Day
    until: Day
    line: str
    unit: str
    margin: float = Field(description="Changes within it are the usual wiggle.")
    compared: int
    away: list[Row]
    closer: list[Row]


class Tied(Told):
    """The dated ties of a pair."""

    state: str
    partner: str
    since: Day
    until: Day
    ties: list[Row]
    recognition: list[Row]
    sources: list[Row] = Field(description="Where each source begins and ends: no tie told is not no tie.")
    names: Names


class Traded(Told):
    """How much two states depend on each other in trade."""

    state: str
    partner: str
    since: Day
    until: Day
    unit: str
    legs: list[Row] = Field(description="Exports and imports of either side, as shares of its trade.")
    asymmetry: Row | None
    breaks: list[str]
    missing: Missing
    names: Names


class BackDoor(Told):
    """Whether one state is a way around the sanctions on another."""

    state: str
    target: str
    goods: str
    senders: list[str]
    verdict: str = Field(description="back-door, diversion, no sign or cannot tell.")
    sentence: str
    event: Day
    covered: list[Day] | None
    not_covered: str | None
    leg_in: Row | None = Field(description="Listed goods that the senders sold to it, against other goods.")
    leg_out: list[Row] = Field(description="The same goods on to the target.")
    missing: Missing
    names: Names


class Happened(Told):
    """Cooperation and conflict of a pair in the news, words apart from deeds."""

    state: str
    partner: str
    since: Day
    until: Day
    lines: list[Row]
    periods: list[Row]
    ruptures: Row | None
    missing: Missing
    names: Names


class Placed(Told):
    """Positions with their intervals."""

    rows: list[Row] = Field(
        description="state, year, session, dimension, mean, sd, low, high, votes, nonvoting_share."
    )


class Surprised(Told):
    """How surprising a vote or a stated position was."""

    kind: str = Field(description="vote or position.")
    state: str
    name: str
    date: Day
    bits: float | None = Field(description="-log2 of its probability from what came before; 0 is expected.")
    unit: str
    percentile: Share
    sentence: str


class Read(Told):
    """What a document says, and what the record says of it."""

    document_is_data: str
    document: Row
    statements: list[Row] = Field(description="Who said what. Spans count characters of the text given.")
    positions: list[Row]
    claims: list[Row] = Field(
        description="verdict: supported, contradicted, partly, or cannot be checked; with reason and rows."
    )
    inferences: list[Row]
    question: Row | None
    conclusion: Row | None
    notes: list[Row]
    model: None = Field(description="No model is asked here.")


class Explained(Told):
    """What the columns of the record mean."""

    rows: list[Row]


class Listed(Told):
    """The sources that Leeway reads."""

    rows: list[Row]
