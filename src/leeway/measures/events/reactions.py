"""Who reacted: what third states did to either of a pair after a day, against what they usually do."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leeway.record.store import Record

BEFORE = 91
"""Days before the event that tell what a state usually does."""

_PRIOR = 0.5


@dataclass(frozen=True, slots=True)
class Act:
    """What one of the two did to the other on a day.

    Attributes
    ----------
    day : date
    actor, target : str
    root : str
    codes : tuple of str
        Codes of the reports behind it.
    reports : int
    mutual : bool
    """

    day: dt.date
    actor: str
    target: str
    root: str
    codes: tuple[str, ...]
    reports: int
    mutual: bool


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a third state did to one of the two in the days after.

    Attributes
    ----------
    actor, target : str
    root : str
        Root of the CAMEO codes: how it reacted.
    codes : tuple of str
        Codes of the reports behind it.
    events, reports : int
        Days on which it did so, and reports of it.
    expected : float
        Events that its last `BEFORE` days, as far as they are told, lead to expect.
    p : float
        Probability of as many or more if it did only what it usually does.
    q : float
        The same, after so many reactions were looked at (Benjamini and Hochberg).
    first : date
        First day on which it did.
    """

    actor: str
    target: str
    root: str
    codes: tuple[str, ...]
    events: int
    reports: int
    expected: float
    p: float
    q: float
    first: dt.date


_ACTS = """
    WITH told AS (
        SELECT day, actor, target, root, code, mirror FROM reports
        WHERE source = $source AND day BETWEEN $first AND $last
          AND least(actor, target) = $one AND greatest(actor, target) = $two
    ),
    rows AS (
        SELECT *, EXISTS (
            SELECT 1 FROM told AS other
            WHERE other.day = told.day AND other.actor = told.target AND other.code = told.mirror
        ) AS mutual FROM told
    )
    SELECT e.day, e.actor, e.target, e.root, e.reports, e.mutual,
           list(DISTINCT r.code ORDER BY r.code) AS codes
    FROM events e JOIN rows r ON r.day = e.day AND r.root = e.root AND r.mutual = e.mutual
      AND (e.mutual OR r.actor = e.actor)
    WHERE e.source = $source AND e.day BETWEEN $first AND $last
      AND least(e.actor, e.target) = $one AND greatest(e.actor, e.target) = $two
    GROUP BY ALL ORDER BY e.day, e.root, e.actor
"""
_THIRD = """
    WITH sides AS (
        SELECT day, root, reports, actor, target FROM events WHERE source = $source
        UNION ALL
        SELECT day, root, reports, target, actor FROM events WHERE source = $source AND mutual
    )
    SELECT actor, target, root,
           count(*) FILTER (day >= $first) AS events,
           coalesce(sum(reports) FILTER (day >= $first), 0)::BIGINT AS reports,
           count(*) FILTER (day < $first) AS earlier,
           min(day) FILTER (day >= $first) AS first_day
    FROM sides
    WHERE day BETWEEN $before AND $last AND target IN ($one, $two) AND actor NOT IN ($one, $two)
    GROUP BY ALL HAVING events > 0
"""
_CODES = """
    SELECT actor, target, root, list(DISTINCT code ORDER BY code) AS codes FROM (
        SELECT day, root, code, actor, target FROM reports WHERE source = $source
        UNION ALL
        SELECT day, root, coalesce(mirror, code), target, actor FROM reports
        WHERE source = $source AND mirror IS NOT NULL
    ) WHERE day BETWEEN $first AND $last AND target IN ($one, $two) AND actor NOT IN ($one, $two)
    GROUP BY ALL
"""
_FIRST = "SELECT min(day) AS day FROM reports WHERE source = $source"
_SOURCES = """
    SELECT source, count(*) AS reports FROM reports WHERE day BETWEEN $first AND $last
    GROUP BY 1 ORDER BY reports DESC, source
"""


