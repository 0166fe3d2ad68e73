"""Relations as they were known on an earlier day: quarters that were over, and what follows from them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from leeway.measures.relations.estimate import common, quarter_end
from leeway.measures.relations.files import RelationsTables

UNARGUED = 0.05
"""Half-width of *still* where too few pairs tell what is usual."""


def tables_known(tables: RelationsTables, day: dt.date) -> RelationsTables:
    """The tables without quarters that were not over on a day; drift and usual changes are made again."""
    kept = [one for one in tables.quarters["period"] if quarter_end(one) <= day]
    pairs = tables.pairs.filter(pl.col("period").is_in(kept))
    quarters = tables.quarters.filter(pl.col("period").is_in(kept))
    drift, told = common(pairs, tuple(kept))
    manifest = tables.manifest_known(day, **{**told, "margin": told["margin"] or UNARGUED})
    frames = {"pairs": pairs, "quarters": quarters.with_columns(pl.Series("drift", drift, pl.Float64))}
    return RelationsTables(tables.folder, manifest, frames)
