"""A text as it is read: the original, a copy with plain marks of the same length, and where it is divided.

Offsets are code points of the original and stay those of the copy, since every mark becomes one other mark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from leeway.reader.reading import Span

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟〝〞＂❝❞「」『』", '"'),
        **dict.fromkeys("‘’‚‛‹›′＇", "'"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t\v\f", " "),
        **dict.fromkeys("‐‑‒", "-"),
        **dict.fromkeys("–—―", "—"),
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)
_PARAGRAPH = re.compile(r"[^\n]+")
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)")
_SHORT = frozenset(
    (
        *(
            "mr",
            "mrs",
            "ms",
            "dr",
            "prof",
            "gen",
            "col",
            "lt",
            "sen",
            "rep",
            "gov",
            "st",
            "sgt",
            "capt",
            "rev",
        ),
        *("hon", "jr", "sr", "no", "vs", "etc", "inc", "ltd", "co", "corp", "art", "arts", "approx", "para"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "paras"),
        *("u.s", "u.k", "u.n", "e.g", "i.e", "a.m", "p.m"),
    )
)
_AFTER = re.compile(r"\s+[\"'(\[]?[A-Z0-9\"'—]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the paragraph that it stands in, by number."""

    span: Span
    paragraph: int


@dataclass(frozen=True)
class Text:
    """A document's text.

    Attributes
    ----------
    original : str
        As it was given. Everything that is shown comes from here.
    """

    original: str

    @cached_property
    def plain(self) -> str:
        """The same text with straight marks, plain spaces and one kind of dash; as long as the original.

        Examples
        --------
        >>> Text("«No”, he said").plain
        '"No", he said'
        """
        return self.original.translate(_PLAIN)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Lines with anything but blanks, without the blanks at their ends."""
        found = []
        for line in _PARAGRAPH.finditer(self.plain):
            start, end = _stripped(self.plain, line.span())
            if start < end:
                found.append((start, end))
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences by paragraph; marks that close a quotation belong to the sentence that they close.

        Examples
        --------
        >>> text = Text('Mr. Smith left. "He went. Far," she said.')
        >>> [text.original[slice(*one.span)] for one in text.sentences]
        ['Mr. Smith left.', '"He went.', 'Far," she said.']
        """
        found = []
        for number, (start, end) in enumerate(self.paragraphs):
            begin = start
            for stop in _END.finditer(self.plain, start, end):
                if stop.end() < end and not self._ends(begin, stop):
                    continue
                found.append(Sentence(_stripped(self.plain, (begin, stop.end())), number))
                begin = stop.end()
            if self.plain[begin:end].strip():
                found.append(Sentence(_stripped(self.plain, (begin, end)), number))
        return tuple(found)

    def _ends(self, begin: int, stop: re.Match[str]) -> bool:
        if not _AFTER.match(self.plain, stop.end()):
            return False
        if stop[0] != ".":
            return True
        start = max(begin, stop.start() - 12)
        word = re.split(r"[\s(\"'\[]", self.plain[start : stop.start()])[-1].lower()
        return not (word in _SHORT or (len(word) == 1 and word.isalpha() and word != "i"))

    @cached_property
    def _starts(self) -> list[int]:
        return [one.span[0] for one in self.sentences]

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that holds a place; None between two."""
        number = bisect_right(self._starts, place) - 1
        if number < 0 or place >= self.sentences[number].span[1]:
            return None
        return self.sentences[number]

    def of(self, span: Span) -> str:
        """The original words of a span."""
        return self.original[span[0] : span[1]]


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
