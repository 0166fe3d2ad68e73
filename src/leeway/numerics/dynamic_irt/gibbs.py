"""The draws of the sampler's sweep: roll calls, the Gaussians behind votes, paths of positions, deviations.

The same blocks as in `sweeps`, each drawn from its conditional where `sweeps` steps towards its mode.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt.augment import Bits, gaussian_row, log_likelihood_row, normals
from leeway.numerics.dynamic_irt.kernels import (
    _FAST,
    _OPTIONS,
    F32,
    Floats,
    add_scaled,
    linear_predictor,
    solve_in_place,
)
from leeway.numerics.dynamic_irt.smoothing import invert_blocks
from leeway.numerics.dynamic_irt.sweeps import LONGEST_ITEM_STEP, Doubles, Ints, cutpoints, item_system

#: Degrees of freedom of the proposal of a roll call's parameters: tails heavier than the posterior's.
PROPOSAL_FREEDOM = 8.0


@njit(**_OPTIONS)
def log_target(
    votes: NDArray[np.int8], n: int, position: Floats, deviation: Floats, item: Doubles, mean: Doubles,
    precision: Doubles, eta: Floats,
) -> float:  # fmt: skip
    """Log posterior density of one roll call's parameters; leaves the linear predictor in `eta`."""
    dims = position.shape[0]
    lower, upper = cutpoints(item[dims], item[dims + 1])
    linear_predictor(item[:dims].astype(np.float32), position, deviation, n, eta)
    total = float(log_likelihood_row(votes, eta, lower, upper, n))
    for p in range(dims + 2):
        total -= 0.5 * precision[p] * (item[p] - mean[p]) ** 2
    return total


@njit(**_OPTIONS)
def newton_point(item: Doubles, information: Doubles, gradient: Doubles, centre: Doubles) -> float:
    """Fill the centre of the proposal from `item`; returns the log determinant of its precision's factor."""
    solve_in_place(information, gradient)
    longest = 1e-12
    for p in range(item.shape[0]):
        longest = max(longest, abs(gradient[p]))
    factor = min(1.0, LONGEST_ITEM_STEP / longest)
    logarithm = 0.0
    for p in range(item.shape[0]):
        centre[p] = item[p] + factor * gradient[p]
        logarithm += np.log(information[p, p])
    return logarithm


@njit(**_OPTIONS)
def log_proposal(item: Doubles, centre: Doubles, factor: Doubles, log_determinant: float) -> float:
    """Log density of the multivariate t proposal at `item`, up to a constant."""
    size = item.shape[0]
    square = 0.0
    for c in range(size):
        x = 0.0
        for r in range(c, size):
            x += factor[r, c] * (item[r] - centre[r])
        square += x * x
    spread = float(np.log(1.0 + square / PROPOSAL_FREEDOM))
    return float(log_determinant - 0.5 * (PROPOSAL_FREEDOM + size) * spread)


