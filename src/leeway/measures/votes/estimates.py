"""The line `votes`, ready to be asked about any pair of states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import QuestionError
from leeway.measures.caution import Caveat
from leeway.measures.files import ToldByManifest
from leeway.measures.line import Attribution, Difference, PairChanges, SameQuestions, Span
from leeway.measures.votes.caution import first_axis, words_of_caution
from leeway.measures.votes.closeness import draw_closeness, half_years_of, middle
from leeway.measures.votes.comparison import compare_estimates
from leeway.measures.votes.files import KAPPA_STEP, VoteTables
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.moved import attribution, same_questions
from leeway.measures.votes.pairs import all_changes
from leeway.periods import half_year, half_year_label, half_year_span
from leeway.series import Series


@dataclass(frozen=True)
class VoteEstimates(ToldByManifest):
    """Positions, roll calls and question deviations, and what follows from them for a pair.

    Implements `leeway.measures.line.LineEstimates`.
    """

    model: VoteModel

    @property
    def tables(self) -> VoteTables:  # type: ignore[override]
        """The shipped tables."""
        return self.model.tables

    @property
    def settings(self) -> dict[str, Any]:
        """What makes the same estimates again from the same record."""
        manifest = self.tables.manifest
        return {
            "dimensions": self.tables.dimensions,
            "by": manifest["by"],
            "until": self.covered[1],
            "built": self.built,
            "seed": int(manifest["seed"]),
            "starts": int(manifest["starts"]),
            "filtered": "filtered" in self.tables.names,
            "calibrated": any("pairs" in era for era in manifest["calibration"]),
        }

    def compare(self, other: VoteEstimates) -> tuple[Difference, ...]:
        """Largest differences from other estimates: positions, expected agreement, margin."""
        return compare_estimates(self.model, other.model)

    def seated(self, state: str) -> tuple[Span, ...]:
        """Runs of half-years with roll calls in which the state was listed."""
        number = self.model.number.get(state)
        if number is None:
            return ()
        sat = (self.model.votes[number] + self.model.nonvoting[number]) > 0
        held = self.model.rolls_held > 0
        spans: list[Span] = []
        open_since: int | None = None
        for row in np.flatnonzero(held):
            if sat[row] and open_since is None:
                open_since = int(row)
            elif not sat[row] and open_since is not None:
                spans.append(self._span(open_since, int(row) - 1))
                open_since = None
        if open_since is not None:
            spans.append(self._span(open_since, len(held) - 1))
        return tuple(spans)

    def _span(self, first: int, last: int) -> Span:
        begin = half_year_span(int(self.model.clock[first]))[0]
        end = half_year_span(int(self.model.clock[last]))[1]
        return max(begin, self.covered[0]), min(end, self.covered[1])

    def _pair(self, state: str, partner: str) -> tuple[int, int]:
        missing = [one for one in (state, partner) if one not in self.model.number]
        if missing:
            raise QuestionError(
                f"{' and '.join(missing)} cast no vote in the General Assembly up to {self.covered[1]}.",
                hint="leeway positions lists the states that did.",
            )
        return self.model.number[state], self.model.number[partner]

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        """Closeness in time: expected agreement on the standard agenda of the window.

        Parameters
        ----------
        state, partner : str
        window : tuple of date, optional
            The agenda is that of these days, and the series spans them; by default all days on which
            both could vote.
        draws, seed : int
        """
        pair = self._pair(state, partner)
        first, last = self._common(state, partner) if window is None else half_years_of(window)
        held, drawn = self._closeness(*pair, first, last, draws=draws, seed=seed)
        return Series(
            state=state,
            partner=partner,
            line="votes",
            group="positions",
            unit="expected agreement",
            times=np.array([middle(int(h)) for h in held], dtype="datetime64[D]"),
            labels=tuple(half_year_label(int(h)) for h in held),
            mean=drawn.mean(axis=0),
            draws=drawn,
            count=self._common_votes(state, partner, held),
            covered=self.covered,
            lineage=self.lineage,
        )

    @cached_property
    def _closeness(self) -> Callable[..., tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Closeness of the last few pairs: the same pair is asked again with other lines beside it."""
        return lru_cache(maxsize=4)(partial(draw_closeness, self.model))

    def _common(self, state: str, partner: str) -> tuple[int, int]:
        spans = [self.seated(one) for one in (state, partner)]
        first = max(side[0][0] for side in spans)
        last = min(side[-1][1] for side in spans)
        if first > last:
            raise QuestionError(f"{state} and {partner} never sat in the General Assembly together.")
        return half_year(first), half_year(last)

    @cached_property
    def _agreement(self) -> pl.DataFrame:
        return self.tables.table("agreement")

    def agreement(self, state: str, partner: str) -> pl.DataFrame:
        """Raw agreement by year: ``year, common, first, same, kappa``.

        `common` counts roll calls in which both cast a vote, `first` those of them in the first half-year,
        `same` those answered alike; `kappa` is Cohen's, with squared distances (Haege 2011).
        """
        one, other = sorted((state, partner))
        return self._counted(one, other)

    @cached_property
    def _counted(self) -> Callable[[str, str], pl.DataFrame]:
        """Raw agreement of the last pair, which one question asks for three times."""
        return lru_cache(maxsize=1)(self._counts_of)

    def _counts_of(self, one: str, other: str) -> pl.DataFrame:
        rows = (pl.col("state") == one) & (pl.col("partner") == other)
        found = self._agreement.filter(rows).drop("state", "partner").sort("year")
        return found.with_columns(kappa=pl.col("kappa") * KAPPA_STEP)

    def _common_votes(self, state: str, partner: str, held: NDArray[np.int64]) -> NDArray[np.int64]:
        years = {row["year"]: row for row in self.agreement(state, partner).iter_rows(named=True)}
        counts = []
        for number in held.tolist():
            row = years.get(number // 2)
            early = row["first"] if row else 0
            counts.append((row["common"] - early if number % 2 else early) if row else 0)
        return np.array(counts, dtype=np.int64)

    def moved(self, state: str, partner: str, before: Span, after: Span) -> Attribution | None:
        """Shapley shares of A, B and the agenda on the agendas voted; None where a span had no roll call."""
        return self._attribution(self._pair(state, partner), half_years_of(before), half_years_of(after))

    @cached_property
    def _attribution(self) -> Callable[..., Attribution | None]:
        """Who moved in the last few pairs, as with `_closeness`."""
        return lru_cache(maxsize=4)(partial(attribution, self.model))

    def same_questions(self, state: str, partner: str, before: Span, after: Span) -> SameQuestions | None:
        """The same question asked again, over questions put in both spans; None where there is none."""
        return self._same_questions(self._pair(state, partner), half_years_of(before), half_years_of(after))

    @cached_property
    def _same_questions(self) -> Callable[..., SameQuestions | None]:
        """What the last few pairs were asked again, as with `_closeness`."""
        return lru_cache(maxsize=4)(partial(same_questions, self.model))

    def changes(self, before: Span, after: Span, *, partner: str | None = None) -> PairChanges:
        """The change of closeness of all pairs, or of all pairs with one partner."""
        number = None if partner is None else self._pair(partner, partner)[0]
        return self._changes(half_years_of(before), half_years_of(after), number)

    @cached_property
    def _changes(self) -> Callable[[tuple[int, int], tuple[int, int], int | None], PairChanges]:
        """Changes between the last few stretches: pair after pair is held against the same ones."""
        return lru_cache(maxsize=8)(partial(all_changes, self.model, self._own_sd))

    @cached_property
    def _own_sd(self) -> NDArray[np.float64]:
        model = self.model
        placed = self.tables.table("positions").select("state", "half_year", "closeness_sd")
        rows = placed["state"].replace_strict(model.number, return_dtype=pl.Int64).to_numpy()
        out = np.full(model.position.shape[:2], np.nan)
        out[rows, placed["half_year"].to_numpy().astype(np.int64) - model.clock[0]] = placed["closeness_sd"]
        return np.where(np.isnan(out), np.nanmedian(out), out)

    def first_axis(self, state: str, partner: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Half-years with votes, and A's place on the first axis less B's."""
        return first_axis(self.model, self._pair(state, partner))

    def caveats(self, state: str, partner: str, since: dt.date, until: dt.date) -> tuple[Caveat, ...]:
        """Crossing signs on the first axis, a long window, much absence, and a vote that was lost."""
        return words_of_caution(self.model, self._pair(state, partner), (since, until))

    def positions(self, states: list[str] | None = None) -> pl.DataFrame:
        """Positions by half-year: the columns of ``leeway positions``, one row a dimension.

        Parameters
        ----------
        states : list of str, optional
            All by default.

        Returns
        -------
        polars.DataFrame
            ``state, year, half_year, session, dimension, mean, sd, votes, nonvoting, low, high``, and
            ``nonvoting_share``, null where nothing was voted. `low` and `high` hold 90%.
        """
        frame = self.tables.table("positions")
        if states is not None:
            for one in states:
                self._pair(one, one)
            frame = frame.filter(pl.col("state").is_in(states))
        rolls = pl.col("votes") + pl.col("nonvoting")
        tail = 1.6449 * pl.col("sd")
        return (
            pl.concat([_on_axis(frame, d + 1) for d in range(self.tables.dimensions)])
            .with_columns(
                low=pl.col("mean") - tail,
                high=pl.col("mean") + tail,
                nonvoting_share=pl.when(rolls > 0).then(pl.col("nonvoting") / rolls),
            )
            .sort("state", "half_year", "dimension")
        )

    def as_of(self, day: dt.date) -> VoteEstimates:
        """Estimates from nothing dated after `day`, fitted anew from the record.

        Raises
        ------
        DataError
            If there is no record.
        """
        return self.refitted(day)

    def refitted(self, day: dt.date, record: Path | str | None = None) -> VoteEstimates:
        """The same from a record that is named; parameters as in `as_of`."""
        from leeway.measures.votes.estimate import estimates_as_of

        by, dimensions = self.tables.manifest["by"], self.tables.dimensions
        return estimates_as_of(day, record=record, dimensions=dimensions, by=by)


def _on_axis(frame: pl.DataFrame, dimension: int) -> pl.DataFrame:
    """Positions on one dimension, in columns that are the same for all."""
    year, spring = pl.col("half_year") // 2, pl.col("half_year") % 2 == 0
    return frame.select(
        "state",
        year=year,
        half_year="half_year",
        session=pl.max_horizontal(year - 1945 - spring.cast(pl.Int64), 1),
        dimension=pl.lit(dimension, dtype=pl.Int64),
        mean=pl.col(f"mean_{dimension}").cast(pl.Float64),
        sd=pl.col(f"sd_{dimension}").cast(pl.Float64),
        votes="votes",
        nonvoting="nonvoting",
    )
