"""As much of a record of ties as the line `security` reads, with what happened in it written down.

Georgia and Russia owe each other defence until 2005 and Georgia leaves the CIS in 2009; Kazakhstan stays in
both and buys ever more of its arms from Russia; the United States owe nobody there anything. The source of
alliances ends in 2012, that of arms in 2016.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from leeway.measures.security.estimate import SOURCES, make_tables
from leeway.measures.security.estimates import SecurityEstimates

STATES = ("GEO", "KAZ", "RUS", "USA")
ALLIANCES_UNTIL, CODED_UNTIL, ARMS_UNTIL = 2012, 2014, 2016
LISTED = dt.date(2018, 12, 31)

_TEXT = ("source", "kind", "state", "partner", "organisation", "role", "how", "status")
_DAYS = ("since", "until", "frozen_since", "frozen_until", "as_of")
_TIE = dict.fromkeys(_TEXT, pl.String) | dict.fromkeys(_DAYS, pl.Date)


def year(number: int | None, *, last: bool = False) -> dt.date | None:
    return None if number is None else dt.date(number, 12, 31) if last else dt.date(number, 1, 1)


def owed(
    state: str, partner: str, kind: str, since: int, until: int | None, source: str = "atop"
) -> dict[str, Any]:
    """An obligation, as a publisher codes it; without an end it ran on when the source ended."""
    ends = {"atop": ALLIANCES_UNTIL, "cow-alliances": 2010}[source]
    return {
        "source": source, "kind": kind, "state": state, "partner": partner, "since": year(since),
        "until": year(until, last=True), "as_of": year(ends, last=True), "status": "coded",
    }  # fmt: skip


def coded(state: str, organisation: str, since: int, until: int | None) -> dict[str, Any]:
    """A membership in the table by years."""
    return {
        "source": "cow-igo", "kind": "membership", "state": state, "organisation": organisation,
        "role": "full", "since": year(since), "until": year(until, last=True),
        "as_of": year(CODED_UNTIL, last=True), "status": "coded",
    }  # fmt: skip


def listed(
    state: str, organisation: str, since: str, until: str | None = None, **more: Any
) -> dict[str, Any]:
    """A membership of the ledger."""
    day = dt.date.fromisoformat
    return {
        "source": "ledger", "kind": "membership", "state": state, "organisation": organisation,
        "role": "member", "since": day(since), "until": None if until is None else day(until),
        "as_of": LISTED, "status": "found",
    } | more  # fmt: skip


def both(one: str, other: str, *rest: Any) -> list[dict[str, Any]]:
    return [owed(one, other, *rest), owed(other, one, *rest)]


TIES = [
    *both("GEO", "RUS", "defence", 1994, 2005),
    *both("KAZ", "RUS", "defence", 1994, None),
    *both("GEO", "KAZ", "nonaggression", 1994, 2005),
    *both("GEO", "RUS", "defence", 1994, 2006, "cow-alliances"),
    *both("KAZ", "RUS", "defence", 1994, None, "cow-alliances"),
    *(coded(state, "CIS", 1993, None) for state in ("KAZ", "RUS")),
    coded("GEO", "CIS", 1994, 2008),
    *(listed(state, "CIS", "1993-09-01") for state in ("KAZ", "RUS")),
    listed("GEO", "CIS", "1993-12-03", "2009-08-18", as_of=dt.date(2009, 8, 18)),
    *(listed(state, "CSTO", "2002-10-07") for state in ("KAZ", "RUS")),
    *(listed(state, "NATO", "1949-04-04") for state in ("USA",)),
]
ARMS = [
    *(("KAZ", "RUS", when, 40.0 + 10 * (when - 2000)) for when in range(1999, 2017)),
    *(("KAZ", "USA", when, 60.0) for when in range(1999, 2009)),
    *(("KAZ", "USA", when, 20.0) for when in range(2009, 2017)),
    ("GEO", "USA", 2010, 4.0),
]
DISPUTES = [(2008, True, 4, "RUS", "GEO"), (2003, True, 4, "RUS", "GEO"), (2004, True, 5, "KAZ", "RUS")]


@dataclass
class Invented:
    """Tables under the names of the record's."""

    ties: list[dict[str, Any]] = field(default_factory=lambda: list(TIES))
    arms: list[tuple[str, str, int, float]] = field(default_factory=lambda: list(ARMS))
    without: str = ""
    path: Path = Path("invented.duckdb")

    def table(self, name: str) -> pl.DataFrame:
        tables = {
            "ties": pl.DataFrame(self.ties, schema=_TIE),
            "arms_transfers": pl.DataFrame(
                self.arms, schema=["recipient", "supplier", "year", "tiv"], orient="row"
            ).with_columns(deal=pl.lit("1")),
            "system_members": pl.DataFrame(
                [
                    {"system": "COW", "number": place, "state": state, "name": state,
                     "since": year(1946 if state in ("RUS", "USA") else 1992), "until": year(2016, last=True)}
                    for place, state in enumerate(STATES)
                ]
            ),
            "disputes": pl.DataFrame(
                DISPUTES, schema=["year", "onset", "hostility", "state", "partner"], orient="row"
            ),
        }  # fmt: skip
        return tables[name]

    def sources(self) -> pl.DataFrame:
        return pl.DataFrame(
            [
                {"source": name, "publisher": name, "licence": "L", "file": "f.csv", "sha256": "ab" * 32,
                 "covered_from": year(1946), "covered_to": LISTED}
                for name in SOURCES
                if name != self.without
            ]
        )  # fmt: skip

    def version(self, _sources: tuple[str, ...]) -> str:
        return "invented"


def estimates(**changed: Any) -> SecurityEstimates:
    """The line on the invented record."""
    return SecurityEstimates(make_tables(Invented(**changed)))


def days(first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(first, 1, 1), dt.date(last, 12, 31)
