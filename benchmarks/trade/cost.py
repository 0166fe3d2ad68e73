"""What it costs: all files of trade into a record, both lines estimated, and one pair asked."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.clock import Ran, run, timed
from benchmarks.figures import Figure, Section
from benchmarks.ties.cost import middle
from leeway.measures.estimate import verify
from leeway.measures.trade import MEASURE
from leeway.record.store import Record

KEY = "cost"
TIMES = 5
LINES = ("trade", "backdoor")
SPANS = ((dt.date(2004, 1, 1), dt.date(2006, 12, 31)), (dt.date(2018, 1, 1), dt.date(2020, 12, 31)))
ASKED = (
    ("leeway trade KAZ RUS", ("trade", "KAZ", "RUS")),
    ("leeway backdoor KAZ --for RUS", ("backdoor", "KAZ", "--for", "RUS")),
    ("leeway ask KAZ RUS", ("ask", "KAZ", "RUS")),
)
_LOAD = "import sys; from benchmarks.trade.setting import load; load(sys.argv[1], sys.argv[2])"
_ESTIMATE = (
    "import sys; from leeway.measures.estimate import estimate; "
    "estimate([sys.argv[1]], record=sys.argv[2], to=sys.argv[3])"
)


def section(record: Record, shared: Path) -> Section:
    """Loading, estimating, asking."""
    with tempfile.TemporaryDirectory() as made:
        loaded = _done([sys.executable, "-c", _LOAD, str(shared), str(Path(made) / "trade.duckdb")])
        ran = {line: _done([sys.executable, "-c", _ESTIMATE, line, str(record.path), made]) for line in LINES}
    rows = record.select("SELECT count(*) FROM flows").item()
    figures = [*_cost("all files of trade into a new record", loaded, f"{rows:,} flows")]
    for line, one in ran.items():
        figures += _cost(f"estimates of {line}", one, "reading the record included")
    figures += [*_verified(record), _all_pairs()]
    for name, words in ASKED:
        figures += _asked(name, words)
    return Section(
        key=KEY,
        title="What it costs",
        command="python -m benchmarks.trade cost",
        method=(
            "Every command runs in a process of its own; wall seconds grow where other programs run beside "
            "it."
        ),
        figures=figures,
    )


def _cost(name: str, ran: Ran, sample: str) -> list[Figure]:
    return [
        Figure(f"{name}, CPU s", ran.cost.cpu, sample, digits=1),
        Figure(f"{name}, wall s", ran.cost.wall, sample, digits=1),
        Figure(f"{name}, peak MB", ran.peak, sample, digits=0),
    ]


def _verified(record: Record) -> list[Figure]:
    """Whether what ships is what the record makes."""
    told = verify(LINES, record=record)
    off = sum(one.largest > one.tolerance for line in told for one in line.differences)
    number = sum(len(line.differences) for line in told)
    other = [line.line for line in told if not line.same_record]
    record_of = f"made from another record: {', '.join(other)}" if other else "made from the same record"
    return [
        Figure("tables that ship and differ from a rebuild", off, f"{number} comparisons, {record_of}",
               high=0, digits=0),
    ]  # fmt: skip


def _all_pairs() -> Figure:
    estimates = MEASURE.load(None)
    found, spent = timed(lambda: estimates.changes(*SPANS))
    words = f"{len(found.states):,} directed pairs, 2004-06 to 2018-20"
    return Figure("changes of all pairs in trade, CPU s", spent.cpu, words, digits=2)


def _asked(name: str, words: tuple[str, ...]) -> list[Figure]:
    leeway = shutil.which("leeway", path=str(Path(sys.executable).parent)) or "leeway"
    ran = [_done([leeway, *words]) for _ in range(TIMES)]
    told = middle(one.cost for one in ran)
    sample = f"{TIMES} fresh processes"
    return [
        Figure(f"{name}, wall s, quickest", min(one.cost.wall for one in ran), sample, high=1.5, digits=2),
        Figure(f"{name}, CPU s, median", told.cpu, sample, digits=2),
        Figure(f"{name}, peak MB", max(one.peak for one in ran), f"most of {TIMES}", digits=0),
    ]


def _done(command: list[str]) -> Ran:
    ran = run(command)
    if ran.code:
        raise SystemExit(f"{' '.join(command)} ended with {ran.code}:\n{ran.out}")
    return ran
