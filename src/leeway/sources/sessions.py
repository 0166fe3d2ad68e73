"""Sessions of the General Assembly: how they are written, and which days they can hold."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from leeway.periods import session_of

Kind = Literal["regular", "emergency", "special"]

_WRITTEN = (
    (re.compile(r"(\d{1,3})(?:\.0)?"), "regular"),
    (re.compile(r"ES-?(\d{1,2})|(\d{1,2})\s?emsp", re.IGNORECASE), "emergency"),
    (re.compile(r"S-?(\d{1,2})|(\d{1,2})\s?sp", re.IGNORECASE), "special"),
)
_IN_SYMBOL = (
    (re.compile(r"A/RES/(ES-\d+|S-\d+|\d{1,3})/"), False),
    (re.compile(r"A/RES/[^(]*\((ES-)?(S-)?([IVXL]+|\d+)\)"), True),
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}

_SPANS: dict[tuple[Kind, int], tuple[str, str | None]] = {
    ("regular", 1): ("1946-01-10", "1946-12-31"),
    ("regular", 5): ("1950-09-01", "1951-11-05"),
    ("emergency", 1): ("1956-11-01", "1956-11-10"),
    ("emergency", 2): ("1956-11-04", "1956-11-10"),
    ("emergency", 3): ("1958-08-08", "1958-08-21"),
    ("emergency", 4): ("1960-09-17", "1960-09-20"),
    ("emergency", 5): ("1967-06-17", "1967-09-18"),
    ("emergency", 6): ("1980-01-10", "1980-01-14"),
    ("emergency", 7): ("1980-07-22", "1982-09-24"),
    ("emergency", 8): ("1981-09-03", "1981-09-14"),
    ("emergency", 9): ("1982-01-29", "1982-02-05"),
    ("emergency", 10): ("1997-04-24", None),
    ("emergency", 11): ("2022-02-28", None),
    ("special", 1): ("1947-04-28", "1947-05-15"),
    ("special", 2): ("1948-04-16", "1948-05-14"),
    ("special", 3): ("1961-08-21", "1961-08-25"),
    ("special", 4): ("1963-05-14", "1963-06-27"),
    ("special", 5): ("1967-04-21", "1967-06-13"),
    ("special", 6): ("1974-04-09", "1974-05-02"),
    ("special", 7): ("1975-09-01", "1975-09-16"),
    ("special", 8): ("1978-04-20", "1978-04-21"),
    ("special", 9): ("1978-04-24", "1978-05-03"),
    ("special", 10): ("1978-05-23", "1978-06-30"),
    ("special", 11): ("1980-08-25", "1980-09-15"),
    ("special", 12): ("1982-06-07", "1982-07-10"),
    ("special", 13): ("1986-05-27", "1986-06-01"),
    ("special", 14): ("1986-09-17", "1986-09-20"),
}


@dataclass(frozen=True, slots=True)
class Session:
    """A session: its kind, and its number within that kind."""

    kind: Kind
    number: int

    def span(self) -> tuple[dt.date, dt.date | None]:
        """First and last day a vote of this session can bear.

        A regular session opens in September and closes the day before the next one opens, so the
        latest closing is at the end of September of the next year; the first (January 1946) and the
        fifth (closed in November 1951, when the sixth opened in Paris) are exceptions. Emergency and
        special sessions have the days they met; the tenth and eleventh emergency sessions are
        adjourned, not closed. A session not listed may bear any day since 1946.
        """
        listed = _SPANS.get((self.kind, self.number))
        if listed:
            return dt.date.fromisoformat(listed[0]), dt.date.fromisoformat(listed[1]) if listed[1] else None
        if self.kind == "regular":
            return dt.date(1945 + self.number, 9, 1), dt.date(1946 + self.number, 9, 30)
        return dt.date(1946, 1, 10), None

    def holds(self, day: dt.date) -> bool:
        """Whether a vote of this session can bear that day.

        Examples
        --------
        >>> session = Session("regular", 77)
        >>> session.holds(dt.date(2023, 9, 1)), session.holds(dt.date(2022, 8, 31))
        (True, False)
        """
        first, last = self.span()
        return first <= day and (last is None or day <= last)

    def regular(self, day: dt.date) -> int:
        """Number of the regular session a vote is filed with.

        Examples
        --------
        >>> Session("emergency", 11).regular(dt.date(2022, 3, 2))
        76
        """
        return self.number if self.kind == "regular" else session_of(day)


def parse_session(written: str) -> Session | None:
    """Read a session as the publisher writes it: ``77``, ``ES-11``, ``11emsp``, ``S-6``, ``6sp``.

    Examples
    --------
    >>> parse_session("ES-11")
    Session(kind='emergency', number=11)
    >>> parse_session("seventy-seven") is None
    True
    """
    for pattern, kind in _WRITTEN:
        if found := pattern.fullmatch(written.strip()):
            number = int(next(group for group in found.groups() if group))
            return Session(kind, number) if number else None  # type: ignore[arg-type]
    return None


def session_in_symbol(symbol: str) -> str | None:
    """Session told by a resolution's symbol, as ``77``, ``ES-11`` or ``S-6``.

    Examples
    --------
    >>> [session_in_symbol(one) for one in ("A/RES/77/229", "A/RES/3101(XXVIII)", "A/RES/997(ES-I)")]
    ['77', '28', 'ES-1']
    """
    for pattern, roman in _IN_SYMBOL:
        found = pattern.match(symbol)
        if found and not roman:
            return found[1]
        if found:
            return f"{found[1] or ''}{found[2] or ''}{_numeral(found[3])}"
    return None


def _numeral(text: str) -> int:
    if text.isdigit():
        return int(text)
    digits = [_ROMAN[letter] for letter in text]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))
