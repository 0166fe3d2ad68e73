"""What becomes of rows: weights against the publishers' own, and reports against events."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl

from benchmarks.figures import Figure, Section, Table
from leeway.ledger.events import cameo_codes
from leeway.record.store import Record

KEY = "rows"
GDELT, ICEWS = "gdelt_raw/20180326044500.export.CSV.zip", "icews_raw/events.2018.sample.tab.gz"
_COLLAPSED = """
    WITH told AS (SELECT source, count(*) AS reports FROM reports GROUP BY 1),
    days AS (
        SELECT source, count(*) AS events, sum(mirrored) AS mirrored, max(reports) AS most
        FROM events GROUP BY 1
    )
    SELECT source, reports, events, mirrored, most FROM told JOIN days USING (source) ORDER BY source
"""
_LOADED = """
    SELECT source, part, rows_read, rows_kept, rows_rejected FROM loads
    WHERE current AND source IN ('gdelt', 'icews', 'icews-quadruples', 'icews-dyad-year', 'gdelt-relations')
    ORDER BY source, part
"""


def section(record: Record, shared: Path) -> Section:
    """Weights of the ledger against those of real rows, and how many events reports make."""
    folder = shared / "data" / "events"
    seen = {"GDELT": _gdelt(folder / GDELT), "ICEWS": _icews(folder / ICEWS)}
    codes = cameo_codes()
    figures = []
    for name, told in seen.items():
        kept = {code: weight for code, weight in told.items() if code in codes}
        own = {
            code: codes[code].goldstein_gdelt if name == "GDELT" else codes[code].goldstein for code in kept
        }
        same = sum(abs(own[code] - weight) < 0.05 for code, weight in kept.items())
        figures.append(
            Figure(
                f"codes of {name} whose weight is the ledger's",
                same,
                f"{len(told)} codes seen",
                low=len(told),
                digits=0,
            )
        )
    collapsed = record.select(_COLLAPSED)
    loaded = record.select(_LOADED)
    return Section(
        key=KEY,
        title="Reports and events",
        command="python -m benchmarks.events rows",
        method=(
            "Weights are compared code by code with every row of a GDELT batch and of two days of ICEWS. An "
            "event is what one state did to another on one day under one root; a report that repeats another "
            "from the other side is folded into it and counted as mirrored."
        ),
        figures=figures,
        tables=[
            Table(
                "Reports made events, by source of the rows",
                (
                    "rows of",
                    "reports",
                    "events",
                    "reports an event",
                    "mirrored reports",
                    "most reports of one event",
                ),
                [
                    (
                        row["source"],
                        f"{row['reports']:,}",
                        f"{row['events']:,}",
                        f"{row['reports'] / row['events']:.2f}",
                        f"{int(row['mirrored']):,}",
                        f"{row['most']:,}",
                    )
                    for row in collapsed.iter_rows(named=True)
                ],
            ),
            Table(
                "Rows of files",
                ("source", "part", "read", "kept", "refused", "left out by rule"),
                [
                    (source, part, f"{read:,}", f"{kept:,}", f"{refused:,}", f"{read - kept - refused:,}")
                    for source, part, read, kept, refused in loaded.iter_rows()
                ],
            ),
        ],
    )


def _gdelt(path: Path) -> dict[str, float]:
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as member:
        rows = pl.read_csv(
            member.read(), separator="\t", has_header=False, quote_char=None, infer_schema=False
        )
    told = rows.select(pl.nth(26).alias("code"), pl.nth(30).cast(pl.Float64).alias("weight"))
    return dict(told.unique().sort("code").iter_rows())


def _icews(path: Path) -> dict[str, float]:
    rows = pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False)
    told = rows.select(
        pl.col("CAMEO Code").alias("code"), pl.col("Intensity").cast(pl.Float64).alias("weight")
    )
    return dict(told.unique().sort("code").iter_rows())
