"""Invented estimates of a line that may be silent or blind, on legs with ends of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from tests.verdict.synthetic import COVERED, SyntheticVotes

from leeway.measures.line import Attribution, Leg, SameQuestions, Span
from leeway.measures.pair_ties import Tie
from leeway.series import Series

SIGNED = Tie(
    kind="defence",
    what="Treaty of Elsewhere",
    states=("KAZ", "RUS"),
    since="2001-05",
    until="2019",
    ended="terminated",
    how="denounced by KAZ",
    as_of=dt.date(2024, 1, 1),
    status="found",
    source="ledger",
    cited="a text",
    note="",
)
STANDING = replace(SIGNED, what="Pact of Elsewhere", until="", ended="still in force", how="")


@dataclass(frozen=True)
class SyntheticTies(SyntheticVotes):
    """As votes, with what only some lines have.

    Attributes
    ----------
    nothing : str
        Why the line is silent; empty if it speaks.
    blind : str
        Why a *still* would say nothing; empty if it would.
    wiggle : float
        The pair's own margin.
    arms_until : int
        Year in which the source of one leg ends.
    facts : tuple of Tie
    """

    nothing: str = ""
    blind: str = ""
    wiggle: float = 0.04
    arms_until: int = 2020
    facts: tuple[Tie, ...] = (SIGNED, STANDING)

    def silence(self, state: str, partner: str, window: Span) -> str | None:
        return self.nothing or None

    def unseen(self, state: str, partner: str, window: Span) -> str | None:
        return self.blind or None

    def margin_of(self, state: str, partner: str, window: Span) -> float:
        return self.wiggle

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series:
        told = super().series(state, partner, window=window, draws=draws, seed=seed)
        return replace(told, line="security", group="deeds", unit="tie strength")

    def moved(self, state: str, partner: str, before: Span, after: Span) -> Attribution | None:
        return None

    def same_questions(self, state: str, partner: str, before: Span, after: Span) -> SameQuestions | None:
        return None

    def legs(
        self, state: str, partner: str, *, window: Span, draws: int = 400, seed: int = 0
    ) -> tuple[Leg, ...]:
        whole = self.series(state, partner, window=window, draws=draws, seed=seed)
        end = dt.date(self.arms_until, 12, 31)
        kept = whole.times <= np.datetime64(end)
        short = replace(
            whole,
            times=whole.times[kept],
            labels=tuple(label for label, here in zip(whole.labels, kept, strict=True) if here),
            mean=whole.mean[kept],
            draws=whole.draws[:, kept],
            count=whole.count[kept],
            covered=(COVERED[0], end),
        )
        return (Leg("alliances", "Alliances", whole, True), Leg("arms", "Arms", short, False))

    def listed(self, state: str, partner: str, window: Span) -> tuple[Tie, ...]:
        return tuple(tie for tie in self.facts if tie.touches(*window))

    def kappa(self, state: str, partner: str) -> pl.DataFrame:
        return pl.DataFrame({"year": [2010, 2011], "kappa": [0.7, 0.5]})
