"""Whether intervals hold what they promise: on simulated votes, and between halves of the real ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from benchmarks.setting import Setting
from benchmarks.validation.agreement import EDGE_YEARS, windows
from benchmarks.validation.simulated import from_priors
from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.calibration import (
    WINDOW_YEARS,
    calibration_ratio,
    foretold,
    split_halves,
    uncalibrated,
)
from leeway.measures.votes.closeness import PADDING_YEARS, agenda, answers, grid, posterior_of
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.pairs import present
from leeway.measures.votes.simulation import cast_votes, refitted
from leeway.numerics.agreement import expected_agreement
from leeway.numerics.dynamic_irt.fitting import DynamicIrt, fit

Doubles = NDArray[np.float64]
Span = tuple[int, int]
KEY = "intervals"
STATES, DRAWS, SEED = 20, 200, 5
#: Seeds of split halves; the calibration's own is another.
SPLIT_SEEDS = (101, 202)
WINDOW_STEP = 5


@dataclass(frozen=True, slots=True)
class Held:
    """True changes and draws of them: N pairs and windows, K draws; `window` is each row's first year."""

    window: NDArray[np.int64]
    truth: Doubles
    draws: Doubles

    def coverage(self, mass: float = 0.9) -> float:
        """Share of central intervals that hold the truth."""
        return float(self.holds(mass).mean())

    def holds(self, mass: float = 0.9) -> NDArray[np.bool_]:
        """Which central intervals hold the truth."""
        tail = (1.0 - mass) / 2.0
        low, high = np.quantile(self.draws, [tail, 1.0 - tail], axis=1)
        return np.asarray((low <= self.truth) & (self.truth <= high))

    def error_over_sd(self) -> float:
        """Root mean square of the error over the promised standard deviation."""
        z = (self.draws.mean(axis=1) - self.truth) / self.draws.std(axis=1)
        return float(np.sqrt(np.mean(np.clip(z, -4, 4) ** 2)))


@dataclass(frozen=True, slots=True)
class HalfRatio:
    """Found over promised: with the part of the factor that halves can see, and with the whole factor."""

    of_halves: float
    of_factor: float
    comparisons: int


def simulated_changes(
    truth: VoteModel, estimated: VoteModel, *, states: int = STATES, draws: int = DRAWS
) -> Held:
    """True and estimated changes of closeness over ten-year windows, of all pairs of some states."""
    window, true, drawn = [], [], []
    for first_year, last_year in windows(truth):
        first, last = 2 * first_year, min(2 * last_year + 1, int(truth.clock[-1]))
        spans = (first, first + 2 * EDGE_YEARS - 1), (last - 2 * EDGE_YEARS + 1, last)
        there = np.flatnonzero(present(truth, spans[0]) & present(truth, spans[1]))
        chosen = np.random.default_rng([SEED, first_year]).permutation(there)[:states]
        real = pair_changes(truth, spans, chosen, draws=0)
        true.append(real[:, 0])
        drawn.append(pair_changes(estimated, spans, chosen, draws=draws))
        window.append(np.full(len(real), first_year))
    return Held(np.concatenate(window), np.concatenate(true), np.concatenate(drawn))


def pair_changes(
    model: VoteModel, spans: tuple[Span, Span], chosen: NDArray[np.int64], *, draws: int
) -> Doubles:
    """Changes of closeness of all pairs of some states, (P, N); at the mode with no draws."""
    first, last = spans[0][0], spans[1][1]
    place, program = grid(model, first, last, PADDING_YEARS if draws else 0), agenda(model, first, last)
    held = np.unique(model.half_year)
    inside = [held[(held >= span[0]) & (held <= span[1])] for span in spans]
    said = []
    for state in chosen:
        if draws:
            position, deviation = posterior_of(model, place, int(state)).draw(
                draws, np.random.default_rng([SEED, int(state)])
            )
        else:
            position = model.positions_on(int(state), place.stretch.half_years)[None]
            deviation = model.deviations_on(int(state), place.bridge)[None]
        said.append([answers(program, place, position, deviation, numbers) for numbers in inside])
    one, other = np.triu_indices(len(chosen), 1)
    return np.array([_change(said[a], said[b], program.weight) for a, b in zip(one, other, strict=True)])


def _change(one: list[Doubles], other: list[Doubles], weight: Doubles) -> Doubles:
    early, late = (expected_agreement(a, b, weight).mean(axis=1) for a, b in zip(one, other, strict=True))
    return np.asarray(late - early)


