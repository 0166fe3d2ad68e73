"""Who moved in one leg: the other growing or shrinking for all, the goods mix, and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.trade.files import TradeTables
from leeway.measures.trade.pair import LEGS, PairLeg
from leeway.measures.trade.shares import ESTIMATED
from leeway.numerics.pull import pull
from leeway.numerics.shift_share import shift_share

Array = NDArray[np.float64]

EVERYBODY = 100
"""States that have to report to a source before its totals stand for everybody's."""

_NEARLY_ALL = 0.9
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
    for source in [*both_sides, *_told_by_all(tables, side)]:
        sums = tables.totals.filter(_of(source))
        if source not in tables.reconciled:
            sums = _throughout(sums, side)
        weight = _weights(sums, _shares(legs[side], source), owner, other, side)
        if weight:
            yield Weights(source, weight, _mix(tables, source, owner, other, side, weight))


def _of(source: str) -> pl.Expr:
    """Rows of a source, with the years that it estimates itself."""
    return pl.col("source").is_in([source, f"{source}{ESTIMATED}"])


def _told_by_all(tables: TradeTables, side: str) -> list[str]:
    """Sources of reporters' own books in which nearly all states report."""
    rows = tables.totals.filter(
        ~pl.col("source").is_in(sorted(tables.reconciled)), pl.col(side).is_not_null()
    )
    number = rows.group_by(pl.col("source").str.strip_suffix(ESTIMATED)).agg(pl.col("state").n_unique())
    return sorted(number.filter(pl.col("state") >= EVERYBODY)["source"])


def _throughout(sums: pl.DataFrame, side: str) -> pl.DataFrame:
    """Totals without those of states that do not tell nearly every year: who comes and goes is no growth."""
    years = sums.drop_nulls(side)["year"].n_unique()
    told = pl.col("year").filter(pl.col(side).is_not_null()).n_unique().over("state")
    return sums.filter(told >= _NEARLY_ALL * years)


def _shares(legs: Mapping[str, PairLeg], source: str) -> dict[int, float]:
    """Shares of the owner's leg by year, in a source and in what it estimates."""
    found: dict[int, float] = {}
    for name in (f"{source}{ESTIMATED}", source):
        if name in legs:
            found |= dict(zip(legs[name].years, map(float, legs[name].share), strict=True))
    return found


def _weights(
    sums: pl.DataFrame, shares: Mapping[int, float], owner: str, other: str, side: str
) -> dict[int, float]:
    """The other's share in the trade of everybody but the owner, by year, in one source."""
    far = _SIDES[side]
    sums = sums.sort("source").unique(["state", "year"], keep="first", maintain_order=True)
    world = sums.group_by("year").agg(pl.col(side).sum().cast(pl.Float64).alias("world"))
    own = sums.filter(pl.col("state") == owner).select("year", pl.col(side).cast(pl.Float64).alias("own"))
    theirs = sums.filter(pl.col("state") == other).select(
        "year", pl.col(far).cast(pl.Float64).alias("theirs")
    )
    both = world.join(own, on="year").join(theirs, on="year").drop_nulls().sort("year")
    if both.is_empty():
        return {}
    flow = np.array([shares.get(year, 0.0) for year in both["year"]]) * both["own"].to_numpy()
    found = pull(flow, *(both[name].to_numpy() for name in ("own", "theirs", "world")))
    years = both["year"].to_list()
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
    leg: PairLeg, weights: Weights, before: range, after: range, transitory: float
) -> LegParts | None:
    """Split the change of a leg from some years to others; None where either holds no year with a weight."""
    ends = []
    counts = []
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
    size, mix, rest = shift_share(ends[0], ends[1])
    own = leg.name in LEGS[:2]
    noise = transitory * float(leg.share.mean()) * np.sqrt(sum(1.0 / count for count in counts))
    return LegParts(
        leg=leg.name,
        change=float(size + mix + rest),
        parts=np.array([rest, size, mix] if own else [size, rest, mix]),
        sd=np.array([noise, 0.0, 0.0] if own else [0.0, noise, 0.0]),
        weights=weights.source,
    )
