"""What the past says of treaties as evidence: how exactly they are dated, and whether they show ruptures."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

_CLOSE_YEARS = 1
_USE_OF_FORCE = 4
_LATER = 3


def turning(coded: pl.DataFrame, other: pl.DataFrame) -> list[float]:
    """How often two projects that code the same obligation date its beginning or end a year apart.

    Parameters
    ----------
    coded, other : polars.DataFrame
        Rows of the table ``ties`` of two sources of alliances.

    Returns
    -------
    list of three floats
        Probabilities that a turn was a year earlier than coded, in the same year, a year later; of turns that
        the two date at most a year apart. Without the second source: .1, .8, .1.
    """
    found = np.zeros(3)
    for column in ("since", "until"):
        ours, theirs = (_turns(frame, column) for frame in (coded, other))
        both = ours.join(theirs, on=["state", "partner"], suffix="_other")
        apart = (both["year_other"] - both["year"]).to_numpy()
        near = apart[np.abs(apart) <= _CLOSE_YEARS]
        found += [(near == -1).sum(), (near == 0).sum(), (near == 1).sum()]
    if not found.sum():
        return [0.1, 0.8, 0.1]
    return [round(float(share), 3) for share in found / found.sum()]


def _turns(ties: pl.DataFrame, column: str) -> pl.DataFrame:
    """Years in which an obligation of defence begins or ends, the only one of its pair."""
    kept = ties.filter((pl.col("kind") == "defence") & pl.col(column).is_not_null())
    year = kept.select("state", "partner", pl.col(column).dt.year().alias("year"))
    return year.filter(pl.len().over("state", "partner") == 1)


def ruptures(
    disputes: pl.DataFrame, owed: NDArray[np.uint8], states: list[str], years: range
) -> dict[str, int]:
    """How often allies used force against each other, and how often the obligation was weaker then.

    Parameters
    ----------
    disputes : polars.DataFrame
        The table ``disputes``.
    owed : ndarray of uint8, shape (T, S, S)
    states : list of str
    years : range

    Returns
    -------
    dict
        ``all``: onsets of disputes with the use of force between two that had an obligation the year before;
        ``seen``: those after which the obligation was weaker three years later.
    """
    number = {state: place for place, state in enumerate(states)}
    level = np.maximum(owed, owed.transpose(0, 2, 1))
    onsets = (
        disputes.filter(pl.col("onset") & (pl.col("hostility") >= _USE_OF_FORCE))
        .select(
            "year",
            pl.min_horizontal("state", "partner").alias("one"),
            pl.max_horizontal("state", "partner").alias("other"),
        )
        .unique()
    )
    bound = seen = 0
    for year, one, other in onsets.iter_rows():
        before, after = year - 1 - years.start, year + _LATER - years.start
        if before < 0 or after >= len(years):
            continue
        pair = number[one], number[other]
        if level[before][pair]:
            bound += 1
            seen += int(level[after][pair] < level[before][pair])
    return {"all": bound, "seen": seen}
