"""The steps of a sweep: roll calls, the scores of positions, deviations; one Newton step each.

Fisher scoring with every other block held fixed. Positions are then smoothed in `smoothing`, deviations here,
by a tridiagonal solve for all states side by side.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt.kernels import (
    _FAST,
    _OPTIONS,
    F32,
    GAP_FLOOR,
    Floats,
    add_scaled,
    dot,
    inverse_from_factor,
    linear_predictor,
    multiply,
    score_row,
    score_row_with_cuts,
    solve_in_place,
)

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]
#: Longest step of one parameter in one sweep; Fisher scoring can overshoot where votes are lopsided.
LONGEST_ITEM_STEP = 2.0
LONGEST_STATE_STEP = 1.0
LONGEST_DEVIATION_STEP = 1.5


@njit(**_OPTIONS)
def cutpoints(location: float, log_gap: float) -> tuple[np.float32, np.float32]:
    """Lower and upper cutpoint."""
    half = 0.5 * (np.exp(log_gap) + GAP_FLOOR)
    return F32(location - half), F32(location + half)


@njit(**_OPTIONS)
def item_system(
    votes: NDArray[np.int8],
    n: int,
    position: Floats,
    deviation: Floats,
    item: Doubles,
    prior_mean: Doubles,
    prior_precision: Doubles,
    covariance: Floats,
    rows: Floats,
    information: Doubles,
    gradient: Doubles,
) -> None:
    """Score and information of one roll call's parameters (slopes, location, log gap), prior included.

    `rows` is scratch of shape (5 + D, S). Only the lower triangle of `information` is filled.
    """
    dims = position.shape[0]
    eta, score, weight, cross, weighted = rows[0], rows[1], rows[2], rows[3:5], rows[5:]
    gap = np.exp(item[dims + 1])
    lower, upper = cutpoints(item[dims], item[dims + 1])
    linear_predictor(item[:dims].astype(np.float32), position, deviation, n, eta)
    g1, g2, i11, i12, i22 = score_row_with_cuts(votes, eta, lower, upper, n, score, weight, cross)
    half = 0.5 * gap
    for d in range(dims):
        multiply(weight, position[d], n, weighted[d])
    for d in range(dims):
        gradient[d] = dot(score, position[d], n)
        for e in range(d + 1):
            information[d, e] = dot(weighted[d], position[e], n)
        x1 = dot(cross[0], position[d], n)
        x2 = dot(cross[1], position[d], n)
        information[dims, d] = x1 + x2
        information[dims + 1, d] = (x2 - x1) * half
    k = 0
    for d in range(dims):
        for e in range(d + 1):
            spread = dot(weight, covariance[k], n)
            information[d, e] += spread
            gradient[d] -= spread * item[e]
            if e != d:
                gradient[e] -= spread * item[d]
            k += 1
    gradient[dims] = g1 + g2
    gradient[dims + 1] = (g2 - g1) * half
    information[dims, dims] = i11 + 2 * i12 + i22
    information[dims + 1, dims] = (i22 - i11) * half
    information[dims + 1, dims + 1] = (i11 - 2 * i12 + i22) * half * half
    for p in range(dims + 2):
        gradient[p] -= prior_precision[p] * (item[p] - prior_mean[p])
        information[p, p] += prior_precision[p]


@njit(**_OPTIONS)
def item_step(
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
    covariance: Floats,
    item_covariance: Doubles,
) -> float:
    """One Newton step of every roll call; returns the longest step taken."""
    states = votes.shape[1]
    size = items.shape[1]
    rows = np.zeros((3 + size, states), np.float32)
    information = np.empty((size, size))
    gradient = np.empty(size)
    longest = 0.0
    for j in range(votes.shape[0]):
        tied = question[j] >= 0
        mean = means[question[j]] if tied else root
        precision = tie_precision if tied else root_precision
        item_system(
            votes[j],
            width[j],
            position[period[j]],
            deviation[node[j]],
            items[j],
            mean,
            precision,
            covariance[period[j]],
            rows,
            information,
            gradient,
        )
        solve_in_place(information, gradient)
        inverse_from_factor(information, item_covariance[j])
        step = np.max(np.abs(gradient))
        factor = min(1.0, LONGEST_ITEM_STEP / max(step, 1e-12))
        for p in range(size):
            items[j, p] += factor * gradient[p]
        items[j, size - 1] = min(max(items[j, size - 1], -4.0), 4.0)
        longest = max(longest, step)
    return longest


@njit(**_OPTIONS)
def question_step(
    items: Doubles,
    question: Ints,
    means: Doubles,
    root: Doubles,
    tie_precision: Doubles,
    root_precision: Doubles,
) -> None:
    """Means of the roll calls on each question, and the root mean of the cutpoints."""
    size = items.shape[1]
    count = np.zeros(means.shape[0])
    means[:] = 0.0
    root[:] = 0.0
    for j in range(items.shape[0]):
        for p in range(size - 2, size):
            root[p] += items[j, p] / items.shape[0]
        if question[j] >= 0:
            means[question[j]] += items[j]
            count[question[j]] += 1.0
    for q in range(means.shape[0]):
        for p in range(size):
            total = count[q] * tie_precision[p] + root_precision[p]
            means[q, p] = (means[q, p] * tie_precision[p] + root_precision[p] * root[p]) / total


@njit(**_OPTIONS)
def state_scores(
    votes: NDArray[np.int8],
    width: Ints,
    period: Ints,
    node: Ints,
    position: Floats,
    deviation: Floats,
    items: Doubles,
    item_covariance: Doubles,
    gradient: Floats,
    information: Floats,
) -> None:
    """Score (T, D, S) and information (T, D (D + 1) / 2, S) of all positions."""
    states = votes.shape[1]
    dims = items.shape[1] - 2
    eta = np.empty(states, np.float32)
    score = np.empty(states, np.float32)
    weight = np.empty(states, np.float32)
    gradient[:] = 0
    information[:] = 0
    for j in range(votes.shape[0]):
        n = width[j]
        t = period[j]
        slope = items[j, :dims].astype(np.float32)
        lower, upper = cutpoints(items[j, dims], items[j, dims + 1])
        linear_predictor(slope, position[t], deviation[node[j]], n, eta)
        score_row(votes[j], eta, lower, upper, n, score, weight)
        for d in range(dims):
            add_scaled(score, slope[d], n, gradient[t, d])
        k = 0
        for d in range(dims):
            for e in range(d + 1):
                spread = F32(item_covariance[j, d, e])
                add_scaled(weight, slope[d] * slope[e] + spread, n, information[t, k])
                multiply(weight, position[t, e], n, score)
                add_scaled(score, -spread, n, gradient[t, d])
                if e != d:
                    multiply(weight, position[t, d], n, score)
                    add_scaled(score, -spread, n, gradient[t, e])
                k += 1


@njit(fastmath=_FAST, **_OPTIONS)
def _eliminate(
    score: Floats, weight: Floats, u: Floats, u_before: Floats, u_after: Floats,
    before: np.float32, after: np.float32, own: np.float32,
    variance_before: Floats, step_before: Floats, variance: Floats, step: Floats,
) -> None:  # fmt: skip
    for s in range(u.shape[0]):
        variance[s] = F32(1) / (weight[s] + own - before * before * variance_before[s])
        pull = -own * u[s] + before * u_before[s] + after * u_after[s]
        step[s] = score[s] + pull + before * variance_before[s] * step_before[s]


@njit(fastmath=_FAST, **_OPTIONS)
def _substitute(variance: Floats, step: Floats, step_after: Floats, after: np.float32, u: Floats) -> None:
    limit = F32(LONGEST_DEVIATION_STEP)
    for s in range(u.shape[0]):
        step[s] = variance[s] * (step[s] + after * step_after[s])
        u[s] += min(max(step[s], -limit), limit)


@njit(**_OPTIONS)
def deviation_step(
    votes: NDArray[np.int8],
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
    filtered_variance: Floats,
) -> None:
    """One Newton step of every state's deviation on every recurring question, smoothed in time.

    `links` (M + 1,) and `owns` (M,) are the off-diagonal (negated) and diagonal of the Ornstein-Uhlenbeck
    precision; ``node_rolls[node_start[m]:node_start[m + 1]]`` are the roll calls of node m.
    `filtered_variance` (M + 1, S) receives the variance given votes up to each node's year, positions
    and roll calls held at their values.
    """
    states = votes.shape[1]
    dims = items.shape[1] - 2
    longest = 0
    for q in range(chain.shape[0] - 1):
        longest = max(longest, chain[q + 1] - chain[q])
    eta = np.empty(states, np.float32)
    r = np.empty(states, np.float32)
    w = np.empty(states, np.float32)
    score = np.zeros((longest, states), np.float32)
    weight = np.zeros((longest, states), np.float32)
    variance = np.zeros((longest + 1, states), np.float32)
    step = np.zeros((longest + 1, states), np.float32)
    for q in range(chain.shape[0] - 1):
        first = chain[q]
        length = chain[q + 1] - first
        score[:length] = 0
        weight[:length] = 0
        for i in range(length):
            m = first + i
            for k in range(node_start[m], node_start[m + 1]):
                j = node_rolls[k]
                n = width[j]
                lower, upper = cutpoints(items[j, dims], items[j, dims + 1])
                linear_predictor(
                    items[j, :dims].astype(np.float32), position[period[j]], deviation[m], n, eta
                )
                score_row(votes[j], eta, lower, upper, n, r, w)
                add_scaled(r, F32(1), n, score[i])
                add_scaled(w, F32(1), n, weight[i])
        variance[0] = 0
        step[0] = 0
        for i in range(length):
            m = first + i
            _eliminate(
                score[i], weight[i], deviation[m],
                deviation[max(m - 1, first)], deviation[min(m + 1, first + length - 1)],
                links[m] if i > 0 else F32(0), links[m + 1] if i < length - 1 else F32(0), owns[m],
                variance[i], step[i], variance[i + 1], step[i + 1],
            )  # fmt: skip
            filtered_variance[m] = variance[i + 1]
        for i in range(length - 1, -1, -1):
            last = i == length - 1
            _substitute(
                variance[i + 1], step[i + 1], step[i + 1 if last else i + 2],
                F32(0) if last else links[first + i + 1], deviation[first + i],
            )  # fmt: skip