def half_ratios(
    assembly: Assembly, fitted: DynamicIrt, model: VoteModel, seeds: tuple[int, ...]
) -> dict[str, HalfRatio]:
    """By era: what all questions add to the telling of each half, over what the shipped factors promise."""
    halves = tuple(side for seed in seeds for side in split_halves(assembly, fitted, model, seed))
    first, last = int(model.clock[0]) // 2, int(model.clock[-1]) // 2
    told = {}
    for era in model.tables.manifest["calibration"]:
        end = min(int(era["last"]), last)
        starts = range(end - WINDOW_YEARS + 1, first - 1, -WINDOW_STEP)
        spans = [(2 * start, min(2 * (start + WINDOW_YEARS) - 1, int(model.clock[-1]))) for start in starts]
        parts = [foretold(model, halves, span, seeds[0]) for span in spans]
        parts = [part for part in parts if len(part[0])]
        if parts:
            surprise, promised = (np.concatenate(column) for column in zip(*parts, strict=True))
            ratio = calibration_ratio(surprise, promised)
            part_of_halves = float(era.get("halves", era["factor"]))
            told[f"{first}-{end}"] = HalfRatio(
                ratio / part_of_halves, ratio / float(era["factor"]), len(surprise)
            )
        first = end + 1
    return told


def measure(setting: Setting, *, seed: int = SEED) -> dict[str, Any]:
    """Coverage with the truth as fitted and as drawn from the priors, and split halves."""
    assembly, fitted, model = setting.assembly, setting.fitted, setting.model
    rng = np.random.default_rng(seed)
    told: dict[str, Any] = {"simulated": {}}
    for name, truth in (("as fitted", fitted), ("from the priors", from_priors(fitted, rng))):
        votes = cast_votes(truth, rng)
        again = fit(assembly.array(votes), dimensions=fitted.dimensions, priors=fitted.priors)
        true_model, estimated = refitted(model, truth), refitted(model, again)
        told["simulated"][name] = {
            "calibrated": simulated_changes(true_model, estimated),
            "uncalibrated": simulated_changes(true_model, uncalibrated(estimated)),
        }
    told["halves"] = half_ratios(assembly, fitted, refitted(model, fitted), SPLIT_SEEDS)
    return told


def section(setting: Setting) -> Section:
    """Measure on the whole record."""
    told = measure(setting)
    figures, body, halves = [], [], []
    for truth, scales in told["simulated"].items():
        for scale, held in scales.items():
            sample = f"{len(held.truth):,} simulated changes of pairs over ten years"
            shipped = scale == "calibrated"
            figures += [
                Figure(
                    f"90% intervals hold, truth {truth}, {scale}",
                    held.coverage(),
                    sample,
                    low=0.88 if shipped else None,
                    high=0.92 if shipped else None,
                ),
                Figure(
                    f"error over promised sd, truth {truth}, {scale}", held.error_over_sd(), sample, digits=2
                ),
            ]
            by_window = [
                f"{held.holds()[held.window == first].mean():.2f}" for first in np.unique(held.window)
            ]
            body.append([truth, scale, *by_window, f"{held.coverage():.3f}"])
            years = [str(first) for first in np.unique(held.window)]
    for era, one in told["halves"].items():
        count = f"{one.comparisons:,} comparisons"
        figures.append(Figure(f"split halves, {era}", one.of_halves, count, low=0.9, high=1.15, digits=2))
        halves.append([era, f"{one.of_halves:.2f}", f"{one.of_factor:.2f}", count])
    return Section(
        key=KEY,
        title="Intervals",
        command=f"python -m benchmarks.validation {KEY}",
        method=(
            "Votes are simulated with the states' own participation, once from the fitted model taken as "
            "the truth and once from positions, deviations and roll calls drawn from the priors (a harsher "
            "and more divided world than the real one); everything is estimated anew and intervals of the "
            f"change of closeness over ten-year windows are held against the truth ({STATES} states a "
            "window, all their pairs). Split halves: the real record's questions are divided at random "
            f"(seeds {', '.join(map(str, SPLIT_SEEDS))}, not the calibration's), and what all questions add "
            "to the telling of one half is held against its promised standard deviation times the shipped "
            "factor. The halves share the roll calls as fitted, so they see nothing of their uncertainty, "
            "for which the shipped factor has a part of its own."
        ),
        figures=figures,
        tables=[
            Table(
                "Share of 90% intervals that hold, by first year of the window",
                ("truth", "scale", *years, "all"),
                body,
            ),
            Table(
                "Split halves: found over promised",
                ("era", "with the part of the factor that halves can see", "with the whole factor", ""),
                halves,
            ),
        ],
    )
