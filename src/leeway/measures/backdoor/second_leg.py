"""What the back-door reads beyond the senders' books: the way on, the state's own imports, and both steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import polars as pl

from leeway.measures.backdoor import books
from leeway.measures.backdoor.listed import PRIORITY, RESTRICTED
from leeway.measures.currency import in_dollars
from leeway.record.flow_tables import WORLD

if TYPE_CHECKING:
    from leeway.measures.backends.opening import Engine

LEFT_OUT = ("71",)
"""Chapters left out of sums: gold and jewels swamp everything else on the list."""

_OUT = {
    "state": pl.String,
    "goods": pl.String,
    "codes": pl.Int64,
    "to": pl.String,
    "period": pl.Date,
    "months": pl.Int64,
    "dollars": pl.Float64,
}
_STEPS = {
    "state": pl.String,
    "side": pl.String,
    "partner": pl.String,
    "product": pl.String,
    "year": pl.Int64,
    "dollars": pl.Float64,
}
_UNIT = {"product": pl.String, "unit": pl.String}
_YEARS_BEFORE = 5
_PREFERRED = ("consignment", "origin", None, "destination")


def second_leg(
    engine: Engine,
    target: str,
    senders: Sequence[str],
    codes: pl.DataFrame,
    priority: Collection[str],
    event: dt.date,
) -> pl.DataFrame:
    """What states other than the senders say they sold of listed goods to the target, or to everybody.

    Returns
    -------
    polars.DataFrame
        ``state, goods, codes, to, period, months, dollars``: of each kind of goods, periods of one length
        from one source, the one that tells most of both sides of the event.
    """
    units, inside = _units(engine, codes, priority)
    if units.is_empty():
        return pl.DataFrame(schema=_OUT)
    rows = engine.run(
        books.sold_on(engine.table("flows"), engine.frame("units", units), [target, WORLD], senders)
    )
    key = ["state", "to", "unit"]
    after = pl.col("period") >= event
    sides = rows.group_by(*key, "source", "period_kind").agg(
        (~after).sum().alias("before"), after.sum().alias("after"), pl.col("months").sum().alias("told")
    )
    best = (
        sides.filter(pl.col("before") > 0, pl.col("after") > 0)
        .sort(*key, "told", "source", "period_kind", descending=[False] * 3 + [True, False, False])
        .unique(key, keep="first", maintain_order=True)
    )
    kept = rows.join(best.select(*key, "source", "period_kind"), on=[*key, "source", "period_kind"])
    kept = in_dollars(kept, pl.col("period").dt.year())
    single = pl.col("code").n_unique().over(key) == 1, pl.col("codes").max().over(key) == 1
    return (
        kept.with_columns(
            pl.when(single[0] & single[1]).then(pl.col("code")).otherwise(pl.col("unit")).alias("goods"),
            pl.col("unit").replace_strict(inside, default=pl.col("codes").max().over(key)).alias("codes"),
        )
        .select(pl.col(name).cast(kind) for name, kind in _OUT.items())
        .unique(["state", "goods", "to", "period"], keep="first", maintain_order=True)
        .sort("state", "to", "goods", "period")
    )


def _units(
    engine: Engine, codes: pl.DataFrame, priority: Collection[str]
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Codes of six digits under the lists they belong to, and headings that are listed throughout.

    Returns
    -------
    polars.DataFrame
        ``product, unit``.
    dict of str to int
        Codes of six digits in each heading.
    """
    six = codes.filter(pl.col("digits") >= 6)["product"].str.slice(0, 6).unique().sort()
    six = six.filter(~six.str.slice(0, 2).is_in(list(LEFT_OUT)))
    known = engine.run(
        engine.table("products").filter(lambda rows: rows.digits == 6)["product"].name("six").as_table()
    )
    whole = (
        known.with_columns(pl.col("six").str.slice(0, 4).alias("heading"))
        .group_by("heading")
        .agg(pl.col("six").is_in(six.to_list()).all().alias("listed"), pl.len().alias("inside"))
        .filter("listed")
        .sort("heading")
    )
    first = [one for one in six if one in priority]
    lists = {PRIORITY: first} | ({RESTRICTED: six.to_list()} if len(first) < len(six) else {})
    units = pl.concat(
        [
            *(
                pl.DataFrame({"product": codes, "unit": [name] * len(codes)}, schema=_UNIT)
                for name, codes in lists.items()
            ),
            whole.select(pl.col("heading").alias("product"), pl.col("heading").alias("unit")),
        ],
        how="vertical_relaxed",
    )
    return units, dict(whole.select("heading", "inside").iter_rows())