def source_around(
    record: Record, day: dt.date, days: int, *, named: str | None = None, without: Collection[str] = ()
) -> str | None:
    """The source with most reports in the days after one; None where there is none."""
    found = record.select(_SOURCES, values={"first": day, "last": day + dt.timedelta(days=days)})
    told = [source for source in found["source"] if source not in without]
    return (named if named in told else None) if named else (told[0] if told else None)


def acts_between(
    record: Record, source: str, state: str, partner: str, first: dt.date, last: dt.date
) -> tuple[Act, ...]:
    """What two states did to each other in some days, by day."""
    values = {
        "source": source,
        "first": first,
        "last": last,
        "one": min(state, partner),
        "two": max(state, partner),
    }
    return tuple(
        Act(
            day=row["day"],
            actor=row["actor"],
            target=row["target"],
            root=row["root"],
            codes=tuple(row["codes"]),
            reports=int(row["reports"]),
            mutual=bool(row["mutual"]),
        )
        for row in record.select(_ACTS, values=values).iter_rows(named=True)
    )


def reactions(
    record: Record, source: str, state: str, partner: str, day: dt.date, days: int
) -> tuple[Reaction, ...]:
    """What third states did to either from a day on, those beyond their habit first.

    Parameters
    ----------
    record : Record
    source : str
    state, partner : str
    day : date
        Day of the event; it counts among those after.
    days : int
        Days looked at.
    """
    values = {
        "source": source,
        "before": day - dt.timedelta(days=BEFORE),
        "first": day,
        "last": day + dt.timedelta(days=days - 1),
        "one": state,
        "two": partner,
    }
    rows = record.select(_THIRD, values=values)
    if rows.is_empty():
        return ()
    begins = record.select(_FIRST, values={"source": source}).item()
    earlier = min(BEFORE, (day - begins).days)
    codes = record.select(_CODES, values={name: held for name, held in values.items() if name != "before"})
    both = rows.join(codes, on=["actor", "target", "root"], how="left").sort("actor", "target", "root")
    found = [
        (row, chance_of(int(row["events"]), int(row["earlier"]), days / max(1, earlier)))
        for row in both.iter_rows(named=True)
    ]
    adjusted = false_discovery([p for _, p in found])
    told = [
        Reaction(
            actor=row["actor"],
            target=row["target"],
            root=row["root"],
            codes=tuple(row["codes"] or ()),
            events=int(row["events"]),
            reports=int(row["reports"]),
            expected=(int(row["earlier"]) + _PRIOR) * days / max(1, earlier),
            p=p,
            q=q,
            first=row["first_day"],
        )
        for (row, p), q in zip(found, adjusted, strict=True)
    ]
    return tuple(sorted(told, key=lambda one: (one.p, -one.reports, one.actor, one.target, one.root)))


def chance_of(events: int, earlier: int, length: float) -> float:
    """Probability of so many events or more, given how many there were in a longer stretch before.

    The rate has a gamma posterior, and the count to come is negative binomial.

    Parameters
    ----------
    events, earlier : int
    length : float
        Length of the stretch looked at, in stretches before.

    Examples
    --------
    >>> round(chance_of(3, 0, 0.15), 4), round(chance_of(3, 20, 0.15), 2)
    (0.0007, 0.58)
    """
    size, share = earlier + _PRIOR, 1.0 / (1.0 + length)
    below = 0.0
    for number in range(events):
        log = math.lgamma(size + number) - math.lgamma(size) - math.lgamma(number + 1)
        below += math.exp(log + size * math.log(share) + number * math.log1p(-share))
    return min(1.0, max(1.0 - below, 1e-12))


def false_discovery(chances: list[float]) -> list[float]:
    """Chances adjusted for how many were looked at: the false discovery rate at which each would count.

    Examples
    --------
    >>> [round(one, 3) for one in false_discovery([0.01, 0.5, 0.02])]
    [0.03, 0.5, 0.03]
    """
    order = sorted(range(len(chances)), key=lambda at: chances[at], reverse=True)
    adjusted, least = [0.0] * len(chances), 1.0
    for above, at in enumerate(order):
        least = min(least, chances[at] * len(chances) / (len(chances) - above))
        adjusted[at] = least
    return adjusted
