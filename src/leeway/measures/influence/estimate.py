"""Make the estimates of influence: the formula on published components, or the published index."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from leeway.errors import DataError
from leeway.measures.files import origin, write_tables
from leeway.measures.influence.estimates import InfluenceTables, changes_between
from leeway.measures.yearly import nine_years_apart
from leeway.numerics.influence import formal_influence
from leeway.numerics.usual_wiggle import usual_change_by_size

if TYPE_CHECKING:
    from leeway.record.store import Record

BANDWIDTHS = ("economic_bandwidth", "political_bandwidth", "security_bandwidth")
DEPENDENCES = ("economic_dependence", "security_dependence")

NO_REPEAT = 0.01
"""How far two releases differ where there is no second one to compare with."""

_ALIKE = 200


def estimate_influence(
    record: Record, folder: Path, *, built: dt.date | None = None, published_series: bool = False
) -> dict[str, Any]:
    """Estimate the line `influence` from a record and write it.

    Parameters
    ----------
    record : Record
    folder : Path
        Receives the table and its manifest; what was there is replaced when all is done.
    built : date, optional
        Day to write into the manifest; by default the last day covered.
    published_series : bool
        Whether years for which only the index itself is published, without components, are taken as
        published. The estimates that Leeway ships leave them out: they would be the publisher's rows.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    DataError
        If the record does not hold the index, or holds no components of it and the index as published is
        not asked for, or the folder cannot be written.
    """
    write_tables(make_tables(record, built=built, published_series=published_series), folder)
    return InfluenceTables.open(folder).manifest


def make_tables(
    record: Record, *, built: dt.date | None = None, published_series: bool = False
) -> InfluenceTables:
    """Make the table in memory; parameters as in `estimate_influence`."""
    manifest = origin(record, "influence", ("fbic",), needed={"fbic"})
    index = computed(record.table("influence"))
    between, within = disagreement(index)
    kept = index if published_series else index.filter(pl.col("computed"))
    best = (
        kept.sort("computed", "release", descending=[True, True])
        .unique(["influencer", "receiver", "year"], keep="first")
        .select("influencer", "receiver", "year", pl.col("value").round(4).cast(pl.Float32), "computed")
        .sort("influencer", "receiver", "year")
    )
    if best.is_empty():
        raise DataError(
            "The record holds the index of influence without the components that it is computed from.",
            where=str(record.path),
            hint="estimate(..., published_series=True) takes the index as published.",
        )
    years = best["year"].to_numpy()
    last = dt.date(int(years.max()), 12, 31)
    manifest |= {
        "built": str(built or last),
        "covered": [f"{years.min()}-01-01", str(last)],
        "published_series": published_series,
        "influencers": sorted(best["influencer"].unique()),
        "between": round(between, 4),
        "within": round(within, 4),
        "margin": round(between, 4),
        "usual": usual_changes(best, between),
    }
    return InfluenceTables(Path(), manifest, {"influence": best})


def computed(published: pl.DataFrame) -> pl.DataFrame:
    """The index by the formula where the components are there, else as published.

    Parameters
    ----------
    published : polars.DataFrame
        The table ``influence``.

    Returns
    -------
    polars.DataFrame
        ``release, influencer, receiver, year, value, computed``.
    """
    whole = pl.all_horizontal(pl.col(*BANDWIDTHS, *DEPENDENCES).is_not_null())
    frames = []
    for (release,), rows in published.group_by("release", maintain_order=True):
        with_all, without = rows.filter(whole), rows.filter(~whole)
        product = formal_influence(
            with_all.select(BANDWIDTHS).to_numpy(), with_all.select(DEPENDENCES).to_numpy()
        )
        key = ("influencer", "receiver", "year")
        frames += [
            with_all.select(
                *key, pl.Series("value", product), computed=pl.lit(True), release=pl.lit(release)
            ),
            without.select(
                *key, pl.col("index").alias("value"), computed=pl.lit(False), release=pl.lit(release)
            ),
        ]
    return pl.concat(frames)


def disagreement(index: pl.DataFrame) -> tuple[float, float]:
    """How far two releases differ of one pair and year: what stays with the pair, and what changes by year.

    Returns
    -------
    between, within : float
        Standard deviations; a hundredth each where there is no second release to compare with.
    """
    key = ["influencer", "receiver", "year"]
    first = index.filter(pl.col("computed")).unique(key, keep="first")
    second = index.filter(~pl.col("computed")).unique(key, keep="first")
    both = first.join(second, on=key, suffix="_other")
    if both.height < 2:
        return NO_REPEAT, NO_REPEAT
    apart = both.with_columns((pl.col("value") - pl.col("value_other")).alias("apart"))
    mean = pl.col("apart").mean().over("influencer", "receiver")
    within = apart.select((pl.col("apart") - mean).alias("left"))["left"].to_numpy()
    between = apart.group_by("influencer", "receiver").agg(pl.col("apart").mean())["apart"].to_numpy()
    return float(np.std(between)), float(np.std(within))


def usual_changes(best: pl.DataFrame, least: float) -> list[list[float]]:
    """How far the index usually moves over nine years, by the larger of its two values.

    Influence moves by more where there is more of it, so that no single margin would fit both the small and
    the great. Below `least`, where two releases of the index disagree, a change says nothing.
    """
    years = best["year"].to_numpy()
    spans = nine_years_apart(int(years.min()), int(years.max()))
    if not spans:
        return []
    both = pl.concat(changes_between(best, *ends) for ends in spans).filter(pl.col("largest") > least)
    try:
        steps = usual_change_by_size(both["change"].to_numpy(), both["largest"].to_numpy(), each=_ALIKE)
    except ValueError:
        return []
    return [[round(size, 4), round(usual, 4)] for size, usual in steps]
