"""What a reader must know before leaning on an answer. Each rule is one function: a caveat or None.

The names of the rules, and when each fires, are in `leeway.measures.caution.RULES`; a line's own rules are in
its estimates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from leeway.drift.direction import Direction
from leeway.drift.onset import Onset
from leeway.measures.caution import Caveat
from leeway.measures.line import Attribution, SameQuestions
from leeway.verdict.sentence import counted, points

Span = tuple[dt.date, dt.date]

CANNOT_SHOW = ("whether a statement, a vote or a deed was agreed on in private",)
"""What no line of evidence shows."""

THIN = 3
"""Evidence is thin below this many times the fewest observations that allow an answer."""

NEAR_END_DAYS = 366
_CLEAR = 1.645
_APART = 0.25


def thin_evidence(line: str, noun: str, fewest: int, told: Direction) -> Caveat | None:
    """Few observations in either stretch, yet enough for an answer."""
    least = min((told.before, told.after), key=lambda stretch: stretch.observations)
    if fewest <= least.observations < THIN * fewest:
        return Caveat(
            "thin-evidence",
            f"Thin evidence of {line}: only {counted(least.observations, noun)} between {least.first} and "
            f"{least.last}.",
            line=line,
        )
    return None


def source_ended(line: str, covered: Span, asked_until: dt.date) -> Caveat | None:
    """The record ended before the window asked for; that is not the end of the tie."""
    if covered[1] < asked_until:
        return Caveat(
            "source-ended",
            f"The record of {line} ends on {covered[1]}; the time from then to {asked_until} is not covered.",
            line=line,
        )
    return None


def ends_untold(line: str, until: dt.date, asked_until: dt.date) -> Caveat | None:
    """The last years cannot be compared with earlier ones, and the window ends before them."""
    if until.year < asked_until.year:
        return Caveat(
            "ends-untold",
            f"The record of {line} runs to {asked_until}, and no one source of it tells both ends of a "
            f"window that ends after {until}.",
            line=line,
        )
    return None


def one_line(asked: tuple[str, ...], clear: tuple[str, ...], *, told: bool = True) -> Caveat | None:
    """One line of evidence carries the whole answer: the only one asked, or the only clear one."""
    if len(asked) == 1 and told:
        return Caveat(
            "one-line",
            f"One line of evidence, {asked[0]}, carries this answer; other kinds of ties may say otherwise.",
        )
    if len(clear) == 1:
        return Caveat(
            "one-line",
            f"Only one line of evidence, {clear[0]}, has a clear answer; the others say nothing clear.",
        )
    return None


def lines_part(told: Mapping[str, str]) -> Caveat | None:
    """Lines of evidence with a clear answer each, which are not the same."""
    if len(set(told.values())) > 1:
        parts = ", ".join(f"{line} {answer}" for line, answer in told.items())
        return Caveat("lines-part", f"The lines of evidence part, and are not averaged: {parts}.")
    return None


def weighed_otherwise(weights: Mapping[str, float]) -> Caveat | None:
    """The user gave some lines less of a say than usual.

    Parameters
    ----------
    weights : mapping of str to float
        From 0 to 1, of those lines alone.
    """
    if not weights:
        return None
    told = ", ".join(f"{line} {points(weight) if weight else 0}" for line, weight in weights.items())
    return Caveat("weighed-otherwise", f"Lines were weighed otherwise than usual: {told}.")


def near_data_end(
    line: str, until: dt.date, covered: Span, told: Direction, began: Onset | None
) -> Caveat | None:
    """A turn so late that it may lie in the last stretch, at the end of the data: it may not last."""
    if told.answer not in ("away", "closer") or (covered[1] - until).days >= NEAR_END_DAYS:
        return None
    if began is None or began.high >= told.after.first:
        return Caveat(
            "near-data-end",
            f"The change may lie in the last stretch before the record of {line} ends ({covered[1]}): "
            "it may not last.",
            line=line,
        )
    return None


def within_sight(line: str, told: Direction) -> Caveat | None:
    """A likely answer whose change is smaller than what could have been seen reliably."""
    if told.answer in ("away", "closer") and abs(told.mean) < told.detectable:
        return Caveat(
            "within-sight",
            f"The change of {line} ({told.mean:+.3f}) is smaller than the smallest change that would be seen "
            f"reliably ({told.detectable:.3f}).",
            line=line,
        )
    return None


def blind(line: str, told: Direction) -> Caveat | None:
    """A *still* that could not have seen much."""
    if told.answer == "still" and told.detectable > 2.5 * told.margin:
        return Caveat(
            "blind",
            f"Still in {line}, as far as can be seen: a change smaller than {told.detectable:.3f} "
            "could have gone unnoticed.",
            line=line,
        )
    return None


def could_not_see(line: str, told: Direction) -> Caveat | None:
    """Why nothing seen says nothing, for a line that could not have seen a break."""
    if told.answer == "unclear" and told.reason not in ("few observations", "no direction likely"):
        return Caveat("could-not-see", told.reason, line=line)
    return None


def partial_year(line: str, covered: Span, window: Span, periods: Sequence[str]) -> Caveat | None:
    """A last year of which the record holds a part, or of which the window does.

    Parameters
    ----------
    line : str
    covered : tuple of two dates
        Days of which the record speaks.
    window : tuple of two dates
    periods : sequence of str
        Labels of the periods told within the window; a line of whole years has plain years.
    """
    if not periods:
        return None
    last = covered[1]
    if last <= window[1] and (last.month, last.day) != (12, 31) and periods[-1][:4] == str(last.year):
        return Caveat("partial-year", f"The record of {line} holds {last.year} only to {last}.", line=line)
    if (window[1].month, window[1].day) != (12, 31) and periods[-1] == str(window[1].year):
        return Caveat(
            "partial-year",
            f"The line {line} counts years as a whole, {periods[-1]} too, of which the window ends on "
            f"{window[1]}.",
            line=line,
        )
    return None


def seat_gaps(gaps: tuple[Span, ...]) -> Caveat | None:
    """Parts of the window in which one of the two had no seat."""
    if gaps:
        told = ", ".join(f"{since} to {until}" for since, until in gaps)
        return Caveat(
            "seat-gaps", f"One of the two was not seated from {told}; nothing is known of them together then."
        )
    return None


def silent_line(line: str, reason: str) -> Caveat:
    """A line that has nothing to say, and why."""
    return Caveat("silent-line", f"{line.capitalize()}: {reason}", line=line)


def tellings_differ(
    state: str,
    partner: str,
    told: Direction,
    parts: Attribution | None,
    again: SameQuestions | None,
    *,
    line: str = "votes",
) -> Caveat | None:
    """The two ways of telling who moved do not agree.

    They differ when the shares of what both sides did are a quarter or more apart; or when the questions
    put in both stretches, clear of zero, moved the other way than the answer.
    """
    if again is None or not again.questions:
        return None
    number = len(again.questions)
    questions = "one question" if number == 1 else f"{number} questions"
    if told.answer in ("away", "closer") and again.change * told.mean < 0 and _clear(again):
        return Caveat(
            "tellings-differ",
            f"The two tellings differ: over the {questions} put in both stretches the two came "
            f"{'closer' if again.change > 0 else 'apart'} ({again.change:+.3f}).",
            line=line,
        )
    if parts is None or not _clear(again):
        return None
    by_model = _state_share(parts.state, parts.partner)
    by_questions = _state_share(again.state, again.partner)
    if abs(by_model - by_questions) < _APART:
        return None
    return Caveat(
        "tellings-differ",
        "The two tellings of who moved differ: of what both sides did, the model gives "
        f"{state} {by_model:.0%} and {partner} {1.0 - by_model:.0%}, the {questions} put in both stretches "
        f"{by_questions:.0%} and {1.0 - by_questions:.0%}.",
        line=line,
    )


def _clear(again: SameQuestions) -> bool:
    return abs(again.change) > _CLEAR * again.sd


def _state_share(state: float, partner: float) -> float:
    total = abs(state) + abs(partner)
    return abs(state) / total if total else 0.5
