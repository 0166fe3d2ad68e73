"""Put the question to one line of evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from leeway.drift.direction import direction
from leeway.drift.onset import onset
from leeway.drift.unusual import Unusual, spread_out, unusual
from leeway.drift.who_moved import Moved, who_moved
from leeway.measures.caution import Caveat
from leeway.measures.line import (
    Attribution,
    Leg,
    Legged,
    PairChanges,
    Scaled,
    ScaledLegs,
    ShortSighted,
    Silent,
    Span,
)
from leeway.verdict import caveats
from leeway.verdict.evidence import EVEN, LegAnswer, LineAnswer, SilentLine
from leeway.verdict.lines import Line
from leeway.verdict.naming import name_of
from leeway.verdict.raw_agreement import raw_agreement
from leeway.verdict.window import Window, together

FEWEST_PAIRS = 20
"""Pairs that a change must be compared with before a share of them is told."""

_TOWARDS = {"away": -1, "closer": 1}


def answer_line(
    line: Line, state: str, partner: str, window: Window, *, draws: int = 400, seed: int = 0
) -> LineAnswer | SilentLine:
    """What one line of evidence says about a dyad over a window, as far as its own record goes.

    Returns
    -------
    LineAnswer or SilentLine
        The latter where the line has nothing on the pair, or fewer than two of its periods.
    """
    estimates, measure = line.estimates, line.measure
    since, until = (max(window.since, estimates.covered[0]), min(window.until, estimates.covered[1]))
    if reason := _silence(line, state, partner, (since, until)):
        return SilentLine(measure.line, measure.group, measure.title, measure.unit, reason, estimates.covered)
    series = estimates.series(state, partner, window=(since, until), draws=draws, seed=seed)
    since, until = max(since, series.covered[0]), min(until, series.covered[1])
    within = series.between(since, until)
    if len(within.times) < 2:
        return SilentLine(
            measure.line,
            measure.group,
            measure.title,
            measure.unit,
            f"The window from {since} to {until} holds {len(within.times)} of the periods of the line "
            f"{measure.line}; a change needs two.",
            estimates.covered,
        )
    margin = _margin(line, state, partner, (since, until))
    told = direction(series, since, until, margin=margin, fewest=measure.fewest)
    if told.answer == "still" and (blind := _unseen(line, state, partner, (since, until))):
        told = replace(told, answer="unclear", probability=EVEN, reason=blind)
    began = None
    if told.answer in _TOWARDS:
        began = onset(series, since, until, margin=margin, towards=_TOWARDS[told.answer])
    before, after = told.before.span, told.after.span
    parts = again = others = None
    if told.reason != "few observations":
        parts = estimates.moved(state, partner, before, after)
        again = estimates.same_questions(state, partner, before, after)
        others = estimates.changes(before, after)
    return LineAnswer(
        line=measure.line,
        group=measure.group,
        title=measure.title,
        told=told,
        onset=began,
        attribution=parts,
        moved=None if parts is None else _shares(parts),
        same_questions=again,
        unusual=None if others is None else _unusual(told.draws, others),
        raw=(
            raw_agreement(estimates, state, partner, before),
            raw_agreement(estimates, state, partner, after),
        ),
        series=within,
        covered=series.covered,
        version=estimates.version,
        built=estimates.built,
        sources=estimates.sources,
        words=measure.words,
        fewest=measure.fewest,
        legs=_legs(line, state, partner, (since, until), draws=draws, seed=seed),
    )


def _silence(line: Line, state: str, partner: str, span: Span) -> str | None:
    """Why the line has nothing on the pair; None if it has something."""
    first, last = line.estimates.covered
    if span[0] >= span[1]:
        ends = f"begins on {first}, after" if span[0] == first else f"ends on {last}, before"
        return f"The record of {line.measure.line} {ends} the window."
    for one in (state, partner):
        if not together(line.estimates.seated(one), (span,)):
            return f"{name_of(one)} is not in the record of {line.measure.line} in these years."
    if isinstance(line.estimates, Silent):
        return line.estimates.silence(state, partner, span)
    return None


def _margin(line: Line, state: str, partner: str, span: Span) -> float:
    """Half-width of *still*: the line's, or the pair's own where it depends on the pair."""
    own = line.estimates
    return own.margin_of(state, partner, span) if isinstance(own, Scaled) else own.margin


def _margin_of_leg(line: Line, leg: Leg) -> float:
    """Half-width of *still* of a leg: its own, or the line's."""
    own = line.estimates
    return own.margin_of_leg(leg) if isinstance(own, ScaledLegs) else own.margin


def _unseen(line: Line, state: str, partner: str, span: Span) -> str | None:
    """Why a *still* of the line would say nothing."""
    return line.estimates.unseen(state, partner, span) if isinstance(line.estimates, ShortSighted) else None


def _legs(
    line: Line, state: str, partner: str, span: Span, *, draws: int, seed: int
) -> tuple[LegAnswer, ...]:
    """Each leg by itself, over as much of the window as its own source covers."""
    if not isinstance(line.estimates, Legged):
        return ()
    found = []
    for leg in line.estimates.legs(state, partner, window=span, draws=draws, seed=seed):
        until = min(span[1], leg.series.covered[1])
        within = leg.series.between(span[0], until)
        if len(within.times) > 1:
            told = direction(leg.series, span[0], until, margin=_margin_of_leg(line, leg), fewest=0)
            found.append(LegAnswer(leg.name, leg.title, told, within, leg.counted))
    return tuple(found)


def line_caveats(line: Line, told: LineAnswer, names: tuple[str, str], window: Window) -> tuple[Caveat, ...]:
    """Caveats of one line of evidence, those of its own estimates last."""
    covered = line.estimates.covered[0], min(line.estimates.covered[1], told.covered[1])
    rules = (
        caveats.thin_evidence(told.line, line.measure.words.observation, line.measure.fewest, told.told),
        caveats.could_not_see(told.line, told.told),
        caveats.source_ended(told.line, covered, window.asked_until),
        caveats.partial_year(told.line, covered, (window.since, window.until), told.series.labels),
        caveats.near_data_end(told.line, window.until, covered, told.told, told.onset),
        caveats.within_sight(told.line, told.told),
        caveats.blind(told.line, told.told),
        caveats.tellings_differ(*names, told.told, told.attribution, told.same_questions, line=told.line),
    )
    own = line.estimates.caveats(told.series.state, told.series.partner, window.since, window.until)
    return (*(rule for rule in rules if rule), *own)


def _unusual(draws: NDArray[np.float64], others: PairChanges) -> Unusual | None:
    """Where the change stands among all pairs; None where they are too few to say."""
    return unusual(draws, _spread_out(others)) if others.mean.size >= FEWEST_PAIRS else None


@lru_cache(maxsize=16)
def _spread_out(others: PairChanges) -> NDArray[np.float64]:
    """Changes of all pairs as they are compared with; those of a stretch serve every pair asked about."""
    return spread_out(others.mean, others.sd)


def _shares(parts: Attribution) -> Moved | None:
    return who_moved(
        (parts.state, parts.partner, parts.agenda), (parts.state_sd, parts.partner_sd, parts.agenda_sd)
    )


def covered_span(lines: tuple[Line, ...]) -> tuple[dt.date, dt.date]:
    """First and last day that any of the lines covers."""
    spans = [line.estimates.covered for line in lines]
    return min(first for first, _ in spans), max(last for _, last in spans)
