"""What an answer holds, and the keys under which it is handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leeway.drift.direction import AnswerName
from leeway.drift.who_moved import Moved
from leeway.measures.caution import Caveat
from leeway.measures.pair_ties import Tie
from leeway.verdict.contest import Contest, Rival
from leeway.verdict.evidence import LineAnswer, SilentLine, moved_dict, onset_dict, rounded, source_dict
from leeway.verdict.hearing import with_a_say
from leeway.verdict.probability_words import probability_word
from leeway.verdict.robustness import Robustness
from leeway.verdict.sentence import answer_sentence
from leeway.verdict.shown import Shown


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Shown):
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
        The line of evidence that says so most surely; for *still*, least surely.
    moved : Moved or None
        Whose doing the answer is, over all lines that went that way; None where it is `unclear` or `still`.
    lines : tuple of LineAnswer
    silent : tuple of SilentLine
        Lines with nothing on the pair.
    ties : tuple of Tie
        Dated facts behind the lines that touch the window.
    contest : Contest or None
        Rival explanations against all lines; None where no line has a say.
    caveats : tuple of Caveat
        Sentences, each with the rule and the line it follows from.
    cannot_show : tuple of str
    robustness : Robustness or None
        How far the answer hangs on choices; None unless asked for.
    weights : dict of str to float
        The say of lines that were weighed otherwise than usual, from 0 (not heard) to 1.
    priors : dict of str to float
        The user's own base rates of explanations.
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
    moved: Moved | None
    lines: tuple[LineAnswer, ...]
    silent: tuple[SilentLine, ...]
    ties: tuple[Tie, ...]
    contest: Contest | None
    caveats: tuple[Caveat, ...]
    cannot_show: tuple[str, ...]
    robustness: Robustness | None = None
    weights: dict[str, float] = field(default_factory=dict)
    priors: dict[str, float] = field(default_factory=dict)

    @property
    def rivals(self) -> tuple[Rival, ...]:
        """Rival explanations, likeliest first; none where no line has a say."""
        return () if self.contest is None else self.contest.rivals

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
        """The line the answer rests on; where it rests on none, the first one heard; None if none is."""
        first = next(iter(with_a_say(self.lines, self.weights)), None)
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
        return flat_rows(self.to_dict())

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
            "probability": rounded(self.probability),
            "words": self.words,
            "onset": onset_dict(main.onset if main else None),
            "moved": moved_dict(self.moved),
            "unusual": rounded(unusual.share) if unusual else None,
            "lines": [line.to_dict() for line in self.asked],
            "rivals": [one.to_dict() for one in self.rivals],
            "caveats": [str(one) for one in self.caveats],
            "cannot_show": list(self.cannot_show),
            "data": {
                "version": main.version if main else None,
                "built": max((line.built.isoformat() for line in self.lines), default=None),
                "sources": [source_dict(source) for source in sources.values()],
            },
            "caveat_rules": [one.to_dict() for one in self.caveats],
            "sentence": self.sentence,
            "names": {self.state: self.state_name, self.partner: self.partner_name},
            "carried_by": self.carried_by,
            "contest": None if self.contest is None else self.contest.to_dict(),
            "robustness": None if self.robustness is None else self.robustness.to_dict(),
            "ties": [tie.to_dict() for tie in self.ties],
            "unusual_interval": [rounded(unusual.low), rounded(unusual.high)] if unusual else None,
            "weights": {line: rounded(weight) for line, weight in self.weights.items()},
        }


def flat_rows(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One flat row a line of evidence, from the keys of `Answer.to_dict`."""
    same = {key: content[key] for key in ("state", "partner", "since", "until")}
    return [{**same, **_flat(line)} for line in content["lines"]]


def _flat(line: Mapping[str, Any]) -> dict[str, Any]:
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
