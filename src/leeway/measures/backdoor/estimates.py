"""The line `backdoor`, ready to be asked about a state and a sanctioned one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from leeway.measures.backdoor.assessment import Assessment, Books, assess
from leeway.measures.backdoor.files import BackdoorTables
from leeway.measures.backdoor.inflow import Course, Inflow
from leeway.measures.caution import Caveat
from leeway.measures.comparison import MARGIN_TOLERANCE
from leeway.measures.existence import existed
from leeway.measures.line import Attribution, Difference, PairChanges, Span
from leeway.measures.yearly_estimates import YearlyEstimates
from leeway.series import Series

Doubles = NDArray[np.float64]

_TOLERANCE = 0.001
_MIDDLE = dt.timedelta(days=14)
_COMPARED_DRAWS = 200


@dataclass(frozen=True, eq=False)
class BackdoorEstimates(YearlyEstimates):
    """Listed goods on their way to third states. Implements `leeway.measures.line.LineEstimates`.

    A pair is a sanctioned state and another, in either order.

    Attributes
    ----------
    tables : BackdoorTables
    """

    tables: BackdoorTables

    def as_of(self, day: dt.date) -> BackdoorEstimates:
        """The same estimates from codes listed, and months over, by a day."""
        from leeway.measures.backdoor.known import tables_known

        return replace(self, tables=tables_known(self.tables, day), known_until=day)

    @cached_property
    def books(self) -> dict[str, Books]:
        """Tables by sanctioned state, without what was not known yet."""
        return {target: Books(self.tables, target, self.known_until) for target in self.targets}

    @property
    def targets(self) -> tuple[str, ...]:
        """Keys of the sanctioned states."""
        return tuple(self.tables.manifest["targets"])

    def compare(self, other: BackdoorEstimates) -> tuple[Difference, ...]:
        """Largest differences from other estimates: of both legs in logs, and of the margins."""
        apart = {"log of listed to other goods": 0.0, "change of the way on": 0.0}
        if self.targets != other.targets:
            apart = dict.fromkeys(apart, np.inf)
        for target in self.targets if self.targets == other.targets else ():
            one, two = self.books[target], other.books[target]
            states = {*one.states, *two.states}
            pairs = [(assess(one, state), assess(two, state)) for state in sorted(states)]
            ways = (
                (_log_ratio(first), _log_ratio(second), _ways_on(first), _ways_on(second))
                for first, second in pairs
            )
            for in_one, in_two, out_one, out_two in ways:
                for name, left, right in zip(apart, (in_one, out_one), (in_two, out_two), strict=True):
                    same = left.shape == right.shape
                    distance = float(np.abs(left - right).max(initial=0.0)) if same else np.inf
                    apart[name] = max(apart[name], distance)
        margins = abs(self.margin - other.margin)
        return (
            *(Difference(name, largest, _TOLERANCE) for name, largest in apart.items()),
            Difference("margin", margins, MARGIN_TOLERANCE),
        )

    def seated(self, state: str) -> tuple[Span, ...]:
        """Spans in which the state existed, within what is covered; none if no book tells of it."""
        told = state in self.targets or any(state in books.states for books in self.books.values())
        return existed(state, self.covered) if told else ()

    def _turned(self, state: str, partner: str) -> tuple[str, str] | None:
        """The pair as the state between and the sanctioned one; None if neither is sanctioned."""
        for between, target in ((state, partner), (partner, state)):
            if target in self.targets:
                return between, target
        return None

    def assessment(self, state: str, target: str) -> Assessment:
        """All that is told of one state as a way around the sanctions on another."""
        return assess(self.books[target], state)

    def leg1(self, state: str, partner: str) -> Inflow | None:
        """Leg 1 of a pair; None where it is not told."""
        turned = self._turned(state, partner)
        return None if turned is None else self.books[turned[1]].leg1(turned[0])

    def course(self, state: str, partner: str) -> Course | None:
        """What the series of a pair rests on; None where leg 1 is not told."""
        turned = self._turned(state, partner)
        return None if turned is None else self.books[turned[1]].courses.get(turned[0])

    def silence(self, state: str, partner: str, window: Span) -> str | None:
        """Neither is sanctioned by senders whose books are read, or the books say nothing of the other."""
        turned = self._turned(state, partner)
        if turned is None:
            return f"Goods are listed here only against {', '.join(self.targets)}."
        books = self.books[turned[1]]
        course = books.courses.get(turned[0])
        if course is None:
            return books.untold(turned[0])
        inside = [month for month in course.design.months if window[0] <= month + _MIDDLE <= window[1]]
        return None if len(inside) > 1 else "Fewer than two months of the books lie in these years."

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        """Log of listed against other goods from the senders, less its mean before the event, by month.

        Draws stray as the months before the event do: a first-order autoregression with their persistence.
        For the sanctioned state's partners more is closer: goods that it may not buy come through them.

        Raises
        ------
        ValueError
            If there is nothing on the pair (see `silence`).
        """
        course = self.course(state, partner)
        if course is None:
            raise ValueError(f"nothing on {state} and {partner}")
        window = window or self.covered
        middles = [month + _MIDDLE for month in course.design.months]
        kept = [place for place, day in enumerate(middles) if window[0] <= day <= window[1]]
        value = course.log_ratio - course.log_ratio[: course.design.before].mean()
        generator = np.random.default_rng([seed, *map(ord, "".join(sorted((state, partner))))])
        noise = _strays(course, len(value), draws, generator)
        return Series(
            state=state,
            partner=partner,
            line="backdoor",
            group="deeds",
            unit="listed against other goods (log)",
            times=np.array([middles[place] for place in kept], dtype="datetime64[D]"),
            labels=tuple(f"{course.design.months[place]:%Y-%m}" for place in kept),
            mean=value[kept],
            draws=value[kept] + noise[:, kept],
            count=np.ones(len(kept), dtype=np.int64),
            covered=self.covered,
            lineage=self.lineage,
        )

    def moved(self, _state: str, _partner: str, _before: Span, _after: Span) -> Attribution | None:
        """Goods do not tell whose doing it is: a state may look away, or arrange it."""
        return None

    def changes(self, before: Span, after: Span, *, partner: str | None = None) -> PairChanges:
        """The change of every state towards every sanctioned one, from some months to others."""
        states, partners, mean, sd = [], [], [], []
        for (state, target), (course, noise) in self._strayed.items():
            if partner not in (None, state, target):
                continue
            days = [month + _MIDDLE for month in course.design.months]
            ends = [
                [place for place, day in enumerate(days) if span[0] <= day <= span[1]]
                for span in (before, after)
            ]
            if all(ends):
                states.append(state)
                partners.append(target)
                mean.append(course.log_ratio[ends[1]].mean() - course.log_ratio[ends[0]].mean())
                sd.append((noise[:, ends[1]].mean(axis=1) - noise[:, ends[0]].mean(axis=1)).std())
        return PairChanges(tuple(states), tuple(partners), np.array(mean), np.array(sd))

    @cached_property
    def _strayed(self) -> dict[tuple[str, str], tuple[Course, Doubles]]:
        """The course of every pair with draws of how it may stray, which are the same for all stretches."""
        return {
            (state, target): (
                course,
                _strays(
                    course,
                    len(course.design.months),
                    _COMPARED_DRAWS,
                    np.random.default_rng([0, *map(ord, "".join(sorted((state, target))))]),
                ),
            )
            for target, books in self.books.items()
            for state, course in books.courses.items()
            if state != target
        }

    def caveats(self, state: str, partner: str, _since: dt.date, _until: dt.date) -> tuple[Caveat, ...]:
        """One leg is no back-door, and how much of the growth is new codes."""
        turned = self._turned(state, partner)
        course = self.course(state, partner)
        if turned is None or course is None:
            return ()
        told = [
            Caveat(
                "way-in-alone",
                "The line backdoor is the way in alone, which others' firms may use without the state: it is "
                "told beside the answer and not weighed in it. Whether the goods go on: leeway backdoor "
                f"{turned[0]} --for {turned[1]}",
                line="backdoor",
            )
        ]
        if course.new_codes >= 0.05:
            told.append(
                Caveat(
                    "new-codes",
                    f"Backdoor: {course.new_codes:.0%} of the listed value after the event is of codes that "
                    "a new edition of the nomenclature brought in; they have no past and look like growth.",
                    line="backdoor",
                )
            )
        return tuple(told)


def _log_ratio(told: Assessment) -> Doubles:
    return np.empty(0) if told.inflow is None else told.inflow.log_ratio


def _ways_on(told: Assessment) -> Doubles:
    return np.array([one.out.change for one in told.goods])


def _strays(course: Course, number: int, draws: int, generator: np.random.Generator) -> Doubles:
    """How the series may stray without any cause, shape (N, T)."""
    past = course.log_ratio[: course.design.before]
    kept = min(course.persistence, 0.97)
    left = past - past.mean()
    shock = float(np.std(left[1:] - kept * left[:-1], ddof=1))
    noise = np.empty((draws, number))
    noise[:, 0] = generator.standard_normal(draws) * shock / np.sqrt(1.0 - kept**2)
    for period in range(1, number):
        noise[:, period] = kept * noise[:, period - 1] + shock * generator.standard_normal(draws)
    return noise
