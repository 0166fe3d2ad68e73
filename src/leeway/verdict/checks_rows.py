"""What the checks of all families of claims share: rows, days, and how parts make one verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leeway.reader.claims import Told
from leeway.reader.reading import Checked, Claim, ClaimVerdict
from leeway.verdict.naming import name_of
from leeway.verdict.sentence import in_text

CANNOT: ClaimVerdict = "cannot be checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the record says of a claim or of a part of it.

    Attributes
    ----------
    verdict : {'supported', 'contradicted', 'partly', 'cannot be checked'}
    reason : str
    rows : tuple of dict
        ``publisher, date, value`` and what else is to know.
    """

    verdict: ClaimVerdict
    reason: str
    rows: tuple[dict[str, Any], ...] = ()

    def of(self, claim: Claim) -> Checked:
        """The claim with it."""
        return Checked(claim, self.verdict, self.reason, self.rows)


def row(publisher: str, date: str, value: object, **more: object) -> dict[str, Any]:
    """One row behind a verdict; what is empty is left out."""
    return {"publisher": publisher, "date": date, "value": value} | {
        key: told for key, told in more.items() if told not in ("", None)
    }


def unknown(reason: str, rows: Sequence[dict[str, Any]] = ()) -> Finding:
    """A claim that cannot be checked, and why."""
    return Finding(CANNOT, reason, tuple(rows))


def judged(holds: bool, negated: bool, reason: str, rows: Sequence[dict[str, Any]] = ()) -> Finding:
    """Supported where what is said is so, contradicted where it is not; *negated* says the opposite."""
    return Finding("supported" if holds != negated else "contradicted", reason, tuple(rows))


def together(parts: Sequence[Finding]) -> Finding:
    """Findings on the parts of a claim as one: *partly* where they differ.

    Examples
    --------
    >>> together([Finding("supported", "One."), Finding("contradicted", "Two.")]).verdict
    'partly'
    >>> together([Finding("contradicted", "One."), unknown("Two.")]).verdict
    'contradicted'
    """
    told = {part.verdict for part in parts}
    reason = " ".join(dict.fromkeys(part.reason for part in parts))
    rows = tuple(one for part in parts for one in part.rows)
    if len(told) == 1:
        return Finding(parts[0].verdict, reason, rows)
    if told == {"contradicted", CANNOT}:
        return Finding("contradicted", reason, rows)
    return Finding("partly", reason, rows)


def day_of_claim(claim: Claim, on: dt.date | None) -> dt.date | None:
    """The day of which a claim speaks: the last of the year it names, else the document's; None for now."""
    if claim.year is None or (on is not None and on.year == claim.year):
        return on
    return dt.date(claim.year, 12, 31) if 1 <= claim.year <= 9999 else on


def about(claim: Claim) -> str:
    """What a claim is about besides states."""
    return claim.about if isinstance(claim, Told) else ""


def act(claim: Claim) -> str:
    """What it says was done."""
    return claim.act if isinstance(claim, Told) else ""


def called(key: str) -> str:
    """Name of a state within a sentence."""
    return in_text(name_of(key))
