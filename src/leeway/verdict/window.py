"""Which stretch of time a question is about, and whether it can be answered for it at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from leeway.errors import QuestionError
from leeway.periods import parse_day

Span = tuple[dt.date, dt.date]
Typed = str | dt.date | None

DEFAULT_YEARS = 10
"""Length of the window when none is asked for."""

_LEFT_DAYS = 366
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch in which both states were seated and the record runs.

    Attributes
    ----------
    since, until : date
        The window answered for.
    asked_until : date
        The end that was asked for; later than `until` where the record ended before.
    gaps : tuple of spans
        Stretches inside the window in which one of the two was not seated.
    """

    since: dt.date
    until: dt.date
    asked_until: dt.date
    gaps: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Seats:
    """A state under the name to be printed, and the spans in which it was seated."""

    name: str
    spans: tuple[Span, ...]


def day_of(typed: str | dt.date, *, end: bool) -> dt.date:
    """A day from a date or from text as `parse_day` reads it.

    Examples
    --------
    >>> day_of("2014", end=True), day_of(dt.date(2014, 3, 18), end=True)
    (datetime.date(2014, 12, 31), datetime.date(2014, 3, 18))
    """
    return typed if isinstance(typed, dt.date) else parse_day(typed, end=end)


def backwards(first: dt.date, last: dt.date, *, hint: str | None = None) -> QuestionError:
    """What to raise at a window that ends before it begins."""
    return QuestionError(f"The window runs from {first} to {last}: backwards.", hint=hint)


def together(first: tuple[Span, ...], second: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans in which both lists of spans run, in order of time.

    Examples
    --------
    >>> day = dt.date.fromisoformat
    >>> one = ((day("1946-01-01"), day("1958-02-01")), (day("1961-10-13"), day("2024-06-30")))
    >>> two = ((day("1956-12-18"), day("2024-06-30")),)
    >>> [f"{since} {until}" for since, until in together(one, two)]
    ['1956-12-18 1958-02-01', '1961-10-13 2024-06-30']
    """
    found = [
        (max(one[0], two[0]), min(one[1], two[1]))
        for one in first
        for two in second
        if max(one[0], two[0]) < min(one[1], two[1])
    ]
    return tuple(sorted(found))


def common_window(state: Seats, partner: Seats, covered: Span, *, since: Typed, until: Typed) -> Window:
    """The window to answer for.

    By default it is the last ten years of the time in which both are seated and the record runs. A year
    or month in which a seat or the record begins or ends counts from or to that day. A window that
    runs on after the record's end is answered for as far as the record goes.

    Parameters
    ----------
    state, partner : Seats
    covered : tuple of two dates
        First and last day of the record.
    since, until : str, date or None
        As typed.

    Raises
    ------
    QuestionError
        If the two never sat together, or the window is inverted, begins before both had a seat, ends
        after one had left, or begins after the record's end.
    """
    common = together(together(state.spans, partner.spans), (covered,))
    pair = f"{state.name} and {partner.name}"
    if not common:
        raise QuestionError(
            f"{pair} never sat together in what is covered ({covered[0]} to {covered[1]}).",
            hint=f"{_seats(state)}\n{_seats(partner)}",
        )
    first, last = common[0][0], common[-1][1]
    possible = f"{pair} can be asked about from {first} to {last}."
    asked_until = last if until is None else day_of(until, end=True)
    end = min(asked_until, last)
    left = (covered[1] - last).days > _LEFT_DAYS
    if left and until is not None and day_of(until, end=False) > last:
        raise QuestionError(f"{pair} did not both sit until {asked_until}.", hint=possible)
    if since is None:
        if end <= first:
            raise QuestionError(f"{pair} did not sit together by {asked_until}.", hint=possible)
        start = max(first, _years_before(end, DEFAULT_YEARS) + _DAY)
    else:
        start = day_of(since, end=False)
        if until is not None and start >= asked_until:
            raise backwards(start, asked_until, hint=possible)
        if start < first:
            if day_of(since, end=True) < first:
                raise QuestionError(f"{pair} did not both sit in {since}.", hint=possible)
            start = first
        if start >= last:
            what = "did not both sit" if left else "are not covered"
            raise QuestionError(f"{pair} {what} after {last}.", hint=possible)
    inside = [(max(one[0], start), min(one[1], end)) for one in common if one[1] > start and one[0] < end]
    edges = [(start - _DAY, start - _DAY), *inside, (end + _DAY, end + _DAY)]
    gaps = tuple(
        (left[1] + _DAY, right[0] - _DAY) for left, right in pairwise(edges) if right[0] - left[1] > _DAY
    )
    return Window(since=start, until=end, asked_until=asked_until if until is not None else end, gaps=gaps)


def _seats(state: Seats) -> str:
    spans = ", ".join(f"{since} to {until}" for since, until in state.spans)
    return f"{state.name} was seated {spans}." if spans else f"{state.name} was not seated in that time."


def _years_before(day: dt.date, years: int) -> dt.date:
    return dt.date(day.year - years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
