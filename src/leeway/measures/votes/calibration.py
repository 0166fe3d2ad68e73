"""How wide intervals must be: part of the record foretells what all of it says, era by era.

The questions are split in two halves. Each half, with the roll calls held as fitted to all, gives its own
posterior of a pair's change of closeness on one and the same agenda; all questions give a sharper one. If
the posteriors were exact, the sharper mean would differ from a half's mean with a variance equal to the
difference of the two posterior variances: what a half does not know is what the rest then adds. The two
halves are not compared with one another: where both fall back on the same prior they agree, however wide
their intervals. The ratio of what is found to what is promised holds whatever the model gets wrong about
states.

It holds nothing of the roll calls, which both halves share. What their uncertainty adds is taken from votes
that the fit itself casts: the excess of the squared error when everything is estimated anew over that when
the roll calls are held at the truth. The two are added; the root is the factor of an era's standard
deviations.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.closeness import Agenda, agenda, answers, grid, posterior_of
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.pairs import present
from leeway.measures.votes.simulation import cast_votes, refitted, with_places
from leeway.numerics.agreement import expected_agreement
from leeway.numerics.usual_wiggle import margin_from

if TYPE_CHECKING:
    from leeway.numerics.dynamic_irt.fitting import DynamicIrt

#: Last year of each era; the first begins with the record.
ERAS = (1966, 1977, 1992, 2008, 9999)
STATES_AN_ERA = 16
FEWEST_STATES = 4
DRAWS = 80
#: Half-years at either end of an era's window that are compared.
EDGE = 6
#: Years of a window inside an era.
WINDOW_YEARS = 10
#: Years from which on the last era stands alone; before, it counts with the era before it.
SHORTEST_ERA = 4


def calibrate(assembly: Assembly, fitted: DynamicIrt, model: VoteModel, *, seed: int) -> list[dict[str, Any]]:
    """What standard deviations are multiplied by, era by era.

    Parameters
    ----------
    assembly : Assembly
    fitted : DynamicIrt
        The model fitted to it.
    model : VoteModel
        The same as shipped, uncalibrated.
    seed : int

    Returns
    -------
    list of dict
        ``last`` year of the era, ``factor``, ``halves`` (its part from split halves), and ``pairs``, the
        number of comparisons behind it; the factor is 1 where there are none.
    """
    halves = (*split_halves(assembly, fitted, model, seed), *split_halves(assembly, fitted, model, seed + 1))
    replays = _replays(assembly, fitted, model, seed)
    first_year, last_year = int(model.clock[0]) // 2, int(model.clock[-1]) // 2
    found = []
    for before, last in pairwise((first_year - 1, *ERAS)):
        begin, end = max(before + 1, first_year), min(last, last_year)
        if end < begin:
            continue
        if begin + SHORTEST_ERA > last_year:
            break
        spans = _windows(begin, end)
        within, pairs = _ratio([foretold(model, halves, span, seed) for span in spans])
        anew, held = (_ratio([replayed(model, one, span, seed) for span in spans])[0] for one in replays)
        factor = float(np.sqrt(within**2 + max(anew**2 - held**2, 0.0)))
        found.append({"last": end, "factor": round(factor, 3), "halves": round(within, 3), "pairs": pairs})
    return found or [{"last": last_year, "factor": 1.0, "halves": 1.0, "pairs": 0}]


def _ratio(parts: list[tuple[NDArray[np.float64], NDArray[np.float64]]]) -> tuple[float, int]:
    """Calibration ratio over several windows, 1 where nothing was promised, and the comparisons behind it."""
    surprise, promised = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    return (calibration_ratio(surprise, promised) if promised.sum() > 0.0 else 1.0), len(surprise)


def _replays(
    assembly: Assembly, fitted: DynamicIrt, model: VoteModel, seed: int
) -> tuple[VoteModel, VoteModel]:
    """Two estimates from votes that the fit itself casts: everything anew, and with the roll calls held."""
    from leeway.numerics.dynamic_irt import fit
    from leeway.numerics.dynamic_irt.fitting import place_states

    array = assembly.array(cast_votes(fitted, np.random.default_rng([seed, 29])))
    anew = fit(array, dimensions=fitted.dimensions, priors=fitted.priors, position=fitted.position)
    held = place_states(fitted, replace(fitted.array, votes=array.votes))
    return refitted(model, anew), with_places(model, held, model.informative)


def _windows(begin: int, end: int) -> list[tuple[int, int]]:
    """Half-years of windows inside the years of an era, three years apart."""
    starts = range(begin, max(end - WINDOW_YEARS + 2, begin + 1), 3)
    return [(2 * start, min(2 * (start + WINDOW_YEARS) - 1, 2 * end + 1)) for start in starts]


def split_halves(
    assembly: Assembly, fitted: DynamicIrt, model: VoteModel, seed: int
) -> tuple[VoteModel, VoteModel]:
    """The model with positions from each half of the questions (and of the roll calls that stand alone)."""
    from leeway.numerics.dynamic_irt.fitting import place_states

    rng = np.random.default_rng([seed, 17])
    side = rng.random(len(assembly.questions)) < 0.5
    mine = rng.random(len(assembly.question)) < 0.5
    tied = assembly.question >= 0
    mine[tied] = side[assembly.question[tied]]
    models = []
    for rows in (mine, ~mine):
        votes = np.where(rows[:, None], assembly.votes, np.int8(-1))
        array = replace(fitted.array, votes=votes)
        placed = place_states(fitted, array)
        models.append(with_places(model, placed, rows))
    return models[0], models[1]


def calibration_ratio(surprise: NDArray[np.float64], promised: NDArray[np.float64]) -> float:
    """Root of the ratio of summed squared differences to the summed variance promised for them.

    Examples
    --------
    >>> calibration_ratio(np.array([0.02, -0.02]), np.array([0.0001, 0.0001]))
    2.0
    """
    return float(np.sqrt(np.sum(surprise**2) / np.sum(promised)))


def foretold(
    model: VoteModel, halves: tuple[VoteModel, ...], window: tuple[int, int], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What all questions say of some pairs' change less what each half says, and its promised variance.

    Parameters
    ----------
    model : VoteModel
        With all questions.
    halves : tuple of VoteModel
    window : tuple of int
        First and last half-year.
    seed : int
        Of the choice of states and of the draws.

    Returns
    -------
    surprise, promised : ndarray, shape (P,)
        Empty where too few states sat through the window, or its ends overlap.
    """
    chosen, spans = _sample(model, window, seed)
    if not len(chosen):
        return np.zeros(0), np.zeros(0)
    whole = _changes(model, window, chosen, spans, seed)
    parts = [_changes(half, window, chosen, spans, seed) for half in halves]
    surprise = np.concatenate([whole[0] - part[0] for part in parts])
    promised = np.concatenate([part[1] - whole[1] for part in parts])
    return surprise, promised


