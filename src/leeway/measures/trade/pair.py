"""The legs of one pair, source by source, read from the tables without the rest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.ledger.trade import RecordBreak, record_breaks
from leeway.measures.trade.files import TradeTables, shares_of

Array = NDArray[np.float64]

LEGS = ("exports", "imports", "partner's exports", "partner's imports")
"""The state's two, and the partner's two, which are the reverse."""


@dataclass(frozen=True)
class PairLeg:
    """One share of a pair by one source.

    Attributes
    ----------
    name, source : str
    years : tuple of int, length T
        Years told.
    share : ndarray, shape (T,)
    told : range
        Years that the source tells of anybody.
    """

    name: str
    source: str
    years: tuple[int, ...]
    share: Array
    told: range

    def between(self, years: range) -> PairLeg | None:
        """The leg within some years; None with fewer than two of them."""
        kept = [place for place, year in enumerate(self.years) if year in years]
        if len(kept) < 2:
            return None
        return replace(self, years=tuple(self.years[place] for place in kept), share=self.share[kept])


def pair_legs(
    tables: TradeTables, state: str, partner: str, *, until: dt.date | None
) -> dict[str, dict[str, PairLeg]]:
    """The four legs of a pair, each by source."""
    rows = tables.shares.filter(
        ((pl.col("state") == state) & (pl.col("partner") == partner))
        | ((pl.col("state") == partner) & (pl.col("partner") == state))
    )
    sums = tables.totals.filter(pl.col("state").is_in([state, partner]))
    totals = {(row["source"], row["state"], row["year"]): row for row in sums.iter_rows(named=True)}
    by_source: dict[str, dict[tuple[str, str], dict[str, object]]] = {}
    for row in rows.iter_rows(named=True):
        by_source.setdefault(row["source"], {})[row["state"], row["side"]] = row
    found: dict[str, dict[str, PairLeg]] = {name: {} for name in LEGS}
    for source, years in tables.years.items():
        known = [year for year in years if until is None or dt.date(year, 12, 31) <= until]
        told = by_source.get(source, {})
        for name, owner, other, side in (
            ("exports", state, partner, "exports"),
            ("imports", state, partner, "imports"),
            ("partner's exports", partner, state, "exports"),
            ("partner's imports", partner, state, "imports"),
        ):
            values = _values(tables, source, told, totals, owner, other, side, known)
            kept = [place for place, value in enumerate(values) if not np.isnan(value)]
            if kept:
                found[name][source] = PairLeg(
                    name, source, tuple(known[place] for place in kept), values[kept], years
                )
    return found


def _values(
    tables: TradeTables,
    source: str,
    told: dict[tuple[str, str], dict[str, object]],
    totals: dict[tuple[str, str, int], dict[str, float]],
    owner: str,
    other: str,
    side: str,
    years: list[int],
) -> Array:
    """One share by year; NaN where it is not told, or the pair's books say nothing."""
    turned = source in tables.reconciled and side == "imports"
    row = told.get((other, "exports") if turned else (owner, side))
    zero = bool(tables.manifest["sources_told"][source]["absent_is_zero"])
    values = np.full(len(years), np.nan)
    holes = _holes(owner, other)
    for place, year in enumerate(years):
        own = totals.get((source, owner, year))
        if own is None or not own[side] or any(one.touches(*_days(year)) for one in holes):
            continue
        step = None if row is None else row.get(f"y{year}")
        if step is None:
            theirs = totals.get((source, other, year))
            told_of = own["reports"] or (theirs is not None and theirs["reports"])
            values[place] = 0.0 if row is not None and zero and told_of else np.nan
            continue
        share = float(shares_of(np.array([float(step)]))[0])  # type: ignore[arg-type]
        if turned:
            theirs = totals.get((source, other, year))
            if theirs is None or not theirs["exports"]:
                continue
            share *= theirs["exports"] / own["imports"]
        values[place] = min(share, 1.0)
    return values


def _holes(owner: str, other: str) -> list[RecordBreak]:
    """Breaks in which the books of a pair say nothing."""
    return [one for one in record_breaks() if one.effect == "hole" and one.concerns(owner, other)]


def _days(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)
