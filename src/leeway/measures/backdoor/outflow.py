"""Leg 2: whether a state sells on to the sanctioned one the goods that it gets from the senders.

Goods are told as finely as the books of both legs are: a code of six digits where there is one, a heading of
four where only that was published. What the state keeps for itself is taken off: its own use before the
event, grown as fast as what else it buys from the senders.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]

USUAL_WIGGLE = 1.2
"""Wiggle of the log of a small flow from year to year; a flow's own past is drawn towards it."""

FLOOR = 100_000.0
"""Dollars a year below which a flow is a sample, a repair or a mistake."""

_PRIOR_PERIODS = 2.0
_DRAWS = 4000
_SEED = 8542
_DAYS_IN_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Outflow:
    """Leg 2 of one kind of goods.

    Attributes
    ----------
    goods : str
        Code, or name of a list where only its sum is told.
    codes : int
        Codes of six digits behind it.
    to : str
        Key of the sanctioned state, or WLD: what went to everybody, which says only what can have gone there.
    periods : tuple of date
        First days; periods not told are not there.
    months : tuple of int
        Months that each covers.
    values : ndarray, shape (T,)
        Dollars a month.
    event : date
        First day of the month of the event.
    before, after : float
        Mean dollars a month before the event, and from it on.
    change : float
        Log of after over before.
    probability : float
        That the flow rose, given how much such flows wiggle.
    """

    goods: str
    codes: int
    to: str
    periods: tuple[dt.date, ...]
    months: tuple[int, ...]
    values: Array
    event: dt.date
    before: float
    after: float
    change: float
    probability: float

    @property
    def seen(self) -> bool:
        """Whether the flow clearly rose and is more than a sample."""
        return self.probability >= 0.95 and self.after * 12 >= FLOOR


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Both legs of one kind of goods, in dollars a month.

    Attributes
    ----------
    goods : str
    in_before, in_after, out_before, out_after : float
    own_use : float
        What the state would keep for itself after the event: what it kept before, grown as its other
        purchases from the senders grew.
    passed : float
        The smaller of what came in beyond own use and what went out beyond before: no more can have been
        passed on from these senders.
    """

    goods: str
    in_before: float
    in_after: float
    out_before: float
    out_after: float
    own_use: float
    passed: float

    @property
    def share_of_outflow(self) -> float | None:
        """Share of what more went out that these senders can have supplied."""
        more = self.out_after - self.out_before
        return self.passed / more if more > 0 else None


def outflow(rows: pl.DataFrame, *, goods: str, codes: int, to: str, event: dt.date) -> Outflow | None:
    """Leg 2 of one kind of goods.

    Parameters
    ----------
    rows : polars.DataFrame
        ``period, months, dollars``: periods of one length, each told once.
    goods, codes, to
        As in `Outflow`.
    event : date
        First day of the month of the event. A period in which most months come after it counts as after.

    Returns
    -------
    Outflow or None
        None if nothing is told of before, or nothing of after.

    Examples
    --------
    >>> rows = pl.DataFrame(
    ...     {
    ...         "period": [dt.date(year, 1, 1) for year in (2019, 2020, 2021, 2022, 2023)],
    ...         "months": [12] * 5,
    ...         "dollars": [3e5, 2e5, 2.5e5, 1.8e7, 1.6e7],
    ...     }
    ... )
    >>> found = outflow(rows, goods="8542", codes=5, to="RUS", event=dt.date(2022, 3, 1))
    >>> found.seen, round(found.after / found.before)
    (True, 68)
    """
    rows = rows.sort("period")
    periods, months = tuple(rows["period"].to_list()), tuple(rows["months"].to_list())
    values = (rows["dollars"] / rows["months"]).to_numpy()
    later = np.array([_mostly_after(*one, event) for one in zip(periods, months, strict=True)], dtype=bool)
    if not len(values) or later.all() or not later.any():
        return None
    before, after = float(values[~later].mean()), float(values[later].mean())
    if before <= 0.0 or after <= 0.0:
        return None
    change = float(np.log(after) - np.log(before))
    freedom, spread = _wiggle(values[~later], values[later])
    noise = spread * np.random.default_rng(_SEED).standard_t(freedom, size=_DRAWS)
    return Outflow(
        goods=goods,
        codes=codes,
        to=to,
        periods=periods,
        months=months,
        values=values,
        event=event,
        before=before,
        after=after,
        change=change,
        probability=float((change + noise > 0.0).mean()),
    )


def _mostly_after(period: dt.date, months: int, event: dt.date) -> bool:
    middle = period + dt.timedelta(days=months * _DAYS_IN_MONTH / 2)
    return middle >= event


def _wiggle(before: Array, after: Array) -> tuple[float, float]:
    """Degrees of freedom and standard error of the log of the ratio of two means."""
    squares, freedom = _PRIOR_PERIODS * USUAL_WIGGLE**2, _PRIOR_PERIODS
    for side in (before, after):
        logs = np.log(side[side > 0])
        if len(logs) > 1:
            squares += float(((logs - logs.mean()) ** 2).sum())
            freedom += len(logs) - 1
    return freedom, float(np.sqrt(squares / freedom * (1.0 / len(before) + 1.0 / len(after))))


def passed_on(
    inside: tuple[float, float], outside: tuple[float, float], *, goods: str, growth: float
) -> PassedOn:
    """What can have been passed on from the senders, net of the state's own use.

    Parameters
    ----------
    inside, outside : tuple of two floats
        Dollars a month before and after: from the senders, and to the sanctioned state.
    goods : str
    growth : float
        Factor by which the state's other purchases from the senders grew.

    Returns
    -------
    PassedOn

    Examples
    --------
    >>> found = passed_on((10.0, 50.0), (1.0, 30.0), goods="8542", growth=2.0)
    >>> found.own_use, found.passed
    (18.0, 29.0)
    """
    own_use = max(inside[0] - outside[0], 0.0) * growth
    beyond = max(inside[1] - own_use, 0.0)
    more = max(outside[1] - outside[0], 0.0)
    return PassedOn(
        goods=goods,
        in_before=inside[0],
        in_after=inside[1],
        out_before=outside[0],
        out_after=outside[1],
        own_use=own_use,
        passed=min(beyond, more),
    )
