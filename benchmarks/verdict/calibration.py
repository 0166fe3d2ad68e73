"""Whether probabilities are right as often as they say: simulated pairs, pairs with shuffled partners."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from leeway.drift.direction import stretches
from leeway.numerics.movement import AWAY, CLOSER, STILL, Ways
from leeway.verdict.ask import ask
from leeway.verdict.base_rates import BaseRates, shipped_base_rates
from leeway.verdict.contest import Contest, contest
from leeway.verdict.evidence import LineAnswer
from leeway.verdict.explanations import Side
from leeway.verdict.lines import load_lines

Doubles = NDArray[np.float64]

KEY, PLACEBO = "calibration", "placebo"
PAIRS, SEED, FEWEST = 4000, 1, 50
BINS = ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0001))
ENDS = (1990, 2000, 2010, 2020)
_WAYS = (AWAY, STILL, CLOSER)
_NAMES = ("away", "still", "closer")


def section() -> Section:
    """Reliability over pairs simulated from what all pairs do, with the noise that real pairs have."""
    rng = np.random.default_rng(SEED)
    rates = shipped_base_rates()[-1]
    lines = [one for one in ask("Kazakhstan", "Russia", since="2004").lines if one.line in rates.ways]
    noise = _noise(rates)
    figures: list[Figure] = []
    rows = []
    true: dict[str, NDArray[np.int64]] = {}
    seen: dict[str, tuple[Doubles, Doubles]] = {}
    for line in [one.line for one in lines]:
        ways = rates.ways[line]
        way, change, spread = _drawn(ways, rng, rng.choice(noise[line], PAIRS))
        true[line], seen[line] = way, (change, spread)
        joint = ways.likelihoods(change, spread) * ways.share
        told = joint / joint.sum(axis=1, keepdims=True)
        rows.append((line, *_reliability(told.max(axis=1), told.argmax(axis=1) == way)))
        figures += _between(line, told.max(axis=1), told.argmax(axis=1) == way)
    own = {line: rng.random(PAIRS) < 0.5 for line in true}
    whole = [_told(lines, rates, seen, at) for at in range(PAIRS)]
    sure = np.array([one.sides[one.side] for one in whole])
    right = np.array(
        [
            one.side == _side([true[line][at] for line in true], [own[line][at] for line in true])
            for at, one in enumerate(whole)
        ]
    )
    rows.append(("all lines together", *_reliability(sure, right)))
    figures += _between("all lines together", sure, right)
    return Section(
        key=KEY,
        title="Right as often as it says",
        command="python -m benchmarks.verdict calibration",
        method=(
            "Pairs are simulated line by line from what all pairs do (shares, lengths, wiggle) with noise "
            "drawn from that of real pairs, lines independent of each other; which of the two moved is drawn "
            "evenly and not told. The weights of lines that move together are in force, so that the whole "
            "says a little less than it could of lines that are independent."
        ),
        figures=figures,
        tables=[
            Table(
                "Reliability: share right, and answers, by the probability given",
                ("of", *(f"{low:.1f} to {min(high, 1.0):.1f}" for low, high in BINS)),
                rows,
            )
        ],
    )


def placebo() -> Section:
    """Pairs whose lines are those of different pairs: how often they are said to have moved."""
    rng = np.random.default_rng(SEED)
    rates = shipped_base_rates()[-1]
    lines = [one for one in ask("Kazakhstan", "Russia", since="2004").lines if one.line in rates.ways]
    rows, found = [], []
    for end in ENDS:
        told = _all_changes(end)
        names = [one.line for one in lines if one.line in told]
        seen = {}
        for name in names:
            change, spread = told[name]
            chosen = rng.choice(change.size, 1000)
            seen[name] = (change[chosen], spread[chosen])
        own = [one for one in lines if one.line in names]
        whole = [_told(own, rates, seen, at) for at in range(1000)]
        moved = float(np.mean([1.0 - one.sides["still"] >= 0.8 for one in whole]))
        base = float(np.mean([1.0 - one.sides["still"] for one in whole]))
        found.append((moved, base))
        rows.append((f"{end - 9}-{end}", ", ".join(names), f"{moved:.1%}", f"{base:.1%}"))
    return Section(
        key=PLACEBO,
        title="Shuffled partners",
        command="python -m benchmarks.verdict placebo",
        method=(
            "For each window a thousand pairs are put together whose lines are those of different pairs: "
            "whatever one line shows has nothing to do with the others. The share that is said to have moved "
            "with .8 or more is held against the mean probability of a move, which it cannot exceed if "
            "probabilities are honest."
        ),
        figures=[
            Figure(
                f"{row[0]}: said to have moved with .8 or more, less the mean probability of a move",
                one - base,
                "1,000 shuffled pairs",
                high=0.0,
            )
            for row, (one, base) in zip(rows, found, strict=True)
        ],
        tables=[Table("By window", ("window", "lines", "said to have moved", "mean probability"), rows)],
    )


def _noise(rates: BaseRates) -> dict[str, Doubles]:
    """Noise of real pairs over the half-width of still, by line."""
    found: dict[str, list[Doubles]] = {name: [] for name in rates.ways}
    for end in ENDS:
        for name, (_, spread) in _all_changes(end).items():
            if name in found:
                found[name].append(spread)
    return {name: np.concatenate(rows) if rows else np.array([0.3]) for name, rows in found.items()}


def _all_changes(end: int) -> dict[str, tuple[Doubles, Doubles]]:
    """Changes of all pairs over ten years, and their noise, over the half-width of still."""
    found = {}
    for line in load_lines():
        before, after = stretches(dt.date(end - 9, 1, 1), dt.date(end, 12, 31))
        first, last = line.estimates.covered
        if first > before[1] or last < after[1]:
            continue
        told = line.estimates.changes(before, after)
        if told.mean.size:
            margin = np.full(told.mean.shape, line.estimates.margin) if told.margin is None else told.margin
            kept = margin > 0.0
            found[line.measure.line] = told.mean[kept] / margin[kept], told.sd[kept] / margin[kept]
    return found


def _between(of: str, sure: Doubles, right: NDArray[np.bool_]) -> list[Figure]:
    """Of answers given with .8 to .9, the share that is right; nothing where they are few."""
    chosen = (sure >= 0.8) & (sure < 0.9)
    number = int(chosen.sum())
    if number < FEWEST:
        return []
    return [
        Figure(
            f"{of}: answers given with .8 to .9 that are right",
            float(right[chosen].mean()),
            f"{number:,} of {PAIRS:,} simulated pairs",
            low=0.8,
            high=0.9,
        )
    ]


def _drawn(
    ways: Ways, rng: np.random.Generator, noise: Doubles
) -> tuple[NDArray[np.int64], Doubles, Doubles]:
    """Ways, and changes told with noise."""
    number = noise.size
    share = np.array(ways.share) / sum(ways.share)
    way = rng.choice(3, number, p=share)
    true = np.select(
        [way == AWAY, way == CLOSER],
        [-1.0 - rng.exponential(ways.away, number), 1.0 + rng.exponential(ways.closer, number)],
        rng.normal(0.0, ways.wiggle, number),
    )
    return way, true + noise * rng.normal(size=number), noise


def _told(
    lines: list[LineAnswer], rates: BaseRates, seen: dict[str, tuple[Doubles, Doubles]], at: int
) -> Contest:
    made = []
    for line in lines:
        change, spread = (float(column[at]) for column in seen[line.line])
        margin = line.told.margin
        told = replace(line.told, mean=change * margin, sd=spread * margin, reason="")
        made.append(replace(line, told=told, attribution=None))
    found = contest(made, rates)
    if found is None:
        raise SystemExit("no line has a say")
    return found


def _side(ways: list[int], own: list[bool]) -> Side:
    """The side of the pair; where lines parted, the one way that the state itself went."""
    gone = set(ways) - {STILL}
    mine = {way for way, is_own in zip(ways, own, strict=True) if is_own} - {STILL}
    told = mine if len(gone) > 1 and len(mine) == 1 else gone
    if len(told) > 1:
        return "mixed"
    return "away" if AWAY in told else "closer" if CLOSER in told else "still"


def _reliability(sure: Doubles, right: NDArray[np.bool_]) -> list[str]:
    cells = []
    for low, high in BINS:
        of = (sure >= low) & (sure < high)
        cells.append(f"{right[of].mean():.2f} ({int(of.sum()):,})" if of.any() else "-")
    return cells
