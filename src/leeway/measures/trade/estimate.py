"""Make the estimates of trade dependence from the record: shares and totals of all pairs and years."""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from leeway.errors import MissingSourceError
from leeway.measures.backends.opening import engine_named
from leeway.measures.files import origin, write_tables
from leeway.measures.trade import shares as counted
from leeway.measures.trade.by_goods import expected_shares
from leeway.measures.trade.errors import disagreement
from leeway.measures.trade.files import TradeTables
from leeway.measures.trade.matrices import Matrices
from leeway.measures.trade.reporting import reporting
from leeway.measures.usual import usual_changes

if TYPE_CHECKING:
    from leeway.record.store import Record

HOLES = ("baci-hs22", "imf-imts", "imf-imts (estimated)")
"""Sources in which a pair that is absent may trade all the same."""

_LONG = 12


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
    MissingSourceError
        If the record holds no totals by partner.
    DataError
        If the folder cannot be written.
    """
    write_tables(make_tables(record, built=built, engine=engine), folder)
    return TradeTables.open(folder).manifest


def make_tables(record: Record, *, built: dt.date | None = None, engine: str | None = None) -> TradeTables:
    """Make the tables in memory; parameters as in `estimate_trade`."""
    from leeway.measures.trade import MEASURE

    manifest = origin(record, "trade", MEASURE.sources)
    with engine_named(engine, record=record) as opened:
        raw = opened.run(counted.yearly_totals(opened.table("flows")))
        by_goods = expected_shares(opened)
    if raw.is_empty():
        raise MissingSourceError(
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
        "shares": counted.wide(counted.large_enough(told, reconciled).filter(once)),
        "totals": _totals(of_all, reporting(rows.filter(pl.col("source").is_in(reconciled))), reconciled),
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
        "usual": None,
        "usual_legs": None,
    }
    tables = TradeTables(Path(), manifest, frames)
    add_usual(tables)
    return tables


def _basis(source: str) -> str:
    return "estimated" if source.endswith("(estimated)") else "reported"


def _totals(of_all: pl.DataFrame, reports: pl.DataFrame, reconciled: list[str]) -> pl.DataFrame:
    """Totals with whether the state reported itself; in a source of its own books it did."""
    both = of_all.pivot(
        on="flow", index=["source", "reporter", "year"], values="total", on_columns=["export", "import"]
    )
    told = both.join(
        reports.select(*reports.columns, pl.lit(value=True).alias("reports")),
        on=["source", "reporter", "year"],
        how="left",
    )
    return told.select(
        "source",
        pl.col("reporter").alias("state"),
        pl.col("year").cast(pl.Int16),
        pl.col("export").round_sig_figs(4).cast(pl.Float32).alias("exports"),
        pl.col("import").round_sig_figs(4).cast(pl.Float32).alias("imports"),
        pl.col("reports").fill_null(~pl.col("source").is_in(reconciled)),
    ).sort("source", "state", "year")


def add_usual(tables: TradeTables) -> None:
    """Put into the manifest how far dependences usually move: in the last source that tells all for long."""
    long = [name for name in tables.reconciled if len(tables.years[name]) >= _LONG]
    if not long:
        return
    source = max(long, key=lambda name: (tables.years[name].stop, name))
    shares = Matrices.read(tables, source, until=None).shares
    size = shares.shape[1] ** 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        line = np.nanmean(shares, axis=0).reshape(size, -1)
    legs = shares.reshape(2 * size, -1)
    for name, courses in (("usual", line), ("usual_legs", legs)):
        told = usual_changes(courses)
        if told is not None:
            tables.manifest[name] = {
                "gaps": list(told.gaps),
                "by_size": [list(map(list, one)) for one in told.by_size],
            }
    if tables.manifest["usual"]:
        tables.manifest["margin"] = tables.manifest["usual"]["by_size"][-1][0][1]
