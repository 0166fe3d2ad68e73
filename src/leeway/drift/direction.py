"""Away, still or closer: the change of a series over a window, with its posterior."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.normal import quantile
from leeway.series import Series

DirectionName = Literal["away", "still", "closer"]
AnswerName = Literal["away", "still", "closer", "unclear"]
Span = tuple[dt.date, dt.date]

EDGE_YEARS = 3
"""Longest stretch compared at either end of a window."""

FEWEST_OBSERVATIONS = 10
"""Common votes that either stretch must hold before a direction is given."""

LEAST_PROBABILITY = 0.5
"""A direction is given only when it is likelier than everything else together."""

_SURE = 0.8
_OFTEN = 0.8


@dataclass(frozen=True, slots=True)
class Stretch:
    """One end of a comparison.

    Attributes
    ----------
    first, last : date
        Days it spans, both included.
    periods : int
        Periods of the series whose middle lies inside.
    observations : int
        Common observations behind those periods.
    """

    first: dt.date
    last: dt.date
    periods: int
    observations: int

    @property
    def span(self) -> Span:
        """First and last day."""
        return self.first, self.last


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way a series went between two stretches. Negative is away; unit: that of the series.

    Attributes
    ----------
    answer : {'away', 'still', 'closer', 'unclear'}
        `unclear` with too few observations in either stretch, or when none of the three directions
        reaches `LEAST_PROBABILITY`.
    probability : float
        Of the answer; where the answer is `unclear`, of the likeliest of the three.
    reason : {'', 'few observations', 'no direction likely'}
        Why the answer is `unclear`.
    mean, sd, low, high : float
        Posterior of the change; `low` to `high` holds 90%.
    away, still, closer : float
        Posterior probabilities that the change lies below, inside or above `margin`. They sum to 1.
    margin : float
        Half-width of *still*.
    detectable : float
        The smallest change that could have been seen: a true change of this size would get a
        probability above .8 for its direction in 80% of cases, given `sd` and `margin`.
    before, after : Stretch
        What was compared.
    draws : ndarray, shape (N,)
        Draws of the change.
    """

    answer: AnswerName
    probability: float
    reason: str
    mean: float
    sd: float
    low: float
    high: float
    away: float
    still: float
    closer: float
    margin: float
    detectable: float
    before: Stretch
    after: Stretch
    draws: NDArray[np.float64]


def stretches(since: dt.date, until: dt.date, *, edge: int = EDGE_YEARS) -> tuple[Span, Span]:
    """The two ends of a window that are compared: a third of it each, and at most `edge` years.

    A single year at either end would make the answer hang on that year's agenda and on its noise. Two
    halves would dilute a change that came late, or that began at once. Thirds leave a middle in which
    the change may happen, and the cap keeps a window of decades a comparison of its ends.

    Examples
    --------
    >>> before, after = stretches(dt.date(2014, 7, 1), dt.date(2024, 6, 30))
    >>> before[1].isoformat(), after[0].isoformat()
    ('2017-06-30', '2021-07-01')
    """
    if since >= until:
        raise ValueError(f"window from {since} to {until}")
    day = dt.timedelta(days=1)
    third = (until - since) / 3
    before, after = since + third - day, until - third + day
    before = max(since, min(before, _later(since, edge) - day))
    after = min(until, max(after, _later(until + day, -edge)))
    return (since, before), (after, until)


def direction(
    series: Series,
    since: dt.date,
    until: dt.date,
    *,
    margin: float,
    edge: int = EDGE_YEARS,
    fewest: int = FEWEST_OBSERVATIONS,
) -> Direction:
    """Change of a series over a window: its last stretch against its first.

    Parameters
    ----------
    series : Series
    since, until : date
        The window; at least two periods of the series must lie in it.
    margin : float
        Half-width of *still*, in the unit of the series.
    edge : int
        Longest stretch compared at either end, in years (see `stretches`).
    fewest : int
        Observations that either stretch must hold.

    Raises
    ------
    ValueError
        If the window holds fewer than two periods of the series.
    """
    window = series.between(since, until)
    if len(window.times) < 2:
        raise ValueError(f"{len(window.times)} period(s) between {since} and {until}")
    before, after = stretches(since, until, edge=edge)
    first, last = (_day(window.times[0]), _day(window.times[-1]))
    before = (before[0], max(before[1], first))
    after = (min(after[0], last), after[1])
    return direction_between(series, before, after, margin=margin, fewest=fewest)


