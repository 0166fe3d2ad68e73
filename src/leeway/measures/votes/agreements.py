"""Raw agreement of every pair by year, with Cohen's kappa: what the votes say before any model."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.files import KAPPA_STEP



def raw_agreement(assembly: Assembly) -> pl.DataFrame:
    """Agreement of all pairs by calendar year.

    Returns
    -------
    polars.DataFrame
        ``state, partner`` (state first in the alphabet), ``year``, ``common`` (roll calls in which both cast a vote),
        ``first`` (those of them before July), ``same`` (answered alike), ``kappa`` (hundredths; Cohen's kappa
        with squared distances on no 1, abstention 2, yes 3, after Haege 2011, doi 10.1093/pan/mpr014;
        null where neither varied).
    """
    order = np.argsort(assembly.states)
    early = assembly.clock % 2 == 0
    frames = []
    for year in np.unique(assembly.year):
        rows = assembly.year == year
        votes = assembly.votes[rows][:, order]
        counts = _counts(votes)
        first = _counts(votes[early[rows]])["common"]
        one, other = np.nonzero(np.triu(counts["common"], 1))
        frames.append(
            pl.DataFrame(
                {
                    "state": np.array(assembly.states)[order][one],
                    "partner": np.array(assembly.states)[order][other],
                    "year": np.full(len(one), year, np.int16),
                    "common": counts["common"][one, other].astype(np.int16),
                    "first": first[one, other].astype(np.int16),
                    "same": counts["same"][one, other].astype(np.int16),
                    "kappa": np.round(counts["kappa"][one, other] / KAPPA_STEP),
                }
            ).with_columns(pl.col("kappa").fill_nan(None).cast(pl.Int8))
        )
    names = pl.Enum(sorted(assembly.states))
    return pl.concat(frames).with_columns(pl.col("state", "partner").cast(names)).sort("year", "state", "partner")


def _counts(votes: NDArray[np.int8]) -> dict[str, NDArray[np.float64]]:
    """Common votes, equal answers and kappa of every pair of columns."""
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
