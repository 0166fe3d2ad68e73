"""A forward test: fit to a day, then foretell half of the states' votes in the two years after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from benchmarks.setting import Setting
from benchmarks.validation.predictive import losses
from leeway.measures.votes.arrays import Assembly, assemble
from leeway.measures.votes.estimate import DIMENSIONS
from leeway.numerics.dynamic_irt.fitting import fit
from leeway.numerics.dynamic_irt.forecast import forecast
from leeway.record.store import Record

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
KEY = "forward"
CUT = dt.date(2022, 6, 30)
#: Two years before the cut, on which the weights of the blend are chosen.
REHEARSAL = dt.date(2020, 6, 30)
SEED = 1
#: Years before the cut over which neighbours are sought.
NEIGHBOUR_YEARS = 5
WEIGHTS = np.arange(0.0, 1.51, 0.1)
BINS = np.array([0.0, 0.01, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99, 1.0])


@dataclass(frozen=True, slots=True)
class Later:
    """What is known at the cut, and K later roll calls.

    `informants` are the votes that may be known (-1 elsewhere), N votes at (`row`, `column`) are foretold,
    `last` is each state's vote when the question was last put, -1 where there is none.
    """

    before: Assembly
    informants: NDArray[np.int8]
    clock: Ints
    year: Ints
    question: Ints
    row: Ints
    column: Ints
    truth: NDArray[np.int8]
    last: NDArray[np.int8]


def later_votes(record: Record, cut: dt.date, until: dt.date, seed: int = SEED) -> Later:
    """Divide the record at a day; a random half of the states tell, the others are foretold."""
    whole = assemble(record, until=until)
    rows = np.flatnonzero((whole.roll_calls["date"] > cut).to_numpy())
    keys = whole.roll_calls["question"][rows.tolist()].to_list()
    before = assemble(
        record, until=cut, also_questions=tuple({key for key in keys if key}), also_states=whole.states
    )
    number = {key: i for i, key in enumerate(before.questions)}
    question = np.array([number.get(key, -1) for key in keys], dtype=np.int64)
    column = [whole.states.index(state) for state in before.states]
    votes = whole.votes[rows][:, column]
    tell = np.random.default_rng(seed).random(len(column)) < 0.5
    last = np.full(votes.shape, -1, np.int8)
    for k, asked in enumerate(question):
        for j in np.flatnonzero(before.question == asked) if asked >= 0 else ():
            last[k] = np.where(before.votes[j] >= 0, before.votes[j], last[k])
    row, held = np.nonzero((votes >= 0) & ~tell)
    return Later(
        before=before,
        informants=np.where(tell, votes, np.int8(-1)),
        clock=whole.clock[rows],
        year=whole.year[rows],
        question=question,
        row=row,
        column=held,
        truth=votes[row, held],
        last=last[row, held],
    )


def by_model(later: Later, dimensions: int) -> Doubles:
    """The model's forecast, (N, 3)."""
    model = fit(later.before.array(), dimensions=dimensions)
    told = forecast(model, later.informants, later.clock, later.year, later.question)
    return told.probability[later.row, later.column]


def informant_shares(later: Later) -> Doubles:
    """Shares of answers among the informants, (N, 3)."""
    counts = np.stack([(later.informants == answer).sum(axis=1) for answer in (0, 1, 2)], axis=1) + 0.5
    return np.asarray((counts / counts.sum(axis=1, keepdims=True))[later.row])


def by_neighbour(later: Later) -> Doubles:
    """The vote of the informant that voted most alike in the years before the cut, (N, 3).

    How often a neighbour's answer was shared in those years turns it into probabilities.
    """
    recent = later.before.votes[later.before.year >= later.before.year[-1] - NEIGHBOUR_YEARS]
    seen = (recent >= 0).astype(float)
    common = seen.T @ seen
    same = sum((recent == k).astype(float).T @ (recent == k).astype(float) for k in (0, 1, 2))
    alike = (same + 0.5) / (common + 10.0)
    tells = (later.informants >= 0).any(axis=0)
    alike[:, ~tells] = -1.0
    order = np.argsort(-alike, axis=1, kind="stable")
    guess = np.full(len(later.row), -1, np.int8)
    for rank in range(order.shape[1]):
        open_ = guess < 0
        if not open_.any():
            break
        guess[open_] = later.informants[later.row[open_], order[later.column[open_], rank]]
    theirs = recent[:, order[:, 0]]
    return _conditional(guess, _table(recent, theirs), informant_shares(later))


def by_last_vote(later: Later) -> Doubles:
    """The state's own last vote on the same question, with informants' shares where there is none, (N, 3)."""
    known = later.before
    pairs = []
    for question in range(len(known.questions)):
        rows = np.flatnonzero(known.question == question)
        rows = rows[known.year[rows] >= known.year[-1] - NEIGHBOUR_YEARS]
        pairs += list(zip(rows[1:], rows[:-1], strict=True))
    now, then = (known.votes[[pair[side] for pair in pairs]] for side in (0, 1))
    return _conditional(later.last, _table(now, then), informant_shares(later))