def direction_between(
    series: Series, before: Span, after: Span, *, margin: float, fewest: int = FEWEST_OBSERVATIONS
) -> Direction:
    """Change of a series from one stretch to another.

    The value of a stretch is the plain mean over its periods, drawn jointly, so that what the two
    stretches' errors have in common cancels. Probabilities are shares of the draws with half a draw
    added to each direction: no finite number of draws makes a certainty.

    Ten common observations a stretch is the least that moves the posterior away from what the
    model's prior alone says: a share near .7 from ten votes has a standard error of .14, several
    times any margin, and those who were absent did not stay away at random.

    Parameters
    ----------
    series : Series
    before, after : tuple of two dates
        The stretches, both days included; each must hold the middle of at least one period.
    margin : float
        Half-width of *still*, in the unit of the series.
    fewest : int
        Observations that either stretch must hold: for votes, `FEWEST_OBSERVATIONS`.

    Raises
    ------
    ValueError
        If a stretch holds no period of the series.
    """
    early, early_draws = _stretch(series, before)
    late, late_draws = _stretch(series, after)
    change = late_draws - early_draws
    sd = float(change.std(ddof=1))
    low, high = (float(value) for value in np.quantile(change, [0.05, 0.95]))
    total = change.size + 1.5
    odds: dict[DirectionName, float] = {
        "away": (np.count_nonzero(change < -margin) + 0.5) / total,
        "still": (np.count_nonzero(np.abs(change) <= margin) + 0.5) / total,
        "closer": (np.count_nonzero(change > margin) + 0.5) / total,
    }
    likeliest = max(odds, key=lambda name: odds[name])
    reason = ""
    if min(early.observations, late.observations) < fewest:
        reason = "few observations"
    elif odds[likeliest] < LEAST_PROBABILITY:
        reason = "no direction likely"
    return Direction(
        answer="unclear" if reason else likeliest,
        probability=odds[likeliest],
        reason=reason,
        mean=float(change.mean()),
        sd=sd,
        low=low,
        high=high,
        away=odds["away"],
        still=odds["still"],
        closer=odds["closer"],
        margin=margin,
        detectable=detectable_change(sd, margin),
        before=early,
        after=late,
        draws=change,
    )


def detectable_change(sd: float, margin: float) -> float:
    """The smallest change that could have been seen.

    With a true change d and an estimate that errs by `sd`, the posterior puts more than .8 beyond the
    margin when the estimate lies .84 `sd` beyond it; in 80% of cases that needs another .84 `sd`.

    Examples
    --------
    >>> round(detectable_change(0.02, 0.04), 3)
    0.074
    """
    return margin + (quantile(_SURE) + quantile(_OFTEN)) * sd


def _stretch(series: Series, span: Span) -> tuple[Stretch, NDArray[np.float64]]:
    part = series.between(*span)
    if not len(part.times):
        raise ValueError(f"no period of the series between {span[0]} and {span[1]}")
    stretch = Stretch(
        first=span[0],
        last=span[1],
        periods=len(part.times),
        observations=int(part.count.sum()),
    )
    return stretch, part.draws.mean(axis=1)


def _later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; the last of February for a leap day."""
    leap = (day.month, day.day) == (2, 29)
    return dt.date(day.year + years, day.month, 28 if leap else day.day)


def _day(time: np.datetime64) -> dt.date:
    day: dt.date = time.astype("datetime64[D]").astype(object)
    return day
