"""What it costs: all files into a record, all pairs and years into estimates, and one pair asked."""

from __future__ import annotations

import datetime as dt
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.clock import Cost, Ran, least, run, timed
from benchmarks.figures import Figure, Section, Table
from leeway.measures import Measure, declared
from leeway.measures.estimate import verify
from leeway.measures.existence import existed
from leeway.measures.security import load
from leeway.record.store import Record
from leeway.sources import atop, fbic
from leeway.verdict.ask import ask
from leeway.verdict.ties import ties

KEY = "cost"
TIMES = 5
PAIR = ("KAZ", "RUS")
SPANS = (
    (dt.date(2004, 1, 1), dt.date(2006, 12, 31)),
    (dt.date(2021, 1, 1), dt.date(2023, 12, 31)),
)
_REFRESH = (
    "import sys; from leeway.sources.refresh import refresh; "
    "refresh(from_dir=sys.argv[1], record=sys.argv[2])"
)
_ESTIMATE = (
    "import sys; from leeway.measures.estimate import estimate; "
    "estimate([sys.argv[1]], record=sys.argv[2], to=sys.argv[3])"
)


def dyad_years(numbers: Iterable[int]) -> int:
    """Pairs times years, from how many states there were in each year.

    Examples
    --------
    >>> dyad_years([3, 4])
    9
    """
    return sum(number * (number - 1) // 2 for number in numbers)


def middle(costs: Iterable[Cost]) -> Cost:
    """Median CPU and median wall seconds.

    Examples
    --------
    >>> middle([Cost(1.0, 9.0), Cost(3.0, 2.0), Cost(2.0, 3.0)])
    Cost(cpu=2.0, wall=3.0)
    """
    told = list(costs)
    return Cost(statistics.median(one.cpu for one in told), statistics.median(one.wall for one in told))


def section(record: Record, files: Path) -> Section:
    """Loading, estimating, asking."""
    with tempfile.TemporaryDirectory() as made:
        loaded = _loaded(files, Path(made))
        estimated = [one for measure in _lines() for one in _estimated(measure, record, Path(made))]
    return Section(
        key=KEY,
        title="What it costs",
        command="python -m benchmarks.ties cost",
        method=(
            "Loading, estimating and the cold commands run in processes of their own, with the CPU seconds "
            "and the peak memory of each; the CPU seconds of this section are those of the measuring process "
            "alone. Wall seconds grow where other programs run beside it."
        ),
        figures=[*loaded, *estimated, *_verified(record), *_all_pairs(), *_answers()],
        tables=[_against_plain(files)],
    )


def _lines() -> list[Measure]:
    return [measure for measure in declared() if measure.line != "votes"]


def _loaded(files: Path, made: Path) -> list[Figure]:
    ran = _done([sys.executable, "-c", _REFRESH, str(files), str(made / "ties.duckdb")])
    read = sum(file.stat().st_size for file in files.iterdir()) / 1e6
    size = (made / "ties.duckdb").stat().st_size / 1e6
    sample = f"{read:.1f} MB of files, those that are no source's included"
    return [
        Figure("all files into a new record, CPU s", ran.cost.cpu, sample, digits=1),
        Figure("the same, wall s", ran.cost.wall, sample, digits=1),
        Figure("the same, peak MB", ran.peak, f"the record has {size:.1f} MB", digits=0),
    ]


def _estimated(measure: Measure, record: Record, made: Path) -> list[Figure]:
    ran = _done([sys.executable, "-c", _ESTIMATE, measure.line, str(record.path), str(made)])
    limits: dict[str, Any] = {"high": 20.0} if measure.line == "security" else {}
    memory: dict[str, Any] = {"high": 2000.0} if measure.line == "security" else {}
    sample = f"{_extent(measure)}; reading the record included"
    return [
        Figure(f"estimates of {measure.line}, CPU s", ran.cost.cpu, sample, digits=1, **limits),
        Figure(f"estimates of {measure.line}, wall s", ran.cost.wall, sample, digits=1, **limits),
        Figure(f"estimates of {measure.line}, peak MB", ran.peak, sample, digits=0, **memory),
    ]


def _extent(measure: Measure) -> str:
    """Pairs and years of a line in words."""
    tables = measure.load(None).tables  # type: ignore[attr-defined]
    if measure.line == "influence":
        return f"{tables.table('influence').height:,} directed dyad-years"
    states = list(tables.manifest["states"])
    first, last = (dt.date.fromisoformat(day) for day in tables.manifest["covered"])
    numbers = [_standing(states, year, (first, last)) for year in range(first.year, last.year + 1)]
    asked = f"{dyad_years(numbers):,} dyad-years that can be asked"
    return f"{len(states)} states, {asked}, {first.year}-{last.year}"


def _standing(states: list[str], year: int, covered: tuple[dt.date, dt.date]) -> int:
    day = dt.date(year, 7, 1)
    return sum(any(begin <= day <= end for begin, end in existed(state, covered)) for state in states)


def _verified(record: Record) -> list[Figure]:
    """Whether what ships is what the record makes."""
    told = verify([measure.line for measure in _lines()], record=record)
    off = sum(one.largest > one.tolerance for line in told for one in line.differences)
    number = sum(len(line.differences) for line in told)
    other = [line.line for line in told if not line.same_record]
    record_of = f"made from another record: {', '.join(other)}" if other else "made from the same record"
    return [
        Figure("tables that ship and differ from a rebuild", off, f"{number} tables, {record_of}",
               high=0, digits=0),
    ]  # fmt: skip


def _all_pairs() -> list[Figure]:
    estimates = load()
    found, spent = timed(lambda: estimates.changes(*SPANS))
    words = f"{len(found.states):,} pairs with a tie, 2004-06 to 2021-23"
    return [Figure("changes of all pairs in security, CPU s", spent.cpu, words, digits=2)]


def _answers() -> list[Figure]:
    leeway = shutil.which("leeway", path=str(Path(sys.executable).parent)) or "leeway"
    asked: dict[str, Callable[..., Any]] = {"ask": ask, "ties": ties}
    figures = []
    for word, function in asked.items():
        ran = [_done([leeway, word, *PAIR]) for _ in range(TIMES)]
        cold, sample = middle(one.cost for one in ran), f"median of {TIMES} fresh processes"
        function(*PAIR)
        warm = middle(timed(lambda function=function: function(*PAIR))[1] for _ in range(TIMES))
        name = f"leeway {word} {' '.join(PAIR)}"
        figures += [
            Figure(f"{name}, wall s, quickest", min(one.cost.wall for one in ran),
                   f"{TIMES} fresh processes", high=1.5, digits=2),
            Figure(f"{name}, wall s", cold.wall, sample, high=1.5, digits=2),
            Figure(f"{name}, CPU s", cold.cpu, sample, digits=2),
            Figure(f"{name}, peak MB", max(one.peak for one in ran), f"most of {TIMES}", digits=0),
            Figure(f"{name}, warm in Python, CPU ms", 1000 * warm.cpu, f"median of {TIMES}", digits=0),
        ]  # fmt: skip
    return figures


def _against_plain(files: Path) -> Table:
    """Two big files: read, checked and mapped by Leeway, against the file read and nothing done with it."""
    read: dict[str, tuple[Callable[[Path], Any], Callable[[Path], pl.DataFrame]]] = {
        "atop_5_1_directed_dyad_year.parquet": (atop.read, pl.read_parquet),
        "fbic_china_west_receivers_1994_2023.csv.gz": (fbic.read, _read_csv),
        "fbic_china_russia_influencers_1960_2020.csv.gz": (fbic.read, _read_csv),
    }
    rows = []
    for name, (ours, plain) in read.items():
        file = files / name
        checked = least(lambda ours=ours, file=file: ours(file)).cpu
        alone = least(lambda plain=plain, file=file: plain(file)).cpu
        rows.append(
            [name, f"{plain(file).height:,}", f"{checked:.3f}", f"{alone:.4f}", f"{checked / alone:.0f}"]
        )
    return Table(
        "Reading one file, CPU s, least of 3 in the same run: checked and mapped by Leeway; by polars alone",
        ("file", "rows", "Leeway", "polars", "ratio"),
        rows,
    )


def _read_csv(file: Path) -> pl.DataFrame:
    return pl.read_csv(file, infer_schema_length=None)


def _done(command: list[str]) -> Ran:
    ran = run(command)
    if ran.code:
        raise SystemExit(f"{' '.join(command)} ended with {ran.code}:\n{ran.out}")
    return ran
