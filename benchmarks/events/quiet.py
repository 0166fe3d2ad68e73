"""What the lines say where nothing is known to have happened, and whether their intervals hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import get_args

import numpy as np

from benchmarks.figures import Figure, Section, Table
from leeway.drift.direction import AnswerName, direction_between
from leeway.measures.deeds import load as load_deeds
from leeway.measures.events.estimates import EventEstimates
from leeway.measures.words import load as load_words
from leeway.numerics.event_rates import Dispersion, fit_dispersion, log_rate

KEY = "quiet"
SOURCE = "icews-dyad-year"
PAIRS, SEED = 600, 1
SPANS = [
    ((dt.date(2002, 1, 1), dt.date(2004, 12, 31)), (dt.date(2006, 1, 1), dt.date(2008, 12, 31))),
    ((dt.date(2004, 1, 1), dt.date(2006, 12, 31)), (dt.date(2010, 1, 1), dt.date(2012, 12, 31))),
    ((dt.date(2003, 1, 1), dt.date(2005, 12, 31)), (dt.date(2012, 1, 1), dt.date(2014, 12, 31))),
]
SURE = 0.8


def section(_folder: Path | None = None) -> Section:
    """Shares of answers over pairs drawn from all, and coverage over simulated ones."""
    rows, figures = [], []
    for line, load in (("words", load_words), ("deeds", load_deeds)):
        own = load(None)
        assert isinstance(own, EventEstimates)
        for before, after in SPANS:
            told = _answers(own, before, after)
            number = sum(told.values())
            rows.append(
                (
                    line,
                    f"{before[0].year}-{before[1].year} to {after[0].year}-{after[1].year}",
                    f"{number:,}",
                    *(f"{told[name] / number:.1%}" for name in get_args(AnswerName)),
                )
            )
        sure = _sure(own)
        figures.append(
            Figure(
                f"{line}: pairs said to have moved with {SURE:.0%} or more",
                sure[0],
                f"{sure[1]:,} pairs and spans",
                high=0.1,
            )
        )
    covered, moved, number = _simulated()
    figures += [
        Figure(
            "simulated: 90% intervals of the change hold it",
            covered,
            f"{number:,} pairs",
            low=0.88,
            high=0.92,
        ),
        Figure(
            "simulated, nothing happened: said to have moved with 80% or more",
            moved,
            f"{number:,} pairs",
            high=0.1,
        ),
    ]
    return Section(
        key=KEY,
        title="Where nothing is known to have happened",
        command="python -m benchmarks.events quiet",
        method=(
            f"{PAIRS} pairs drawn from all that each line tells, in three pairs of spans: few of them can "
            "have broken. Simulated: negative binomial counts of 2 to 300 a year with dispersions as those "
            "fitted to the source, six years, with and without a change; the dispersion is fitted anew to "
            "what was simulated."
        ),
        figures=figures,
        tables=[Table("Answers", ("line", "spans", "pairs", *get_args(AnswerName)), rows)],
    )


def _answers(
    own: EventEstimates, before: tuple[dt.date, dt.date], after: tuple[dt.date, dt.date]
) -> dict[str, int]:
    found = dict.fromkeys(get_args(AnswerName), 0)
    for state, partner in _drawn(own):
        series = own.series(state, partner, window=(before[0], after[1]))
        margin = own.margin_of(state, partner, (before[0], after[1]))
        found[direction_between(series, before, after, margin=margin, fewest=10).answer] += 1
    return found


def _sure(own: EventEstimates) -> tuple[float, int]:
    moved = []
    for before, after in SPANS:
        for state, partner in _drawn(own):
            series = own.series(state, partner, window=(before[0], after[1]))
            margin = own.margin_of(state, partner, (before[0], after[1]))
            told = direction_between(series, before, after, margin=margin, fewest=10)
            moved.append(told.answer in ("away", "closer") and told.probability >= SURE)
    return float(np.mean(moved)), len(moved)


def _drawn(own: EventEstimates) -> list[tuple[str, str]]:
    rates = own.rates[SOURCE]
    chosen = np.random.default_rng(SEED).choice(len(rates.states), PAIRS, replace=False)
    return [(rates.states[row], rates.partners[row]) for row in sorted(chosen)]


def _simulated(number: int = 4000, years: int = 6) -> tuple[float, float, int]:
    """Coverage of 90% intervals of a change, and how often a quiet pair is said to have moved."""
    rng = np.random.default_rng(SEED)
    rate = np.exp(rng.uniform(np.log(2.0), np.log(300.0), number))
    step = np.where(np.arange(number) % 2 == 0, 0.0, rng.normal(0.0, 0.8, number))
    size = Dispersion((3.0, 30.0, 300.0), (1.0, 2.5, 6.0)).at(rate)[:, None]
    mean = rate[:, None] * np.exp(step[:, None] * (np.arange(years) >= years // 2))
    counts = rng.negative_binomial(np.broadcast_to(size, mean.shape), size / (size + mean)).astype(np.float64)
    growth = np.ones_like(counts)
    fitted = fit_dispersion(counts, growth)
    value, noise = log_rate(counts, growth, years=1.0), fitted.noise(counts)
    half = years // 2
    change = value[:, half:].mean(axis=1) - value[:, :half].mean(axis=1)
    spread = np.sqrt((noise[:, :half] ** 2).sum(axis=1) + (noise[:, half:] ** 2).sum(axis=1)) / half
    covered = np.abs(change - step) <= 1.645 * spread
    quiet = step == 0.0
    usual = np.quantile(np.abs(change[quiet]), 2.0 / 3.0)
    sure = (np.abs(change[quiet]) - usual) / spread[quiet] >= 0.8416
    return float(covered.mean()), float(sure.mean()), number
