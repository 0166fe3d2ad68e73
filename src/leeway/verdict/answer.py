"""What an answer holds, and the keys under which it is handed over."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from leeway.drift.direction import AnswerName, Direction, Stretch
from leeway.drift.onset import Onset
from leeway.drift.unusual import Unusual
from leeway.drift.who_moved import Moved
from leeway.measures.line import Attribution, SameQuestions, SourceCovered, Words
from leeway.series import Group, Series
from leeway.verdict.probability_words import probability_word
from leeway.verdict.raw_agreement import RawAgreement
from leeway.verdict.sentence import answer_sentence

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
            "probability": _rounded(self.told.probability),
            "change": _rounded(self.told.mean),
            "low": _rounded(self.told.low),
            "high": _rounded(self.told.high),
            "covered": [day.isoformat() for day in self.series.covered],
            "detectable": _rounded(self.told.detectable),
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
            "probability": _rounded(told.probability),
            "change": _rounded(told.mean),
            "low": _rounded(told.low),
            "high": _rounded(told.high),
            "unit": self.series.unit,
            "covered": [day.isoformat() for day in self.covered],
            "detectable": _rounded(told.detectable),
            "onset": _onset(self.onset),
            "moved": _moved(self.moved),
            "rows": self.rows,
            "title": self.title,
            "reason": told.reason or None,
            "probabilities": {
                "away": _rounded(told.away),
                "still": _rounded(told.still),
                "closer": _rounded(told.closer),
            },
            "sd": _rounded(told.sd),
            "margin": _rounded(told.margin),
            "before": _stretch(told.before),
            "after": _stretch(told.after),
            "attribution": _numbers(self.attribution),
            "same_questions": _numbers(self.same_questions),
            "raw": {name: _numbers(told) for name, told in zip(("before", "after"), self.raw, strict=True)},
            "series": series_dict(self.series),
            **({"legs": [leg.to_dict() for leg in self.legs]} if self.legs else {}),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """The answer to the question whether A is moving away from B.

    Attributes
    ----------
    question : str
        As asked, or put into words.
    state, partner : str
        State ids.
    state_name, partner_name : str
    since, until : date
        The window answered for.
    as_of : date or None
        Nothing dated later was known.
    answer : {'away', 'still', 'closer', 'unclear'}
    probability : float
        Of the answer; where it is `unclear`, of the likeliest direction.
    carried_by : str or None
        The line of evidence the answer rests on.
    lines : tuple of LineAnswer
    silent : tuple of SilentLine
        Lines with nothing on the pair.
    rivals : tuple
        Rival explanations; one line of evidence cannot tell any apart, and then there are none.
    caveats, cannot_show : tuple of str
    """

    question: str
    state: str
    partner: str
    state_name: str
    partner_name: str
    since: dt.date
    until: dt.date
    as_of: dt.date | None
    answer: AnswerName
    probability: float
    carried_by: str | None
    lines: tuple[LineAnswer, ...]
    silent: tuple[SilentLine, ...]
    rivals: tuple[dict[str, Any], ...]
    caveats: tuple[str, ...]
    cannot_show: tuple[str, ...]

    @property
    def words(self) -> str:
        """The probability as an ICD 203 term."""
        return probability_word(self.probability)

    @property
    def asked(self) -> tuple[LineAnswer | SilentLine, ...]:
        """All lines asked, silent ones last."""
        return (*self.lines, *self.silent)

    @property
    def main(self) -> LineAnswer | None:
        """The line the answer rests on; the first one where it rests on none; None if all are silent."""
        first = self.lines[0] if self.lines else None
        return next((line for line in self.lines if line.line == self.carried_by), first)

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return answer_sentence(self)

    def __str__(self) -> str:
        return self.sentence

    def __repr__(self) -> str:
        return f"<Answer: {self.sentence}>"

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a line of evidence, for a table."""
        return [
            {
                "state": self.state,
                "partner": self.partner,
                "since": self.since.isoformat(),
                "until": self.until.isoformat(),
                **_flat(line.to_dict()),
            }
            for line in self.asked
        ]

    def to_dict(self) -> dict[str, Any]:
        """The contract's keys, in their order, and after them what else is known.

        Changes, margins and closeness are in each line's ``unit``; negative is away. ``moved`` holds
        shares of the movement; the signed parts, in the line's unit, are under ``attribution``.
        """
        main = self.main
        unusual = main.unusual if main else None
        sources = {source.id: source for line in self.lines for source in line.sources}
        return {
            "question": self.question,
            "state": self.state,
            "partner": self.partner,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "answer": self.answer,
            "probability": _rounded(self.probability),
            "words": self.words,
            "onset": _onset(main.onset if main else None),
            "moved": _moved(main.moved if main else None),
            "unusual": _rounded(unusual.share) if unusual else None,
            "lines": [line.to_dict() for line in self.asked],
            "rivals": list(self.rivals),
            "caveats": list(self.caveats),
            "cannot_show": list(self.cannot_show),
            "data": {
                "version": main.version if main else None,
                "built": max((line.built.isoformat() for line in self.lines), default=None),
                "sources": [_source(source) for source in sources.values()],
            },
            "sentence": self.sentence,
            "names": {self.state: self.state_name, self.partner: self.partner_name},
            "carried_by": self.carried_by,
            "unusual_interval": [_rounded(unusual.low), _rounded(unusual.high)] if unusual else None,
        }


def _flat(line: dict[str, Any]) -> dict[str, Any]:
    """The contract's keys of a line, each in a column of its own."""
    onset, moved = line["onset"] or {}, line["moved"] or {}
    first, last = line["covered"]
    return {
        **{
            key: line[key]
            for key in ("line", "group", "direction", "probability", "change", "low", "high", "unit")
        },
        "covered_from": first,
        "covered_to": last,
        "detectable": line["detectable"],
        **{f"onset_{key}": onset.get(key) for key in ("median", "low", "high")},
        **{f"moved_{key}": moved.get(key) for key in ("state", "partner", "agenda")},
        "rows": line["rows"],
    }


def _rounded(value: float) -> float:
    return round(float(value), _DIGITS)


def _onset(onset: Onset | None) -> dict[str, str] | None:
    if onset is None:
        return None
    return {name: getattr(onset, name).isoformat() for name in ("median", "low", "high")}


def _moved(moved: Moved | None) -> dict[str, float] | None:
    if moved is None:
        return None
    state = _rounded(moved.state)
    partner = min(_rounded(moved.partner), _rounded(1.0 - state))
    return {"state": state, "partner": partner, "agenda": _rounded(1.0 - state - partner)}


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "first": stretch.first.isoformat(),
        "last": stretch.last.isoformat(),
        "rows": stretch.observations,
    }


def _numbers(told: Attribution | SameQuestions | RawAgreement | None) -> dict[str, Any] | None:
    return None if told is None else {key: _plain(value) for key, value in asdict(told).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return _rounded(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value


def series_dict(series: Series) -> dict[str, list[Any]]:
    """A series as lists: periods, mean, the 90% interval, and rows."""
    low, high = series.interval()
    return {
        "periods": list(series.labels),
        "mean": [_rounded(value) for value in series.mean],
        "low": [_rounded(value) for value in low],
        "high": [_rounded(value) for value in high],
        "rows": series.count.tolist(),
    }


def _source(source: SourceCovered) -> dict[str, Any]:
    return {
        "id": source.id,
        "publisher": source.publisher,
        "covered": [day.isoformat() for day in source.covered],
        "licence": source.licence,
        "sha256": source.sha256,
    }
