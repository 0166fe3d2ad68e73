"""Expected agreement of two states, and how a change of it divides among those who caused it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Real = TypeVar("Real", np.float32, np.float64)


def vote_probabilities(eta: NDArray[Real], lower: NDArray[Real], upper: NDArray[Real]) -> NDArray[Real]:
    """Probabilities of no, abstention and yes on a new last axis.

    Parameters
    ----------
    eta : ndarray, shape (..., K)
        Linear predictor of each of K roll calls.
    lower, upper : ndarray, shape (K,)
        Cutpoints.

    Examples
    --------
    >>> vote_probabilities(np.zeros(1), np.array([-1.0]), np.array([1.0])).round(2).tolist()
    [[0.27, 0.46, 0.27]]
    """
    out = np.empty((3, *np.broadcast_shapes(eta.shape, lower.shape)), dtype=eta.dtype)
    with np.errstate(over="ignore"):
        for place, gap in ((2, upper - eta), (0, eta - lower)):
            np.exp(gap, out=gap)
            gap += 1.0
            np.divide(1.0, gap, out=out[place])
    np.subtract(1.0, out[0], out=out[1])
    out[1] -= out[2]
    return np.moveaxis(out, 0, -1)


def expected_agreement(one: NDArray[Real], other: NDArray[Real], weight: NDArray[Real]) -> NDArray[Real]:
    """Probability that two states answer alike, averaged over an agenda.

    Parameters
    ----------
    one, other : ndarray, shape (..., K, 3)
        Probabilities of each state's answers, independent given their positions.
    weight : ndarray, shape (K,)
        Weight of each roll call or question; sums to 1.
    """
    alike = one[..., 0] * other[..., 0]
    for answer in (1, 2):
        alike += one[..., answer] * other[..., answer]
    return np.asarray(alike @ weight)


def agreement_matrix(answers: Doubles, weight: Doubles) -> Doubles:
    """Expected agreement of every pair of S states, (S, S), from answers of shape (S, K, 3)."""
    states = len(answers)
    flat = (answers * np.sqrt(weight)[:, None]).reshape(states, -1)
    return flat @ flat.T


def expected_answer(answers: Doubles) -> Doubles:
    """Expected vote on the scale no 0, abstention .5, yes 1."""
    return answers[..., 2] + 0.5 * answers[..., 1]


def shapley(value: Callable[[tuple[bool, ...]], Doubles], players: int) -> Doubles:
    """Shapley shares of a change: the mean marginal contribution over all orders of change.

    Parameters
    ----------
    value : callable
        From a tuple of bool (which players have changed) to the value, of any shape.
    players : int

    Returns
    -------
    ndarray, shape (players, ...)
        Shares that sum to the value with all changed less the value with none changed.

    Examples
    --------
    >>> shapley(lambda moved: np.float64(2.0 * moved[0] + moved[0] * moved[1]), 2).tolist()
    [2.5, 0.5]
    """
    known: dict[tuple[bool, ...], Doubles] = {}

    def at(moved: tuple[bool, ...]) -> Doubles:
        if moved not in known:
            known[moved] = np.asarray(value(moved))
        return known[moved]

    orders = list(permutations(range(players)))
    shares = np.zeros((players, *np.shape(at((False,) * players))))
    for order in orders:
        moved = [False] * players
        for player in order:
            before = at(tuple(moved))
            moved[player] = True
            shares[player] += (at(tuple(moved)) - before) / len(orders)
    return shares
