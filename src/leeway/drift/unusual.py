"""How unusual a change is among the changes of all pairs over the same stretch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.normal import cumulative, quantile

Array = NDArray[np.float64]

_POINTS = tuple(quantile((step + 0.5) / 8.0) for step in range(8))


@dataclass(frozen=True, slots=True)
class Unusual:
    """Where a change stands among those of all pairs.

    Attributes
    ----------
    share : float
        Share of pairs that moved less, in either direction, 0 to 1.
    low, high : float
        90% interval of `share`: the change itself is uncertain.
    further_away : float
        Share of pairs whose change lies further towards *away*; .5 is the middle of all pairs.
    pairs : int
        Pairs compared.
    """

    share: float
    low: float
    high: float
    further_away: float
    pairs: int


def spread_out(changes: Array, sds: Array) -> Array:
    """The changes of all pairs, each as eight equally likely values, sorted.

    Parameters
    ----------
    changes, sds : ndarray, shape (P,)
        Posterior means and standard deviations of all pairs' changes over the same stretch.

    Returns
    -------
    ndarray, shape (8 P,)
    """
    return np.sort((changes[None, :] + np.array(_POINTS)[:, None] * sds[None, :]).ravel())


def unusual(draws: Array, others: Array) -> Unusual | None:
    """Compare the draws of one change with the changes of all pairs.

    Both sides keep their uncertainty: draws set against the others' posterior means would look further
    from zero than they are, because means are drawn in and draws are not.

    Parameters
    ----------
    draws : ndarray, shape (N,)
        Posterior draws of the change in question.
    others : ndarray, shape (8 P,)
        From `spread_out`.

    Returns
    -------
    Unusual or None
        None without any pair to compare with.

    Examples
    --------
    >>> told = unusual(np.full(4, -0.3), spread_out(np.linspace(-0.1, 0.1, 50), np.full(50, 0.01)))
    >>> told.share, told.further_away
    (1.0, 0.0)
    """
    if not others.size:
        return None
    size = np.abs(draws)
    within = np.searchsorted(others, size, side="left") - np.searchsorted(others, -size, side="right")
    less = np.maximum(within, 0) / others.size
    below = np.searchsorted(others, draws, side="left") / others.size
    low, high = np.quantile(less, [0.05, 0.95])
    return Unusual(
        share=float(less.mean()),
        low=float(low),
        high=float(high),
        further_away=float(below.mean()),
        pairs=others.size // len(_POINTS),
    )


def beyond(changes: Array, sds: Array, margin: float | Array) -> tuple[Array, Array, Array]:
    """Probabilities of away, still and closer for many changes at once.

    Parameters
    ----------
    changes, sds : ndarray, shape (P,)
        Posterior means and standard deviations; normal posteriors.
    margin : float or ndarray, shape (P,)
        Half-width of *still*.

    Returns
    -------
    away, still, closer : ndarray, shape (P,)

    Examples
    --------
    >>> away, still, closer = beyond(np.array([-0.04]), np.array([0.02]), 0.04)
    >>> round(float(away[0]), 2)
    0.5
    """
    spread = np.maximum(sds, 1e-12)
    away = cumulative((-margin - changes) / spread)
    closer = cumulative((changes - margin) / spread)
    return away, np.maximum(1.0 - away - closer, 0.0), closer


def false_share(probability: Array) -> Array:
    """Expected share of false finds among those at least as likely: a q-value for each.

    When many are looked at, some look moved by chance. If the list is cut at one of them, the expected
    share of false ones among those kept is the mean of their probabilities of being false.

    Parameters
    ----------
    probability : ndarray, shape (P,)
        Posterior probability of each find.

    Returns
    -------
    ndarray, shape (P,)

    References
    ----------
    Stephens (2017), False discovery rates: a new deal, Biostatistics 18(2), doi 10.1093/biostatistics/kxw041.

    Examples
    --------
    >>> false_share(np.array([0.5, 1.0, 0.9])).round(2).tolist()
    [0.2, 0.0, 0.05]
    """
    order = np.argsort(-probability, kind="stable")
    running = np.cumsum(1.0 - probability[order]) / np.arange(1, probability.size + 1)
    shares = np.empty_like(running)
    shares[order] = running
    return shares
