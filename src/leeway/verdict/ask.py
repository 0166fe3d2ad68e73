"""Is A moving away from B? The question put to every line of evidence, and one answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leeway.drift.direction import AnswerName
from leeway.errors import QuestionError
from leeway.verdict import caveats
from leeway.verdict.answer import Answer, LineAnswer
from leeway.verdict.line_answer import answer_line, covered_span, line_caveats
from leeway.verdict.lines import Estimates, Line, known_by, load_lines
from leeway.verdict.naming import find_state, name_of, pair_of, suggest
from leeway.verdict.question import read_question
from leeway.verdict.window import Seats, Window, common_window, day_of, together


@dataclass(frozen=True, slots=True)
class Weighed:
    """One answer out of several lines of evidence."""

    answer: AnswerName
    probability: float
    carried_by: str | None


def ask(
    a: str,
    b: str | None = None,
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    as_of: str | dt.date | None = None,
    lines: Sequence[str] | str | None = None,
    estimates: Estimates = None,
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
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.
    draws, seed : int
        Posterior draws a line, and the seed that makes them the same again.

    Returns
    -------
    Answer
        Also where the evidence is too little: then ``answer`` is ``unclear``.

    Raises
    ------
    QuestionError
        If the question cannot be understood, or has no possible answer.
    DataError
        If estimates are missing or broken, or `as_of` needs the record.

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
    chosen = load_lines(lines, estimates=estimates)
    window = _window(chosen, state, partner, since, until, known)
    chosen = known_by(chosen, known)
    names = name_of(state), name_of(partner)
    told = tuple(answer_line(line, state, partner, window, draws=draws, seed=seed) for line in chosen)
    weighed = weigh(told)
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
        lines=told,
        rivals=(),
        caveats=_caveats(chosen, told, names, window),
        cannot_show=(
            *caveats.CANNOT_SHOW,
            *dict.fromkeys(word for line in chosen for word in line.measure.cannot_show),
        ),
    )


def weigh(lines: Sequence[LineAnswer]) -> Weighed:
    """One answer out of several lines, without averaging them.

    Lines that are unclear have no say. Where all clear lines say the same, that is the answer, with the
    probability of the one that is surest: others that agree do not lower it, and since lines are not
    independent they do not raise it. Where clear lines say different things, the answer is `unclear`
    and a caveat names them; telling such patterns apart is for rival explanations, not for a mean.
    """
    if not lines:
        raise ValueError("no line of evidence")
    clear = [line for line in lines if line.told.answer != "unclear"]
    surest = max(clear or lines, key=lambda line: line.told.probability)
    agreed = len({line.told.answer for line in clear}) == 1
    return Weighed(
        answer=surest.told.answer if agreed else "unclear",
        probability=surest.told.probability,
        carried_by=surest.line if agreed else None,
    )


def _window(
    lines: tuple[Line, ...],
    state: str,
    partner: str,
    since: str | dt.date | None,
    until: str | dt.date | None,
    as_of: dt.date | None,
) -> Window:
    covered = covered_span(lines)
    if as_of is not None:
        if until is not None and day_of(until, end=False) > as_of:
            raise QuestionError(
                f"The window runs until {until}, and nothing after {as_of} is to be known.",
                hint=f"Ask with --until {as_of} or leave --until away.",
            )
        covered = (covered[0], min(covered[1], as_of))
        until = until and min(day_of(until, end=True), as_of)
    seats = [Seats(name_of(one), _spans(lines, one, covered)) for one in (state, partner)]
    return common_window(seats[0], seats[1], covered, since=since, until=until)


def _spans(
    lines: tuple[Line, ...], state: str, covered: tuple[dt.date, dt.date]
) -> tuple[tuple[dt.date, dt.date], ...]:
    """Spans in which the state could take part in the first line that knows it."""
    for line in lines:
        if spans := line.estimates.seated(state):
            return together(spans, (covered,))
    return ()


def _caveats(
    lines: tuple[Line, ...], told: tuple[LineAnswer, ...], names: tuple[str, str], window: Window
) -> tuple[str, ...]:
    clear = {line.line: line.told.answer for line in told if line.told.answer != "unclear"}
    whole = (
        caveats.lines_part(clear),
        caveats.one_line(tuple(line.line for line in told)),
        caveats.seat_gaps(window.gaps),
    )
    each = (
        caveat
        for line, one in zip(lines, told, strict=True)
        for caveat in line_caveats(line, one, names, window)
    )
    return tuple(dict.fromkeys([*(rule for rule in whole if rule), *each]))
