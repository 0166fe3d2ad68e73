"""The legs of the line for one pair over some years, and the line's own series from them.

Every leg runs from 0 (nothing ties the two) to 1. The line is the mean of the legs on which the pair had
anything and whose source speaks of both ends of the window: kinds of tie are compared with themselves only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leeway.measures.security.arms import draw_shares, larger_share

Doubles = NDArray[np.float64]
Counts = NDArray[np.int64]
Ends = tuple[slice, slice]

EDGE_YEARS = 3
"""Longest stretch at either end of a window that a leg must be known in."""


@dataclass(frozen=True, slots=True)
class LegDraws:
    """One leg over T years.

    Attributes
    ----------
    name : str
    value : ndarray, shape (T,)
        As counted; NaN in years in which the leg is not known.
    draws : ndarray, shape (N, T)
        Joint draws; NaN in years in which the leg is not known.
    count : ndarray of int64, shape (T,)
        Rows behind each year.
    """

    name: str
    value: Doubles
    draws: Doubles
    count: NDArray[np.int64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Years in which it is known, shape (T,)."""
        return np.asarray(~np.isnan(self.draws[0]))

    @property
    def anything(self) -> bool:
        """Whether the pair had anything on this leg in any year."""
        known = self.value[~np.isnan(self.value)]
        return bool(known.size and known.max() > 0.0)

    def counted(self, ends: Ends) -> bool:
        """Whether the line rests on it: there was something, and it is known at both ends."""
        return self.anything and all(bool(self.known[end].any()) for end in ends)


def ends_of(years: int) -> Ends:
    """First and last years of a window that are compared: a third each, at most `EDGE_YEARS`.

    Examples
    --------
    >>> ends_of(10)
    (slice(0, 3, None), slice(7, 10, None))
    """
    edge = max(1, min(EDGE_YEARS, years // 3))
    return slice(0, edge), slice(years - edge, years)


def alliance_leg(
    level: Doubles, turning: Sequence[float], draws: int, generator: np.random.Generator
) -> LegDraws:
    """Level of obligations, as a share of the highest.

    What is uncertain of a coded obligation is the year in which it begins or ends: two projects that code the
    same treaties differ by `turning` (probabilities of a year earlier, the same, a year later).

    Parameters
    ----------
    level : ndarray, shape (T + 2,)
        Levels of the years and of one year before and after them; NaN where they are not known.
    turning : three floats
    draws : int
    generator : numpy Generator
    """
    inside = level[1:-1]
    before = np.where(np.isnan(level[:-2]), inside, level[:-2])
    after = np.where(np.isnan(level[2:]), inside, level[2:])
    paths = np.stack([after, inside, before])
    chosen = generator.choice(3, size=draws, p=np.asarray(turning) / np.sum(turning))
    drawn = np.where(np.isnan(inside), np.nan, paths[chosen])
    return LegDraws("alliances", inside / 3.0, drawn / 3.0, np.isfinite(inside).astype(np.int64))


def bloc_leg(share: Doubles, compared: Counts, draws: int, generator: np.random.Generator) -> LegDraws:
    """Share of blocs in common; unknown between two known years, the change may be in any of them.

    Parameters
    ----------
    share : ndarray, shape (T,)
    compared : ndarray of int64, shape (T,)
        Blocs to which either belonged.
    """
    known = np.flatnonzero(~np.isnan(share))
    drawn = np.tile(share, (draws, 1))
    for left, right in pairwise(known):
        if right - left > 1:
            turn = generator.integers(left + 1, right + 1, size=draws)
            years = np.arange(left + 1, right)
            drawn[:, years] = np.where(years[None, :] < turn[:, None], share[left], share[right])
    return LegDraws("blocs", share, drawn, compared)


def arms_leg(
    shares: Doubles,
    effective: Doubles,
    deliveries: NDArray[np.int64],
    draws: int,
    generator: np.random.Generator,
) -> LegDraws:
    """The larger of the two shares that one had in the other's arms imports.

    Parameters
    ----------
    shares, effective : ndarray, shape (2, T)
        Share of each in the imports of the other, and how many deliveries it is worth; NaN where the imports
        are too small for a share. What is not known in a year is told by `larger_share`.
    deliveries : ndarray of int64, shape (T,)
        Deliveries between the two.
    """
    value = larger_share(shares)
    drawn = [draw_shares(shares[side], effective[side], draws, generator) for side in (0, 1)]
    return LegDraws("arms", value, np.where(np.isnan(value), np.nan, np.fmax(*drawn)), deliveries)


def together(legs: Sequence[LegDraws], ends: Ends) -> LegDraws:
    """The line itself: the mean of the legs that count, where all of them are known; NaN if none counts."""
    counted = [leg for leg in legs if leg.counted(ends)]
    if not counted:
        nothing = legs[0]
        return LegDraws(
            "security",
            np.full_like(nothing.value, np.nan),
            np.full_like(nothing.draws, np.nan),
            np.zeros_like(nothing.count),
        )
    return LegDraws(
        "security",
        np.mean([leg.value for leg in counted], axis=0),
        np.mean([leg.draws for leg in counted], axis=0),
        np.sum([leg.count for leg in counted], axis=0).astype(np.int64),
    )
