"""What everybody trades by one source, year by year: what a partner's weight is measured against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import polars as pl

ESTIMATED = " (estimated)"
"""What years that a source estimates itself bear behind its name."""

EVERYBODY = 100
"""States that have to report to a source before its totals stand for everybody's."""

_NEARLY_ALL = 0.9


@dataclass(frozen=True, eq=False)
class Everybody:
    """Totals of one source, with the years that it estimates itself.

    Attributes
    ----------
    world : dict of int to float
        Dollars of all states together, of one side, by year.
    rows : polars.DataFrame
        Rows of the table of totals, one a state and year.
    """

    world: Mapping[int, float]
    rows: pl.DataFrame

    @cached_property
    def of(self) -> Callable[[str, str], Mapping[int, float]]:
        """What one state exports or imports, by the years told; of the states last asked about."""
        return lru_cache(maxsize=64)(self._of)

    def _of(self, state: str, side: str) -> Mapping[int, float]:
        told = self.rows.filter(pl.col("state") == state).select("year", side)
        return {year: value for year, value in told.iter_rows() if value is not None}


def everybody(totals: pl.DataFrame, source: str, side: str, *, reconciled: bool) -> Everybody:
    """Totals of one source, for weights of one side.

    Parameters
    ----------
    totals : polars.DataFrame
        The table of totals.
    source : str
    side : {'exports', 'imports'}
    reconciled : bool
        Whether the source made both books one, and so tells all.
    """
    sums = totals.filter(pl.col("source").is_in([source, f"{source}{ESTIMATED}"]))
    if not reconciled:
        sums = _throughout(sums, side)
    sums = sums.sort("source").unique(["state", "year"], keep="first", maintain_order=True)
    world = sums.group_by("year").agg(pl.col(side).cast(pl.Float64).sum())
    return Everybody(dict(world.iter_rows()), sums)


def told_by_all(totals: pl.DataFrame, side: str, reconciled: frozenset[str]) -> tuple[str, ...]:
    """Sources of reporters' own books in which nearly all states report."""
    rows = totals.filter(~pl.col("source").is_in(sorted(reconciled)), pl.col(side).is_not_null())
    number = rows.group_by(pl.col("source").str.strip_suffix(ESTIMATED)).agg(pl.col("state").n_unique())
    return tuple(sorted(number.filter(pl.col("state") >= EVERYBODY)["source"]))


def _throughout(sums: pl.DataFrame, side: str) -> pl.DataFrame:
    """Totals without those of states that do not tell nearly every year: who comes and goes is no growth."""
    years = sums.drop_nulls(side)["year"].n_unique()
    told = pl.col("year").filter(pl.col(side).is_not_null()).n_unique().over("state")
    return sums.filter(told >= _NEARLY_ALL * years)
