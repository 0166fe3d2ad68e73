"""What it costs to ask: cold in a terminal, warm in Python, and of all pairs over all years."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.clock import Cost, Ran, peak_mb, run, timed
from benchmarks.figures import Figure, Section, Table
from benchmarks.ties.cost import middle
from leeway.drift.direction import stretches
from leeway.errors import QuestionError
from leeway.measures import Measure, declared
from leeway.states import states
from leeway.verdict.ask import ask
from leeway.verdict.lines import Line, load_lines
from leeway.verdict.movers import movers

KEY = "cost"
TIMES = 5
PAIRS = 200
YEARS = 10
SEED = 20220617
PARTNER = "RUS"
COLD: tuple[tuple[tuple[str, ...], float | None], ...] = (
    (("ask", "KAZ", "RUS", "--since", "2004"), 1.5),
    (("events", "KAZ", "RUS"), None),
    (("movers", "RUS"), 3.0),
)
#: A window that every line tells from one source, for lines of which no source reaches over the last years.
EARLIER = {"since": "2004", "until": "2014"}
_ALL_PAIRS = "from benchmarks.verdict.cost import all_pairs; all_pairs()"


def section() -> Section:
    """Asking cold and warm, movers of one partner, all pairs and years."""
    figures = [one for words, most in COLD for one in _cold(words, most)]
    listed = [_movers(measure) for measure in declared()]
    figures.append(
        Figure("movers of one partner, warm, the slowest line, wall s", max(one[1].wall for one in listed),
               f"{len(listed)} lines, partner {PARTNER}", high=3.0, digits=2),
    )  # fmt: skip
    figures += _warm(some_pairs(PAIRS))
    everything = _done([sys.executable, "-c", _ALL_PAIRS])
    told = everything.told
    changes = sum(line["changes"] for line in told.values())
    sample = f"{changes:,} changes of pairs over ten years, {len(told)} lines"
    figures += [
        Figure("all pairs and years, wall s", everything.cost.wall, sample, high=600, digits=0),
        Figure("all pairs and years, CPU s", everything.cost.cpu, sample, digits=0),
        Figure("all pairs and years, peak MB", everything.peak, "a process of its own", high=4000, digits=0),
    ]
    return Section(
        key=KEY,
        title="What it costs",
        command="python -m benchmarks.verdict cost",
        method=(
            "Commands, and all pairs over all years, run in processes of their own on the shipped estimates; "
            "the CPU seconds of this section are those of the measuring process alone. Wall seconds grow "
            "where other programs run beside it. Warm is a process that has answered once: a pair is new "
            "where neither state was asked about before it in that window, so that the positions of both are "
            "drawn anew; the same pair again finds its draws."
        ),
        figures=figures,
        tables=[_movers_table(listed), _changes_table(told)],
    )


def some_pairs(number: int, seed: int = SEED) -> list[tuple[str, str]]:
    """Different pairs of members of the United Nations, drawn.

    Examples
    --------
    >>> len(set(some_pairs(200)))
    200
    """
    members = [one.id for one in states() if one.kind == "member"]
    pairs = [(a, b) for a in members for b in members if a != b]
    return random.Random(seed).sample(pairs, number)


def windows(covered: tuple[dt.date, dt.date]) -> list[tuple[dt.date, dt.date]]:
    """Every stretch of ten years that a line covers, from January to December.

    Examples
    --------
    >>> len(windows((dt.date(2000, 1, 1), dt.date(2011, 6, 30))))
    2
    """
    first, last = covered
    begins = range(first.year + (first > dt.date(first.year, 1, 1)), last.year - YEARS + 2)
    spans = [(dt.date(year, 1, 1), dt.date(year + YEARS - 1, 12, 31)) for year in begins]
    return [span for span in spans if span[1] <= last]


def all_pairs() -> None:
    """Changes of all pairs of every line over every ten years; told as one line of JSON."""
    told = {}
    for line in load_lines():
        number, spent = timed(lambda line=line: _changes(line))
        spans = len(windows(line.estimates.covered))
        told[line.measure.line] = {
            "windows": spans, "changes": number, "cpu": spent.cpu, "peak": peak_mb(),
        }  # fmt: skip
    print(json.dumps(told))


def _changes(line: Line) -> int:
    spans = (stretches(*span) for span in windows(line.estimates.covered))
    return sum(line.estimates.changes(before, after).mean.size for before, after in spans)


def _cold(words: tuple[str, ...], most: float | None) -> list[Figure]:
    leeway = shutil.which("leeway", path=str(Path(sys.executable).parent)) or "leeway"
    ran = [_done([leeway, *words]) for _ in range(TIMES)]
    told = middle(one.cost for one in ran)
    name, sample = f"leeway {' '.join(words)}", f"{TIMES} fresh processes"
    return [
        Figure(f"{name}, wall s, quickest", min(one.cost.wall for one in ran), sample, high=most, digits=2),
        Figure(f"{name}, wall s, median", told.wall, sample, digits=2),
        Figure(f"{name}, CPU s, median", told.cpu, sample, digits=2),
        Figure(f"{name}, peak MB", max(one.peak for one in ran), f"most of {TIMES}", digits=0),
    ]


def _movers(measure: Measure) -> tuple[str, Cost, Cost, str]:
    """Line, first and second time, and the window that it tells."""
    try:
        _, first = timed(lambda: movers(PARTNER, line=measure.line))
        asked: dict[str, str] = {}
    except QuestionError:
        asked = EARLIER
        _, first = timed(lambda: movers(PARTNER, line=measure.line, **asked))
    found, again = timed(lambda: movers(PARTNER, line=measure.line, **asked))
    return measure.line, first, again, f"{found.since:%Y-%m} to {found.until:%Y-%m}"


def _warm(pairs: Sequence[tuple[str, str]]) -> list[Figure]:
    """New pairs, the pairs of one partner, and one pair again, each over the last ten years."""
    ask("KAZ", PARTNER)
    with_partner = [(a, PARTNER) for a, _ in pairs if a != PARTNER]
    again = [("KAZ", PARTNER)] * TIMES
    return [
        *_asked("a new pair", pairs),
        *_asked(f"a new pair with {PARTNER}, as the one before", with_partner),
        *_asked("the same pair again", again),
    ]


def _asked(name: str, pairs: Sequence[tuple[str, str]]) -> list[Figure]:
    spent = []
    for pair in pairs:
        try:
            spent.append(timed(lambda pair=pair: ask(*pair))[1])
        except QuestionError:
            continue
    sample = f"{len(spent)} answers in one process"
    wall = 1000.0 * np.array([one.wall for one in spent])
    return [
        Figure(f"ask, warm, {name}, wall ms, median", float(np.median(wall)), sample, high=50.0, digits=0),
        Figure(f"ask, warm, {name}, wall ms, 95%", float(np.quantile(wall, 0.95)), sample, digits=0),
        Figure(f"ask, warm, {name}, CPU ms, mean", 1000.0 * float(np.mean([one.cpu for one in spent])),
               sample, digits=0),
    ]  # fmt: skip


def _movers_table(listed: Sequence[tuple[str, Cost, Cost, str]]) -> Table:
    rows = [[line, window, f"{first.wall:.2f}", f"{again.wall:.2f}"] for line, first, again, window in listed]
    return Table(f"Movers of {PARTNER} in one process, wall s", ("line", "window", "first", "again"), rows)


def _changes_table(told: dict[str, dict[str, float]]) -> Table:
    rows = [
        [line, f"{one['windows']:.0f}", f"{one['changes']:,.0f}", f"{one['cpu']:.1f}", f"{one['peak']:.0f}"]
        for line, one in told.items()
    ]
    header = ("line", "windows", "changes of pairs", "CPU s", "peak MB so far")
    return Table("All pairs over every ten years", header, rows)


def _done(command: list[str]) -> Ran:
    ran = run(command)
    if ran.code:
        raise SystemExit(f"{' '.join(command)} ended with {ran.code}:\n{ran.out}")
    return ran
