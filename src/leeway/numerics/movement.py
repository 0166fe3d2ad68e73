"""Away, still or closer: how likely a change is under each, learned from the changes of everybody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.normal import cumulative

Array = NDArray[np.float64]

AWAY, STILL, CLOSER = 0, 1, 2
"""Places of the three ways in arrays of likelihoods."""

_STEPS = 200
_SETTLED = 1e-6
_LEAST_NOISE = 1e-3
_LEAST_TAIL = 0.05
_LEAST_SHARE = 1e-3
_WIGGLES = (0.02, 1.0)
_FAR = -10.0


@dataclass(frozen=True, slots=True)
class Ways:
    """How changes of one line are spread among all pairs, in units of what is *still*.

    A pair that stands still wiggles about nothing; one that moves goes beyond the unit by an exponential
    stretch, of its own mean length either way.

    Attributes
    ----------
    share : tuple of three floats
        Of all pairs, those that went away, stood still, came closer.
    wiggle : float
        Standard deviation of those that stood still, beside the noise.
    away, closer : float
        Mean length beyond the unit.
    """

    share: tuple[float, float, float]
    wiggle: float
    away: float
    closer: float

    def likelihoods(self, change: Array, noise: Array) -> Array:
        """Likelihood of changes, known with some noise, under each of the three.

        Parameters
        ----------
        change, noise : ndarray, shape (P,)
            Change and its standard deviation over the half-width of *still*; negative is away.

        Returns
        -------
        ndarray, shape (P, 3)

        Examples
        --------
        >>> ways = Ways((0.1, 0.8, 0.1), 1.0, 1.0, 1.0)
        >>> told = ways.likelihoods(np.array([-3.0, 0.0]), np.array([0.2, 0.2]))
        >>> [int(one.argmax()) for one in told]
        [0, 1]
        """
        noise = np.maximum(noise, _LEAST_NOISE)
        spread = self.wiggle**2 + noise**2
        still = np.exp(-0.5 * change**2 / spread) / np.sqrt(2.0 * np.pi * spread)
        away = _beyond(-change - 1.0, noise, self.away)
        closer = _beyond(change - 1.0, noise, self.closer)
        return np.column_stack([away, still, closer])


def learn_ways(change: Array, noise: Array) -> Ways:
    """Learn from all pairs how many moved, and how far, by expectation and maximisation.

    Parameters
    ----------
    change, noise : ndarray, shape (P,)
        As in `Ways.likelihoods`.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> told = np.r_[rng.normal(size=8000), -1.0 - rng.exponential(2.0, size=2000)]
    >>> found = learn_ways(told, np.full(told.size, 0.1))
    >>> round(found.share[0], 1), round(found.away)
    (0.2, 2)
    """
    share, wiggle, tails = np.array([0.1, 0.8, 0.1]), 0.7, np.array([1.0, 1.0])
    noise = np.maximum(noise, _LEAST_NOISE)
    for _ in range(_STEPS):
        ways = Ways((share[0], share[1], share[2]), wiggle, tails[0], tails[1])
        joint = ways.likelihoods(change, noise) * share + 1e-300
        part = joint / joint.sum(axis=1, keepdims=True)
        new = np.maximum(part.mean(axis=0), _LEAST_SHARE)
        new /= new.sum()
        tails = np.array(
            [_mean_beyond(-change - 1.0, part[:, AWAY]), _mean_beyond(change - 1.0, part[:, CLOSER])]
        )
        wiggle = _wiggle(change, noise, part[:, STILL], wiggle)
        settled = np.abs(new - share).max() < _SETTLED
        share = new
        if settled:
            break
    return Ways((float(share[0]), float(share[1]), float(share[2])), wiggle, float(tails[0]), float(tails[1]))


def _wiggle(change: Array, noise: Array, weight: Array, wiggle: float) -> float:
    """Spread of those that stood still, net of noise: one step of expectation and maximisation."""
    kept = wiggle**2 / (wiggle**2 + noise**2)
    second = (kept * change) ** 2 + kept * noise**2
    found = np.sqrt(float((weight * second).sum()) / max(float(weight.sum()), 1e-12))
    return float(np.clip(found, *_WIGGLES))


def _mean_beyond(beyond: Array, weight: Array) -> float:
    total = float(weight.sum())
    return max(float((weight * np.maximum(beyond, 0.0)).sum()) / total, _LEAST_TAIL) if total > 0.0 else 1.0


def _beyond(past: Array, noise: Array, tail: float) -> Array:
    """Density of an exponential stretch told with normal noise, in logarithms where it would overflow."""
    ratio = noise / tail
    return np.asarray(
        np.exp(0.5 * ratio**2 - past / tail + _log_cumulative(past / noise - ratio) - np.log(tail))
    )


def _log_cumulative(z: Array) -> Array:
    """Logarithm of the share of a standard normal below some points, far out by its series."""
    far = np.minimum(z, _FAR)
    series = -0.5 * far**2 - np.log(-far * np.sqrt(2.0 * np.pi)) + np.log1p(-1.0 / far**2 + 3.0 / far**4)
    near = np.log(np.maximum(cumulative(np.maximum(z, _FAR)), 1e-300))
    return np.asarray(np.where(z < _FAR, series, near))
