"""A document read claim by claim, each held against the record, beside our own answer to its question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.errors import DataError, LeewayError, QuestionError
from leeway.reader.argument import Argument, argument, labels
from leeway.reader.arrival import arrived, odd_marks
from leeway.reader.assembly import statements
from leeway.reader.attribution import attributions
from leeway.reader.claims import claims
from leeway.reader.dates import Dated, dates, without_year
from leeway.reader.interest import interests
from leeway.reader.mentions import Mention, mentions
from leeway.reader.positions import positions, stands
from leeway.reader.reading import About, Checked, Document, Note, Position, Span, Statement, Voice
from leeway.reader.sections import about as masthead_of
from leeway.reader.sections import sections
from leeway.reader.text import Text
from leeway.reader.voice import voices
from leeway.verdict.answer import Answer
from leeway.verdict.ask import ask
from leeway.verdict.checks import check_all
from leeway.verdict.naming import pair_of
from leeway.verdict.shown import Shown
from leeway.verdict.window import day_of

if TYPE_CHECKING:
    from leeway.reader.asked import ModelAnswer

MOST_CLAIMS = 200
"""Claims of one document that are checked; the others are counted and told."""


@dataclass(frozen=True, slots=True, repr=False)
class Reading(Shown):
    """What a document says, and what the record says of it.

    Attributes
    ----------
    text : Text
    document : Document
    statements : tuple of Statement
    positions : tuple of Position
    claims : tuple of Checked
    argument : Argument
        The document's question, conclusion, inferences and explanations.
    question, conclusion : About or None
        With the two states they are about.
    voices : tuple of str
        One a sentence of the text.
    notes : tuple of Note
    model : ModelAnswer or None
        What a language model found, beside the rules; None where none was asked.
    answer : Answer or None
        Leeway's own answer about the same two states; None where the document names no pair.
    """

    text: Text
    document: Document
    statements: tuple[Statement, ...]
    positions: tuple[Position, ...]
    claims: tuple[Checked, ...]
    argument: Argument
    question: About | None
    conclusion: About | None
    voices: tuple[Voice, ...]
    notes: tuple[Note, ...]
    model: ModelAnswer | None
    answer: Answer | None

    def __repr__(self) -> str:
        told = (
            f"{len(self.statements)} statements, {len(self.positions)} positions, {len(self.claims)} claims"
        )
        return f"<Reading: {self.document.chars} characters, {told}>"

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys, and after them what else is known."""
        answer = self.answer
        return {
            "document": self.document.to_dict(),
            "statements": [one.to_dict() for one in self.statements],
            "positions": [one.to_dict() for one in self.positions],
            "claims": [one.to_dict() for one in self.claims],
            "inferences": [one.to_dict() for one in self.argument.inferences],
            "question": None if self.question is None else self.question.to_dict(),
            "conclusion": None if self.conclusion is None else self.conclusion.to_dict(),
            "notes": [one.to_dict() for one in self.notes],
            "model": self._model(),
            "explanations": [{"name": name, "span": list(span)} for name, span in self.argument.explanations],
            "sentences": [
                {"span": list(sentence.span), "voice": voice}
                for sentence, voice in zip(self.text.sentences, self.voices, strict=True)
            ],
            "answer": None
            if answer is None
            else {
                "state": answer.state,
                "partner": answer.partner,
                "answer": answer.answer,
                "probability": round(answer.probability, 4),
                "sentence": answer.sentence,
                "rivals": [one.to_dict() for one in answer.rivals],
            },
        }

    def _model(self) -> dict[str, Any] | None:
        """What the model found, and which of its statements the rules found too."""
        if self.model is None:
            return None
        from leeway.reader.grounding import compared

        return self.model.to_dict(compared(self.statements, [one.item for one in self.model.statements]))


