"""Whose a verb is: what stands around it, who does it and to whom, within one sentence.

Every look goes a bounded way from the verb, so that time grows with the number of verbs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from leeway.reader.mentions import Mention
from leeway.reader.reading import Span, Statement
from leeway.reader.text import Sentence, Text
from leeway.reader.verbs import WORD, VerbGroup
from leeway.reader.word_lists import word_set

_REACH = 320
_FARTHEST = 9

_HEADS = word_set(
    "government president leader leaders ministry minister parliament people leadership republic authorities",
    "side king emir administration spokesman spokeswoman spokesperson representative representatives",
    "delegation head chancellor premier secretary countries states",
)
_BEFORE_NAME = re.compile(
    r"\b(of|to|in|with|from|by|on|at|against|between|than|like|beside|near|over|for|towards?|into)"
    r"\s+(?:the\s+|its\s+|both\s+)?$"
)
_HEAD_BEFORE = re.compile(r"([^\W_]+)\s+(?:of|for)\s+(?:the\s+)?$")
_FIRST = re.compile(r"\b(?:we|i|(?:our|my)\s+[^\W_]+(?:\s+[^\W_]+)?)\s*$", re.IGNORECASE)
_THIRD = re.compile(r"\b(?:he|she|it|they|(?:his|her|its|their)\s+[^\W_]+(?:\s+[^\W_]+)?)\s*$", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|which|that)\s*$", re.IGNORECASE)
_TURNS = re.compile(
    r"\b(?:but|while|whereas|although|though|because|where|when|whose|if|said|says|told|that)\b|[;:\"?!]"
)
_VERB_BEFORE = re.compile(r"\b(?:recogni[sz]es?|supports?|backs|\w{2,20}ed|left|met|told)\s+(?:the\s+)?$")
_VERB_AFTER = re.compile(
    r"\s+(?:does|did|do|has|have|had|will|would|is|are|was|were|can|could|may|might|should|must|refuses|declines|"
    r"said|says|recogni[sz]es?|supports?|\w{2,20}ed)\b"
)
_JOINS = word_set(
    "and or nor as well the either both neither alike s self-proclaimed so-called breakaway unrecognised"
)


def places(plain: str, tails: Sequence[str]) -> list[int]:
    """Where words begin that go on, after their first letter, like one of some tails.

    A search for whole words by a pattern takes ten times as long.

    Examples
    --------
    >>> places("Recognised, and recognises", ["ecogni"])
    [0, 16]
    """
    found = set()
    for tail in tails:
        at = plain.find(tail, 1)
        while at >= 0:
            if at == 1 or not plain[at - 2].isalnum():
                found.add(at - 1)
            at = plain.find(tail, at + 1)
    return sorted(found)


class Sentences:
    """Sentences by place."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._spans = [one.span for one in sentences]

    def at(self, place: int) -> Span | None:
        """The sentence that holds a place."""
        number = bisect_right(self._spans, place, key=lambda span: span[0]) - 1
        return self._spans[number] if number >= 0 and place < self._spans[number][1] else None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a position or does a thing; `span` is None where a pronoun or a speaker stands for him."""

    name: str
    state: str | None
    span: Span | None


class Names:
    """Mentions by place, and what was said where."""

    def __init__(self, text: Text, found: Sequence[Mention], statements: Sequence[Statement]) -> None:
        self.text = text
        self.plain = _LABEL.sub(r" \1 ", text.plain)
        self._found = found
        self._starts = [one.span[0] for one in found]
        spans = [(span, one) for one in statements for span in one.content_spans if span[0] < span[1]]
        spans.sort(key=lambda told: (told[0][0], -told[0][1]))
        self._said = [one for _, one in spans]
        self._spans = [span for span, _ in spans]

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """Mentions that begin in a stretch."""
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def near(self, place: int) -> bool:
        """Whether anybody is named near a place, or speaks there."""
        first = bisect_left(self._starts, place - _REACH)
        named = first < len(self._starts) and self._starts[first] <= place + _REACH
        return named or self.statement_at(place) is not None

    def statement_at(self, place: int) -> tuple[Statement, Span] | None:
        """The innermost statement in whose content a place lies."""
        last = bisect_right(self._spans, place, key=lambda span: span[0]) - 1
        for at in range(last, max(-1, last - 12), -1):
            if self._spans[at][0] <= place < self._spans[at][1]:
                return self._said[at], self._spans[at]
        return None

    def holders(self, group: VerbGroup, sentence: Span) -> tuple[Holder, ...]:
        """Who does what a verb says; several where they are joined, none where nobody is named."""
        lower = max(sentence[0], group.start - _REACH)
        left = self.plain[lower : group.start]
        said = self.statement_at(group.start)
        if _FIRST.search(left):
            return self._speaker(said[0]) if said else ()
        if _THIRD.search(left):
            return self._third(said, sentence, group.start)
        if said is not None and said[0].kind == "direct":
            lower = max(lower, said[1][0])
        found = self._subject(lower, group.start)
        return tuple(Holder(one.name, one.state, one.span) for one in found)

    def _speaker(self, statement: Statement) -> tuple[Holder, ...]:
        speaker = statement.speaker
        return () if speaker is None else (Holder(speaker.name, speaker.state, None),)

    def _third(self, said: tuple[Statement, Span] | None, sentence: Span, place: int) -> tuple[Holder, ...]:
        """Whom he, it or they stand for: who is speaking of himself, else the name before."""
        if said is not None and said[0].kind != "direct" and (told := self._speaker(said[0])):
            return told
        if said is not None and said[0].kind == "direct":
            return ()
        before = [one for one in self.within(max(sentence[0], place - _REACH), place) if one.state]
        persons = [one for one in before if one.kind == "person"]
        nearest = (persons or before)[-1:]
        if not nearest:
            earlier = self.within(max(0, sentence[0] - _REACH), sentence[0])
            nearest = [one for one in earlier if one.state and not self._object(one)][:1]
        return tuple(Holder(one.name, one.state, None) for one in nearest)

    def _object(self, one: Mention) -> bool:
        """Whether a name stands behind a preposition, and not as whose office or body it is."""
        before = self.plain[max(0, one.span[0] - 40) : one.span[0]]
        found = _BEFORE_NAME.search(before)
        if found is None:
            return False
        head = _HEAD_BEFORE.search(before)
        return not (found[1] in ("of", "for") and head is not None and head[1].lower() in _HEADS)

    def _subject(self, lower: int, end: int) -> tuple[Mention, ...]:
        limit = end
        for one in reversed(self.within(lower, end)):
            start, stop = one.span
            if stop > limit:
                continue
            gap = self.plain[stop:limit]
            said = gap.strip().removeprefix("'s").strip()
            if said == "," and (comma := self.plain.rfind(",", lower, start)) >= 0 and limit == end:
                limit = comma
                continue
            if _RELATIVE.search(gap):
                return self._joined(one, lower)
            if said.endswith((" and", " or", " but", " nor")) or said in ("and", "or", "but", "nor"):
                continue
            if self._object(one):
                continue
            if _TURNS.search(gap) or len(WORD.findall(gap)) > _FARTHEST:
                return ()
            return self._joined(one, lower)
        return ()

    def _joined(self, last: Mention, lower: int) -> tuple[Mention, ...]:
        """A name with those that are joined to it before."""
        found = [last]
        for one in reversed(self.within(lower, last.span[0])):
            before = self.plain[max(lower, one.span[0] - 30) : one.span[0]]
            if not joins(self.plain[one.span[1] : found[0].span[0]]) or _VERB_BEFORE.search(before):
                break
            found.insert(0, one)
        return tuple(found)

    def joined_after(self, first: Mention, end: int) -> tuple[Mention, ...]:
        """A name with those that are joined to it after."""
        found = [first]
        for one in self.within(first.span[0] + 1, end):
            beside = one.span == found[-1].span or joins(self.plain[found[-1].span[1] : one.span[0]])
            if not beside or _VERB_AFTER.match(self.plain, one.span[1]):
                break
            found.append(one)
        same = [one for one in self.within(first.span[0], first.span[0] + 1) if one != first]
        return (*found, *(one for one in same if one not in found))


_LABEL = re.compile(r"\"([^\W\d_][\w'-]*(?: [\w'-]+){0,4})\"")
"""A name in quotation marks, which says that the author doubts it, and names the same thing."""


def joins(gap: str) -> bool:
    """Whether the words between two names put them side by side.

    Examples
    --------
    >>> joins(", and the "), joins(" told ")
    (True, False)
    """
    if len(gap) > 60 or not gap.strip():
        return False
    if not re.fullmatch(r"[\s\w,&'/-]*", gap):
        return False
    words = [one.lower() for one in WORD.findall(gap)]
    return all(word in _JOINS for word in words) and bool(words or "," in gap or "&" in gap or "/" in gap)
