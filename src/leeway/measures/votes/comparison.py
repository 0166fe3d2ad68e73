"""Two sets of estimates of votes, number against number."""

from __future__ import annotations

import numpy as np

from leeway.measures.line import Difference
from leeway.measures.votes.closeness import agenda, all_deviations, answers, grid
from leeway.measures.votes.model import VoteModel
from leeway.numerics.agreement import agreement_matrix

#: Half-years at the end over which expected agreement is compared.
COMPARED = 20
#: Two builds differ by rounding in single precision, summed in another order on another processor.
TOLERANCE = {"positions": 0.02, "expected agreement": 0.005, "margin": 0.002}


def compare_estimates(one: VoteModel, other: VoteModel) -> tuple[Difference, ...]:
    """Largest differences in positions, in expected agreement of all pairs, and in the margin.

    Expected agreement is compared at the end, on the agenda of the last ten years. Estimates of other
    states, half-years or dimensions differ without bound.
    """
    if one.states != other.states or not np.array_equal(np.isnan(one.position), np.isnan(other.position)):
        return tuple(Difference(what, np.inf, limit) for what, limit in TOLERANCE.items())
    apart = np.nanmax(np.abs(one.position - other.position))
    last = int(one.clock[-1])
    closeness = [_closeness(model, last) for model in (one, other)]
    margins = [float(model.tables.manifest["margin"]) for model in (one, other)]
    found = {
        "positions": float(apart),
        "expected agreement": float(np.abs(closeness[0] - closeness[1]).max()),
        "margin": abs(margins[0] - margins[1]),
    }
    return tuple(Difference(what, found[what], limit) for what, limit in TOLERANCE.items())


def _closeness(model: VoteModel, last: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    first = max(last - COMPARED + 1, int(model.clock[0]))
    place, program = grid(model, first, last, padding=0), agenda(model, first, last)
    position = np.stack([model.positions_on(s, place.stretch.half_years) for s in range(len(model.states))])
    said = answers(program, place, position, all_deviations(model, place), np.array([last]))
    return agreement_matrix(said[:, 0], program.weight)
