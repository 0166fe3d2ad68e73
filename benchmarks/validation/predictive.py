"""Votes held back, what the model says about them, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.measures.votes.arrays import Assembly
from leeway.numerics.agreement import vote_probabilities
from leeway.numerics.dynamic_irt.fitting import DynamicIrt

Doubles = NDArray[np.float64]
#: Last session of each era.
ERAS = ((1, 20), (21, 31), (32, 46), (47, 63), (64, 78))


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Votes with some taken away: `votes` for the fit, and where the N others are, with what they were."""

    votes: NDArray[np.int8]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    truth: NDArray[np.int8]
    session: NDArray[np.int64]


def _take_away(assembly: Assembly, row: NDArray[np.int64], column: NDArray[np.int64]) -> HeldOut:
    votes = assembly.votes.copy()
    votes[row, column] = -1
    session = assembly.roll_calls["session_number"].fill_null(0).to_numpy().astype(np.int64)
    return HeldOut(votes, row, column, assembly.votes[row, column], session[row])


def random_votes(assembly: Assembly, *, share: float, seed: int) -> HeldOut:
    """Hold back single votes at random."""
    row, column = np.nonzero(assembly.votes >= 0)
    picked = np.random.default_rng(seed).random(len(row)) < share
    return _take_away(assembly, row[picked], column[picked])


def state_years(assembly: Assembly, *, share: float, seed: int) -> HeldOut:
    """Hold back all votes of a state in a calendar year, for some of the states and years."""
    row, column = np.nonzero(assembly.votes >= 0)
    key = assembly.year[row] * assembly.votes.shape[1] + column
    keys, inverse = np.unique(key, return_inverse=True)
    picked = (np.random.default_rng(seed).random(len(keys)) < share)[inverse]
    return _take_away(assembly, row[picked], column[picked])


def linear_predictor(model: DynamicIrt, row: NDArray[np.int64], column: NDArray[np.int64]) -> Doubles:
    """The model's linear predictor for some votes, (N,)."""
    slope = model.items[row, : model.dimensions]
    place = model.position[model.array.period[row], :, column].astype(np.float64)
    return np.asarray((slope * place).sum(axis=1) + model.deviation[model.array.node[row], column])


def spread(model: DynamicIrt, row: NDArray[np.int64], column: NDArray[np.int64]) -> Doubles:
    """Standard deviation of the linear predictor: position, deviation and roll call, taken as independent."""
    dims = model.dimensions
    slope = model.items[row, :dims]
    lower = np.tril_indices(dims)
    packed = model.covariance[model.array.period[row], :, column]
    doubled = np.where(lower[0] == lower[1], 1.0, 2.0)
    of_place = (packed * slope[:, lower[0]] * slope[:, lower[1]] * doubled).sum(axis=1)
    place = model.position[model.array.period[row], :, column].astype(np.float64)
    place = np.concatenate([place, -np.ones((len(row), 1))], axis=1)
    doubt = model.item_covariance[row][:, : dims + 1, : dims + 1]
    of_roll = np.einsum("nd,nde,ne->n", place, doubt, place, optimize=True)
    variance = of_place + of_roll + model.deviation_variance[model.array.node[row], column]
    return np.asarray(np.sqrt(np.maximum(variance, 0.0)))


def probabilities(
    model: DynamicIrt, row: NDArray[np.int64], column: NDArray[np.int64], *, integrated: bool
) -> Doubles:
    """Probabilities of no, abstention and yes, (N, 3), at the mode or integrated."""
    eta = linear_predictor(model, row, column)
    lower, upper = (cut[row] for cut in model.cutpoints())
    if not integrated:
        return vote_probabilities(eta, lower, upper)
    shrink = 1.0 / np.sqrt(1.0 + np.pi * spread(model, row, column) ** 2 / 8.0)
    return vote_probabilities(np.zeros_like(eta), shrink * (lower - eta), shrink * (upper - eta))


def roll_call_shares(held: HeldOut) -> Doubles:
    """What the other votes on each roll call alone say, (N, 3)."""
    counts = np.stack([(held.votes == answer).sum(axis=1) for answer in (0, 1, 2)], axis=1) + 0.5
    return np.asarray((counts / counts.sum(axis=1, keepdims=True))[held.row])


def losses(probability: Doubles, truth: NDArray[np.int8]) -> Doubles:
    """Log-loss of each vote in nats."""
    return -np.log(np.clip(probability[np.arange(len(truth)), truth], 1e-9, 1.0))


def scores(probability: Doubles, truth: NDArray[np.int8], session: NDArray[np.int64]) -> dict[str, float]:
    """Mean log-loss, accuracy, and log-loss by era (keys ``s1-20`` and so on)."""
    loss = losses(probability, truth)
    found = {"log-loss": float(loss.mean()), "accuracy": float((probability.argmax(axis=1) == truth).mean())}
    for first, last in ERAS:
        inside = (session >= first) & (session <= last)
        found[f"s{first}-{last}"] = float(loss[inside].mean()) if inside.any() else float("nan")
    return found


def paired_gain(before: Doubles, after: Doubles, cluster: NDArray[np.int64]) -> tuple[float, float]:
    """Mean fall of the loss and its standard error, votes on one roll call taken as one observation."""
    fall = before - after
    mean = float(fall.mean())
    sums = np.bincount(np.unique(cluster, return_inverse=True)[1].ravel(), weights=fall - mean)
    return mean, float(np.sqrt((sums**2).sum()) / len(fall))
