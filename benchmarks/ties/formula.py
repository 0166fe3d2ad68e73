"""The influence formula against the published index, where both components and index are published."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.figures import Figure, Section
from leeway.measures.influence.estimate import BANDWIDTHS, DEPENDENCES
from leeway.numerics.influence import formal_influence
from leeway.record.store import Record

KEY = "formula"


def explained(index: np.ndarray, told: np.ndarray) -> float:
    """Share of the variance of an index that a formula explains: 1 - SSE / SST.

    Examples
    --------
    >>> explained(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    1.0
    """
    left = float(((index - told) ** 2).sum())
    return 1.0 - left / float(((index - index.mean()) ** 2).sum())


def section(record: Record) -> Section:
    """Recompute the index."""
    rows = record.table("influence").filter(
        pl.all_horizontal(pl.col(*BANDWIDTHS, *DEPENDENCES, "index").is_not_null())
    )
    told = formal_influence(rows.select(BANDWIDTHS).to_numpy(), rows.select(DEPENDENCES).to_numpy())
    index = rows["index"].to_numpy()
    apart = np.abs(told - index)
    sample = f"{rows.height:,} directed dyad-years, {rows['year'].min()}-{rows['year'].max()}"
    return Section(
        key=KEY,
        title="The influence formula",
        command="python -m benchmarks.ties formula",
        method=(
            "Influence = (economic + political + security bandwidth) x (economic + security dependence) "
            "/ 7.5, from published components, against the published index of the same row."
        ),
        figures=[
            Figure(
                "variance of the published index explained",
                explained(index, told),
                sample,
                low=0.999,
                digits=5,
            ),
            Figure("median difference", float(np.median(apart)), sample, digits=5),
            Figure("largest difference", float(apart.max()), sample, high=0.06, digits=4),
        ],
        remarks=[
            "Components are published for Russia and China as influencers only.",
            "Years with the index alone are taken by `leeway estimate influence --published-series`.",
        ],
    )
