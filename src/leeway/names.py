"""Names of states: from what people type to a key, without guessing.

The table ``aliases.csv`` has one row per alias and state, with the days between which it held.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from leeway.errors import QuestionError
from leeway.spells import Spell, day_or_none, read_table, spells, state

# Of several meanings the lowest rank wins; two states of one rank are ambiguous.
_RANKS = {
    "name": 0,
    "official": 0,
    "un_file": 1,
    "former": 1,
    "code": 2,
    "demonym": 3,
    "capital": 4,
    "seat_of_power": 5,
    "leader": 6,
    "part": 7,
}
_WRITTEN_KINDS = frozenset({"name", "official", "un_file", "former"})
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_DROPPED = re.compile(r"[.'’‘`´ʻʼ]+")
_BREAKS = re.compile(r"[\W_]+")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """What a text says about a state.

    Attributes
    ----------
    state : str or None
        Key of the state; None where the text is unknown or can mean several.
    kind : str
        How the state was named: name, official, un_file, former, code, demonym, capital, seat_of_power
        or leader. Where `state` is None: *unknown*, *ambiguous*, or *part* for a part of a state.
    spell : str or None
        Name of the spell that the text means: *Soviet Union* for ``USSR``, whose state is Russia.
    near : tuple of str
        Names of states that the text resembles or could mean; empty where `state` is known.
    """

    state: str | None
    kind: str
    spell: str | None = None
    near: tuple[str, ...] = ()


class _Alias(NamedTuple):
    id: str
    state: str
    start: dt.date | None
    end: dt.date | None
    kind: str
    spell: str

    def live(self, on: dt.date | None) -> bool:
        if on is None:
            return self.end is None
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@cache
def _aliases() -> dict[str, tuple[_Alias, ...]]:
    rows_of: dict[str, list[Spell]] = {}
    for spell in spells():
        rows_of.setdefault(spell.id, []).append(spell)
    found: dict[str, dict[tuple[str, dt.date | None, dt.date | None], _Alias]] = {}
    for row in read_table("aliases.csv"):
        start, end = day_or_none(row["from"]), day_or_none(row["to"])
        meant = _spell_on(rows_of[row["state"]], end or dt.date.max)
        alias = _Alias(row["state"], meant.state, start, end, row["kind"], meant.name)
        same = found.setdefault(_key(row["alias"]), {})
        kept = same.setdefault((alias.id, start, end), alias)
        if _RANKS[alias.kind] < _RANKS[kept.kind]:
            same[alias.id, start, end] = alias
    return {key: tuple(rows.values()) for key, rows in found.items()}


def _spell_on(rows: Sequence[Spell], day: dt.date) -> Spell:
    return next((one for one in reversed(rows) if one.start is None or one.start <= day), rows[0])


def _key(text: str) -> str:
    """Fold case, accents and punctuation: two writings of one name give one key."""
    folded = _POSSESSIVE.sub("", text.strip()).casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in apart if not unicodedata.combining(char)).translate(_LETTERS)
    folded = _DROPPED.sub("", folded.replace("&", " and "))
    return _BREAKS.sub(" ", folded).strip().removeprefix("the ")


def look_up(text: str, on: dt.date | None = None, *, near: bool = True) -> Match:
    """Find the state that a text names; never guess and never raise.

    Parameters
    ----------
    text : str
        Name, ISO code, demonym, capital, seat of power or leader. Case, accents, punctuation and a
        leading *the* do not matter, but a two-letter code must be written in capitals.
    on : date, optional
        The day the text speaks of. Without it today's names come first, then those that have ended.
    near : bool
        Whether to look for near matches of an unknown text, which takes some milliseconds.

    Returns
    -------
    Match
        Its `state` is None where the text is unknown or can mean several states.

    Examples
    --------
    >>> look_up("the Soviet Union")
    Match(state='RUS', kind='name', spell='Soviet Union', near=())
    >>> look_up("Korea")
    Match(state=None, kind='ambiguous', spell=None, near=('North Korea', 'South Korea'))
    >>> look_up("Yugoslavia").state, look_up("Yugoslavia", dt.date(2001, 6, 1)).state
    ('YUG', 'SRB')
    """
    key = _key(text)
    rows: Sequence[_Alias] = _aliases().get(key, ())
    if not rows and key.endswith("s"):
        rows = [row for row in _aliases().get(key[:-1], ()) if row.kind == "demonym"]
    elif len(key) == 2 and not text.isupper():
        rows = [row for row in rows if row.kind != "code"]
    if len(rows) > 1:
        rows = [row for row in rows if row.live(on)] or rows
        best = min(_RANKS[row.kind] for row in rows)
        rows = [row for row in rows if _RANKS[row.kind] == best]
    if not rows:
        return Match(None, "unknown", near=_near(key) if near else ())
    keys = sorted({row.state for row in rows})
    if len(keys) > 1 or rows[0].kind == "part":
        kind = "ambiguous" if len(keys) > 1 else "part"
        return Match(None, kind, near=tuple(sorted(state(one).name for one in keys)))
    row = max(rows, key=_latest)
    if on is None or not row.live(on):
        return Match(row.state, row.kind, row.spell)
    of_id = [spell for spell in state(row.state).spells if spell.id == row.id]
    return Match(row.state, row.kind, _spell_on(of_id, on).name)


def _latest(alias: _Alias) -> dt.date:
    return alias.end or dt.date.max


def _near(key: str) -> tuple[str, ...]:
    aliases = _aliases()
    named = [known for known, rows in aliases.items() if rows[0].kind != "code" and len(known) > 3]
    close = difflib.get_close_matches(key, named, n=6, cutoff=0.7)
    within = [known for known in named if f" {known} " in f" {key} "]
    meant = [row.state for known in (*close, *within) for row in aliases[known]]
    return tuple(dict.fromkeys(state(one).name for one in meant))[:5]


def resolve(text: str, *, on: dt.date | None = None) -> str:
    """Key of the state that a text names.

    Parameters
    ----------
    text : str
        Name, code, demonym, capital, seat of power or leader.
    on : date, optional
        The day the text speaks of.

    Raises
    ------
    QuestionError
        If the text is unknown or can mean several states; with near matches.

    Examples
    --------
    >>> resolve("Kazakhstan"), resolve("Türkiye"), resolve("Moscow")
    ('KAZ', 'TUR', 'RUS')
    >>> resolve("Yugoslavia", on=dt.date(2001, 6, 1))
    'SRB'
    """
    match = look_up(text, on)
    if match.state is not None:
        return match.state
    if match.kind == "part":
        raise QuestionError(
            f"'{text}' is not a state of its own in the record.", hint=f"See {match.near[0]}."
        )
    if match.kind == "ambiguous":
        raise QuestionError(f"'{text}' can mean {' or '.join(match.near)}.", hint="Write which one.")
    hint = (
        f"Near matches: {', '.join(match.near)}." if match.near else "Write a name or an ISO code, e.g. KAZ."
    )
    raise QuestionError(f"No state is known as '{text}'.", hint=hint)


def written_as(text: str) -> frozenset[str]:
    """Keys of all states that ever bore a text as a name, today's, official or former.

    Examples
    --------
    >>> sorted(written_as("YUGOSLAVIA"))
    ['SRB', 'YUG']
    """
    return frozenset(row.state for row in _aliases().get(_key(text), ()) if row.kind in _WRITTEN_KINDS)
