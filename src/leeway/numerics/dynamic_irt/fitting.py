"""Dynamic ordinal item response: fit positions, roll calls and question deviations together.

For state s and roll call j on question q held in period t::

    eta[j, s] = slope[j] @ position[t, :, s] + deviation[q, year, s]
    P(vote >= abstention) = F(eta - lower[j]),   P(vote = yes) = F(eta - upper[j]),   lower < upper

F is the logistic function. Positions walk randomly in time by date; slopes and cutpoints of roll calls on
one recurring question are tied to their mean; deviations are what a state does on one question beyond its
position, correlated in time (Ornstein-Uhlenbeck). Absent votes are not observed. The fit goes block by block
with Fisher scoring and full smoothing; positions and slopes each carry the covariance of the other, as in
variational EM, which keeps slopes from overfitting. The model extends Bailey, Strezhnev and Voeten (2017, doi
10.1177/0022002715595700) to several dimensions, dates and questions; fast modes instead of sampling follow
Imai, Lo and Olmsted (2016, doi 10.1017/S000305541600037X).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt import sweeps as step
from leeway.numerics.dynamic_irt.kernels import GAP_FLOOR
from leeway.numerics.dynamic_irt.layout import VoteArray
from leeway.numerics.dynamic_irt.predict import log_likelihood
from leeway.numerics.dynamic_irt.priors import Priors
from leeway.numerics.dynamic_irt.smoothing import smooth_positions
from leeway.numerics.dynamic_irt.starts import first_items, first_positions

#: Sweeps after which the competing starts are compared and only one goes on.
TRIAL_SWEEPS = 20
#: Log posterior, per vote, by which a random start must be better than the factors of the votes. The model
#: has many modes of nearly the same height; below this, held-out votes cannot tell them apart, and the start
#: that is the same every time is kept.
WORTH_A_CHANGE = 1e-3


@dataclass(frozen=True, slots=True)
class DynamicIrt:
    """A fitted model. J roll calls, S states, T periods, D dimensions, M question nodes, Q questions.

    Attributes
    ----------
    array : VoteArray
        What was fitted.
    priors : Priors
    position : ndarray of float32, shape (T, D, S)
        Positions; zero before a state's entry.
    items : ndarray, shape (J, D + 2)
        Slopes, location (middle of the cutpoints) and log gap of each roll call.
    means : ndarray, shape (Q, D + 2)
        Their means by question.
    root : ndarray, shape (D + 2,)
        Mean of the questions' means: zero for slopes.
    deviation : ndarray of float32, shape (M + 1, S)
        Question deviations; the last row is zero.
    covariance : ndarray of float32, shape (T, D (D + 1) / 2, S)
        Lower triangles of the positions' covariance given deviations and roll calls, smoothed.
    item_covariance : ndarray, shape (J, D + 2, D + 2)
    deviation_variance : ndarray of float32, shape (M + 1, S)
        Of deviations given positions, roll calls and votes up to the node's year.
    log_posterior : float
        Of the mode, up to a constant.
    sweeps : int
    converged : bool
        Whether the mean step fell below the tolerance.
    """

    array: VoteArray
    priors: Priors
    position: NDArray[np.float32]
    items: NDArray[np.float64]
    means: NDArray[np.float64]
    root: NDArray[np.float64]
    deviation: NDArray[np.float32]
    covariance: NDArray[np.float32]
    item_covariance: NDArray[np.float64]
    deviation_variance: NDArray[np.float32]
    log_posterior: float
    sweeps: int
    converged: bool

    @property
    def dimensions(self) -> int:
        """Number of dimensions, D."""
        return int(self.position.shape[1])

    def cutpoints(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper cutpoint of each roll call, two arrays of shape (J,)."""
        half = 0.5 * (np.exp(self.items[:, -1]) + GAP_FLOOR)
        return self.items[:, -2] - half, self.items[:, -2] + half


