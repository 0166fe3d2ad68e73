"""Influence as it was known on an earlier day: years that were over, and what follows from them alone."""

from __future__ import annotations

import datetime as dt

import polars as pl

from leeway.measures.influence.estimate import NO_REPEAT, usual_changes
from leeway.measures.influence.estimates import InfluenceTables
from leeway.measures.yearly import last_year_over


def tables_known(tables: InfluenceTables, day: dt.date) -> InfluenceTables:
    """The tables without years that were not over on a day.

    How far two releases differ is known from all their years at once; it is what it would be without a second
    release.
    """
    over = last_year_over(day)
    index = tables.table("influence").filter(pl.col("year") <= over)
    manifest = tables.manifest_known(
        day,
        influencers=sorted(index["influencer"].unique()),
        between=NO_REPEAT,
        within=NO_REPEAT,
        margin=NO_REPEAT,
        usual=usual_changes(index, NO_REPEAT) if index.height else [],
    )
    return InfluenceTables(tables.folder, manifest, {"influence": index})
