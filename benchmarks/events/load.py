"""Archives in GDELT's shape into a record, and events by month, pair and class asked of it, against pandas.

``python -m benchmarks.events load --rows 5000000`` generates and measures; each piece of work runs in a
process of its own.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.clock import Ran, run, timed
from benchmarks.events.generated import COLUMNS, generate
from benchmarks.figures import Figure, Section, Table

KEY = "load"
ROWS = 5_000_000
FILES = 60
TIMES = 2
MONTHS = "months.parquet"
_AGAIN = 5
_READ = "import sys, polars; print(polars.read_parquet(sys.argv[1]).height)"
_KEY = ["period", "state", "partner", "quad"]
_ENGINES = {
    "record": "DuckDB on the record",
    "folder": "DuckDB on Parquet of the reports",
    "public": "DuckDB on Parquet under GDELT's column names",
    "spark": "Spark on Parquet of the reports",
    "spark-public": "Spark on Parquet under GDELT's column names",
}


def with_pandas(folder: Path) -> int:
    """The plain way: every archive read whole, put together, counted; the number of groups."""
    import pandas as pd

    codes = {7: str, 17: str, 26: str, 27: str, 28: str}
    files = sorted((folder / "zips").glob("*.zip"))
    whole = pd.concat([pd.read_csv(one, sep="\t", header=None, dtype=codes) for one in files])
    crossing = whole[whole[7].notna() & whole[17].notna() & (whole[7] != whole[17])]
    turned = crossing[7] > crossing[17]
    state, partner = crossing[7].where(~turned, crossing[17]), crossing[17].where(~turned, crossing[7])
    return len(crossing.groupby([crossing[1] // 100, state, partner, crossing[29]]).size())


def with_leeway(folder: Path) -> dict[str, float]:
    """The archives into a new record, and the question asked of it."""
    from leeway.sources.refresh import refresh

    record = folder / "record.duckdb"
    record.unlink(missing_ok=True)
    _, loading = timed(lambda: refresh(["gdelt"], from_dir=folder / "zips", record=record))
    found, asking = timed(lambda: asked(folder, "record"))
    return {"rows": found.height, "loading": loading.wall, "asking": asking.wall}


def asked(folder: Path, by: str) -> pl.DataFrame:
    """Events and reports by month, pair and class, of one engine."""
    from leeway.measures.backends.opening import Place, engine_named
    from leeway.measures.events.pair_months import events_of, pair_periods, undirected
    from leeway.record.store import open_record

    if by == "record":
        with open_record(folder / "record.duckdb") as record, engine_named(None, record=record) as engine:
            return engine.run(undirected(pair_periods(engine.table("events"))))
    from leeway.sources.gdelt_public import PUBLIC_TABLES

    kind = "spark" if by.startswith("spark") else "duckdb"
    tables = folder / ("public" if by.endswith("public") else "reports")
    with engine_named(Place(f"{kind}://{tables}", PUBLIC_TABLES)) as engine:
        return engine.run(undirected(pair_periods(events_of(engine))))


def asked_again(folder: Path) -> dict[str, float]:
    """The question on a record that is open: the least of several times, after a first one."""
    from leeway.measures.backends.opening import engine_named
    from leeway.measures.events.pair_months import pair_periods, undirected
    from leeway.record.store import open_record

    with open_record(folder / "record.duckdb") as record, engine_named(None, record=record) as engine:
        told = [
            timed(lambda: engine.run(undirected(pair_periods(engine.table("events")))))[1].wall
            for _ in range(_AGAIN + 1)
        ]
    return {"first": told[0], "again": min(told[1:])}


def keep_months(folder: Path) -> None:
    """The same table kept as Parquet, for what reading it would take."""
    asked(folder, "record").write_parquet(folder / MONTHS)


def as_parquet(folder: Path) -> None:
    """The reports of the record, and all rows of the archives under the publisher's names, as Parquet."""
    import zipfile

    from leeway.record.store import open_record
    from leeway.sources.gdelt_public import COLUMNS as THEIRS

    (folder / "reports").mkdir(exist_ok=True)
    with open_record(folder / "record.duckdb") as record:
        record.export("reports", folder / "reports" / "reports.parquet")
    (folder / "public" / "events").mkdir(parents=True, exist_ok=True)
    kinds = {"int64": pl.Int64, "string": pl.String}
    places = (0, 1, 7, 17, 26, 28, 29, 31, 59, 60)
    schema = {f"column_{place + 1}": pl.String for place in range(COLUMNS)}
    schema |= {f"column_{at + 1}": kinds[of] for at, of in zip(places, THEIRS.values(), strict=True)}
    for file in sorted((folder / "zips").glob("*.zip")):
        with zipfile.ZipFile(file) as archive:
            text = archive.read(archive.namelist()[0])
        rows = pl.read_csv(
            text, has_header=False, separator="\t", quote_char=None, schema=schema, columns=list(places)
        )
        named = rows.rename(dict(zip(rows.columns, THEIRS, strict=True)))
        named.write_parquet(folder / "public" / "events" / f"{file.name.split('.')[0]}.parquet")


