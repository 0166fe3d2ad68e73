"""How far two books differ of the same share: what stays with the pair, and what changes by the year."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from leeway.measures.trade.pair import PairLeg

EDGES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
"""Ends of the classes of size; each class begins where the one before ends."""

_KEY = ["state", "side", "partner"]
_FEWEST_YEARS = 4
_FEWEST_PAIRS = 30
_ROBUST = 1.4826
_PRIOR = 6.0


def disagreement(told: pl.DataFrame) -> list[list[float]]:
    """Errors of one book by size of the share, from all pairs and years that two books tell.

    The log ratio of two books has a part that stays with the pair, of no account for a change, and a part by
    the year. Each book is given half the variance of either. Spreads are taken from the middle of all pairs,
    so that the few that are counted quite otherwise have no say.

    Parameters
    ----------
    told : polars.DataFrame
        ``source, state, side, partner, year, share``.

    Returns
    -------
    list of [size, persistent, transitory]
        Middle of the class of size, and standard deviations in logs.
    """
    known = told.filter(pl.col("share") > EDGES[0])
    both = known.join(known, on=[*_KEY, "year"], suffix="_other").filter(
        pl.col("source") < pl.col("source_other")
    )
    logs = both.with_columns((pl.col("share") / pl.col("share_other")).log().alias("apart"))
    pair = [*_KEY, "source", "source_other"]
    middle = pl.col("apart").mean().over(pair)
    number = pl.len().over(pair)
    rows = logs.with_columns(
        middle.alias("stays"),
        ((pl.col("apart") - middle) * (number / (number - 1)).sqrt()).alias("left"),
        pl.col("share").mean().over(pair).alias("size"),
        number.alias("years"),
    ).filter(pl.col("years") >= _FEWEST_YEARS)
    found = []
    for low, high in itertools.pairwise(EDGES):
        inside = rows.filter(pl.col("size").is_between(low, high, closed="right"))
        pairs = inside.unique(pair)
        if pairs.height >= _FEWEST_PAIRS:
            persistent = _ROBUST * float(np.median(np.abs(pairs["stays"].to_numpy()))) / np.sqrt(2.0)
            transitory = _ROBUST * float(np.median(np.abs(inside["left"].to_numpy()))) / np.sqrt(2.0)
            size = float(np.sqrt(low * high))
            found.append([size, round(persistent, 4), round(transitory, 4)])
    return found


def errors_at(table: list[list[float]], size: float) -> tuple[float, float]:
    """Persistent and transitory error of a share of some size, between the classes told.

    Examples
    --------
    >>> errors_at([[0.003, 0.4, 0.3], [0.03, 0.2, 0.1]], 0.5)
    (0.2, 0.1)
    """
    if not table:
        return 0.0, 0.0
    sizes, persistent, transitory = np.array(table).T
    at = np.log(max(size, 1e-9))
    return (
        float(np.interp(at, np.log(sizes), persistent)),
        float(np.interp(at, np.log(sizes), transitory)),
    )


def own_error(leg: PairLeg, others: Sequence[PairLeg], pooled: float) -> float:
    """Transitory error of one pair: what its own books show in common years, drawn towards that of all pairs.

    Parameters
    ----------
    leg : PairLeg
        By the book that is told.
    others : sequence of PairLeg
        The same share by other books.
    pooled : float
        Standard deviation over all pairs of this size, in logs.
    """
    squares, freedom = 0.0, 0.0
    told = dict(zip(leg.years, leg.share, strict=True))
    for other in others:
        apart = [
            float(np.log(told[year] / share))
            for year, share in zip(other.years, other.share, strict=True)
            if share > EDGES[0] and told.get(year, 0.0) > EDGES[0]
        ]
        if len(apart) >= _FEWEST_YEARS:
            squares += float(np.var(apart)) * len(apart) / 2.0
            freedom += len(apart) - 1.0
    return float(np.sqrt((_PRIOR * pooled**2 + squares) / (_PRIOR + freedom)))