class _Workspace:
    """Arrays that a run of sweeps fills again and again, and the priors in the form the kernels take."""

    def __init__(self, array: VoteArray, priors: Priors, dimensions: int) -> None:
        states = array.votes.shape[1]
        periods, size = len(array.clock), dimensions + 2
        self.array, self.dimensions = array, dimensions
        slopes = np.full(dimensions, priors.slope_sd)
        ties = np.full(dimensions, priors.slope_tie_sd)
        self.root_precision = np.r_[slopes, priors.location_sd, priors.gap_sd] ** -2.0
        self.tie_precision = np.r_[ties, priors.location_tie_sd, priors.gap_tie_sd] ** -2.0
        self.link = walk_precision(array.clock, priors)
        self.entry_precision = priors.entry_sd**-2.0
        self.links, self.owns = deviation_precision(array, priors)
        by_node = np.argsort(array.node, kind="stable")
        self.node_rolls = by_node
        self.node_start = np.searchsorted(array.node[by_node], np.arange(len(array.node_year) + 1))
        self.gradient = np.zeros((periods, dimensions, states), np.float32)
        self.information = np.zeros((periods, dimensions * (dimensions + 1) // 2, states), np.float32)
        self.pivot_inverse = np.zeros((periods, dimensions, dimensions, states), np.float32)
        self.step = np.zeros((periods, dimensions, states), np.float32)
        self.covariance = np.zeros_like(self.information)
        self.item_covariance = np.zeros((array.votes.shape[0], size, size))
        self.deviation_variance = np.zeros((len(array.node_year) + 1, states), np.float32)


def walk_precision(clock: NDArray[np.int64], priors: Priors) -> NDArray[np.float32]:
    """Precision of the walk into each row of the clock, shape (T + 1,); zero at both ends."""
    link = np.zeros(len(clock) + 1, np.float32)
    link[1:-1] = priors.periods_per_year / (priors.walk_sd**2 * np.diff(clock))
    return link


def deviation_precision(array: VoteArray, priors: Priors) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Tridiagonal precision of the Ornstein-Uhlenbeck chains: links (M + 1,) and diagonal (M,)."""
    nodes = len(array.node_year)
    links, owns = np.zeros(nodes + 1, np.float32), np.zeros(nodes, np.float32)
    variance = priors.deviation_sd**2
    inner = np.ones(nodes, bool)
    inner[array.chain[:-1][array.chain[:-1] < nodes]] = False
    owns[~inner] = 1.0 / variance
    at = np.flatnonzero(inner)
    decay = np.exp(-(array.node_year[at] - array.node_year[at - 1]) / priors.deviation_years)
    fresh = variance * (1.0 - decay**2)
    links[at] = decay / fresh
    owns[at] = 1.0 / fresh
    np.add.at(owns, at - 1, decay**2 / fresh)
    return links, owns


def _mask_before_entry(position: NDArray[np.float32], array: VoteArray) -> NDArray[np.float32]:
    early = np.arange(len(array.clock))[:, None] < array.entry[None, :]
    return np.where(early[:, None, :], np.float32(0), position).astype(np.float32)


def _begin(array: VoteArray, priors: Priors, position: NDArray[np.float32]) -> DynamicIrt:
    dimensions = position.shape[1]
    return DynamicIrt(
        array=array,
        priors=priors,
        position=_mask_before_entry(position, array),
        items=first_items(array, dimensions),
        means=np.zeros((array.questions, dimensions + 2)),
        root=np.zeros(dimensions + 2),
        deviation=np.zeros((len(array.node_year) + 1, array.votes.shape[1]), np.float32),
        covariance=np.zeros(
            (len(array.clock), dimensions * (dimensions + 1) // 2, array.votes.shape[1]), np.float32
        ),
        item_covariance=np.zeros((array.votes.shape[0], dimensions + 2, dimensions + 2)),
        deviation_variance=np.zeros((len(array.node_year) + 1, array.votes.shape[1]), np.float32),
        log_posterior=-np.inf,
        sweeps=0,
        converged=False,
    )


def _run(
    state: DynamicIrt, work: _Workspace, sweeps: int, tolerance: float, *, items_held: bool = False
) -> DynamicIrt:
    """Sweep until the root mean square step of positions is below the tolerance, or `sweeps` are done."""
    array, done, converged = work.array, 0, False
    position, items = state.position.copy(), state.items.copy()
    means, root, deviation = state.means.copy(), state.root.copy(), state.deviation.copy()
    rows = (array.votes, array.width, array.period, array.node)
    work.covariance[:], work.item_covariance[:] = state.covariance, state.item_covariance
    for done in range(1, sweeps + 1):
        if not items_held:
            step.item_step(
                *rows, array.question, position, deviation, items, means, root,
                work.tie_precision, work.root_precision, work.covariance, work.item_covariance,
            )  # fmt: skip
            step.question_step(items, array.question, means, root, work.tie_precision, work.root_precision)
        step.state_scores(
            *rows, position, deviation, items, work.item_covariance, work.gradient, work.information
        )
        smooth_positions(
            position, work.gradient, work.information, work.link, work.entry_precision, array.entry,
            work.pivot_inverse, work.step, work.covariance,
        )  # fmt: skip
        limit = np.float32(step.LONGEST_STATE_STEP)
        position += np.clip(work.step, -limit, limit)
        if state.sweeps + done > 2:
            step.deviation_step(
                *rows[:3], work.node_rolls, work.node_start, array.chain, work.links, work.owns,
                position, deviation, items, work.deviation_variance,
            )  # fmt: skip
        converged = float(np.sqrt(np.mean(work.step**2))) < tolerance
        if converged:
            break
    fitted = replace(
        state, position=position, items=items, means=means, root=root, deviation=deviation,
        covariance=work.covariance.copy(), item_covariance=work.item_covariance.copy(),
        deviation_variance=work.deviation_variance.copy(), sweeps=state.sweeps + done, converged=converged,
    )  # fmt: skip
    return replace(fitted, log_posterior=log_posterior(fitted))


def fit(
    array: VoteArray,
    *,
    dimensions: int = 8,
    priors: Priors | None = None,
    sweeps: int = 60,
    tolerance: float = 4e-3,
    starts: int = 1,
    seed: int = 0,
    position: NDArray[np.float32] | None = None,
) -> DynamicIrt:
    """Fit the model to votes.

    Parameters
    ----------
    array : VoteArray
    dimensions : int
        Number of dimensions of positions, 1 or more.
    priors : Priors, optional
    sweeps : int
        Most sweeps.
    tolerance : float
        Stop when the root mean square step of positions falls below it.
    starts : int
        How many starting points to try for a few sweeps before one goes on: the first is the factors of
        the votes, the others are random draws and must be clearly better.
    seed : int
        Of the random starts.
    position : ndarray, shape (T, D, S), optional
        Start from these positions instead.

    Returns
    -------
    DynamicIrt

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> left, right = np.full((20, 5), 2, np.int8), np.zeros((20, 5), np.int8)
    >>> year = np.repeat(np.arange(2000, 2010), 2)
    >>> array = VoteArray.build(np.hstack([left, right]), 2 * year, year, np.full(20, -1))
    >>> place = fit(array, dimensions=1).position[-1, 0]
    >>> bool(abs(place[:5].mean() - place[5:].mean()) > 0.5)
    True
    """
    if dimensions < 1:
        raise ValueError(f"dimensions must be 1 or more, not {dimensions}")
    priors = priors or Priors()
    work = _Workspace(array, priors, dimensions)
    if position is not None:
        return _run(_begin(array, priors, position), work, sweeps, tolerance)
    rng = np.random.default_rng(seed)
    shape = (1, dimensions, array.votes.shape[1])
    places = [first_positions(array, dimensions)]
    places.extend(
        np.repeat(rng.normal(size=shape).astype(np.float32), len(array.clock), axis=0)
        for _ in range(starts - 1)
    )
    trials = [
        _run(_begin(array, priors, place), work, min(TRIAL_SWEEPS, sweeps), tolerance) for place in places
    ]
    anchored, best = trials[0], max(trials, key=lambda trial: trial.log_posterior)
    votes = int((array.votes >= 0).sum())
    if best.log_posterior - anchored.log_posterior < WORTH_A_CHANGE * votes:
        best = anchored
    return best if best.sweeps == sweeps else _run(best, work, sweeps - best.sweeps, tolerance)


def extend(previous: DynamicIrt, array: VoteArray, *, sweeps: int = 5, tolerance: float = 4e-3) -> DynamicIrt:
    """Warm start: fit more votes from an earlier fit of the first of them.

    Parameters
    ----------
    previous : DynamicIrt
        Fit of roll calls that are the first rows of `array`, with the same questions numbered the
        same and the same states in the first columns.
    array : VoteArray
    sweeps, tolerance
        As in `fit`.

    Raises
    ------
    ValueError
        If `array` does not begin with the roll calls of `previous`.
    """
    old = previous.array
    rolls, states = old.votes.shape
    same = array.votes.shape[0] >= rolls and array.votes.shape[1] >= states
    if not (same and np.array_equal(array.clock[array.period[:rolls]], old.clock[old.period])):
        raise ValueError("the array does not begin with the roll calls of the earlier fit")
    dimensions = previous.dimensions
    start = _begin(
        array, previous.priors, np.zeros((len(array.clock), dimensions, array.votes.shape[1]), np.float32)
    )
    position, items, deviation = start.position, start.items, start.deviation
    row = np.maximum(np.searchsorted(old.clock, array.clock, side="right") - 1, 0)
    position[:, :, :states] = previous.position[row]
    items[:rolls] = previous.items
    means = start.means
    means[: old.questions] = previous.means
    tied = array.question[rolls:]
    known = (tied >= 0) & (tied < old.questions)
    items[rolls:][known, :dimensions] = means[tied[known], :dimensions]
    kept = {(q, y): m for m, (q, y) in enumerate(zip(old.node_question, old.node_year, strict=True))}
    for m, key in enumerate(zip(array.node_question, array.node_year, strict=True)):
        at = kept.get(key)
        if at is not None:
            deviation[m, :states] = previous.deviation[at]
        elif m > 0 and array.node_question[m - 1] == key[0]:
            deviation[m] = deviation[m - 1] * np.exp(
                -(key[1] - array.node_year[m - 1]) / previous.priors.deviation_years
            )
    begun = replace(
        start, position=_mask_before_entry(position, array), means=means, root=previous.root.copy()
    )
    return _run(replace(begun, sweeps=3), _Workspace(array, previous.priors, dimensions), sweeps, tolerance)


def place_states(
    model: DynamicIrt, array: VoteArray, *, sweeps: int = 20, tolerance: float = 4e-3
) -> DynamicIrt:
    """Positions and deviations from other votes on the same roll calls, the roll calls held as fitted.

    Parameters
    ----------
    model : DynamicIrt
    array : VoteArray
        The roll calls of `model`, with some votes taken away.
    sweeps, tolerance
        As in `fit`.
    """
    bare = replace(
        model,
        array=array,
        position=np.zeros_like(model.position),
        deviation=np.zeros_like(model.deviation),
        sweeps=3,
    )
    return _run(bare, _Workspace(array, model.priors, model.dimensions), sweeps, tolerance, items_held=True)


def log_posterior(model: DynamicIrt) -> float:
    """Log of the joint posterior density at the fitted values, up to a constant."""
    array, priors, dims = model.array, model.priors, model.dimensions
    total = log_likelihood(
        array.votes, array.width, array.period, array.node, model.position, model.deviation, model.items
    )
    work = _Workspace(array, priors, dims)
    tied = array.question >= 0
    total -= 0.5 * float(
        (work.tie_precision * (model.items[tied] - model.means[array.question[tied]]) ** 2).sum()
    )
    free = np.concatenate([model.items[~tied], model.means]) - model.root
    total -= 0.5 * float((work.root_precision * free**2).sum())
    columns = np.arange(array.votes.shape[1])
    total -= 0.5 * work.entry_precision * float((model.position[array.entry, :, columns] ** 2).sum())
    moved = np.diff(model.position, axis=0) ** 2
    walking = np.arange(1, len(array.clock))[:, None] > array.entry[None, :]
    total -= 0.5 * float((moved.sum(axis=1) * walking * work.link[1:-1, None]).sum())
    u = model.deviation[:-1].astype(np.float64)
    total -= 0.5 * float((u**2 * work.owns[:, None]).sum())
    if len(u) > 1:
        total += float((u[1:] * u[:-1] * work.links[1:-1, None]).sum())
    return float(total)
