"""What the senders say they sold to a state against what the state says it bought from them.

The level of this ratio says nothing: freight, origin against consignment and customs unions part the two
books in quiet years as well (Uzbekistan's hold a fifth to two fifths more than the Union says it sold there).
Only the change against the same pair's own past is read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

USUAL_WIGGLE = 0.08
"""Yearly wiggle of the log ratio of a quiet pair; a pair's own past is drawn towards it."""

_PRIOR_YEARS = 3.0
_DRAWS = 4000
_SEED = 1950


@dataclass(frozen=True, slots=True)
class Mirror:
    """Two books of the same trade, year by year, in one currency.

    Attributes
    ----------
    years : tuple of int, length T
        Whole years told by both.
    exported, imported : ndarray, shape (T,)
        By the senders' books, and by the state's.
    rate : ndarray, shape (T,)
        Dollars for one unit of the currency of both.
    event : int
        Year of the event; the years before it are the past.
    changes : dict of int to float
        From the year of the event: log of the ratio against its mean in the past.
    p_values : dict of int to float
        Probability of a fall as deep in a year like those of the past.
    """

    years: tuple[int, ...]
    exported: Array
    imported: Array
    rate: Array
    event: int
    changes: dict[int, float]
    p_values: dict[int, float]

    @property
    def ratio(self) -> Array:
        """Imported over exported, shape (T,)."""
        return np.asarray(self.imported / self.exported)

    @property
    def gap(self) -> Array:
        """Exported and never imported, shape (T,); negative where the state's book holds more."""
        return np.asarray(self.exported - self.imported)

    def lost(self, year: int) -> float | None:
        """Share of the additional exports since the year before the event that was lost on the way."""
        if year < self.event or not {year, self.event - 1} <= set(self.years):
            return None
        now, then = self.years.index(year), self.years.index(self.event - 1)
        more = float(self.exported[now] - self.exported[then])
        return float(self.gap[now] - self.gap[then]) / more if more > 0 else None


def mirror(
    years: list[int], exported: Array, imported: Array, *, event: int, rate: Array | None = None
) -> Mirror | None:
    """Compare two books of the same trade with their own past.

    Parameters
    ----------
    years : list of int, length T
    exported, imported : ndarray, shape (T,)
        Values in one currency, positive.
    event : int
        Year of the event.
    rate : ndarray, shape (T,), optional
        Dollars for one unit of the currency.

    Returns
    -------
    Mirror or None
        None with fewer than two years before the event, or none from it on.

    Examples
    --------
    >>> sold, bought = np.full(4, 10.0), np.array([9.9, 10.1, 10.0, 7.0])
    >>> found = mirror([2019, 2020, 2021, 2022], sold, bought, event=2022)
    >>> round(found.changes[2022], 2), found.p_values[2022] < 0.05
    (-0.36, True)
    """
    kept = (exported > 0) & (imported > 0)
    told = [year for year, keep in zip(years, kept, strict=True) if keep]
    exported, imported = exported[kept], imported[kept]
    rate = np.ones(len(told)) if rate is None else rate[kept]
    logs = np.log(imported) - np.log(exported)
    past = logs[[year < event for year in told]]
    later = [year for year in told if year >= event]
    if len(past) < 2 or not later:
        return None
    freedom = len(past) - 1 + _PRIOR_YEARS
    squares = float(((past - past.mean()) ** 2).sum())
    spread = np.sqrt((_PRIOR_YEARS * USUAL_WIGGLE**2 + squares) / freedom * (1.0 + 1.0 / len(past)))
    quiet = spread * np.random.default_rng(_SEED).standard_t(freedom, size=_DRAWS)
    changes = {year: float(logs[told.index(year)] - past.mean()) for year in later}
    return Mirror(
        years=tuple(told),
        exported=exported,
        imported=imported,
        rate=rate,
        event=event,
        changes=changes,
        p_values={
            year: float((1 + (quiet <= change).sum()) / (1 + _DRAWS)) for year, change in changes.items()
        },
    )
