"""The line `recognition`, ready to be asked about any pair of states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from leeway.measures.caution import Caveat
from leeway.measures.comparison import table_differences
from leeway.measures.existence import existed
from leeway.measures.known import usual_margin
from leeway.measures.line import Attribution, Difference, PairChanges, Span
from leeway.measures.recognition.files import RecognitionTables
from leeway.measures.yearly import middles, values_by_state, years_within
from leeway.measures.yearly_estimates import KeptChanges
from leeway.series import Series

Doubles = NDArray[np.float64]
_EDGE = 3
_ENOUGH = 4


@dataclass(frozen=True, eq=False)
class RecognitionEstimates(KeptChanges):
    """Who stood where on every question. Implements `leeway.measures.line.LineEstimates`.

    Attributes
    ----------
    tables : RecognitionTables
    of_ledger : bool
        Whether they are made from the facts that come with Leeway, and can be made again from those of a day.
    """

    tables: RecognitionTables
    of_ledger: bool = False

    def as_of(self, day: dt.date) -> RecognitionEstimates:
        """The same estimates from facts dated no later than a day; without the facts, years cut there."""
        if self.of_ledger:
            from leeway.measures.recognition.estimate import tables_known

            return replace(self, tables=tables_known(self.tables.manifest, day), known_until=day)
        cut = replace(self, known_until=day)
        manifest = {**self.tables.manifest, "margin": cut.usual_margin()}
        return replace(cut, tables=replace(self.tables, manifest=manifest))

    def usual_margin(self) -> float:
        """Half-width of *still* from what is known: the usual step of those that took another side."""
        years = years_within(self.covered)
        step = 1.0 / max(1, len(self.tables.questions))
        return usual_margin(self.changes, years.start, years.stop - 1, otherwise=step)

    def compare(self, other: RecognitionEstimates) -> tuple[Difference, ...]:
        """Largest difference from other estimates."""
        return table_differences(self.tables, other.tables, {"positions": (["entity", "state"], 0.0)})

    def seated(self, state: str) -> tuple[Span, ...]:
        """Spans in which the state existed, within what is covered."""
        return existed(state, self.covered)

    @cached_property
    def _values(self) -> tuple[tuple[str, ...], range, NDArray[np.float32]]:
        names, known, values = values_by_state(self.tables.table("positions"), "entity", self.tables.number)
        number = sum(year < years_within(self.covered).stop for year in known)
        return names, known[:number], values[:, :, :number]

    def positions(self, state: str, years: range) -> dict[str, Doubles]:
        """Where a state stood on each entity: 1 recognises, .5 froze, 0 does not, NaN unknown; by year."""
        values = self._values_in(years)[:, self.tables.number[state]]
        return dict(zip(self._values[0], values, strict=True))

    def _sides(self, state: str, partner: str, years: range) -> dict[str, Doubles]:
        """By question, both states' positions, shape (2, T); entities of one question are averaged."""
        own, other = self.positions(state, years), self.positions(partner, years)
        return {
            question: np.array([[side[entity] for entity in entities] for side in (own, other)]).mean(axis=1)
            for question, entities in self.tables.questions.items()
        }

    def compared(self, state: str, partner: str, window: Span) -> dict[str, Doubles]:
        """Questions on which both are known somewhere in both ends of a window, with their positions, (2, T).

        Years after the last one known keep the position last known, which `caveats` tells.
        """
        years = years_within(window)
        return {
            question: filled(both)
            for question, both in self._sides(state, partner, years).items()
            if all((~np.isnan(both[:, end])).any(axis=1).all() for end in _ends(years))
        }

    def silence(self, state: str, partner: str, window: Span) -> str | None:
        """No question on which both are known at both ends."""
        if self.compared(state, partner, window):
            return None
        return (
            "No question of recognition is known on which both stood somewhere at both ends of these years."
        )

    def unseen(self, state: str, partner: str, window: Span) -> str | None:
        """Few questions could have shown a change of sides."""
        number = len(self.compared(state, partner, window))
        if number >= _ENOUGH:
            return None
        return (
            "Neither changed sides on the questions of recognition that can be compared; they are "
            f"{number}, too few to say that nothing changed."
        )

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        """Share of questions on which the two stand on the same side, by year.

        Which questions arise is chance, and so the draws weigh them anew (a Bayesian bootstrap); and each
        text may be wrong, as often as texts were found to contradict each other: a change of sides then
        never happened, or a side was the other one all along.
        """
        window = window or self.covered
        years = years_within(window)
        one, other = sorted((state, partner))
        asked = self.compared(one, other, window)
        told = np.array(list(asked.values()))
        generator = np.random.default_rng([seed, *map(ord, one + other)])
        drawn = _drawn(told, float(self.tables.manifest["error"]), draws, generator)
        weight = generator.dirichlet(np.ones(len(asked)), size=draws)
        return Series(
            state=state,
            partner=partner,
            line="recognition",
            group="positions",
            unit="same side on recognition",
            times=middles(years),
            labels=tuple(str(year) for year in years),
            mean=1.0 - np.abs(told[:, 0] - told[:, 1]).mean(axis=0),
            draws=1.0 - np.einsum("nq,nqt->nt", weight, np.abs(drawn[:, :, 0] - drawn[:, :, 1])),
            count=np.full(len(years), len(asked), dtype=np.int64),
            covered=self.covered,
            lineage=self.lineage,
        )

    def moved(self, state: str, partner: str, before: Span, after: Span) -> Attribution | None:
        """Who changed sides: each question's change goes to whoever moved on it."""
        whole = (before[0], after[1])
        years = years_within(whole)
        parts = np.zeros(2)
        asked = self.compared(state, partner, whole)
        for both in asked.values():
            first, last = (
                both[:, : _count(before, years)].mean(axis=1),
                both[:, -_count(after, years) :].mean(axis=1),
            )
            steps = np.abs(last - first)
            change = abs(first[0] - first[1]) - abs(last[0] - last[1])
            if steps.sum():
                parts += change * steps / steps.sum()
        if not asked or not np.abs(parts).sum():
            return None
        parts /= len(asked)
        noise = float(self.tables.manifest["error"]) / np.sqrt(len(asked))
        return Attribution(
            change=float(parts.sum()),
            state=float(parts[0]),
            partner=float(parts[1]),
            agenda=0.0,
            state_sd=noise,
            partner_sd=noise,
            agenda_sd=0.0,
        )

    def _changes_of_all(self, before: Span, after: Span, partner: str | None) -> PairChanges:
        """The change of every pair with a question that can be compared over the spans (see `compared`)."""
        years = years_within((before[0], after[1]))
        each = self._values_in(years)
        sides = np.array(
            [each[self._place(entities)].mean(axis=0) for entities in self.tables.questions.values()]
        )
        asked = [(~np.isnan(sides[:, :, end])).any(axis=2, keepdims=True) for end in _ends(years)]
        closed = np.where(asked[0] & asked[1], filled(sides), np.nan)
        ends = closed[:, :, : _count(before, years)], closed[:, :, -_count(after, years) :]
        questions = [end.mean(axis=2) for end in ends]
        size = len(self.tables.states)
        rows, columns = np.triu_indices(size, 1)
        if partner is not None:
            number = self.tables.number[partner]
            kept = (rows == number) | (columns == number)
            rows, columns = rows[kept], columns[kept]
        apart = [np.abs(one[:, rows] - one[:, columns]) for one in questions]
        both = ~np.isnan(apart[0])
        number_of = both.sum(axis=0)
        turned = np.where(both, apart[0] - apart[1], 0.0)
        told = number_of > 0
        mean = turned[:, told].sum(axis=0) / number_of[told]
        spread = (turned[:, told] ** 2).sum(axis=0) / number_of[told] - mean**2
        states = self.tables.states
        return PairChanges(
            states=tuple(states[row] for row in rows[told]),
            partners=tuple(states[column] for column in columns[told]),
            mean=mean,
            sd=np.sqrt(np.maximum(spread, 0.0) / (number_of[told] + 1)),
        )

    @cached_property
    def _values_in(self) -> Callable[[range], Doubles]:
        """Positions of all states on all entities in some years, (E, S, T); of the last years asked for."""
        return lru_cache(maxsize=2)(self._cut)

    def _cut(self, years: range) -> Doubles:
        _, known, values = self._values
        found = np.full((*values.shape[:2], len(years)), np.nan)
        for column, year in enumerate(years):
            if year in known:
                found[:, :, column] = values[:, :, year - known.start]
        return found

    def _place(self, entities: list[str]) -> list[int]:
        names = self._values[0]
        return [names.index(entity) for entity in entities]

    def caveats(self, state: str, partner: str, since: dt.date, until: dt.date) -> tuple[Caveat, ...]:
        """Positions that stand as last known, and how many questions could not be compared."""
        years = years_within((since, until))
        sides = self._sides(state, partner, years)
        asked, there = self.compared(state, partner, (since, until)), len(self.tables.questions)
        told = []
        latest = [_last_known(side, years) for name in asked for side in sides[name]]
        if early := sorted({year for year in latest if year < years[-1]}):
            number = sum(year < years[-1] for year in latest)
            said = f"{number} of {len(latest)} positions stand as last known, the oldest of {early[0]}."
            told.append(Caveat("last-known", f"Recognition: {said}", line="recognition"))
        if len(asked) < there / 2:
            told.append(
                Caveat(
                    "few-questions",
                    f"Recognition: {len(asked)} of {there} questions can be compared; of the others it is "
                    "not known where one of the two stood at one end of the window.",
                    line="recognition",
                )
            )
        return tuple(told)