@njit(**_OPTIONS)
def draw_items(
    votes: NDArray[np.int8],
    width: Ints,
    period: Ints,
    node: Ints,
    question: Ints,
    position: Floats,
    deviation: Floats,
    items: Doubles,
    means: Doubles,
    root: Doubles,
    tie_precision: Doubles,
    root_precision: Doubles,
    noise: Doubles,
    chance: Doubles,
) -> int:
    """Draw slopes, location and log gap of every roll call; returns how many proposals were accepted.

    Metropolis-Hastings with a multivariate t around the Fisher scoring step from where the roll call is,
    nothing augmented. `noise` (J, D + 2) holds standard t draws, `chance` (J,)
    logarithms of uniforms.
    """
    states = votes.shape[1]
    size = items.shape[1]
    rows = np.zeros((3 + size, states), np.float32)
    still = np.zeros(((size - 2) * (size - 1) // 2, states), np.float32)
    here, there = np.empty((size, size)), np.empty((size, size))
    gradient, centre, back, proposed = (np.empty(size), np.empty(size), np.empty(size), np.empty(size))
    accepted = 0
    for j in range(votes.shape[0]):
        n, x, u = width[j], position[period[j]], deviation[node[j]]
        tied = question[j] >= 0
        mean = means[question[j]] if tied else root
        precision = tie_precision if tied else root_precision
        item_system(votes[j], n, x, u, items[j], mean, precision, still, rows, here, gradient)
        log_here = newton_point(items[j], here, gradient, centre)
        for p in range(size - 1, -1, -1):
            step = noise[j, p]
            for k in range(p + 1, size):
                step -= here[k, p] * proposed[k]
            proposed[p] = step / here[p, p]
        proposed += centre
        item_system(votes[j], n, x, u, proposed, mean, precision, still, rows, there, gradient)
        log_there = newton_point(proposed, there, gradient, back)
        gain = log_target(votes[j], n, x, u, proposed, mean, precision, rows[0])
        gain -= log_target(votes[j], n, x, u, items[j], mean, precision, rows[0])
        gain += log_proposal(items[j], back, there, log_there)
        gain -= log_proposal(proposed, centre, here, log_here)
        if chance[j] < gain:
            items[j] = proposed
            accepted += 1
    return accepted


@njit(**_OPTIONS)
def draw_gaussians(
    votes: NDArray[np.int8],
    width: Ints,
    period: Ints,
    node: Ints,
    position: Floats,
    deviation: Floats,
    items: Doubles,
    bits: Bits,
    pull: Floats,
    precision: Floats,
) -> None:
    """Draw the Gaussian that stands for every vote: pull and precision, (J, S), zero where none was seen."""
    dims = items.shape[1] - 2
    eta = np.empty(votes.shape[1], np.float32)
    scratch = np.empty((3, votes.shape[1]), np.float32)
    for j in range(votes.shape[0]):
        n = width[j]
        lower, upper = cutpoints(items[j, dims], items[j, dims + 1])
        linear_predictor(items[j, :dims].astype(np.float32), position[period[j]], deviation[node[j]], n, eta)
        gaussian_row(votes[j], eta, lower, upper, n, bits, scratch, pull[j], precision[j])


@njit(fastmath=_FAST, **_OPTIONS)
def remaining_pull(pull: Floats, precision: Floats, eta: Floats, n: int, out: Floats) -> None:
    """Pull on what is to be added to eta: out[:n] = pull - precision * eta."""
    for s in range(n):
        out[s] = pull[s] - precision[s] * eta[s]


@njit(**_OPTIONS)
def gather_positions(
    width: Ints,
    period: Ints,
    node: Ints,
    deviation: Floats,
    items: Doubles,
    pull: Floats,
    precision: Floats,
    gradient: Floats,
    information: Floats,
) -> None:
    """What votes say about positions: pull (T, D, S) and information by lower triangle, as in `sweeps`."""
    dims = items.shape[1] - 2
    row = np.empty(pull.shape[1], np.float32)
    gradient[:] = 0
    information[:] = 0
    for j in range(pull.shape[0]):
        n, t = width[j], period[j]
        slope = items[j, :dims].astype(np.float32)
        remaining_pull(pull[j], precision[j], deviation[node[j]], n, row)
        k = 0
        for d in range(dims):
            add_scaled(row, slope[d], n, gradient[t, d])
            for e in range(d + 1):
                add_scaled(precision[j], slope[d] * slope[e], n, information[t, k])
                k += 1


@njit(fastmath=_FAST, **_OPTIONS)
def draw_positions(  # noqa: C901 - one pass forward and one back, loops over states innermost
    position: Floats,
    pull: Floats,
    information: Floats,
    link: Floats,
    entry_precision: float,
    entry: Ints,
    root: Floats,
    bits: Bits,
) -> None:
    """Draw all paths of positions given pulls: elimination forward, sampling backward.

    Arguments are as in `smoothing.smooth_positions`; `pull` is overwritten, and `root` (T, D, D, S) receives
    the inverse Cholesky factors of the pivots.
    """
    periods, dims, states = position.shape
    m = np.empty((dims, dims, states), np.float32)
    pivot = np.empty((dims, dims, states), np.float32)
    half = np.empty((dims, states), np.float32)
    before = np.empty(states, np.float32)
    after = np.empty(states, np.float32)
    own = np.empty(states, np.float32)
    for t in range(periods):
        for s in range(states):
            before[s] = link[t] if t > entry[s] else F32(0)
            after[s] = link[t + 1] if t >= entry[s] else F32(0)
            own[s] = entry_precision if t == entry[s] else (F32(1) if t < entry[s] else F32(0))
        for d in range(dims):
            for e in range(d + 1):
                for s in range(states):
                    m[d, e, s] = information[t, d * (d + 1) // 2 + e, s]
                if t > 0:
                    for s in range(states):
                        m[d, e, s] -= before[s] * before[s] * pivot[d, e, s]
            for s in range(states):
                m[d, d, s] += before[s] + after[s] + own[s]
            if t > 0:
                for e in range(dims):
                    for s in range(states):
                        pull[t, d, s] += before[s] * pivot[d, e, s] * pull[t - 1, e, s]
        invert_blocks(m, root[t], pivot)
    for t in range(periods - 1, -1, -1):
        for d in range(dims):
            normals(bits, states, half[d])
            if t < periods - 1:
                for s in range(states):
                    pull[t, d, s] += (link[t + 1] if t >= entry[s] else F32(0)) * position[t + 1, d, s]
        for d in range(dims):
            for e in range(d + 1):
                for s in range(states):
                    half[d, s] += root[t, d, e, s] * pull[t, e, s]
        for d in range(dims):
            for s in range(states):
                position[t, d, s] = F32(0)
            for e in range(d, dims):
                for s in range(states):
                    position[t, d, s] += (root[t, e, d, s] if t >= entry[s] else F32(0)) * half[e, s]


@njit(fastmath=_FAST, **_OPTIONS)
def _eliminate(
    score: Floats, weight: Floats, before: np.float32, own: np.float32,
    variance_before: Floats, score_before: Floats, variance: Floats,
) -> None:  # fmt: skip
    for s in range(score.shape[0]):
        variance[s] = F32(1) / (weight[s] + own - before * before * variance_before[s])
        score[s] += before * variance_before[s] * score_before[s]


@njit(fastmath=_FAST, **_OPTIONS)
def _sample(
    variance: Floats, score: Floats, next_draw: Floats, after: np.float32, noise: Floats, out: Floats
) -> None:
    for s in range(score.shape[0]):
        out[s] = variance[s] * (score[s] + after * next_draw[s]) + np.sqrt(variance[s]) * noise[s]


@njit(**_OPTIONS)
def draw_deviations(
    width: Ints,
    period: Ints,
    node_rolls: Ints,
    node_start: Ints,
    chain: Ints,
    links: Floats,
    owns: Floats,
    position: Floats,
    deviation: Floats,
    items: Doubles,
    pull: Floats,
    precision: Floats,
    bits: Bits,
) -> None:
    """Draw every state's deviations on every recurring question given pulls, chain by chain.

    Arguments are as in `sweeps.deviation_step`.
    """
    states = pull.shape[1]
    dims = items.shape[1] - 2
    longest = 0
    for q in range(chain.shape[0] - 1):
        longest = max(longest, chain[q + 1] - chain[q])
    nothing = np.zeros(states, np.float32)
    eta = np.empty(states, np.float32)
    row = np.empty(states, np.float32)
    score = np.zeros((longest + 1, states), np.float32)
    weight = np.zeros((longest, states), np.float32)
    variance = np.zeros((longest + 1, states), np.float32)
    for q in range(chain.shape[0] - 1):
        first = chain[q]
        length = chain[q + 1] - first
        score[: length + 1] = 0
        weight[:length] = 0
        for i in range(length):
            m = first + i
            for k in range(node_start[m], node_start[m + 1]):
                j = node_rolls[k]
                n = width[j]
                linear_predictor(items[j, :dims].astype(np.float32), position[period[j]], nothing, n, eta)
                remaining_pull(pull[j], precision[j], eta, n, row)
                add_scaled(row, F32(1), n, score[i + 1])
                add_scaled(precision[j], F32(1), n, weight[i])
            before = links[m] if i > 0 else F32(0)
            _eliminate(score[i + 1], weight[i], before, owns[m], variance[i], score[i], variance[i + 1])
        for i in range(length - 1, -1, -1):
            m = first + i
            normals(bits, states, row)
            last = i == length - 1
            after = F32(0) if last else links[m + 1]
            _sample(variance[i + 1], score[i + 1], deviation[m if last else m + 1], after, row, deviation[m])
