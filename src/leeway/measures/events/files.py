"""Estimates of events as they are shipped: roots of counts in steps, and how busy each side was otherwise."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.files import EstimateTables
from leeway.measures.usual import UsualChanges

Doubles = NDArray[np.float64]

STEP = 0.1
"""Steps in which twice the root of a count is kept."""

LEGS = ("conflict", "cooperation")


class EventEstimateTables(EstimateTables):
    """The table of one line's estimates, and its manifest.

    ``pairs``: source, state, partner (first and second by key), period (every one of the source), and for
    conflict and cooperation ``*_root`` (twice the root of the count, in steps of `STEP`) and
    ``*_others`` (geometric mean of what the two did with everybody else); ``own`` (percent of the conflict in
    which `state` acted).
    """

    line: ClassVar[str] = ""
    entries: ClassVar[Collection[str]] = ("told",)

    @property
    def told(self) -> dict[str, dict[str, Any]]:
        """What is known of each source: its periods, first and last day, dispersion, usual changes."""
        return dict(self.manifest["told"])

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """The table ``pairs``."""
        return self.table("pairs")

    def usual(self, source: str, leg: str) -> UsualChanges | None:
        """How far rates of conflict, or of cooperation, usually move in a source."""
        held = self.told[source]["usual"][leg]
        if held is None:
            return None
        return UsualChanges(tuple(held["gaps"]), tuple(held["by_size"]))


class WordsTables(EventEstimateTables):
    """Estimates of the line `words`."""

    line: ClassVar[str] = "words"


class DeedsTables(EventEstimateTables):
    """Estimates of the line `deeds`."""

    line: ClassVar[str] = "deeds"


TABLES = {"words": WordsTables, "deeds": DeedsTables}


def in_steps(counts: Doubles) -> NDArray[np.uint16]:
    """Twice the roots of some counts, in whole steps."""
    return np.rint(2.0 * np.sqrt(counts) / STEP).astype(np.uint16)


def counts_from(steps: NDArray[Any]) -> Doubles:
    """Counts that roots in steps stand for.

    Examples
    --------
    >>> counts_from(in_steps(np.array([0.0, 1.0, 100.0])))
    array([  0.,   1., 100.])
    """
    return np.asarray((0.5 * STEP * steps.astype(np.float64)) ** 2)
