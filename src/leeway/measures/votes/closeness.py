"""Closeness of two states: expected agreement on a standard agenda, with joint draws.

The standard agenda of a window is every roll call put in it, held fixed over the whole window, so that only
positions move closeness. Roll calls on one question stand together as that question, weighted by their
number.
"""

from __future__ import annotations

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from leeway.measures.votes.model import VoteModel
from leeway.numerics.agreement import expected_agreement, vote_probabilities
from leeway.numerics.dynamic_irt.posterior import Bridge, StatePosterior, Stretch, state_posterior
from leeway.periods import half_year

Doubles = NDArray[np.float64]
Side = tuple[Doubles, NDArray[np.float32]]
"""Draws of one state's positions (N, T, D) and deviations (N, Q, Y) on a grid, NaN before the window."""

#: Years before and after a window whose votes inform the positions inside it.
PADDING_YEARS = 6
#: The two sides of a pair are worked out side by side, and so BLAS is held to one thread: on matrices of this
#: size its own threads cost twice the CPU and save nothing. Where several processes answer, one has a thread.
_THREADS = min(2, int(os.environ.get("LEEWAY_THREADS", "2")))


@dataclass(frozen=True, slots=True)
class Agenda:
    """K questions and single roll calls to compare answers on.

    Attributes
    ----------
    question : ndarray of int64, shape (K,)
        Question of each entry, -1 for a roll call that stands alone.
    slope : ndarray, shape (K, D)
    lower, upper : ndarray, shape (K,)
    weight : ndarray, shape (K,)
        Share of the window's roll calls; sums to 1.
    rolls : ndarray of int64, shape (K,)
        Number of roll calls behind each entry.
    """

    question: NDArray[np.int64]
    slope: Doubles
    lower: Doubles
    upper: Doubles
    weight: Doubles
    rolls: NDArray[np.int64]

    def only(self, rows: NDArray[np.int64]) -> Agenda:
        """Some of the entries, with their weights as they are."""
        return Agenda(
            question=self.question[rows],
            slope=self.slope[rows],
            lower=self.lower[rows],
            upper=self.upper[rows],
            weight=self.weight[rows],
            rolls=self.rolls[rows],
        )


