"""Statements in a text: what is attributed to whom, by which words, and inside which other statement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from leeway.reader.attribution_bounds import Raw
from leeway.reader.attribution_clauses import Sentence
from leeway.reader.attribution_tokens import Row, read_row
from leeway.reader.quotes import Quotation, quotations, words
from leeway.reader.reading import Span, StatementKind
from leeway.reader.speakers import Found, is_weak
from leeway.reader.text import Text

_KINDS: dict[str, StatementKind] = {"asks": "question", "demands": "demand"}
_LEAST_WORDS = 3
_LEAST_NESTED = 5
_MOST_SPANS = 40


@dataclass(frozen=True, slots=True)
class Attribution:
    """Something that the text attributes to a source.

    Attributes
    ----------
    kind : {'direct', 'reported', 'question', 'demand'}
        Direct if all of it stands in quotation marks.
    source_span : span or None
        The source as the sentence names it, a pronoun too; None where it names none.
    cue_span : span or None
        The words that attribute; None for a quotation that goes on without any.
    content_spans : tuple of span
        What is attributed, without the marks around it.
    nested_in : int or None
        Number of the attribution inside whose content this one stands.
    weak_source : bool
        Whether the source is an unnamed crowd.
    role_span : span or None
        Title or apposition of the source.
    """

    kind: StatementKind
    source_span: Span | None
    cue_span: Span | None
    content_spans: tuple[Span, ...]
    nested_in: int | None = None
    weak_source: bool = False
    role_span: Span | None = None


def attributions(text: Text) -> tuple[Attribution, ...]:
    """What a text attributes to somebody, in the order of the text.

    Parameters
    ----------
    text : Text

    Returns
    -------
    tuple of Attribution

    Examples
    --------
    >>> text = Text("«We will stay», said Jane Roe, the minister. Critics say that she may go.")
    >>> for one in attributions(text):
    ...     print(one.kind, "|", text.of(one.source_span), "|", text.of(one.content_spans[0]))
    direct | Jane Roe | We will stay
    reported | Critics | she may go
    """
    pieces = quotations(text)
    outer = _pieces([one for one in pieces if not one.nested])
    nested = _apart(_pieces([one for one in pieces if one.nested]))
    reader, place = _Reader(text), 0
    for paragraph in text.paragraphs:
        first = place
        while place < len(outer) and outer[place][0][0] < paragraph[1]:
            place += 1
        reader.read(read_row(text, paragraph, outer[first:place]))
    inner = _Reader(text, quoted=True)
    place = 0
    for _, quotation, number in outer:
        stretch = quotation.pieces[number]
        while place < len(nested) and nested[place][0][0] < stretch[0]:
            place += 1
        first = place
        while place < len(nested) and nested[place][0][1] <= stretch[1]:
            place += 1
        if words(text, stretch) >= _LEAST_NESTED:
            inner.last = None
            inner.read(read_row(text, stretch, nested[first:place]))
    found = reader.found + inner.found
    return _nested(sorted(found, key=lambda one: (_first(one), -one.content_spans[-1][1])))


def _first(one: Attribution) -> int:
    places = [one.content_spans[0][0]]
    if one.cue_span is not None:
        places.append(one.cue_span[0])
    return min(places)


def _pieces(found: list[Quotation]) -> list[tuple[Span, Quotation, int]]:
    pieces = []
    for one in found:
        for number, (start, end) in enumerate(one.pieces):
            first = one.span[0] if number == 0 else start - 1
            last = one.span[1] if number == len(one.pieces) - 1 else end
            pieces.append(((first, last), one, number))
    return sorted(pieces, key=lambda one: one[0])


def _apart(pieces: list[tuple[Span, Quotation, int]]) -> list[tuple[Span, Quotation, int]]:
    kept: list[tuple[Span, Quotation, int]] = []
    for one in pieces:
        if not kept or one[0][0] >= kept[-1][0][1]:
            kept.append(one)
    return kept


@dataclass(slots=True)
class _Speech:
    """From whom a quotation without a cue goes on; `number` is None where nothing was said yet."""

    number: int | None
    model: Attribution


@dataclass(slots=True)
class _Reader:
    """What was found so far, and which quotations of several paragraphs have found their speaker."""

    text: Text
    quoted: bool = False
    found: list[Attribution] = field(default_factory=list)
    last: _Speech | None = None
    claimed: dict[int, int] = field(default_factory=dict)

    def read(self, row: Row) -> None:
        """Add what one paragraph attributes."""
        for begin, end in row.sentences:
            sentence = Sentence(row, begin, end, quoted=self.quoted)
            raws = sentence.read()
            floating = [one for one in _outside(row, raws, begin, end) if self._floats(row, one)]
            first = len(self.found)
            for place in list(floating):
                raw = None if self.quoted else sentence.uncued(place)
                if raw is not None:
                    raws.append(raw)
                    floating.remove(place)
            for raw in raws:
                self._add(row, raw)
            announced = sentence.announced() if end == len(row.low) else None
            if announced is not None:
                self.last = _Speech(None, _made(self.text, row, announced))
            elif floating and floating[0] == begin and self.last is not None:
                self._go_on(row, begin, self.last)
            elif len(self.found) > first:
                number = _leading(self.found, first)
                self.last = _Speech(number, self.found[number])

    def _floats(self, row: Row, place: int) -> bool:
        """Whether a word is a quotation that could go on from an earlier one."""
        quotation, number = row.quoted[place]
        if len(quotation.pieces) > 1:
            if quotation.span[0] in self.claimed:
                claimed = self.claimed[quotation.span[0]]
                self.last = _Speech(claimed, self.found[claimed])
                return False
            return number == len(quotation.pieces) - 1
        return place in row.spoken or words(self.text, quotation.pieces[number]) >= _LEAST_WORDS

    def _add(self, row: Row, raw: Raw) -> None:
        for first, last in raw.contents:
            if first == last and first in row.quoted:
                self.claimed[row.quoted[first][0].span[0]] = len(self.found)
        self.found.append(_made(self.text, row, raw))

    def _go_on(self, row: Row, place: int, last: _Speech) -> None:
        """Give a quotation without a cue to the speaker before it."""
        quotation, _ = row.quoted[place]
        if last.number is not None:
            one = self.found[last.number]
            same = one.kind == "direct" and one.content_spans[-1][1] > row.start[0]
            if same and len(one.content_spans) < _MOST_SPANS:
                spans = (*one.content_spans, *quotation.pieces)
                self.found[last.number] = replace(one, content_spans=spans)
                return
        cue = last.model.cue_span if last.number is None else None
        self.claimed[quotation.span[0]] = len(self.found)
        self.found.append(replace(last.model, kind="direct", cue_span=cue, content_spans=quotation.pieces))
        self.last = _Speech(len(self.found) - 1, self.found[-1])


def _outside(row: Row, raws: list[Raw], begin: int, end: int) -> list[int]:
    """Quotations of a sentence that no attribution holds."""
    held = sorted(pair for raw in raws for pair in raw.contents)
    found, reach, number = [], begin - 1, 0
    for place in range(begin, end):
        while number < len(held) and held[number][0] <= place:
            reach = max(reach, held[number][1])
            number += 1
        if place > reach and place in row.quoted:
            found.append(place)
    return found


def _leading(found: list[Attribution], first: int) -> int:
    """The attribution from which the next quotation goes on: the last direct one, or else the first."""
    for number in range(len(found) - 1, first - 1, -1):
        if found[number].kind == "direct":
            return number
    return first


def _made(text: Text, row: Row, raw: Raw) -> Attribution:
    spans: list[Span] = []
    direct = True
    for first, last in raw.contents:
        if first == last and first in row.quoted:
            quotation, _ = row.quoted[first]
            spans.extend(quotation.pieces)
            direct = direct and words(text, quotation.content) > 1
        else:
            span = row.span(first, last)
            spans.append(span)
            direct = direct and all(
                place in row.quoted or not row.low[place][0].isalnum() for place in range(first, last + 1)
            )
    kind = _KINDS.get(raw.tone) or ("direct" if direct else "reported")
    source = raw.source
    return Attribution(
        kind,
        None if source is None else row.span(source.first, source.last),
        row.span(*raw.cue),
        tuple(spans),
        None,
        source is not None and is_weak(row, source),
        _role(row, source),
    )


def _role(row: Row, source: Found | None) -> Span | None:
    if source is None or source.role is None:
        return None
    return row.span(*source.role)


def _nested(found: list[Attribution]) -> tuple[Attribution, ...]:
    """Say of each attribution inside which other its cue stands."""
    made: list[Attribution] = []
    for number, one in enumerate(found):
        place = one.cue_span[0] if one.cue_span is not None else one.content_spans[0][0]
        holder = None
        for other in range(number - 1, max(-1, number - 12), -1):
            if any(start <= place < end for start, end in found[other].content_spans):
                holder = other
                break
        made.append(replace(one, nested_in=holder))
    return tuple(made)
