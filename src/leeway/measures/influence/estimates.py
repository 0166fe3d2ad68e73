"""The line `influence`, ready to be asked about any pair with a published influencer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.caution import Caveat
from leeway.measures.comparison import table_differences
from leeway.measures.existence import existed
from leeway.measures.files import EstimateTables
from leeway.measures.line import Attribution, Difference, PairChanges, Span
from leeway.measures.yearly import middles, years_within
from leeway.measures.yearly_estimates import KeptChanges
from leeway.series import Series
from leeway.spells import state as state_of

Doubles = NDArray[np.float64]


class InfluenceTables(EstimateTables):
    """The table of one set of estimates, and its manifest.

    ``influence``: influencer, receiver, year, value, computed (by the formula, not taken as published).
    """

    line: ClassVar[str] = "influence"
    entries: ClassVar[Collection[str]] = ("between", "influencers", "published_series", "usual", "within")


@dataclass(frozen=True, eq=False)
class InfluenceEstimates(KeptChanges):
    """Influence of some states in all others. Implements `leeway.measures.line.LineEstimates`.

    The index looks one way: of the pair, the partner's influence in the state is told where it is published,
    else the state's in the partner.

    Attributes
    ----------
    tables : InfluenceTables
    """

    tables: InfluenceTables

    def as_of(self, day: dt.date) -> InfluenceEstimates:
        """The same estimates from years that were over on a day."""
        from leeway.measures.influence.known import tables_known

        return replace(self, tables=tables_known(self.tables, day), known_until=day)

    @property
    def settings(self) -> dict[str, Any]:
        """What makes the same estimates again from the same record."""
        return {"built": self.built, "published_series": bool(self.tables.manifest["published_series"])}

    def compare(self, other: InfluenceEstimates) -> tuple[Difference, ...]:
        """Largest difference from other estimates."""
        key = ["influencer", "receiver", "year"]
        return table_differences(self.tables, other.tables, {"influence": (key, 0.001)})

    @cached_property
    def _index(self) -> pl.DataFrame:
        return self.tables.table("influence").filter(pl.col("year") <= years_within(self.covered).stop - 1)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._index["influencer"].unique()) | frozenset(self._index["receiver"].unique())

    def seated(self, state: str) -> tuple[Span, ...]:
        """Spans in which the state existed, within what is covered."""
        return existed(state, self.covered) if state in self._known else ()

    @cached_property
    def directed(self) -> Callable[[str, str], pl.DataFrame]:
        """Influence of one state in another: ``year, value, computed``; of the pairs last asked about."""
        return lru_cache(maxsize=8)(self._directed)

    def _directed(self, influencer: str, receiver: str) -> pl.DataFrame:
        rows = (pl.col("influencer") == influencer) & (pl.col("receiver") == receiver)
        return self._index.filter(rows).select("year", "value", "computed")

    def _pair(self, state: str, partner: str) -> pl.DataFrame:
        own = self.directed(partner, state)
        return own if own.height else self.directed(state, partner)

    def silence(self, state: str, partner: str, window: Span) -> str | None:
        """Neither is a state whose influence is published."""
        influencers = self.tables.manifest["influencers"]
        if state not in influencers and partner not in influencers:
            return f"The index is published for the influence of {_names(influencers)} only."
        years = years_within(window)
        inside = self._pair(state, partner).filter(pl.col("year").is_between(years.start, years.stop - 1))
        return None if inside.height > 1 else "The index has fewer than two of these years for the pair."

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        """The index in time; draws carry how far two releases differ of the same pair and year."""
        years = years_within(window or self.covered)
        told = self._pair(state, partner).filter(pl.col("year").is_between(years.start, years.stop - 1))
        value = told["value"].to_numpy().astype(np.float64)
        generator = np.random.default_rng([seed, *map(ord, "".join(sorted((state, partner))))])
        manifest = self.tables.manifest
        errors = float(manifest["between"]) * generator.standard_normal((draws, 1))
        errors = errors + float(manifest["within"]) * generator.standard_normal((draws, value.size))
        found = told["year"].to_list()
        return Series(
            state=state,
            partner=partner,
            line="influence",
            group="deeds",
            unit="influence index",
            times=middles(found),
            labels=tuple(str(year) for year in found),
            mean=value,
            draws=value + errors,
            count=np.ones(value.size, dtype=np.int64),
            covered=self.covered,
            lineage=self.lineage,
        )

    def moved(self, _state: str, _partner: str, _before: Span, _after: Span) -> Attribution | None:
        """The index does not tell whose doing it is."""
        return None

    def margin_of(self, state: str, partner: str, window: Span) -> float:
        """How far pairs with as much influence between them usually move."""
        years = years_within(window)
        inside = self._pair(state, partner).filter(pl.col("year").is_between(years.start, years.stop - 1))
        largest = float(inside["value"].max() or 0.0)  # type: ignore[arg-type]
        return float(self._margins(np.array([largest]))[0])

    def _margins(self, largest: Doubles) -> Doubles:
        """Half-width of *still* by the largest index; never less than what two releases differ by."""
        if not self.tables.manifest["usual"]:
            return np.full(len(largest), self.margin)
        sizes, usual = np.array(self.tables.manifest["usual"]).T
        return np.asarray(np.maximum(self.margin, np.interp(largest, sizes, usual)), dtype=np.float64)

    def _changes_of_all(self, before: Span, after: Span, partner: str | None) -> PairChanges:
        """The change of every pair that has the index in both spans."""
        both = changes_between(self._index, years_within(before), years_within(after))
        if partner is not None:
            both = both.filter((pl.col("influencer") == partner) | (pl.col("receiver") == partner))
        within = float(self.tables.manifest["within"])
        noise = within * (1.0 / both["years"] + 1.0 / both["years_after"]).sqrt()
        return PairChanges(
            states=tuple(both["receiver"]),
            partners=tuple(both["influencer"]),
            mean=both["change"].to_numpy().astype(np.float64),
            sd=noise.to_numpy().astype(np.float64),
            margin=self._margins(both["largest"].to_numpy()),
        )

    def caveats(self, state: str, partner: str, since: dt.date, until: dt.date) -> tuple[Caveat, ...]:
        """Whose influence in whom, and that the index is smoothed."""
        years = years_within((since, until))
        way = (partner, state) if self.directed(partner, state).height else (state, partner)
        told = self.directed(*way).filter(pl.col("year").is_between(years.start, years.stop - 1))
        smoothed = "the published components are smoothed over years, so that breaks show late"
        whose = f"Influence is that of {_names([way[0]])} in {_names([way[1]])}; {smoothed}."
        words = [Caveat("one-way", whose, line="influence")]
        if not told["computed"].all():
            said = "Influence: years without published components are the index as published."
            words.append(Caveat("index-as-published", said, line="influence"))
        return tuple(words)


def _names(keys: Collection[str]) -> str:
    return " and ".join(state_of(key).name for key in keys)


def changes_between(index: pl.DataFrame, before: range, after: range) -> pl.DataFrame:
    """The change of each directed pair from some years to others.

    Returns
    -------
    polars.DataFrame
        ``influencer, receiver, change, largest`` (index of any of these years), ``years, years_after``.
    """
    key = ["influencer", "receiver"]
    spans = [
        index.filter(pl.col("year").is_between(years.start, years.stop - 1))
        .group_by(key)
        .agg(pl.col("value").mean(), pl.col("value").max().alias("largest"), pl.len().alias("years"))
        for years in (before, after)
    ]
    both = spans[0].join(spans[1], on=key, suffix="_after").sort(key)
    return both.select(
        *key,
        (pl.col("value_after") - pl.col("value")).alias("change"),
        pl.max_horizontal("largest", "largest_after").alias("largest"),
        "years",
        "years_after",
    )
