"""Shares and totals of one source as arrays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.ledger.trade import record_breaks
from leeway.measures.trade.files import TradeTables, shares_of
from leeway.measures.yearly import last_year_over

Array = NDArray[np.float64]

SIDES = ("exports", "imports")


@dataclass(frozen=True)
class Matrices:
    """All pairs of one source.

    Attributes
    ----------
    source : str
    states : tuple of str, length S
    years : range of T years
    shares : ndarray, shape (2, S, S, T)
        Of each state's exports, and imports, what goes to or comes from each partner; NaN where not told.
    totals : ndarray, shape (2, S, T)
        Exports and imports in dollars; NaN where not told.
    """

    source: str
    states: tuple[str, ...]
    years: range
    shares: Array
    totals: Array

    @classmethod
    def read(cls, tables: TradeTables, source: str, *, until: dt.date | None) -> Matrices:
        """The arrays of one source, without years that are not over by a day."""
        rows = tables.shares.filter(pl.col("source") == source)
        sums = tables.totals.filter(pl.col("source") == source)
        years = tables.years[source]
        if until is not None:
            years = range(years.start, min(years.stop, last_year_over(until) + 1))
        states = tuple(sorted({*rows["state"], *rows["partner"], *sums["state"]}))
        number = {state: place for place, state in enumerate(states)}
        size = len(states)
        totals = np.full((2, size, len(years)), np.nan)
        inside = sums.filter(pl.col("year").is_between(years.start, years.stop - 1))
        at = (
            inside["state"].replace_strict(number, return_dtype=pl.Int64).to_numpy(),
            inside["year"].to_numpy() - years.start,
        )
        for side, name in enumerate(SIDES):
            totals[side, at[0], at[1]] = inside[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        reports = np.zeros((size, len(years)), dtype=bool)
        reports[at] = inside["reports"].to_numpy()
        either = reports[:, None, :] | reports[None, :, :]
        shares = np.full((2, size, size, len(years)), np.nan)
        zero = tables.manifest["sources_told"][source]["absent_is_zero"]
        columns = [f"y{year}" for year in years]
        here = [name for name in columns if name in rows.columns]
        for side, name in enumerate(SIDES):
            part = rows.filter(pl.col("side") == name)
            if part.is_empty():
                continue
            if zero:
                shares[side] = np.where(either & ~np.isnan(totals[side])[:, None, :], 0.0, np.nan)
            steps = part.select(pl.col(column).cast(pl.Float64) for column in here).to_numpy()
            told = np.full((part.height, len(years)), np.nan)
            told[:, [columns.index(column) for column in here]] = shares_of(steps)
            first = part["state"].replace_strict(number, return_dtype=pl.Int64).to_numpy()
            second = part["partner"].replace_strict(number, return_dtype=pl.Int64).to_numpy()
            shares[side, first, second] = np.where(np.isnan(told), shares[side, first, second], told)
        if source in tables.reconciled:
            shares[1] = _turned(shares[0], totals)
        return cls(source, states, years, _with_holes(shares, states, years), totals)


def _turned(exports: Array, totals: Array) -> Array:
    """Shares of imports, where one book holds both sides."""
    flow = exports * totals[0][:, None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(flow.transpose(1, 0, 2) / totals[1][:, None, :])


def _with_holes(shares: Array, states: tuple[str, ...], years: range) -> Array:
    """Shares without the years in which the books of a pair say nothing."""
    number = {state: place for place, state in enumerate(states)}
    for one in record_breaks():
        if one.effect != "hole":
            continue
        columns = [
            place
            for place, year in enumerate(years)
            if one.touches(dt.date(year, 1, 1), dt.date(year, 12, 31))
        ]
        for state in one.reporters:
            for partner in one.partners:
                if state != partner and {state, partner} <= number.keys() and columns:
                    shares[:, number[state], number[partner], columns] = np.nan
    return shares
