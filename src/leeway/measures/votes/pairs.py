"""The change of closeness of all pairs over the same spans, from means and shipped standard deviations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.measures.line import PairChanges
from leeway.measures.votes.closeness import Agenda, Grid, agenda, all_deviations, answers, grid, own_ways
from leeway.measures.votes.model import VoteModel
from leeway.numerics.agreement import agreement_matrix, shapley, vote_probabilities

Doubles = NDArray[np.float64]
HalfYears = tuple[int, int]
#: Votes a state must have cast in a span to count as having been there.
FEWEST_VOTES = 10


def present(model: VoteModel, span: tuple[int, int]) -> NDArray[np.bool_]:
    """Which states cast votes in a span, (S,)."""
    inside = (model.clock >= span[0]) & (model.clock <= span[1])
    return np.asarray(model.votes[:, inside].sum(axis=1) >= FEWEST_VOTES)


def all_changes(
    model: VoteModel,
    own_sd: Doubles,
    before: HalfYears,
    after: HalfYears,
    partner: int | None = None,
) -> PairChanges:
    """Change of closeness between two spans for every pair present in both.

    Parameters
    ----------
    model : VoteModel
    own_sd : ndarray, shape (S, T)
        Standard deviation that a state's own uncertainty gives to closeness over a stretch that ends
        in each half-year of the clock.
    before, after : tuple of int
        First and last half-year of each span.
    partner : int, optional
        Only pairs with this state, which is then the second of each.

    Returns
    -------
    PairChanges
        Empty where no two states were present in both spans.
    """
    there = np.flatnonzero(present(model, before) & present(model, after))
    one, other = _pairs(there, partner)
    if not len(one):
        return PairChanges((), (), *(np.zeros(0) for _ in range(5)))
    stand = _standing(model, there, before[0], after[1])
    program = agenda(model, before[0], after[1])
    close = [_closeness(stand, program, span) for span in (before, after)]
    programs = agenda(model, *before), agenda(model, *after)
    state_share, agenda_share = _shares(stand, programs, (before, after))
    end = [span[1] - model.clock[0] for span in (before, after)]
    sd = np.hypot(own_sd[there, end[0]], own_sd[there, end[1]])
    return PairChanges(
        states=tuple(model.states[there[i]] for i in one),
        partners=tuple(model.states[there[i]] for i in other),
        mean=(close[1] - close[0])[one, other],
        sd=np.hypot(sd[one], sd[other]),
        state_part=state_share[one, other],
        partner_part=state_share[other, one],
        agenda_part=agenda_share[one, other],
    )


def _pairs(there: NDArray[np.int64], partner: int | None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of `there` of the first and of the second of each pair."""
    if partner is None:
        return np.triu_indices(len(there), 1)
    at = np.flatnonzero(there == partner)
    if not len(at):
        return at, at
    one = np.flatnonzero(there != partner)
    return one, np.repeat(at, len(one))


@dataclass(frozen=True, slots=True)
class _Standing:
    """Positions (S, T, D) and deviations (S, Q, Y) of some states on a grid; half-years with votes."""

    place: Grid
    position: Doubles
    deviation: Doubles
    held: NDArray[np.int64]

    def within(self, span: HalfYears) -> NDArray[np.int64]:
        """Half-years of a span with votes."""
        return self.held[(self.held >= span[0]) & (self.held <= span[1])]


def _standing(model: VoteModel, there: NDArray[np.int64], first: int, last: int) -> _Standing:
    place = grid(model, first, last, padding=0)
    position = np.stack([model.positions_on(int(state), place.stretch.half_years) for state in there])
    return _Standing(place, position, all_deviations(model, place)[there], model.held)


def _closeness(stand: _Standing, program: Agenda, span: HalfYears) -> Doubles:
    """Mean closeness of all pairs over a span, (S, S)."""
    told = []
    for number in stand.within(span):
        said = answers(program, stand.place, stand.position, stand.deviation, number[None])
        told.append(agreement_matrix(said[:, 0], program.weight))
    return np.asarray(np.mean(told, axis=0))


def _shares(
    stand: _Standing, programs: tuple[Agenda, Agenda], spans: tuple[HalfYears, HalfYears]
) -> tuple[Doubles, Doubles]:
    """Shapley shares on the agendas voted: of the row's state, and of the agenda, each (S, S)."""
    said = {}
    for which, program in enumerate(programs):
        for when, span in enumerate(spans):
            numbers = stand.within(span)
            rows = numbers - stand.place.stretch.half_years[0]
            years = numbers // 2 - stand.place.stretch.years[0]
            ways = own_ways(program, stand.place, stand.deviation[..., years]).mean(axis=1)
            eta = stand.position[:, rows].mean(axis=1) @ program.slope.T + ways
            shown = vote_probabilities(eta, program.lower, program.upper) * np.sqrt(program.weight)[:, None]
            said[when, which] = shown.reshape(len(shown), -1)

    def value(moved: tuple[bool, ...]) -> Doubles:
        row, column, which = map(int, moved)
        return np.asarray(said[row, which] @ said[column, which].T)

    shares = shapley(value, 3)
    return shares[0], shares[2]
