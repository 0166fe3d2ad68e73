"""The fast posterior against full sampling of the same model: opt-in, since it takes minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leeway.measures.votes.calibration import uncalibrated
from leeway.measures.votes.closeness import Grid, grid, posterior_of
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.pairs import present
from leeway.numerics.agreement import vote_probabilities

if TYPE_CHECKING:
    from leeway.numerics.dynamic_irt import DynamicIrt

Doubles = NDArray[np.float64]
STATES = 16
DRAWS = 400
#: Half-years of the window that is compared, and of the stretches at its ends.
WINDOW, EDGE = 20, 6


def check_against_sampler(
    fitted: DynamicIrt, model: VoteModel, *, sweeps: int, seed: int = 0
) -> dict[str, Any]:
    """Compare the standard deviation of changes of agreement between both posteriors.

    The change is that of expected agreement on the agendas actually voted, from the first to the last three
    years of the last ten, for all pairs of some states. The fast posterior is taken as shipped: expanded
    around a mode where slopes and deviations are smaller than in most of the posterior, it promises too
    much spread before it is calibrated, and the split halves that calibrate it know nothing of the sampler.

    Parameters
    ----------
    fitted : DynamicIrt
        The fit behind `model`, in any axes.
    model : VoteModel
    sweeps : int
        Sweeps of the sampler; the first half is warm-up.
    seed : int

    Returns
    -------
    dict
        ``pairs``, ``sweeps``, ``ratio`` (median of fast over sampled standard deviations), ``low`` and
        ``high`` (their 5% and 95% quantiles), ``within`` (share of pairs within 15%), and ``uncalibrated``
        (the median before calibration).
    """
    from leeway.numerics.dynamic_irt.sampler import agreement_of, sample

    last = int(model.half_year[-1])
    spans = (last - WINDOW + 1, last - WINDOW + EDGE), (last - EDGE + 1, last)
    there = np.flatnonzero(present(model, spans[0]) & present(model, spans[1]))
    chosen = np.random.default_rng([seed, 41]).permutation(there)[:STATES]
    one, other = np.triu_indices(len(chosen), 1)
    pairs = list(zip(chosen[one].tolist(), chosen[other].tolist(), strict=True))
    rolls = [np.flatnonzero((model.half_year >= a) & (model.half_year <= b)) for a, b in spans]
    keeps = [agreement_of(fitted.array, pairs, rows) for rows in rolls]
    sampled = sample(
        fitted,
        keep=lambda *drawn: keeps[1](*drawn) - keeps[0](*drawn),
        draws=max(sweeps // 4, 2),
        warmup=sweeps // 2,
        thin=2,
        seed=seed,
    ).draws.std(axis=0)
    ratio = _fast_changes(model, chosen, rolls, seed).std(axis=1) / sampled
    bare = _fast_changes(uncalibrated(model), chosen, rolls, seed).std(axis=1) / sampled
    low, middle, high = np.quantile(ratio, [0.05, 0.5, 0.95])
    return {
        "pairs": len(pairs),
        "sweeps": sweeps,
        "ratio": round(float(middle), 3),
        "low": round(float(low), 3),
        "high": round(float(high), 3),
        "within": round(float((np.abs(ratio - 1.0) <= 0.15).mean()), 3),
        "uncalibrated": round(float(np.median(bare)), 3),
    }


def _fast_changes(
    model: VoteModel, chosen: NDArray[np.int64], rolls: list[NDArray[np.int64]], seed: int
) -> Doubles:
    """Draws of the change of agreement on the agendas voted for all pairs of states, (P, N)."""
    place = grid(model, int(model.half_year[rolls[0][0]]), int(model.half_year[-1]))
    said = []
    for state in chosen.tolist():
        drawn = posterior_of(model, place, state).draw(DRAWS, np.random.default_rng([seed, state]))
        said.append([_answers(model, place, *drawn, rows) for rows in rolls])
    one, other = np.triu_indices(len(chosen), 1)
    ends = [
        np.stack(
            [(said[a][e] * said[b][e]).sum(axis=-1).mean(axis=-1) for a, b in zip(one, other, strict=True)]
        )
        for e in (0, 1)
    ]
    return np.asarray(ends[1] - ends[0])


def _answers(
    model: VoteModel, place: Grid, position: Doubles, deviation: NDArray[np.floating], rows: NDArray[np.int64]
) -> Doubles:
    """Probabilities of answers to some roll calls, each in its own half-year, (N, K, 3)."""
    half_year, question = model.half_year[rows], model.question[rows]
    eta = np.einsum("nkd,kd->nk", position[:, half_year - place.stretch.half_years[0]], model.slope[rows])
    tied = question >= 0
    at = np.searchsorted(place.asked, question[tied]), half_year[tied] // 2 - place.stretch.years[0]
    eta[:, tied] += deviation[:, at[0], at[1]]
    return vote_probabilities(eta, model.lower[rows], model.upper[rows])
