"""Attributions made statements: who a name or a pronoun means, in what role, where, when and before whom."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from leeway.reader.attribution import Attribution
from leeway.reader.circumstance import Circumstances, circumstances
from leeway.reader.dates import Dated, resolved
from leeway.reader.mentions import Mention, state_of
from leeway.reader.reading import Section, SectionKind, Span, Speaker, Statement
from leeway.reader.text import Text

_PRONOUNS = frozenset({"he", "she", "they", "it", "who", "i", "we"})
_TITLE = re.compile(r"^(?:mr|mrs|ms|dr|prof|sir|madam|president|minister)\.?\s+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w'-]*")
_OFFICE = re.compile(
    r"\b(?:president|premier|prime minister|minister|ministry|chancellor|king|queen|spokes\w+|secretary|"
    r"undersecretary|official|aide|adviser|advisor|representative|ambassador|envoy|government|parliament|"
    r"speaker|diplomat|general|office)s?\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z][A-Z .'-]{2,40}(?:, [^\n\"()—-]{2,30})?(?: \([^)\n]{2,40}\))? ?(?:-{1,2}|—) ?")
_MARKS = re.compile(r"[\"',;.!?\s]+")
_A_QUESTION = re.compile(r"(?:an?|the|her|his|their|its)?\s*questions?\b", re.IGNORECASE)
_CROWD = re.compile(
    r"(?:many|some|several|most|few)(?: (?:observers|experts|analysts|commentators|critics|people|others))?\b"
    r"|(?:observers|experts|analysts|commentators|critics)\b",
    re.IGNORECASE,
)
_NAMELESS = re.compile(
    r"\b(?:condition of anonymity|not (?:to )?be (?:named|identified)|declined to be (?:named|identified))\b"
)
_LONGEST_NAME = 120


@dataclass(slots=True)
class _People:
    """Persons named so far: the full name and the state by surname, and who spoke last."""

    full: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    offices: dict[str, str] = field(default_factory=dict)
    last: str | None = None
    last_state: str | None = None

    def known_as(self, words: str) -> str:
        """The full name of a surname, with or without a title, or of a pronoun; else the words themselves."""
        if words.lower() in _PRONOUNS:
            return self.last or words
        whole = self.full.get(_surname(words))
        if whole is not None and words.endswith(whole):
            return whole
        office = words.lower().removeprefix("the ")
        if office in self.offices:
            return self.offices[office]
        short = _TITLE.sub("", words)
        return self.full.get(_surname(short), short) if " " not in short else short

    def meet(self, name: str, role: str | None, state: str | None) -> None:
        """Remember a person who spoke, and his office."""
        surname = _surname(name)
        if role is not None and name.lower() != role.lower():
            self.offices[role.lower().removeprefix("the ")] = name
        if " " in name:
            self.full.setdefault(surname, name)
        if state is not None:
            self.states[surname] = state
        self.last, self.last_state = name, state or self.last_state


def statements(
    text: Text,
    found: Sequence[Attribution],
    *,
    parts: Sequence[Section],
    mentioned: Sequence[Mention],
    dated: Sequence[Dated],
    anchor: str | None = None,
    on: dt.date | None = None,
) -> tuple[Statement, ...]:
    """Statements in the order of the text.

    Parameters
    ----------
    text : Text
    found : sequence of Attribution
    parts : sequence of Section
    mentioned : sequence of Mention
    dated : sequence of Dated
        Written dates, in the order of the text.
    anchor : str, optional
        The document's own date.
    on : date, optional
        Day as of which names are read.
    """
    people = _People()
    home = next((one.state for one in mentioned if one.kind == "state" and one.state), None)
    date_starts = [one.span[0] for one in dated]
    part_starts = [part.span[0] for part in parts]
    told: list[Statement] = []
    for place, one in enumerate(_kept(text, found)):
        whole = _sentences(text, one)
        speaker, role = _speaker(text, one, people, home, on)
        around = circumstances(text, _around(text, whole, one.content_spans))
        date, inferred = _date(dated, date_starts, whole, anchor)
        told.append(
            Statement(
                id=f"s{place + 1}",
                kind=one.kind,
                speaker=speaker,
                role=role,
                cue_span=one.cue_span,
                content_spans=one.content_spans,
                venue=around.venue,
                date=date,
                date_inferred=inferred,
                addressee=around.addressee,
                prompted_by=around.prompted_by,
                present=_others(around, speaker),
                weak_source=one.weak_source,
                nested_in=None if one.nested_in is None else f"s{one.nested_in + 1}",
                voice=_kind_at(parts, part_starts, _start(one)),
            )
        )
    return tuple(told)


def _kept(text: Text, found: Sequence[Attribution]) -> list[Attribution]:
    """Attributions as they are told, without those that only say that a question was answered."""
    asked = [
        one.kind == "reported"
        and bool(one.content_spans)
        and _A_QUESTION.match(text.plain, *one.content_spans[0]) is not None
        for one in found
    ]
    numbers: dict[int, int] = {}
    for place in range(len(found)):
        if not asked[place]:
            numbers[place] = len(numbers)
    return [
        replace(
            _told(text, found[place]),
            nested_in=None if found[place].nested_in is None else numbers.get(found[place].nested_in or 0),
        )
        for place in numbers
    ]


def _told(text: Text, one: Attribution) -> Attribution:
    """An attribution without a dateline; direct where marks hold all of it; weak if it has no name."""
    contents = []
    for start, end in one.content_spans:
        head = _DATELINE.match(text.plain, start, end)
        begin = head.end() if head else start
        if text.plain[begin : begin + 1] == '"' and text.plain[end - 1 : end + 1].count('"') == 1:
            begin += 1
        contents.append((begin, end - 1 if text.plain[end - 1] == '"' else end))
    kept = tuple(span for span in contents if span[0] < span[1])
    marked = bool(kept) and all(
        text.plain[begin - 1 : begin] == '"' and '"' in text.plain[end : end + 2] for begin, end in kept
    )
    whole = _sentences(text, one)
    crowd = _CROWD.match(text.plain, *whole) if one.source_span is None else None
    return replace(
        one,
        source_span=crowd.span() if crowd else one.source_span,
        content_spans=kept or one.content_spans,
        kind="direct" if marked and one.kind == "reported" else one.kind,
        weak_source=one.weak_source or crowd is not None or bool(_NAMELESS.search(text.plain, *whole)),
    )


def _speaker(
    text: Text,
    one: Attribution,
    people: _People,
    home: str | None,
    on: dt.date | None,
) -> tuple[Speaker | None, str | None]:
    role = None if one.role_span is None else text.of(one.role_span)
    if one.source_span is None:
        return None, role
    words = " ".join(text.of(one.source_span).split())[:_LONGEST_NAME]
    bare = words.removeprefix(" ".join((role or "").split())).lstrip(" ,")
    name = people.known_as(bare if bare and bare[:1].isupper() else words)
    surname = _surname(name)
    state = state_of(text, one.source_span, on=on) if words.lower() not in _PRONOUNS else None
    if state is None and one.role_span is not None:
        state = state_of(text, one.role_span, on=on)
    state = state or people.states.get(surname)
    if state is None and not one.weak_source and _OFFICE.search(f"{words} {role or ''}"):
        state = (people.last_state if _owned(text, one) else None) or home
    if not one.weak_source:
        people.meet(name, role, state)
    return Speaker(name, one.source_span, state), role


def _owned(text: Text, one: Attribution) -> bool:
    """Whether the officer is that of somebody named just before: *its spokesman*."""
    starts = [span[0] for span in (one.source_span, one.role_span) if span is not None]
    before = text.plain[max(0, min(starts) - 5) : min(starts) + 4].lower().split()
    return "its" in before or "their" in before


def _others(around: Circumstances, speaker: Speaker | None) -> tuple[str, ...]:
    return tuple(name for name in around.present if speaker is None or name != speaker.name)


def _date(
    dated: Sequence[Dated], starts: Sequence[int], whole: Span, anchor: str | None
) -> tuple[str | None, bool]:
    """The first date written in the sentence, else the document's own."""
    for one in dated[bisect_left(starts, whole[0]) : bisect_left(starts, whole[1])]:
        known = resolved(one, anchor)
        if known.value is not None:
            return known.value, known.inferred
    return anchor, anchor is not None


