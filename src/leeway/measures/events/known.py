"""Events as they were known on an earlier day: periods that were over, and what follows from them alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from leeway.measures.events.classes import FEWEST
from leeway.measures.events.estimate import told_of
from leeway.measures.events.files import LEGS, STEP, EventEstimateTables
from leeway.measures.events.rates import period_end

UNARGUED = 0.7
"""Half-width of *still* where too few pairs tell what is usual: twice as many events, or half."""


def tables_known(tables: EventEstimateTables, day: dt.date) -> EventEstimateTables:
    """The tables without periods that were not over on a day; noise and usual changes are fitted to the rest.

    Pairs with too few events in what is left are left out, as they would have been then; so are sources with
    too few such pairs.
    """
    frames: list[pl.DataFrame] = []
    told: dict[str, dict[str, Any]] = {}
    for source, said in tables.told.items():
        rows = tables.pairs.filter(pl.col("source") == source)
        periods = rows["period"].unique().sort().to_list()
        kept = [one for one in periods if period_end(one, said["kind"]) <= day]
        rows = _often_enough(rows.filter(pl.col("period").is_in(kept)))
        if len(kept) > 1 and rows.height:
            fitted = told_of(rows, source, said["kind"])
            if fitted is not None:
                told[source], frames = fitted, [*frames, rows]
    usual = [one["usual"]["conflict"] for one in told.values() if one["usual"]["conflict"]]
    margin = max((one["by_size"][-1][-1][1] for one in usual), default=UNARGUED)
    manifest = tables.manifest_known(day, told=told, margin=margin)
    pairs = pl.concat(frames) if frames else tables.pairs.clear()
    return type(tables)(tables.folder, manifest, {"pairs": pairs})


def _often_enough(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of pairs with enough events in all periods together."""
    events = pl.sum_horizontal((0.5 * STEP * pl.col(f"{leg}_root").cast(pl.Float64)) ** 2 for leg in LEGS)
    return rows.filter(events.sum().over("state", "partner").round() >= FEWEST)
