"""Who is a state, when, and under which names: what people type, what the voting record writes, and dyads.

A state's key is ISO 3166-1 alpha-3. The key is that of the legal person: rows of the Soviet Union are
Russia's, rows of Burma are Myanmar's, while Czechoslovakia and Yugoslavia end and keep keys of their own.
Names resolve without guessing: a text that is unknown, or that can mean several states, gives near
matches and no state.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from leeway.errors import QuestionError
from leeway.names import Match, look_up, resolve, written_as
from leeway.spells import Seat, Spell, State, seated, spells, state, states

__all__ = [
    "Dyad",
    "Match",
    "Seat",
    "Spell",
    "State",
    "by_cow",
    "by_gw",
    "by_iso3",
    "look_up",
    "resolve",
    "seated",
    "spells",
    "state",
    "states",
    "un_state",
]


_FIRST_SPELLS = dt.date(1946, 1, 1)


@cache
def _by_un_code() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for spell in spells():
        if spell.un_code:
            found.setdefault(spell.un_code, set()).add(spell.state)
    return {code: frozenset(keys) for code, keys in found.items()}


def un_state(ms_code: str, ms_name: str, on: dt.date) -> str | None:
    """Which state a row of the United Nations voting record is.

    Parameters
    ----------
    ms_code, ms_name : str
        The row's code, which may be empty or unknown, and its name, which may be unknown if the code is
        not.
    on : date
        The day of the roll call; it tells the Yugoslavia that ended in 1992 from the one admitted in 2000.

    Returns
    -------
    str or None
        Key of the state; None where neither code nor name is known, or where they contradict each other.

    Examples
    --------
    >>> un_state("SUN", "USSR", dt.date(1980, 1, 14)), un_state("BUR", "BURMA", dt.date(1950, 11, 3))
    ('RUS', 'MMR')
    >>> un_state("YUG", "YUGOSLAVIA", dt.date(1995, 1, 1)), un_state("YUG", "YUGOSLAVIA", dt.date(2001, 1, 1))
    ('YUG', 'SRB')
    >>> un_state("KAZ", "RUSSIAN FEDERATION", dt.date(2001, 1, 1)) is None
    True
    """
    by_code = _by_un_code().get(ms_code.strip().upper(), frozenset())
    by_name = written_as(ms_name)
    keys = by_code & by_name if by_code and by_name else by_code | by_name
    if len(keys) == 1:
        return next(iter(keys))
    return _last_admitted(keys, on)


def _last_admitted(keys: Iterable[str], on: dt.date) -> str | None:
    admitted = {key: seated(key)[0][0] for key in keys if seated(key)}
    started = sorted((first, key) for key, first in admitted.items() if first <= on)
    if not started or (len(started) > 1 and started[-1][0] == started[-2][0]):
        return None
    return started[-1][1]


@cache
def _by_code(column: str) -> dict[object, tuple[Spell, ...]]:
    found: dict[object, list[Spell]] = {}
    for spell in spells():
        if code := getattr(spell, column):
            found.setdefault(code, []).append(spell)
    return {code: tuple(rows) for code, rows in found.items()}


def _holder(column: str, code: object, on: dt.date | None) -> str | None:
    """The state that bears a code on a day; on no day in particular, the one that bears it still."""
    rows = _by_code(column).get(code, ())
    if on is None:
        found = [row for row in rows if row.end is None] or rows
    else:
        found = [row for row in rows if row.holds(on)] or _borne_about(rows, on)
    keys = {row.state for row in found}
    return keys.pop() if len(keys) == 1 else None


def _borne_about(rows: Sequence[Spell], on: dt.date) -> list[Spell]:
    """Bearers of a code in the year of a day, then those that existed on it, then any before 1946."""
    first, last = dt.date(on.year, 1, 1), dt.date(on.year, 12, 31)
    in_year = [
        row for row in rows if not (row.end and row.end < first) and not (row.start and row.start > last)
    ]
    existed = [row for row in rows if state(row.state).spell_on(on)]
    return in_year or existed or (list(rows) if on < _FIRST_SPELLS else [])


def by_cow(number: int, on: dt.date) -> str | None:
    """Which state bears a Correlates of War number on a day.

    Parameters
    ----------
    number : int
    on : date
        Where nobody bears the number on the day itself, the state that bears it in another part of the
        year is meant, because sources by year fill whole years; then the state that existed under its
        other number (255 and 260 are Germany). Before 1946, where spells are not kept, the number alone
        decides if it was only ever one state's.

    Returns
    -------
    str or None
        Key of the state; None where nobody bears the number on that day.

    Examples
    --------
    >>> by_cow(365, dt.date(1980, 1, 1)), by_cow(345, dt.date(1990, 1, 1)), by_cow(345, dt.date(2010, 1, 1))
    ('RUS', 'YUG', 'SRB')
    >>> by_cow(260, dt.date(1990, 12, 31)), by_cow(265, dt.date(1990, 12, 31))
    ('DEU', 'DDR')
    >>> by_cow(705, dt.date(1980, 1, 1)) is None
    True
    """
    return _holder("cow", number, on)


def by_gw(number: int, on: dt.date) -> str | None:
    """Which state bears a Gleditsch-Ward number on a day; see `by_cow`.

    Examples
    --------
    >>> by_gw(260, dt.date(1980, 1, 1)), by_gw(678, dt.date(2010, 1, 1))
    ('DEU', 'YEM')
    """
    return _holder("gw", number, on)


def by_iso3(code: str, on: dt.date | None = None) -> str | None:
    """Which state bears a three-letter code, of today or withdrawn; the live one wins.

    Codes are those of ISO 3166-1, Leeway's own keys, and the specials of other publishers that are listed
    among the aliases (``KSV``, ``UNK``, ``ROM``).

    Examples
    --------
    >>> by_iso3("KAZ"), by_iso3("SUN"), by_iso3("UNK"), by_iso3("XYZ")
    ('KAZ', 'RUS', 'XKX', None)
    """
    found = _holder("iso3", code, on) or _holder("id", code, on)
    if found or not code.isalpha():
        return found
    match = look_up(code, on, near=False)
    return match.state if match.kind == "code" else None


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two states, in the order of the question whether `state` is moving away from `partner`.

    Raises
    ------
    QuestionError
        If the two are one state, or a key is unknown.

    Examples
    --------
    >>> Dyad.of("Kazakhstan", "Russia")
    Dyad(state='KAZ', partner='RUS')
    """

    state: str
    partner: str

    def __post_init__(self) -> None:
        first, second = state(self.state), state(self.partner)
        if first.id == second.id:
            raise QuestionError(
                f"{first.name} cannot be compared with itself.", hint="Name two different states."
            )
        object.__setattr__(self, "state", first.id)
        object.__setattr__(self, "partner", second.id)

    @classmethod
    def of(cls, first: str, second: str, *, on: dt.date | None = None) -> Dyad:
        """Build a dyad from two texts; see `resolve`."""
        return cls(resolve(first, on=on), resolve(second, on=on))