def _sentences(text: Text, one: Attribution) -> Span:
    """The sentences in which an attribution stands, its contents included."""
    spans = [*one.content_spans, *(span for span in (one.cue_span, one.source_span) if span is not None)]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    first, last = text.sentence_at(start), text.sentence_at(max(start, end - 1))
    return (first.span[0] if first else start, max(last.span[1] if last else end, end))


def _around(text: Text, whole: Span, contents: Sequence[Span]) -> list[Span]:
    """What the author says around what was said, without the marks between the two."""
    found, start = [], whole[0]
    for begin, end in sorted(contents):
        found.append((start, begin))
        start = max(start, end)
    outside = []
    for begin, end in (*found, (start, whole[1])):
        marks = _MARKS.match(text.plain, begin, end)
        begin = marks.end() if marks else begin
        if begin < end:
            outside.append((begin, end))
    return outside


def _start(one: Attribution) -> int:
    return min(span[0] for span in one.content_spans) if one.content_spans else 0


def _kind_at(parts: Sequence[Section], starts: Sequence[int], place: int) -> SectionKind:
    number = bisect_right(starts, place) - 1
    return parts[number].kind if number >= 0 else "other"


def _surname(name: str) -> str:
    words = _NAME.findall(name)
    return words[-1].lower() if words else name.lower()