def both_books(
    engine: Engine,
    senders: Sequence[str],
    blocs: Sequence[str],
    states: Sequence[str],
    *,
    currency: str,
    event: dt.date,
) -> pl.DataFrame:
    """What the senders say they sold to each state, and what it says it bought from them, by whole year.

    Returns
    -------
    polars.DataFrame
        ``state, year, exported, imported, rate``: in the senders' currency, each side from the one source
        that tells most years around the event; and dollars for one unit of it. In dollars a fall of the
        currency would pass for growth that was lost.
    """
    flows = engine.table("flows")
    theirs = whole_years(engine.run(books.totals_by_year(flows, senders, states)))
    own = whole_years(engine.run(books.totals_by_year(flows, states, [*senders, *blocs])))
    near = pl.col("year") >= event.year - _YEARS_BEFORE
    exported = _one_source(
        theirs.filter(pl.col("flow") == "export", near), "partner", "reporter", senders, ()
    )
    imported = _one_source(
        own.filter(pl.col("flow") == "import", near), "reporter", "partner", senders, blocs
    )
    both = exported.join(imported, on=["state", "year"], suffix="_own")
    rated = in_dollars(
        both.with_columns(pl.lit(currency).alias("currency"), pl.lit(1.0).alias("one")),
        pl.col("year"),
        value="one",
        to="rate",
    )
    return rated.select(
        "state",
        pl.col("year").cast(pl.Int64),
        (pl.col("dollars") / pl.col("rate")).round_sig_figs(5).alias("exported"),
        (pl.col("dollars_own") / pl.col("rate")).round_sig_figs(5).alias("imported"),
        "rate",
    ).sort("state", "year")


def whole_years(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of years that are told whole; where a source tells a year both ways, the sum of its months."""
    key = ["source", "reporter", "partner", "flow", "year", "counted_by", "currency"]
    return (
        rows.filter(pl.col("months") == 12)
        .sort(*key, "period_kind")
        .unique(key, keep="first", maintain_order=True)
    )


def _one_source(
    rows: pl.DataFrame, state: str, other: str, senders: Sequence[str], blocs: Sequence[str]
) -> pl.DataFrame:
    """Sums over the senders by state and year, from the source that tells most; a bloc before its members."""
    rows = in_dollars(rows, pl.col("year"))
    rank = {name: place for place, name in enumerate(_PREFERRED)}
    ways = pl.col("counted_by").cast(pl.String).replace_strict(rank, default=1, return_dtype=pl.Int64)
    bloc = rows.filter(pl.col(other).is_in(list(blocs))).with_columns(pl.lit(0).alias("_members"))
    each = rows.filter(pl.col(other).is_in(list(senders))).with_columns(pl.lit(1).alias("_members"))
    key = [state, "source", "_members", "counted_by", "year"]
    sums = (
        pl.concat([bloc, each])
        .with_columns(ways.alias("_way"))
        .group_by(*key, "_way")
        .agg(pl.col("dollars").sum())
    )
    best = (
        sums.group_by(state, "source", "_members", "counted_by", "_way")
        .len()
        .sort(state, "len", "_members", "_way", "source", descending=[False, True, False, False, False])
        .unique(state, keep="first", maintain_order=True)
    )
    kept = sums.join(
        best.drop("len", "_way"), on=[state, "source", "_members", "counted_by"], nulls_equal=True
    )
    return kept.select(pl.col(state).alias("state"), "year", "dollars")


def steps(
    engine: Engine, target: str, senders: Sequence[str], out: pl.DataFrame, codes: pl.DataFrame
) -> pl.DataFrame:
    """What the states between bought and sold of listed goods, by partner and whole year, in dollars."""
    between = sorted(set(out.filter(pl.col("to") == target)["state"].to_list()) - set(senders))
    if not between:
        return pl.DataFrame(schema=_STEPS)
    six = codes.filter(pl.col("digits") >= 6)["product"].str.slice(0, 6).unique().sort()
    listed = engine.frame("listed", pl.DataFrame({"product": six}))
    rows = engine.run(books.by_partner(engine.table("flows"), listed, between))
    whole = rows.with_columns((pl.col("months") * pl.col("periods")).alias("told")).filter(
        pl.col("told") == 12
    )
    told = in_dollars(whole, pl.col("year")).with_columns(
        pl.when(pl.col("flow") == "import").then(pl.lit("bought")).otherwise(pl.lit("sold")).alias("side")
    )
    sold = told.filter((pl.col("side") == "bought") | (pl.col("partner") == target))
    return (
        sold.group_by("state", "side", "partner", "product", "year")
        .agg(pl.col("dollars").sum().round_sig_figs(4))
        .select(pl.col(name).cast(kind) for name, kind in _STEPS.items())
        .sort("state", "side", "product", "year", "partner")
    )
