"""Put the question to one line of evidence."""

from __future__ import annotations

import datetime as dt

from leeway.drift.direction import direction
from leeway.drift.onset import onset
from leeway.drift.unusual import unusual
from leeway.drift.who_moved import Moved, who_moved
from leeway.errors import QuestionError
from leeway.measures.line import Attribution
from leeway.verdict import caveats
from leeway.verdict.answer import LineAnswer
from leeway.verdict.lines import Line
from leeway.verdict.raw_agreement import raw_agreement
from leeway.verdict.window import Window

_TOWARDS = {"away": -1, "closer": 1}


def answer_line(
    line: Line, state: str, partner: str, window: Window, *, draws: int = 400, seed: int = 0
) -> LineAnswer:
    """What one line of evidence says about a dyad over a window.

    Raises
    ------
    QuestionError
        If the window is too short for the line's periods.
    """
    estimates = line.estimates
    since, until = window.since, window.until
    series = estimates.series(state, partner, window=(since, until), draws=draws, seed=seed)
    within = series.between(since, until)
    if len(within.times) < 2:
        raise QuestionError(
            f"The window from {since} to {until} holds {len(within.times)} of the periods of the line "
            f"{line.measure.line}; a change needs two.",
            hint="Ask for a year or more.",
        )
    told = direction(series, since, until, margin=estimates.margin)
    began = None
    if told.answer in _TOWARDS:
        began = onset(series, since, until, margin=estimates.margin, towards=_TOWARDS[told.answer])
    before, after = told.before.span, told.after.span
    parts = again = others = None
    if told.reason != "few observations":
        parts = estimates.moved(state, partner, before, after)
        again = estimates.same_questions(state, partner, before, after)
        others = estimates.changes(before, after)
    return LineAnswer(
        line=line.measure.line,
        group=line.measure.group,
        title=line.measure.title,
        told=told,
        onset=began,
        attribution=parts,
        moved=None if parts is None else _shares(parts),
        same_questions=again,
        unusual=None if others is None else unusual(told.draws, others.mean, others.sd),
        raw=(
            raw_agreement(estimates, state, partner, before),
            raw_agreement(estimates, state, partner, after),
        ),
        series=within,
        covered=series.covered,
        version=estimates.version,
        built=estimates.built,
        sources=estimates.sources,
    )


def line_caveats(line: Line, told: LineAnswer, names: tuple[str, str], window: Window) -> tuple[str, ...]:
    """Caveats of one line of evidence, those of its own estimates last."""
    covered = line.estimates.covered
    rules = (
        caveats.thin_evidence(told.line, told.told),
        caveats.source_ended(told.line, covered, window.asked_until),
        caveats.near_data_end(told.line, window.until, covered, told.told, told.onset),
        caveats.within_sight(told.told),
        caveats.blind(told.told),
        caveats.tellings_differ(*names, told.told, told.attribution, told.same_questions),
    )
    own = line.estimates.caveats(told.series.state, told.series.partner, window.since, window.until)
    return (*(rule for rule in rules if rule), *own)


def _shares(parts: Attribution) -> Moved | None:
    return who_moved(
        (parts.state, parts.partner, parts.agenda), (parts.state_sd, parts.partner_sd, parts.agenda_sd)
    )


def covered_span(lines: tuple[Line, ...]) -> tuple[dt.date, dt.date]:
    """First and last day that any of the lines covers."""
    spans = [line.estimates.covered for line in lines]
    return min(first for first, _ in spans), max(last for _, last in spans)
