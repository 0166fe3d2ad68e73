"""The line `relations`, ready to be asked about any pair."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.caution import Caveat
from leeway.measures.comparison import table_differences
from leeway.measures.existence import existed
from leeway.measures.line import Attribution, Difference, PairChanges, Span
from leeway.measures.relations.estimate import arrays, logits, steady_shares
from leeway.measures.relations.files import RelationsTables
from leeway.measures.usual import UsualChanges
from leeway.measures.yearly_estimates import YearlyEstimates
from leeway.numerics.conflict_share import PRIOR, deflated
from leeway.series import Series

Doubles = NDArray[np.float64]

_MIDDLE = dt.timedelta(days=45)
_QUARTER = dt.timedelta(days=92)


@dataclass(frozen=True, eq=False)
class RelationsEstimates(YearlyEstimates):
    """Shares of negative days of all pairs. Implements `leeway.measures.line.LineEstimates`.

    Closeness is less the share of days with a negative score, without what the shares of all pairs did.

    Attributes
    ----------
    tables : RelationsTables
    """

    tables: RelationsTables

    def compare(self, other: RelationsEstimates) -> tuple[Difference, ...]:
        """Largest difference from other estimates."""
        keys = {"pairs": (["state", "partner", "period"], 0.0), "quarters": (["period"], 0.001)}
        return table_differences(self.tables, other.tables, keys)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.tables.pairs["state"]) | frozenset(self.tables.pairs["partner"])

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        keys = self.tables.pairs.select("state", "partner").unique().sort("state", "partner")
        return {pair: row for row, pair in enumerate(keys.iter_rows())}

    @cached_property
    def _arrays(self) -> tuple[Doubles, Doubles]:
        return arrays(self.tables.pairs, tuple(self.tables.quarters["period"]))

    def _within(self, span: Span) -> NDArray[np.int64]:
        """Places of quarters whose middle lies in a span."""
        days = self.tables.quarters["period"]
        return np.flatnonzero(np.array([span[0] <= day + _MIDDLE <= span[1] for day in days], dtype=bool))

    @cached_property
    def _drift(self) -> Doubles:
        """What all pairs did together, by quarter."""
        return self.tables.quarters["drift"].to_numpy()

    def as_of(self, day: dt.date) -> RelationsEstimates:
        """The same estimates from quarters that were over on a day."""
        from leeway.measures.relations.known import tables_known

        return replace(self, tables=tables_known(self.tables, day), known_until=day)

    def seated(self, state: str) -> tuple[Span, ...]:
        """Spans in which the state existed, within what is covered."""
        return existed(state, self.covered) if state in self._known else ()

    def silence(self, state: str, partner: str, window: Span) -> str | None:
        """The source has too few days of the pair."""
        row = self._places.get((min(state, partner), max(state, partner)))
        if row is None or self._arrays[0][row][self._within(window)].sum() < 1.0:
            return "The scores of relations have no day of this pair in these years."
        return None

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        """Closeness by quarter; the draws are beta-binomial, and wide where few days are told.

        Raises
        ------
        ValueError
            If there is nothing on the pair (see `silence`).
        """
        row = self._places.get((min(state, partner), max(state, partner)))
        if row is None:
            raise ValueError(f"nothing on {state} and {partner}")
        places = self._within(window or self.covered)
        places = places[self._arrays[0][row][places] > 0.0]
        days, negative = self._arrays[0][row][places], self._arrays[1][row][places]
        worth = deflated(days, float(self.tables.manifest["correlation"]))
        drift = self._drift[places]
        rng = np.random.default_rng([seed, *map(ord, "".join(sorted((state, partner))))])
        first, second = PRIOR[0] + worth * negative, PRIOR[1] + worth * (days - negative)
        drawn = np.clip(rng.beta(first, second, size=(draws, places.size)), 1e-6, 1.0 - 1e-6)
        steady = 1.0 / (1.0 + np.exp(drift) * (1.0 - drawn) / drawn)
        periods = self.tables.quarters["period"].to_list()
        told = [periods[at] for at in places]
        return Series(
            state=state,
            partner=partner,
            line="relations",
            group="words",
            unit="share of days",
            times=np.array([day + _MIDDLE for day in told], dtype="datetime64[D]"),
            labels=tuple(f"{day.year}Q{(day.month + 2) // 3}" for day in told),
            mean=-1.0 / (1.0 + np.exp(drift - logits(days, negative))),
            draws=-steady,
            count=days.astype(np.int64),
            covered=self.covered,
            lineage=self.lineage,
        )

    def moved(self, _state: str, _partner: str, _before: Span, _after: Span) -> Attribution | None:
        """The scores have no direction: they cannot tell who moved."""
        return None

    def margin_of(self, state: str, partner: str, window: Span) -> float:
        """How far pairs with as many negative days usually move over such a window."""
        row = self._places.get((min(state, partner), max(state, partner)))
        places = self._within(window)
        if row is None or not places.size:
            return self.margin
        drift = self._drift[places]
        share = steady_shares(self._arrays[0][row][places], self._arrays[1][row][places], drift)
        size = float(np.nanmean(share)) if np.isfinite(share).any() else 1.0
        third = max(1, places.size // 3)
        return float(self._margins(np.array([size]), places.size - third)[0])

    def _margins(self, sizes: Doubles, gap: float) -> Doubles:
        held = self.tables.manifest["usual"]
        if held is None:
            return np.full(sizes.shape, self.margin)
        return UsualChanges(tuple(held["gaps"]), tuple(held["by_size"])).at(sizes, gap)

    def changes(self, before: Span, after: Span, *, partner: str | None = None) -> PairChanges:
        """The change of every pair told on enough days of both stretches."""
        rows = np.array(
            [row for pair, row in self._places.items() if partner is None or partner in pair], dtype=np.int64
        )
        early, late = self._within(before), self._within(after)
        days, negative = (held[rows] for held in self._arrays)
        sums = [(days[:, one].sum(axis=1), negative[:, one].sum(axis=1)) for one in (early, late)]
        kept = (sums[0][0] >= _FEWEST) & (sums[1][0] >= _FEWEST)
        drift = self._drift
        worth = float(self.tables.manifest["correlation"])
        share, variance = [], []
        for (told, below), places in zip(sums, (early, late), strict=True):
            log = logits(told[kept], below[kept]) - (drift[places].mean() if places.size else 0.0)
            share.append(1.0 / (1.0 + np.exp(-log)))
            number = told[kept] * deflated(told[kept] / max(1, places.size), worth)
            variance.append(share[-1] * (1.0 - share[-1]) / (number + 1.0))
        pairs = list(self._places)
        chosen = [pairs[row] for row in rows[kept]]
        return PairChanges(
            states=tuple(two if one == partner else one for one, two in chosen),
            partners=tuple(one if one == partner else two for one, two in chosen),
            mean=share[0] - share[1],
            sd=np.sqrt(variance[0] + variance[1]),
            margin=self._margins(
                0.5 * (share[0] + share[1]), float(late[0] - early[0]) if early.size and late.size else 1.0
            ),
        )

    def caveats(self, _state: str, _partner: str, since: dt.date, until: dt.date) -> tuple[Caveat, ...]:
        """What the scores are, and how many days are missing."""
        inside = self.tables.quarters.filter(
            pl.col("period") >= since - _QUARTER, pl.col("period") <= until, pl.col("missing") > 0
        )
        mixed = "Relations mix words with deeds and have no direction; only the sign of a day counts."
        told = [Caveat("signs-alone", mixed, line="relations")]
        if inside.height:
            said = f"Relations: {inside['missing'].sum()} days of these years are missing from the source;"
            told.append(Caveat("days-missing", f"{said} they are holes, not quiet days.", line="relations"))
        return tuple(told)


_FEWEST = 30.0
