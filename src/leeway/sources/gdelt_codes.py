"""How GDELT writes states: three letters of CAMEO, most of them those of ISO 3166-1, some of regions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from leeway.spells import spells

OWN = {"ROM": "ROU", "TMP": "TLS", "MTN": "MNE", "WSB": "PSE", "GZS": "PSE"}
"""Codes that are not ISO's, and the states meant. The West Bank and Gaza have codes beside Palestine's."""

REGIONS = (
    "AFR", "ASA", "BLK", "CAS", "CAU", "CEU", "CFR", "CRB", "EAF", "EEU", "EIN", "EUR", "LAM", "MDT", "MEA",
    "NAF", "NMR", "PGS", "SAF", "SAM", "SAS", "SCN", "SEA", "WAF", "WST", "BAG",
)  # fmt: skip
"""Codes of parts of the world, and of Baghdad, in the columns of countries: never a state."""

TERRITORIES = (
    "ABW", "AIA", "ALA", "ANT", "ASM", "BMU", "COK", "CYM", "FLK", "FRO", "GIB", "GLP", "GRL", "GUF", "GUM",
    "HKG", "IMY", "MAC", "MNP", "MSR", "MTQ", "MYT", "NCL", "NFK", "NIU", "PCN", "PRI", "PYF", "REU", "SHN",
    "SJM", "SPM", "TCA", "TKL", "VGB", "VIR", "WLF",
)  # fmt: skip
"""Codes of territories that are no states here."""

OLDEST_DAYS = 31
"""A day longer before the row was added is a misread date: anniversaries are dated to the year told of."""

AHEAD_DAYS = 1
"""How many days after it was added a row's day may lie: batches are cut by Universal Time."""

FIRST_DAILY = dt.date(2013, 4, 1)
"""From here on rows are added day by day. The years before were added at once, their days long past."""

_BEGINS, _ENDS, _DAY = dt.date(1900, 1, 1), dt.date(2999, 12, 31), dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A code of GDELT and a stretch of time in which the state that it means existed.

    Attributes
    ----------
    code, state : str
    since, until : date or None
        First and last day; None before 1945, and while it lasts.
    """

    code: str
    state: str
    since: dt.date | None
    until: dt.date | None

    def on(self, day: dt.date) -> bool:
        """Whether the state existed on a day."""
        return (self.since or _BEGINS) <= day <= (self.until or _ENDS)


@cache
def bearers() -> tuple[Bearer, ...]:
    """Every code of a state with the stretches of time in which it existed, by code and time.

    GDELT writes one code throughout: ``RUS`` in 1985 is the Soviet Union, continued by Russia.

    Examples
    --------
    >>> [one for one in bearers() if one.code == "MTN"]
    [Bearer(code='MTN', state='MNE', since=datetime.date(2006, 6, 3), until=None)]
    >>> [(one.since, one.until) for one in bearers() if one.code == "RUS"]
    [(None, None)]
    """
    codes: dict[str, list[str]] = {}
    for code, key in OWN.items():
        codes.setdefault(key, []).append(code)
    found: list[Bearer] = []
    for key, since, until in _stretches():
        iso = () if key.startswith("X") else (key,)
        found += [Bearer(code, key, since, until) for code in (*iso, *codes.get(key, ()))]
    return tuple(sorted(found, key=lambda one: (one.code, one.since or _BEGINS)))


def _stretches() -> list[tuple[str, dt.date | None, dt.date | None]]:
    """States with the first and last day of each stretch: spells that follow on each other made one."""
    found: list[tuple[str, dt.date | None, dt.date | None]] = []
    for spell in sorted(spells(), key=lambda one: (one.state, one.start or _BEGINS)):
        begins = spell.start or _BEGINS
        if found and found[-1][0] == spell.state and (found[-1][2] or _ENDS) + _DAY >= begins:
            found[-1] = (spell.state, found[-1][1], spell.end)
        else:
            found.append((spell.state, spell.start, spell.end))
    return found


@cache
def _by_code() -> dict[str, tuple[Bearer, ...]]:
    found: dict[str, tuple[Bearer, ...]] = {}
    for one in bearers():
        found[one.code] = (*found.get(one.code, ()), one)
    return found


def state_of(code: str, day: dt.date) -> str | None:
    """The state that a code of GDELT means, if it existed on the day.

    Examples
    --------
    >>> state_of("MTN", dt.date(2018, 3, 26)), state_of("MTN", dt.date(1999, 3, 26))
    ('MNE', None)
    >>> state_of("KAZ", dt.date(2018, 3, 26)), state_of("EUR", dt.date(2018, 3, 26))
    ('KAZ', None)
    """
    return next((one.state for one in _by_code().get(code, ()) if one.on(day)), None)
