"""What a claim says besides its states, and what every family of claims is read with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from leeway.reader.holders import Holder, Names, Sentences, places
from leeway.reader.mentions import Mention
from leeway.reader.positions import Stand
from leeway.reader.reading import Claim, ClaimType, Span, Statement
from leeway.reader.text import Sentence, Text
from leeway.reader.verbs import VerbGroup, verb_group

_YEAR = re.compile(r"(?<![\d/.-])(?:1[89]\d\d|20\d\d)(?![\d/%-])")
_COPULA = re.compile(
    r"\b(?:is|are|was|were|remains?|remained|became|become|isn't|aren't|wasn't|has\s+been|"
    r"have\s+been|being)\b"
    r"(?:\s+(?:not|never|also|now|no\s+longer|still|itself|already|only))*"
    r"(?:\s+(?:an?|the|both|one\s+of(?:\s+the)?))?"
    r"(?:\s+[\w-]+){0,3}\s+$"
)
_APPOSED = re.compile(r",\s+(?:also\s+)?(?:an?|the|another|its)\s+(?:[\w-]+\s+){0,3}$")
_DENIED = re.compile(r"\b(?:not|never|no\s+longer|isn't|aren't|wasn't|weren't)\b")


@dataclass(frozen=True, slots=True)
class Told(Claim):
    """A claim with what it says besides its states.

    Attributes
    ----------
    about : str
        What it is about: key of an organisation, symbol of a resolution, *exports*, *imports* or *trade*.
    act : str
        What is said to be or to have been done: member, joined, left; Y, N, A or X of a vote;
        the position; never.
    """

    about: str = ""
    act: str = ""


@dataclass(frozen=True)
class Reading:
    """A text with the names and stands in it.

    Attributes
    ----------
    text : Text
    names : Names
    within : Sentences
    stands : tuple of Stand
    """

    text: Text
    names: Names
    within: Sentences
    stands: tuple[Stand, ...]

    @classmethod
    def of(
        cls,
        text: Text,
        sentences: Sequence[Sentence],
        found: Sequence[Mention],
        statements: Sequence[Statement],
        stands: tuple[Stand, ...],
    ) -> Reading:
        """Put together what claims are read with."""
        return cls(text, Names(text, found, statements), Sentences(sentences), stands)

    @property
    def plain(self) -> str:
        """The text with plain marks."""
        return self.text.plain

    def claim(
        self,
        kind: ClaimType,
        span: Span,
        states: Iterable[str | None],
        *,
        about: str = "",
        act: str = "",
        value: float | None = None,
        negated: bool = False,
    ) -> Told:
        """A claim at a place, with the year and the statement that go with the place."""
        said = self.names.statement_at(span[0])
        return Told(
            id="",
            type=kind,
            span=span,
            states=tuple(dict.fromkeys(one for one in states if one)),
            year=self.year(span),
            value=value,
            negated=negated,
            statement=said[0].id if said else None,
            about=about,
            act=act,
        )

    def places(self, tails: Sequence[str]) -> Iterator[int]:
        """Where words of some beginnings stand near a name; see `leeway.reader.holders.places`."""
        return filter(self.names.near, places(self.plain, tails))

    def year(self, span: Span) -> int | None:
        """The year written nearest to a place in its sentence."""
        sentence = self.within.at(span[0]) or span
        low, high = max(sentence[0], span[0] - 100), min(sentence[1], span[1] + 100)
        found = [
            (max(span[0] - one.end(), one.start() - span[1], 0), int(one[0]))
            for one in _YEAR.finditer(self.plain, low, high)
        ]
        return min(found)[1] if found else None

    def group(self, place: int, sentence: Span) -> VerbGroup:
        """The words that belong to a verb at a place."""
        return verb_group(self.plain, place, sentence[0])

    def who(self, place: int, sentence: Span) -> tuple[tuple[Holder, ...], VerbGroup]:
        """Of whom a verb at a place is said, and its words."""
        group = self.group(place, sentence)
        return self.names.holders(group, sentence), group

    def who_is(self, noun: int, sentence: Span) -> tuple[tuple[Holder, ...], bool] | None:
        """Of whom a noun is said (is a member), and whether that is denied; None where of nobody."""
        begin = max(sentence[0], noun - 70)
        before = self.plain[begin:noun]
        if (copula := _COPULA.search(before)) is not None:
            holders, group = self.who(begin + copula.start(), sentence)
            if group.possible or not holders:
                return None
            return holders, group.negated or _DENIED.search(copula[0]) is not None
        if (apposed := _APPOSED.search(before)) is not None:
            end = begin + apposed.start()
            named = list(self.names.within(max(sentence[0], end - 60), end))[-1:]
            if named and named[0].span[1] == end:
                return (Holder(named[0].name, named[0].state, named[0].span),), False
        return None

    def after(self, place: int, end: int, words: str) -> Mention | None:
        """The first state named right behind some words in a stretch."""
        for found in re.finditer(rf"\b(?:{words})\s+(?:the\s+)?", self.plain[place:end]):
            named = next(iter(self.names.within(place + found.end(), end)), None)
            if named is not None and named.state and named.span[0] - place - found.end() <= 12:
                return named
        return None


def asked(plain: str, sentence: Span) -> bool:
    """Whether a sentence is a question."""
    return "?" in plain[max(sentence[0], sentence[1] - 3) : sentence[1]]


def states_of(holders: Iterable[Holder]) -> list[str]:
    """Keys of the states of some holders."""
    return [one.state for one in holders if one.state]
