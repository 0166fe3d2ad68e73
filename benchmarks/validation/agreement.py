"""Closeness against raw agreement, and how much the change of it depends on starts and agendas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from benchmarks.setting import Setting
from benchmarks.validation.predictive import ERAS
from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.closeness import Agenda, agenda, all_deviations, answers, grid
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.pairs import present
from leeway.measures.votes.simulation import refitted
from leeway.numerics.agreement import agreement_matrix, expected_agreement, vote_probabilities
from leeway.numerics.dynamic_irt.fitting import DynamicIrt, fit

Doubles = NDArray[np.float64]
KEY = "agreement"
#: Fewest roll calls in common for a pair-year.
FEWEST = 10
PAIR, PAIR_YEARS = ("KAZ", "RUS"), (1992, 2023)
#: Sessions at the end of the record whose roll calls make the recent agenda.
RECENT_SESSIONS = 15
WINDOW_YEARS, EDGE_YEARS = 10, 3
STARTS = (11, 12, 13)


@dataclass(frozen=True, slots=True)
class PairYears:
    """Expected and raw agreement of pairs and years with enough roll calls in common; arrays of length N."""

    year: NDArray[np.int64]
    expected: Doubles
    raw: Doubles
    common: NDArray[np.int64]


def own_agenda(assembly: Assembly, model: DynamicIrt, fewest: int = FEWEST) -> PairYears:
    """Agreement on the roll calls in which both took part, as the model expects it and as it was."""
    lower, upper = model.cutpoints()
    found = []
    for year in np.unique(assembly.year):
        rows = np.flatnonzero(assembly.year == year)
        place = model.position[model.array.period[rows]].astype(np.float64)
        eta = np.einsum("jd,jds->js", model.items[rows, : model.dimensions], place, optimize=True)
        eta += model.deviation[model.array.node[rows]]
        chance = vote_probabilities(eta.T, lower[rows], upper[rows])
        seen = assembly.votes[rows].T >= 0
        cast = assembly.votes[rows].T[:, :, None] == np.arange(3)
        common = seen.astype(float) @ seen.T.astype(float)
        sides = [(np.where(seen[:, :, None], each, 0.0)).reshape(len(seen), -1) for each in (chance, cast)]
        expected, same = (side @ side.T for side in sides)
        one, other = np.nonzero(np.triu(common >= fewest, 1))
        count = common[one, other]
        found.append((np.full(len(one), year), expected[one, other] / count, same[one, other] / count, count))
    return PairYears(*(np.concatenate(column) for column in zip(*found, strict=True)))


def agreement_error(pairs: PairYears, within: NDArray[np.bool_] | None = None) -> dict[str, float]:
    """Mean absolute error and correlation of expected with raw agreement."""
    keep = np.ones(len(pairs.year), bool) if within is None else within
    expected, raw = pairs.expected[keep], pairs.raw[keep]
    return {
        "error": float(np.abs(expected - raw).mean()),
        "r": float(np.corrcoef(expected, raw)[0, 1]),
        "pair-years": int(keep.sum()),
    }


def pair_path(
    model: VoteModel, pair: tuple[str, str], years: tuple[int, int], program: Agenda | None = None
) -> tuple[NDArray[np.int64], Doubles]:
    """Closeness of a pair by year at the posterior mode, on the window's agenda or on another."""
    first, last = 2 * years[0], min(2 * years[1] + 1, int(model.clock[-1]))
    place = grid(model, first, last, padding=0)
    held = np.unique(model.half_year)
    held = held[(held >= first) & (held <= last)]
    program = program or agenda(model, first, last)
    said = [
        answers(
            program,
            place,
            model.positions_on(s, place.stretch.half_years),
            model.deviations_on(s, place.bridge),
            held,
        )
        for s in (model.number[one] for one in pair)
    ]
    closeness = expected_agreement(said[0], said[1], program.weight)
    by_year = np.unique(held // 2)
    return by_year, np.array([closeness[held // 2 == year].mean() for year in by_year])


def changes(model: VoteModel, window: tuple[int, int], program: Agenda | None = None) -> Doubles:
    """Change of closeness of all pairs between the first and the last years of a window, at the mode."""
    first, last = 2 * window[0], min(2 * window[1] + 1, int(model.clock[-1]))
    spans = (first, first + 2 * EDGE_YEARS - 1), (last - 2 * EDGE_YEARS + 1, last)
    there = np.flatnonzero(present(model, spans[0]) & present(model, spans[1]))
    place = grid(model, first, last, padding=0)
    held = np.unique(model.half_year)
    program = program or agenda(model, first, last)
    position = np.stack([model.positions_on(int(s), place.stretch.half_years) for s in there])
    deviation = all_deviations(model, place)[there]
    close = []
    for span in spans:
        inside = held[(held >= span[0]) & (held <= span[1])]
        said = answers(program, place, position, deviation, inside)
        close.append(
            np.mean([agreement_matrix(said[:, h], program.weight) for h in range(len(inside))], axis=0)
        )
    one, other = np.triu_indices(len(there), 1)
    return np.asarray((close[1] - close[0])[one, other])


def half_of(program: Agenda, seed: int) -> Agenda:
    """A random half of an agenda's questions and single roll calls."""
    keep = np.random.default_rng(seed).permutation(len(program.weight))[: (len(program.weight) + 1) // 2]
    keep = np.sort(keep)
    cut = {name: getattr(program, name)[keep] for name in Agenda.__dataclass_fields__}
    return Agenda(**(cut | {"weight": cut["weight"] / cut["weight"].sum()}))


def recent_agenda(model: VoteModel) -> Agenda:
    """Roll calls of the last sessions of the record."""
    last = int(model.clock[-1])
    return agenda(model, last - 2 * RECENT_SESSIONS + 1, last)


def windows(model: VoteModel) -> list[tuple[int, int]]:
    """Windows of ten years, one after the other, the last one ending with the record."""
    first, last = int(model.clock[0]) // 2, int(model.clock[-1]) // 2
    starts = range(last - WINDOW_YEARS, first - 1, -WINDOW_YEARS)
    return [(start, start + WINDOW_YEARS) for start in reversed(starts)] or [(first, last)]


def spread_of(differences: list[Doubles]) -> dict[str, float]:
    """Size of differences between changes: mean, 95th percentile, largest, share within .03."""
    size = np.abs(np.concatenate(differences))
    return {
        "mean": float(size.mean()),
        "95%": float(np.quantile(size, 0.95)),
        "largest": float(size.max()),
        "within .03": float((size <= 0.03).mean()),
        "changes": len(size),
    }


def from_starts(
    assembly: Assembly, model: VoteModel, fitted: DynamicIrt, seeds: tuple[int, ...]
) -> dict[str, Any]:
    """Changes from random starting positions against those from the usual start."""
    base = [changes(model, window) for window in windows(model)]
    differences: list[Doubles] = []
    heights = []
    shape = (1, fitted.dimensions, len(assembly.states))
    for seed in seeds:
        start = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
        other = fit(
            assembly.array(),
            dimensions=fitted.dimensions,
            priors=fitted.priors,
            position=np.repeat(start, len(fitted.array.clock), axis=0),
        )
        heights.append(other.log_posterior - fitted.log_posterior)
        again = refitted(model, other)
        differences += [
            changes(again, window) - was for window, was in zip(windows(model), base, strict=True)
        ]
    return {**spread_of(differences), "log posterior": heights}


def measure(setting: Setting) -> dict[str, Any]:
    """All figures of closeness that need no interval."""
    assembly, fitted, model = setting.assembly, setting.fitted, setting.model
    same_fit = refitted(model, fitted)
    pairs = own_agenda(assembly, fitted)
    span = [window for window in windows(model) if window[0] >= PAIR_YEARS[0]]
    recent = recent_agenda(model)
    base = {window: changes(model, window) for window in windows(model)}
    return {
        "own": agreement_error(pairs),
        "eras": {
            f"s{first}-{last}": agreement_error(
                pairs, (pairs.year >= first + 1945) & (pairs.year <= last + 1945)
            )
            for first, last in ERAS
        },
        "pair": pair_correlations(setting, model),
        "starts": from_starts(assembly, same_fit, fitted, STARTS),
        "half agenda": spread_of(
            [changes(model, w, half_of(agenda(model, 2 * w[0], 2 * w[1] + 1), 1)) - base[w] for w in base]
        ),
        "recent agenda": spread_of([changes(model, w, recent) - base[w] for w in span]),
        "whole agenda": spread_of(
            [
                changes(model, w, agenda(model, 2 * PAIR_YEARS[0], int(model.clock[-1]))) - base[w]
                for w in span
            ]
        ),
    }


def pair_correlations(setting: Setting, model: VoteModel) -> dict[str, float]:
    """Correlation of a pair's closeness by year with its raw agreement, on several agendas."""
    columns = [setting.assembly.states.index(one) for one in PAIR]
    votes, year = setting.assembly.votes[:, columns], setting.assembly.year
    both = (votes >= 0).all(axis=1)
    first, last = 2 * PAIR_YEARS[0], 2 * PAIR_YEARS[1] + 1
    found = {}
    for name, program in (
        ("the whole window", agenda(model, first, last)),
        (f"the last {RECENT_SESSIONS} sessions", recent_agenda(model)),
        ("half of the window's questions", half_of(agenda(model, first, last), 1)),
    ):
        years, path = pair_path(model, PAIR, PAIR_YEARS, program)
        known = np.array([(both & (year == y)).sum() >= FEWEST for y in years])
        raw = [(votes[both & (year == y), 0] == votes[both & (year == y), 1]).mean() for y in years[known]]
        found[name] = float(np.corrcoef(path[known], raw)[0, 1])
    return found


def section(setting: Setting) -> Section:
    """Measure on the whole record."""
    told = measure(setting)
    own = told["own"]
    sample = f"{own['pair-years']:,} pair-years with {FEWEST} or more roll calls in common"
    labels = {
        "starts": f"{len(STARTS)} random starts against the usual one",
        "half agenda": "a random half of the questions against all",
        "recent agenda": f"agenda of the last {RECENT_SESSIONS} sessions, windows since {PAIR_YEARS[0]}",
        "whole agenda": f"agenda of {PAIR_YEARS[0]} to the end, windows since {PAIR_YEARS[0]}",
    }
    body = [
        [
            label,
            f"{told[key]['mean']:.4f}",
            f"{told[key]['95%']:.4f}",
            f"{told[key]['largest']:.3f}",
            f"{told[key]['within .03']:.1%}",
            f"{told[key]['changes']:,}",
        ]
        for key, label in labels.items()
    ]
    eras = [
        [era, f"{one['error']:.4f}", f"{one['r']:.4f}", f"{one['pair-years']:,}"]
        for era, one in told["eras"].items()
    ]
    years = f"{PAIR_YEARS[0]}-{PAIR_YEARS[1]}"
    return Section(
        key=KEY,
        title="Closeness against raw agreement",
        command=f"python -m benchmarks.validation {KEY}",
        method=(
            "Own-agenda agreement is the agreement expected on the very roll calls in which both took part "
            "that year. Changes are those of closeness between the first and last three years of ten-year "
            "windows, of all pairs there in both, at the posterior mode."
        ),
        figures=[
            Figure("own-agenda agreement, mean absolute error", own["error"], sample, high=0.036, digits=4),
            Figure("own-agenda agreement, r", own["r"], sample, digits=4),
            *(
                Figure(
                    f"{PAIR[0]}-{PAIR[1]} on the agenda of {name}, r with raw agreement", r, years, low=0.85
                )
                for name, r in told["pair"].items()
            ),
            *(
                Figure(
                    f"changes differ, largest: {labels[key]}",
                    told[key]["largest"],
                    f"{told[key]['changes']:,} changes",
                    high=0.03,
                )
                for key in labels
            ),
        ],
        tables=[
            Table(
                "Differences of changes", ("between", "mean", "95%", "largest", "within .03", "changes"), body
            ),
            Table("Own-agenda agreement by era", ("sessions", "error", "r", "pair-years"), eras),
        ],
        remarks=[
            "Log posterior of the random starts less that of the usual start: "
            + ", ".join(f"{height:.0f}" for height in told["starts"]["log posterior"])
            + ".",
        ],
    )
