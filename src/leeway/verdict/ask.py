"""Is A moving away from B? The question put to every line of evidence, and one answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from leeway.errors import QuestionError
from leeway.measures.caution import Caveat
from leeway.measures.line import Listing
from leeway.measures.pair_ties import Tie
from leeway.verdict import caveats
from leeway.verdict.answer import Answer
from leeway.verdict.base_rates import known_by as known_rates
from leeway.verdict.base_rates import shipped_base_rates
from leeway.verdict.contest import contest
from leeway.verdict.evidence import LineAnswer, SilentLine
from leeway.verdict.hearing import Weights, checked_weights, with_a_say
from leeway.verdict.line_answer import answer_line, covered_span, line_caveats
from leeway.verdict.lines import Estimates, Line, known_by, load_lines
from leeway.verdict.naming import find_state, name_of, pair_of, suggest
from leeway.verdict.question import read_question
from leeway.verdict.robustness import robustness
from leeway.verdict.weighing import weigh
from leeway.verdict.window import Seats, Window, common_window, day_of, together

SHORTEST_DAYS = 366
"""A window shorter than this, in which no line has two periods, is no question."""

CLOSE = dt.timedelta(days=366)
"""Spans that end so near the end of a record end with it."""


def ask(
    a: str,
    b: str | None = None,
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    as_of: str | dt.date | None = None,
    lines: Sequence[str] | str | None = None,
    priors: Mapping[str, float] | None = None,
    weights: Mapping[str, float] | None = None,
    robust: bool = False,
    estimates: Estimates = None,
    record: Path | str | None = None,
    draws: int = 400,
    seed: int = 0,
) -> Answer:
    """Answer whether A is moving away from B.

    Parameters
    ----------
    a, b : str
        Two states, by ISO3 code, name, demonym, capital or leader; or, with `b` left out, the whole
        question as one sentence.
    since, until : str or date, optional
        The window, written 2014, 2014-03 or 2014-03-18. By default the last ten years that are
        covered and in which both are seated.
    as_of : str or date, optional
        Answer from nothing dated later.
    lines : sequence of str, optional
        Lines of evidence by name; all by default.
    priors : mapping of explanation to float, optional
        Base rates of rival explanations, in place of what all pairs do; those left out keep theirs.
    weights : mapping of line to float, optional
        The say of each line in the answer, from 0 (not heard) to 1 (as usual, and for those left out). A line
        of 0 is told, and the answer is that of the others.
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.
    record : path, optional
        Record from which `as_of` fits anew what cannot be cut; the user's by default, if there is one. A
        line that needs it and has none is silent.
    draws, seed : int
        Posterior draws a line, and the seed that makes them the same again.

    Returns
    -------
    Answer
        Also where the evidence is too little: then ``answer`` is ``unclear``.

    Raises
    ------
    QuestionError
        If the question cannot be understood, or has no possible answer; or a weight is of no line asked, or
        outside 0 to 1, or no line is left with a say.
    DataError
        If estimates are missing or broken, or no line can be told `as_of` without the record.

    Examples
    --------
    >>> answer = ask("Kazakhstan", "Russia", since="2005", until="2023")
    >>> answer.state, answer.partner, answer.lines[0].line
    ('KAZ', 'RUS', 'votes')
    """
    question = None
    if b is None:
        question = " ".join(a.split())
        asked = read_question(question, find_state, suggest)
        a, b = asked.state, asked.partner
        since, until = since or asked.since, until or asked.until
    known = None if as_of is None else day_of(as_of, end=True)
    moment = known if until is None else day_of(until, end=True)
    state, partner = pair_of(a, b, on=moment)
    _within_known(until, known)
    chosen = known_by(load_lines(lines, estimates=estimates), known, record=record)
    given = checked_weights(weights, [line.measure.line for line in chosen])
    window = _window(chosen, state, partner, since, until, known)
    names = name_of(state), name_of(partner)
    said = [answer_line(line, state, partner, window, draws=draws, seed=seed) for line in chosen]
    told = tuple(one for one in said if isinstance(one, LineAnswer))
    silent = tuple(one for one in said if isinstance(one, SilentLine))
    if not told and (window.until - window.since).days < SHORTEST_DAYS:
        raise QuestionError(silent[0].reason, hint="Ask for a year or more.")
    rates = known_rates(shipped_base_rates(), known)
    against = contest(told, rates, priors=priors, weights=given)
    weighed = weigh(_with_a_say(told, given), against)
    return Answer(
        question=question or f"Is {names[0]} moving away from {names[1]}?",
        state=state,
        partner=partner,
        state_name=names[0],
        partner_name=names[1],
        since=window.since,
        until=window.until,
        as_of=known,
        answer=weighed.answer,
        probability=weighed.probability,
        carried_by=weighed.carried_by,
        moved=weighed.moved,
        lines=told,
        silent=silent,
        ties=_ties(chosen, state, partner, window),
        contest=against,
        robustness=robustness(
            chosen, told, state, partner, window, rates, priors=priors, weights=given, seed=seed
        )
        if robust
        else None,
        weights=given,
        priors=dict(priors or {}),
        caveats=_caveats(chosen, told, silent, names, window, given),
        cannot_show=(
            *caveats.CANNOT_SHOW,
            *dict.fromkeys(word for line in chosen for word in line.measure.cannot_show),
        ),
    )


def _with_a_say(told: tuple[LineAnswer, ...], weights: Weights) -> tuple[LineAnswer, ...]:
    """Lines that have something to say and are heard."""
    heard = with_a_say(told, weights)
    if told and not heard:
        speak = ", ".join(line.line for line in told)
        raise QuestionError(
            f"Every line that speaks of this pair in this window has a weight of 0: {speak}.",
            hint="Give one of them a weight above 0.",
        )
    return heard


def _ties(lines: tuple[Line, ...], state: str, partner: str, window: Window) -> tuple[Tie, ...]:
    """Dated facts behind the lines asked."""
    facts = (
        tie
        for line in lines
        if isinstance(line.estimates, Listing)
        for tie in line.estimates.listed(state, partner, (window.since, window.until))
    )
    return tuple(dict.fromkeys(facts))


def _window(
    lines: tuple[Line, ...],
    state: str,
    partner: str,
    since: str | dt.date | None,
    until: str | dt.date | None,
    as_of: dt.date | None,
) -> Window:
    first = next((line for line in lines if _knows_both(line, state, partner)), lines[0])
    covered = covered_span(lines)
    if until is None:
        covered = covered[0], first.estimates.covered[1]
    if as_of is not None:
        covered = (covered[0], min(covered[1], as_of))
        until = until and min(day_of(until, end=True), as_of)
    ordered = (first, *(line for line in lines if line is not first))
    seats = [Seats(name_of(one), _spans(ordered, one, covered)) for one in (state, partner)]
    return common_window(seats[0], seats[1], covered, since=since, until=until)


def _within_known(until: str | dt.date | None, as_of: dt.date | None) -> None:
    """Stop at a window that ends after the day up to which all is known."""
    if as_of is not None and until is not None and day_of(until, end=False) > as_of:
        raise QuestionError(
            f"The window runs until {until}, and nothing after {as_of} is to be known.",
            hint=f"Ask with --until {as_of} or leave --until away.",
        )


def _knows_both(line: Line, state: str, partner: str) -> bool:
    return bool(line.estimates.seated(state) and line.estimates.seated(partner))


def _spans(
    lines: tuple[Line, ...], state: str, covered: tuple[dt.date, dt.date]
) -> tuple[tuple[dt.date, dt.date], ...]:
    """Spans in which the state could take part in the first line, and after its end in any other."""
    spans = list(lines[0].estimates.seated(state))
    for line in lines[1:]:
        for begin, end in line.estimates.seated(state):
            if not spans:
                spans.append((begin, end))
            elif begin <= spans[-1][1] + CLOSE and end > spans[-1][1] and _runs_out(spans[-1], lines[0]):
                spans[-1] = (spans[-1][0], end)
    return together(tuple(spans), (covered,))


def _runs_out(span: tuple[dt.date, dt.date], line: Line) -> bool:
    """Whether a span ends only because the line's record does."""
    return line.estimates.covered[1] - span[1] <= CLOSE


def _caveats(
    lines: tuple[Line, ...],
    told: tuple[LineAnswer, ...],
    silent: tuple[SilentLine, ...],
    names: tuple[str, str],
    window: Window,
    weights: Weights,
) -> tuple[Caveat, ...]:
    heard = with_a_say(told, weights)
    clear = {line.line: line.told.answer for line in heard if line.told.answer != "unclear"}
    asked = tuple(line.measure.line for line in lines if weights.get(line.measure.line, 1.0) > 0.0)
    whole = (
        caveats.lines_part(clear),
        caveats.one_line(asked, tuple(clear), told=bool(heard)),
        caveats.weighed_otherwise(weights),
        caveats.seat_gaps(window.gaps),
    )
    of_line = {line.measure.line: line for line in lines}
    each = (caveat for one in told for caveat in line_caveats(of_line[one.line], one, names, window))
    nothing = (caveats.silent_line(one.line, one.reason) for one in silent)
    return tuple(dict.fromkeys([*(rule for rule in whole if rule), *each, *nothing]))
