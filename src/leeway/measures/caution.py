"""Caveats as rules: what must be known before leaning on an answer, each under a name that stays."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Self

RULES: Mapping[str, str] = MappingProxyType(
    {
        "lines-part": "Two lines or more have a clear answer, and not the same.",
        "one-line": "One line of evidence carries the answer: the only one asked, or the only clear one.",
        "weighed-otherwise": "The user gave a line less of a say than usual.",
        "seat-gaps": "One of the two was not seated in parts of the window.",
        "silent-line": "A line of evidence has nothing to say of the pair.",
        "thin-evidence": "Either stretch compared holds fewer than three times the least that is needed.",
        "could-not-see": "A line could not have seen a break, so that nothing seen says nothing.",
        "source-ended": "The record of a line ends before the window asked for.",
        "ends-untold": "No one source tells both ends of the last window; an earlier one is told.",
        "partial-year": "The last year is covered in part, or counts whole where the window ends in it.",
        "near-data-end": "The change may lie in the last stretch before the record ends.",
        "within-sight": "A change is smaller than what would be seen reliably.",
        "blind": "A line stands still, and a large change could have gone unnoticed.",
        "tellings-differ": "The model and the same questions asked again do not agree.",
        "sign-crossed": "The two changed sides on the first axis, where a distance would mislead.",
        "long-window": "One agenda for a window of decades.",
        "much-absence": "One of the two cast no vote in many roll calls of the window.",
        "absent-year": "One of the two cast a vote in less than half of a year's roll calls.",
        "no-vote-held": "One of the two is known to have had no vote, for unpaid dues or another cause.",
        "last-known": "Positions on recognition stand as last known.",
        "few-questions": "Few questions of recognition can be compared.",
        "ties-end": "Sources of some kinds of ties end before the window does.",
        "legs-left-out": "Kinds of ties are left out, not being known at both ends of the window.",
        "one-way": "An index looks one way, and is smoothed.",
        "index-as-published": "Years of an index are taken as published.",
        "reports-not-events": "Counts of what is reported, which show ruptures alone.",
        "others-counted": "Others made the counts, without saying of what.",
        "signs-alone": "Scores without a direction, of which the sign alone counts.",
        "days-missing": "Days are missing from the source.",
        "one-book": "Trade rests on one source.",
        "record-break": "The books changed, and not the trade.",
        "customs-union": "The two were in one customs union, inside which customs count nothing.",
        "unreported": "A state did not report its trade itself.",
        "parts-untold": "No source tells what parts of a change in trade would need.",
        "way-in-alone": "The way in of goods alone, which is no back-door.",
        "new-codes": "Part of a growth is codes without a past.",
    }
)
"""Every rule by its name: when it fires."""


class Caveat(str):
    """A sentence that knows which rule it follows from.

    It is text wherever text is wanted.

    Attributes
    ----------
    rule : str
        A name in `RULES`.
    line : str or None
        The line of evidence it is about; None where it is about the whole answer.

    Raises
    ------
    KeyError
        If there is no such rule.

    Examples
    --------
    >>> said = Caveat("thin-evidence", "Thin evidence of votes.", line="votes")
    >>> said, said.rule, said.line
    ('Thin evidence of votes.', 'thin-evidence', 'votes')
    """

    __slots__ = ("line", "rule")

    rule: str
    line: str | None

    def __new__(cls, rule: str, text: str, *, line: str | None = None) -> Self:
        """Put a sentence under a rule."""
        if rule not in RULES:
            raise KeyError(rule)
        made = super().__new__(cls, text)
        made.rule, made.line = rule, line
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What makes it again from a pickle; the line follows as state."""
        return self.rule, str(self)

    def to_dict(self) -> dict[str, str | None]:
        """The entry of ``caveat_rules`` in ``leeway ask --json``."""
        return {"rule": self.rule, "line": self.line, "text": str(self)}
