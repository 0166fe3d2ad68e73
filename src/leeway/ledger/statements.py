"""What reading statements on recognition needs: names that mean an entity only there, and occasions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from leeway.ledger.dated import Dated
from leeway.ledger.facts import Status, vouched
from leeway.spells import read_table


@dataclass(frozen=True, slots=True)
class EntityName:
    """A name that means an entity, or several of one conflict, as the object of recognition.

    Names that mean the same everywhere are those of `leeway.names`.

    Attributes
    ----------
    name : str
    entities : tuple of str
        Keys of the entities.
    as_of : date
        Last day of which the row speaks.
    status : {'found', 'suspect', 'unverified'}
        Seen in a text; seen but doubtful; remembered.
    source, note : str
        Publisher or text; what the columns cannot say.
    """

    name: str
    entities: tuple[str, ...]
    as_of: dt.date
    status: Status
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where, and in whose presence, a state stated its positions of a day.

    Attributes
    ----------
    state : str
        Key of the state that spoke.
    date : Dated
        The day, as in its rows among the recognitions.
    venue : str
        Where it was said, or the text in which; empty if not known.
    before : str
        Key of the state in whose presence; empty if there was none, or none is known.
    as_of, status, source, note
        As in `EntityName`.
    """

    state: str
    date: Dated
    venue: str
    before: str
    as_of: dt.date
    status: Status
    source: str
    note: str


@cache
def entity_names() -> tuple[EntityName, ...]:
    """Names that mean an entity only where recognition is spoken of.

    Examples
    --------
    >>> [one.entities for one in entity_names() if one.name == "Donbas republics"]
    [('XDN', 'XLU')]
    """
    return tuple(
        EntityName(name=row["name"], entities=tuple(row["entities"].split()), **vouched(row))
        for row in read_table("ledger/entity_names.csv")
    )


@cache
def occasions() -> tuple[Occasion, ...]:
    """Occasions of statements, by state and day.

    Examples
    --------
    >>> [(str(one.date), one.before) for one in occasions() if one.state == "KAZ"]
    [('2022-06-17', 'RUS'), ('2025-04-04', '')]
    """
    return tuple(
        Occasion(
            state=row["state"],
            date=Dated.parse(row["date"]),
            venue=row["venue"],
            before=row["before"],
            **vouched(row),
        )
        for row in read_table("ledger/occasions.csv")
    )
