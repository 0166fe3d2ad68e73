"""The lines `words` and `deeds`, ready to be asked about any pair."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from leeway.measures.caution import Caveat
from leeway.measures.comparison import table_differences
from leeway.measures.events.files import EventEstimateTables
from leeway.measures.events.moved import attribution
from leeway.measures.events.rates import SourceRates, label, middle
from leeway.measures.existence import existed
from leeway.measures.line import Attribution, Difference, Leg, PairChanges, Span
from leeway.measures.yearly_estimates import KeptChanges
from leeway.series import Group, Series

Doubles = NDArray[np.float64]

UNITS = {"words": "freedom from verbal conflict (log)", "deeds": "freedom from material conflict (log)"}

TITLES = {"conflict": "conflict, held against both sides' with others", "cooperation": "cooperation likewise"}

_SIGN = {"conflict": -1.0, "cooperation": 1.0}
_ENOUGH = 0.5


@dataclass(frozen=True, eq=False)
class EventEstimates(KeptChanges):
    """Rates of conflict and cooperation of all pairs. Implements `leeway.measures.line.LineEstimates`.

    Closeness is less the logarithm of conflict events a year, held against what both sides did with everybody
    else. Cooperation is told beside it: talk of it rises with a war.

    Attributes
    ----------
    tables : EventEstimateTables
    """

    tables: EventEstimateTables

    @property
    def group(self) -> Group:
        """Words are never merged with deeds."""
        return "words" if self.tables.line == "words" else "deeds"

    def compare(self, other: EventEstimates) -> tuple[Difference, ...]:
        """Largest difference from other estimates."""
        key = ["source", "state", "partner", "period"]
        return table_differences(self.tables, other.tables, {"pairs": (key, 1.0)})

    @cached_property
    def rates(self) -> dict[str, SourceRates]:
        """Rates by source, without what came after the day up to which all is known."""
        found = {}
        for source, told in self.tables.told.items():
            rates = SourceRates.of_table(self.tables.pairs, source, told)
            if self.known_until is not None:
                rates = rates.until(self.known_until)
            if len(rates.periods) > 1:
                found[source] = rates
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        pairs = self.tables.pairs
        return frozenset(pairs["state"].unique()) | frozenset(pairs["partner"].unique())

    def seated(self, state: str) -> tuple[Span, ...]:
        """Spans in which the state existed, within what is covered."""
        return existed(state, self.covered) if state in self._known else ()

    def chosen(self, state: str, partner: str, window: Span) -> SourceRates | None:
        """The source that tells most of a window, if it tells the pair and at least half of the window."""
        best, most = None, _ENOUGH * _days(window)
        for rates in self.rates.values():
            first, last = max(window[0], rates.span[0]), min(window[1], rates.span[1])
            told = _days((first, last)) if len(rates.within(window)) > 1 else 0.0
            if rates.row(state, partner) is not None and told >= most:
                best, most = rates, told
        return best

    def silence(self, state: str, partner: str, window: Span) -> str | None:
        """No source tells the pair over most of the window."""
        if self.chosen(state, partner, window) is not None:
            return None
        telling = [rates for rates in self.rates.values() if rates.row(state, partner) is not None]
        if not telling:
            return f"No source of {self.tables.line} tells enough events between the two."
        spans = "; ".join(f"{one.source} {one.span[0]} to {one.span[1]}" for one in telling)
        return f"No one source of {self.tables.line} tells half of these years of the pair ({spans})."

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        """Closeness in time; the draws carry negative binomial noise of the counts.

        Raises
        ------
        ValueError
            If there is nothing on the pair (see `silence`).
        """
        return self._series(state, partner, "conflict", window or self.covered, draws, seed)

    def legs(
        self, state: str, partner: str, *, window: Span, draws: int = 400, seed: int = 0
    ) -> tuple[Leg, ...]:
        """Conflict, on which the line rests, and cooperation."""
        return tuple(
            Leg(leg, TITLES[leg], self._series(state, partner, leg, window, draws, seed), leg == "conflict")
            for leg in ("conflict", "cooperation")
        )

    def _series(self, state: str, partner: str, leg: str, window: Span, draws: int, seed: int) -> Series:
        rates = self.chosen(state, partner, window)
        row = None if rates is None else rates.row(state, partner)
        if rates is None or row is None:
            raise ValueError(f"nothing on {state} and {partner} in {window[0]} to {window[1]}")
        places = rates.within(window)
        value, noise, _ = rates.rates(leg, row, places)
        events = sum(rates.counts[one][row, places] for one in rates.counts)
        mean = _SIGN[leg] * value[0]
        key = [seed, *map(ord, "".join(sorted((state, partner)))), *map(ord, leg)]
        drawn = np.random.default_rng(key).standard_normal((draws, places.size))
        return Series(
            state=state,
            partner=partner,
            line=self.tables.line,
            group=self.group,
            unit=UNITS[self.tables.line],
            times=np.array([middle(rates.periods[at], rates.kind) for at in places], dtype="datetime64[D]"),
            labels=tuple(label(rates.periods[at], rates.kind) for at in places),
            mean=mean,
            draws=mean + noise[0] * drawn,
            count=np.rint(events).astype(np.int64),
            covered=(rates.span[0], min(rates.span[1], self.covered[1])),
            lineage=(rates.source, *self.lineage),
        )

    def margin_of(self, state: str, partner: str, window: Span) -> float:
        """How far pairs with as much conflict usually move over such a window."""
        if self.chosen(state, partner, window) is None:
            return self.margin
        return self._usual_move(self._series(state, partner, "conflict", window, 1, 0), "conflict")

    def margin_of_leg(self, leg: Leg) -> float:
        """How far pairs with as much conflict, or cooperation, usually move over what the leg tells."""
        return self._usual_move(leg.series, leg.name)

    def _usual_move(self, series: Series, leg: str) -> float:
        third = max(1, len(series.times) // 3)
        rate = np.exp(_SIGN[leg] * series.mean)
        size = max(float(rate[:third].mean()), float(rate[-third:].mean()))
        return float(self._margins(series.lineage[0], leg, np.array([size]), len(series.times) - third)[0])

    def _margins(self, source: str, leg: str, sizes: Doubles, gap: float) -> Doubles:
        usual = self.tables.usual(source, leg)
        if usual is None:
            return np.full(sizes.shape, self.margin)
        least = max(steps[0][0] for steps in usual.by_size)
        return usual.at(np.maximum(sizes, least), gap)

    def moved(self, state: str, partner: str, before: Span, after: Span) -> Attribution | None:
        """Whose acts changed, and what both did with everybody else."""
        rates = self.chosen(state, partner, (before[0], after[1]))
        row = None if rates is None else rates.row(state, partner)
        if rates is None or row is None:
            return None
        return attribution(rates, row, rates.within(before), rates.within(after), turned=state > partner)

    def _changes_of_all(self, before: Span, after: Span, partner: str | None) -> PairChanges:
        """The change of every pair of the source that tells most of the stretches."""
        whole = before[0], after[1]
        telling = [one for one in self.rates.values() if one.within(before).size and one.within(after).size]
        if not telling:
            return _no_changes()
        rates = max(telling, key=lambda one: _days((max(whole[0], one.span[0]), min(whole[1], one.span[1]))))
        rows = np.array(
            [
                row
                for row, pair in enumerate(zip(rates.states, rates.partners, strict=True))
                if partner is None or partner in pair
            ],
            dtype=np.int64,
        )
        early, late = rates.within(before), rates.within(after)
        places = np.arange(int(early[0]), int(late[-1]) + 1)
        value, noise, _ = rates.rates("conflict", rows, places)
        first, last = early - early[0], late - early[0]
        mean = value[:, first].mean(axis=1) - value[:, last].mean(axis=1)
        spread = (noise[:, first] ** 2).sum(axis=1) / first.size**2
        spread += (noise[:, last] ** 2).sum(axis=1) / last.size**2
        sizes = np.maximum(np.exp(value[:, first]).mean(axis=1), np.exp(value[:, last]).mean(axis=1))
        turned = [partner is not None and rates.states[row] == partner for row in rows]
        pairs = [(rates.states[row], rates.partners[row]) for row in rows]
        pairs = [(two, one) if swap else (one, two) for (one, two), swap in zip(pairs, turned, strict=True)]
        return PairChanges(
            states=tuple(one for one, _ in pairs),
            partners=tuple(two for _, two in pairs),
            mean=mean,
            sd=np.sqrt(spread),
            margin=self._margins(rates.source, "conflict", sizes, float(last[0] - first[0])),
        )

    def caveats(self, state: str, partner: str, since: dt.date, until: dt.date) -> tuple[Caveat, ...]:
        """Which source speaks, and what reports of events are."""
        rates = self.chosen(state, partner, (since, until))
        if rates is None:
            return ()
        line, name = self.tables.line, self.tables.line.capitalize()
        seen = "they show ruptures, not a quiet drifting apart"
        said = f"{name} rest on {rates.source}, which counts what news agencies report: {seen}."
        told = [Caveat("reports-not-events", said, line=line)]
        if rates.source == "icews-dyad-year":
            said = f"{name}: others made the counts, and do not say whether statements are among them."
            told.append(Caveat("others-counted", said, line=line))
        return tuple(told)

    def as_of(self, day: dt.date) -> EventEstimates:
        """The same estimates from periods that were over on a day."""
        from leeway.measures.events.known import tables_known

        return replace(self, tables=tables_known(self.tables, day), known_until=day)


def _days(span: Span) -> float:
    return float((span[1] - span[0]).days + 1)


def _no_changes() -> PairChanges:
    nothing = np.zeros(0)
    return PairChanges((), (), nothing, nothing, margin=nothing)
