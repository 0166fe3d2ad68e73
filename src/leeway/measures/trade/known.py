"""Trade as it was known on an earlier day: years that were over, and what follows from them alone."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from leeway.measures.trade.errors import disagreement
from leeway.measures.trade.estimate import add_usual
from leeway.measures.trade.files import TradeTables, shares_of
from leeway.measures.trade.shares import LARGE
from leeway.measures.yearly import last_year_over

UNARGUED = 0.02
"""Half-width of *still* where no source tells all pairs for long enough to measure what is usual."""

_KEY = ["source", "state", "side", "partner"]


def tables_known(tables: TradeTables, day: dt.date) -> TradeTables:
    """The tables without years that were not over on a day; errors and usual changes are made again.

    Pairs that never were large enough to be kept in what is left are left out, as they would have been then.
    """
    over = last_year_over(day)
    told = {
        name: {**said, "to": min(int(said["to"]), over)}
        for name, said in tables.manifest["sources_told"].items()
        if int(said["from"]) <= over
    }
    kept = pl.col("source").is_in(list(told))
    totals = tables.totals.filter(kept, pl.col("year") <= over)
    expected = tables.expected.filter(kept, pl.col("year") <= over)
    cut = _until(tables.shares.filter(kept), over)
    both = _both_sides(cut, totals, tables.reconciled)
    manifest = tables.manifest_known(
        day, sources_told=told, margin=UNARGUED, usual=None, usual_legs=None, errors=disagreement(both)
    )
    frames = {
        "shares": _large_enough(cut, both, tables.reconciled),
        "totals": totals,
        "expected": expected,
    }
    known = TradeTables(tables.folder, manifest, frames)
    add_usual(known)
    return known


def _years(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name not in _KEY]


def _until(shares: pl.DataFrame, last: int) -> pl.DataFrame:
    return shares.drop(name for name in _years(shares) if int(name[1:]) > last)


def _large_enough(shares: pl.DataFrame, both: pl.DataFrame, reconciled: frozenset[str]) -> pl.DataFrame:
    """Rows of pairs that reach `LARGE` in some year on either side, as when the table is made."""
    one_row = pl.col("source").is_in(sorted(reconciled)) & (pl.col("side") == "imports")
    seller = pl.when(one_row)
    kept = (
        both.filter(pl.col("share") >= LARGE)
        .select(
            "source",
            seller.then(pl.col("partner")).otherwise(pl.col("state")).alias("state"),
            seller.then(pl.lit("exports")).otherwise(pl.col("side")).alias("side"),
            seller.then(pl.col("state")).otherwise(pl.col("partner")).alias("partner"),
        )
        .unique()
    )
    return shares.join(kept, on=_KEY, how="semi")


def _both_sides(shares: pl.DataFrame, totals: pl.DataFrame, reconciled: frozenset[str]) -> pl.DataFrame:
    """Shares as rows, those of imports too where one book holds both sides.

    Returns
    -------
    polars.DataFrame
        ``source, state, side, partner, year, share``.
    """
    names = _years(shares)
    if not names:
        return pl.DataFrame(schema={**dict.fromkeys(_KEY, pl.String), "year": pl.Int16, "share": pl.Float64})
    told = shares.unpivot(names, index=_KEY, variable_name="year", value_name="step").drop_nulls("step")
    steps = told["step"].to_numpy().astype(np.float64)
    told = told.select(
        *_KEY,
        pl.col("year").str.strip_prefix("y").cast(pl.Int16),
        pl.Series("share", shares_of(steps), pl.Float64),
    )
    sold = totals.select("source", "state", "year", pl.col("exports").cast(pl.Float64))
    bought = totals.select(
        "source", pl.col("state").alias("partner"), "year", pl.col("imports").cast(pl.Float64)
    )
    turned = (
        told.filter(pl.col("source").is_in(sorted(reconciled)), pl.col("side") == "exports")
        .join(sold, on=["source", "state", "year"])
        .join(bought, on=["source", "partner", "year"])
        .filter(pl.col("imports") > 0)
        .select(
            "source",
            pl.col("partner").alias("state"),
            pl.lit("imports").alias("side"),
            pl.col("state").alias("partner"),
            "year",
            (pl.col("share") * pl.col("exports") / pl.col("imports")).alias("share"),
        )
    )
    return pl.concat([told, turned])
