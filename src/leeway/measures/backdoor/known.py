"""The back-door as it was known on an earlier day: codes listed and months over by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from leeway.measures.backdoor.assessment import over
from leeway.measures.backdoor.estimate import margin_of
from leeway.measures.backdoor.files import BackdoorTables

_CELL = ["target", "sender", "state", "month", "kind", "listed_on"]


def tables_known(tables: BackdoorTables, day: dt.date) -> BackdoorTables:
    """The tables without periods that were not over on a day; what was listed later was not listed.

    The event is the month in which the middle one of the codes known by then was listed.
    """
    targets = {target: _target_known(said, day) for target, said in tables.manifest["targets"].items()}
    whole = {name: tables.table(name) for name in sorted(tables.names)}
    frames = {name: frame.filter(over(frame, day)) for name, frame in whole.items()}
    frames["cells"] = _listed_by(frames["cells"], day)
    manifest = tables.manifest_known(day, targets=targets, margin=0.0)
    known = BackdoorTables(tables.folder, manifest, frames)
    manifest["margin"] = margin_of(known, tuple(targets))
    return known


def _target_known(told: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
    """What is said of one target, from the codes listed by a day; where none was, the event is still to come.

    Estimates that do not say how many codes were listed when keep their event, if it was by then.
    """
    listed = told.get("listed") or {told["event"]: int(told["codes"])}
    days = [
        dt.date.fromisoformat(when)
        for when, codes in sorted(listed.items())
        if dt.date.fromisoformat(when) <= day
        for _ in range(codes)
    ]
    to_come = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    event = days[(len(days) - 1) // 2].replace(day=1) if days else to_come
    return {**told, "event": str(event), "codes": min(int(told["codes"]), len(days))}


def _listed_by(cells: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Cells in which goods that were surely not listed by a day stand among all others."""
    listed = (pl.col("kind") != "other") & (pl.col("listed_on").dt.month_end() <= day).fill_null(value=False)
    return (
        cells.with_columns(
            pl.when(listed).then(pl.col("kind")).otherwise(pl.lit("other")).alias("kind"),
            pl.when(listed).then(pl.col("listed_on")).alias("listed_on"),
        )
        .group_by(_CELL, maintain_order=True)
        .agg(pl.col("value").sum())
        .select(cells.columns)
    )
