"""The estimates of votes as they are shipped: nothing of a vote itself."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from leeway.measures.files import EstimateTables

#: Deviations are stored as whole numbers of this step.
DEVIATION_STEP = 0.05
#: Kappa is stored as whole numbers of this step.
KAPPA_STEP = 0.01


class VoteTables(EstimateTables):
    """The tables of one set of estimates, and their manifest.

    ``positions``: state, half_year, mean and sd of each dimension, votes, nonvoting, closeness_sd.
    ``items``: roll_call, half_year, question, slopes, lower, upper, the covariance of slopes and location.
    ``questions``: question, key, label, topic, whole (a title of its own).
    ``deviations``: question, year, one column a state, in steps of `DEVIATION_STEP`.
    ``agreement``: state, partner, year, common, first, same, kappa.
    ``filtered``: state, year, mean of each dimension from what was known at the year's end.
    """

    line: ClassVar[str] = "votes"
    entries: ClassVar[Collection[str]] = ("calibration", "dimensions", "priors", "states")

    @cached_property
    def states(self) -> tuple[str, ...]:
        """State ids in the order of the columns of deviations."""
        return tuple(self.manifest["states"])

    @property
    def dimensions(self) -> int:
        """Number of dimensions, D."""
        return int(self.manifest["dimensions"])


def numbered(name: str, count: int) -> list[str]:
    """Column names ``name_1`` to ``name_count``.

    Examples
    --------
    >>> numbered("mean", 2)
    ['mean_1', 'mean_2']
    """
    return [f"{name}_{i + 1}" for i in range(count)]


def pack_symmetric(blocks: NDArray[np.float64]) -> NDArray[np.float32]:
    """Lower triangles of symmetric matrices (..., P, P), in rows of P (P + 1) / 2.

    Examples
    --------
    >>> packed = pack_symmetric(np.array([[1.0, 2.0], [2.0, 3.0]]))
    >>> packed.tolist(), unpack_symmetric(packed, 2).tolist()
    ([1.0, 2.0, 3.0], [[1.0, 2.0], [2.0, 3.0]])
    """
    rows, columns = np.tril_indices(blocks.shape[-1])
    return blocks[..., rows, columns].astype(np.float32)


def unpack_symmetric(packed: NDArray[np.float32], size: int) -> NDArray[np.float64]:
    """The inverse of `pack_symmetric`."""
    rows, columns = np.tril_indices(size)
    blocks = np.zeros((*packed.shape[:-1], size, size))
    blocks[..., rows, columns] = packed
    blocks[..., columns, rows] = packed
    return blocks
