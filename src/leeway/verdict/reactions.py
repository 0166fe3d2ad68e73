"""What happened between two states around a day, and what third states did to either after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leeway.errors import DataError, QuestionError
from leeway.ledger.events import cameo_codes
from leeway.measures.events.reactions import Act, Reaction, acts_between, reactions, source_around
from leeway.record.store import open_record
from leeway.verdict.evidence import rounded
from leeway.verdict.naming import name_of

BEYOND = 0.1
"""False discovery rate up to which a reaction counts as more than a habit."""

STATEMENTS = "01"
"""Root of statements: they are told, and are neither cooperation nor conflict."""


@dataclass(frozen=True, slots=True)
class Around:
    """A day between two states, and the days after it.

    Attributes
    ----------
    source : str
    day, until : date
    acts : tuple of Act
        What the two did to each other, by day.
    reactions : tuple of Reaction
        What third states did to either, those beyond their habit first.
    """

    source: str
    day: dt.date
    until: dt.date
    acts: tuple[Act, ...]
    reactions: tuple[Reaction, ...]

    @property
    def beyond(self) -> tuple[Reaction, ...]:
        """Reactions that are more than a habit."""
        return tuple(one for one in self.reactions if one.q <= BEYOND)

    def to_dict(self) -> dict[str, Any]:
        """The entry ``around`` of ``leeway events --json``."""
        return {
            "source": self.source,
            "day": self.day.isoformat(),
            "until": self.until.isoformat(),
            "acts": [
                {
                    "day": one.day.isoformat(),
                    "actor": one.actor,
                    "target": one.target,
                    "mutual": one.mutual,
                    "root": one.root,
                    "what": [what(code) for code in one.codes],
                    "codes": list(one.codes),
                    "reports": one.reports,
                }
                for one in self.acts
            ],
            "reactions": [
                {
                    "actor": one.actor,
                    "name": name_of(one.actor),
                    "target": one.target,
                    "root": one.root,
                    "what": [what(code) for code in one.codes],
                    "codes": list(one.codes),
                    "events": one.events,
                    "reports": one.reports,
                    "expected": rounded(one.expected),
                    "p": rounded(one.p),
                    "q": rounded(one.q),
                    "beyond_habit": one.q <= BEYOND,
                    "first": one.first.isoformat(),
                }
                for one in self.reactions
            ],
        }


def around_day(
    record: Path | str | None,
    state: str,
    partner: str,
    day: dt.date,
    days: int,
    *,
    source: str | None = None,
    known: dt.date | None = None,
) -> Around:
    """Read what happened on a day and after it from the record.

    Raises
    ------
    QuestionError
        If the day lies after what is to be known, or the source named tells nothing then.
    DataError
        If there is no record, or it has no reports of those days.
    """
    if known is not None and day > known:
        raise QuestionError(
            f"The day {day} lies after {known}, and nothing later is to be known.",
            hint="Leave --as-of away, or ask for an earlier day.",
        )
    last = day + dt.timedelta(days=days - 1)
    last = min(last, known) if known is not None else last
    with open_record(record) as opened:
        found = source_around(opened, day, (last - day).days, named=source)
        if found is None and source is not None:
            raise QuestionError(
                f"The source '{source}' tells nothing between {day} and {last}.",
                hint="Leave --source away to take the one that tells most.",
            )
        if found is None:
            raise DataError(
                f"The record holds no reports of events between {day} and {last}.",
                where=str(opened.path),
                hint=f"LEEWAY_GDELT={day}:{last} leeway refresh gdelt, or icews, polecat, or --from DIR",
            )
        return Around(
            source=found,
            day=day,
            until=last,
            acts=acts_between(opened, found, state, partner, day, last),
            reactions=reactions(opened, found, state, partner, day, (last - day).days + 1),
        )


def what(code: str) -> str:
    """What a code stands for; the code itself where it is none of CAMEO's.

    Examples
    --------
    >>> what("036"), what("CONSULT")
    ('Express intent to meet or negotiate', 'consult')
    """
    known = cameo_codes().get(code)
    return code.lower() if known is None else known.label