def _last_known(side: Doubles, years: range) -> int:
    return years[int(np.flatnonzero(~np.isnan(side))[-1])]


def _ends(years: range) -> tuple[slice, slice]:
    """First and last years of a window, in one of which at least a position must be known."""
    edge = max(1, min(_EDGE, len(years) // 3))
    return slice(0, edge), slice(len(years) - edge, None)


def filled(sides: Doubles) -> Doubles:
    """Positions in order of time with gaps closed by the earlier position, before the first one by it."""
    known = ~np.isnan(sides)
    latest = np.maximum.accumulate(np.where(known, np.arange(sides.shape[-1]), -1), axis=-1)
    latest = np.where(latest < 0, known.argmax(axis=-1)[..., None], latest)
    return np.asarray(np.take_along_axis(sides, latest, axis=-1))


def _count(span: Span, years: range) -> int:
    return max(1, len([year for year in years_within(span) if year in years]))


def _drawn(told: Doubles, error: float, draws: int, generator: np.random.Generator) -> Doubles:
    """Draws of positions, shape (N, Q, 2, T): now and then a side stood otherwise than the texts say."""
    drawn = np.broadcast_to(told, (draws, *told.shape)).copy()
    wrong = generator.random((draws, *told.shape[:2])) < error
    turned = (told != told[:, :, :1]).any(axis=-1)
    instead = np.where(turned, told[:, :, 0], 1.0 - told[:, :, 0])[:, :, None]
    return np.where(wrong[..., None], instead, drawn)
