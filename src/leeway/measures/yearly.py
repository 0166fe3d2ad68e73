"""Tables with one column a year, and rows that stand for everybody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

UNKNOWN = 255
"""Stands for *not known* in tables of small whole numbers."""

EVERYBODY = "*"
"""Stands for every state that has no row of its own."""


def yearly(name: str, years: Sequence[int], values: NDArray[np.generic]) -> pl.DataFrame:
    """Columns ``name1946, name1947, ...`` from an array with one column a year.

    Examples
    --------
    >>> yearly("y", range(2000, 2002), np.array([[1, 2]])).columns
    ['y2000', 'y2001']
    """
    return pl.DataFrame({f"{name}{year}": values[:, place] for place, year in enumerate(years)})


def years_in(frame: pl.DataFrame, name: str = "y") -> range:
    """Years of the columns that `yearly` made."""
    found = [int(column.removeprefix(name)) for column in frame.columns if column[len(name) :].isdigit()]
    return range(found[0], found[-1] + 1)


def halves_by_state(
    key: str, name: str, values: NDArray[np.float32], states: Sequence[str], years: range
) -> pl.DataFrame:
    """Values 0, .5 and 1 of all states as twice themselves: the commonest course once, then who differs.

    Parameters
    ----------
    key, name : str
        Column that says what the values are about, and what it says.
    values : ndarray, shape (S, T)
        NaN where not known.
    states : sequence of str, length S
    years : range of T years
    """
    doubled = np.where(np.isnan(values), UNKNOWN, np.rint(2.0 * np.nan_to_num(values))).astype(np.uint8)
    courses, inverse, counts = np.unique(doubled, axis=0, return_inverse=True, return_counts=True)
    usual = int(counts.argmax())
    others = np.flatnonzero(inverse.ravel() != usual)
    named = [EVERYBODY, *(states[int(row)] for row in others)]
    head = pl.DataFrame({key: [name] * len(named), "state": named})
    return head.hstack(yearly("y", years, np.vstack([courses[usual][None, :], doubled[others]])))


def values_by_state(
    frame: pl.DataFrame, key: str, number: dict[str, int]
) -> tuple[tuple[str, ...], range, NDArray[np.float32]]:
    """The inverse of `halves_by_state`, for all that a table is about.

    Returns
    -------
    tuple of str, length K
        What the values are about, in order.
    range of T years
    ndarray of float32, shape (K, S, T)
    """
    names = tuple(frame[key].unique().sort().to_list())
    years = years_in(frame)
    halves = frame.select(pl.col(f"y{year}") for year in years).to_numpy()
    values = np.where(halves == UNKNOWN, np.nan, halves / 2.0).astype(np.float32)
    found = np.empty((len(names), len(number), len(years)), dtype=np.float32)
    keys = list(enumerate(frame.select(key, "state").iter_rows()))
    for row, (name, state) in sorted(keys, key=lambda one: one[1][1] != EVERYBODY):
        if state == EVERYBODY:
            found[names.index(name)] = values[row]
        else:
            found[names.index(name), number[state]] = values[row]
    return names, years, found


def years_within(span: tuple[dt.date, dt.date]) -> range:
    """Years whose middle, the first of July, lies within a span.

    Examples
    --------
    >>> years_within((dt.date(2014, 7, 1), dt.date(2024, 6, 30)))
    range(2014, 2024)
    """
    first = span[0].year + ((span[0].month, span[0].day) > (7, 1))
    last = span[1].year - ((span[1].month, span[1].day) < (7, 1))
    return range(first, last + 1)


def last_year_over(day: dt.date) -> int:
    """The last year of which no day is still to come.

    Examples
    --------
    >>> last_year_over(dt.date(2022, 6, 17)), last_year_over(dt.date(2022, 12, 31))
    (2021, 2022)
    """
    return day.year - (day < dt.date(day.year, 12, 31))


def days_of(years: range) -> tuple[dt.date, dt.date]:
    """First and last day of some years."""
    return dt.date(years.start, 1, 1), dt.date(years.stop - 1, 12, 31)


def middles(years: Sequence[int]) -> NDArray[np.datetime64]:
    """Middles of years, as a series wants them."""
    return np.array([f"{year}-07-01" for year in years], dtype="datetime64[D]")


def nine_years_apart(first: int, last: int) -> list[tuple[range, range]]:
    """Pairs of three-year spans nine years apart, every three years, within some years.

    Examples
    --------
    >>> nine_years_apart(2000, 2014)
    [(range(2000, 2003), range(2009, 2012)), (range(2003, 2006), range(2012, 2015))]
    """
    return [(range(begin, begin + 3), range(begin + 9, begin + 12)) for begin in range(first, last - 10, 3)]
