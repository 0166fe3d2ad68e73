"""Facts that reading votes needs: which members had no vote, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from leeway.ledger.dated import Dated
from leeway.ledger.facts import Status, vouched
from leeway.spells import read_table

Cause = Literal["arrears", "credentials", "barred"]


@dataclass(frozen=True, slots=True)
class VoteLost:
    """A stretch in which a member of the United Nations had no vote in the General Assembly.

    Attributes
    ----------
    state : str
    since, until : Dated or None
        First and last day; no last day while it lasts, or where it is unknown.
    cause : {'arrears', 'credentials', 'barred'}
        Dues of two years unpaid (Article 19 of the Charter); credentials that were refused or not decided on;
        a resolution that kept it out of the work of the General Assembly.
    as_of : date
        Last day of which the row speaks.
    status : {'found', 'suspect', 'unverified'}
        Seen in a text; seen but doubtful; remembered.
    source, note : str
        Publisher or text; what the columns cannot say.
    """

    state: str
    since: Dated
    until: Dated | None
    cause: Cause
    as_of: dt.date
    status: Status
    source: str
    note: str

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Whether some of these days may lie in it."""
        return self.since.first <= last and (self.until is None or first <= self.until.last)


@cache
def votes_lost() -> tuple[VoteLost, ...]:
    """Known stretches without a vote, by state and first day.

    Examples
    --------
    >>> [one.cause for one in votes_lost() if one.state == "ZAF"]
    ['credentials']
    """
    return tuple(
        VoteLost(
            state=row["state"],
            since=Dated.parse(row["from"]),
            until=Dated.parse(row["until"]) if row["until"] else None,
            cause=cast(Cause, row["cause"]),
            **vouched(row),
        )
        for row in read_table("ledger/voting_rights.csv")
    )
