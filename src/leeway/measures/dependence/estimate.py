"""Make the estimates of trade dependence from the record: shares and totals of all pairs and years."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from leeway.errors import DataError
from leeway.measures.dependence import shares as counted
from leeway.measures.dependence.by_goods import expected_shares
from leeway.measures.dependence.changes import all_changes
from leeway.measures.dependence.errors import disagreement
from leeway.measures.dependence.files import TradeTables
from leeway.measures.dependence.matrices import Matrices
from leeway.measures.files import origin, write_tables
from leeway.measures.flows.engines import engine_named
from leeway.measures.yearly import nine_years_apart
from leeway.numerics.usual_wiggle import usual_change_by_size

if TYPE_CHECKING:
    from leeway.record.store import Record

HOLES = ("baci-hs22", "imf-imts", "imf-imts (estimated)")
"""Sources in which a pair that is absent may trade all the same."""

_EACH = 400
_LEAST = 1e-3


def estimate_trade(
    record: Record, folder: Path, *, built: dt.date | None = None, engine: str | None = None
) -> dict[str, Any]:
    """Estimate the line `trade` from a record and write it.

    Parameters
    ----------
    record : Record
    folder : Path
        Receives the tables and their manifest; what was there is replaced when all is done.
    built : date, optional
        Day to write into the manifest; by default the last year covered.
    engine : str, optional
        Where the table ``flows`` lies, if not in the record.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    DataError
        If the record holds no totals by partner, or the folder cannot be written.
    """
    write_tables(make_tables(record, built=built, engine=engine), folder)
    return TradeTables.open(folder).manifest


def make_tables(record: Record, *, built: dt.date | None = None, engine: str | None = None) -> TradeTables:
    """Make the tables in memory; parameters as in `estimate_trade`."""
    from leeway.measures.dependence import MEASURE

    manifest = origin(record, "trade", MEASURE.sources)
    with engine_named(engine, record=record) as opened:
        raw = opened.run(counted.yearly_totals(opened.table("flows")))
        by_goods = expected_shares(opened)
    if raw.is_empty():
        raise DataError(
            "The record holds no totals of trade by partner.",
            where=str(record.path),
            hint="leeway refresh baci, or any source of totals, or --from DIR",
        )
    reconciled = sorted(raw.filter(pl.col("basis") == "reconciled")["source"].unique())
    rows = counted.with_both_sides(counted.one_way(raw), reconciled)
    of_all = counted.totals(rows)
    told = counted.shares(rows, of_all)
    once = ~pl.col("source").is_in(reconciled) | (pl.col("side") == "exports")
    frames = {
        "shares": counted.wide(told.filter(once)),
        "totals": _totals(of_all),
        "expected": by_goods,
    }
    years = of_all.group_by("source").agg(
        pl.col("year").min().alias("from"), pl.col("year").max().alias("to")
    )
    first, last = int(years["from"].min()), int(years["to"].max())  # type: ignore[arg-type]
    manifest |= {
        "built": str(built or dt.date(last, 12, 31)),
        "covered": [f"{first}-01-01", f"{last}-12-31"],
        "sources_told": {
            row["source"]: {
                "from": row["from"],
                "to": row["to"],
                "basis": "reconciled" if row["source"] in reconciled else _basis(row["source"]),
                "absent_is_zero": row["source"] not in HOLES,
            }
            for row in years.sort("source").iter_rows(named=True)
        },
        "errors": disagreement(told),
        "margin": 0.0,
        "usual": [],
        "usual_legs": [],
    }
    tables = TradeTables(Path(), manifest, frames)
    _add_usual(tables)
    return tables


def _basis(source: str) -> str:
    return "estimated" if source.endswith("(estimated)") else "reported"


def _totals(of_all: pl.DataFrame) -> pl.DataFrame:
    both = of_all.pivot(
        on="flow", index=["source", "reporter", "year"], values="total", on_columns=["export", "import"]
    )
    return both.select(
        "source",
        pl.col("reporter").alias("state"),
        pl.col("year").cast(pl.Int16),
        pl.col("export").round_sig_figs(4).cast(pl.Float32).alias("exports"),
        pl.col("import").round_sig_figs(4).cast(pl.Float32).alias("imports"),
    ).sort("source", "state", "year")


def _add_usual(tables: TradeTables) -> None:
    """How far dependences of some size usually move over nine years, of the line and of a leg."""
    changes: dict[str, list[np.ndarray[Any, Any]]] = {"usual": [], "usual_legs": []}
    sizes: dict[str, list[np.ndarray[Any, Any]]] = {"usual": [], "usual_legs": []}
    for source in sorted(tables.reconciled):
        years = tables.years[source]
        if len(years) < 12:
            continue
        matrices = Matrices.read(tables, source, until=None)
        for before, after in nine_years_apart(years.start, years.stop - 1):
            told = all_changes(matrices, before, after)
            for name, change, size in (
                ("usual", told.change, told.size),
                ("usual_legs", told.legs.ravel(), told.leg_sizes.ravel()),
            ):
                kept = ~np.isnan(change) & (size >= _LEAST)
                changes[name].append(change[kept])
                sizes[name].append(size[kept])
    for name in changes:
        if sum(map(len, changes[name])) >= _EACH:
            found = usual_change_by_size(
                np.concatenate(changes[name]), np.concatenate(sizes[name]), each=_classes(sizes[name])
            )
            tables.manifest[name] = [[round(size, 5), round(usual, 5)] for size, usual in found]
    if tables.manifest["usual"]:
        tables.manifest["margin"] = tables.manifest["usual"][0][1]


def _classes(sizes: list[np.ndarray[Any, Any]]) -> int:
    """Pairs put together: twenty classes, and never too few in one."""
    return max(_EACH, sum(map(len, sizes)) // 20)
