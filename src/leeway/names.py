"""Names of states: from what people type to a key, without guessing.

The table ``aliases.csv`` has one row per alias and state, with the days between which it held. Its kind
*surname* is a leader's name that is too common to be read by itself: *President Moon*, but not *Moon*.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from leeway.errors import QuestionError
from leeway.phrases import parse
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
    "surname": 7,
    "part": 8,
}
_WRITTEN_KINDS = frozenset({"name", "official", "un_file", "former"})
_OF_PERSONS = frozenset({"leader", "surname"})
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_DROPPED = re.compile(r"[.'’‘`´ʻʼ]+")
_BREAKS = re.compile(r"[\W_]+")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_POSSESSIVES = re.compile(r"['’](?:s\b|(?!\w))", re.IGNORECASE)
_INVERTED = re.compile(r"([^,(]+)(?:,\s*|\()([^,()]+?)\s*\)?")
_MARKS = re.compile(r"[(),/]")
# Codes that are read within a phrase, if written in capitals.
_CODES_IN_PHRASES = frozenset({"us", "uk"})


@dataclass(frozen=True, slots=True)
class Match:
    """What a text says about a state.

    Attributes
    ----------
    state : str or None
        Key of the state; None where the text is unknown or can mean several.
    kind : str
        How the state was named: name, official, un_file, former, code, demonym, capital, seat_of_power,
        leader or surname. Where `state` is None: *unknown*, *ambiguous*, or *part* for a part of a state.
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


def fold(text: str) -> str:
    """A text without case, accents, apostrophes and dots.

    Examples
    --------
    >>> fold("U.S."), fold("Türkiye"), fold("People's")
    ('us', 'turkiye', 'peoples')
    """
    folded = text.casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in apart if not unicodedata.combining(char)).translate(_LETTERS)
    return _DROPPED.sub("", folded)


def _key(text: str) -> str:
    """Fold case, accents and punctuation: two writings of one name give one key."""
    folded = fold(_POSSESSIVE.sub("", text.strip())).replace("&", " and ")
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
    rows = [row for row in _borne(_rows(key), key, on) if row.kind != "surname"]
    if len(key) == 2 and not text.isupper():
        rows = [row for row in rows if row.kind != "code"]
    match = _meant(rows, on) if rows else _twice(text, on) or _phrase(text, on)
    if match is None:
        return Match(None, "unknown", near=_near(key) if near else ())
    return match


def _rows(key: str) -> Sequence[_Alias]:
    rows: Sequence[_Alias] = _aliases().get(key, ())
    if rows:
        return rows
    if key.endswith("s") and (plural := _aliases().get(key[:-1], ())):
        return [row for row in plural if row.kind == "demonym"]
    first, space, last = key.partition(" ")
    if space and " " not in last:  # the family name first: Hatoyama Yukio
        return [row for row in _aliases().get(f"{last} {first}", ()) if row.kind == "leader"]
    return rows


def _borne(rows: Sequence[_Alias], key: str, on: dt.date | None) -> Sequence[_Alias]:
    """Rows without those of leaders whose surname alone meant somebody else before their time."""
    if on is None or " " in key:
        return rows
    return [row for row in rows if row.kind not in _OF_PERSONS or row.start is None or row.start <= on]


def _best(rows: Sequence[_Alias], on: dt.date | None) -> Sequence[_Alias]:
    """Rows that hold on the day, or the last that bore the name; of these the most telling kind."""
    if len(rows) < 2:
        return rows
    live = [row for row in rows if row.live(on)]
    if not live and on is not None:
        ended = [row for row in rows if row.kind in _WRITTEN_KINDS and _latest(row) < on]
        live = [row for row in ended if _latest(row) == max(map(_latest, ended))]
    rows = live or rows
    best = min(_RANKS[row.kind] for row in rows)
    return [row for row in rows if _RANKS[row.kind] == best]


