"""Who moved in one leg: the other growing or shrinking for all, the goods mix, and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.trade.errors import BookErrors
from leeway.measures.trade.everybody import ESTIMATED, Everybody
from leeway.measures.trade.files import TradeTables
from leeway.measures.trade.pair import LEGS, PairLeg
from leeway.numerics.pull import pull
from leeway.numerics.shift_share import shift_share

Array = NDArray[np.float64]

_SIDES = {"exports": "imports", "imports": "exports"}


@dataclass(frozen=True, slots=True)
class Weights:
    """What the other weighs in the trade of everybody but the owner of a leg, by year.

    Attributes
    ----------
    source : str
        Whose totals: the leg's own source where it tells everybody, else a source that does.
    weight : dict of int to float
    mix : dict of int to float
        Factor that the goods alone make of it; empty where no source tells goods.
    """

    source: str
    weight: dict[int, float]
    mix: dict[int, float]


@dataclass(frozen=True, slots=True)
class LegParts:
    """The change of one leg, split; the parts sum to it.

    Attributes
    ----------
    leg : str
    change : float
    parts : ndarray, shape (3,)
        Of the state (turning to or from the partner more than others did, or growing for all, in the reverse
        legs), of the partner, and of the goods mix.
    sd : ndarray, shape (3,)
    weights : str
        Whose totals the partner's weight comes from.
    """

    leg: str
    change: float
    parts: Array
    sd: Array
    weights: str


def weights_of(
    tables: TradeTables, leg: PairLeg, owner: str, other: str, legs: Mapping[str, Mapping[str, PairLeg]]
) -> Iterator[Weights]:
    """What the other weighs for all but the owner, by each source that tells everybody's totals, best first.

    Sources are not mixed: editions differ in who is told at all, and a change between them would be one of
    books. `legs` are those of the owner with the other, by name and source.
    """
    side = leg.name.removeprefix("partner's ")
    own = [leg.source] if leg.source in tables.reconciled else []
    both_sides = [*own, *(name for name in sorted(tables.reconciled) if name != leg.source)]
    for source in [*both_sides, *tables.told_by_all(side)]:
        weight = _weights(tables.everybody(source, side), _shares(legs[side], source), owner, other, side)
        if weight:
            yield Weights(source, weight, _mix(tables, source, owner, other, side, weight))


def _shares(legs: Mapping[str, PairLeg], source: str) -> dict[int, float]:
    """Shares of the owner's leg by year, in a source and in what it estimates."""
    found: dict[int, float] = {}
    for name in (f"{source}{ESTIMATED}", source):
        if name in legs:
            found |= dict(zip(legs[name].years, map(float, legs[name].share), strict=True))
    return found


def _weights(
    everybody: Everybody, shares: Mapping[int, float], owner: str, other: str, side: str
) -> dict[int, float]:
    """The other's share in the trade of everybody but the owner, by year, in one source."""
    own, theirs = everybody.of(owner, side), everybody.of(other, _SIDES[side])
    years = sorted(own.keys() & theirs.keys())
    if not years:
        return {}
    totals = np.array([[own[year], theirs[year], everybody.world[year]] for year in years]).T
    flow = np.array([shares.get(year, 0.0) for year in years]) * totals[0]
    found = pull(flow, *totals)
    return {year: float(value) for year, value in zip(years, found, strict=True) if value > 0}


def _mix(
    tables: TradeTables, source: str, owner: str, other: str, side: str, weight: dict[int, float]
) -> dict[int, float]:
    """What the goods alone make of the weight, where they are told."""
    rows = tables.expected
    if rows.is_empty():
        return {}
    told = rows.filter(
        pl.col("source") == source,
        pl.col("state") == owner,
        pl.col("partner") == other,
        pl.col("side") == side,
    )
    return {
        year: share / weight[year]
        for year, share in told.select("year", "share").iter_rows()
        if year in weight and share > 0
    }


def leg_parts(
    leg: PairLeg, weights: Weights, before: range, after: range, errors: BookErrors
) -> LegParts | None:
    """Split the change of a leg from some years to others; None where either holds no year with a weight."""
    ends = []
    counts, middles = [], []
    for span in (before, after):
        kept = [place for place, year in enumerate(leg.years) if year in span and year in weights.weight]
        if not kept:
            return None
        years = [leg.years[place] for place in kept]
        share = float(leg.share[kept].mean())
        weight = float(np.mean([weights.weight[year] for year in years]))
        mix = float(np.mean([weights.mix.get(year, 1.0) for year in years])) if weights.mix else 1.0
        ends.append(np.array([weight, mix, share / (weight * mix)]))
        counts.append(len(kept))
        middles.append(float(np.mean(years)))
    size, mix, rest = shift_share(ends[0], ends[1])
    own = leg.name in LEGS[:2]
    noise = float(leg.share.mean()) * errors.of_change(counts[0], counts[1], middles[1] - middles[0])
    return LegParts(
        leg=leg.name,
        change=float(size + mix + rest),
        parts=np.array([rest, size, mix] if own else [size, rest, mix]),
        sd=np.array([noise, 0.0, 0.0] if own else [0.0, noise, 0.0]),
        weights=weights.source,
    )
