"""The roll calls that say most about a pair, and the questions on which either changed its answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.errors import DataError, QuestionError
from leeway.states import seated
from leeway.verdict.naming import name_of, pair_of
from leeway.verdict.shown import Shown
from leeway.verdict.window import Seats, common_window, day_of

if TYPE_CHECKING:
    from leeway.measures.votes.roll_calls import Telling
    from leeway.record.store import Record

COLUMNS = ("date", "symbol", "title", "state_vote", "partner_vote", "same", "bits")
"""Columns of ``leeway votes --csv``."""


@dataclass(frozen=True, slots=True)
class Votes(Shown):
    """What the record itself says about a pair in a window.

    Attributes
    ----------
    state, partner : str
    state_name, partner_name : str
    since, until : date
    told : Telling
        Counts, the most telling roll calls, and the questions on which an answer changed.
    """

    state: str
    partner: str
    state_name: str
    partner_name: str
    since: dt.date
    until: dt.date
    told: Telling

    def rows(self) -> list[dict[str, Any]]:
        """The roll calls, most telling first, under the keys of `COLUMNS`."""
        return [
            {
                "date": roll_call.date.isoformat(),
                "symbol": roll_call.symbol,
                "title": roll_call.title,
                "state_vote": roll_call.state_vote,
                "partner_vote": roll_call.partner_vote,
                "same": roll_call.same,
                "bits": round(roll_call.bits, 3),
            }
            for roll_call in self.told.roll_calls
        ]

    def to_dict(self) -> dict[str, Any]:
        """Stable keys for ``leeway votes --json``.

        ``bits`` says how rarely two others would have given this pair of answers; votes are Y, A and N.
        """
        told = self.told
        return {
            "state": self.state,
            "partner": self.partner,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "common": told.common,
            "same": told.same,
            "absent": {"state": told.absent_state, "partner": told.absent_partner},
            "unit": "bits",
            "roll_calls": self.rows(),
            "questions": [_dated(asdict(question)) for question in told.questions],
            "names": {self.state: self.state_name, self.partner: self.partner_name},
        }


def votes(
    a: str,
    b: str,
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    top: int = 20,
    record: Record | Path | str | None = None,
) -> Votes:
    """Find the roll calls that say most about a pair.

    Parameters
    ----------
    a, b : str
        Two states, however written.
    since, until : str or date, optional
        The window; by default the last ten years covered.
    top : int
        How many roll calls.
    record : Record or path, optional
        The record, open or by its file; by default the user's.

    Raises
    ------
    QuestionError
        If the pair, the window or `top` makes no sense.
    DataError
        If there is no record, or it holds no vote of the General Assembly.
    """
    from leeway.measures.votes.roll_calls import telling
    from leeway.record.store import Record, open_record

    if not isinstance(record, Record):
        with open_record(record) as opened:
            return votes(a, b, since=since, until=until, top=top, record=opened)
    if top < 1:
        raise QuestionError(f"{top} roll calls cannot be listed.", hint="Ask for one or more.")
    state, partner = pair_of(a, b, on=None if until is None else day_of(until, end=True))
    covered = _covered(record)
    first, second = (
        Seats(name_of(one), tuple((since, until or covered[1]) for since, until in seated(one)))
        for one in (state, partner)
    )
    window = common_window(first, second, covered, since=since, until=until)
    return Votes(
        state=state,
        partner=partner,
        state_name=first.name,
        partner_name=second.name,
        since=window.since,
        until=window.until,
        told=telling(record, state, partner, since=window.since, until=window.until, top=top),
    )


def _covered(record: Record) -> tuple[dt.date, dt.date]:
    """First and last day with a vote of the General Assembly."""
    for row in record.sources().iter_rows(named=True):
        if (row["source"], row["part"]) == ("un-votes", "GA"):
            return row["covered_from"], row["covered_to"]
    raise DataError(
        "The record holds no vote of the General Assembly.",
        where=str(record.path),
        hint="leeway refresh un-votes",
    )


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()}
