"""Rates of one source's pairs, ready to be cut to a window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.events.counts import YEARS_IN, PeriodKind
from leeway.measures.events.files import counts_from
from leeway.measures.line import Span
from leeway.numerics.event_rates import Dispersion, log_rate, rupture_scores

Doubles = NDArray[np.float64]
Rows = int | slice | NDArray[np.int64]


@dataclass(frozen=True)
class SourceRates:
    """All pairs of one source and line.

    Attributes
    ----------
    source : str
    kind : {'month', 'year'}
    periods : tuple of date, length T
    states, partners : tuple of str, length P
        First and second by key.
    counts : dict of str to ndarray, shape (P, T)
        Events of `conflict` and of `cooperation`.
    others : dict of str to ndarray, shape (P, T)
        What the two did with everybody else, of the same class.
    own : ndarray, shape (P, T)
        Share of the conflict in which the first of the two acted.
    dispersion : dict of str to Dispersion
    """

    source: str
    kind: PeriodKind
    periods: tuple[dt.date, ...]
    states: tuple[str, ...]
    partners: tuple[str, ...]
    counts: dict[str, Doubles]
    others: dict[str, Doubles]
    own: Doubles
    dispersion: dict[str, Dispersion]

    @classmethod
    def of_table(cls, pairs: pl.DataFrame, source: str, told: Mapping[str, Any]) -> SourceRates:
        """Rows of one source of the table ``pairs``, which holds every period of every pair."""
        rows = pairs.filter(pl.col("source") == source).sort("state", "partner", "period")
        periods = tuple(rows["period"].unique().sort())
        first = rows.gather_every(len(periods))
        shape = (first.height, len(periods))

        def column(name: str) -> Doubles:
            return rows[name].to_numpy().reshape(shape).astype(np.float64)

        return cls(
            source=source,
            kind=told["kind"],
            periods=periods,
            states=tuple(first["state"]),
            partners=tuple(first["partner"]),
            counts={leg: counts_from(column(f"{leg}_root")) for leg in ("conflict", "cooperation")},
            others={leg: column(f"{leg}_others") for leg in ("conflict", "cooperation")},
            own=column("own") / 100.0,
            dispersion={
                leg: Dispersion(tuple(held["counts"]), tuple(held["sizes"]))
                for leg, held in told["dispersion"].items()
            },
        )

    def until(self, day: dt.date) -> SourceRates:
        """The same rates without periods that were not over on a day."""
        kept = sum(period_end(one, self.kind) <= day for one in self.periods)
        return replace(
            self,
            periods=self.periods[:kept],
            counts={leg: held[:, :kept] for leg, held in self.counts.items()},
            others={leg: held[:, :kept] for leg, held in self.others.items()},
            own=self.own[:, :kept],
        )

    @cached_property
    def place(self) -> dict[tuple[str, str], int]:
        """Row of each pair, by its keys in order."""
        return {pair: row for row, pair in enumerate(zip(self.states, self.partners, strict=True))}

    def row(self, state: str, partner: str) -> int | None:
        """Row of a pair, in whatever order."""
        return self.place.get((min(state, partner), max(state, partner)))

    @property
    def years(self) -> float:
        """Length of a period in years."""
        return YEARS_IN[self.kind]

    @property
    def span(self) -> Span:
        """First and last day told."""
        return self.periods[0], period_end(self.periods[-1], self.kind)

    def within(self, span: Span) -> NDArray[np.int64]:
        """Places of the periods whose middle lies in a span."""
        middles = [middle(day, self.kind) for day in self.periods]
        return np.array([at for at, day in enumerate(middles) if span[0] <= day <= span[1]], dtype=np.int64)

    def rates(self, leg: str, rows: Rows, window: NDArray[np.int64]) -> tuple[Doubles, Doubles, Doubles]:
        """Log rates, their noise and counts of some pairs over a window, at usual activity within it.

        Parameters
        ----------
        leg : {'conflict', 'cooperation'}
        rows : int, slice or array
        window : ndarray of int, shape (W,)
        """
        counts = np.atleast_2d(self.counts[leg][rows])[:, window]
        others = np.atleast_2d(self.others[leg][rows])[:, window]
        growth = others / others.mean(axis=1, keepdims=True)
        return log_rate(counts, growth, years=self.years), self.dispersion[leg].noise(counts), counts

    def ruptures(self) -> Doubles:
        """Rupture scores of conflict of all pairs, shape (P, T); see `rupture_scores`."""
        counts, others = self.counts["conflict"], self.others["conflict"]
        return rupture_scores(counts, others / others.mean(axis=1, keepdims=True))


def period_end(day: dt.date, kind: PeriodKind) -> dt.date:
    """Last day of a period.

    Examples
    --------
    >>> str(period_end(dt.date(2022, 2, 1), "month")), str(period_end(dt.date(2022, 1, 1), "year"))
    ('2022-02-28', '2022-12-31')
    """
    months = {"month": 1, "year": 12}[kind]
    later = day.year * 12 + day.month - 1 + months
    return dt.date(later // 12, later % 12 + 1, 1) - dt.timedelta(days=1)


def middle(day: dt.date, kind: PeriodKind) -> dt.date:
    """Middle of a period: the first of July, or the 16th of the month."""
    return dt.date(day.year, 7, 1) if kind == "year" else dt.date(day.year, day.month, 16)


def label(day: dt.date, kind: PeriodKind) -> str:
    """Name of a period: ``2014`` or ``2022-03``."""
    return str(day.year) if kind == "year" else f"{day:%Y-%m}"