def _meant(rows: Sequence[_Alias], on: dt.date | None) -> Match:
    rows = _best(rows, on)
    keys = {row.state for row in rows}
    if len(keys) > 1 or rows[0].kind == "part":
        kind = "ambiguous" if len(keys) > 1 else "part"
        return Match(None, kind, near=tuple(sorted(state(one).name for one in keys)))
    row = max(rows, key=_latest)
    if on is None or not row.live(on):
        return Match(row.state, row.kind, row.spell)
    of_id = [spell for spell in state(row.state).spells if spell.id == row.id]
    return Match(row.state, row.kind, _spell_on(of_id, on).name)


def _inverted(text: str, on: dt.date | None) -> Match | None:
    """Read *Korea, Republic of* and *Tanzania (United Republic of)* as they are said."""
    found = _INVERTED.fullmatch(text.strip())
    rows = _aliases().get(_key(f"{found[2]} {found[1]}"), ()) if found else ()
    return _meant(rows, on) if rows else None


def _twice(text: str, on: dt.date | None) -> Match | None:
    """Read an inverted name, or one name beside another of the same state: *Belarus (Byelorussia)*."""
    if not _MARKS.search(text):
        return None
    if match := _inverted(text, on):
        return match
    parts = [_rows(_key(part)) for part in _MARKS.split(text) if part.strip()]
    if len(parts) != 2 or not all(parts):
        return None
    shared = {row.state for row in parts[0]} & {row.state for row in parts[1]}
    told = [row for row in parts[0] if row.state in shared and row.kind in _WRITTEN_KINDS]
    return _meant(told, on) if told else None


def _phrase(text: str, on: dt.date | None) -> Match | None:
    """Read the names in a phrase if nothing else is in it; see `leeway.phrases`."""
    found = _INVERTED.fullmatch(text.strip()) if text.rstrip().endswith(")") else None
    said = f"{found[1].strip()} of {found[2]}" if found else text
    phrase = parse(_key(said).split(), partial(_kind_in_phrase, said, on))
    if (phrase is None or not phrase.read) and _POSSESSIVES.search(said):
        said = _POSSESSIVES.sub("", said)
        phrase = parse(_key(said).split(), partial(_kind_in_phrase, said, on)) or phrase
    if phrase is None:
        return None
    named = [_best(_in_phrase(name, said, on), on) for name in phrase.names]
    if any(row.kind == "part" for rows in named for row in rows):
        return None
    shared = set.intersection(*({row.state for row in rows} for rows in named))
    if len(shared) == 1 and phrase.read:
        telling = [row for row in named[0] if row.state in shared]
        return _meant(telling, on)
    meant = {row.state for rows in named for row in rows}
    if len(meant) < 2:
        return None
    return Match(None, "ambiguous", near=tuple(sorted(state(one).name for one in shared or meant)))


def _in_phrase(key: str, text: str, on: dt.date | None) -> Sequence[_Alias]:
    rows = _rows(key)
    if not rows:
        return rows
    rows = _borne(rows, key, on)
    if key in _CODES_IN_PHRASES and key.upper() in _BREAKS.split(text.replace(".", "")):
        return rows
    return [row for row in rows if row.kind != "code"]


def _kind_in_phrase(text: str, on: dt.date | None, key: str) -> str | None:
    rows = _best(_in_phrase(key, text, on), on)
    if not rows:
        return None
    return "name" if rows[0].kind == "code" else rows[0].kind


def _latest(alias: _Alias) -> dt.date:
    return alias.end or dt.date.max


def _near(key: str) -> tuple[str, ...]:
    aliases = _aliases()
    named = [known for known, rows in aliases.items() if rows[0].kind != "code" and len(known) > 3]
    close = difflib.get_close_matches(key, named, n=6, cutoff=0.7)
    within = [known for known in named if f" {known} " in f" {key} "]
    if not close and not within:
        words = [word for word in key.split() if len(word) > 4]
        close = [
            one for word in words[:3] for one in difflib.get_close_matches(word, named, n=2, cutoff=0.85)
        ]
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