def by_the_rules(folder: Path) -> Any:
    """The same table by pandas, with the rules of the reader and of events written out once more."""
    import pandas as pd

    from leeway.ledger.events import cameo_codes
    from leeway.record.event_tables import ROOTS_KEDS
    from leeway.sources.gdelt_codes import AHEAD_DAYS, OLDEST_DAYS, state_of

    names = {0: "number", 1: "day", 7: "actor", 17: "target", 26: "code", 59: "added"}
    parts = [
        pd.read_csv(one, sep="\t", header=None, usecols=list(names), dtype={26: str}, keep_default_na=False)
        for one in sorted((folder / "zips").glob("*.zip"))
    ]
    rows = pd.concat(parts).rename(columns=names)
    rows = rows[(rows.actor != "") & (rows.target != "") & (rows.actor != rows.target)].copy()
    rows["added"] = pd.to_datetime(rows.added.astype(str).str.slice(0, 8))
    rows["day"] = pd.to_datetime(rows.day.astype(str))
    late = (rows.added - rows.day).dt.days
    rows = rows[(late <= OLDEST_DAYS) & (late >= -AHEAD_DAYS)].drop_duplicates("number")
    for side in ("actor", "target"):
        pairs = rows[[side, "day"]].drop_duplicates()
        keys = [state_of(code, day.date()) for code, day in zip(pairs[side], pairs.day, strict=True)]
        rows = rows.merge(pairs.assign(**{f"{side}_state": keys}), on=[side, "day"])
    rows = rows[rows.actor_state.notna() & rows.target_state.notna()]
    rows = rows[rows.actor_state != rows.target_state]
    mirrors = {code: one.mirror for code, one in cameo_codes().items() if one.mirror}
    way = rows[["day", "actor_state", "target_state", "code"]].drop_duplicates()
    other = pd.DataFrame(
        {
            "day": way.day,
            "actor_state": way.target_state,
            "target_state": way.actor_state,
            "code": way.code.map(mirrors),
        }
    ).dropna()
    both = way.merge(other.assign(both=True), how="left").fillna({"both": False})
    rows = rows.merge(both, on=["day", "actor_state", "target_state", "code"])
    turned = rows.actor_state > rows.target_state
    rows["state"] = rows.actor_state.where(~turned, rows.target_state)
    rows["partner"] = rows.target_state.where(~turned, rows.actor_state)
    rows["root"] = rows.code.str.slice(0, 2)
    mutual = rows.both.astype(bool)
    rows["way"] = (turned.astype(int) + 1).where(~mutual, 0)
    days = rows.groupby(["day", "state", "partner", "root", "way"]).size().rename("reports").reset_index()
    days["period"] = days.day.dt.to_period("M").dt.to_timestamp()
    days["quad"] = days.root.map(ROOTS_KEDS)
    counted = days.groupby(_KEY).agg(events=("reports", "size"), reports=("reports", "sum")).reset_index()
    found: pl.DataFrame = pl.from_pandas(counted)
    return found


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        pl.col("period").cast(pl.Date),
        pl.col("state", "partner", "quad").cast(pl.String),
        pl.col("events", "reports").cast(pl.Int64),
    ).sort(_KEY)


def differing(one: pl.DataFrame, other: pl.DataFrame) -> int:
    """Rows that are in one of two tables, or with other counts in either."""
    key, counts = [*_KEY], ["events", "reports"]
    joined = one.join(other, on=key, how="full", coalesce=True, suffix="_other")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_other")) for name in counts)
    return joined.filter(~same).height


WORKS: dict[str, Callable[[Path], Any]] = {
    "pandas": lambda folder: {"rows": with_pandas(folder)},
    "first": with_leeway,
    "cold": lambda folder: {"rows": asked(folder, "record").height},
    "warm": asked_again,
    "months": keep_months,
    "parquet": as_parquet,
    "rules": by_the_rules,
    **{by: lambda folder, by=by: asked(folder, by) for by in _ENGINES},
}


def one(work: str, folder: Path) -> None:
    """Do one piece of work and tell what came of it; a table is left in the folder."""
    found = WORKS[work](folder)
    if isinstance(found, pl.DataFrame):
        _plain(found).write_parquet(folder / f"{work}.parquet")
        found = {"rows": found.height}
    print(json.dumps(found))


