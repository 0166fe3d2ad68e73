"""girth: a static graded-response model, one session at a time, with no link between sessions."""

from __future__ import annotations

import importlib.util
import warnings
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.clock import timed
from benchmarks.validation.predictive import HeldOut, losses
from leeway.measures.votes.arrays import Assembly
from leeway.numerics.agreement import vote_probabilities

Doubles = NDArray[np.float64]


def missing() -> str:
    """Why it cannot run; empty if it can."""
    return "" if importlib.util.find_spec("girth") else "girth is not installed (pip install 'leeway[bench]')"


def by_session(assembly: Assembly, held: HeldOut, sessions: list[int]) -> dict[str, Any]:
    """CPU seconds, and log-loss of held-out votes of some sessions; `inside` marks the votes judged."""
    session = assembly.roll_calls["session_number"].fill_null(0).to_numpy()
    chance = np.full((len(held.row), 3), np.nan)
    cpu = 0.0
    for number in sessions:
        rows = np.flatnonzero(session == number)
        told, cost = timed(partial(_graded, held.votes[rows]))
        cpu += cost.cpu
        place = np.full(len(session), -1)
        place[rows] = np.arange(len(rows))
        mine = np.flatnonzero(np.isin(held.row, rows))
        chance[mine] = told[place[held.row[mine]], held.column[mine]]
    inside = ~np.isnan(chance[:, 0])
    loss = losses(chance[inside], held.truth[inside])
    return {"cpu": cpu, "log-loss": float(loss.mean()), "inside": inside, "sessions": len(sessions)}


def _graded(votes: NDArray[np.int8]) -> Doubles:
    """Probabilities of each answer, (J, S, 3), for roll calls in which more than one answer was given."""
    from girth import grm_mml, tag_missing_data

    shares = np.stack([(votes == answer).sum(axis=1) + 0.5 for answer in (0, 1, 2)], axis=1)
    shares = shares / shares.sum(axis=1, keepdims=True)
    chance = np.repeat(shares[:, None, :], votes.shape[1], axis=1)
    kinds = np.array([len(np.unique(row[row >= 0])) for row in votes])
    there = np.flatnonzero((votes >= 0).any(axis=0))
    chosen = np.flatnonzero(kinds >= 2)
    levels = [np.unique(row[row >= 0]) for row in votes[chosen]]
    ranked = np.array([_ranked(row[there], level) for row, level in zip(votes[chosen], levels, strict=True)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = grm_mml(tag_missing_data(ranked, [1, 2, 3]))
    ability = np.asarray(told["Ability"], float)
    for j, level, slope, cuts in zip(chosen, levels, told["Discrimination"], told["Difficulty"], strict=True):
        chance[j, there] = _chances(ability, float(slope), np.asarray(cuts, float), level)
    return chance


def _ranked(row: NDArray[np.int8], level: NDArray[np.int8]) -> NDArray[np.int64]:
    """Answers numbered from 1 in the order of the roll call's own levels; 0 where none was given."""
    return np.where(row >= 0, np.searchsorted(level, row) + 1, 0).astype(np.int64)


def _chances(ability: Doubles, slope: float, cuts: Doubles, level: NDArray[np.int8]) -> Doubles:
    cuts = cuts[~np.isnan(cuts)][: len(level) - 1]
    out = np.full((len(ability), 3), 1e-6)
    if len(level) == 3:
        out = vote_probabilities(slope * ability, np.full(1, slope * cuts[0]), np.full(1, slope * cuts[1]))
    else:
        above = 1.0 / (1.0 + np.exp(-slope * (ability - cuts[0])))
        out[:, level[0]], out[:, level[1]] = 1.0 - above, above
    return np.asarray(out)