@lru_cache(maxsize=4)
def agenda(model: VoteModel, first: int, last: int) -> Agenda:
    """The standard agenda of the half-years from `first` to `last`; empty where nothing was voted.

    Entries that stand alone come first, then questions in the order of their numbers, each with the mean
    parameters of its roll calls.
    """
    rows = np.flatnonzero((model.half_year >= first) & (model.half_year <= last))
    group = np.where(model.question[rows] >= 0, model.question[rows], -1 - rows)
    keys, inverse, count = np.unique(group, return_inverse=True, return_counts=True)

    def mean(values: Doubles) -> Doubles:
        out = np.zeros((len(keys), *values.shape[1:]))
        np.add.at(out, inverse.ravel(), values)
        return out / count.reshape(-1, *([1] * (values.ndim - 1)))

    return Agenda(
        question=np.maximum(keys, -1),
        slope=mean(model.slope[rows]),
        lower=mean(model.lower[rows]),
        upper=mean(model.upper[rows]),
        weight=count / max(len(rows), 1),
        rolls=count.astype(np.int64),
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """A padded stretch of years with the questions asked in it; Q questions, Y years.

    Attributes
    ----------
    stretch : Stretch
    asked : ndarray of int64, shape (Q,)
        The model's numbers of the questions, sorted; rows of deviations are in that order.
    bridge : Bridge
        From the fitted nodes to every question in every year, arrays of shape (Q, Y).
    """

    stretch: Stretch
    asked: NDArray[np.int64]
    bridge: Bridge


@lru_cache(maxsize=2)
def grid(model: VoteModel, first: int, last: int, padding: int = PADDING_YEARS) -> Grid:
    """Grid of the years around the half-years from `first` to `last`."""
    begin = max(first // 2 - padding, int(model.half_year[0]) // 2)
    end = min(last // 2 + padding, int(model.half_year[-1]) // 2)
    inside = (model.half_year // 2 >= begin) & (model.half_year // 2 <= end)
    asked = np.unique(model.question[inside])
    asked = asked[asked >= 0]
    rows = np.flatnonzero(inside & model.informative)
    place = np.full(model.questions + 1, -1, dtype=np.int64)
    place[asked] = np.arange(len(asked))
    stretch = Stretch(
        half_years=np.arange(2 * begin, 2 * end + 2, dtype=np.int64),
        years=np.arange(begin, end + 1, dtype=np.int64),
        row=model.half_year[rows] - 2 * begin,
        question=place[model.question[rows]],
        questions=len(asked),
        slope=model.slope[rows],
        lower=model.lower[rows],
        upper=model.upper[rows],
        slope_covariance=model.item_covariance(rows),
    )
    return Grid(stretch, asked, model.bridges(asked, stretch.years))


def posterior_of(model: VoteModel, place: Grid, state: int) -> StatePosterior:
    """Posterior of one state's positions and deviations over a grid."""
    priors = model.priors
    stretch = place.stretch
    return state_posterior(
        stretch,
        model.positions_on(state, stretch.half_years),
        model.deviations_on(state, place.bridge),
        model.participation_on(state, stretch.half_years),
        walk_variance=priors["walk_sd"] ** 2 / priors["periods_per_year"],
        entry_sd=max(priors["entry_sd"], 1.0),
        deviation_sd=priors["deviation_sd"],
        deviation_years=priors["deviation_years"],
        scale=model.calibration(int(stretch.years[0] + stretch.years[-1]) // 2),
    )


def all_deviations(model: VoteModel, place: Grid) -> Doubles:
    """Fitted deviations of every state on a grid, (S, Q, Y)."""
    return np.moveaxis(model.deviations_on(slice(None), place.bridge), -1, 0)


def answers(
    program: Agenda,
    place: Grid,
    position: Doubles,
    deviation: NDArray[np.floating],
    half_years: NDArray[np.int64],
) -> Doubles:
    """Probabilities of each answer to an agenda in some half-years.

    Parameters
    ----------
    program : Agenda
    place : Grid
    position : ndarray, shape (..., T, D)
        On the whole grid.
    deviation : ndarray, shape (..., Q, Y)
    half_years : ndarray of int64, shape (H,)

    Returns
    -------
    ndarray, shape (..., H, K, 3)
    """
    rows = half_years - place.stretch.half_years[0]
    eta = position[..., rows, :] @ program.slope.T
    eta += own_ways(program, place, deviation[..., half_years // 2 - place.stretch.years[0]])
    return vote_probabilities(eta, program.lower, program.upper)


def own_ways(program: Agenda, place: Grid, deviation: NDArray[np.floating]) -> NDArray[np.floating]:
    """Deviations by year and agenda entry (..., Y, K), from those by question and year (..., Q, Y).

    Zero where an entry stands alone.
    """
    if not len(place.asked):
        return np.zeros((*deviation.shape[:-2], deviation.shape[-1], len(program.question)))
    rows = np.searchsorted(place.asked, np.maximum(program.question, 0))
    rows = np.minimum(rows, len(place.asked) - 1)
    known = (program.question >= 0) & (place.asked[rows] == program.question)
    return np.where(known, np.swapaxes(deviation, -1, -2)[..., rows], 0.0)


@cache
def _blas() -> ThreadpoolController:
    """The libraries with threads of their own that are loaded; to look for them takes a millisecond."""
    return ThreadpoolController()


@lru_cache(maxsize=2)
def _drawn_side(model: VoteModel, state: int, first: int, last: int, draws: int, seed: int) -> Side:
    """Draws of one state over some half-years.

    The last two are kept: the questions put to one pair all start from them, and so does the next pair with
    one of the two. Not more, since over the whole record they take 300 MB.
    """
    place = grid(model, first, last)
    told = posterior_of(model, place, state)
    since = first // 2 - int(place.stretch.years[0])
    return told.draw(draws, np.random.default_rng([seed, state]), since=since)


def drawn_sides(
    model: VoteModel, pair: tuple[int, int], first: int, last: int, draws: int, seed: int
) -> tuple[Grid, tuple[Side, Side]]:
    """The grid of some half-years, and draws of both states on it, each from a generator of its own."""
    one, other = (_drawn_side(model, state, first, last, draws, seed) for state in pair)
    return grid(model, first, last), (one, other)


def draw_closeness(
    model: VoteModel, one: int, other: int, first: int, last: int, *, draws: int, seed: int
) -> tuple[NDArray[np.int64], Doubles]:
    """Joint draws of closeness in the half-years from `first` to `last` in which votes were held.

    Returns
    -------
    half_years : ndarray of int64, shape (H,)
    draws : ndarray, shape (N, H)
    """
    program, place = agenda(model, first, last), grid(model, first, last)
    wanted = model.held[(model.held >= first) & (model.held <= last)]
    tied = slice(int(np.searchsorted(program.question, 0)), None)
    asked = np.searchsorted(place.asked, program.question[tied])
    slope, lower, upper, weight = (
        part.astype(np.float32) for part in (program.slope, program.lower, program.upper, program.weight)
    )

    def drawn(state: int) -> Side:
        return _drawn_side(model, state, first, last, draws, seed)

    def stated(side: Side, number: np.int64) -> NDArray[np.float32]:
        """As `answers` tells them of one half-year, in single precision: draws differ by far more."""
        eta = side[0][:, number - place.stretch.half_years[0]].astype(np.float32) @ slope.T
        eta[:, tied] += side[1][:, :, number // 2 - place.stretch.years[0]].take(asked, axis=1)
        return vote_probabilities(eta, lower, upper)

    with _blas().limit(limits=1, user_api="blas"), ThreadPoolExecutor(_THREADS) as threads:
        sides = list(threads.map(drawn, (one, other)))

        def closeness(number: np.int64) -> NDArray[np.float32]:
            one_side, other_side = (stated(side, number) for side in sides)
            return expected_agreement(one_side, other_side, weight)

        close = list(threads.map(closeness, wanted))
    return wanted, np.stack(close, axis=1, dtype=np.float64) if close else np.empty((draws, 0))


def half_years_of(span: tuple[dt.date, dt.date]) -> tuple[int, int]:
    """First and last half-year whose middle lies in a span of days.

    A span that holds no middle stands for the half-year of its last day.

    Examples
    --------
    >>> half_years_of((dt.date(2014, 7, 1), dt.date(2017, 6, 30)))
    (4029, 4034)
    """
    first = half_year(span[0])
    last = half_year(span[1])
    if span[0] > middle(first):
        first += 1
    if span[1] < middle(last):
        last -= 1
    return (first, last) if first <= last else (half_year(span[1]),) * 2


def middle(number: int) -> dt.date:
    """Middle day of a half-year: 1 April or 1 October.

    Examples
    --------
    >>> middle(4044)
    datetime.date(2022, 4, 1)
    """
    return dt.date(number // 2, 10 if number % 2 else 4, 1)
