"""Stretches of time: days as people write them, half-years, and General Assembly sessions.

A *half-year* is numbered ``2 * year + (0 or 1)``: 4044 is the first half of 2022. Half-years are the
clock of the voting estimates; sessions (September to August) serve comparison with other people's series.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from leeway.errors import QuestionError

FIRST_YEAR = 1946
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def parse_day(text: str, *, end: bool = False) -> dt.date:
    """Read ``2014``, ``2014-03`` or ``2014-03-18``.

    Parameters
    ----------
    text : str
        The date as typed.
    end : bool
        Whether a year or month stands for its last day rather than its first.

    Raises
    ------
    QuestionError
        If the text is no date.

    Examples
    --------
    >>> parse_day("2014-03")
    datetime.date(2014, 3, 1)
    >>> parse_day("2014", end=True)
    datetime.date(2014, 12, 31)
    """
    found = _WRITTEN.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError(text)
        year = int(found[1])
        month = int(found[2]) if found[2] else (12 if end else 1)
        if found[3]:
            return dt.date(year, month, int(found[3]))
        return dt.date(year, month, calendar.monthrange(year, month)[1] if end else 1)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise QuestionError(f"'{text}' is not a date.", hint="Write 2014, 2014-03 or 2014-03-18.") from error


def half_year(day: dt.date) -> int:
    """Number of the half-year that holds a day.

    Examples
    --------
    >>> half_year(dt.date(2022, 3, 2))
    4044
    """
    return 2 * day.year + (day.month > 6)


def half_year_span(number: int) -> tuple[dt.date, dt.date]:
    """First and last day of a half-year.

    Examples
    --------
    >>> half_year_span(4045)
    (datetime.date(2022, 7, 1), datetime.date(2022, 12, 31))
    """
    year, second = divmod(number, 2)
    if second:
        return dt.date(year, 7, 1), dt.date(year, 12, 31)
    return dt.date(year, 1, 1), dt.date(year, 6, 30)


def half_year_label(number: int) -> str:
    """Short name of a half-year.

    Examples
    --------
    >>> half_year_label(4044)
    '2022H1'
    """
    return f"{number // 2}H{number % 2 + 1}"


def session_of(day: dt.date) -> int:
    """Regular General Assembly session whose September-to-August span holds a day.

    Emergency and special sessions meet at any time of the year; this date rule files them with the
    regular session running at that time. The first session is an exception: it began in January 1946.

    Examples
    --------
    >>> session_of(dt.date(2022, 3, 2)), session_of(dt.date(2022, 10, 12)), session_of(dt.date(1946, 1, 26))
    (76, 77, 1)
    """
    return max(day.year - 1945 - (day.month < 9), 1)
