"""What A and B say and do to each other: words apart from deeds, ruptures, and who reacted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leeway.errors import QuestionError
from leeway.measures.events.estimates import EventEstimates
from leeway.measures.events.rates import SourceRates, label
from leeway.measures.events.weeks import WeeklyChange
from leeway.measures.line import SourceCovered
from leeway.numerics.conflict_share import fit_correlation, share_interval
from leeway.verdict.breaks_told import RuptureTold, rupture_dict, ruptured, weekly, weekly_dict
from leeway.verdict.evidence import LineAnswer, SilentLine, rounded, source_dict
from leeway.verdict.line_answer import answer_line, line_caveats
from leeway.verdict.lines import Estimates, Line, known_by, load_lines
from leeway.verdict.naming import name_of, pair_of
from leeway.verdict.reactions import Around, around_day
from leeway.verdict.shown import Shown
from leeway.verdict.window import Window, backwards, day_of

COLUMNS = (
    "period", "line", "source", "conflict", "cooperation", "closeness", "low", "high", "share", "share_low",
    "share_high", "rupture",
)  # fmt: skip
"""Columns of ``leeway events --csv``."""

ENOUGH = 10
"""Events of a pair in a period below which no share is told."""

_LINES = ("words", "deeds")
_BESIDE = "relations"


@dataclass(frozen=True, slots=True)
class PeriodTold:
    """One period of one line.

    Attributes
    ----------
    period : str
    line, source : str
    conflict, cooperation : float
        Events, as the estimates keep them.
    closeness, low, high : float
        Less the logarithm of conflict a year, against both sides' with others, and its 90% interval.
    share : tuple of three floats or None
        Share of conflict, and its beta-binomial 90% interval; None with fewer than `ENOUGH` events.
    """

    period: str
    line: str
    source: str
    conflict: float
    cooperation: float
    closeness: float
    low: float
    high: float
    share: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Events(Shown):
    """What two states say and do to each other.

    Attributes
    ----------
    state, partner, state_name, partner_name : str
    since, until : date
    lines : tuple of LineAnswer or SilentLine
        Words, then deeds.
    periods : tuple of PeriodTold
    ruptured : RuptureTold or None
        None where no source tells four periods of the pair.
    weekly : WeeklyChange or None
        Lasting changes by week; None without a record that tells the pair by day.
    around : Around or None
        What happened around a day and who reacted.
    missing, caveats : tuple of str
    sources : tuple of SourceCovered
    version : str
    """

    state: str
    partner: str
    state_name: str
    partner_name: str
    since: dt.date
    until: dt.date
    lines: tuple[LineAnswer | SilentLine, ...]
    periods: tuple[PeriodTold, ...]
    ruptured: RuptureTold | None
    weekly: WeeklyChange | None
    around: Around | None
    missing: tuple[str, ...]
    caveats: tuple[str, ...]
    sources: tuple[SourceCovered, ...]
    version: str

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a period and line, under the keys of `COLUMNS`."""
        scores = {} if self.ruptured is None else self.ruptured.scores
        return [
            {
                "period": one.period,
                "line": one.line,
                "source": one.source,
                "conflict": rounded(one.conflict),
                "cooperation": rounded(one.cooperation),
                "closeness": rounded(one.closeness),
                "low": rounded(one.low),
                "high": rounded(one.high),
                **dict(
                    zip(
                        ("share", "share_low", "share_high"),
                        (None,) * 3 if one.share is None else map(rounded, one.share),
                        strict=True,
                    )
                ),
                "rupture": rounded(scores[one.period]) if one.period in scores else None,
            }
            for one in self.periods
        ]

    def to_dict(self) -> dict[str, Any]:
        """Stable keys for ``leeway events --json``."""
        return {
            "state": self.state,
            "partner": self.partner,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "lines": [one.to_dict() for one in self.lines],
            "periods": self.rows(),
            "ruptures": None if self.ruptured is None else rupture_dict(self.ruptured),
            "weekly": None if self.weekly is None else weekly_dict(self.weekly),
            "around": None if self.around is None else self.around.to_dict(),
            "missing": list(self.missing),
            "caveats": list(self.caveats),
            "data": {"version": self.version, "sources": [source_dict(one) for one in self.sources]},
            "names": {self.state: self.state_name, self.partner: self.partner_name},
        }


