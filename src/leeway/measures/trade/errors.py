"""How far two books differ of a share: what stays with the pair, what drifts, and what comes by the year."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

if TYPE_CHECKING:
    from leeway.measures.trade.pair import PairLeg

EDGES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
"""Ends of the classes of size; each class begins where the one before ends."""

_KEY = ["state", "side", "partner"]
_FEWEST_YEARS = 4
_FEWEST_PAIRS = 30
_GAPS = (8, 6, 4, 3)
_PRIOR = 6.0
_MASS, _AT = 0.9, 1.645


@dataclass(frozen=True, slots=True)
class BookErrors:
    """Standard deviations of the error of one book, in logs of the share.

    Attributes
    ----------
    persistent : float
        Of what stays with the pair, of no account for a change.
    transitory : float
        Of what comes anew each year.
    drift : float
        Of what is added from year to year and stays.
    """

    persistent: float
    transitory: float
    drift: float

    def of_change(self, before: float, after: float, apart: float) -> float:
        """Standard deviation, in logs, of a change from one stretch of years to another.

        Parameters
        ----------
        before, after : float
            Years told in either.
        apart : float
            Years from the middle of one to the middle of the other.

        Examples
        --------
        >>> round(BookErrors(0.2, 0.1, 0.0).of_change(2, 2, 7), 3)
        0.1
        """
        walked = max(apart - (before + after) / 6.0, 0.0)
        return math.sqrt(self.transitory**2 * (1.0 / before + 1.0 / after) + self.drift**2 * walked)

    def draw(self, number: int, years: Sequence[int], rng: np.random.Generator) -> NDArray[np.float64]:
        """Factors by which a share may be told wrong, shape (number, years), of mean 1 in every year."""
        gaps = np.diff(years, prepend=years[0])
        walked = np.sqrt(gaps) * rng.standard_normal((number, len(years)))
        noise = self.persistent * rng.standard_normal((number, 1))
        noise = noise + self.transitory * rng.standard_normal((number, len(years)))
        noise += self.drift * np.cumsum(walked, axis=1)
        variance = self.persistent**2 + self.transitory**2 + self.drift**2 * np.cumsum(gaps)
        return np.asarray(np.exp(noise - 0.5 * variance))

    def scaled(self, times: float) -> BookErrors:
        """The same for a pair whose books differ so many times as much as those of all."""
        return BookErrors(self.persistent, times * self.transitory, times * self.drift)


def disagreement(told: pl.DataFrame) -> list[list[float]]:
    """Errors of one book by size of the share, from all pairs and years that two books tell.

    The log ratio of two books has a part that stays with the pair, one that drifts and one by the year: its
    differences from year to year are told apart from those over eight years. Each book is given half the
    variance of either. Tails are heavier than a normal's, so that spreads are those whose 90% intervals hold
    90% of all; what few are counted quite otherwise have no say beyond that.

    Parameters
    ----------
    told : polars.DataFrame
        ``source, state, side, partner, year, share``.

    Returns
    -------
    list of [size, persistent, transitory, drift]
        Middle of the class of size, and standard deviations in logs.
    """
    known = told.filter(pl.col("share") > EDGES[0])
    both = known.join(known, on=[*_KEY, "year"], suffix="_other").filter(
        pl.col("source") < pl.col("source_other")
    )
    pair = [*_KEY, "source", "source_other"]
    rows = (
        both.with_columns((pl.col("share") / pl.col("share_other")).log().alias("apart"))
        .with_columns(
            pl.col("apart").mean().over(pair).alias("stays"),
            pl.col("share").mean().over(pair).alias("size"),
            pl.len().over(pair).alias("years"),
        )
        .filter(pl.col("years") >= _FEWEST_YEARS)
    )
    found = []
    for low, high in itertools.pairwise(EDGES):
        inside = rows.filter(pl.col("size").is_between(low, high, closed="right"))
        pairs = inside.unique(pair)
        if pairs.height < _FEWEST_PAIRS:
            continue
        year = _over(inside, pair, 1)
        gap, many = next(
            ((gap, many) for gap in _GAPS if len(many := _over(inside, pair, gap)) >= _FEWEST_PAIRS),
            (1, year),
        )
        drift = max(_spread(many) ** 2 - _spread(year) ** 2, 0.0) / max(gap - 1, 1) / 2.0
        transitory = max(_spread(year) ** 2 / 2.0 - drift, 0.0) / 2.0
        persistent = _spread(pairs["stays"].to_numpy()) / math.sqrt(2.0)
        spreads = (persistent, math.sqrt(transitory), math.sqrt(drift))
        found.append([float(np.sqrt(low * high)), *(round(one, 4) for one in spreads)])
    return found


def _over(rows: pl.DataFrame, pair: list[str], gap: int) -> NDArray[np.float64]:
    """Differences of the log ratio over some years."""
    later = rows.select(*pair, pl.col("year") - gap, pl.col("apart").alias("later"))
    return (
        (rows.join(later, on=[*pair, "year"]))
        .select(pl.col("later") - pl.col("apart"))
        .to_series()
        .to_numpy()
    )


def _spread(values: NDArray[np.float64]) -> float:
    """Standard deviation of the normal whose 90% interval holds 90% of the values."""
    return float(np.quantile(np.abs(values), _MASS)) / _AT if len(values) else 0.0


def errors_at(table: list[list[float]], size: float) -> BookErrors:
    """Errors of a share of some size, between the classes told.

    Examples
    --------
    >>> errors_at([[0.003, 0.4, 0.3, 0.1], [0.03, 0.2, 0.1, 0.0]], 0.5)
    BookErrors(persistent=0.2, transitory=0.1, drift=0.0)
    """
    if not table:
        return BookErrors(0.0, 0.0, 0.0)
    sizes, *spreads = np.array(table).T
    at = np.log(max(size, 1e-9))
    return BookErrors(*(float(np.interp(at, np.log(sizes), one)) for one in spreads))


def own_errors(leg: PairLeg, others: Sequence[PairLeg], pooled: BookErrors) -> BookErrors:
    """Errors of one pair: what its own books show from year to year, drawn towards that of all pairs.

    Parameters
    ----------
    leg : PairLeg
        By the book that is told.
    others : sequence of PairLeg
        The same share by other books.
    pooled : BookErrors
        Of all pairs of this size.
    """
    usual = 2.0 * pooled.transitory**2 + pooled.drift**2
    squares, number = 0.0, 0
    told = dict(zip(leg.years, leg.share, strict=True))
    for other in others:
        apart = {
            year: float(np.log(told[year] / share))
            for year, share in zip(other.years, other.share, strict=True)
            if share > EDGES[0] and told.get(year, 0.0) > EDGES[0]
        }
        steps = [apart[year + 1] - one for year, one in apart.items() if year + 1 in apart]
        if len(steps) >= _FEWEST_YEARS - 1:
            squares += float(np.square(steps).sum()) / 2.0
            number += len(steps)
    return pooled.scaled(math.sqrt((_PRIOR + squares / usual) / (_PRIOR + number))) if usual > 0 else pooled
