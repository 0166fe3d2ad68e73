"""What somebody may be about to type: states under their names of today and of the time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from leeway.names import fold
from leeway.spells import day_or_none, read_table, spells

_ORDER = (
    "name",
    "former",
    "official",
    "un_file",
    "demonym",
    "capital",
    "seat_of_power",
    "leader",
)
"""Kinds of names that are offered, likeliest first."""

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Completion:
    """A state, under its name of the time, one of whose names begins as some letters do.

    Attributes
    ----------
    text : str
        Its name, of today or of the time.
    matched, kind : str
        The name that begins so, as it is written, and what kind of name it is.
    state : str
        Key of the state.
    since, until : date or None
        Days on which the name that begins so was borne; no end means still.
    """

    text: str
    matched: str
    kind: str
    state: str
    since: dt.date | None
    until: dt.date | None


def completions(letters: str, *, limit: int = 8) -> tuple[Completion, ...]:
    """States of whose names one begins with some letters: of today first, then of the time.

    Parameters
    ----------
    letters : str
        Two or more; case and accents do not matter.
    limit : int

    Examples
    --------
    >>> [(one.text, one.state) for one in completions("soviet u")]
    [('Soviet Union', 'RUS')]
    >>> [(one.text, one.matched) for one in completions("Tokayev")]
    [('Kazakhstan', 'Tokayev')]
    """
    start = _folded(letters)
    if len(start) < _FEWEST:
        return ()
    found: dict[tuple[str, str], Completion] = {}
    for key, one in _names():
        if key.startswith(start):
            found.setdefault((one.state, one.text), one)
        if len(found) == limit:
            break
    return tuple(found.values())


def trailing(text: str, *, limit: int = 8) -> tuple[str, tuple[Completion, ...]]:
    """The letters at the end of a text that a name may begin with, and the states they may mean.

    Parameters
    ----------
    text : str
        A question that is being typed.
    limit : int

    Returns
    -------
    tuple of str and tuple of Completion
        The letters as typed: the longest run of last words that anything begins with.

    Examples
    --------
    >>> letters, found = trailing("Is Kazakhstan moving away from united k")
    >>> letters, found[0].text
    ('united k', 'United Kingdom')
    """
    words = text.split()[-4:]
    if not words or text[-1:].isspace():
        return "", ()
    for first in range(len(words)):
        letters = " ".join(words[first:])
        if found := completions(letters, limit=limit):
            return letters, found
    return "", ()


def _folded(text: str) -> str:
    return " ".join(fold(text).split()).removeprefix("the ")


@cache
def _names() -> tuple[tuple[str, Completion], ...]:
    """Every name as it is folded, those of today first."""
    rows_of: dict[str, list[tuple[dt.date, str, str]]] = {}
    for spell in spells():
        rows_of.setdefault(spell.id, []).append((spell.start or dt.date.min, spell.state, spell.name))
    found = []
    for row in read_table("aliases.csv"):
        if row["kind"] not in _ORDER:
            continue
        start, end = day_or_none(row["from"]), day_or_none(row["to"])
        borne = [one for one in sorted(rows_of[row["state"]]) if one[0] <= (end or dt.date.max)]
        _, state, name = borne[-1] if borne else sorted(rows_of[row["state"]])[0]
        found.append((_folded(row["alias"]), Completion(name, row["alias"], row["kind"], state, start, end)))
    found.sort(key=_place)
    return tuple(found)


def _place(named: tuple[str, Completion]) -> tuple[bool, int, bool, int, str]:
    key, one = named
    return one.until is not None, _ORDER.index(one.kind), one.matched != one.text, len(key), key
