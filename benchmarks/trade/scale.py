"""The heavy sums on a generated table of BACI's shape: time, CPU and memory, each in a process of its own.

``python -m benchmarks.trade.scale --rows 250000000`` writes the table (4 GB) and measures; 25 million rows
by default.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.clock import Ran, run
from benchmarks.figures import Figure, Section, Table

KEY = "scale"
SMALL = 25_000_000
WHOLE = 250_000_000
YEARS = range(1995, 2024)
STATES = 226
CODES = 5_000
SENDERS = tuple(range(4, 34 * 4, 4))
TARGET = 500
LISTED = tuple(range(10_100, 10_100 + 4 * CODES // 10, 4))
QUERIES = ("listed", "legs", "totals")
TITLES = {
    "listed": "back-door: what the senders sold, listed against all, by importer and year",
    "legs": "back-door: both legs by state between, product and year, from 2019 on",
    "totals": "totals of all pairs by year",
}
_TIMES = 3


def generate(folder: Path, rows: int, seed: int = 1) -> None:
    """Write a table of BACI's shape, one Parquet file a year: skewed states and goods, seeded."""
    folder.mkdir(parents=True, exist_ok=True)
    each = rows // len(YEARS)
    for year in YEARS:
        drawn = np.random.default_rng([seed, year])
        weight = 1.0 / np.arange(1, STATES + 1) ** 0.6
        states = 4 * (1 + np.arange(STATES))
        exporter = drawn.choice(states, size=each, p=weight / weight.sum()).astype(np.int32)
        importer = drawn.choice(states, size=each, p=weight / weight.sum()).astype(np.int32)
        product = (
            10_100 + 4 * np.minimum(drawn.exponential(CODES / 4, size=each), CODES - 1).astype(np.int32)
        ).astype(np.int32)
        frame = pl.DataFrame(
            {
                "t": np.full(each, year, dtype=np.int32),
                "i": exporter,
                "j": importer,
                "k": product,
                "v": drawn.lognormal(2.0, 2.5, size=each).round(3),
                "q": drawn.lognormal(1.0, 2.5, size=each).round(3),
            }
        ).sort("i", "j")
        frame.write_parquet(folder / f"baci_{year}.parquet", compression="zstd", row_group_size=1_000_000)


def with_leeway(folder: Path, query: str) -> int:
    """One sum by the shipped expression on DuckDB; the number of its rows."""
    import duckdb
    import ibis

    from leeway.measures.flows.aggregates import BACI, listed_against_other, pair_totals, two_legs

    connection = duckdb.connect(config={"threads": 2, "memory_limit": "900MB"})
    connection.execute(f"CREATE VIEW baci AS SELECT * FROM read_parquet('{folder}/*.parquet')")
    connection.register("listed", pl.DataFrame({"product": LISTED}, schema={"product": pl.Int32}).to_arrow())
    kinds = {"t": "int32", "i": "int32", "j": "int32", "k": "int32", "v": "float64", "q": "float64"}
    rows = ibis.table(kinds, name="baci")
    listed = ibis.table({"product": "int32"}, name="listed")
    told: dict[str, Callable[[], Any]] = {
        "listed": lambda: listed_against_other(rows, listed, SENDERS, BACI),
        "legs": lambda: two_legs(rows.filter(rows.t >= 2019), listed, SENDERS, TARGET, BACI),
        "totals": lambda: pair_totals(rows, BACI),
    }
    return int(connection.sql(str(ibis.to_sql(told[query](), dialect="duckdb"))).pl().height)


