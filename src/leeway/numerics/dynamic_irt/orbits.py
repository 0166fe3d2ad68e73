"""Moves along which no vote becomes more or less likely, so that only the prior decides where to stop.

Stretching or turning all positions and undoing it in all slopes leaves every linear predictor as it was, and
so does shifting all positions of a time together with the locations of its roll calls. Draws block by block
cross these directions in thousands of sweeps; a move along the orbit crosses them at once and costs next to
nothing (Liu and Sabatti 2000, generalised Gibbs sampling, doi 10.1093/biomet/87.2.353).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt.layout import VoteArray

Doubles = NDArray[np.float64]

#: Metropolis steps of one stretch, each a few matrices of D by D.
STRETCH_STEPS = 40
#: Rows of the clock between the knots of a shift in time.
ROWS_PER_KNOT = 10


@dataclass(frozen=True, slots=True)
class Orbits:
    """What the moves need to know about the layout and the prior. T periods, Q questions, K knots.

    Attributes
    ----------
    array : VoteArray
    tie_precision, root_precision : ndarray, shape (D + 2,)
        Of roll calls around their question's mean, and of means and single roll calls around the root.
    entry_precision : float
    link : ndarray, shape (T - 1,)
        Precision of the walk from row to row of the clock.
    alive : ndarray of bool, shape (T, S)
        From the state's entry on.
    knots : ndarray, shape (T, K)
        Linear interpolation between knots.
    question_knots : ndarray, shape (Q, K)
        Its mean over the roll calls of each question.
    """

    array: VoteArray
    tie_precision: Doubles
    root_precision: Doubles
    entry_precision: float
    link: Doubles
    alive: NDArray[np.bool_]
    knots: Doubles
    question_knots: Doubles

    @classmethod
    def build(
        cls,
        array: VoteArray,
        tie_precision: Doubles,
        root_precision: Doubles,
        entry_precision: float,
        link: NDArray[np.float32],
    ) -> Orbits:
        """Lay out the moves; `link` has shape (T + 1,) with zero at both ends."""
        periods = len(array.clock)
        count = 1 + (periods - 1) // ROWS_PER_KNOT
        at = array.clock[np.linspace(0, periods - 1, count).astype(int)]
        knots = np.stack([np.interp(array.clock, at, row) for row in np.eye(count)], axis=1)
        tied = array.question >= 0
        total = np.zeros((array.questions, count))
        np.add.at(total, array.question[tied], knots[array.period[tied]])
        rolls = np.bincount(array.question[tied], minlength=array.questions)
        return cls(
            array=array,
            tie_precision=tie_precision,
            root_precision=root_precision,
            entry_precision=entry_precision,
            link=link[1:-1].astype(np.float64),
            alive=np.arange(periods)[:, None] >= array.entry[None, :],
            knots=knots,
            question_knots=total / np.maximum(rolls, 1)[:, None],
        )

    def _entered(self, position: NDArray[np.float32]) -> Doubles:
        states = np.arange(position.shape[2])
        return position[self.array.entry, :, states].astype(np.float64)

    def stretch(
        self, position: NDArray[np.float32], items: Doubles, means: Doubles, rng: np.random.Generator
    ) -> None:
        """Move positions by a matrix and slopes by its inverse transpose, in place.

        The invariant measure of matrices weighs a move with determinant g by g to the number of positions
        less the number of slope vectors. Steps are Cayley transforms of Gaussian matrices, as likely as their
        inverses.
        """
        dims = position.shape[1]
        entered = self._entered(position)
        moved = np.diff(position, axis=0) * self.alive[:-1, None, :]
        moved = moved.transpose(1, 0, 2).reshape(dims, -1)
        weight = np.repeat(self.link, position.shape[2])
        walk = (moved * weight) @ moved.T + self.entry_precision * entered.T @ entered
        tied = self.array.question >= 0
        around: Doubles = items[tied, :dims] - means[self.array.question[tied], :dims]
        free = np.concatenate([items[~tied, :dims], means[:, :dims]])
        slopes = self.tie_precision[0] * around.T @ around + self.root_precision[0] * free.T @ free
        places = int(self.alive.sum())
        power = places - len(items) - len(means)
        eye = np.eye(dims)
        matrix: Doubles = eye
        inverse: Doubles = eye
        value = -0.5 * float(np.trace(walk) + np.trace(slopes))
        scale = 0.4 / np.sqrt(2.0 * places * dims)
        for _ in range(STRETCH_STEPS):
            small = rng.standard_normal((dims, dims)) * scale
            turned = np.linalg.solve(eye - small, eye + small)
            trial = np.asarray(turned @ matrix, dtype=np.float64)
            back = np.asarray(np.linalg.inv(trial), dtype=np.float64)
            there = -0.5 * float(((trial @ walk) * trial).sum() + ((back.T @ slopes) * back.T).sum())
            there += power * float(np.linalg.slogdet(trial)[1])
            if np.log(rng.random()) < there - value:
                matrix, inverse, value = trial, back, there
        position[:] = np.einsum("de,tes->tds", matrix.astype(np.float32), position)
        items[:, :dims] = items[:, :dims] @ inverse
        means[:, :dims] = means[:, :dims] @ inverse

    def shift(
        self,
        position: NDArray[np.float32],
        items: Doubles,
        means: Doubles,
        root: Doubles,
        rng: np.random.Generator,
    ) -> None:
        """Shift all positions of a time and the locations of its roll calls and of their questions, in place.

        The shift runs linearly between knots in time; given everything else it is Gaussian.
        """
        array, dims, count = self.array, position.shape[1], self.knots.shape[1]
        question, tied = array.question, array.question >= 0
        design = items[:, :dims, None] * self.knots[array.period][:, None, :]
        of_means = means[:, :dims, None] * self.question_knots[:, None, :]
        design[tied] -= of_means[question[tied]]
        off = items[:, dims] - root[dims]
        off[tied] = items[tied, dims] - means[question[tied], dims]
        weight = np.where(tied, self.tie_precision[dims], self.root_precision[dims])
        rows = np.concatenate([design, of_means]).reshape(-1, dims * count)
        off = np.concatenate([off, means[:, dims] - root[dims]])
        weight = np.concatenate([weight, np.full(len(means), self.root_precision[dims])])
        precision = (rows * weight[:, None]).T @ rows
        pull = -rows.T @ (weight * off)
        entries = self.entry_precision * self.knots[array.entry]
        steps = np.diff(self.knots, axis=0)
        own = entries.T @ self.knots[array.entry]
        own += (steps * (self.link * self.alive[:-1].sum(axis=1))[:, None]).T @ steps
        moved = (np.diff(position, axis=0) * self.alive[:-1, None, :]).sum(axis=2)
        precision += np.kron(np.eye(dims), own)
        pull -= (self._entered(position).T @ entries + (moved * self.link[:, None]).T @ steps).ravel()
        factor = np.linalg.cholesky(precision)
        noise = rng.standard_normal(dims * count)
        drawn = np.linalg.solve(factor.T, np.linalg.solve(factor, pull) + noise).reshape(dims, count)
        path = self.knots @ drawn.T
        position += (path[:, :, None] * self.alive[:, None, :]).astype(np.float32)
        items[:, dims] += (items[:, :dims] * path[array.period]).sum(axis=1)
        means[:, dims] += np.einsum("qdk,dk->q", of_means, drawn)
