"""Raw agreement of every pair by year, with Cohen's kappa: what the votes say before any model."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.files import KAPPA_STEP


def raw_agreement(assembly: Assembly) -> pl.DataFrame:
    """Agreement of all pairs by calendar year.

    Parameters
    ----------
    assembly : Assembly

    Returns
    -------
    polars.DataFrame
        ``state, partner`` (state first in the alphabet), ``year``, ``common`` (roll calls in which both cast
        a vote), ``first`` (those of them before July), ``same`` (answered alike), ``kappa`` (in steps of
        `KAPPA_STEP`; Cohen's kappa with squared distances on no 1, abstention 2, yes 3, after Haege 2011,
        doi 10.1093/pan/mpr014; null where neither varied). Pairs without a common vote in a year are left
        out.
    """
    states = sorted(assembly.states)
    order = np.argsort(assembly.states)
    early = (assembly.roll_calls["half_year"] % 2 == 0).to_numpy()
    frames = []
    for year in np.unique(assembly.year):
        rows = assembly.year == year
        frames.append(_of_year(int(year), states, assembly.votes[rows][:, order], early[rows]))
    return pl.concat(frames).sort("year", "state", "partner")


def _of_year(year: int, states: list[str], votes: NDArray[np.int8], early: NDArray[np.bool_]) -> pl.DataFrame:
    """Rows of `raw_agreement` from the votes of a year (J, S); `early` (J,) marks those before July."""
    counts = pair_counts(votes)
    one, other = np.nonzero(np.triu(counts["common"], 1))
    seen = (votes[early] >= 0).astype(np.float64)
    kappa = np.round(counts["kappa"][one, other] / KAPPA_STEP)
    names = pl.Enum(states)
    return pl.DataFrame(
        {
            "state": pl.Series([states[i] for i in one], dtype=names),
            "partner": pl.Series([states[i] for i in other], dtype=names),
            "year": np.full(len(one), year, np.int16),
            "common": counts["common"][one, other].astype(np.int16),
            "first": (seen.T @ seen)[one, other].astype(np.int16),
            "same": counts["same"][one, other].astype(np.int16),
            "kappa": pl.Series(kappa).fill_nan(None).cast(pl.Int8),
        }
    )


def pair_counts(votes: NDArray[np.int8]) -> dict[str, NDArray[np.float64]]:
    """Common votes, equal answers and kappa of every pair of states.

    Parameters
    ----------
    votes : ndarray of int8, shape (J, S)
        0 no, 1 abstention, 2 yes, -1 no vote cast.

    Returns
    -------
    dict of ndarray, shape (S, S)
        ``common``, ``same``, and ``kappa`` (NaN where neither of the two varied).

    Examples
    --------
    >>> counts = pair_counts(np.array([[2, 2], [0, 1], [2, -1]], np.int8))
    >>> counts["common"][0, 1], counts["same"][0, 1], round(counts["kappa"][0, 1], 3)
    (np.float64(2.0), np.float64(1.0), np.float64(0.667))
    """
    seen = (votes >= 0).astype(np.float64)
    value = np.where(votes >= 0, votes, 0).astype(np.float64)
    same = sum(((votes == k).astype(np.float64).T @ (votes == k).astype(np.float64)) for k in (0, 1, 2))
    common = seen.T @ seen
    total, squares = value.T @ seen, (value**2).T @ seen
    distance = squares + squares.T - 2.0 * value.T @ value
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = squares + squares.T - 2.0 * total * total.T / common
        kappa = np.where(chance > 1e-9, 1.0 - distance / chance, np.nan)
    return {"common": common, "same": np.asarray(same), "kappa": np.maximum(kappa, -1.0)}