def _table(now: NDArray[np.int8], sign: NDArray[np.int8]) -> Doubles:
    """Shares of answers given a sign, (3, 3)."""
    counts = np.array([[((sign == a) & (now == b)).sum() + 0.5 for b in (0, 1, 2)] for a in (0, 1, 2)], float)
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _conditional(sign: NDArray[np.int8], table: Doubles, otherwise: Doubles) -> Doubles:
    return np.where((sign >= 0)[:, None], table[np.maximum(sign, 0)], otherwise)


def blend(one: Doubles, other: Doubles, weights: tuple[float, float]) -> Doubles:
    """Normalised product of powers of two forecasts."""
    product = one ** weights[0] * other ** weights[1]
    return np.asarray(product / product.sum(axis=1, keepdims=True))


def best_weights(one: Doubles, other: Doubles, truth: NDArray[np.int8]) -> tuple[float, float]:
    """Weights of the blend with the least log-loss."""
    grid = [(float(a), float(b)) for a in WEIGHTS for b in WEIGHTS if a + b > 0]
    return min(grid, key=lambda weights: float(losses(blend(one, other, weights), truth).mean()))


def reliability(chance: Doubles, truth: NDArray[np.int8]) -> list[tuple[float, float, int]]:
    """Mean predicted and observed share, and count, for bins of predicted probability of each answer."""
    came = truth[:, None] == np.arange(3)
    inside = np.clip(np.digitize(chance, BINS) - 1, 0, len(BINS) - 2)
    return [
        (float(chance[inside == b].mean()), float(came[inside == b].mean()), int((inside == b).sum()))
        for b in range(len(BINS) - 1)
        if (inside == b).any()
    ]


def measure(record: Record, *, dimensions: int = DIMENSIONS, until: dt.date | None = None) -> dict[str, Any]:
    """Forecasts of the votes after the cut, with the blend's weights from a rehearsal two years earlier."""
    rehearsal = later_votes(record, REHEARSAL, CUT)
    weights = best_weights(by_model(rehearsal, dimensions), by_last_vote(rehearsal), rehearsal.truth)
    later = later_votes(record, CUT, until or dt.date.max)
    chances = {
        "informants' shares": informant_shares(later),
        "nearest neighbour": by_neighbour(later),
        "last vote on the question": by_last_vote(later),
        "model": by_model(later, dimensions),
    }
    chances["blend of last vote and model"] = blend(
        chances["model"], chances["last vote on the question"], weights
    )
    again = later.last >= 0
    return {
        "votes": len(later.truth),
        "roll calls": len(later.clock),
        "asked before": float(again.mean()),
        "weights": weights,
        "scores": {
            name: {
                "all": _scored(chance, later.truth),
                "asked before": _scored(chance[again], later.truth[again]),
                "new": _scored(chance[~again], later.truth[~again]),
            }
            for name, chance in chances.items()
        },
        "reliability": {name: reliability(chances[name], later.truth) for name in list(chances)[-2:]},
    }


def _scored(chance: Doubles, truth: NDArray[np.int8]) -> tuple[float, float]:
    if not len(truth):
        return float("nan"), float("nan")
    return float(losses(chance, truth).mean()), float((chance.argmax(axis=1) == truth).mean())


def section(setting: Setting) -> Section:
    """Measure on the whole record."""
    told = measure(setting.record)
    sample = f"{told['votes']:,} votes on {told['roll calls']} roll calls after {CUT}"
    names = {"all": "all", "asked before": f"asked before ({told['asked before']:.0%})", "new": "new"}
    header = (
        "forecast",
        *(f"{what}, {name}" for name in names.values() for what in ("log-loss", "accuracy")),
    )
    body = [
        [name, *(cell for part in names for cell in (f"{one[part][0]:.3f}", f"{one[part][1]:.3f}"))]
        for name, one in told["scores"].items()
    ]
    figures = [
        Figure(f"{what}, {name}", one["all"][i], sample)
        for name, one in told["scores"].items()
        for i, what in enumerate(("log-loss", "accuracy"))
    ]
    reliable = [
        Table(
            f"Reliability of the {name}: probabilities of each answer",
            ("foretold", "came", "number"),
            [[f"{said:.3f}", f"{came:.3f}", f"{count:,}"] for said, came, count in rows],
        )
        for name, rows in told["reliability"].items()
    ]
    return Section(
        key=KEY,
        title="Forward test",
        command=f"python -m benchmarks.validation {KEY}",
        method=(
            f"The model is fitted to votes up to {CUT}. A random half of the states (seed {SEED}) tell what "
            "a later roll call is about; the votes of the others are foretold. Last vote and nearest "
            f"neighbour become probabilities by how often they held in the {NEIGHBOUR_YEARS} years before. "
            f"The blend is the product model^{told['weights'][0]:.1f} x last vote^{told['weights'][1]:.1f}; "
            f"the powers were chosen on a rehearsal, fitted to {REHEARSAL} and tried on the two years to "
            f"{CUT}."
        ),
        figures=figures,
        tables=[Table("Forecasts", header, body), *reliable],
    )
