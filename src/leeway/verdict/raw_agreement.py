"""Raw agreement beside the modelled one: what a plain count would say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from leeway.periods import half_year

if TYPE_CHECKING:
    import polars as pl

Span = tuple[dt.date, dt.date]


@runtime_checkable
class Counted(Protocol):
    """Estimates that keep counts of agreement by year."""

    def agreement(self, state: str, partner: str) -> pl.DataFrame:
        """Counts by year: ``year, common`` (both voted), ``same`` (alike), ``kappa``."""
        ...

    def first_axis(self, state: str, partner: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Half-years, and A's place on the first axis less B's; NaN where either has none."""
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
    first_axis : float or None
        A's place on the first axis less B's, mean over the stretch: what one-dimensional ideal points
        would compare. Its size can shrink while agreement falls.
    """

    votes: int
    agreement: float
    kappa: float | None
    first_axis: float | None


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
        first_axis=_gap(estimates, state, partner, span),
    )


def _gap(estimates: Counted, state: str, partner: str, span: Span) -> float | None:
    """Mean difference on the first axis over the half-years of a stretch."""
    clock, gap = estimates.first_axis(state, partner)
    inside = (clock >= half_year(span[0])) & (clock <= half_year(span[1])) & ~np.isnan(gap)
    return float(gap[inside].mean()) if inside.any() else None