def with_polars(folder: Path, query: str) -> int:
    """The same sum by Polars, streaming; the number of its rows."""
    rows = pl.scan_parquet(folder / "*.parquet")
    listed = pl.col("k").is_in(list(LISTED))
    sent = pl.col("i").is_in(list(SENDERS))
    if query == "totals":
        plan = rows.group_by("t", "i", "j").agg(pl.col("v").sum())
    elif query == "listed":
        part = pl.when(listed).then(pl.col("v")).otherwise(0.0).sum().alias("listed")
        plan = rows.filter(sent).group_by("t", "j").agg(part, pl.col("v").sum().alias("all"))
    else:
        kept = rows.filter(pl.col("t") >= 2019, listed)
        came = kept.filter(sent, pl.col("j") != TARGET, ~pl.col("j").is_in(list(SENDERS)))
        went = kept.filter(~sent, pl.col("j") == TARGET)
        plan = (
            came.group_by("j", "k", "t")
            .agg(pl.col("v").sum().alias("came"))
            .join(
                went.group_by("i", "k", "t").agg(pl.col("v").sum().alias("went")),
                left_on=["j", "k", "t"],
                right_on=["i", "k", "t"],
            )
        )
    return int(plan.collect(engine="streaming").height)


def _measured(folder: Path, query: str, by: str) -> Ran:
    """The quickest of several runs, each in a process of its own, with the most memory of any."""
    runs = [
        run([sys.executable, "-m", "benchmarks.trade.scale", "--one", by, query, str(folder)])
        for _ in range(_TIMES)
    ]
    return replace(min(runs, key=lambda one: one.cost.wall), peak=max(one.peak for one in runs))


def section(rows: int = SMALL) -> Section:
    """Generate, and measure every sum with both programs."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        generate(folder, rows)
        size = sum(file.stat().st_size for file in folder.iterdir()) / 1e9
        ours = {query: _measured(folder, query, "leeway") for query in QUERIES}
        peer = {query: _measured(folder, query, "polars") for query in QUERIES}
    for query in QUERIES:
        if ours[query].told["rows"] != peer[query].told["rows"]:
            raise SystemExit(f"{query}: {ours[query].told} rows against {peer[query].told}")
    whole = rows >= WHOLE
    sample = f"{rows:,} rows in {len(YEARS)} files, {size:.1f} GB"
    bounds = {"listed": 5.0, "legs": 5.0, "totals": 10.0}
    figures = []
    for query in QUERIES:
        figures += [
            Figure(f"{TITLES[query]}: wall seconds", ours[query].cost.wall, sample,
                   high=bounds[query] if whole else None, digits=2),
            Figure(f"{TITLES[query]}: peak memory, GB", ours[query].peak / 1000, sample,
                   high=1.0 if whole and query != "totals" else None, digits=2),
        ]  # fmt: skip
    table = [
        [TITLES[query], f"{ours[query].told['rows']:,}", f"{ours[query].cost.cpu:.1f}",
        f"{peer[query].cost.cpu:.1f}",
         f"{ours[query].cost.wall / peer[query].cost.wall:.2f}", f"{peer[query].peak / 1000:.2f}"]
        for query in QUERIES
    ]  # fmt: skip
    return Section(
        key=KEY,
        title="Sums on a table of BACI's shape",
        command=f"python -m benchmarks.trade.scale --rows {rows} --write",
        method=(
            "A generated table (years 1995-2023, skewed states and goods, Parquet with zstd), read by the "
            "shipped Ibis expressions on DuckDB with two threads and a memory limit of 900 MB; best of three "
            "runs, each in a process of its own, importing and connecting included. Polars, streaming, does "
            "the same in the same run."
        ),
        figures=figures,
        tables=[
            Table(
                "Against Polars",
                ("sum", "rows", "CPU s", "CPU s of Polars", "wall over that of Polars", "peak GB of Polars"),
                table,
            )
        ],
    )


def main() -> None:
    import argparse

    from benchmarks.figures import TRADE, write_document

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=SMALL)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("PROGRAM", "QUERY", "FOLDER"))
    asked = parser.parse_args()
    if asked.one:
        program, query, folder = asked.one
        work = with_leeway if program == "leeway" else with_polars
        print(json.dumps({"rows": work(Path(folder), query)}))
        return
    found = section(asked.rows)
    print("\n".join(found.lines()))
    if asked.write:
        write_document([found], TRADE)


if __name__ == "__main__":
    main()
