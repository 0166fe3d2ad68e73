"""The line `trade`, ready to be asked about any pair of states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from leeway.ledger.trade import RecordBreak, record_breaks
from leeway.measures.caution import Caveat
from leeway.measures.comparison import table_differences
from leeway.measures.existence import existed
from leeway.measures.line import Attribution, Difference, Leg, PairChanges, Span
from leeway.measures.trade.caution import one_customs_union, unreported
from leeway.measures.trade.changes import all_changes
from leeway.measures.trade.errors import errors_at, own_errors
from leeway.measures.trade.files import TradeTables
from leeway.measures.trade.matrices import Matrices
from leeway.measures.trade.pair import LEGS, PairLeg, pair_legs
from leeway.measures.trade.parts import LegParts, leg_parts, weights_of
from leeway.measures.usual import UsualChanges
from leeway.measures.yearly import days_of, middles, years_within
from leeway.measures.yearly_estimates import KeptChanges
from leeway.series import Series
from leeway.spells import states

Doubles = NDArray[np.float64]

LEAST = 1e-3
"""A dependence below this at both ends is no tie that could loosen."""

TITLES = {
    "exports": "share of the state's exports that went to the partner",
    "imports": "share of the state's imports that came from the partner",
    "partner's exports": "share of the partner's exports that went to the state",
    "partner's imports": "share of the partner's imports that came from the state",
}
"""What each leg measures, from 0 to 1."""

_EDGE = 3
_PREFERRED = ("kazstat", "kyrgyzstat", "uzstat", "armstat", "rosstat", "rosstat-cis", "comtrade", "imf-imts")
_COMPARED = {
    "shares": (["source", "state", "side", "partner"], 48.0),
    "totals": (["source", "state", "year"], 1e9),
}


@dataclass(frozen=True, eq=False)
class TradeEstimates(KeptChanges):
    """Shares of partners by source. Implements `leeway.measures.line.LineEstimates`.

    The line is the state's dependence on the partner: it is another one the other way round.

    Attributes
    ----------
    tables : TradeTables
    """

    tables: TradeTables

    def as_of(self, day: dt.date) -> TradeEstimates:
        """The same estimates from years that were over on a day."""
        from leeway.measures.trade.known import tables_known

        return replace(self, tables=tables_known(self.tables, day), known_until=day)

    @cached_property
    def _matrices(self) -> dict[str, Matrices]:
        return {}

    def matrices(self, source: str) -> Matrices:
        """All pairs of one source."""
        if source not in self._matrices:
            self._matrices[source] = Matrices.read(self.tables, source, until=self.known_until)
        return self._matrices[source]

    def compare(self, other: TradeEstimates) -> tuple[Difference, ...]:
        """Largest differences from other estimates, table by table; shares in steps of .05%."""
        return table_differences(self.tables, other.tables, _COMPARED)

    @cached_property
    def _states(self) -> frozenset[str]:
        sums = self.tables.totals
        return frozenset(sums["state"].unique().to_list())

    def seated(self, state: str) -> tuple[Span, ...]:
        """Spans in which the state existed, within what is covered."""
        return existed(state, self.covered) if state in self._states else ()

    @cached_property
    def pair_legs(self) -> Callable[[str, str], dict[str, dict[str, PairLeg]]]:
        """The four legs of a pair, by leg and source; of the last few pairs, of which much is asked."""
        return lru_cache(maxsize=8)(partial(pair_legs, self.tables, until=self.known_until))

    def chosen(self, state: str, partner: str, window: Span) -> tuple[str, list[PairLeg]] | None:
        """The one source that the line rests on over a window, and its legs; None where none tells two years.

        That with most years in the window, of exports and of imports; of those with as many the one that
        reaches furthest, and then the state's own book.
        """
        return self._chosen(state, partner, years_within(window))

    @cached_property
    def _chosen(self) -> Callable[[str, str, range], tuple[str, list[PairLeg]] | None]:
        """Choices for the last few pairs: one question needs its own seven times."""
        return lru_cache(maxsize=8)(self._choice)

    def _choice(self, state: str, partner: str, years: range) -> tuple[str, list[PairLeg]] | None:
        legs = self.pair_legs(state, partner)
        best: tuple[tuple[int, int, int, str], str, list[PairLeg]] | None = None
        for source in {name for leg in LEGS[:2] for name in legs[leg]}:
            inside = [
                cut
                for leg in LEGS[:2]
                if source in legs[leg] and (cut := legs[leg][source].between(years)) is not None
            ]
            if not inside:
                continue
            most = max(len(leg.years) for leg in inside)
            kept = [leg for leg in inside if len(leg.years) == most]
            rank = (most * len(kept), kept[0].years[-1], -_rank(source), source)
            if best is None or rank > best[0]:
                best = rank, source, kept
        return None if best is None else (best[1], best[2])

    def silence(self, state: str, partner: str, window: Span) -> str | None:
        """No source tells two years of the pair, or half of those asked for, or the two hardly trade."""
        found = self.chosen(state, partner, window)
        if found is None:
            return "No source tells two years of these of trade between the two."
        told = found[1][0].years
        asked = years_within((max(window[0], self.covered[0]), min(window[1], self.covered[1])))
        if told[-1] - told[0] + 1 < len(asked) / 2:
            return f"Books of trade between the two tell {told[0]} to {told[-1]} alone of these years."
        largest = max(float(leg.share.max()) for leg in found[1])
        if largest < LEAST:
            return (
                f"The two hardly trade: never more than {100 * largest:.2g}% of what the state sells or buys."
            )
        return None

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        """Dependence in time: the mean of the shares of exports and of imports, from one source.

        Raises
        ------
        ValueError
            If there is nothing on the pair (see `silence`).
        """
        window = window or self.covered
        found = self.chosen(state, partner, window)
        if found is None:
            raise ValueError(f"nothing on {state} and {partner} in {window[0]} to {window[1]}")
        _, legs = found
        drawn = [self._draws(leg, state, partner, draws, seed) for leg in legs]
        return self._series(
            legs[0],
            state,
            partner,
            np.mean([leg.share for leg in legs], axis=0),
            np.mean(drawn, axis=0),
            "dependence on the partner",
        )

    def legs(
        self, state: str, partner: str, *, window: Span, draws: int = 400, seed: int = 0
    ) -> tuple[Leg, ...]:
        """Each share by itself, from the source that tells most of it; the reverse legs do not count."""
        years = years_within(window)
        counted = self.chosen(state, partner, window)
        found = []
        for name, by_source in self.pair_legs(state, partner).items():
            told = [cut for leg in by_source.values() if (cut := leg.between(years)) is not None]
            own = [leg for leg in told if counted and leg.source == counted[0] and name in LEGS[:2]]
            if not told:
                continue
            leg = (
                own[0]
                if own
                else max(told, key=lambda one: (len(one.years), one.years[-1], -_rank(one.source)))
            )
            found.append(
                Leg(
                    name=name,
                    title=f"{TITLES[name]} ({leg.source})",
                    series=self._series(
                        leg,
                        state,
                        partner,
                        leg.share,
                        self._draws(leg, state, partner, draws, seed),
                        TITLES[name],
                    ),
                    counted=bool((counted and any(leg is one for one in counted[1])) or own),
                )
            )
        return tuple(found)

    def _draws(self, leg: PairLeg, state: str, partner: str, draws: int, seed: int) -> Doubles:
        """Shares as they may have been: books differ by pair, and anew each year."""
        pooled = errors_at(self.tables.manifest["errors"], float(leg.share.mean()))
        others = [
            one for one in self.pair_legs(state, partner)[leg.name].values() if one.source != leg.source
        ]
        generator = np.random.default_rng([seed, *map(ord, state + partner + leg.name)])
        wrong_by = own_errors(leg, others, pooled).draw(draws, leg.years, generator)
        return np.clip(leg.share * wrong_by, 0.0, 1.0)

    def _series(
        self, leg: PairLeg, state: str, partner: str, value: Doubles, drawn: Doubles, unit: str
    ) -> Series:
        first, last = dt.date(leg.told.start, 1, 1), dt.date(leg.told.stop - 1, 12, 31)
        return Series(
            state=state,
            partner=partner,
            line="trade",
            group="deeds",
            unit=unit,
            times=middles(leg.years),
            labels=tuple(str(year) for year in leg.years),
            mean=value,
            draws=drawn,
            count=np.ones(len(leg.years), dtype=np.int64),
            covered=(max(first, self.covered[0]), min(last, self.covered[1])),
            lineage=(leg.source, *self.lineage),
        )

    def margin_of(self, state: str, partner: str, window: Span) -> float:
        """How far dependences of this size usually move over as many years."""
        found = self.chosen(state, partner, window)
        if found is None:
            return self.margin
        size = float(np.mean([leg.share for leg in found[1]], axis=0).max())
        return float(self._usual("usual", np.array([size]), found[1][0].years)[0])

    def margin_of_leg(self, leg: Leg) -> float:
        """How far a share of this size usually moves over as many years."""
        years = [int(label) for label in leg.series.labels]
        return float(self._usual("usual_legs", np.array([float(leg.series.mean.max())]), years)[0])

    def _usual(self, name: str, sizes: Doubles, years: Sequence[int]) -> Doubles:
        """Half-width of *still* for sizes, between the ends of some years as they are compared."""
        told = self.tables.manifest[name]
        if not told:
            return np.full(len(sizes), self.margin)
        length = years[-1] - years[0] + 1
        return UsualChanges(tuple(told["gaps"]), tuple(told["by_size"])).at(
            sizes, length - max(1, min(_EDGE, length // 3))
        )

    def moved(self, state: str, partner: str, before: Span, after: Span) -> Attribution | None:
        """Who moved, over the legs that the line rests on; None where nobody's totals are told."""
        return self._moved(state, partner, years_within(before), years_within(after))

    @cached_property
    def _moved(self) -> Callable[[str, str, range, range], Attribution | None]:
        """Parts of the last few pairs: the caveats ask whether they are told at all."""
        return lru_cache(maxsize=4)(self._who_moved)

    def _who_moved(self, state: str, partner: str, early: range, late: range) -> Attribution | None:
        before, after = days_of(early), days_of(late)
        found = self.chosen(state, partner, (before[0], after[1]))
        if found is None:
            return None
        told = [
            parts for leg in found[1] if (parts := self.parts(leg, state, partner, before, after)) is not None
        ]
        if not told:
            return None
        mean = np.mean([one.parts for one in told], axis=0)
        sd = np.sqrt(np.sum([one.sd**2 for one in told], axis=0)) / len(told)
        return Attribution(
            change=float(mean.sum()),
            state=float(mean[0]),
            partner=float(mean[1]),
            agenda=float(mean[2]),
            state_sd=float(sd[0]),
            partner_sd=float(sd[1]),
            agenda_sd=float(sd[2]),
        )

    def parts(self, leg: PairLeg, state: str, partner: str, before: Span, after: Span) -> LegParts | None:
        """Who moved in one leg; None where no one source tells of both ends what the other weighs for all."""
        owner, other = (state, partner) if leg.name in LEGS[:2] else (partner, state)
        errors = errors_at(self.tables.manifest["errors"], float(leg.share.mean()))
        spans = years_within(before), years_within(after)
        for weights in weights_of(self.tables, leg, owner, other, self.pair_legs(owner, other)):
            if (found := leg_parts(leg, weights, *spans, errors)) is not None:
                return found
        return None

    def _changes_of_all(self, before: Span, after: Span, partner: str | None) -> PairChanges:
        """The change of every state's dependence, from the one source that tells most pairs of both spans."""
        spans = years_within(before), years_within(after)
        best = None
        for source in sorted(self.tables.reconciled):
            years = self.tables.years[source]
            inside = min(sum(year in years for year in span) for span in spans)
            if inside and (best is None or inside > best[0]):
                best = inside, source
        if best is None:
            return PairChanges((), (), np.empty(0), np.empty(0), margin=np.empty(0))
        matrices = self.matrices(best[1])
        told = all_changes(matrices, *spans)
        kept = ~np.isnan(told.change) & (told.size >= LEAST)
        known = {one.id for one in states()}
        whole = np.array([one in known for one in matrices.states])
        kept &= whole[:, None] & whole[None, :]
        if partner is not None:
            kept &= np.array([one == partner for one in matrices.states])[None, :]
        rows, columns = np.nonzero(kept)
        sizes = told.size[rows, columns]
        table = np.array(self.tables.manifest["errors"] or [[1.0, 0.0, 0.0, 0.0]]).T
        transitory, drift = (np.interp(np.log(sizes), np.log(table[0]), one) for one in table[2:])
        years = np.fmax(*np.where(told.years > 0, told.years, np.nan))[rows, columns]
        apart = 0.5 * (spans[1][0] + spans[1][-1] - spans[0][0] - spans[0][-1])
        walked = np.maximum(apart - years / 3.0, 0.0)
        return PairChanges(
            states=tuple(matrices.states[row] for row in rows),
            partners=tuple(matrices.states[column] for column in columns),
            mean=told.change[rows, columns],
            sd=np.sqrt(2.0 / years * transitory**2 + walked * drift**2) * sizes / np.sqrt(2.0),
            margin=self._usual("usual", sizes, [spans[0][0], spans[1][-1]]),
            directed=True,
        )

    def breaks(self, state: str, partner: str, window: Span) -> tuple[RecordBreak, ...]:
        """Known breaks in the books of either that touch a window."""
        return tuple(
            one
            for one in record_breaks()
            if (one.concerns(state, partner) or one.concerns(partner, state)) and one.touches(*window)
        )

    def caveats(self, state: str, partner: str, since: dt.date, until: dt.date) -> tuple[Caveat, ...]:
        """Which source the line rests on, which others tell, breaks in the books, and what the parts lack."""
        found = self.chosen(state, partner, (since, until))
        if found is None:
            return ()
        source, legs = found
        others = sorted({name for leg in LEGS[:2] for name in self.pair_legs(state, partner)[leg]} - {source})
        span = f"{legs[0].years[0]} to {legs[0].years[-1]}"
        besides = f"; others tell it too: {', '.join(others)}" if others else ""
        told = [Caveat("one-book", f"Trade rests on {source} alone, {span}{besides}.", line="trade")]
        told += [
            Caveat("record-break", f"Trade: {one.what} ({one.effect}).", line="trade")
            for one in self.breaks(state, partner, (since, until))
        ]
        told += one_customs_union(state, partner, (since, until))
        told += unreported(self.tables, source, (state, partner), legs[0].years)
        years = years_within((since, until))
        third = max(1, min(3, len(years) // 3))
        first, last = days_of(years[:third]), days_of(years[-third:])
        if self.moved(state, partner, first, last) is None:
            said = "no one source tells the totals of all at both ends, so that who moved is not told."
            told.append(Caveat("parts-untold", f"Trade: {said}", line="trade"))
        elif self.tables.expected.is_empty():
            said = "the sources tell totals alone, so that no part is given to the goods mix."
            told.append(Caveat("parts-untold", f"Trade: {said}", line="trade"))
        return tuple(told)


def _rank(source: str) -> int:
    """Place in the order of preference: a state's own book before a reconciled one."""
    return _PREFERRED.index(source) if source in _PREFERRED else len(_PREFERRED)
