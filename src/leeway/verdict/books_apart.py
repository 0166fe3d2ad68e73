"""Where books of trade part, and which of two states depends more on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from leeway.measures.line import Span
from leeway.measures.trade.estimates import TradeEstimates
from leeway.measures.trade.pair import LEGS, PairLeg
from leeway.series import Series

TURNOVER = "turnover"
"""Exports and imports together."""

_APART = 0.01


class ToldLeg(Protocol):
    """A leg in time, from one source."""

    @property
    def leg(self) -> str:
        """Name of the leg."""
        ...

    @property
    def source(self) -> str:
        """Source of the series."""
        ...

    @property
    def series(self) -> Series:
        """The share by year."""
        ...


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What several books say of one share in one year.

    Attributes
    ----------
    what : str
        A leg, or `TURNOVER`.
    year : int
    shares : dict of str to float
        By source.
    """

    what: str
    year: int
    shares: dict[str, float]

    @property
    def apart(self) -> float:
        """Largest less smallest."""
        return max(self.shares.values()) - min(self.shares.values())


def asymmetry(
    own: TradeEstimates, legs: Sequence[ToldLeg], state: str, partner: str
) -> tuple[int, float] | None:
    """A's share of turnover with B over B's with A, in the last year in which both are told."""
    ours, theirs = (
        _turnover_of(own, [leg for leg in legs if (leg.leg in LEGS[:2]) == (owner == state)], owner)
        for owner in (state, partner)
    )
    years = [year for year in set(ours) & set(theirs) if theirs[year] > 0]
    return (max(years), ours[max(years)] / theirs[max(years)]) if years else None


def _turnover_of(own: TradeEstimates, legs: Sequence[ToldLeg], owner: str) -> dict[int, float]:
    """The share of one partner in exports and imports together, by year, where both are of one source."""
    if len(legs) != 2 or legs[0].source != legs[1].source:
        return {}
    sums = own.tables.totals.filter(pl.col("state") == owner, pl.col("source") == legs[0].source)
    totals = {row["year"]: (row["exports"], row["imports"]) for row in sums.iter_rows(named=True)}
    shares = [
        {int(label): float(value) for label, value in zip(leg.series.labels, leg.series.mean, strict=True)}
        for leg in legs
    ]
    return {
        year: (shares[0][year] * totals[year][0] + shares[1][year] * totals[year][1]) / sum(totals[year])
        for year in set(shares[0]) & set(shares[1])
        if all(totals.get(year, (None,)))
    }


def disagreements(
    own: TradeEstimates, state: str, by_leg: dict[str, dict[str, PairLeg]], window: Span
) -> tuple[Disagreement, ...]:
    """Every share and year in which books part by a percentage point or more, widest first."""
    told: dict[str, dict[int, dict[str, float]]] = {}
    for leg in LEGS:
        for source, one in by_leg[leg].items():
            for year, share in zip(one.years, one.share, strict=True):
                told.setdefault(leg, {}).setdefault(year, {})[source] = float(share)
    told[TURNOVER] = _turnover(own, state, told)
    found = []
    for what, years in told.items():
        several = [
            Disagreement(what, year, dict(sorted(shares.items())))
            for year, shares in years.items()
            if len(shares) > 1 and window[0].year <= year <= window[1].year
        ]
        found += [one for one in several if one.apart >= _APART]
    return tuple(sorted(found, key=lambda one: (-one.apart, one.what, one.year)))


def widest_and_latest(told: Sequence[Disagreement]) -> list[Disagreement]:
    """Of each share the year in which books part most, and the last in which they part; widest first.

    Examples
    --------
    >>> years = [Disagreement("exports", year, {"a": 0.1, "b": 0.1 + gap}) for year, gap in
    ...          ((2010, 0.09), (2011, 0.02), (2012, 0.05))]
    >>> [one.year for one in widest_and_latest(years)]
    [2010, 2012]
    """
    found: dict[tuple[str, int], Disagreement] = {}
    for what in dict.fromkeys(one.what for one in told):
        own = [one for one in told if one.what == what]
        for one in (max(own, key=lambda one: one.apart), max(own, key=lambda one: one.year)):
            found[what, one.year] = one
    return sorted(found.values(), key=lambda one: -one.apart)


def _turnover(
    own: TradeEstimates, state: str, told: dict[str, dict[int, dict[str, float]]]
) -> dict[int, dict[str, float]]:
    """The share in exports and imports together, by year and source."""
    sums = own.tables.totals.filter(pl.col("state") == state)
    totals = {(row["source"], row["year"]): row for row in sums.iter_rows(named=True)}
    found: dict[int, dict[str, float]] = {}
    for year, shares in told.get("exports", {}).items():
        for source, share in shares.items():
            other = told.get("imports", {}).get(year, {}).get(source)
            both = totals.get((source, year))
            if other is not None and both and both["exports"] and both["imports"]:
                whole = both["exports"] + both["imports"]
                met = share * both["exports"] + other * both["imports"]
                found.setdefault(year, {})[source] = met / whole
    return found
