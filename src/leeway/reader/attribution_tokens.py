"""A paragraph as a row of words in which every quotation is one word, and where its sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leeway.reader.cues import cue_forms
from leeway.reader.quotes import Quotation
from leeway.reader.reading import Span
from leeway.reader.text import Text
from leeway.reader.word_lists import word_set

QUOTED = '""'
"""What stands for a quotation in the row."""

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|St|Jr|Sr|Prof|Sgt|Capt|Rev|Hon|No|Inc|Corp|Co|Ltd"
    r"|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|[A-Z])\.(?=[ \w,])"
    r"|(?:[A-Za-z]\.){2,}"
    r"|\w+(?:[-.&/]\w+)*"
    r"|'(?:s|re|ve|ll|d|m|t)\b"
    r"|--|\.{2,}|[^\w\s]"
)
_ENDS = frozenset(".!?")
_STARTS_ANEW = word_set(
    """
    the a an he she it they we i but and in on at this that these those his her its their as when while
    if after for so there what
    """
)


@dataclass(slots=True)
class Row:
    """Words of a stretch.

    Attributes
    ----------
    low : list of str
        Words in lower case; two marks for a quotation.
    start, end : list of int
        Their places.
    cap : list of bool
        Whether a word begins with a capital letter.
    quoted : dict
        Quotation and number of its piece, by number of the word.
    sentences : list of pair
        First word and the one after the last.
    spoken : dict of int to str
        Quotations that are more than a name, with their last sign: they end with a mark, or are longer than
        four words.
    """

    low: list[str]
    start: list[int]
    end: list[int]
    cap: list[bool]
    quoted: dict[int, tuple[Quotation, int]]
    sentences: list[tuple[int, int]]
    spoken: dict[int, str]

    def span(self, first: int, last: int) -> Span:
        """Place of the words from `first` to `last`, the last included."""
        return self.start[first], self.end[last]


def read_row(text: Text, stretch: Span, inside: list[tuple[Span, Quotation, int]]) -> Row:
    """Words of a stretch; `inside` are the pieces of its outermost quotations, in order, with their marks."""
    plain = text.plain
    row = Row([], [], [], [], {}, [], {})
    place = stretch[0]
    for (start, end), quotation, number in inside:
        _add_words(row, plain, (place, start))
        piece = quotation.pieces[number]
        if plain[piece[1] - 1] in ",.?!…—" or plain.count(" ", piece[0], piece[1]) > 4:
            row.spoken[len(row.low)] = plain[piece[1] - 1]
        row.quoted[len(row.low)] = (quotation, number)
        row.low.append(QUOTED)
        row.start.append(start)
        row.end.append(end)
        row.cap.append(True)
        place = end
    _add_words(row, plain, (place, stretch[1]))
    row.sentences = list(_sentences(text, row))
    return row


def _add_words(row: Row, plain: str, stretch: Span) -> None:
    low, starts, ends, cap = row.low.append, row.start.append, row.end.append, row.cap.append
    for match in _TOKEN.finditer(plain, stretch[0], stretch[1]):
        word = match[0]
        low(word.lower())
        starts(match.start())
        ends(match.end())
        cap(word[0].isupper())


def _sentences(text: Text, row: Row) -> Iterator[tuple[int, int]]:
    begin, size = 0, len(row.low)
    for place in range(size - 1):
        word = row.low[place]
        if word == QUOTED:
            ends = _quotation_ends(text, row, place)
        elif word in _ENDS:
            ends = row.cap[place + 1] or not row.low[place + 1][0].isalpha()
            ends = ends and not (row.low[place + 1] in ",;:)" or row.low[place + 1] in _ENDS)
        else:
            ends = word[-1] == "." and len(word) > 2 and row.cap[place + 1] and _abbreviation_ends(row, place)
        if ends:
            yield begin, place + 1
            begin = place + 1
    if begin < size:
        yield begin, size


def _abbreviation_ends(row: Row, place: int) -> bool:
    return "." in row.low[place][:-1] and row.low[place + 1] in _STARTS_ANEW


def _quotation_ends(text: Text, row: Row, place: int) -> bool:
    quotation, number = row.quoted[place]
    last = text.plain[quotation.pieces[number][1] - 1]
    following = row.low[place + 1]
    if last not in ".!?…" or following in ",—-;:.)" or following == "--":
        return False
    if following == QUOTED:
        return True
    return row.cap[place + 1] and not _cue_follows(row, place + 1, last)


def _cue_follows(row: Row, first: int, last: str) -> bool:
    """Whether a name and a verb of saying stand after a quotation that ends a sentence of its own."""
    forms = cue_forms()
    for place in range(first, min(first + 8, len(row.low))):
        word = row.low[place]
        if word == QUOTED or word in _ENDS:
            return False
        cue = forms.get(word)
        if cue is not None and not row.cap[place] and place > first and cue.says and cue.form in ("ed", "s"):
            following = row.low[place + 1] if place + 1 < len(row.low) else "."
            return last in "?!" or following in ".,"
    return False
