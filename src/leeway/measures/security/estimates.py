"""The line `security`, ready to be asked about any pair of states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial

import numpy as np
import polars as pl

from leeway.ledger import memberships
from leeway.measures.caution import Caveat
from leeway.measures.comparison import table_differences
from leeway.measures.existence import existed
from leeway.measures.known import usual_margin
from leeway.measures.line import Attribution, Difference, Leg, PairChanges, Span
from leeway.measures.pair_ties import Tie, by_date, from_ledger
from leeway.measures.security.changes import all_changes, attribution
from leeway.measures.security.files import SecurityTables
from leeway.measures.security.known import tables_known
from leeway.measures.security.legs import Ends, LegDraws, together
from leeway.measures.security.pair import Arrays, legs_of
from leeway.measures.yearly import middles, years_within
from leeway.measures.yearly_estimates import YearlyEstimates
from leeway.periods import FIRST_YEAR
from leeway.series import Series

_COMPARED = {
    "alliances": (["state", "partner"], 0.0),
    "kappa": (["state", "partner"], 1.0),
    "blocs": (["organisation", "state"], 0.0),
    "arms": (["recipient", "supplier", "year"], 0.002),
}

ONE_STEP = 0.1111
"""Half-width of *still* where no usual change is known: one step on one of three legs."""

TITLES = {
    "alliances": "strongest obligation (1 defence, .67 neutrality or consultation, .33 non-aggression)",
    "blocs": "blocs in common, as a share of those in common at either end",
    "arms": "share of one's arms imports over five years that came from the other",
}
"""What each leg measures, from 0 to 1."""


@dataclass(frozen=True, eq=False)
class SecurityEstimates(YearlyEstimates):
    """Obligations, blocs and arms of all pairs. Implements `leeway.measures.line.LineEstimates`.

    Attributes
    ----------
    tables : SecurityTables
    of_ledger : bool
        Whether blocs rest on the facts that come with Leeway, and can be made again from those of a day.
    """

    tables: SecurityTables
    of_ledger: bool = False

    def as_of(self, day: dt.date) -> SecurityEstimates:
        """The same estimates without rows and facts that are dated later."""
        facts = memberships() if self.of_ledger else None
        tables = tables_known(self.tables, day, facts)
        cut = replace(self, tables=tables, known_until=day)
        last = min(int(tables.manifest["arms_until"]), day.year)
        margin = usual_margin(cut.changes, FIRST_YEAR, last, otherwise=ONE_STEP)
        return replace(cut, tables=replace(tables, manifest={**tables.manifest, "margin": margin}))

    @cached_property
    def arrays(self) -> Arrays:
        """The tables as arrays."""
        return Arrays.read(self.tables, until=self.covered[1])

    @cached_property
    def _legs_of(self) -> Callable[..., tuple[tuple[LegDraws, ...], Ends]]:
        """The legs of the last few pairs: one question asks for those of a pair five times."""
        return lru_cache(maxsize=4)(partial(legs_of, self.arrays))

    @cached_property
    def _changes(self) -> Callable[[range, range, str | None], PairChanges]:
        """Changes between the last few stretches: pair after pair is held against the same ones."""
        return lru_cache(maxsize=8)(partial(all_changes, self.arrays))

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
        legs, ends = self._legs_of(state, partner, years, draws=1, seed=0)
        if not any(leg.anything for leg in legs):
            return "No alliance, bloc or arms delivery ties the two in these years: nothing could loosen."
        if not any(leg.counted(ends) for leg in legs):
            told = "; ".join(f"{leg.name} to {_last(leg, years)}" for leg in legs if leg.anything)
            return f"No kind of tie is known at both ends of these years ({told})."
        return None

    def unseen(self, state: str, partner: str, window: Span) -> str | None:
        """Without arms, only treaties and memberships are left, and they outlast ruptures."""
        years = years_within(window)
        legs, ends = self._legs_of(state, partner, years, draws=1, seed=0)
        if any(leg.name == "arms" and leg.counted(ends) for leg in legs):
            return None
        blind = (
            "The line security could not have seen a break here: it rests on treaties and memberships, which "
            "outlast it."
        )
        if (ruptures := self.tables.manifest["ruptures"]) is None:
            return blind
        return (
            f"{blind} Of {ruptures['all']} times since 1946 that allies used force against each other, the "
            f"obligation was weaker three years later in {ruptures['seen']}."
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
        legs, ends = self._legs_of(state, partner, years, draws=draws, seed=seed)
        whole = together(legs, ends)
        if not whole.known.any():
            raise ValueError(f"nothing on {state} and {partner} in {years.start} to {years.stop - 1}")
        return self._series(whole, state, partner, years, "tie strength")

    def legs(
        self, state: str, partner: str, *, window: Span, draws: int = 400, seed: int = 0
    ) -> tuple[Leg, ...]:
        """Each kind of tie the pair ever had, by itself, as far as its own source goes."""
        years = years_within(window)
        found, ends = self._legs_of(state, partner, years, draws=draws, seed=seed)
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
        return self._changes(years_within(before), years_within(after), partner)

    def kappa(self, state: str, partner: str) -> pl.DataFrame:
        """Cohen's kappa of the alliance portfolios, for comparison: ``year, kappa``."""
        return self.arrays.kappa(state, partner)

    def caveats(self, state: str, partner: str, since: dt.date, until: dt.date) -> tuple[Caveat, ...]:
        """Which kinds of tie are known how far, where that is not to the end of the window."""
        years = years_within((since, until))
        legs, ends = self._legs_of(state, partner, years, draws=1, seed=0)
        short = [
            f"{leg.name} end in {_last(leg, years)}"
            for leg in legs
            if leg.anything and leg.known.any() and _last(leg, years) < years[-1]
        ]
        told = []
        if short:
            said = f"the sources of {', '.join(short)}; that says nothing of whether the ties did."
            told.append(Caveat("ties-end", f"Security: {said}", line="security"))
        uncounted = [leg.name for leg in legs if leg.anything and not leg.counted(ends)]
        if uncounted and len(uncounted) < sum(leg.anything for leg in legs):
            said = f"rests on what is known at both ends of the window, without {', '.join(uncounted)}."
            told.append(Caveat("legs-left-out", f"Security {said}", line="security"))
        return tuple(told)


def _last(leg: LegDraws, years: range) -> int:
    known = np.flatnonzero(leg.known)
    return years[int(known[-1])] if known.size else years.start - 1
