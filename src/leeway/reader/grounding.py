"""Words that a language model returned, found in the text again, or not kept.

A model returns words, never places. Words that stand in the text as they are get their place; words that
nearly do get it too and are called approximate; what cannot be found was invented, and is dropped.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from leeway.reader.reading import Span, Statement
from leeway.reader.text import Text

ALIKE = 0.9
"""Share of the letters that must agree before words count as found approximately."""

HIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters that leave no mark on the page, or turn the direction of others; as of a pattern's class."""

_HIDDEN = re.compile(f"[{HIDDEN}]+")
_SOLID = re.compile(rf"[^\s{HIDDEN}]+")
_WORD = re.compile(r"\w+")
_TRAILING = " .,;:!?…"
_NEGATIONS = frozenset(
    {"not", "no", "never", "none", "nor", "neither", "without", "cannot", "t", "nobody", "nothing"}
)
_MOST_TRIED = 1000
_MOST_WORDS = 300
_MOST_ANCHORS = 12
_MOST_PLACES = 200
_MOST_CANDIDATES = 3
_FAR = float("inf")


@dataclass(frozen=True, slots=True)
class Grounded:
    """Where words stand, and whether they stand there as they are or nearly so."""

    span: Span
    exact: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Statements by id: pairs that the rules and the model both found, and those that only one did."""

    both: tuple[tuple[str, str], ...]
    only_rules: tuple[str, ...]
    only_model: tuple[str, ...]

    def to_dict(self) -> dict[str, list[str] | list[list[str]]]:
        """The keys of the model's part that compare it with the rules."""
        return {
            "both": [list(pair) for pair in self.both],
            "only_rules": list(self.only_rules),
            "only_model": list(self.only_model),
        }


@dataclass(frozen=True, slots=True)
class _Seen:
    """A text as a person sees it: without hidden characters, every gap one blank, and where each was."""

    words: str
    places: array[int]

    def span(self, start: int, end: int) -> Span:
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text in order, where each stands in it, and where each word comes up."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    at: dict[str, list[int]]


def visible(words: str) -> str:
    """The words without hidden characters, those that turn the direction of others, and broken halves.

    Examples
    --------
    >>> visible("pl\u200bain")
    'plain'
    """
    return _HIDDEN.sub("", words)


def ground(text: Text, words: str, *, near: int | None = None) -> Grounded | None:
    r"""Find words in a text.

    Kinds of marks and dashes, the width of gaps, hidden characters, and marks and stops around the words do
    not matter. Of several occurrences the one nearest to `near` counts, or else the first. Words that are
    not there as they are count as found approximately where at least `ALIKE` of their letters agree and
    numbers and negations are the same.

    Parameters
    ----------
    text : Text
    words : str
    near : int, optional
        A place in the text, such as the end of what was found before.

    Returns
    -------
    Grounded or None
        None for words that are not in the text.

    Examples
    --------
    >>> text = Text("“We shall\nnever leave”, said the envoy.")
    >>> ground(text, '"We shall never leave."')
    Grounded(span=(1, 21), exact=True)
    >>> ground(text, "we shall never leeve, said the envoy")
    Grounded(span=(1, 38), exact=False)
    >>> ground(text, "We shall always leave") is None
    True
    """
    sought = _squeezed(words)
    if not any(char.isalnum() for char in sought):
        return None
    seen = _seen(text)
    place = None if near is None else bisect_left(seen.places, near)
    for form in dict.fromkeys((sought, sought.strip(_TRAILING))):
        start = _nearest(seen.words, form, place)
        if start is not None:
            return Grounded(seen.span(start, start + len(form)), exact=True)
    found = _approximate(_words(text), sought, place)
    return None if found is None else Grounded(seen.span(*found), exact=False)


def compared(rules: Sequence[Statement], model: Sequence[Statement]) -> Compared:
    """Tell which statements both found, only the rules, or only the model.

    Two are the same statement where at least half of the shorter one's words lie within the other.

    Parameters
    ----------
    rules, model : sequence of Statement

    Examples
    --------
    >>> def said(id, *spans):
    ...     return Statement(id, "direct", None, None, None, spans)
    >>> compared([said("s1", (0, 10)), said("s2", (20, 30))], [said("m1", (1, 9)), said("m2", (40, 50))])
    Compared(both=(('s1', 'm1'),), only_rules=('s2',), only_model=('m2',))
    """
    parts = sorted((span, number) for number, one in enumerate(rules) for span in one.content_spans)
    starts = [span[0] for span, _ in parts]
    reach = list(accumulate((span[1] for span, _ in parts), max))
    lengths = [_length(one.content_spans) for one in rules]
    both = []
    for one in model:
        shared: Counter[int] = Counter()
        for start, end in one.content_spans:
            number = bisect_left(starts, end) - 1
            while number >= 0 and reach[number] > start:
                (begin, stop), which = parts[number]
                shared[which] += max(0, min(end, stop) - max(start, begin))
                number -= 1
        own = _length(one.content_spans)
        both += [
            (rules[which].id, one.id)
            for which, common in sorted(shared.items())
            if common and 2 * common >= min(own, lengths[which])
        ]
    ours, theirs = {pair[0] for pair in both}, {pair[1] for pair in both}
    return Compared(
        tuple(both),
        tuple(one.id for one in rules if one.id not in ours),
        tuple(one.id for one in model if one.id not in theirs),
    )


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def _squeezed(words: str) -> str:
    plain = " ".join(visible(Text(words).plain).split()).strip('" ')
    return plain[1:-1].strip() if plain.startswith("'") and plain.endswith("'") else plain


