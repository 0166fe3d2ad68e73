"""Invented estimates of an invented line: positions on one axis, with changes that are known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from tests.drift.paths import half_year_times

from leeway.measures.caution import Caveat
from leeway.measures.line import (
    Attribution,
    Difference,
    PairChanges,
    QuestionShift,
    SameQuestions,
    SourceCovered,
    Span,
)
from leeway.periods import half_year_label
from leeway.series import Series

FIRST, LAST = 2 * 1980, 2 * 2024
COVERED = (dt.date(1980, 1, 10), dt.date(2024, 6, 28))
PERIODS = LAST - FIRST + 1
TIMES = half_year_times(FIRST, PERIODS)

# id: (seated from, seated until, start, size of the step, half-year of the step, votes a half-year)
STATES: dict[str, tuple[str, str, float, float, int, int]] = {
    "RUS": ("1980-01-10", "2024-06-28", 0.10, 0.00, 4038, 40),
    "KAZ": ("1992-03-02", "2024-06-28", 0.15, 0.20, 4036, 40),
    "BLR": ("1980-01-10", "2024-06-28", 0.12, 0.00, 4036, 40),
    "USA": ("1980-01-10", "2024-06-28", 0.90, 0.00, 4036, 40),
    "TUR": ("1980-01-10", "2024-06-28", 0.60, -0.15, 4034, 40),
    "FRA": ("1980-01-10", "2024-06-28", 0.80, 0.00, 4036, 40),
    "ARG": ("1980-01-10", "2024-06-28", 0.40, 0.30, 4037, 40),
    "TKM": ("1992-03-02", "2024-06-28", 0.20, 0.00, 4036, 0),
    "CSK": ("1980-01-10", "1992-12-31", 0.12, 0.30, 3979, 40),
    "SSD": ("2011-07-14", "2024-06-28", 0.30, 0.00, 4036, 40),
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True)
class SyntheticVotes:
    """Estimates as `LineEstimates` wants them; closeness is 1 minus the distance."""

    sd: float = 0.02
    covered: Span = COVERED
    version: str = "invented-1"
    built: dt.date = dt.date(2024, 7, 1)
    margin: float = 0.04
    own_caveats: tuple[Caveat, ...] = ()
    questions_say: str = "the same"
    sources: tuple[SourceCovered, ...] = field(
        default=(SourceCovered("un_votes", "United Nations", COVERED, "UN terms", "ab" * 32),)
    )

    record: str = "invented"
    apart: float = 0.0

    @property
    def settings(self) -> dict[str, Any]:
        return {}

    def compare(self, other: Any) -> tuple[Difference, ...]:
        return (Difference("positions", self.apart, 0.02),)

    def seated(self, state: str) -> tuple[Span, ...]:
        if state not in STATES:
            return ()
        return ((day(STATES[state][0]), day(STATES[state][1])),)

    def path(self, state: str) -> NDArray[np.float64]:
        _, _, start, size, at, _ = STATES[state]
        return start + size * (np.arange(FIRST, LAST + 1) >= at)

    def closeness(self, state: str, partner: str) -> NDArray[np.float64]:
        return 1.0 - np.abs(self.path(state) - self.path(partner))

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        first, last = window or COVERED
        since = max(first, *(self.seated(one)[0][0] for one in (state, partner)))
        until = min(last, *(self.seated(one)[0][1] for one in (state, partner)))
        keep = (np.datetime64(since) <= TIMES) & (np.datetime64(until) >= TIMES)
        mean = self.closeness(state, partner)[keep]
        rng = np.random.default_rng(seed)
        count = min(STATES[one][5] for one in (state, partner))
        return Series(
            state=state,
            partner=partner,
            line="votes",
            group="positions",
            unit="expected agreement",
            times=TIMES[keep],
            labels=tuple(half_year_label(int(n)) for n in np.arange(FIRST, LAST + 1)[keep]),
            mean=mean,
            draws=mean + self.sd * rng.normal(size=(draws, mean.size)),
            count=np.full(mean.size, count),
            covered=self.covered,
        )

    def _mean(self, values: NDArray[np.float64], span: Span) -> float:
        keep = (np.datetime64(span[0]) <= TIMES) & (np.datetime64(span[1]) >= TIMES)
        return float(values[keep].mean())

    def _change(self, state: str, partner: str, before: Span, after: Span) -> float:
        values = self.closeness(state, partner)
        return self._mean(values, after) - self._mean(values, before)

    def moved(self, state: str, partner: str, before: Span, after: Span) -> Attribution | None:
        change = self._change(state, partner, before, after)
        own = abs(STATES[state][3])
        theirs = abs(STATES[partner][3])
        share = own / (own + theirs) if own + theirs else 0.5
        agenda = -0.02
        return Attribution(
            change=change + agenda,
            state=change * share,
            partner=change * (1 - share),
            agenda=agenda,
            state_sd=0.01,
            partner_sd=0.01,
            agenda_sd=0.005,
        )

    def same_questions(self, state: str, partner: str, before: Span, after: Span) -> SameQuestions | None:
        parts = self.moved(state, partner, before, after)
        if parts is None or self.questions_say == "nothing":
            return None
        own, theirs = parts.state, parts.partner
        if self.questions_say == "the other way round":
            own, theirs = theirs, own
        shift = QuestionShift(
            question="Nuclear disarmament",
            topic="nuclear weapons",
            state_before=0.5,
            state_after=1.0,
            partner_before=0.5,
            partner_after=0.5,
            change=own + theirs,
            state_part=own,
            partner_part=theirs,
            sd=0.02,
            votes_before=3,
            votes_after=3,
        )
        return SameQuestions(
            change=own + theirs,
            sd=0.02,
            state=own,
            partner=theirs,
            questions=(shift,),
            topics=(("nuclear weapons", 1, 1),),
        )

    def changes(self, before: Span, after: Span, *, partner: str | None = None) -> PairChanges:
        sat = [
            one
            for one in STATES
            if self.seated(one)[0][0] <= before[0] and self.seated(one)[0][1] >= after[1]
        ]
        pairs = [
            (one, two)
            for place, one in enumerate(sat)
            for two in sat[place + 1 :]
            if partner is None or partner in (one, two)
        ]
        if partner is not None:
            pairs = [(two if one == partner else one, partner) for one, two in pairs]
        mean = np.array([self._change(one, two, before, after) for one, two in pairs])
        parts = [self.moved(one, two, before, after) for one, two in pairs]
        return PairChanges(
            states=tuple(one for one, _ in pairs),
            partners=tuple(two for _, two in pairs),
            mean=mean,
            sd=np.full(mean.size, self.sd / 2),
            state_part=np.array([part.state for part in parts if part]),
            partner_part=np.array([part.partner for part in parts if part]),
            agenda_part=np.array([part.agenda for part in parts if part]),
        )

    def caveats(self, state: str, partner: str, since: dt.date, until: dt.date) -> tuple[Caveat, ...]:
        return self.own_caveats

    def positions(self, states: list[str] | None = None) -> pl.DataFrame:
        rows = [
            (
                state,
                number // 2,
                number,
                number // 2 - 1945 - (number % 2 == 0),
                1,
                float(value),
                0.1,
                votes,
                10,
            )
            for state in sorted(states or STATES)
            for number, value in zip(range(FIRST, LAST + 1), self.path(state), strict=True)
            for votes in (STATES[state][5] * (1 + number % 2),)
        ]
        names = "state year half_year session dimension mean sd votes nonvoting"
        return pl.DataFrame(rows, schema=names.split(), orient="row").with_columns(
            low=pl.col("mean") - 0.16449,
            high=pl.col("mean") + 0.16449,
            nonvoting_share=pl.col("nonvoting") / (pl.col("votes") + pl.col("nonvoting")),
        )

    def first_axis(self, state: str, partner: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        gap = np.asarray(self.path(state), dtype=float) - np.asarray(self.path(partner), dtype=float)
        return np.arange(FIRST, LAST + 1), gap

    def agreement(self, state: str, partner: str) -> pl.DataFrame:
        close = self.closeness(state, partner).reshape(-1)
        years = range(FIRST // 2, LAST // 2 + 1)
        common = 2 * min(STATES[one][5] for one in (state, partner))
        return pl.DataFrame(
            {
                "year": list(years),
                "common": [common] * len(years),
                "same": [round(common * float(close[2 * place])) for place in range(len(years))],
                "kappa": [0.5 if common else None] * len(years),
            }
        )
