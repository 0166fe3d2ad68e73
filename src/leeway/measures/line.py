"""What every line of evidence offers, whatever it is made from.

A line is fitted over all states at once, shipped as estimates, and asked about one dyad at a time.
``verdict`` and ``faces`` know lines only through the types in this file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from leeway.measures.caution import Caveat
from leeway.series import Group, Series

if TYPE_CHECKING:
    import polars as pl

    from leeway.measures.pair_ties import Tie

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class SourceCovered:
    """A source behind estimates: id, publisher, days covered, licence, and the hash of what was read."""

    id: str
    publisher: str
    covered: Span
    licence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who moved: the change in closeness between two spans, split by Shapley's rule.

    The three parts sum to `change`. Unit: that of the line.
    """

    change: float
    state: float
    partner: float
    agenda: float
    state_sd: float
    partner_sd: float
    agenda_sd: float


@dataclass(frozen=True, slots=True)
class QuestionShift:
    """One question put in both spans, and how each side's answer to it changed.

    Answers run from 0 (no) over 0.5 (abstention) to 1 (yes): the expected vote.
    """

    question: str
    topic: str
    state_before: float
    state_after: float
    partner_before: float
    partner_after: float
    change: float
    state_part: float
    partner_part: float
    sd: float
    votes_before: int
    votes_after: int


@dataclass(frozen=True, slots=True)
class SameQuestions:
    """*The same question asked again*: the change in agreement over questions put in both spans.

    `change` is the mean over questions; `state` and `partner` sum to it. `topics` counts topics in
    which either side's answer moved, as (topic, questions moved, questions put).
    """

    change: float
    sd: float
    state: float
    partner: float
    questions: tuple[QuestionShift, ...]
    topics: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class PairChanges:
    """The change of closeness of every dyad seated in both spans.

    One is equal to itself alone, so that what follows from it can be kept.

    Attributes
    ----------
    states, partners : tuple of str, length P
    mean, sd : ndarray, shape (P,)
        Posterior mean and standard deviation of the change.
    state_part, partner_part, agenda_part : ndarray, shape (P,), or None
        Parts of the two and of the agenda (see `Attribution`); None where a line does not tell them for all
        pairs at once.
    margin : ndarray, shape (P,), or None
        Half-width of *still* for each; None where it is the same for all.
    directed : bool
        Whether a pair stands there both ways, each of its own: `states` towards `partners`.
    """

    states: tuple[str, ...]
    partners: tuple[str, ...]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    state_part: NDArray[np.float64] | None = None
    partner_part: NDArray[np.float64] | None = None
    agenda_part: NDArray[np.float64] | None = None
    margin: NDArray[np.float64] | None = None
    directed: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Leg:
    """One kind of evidence within a line, shown by itself: it has its own source and its own end.

    Attributes
    ----------
    name, title : str
    series : Series
        ``series.covered`` says where its source ends.
    counted : bool
        Whether the line's own series rests on it: it must be known at both ends of the window.
    """

    name: str
    title: str
    series: Series
    counted: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """The largest difference of one kind of number between two sets of estimates, and what is tolerated."""

    what: str
    largest: float
    tolerance: float


class LineEstimates(Protocol):
    """Fitted estimates of one line, ready to be asked about any dyad."""

    @property
    def covered(self) -> Span: ...
    @property
    def sources(self) -> tuple[SourceCovered, ...]: ...
    @property
    def version(self) -> str: ...
    @property
    def built(self) -> dt.date:
        """Day they were made; by default the last of the sources that they mainly rest on."""
        ...

    @property
    def margin(self) -> float:
        """Half-width of *still*: changes inside it are the usual wiggle of pairs where nothing happened."""
        ...

    @property
    def record(self) -> str:
        """Version of the record they were made from."""
        ...

    @property
    def settings(self) -> dict[str, Any]:
        """What `Measure.estimate` needs to make them again from the same record."""
        ...

    def compare(self, other: Any) -> tuple[Difference, ...]:
        """Differences from other estimates of the same line."""
        ...

    def seated(self, state: str) -> tuple[Span, ...]:
        """Spans in which the state could take part; empty when it never could."""
        ...

    def series(
        self, state: str, partner: str, *, window: Span | None = None, draws: int = 400, seed: int = 0
    ) -> Series: ...

    def moved(self, state: str, partner: str, before: Span, after: Span) -> Attribution | None: ...

    def same_questions(self, state: str, partner: str, before: Span, after: Span) -> SameQuestions | None: ...

    def changes(self, before: Span, after: Span, *, partner: str | None = None) -> PairChanges: ...

    def caveats(self, state: str, partner: str, since: dt.date, until: dt.date) -> tuple[Caveat, ...]:
        """Rules of the line's own that fire for the pair and the window."""
        ...


