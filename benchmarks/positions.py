"""The whole fit and a warm update: time, CPU, memory and held-out votes, beside other people's programs."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.clock import Cost, least, run, timed
from benchmarks.figures import Figure, Section, Table, write_document
from benchmarks.peers import pscl, static_girth
from benchmarks.setting import Setting, arguments, opened
from benchmarks.validation import predictive as say
from leeway.measures.votes.arrays import Assembly, assemble
from leeway.measures.votes.closeness import draw_closeness
from leeway.measures.votes.estimate import DIMENSIONS
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.spread import spreads
from leeway.numerics.dynamic_irt.fitting import DynamicIrt, extend, fit
from leeway.numerics.dynamic_irt.layout import VoteArray

KEY = "speed"
PAIR, DRAWS = ("KAZ", "RUS"), 400
SHARE, SEED = 0.05, 1
#: Sessions at the end on which the static model is tried.
STATIC_SESSIONS = 4

_START = """
import time; begin = time.process_time()
import numpy as np
from leeway.numerics.dynamic_irt import VoteArray, fit
imported = time.process_time()
votes = np.array([[2, 0, 1], [2, 0, 2]] * 4, dtype=np.int8)
year = np.repeat(np.arange(2000, 2004), 2)
fit(VoteArray.build(votes, 2 * year, year, np.zeros(8, dtype=np.int64)), dimensions=2, sweeps=5)
print('{"imports": %.3f, "first fit": %.3f}' % (imported - begin, time.process_time() - imported))
"""
_WHOLE = """
import sys, benchmarks
from leeway.record.store import open_record
from leeway.measures.votes.arrays import assemble
from leeway.measures.votes.estimate import DIMENSIONS
from leeway.numerics.dynamic_irt import fit
with open_record(sys.argv[1]) as record:
    fit(assemble(record).array(), dimensions=DIMENSIONS)
"""


@dataclass(frozen=True, slots=True)
class Kernels:
    """CPU seconds of a first fit of eight roll calls, with an empty and a full cache of compiled code."""

    imports: float
    compiling: float
    cached: float


def kernels() -> Kernels:
    """Start twice with a cache of compiled code of their own."""
    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "NUMBA_CACHE_DIR": cache}
        told = [run([sys.executable, "-c", _START], env=env).told for _ in range(2)]
    return Kernels(told[1]["imports"], told[0]["first fit"], told[1]["first fit"])


def before_last_session(assembly: Assembly) -> VoteArray:
    """All roll calls but those of the last session, every question keeping its number."""
    session = assembly.roll_calls["session_number"].fill_null(0).to_numpy()
    rows = int(np.flatnonzero(session == session.max())[0])
    columns = int(np.flatnonzero((assembly.votes[:rows] >= 0).any(axis=0)).max()) + 1
    return VoteArray.build(
        assembly.votes[:rows, :columns], assembly.clock[:rows], assembly.year[:rows], assembly.question[:rows]
    )


def fits(assembly: Assembly, held: say.HeldOut, dimensions: int) -> dict[str, Any]:
    """Cost of the whole fit, and scores of held-out votes from a second one."""
    cost = least(lambda: fit(assembly.array(), dimensions=dimensions))
    partial = fit(assembly.array(held.votes), dimensions=dimensions)
    chance = say.probabilities(partial, held.row, held.column, integrated=False)
    return {"cost": cost, "chance": chance, **say.scores(chance, held.truth, held.session)}


def warm(assembly: Assembly, dimensions: int) -> tuple[Cost, float, int]:
    """Cost of adding the last session to a fit without it, distance from a fit of all, roll calls added."""
    array = assembly.array()
    known = fit(before_last_session(assembly), dimensions=dimensions)
    cost = least(lambda: extend(known, array))
    added = array.votes.shape[0] - known.array.votes.shape[0]
    return cost, _apart(extend(known, array), fit(array, dimensions=dimensions)), added


def _apart(one: DynamicIrt, other: DynamicIrt) -> float:
    """Mean absolute difference of the probability of yes between two fits, over the last year's votes."""
    rows, columns = np.nonzero(one.array.votes[-100:] >= 0)
    rows += one.array.votes.shape[0] - min(100, one.array.votes.shape[0])
    yes = [say.probabilities(model, rows, columns, integrated=False)[:, 2] for model in (one, other)]
    return float(np.abs(yes[0] - yes[1]).mean())


def posteriors(model: VoteModel) -> dict[str, Cost]:
    """Cost of draws for a pair, and of all states' standard deviations."""
    pair = model.number[PAIR[0]], model.number[PAIR[1]]
    last = int(model.clock[-1])
    first = max(int(model.clock[0]), 2 * 1992)

    def draw(begin: int) -> Any:
        fresh = VoteModel.read(model.tables)
        return draw_closeness(fresh, *pair, begin, last, draws=DRAWS, seed=0)

    return {
        "ten years": least(lambda: draw(max(first, last - 20))),
        "since 1992": least(lambda: draw(first), 1),
        "all states": timed(lambda: spreads(model))[1],
    }


def binary_loss(yes: np.ndarray[Any, Any], truth: np.ndarray[Any, Any]) -> float:
    """Log-loss of yes against everything else."""
    chance = np.clip(np.where(truth == pscl.YES, yes, 1.0 - yes), 1e-9, 1.0)
    return float(-np.log(chance).mean())


