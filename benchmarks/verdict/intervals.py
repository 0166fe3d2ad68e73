"""Whether 90% intervals hold what they should: changes told by two books, and onsets of changes put there."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import EVENTS, VOTES, Figure, Section, Table
from benchmarks.verdict.calibration import ENDS
from benchmarks.verdict.cost import some_pairs
from leeway.drift.onset import onset
from leeway.errors import QuestionError
from leeway.measures.trade.errors import errors_at
from leeway.measures.trade.estimates import TradeEstimates
from leeway.measures.trade.pair import PairLeg
from leeway.numerics.dynamic_irt.posterior import walk_matrix
from leeway.series import Series
from leeway.verdict.evidence import LineAnswer
from leeway.verdict.line_answer import answer_line
from leeway.verdict.lines import Line, load_lines
from leeway.verdict.window import Window

Doubles = NDArray[np.float64]

KEY = "intervals"
SEED = 90
PAIRS, DRAWS = 4000, 1000
SMALLEST = 1e-3
OWN_PAIRS, OWN_TIMES = 1200, 10
ONSETS = 150
_HALF_YEARS = 20
_WALK = 0.35
_YEAR = np.timedelta64(365, "D")


@dataclass(frozen=True, slots=True)
class Put:
    """A change put into a path: its size in half-widths of still, the years it takes, and the noise."""

    size: float
    years: float
    noise: float


PUT = tuple(Put(size, years, noise) for size in (2.0, 4.0) for years in (0.0, 3.0) for noise in (0.3, 0.6))


def section() -> Section:
    """Coverage of the intervals that an answer tells."""
    books = _books()
    told = [(put, *_onsets(put, np.random.default_rng([SEED, place]))) for place, put in enumerate(PUT)]
    every = np.concatenate([held for _, held, _ in told])
    return Section(
        key=KEY,
        title="90% intervals",
        command="python -m benchmarks.verdict intervals",
        method=(
            "Trade: where two books tell the same share in the same years, the difference of the two "
            "changes is held against the noise that each is told with; the books are real. Onsets: paths of "
            "ten years by half-year with the usual wiggle, into which a change is put at a known time, are "
            "smoothed by a random walk as positions are, and the onset is told from the smoothed path. "
            "Intervals of the other lines' changes are measured where their models are simulated, and are "
            "repeated here. For every line, one of its own draws is taken as the truth and the others as "
            "what is told: that shows whether intervals follow from draws as they should, also where these "
            "are not normal, and not whether the noise is right. Onsets come in half-years, and an interval "
            "holds at least 90%."
        ),
        figures=[
            Figure(
                "trade: 90% intervals of the difference of two books hold no difference",
                float(books.mean()),
                f"{books.size:,} shares in two books over ten years",
                low=0.88,
                high=0.92,
            ),
            Figure(
                "onset: 90% intervals hold it",
                float(every.mean()),
                f"{every.size:,} simulated changes that were dated, of {ONSETS * len(PUT):,}",
                low=0.88,
                high=0.92,
            ),
        ],
        tables=[
            Table(
                "Onsets by what was put there",
                (
                    "size, half-widths",
                    "years it takes",
                    "noise",
                    "dated",
                    "intervals hold",
                    "middle error, years",
                ),
                [
                    [
                        f"{put.size:g}",
                        f"{put.years:g}",
                        f"{put.noise:g}",
                        f"{held.size}",
                        f"{held.mean():.2f}" if held.size else "-",
                        f"{np.median(apart):.1f}" if held.size else "-",
                    ]
                    for put, held, apart in told
                ],
            ),
            Table(
                "Intervals against the line's own draws",
                ("line", "changes", "intervals hold", "without noise"),
                [_own_draws(line) for line in load_lines()],
            ),
            Table("Measured on other pages", ("page", "figure", "value", "sample"), _elsewhere()),
        ],
    )


def _elsewhere() -> list[list[str]]:
    """Coverage of 90% intervals on the pages of single lines."""
    return [
        [document.path.name, figure["name"], f"{figure['value']:.3f}", figure["sample"]]
        for document in (VOTES, EVENTS)
        for one in json.loads(document.kept_in.read_text("utf-8")).values()
        for figure in one["figures"]
        if "90% intervals" in figure["name"]
    ]


def _own_draws(line: Line) -> list[str]:
    """How often the interval of a change holds one of its draws that it was not made from."""
    rng = np.random.default_rng(SEED)
    held: list[bool] = []
    sure = 0
    for place, (state, partner) in enumerate(some_pairs(OWN_PAIRS)):
        end = ENDS[place % len(ENDS)]
        window = Window(dt.date(end - 9, 1, 1), dt.date(end, 12, 31), dt.date(end, 12, 31), ())
        try:
            told = answer_line(line, state, partner, window)
        except QuestionError:
            continue
        if not isinstance(told, LineAnswer) or told.told.reason == "few observations":
            continue
        if told.told.sd == 0.0:
            sure += 1
            continue
        for one in rng.choice(told.told.draws.size, OWN_TIMES, replace=False):
            low, high = np.quantile(np.delete(told.told.draws, one), [0.05, 0.95])
            held.append(bool(low <= told.told.draws[one] <= high))
    name, number = line.measure.line, len(held) // OWN_TIMES
    return [name, f"{number:,}", f"{np.mean(held):.3f}" if held else "-", f"{sure:,}"]


def _books() -> NDArray[np.bool_]:
    """Of every share that two books tell over ten years, whether their difference is within their noise."""
    [line] = load_lines("trade")
    estimates = line.estimates
    assert isinstance(estimates, TradeEstimates)
    rng = np.random.default_rng(SEED)
    held = []
    for state, partner in some_pairs(PAIRS):
        for by_source in estimates.pair_legs(state, partner).values():
            for one, other in itertools.combinations(by_source.values(), 2):
                common = sorted(set(one.years) & set(other.years))[-10:]
                if len(common) < 10 or min(one.share.mean(), other.share.mean()) < SMALLEST:
                    continue
                years = range(common[0], common[-1] + 1)
                changes = [
                    _change(cut, estimates.tables.manifest["errors"], rng)
                    for leg in (one, other)
                    if (cut := leg.between(years)) is not None
                ]
                low, high = np.quantile(changes[0] - changes[1], [0.05, 0.95])
                held.append(bool(low <= 0.0 <= high))
    return np.array(held, dtype=np.bool_)


def _change(leg: PairLeg, errors: list[list[float]], rng: np.random.Generator) -> Doubles:
    """Draws of a share's change from the first to the last three years, with the noise of all pairs."""
    wrong_by = errors_at(errors, float(leg.share.mean())).draw(DRAWS, leg.years, rng)
    drawn = np.clip(leg.share * wrong_by, 0.0, 1.0)
    return np.asarray(drawn[:, -3:].mean(axis=1) - drawn[:, :3].mean(axis=1))


