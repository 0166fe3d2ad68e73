"""The fast posterior against full sampling; minutes to hours, so only when named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from benchmarks.setting import Setting
from benchmarks.validation.agreement import EDGE_YEARS, windows
from benchmarks.validation.intervals import Span, pair_changes
from leeway.measures.votes.calibration import uncalibrated
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.pairs import present
from leeway.measures.votes.simulation import refitted
from leeway.numerics.dynamic_irt.convergence import r_hat
from leeway.numerics.dynamic_irt.fitting import DynamicIrt
from leeway.numerics.dynamic_irt.sampler import sample

Doubles = NDArray[np.float64]
KEY = "sampled"
CHAINS, WARMUP, DRAWS, THIN = 2, 400, 150, 4
STATES, FAST_DRAWS, SEED = 10, 400, 9


@dataclass(frozen=True, slots=True)
class Compared:
    """Changes of closeness of P pairs and windows, sampled (chains C, draws N) and by the fast posterior.

    Attributes
    ----------
    window : ndarray of int64, shape (P,)
        First year.
    chains : ndarray, shape (C, N, P)
    bare, calibrated : ndarray, shape (P, K)
        Draws of the fast posterior, without and with the shipped factors.
    """

    window: NDArray[np.int64]
    chains: Doubles
    bare: Doubles
    calibrated: Doubles

    def sd(self) -> Doubles:
        """Standard deviation of the sampled changes, (P,)."""
        return np.asarray(self.chains.reshape(-1, self.chains.shape[2]).std(axis=0))

    def ratio(self, fast: Doubles) -> Doubles:
        """Standard deviation of the fast posterior over the sampled one, (P,)."""
        return np.asarray(fast.std(axis=1) / self.sd())

    def shift(self) -> Doubles:
        """Mean of the fast posterior less the sampled mean, in sampled standard deviations, (P,)."""
        return np.asarray((self.bare.mean(axis=1) - self.chains.mean(axis=(0, 1))) / self.sd())

    def worst_r_hat(self, share: float = 0.9) -> float:
        """The r_hat that a share of the changes stays below."""
        return float(np.quantile([r_hat(self.chains[:, :, p]) for p in range(self.chains.shape[2])], share))


def chosen_pairs(model: VoteModel, states: int) -> list[tuple[tuple[Span, Span], NDArray[np.int64]]]:
    """Spans and states of each window."""
    found = []
    for first_year, last_year in windows(model):
        first, last = 2 * first_year, min(2 * last_year + 1, int(model.clock[-1]))
        spans = (first, first + 2 * EDGE_YEARS - 1), (last - 2 * EDGE_YEARS + 1, last)
        there = np.flatnonzero(present(model, spans[0]) & present(model, spans[1]))
        found.append((spans, np.random.default_rng([SEED, first_year]).permutation(there)[:states]))
    return found


def changes_of(
    model: VoteModel, fitted: DynamicIrt, asked: list[tuple[tuple[Span, Span], NDArray[np.int64]]]
) -> Callable[[NDArray[np.float32], NDArray[np.float32], Doubles], Doubles]:
    """What to keep of each draw of the sampler: the changes of closeness that are asked for."""

    def keep(position: NDArray[np.float32], deviation: NDArray[np.float32], items: Doubles) -> Doubles:
        drawn = refitted(model, replace(fitted, position=position, deviation=deviation, items=items))
        return np.concatenate([pair_changes(drawn, *one, draws=0)[:, 0] for one in asked])

    return keep


def compare(
    model: VoteModel,
    fitted: DynamicIrt,
    *,
    chains: int = CHAINS,
    warmup: int = WARMUP,
    draws: int = DRAWS,
    thin: int = THIN,
    states: int = STATES,
) -> Compared:
    """Sample, and ask the fast posterior for the same changes."""
    same = refitted(model, fitted)
    asked = chosen_pairs(same, states)
    keep = changes_of(same, fitted, asked)
    sampled = [
        sample(fitted, keep=keep, draws=draws, warmup=warmup, thin=thin, seed=SEED + chain).draws
        for chain in range(chains)
    ]
    fast = [
        np.concatenate([pair_changes(one, *each, draws=FAST_DRAWS) for each in asked])
        for one in (uncalibrated(same), same)
    ]
    pairs = [len(each[1]) * (len(each[1]) - 1) // 2 for each in asked]
    first = [spans[0][0] // 2 for spans, _ in asked]
    return Compared(np.repeat(first, pairs), np.stack(sampled), fast[0], fast[1])


def section(setting: Setting) -> Section:
    """Measure on the whole record."""
    told = compare(setting.model, setting.fitted)
    bare, calibrated = told.ratio(told.bare), told.ratio(told.calibrated)
    sample_of = f"{len(told.window):,} changes of pairs over ten years"
    body = [
        [
            str(first),
            *(f"{np.median(ratio[told.window == first]):.2f}" for ratio in (bare, calibrated)),
            f"{np.sqrt(np.mean(told.shift()[told.window == first] ** 2)):.2f}",
        ]
        for first in np.unique(told.window)
    ]
    return Section(
        key=KEY,
        title="The fast posterior against full sampling",
        command=f"python -m benchmarks.validation {KEY}",
        method=(
            f"{CHAINS} chains of {WARMUP} sweeps of warm-up and {DRAWS} draws, every {THIN}th sweep kept. "
            "The sampler draws positions, deviations and roll calls; the changes of closeness of the pairs "
            f"of {STATES} states a window, over ten-year windows, are then set beside those of the fast "
            "posterior around the mode. Short chains show the size of a standard deviation and not its "
            "second digit."
        ),
        figures=[
            Figure(
                "sd, fast over sampled, median, calibrated",
                float(np.median(calibrated)),
                sample_of,
                low=0.85,
                high=1.15,
                digits=2,
            ),
            Figure(
                "sd, fast over sampled, median, uncalibrated", float(np.median(bare)), sample_of, digits=2
            ),
            Figure(
                "share of sds within 15%, calibrated",
                float((np.abs(calibrated - 1) <= 0.15).mean()),
                sample_of,
            ),
            Figure(
                "distance of means in sampled sds, root mean square",
                float(np.sqrt(np.mean(told.shift() ** 2))),
                sample_of,
                digits=2,
            ),
            Figure("r_hat that nine in ten changes stay below", told.worst_r_hat(), sample_of, digits=2),
        ],
        tables=[
            Table(
                "By first year of the window",
                ("window", "sd, fast over sampled", "the same, calibrated", "distance of means"),
                body,
            )
        ],
    )
