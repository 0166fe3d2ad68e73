"""Votes foretold over the whole record: Brier and log scores, and whether probabilities are right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from benchmarks.setting import opened
from benchmarks.validation.forward import by_last_vote, by_model, informant_shares, later_votes, reliability
from leeway.measures.votes.estimate import DIMENSIONS
from leeway.measures.votes.own_record import SHARPNESS
from leeway.numerics.dynamic_irt.forecast import sharpened
from leeway.record.store import Record

Doubles = NDArray[np.float64]

KEY = "foretold"
FIRST, LAST, STEP = 1950, 2022, 2
ERAS = ((1950, 1970), (1970, 1990), (1990, 2010), (2010, 2024))
MODEL, PLAIN = "model", "model, not sharpened"
POWERS = np.arange(1.0, 2.55, 0.1)
LEARNED_FROM = 4
"""Windows before a power is learned from them; until then it is 1."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """Votes of some years, and what was foretold of each.

    Attributes
    ----------
    year : ndarray of int64, shape (N,)
        In which the window began.
    truth : ndarray of int8, shape (N,)
    chances : dict of str to ndarray, shape (N, 3)
    powers : dict of int to float
        The power learned from the windows before each.
    """

    year: NDArray[np.int64]
    truth: NDArray[np.int8]
    chances: Mapping[str, Doubles]
    powers: Mapping[int, float]


def foretell(
    record: Record, *, first: int = FIRST, last: int = LAST, dimensions: int = DIMENSIONS
) -> Foretold:
    """Fit to every second 30 June, and foretell the votes of the two years after it."""
    years, truths = [], []
    told: dict[str, list[Doubles]] = {
        MODEL: [],
        PLAIN: [],
        "last vote on the question": [],
        "informants' shares": [],
    }
    lost: list[Doubles] = []
    powers: dict[int, float] = {}
    for year in range(first, last + 1, STEP):
        later = later_votes(record, dt.date(year, 6, 30), dt.date(year + STEP, 6, 30))
        if not len(later.truth):
            continue
        years.append(np.full(len(later.truth), year))
        truths.append(later.truth)
        plain = by_model(later, dimensions)
        powers[year] = float(POWERS[np.sum(lost, axis=0).argmin()]) if len(lost) >= LEARNED_FROM else 1.0
        lost.append(
            np.array([len(later.truth) * bits(sharpened(plain, power), later.truth) for power in POWERS])
        )
        told[MODEL].append(sharpened(plain, powers[year]))
        told[PLAIN].append(plain)
        told["last vote on the question"].append(by_last_vote(later))
        told["informants' shares"].append(informant_shares(later))
    chances = {name: np.concatenate(rows) for name, rows in told.items()}
    return Foretold(np.concatenate(years), np.concatenate(truths), chances, powers)


def brier(chance: Doubles, truth: NDArray[np.int8]) -> float:
    """Squared errors summed over the three answers, in the mean over votes.

    Examples
    --------
    >>> brier(np.array([[0.0, 0.0, 1.0]]), np.array([2], np.int8))
    0.0
    >>> brier(np.array([[1.0, 0.0, 0.0]]), np.array([2], np.int8))
    2.0
    """
    return float(((chance - (truth[:, None] == np.arange(3))) ** 2).sum(axis=1).mean())


def bits(chance: Doubles, truth: NDArray[np.int8]) -> float:
    """Mean bits of surprise.

    Examples
    --------
    >>> bits(np.array([[0.25, 0.25, 0.5]]), np.array([2], np.int8))
    1.0
    """
    return float(-np.log2(np.clip(chance[np.arange(len(truth)), truth], 1e-9, 1.0)).mean())


def section(shared: Path) -> Section:
    """Scores over the whole record, by era, and the reliability curve."""
    with opened(shared) as setting:
        found, data = foretell(setting.record), setting.data
    sample = f"{len(found.truth):,} votes, {FIRST} to {LAST + STEP}"
    scores = {
        name: (brier(chance, found.truth), bits(chance, found.truth))
        for name, chance in found.chances.items()
    }
    curve = reliability(found.chances[MODEL], found.truth)
    error = sum(count * abs(said - came) for said, came, count in curve) / sum(one[2] for one in curve)
    others = [name for name in scores if name not in (MODEL, PLAIN)]
    learned = list(found.powers.values())[LEARNED_FROM:]
    return Section(
        key=KEY,
        title="Votes",
        command="python -m benchmarks.verdict foretold",
        method=(
            "Leave-forward over the whole record: the model is fitted to what lay before every second 30 "
            "June, and the votes of the two years after it are foretold. A random half of the states tell "
            "what a roll call is about; those of the others are foretold. Forecasts are sharpened by a power "
            "learned from the windows before alone. The Brier score sums over no, abstention and yes; every "
            "vote counts the same."
        ),
        figures=[
            Figure("Brier, votes", scores[MODEL][0], sample),
            Figure("log score in bits, votes", scores[MODEL][1], sample),
            *(
                Figure(f"{what} of votes against {name}, ratio", scores[MODEL][at] / scores[name][at], sample,
                       high=1.0)
                for name in others
                for at, what in enumerate(("Brier", "log score"))
            ),
            Figure("calibration error, votes", error, sample, high=0.05),
            Figure("power learned, least", min(learned), f"{len(learned)} windows", digits=1),
            Figure("power learned, most", max(learned), f"{len(learned)} windows", digits=1),
            Figure("power in use", SHARPNESS, "leeway surprise", digits=1),
        ],
        tables=[
            Table(
                "By era: Brier and bits",
                ("foretold by", *(f"{a}-{b}" for a, b in ERAS)),
                [[name, *_by_era(found, chance)] for name, chance in found.chances.items()],
            ),
            Table(
                "Reliability of the model: probabilities of each answer",
                ("foretold", "came", "number"),
                [[f"{said:.3f}", f"{came:.3f}", f"{count:,}"] for said, came, count in curve],
            ),
        ],
        data=data,
    )  # fmt: skip


def _by_era(found: Foretold, chance: Doubles) -> list[str]:
    cells = []
    for first, last in ERAS:
        inside = (found.year >= first) & (found.year < last)
        told = chance[inside], found.truth[inside]
        cells.append(f"{brier(*told):.3f}, {bits(*told):.3f}" if inside.any() else "-")
    return cells
