"""Standard deviations of all states' positions, and what each state's uncertainty adds to closeness."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.votes.closeness import Agenda, Grid, agenda, all_deviations, answers, grid, posterior_of
from leeway.measures.votes.files import numbered
from leeway.measures.votes.model import VoteModel

Doubles = NDArray[np.float64]
#: Years computed at a time.
BLOCK_YEARS = 10
#: Half-years over which a stretch of closeness is averaged (three years, the edge of a window).
STRETCH = 6
#: Years around a block whose votes inform it; fewer than for one pair, since there are two hundred states.
PADDING_YEARS = 4
DRAWS = 40


def spreads(model: VoteModel, *, seed: int = 0, since: int | None = None) -> pl.DataFrame:
    """Posterior standard deviations for every state and half-year.

    Parameters
    ----------
    model : VoteModel
    seed : int
        Of the draws.
    since : int, optional
        First year needed; the first of the record by default.

    Returns
    -------
    polars.DataFrame
        ``state, half_year``, ``sd_1`` to ``sd_D`` of the position, and ``closeness_sd``: what the
        state's own uncertainty adds to its closeness with the rest of the Assembly, averaged over
        the three years up to that half-year.
    """
    first, last = int(model.clock[0]) // 2, int(model.clock[-1]) // 2
    frames = []
    for year in range(max(since or first, first), last + 1, BLOCK_YEARS):
        block = (2 * year, min(2 * (year + BLOCK_YEARS) - 1, int(model.clock[-1])))
        place, program = grid(model, *block, padding=PADDING_YEARS), agenda(model, *block)
        wanted = np.arange(max(block[0] - STRETCH + 1, int(place.stretch.half_years[0])), block[1] + 1)
        typical = _typical_answers(model, place, program, wanted)
        frames += [
            _state_spread(model, place, program, typical, wanted, block, state, seed)
            for state in _placed_in(model, block)
        ]
    return pl.concat(frames)


def _placed_in(model: VoteModel, block: tuple[int, int]) -> list[int]:
    """States with a position in some of the half-years of a block."""
    placed = ~np.isnan(model.position[:, _rows(model, *block), 0])
    return [int(state) for state in np.flatnonzero(placed.any(axis=1))]


def _rows(model: VoteModel, first: int, last: int) -> slice:
    """Rows of the clock from one half-year to another."""
    return slice(max(first - int(model.clock[0]), 0), last - int(model.clock[0]) + 1)


def _typical_answers(model: VoteModel, place: Grid, program: Agenda, wanted: NDArray[np.int64]) -> Doubles:
    """Mean answers of the states that voted, (H, K, 3)."""
    rows = _rows(model, int(wanted[0]), int(wanted[-1]))
    there = np.flatnonzero(model.votes[:, rows].sum(axis=1))
    deviation = all_deviations(model, place)[there]
    position = np.stack([model.positions_on(int(s), place.stretch.half_years) for s in there])
    return np.asarray(answers(program, place, position, deviation, wanted).mean(axis=0))


def _state_spread(
    model: VoteModel,
    place: Grid,
    program: Agenda,
    typical: Doubles,
    wanted: NDArray[np.int64],
    block: tuple[int, int],
    state: int,
    seed: int,
) -> pl.DataFrame:
    """Rows of `spreads` of one state and a block of half-years."""
    told = posterior_of(model, place, state)
    covariance = told.covariance()
    position, deviation = told.draw(DRAWS, np.random.default_rng([seed, state]))
    own = answers(program, place, position, deviation, wanted)
    close = np.einsum("nhkc,hkc,k->nh", own, typical, program.weight, optimize=True)
    running = np.cumsum(np.pad(close, ((0, 0), (1, 0))), axis=1)
    ends = np.arange(block[0], block[1] + 1)
    at = ends - wanted[0] + 1
    begin = np.maximum(at - STRETCH, 0)
    stretch = (running[:, at] - running[:, begin]) / (at - begin)
    rows = ends - place.stretch.half_years[0]
    sd = np.sqrt(np.einsum("tdd->td", covariance)[rows])
    return pl.DataFrame(
        {
            "state": np.repeat(model.states[state], len(ends)),
            "half_year": ends.astype(np.int16),
            **dict(zip(numbered("sd", sd.shape[1]), sd.T.astype(np.float32), strict=True)),
            "closeness_sd": stretch.std(axis=0).astype(np.float32),
        }
    )
