"""What one line of evidence says, and the keys under which it is handed over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leeway.drift.direction import Direction, Stretch
from leeway.drift.onset import Onset
from leeway.drift.unusual import Unusual
from leeway.drift.who_moved import Moved
from leeway.measures.line import Attribution, SameQuestions, SourceCovered, Words
from leeway.series import Group, Series
from leeway.verdict.raw_agreement import RawAgreement

EVEN = 1.0 / 3.0
"""Probability of each direction where nothing is said of any."""

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class LegAnswer:
    """What one kind of evidence within a line says by itself.

    Attributes
    ----------
    leg, title : str
    told : Direction
    series : Series
        Cut to the window; ``series.covered`` says where its source ends.
    counted : bool
        Whether the line's own answer rests on it.
    """

    leg: str
    title: str
    told: Direction
    series: Series
    counted: bool

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``legs`` of a line in ``leeway ask --json``."""
        return {
            "leg": self.leg,
            "title": self.title,
            "direction": self.told.answer,
            "probability": rounded(self.told.probability),
            "change": rounded(self.told.mean),
            "low": rounded(self.told.low),
            "high": rounded(self.told.high),
            "covered": [day.isoformat() for day in self.series.covered],
            "detectable": rounded(self.told.detectable),
            "counted": self.counted,
            "before": _stretch(self.told.before),
            "after": _stretch(self.told.after),
            "series": series_dict(self.series),
        }


@dataclass(frozen=True, slots=True)
class SilentLine:
    """A line of evidence that has nothing to say of a dyad, and why: too little evidence is an answer.

    Attributes
    ----------
    line, group, title, unit : str
    reason : str
        A sentence.
    covered : tuple of two dates
        Days that the line covers for others.
    """

    line: str
    group: Group
    title: str
    unit: str
    reason: str
    covered: tuple[dt.date, dt.date]

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``lines`` in ``leeway ask --json``: every number is null."""
        return {
            "line": self.line,
            "group": self.group,
            "direction": "unclear",
            **dict.fromkeys(("probability", "change", "low", "high")),
            "unit": self.unit,
            "covered": [day.isoformat() for day in self.covered],
            **dict.fromkeys(("detectable", "onset", "moved")),
            "rows": 0,
            "title": self.title,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What one line of evidence says about a dyad.

    Attributes
    ----------
    line, group, title : str
    told : Direction
        The change and its probabilities.
    onset : Onset or None
    attribution : Attribution or None
        Signed parts of the state, the partner and the agenda in what was actually seen.
    moved : Moved or None
        The same as shares.
    same_questions : SameQuestions or None
        The same question asked again.
    unusual : Unusual or None
    raw : tuple of two RawAgreement or None
        Plain counts in the two stretches compared.
    series : Series
        Cut to the window.
    covered : tuple of two dates
        Days that the line covers for this dyad.
    version, built, sources
        Of the estimates.
    words, fewest
        How the line is spoken of, and how many observations either stretch must hold.
    legs : tuple of LegAnswer
        Kinds of evidence within the line, each by itself.
    """

    line: str
    group: Group
    title: str
    told: Direction
    onset: Onset | None
    attribution: Attribution | None
    moved: Moved | None
    same_questions: SameQuestions | None
    unusual: Unusual | None
    raw: tuple[RawAgreement | None, RawAgreement | None]
    series: Series
    covered: tuple[dt.date, dt.date]
    version: str
    built: dt.date
    sources: tuple[SourceCovered, ...]
    words: Words
    fewest: int
    legs: tuple[LegAnswer, ...] = ()

    @property
    def rows(self) -> int:
        """Observations of the dyad within the window."""
        return int(self.series.count.sum())

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``lines`` in ``leeway ask --json``."""
        told = self.told
        return {
            "line": self.line,
            "group": self.group,
            "direction": told.answer,
            "probability": rounded(told.probability),
            "change": rounded(told.mean),
            "low": rounded(told.low),
            "high": rounded(told.high),
            "unit": self.series.unit,
            "covered": [day.isoformat() for day in self.covered],
            "detectable": rounded(told.detectable),
            "onset": onset_dict(self.onset),
            "moved": moved_dict(self.moved),
            "rows": self.rows,
            "title": self.title,
            "reason": told.reason or None,
            "probabilities": {
                "away": rounded(told.away),
                "still": rounded(told.still),
                "closer": rounded(told.closer),
            },
            "sd": rounded(told.sd),
            "margin": rounded(told.margin),
            "before": _stretch(told.before),
            "after": _stretch(told.after),
            "attribution": _numbers(self.attribution),
            "same_questions": _numbers(self.same_questions),
            "raw": {name: _numbers(told) for name, told in zip(("before", "after"), self.raw, strict=True)},
            "series": series_dict(self.series),
            "onset_posterior": _onset_posterior(self.onset),
            **({"legs": [leg.to_dict() for leg in self.legs]} if self.legs else {}),
        }


def rounded(value: float) -> float:
    """A number as it is handed over."""
    return round(float(value), _DIGITS)


def onset_dict(onset: Onset | None) -> dict[str, str] | None:
    """The contract's keys of an onset."""
    if onset is None:
        return None
    return {name: getattr(onset, name).isoformat() for name in ("median", "low", "high")}


def _onset_posterior(onset: Onset | None) -> dict[str, Any] | None:
    """The whole posterior over the onset, whose middle and interval are under ``onset``."""
    if onset is None:
        return None
    return {
        "times": [str(day) for day in onset.times.astype("datetime64[D]")],
        "probability": _rounded_all(onset.probability),
        "changed": rounded(onset.changed),
        "sudden": rounded(onset.sudden),
    }


def moved_dict(moved: Moved | None) -> dict[str, float] | None:
    """The contract's keys of who moved; the shares sum to 1 as rounded."""
    if moved is None:
        return None
    state = rounded(moved.state)
    partner = min(rounded(moved.partner), rounded(1.0 - state))
    return {"state": state, "partner": partner, "agenda": rounded(1.0 - state - partner)}


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "first": stretch.first.isoformat(),
        "last": stretch.last.isoformat(),
        "rows": stretch.observations,
    }


def _numbers(told: Attribution | SameQuestions | RawAgreement | None) -> dict[str, Any] | None:
    return None if told is None else {one.name: _plain(getattr(told, one.name)) for one in fields(told)}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return rounded(value)
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value


def series_dict(series: Series) -> dict[str, list[Any]]:
    """A series as lists: periods, their middle days, mean, the 90% interval, and rows."""
    low, high = series.interval()
    return {
        "periods": list(series.labels),
        "times": [str(day) for day in series.times.astype("datetime64[D]")],
        "mean": _rounded_all(series.mean),
        "low": _rounded_all(low),
        "high": _rounded_all(high),
        "rows": series.count.tolist(),
    }


def _rounded_all(values: NDArray[np.float64]) -> list[float]:
    return [round(value, _DIGITS) for value in values.tolist()]


def source_dict(source: SourceCovered) -> dict[str, Any]:
    """A source under the contract's keys."""
    return {
        "id": source.id,
        "publisher": source.publisher,
        "covered": [day.isoformat() for day in source.covered],
        "licence": source.licence,
        "sha256": source.sha256,
    }