@runtime_checkable
class Legged(Protocol):
    """Estimates whose line stands on several legs."""

    def legs(
        self, state: str, partner: str, *, window: Span, draws: int = 400, seed: int = 0
    ) -> tuple[Leg, ...]: ...


@runtime_checkable
class Silent(Protocol):
    """Estimates that have nothing to say of some pairs."""

    def silence(self, state: str, partner: str, window: Span) -> str | None:
        """Why there is nothing on the pair in the window, as a sentence; None if there is something."""
        ...


@runtime_checkable
class ShortSighted(Protocol):
    """Estimates in which a break can happen without leaving a trace."""

    def unseen(self, state: str, partner: str, window: Span) -> str | None:
        """Why a *still* would say nothing, as a sentence; None if a break would have shown."""
        ...


@runtime_checkable
class Listing(Protocol):
    """Estimates behind which stand dated facts that a person can check one by one."""

    def listed(self, state: str, partner: str, window: Span) -> tuple[Tie, ...]:
        """Facts that touch the window, by date."""
        ...


@runtime_checkable
class Alike(Protocol):
    """Estimates that also tell how alike the alliances of two states are, for comparison."""

    def kappa(self, state: str, partner: str) -> pl.DataFrame:
        """Cohen's kappa: ``year, kappa``."""
        ...


@runtime_checkable
class Scaled(Protocol):
    """Estimates whose usual wiggle grows with the size of what is between two states."""

    def margin_of(self, state: str, partner: str, window: Span) -> float:
        """Half-width of *still* for the pair over the window."""
        ...


@runtime_checkable
class ScaledLegs(Protocol):
    """Estimates whose legs have a usual wiggle of their own."""

    def margin_of_leg(self, leg: Leg) -> float:
        """Half-width of *still* of one leg."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """How a line is spoken of.

    Attributes
    ----------
    observation : str
        What one of its observations is called.
    moved : str
        What the parts of a change sum to.
    neither : str
        The third part of a change, beside the two states.
    """

    observation: str = "common observation"
    moved: str = "the line"
    neither: str = "neither alone"


@dataclass(frozen=True, slots=True)
class Measure:
    """Declaration of a line of evidence.

    Attributes
    ----------
    line : str
        Name of the line, as in ``--lines``.
    group : {'words', 'positions', 'deeds'}
    unit : str
    title : str
        One sentence for people.
    cannot_show : tuple of str
        What the line, by its nature, says nothing about.
    load : callable
        From a folder of published estimates (default: the shipped ones) to `LineEstimates`.
    estimate : callable
        From a record and a folder: fit the line over all states and write its estimates there.
        Keyword arguments are the line's own settings.
    sources : tuple of str
        Ids of the sources it is estimated from.
    settings : tuple of str
        Keyword arguments that `estimate` takes.
    words : Words
        How it is spoken of.
    fewest : int
        Observations that either stretch of a comparison must hold.
    shipped : bool
        Whether its estimates come with Leeway; those of a source that forbids it are the user's own.
    """

    line: str
    group: Group
    unit: str
    title: str
    load: Callable[[Path | None], LineEstimates]
    estimate: Callable[..., dict[str, Any]]
    sources: tuple[str, ...]
    settings: tuple[str, ...] = ("built",)
    words: Words = Words()
    fewest: int = 1
    shipped: bool = True
    cannot_show: tuple[str, ...] = field(default=())