def events(
    a: str,
    b: str,
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    as_of: str | dt.date | None = None,
    around: str | dt.date | None = None,
    days: int = 14,
    source: str | None = None,
    record: Path | str | None = None,
    estimates: Estimates = None,
    draws: int = 400,
    seed: int = 0,
) -> Events:
    """Tell what A and B say and do to each other, and who reacted to an event between them.

    Parameters
    ----------
    a, b : str
        Two states, however written.
    since, until : str or date, optional
        The window; by default all that the source with most of it tells of the pair.
    as_of : str or date, optional
        Use nothing dated later.
    around : str or date, optional
        A day: what happened then, and what third states did in the days after; needs the record.
    days : int
        How many days after, the day itself included.
    source : str, optional
        Source of the record's reports for the weeks and the days around; by default that with most of them.
    record : path, optional
        The record's file, if not the usual one; without a record the parts that need it are missing.
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.
    draws, seed : int

    Returns
    -------
    Events

    Raises
    ------
    QuestionError
        If the pair or the days make no sense.
    DataError
        If `around` is asked for and the record has no reports of those days.

    Examples
    --------
    >>> found = events("Kazakhstan", "Russia", since="2004", until="2014")
    >>> [(line.line, line.told.answer) for line in found.lines if hasattr(line, "told")]
    [('words', 'still'), ('deeds', 'still')]
    >>> found.ruptured.ruptures
    ()
    """
    if days < 1:
        raise QuestionError(f"{days} days are no stretch of time.", hint="--days 14")
    moment = None if until is None else day_of(until, end=True)
    state, partner = pair_of(a, b, on=moment)
    lines = load_lines(_names(estimates), estimates=estimates)
    known = None if as_of is None else day_of(as_of, end=True)
    if known is not None:
        lines = known_by(lines, known)
    window = _window(lines, state, partner, since, until, known)
    names, span = (name_of(state), name_of(partner)), (window.since, window.until)
    said = tuple(answer_line(line, state, partner, window, draws=draws, seed=seed) for line in lines)
    rates = {
        line: found
        for line, own in _counted(lines).items()
        if (found := own.chosen(state, partner, span)) is not None
    }
    by_week, week_gap = weekly(record, state, partner, span, known, source)
    beyond = None if around is None else day_of(around, end=False)
    told_around = None
    if beyond is not None:
        told_around = around_day(record, state, partner, beyond, days, source=source, known=known)
    told = [one for one in said if isinstance(one, LineAnswer)]
    of_line = {line.measure.line: line for line in lines}
    silent = [f"{one.line.capitalize()}: {one.reason}" for one in said if isinstance(one, SilentLine)]
    return Events(
        state=state,
        partner=partner,
        state_name=names[0],
        partner_name=names[1],
        since=window.since,
        until=window.until,
        lines=said,
        periods=_periods(rates, state, partner, window),
        ruptured=ruptured(rates, state, partner, span),
        weekly=by_week,
        around=told_around,
        missing=(*silent, *([week_gap] if week_gap else [])),
        caveats=tuple(
            dict.fromkeys(
                one for line in told for one in line_caveats(of_line[line.line], line, names, window)
            )
        ),
        sources=tuple({one.id: one for line in lines for one in line.estimates.sources}.values()),
        version="; ".join(line.estimates.version for line in lines),
    )


def _names(estimates: Estimates) -> tuple[str, ...]:
    """Words and deeds, and relations where there are estimates of them: none are shipped."""
    if isinstance(estimates, Mapping):
        held = _BESIDE in estimates
    else:
        held = estimates is not None and (Path(estimates) / _BESIDE).is_dir()
    return (*_LINES, _BESIDE) if held else _LINES


def _counted(lines: tuple[Line, ...]) -> dict[str, EventEstimates]:
    """Estimates of the lines that count events."""
    return {one.measure.line: one.estimates for one in lines if isinstance(one.estimates, EventEstimates)}


def _window(
    lines: tuple[Line, ...],
    state: str,
    partner: str,
    since: str | dt.date | None,
    until: str | dt.date | None,
    known: dt.date | None,
) -> Window:
    """The window asked for; its ends by default those of the source that tells most of the pair then."""
    asked = (
        None if since is None else day_of(since, end=False),
        None if until is None else day_of(until, end=True),
    )
    telling = [
        rates.span
        for own in _counted(lines).values()
        for rates in own.rates.values()
        if rates.row(state, partner) is not None
    ]
    then = [
        span
        for span in telling
        if (asked[0] is None or asked[0] < span[1]) and (asked[1] is None or span[0] < asked[1])
    ]
    covered = max(then or telling, key=lambda span: span[1] - span[0], default=lines[0].estimates.covered)
    first, last = asked[0] or covered[0], asked[1] or covered[1]
    if known is not None:
        last = min(last, known)
    if first >= last:
        raise backwards(first, last, hint=f"Events are told from {covered[0]} to {covered[1]}.")
    return Window(since=first, until=last, asked_until=last, gaps=())


def _periods(
    rates: dict[str, SourceRates], state: str, partner: str, window: Window
) -> tuple[PeriodTold, ...]:
    found = []
    for line, told in rates.items():
        row = told.row(state, partner)
        places = told.within((window.since, window.until))
        if row is None or not places.size:
            continue
        correlation = fit_correlation(
            told.counts["conflict"], told.counts["conflict"] + told.counts["cooperation"]
        )
        value, noise, conflict = told.rates("conflict", row, places)
        for at, place in enumerate(places):
            against, together = float(conflict[0, at]), float(told.counts["cooperation"][row, place])
            enough = against + together >= ENOUGH
            found.append(
                PeriodTold(
                    period=label(told.periods[place], told.kind),
                    line=line,
                    source=told.source,
                    conflict=against,
                    cooperation=together,
                    closeness=-float(value[0, at]),
                    low=-float(value[0, at] + 1.645 * noise[0, at]),
                    high=-float(value[0, at] - 1.645 * noise[0, at]),
                    share=share_interval(against, against + together, correlation=correlation)
                    if enough
                    else None,
                )
            )
    return tuple(found)
