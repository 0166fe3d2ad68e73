"""What the goods alone would make of a share, where a source tells goods by pair.

If a state sells oil and a partner buys none, the share between them is small without anybody turning away.
`expected` is the share that a partner would have if it weighed, in each chapter of goods, as it does for all
others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from leeway.measures.backends.opening import Engine

SCHEMA = {
    "source": pl.String,
    "state": pl.String,
    "side": pl.String,
    "partner": pl.String,
    "year": pl.Int64,
    "share": pl.Float32,
}
_CHAPTER = 2


def expected_shares(engine: Engine) -> pl.DataFrame:
    """Shares that the mix of goods alone would make, of every pair that a source tells by goods.

    Returns
    -------
    polars.DataFrame
        ``source, state, side, partner, year, share``; empty where all sources tell totals alone.
    """
    rows = engine.run(_chapters(engine.table("flows")))
    if rows.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    return pl.concat([_side(rows, "exports"), _side(rows, "imports")]).sort(
        "source", "state", "side", "partner"
    )


def _chapters(flows: Any) -> Any:
    """Reconciled exports by pair, year and chapter of goods."""
    rows = flows.filter(
        flows.digits == 6,
        flows.basis == "reconciled",
        flows.flow == "export",
        flows.period_kind == "year",
        flows.scope.isin(["states", "territory"]),
    )
    return rows.group_by(
        source="source",
        exporter="reporter",
        importer="partner",
        chapter=rows["product"].substr(0, _CHAPTER),
        year=rows.period.year(),
    ).agg(value=rows.value.sum())


def _side(rows: pl.DataFrame, side: str) -> pl.DataFrame:
    """One side: over the chapters a state trades, the weight of the partner in what all others trade."""
    state, partner = ("exporter", "importer") if side == "exports" else ("importer", "exporter")
    key = ["source", "year", "chapter"]
    own = rows.group_by(*key, state).agg(pl.col("value").sum().alias("own"))
    theirs = rows.group_by(*key, partner).agg(pl.col("value").sum().alias("theirs"))
    world = rows.group_by(key).agg(pl.col("value").sum().alias("world"))
    crossed = (
        own.join(theirs, on=key)
        .join(world, on=key)
        .filter(pl.col(state) != pl.col(partner))
        .join(rows, on=[*key, state, partner], how="left")
        .with_columns(pl.col("value").fill_null(0.0))
    )
    weight = pl.when(pl.col("world") > pl.col("own")).then(
        (pl.col("theirs") - pl.col("value")) / (pl.col("world") - pl.col("own"))
    )
    summed = crossed.group_by(
        "source", "year", pl.col(state).alias("state"), pl.col(partner).alias("partner")
    ).agg((pl.col("own") * weight.fill_null(0.0)).sum().alias("_met"), pl.col("own").sum().alias("_own"))
    return summed.select(
        "source",
        "state",
        pl.lit(side).alias("side"),
        "partner",
        pl.col("year").cast(pl.Int64),
        (pl.col("_met") / pl.col("_own")).cast(pl.Float32).alias("share"),
    )
