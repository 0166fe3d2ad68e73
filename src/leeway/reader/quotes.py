"""Quotations by their marks: every kind of mark, mixed pairs, several paragraphs, one never closed.

What opens and what closes is told by the characters beside a mark, then by the mark itself as it stands in
the original, and last by whether a quotation is open. Time grows with the number of marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from leeway.reader.reading import Span
from leeway.reader.text import Text

Way = Literal["opens", "closes", "either"]

_MARK = re.compile(r"\"|''(?!')")
_SINGLE = re.compile(r"(?<![\w'\"])'(?=\w)|(?<=[\w,.?!…])'(?![\w'\"])")
_OPENING = frozenset("«“„‟〝「『❝")
_CLOSING = frozenset("»”〞」』❞")
_BEFORE_OPENING = frozenset(" \n([{—-/:='")
_AFTER_CLOSING = frozenset(" \n)]},.;:!?—-/…'")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of text between marks.

    Attributes
    ----------
    span : span
        With its marks.
    content : span
        Without them.
    pieces : tuple of span
        The content by paragraph; more than one where a quotation runs on.
    closed : bool
        Whether a mark closes it.
    nested : bool
        Whether it stands inside another quotation.
    """

    span: Span
    content: Span
    pieces: tuple[Span, ...]
    closed: bool
    nested: bool


@dataclass(slots=True)
class _Open:
    start: int
    begin: int
    pieces: list[Span]
    sure: bool = True


def quotations(text: Text) -> tuple[Quotation, ...]:
    """All quotations of a text, in the order in which they open.

    Parameters
    ----------
    text : Text

    Returns
    -------
    tuple of Quotation

    Examples
    --------
    >>> text = Text("«Yes”, he said, „and no “maybe” about it“.")
    >>> [text.of(one.content) for one in quotations(text)]
    ['Yes', 'and no “maybe” about it', 'maybe']
    >>> quotations(Text('"I never stop'))[0].closed
    False
    """
    found: list[Quotation] = []
    running: _Open | None = None
    for number, (start, end) in enumerate(text.paragraphs):
        follows = _opens_paragraph(text, number + 1)
        running = _read_paragraph(text, (start, end), running, follows, found)
    found.extend(_single(text, found))
    return tuple(sorted(found, key=lambda one: (one.span[0], -one.span[1])))


def _opens_paragraph(text: Text, number: int) -> bool:
    if number >= len(text.paragraphs):
        return False
    start, end = text.paragraphs[number]
    mark = _MARK.match(text.plain, start)
    return mark is not None and mark.end() < end and _way(text, mark.span()) != "closes"


def _read_paragraph(
    text: Text, paragraph: Span, running: _Open | None, follows: bool, found: list[Quotation]
) -> _Open | None:
    """Read the marks of one paragraph; the quotation that goes on in the next one comes back."""
    start, end = paragraph
    stack: list[_Open] = []
    if running is not None:
        running.begin = start
        stack.append(running)
    for mark in _MARK.finditer(text.plain, start, end):
        if running is not None and mark.start() == start and stack == [running]:
            running.begin = mark.end()
            continue
        way = _way(text, mark.span())
        if way == "opens" or (way == "either" and not stack):
            stack.append(_Open(mark.start(), mark.end(), [], way == "opens"))
        elif stack:
            one = stack.pop()
            one.pieces.append(_trimmed(text.plain, (one.begin, mark.start())))
            _keep(found, one, mark.end(), closed=True, nested=bool(stack))
    if not stack:
        return None
    return _left_open(text, end, stack, follows, found)


def _left_open(
    text: Text, end: int, stack: list[_Open], follows: bool, found: list[Quotation]
) -> _Open | None:
    """What becomes of quotations that a paragraph does not close."""
    first = stack[0]
    if follows:
        for inner in stack[1:]:
            inner.pieces.append(_trimmed(text.plain, (inner.begin, end)))
            _keep(found, inner, end, closed=False, nested=True)
        first.pieces.append(_trimmed(text.plain, (first.begin, end)))
        return first
    for number, one in enumerate(stack):
        later = _MARK.search(text.plain, one.begin, end)
        stop = end if later is None else later.start()
        if number + 1 < len(stack):
            stop = min(stop, stack[number + 1].start)
        piece = _trimmed(text.plain, (one.begin, stop))
        if piece[0] < piece[1] and one.sure:
            one.pieces.append(piece)
            _keep(found, one, piece[1], closed=False, nested=False)
    return None


def _keep(found: list[Quotation], one: _Open, end: int, *, closed: bool, nested: bool) -> None:
    pieces = tuple(piece for piece in one.pieces if piece[0] < piece[1])
    if pieces:
        found.append(Quotation((one.start, end), (pieces[0][0], pieces[-1][1]), pieces, closed, nested))


def _way(text: Text, mark: Span) -> Way:
    plain = text.plain
    before = plain[mark[0] - 1] if mark[0] else "\n"
    after = plain[mark[1]] if mark[1] < len(plain) else "\n"
    ends = after in ",.;:!?)]}" and plain[mark[1] : mark[1] + 2] != ".."
    may_open = before in _BEFORE_OPENING and not after.isspace() and not ends
    may_close = not before.isspace() and (after in _AFTER_CLOSING or after == '"')
    if may_open and not may_close:
        return "opens"
    if may_close and not may_open:
        return "closes"
    sign = text.original[mark[0]]
    if sign in _OPENING:
        return "opens"
    if sign in _CLOSING:
        return "closes"
    if before == '"' and not after.isspace():
        return "opens"
    return "either"


def _single(text: Text, doubles: list[Quotation]) -> list[Quotation]:
    """Quotations in single marks, which are told from apostrophes only where both ends are plain."""
    found = []
    spans = sorted(one.span for one in doubles if not one.nested)
    number = 0
    for start, end in text.paragraphs:
        opened: int | None = None
        for mark in _SINGLE.finditer(text.plain, start, end):
            place = mark.start()
            if place + 1 < end and text.plain[place + 1].isalnum():
                opened = place if opened is None else opened
                continue
            if opened is None or not _closes_single(text, opened, place):
                continue
            while number < len(spans) and spans[number][1] <= opened:
                number += 1
            inside = number < len(spans) and spans[number][0] < opened and place < spans[number][1]
            if number < len(spans) and not inside and spans[number][0] < place:
                opened = None
                continue
            content = (opened + 1, place)
            found.append(Quotation((opened, place + 1), content, (content,), True, inside))
            opened = None
    return found


def _closes_single(text: Text, opened: int, place: int) -> bool:
    if text.original[place] == "’" and text.original[opened] not in "‘‚‹'":
        return False
    if text.plain[place - 1] == "s" and text.plain[place + 1 : place + 2] == " ":
        return text.original[opened] in "‘‚‹" and text.plain[place + 2 : place + 3].islower() is False
    return place - opened <= 2000 and text.original[opened] != "’"


def _trimmed(plain: str, span: Span) -> Span:
    start, end = span
    while start < end and plain[start].isspace():
        start += 1
    while end > start and plain[end - 1].isspace():
        end -= 1
    return start, end


def words(text: Text, span: Span) -> int:
    """How many words a stretch has.

    Examples
    --------
    >>> words(Text("one, two"), (0, 8))
    2
    """
    return len(_WORD.findall(text.plain, span[0], span[1]))
