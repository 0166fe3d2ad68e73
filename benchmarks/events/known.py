"""Where publicly known ruptures stand among all pairs and years."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from leeway.measures.backends.duck import DuckDBEngine
from leeway.measures.events.classes import CLASSES
from leeway.measures.events.counts import PairCounts, counts_of
from leeway.numerics.event_rates import growth_with_others, rupture_scores
from leeway.record.store import Record

KEY = "known"
SOURCE = "icews-dyad-year"
ENOUGH = 30.0
EARLIER = 3
ADDED = "words and deeds against both sides' growth, added"
SMALL = ("ARM HUN 2012", "CAN RUS 2014", "FRA RWA 2006", "AZE HUN 2012")
WEIGHTS = {
    "verbal cooperation": 2.6,
    "material cooperation": 6.7,
    "verbal conflict": -3.4,
    "material conflict": -7.2,
}
"""Mean Goldstein weights of the four classes, for the mean that most charts show."""

Doubles = NDArray[np.float64]


def section(record: Record, shared: Path) -> Section:
    """Ranks of the known ruptures by what Leeway uses and by what is usual."""
    told = {line: _counts(record, line) for line in CLASSES}
    states, periods = told["words"].states, [day.year for day in told["words"].periods]
    both = {line: (_both(one.cooperation), _both(one.conflict)) for line, one in told.items()}
    events = sum(coop + conf for coop, conf in both.values())
    upper = np.triu_indices(len(states), 1)
    window = np.stack(
        [events[:, :, at - EARLIER : at + 1].sum(axis=2) for at in range(EARLIER, len(periods))], 2
    )
    compared = window[upper] >= ENOUGH
    conflict = both["words"][1] + both["deeds"][1]
    scores = {
        ADDED: _scores(both["words"][1]) + _scores(both["deeds"][1]),
        "all conflict against both sides' growth": _scores(conflict),
        "words alone": _scores(both["words"][1]),
        "deeds alone": _scores(both["deeds"][1]),
        "growth of conflict, as it stands": _change(conflict),
        "mean Goldstein weight, as most charts have it": -_change(_mean_weight(both)),
    }
    cases = pl.read_csv(shared / "data/events/reference/known_shifts_2002_2014.csv")
    place = {state: at for at, state in enumerate(states)}
    known = [
        (f"{a} {b} {year}", place[a], place[b], year - periods[0] - EARLIER)
        for a, b, year in cases.select("iso3_a", "iso3_b", "year").iter_rows()
    ]
    number = int(compared.sum())
    ranks = {name: _ranks(score, upper, compared, known) for name, score in scores.items()}
    main = ranks[ADDED]
    own = scores[ADDED][upper][compared]
    kazakhstan = scores[ADDED][place["KAZ"], place["RUS"]]
    limits = np.quantile(own, [0.95, 0.99])
    sample = f"{len(known)} ruptures among {number:,} pairs and years"
    return Section(
        key=KEY,
        title="Known ruptures among all pairs and years",
        command="python -m benchmarks.events known",
        method=(
            f"Counts of {SOURCE}, 2002-2014; a pair counts in a year with {ENOUGH:.0f} events in it and the "
            "three years before together. The score is the difference of twice the roots of conflict told "
            "and expected, words and deeds each held against the growth of both sides with everybody else, "
            "and added. The list of ruptures is public history, chosen before the product was written; it "
            "favours large pairs, which is why raw growth does well too."
        ),
        figures=[
            Figure(
                "median rank of the known", float(np.median(list(main.values()))), sample, high=100, digits=0
            ),
            Figure(
                "known in the top 1%",
                sum(one <= 0.01 * number for one in main.values()),
                sample,
                low=18,
                digits=0,
            ),
            Figure(
                "known in the top 5%", sum(one <= 0.05 * number for one in main.values()), sample, digits=0
            ),
            *(
                Figure(f"rank of {name}, a small pair", main[name], sample, high=0.01 * number, digits=0)
                for name in SMALL
            ),
            Figure("95% of all scores stay below", float(limits[0]), f"{number:,} pairs and years", digits=1),
            Figure(
                "99% of all scores stay below: beyond is a rupture",
                float(limits[1]),
                f"{number:,} pairs and years",
                digits=1,
            ),
            Figure(
                "Kazakhstan and Russia: the largest score",
                float(np.nanmax(kazakhstan)),
                "10 years",
                high=float(limits[1]),
                digits=1,
            ),
        ],
        tables=[
            Table(
                "What each statistic makes of them",
                ("statistic", "median rank", "top 1%", "top 5%"),
                [
                    (
                        name,
                        f"{np.median(list(found.values())):,.0f}",
                        str(sum(one <= 0.01 * number for one in found.values())),
                        str(sum(one <= 0.05 * number for one in found.values())),
                    )
                    for name, found in ranks.items()
                ],
            ),
            Table(
                "Case by case",
                ("case", "rank", "what"),
                [
                    (name, f"{main[name]:,}", what)
                    for (name, *_), what in sorted(
                        zip(known, cases["what"], strict=True), key=lambda one: main[one[0][0]]
                    )
                ],
            ),
        ],
        remarks=[
            "Not seen: "
            + ", ".join(name for name, rank in main.items() if rank > 0.05 * number)
            + ". The table itself shows less conflict there than in the years before."
        ],
    )


def _counts(record: Record, line: str) -> PairCounts:
    found = counts_of(DuckDBEngine(record), CLASSES[line])  # type: ignore[index]
    return next(one for one in found if one.source == SOURCE)


def _both(counts: Doubles) -> Doubles:
    return counts + counts.transpose(1, 0, 2)


def _scores(counts: Doubles) -> Doubles:
    return rupture_scores(counts, growth_with_others(counts), earlier=EARLIER)[:, :, EARLIER:]


def _change(values: Doubles) -> Doubles:
    return np.stack(
        [
            values[:, :, at] - values[:, :, at - EARLIER : at].mean(axis=2)
            for at in range(EARLIER, values.shape[2])
        ],
        2,
    )


def _mean_weight(both: dict[str, tuple[Doubles, Doubles]]) -> Doubles:
    weighed = sum(
        WEIGHTS[CLASSES[line].cooperation] * coop + WEIGHTS[CLASSES[line].conflict] * conf  # type: ignore[index]
        for line, (coop, conf) in both.items()
    )
    events = sum(coop + conf for coop, conf in both.values())
    return np.asarray(weighed / np.maximum(events, 1.0))


def _ranks(
    score: Doubles, upper: tuple[Doubles, ...], compared: Doubles, known: list[tuple[str, int, int, int]]
) -> dict[str, int]:
    every = score[upper][compared]
    return {name: int((every > score[one, two, at]).sum()) + 1 for name, one, two, at in known}