def replayed(
    truth: VoteModel, told: VoteModel, window: tuple[int, int], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Error of estimates from simulated votes in some pairs' change, and its promised variance.

    Parameters
    ----------
    truth : VoteModel
        The positions that cast the votes, taken as exact.
    told : VoteModel
        What was estimated from those votes.
    window : tuple of int
        First and last half-year.
    seed : int
    """
    chosen, spans = _sample(truth, window, seed)
    if not len(chosen):
        return np.zeros(0), np.zeros(0)
    place, program = grid(truth, *window), agenda(truth, *window)
    said = []
    for state in chosen:
        exact = (
            truth.positions_on(int(state), place.stretch.half_years),
            truth.deviations_on(int(state), place.bridge),
        )
        said.append([answers(program, place, *exact, span) for span in spans])
    mean, variance = _changes(told, window, chosen, spans, seed)
    return mean - _pair_changes(said, program), variance


def _sample(
    model: VoteModel, window: tuple[int, int], seed: int
) -> tuple[NDArray[np.int64], list[NDArray[np.int64]]]:
    """Some states that sat through a window, and the half-years at its ends; no state where too few did."""
    before, after = (window[0], window[0] + EDGE - 1), (window[1] - EDGE + 1, window[1])
    there = np.flatnonzero(present(model, before) & present(model, after))
    chosen = np.random.default_rng([seed, window[0]]).permutation(there)[:STATES_AN_ERA]
    held = np.unique(model.half_year)
    spans = [held[(held >= span[0]) & (held <= span[1])] for span in (before, after)]
    if len(chosen) < FEWEST_STATES or before[1] >= after[0] or not all(len(span) for span in spans):
        return chosen[:0], spans
    return chosen, spans


def _pair_changes(said: list[list[NDArray[np.float64]]], program: Agenda) -> NDArray[np.float64]:
    """Change of closeness of all pairs of states, (P,) or with draws (P, N), from answers at both ends."""
    one, other = np.triu_indices(len(said), 1)
    ends = [
        np.stack(
            [
                expected_agreement(said[a][end], said[b][end], program.weight).mean(axis=-1)
                for a, b in zip(one, other, strict=True)
            ]
        )
        for end in (0, 1)
    ]
    return np.asarray(ends[1] - ends[0])


def _changes(
    model: VoteModel,
    window: tuple[int, int],
    chosen: NDArray[np.int64],
    spans: list[NDArray[np.int64]],
    seed: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and variance of the change of closeness of all pairs of some states, uncalibrated."""
    bare = uncalibrated(model)
    place, program = grid(bare, *window), agenda(bare, *window)
    said = []
    for state in chosen:
        drawn = posterior_of(bare, place, int(state)).draw(DRAWS, np.random.default_rng([seed, int(state)]))
        said.append([answers(program, place, *drawn, span) for span in spans])
    drawn_changes = _pair_changes(said, program)
    return drawn_changes.mean(axis=1), drawn_changes.var(axis=1)


def uncalibrated(model: VoteModel) -> VoteModel:
    """The same model with its standard deviations as the posterior promises them."""
    manifest = {**model.tables.manifest, "calibration": [{"last": 9999, "factor": 1.0}]}
    return replace(model, tables=replace(model.tables, manifest=manifest))


def usual_margin(estimates: VoteEstimates) -> float | None:
    """Half-width of *still*: the usual wiggle of all pairs over ten-year windows since the record began.

    None where the record is shorter, or no pair moved beyond its own noise.
    """
    first, last = estimates.covered
    changes, sds = [np.zeros(0)], [np.zeros(0)]
    for year in range(first.year, last.year - WINDOW_YEARS + 1, 5):
        end = min(dt.date(year + WINDOW_YEARS, 12, 31), last)
        told = estimates.changes(
            (dt.date(year, 1, 1), dt.date(year + 2, 12, 31)), (dt.date(end.year - 2, 1, 1), end)
        )
        changes.append(told.mean)
        sds.append(told.sd)
    try:
        return round(margin_from(np.concatenate(changes), np.concatenate(sds)), 4)
    except ValueError:
        return None
