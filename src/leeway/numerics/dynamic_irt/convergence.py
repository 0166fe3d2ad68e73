"""Have the chains met? Rank-normalised split R-hat and effective sample size of scalar draws.

After Vehtari, Gelman, Simpson, Carpenter and Buerkner (2021), doi 10.1214/20-BA1221.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leeway.numerics.normal import quantile

Doubles = NDArray[np.float64]


def _split(chains: ArrayLike) -> Doubles:
    """Halves of the chains, (2 C, N // 2)."""
    draws = np.atleast_2d(np.asarray(chains, dtype=np.float64))
    half = draws.shape[1] // 2
    if half < 4:
        raise ValueError(f"chains of {draws.shape[1]} draws are too short to compare; 8 or more are needed")
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _normal_scores(draws: Doubles) -> Doubles:
    _, place, count = np.unique(draws, return_inverse=True, return_counts=True)
    rank = count.cumsum() - 0.5 * (count - 1)
    scores = np.array([quantile(share) for share in (rank - 0.375) / (draws.size + 0.25)])
    return scores[place.reshape(draws.shape)]


def _between_and_within(draws: Doubles) -> tuple[float, float]:
    length = draws.shape[1]
    within = float(draws.var(axis=1, ddof=1).mean())
    between = float(draws.mean(axis=1).var(ddof=1))
    return between + within * (length - 1) / length, within


def r_hat(chains: ArrayLike) -> float:
    """Rank-normalised split R-hat of location and of spread, whichever is worse.

    Parameters
    ----------
    chains : array_like, shape (C, N)
        N draws from each of C chains, without their warm-up.

    Returns
    -------
    float
        1 where the chains tell the same; above 1.01 they had better run longer.

    Raises
    ------
    ValueError
        With fewer than 8 draws a chain.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> bool(r_hat(rng.normal(size=(4, 500))) < 1.01)
    True
    >>> bool(r_hat(rng.normal(size=(2, 500)) + [[0], [1]]) > 1.1)
    True
    """
    halves = _split(chains)
    worst = 0.0
    for draws in (halves, np.abs(halves - np.median(halves))):
        total, within = _between_and_within(_normal_scores(draws))
        worst = max(worst, float(np.sqrt(total / within)))
    return worst


def effective_size(chains: ArrayLike) -> float:
    """Effective sample size of the mean of rank-normalised draws, all chains together.

    Parameters
    ----------
    chains : array_like, shape (C, N)

    Returns
    -------
    float
        How many independent draws would be as good; Geyer's initial monotone sequence.

    Raises
    ------
    ValueError
        With fewer than 8 draws a chain.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> round(effective_size(rng.normal(size=(2, 1000))), -3)
    2000.0
    >>> walk = np.cumsum(rng.normal(size=(2, 1000)), axis=1)
    >>> bool(effective_size(walk) < 30)
    True
    """
    draws = _normal_scores(_split(chains))
    count, length = draws.shape
    total, within = _between_and_within(draws)
    centred = draws - draws.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(centred, 2 * length, axis=1)) ** 2
    covariance = np.fft.irfft(spectrum, axis=1)[:, :length].mean(axis=0) / length
    correlation = 1.0 - (within - covariance * length / (length - 1)) / total
    correlation[0] = 1.0
    pairs = correlation[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    stop = int(np.argmax(pairs < 0.0)) if (pairs < 0.0).any() else len(pairs)
    time = -1.0 + 2.0 * float(np.minimum.accumulate(pairs[: max(stop, 1)]).sum())
    return float(count * length / max(time, 1.0 / np.log10(count * length)))
