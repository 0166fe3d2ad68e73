"""What it costs: all files into a record, all pairs and years into estimates, and one pair asked."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import polars as pl

from benchmarks.clock import Ran, least, run, timed
from benchmarks.figures import Figure, Section
from leeway.measures import MEASURES
from leeway.record.store import Record
from leeway.sources import atop
from leeway.verdict.ask import ask
from leeway.verdict.ties import ties

KEY = "cost"
TIMES = 5
_REFRESH = (
    "import sys; from leeway.sources.refresh import refresh; "
    "refresh(from_dir=sys.argv[1], record=sys.argv[2])"
)
_ESTIMATE = (
    "import sys; from leeway.measures.estimate import estimate; "
    "estimate([sys.argv[1]], record=sys.argv[2], to=sys.argv[3])"
)


def section(record: Record, files: Path) -> Section:
    """Loading, estimating, asking."""
    figures = []
    with tempfile.TemporaryDirectory() as made:
        loaded = _done([sys.executable, "-c", _REFRESH, str(files), str(Path(made) / "ties.duckdb")])
        size = sum(file.stat().st_size for file in files.iterdir()) / 1e6
        figures += [
            Figure(
                "all files into a new record, CPU s", loaded.cost.cpu, f"{size:.0f} MB of files", digits=1
            ),
            Figure("the same, peak MB", loaded.peak, "a process of its own", digits=0),
        ]
        for measure in MEASURES:
            if measure.line == "votes":
                continue
            fitted = _done([sys.executable, "-c", _ESTIMATE, measure.line, str(record.path), made])
            limits = {"high": 20.0} if measure.line == "security" else {}
            memory = {"high": 2000.0} if measure.line == "security" else {}
            sample = "all pairs and years, reading the record included"
            figures += [
                Figure(f"estimates of {measure.line}, CPU s", fitted.cost.cpu, sample, digits=1, **limits),
                Figure(f"estimates of {measure.line}, wall s", fitted.cost.wall, sample, digits=1, **limits),
                Figure(f"estimates of {measure.line}, peak MB", fitted.peak, sample, digits=0, **memory),
            ]
    raw = files / "atop_5_1_directed_dyad_year.parquet"
    ours, plain = least(lambda: atop.read(raw)), least(lambda: pl.read_parquet(raw))
    figures += [
        Figure("ATOP read, checked and folded into spells, CPU s", ours.cpu,
               f"{raw.stat().st_size / 1e6:.1f} MB", digits=2),
        Figure("the same against reading the file alone, ratio", ours.cpu / plain.cpu,
               "least of 3, same run, polars", digits=0),
    ]  # fmt: skip
    leeway = shutil.which("leeway", path=str(Path(sys.executable).parent)) or "leeway"
    for words in (("ask", "KAZ", "RUS"), ("ties", "KAZ", "RUS")):
        cold = min((_done([leeway, *words]) for _ in range(TIMES)), key=lambda ran: ran.cost.wall)
        warm = ask if words[0] == "ask" else ties
        warm("KAZ", "RUS")
        _, spent = timed(lambda warm=warm: [warm("KAZ", "RUS") for _ in range(TIMES)])
        name = f"leeway {' '.join(words)}"
        figures += [
            Figure(
                f"{name}, wall s", cold.cost.wall, f"quickest of {TIMES} fresh processes", high=1.5, digits=2
            ),
            Figure(f"{name}, CPU s", cold.cost.cpu, f"quickest of {TIMES} fresh processes", digits=2),
            Figure("the same warm in Python, ms", 1000 * spent.cpu / TIMES, f"mean of {TIMES}", digits=0),
        ]
    return Section(
        key=KEY,
        title="What it costs",
        command="python -m benchmarks.ties cost",
        method="Each in a process of its own, with its CPU seconds and peak memory; warm times in this one.",
        figures=figures,
    )


def _done(command: list[str]) -> Ran:
    ran = run(command)
    if ran.code:
        raise SystemExit(f"{' '.join(command)} ended with {ran.code}:\n{ran.out}")
    return ran
