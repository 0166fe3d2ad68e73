"""Votes to come: what positions and habits so far say about roll calls that were not in the fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.agreement import vote_probabilities
from leeway.numerics.dynamic_irt import sweeps as step
from leeway.numerics.dynamic_irt.fitting import DynamicIrt, _Workspace
from leeway.numerics.dynamic_irt.kernels import GAP_FLOOR, inverse_from_factor, solve_in_place

ITEM_STEPS = 25


@dataclass(frozen=True, slots=True)
class Forecast:
    """Predictive probabilities for K roll calls and S states.

    Attributes
    ----------
    probability : ndarray, shape (K, S, 3)
        Of no, abstention and yes.
    eta, sd : ndarray, shape (K, S)
        Mean and standard deviation of the linear predictor.
    items : ndarray, shape (K, D + 2)
        Parameters of the roll calls as the informants' votes give them.
    """

    probability: NDArray[np.float64]
    eta: NDArray[np.float64]
    sd: NDArray[np.float64]
    items: NDArray[np.float64]


def forecast(
    model: DynamicIrt,
    informants: NDArray[np.int8],
    clock: NDArray[np.int64],
    year: NDArray[np.int64],
    question: NDArray[np.int64],
) -> Forecast:
    """Predict votes on new roll calls, each roll call's parameters taken from some states' votes on it.

    Parameters
    ----------
    model : DynamicIrt
        Fitted to votes before the new roll calls.
    informants : ndarray of int8, shape (K, S)
        Votes that may be known; -1 elsewhere. With none, a roll call has its question's mean parameters.
    clock, year : ndarray of int64, shape (K,)
        Period and calendar year of each roll call, not before the end of the fit.
    question : ndarray of int64, shape (K,)
        Question in the model's numbering, or -1 for one without a past.

    Returns
    -------
    Forecast
    """
    work = _Workspace(model.array, model.priors, model.dimensions)
    dims, states = model.dimensions, informants.shape[1]
    rolls = len(clock)
    items = np.zeros((rolls, dims + 2))
    eta, sd = np.zeros((rolls, states)), np.zeros((rolls, states))
    rows = np.zeros((5 + dims, states), np.float32)
    information, gradient = np.empty((dims + 2, dims + 2)), np.empty(dims + 2)
    doubt = np.empty_like(information)
    position = np.ascontiguousarray(model.position[-1])
    lower_rows, lower_columns = np.tril_indices(dims)
    for k in range(rolls):
        covariance = model.covariance[-1].copy()
        elapsed = max(int(clock[k] - model.array.clock[-1]), 0) / model.priors.periods_per_year
        covariance[lower_rows == lower_columns] += np.float32(model.priors.walk_sd**2 * elapsed)
        habit, variance = _habit(model, int(question[k]), int(year[k]))
        tied = question[k] >= 0
        mean = model.means[question[k]] if tied else model.root
        precision = work.tie_precision if tied else work.root_precision
        items[k] = mean
        for _ in range(ITEM_STEPS):
            step.item_system(
                informants[k], states, position, habit, items[k], mean, precision, covariance,
                rows, information, gradient,
            )  # fmt: skip
            solve_in_place(information, gradient)
            longest = float(np.abs(gradient).max())
            items[k] += gradient * min(1.0, step.LONGEST_ITEM_STEP / max(longest, 1e-12))
            if longest < 1e-4:
                break
        inverse_from_factor(information, doubt)
        eta[k] = items[k, :dims] @ position + habit
        place = np.vstack([position, -np.ones((1, states), np.float32)])
        whole = np.zeros((dims, dims, states))
        whole[lower_rows, lower_columns] = whole[lower_columns, lower_rows] = covariance
        spread = np.einsum("d,des,e->s", items[k, :dims], whole, items[k, :dims])
        spread += np.einsum("ds,de,es->s", place, doubt[: dims + 1, : dims + 1], place)
        sd[k] = np.sqrt(spread + variance)
    return Forecast(probability=_integrated(eta, sd, items), eta=eta, sd=sd, items=items)


def sharpened(probability: NDArray[np.float64], power: float) -> NDArray[np.float64]:
    """Probabilities raised to a power and made to sum to 1 again: surer above 1, less sure below.

    Examples
    --------
    >>> sharpened(np.array([0.2, 0.2, 0.6]), 2.0).round(2).tolist()
    [0.09, 0.09, 0.82]
    """
    raised = probability**power
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _habit(model: DynamicIrt, question: int, year: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and variance of every state's deviation on a question in a year after the fit."""
    if question < 0:
        none = np.zeros(model.deviation.shape[1], np.float32)
        return none, none
    last = model.array.chain[question + 1] - 1
    priors = model.priors
    decay = np.float32(np.exp(-max(year - model.array.node_year[last], 0) / priors.deviation_years))
    fresh = priors.deviation_sd**2 * (1.0 - decay**2)
    return model.deviation[last] * decay, np.float32(fresh) + decay**2 * model.deviation_variance[last]


def _integrated(
    eta: NDArray[np.float64], sd: NDArray[np.float64], items: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Probabilities with the uncertainty of eta integrated out (MacKay's approximation)."""
    half = 0.5 * (np.exp(items[:, -1]) + GAP_FLOOR)[:, None]
    centre = items[:, -2][:, None]
    shrink = 1.0 / np.sqrt(1.0 + np.pi * sd**2 / 8.0)
    below = vote_probabilities(shrink * (eta - centre + half), np.zeros(1), np.zeros(1))
    above = vote_probabilities(shrink * (eta - centre - half), np.zeros(1), np.zeros(1))
    return np.stack([below[..., 0], above[..., 0] - below[..., 0], above[..., 2]], axis=-1)
