"""Alliance obligations by pair and year, and how alike two states' alliances are.

The level of a pair is the strongest thing either owes the other: 3 defence or offence, 2 neutrality or
consultation, 1 non-aggression, 0 nothing (the ordinal code of Miller and of Haege 2011, ATOP).
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.numerics.similarity import Similarity, similarity

LEVELS = {"defence": 3, "offence": 3, "neutrality": 2, "consultation": 2, "nonaggression": 1}
HIGHEST = 3

Levels = NDArray[np.uint8]


def owed_levels(ties: pl.DataFrame, states: list[str], years: range) -> Levels:
    """What each state owes each other in each year.

    Parameters
    ----------
    ties : polars.DataFrame
        ``kind, state, partner, since, until``: obligations of one source; no `until` for those that ran on
        when the source ended.
    states : list of str
    years : range
        The years the source covers.

    Returns
    -------
    ndarray of uint8, shape (T, S, S)
        Level of what the row's state owes the column's; 0 to 3. A spell counts in every year it touches.
    """
    number = {state: place for place, state in enumerate(states)}
    kept = ties.filter(pl.col("kind").is_in(list(LEVELS)) & pl.col("partner").is_not_null())
    first = kept["since"].dt.year().to_numpy() - years.start
    last = kept["until"].dt.year().fill_null(years.stop - 1).to_numpy() - years.start
    rows, columns = (
        kept[name].replace_strict(number, return_dtype=pl.Int64).to_numpy() for name in ("state", "partner")
    )
    level = kept["kind"].cast(pl.String).replace_strict(LEVELS, return_dtype=pl.UInt8).to_numpy()
    found = np.zeros((len(years), len(states), len(states)), dtype=np.uint8)
    for begin, end, row, column, height in zip(first, last, rows, columns, level, strict=True):
        span = found[max(begin, 0) : end + 1, row, column]
        np.maximum(span, height, out=span)
    return found


def members(system: pl.DataFrame, states: list[str], years: range) -> NDArray[np.bool_]:
    """Who belongs to the state system in each year, on whatever day.

    Parameters
    ----------
    system : polars.DataFrame
        ``state, since, until`` of the table ``system_members``.

    Returns
    -------
    ndarray of bool, shape (T, S)
        After the list's own end its last members stay.
    """
    number = {state: place for place, state in enumerate(states)}
    inside = np.zeros((len(years), len(states)), dtype=np.bool_)
    end_of_list = system["until"].max()
    for state, since, until in system.select("state", "since", "until").iter_rows():
        if state in number:
            last = years.stop - 1 if until == end_of_list else until.year
            inside[max(since.year - years.start, 0) : max(last - years.start + 1, 0), number[state]] = True
    return inside


def alike(owed: Levels, inside: NDArray[np.bool_]) -> Similarity:
    """Similarity of the alliance portfolios of one year's members.

    Parameters
    ----------
    owed : ndarray of uint8, shape (S, S)
    inside : ndarray of bool, shape (S,)

    Returns
    -------
    Similarity
        Of the members alone, in their order. Everybody owes himself most.
    """
    portfolios = owed[np.ix_(inside, inside)].copy()
    np.fill_diagonal(portfolios, HIGHEST)
    return similarity(portfolios, HIGHEST)


def kappas(owed: Levels, inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Cohen's kappa of every pair in every year, shape (T, S, S); NaN where one was no member."""
    found = np.full(owed.shape, np.nan, dtype=np.float32)
    for year, (one, here) in enumerate(zip(owed, inside, strict=True)):
        rows = np.flatnonzero(here)
        if rows.size > 1:
            found[year][np.ix_(rows, rows)] = alike(one, here).kappa_sq
    return found
