"""How wide intervals must be: split halves of the record by question, era by era.

Each half of the questions, with the roll calls held as fitted to all, gives its own positions and its own
change of closeness on one and the same agenda. The difference between the two, divided by the standard
deviation that the posteriors promise for it, would have a standard deviation of one if the model were true;
what it has instead is the factor by which intervals of that era are widened.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.closeness import agenda, answers, grid, posterior_of
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.files import DEVIATION_STEP
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.pairs import present
from leeway.numerics.agreement import expected_agreement

if TYPE_CHECKING:
    from leeway.numerics.dynamic_irt import DynamicIrt

#: Last year of each era; the first begins with the record.
ERAS = (1966, 1977, 1992, 2008, 9999)
STATES_AN_ERA = 16
DRAWS = 60
#: Half-years at either end of an era's window that are compared.
EDGE = 6
#: Years of a window inside an era.
WINDOW_YEARS = 10


def calibrate(assembly: Assembly, fitted: DynamicIrt, model: VoteModel, *, seed: int) -> list[dict[str, Any]]:
    """Factors by era: ``[{"last": year, "factor": f, "pairs": n}, ...]``."""
    halves = _halves(assembly, fitted, model, seed)
    last_year = int(model.clock[-1]) // 2
    found = []
    for era, last in enumerate(ERAS):
        begin = int(model.clock[0]) // 2 if era == 0 else ERAS[era - 1] + 1
        end = min(last, last_year)
        if begin + 4 > last_year:
            break
        ratios = np.concatenate(
            [
                split_ratios(model, halves, (2 * start, min(2 * (start + WINDOW_YEARS) - 1, 2 * end + 1)), seed)
                for start in range(begin, max(end - WINDOW_YEARS + 2, begin + 1), 5)
            ]
        )
        factor = float(np.sqrt(np.mean(np.clip(ratios, -4, 4) ** 2))) if len(ratios) else 1.0
        found.append({"last": end, "factor": round(max(factor, 0.5), 3), "pairs": len(ratios)})
    return found or [{"last": last_year, "factor": 1.0, "pairs": 0}]


def _halves(
    assembly: Assembly, fitted: DynamicIrt, model: VoteModel, seed: int
) -> tuple[VoteModel, VoteModel]:
    """The model with positions from each half of the questions (and of the roll calls that stand alone)."""
    from leeway.numerics.dynamic_irt.fit import place_states

    rng = np.random.default_rng([seed, 17])
    side = rng.random(len(assembly.questions)) < 0.5
    alone = rng.random(len(assembly.question)) < 0.5
    mine = np.where(assembly.question >= 0, side[assembly.question], alone)
    models = []
    for rows in (mine, ~mine):
        votes = np.where(rows[:, None], assembly.votes, np.int8(-1))
        array = replace(fitted.array, votes=votes)
        placed = place_states(fitted, array)
        models.append(with_places(model, placed, rows))
    return models[0], models[1]


def with_places(model: VoteModel, placed: DynamicIrt, informative: NDArray[np.bool_]) -> VoteModel:
    """The same roll calls with other positions and deviations."""
    clock = placed.array.clock
    row = np.searchsorted(clock, model.clock, side="right") - 1
    position = placed.position[row].transpose(2, 0, 1).astype(np.float64)
    position[np.isnan(model.position)] = np.nan
    steps = np.clip(np.round(placed.deviation[:-1] / DEVIATION_STEP), -127, 127).astype(np.int8)
    return replace(model, position=position, deviation=steps, informative=informative)


def split_ratios(
    model: VoteModel, halves: tuple[VoteModel, VoteModel], window: tuple[int, int], seed: int
) -> NDArray[np.float64]:
    """Difference between halves in a pair's change of closeness, over its promised standard deviation."""
    before, after = (window[0], window[0] + EDGE - 1), (window[1] - EDGE + 1, window[1])
    there = np.flatnonzero(present(model, before) & present(model, after))
    rng = np.random.default_rng([seed, window[0]])
    chosen = rng.permutation(there)[:STATES_AN_ERA]
    if len(chosen) < 4:
        return np.zeros(0)
    program = agenda(model, *window)
    held = np.unique(model.half_year)
    spans = [held[(held >= span[0]) & (held <= span[1])] for span in (before, after)]
    if not all(len(span) for span in spans):
        return np.zeros(0)
    change, variance = [], []
    for half in halves:
        place = grid(half, *window)
        said = []
        for state in chosen:
            drawn = posterior_of(half, place, int(state)).draw(DRAWS, np.random.default_rng([seed, int(state)]))
            said.append([answers(program, place, *drawn, span) for span in spans])
        one, other = np.triu_indices(len(chosen), 1)
        drawn_changes = np.stack(
            [
                expected_agreement(said[a][1], said[b][1], program.weight).mean(axis=1)
                - expected_agreement(said[a][0], said[b][0], program.weight).mean(axis=1)
                for a, b in zip(one, other, strict=True)
            ]
        )
        change.append(drawn_changes.mean(axis=1))
        variance.append(drawn_changes.var(axis=1))
    return (change[0] - change[1]) / np.sqrt(variance[0] + variance[1])


def usual_margin(estimates: VoteEstimates) -> float:
    """Half-width of *still*: the usual wiggle of all pairs over ten-year windows since the record began."""
    from leeway.drift.unusual import margin_from

    first, last = estimates.covered
    changes, sds = [], []
    for year in range(first.year, last.year - WINDOW_YEARS + 1, 5):
        end = min(dt.date(year + WINDOW_YEARS, 12, 31), last)
        told = estimates.changes(
            (dt.date(year, 1, 1), dt.date(year + 2, 12, 31)), (dt.date(end.year - 2, 1, 1), end)
        )
        changes.append(told.mean)
        sds.append(told.sd)
    return round(float(margin_from(np.concatenate(changes), np.concatenate(sds))), 4)
