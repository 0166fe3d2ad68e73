"""The change of closeness of all pairs over the same spans, from means and shipped standard deviations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leeway.measures.line import PairChanges
from leeway.measures.votes.closeness import Grid, agenda, all_deviations, answers, grid, own_ways
from leeway.measures.votes.model import VoteModel
from leeway.numerics.agreement import agreement_matrix, vote_probabilities

Doubles = NDArray[np.float64]
#: Votes a state must have cast in a span to count as having been there.
FEWEST_VOTES = 10


def present(model: VoteModel, span: tuple[int, int]) -> NDArray[np.bool_]:
    """Which states cast votes in a span, (S,)."""
    inside = (model.clock >= span[0]) & (model.clock <= span[1])
    return np.asarray(model.votes[:, inside].sum(axis=1) >= FEWEST_VOTES)


def all_changes(
    model: VoteModel,
    deviation_sd: Doubles,
    before: tuple[int, int],
    after: tuple[int, int],
    *,
    partner: int | None = None,
) -> PairChanges:
    """Change of closeness between two spans for every pair present in both.

    Parameters
    ----------
    model : VoteModel
    deviation_sd : ndarray, shape (S, T)
        Standard deviation that a state's own uncertainty gives to closeness over a stretch that ends
        in each half-year of the clock.
    before, after : tuple of int
        First and last half-year of each span.
    partner : int, optional
        Only pairs with this state.
    """
    there = np.flatnonzero(present(model, before) & present(model, after))
    place = grid(model, before[0], after[1], padding=0)
    held = np.unique(model.half_year)
    position = np.stack([model.positions_on(s, place.stretch.half_years) for s in there])
    deviation = all_deviations(model, place)[there]
    program = agenda(model, before[0], after[1])
    close = [
        np.mean(
            [
                agreement_matrix(answers(program, place, position, deviation, np.array([h]))[:, 0], program.weight)
                for h in held[(held >= span[0]) & (held <= span[1])]
            ],
            axis=0,
        )
        for span in (before, after)
    ]
    parts = _shares(model, place, position, deviation, before, after, held)
    end = [int(span[1] - model.clock[0]) for span in (before, after)]
    own = np.sqrt(deviation_sd[there, end[0]] ** 2 + deviation_sd[there, end[1]] ** 2)
    if partner is None:
        one, other = np.triu_indices(len(there), 1)
    else:
        at = np.searchsorted(there, partner)
        one = np.flatnonzero(there != partner)
        other = np.full(len(one), at)
    return PairChanges(
        states=tuple(model.states[there[i]] for i in one),
        partners=tuple(model.states[there[i]] for i in other),
        mean=(close[1] - close[0])[one, other],
        sd=np.hypot(own[one], own[other]),
        state_part=parts[0][one, other],
        partner_part=parts[0][other, one],
        agenda_part=parts[1][one, other],
    )


def _shares(
    model: VoteModel,
    place: Grid,
    position: Doubles,
    deviation: Doubles,
    before: tuple[int, int],
    after: tuple[int, int],
    held: NDArray[np.int64],
) -> tuple[Doubles, Doubles]:
    """Shapley shares on the agendas voted: of the row's state, and of the agenda, each (S, S)."""
    value: dict[tuple[int, int, int], Doubles] = {}
    for which, span in enumerate((before, after)):
        program = agenda(model, *span)
        ways = own_ways(program, place, deviation)
        said = []
        for when in (before, after):
            numbers = held[(held >= when[0]) & (held <= when[1])]
            rows = numbers - place.stretch.half_years[0]
            years = numbers // 2 - place.stretch.years[0]
            eta = position[:, rows].mean(axis=1) @ program.slope.T + ways[:, years].mean(axis=1)
            shown = vote_probabilities(eta, program.lower, program.upper) * np.sqrt(program.weight)[:, None]
            said.append(shown.reshape(len(shown), -1))
        for one in (0, 1):
            for other in (0, 1):
                value[one, other, which] = said[one] @ said[other].T
    v = value
    state = (v[1, 0, 0] - v[0, 0, 0]) / 3 + (v[1, 1, 1] - v[0, 1, 1]) / 3
    state += (v[1, 1, 0] - v[0, 1, 0]) / 6 + (v[1, 0, 1] - v[0, 0, 1]) / 6
    program_share = (v[0, 0, 1] - v[0, 0, 0]) / 3 + (v[1, 1, 1] - v[1, 1, 0]) / 3
    program_share += (v[1, 0, 1] - v[1, 0, 0]) / 6 + (v[0, 1, 1] - v[0, 1, 0]) / 6
    return state, program_share