def _onsets(put: Put, rng: np.random.Generator) -> tuple[NDArray[np.bool_], Doubles]:
    """Whether each interval holds the onset, and how far the middle is from it in years; of those dated."""
    held, apart = [], []
    times = np.datetime64("2010-04-01") + np.arange(_HALF_YEARS) * (_YEAR // 2)
    clock = 0.5 * np.arange(_HALF_YEARS)
    for _ in range(ONSETS):
        begin = rng.uniform(2.0, 7.0)
        course = (clock >= begin) if put.years == 0.0 else np.clip((clock - begin) / put.years, 0.0, 1.0)
        series = _smoothed(-put.size * course, put.noise, times, rng)
        first, last = (day.astype(object) for day in (times[0], times[-1]))
        found = onset(series, first, last, margin=1.0, towards=-1)
        if found is None:
            continue
        at = np.datetime64("2010-04-01") + int(begin * 365) * np.timedelta64(1, "D")
        low, high = np.datetime64(found.low) - _YEAR // 2, np.datetime64(found.high)
        held.append(bool(low <= at <= high))
        apart.append(abs(float((np.datetime64(found.median) - at) / _YEAR)))
    return np.array(held, dtype=np.bool_), np.array(apart)


def _smoothed(true: Doubles, noise: float, times: NDArray[np.datetime64], rng: np.random.Generator) -> Series:
    """A path with the usual wiggle, seen with noise and smoothed by a random walk; half-width of still 1."""
    steps = true.size
    apart = 0.5 * np.abs(np.arange(steps)[:, None] - np.arange(steps)[None, :])
    wiggle = rng.multivariate_normal(np.zeros(steps), 0.16 * np.exp(-apart))
    seen = true + wiggle + noise * rng.normal(size=steps)
    precision = walk_matrix(steps, 1, _WALK**2, 10.0) + np.eye(steps) / noise**2
    spread = np.linalg.inv(precision)
    mean = spread @ seen / noise**2
    return Series(
        state="AAA",
        partner="BBB",
        line="simulated",
        group="positions",
        unit="half-widths",
        times=times,
        labels=tuple(map(str, times)),
        mean=mean,
        draws=rng.multivariate_normal(mean, spread, size=400),
        count=np.full(steps, 50, dtype=np.int64),
        covered=(times[0].astype(object), times[-1].astype(object)),
    )
