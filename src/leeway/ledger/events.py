"""Facts that reading events needs: what codes of events mean, and which state a leader spoke for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from leeway.ledger.facts import Status, vouched
from leeway.spells import day_or_none, read_table


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A code of the CAMEO scheme.

    Attributes
    ----------
    code : str
        Two digits for a root, three or four below it.
    label : str
        What it stands for; ICEWS writes it as the text of its events.
    goldstein : float
        Weight after Goldstein (1992), from -10 to 10, as ICEWS uses it.
    goldstein_gdelt : float
        As GDELT uses it; three codes differ.
    mirror : str
        Code that the same event bears when it is told of the other side; empty if it has none.
    as_of : date
        Last day of which the row speaks.
    status : {'found', 'suspect', 'unverified'}
        Whether the weight was seen in a publisher's rows.
    source, note : str
        Publisher or text; what the columns cannot say.
    """

    code: str
    label: str
    goldstein: float
    goldstein_gdelt: float
    mirror: str
    as_of: dt.date
    status: Status
    source: str
    note: str

    @property
    def root(self) -> str:
        """Its root, two digits."""
        return self.code[:2]


@dataclass(frozen=True, slots=True)
class Leader:
    """A person whom sources of events name without a state.

    Attributes
    ----------
    name : str
        As a source spells it.
    state : str
        Key of the state that the person acted for.
    office : str
        In which office.
    since, until : date or None
        First and last day in such an office; no last day while it lasts.
    as_of, status, source, note
        As in `CameoCode`.
    """

    name: str
    state: str
    office: str
    since: dt.date
    until: dt.date | None
    as_of: dt.date
    status: Status
    source: str
    note: str

    def acted_on(self, day: dt.date) -> bool:
        """Whether the person was in office on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@cache
def cameo_codes() -> dict[str, CameoCode]:
    """Codes of CAMEO, by code.

    Examples
    --------
    >>> cameo_codes()["042"].label, cameo_codes()["042"].mirror, cameo_codes()["190"].goldstein
    ('Make a visit', '043', -10.0)
    """
    return {
        row["code"]: CameoCode(
            code=row["code"],
            label=row["label"],
            goldstein=float(row["goldstein"]),
            goldstein_gdelt=float(row["goldstein_gdelt"]),
            mirror=row["mirror"],
            **vouched(row),
        )
        for row in read_table("ledger/cameo.csv")
    }


@cache
def codes_by_label() -> dict[str, str]:
    """Codes of CAMEO below the roots by what they stand for, in folded case.

    Examples
    --------
    >>> codes_by_label()["make a visit"]
    '042'
    """
    return {one.label.casefold(): one.code for one in cameo_codes().values() if len(one.code) > 2}


@cache
def leaders() -> tuple[Leader, ...]:
    """Persons whom sources of events name without a state, by name and first day.

    Examples
    --------
    >>> [one.state for one in leaders() if one.name == "Vladimir Putin"]
    ['RUS']
    """
    return tuple(
        Leader(
            name=row["name"],
            state=row["state"],
            office=row["office"],
            since=dt.date.fromisoformat(row["from"]),
            until=day_or_none(row["until"]),
            **vouched(row),
        )
        for row in read_table("ledger/leaders.csv")
    )


@cache
def _by_name() -> dict[str, tuple[Leader, ...]]:
    found: dict[str, tuple[Leader, ...]] = {}
    for one in leaders():
        key = " ".join(one.name.casefold().split())
        found[key] = (*found.get(key, ()), one)
    return found


def state_of_leader(name: str, day: dt.date) -> str | None:
    """The state that a person acted for on a day; None where nobody of that name was in office then.

    Examples
    --------
    >>> state_of_leader("Kasymzhomart Tokayev", dt.date(2022, 6, 17))
    'KAZ'
    """
    held = _by_name().get(" ".join(name.casefold().split()), ())
    return next((one.state for one in held if one.acted_on(day)), None)
