"""Breaks between two states as events show them: ruptures by period, lasting changes by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from leeway.measures.events.classes import PARTIAL
from leeway.measures.events.rates import SourceRates, label, middle
from leeway.measures.events.ruptures import LIMITS, Ruptures, ruptures
from leeway.measures.events.weeks import FEWEST, WeeklyChange, weekly_change, weeks_of
from leeway.measures.line import Span
from leeway.verdict.evidence import rounded

_TO_SUNDAY = dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class RuptureTold:
    """Conflict beyond what the three periods before lead to expect, words and deeds added.

    Attributes
    ----------
    source : str
    limits : tuple of float
        What 95% and 99% of all pairs and periods stay below.
    scores : dict of str to float
        By period, of this pair.
    ruptures, unusual : tuple of str
        Periods beyond the last, and beyond the first limit only.
    detectable : dict of str to (float, float)
        By line: conflict events in the last period, and how many would have been a rupture by themselves.
    ranked : int
        Pairs and periods that were compared.
    """

    source: str
    limits: tuple[float, ...]
    scores: dict[str, float]
    ruptures: tuple[str, ...]
    unusual: tuple[str, ...]
    detectable: dict[str, tuple[float, float]]
    ranked: int


def ruptured(rates: Mapping[str, SourceRates], state: str, partner: str, span: Span) -> RuptureTold | None:
    """Ruptures of a pair within a span, from the rates of each line; None where too little is told."""
    if not rates or len({(one.source, one.periods) for one in rates.values()}) != 1:
        return None
    told = ruptures(list(rates.values()))
    own = told.of(state, partner)
    if own is None or not told.limits:
        return None
    kind = next(iter(rates.values())).kind
    inside = {
        label(day, kind): float(score)
        for day, score in zip(told.periods, own, strict=True)
        if np.isfinite(score) and span[0] <= middle(day, kind) <= span[1]
    }
    return RuptureTold(
        source=next(iter(rates.values())).source,
        limits=told.limits,
        scores=inside,
        ruptures=tuple(name for name, score in inside.items() if score > told.limits[-1]),
        unusual=tuple(name for name, score in inside.items() if told.limits[0] < score <= told.limits[-1]),
        detectable=_detectable(rates, told, state, partner, span),
        ranked=int(np.isfinite(told.scores).sum()),
    )


def _detectable(
    rates: Mapping[str, SourceRates], told: Ruptures, state: str, partner: str, span: Span
) -> dict[str, tuple[float, float]]:
    """Conflict in the last period of the window, and how much of it would have been a rupture."""
    found = {}
    for line, own in rates.items():
        row, places = own.row(state, partner), own.within(span)
        if row is None or not places.size:
            continue
        at = int(places[-1])
        score = own.ruptures()[row, at]
        if not np.isfinite(score):
            continue
        counts = float(own.counts["conflict"][row, at])
        expected = np.sqrt(counts + 0.375) - 0.5 * float(score)
        found[line] = counts, float((expected + 0.5 * told.limits[-1]) ** 2 - 0.375)
    return found


def weekly(
    record: Path | str | None,
    state: str,
    partner: str,
    span: Span,
    known: dt.date | None,
    source: str | None,
) -> tuple[WeeklyChange | None, str | None]:
    """Lasting changes by week from the record, or why there are none to tell."""
    from leeway.measures.backends.duck import DuckDBEngine
    from leeway.measures.events.reactions import source_around
    from leeway.record.store import open_record, record_path

    if not record_path(record).exists():
        return None, "Changes by week need the record: leeway refresh gdelt, icews or polecat."
    with open_record(record) as held:
        days = (span[1] - span[0]).days
        named = source_around(held, span[0], days, named=source, without=PARTIAL)
        counts = None
        if named is not None:
            counts = weeks_of(DuckDBEngine(held), named, until=min(span[1], known or span[1]))
    if counts is None:
        whose = "The record" if source is None else f"The source '{source}'"
        return None, f"{whose} tells no series of events by day from {span[0]} to {span[1]}."
    found = weekly_change(counts, state, partner)
    if found is None:
        return None, f"{counts.source} tells fewer than {FEWEST} events of the pair by week."
    return found, None


def rupture_dict(told: RuptureTold) -> dict[str, Any]:
    """The entry ``ruptures`` of ``leeway events --json``."""
    return {
        "source": told.source,
        "limits": {f"{share:.0%}": rounded(limit) for share, limit in zip(LIMITS, told.limits, strict=True)},
        "scores": {period: rounded(score) for period, score in told.scores.items()},
        "ruptures": list(told.ruptures),
        "unusual": list(told.unusual),
        "detectable": {
            line: {"events": rounded(there), "rupture": rounded(needed)}
            for line, (there, needed) in told.detectable.items()
        },
        "ranked": told.ranked,
    }


def weekly_dict(told: WeeklyChange) -> dict[str, Any]:
    """The entry ``weekly`` of ``leeway events --json``."""
    low, high = told.step.interval()
    return {
        "source": told.source,
        "weeks": [one.isoformat() for one in told.weeks],
        "conflict": [int(one) for one in told.conflict],
        "events": [int(one) for one in told.total],
        "changes": [
            {
                "week": told.weeks[one.place].isoformat(),
                "low": told.weeks[one.low].isoformat(),
                "high": told.weeks[one.high].isoformat(),
                "known": (told.weeks[one.known] + _TO_SUNDAY).isoformat(),
                "probability": rounded(one.probability),
                "before": rounded(one.before),
                "after": rounded(one.after),
            }
            for one in told.changes
        ],
        "step": {
            "week": told.weeks[told.step.place].isoformat(),
            "low": told.weeks[low].isoformat(),
            "high": told.weeks[high].isoformat(),
            "score": rounded(told.step.score),
            "before": rounded(told.step.before),
            "after": rounded(told.step.after),
            "quiet": rounded(told.quiet),
        },
    }
