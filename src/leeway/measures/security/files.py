"""The estimates of security ties as they are shipped: levels, shares and counts, and no publisher's row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.files import EstimateTables

UNKNOWN = 255
"""Stands for *not known* in tables of small whole numbers."""

KAPPA_STEP = 0.01
"""Kappa is stored as whole numbers of this step."""


class SecurityTables(EstimateTables):
    """The tables of one set of estimates, and their manifest.

    ``alliances``: state, partner, one column a year: level 0 to 3; pairs that never had one are left out.
    ``kappa``: state, partner, one column a year, in steps of `KAPPA_STEP`; null where one was no member.
    ``blocs``: organisation, state, one column a year: twice the weight, `UNKNOWN` where it is not known.
    ``arms``: recipient, supplier, year, share, effective, deliveries.
    """

    line: ClassVar[str] = "security"
    entries: ClassVar[Collection[str]] = ("alliances_until", "arms_until", "states", "turning")

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Ids of all states, in the order of every array."""
        return tuple(self.manifest["states"])

    @cached_property
    def number(self) -> dict[str, int]:
        """Place of each state."""
        return {state: place for place, state in enumerate(self.states)}


def yearly(name: str, years: Sequence[int], values: NDArray[np.generic]) -> pl.DataFrame:
    """Columns ``name1946, name1947, ...`` from an array with one column a year.

    Examples
    --------
    >>> yearly("y", range(2000, 2002), np.array([[1, 2]])).columns
    ['y2000', 'y2001']
    """
    return pl.DataFrame({f"{name}{year}": values[:, place] for place, year in enumerate(years)})


def years_in(frame: pl.DataFrame, name: str = "y") -> range:
    """Years of the columns that `yearly` made."""
    found = [int(column.removeprefix(name)) for column in frame.columns if column[len(name) :].isdigit()]
    return range(found[0], found[-1] + 1)
