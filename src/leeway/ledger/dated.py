"""A day known with more or less precision: a day, a month or a year."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import Literal

from leeway.errors import QuestionError

Precision = Literal["day", "month", "year"]


def _month(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


@dataclass(frozen=True, slots=True)
class Dated:
    """The stretch in which a day lies: that day, a whole month or a whole year.

    Attributes
    ----------
    first, last : date
        First and last day that it may be; the same for a day known exactly.

    Raises
    ------
    QuestionError
        If the stretch is not a day, a month or a year.

    Examples
    --------
    >>> day = Dated.parse("2018-05")
    >>> str(day.first), str(day.last), day.precision, day.text
    ('2018-05-01', '2018-05-31', 'month', '2018-05')
    """

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        day, year, month = self.first, self.first.year, self.first.month
        if (day, self.last) not in {(day, day), _month(year, month), _year(year)}:
            raise QuestionError(
                f"{self.first} to {self.last} is not a day, a month or a year.",
                hint="Dated.parse(...) reads YYYY-MM-DD, YYYY-MM and YYYY.",
            )

    @classmethod
    def parse(cls, text: str) -> Dated:
        """Read a date written as a day, a month or a year.

        Parameters
        ----------
        text : str
            ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.

        Raises
        ------
        QuestionError
            If it is none of these.

        Examples
        --------
        >>> Dated.parse("1949").text, Dated.parse("2008-08-26").precision
        ('1949', 'day')
        """
        parts = text.split("-")
        try:
            if [len(part) for part in parts] == [4, 2, 2]:
                day = dt.date.fromisoformat(text)
                return cls(day, day)
            if [len(part) for part in parts] == [4, 2]:
                return cls(*_month(int(parts[0]), int(parts[1])))
            if [len(part) for part in parts] == [4]:
                return cls(*_year(int(text)))
        except ValueError:
            pass
        raise QuestionError(
            f"'{text}' is not a date.", hint="Write a day 2018-05-19, a month 2018-05 or a year 2018."
        )

    @property
    def precision(self) -> Precision:
        """How exactly the day is known."""
        if self.first == self.last:
            return "day"
        return "month" if self.first.month == self.last.month else "year"

    @property
    def text(self) -> str:
        """The date as it is written in the ledger."""
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    def __str__(self) -> str:
        return self.text

    def holds(self, other: Dated) -> bool:
        """Whether another date lies inside this one: the two can be one day, known more or less exactly."""
        return self.first <= other.first and other.last <= self.last
