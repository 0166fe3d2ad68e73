"""Names of sources of events: which state a country, an actor or a leader is.

A name is a state only where it is written as a state's name. Forces, parliaments and parties whose name holds
that of a country are none, nor are regions (*Africa*), parts of states (*Hong Kong*) and names that several
states bear (*Korea*).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import polars as pl

from leeway.ledger.events import state_of_leader
from leeway.names import written_as
from leeway.sources.sieve import Sieve
from leeway.states import by_iso3, look_up, state

OWN = {
    "congo, the democratic republic of the": "COD",
    "holy see (vatican city state)": "VAT",
    "occupied palestinian territory": "PSE",
    "palestinian territory, occupied": "PSE",
    "the former yugoslav republic of macedonia": "MKD",
}
"""Spellings of ICEWS' own, in folded case."""

NO_STATES = frozenset(
    {
        "africa",
        "antarctica",
        "asia",
        "caribbean",
        "central america",
        "central asia",
        "commonwealth of independent states",
        "europe",
        "european union",
        "falkland islands (malvinas)",
        "indian administered kashmir",
        "international",
        "latin america",
        "middle east",
        "north america",
        "oceania",
        "south america",
        "south asia",
        "southeast asia",
        "unidentified state actor",
        "united nations",
    }
)
"""What stands in columns of countries and is no state, in folded case; parts of states come beside them."""

_LAST_BRACKET = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)$")
_ISO3 = re.compile(r"[A-Z]{3}")

SideOf = Callable[[str, dt.date], str | None]
"""From a name and a day to the key of a state; None where it is none."""


@lru_cache(maxsize=1 << 16)
def country(name: str, day: dt.date) -> str | None:
    """The state that a name is written for, if it exists on the day.

    Examples
    --------
    >>> day = dt.date(2018, 6, 1)
    >>> [country(name, day) for name in ("Russian Federation", "Occupied Palestinian Territory", "Korea")]
    ['RUS', 'PSE', None]
    >>> country("Armed Forces of Ukraine", day), country("South Sudan", dt.date(2010, 1, 1))
    (None, None)
    """
    key = _written(name, day)
    return key if key is not None and state(key).spell_on(day) is not None else None


def _written(name: str, day: dt.date) -> str | None:
    own = OWN.get(name.casefold())
    if own is not None:
        return own
    written = written_as(name)
    if not written:
        return None
    found = look_up(name, day, near=False).state
    return found if found in written else None


def country_or_code(name: str, day: dt.date) -> str | None:
    """As `country`, for publishers that write codes of ISO 3166-1 in places.

    Examples
    --------
    >>> country_or_code("KAZ", dt.date(2022, 1, 5)), country_or_code("Kazakhstan", dt.date(2022, 1, 5))
    ('KAZ', 'KAZ')
    """
    if _ISO3.fullmatch(name):
        key = by_iso3(name)
        return key if key is not None and state(key).spell_on(day) is not None else None
    return country(name, day)


@lru_cache(maxsize=1 << 16)
def bearer(name: str) -> tuple[str, bool]:
    """The country in an actor's name, and whether the actor is named by more: *Police (Australia)*.

    Examples
    --------
    >>> bearer("Police (Australia)"), bearer("Envoy (Holy See (Vatican City State))"), bearer("Japan")
    (('Australia', True), ('Holy See (Vatican City State)', True), ('Japan', False))
    """
    found = _LAST_BRACKET.search(name)
    return (found[1].strip(), True) if found else (name, False)


def side(name: str, day: dt.date) -> str | None:
    """The state behind an actor: the country in the last bracket, a country by itself, or a leader's.

    Examples
    --------
    >>> day = dt.date(2022, 6, 17)
    >>> [side(name, day) for name in ("Protester (Kazakhstan)", "Russia", "Kasymzhomart Tokayev")]
    ['KAZ', 'RUS', 'KAZ']
    >>> [side(name, day) for name in ("European Union", "Korea", "Police (Hong Kong)")]
    [None, None, None]
    """
    told, within = bearer(name)
    found = country(told, day)
    return found if found is not None or within else state_of_leader(name, day)


def is_no_state(name: str, day: dt.date) -> bool:
    """Whether a name in a column of countries is known and is no state: a region, or a part of a state.

    Examples
    --------
    >>> [is_no_state(name, dt.date(2018, 6, 1)) for name in ("Africa", "Hong Kong", "Atlantis")]
    [True, True, False]
    """
    return name.casefold() in NO_STATES or look_up(name, day, near=False).kind == "part"


def find_sides(sieve: Sieve, sides: Sequence[tuple[str, str]], known: SideOf) -> None:
    """Find the states behind two columns of names, on the day of each row.

    Parameters
    ----------
    sieve : Sieve
        With a column ``day``.
    sides : sequence of (str, str)
        Column with names, and the new column for the key; absent where it is no state.
    known : callable
        Such as `country` or `side`.
    """
    for column, to in sides:
        pairs = sieve.rows.select(pl.col(column), pl.col("day")).unique()
        keys = [known(name, day) for name, day in pairs.iter_rows()]
        found = pairs.with_columns(pl.Series(to, keys, pl.String))
        sieve.rows = sieve.rows.join(found, on=[column, "day"], how="left", maintain_order="left")


def refuse_unknown(sieve: Sieve, sides: Sequence[tuple[str, str, str]]) -> None:
    """Refuse rows whose country is neither a state on the day nor known to be none.

    Parameters
    ----------
    sieve : Sieve
        After `find_sides`.
    sides : sequence of (str, str, str)
        Column with names, column with the key, and the publisher's name of the column.
    """
    for column, key, theirs in sides:
        nobody = sieve.rows.filter(pl.col(key).is_null()).select(column, "day").unique()
        told = [(name, day, _why_refused(name, day)) for name, day in nobody.iter_rows()]
        reasons = pl.DataFrame(told, schema=[*nobody.schema.items(), ("_why", pl.String())], orient="row")
        sieve.rows = sieve.rows.join(reasons, on=[column, "day"], how="left", maintain_order="left")
        sieve.refuse(pl.col("_why").is_not_null(), theirs, column, pl.col("_why"))
        sieve.rows = sieve.rows.drop("_why")


def _why_refused(name: str, day: dt.date) -> str | None:
    if is_no_state(name, day):
        return None
    known = bool(written_as(name)) and look_up(name, near=False).state is not None
    if known or (_ISO3.fullmatch(name) and by_iso3(name)):
        return f"the state known under '{name}' did not exist in {day.year}"
    return f"no state is known under '{name}'"


def most_frequent(names: Iterable[str], count: int = 10) -> str:
    """The most frequent of some names, with how often each occurs.

    Examples
    --------
    >>> most_frequent(["Africa", "European Union", "Africa"])
    'Africa 2, European Union 1'
    """
    held = pl.Series("name", list(names), pl.String).value_counts()
    ordered = held.sort("count", "name", descending=[True, False]).head(count)
    return ", ".join(f"{name} {number:,}" for name, number in ordered.iter_rows())