@lru_cache(maxsize=1)
def _seen(text: Text) -> _Seen:
    pieces: list[str] = []
    places = array("I")
    last = 0
    for piece in _SOLID.finditer(text.plain):
        start, end = piece.span()
        if pieces and visible(text.plain[last:start]):
            pieces.append(" ")
            places.append(last)
        pieces.append(piece[0])
        places.extend(range(start, end))
        last = end
    return _Seen("".join(pieces), places)


@lru_cache(maxsize=1)
def _words(text: Text) -> _Words:
    found = [(one[0].casefold(), one.span()) for one in _WORD.finditer(_seen(text).words)]
    at: dict[str, list[int]] = {}
    for number, (word, _) in enumerate(found):
        at.setdefault(word, []).append(number)
    return _Words(tuple(word for word, _ in found), tuple(span for _, span in found), at)


def _nearest(within: str, words: str, near: int | None) -> int | None:
    if near is None:
        return _after(within, words, 0)
    after, before = _after(within, words, near), _before(within, words, near)
    if after is None or before is None:
        return before if after is None else after
    return before if near - before < after - near else after


def _after(within: str, words: str, start: int) -> int | None:
    for _ in range(_MOST_TRIED):
        start = within.find(words, start)
        if start < 0:
            return None
        if _whole(within, start, start + len(words)):
            return start
        start += 1
    return None


def _before(within: str, words: str, near: int) -> int | None:
    end = near + len(words) - 1
    for _ in range(_MOST_TRIED):
        start = within.rfind(words, 0, max(0, end))
        if start < 0:
            return None
        if _whole(within, start, start + len(words)):
            return start
        end = start + len(words) - 1
    return None


def _whole(within: str, start: int, end: int) -> bool:
    """Whether no word of a script that parts its words is cut at either end."""
    return not (
        (start and _lettered(within[start - 1]) and _lettered(within[start]))
        or (end < len(within) and _lettered(within[end - 1]) and _lettered(within[end]))
    )


def _lettered(char: str) -> bool:
    return char.isdigit() or char.lower() != char.upper()


def _approximate(text: _Words, sought: str, near: int | None) -> Span | None:
    words = [word.casefold() for word in _WORD.findall(sought)]
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    guarded = _guarded(words)
    fits = []
    for begin in _candidates(text, words):
        slack = _slack(words)
        first = max(0, begin - slack)
        fit = _fitted(words, text.words[first : begin + len(words) + slack])
        if fit is None:
            continue
        cost, start, end = fit
        if _guarded(text.words[first + start : first + end]) == guarded:
            span = text.spans[first + start][0], text.spans[first + end - 1][1]
            fits.append((round(cost, 6), abs(span[0] - (near or 0)), span))
    return min(fits)[2] if fits else None


def _slack(words: Sequence[str]) -> int:
    return max(2, len(words) // 8)


def _guarded(words: Sequence[str]) -> Counter[str]:
    return Counter(word for word in words if word in _NEGATIONS or any(char.isdigit() for char in word))


def _candidates(text: _Words, words: Sequence[str]) -> list[int]:
    """Where the words may begin, by how many of the rarest of them stand as far from there as they should."""
    known = sorted(
        (word for word in set(words) if word in text.at), key=lambda word: (len(text.at[word]), word)
    )
    votes: Counter[int] = Counter()
    for word in known[:_MOST_ANCHORS]:
        offset = words.index(word)
        votes.update(place - offset for place in text.at[word][:_MOST_PLACES])
    chosen: list[int] = []
    for begin, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if all(abs(begin - other) > 1 for other in chosen):
            chosen.append(begin)
        if len(chosen) == _MOST_CANDIDATES:
            break
    return chosen


def _fitted(words: Sequence[str], window: Sequence[str]) -> tuple[float, int, int] | None:
    """Fewest letters to change so that all the words stand within the window, and from where to where.

    Alignments that already cost too much are not followed, so most of the work is near the diagonal.
    """
    wide = len(window)
    allowed = (1 - ALIKE) * sum(len(word) + 1 for word in words)
    costs, begins = [0.0] * (wide + 1), list(range(wide + 1))
    low, high = 0, min(wide, 2 * _slack(words))
    for word in words:
        row, origin = [_FAR] * (wide + 1), [0] * (wide + 1)
        last = low - 1
        first = wide + 1
        for place in range(low, wide + 1):
            if place > high + 1 and last != place - 1:
                break
            best, start = (costs[place] if place <= high else _FAR) + len(word) + 1, begins[place]
            if low < place <= high + 1:
                changed = costs[place - 1] + (
                    0.0 if window[place - 1] == word else _change(word, window[place - 1])
                )
                if changed < best:
                    best, start = changed, begins[place - 1]
            added = row[place - 1] + len(window[place - 1]) + 1 if place > low else _FAR
            if added < best:
                best, start = added, origin[place - 1]
            if best <= allowed:
                row[place], origin[place] = best, start
                first, last = min(first, place), place
        if first > wide:
            return None
        costs, begins, low, high = row, origin, first, last
    cost, end = min((costs[place], place) for place in range(low, high + 1))
    return (cost, begins[end], end) if begins[end] < end else None


def _change(word: str, other: str) -> float:
    """Letters between what two words have in common at both ends; all where that is less than half."""
    if len(word) < len(other):
        word, other = other, word
    longest, same = len(word), 0
    if word[0] != other[0] and word[-1] != other[-1]:
        return longest
    while same < len(other) and word[same] == other[same]:
        same += 1
    place = -1
    while same < len(other) and word[place] == other[place]:
        same, place = same + 1, place - 1
    return longest - same if 2 * same >= longest else longest
