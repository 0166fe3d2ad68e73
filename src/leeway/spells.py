"""Spells of states: who a state was, when, and under which codes.

The table ``states.csv`` has one row per spell: a stretch of time in which a state kept its name, its
identity and its seat. A spell that a later state continues as the same legal person (the Soviet Union,
continued by Russia) names it in `continuator`; the two then share one key. A state that ended without a
continuator (Czechoslovakia) keeps a key of its own.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

from leeway.errors import QuestionError

Seat = tuple[dt.date, dt.date | None]
Kind = Literal["member", "observer", "contested", "vanished"]


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time in which a state kept its name, its identity and its seat.

    Attributes
    ----------
    id : str
        Key of the row: ISO 3166-1 alpha-3, the withdrawn code of a state that ended, or an X-code of
        Leeway's own for entities without one.
    state : str
        Key of the legal person: the continuator's where there is one, otherwise `id`.
    name : str
        Short English name in this spell.
    start, end : date or None
        First and last day; no start means before 1945, no end means still.
    kind : {'member', 'observer', 'contested', 'vanished'}
        Member of the United Nations at some time; observer; statehood contested; member or not, ended
        without a continuator. A description of the record, not a judgement.
    iso3, m49, un_code : str
        Codes of the time: ISO 3166-1 alpha-3, United Nations M49, ``ms_code`` in the voting record;
        empty where there is none.
    cow, gw : int or None
        Correlates of War and Gleditsch-Ward numbers.
    predecessor, successor : tuple of str
        Keys of the states it came from and that came from it.
    un_from, un_to : date or None
        First and last day with a seat at the United Nations; both None for a spell without a seat,
        no `un_to` means still.
    note : str
        What the columns cannot say.
    source, as_of : str, date
        Where the row comes from, and the day it was true.
    verified : tuple of str
        Columns that agree with a file named in `source` (`un_from` by its year); everything else is
        remembered.
    """

    id: str
    state: str
    name: str
    start: dt.date | None
    end: dt.date | None
    kind: Kind
    iso3: str
    cow: int | None
    gw: int | None
    m49: str
    un_code: str
    predecessor: tuple[str, ...]
    successor: tuple[str, ...]
    un_from: dt.date | None
    un_to: dt.date | None
    note: str
    source: str
    as_of: dt.date
    verified: tuple[str, ...]

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in the spell."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def read_table(file: str) -> Iterator[dict[str, str]]:
    """Rows of a table of the package, as text."""
    text = resources.files("leeway").joinpath(file).read_text(encoding="utf-8")
    rows = csv.reader(io.StringIO(text, newline=""))
    names = next(rows)
    yield from (dict(zip(names, row, strict=True)) for row in rows if row)


def day_or_none(text: str) -> dt.date | None:
    """Read an ISO date; empty means none."""
    return dt.date.fromisoformat(text) if text else None


@cache
def spells() -> tuple[Spell, ...]:
    """All spells, by key and time.

    Examples
    --------
    >>> [(spell.id, spell.name, spell.end) for spell in spells() if spell.state == "RUS"]
    [('RUS', 'Russia', None), ('SUN', 'Soviet Union', datetime.date(1991, 12, 25))]
    """
    return tuple(
        Spell(
            id=row["id"],
            state=row["continuator"] or row["id"],
            name=row["name"],
            start=day_or_none(row["start"]),
            end=day_or_none(row["end"]),
            kind=cast(Kind, row["kind"]),
            iso3=row["iso3"],
            cow=int(row["cow"]) if row["cow"] else None,
            gw=int(row["gw"]) if row["gw"] else None,
            m49=row["m49"],
            un_code=row["un_code"],
            predecessor=tuple(row["predecessor"].split()),
            successor=tuple(row["successor"].split()),
            un_from=day_or_none(row["un_from"]),
            un_to=day_or_none(row["un_to"]),
            note=row["note"],
            source=row["source"],
            as_of=dt.date.fromisoformat(row["as_of"]),
            verified=tuple(row["verified"].split()),
        )
        for row in read_table("states.csv")
    )


@dataclass(frozen=True, slots=True)
class State:
    """A legal person among states, through all its names.

    Attributes
    ----------
    id : str
        Its key.
    name : str
        Short English name in its last spell.
    kind : {'member', 'observer', 'contested', 'vanished'}
        As in its last spell.
    spells : tuple of Spell
        By time, with those of the states that it continues.
    """

    id: str
    name: str
    kind: Kind
    spells: tuple[Spell, ...]

    def spell_on(self, day: dt.date) -> Spell | None:
        """Return the spell that holds a day; None where the state did not exist."""
        return next((spell for spell in self.spells if spell.holds(day)), None)


def _before_all(spell: Spell) -> dt.date:
    return spell.start or dt.date.min


@cache
def _by_state() -> dict[str, State]:
    found: dict[str, list[Spell]] = {}
    for spell in spells():
        found.setdefault(spell.state, []).append(spell)
    by_state = {}
    for key, rows in found.items():
        rows.sort(key=_before_all)
        by_state[key] = State(id=key, name=rows[-1].name, kind=rows[-1].kind, spells=tuple(rows))
    return by_state


@cache
def _state_of() -> dict[str, str]:
    return {spell.id: spell.state for spell in spells()}


@cache
def states() -> tuple[State, ...]:
    """All states, by key.

    Examples
    --------
    >>> len([one for one in states() if one.kind == "member"])
    193
    """
    by_state = _by_state()
    return tuple(by_state[key] for key in sorted(by_state))


def state(key: str) -> State:
    """Return the state with a key, or the one that continues the state with that key.

    Parameters
    ----------
    key : str
        Key of a state or of a spell, e.g. ``RUS`` or ``SUN``.

    Raises
    ------
    QuestionError
        If there is no such key.

    Examples
    --------
    >>> state("SUN").name
    'Russia'
    >>> [spell.name for spell in state("MMR").spells]
    ['Burma', 'Myanmar']
    """
    found = _state_of().get(key)
    if found is None:
        raise QuestionError(
            f"'{key}' is not the key of a state.", hint="leeway.resolve(...) finds the key of a name."
        )
    return _by_state()[found]


def seated(key: str) -> tuple[Seat, ...]:
    """Spans in which a state had a seat at the United Nations.

    Parameters
    ----------
    key : str
        Key of a state.

    Returns
    -------
    tuple of (date, date or None)
        First and last day of each span, in order; None for a span that has not ended. Empty for a state
        that never had a seat. A seat says who could vote, not who did: South Africa keeps its seat
        through 1974-1994, when it was kept from voting (see `Spell.note`).

    Raises
    ------
    QuestionError
        If there is no such key.

    Examples
    --------
    >>> [(str(first), str(last)) for first, last in seated("SYR")]
    [('1945-10-24', '1958-02-21'), ('1961-10-13', 'None')]
    """
    spans: list[Seat] = []
    for spell in state(key).spells:
        if spell.un_from is None:
            continue
        last = spans[-1][1] if spans else None
        if last is not None and spell.un_from - last <= dt.timedelta(days=1):
            spans[-1] = (spans[-1][0], spell.un_to)
        else:
            spans.append((spell.un_from, spell.un_to))
    return tuple(spans)
