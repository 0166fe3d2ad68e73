"""Who reports at all, in sources that put the books of both sides together.

Such a source tells a pair if either side reported. Of two states that both did not, nothing is told, and an
absent pair is not a pair without trade: Poland and the Soviet Union did not stop trading in 1984. Who
reported is not said; it shows in the pairs themselves, since no two silent states share one.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

LEAST = 0.25
"""Share of the silent states that a state trades with, if it reports itself."""

FEWEST = 3
"""States without a pair among them, of which fewer are chance."""

_SCHEMA = {"source": pl.String, "reporter": pl.String, "year": pl.Int64}


def silent(told: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """States of which every pair is told by the other side.

    Parameters
    ----------
    told : ndarray of bool, shape (S, S)
        Symmetric: whether the pair is told.

    Returns
    -------
    ndarray of bool, shape (S,)
        A set without a pair inside: states are taken for reporting until none is left, the one with most
        pairs that nobody taken yet explains first. Those of the taken that trade with less than `LEAST` of
        the rest are silent too: a pair or two are not a book.

    Examples
    --------
    >>> told = np.zeros((5, 5), dtype=bool)
    >>> told[0, 1:] = told[1, 2:] = True
    >>> silent(told | told.T).tolist()
    [False, False, True, True, True]
    """
    left = told.copy()
    np.fill_diagonal(left, val=False)
    reports = np.zeros(len(left), dtype=bool)
    while (number := left.sum(axis=1)).any():
        most = int(number.argmax())
        reports[most] = True
        left[most, :] = left[:, most] = False
    rest = ~reports
    if rest.sum() < FEWEST:
        return np.zeros(len(told), dtype=bool)
    return np.asarray(rest | (told[:, rest].mean(axis=1) < LEAST))


def reporting(rows: pl.DataFrame) -> pl.DataFrame:
    """States that report, by source and year.

    Parameters
    ----------
    rows : polars.DataFrame
        ``source, reporter, partner, year, value``, of sources that made both books one.

    Returns
    -------
    polars.DataFrame
        ``source, reporter, year``.
    """
    pairs = rows.filter(pl.col("value") > 0).select("source", "reporter", "partner", "year")
    found = []
    for (source, year), part in pairs.group_by("source", "year", maintain_order=True):
        states = pl.concat([part["reporter"], part["partner"]]).unique().sort()
        number = {state: place for place, state in enumerate(states)}
        first, second = (
            part[name].replace_strict(number, return_dtype=pl.Int64).to_numpy()
            for name in ("reporter", "partner")
        )
        told = np.zeros((len(number), len(number)), dtype=bool)
        told[first, second] = told[second, first] = True
        found += [
            (source, state, year) for state, quiet in zip(states, silent(told), strict=True) if not quiet
        ]
    return pl.DataFrame(found, schema=_SCHEMA, orient="row")
