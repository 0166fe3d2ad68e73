"""What all pairs do: how often each line goes each way, how far, and which lines move together."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leeway.drift.direction import stretches
from leeway.measures.line import PairChanges
from leeway.numerics.movement import Ways, learn_ways
from leeway.verdict.lines import Line

Doubles = NDArray[np.float64]

YEARS = 10
"""Length of the windows from which is learned; the default one of a question."""

EVERY = 4
"""Years between the ends of windows."""

FIRST_END = 1956
FEWEST = 200
"""Pairs that must have two lines for these to be held against each other."""


@dataclass(frozen=True, slots=True)
class BaseRates:
    """What is learned from all pairs over windows of ten years.

    Attributes
    ----------
    until : date
        Last day of the last window.
    ways : dict of str to Ways
        By line.
    together : dict of (str, str) to float
        Rank correlation of the changes of two lines over all pairs that have both, 0 where it is negative.
    pairs : dict of str to int
        Pairs and windows behind each line.
    """

    until: dt.date
    ways: dict[str, Ways]
    together: dict[tuple[str, str], float]
    pairs: dict[str, int]

    def correlation(self, one: str, other: str) -> float:
        """How much two lines move together, from 0 to 1."""
        return self.together.get((min(one, other), max(one, other)), 0.0)

    def weight(self, line: str, beside: Sequence[str], given: Mapping[str, float] | None = None) -> float:
        """What a line counts beside others: one over one and the correlations with them.

        Two lines that always move together count as one. Of the others, each counts as far as it is heard:
        what it was `given`, from 0 to 1.
        """
        heard = given or {}
        others = (heard.get(other, 1.0) * self.correlation(line, other) for other in beside if other != line)
        return 1.0 / (1.0 + sum(others))

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "until": self.until.isoformat(),
            "lines": {
                line: {
                    "away": round(ways.share[0], 5),
                    "still": round(ways.share[1], 5),
                    "closer": round(ways.share[2], 5),
                    "wiggle": round(ways.wiggle, 4),
                    "away_by": round(ways.away, 4),
                    "closer_by": round(ways.closer, 4),
                    "pairs": self.pairs[line],
                }
                for line, ways in self.ways.items()
            },
            "together": [[one, other, round(value, 4)] for (one, other), value in self.together.items()],
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> BaseRates:
        """The inverse of `to_dict`."""
        lines = kept["lines"]
        return cls(
            until=dt.date.fromisoformat(kept["until"]),
            ways={
                line: Ways(
                    (told["away"], told["still"], told["closer"]),
                    told["wiggle"],
                    told["away_by"],
                    told["closer_by"],
                )
                for line, told in lines.items()
            },
            together={(one, other): value for one, other, value in kept["together"]},
            pairs={line: told["pairs"] for line, told in lines.items()},
        )


def learn_base_rates(lines: Sequence[Line], *, last: int) -> list[BaseRates]:
    """Learn from all pairs, once for every end of a window: with what had been seen by then.

    Parameters
    ----------
    lines : sequence of Line
    last : int
        Year in which the last window ends.

    Returns
    -------
    list of BaseRates
        By `until`. Lines that nothing is known of by then are not in it.
    """
    seen: dict[str, list[tuple[Doubles, Doubles]]] = {}
    shared: dict[tuple[str, str], list[tuple[Doubles, Doubles]]] = {}
    found = []
    for end in range(FIRST_END, last + 1, EVERY):
        told = {line.measure.line: changes for line in lines if (changes := _changes(line, end)) is not None}
        scaled = {name: _scaled(line, told) for line in lines if (name := line.measure.line) in told}
        for name, (change, noise, _) in scaled.items():
            seen.setdefault(name, []).append((change, noise))
        for one, other in combinations(sorted(scaled), 2):
            shared.setdefault((one, other), []).append(_both(scaled[one], scaled[other]))
        if not seen:
            continue
        found.append(
            BaseRates(
                until=dt.date(end, 12, 31),
                ways={
                    name: learn_ways(*map(np.concatenate, zip(*rows, strict=True)))
                    for name, rows in seen.items()
                },
                together={
                    pair: value for pair, rows in shared.items() if (value := _rank_correlation(rows)) > 0.0
                },
                pairs={name: int(sum(change.size for change, _ in rows)) for name, rows in seen.items()},
            )
        )
    return found


def _changes(line: Line, end: int) -> PairChanges | None:
    """Changes of all pairs of a line over the ten years to the end of one, or None."""
    before, after = stretches(dt.date(end - YEARS + 1, 1, 1), dt.date(end, 12, 31))
    first, last = line.estimates.covered
    if first > before[1] or last < after[1]:
        return None
    told = line.estimates.changes(before, after)
    return told if told.mean.size else None


Scaled = tuple[Doubles, Doubles, dict[tuple[str, str], int]]


def _scaled(line: Line, told: Mapping[str, PairChanges]) -> Scaled:
    """Changes and noise over the half-width of *still*, and the place of each pair."""
    changes = told[line.measure.line]
    margin = np.full(changes.mean.shape, line.estimates.margin) if changes.margin is None else changes.margin
    kept = np.flatnonzero(margin > 0.0)
    pairs = [(changes.states[at], changes.partners[at]) for at in kept]
    place = {(min(pair), max(pair)): number for number, pair in enumerate(pairs)}
    return changes.mean[kept] / margin[kept], changes.sd[kept] / margin[kept], place


def _both(one: Scaled, other: Scaled) -> tuple[Doubles, Doubles]:
    pairs = one[2].keys() & other[2].keys()
    first = np.array([one[0][one[2][pair]] for pair in sorted(pairs)])
    return first, np.array([other[0][other[2][pair]] for pair in sorted(pairs)])


def _rank_correlation(rows: Sequence[tuple[Doubles, Doubles]]) -> float:
    """Correlation of ranks within windows, over all windows with enough pairs; 0 where it is negative."""
    ranked = [
        (_ranks(one), _ranks(other))
        for one, other in rows
        if one.size >= FEWEST and np.ptp(one) and np.ptp(other)
    ]
    if not ranked:
        return 0.0
    first, second = (np.concatenate(column) for column in zip(*ranked, strict=True))
    return max(float(np.corrcoef(first, second)[0, 1]), 0.0)


def _ranks(values: Doubles) -> Doubles:
    """Ranks from -1 to 1, equal values sharing theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - 0.5 * (counts + 1)
    return np.asarray(2.0 * middle[inverse] / max(values.size - 1, 1) - 1.0)


def write_base_rates(found: Sequence[BaseRates], folder: Path) -> Path:
    """Write what was learned to ``folder/verdict/base_rates.json``."""
    path = folder / "verdict" / "base_rates.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([one.to_dict() for one in found], indent=1) + "\n", encoding="utf-8")
    return path


@cache
def shipped_base_rates() -> tuple[BaseRates, ...]:
    """What comes with Leeway, by `BaseRates.until`."""
    path = resources.files("leeway") / "published" / "verdict" / "base_rates.json"
    return tuple(BaseRates.from_dict(one) for one in json.loads(path.read_text(encoding="utf-8")))


def known_by(rates: Sequence[BaseRates], day: dt.date | None) -> BaseRates:
    """The last of what had been learned by a day; the first where nothing had.

    Parameters
    ----------
    rates : sequence of BaseRates
    day : date or None
        None for all that is known.
    """
    if day is None:
        return rates[-1]
    before = [one for one in rates if one.until <= day]
    return before[-1] if before else rates[0]
