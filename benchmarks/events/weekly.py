"""What the weeks of 2022 show: Russia's break with those that sanctioned it, against pairs without one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from benchmarks.figures import Figure, Section
from leeway.measures.backends.duck import DuckDBEngine
from leeway.measures.events.weeks import HAZARD, PERSISTS, WeekCounts, weeks_of
from leeway.numerics.conflict_share import fit_correlation, share_step
from leeway.numerics.online_change import lasting_changes
from leeway.record.store import Record

KEY = "weekly"
SCORED, ELSEWHERE = "icews22", "icews18"
BROKE = dt.date(2022, 2, 21)
SANCTIONED = frozenset(
    (
        "AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "IRL",
        "ITA", "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE",
        "USA", "GBR", "CAN", "JPN", "AUS", "NZL", "NOR", "CHE", "KOR", "ISL",
    )
)  # fmt: skip
"""Members of the EU, and others that had sanctioned Russia by March 2022."""

AT_WAR = {"RUS", "UKR", "BLR"}
LEAST = (60, 80, 100, 120)
HEADLINE = 100
FALSE = 0.05

Pair = tuple[str, str]


def section(record: Record) -> Section:
    """How well the break is seen, at thresholds from other pairs."""
    engine = DuckDBEngine(record)
    counts, other = weeks_of(engine, SCORED), weeks_of(engine, ELSEWHERE)
    if counts is None or other is None:
        raise SystemExit(f"The record tells no weeks of {SCORED} and {ELSEWHERE}.")
    kept = other.total.sum(axis=1) >= 20
    correlation = fit_correlation(other.conflict[kept], other.total[kept])
    distinct = _distinct(record)
    scores = {
        pair: share_step(
            counts.conflict[row], counts.total[row], correlation=correlation, shortest=PERSISTS, towards=1
        ).score
        for row, pair in enumerate(counts.pairs)
        if distinct.get(pair, 0) >= min(LEAST) // 2
    }
    told = {least: _one(scores, distinct, least) for least in LEAST}
    headline = told[HEADLINE]
    dated = _dated(counts, correlation, distinct)
    kazakhstan = counts.row("KAZ", "RUS")
    assert kazakhstan is not None
    own = lasting_changes(
        counts.conflict[kazakhstan],
        counts.total[kazakhstan],
        correlation=correlation,
        hazard=HAZARD,
        persists=PERSISTS,
    )
    sample = f"{headline.broke} pairs that broke, {headline.quiet} that did not"
    return Section(
        key=KEY,
        title="The break of February 2022, by week",
        command="python -m benchmarks.events weekly",
        method=(
            f"Events of {SCORED} by week, 2022-01-03 to 2022-08-28, reports collapsed to event-days, "
            "mirrored ones folded, statements left out. Broke: Russia with each of those that had sanctioned "
            "it by March 2022. Did not: pairs without Russia, Ukraine and Belarus; some of them had real "
            "shifts. The score is the root of twice the log likelihood ratio of one step up in the share of "
            f"conflict. The correlation within a week ({correlation:.3f}) is fitted on {ELSEWHERE}, and the "
            "threshold is that of other pairs, with half as many reports: nothing scored sets it. About as "
            f"many pairs as in the notes (17 and 131) have {LEAST[1]} distinct reports or more."
        ),
        figures=[
            *(
                Figure(
                    f"area under the curve, {least} distinct reports or more", one.area, one.sample, low=0.86
                )
                for least, one in told.items()
            ),
            *(
                Figure(
                    f"broke and is seen at a threshold of 5% elsewhere, {least} or more",
                    one.seen,
                    one.sample,
                    low=0.45,
                    digits=2,
                )
                for least, one in told.items()
            ),
            *(
                Figure(
                    f"did not break and is flagged at that threshold, {least} or more",
                    one.flagged,
                    one.sample,
                )
                for least, one in told.items()
            ),
            Figure(
                "Kazakhstan and Russia: lasting changes believed",
                len(own),
                f"{int(counts.total[kazakhstan].sum())} events",
                high=0,
                digits=0,
            ),
            Figure("broke: a lasting change up is believed online", dated["believed"], sample, digits=2),
            Figure("of these, dated within two weeks of 2022-02-24", dated["near"], sample, digits=2),
            Figure("did not break: a lasting change up is believed online", dated["false"], sample),
        ],
    )


def _distinct(record: Record) -> dict[Pair, int]:
    told = record.select(
        "SELECT least(actor, target) AS state, greatest(actor, target) AS partner, "
        "count(DISTINCT (actor, target, code, day)) AS reports "
        "FROM reports WHERE source = $source GROUP BY ALL",
        values={"source": SCORED},
    )
    return {(state, partner): number for state, partner, number in told.iter_rows()}


def _broke(pair: Pair) -> bool:
    return "RUS" in pair and bool((set(pair) - {"RUS"}) & SANCTIONED)


@dataclass(frozen=True, slots=True)
class Told:
    """How well the break is seen among pairs with some number of reports or more."""

    broke: int
    quiet: int
    elsewhere: int
    area: float
    seen: float
    flagged: float

    @property
    def sample(self) -> str:
        """Pairs that were scored, and those that set the threshold."""
        return f"{self.broke} that broke, {self.quiet} that did not; threshold of {self.elsewhere} others"


def _one(scores: dict[Pair, float], distinct: dict[Pair, int], least: int) -> Told:
    enough = {pair: score for pair, score in scores.items() if distinct[pair] >= least}
    broken = np.array([score for pair, score in enough.items() if _broke(pair)])
    quiet = np.array([score for pair, score in enough.items() if not AT_WAR & set(pair)])
    elsewhere = [
        score
        for pair, score in scores.items()
        if least / 2 <= distinct[pair] < least and not AT_WAR & set(pair)
    ]
    limit = float(np.quantile(elsewhere, 1.0 - FALSE))
    return Told(
        broke=broken.size,
        quiet=quiet.size,
        elsewhere=len(elsewhere),
        area=float((broken[:, None] > quiet).mean() + 0.5 * (broken[:, None] == quiet).mean()),
        seen=float((broken > limit).mean()),
        flagged=float((quiet > limit).mean()),
    )


def _dated(counts: WeekCounts, correlation: float, distinct: dict[Pair, int]) -> dict[str, float]:
    """What the online detector believes of pairs that broke and of others."""
    found: dict[bool, list[list[dt.date]]] = {True: [], False: []}
    for row, pair in enumerate(counts.pairs):
        if distinct.get(pair, 0) < HEADLINE or (AT_WAR & set(pair) and not _broke(pair)):
            continue
        told = lasting_changes(
            counts.conflict[row], counts.total[row], correlation=correlation, hazard=HAZARD, persists=PERSISTS
        )
        found[_broke(pair)].append([counts.weeks[one.place] for one in told if one.after > one.before])
    near = [any(abs((week - BROKE).days) <= 14 for week in one) for one in found[True] if one]
    return {
        "believed": float(np.mean([bool(one) for one in found[True]])),
        "near": float(np.mean(near)) if near else 0.0,
        "false": float(np.mean([bool(one) for one in found[False]])),
    }
