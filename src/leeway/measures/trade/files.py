"""The estimates of trade dependence as they are shipped: shares, coarsely, and totals; no publisher's row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache, cached_property
from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.files import EstimateTables
from leeway.measures.trade.everybody import Everybody, everybody, told_by_all

SMALLEST = 1e-7
"""Shares below this are not told apart from none."""

STEPS = 30_000
"""Steps between the smallest share and one, in logs: neighbours differ by .05%."""

Shares = NDArray[np.float64]


def coarse(share: pl.Expr) -> pl.Expr:
    """A share as a whole number: 0 for less than `SMALLEST`, `STEPS` + 1 for one."""
    step = (share.clip(SMALLEST, 1.0) / SMALLEST).log() / np.log(1.0 / SMALLEST) * STEPS
    return pl.when(share < SMALLEST).then(0).otherwise(step.round() + 1).cast(pl.UInt16)


def shares_of(steps: NDArray[np.float64]) -> Shares:
    """The inverse of `coarse`; NaN stays.

    Examples
    --------
    >>> shares_of(np.array([0.0, 1.0, 30_001.0, np.nan])).tolist()
    [0.0, 1e-07, 1.0, nan]
    """
    told = ~np.isnan(steps)
    found = np.full(np.shape(steps), np.nan)
    found[told] = _share_of_step()[steps[told].astype(np.int64)]
    return found


@cache
def _share_of_step() -> Shares:
    """The share that each step stands for: they are few, and a power costs more than looking it up."""
    steps = np.arange(STEPS + 2, dtype=np.float64)
    return np.where(steps == 0, 0.0, SMALLEST ** (1.0 - (steps - 1.0) / STEPS))


class TradeTables(EstimateTables):
    """The tables of one set of estimates, and their manifest.

    ``shares``: source, state, side (exports or imports), partner, one column a year: steps of `coarse`, null
    where the pair is not told. Of a source that made both books one, exports alone stand there.
    ``totals``: source, state, year, exports, imports: dollars, null where not told; reports: whether the
    state reported itself, or its partners alone tell of it.
    ``expected``: source, state, side, partner, year, share: what the goods alone would make of the share;
    only of sources that tell goods.
    """

    line: ClassVar[str] = "trade"
    entries: ClassVar[Collection[str]] = ("sources_told", "errors", "usual", "usual_legs")

    @cached_property
    def years(self) -> dict[str, range]:
        """Years that each source tells, first to last."""
        return {
            name: range(int(told["from"]), int(told["to"]) + 1)
            for name, told in self.manifest["sources_told"].items()
        }

    @cached_property
    def shares(self) -> pl.DataFrame:
        """The table of shares, read once."""
        return self.table("shares")

    @cached_property
    def totals(self) -> pl.DataFrame:
        """The table of totals, read once."""
        return self.table("totals")

    @cached_property
    def expected(self) -> pl.DataFrame:
        """The table of what the goods alone would make, read once."""
        return self.table("expected")

    @cached_property
    def everybody(self) -> Callable[[str, str], Everybody]:
        """Totals by source and side; the same for all pairs, and no more than the table holds."""
        return cache(
            lambda source, side: everybody(self.totals, source, side, reconciled=source in self.reconciled)
        )

    @cached_property
    def told_by_all(self) -> Callable[[str], tuple[str, ...]]:
        """Sources of reporters' own books in which nearly all states report, by side."""
        return cache(lambda side: told_by_all(self.totals, side, self.reconciled))

    @cached_property
    def reconciled(self) -> frozenset[str]:
        """Sources that made both books one."""
        return frozenset(
            name for name, told in self.manifest["sources_told"].items() if told["basis"] == "reconciled"
        )