def peers(
    assembly: Assembly, held: say.HeldOut, ours: say.Doubles, shares: say.Doubles
) -> tuple[list[list[str]], list[str]]:
    """Rows of the table of peers, and a word for each that is missing."""
    rows: list[list[str]] = []
    remarks = []
    if why := static_girth.missing():
        remarks.append(f"Skipped: {why}.")
    else:
        last = int(assembly.roll_calls["session_number"].max())  # type: ignore[arg-type]
        told = static_girth.by_session(assembly, held, list(range(last - STATIC_SESSIONS + 1, last + 1)))
        mine, others = (say.losses(chance, held.truth)[told["inside"]].mean() for chance in (ours, shares))
        what = f"log-loss of {int(told['inside'].sum()):,} votes of the last {STATIC_SESSIONS} sessions"
        rows.append(
            [
                "girth grm_mml, static, per session",
                f"{told['cpu']:.1f} for {told['sessions']} sessions",
                "",
                what,
                f"{told['log-loss']:.3f}",
                f"{mine:.3f}",
                f"{others:.3f}",
            ]
        )
    if why := pscl.missing():
        remarks.append(f"Skipped: {why}.")
    else:
        told = pscl.ideal(held)
        known = ~np.isnan(told["yes"])
        truth = held.truth[known]
        rows.append(
            [
                f"pscl::ideal, static, yes or not, {told['sweeps']} sweeps",
                f"{told['cpu']:.1f}",
                f"{told['peak']:.0f}",
                f"log-loss of yes or not, {int(known.sum()):,} votes",
                f"{binary_loss(told['yes'][known], truth):.3f}",
                f"{binary_loss(ours[known, 2], truth):.3f}",
                f"{binary_loss(shares[known, 2], truth):.3f}",
            ]
        )
    return rows, remarks


def section(setting: Setting) -> Section:
    """Measure on the whole record."""
    started = kernels()
    assembly, loaded = timed(lambda: assemble(setting.record))
    held = say.random_votes(assembly, share=SHARE, seed=SEED)
    shares = say.roll_call_shares(held)
    whole = {dims: fits(assembly, held, dims) for dims in (1, DIMENSIONS)}
    cost, apart, added = warm(assembly, DIMENSIONS)
    after = posteriors(setting.model)
    alone = run([sys.executable, "-c", _WHOLE, str(setting.record.path)])
    rows, remarks = peers(assembly, held, whole[DIMENSIONS]["chance"], shares)
    default, single = whole[DIMENSIONS], whole[1]
    votes = f"{int((assembly.votes >= 0).sum()):,} votes, {len(assembly.votes):,} roll calls"
    pair = f"{PAIR[0]}-{PAIR[1]}, {DRAWS} draws"
    table = [
        [
            f"Leeway, D = {dims}",
            f"{one['cost'].cpu:.2f}",
            f"{one['cost'].wall:.2f}",
            f"{one['log-loss']:.4f}",
            f"{one['accuracy']:.4f}",
            f"{one['cost'].cpu / single['cost'].cpu:.1f}",
        ]
        for dims, one in whole.items()
    ]
    static = say.scores(shares, held.truth, held.session)
    table.append(["roll-call shares", "", "", f"{static['log-loss']:.4f}", f"{static['accuracy']:.4f}", ""])
    return Section(
        key=KEY,
        title="Speed",
        command="python -m benchmarks.positions",
        method=(
            "CPU seconds of one thread, the least of three runs; loading and compilation are counted apart. "
            f"The held-out votes are a random {SHARE:.0%}, seed {SEED}. Peak memory is that of a fresh "
            "process that opens the record, collects the votes and fits the default model."
        ),
        figures=[
            Figure("fit, D = 1, CPU s", single["cost"].cpu, votes, high=2.0, digits=2),
            Figure(f"fit, D = {DIMENSIONS} (default), CPU s", default["cost"].cpu, votes, high=4.0, digits=2),
            Figure(
                "joint posterior and draws of a pair, ten years, CPU s",
                after["ten years"].cpu,
                pair,
                high=3.0,
                digits=2,
            ),
            Figure(
                "joint posterior and draws of a pair, since 1992, CPU s",
                after["since 1992"].cpu,
                pair,
                high=3.0,
                digits=2,
            ),
            Figure(
                "standard deviations of all states since 1946, CPU s",
                after["all states"].cpu,
                f"{len(assembly.states)} states",
                digits=1,
            ),
            Figure(
                "warm update with the last session, CPU s",
                cost.cpu,
                f"{added} roll calls more",
                high=0.5,
                digits=3,
            ),
            Figure(
                "warm update against a fit of all, mean difference in P(yes)",
                apart,
                "last 100 roll calls",
                digits=4,
            ),
            Figure("peak memory, MB", alone.peak, "record, votes, fit", high=700.0, digits=0),
            Figure("votes out of the record, CPU s", loaded.cpu, votes, digits=2),
            Figure(
                "first fit of 8 roll calls, kernels compiled, CPU s",
                started.compiling,
                "empty cache",
                digits=2,
            ),
            Figure(
                "the same at a second start, kernels cached, CPU s", started.cached, "full cache", digits=2
            ),
            Figure("second start over first", started.cached / started.compiling, "8 roll calls", high=0.05),
            Figure("importing the kernels, CPU s", started.imports, "second start", digits=2),
        ],
        tables=[
            Table(
                "The whole fit",
                ("model", "CPU s", "wall s", "held-out log-loss", "accuracy", "CPU, D = 1 is 1"),
                table,
            ),
            Table(
                "Peers on the same votes",
                ("system", "CPU s", "peak MB", "measured", "peer", "Leeway, default D", "roll-call shares"),
                rows,
            ),
        ],
        remarks=remarks,
        data=setting.data,
    )


def main() -> None:
    parser = arguments("Measure the fit of the voting record.")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/validation/votes.md")
    chosen = parser.parse_args()
    with opened(chosen.shared, chosen.record) as setting:
        measured, cost = timed(lambda: section(setting))
    done = measured.spent(cost.cpu)
    print("\n".join(done.lines()))
    if chosen.write:
        write_document([done])


if __name__ == "__main__":
    main()
