"""Leg 1: whether listed goods from the sanctioning states go to a third state, against all other goods.

The series is ``log(listed / other)`` of what the senders sell to the state, by month. *Other* is all they
sell to it less every good that is ever listed, so that demand, freight and the state's own growth fall out.
The event is the month in which the middle code was listed; after it things settle for two months (orders
under way, contracts that may be wound down); the window after that is held against windows before the event.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.numerics.one_break import OneBreak, one_break
from leeway.numerics.placebo import PlaceboTest, persistence, placebo_test

Array = NDArray[np.float64]

GAP = 2
"""Months in which things settle after the event."""

LONGEST = 12
"""Months of the window after that, at most."""

FEWEST_BEFORE = 12
FEWEST_AFTER = 3
_MOST_OF_THE_VALUE = 0.9


@dataclass(frozen=True, slots=True)
class Design:
    """Which months are compared.

    Attributes
    ----------
    months : tuple of date, length T
        First days of consecutive months.
    before : int
        Months before the event.
    gap, length : int
        Months in which things settle, and of the window after them.
    """

    months: tuple[dt.date, ...]
    before: int
    gap: int
    length: int

    @property
    def event(self) -> dt.date:
        """Month of the event."""
        return self.months[self.before]

    @property
    def window(self) -> tuple[dt.date, dt.date]:
        """First and last month of the window after the event."""
        start = self.before + self.gap
        return self.months[start], self.months[start + self.length - 1]


@dataclass(frozen=True, slots=True)
class Course:
    """What was sold to one state by month, before anything is tested.

    Attributes
    ----------
    design : Design
    log_ratio : ndarray, shape (T,)
        ``log(listed / other)`` by month.
    persistence : float
        Share of a surprise that the next month keeps, by the months before the event.
    new_codes : float
        As in `Inflow`.
    """

    design: Design
    log_ratio: Array
    persistence: float
    new_codes: float


@dataclass(frozen=True, slots=True)
class Staggered:
    """The change counted from each code's own listing date.

    Attributes
    ----------
    test : PlaceboTest
        Of the series of all dated codes laid over each other by months since their own listing.
    dates : tuple of date
        Listing months that enter: those late enough that too few months follow do not.
    share : float
        Share of the listed value before the event that they hold.
    length : int
        Months of the window after the months in which things settle.
    """

    test: PlaceboTest
    dates: tuple[dt.date, ...]
    share: float
    length: int


@dataclass(frozen=True, slots=True)
class Inflow:
    """Leg 1 of one state.

    Attributes
    ----------
    state : str
    design : Design
    log_ratio : ndarray, shape (T,)
        ``log(listed / other)`` by month.
    test : PlaceboTest
        The change of it, over all listed goods.
    throughout : PlaceboTest or None
        The same over codes sold both before and after the event to anybody: codes that a new edition of the
        nomenclature brought in have no past, and look like growth. None if that is not known.
    new_codes : float
        Share of the listed value after the event that such codes hold.
    staggered : Staggered or None
        None if no code's date is known.
    break_ : OneBreak
        The one break in the series, found without the date.
    without : dict of str to float
        The change with each of the senders left out; senders are those that sold anything.
    listed_factor, other_factor : float
        Mean month of the window over the mean of the same months a year before the event.
    listed_before, listed_after : float
        Mean value of listed goods a month, before and in the window, in the currency of the cells.
    """

    state: str
    design: Design
    log_ratio: Array
    test: PlaceboTest
    throughout: PlaceboTest | None
    new_codes: float
    staggered: Staggered | None
    break_: OneBreak
    without: dict[str, float]
    listed_factor: float
    other_factor: float
    listed_before: float
    listed_after: float

    @property
    def break_month(self) -> dt.date:
        """Month of the break found without the date."""
        return self.design.months[self.break_.place]

    @property
    def tests(self) -> tuple[PlaceboTest, ...]:
        """What has to speak alike before the leg is told as seen."""
        return (self.test,) if self.throughout is None else (self.test, self.throughout)


def design_of(months: list[dt.date], event: dt.date) -> Design | None:
    """Which months to compare; None where there are too few before or after the event.

    Parameters
    ----------
    months : list of date
        Consecutive months that are covered, in order.
    event : date
        A day in the month of the event.
    """
    month = event.replace(day=1)
    if month not in months:
        return None
    before = months.index(month)
    length = min(LONGEST, len(months) - before - GAP, before - 3)
    if before < FEWEST_BEFORE or length < FEWEST_AFTER:
        return None
    return Design(tuple(months), before, GAP, length)


def event_of(codes: pl.DataFrame) -> dt.date | None:
    """Day on which the middle code of a list was listed; None if no date is known.

    Parameters
    ----------
    codes : polars.DataFrame
        With ``listed_on``.
    """
    dated = codes["listed_on"].drop_nulls().sort()
    return None if dated.is_empty() else dated[(len(dated) - 1) // 2]


def course(cells: pl.DataFrame, design: Design) -> Course | None:
    """What was sold to one state, without the tests of `inflow`, which cost a hundred times as much.

    Parameters and None as in `inflow`.
    """
    senders = sorted(cells["sender"].unique().to_list())
    listed, old, other = _sold(cells, senders, design)
    ratio = _log_ratio(listed, other)
    if ratio is None:
        return None
    return Course(design, ratio, persistence(ratio[: design.before]), _new_codes(listed, old, design))


def inflow(cells: pl.DataFrame, state: str, design: Design) -> Inflow | None:
    """Leg 1 of one state from what its senders sold to it.

    Parameters
    ----------
    cells : polars.DataFrame
        ``sender, month, kind, listed_on, value`` of the state: `kind` is *other*, *listed* or *new* (listed,
        and of a code without a past); `listed_on` the month in which the codes summed here were listed,
        absent if not known. A month without a cell is a month without sales: the senders report them all.
    state : str
    design : Design

    Returns
    -------
    Inflow or None
        None if in some month nothing listed, or nothing else, was sold: then there is no ratio to follow.
    """
    senders = sorted(cells["sender"].unique().to_list())
    listed, old, other = _sold(cells, senders, design)
    ratio = _log_ratio(listed, other)
    if ratio is None:
        return None
    old_ratio = _log_ratio(old, other)
    post = _after(design)
    year = slice(post.start - 12, post.stop - 12)
    new = _new_codes(listed, old, design)
    return Inflow(
        state=state,
        design=design,
        log_ratio=ratio,
        test=_test(ratio, design),
        throughout=None if old_ratio is None or new == 0.0 else _test(old_ratio, design),
        new_codes=new,
        staggered=_staggered(cells, other.sum(axis=0), design),
        break_=one_break(ratio),
        without=_without(listed, other, senders, design),
        listed_factor=float(listed[:, post].sum() / listed[:, year].sum()),
        other_factor=float(other[:, post].sum() / other[:, year].sum()),
        listed_before=float(listed[:, : design.before].sum() / design.before),
        listed_after=float(listed[:, post].sum() / design.length),
    )


def _after(design: Design) -> slice:
    """Places of the window after the event."""
    return slice(design.before + design.gap, design.before + design.gap + design.length)


def _new_codes(listed: Array, old: Array, design: Design) -> float:
    post = _after(design)
    return float(1.0 - old[:, post].sum() / listed[:, post].sum())


def _sold(cells: pl.DataFrame, senders: list[str], design: Design) -> tuple[Array, Array, Array]:
    """All listed goods, those of codes with a past, and all others, by sender and month, shape (S, T)."""
    kind = pl.col("kind")
    listed, old, other = (
        _by_month(cells.filter(rows), senders, design)
        for rows in (kind != "other", kind == "listed", kind == "other")
    )
    return listed, old, other


def _by_month(cells: pl.DataFrame, senders: list[str], design: Design) -> Array:
    """Values by sender and month, shape (S, T)."""
    found = np.zeros((len(senders), len(design.months)))
    row = {sender: place for place, sender in enumerate(senders)}
    column = {month: place for place, month in enumerate(design.months)}
    sums = cells.group_by("sender", "month").agg(pl.col("value").sum())
    for sender, month, value in sums.select("sender", "month", "value").iter_rows():
        if month in column:
            found[row[sender], column[month]] = value
    return found


def _log_ratio(listed: Array, other: Array) -> Array | None:
    whole = listed.sum(axis=0), other.sum(axis=0)
    if min(whole[0].min(), whole[1].min()) <= 0.0:
        return None
    return np.asarray(np.log(whole[0]) - np.log(whole[1]))


def _test(ratio: Array, design: Design) -> PlaceboTest:
    return placebo_test(ratio, before=design.before, gap=design.gap, length=design.length)


def _without(listed: Array, other: Array, senders: list[str], design: Design) -> dict[str, float]:
    """The change with each sender left out; those without a listed sale change nothing."""
    found = {}
    post = _after(design)
    for place, sender in enumerate(senders):
        if len(senders) == 1 or not listed[place].any():
            continue
        ratio = _log_ratio(np.delete(listed, place, 0), np.delete(other, place, 0))
        if ratio is not None:
            found[sender] = float(ratio[post].mean() - ratio[: design.before].mean())
    return found


def _staggered(cells: pl.DataFrame, other: Array, design: Design) -> Staggered | None:
    """Lay the codes of each listing month over each other by months since their own listing."""
    months = list(design.months)
    dated = cells.filter(pl.col("kind") == "listed", pl.col("listed_on").is_not_null())
    cohorts = {
        day: _by_month(rows, sorted(rows["sender"].unique().to_list()), design).sum(axis=0)
        for (day,), rows in dated.group_by("listed_on")
        if day in months
    }
    if not cohorts:
        return None
    size = {day: float(values[: design.before].sum()) for day, values in cohorts.items()}
    whole = sum(size.values())
    entering: list[dt.date] = []
    for day in sorted(cohorts):
        if sum(size[one] for one in entering) >= _MOST_OF_THE_VALUE * whole:
            break
        entering.append(day)
    first, last = months.index(entering[0]), months.index(entering[-1])
    length = min(LONGEST, len(months) - last - design.gap, first - 3)
    if first < FEWEST_BEFORE or length < FEWEST_AFTER:
        return None
    reach = range(-first, design.gap + length)
    ratio = np.zeros(len(reach))
    for day in entering:
        place = months.index(day)
        span = slice(place + reach.start, place + reach.stop)
        ratio += cohorts[day][span] / other[span]
    if ratio.min() <= 0.0:
        return None
    return Staggered(
        test=placebo_test(np.log(ratio), before=first, gap=design.gap, length=length),
        dates=tuple(entering),
        share=sum(size[one] for one in entering) / whole if whole else 0.0,
        length=length,
    )
