"""Shares of partners in each state's exports and imports, source by source, from the table ``flows``."""

from __future__ import annotations

from typing import Any, TypeAlias

import polars as pl

from leeway.ledger.trade import record_breaks
from leeway.measures.trade.everybody import ESTIMATED
from leeway.measures.trade.files import coarse

Table: TypeAlias = Any
"""An Ibis table expression."""

LENDS = {"rosstat-cis": "rosstat"}
"""Tables of one publisher of which the first has the totals that the second lacks."""

LARGE = 1e-5
"""Pairs of which no share reaches this in any year are left out."""

LEFT_OUT = ("oecd-btige", "geostat", "comext", "easy-comext")
"""Sources that tell some partners and no total, or no partners: no share follows from them."""


def yearly_totals(flows: Table) -> Table:
    """All goods by source, reporter, partner and year.

    Returns
    -------
    ibis Table
        ``source, basis, reporter, partner, scope, flow, year, period_kind, counted_by, value, months``:
        re-exports and parts of years are left out, dollars alone are read.
    """
    rows = flows.filter(
        flows.digits == 0,
        flows.currency == "USD",
        flows.flow.isin(["export", "import"]),
        flows.period_kind.isin(["month", "year"]),
        flows.scope.isin(["states", "territory", "world", "unspecified"]),
        flows.source.notin(list(LEFT_OUT)),
    )
    return rows.group_by(
        source="source",
        basis="basis",
        reporter="reporter",
        partner="partner",
        scope="scope",
        flow="flow",
        year=rows.period.year(),
        period_kind="period_kind",
        counted_by="counted_by",
    ).agg(value=rows.value.sum(), months=rows.months.sum().cast("int64"))


def one_way(rows: pl.DataFrame) -> pl.DataFrame:
    """Whole years, told once: imports by consignment before those by origin, a year's row before its months.

    Returns
    -------
    polars.DataFrame
        ``source, reporter, partner, scope, flow, year, value``; a source with estimated years has those under
        ``SOURCE (estimated)``.
    """
    key = ["source", "reporter", "partner", "flow", "year"]
    order = pl.col("counted_by").replace_strict(
        {"consignment": 0, "destination": 0}, default=1, return_dtype=pl.Int64
    )
    estimated = (pl.col("basis") == "estimated") | _silent()
    return (
        rows.filter(pl.col("months") == 12)
        .with_columns(
            pl.when(estimated).then(pl.col("source") + ESTIMATED).otherwise(pl.col("source")).alias("source"),
            order.alias("_order"),
        )
        .sort(*key, "_order", "period_kind", descending=[False] * 6 + [True])
        .unique(key, keep="first", maintain_order=True)
        .drop("_order", "basis", "period_kind", "counted_by", "months")
    )


def _silent() -> pl.Expr:
    """Years in which the ledger knows the reporter to be silent: what stands there is somebody else's."""
    told = pl.lit(value=False)
    for one in record_breaks():
        if one.effect == "silent" and not one.partners:
            inside = pl.col("year") >= one.since.year
            if one.until is not None:
                inside &= pl.col("year") <= one.until.year
            told |= pl.col("reporter").is_in(one.reporters) & inside & (pl.col("basis") == "reported")
    return told


def totals(rows: pl.DataFrame) -> pl.DataFrame:
    """What each reporter traded with everybody: the row of the world where there is one, else the sum.

    Returns
    -------
    polars.DataFrame
        ``source, reporter, flow, year, total``. A sum that reaches less than half of the row of the world
        leaves the row to stand; a row of the world that is smaller than the sum of partners is none.
    """
    key = ["source", "reporter", "flow", "year"]
    world = rows.filter(pl.col("scope") == "world").select(*key, pl.col("value").alias("world"))
    named = rows.filter(pl.col("scope") != "world").group_by(key).agg(pl.col("value").sum().alias("sum"))
    lent = world.with_columns(
        pl.col("source").replace_strict(LENDS, default=None, return_dtype=pl.String)
    ).drop_nulls()
    both = named.join(pl.concat([world, lent]), on=key, how="left")
    without = pl.col("source").is_in(list(LENDS.values())) & pl.col("world").is_null()
    both = both.filter(~without)
    return both.select(*key, pl.max_horizontal("world", "sum").alias("total")).filter(pl.col("total") > 0)


def with_both_sides(rows: pl.DataFrame, reconciled: list[str]) -> pl.DataFrame:
    """Rows of sources that made both books one, seen from the other side as well."""
    seen = rows.filter(pl.col("source").is_in(reconciled), pl.col("scope") != "world")
    turned = seen.select(
        "source",
        pl.col("partner").alias("reporter"),
        pl.col("reporter").alias("partner"),
        "scope",
        pl.when(pl.col("flow") == "export").then(pl.lit("import")).otherwise(pl.lit("export")).alias("flow"),
        "year",
        "value",
    )
    return pl.concat([rows, turned])


def shares(rows: pl.DataFrame, of_all: pl.DataFrame) -> pl.DataFrame:
    """Shares of partners: ``source, state, side, partner, year, share``, of states and territories."""
    pairs = rows.filter(pl.col("scope").is_in(["states", "territory"]))
    told = pairs.join(of_all, on=["source", "reporter", "flow", "year"])
    return told.select(
        "source",
        pl.col("reporter").alias("state"),
        pl.format("{}s", pl.col("flow")).alias("side"),
        "partner",
        "year",
        (pl.col("value") / pl.col("total")).alias("share"),
    )


def large_enough(told: pl.DataFrame, reconciled: list[str]) -> pl.DataFrame:
    """Shares of pairs that reach `LARGE` in some year on either side, which are one row if reconciled."""
    one_row = pl.col("source").is_in(reconciled) & (pl.col("side") == "imports")
    key = ["source", "state", "side", "partner"]
    as_exports = told.with_columns(
        pl.when(one_row).then(pl.col("partner")).otherwise(pl.col("state")).alias("state"),
        pl.when(one_row).then(pl.col("state")).otherwise(pl.col("partner")).alias("partner"),
        pl.when(one_row).then(pl.lit("exports")).otherwise(pl.col("side")).alias("side"),
    )
    kept = as_exports.group_by(key).agg(pl.col("share").max()).filter(pl.col("share") >= LARGE).select(key)
    return told.join(kept, on=key, how="semi")


def wide(frame: pl.DataFrame) -> pl.DataFrame:
    """Shares with one column a year, in whole steps."""
    key = ["source", "state", "side", "partner"]
    years = sorted(frame["year"].unique().to_list())
    stepped = frame.with_columns(coarse(pl.col("share")).alias("share"))
    found = stepped.pivot(on="year", index=key, values="share", on_columns=years)
    named = found.rename({str(year): f"y{year}" for year in years})
    return named.filter(pl.any_horizontal(pl.col(f"y{year}") > 0 for year in years)).sort(key)