def read(
    source: str | bytes | Path,
    *,
    about: str | Sequence[str] | None = None,
    llm: str | None = None,
    record: Path | str | None = None,
) -> Reading:
    """Read a document claim by claim against the record.

    Parameters
    ----------
    source : str, bytes or Path
        The text itself, its bytes, or the file that holds it.
    about : str or two strings, optional
        The two states that it is about, as ``KAZ,RUS``; by default those of its question or conclusion.
    llm : str, optional
        Address of one OpenAI-compatible endpoint, asked beside the rules; its key is in LEEWAY_LLM_KEY.
    record : path, optional
        The record, for claims about votes; the user's by default, if there is one.

    Returns
    -------
    Reading

    Raises
    ------
    QuestionError
        If `about` does not name two states, or the endpoint's address cannot be one.
    DataError
        If the document is empty, binary, too large, or cannot be opened.

    Examples
    --------
    >>> told = read('"We do not recognise Kosovo," the Serbian foreign ministry said on 17 June 2022.')
    >>> told.statements[0].speaker.state, told.positions[0].position, told.positions[0].target
    ('SRB', 'does not recognise', 'Kosovo')
    """
    pair = None if about is None else _pair(about)
    text, notes = _opened(source)
    parts = sections(text)
    head = masthead_of(text, parts)
    dated = dates(text, head.date)
    day = head.date or _latest(dated)
    on = None if day is None else day_of(day, end=True)
    named = mentions(text, on=on)
    found = attributions(text)
    said = statements(text, found, parts=parts, mentioned=named, dated=dated, anchor=head.date, on=on)
    spoken = sorted(span for one in found for span in one.content_spans)
    heard = voices(text, parts, spoken)
    in_voice = [(one.span, voice) for one, voice in zip(text.sentences, heard, strict=True)]
    taken = stands(text, text.sentences, named, said)
    claimed = claims(text, named, in_voice, statements=said, known=taken)
    argued = argument(text, parts, heard)
    pair = pair or _asked_about(argued, named)
    return Reading(
        text=text,
        document=Document(
            file=source.name if isinstance(source, Path) else None,
            chars=len(text.original),
            publisher=head.publisher,
            author=head.author,
            date=head.date,
            sections=parts,
            interests=interests(text),
        ),
        statements=said,
        positions=positions(text, text.sentences, named, said, known=taken),
        claims=check_all(claimed[:MOST_CLAIMS], on=on, record=record),
        argument=argued,
        question=_about(argued.question, pair),
        conclusion=_about(argued.conclusion, pair),
        voices=heard,
        notes=_noted(notes, odd_marks(text), without_year(dated), labels(text), _left(claimed)),
        model=None if llm is None else _asked(text, llm),
        answer=_answer(pair),
    )


def _opened(source: str | bytes | Path) -> tuple[Text, tuple[Note, ...]]:
    if not isinstance(source, Path):
        return arrived(source)
    try:
        data = source.read_bytes()
    except OSError as error:
        raise DataError(f"{source} cannot be read: {error.strerror or error}.") from error
    return arrived(data, source.name)


def _pair(about: str | Sequence[str]) -> tuple[str, str]:
    names = [one.strip() for one in about.split(",")] if isinstance(about, str) else list(about)
    if len(names) != 2:
        raise QuestionError(f"'{about}' does not name two states.", hint="For example --about KAZ,RUS")
    return pair_of(names[0], names[1])


def _asked_about(argued: Argument, named: Sequence[Mention]) -> tuple[str, str] | None:
    """The two states of the question, else of the conclusion, else those named most, in order of naming."""
    known = [one for one in named if one.kind in ("state", "person") and one.state is not None]
    for span in (argued.question, argued.conclusion):
        inside = [] if span is None else _in_order(one for one in known if _within(one.span, span))
        if len(inside) == 2:
            return inside[0], inside[1]
    most = [state for state, _ in Counter(one.state for one in known if one.state).most_common(2)]
    if len(most) < 2:
        return None
    first, second = (one for one in _in_order(known) if one in most)
    return first, second


def _in_order(known: Any) -> list[str]:
    return list(dict.fromkeys(one.state for one in known))


def _within(span: Span, whole: Span) -> bool:
    return whole[0] <= span[0] and span[1] <= whole[1]


def _about(span: Span | None, pair: tuple[str, str] | None) -> About | None:
    return None if span is None else About(span, pair or ())


def _latest(dated: Sequence[Dated]) -> str | None:
    """The latest day named; of a month or a year the year, since days without one may follow it."""
    values = [one.value for one in dated if one.value]
    last = max(values, key=lambda value: f"{value}-99-99"[:10], default=None)
    return last if last is None or len(last) == 10 else last[:4]


def _left(claimed: Sequence[Any]) -> tuple[Note, ...]:
    """A note where more is claimed than is checked."""
    return tuple(Note("claim not checked", one.span) for one in claimed[MOST_CLAIMS:])


def _noted(*groups: Sequence[Note]) -> tuple[Note, ...]:
    return tuple(sorted({note for group in groups for note in group}, key=lambda one: (one.span, one.kind)))


def _asked(text: Text, url: str) -> ModelAnswer:
    from leeway.reader.endpoint import ask_model

    return ask_model(text, url)


def _answer(pair: tuple[str, str] | None) -> Answer | None:
    """Leeway's own answer; None where none can be given of the two."""
    if pair is None:
        return None
    try:
        return ask(*pair)
    except LeewayError:
        return None
