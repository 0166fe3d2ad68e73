"""What to keep in mind beside numbers of trade: customs unions, and states that did not report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from leeway.ledger import memberships
from leeway.measures.caution import Caveat
from leeway.measures.line import Span
from leeway.measures.trade.files import TradeTables
from leeway.spells import state as state_of

UNIONS = {"EAEU": dt.date(2010, 7, 1), "EU": dt.date(1993, 1, 1)}
"""Organisations without customs between their members, and the first day on which there were none."""


def one_customs_union(state: str, partner: str, window: Span) -> list[Caveat]:
    """Customs unions to which both belonged on some day of a window.

    Inside one goods cross no customs, and books of trade rest on surveys.

    Examples
    --------
    >>> window = dt.date(2012, 1, 1), dt.date(2021, 12, 31)
    >>> [one.rule for one in one_customs_union("KAZ", "RUS", window)]
    ['customs-union']
    >>> one_customs_union("KAZ", "CHN", window)
    []
    """
    found = []
    for union, first in UNIONS.items():
        begins = [_entered(one, union, window) for one in (state, partner)]
        if None in begins:
            continue
        since = max(first, *(day for day in begins if day is not None))
        names = " and ".join(state_of(one).name for one in (state, partner))
        said = (
            f"Trade: {names} are in one customs union ({union}, both from {since.year} on): no customs count "
            "what crosses the border between them, surveys do, and figures of before are of another kind."
        )
        if since <= window[1]:
            found.append(Caveat("customs-union", said, line="trade"))
    return found


def _entered(state: str, union: str, window: Span) -> dt.date | None:
    """First day of a membership that touches a window; None where there is none."""
    days = [
        one.since.first
        for one in memberships()
        if (one.organisation, one.state, one.role, one.status) == (union, state, "member", "found")
        and one.since is not None
        and one.since.last <= window[1]
        and (one.until is None or one.until.first >= window[0])
    ]
    return min(days, default=None)


def unreported(tables: TradeTables, source: str, pair: tuple[str, str], years: Sequence[int]) -> list[Caveat]:
    """Which of the two did not report itself in years told."""
    sums = tables.totals.filter(
        pl.col("source") == source,
        pl.col("state").is_in(pair),
        pl.col("year").is_in(list(years)),
        ~pl.col("reports"),
    )
    told = sums.group_by("state").agg(
        pl.len(), pl.col("year").min().alias("first"), pl.col("year").max().alias("last")
    )
    return [
        Caveat(
            "unreported",
            f"Trade: in {source} others tell the trade of {key}, not it itself, in {number} years from "
            f"{first} to {last}; what it traded with states that did not report either is missing, and "
            "its shares are too large.",
            line="trade",
        )
        for key, number, first, last in told.sort("state").iter_rows()
    ]
