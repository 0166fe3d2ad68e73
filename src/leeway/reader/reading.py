"""What a document holds, as it is handed over. Spans are [start, end) in code points of the original text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Span = tuple[int, int]
SectionKind = Literal["report", "comment", "byline", "other"]
StatementKind = Literal["direct", "reported", "question", "demand"]
Voice = Literal["report", "statement", "inference", "question"]
"""Reported as fact, attributed to somebody, the author's own inference, or asked."""

PositionKind = Literal[
    "recognises", "does not recognise", "supports", "condemns", "demands", "promises", "opposes"
]
ClaimType = Literal[
    "recognition", "vote", "alliance", "intervention", "membership", "trade", "backdoor", "sanctions",
    "count", "sequence", "surprise",
]  # fmt: skip
ClaimVerdict = Literal["supported", "contradicted", "partly", "cannot be checked"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document that is of one kind."""

    kind: SectionKind
    span: Span

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys."""
        return {"kind": self.kind, "span": list(self.span)}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said something, as the text names him; `state` is None where the name stands for no state."""

    name: str
    span: Span
    state: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys."""
        return {"name": self.name, "state": self.state, "span": list(self.span)}


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that was said, and the circumstances as far as the text tells them.

    Attributes
    ----------
    id : str
        ``s1``, ``s2`` and so on, in the order of the text.
    kind : {'direct', 'reported', 'question', 'demand'}
    speaker : Speaker or None
    role : str or None
        As the text words it: president, foreign ministry spokesman.
    cue_span : span or None
        The words that attribute it.
    content_spans : tuple of span
        What was said; several where words of the author's stand between.
    venue, date, addressee, prompted_by : str or None
        The date is written 2022-06-17, 2022-06 or 2022.
    date_inferred : bool
        Whether part of the date is not in the sentence and follows from elsewhere.
    weak_source : bool
        Whether the source is an unnamed crowd: many, some experts, sources.
    nested_in : str or None
        Id of the statement inside which this one is told.
    voice : {'report', 'comment', 'other'}
        Kind of the section in which it stands.
    """

    id: str
    kind: StatementKind
    speaker: Speaker | None
    role: str | None
    cue_span: Span | None
    content_spans: tuple[Span, ...]
    venue: str | None = None
    date: str | None = None
    date_inferred: bool = False
    addressee: str | None = None
    prompted_by: str | None = None
    present: tuple[str, ...] = ()
    weak_source: bool = False
    nested_in: str | None = None
    voice: SectionKind = "other"

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys, and who was present."""
        return {
            "id": self.id,
            "kind": self.kind,
            "speaker": None if self.speaker is None else self.speaker.to_dict(),
            "role": self.role,
            "cue_span": None if self.cue_span is None else list(self.cue_span),
            "content_spans": [list(one) for one in self.content_spans],
            "venue": self.venue,
            "date": self.date,
            "date_inferred": self.date_inferred,
            "addressee": self.addressee,
            "prompted_by": self.prompted_by,
            "weak_source": self.weak_source,
            "nested_in": self.nested_in,
            "voice": self.voice,
            "present": list(self.present),
        }


@dataclass(frozen=True, slots=True)
class Position:
    """A stand of a state or a person towards a state or a contested entity.

    `holder_state` and `target` are state ids, or None and the words of the text where a name is unresolved.
    """

    holder: str
    holder_state: str | None
    target: str
    target_state: str | None
    position: PositionKind
    span: Span
    statement: str | None

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys."""
        return {
            "holder": self.holder,
            "holder_state": self.holder_state,
            "target": self.target_state or self.target,
            "position": self.position,
            "span": list(self.span),
            "statement": self.statement,
            "target_name": self.target,
            "target_resolved": self.target_state is not None,
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that a source could check; `year` and `value` are what it says of them, where it does."""

    id: str
    type: ClaimType
    span: Span
    states: tuple[str, ...]
    year: int | None = None
    value: float | None = None
    negated: bool = False
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with what the record says of it: rows where there are any, and always a reason."""

    claim: Claim
    verdict: ClaimVerdict
    reason: str
    rows: tuple[dict[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys."""
        return {
            "id": self.claim.id,
            "type": self.claim.type,
            "span": list(self.claim.span),
            "states": list(self.claim.states),
            "verdict": self.verdict,
            "reason": self.reason,
            "rows": [dict(row) for row in self.rows],
            "statement": self.claim.statement,
        }


@dataclass(frozen=True, slots=True)
class Inference:
    """A sentence, and the words that give it away: a conclusion offered by the author, an interest told."""

    span: Span
    cue: str

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys."""
        return {"span": list(self.span), "cue": self.cue}


@dataclass(frozen=True, slots=True)
class About:
    """The document's question or its conclusion, and the two states it is about, A moving away from B."""

    span: Span
    about: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys."""
        return {"span": list(self.span), "about": list(self.about)}


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd in the text: odd marks, a year that is missing, a label in quotation marks."""

    kind: str
    span: Span

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys."""
        return {"kind": self.kind, "span": list(self.span)}


@dataclass(frozen=True, slots=True)
class Document:
    """The document itself; `interests` are sentences that say who stands behind it."""

    file: str | None
    chars: int
    publisher: str | None
    author: str | None
    date: str | None
    sections: tuple[Section, ...] = field(default=())
    interests: tuple[Inference, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys."""
        return {
            "file": self.file,
            "chars": self.chars,
            "publisher": self.publisher,
            "author": self.author,
            "date": self.date,
            "sections": [one.to_dict() for one in self.sections],
            "interests": [one.to_dict() for one in self.interests],
        }