def measured(work: str, folder: Path, times: int = 1) -> Ran:
    """The quickest of several runs, each in a process of its own, with the most memory of any."""
    runs = [run([sys.executable, "-m", __spec__.name, work, str(folder)]) for _ in range(times)]
    for ran in runs:
        if ran.code:
            raise SystemExit(f"{work} ended with {ran.code}:\n{ran.out}")
    return replace(min(runs, key=lambda ran: ran.cost.wall), peak=max(ran.peak for ran in runs))


def section(rows: int = ROWS, files: int = FILES, times: int = TIMES) -> Section:
    """Generate, measure, and hold the counts of every engine against each other."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        size = generate(folder / "zips", files=files, rows=rows)
        packed = sum(file.stat().st_size for file in (folder / "zips").iterdir())
        plain, first = measured("pandas", folder, times), measured("first", folder, times)
        cold, warm = measured("cold", folder, times), measured("warm", folder, times)
        measured("months", folder)
        months = min(
            (run([sys.executable, "-c", _READ, str(folder / MONTHS)]) for _ in range(_AGAIN)),
            key=lambda ran: ran.cost.wall,
        )
        measured("parquet", folder)
        spark_is_here = shutil.which("java") and importlib.util.find_spec("pyspark")
        engines = [by for by in _ENGINES if spark_is_here or not by.startswith("spark")]
        ran = {by: measured(by, folder) for by in ("rules", *engines)}
        tables = {by: pl.read_parquet(folder / f"{by}.parquet") for by in ran}
    sample = f"{rows:,} rows in {files} archives, {packed / 1e6:.0f} MB, {size / 1e9:.1f} GB unpacked"
    best = f"best of {times}"
    figures = [
        Figure("pandas, all columns: archives to months by pair and class, wall s", plain.cost.wall, best,
               digits=1),
        Figure("the same, peak memory, MB", plain.peak, best, digits=0),
        Figure("Leeway: archives to a new record, and the same asked of it, wall s", first.cost.wall, best,
               digits=1),
        Figure("the same, CPU s of all threads", first.cost.cpu, f"pandas {plain.cost.cpu:.1f}", digits=1),
        Figure("of that, asking, wall s", first.told["asking"], best, digits=2),
        Figure("peak memory, MB", first.peak, "", high=500.0, digits=0),
        Figure("times faster than pandas", plain.cost.wall / first.cost.wall, "wall", low=3.5, digits=1),
        Figure("asked again, record open, s", warm.told["again"], f"least of {_AGAIN}", digits=3),
        Figure("asked again, times faster than pandas", plain.cost.wall / warm.told["again"], "wall",
               low=60.0, digits=0),
        Figure("asked by a new process, imports included, wall s", cold.cost.wall, best, digits=2),
        Figure("by a new process, times faster than pandas", plain.cost.wall / cold.cost.wall, "wall",
               low=60.0, digits=0),
        Figure("months kept as Parquet and read by a new process, wall s", months.cost.wall,
               f"least of {_AGAIN}, Polars alone", digits=2),
        *(
            Figure(f"rows that differ from pandas by the same rules: {_ENGINES[by]}",
                   differing(tables["rules"], tables[by]), f"{tables['rules'].height:,} rows", high=0.0,
                   digits=0)
            for by in engines
        ),
    ]  # fmt: skip
    return Section(
        key=KEY,
        title="Loading, and events by month and pair",
        command=f"python -m benchmarks.events load --rows {rows} --write",
        method=(
            f"Generated archives in the shape of GDELT 2.0's ({sample}): 61 columns, 15 of 100 rows between "
            "two countries, each text told 4.5 times. pandas reads every column of every archive, puts them "
            "together and counts rows; Leeway checks each row, writes a record, folds reports to events and "
            "counts both. Each runs in a process of its own. Every engine's table is held against one by "
            "pandas with the rules on days, repeats and mirrored reports written out once more; which state "
            "a code means, and what codes mirror each other, it takes from the same tables as Leeway. The "
            "generated rows all bear known codes with their own roots and classes. Memory of Spark is not "
            "measured: it is that of Java."
        ),
        figures=figures,
        tables=[
            Table(
                "The same table by every engine",
                ("engine", "rows", "events", "reports", "wall s", "peak MB"),
                [
                    [
                        _ENGINES.get(by, "pandas by the same rules"),
                        f"{tables[by].height:,}",
                        f"{tables[by]['events'].sum():,}",
                        f"{tables[by]['reports'].sum():,}",
                        f"{told.cost.wall:.1f}",
                        "not measured" if by.startswith("spark") else f"{told.peak:.0f}",
                    ]
                    for by, told in ran.items()
                ],
            )
        ],
        remarks=() if spark_is_here else ("There is no Java here, so that Spark was not run.",),
    )


if __name__ == "__main__":
    one(sys.argv[1], Path(sys.argv[2]))
