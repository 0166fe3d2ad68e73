"""How alike two portfolios of ties are: S, Cohen's kappa and Scott's pi for all pairs at once.

A portfolio lists what a state has with each of n others, as whole numbers 0 to `dmax`. S counts every
agreement, also that two states have nothing with a third, and is inflated by it; kappa and pi take away
what two that ignore each other would agree on.

References
----------
Signorino and Ritter (1999), Tau-b or not tau-b, International Studies Quarterly 43(1), 115-144.
Haege (2011), Choice or circumstance? Political Analysis 19, doi 10.1093/pan/mpr023.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Similarity:
    """Similarity of every pair of portfolios; every array has shape (S, S) and is symmetric.

    Attributes
    ----------
    s_abs, s_sq : ndarray
        Signorino and Ritter's S with absolute and with squared distances, -1 to 1.
    kappa_sq : ndarray
        Cohen's kappa with squared distances; 1 is the same, 0 what chance gives. 0 where neither portfolio
        varies.
    pi_sq : ndarray
        Scott's pi with squared distances; as kappa, with one set of margins for both.
    """

    s_abs: Array
    s_sq: Array
    kappa_sq: Array
    pi_sq: Array


def similarity(portfolios: NDArray[np.integer], dmax: int) -> Similarity:
    """Compare every pair of portfolios.

    With x and y two portfolios of n entries, ssd the sum of (x - y)^2, sad that of |x - y|, s1 and s2 the
    sums and s1sq and s2sq the sums of squares::

        S_abs    = 1 - 2 sad / (dmax n)
        S_sq     = 1 - 2 ssd / (dmax^2 n)
        kappa_sq = 1 - ssd / (s1sq + s2sq - 2 s1 s2 / n)
        pi_sq    = 1 - ssd / (s1sq + s2sq - (s1 + s2)^2 / (2 n))

    All sums are of whole numbers and exact.

    Parameters
    ----------
    portfolios : ndarray of whole numbers, shape (S, n)
        Row i holds what state i has with each of n others, 0 to `dmax`.
    dmax : int
        The largest possible value: 3 for alliances, 2 for votes, 1 for yes or no.

    Raises
    ------
    ValueError
        If a value lies outside 0 to `dmax`, or there are no entries.

    Examples
    --------
    >>> told = similarity(np.array([[3, 0, 0, 1], [3, 0, 1, 0]]), 3)
    >>> round(float(told.s_abs[0, 1]), 4), round(float(told.kappa_sq[0, 1]), 4)
    (0.6667, 0.8333)
    """
    values = np.asarray(portfolios, dtype=np.float64)
    entries = values.shape[1]
    if not entries or values.min() < 0 or values.max() > dmax:
        raise ValueError(f"{entries} entries; values must be whole numbers from 0 to {dmax}")
    products = values @ values.T
    sums, squares = values.sum(axis=1), (values**2).sum(axis=1)
    ssd = squares[:, None] + squares[None, :] - 2.0 * products
    sad = np.zeros_like(ssd)
    for step in range(1, dmax + 1):
        reached = (values >= step).astype(np.float64)
        count = reached.sum(axis=1)
        sad += count[:, None] + count[None, :] - 2.0 * (reached @ reached.T)
    both = squares[:, None] + squares[None, :]
    by_chance = both - 2.0 * np.outer(sums, sums) / entries
    by_one_margin = both - (sums[:, None] + sums[None, :]) ** 2 / (2.0 * entries)
    return Similarity(
        s_abs=1.0 - 2.0 * sad / (dmax * entries),
        s_sq=1.0 - 2.0 * ssd / (dmax**2 * entries),
        kappa_sq=_beyond_chance(ssd, by_chance),
        pi_sq=_beyond_chance(ssd, by_one_margin),
    )


def _beyond_chance(ssd: Array, expected: Array) -> Array:
    varies = expected > 1e-12
    return np.where(varies, 1.0 - ssd / np.where(varies, expected, 1.0), 0.0)
