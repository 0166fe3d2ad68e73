"""Raw agreement beside the modelled one: what a plain count would say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import polars as pl

Span = tuple[dt.date, dt.date]


@runtime_checkable
class Counted(Protocol):
    """Estimates that keep counts of agreement by year."""

    def agreement(self, state: str, partner: str) -> pl.DataFrame:
        """Counts by year: ``year, common`` (both voted), ``same`` (alike), ``kappa``."""
        ...


@dataclass(frozen=True, slots=True)
class RawAgreement:
    """Counts over the years whose middle lies in a stretch.

    Attributes
    ----------
    votes : int
        Roll calls in which both cast a vote.
    agreement : float
        Share of them in which they voted alike.
    kappa : float or None
        Cohen's, by year, weighted by the votes of the year; 0 is what two that ignore each other reach.
        None where neither varied its answers.
    """

    votes: int
    agreement: float
    kappa: float | None


def raw_agreement(estimates: object, state: str, partner: str, span: Span) -> RawAgreement | None:
    """Raw agreement over a stretch; None without a common vote, or for a line that counts none."""
    if not isinstance(estimates, Counted):
        return None
    rows = [
        (common, same, kappa)
        for year, common, same, kappa in estimates.agreement(state, partner)
        .select("year", "common", "same", "kappa")
        .iter_rows()
        if span[0] <= dt.date(year, 7, 1) <= span[1] and common
    ]
    votes = sum(common for common, _, _ in rows)
    if not votes:
        return None
    told = [(common, kappa) for common, _, kappa in rows if kappa is not None]
    weight = sum(common for common, _ in told)
    return RawAgreement(
        votes=votes,
        agreement=sum(same for _, same, _ in rows) / votes,
        kappa=sum(common * kappa for common, kappa in told) / weight if weight else None,
    )
