"""What the record says of a claim: supported, contradicted, partly so, or why it cannot be checked.

A verdict comes from Leeway's own tables, estimates and record, never from words of the document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from leeway.errors import LeewayError
from leeway.reader.reading import Checked, Claim
from leeway.verdict import checks_deeds, checks_recognition, checks_ties
from leeway.verdict.checks_rows import Finding, about, act, unknown

_OF_LEDGER = {
    "recognition": checks_recognition.recognition,
    "sequence": checks_recognition.sequence,
    "surprise": checks_recognition.surprise,
    "membership": checks_ties.membership,
    "alliance": checks_ties.alliance,
    "intervention": checks_ties.intervention,
    "trade": checks_deeds.shares,
    "backdoor": checks_deeds.evasion,
    "sanctions": checks_deeds.sanctions,
}


def check(claim: Claim, *, on: dt.date | None = None, record: Path | str | None = None) -> Checked:
    """Check a claim.

    Parameters
    ----------
    claim : Claim
        As read by `leeway.reader.claims.claims`.
    on : date, optional
        The document's day; by default as far as the sources speak.
    record : path, optional
        The record, for votes; by default the user's, if there is one.

    Returns
    -------
    Checked
        Never raises for a claim that no source can speak of: then it *cannot be checked*, and says why.

    Examples
    --------
    >>> claim = Claim("c1", "recognition", (0, 10), ("KAZ", "XDN"), negated=True)
    >>> check(claim, on=dt.date(2022, 6, 18)).verdict
    'supported'
    """
    plain = replace(claim, id="", span=(0, 0), statement=None)
    try:
        found = _finding(plain, on, None if record is None else str(record))
    except LeewayError as error:
        found = unknown(f"{error.message} {error.hint or ''}".strip())
    return found.of(claim)


def check_all(
    claims: Iterable[Claim], *, on: dt.date | None = None, record: Path | str | None = None
) -> tuple[Checked, ...]:
    """Check the claims of a document; parameters as of `check`."""
    return tuple(check(claim, on=on, record=record) for claim in claims)


def _finding(claim: Claim, on: dt.date | None, record: str | None) -> Finding:
    if claim.type == "vote":
        return checks_deeds.vote(claim, record)
    if claim.type == "count" and act(claim) in ("Y", "N", "A"):
        return checks_deeds.tally(claim, record)
    return _of_ledger(claim, on)


@lru_cache(maxsize=2048)
def _of_ledger(claim: Claim, on: dt.date | None) -> Finding:
    """What needs no record; the same claim is answered once."""
    if claim.type == "count":
        recognised = about(claim) == "recognition" or act(claim) in ("recognises", "at least")
        return (checks_recognition.count if recognised else checks_ties.members_count)(claim, on)
    return _OF_LEDGER[claim.type](claim, on)
