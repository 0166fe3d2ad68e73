"""The line `security`, ready to be asked about any pair of states."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from leeway.measures.comparison import table_differences
from leeway.measures.existence import existed
from leeway.measures.line import Attribution, Difference, Leg, PairChanges, Span
from leeway.measures.pair_ties import Tie, by_date, from_ledger
from leeway.measures.security.changes import all_changes, attribution
from leeway.measures.security.files import SecurityTables
from leeway.measures.security.legs import LegDraws, together
from leeway.measures.security.pair import Arrays, legs_of
from leeway.measures.yearly import middles, years_within
from leeway.measures.yearly_estimates import YearlyEstimates
from leeway.series import Series

_COMPARED = {
    "alliances": (["state", "partner"], 0.0),
    "kappa": (["state", "partner"], 1.0),
    "blocs": (["organisation", "state"], 0.0),
    "arms": (["recipient", "supplier", "year"], 0.002),
}

TITLES = {
    "alliances": "strongest obligation (1 defence, .67 neutrality or consultation, .33 non-aggression)",
    "blocs": "blocs in common, as a share of those in common at either end",
    "arms": "share of one's arms imports over five years that came from the other",
}
"""What each leg measures, from 0 to 1."""


@dataclass(frozen=True)
class SecurityEstimates(YearlyEstimates):
    """Obligations, blocs and arms of all pairs. Implements `leeway.measures.line.LineEstimates`.

    Attributes
    ----------
    tables : SecurityTables
    """

    tables: SecurityTables

    @cached_property
    def arrays(self) -> Arrays:
        """The tables as arrays."""
        return Arrays.read(self.tables, until=self.covered[1])

    def compare(self, other: SecurityEstimates) -> tuple[Difference, ...]:
        """Largest differences from other estimates, leg by leg."""
        return table_differences(self.tables, other.tables, _COMPARED)

    def seated(self, state: str) -> tuple[Span, ...]:
        """Spans in which the state existed, within what is covered."""
        return existed(state, self.covered) if state in self.tables.number else ()

    def silence(self, state: str, partner: str, window: Span) -> str | None:
        """Nothing ever tied the two, or no source speaks of both ends of the window."""
        years = years_within(window)
        if len(years) < 2 or any(one not in self.tables.number for one in (state, partner)):
            return "No source of security ties speaks of this pair in these years."
        legs, ends = legs_of(self.arrays, state, partner, years, draws=1, seed=0)
        if not any(leg.anything for leg in legs):
            return "No alliance, bloc or arms delivery ties the two in these years: nothing could loosen."
        if not any(leg.counted(ends) for leg in legs):
            told = "; ".join(f"{leg.name} to {_last(leg, years)}" for leg in legs if leg.anything)
            return f"No kind of tie is known at both ends of these years ({told})."
        return None

    def unseen(self, state: str, partner: str, window: Span) -> str | None:
        """Without arms, only treaties and memberships are left, and they outlast ruptures."""
        years = years_within(window)
        legs, ends = legs_of(self.arrays, state, partner, years, draws=1, seed=0)
        if any(leg.name == "arms" and leg.counted(ends) for leg in legs):
            return None
        seen, ruptures = self.tables.manifest["ruptures"]["seen"], self.tables.manifest["ruptures"]["all"]
        return (
            "The line security could not have seen a break here: it rests on treaties and memberships, which "
            f"outlast it. Of {ruptures} times since 1946 that allies used force against each other, the "
            f"obligation was weaker three years later in {seen}."
        )

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        """Tie strength in time: the mean of the legs known at both ends of the window.

        Raises
        ------
        ValueError
            If there is nothing on the pair (see `silence`).
        """
        years = years_within(window or self.covered)
        legs, ends = legs_of(self.arrays, state, partner, years, draws=draws, seed=seed)
        whole = together(legs, ends)
        if not whole.known.any():
            raise ValueError(f"nothing on {state} and {partner} in {years.start} to {years.stop - 1}")
        return self._series(whole, state, partner, years, "tie strength")

    def legs(
        self, state: str, partner: str, *, window: Span, draws: int = 400, seed: int = 0
    ) -> tuple[Leg, ...]:
        """Each kind of tie the pair ever had, by itself, as far as its own source goes."""
        years = years_within(window)
        found, ends = legs_of(self.arrays, state, partner, years, draws=draws, seed=seed)
        return tuple(
            Leg(
                name=leg.name,
                title=TITLES[leg.name],
                series=self._series(leg, state, partner, years, TITLES[leg.name]),
                counted=leg.counted(ends),
            )
            for leg in found
            if leg.anything and leg.known.sum() > 1
        )

    def listed(self, state: str, partner: str, window: Span) -> tuple[Tie, ...]:
        """Treaties, memberships and bases of the ledger that touch the window, by date."""
        found = from_ledger(state, partner, known=self.known_until)
        return tuple(tie for tie in by_date(found) if tie.touches(*window))

    def _series(self, leg: LegDraws, state: str, partner: str, years: range, unit: str) -> Series:
        kept = np.flatnonzero(leg.known)
        told = [years[place] for place in kept]
        until = self.arrays.ends.get(leg.name, told[-1])
        return Series(
            state=state,
            partner=partner,
            line="security",
            group="deeds",
            unit=unit,
            times=middles(told),
            labels=tuple(str(year) for year in told),
            mean=leg.value[kept],
            draws=leg.draws[:, kept],
            count=leg.count[kept],
            covered=(self.covered[0], min(dt.date(until, 12, 31), self.covered[1])),
            lineage=self.lineage,
        )

    def moved(self, state: str, partner: str, before: Span, after: Span) -> Attribution | None:
        """Who moved, from what each did with everybody else; None where nothing is known of both spans."""
        return attribution(self.arrays, state, partner, years_within(before), years_within(after))

    def changes(self, before: Span, after: Span, *, partner: str | None = None) -> PairChanges:
        """The change of every pair with a tie that is known in both spans."""
        return all_changes(self.arrays, years_within(before), years_within(after), partner=partner)

    def kappa(self, state: str, partner: str) -> pl.DataFrame:
        """Cohen's kappa of the alliance portfolios, for comparison: ``year, kappa``."""
        return self.arrays.kappa(state, partner)

    def caveats(self, state: str, partner: str, since: dt.date, until: dt.date) -> tuple[str, ...]:
        """Which kinds of tie are known how far, where that is not to the end of the window."""
        years = years_within((since, until))
        legs, ends = legs_of(self.arrays, state, partner, years, draws=1, seed=0)
        short = [
            f"{leg.name} end in {_last(leg, years)}"
            for leg in legs
            if leg.anything and leg.known.any() and _last(leg, years) < years[-1]
        ]
        told = (
            ["Security: the sources of " + ", ".join(short) + "; that says nothing of whether the ties did."]
            if short
            else []
        )
        uncounted = [leg.name for leg in legs if leg.anything and not leg.counted(ends)]
        if uncounted and len(uncounted) < sum(leg.anything for leg in legs):
            told.append(
                f"Security rests on what is known at both ends of the window, without {', '.join(uncounted)}."
            )
        return tuple(told)


def _last(leg: LegDraws, years: range) -> int:
    known = np.flatnonzero(leg.known)
    return years[int(known[-1])] if known.size else years.start - 1
