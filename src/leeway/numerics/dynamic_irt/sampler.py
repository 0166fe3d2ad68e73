"""Full posterior sampling of the model that `fit` fits: slow and exact, the check of the fast posterior.

A sweep draws, in this order,

1. every second time, slopes and cutpoints of each roll call given positions and deviations, nothing
   augmented (Metropolis-Hastings around a Fisher scoring step), and question means given them;
2. the Polya-Gamma precision of every vote given all the rest (`augment`). Steps 1 and 2 are one draw from
   the joint conditional of roll calls and precisions, so leaving precisions out of step 1 is valid; the
   order is not free: between 1 and 2 nothing may be drawn that conditions on the old precisions;
3. whole paths of positions, all dimensions of a state at once, by forward elimination and backward
   sampling;
4. whole chains of question deviations in the same way;
5. every second time, a move along each orbit on which no vote changes its likelihood (`orbits`).

The likelihood does not know one rotation of positions and slopes from another, and neither does the prior:
the sampler turns freely, so keep what turning leaves alone (agreement, distances, linear predictors), never
coordinates. The mean of roots is held at its fitted value, which is an average and not a parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt import gibbs
from leeway.numerics.dynamic_irt.fitting import DynamicIrt, deviation_precision, walk_precision
from leeway.numerics.dynamic_irt.kernels import GAP_FLOOR
from leeway.numerics.dynamic_irt.layout import VoteArray
from leeway.numerics.dynamic_irt.orbits import Orbits
from leeway.numerics.dynamic_irt.predict import category_probabilities, log_likelihood

Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]
#: What to keep of a draw: called with positions (T, D, S), deviations (M + 1, S) and items (J, D + 2), which
#: the next sweep overwrites.
Keep = Callable[[Floats, Floats, Doubles], NDArray[np.float64]]

#: Roll calls are drawn, and orbits walked, once in so many sweeps: they mix faster and cost more.
SWEEPS_PER_ITEM_DRAW = 2


@dataclass(frozen=True, slots=True)
class Samples:
    """Draws from the posterior.

    Attributes
    ----------
    draws : ndarray, shape (N, ...)
        What `keep` returned for each kept sweep.
    log_likelihood : ndarray, shape (N,)
        Of all votes; watch it to judge the warm-up.
    accepted : float
        Share of the roll calls' proposals that were accepted, 0 to 1.
    sweeps : int
        Sweeps done, warm-up included.
    """

    draws: Doubles
    log_likelihood: Doubles
    accepted: float
    sweeps: int


class Chain:
    """One chain of the sampler, started at a fitted model.

    Attributes
    ----------
    array : VoteArray
    position : ndarray of float32, shape (T, D, S)
    deviation : ndarray of float32, shape (M + 1, S)
    items : ndarray, shape (J, D + 2)
    means : ndarray, shape (Q, D + 2)
    root : ndarray, shape (D + 2,)
    sweeps : int
        Done so far.
    accepted : int
        Proposals of roll calls accepted so far.
    """

    def __init__(self, model: DynamicIrt, seed: int) -> None:
        array, priors, dims = model.array, model.priors, model.dimensions
        rolls, states = array.votes.shape
        self.array = array
        self.position, self.deviation = model.position.copy(), model.deviation.copy()
        self.items, self.means, self.root = (model.items.copy(), model.means.copy(), model.root.copy())
        self.sweeps = self.accepted = 0
        self._rng = np.random.default_rng(seed)
        self._bits = self._rng.integers(0, 2**32, (4, states), dtype=np.uint32)
        slopes, ties = (np.full(dims, priors.slope_sd), np.full(dims, priors.slope_tie_sd))
        self._root_precision = np.r_[slopes, priors.location_sd, priors.gap_sd] ** -2.0
        self._tie_precision = np.r_[ties, priors.location_tie_sd, priors.gap_tie_sd] ** -2.0
        self._entry_precision = priors.entry_sd**-2.0
        self._link = walk_precision(array.clock, priors)
        self._links, self._owns = deviation_precision(array, priors)
        self._node_rolls = np.argsort(array.node, kind="stable")
        in_order = array.node[self._node_rolls]
        self._node_start = np.searchsorted(in_order, np.arange(len(array.node_year) + 1))
        self._orbits = Orbits.build(
            array, self._tie_precision, self._root_precision, self._entry_precision, self._link
        )
        periods = len(array.clock)
        self._pull, self._precision = np.zeros((2, rolls, states), np.float32)
        self._gradient = np.zeros((periods, dims, states), np.float32)
        self._information = np.zeros((periods, dims * (dims + 1) // 2, states), np.float32)
        self._pivot_root = np.zeros((periods, dims, dims, states), np.float32)

    def sweep(self) -> None:
        """Draw every block once, roll calls every second time."""
        array, full = self.array, self.sweeps % SWEEPS_PER_ITEM_DRAW == 0
        rows = (array.width, array.period, array.node)
        if full:
            self._draw_items()
        gibbs.draw_gaussians(
            array.votes, *rows, self.position, self.deviation, self.items,
            self._bits, self._pull, self._precision,
        )  # fmt: skip
        gibbs.gather_positions(
            *rows, self.deviation, self.items, self._pull, self._precision, self._gradient, self._information
        )
        gibbs.draw_positions(
            self.position, self._gradient, self._information, self._link, self._entry_precision, array.entry,
            self._pivot_root, self._bits,
        )  # fmt: skip
        gibbs.draw_deviations(
            array.width, array.period, self._node_rolls, self._node_start, array.chain,
            self._links, self._owns, self.position, self.deviation, self.items,
            self._pull, self._precision, self._bits,
        )  # fmt: skip
        if full:
            self._orbits.stretch(self.position, self.items, self.means, self._rng)
            self._orbits.shift(self.position, self.items, self.means, self.root, self._rng)
        self.sweeps += 1

    def _draw_items(self) -> None:
        array, rng, freedom = self.array, self._rng, gibbs.PROPOSAL_FREEDOM
        noise = rng.standard_normal(self.items.shape)
        noise *= np.sqrt(freedom / rng.chisquare(freedom, (len(noise), 1)))
        self.accepted += gibbs.draw_items(
            array.votes, array.width, array.period, array.node, array.question, self.position, self.deviation,
            self.items, self.means, self.root, self._tie_precision, self._root_precision,
            noise, np.log(rng.random(len(noise))),
        )  # fmt: skip
        tied = array.question >= 0
        total = np.zeros_like(self.means)
        np.add.at(total, array.question[tied], self.items[tied])
        count = np.bincount(array.question[tied], minlength=array.questions)[:, None]
        precision = count * self._tie_precision + self._root_precision
        centre = (total * self._tie_precision + self.root * self._root_precision) / precision
        self.means = centre + rng.standard_normal(total.shape) / np.sqrt(precision)

    def log_likelihood(self) -> float:
        """Log-likelihood of all votes where the chain is."""
        array = self.array
        return float(
            log_likelihood(
                array.votes, array.width, array.period, array.node, self.position, self.deviation, self.items
            )
        )


def sample(
    model: DynamicIrt, *, keep: Keep, draws: int = 500, warmup: int = 500, thin: int = 1, seed: int = 0
) -> Samples:
    """Sample the posterior of a fitted model.

    Parameters
    ----------
    model : DynamicIrt
        Where the chain starts; its array and priors are the posterior's.
    keep : callable
        What to keep of each draw: ``keep(position, deviation, items)`` returns an array, always of one shape.
        `agreement_of` and `paths_of` make such functions. Whole draws are never stored.
    draws : int
        How many to keep.
    warmup : int
        Sweeps before the first that counts. The fitted point is a mode: deviations and slopes are smaller
        there than in almost all of the posterior, so some hundreds are needed.
    thin : int
        Keep one sweep in so many.
    seed : int
        The same seed gives the same draws on one machine.

    Returns
    -------
    Samples

    Raises
    ------
    ValueError
        If a count is out of range.

    Notes
    -----
    Run two or more seeds and compare them with `convergence.r_hat`.
    """
    if draws < 1 or warmup < 0 or thin < 1:
        raise ValueError(
            f"draws and thin must be 1 or more and warmup 0 or more, not {draws}, {thin} and {warmup}"
        )
    chain = Chain(model, seed)
    for _ in range(warmup):
        chain.sweep()
    kept, fits = [], np.empty(draws)
    for i in range(draws):
        for _ in range(thin):
            chain.sweep()
        kept.append(np.array(keep(chain.position, chain.deviation, chain.items), dtype=np.float64))
        fits[i] = chain.log_likelihood()
    full = -(-chain.sweeps // SWEEPS_PER_ITEM_DRAW)
    share = chain.accepted / (full * len(chain.items)) if len(chain.items) else 1.0
    return Samples(draws=np.stack(kept), log_likelihood=fits, accepted=share, sweeps=chain.sweeps)


def paths_of(states: Sequence[int]) -> Keep:
    """Keep the positions of some states, shape (T, D, states). They turn freely: compare only distances."""
    chosen = np.asarray(states, dtype=np.int64)

    def keep(position: Floats, _deviation: Floats, _items: Doubles) -> Doubles:
        return position[:, :, chosen].astype(np.float64)

    return keep


def agreement_of(array: VoteArray, pairs: Sequence[tuple[int, int]], rolls: NDArray[np.int64]) -> Keep:
    """Keep the expected agreement of pairs of states over an agenda, shape (pairs,).

    Parameters
    ----------
    array : VoteArray
    pairs : sequence of (int, int)
        Columns of the two states.
    rolls : ndarray of int64, shape (K,)
        Rows of the roll calls that make the agenda. Each counts as voted in its own period.

    Returns
    -------
    callable
        The mean over roll calls of the probability that both cast the same vote, votes independent given
        positions and deviations.
    """
    states, place = np.unique(np.asarray(pairs, dtype=np.int64), return_inverse=True)
    first, second = place.reshape(-1, 2).T
    period, node = array.period[rolls], array.node[rolls]

    def keep(position: Floats, deviation: Floats, items: Doubles) -> Doubles:
        dims = position.shape[1]
        chosen = items[rolls]
        eta = np.einsum("kd,kds->ks", chosen[:, :dims], position[period][:, :, states])
        eta += deviation[node][:, states]
        half = 0.5 * (np.exp(chosen[:, dims + 1 :]) + GAP_FLOOR)
        centre = chosen[:, dims : dims + 1]
        chance = category_probabilities(eta, centre - half, centre + half)
        both: Doubles = (chance[:, first] * chance[:, second]).sum(axis=2).mean(axis=0)
        return both

    return keep
