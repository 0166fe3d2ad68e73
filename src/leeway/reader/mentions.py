"""Who is meant: states, those who speak for them, contested entities and organisations, by one scan.

A name needs its capital letter. Names that are also those of persons, papers, seas or federal states are left
out where the words beside them say so. *Donetsk* is an entity only where recognition is spoken of.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from leeway.ledger import entities
from leeway.names import fold
from leeway.reader.gazetteer import WORD, Entry, Node, gazetteer, romanised
from leeway.reader.name_words import (
    FEDERAL,
    FIRST_NAMES,
    GIVEN_NAMES,
    NEW,
    NOT_BEFORE,
    NOT_GIVEN,
    OF_RECOGNITION,
    OFFICES,
    SURNAMES,
    TITLES,
)
from leeway.reader.reading import Span
from leeway.reader.text import Text
from leeway.reader.word_lists import word_set
from leeway.states import look_up, state

MentionKind = Literal["state", "person", "entity", "organisation", "unresolved"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, and what it means.

    Attributes
    ----------
    span : span
        Without a possessive.
    name : str
        As it is written.
    kind : {'state', 'person', 'entity', 'organisation', 'unresolved'}
        *State* also for demonyms, capitals and seats of power; *unresolved* for a name of the tables that can
        mean several states, or a part of one.
    state : str or None
        Key of the state or entity; for a person that of the state spoken for.
    adjective : bool
        Whether it is a demonym: Kazakh.
    organisation : str or None
        Key of the organisation.
    """

    span: Span
    name: str
    kind: MentionKind
    state: str | None
    adjective: bool = False
    organisation: str | None = None


_CAPITAL = re.compile(r"(?<![^\W_])[^\W\d_a-z][^\W_]*(?:['.](?=[^\W_]))?")
_GAP = re.compile(r" {1,2}|-")
_SAINT_GAP = re.compile(r"\. ?")
_SMALL = word_set(
    "of and the al el de la da du des van von bin ibn do dos e y",
    "republic republics people's breakaway regions",
)
_NAMES_BEFORE = re.compile(r"(?:(?<![^\W_])[^\W\d_a-z][\w']*\.?[ -]){1,3}$")
_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\W_][\w']*)\.? ?$")
_WORD_AFTER = re.compile(r" ([^\W\d_a-z][\w']*)")


def mentions(text: Text, *, on: dt.date | None = None) -> tuple[Mention, ...]:
    """Names of states, persons who speak for them, contested entities and organisations in a text.

    Parameters
    ----------
    text : Text
    on : date, optional
        The day of which it speaks: who led whom, and which names held.

    Returns
    -------
    tuple of Mention
        In the order of the text. A name of several entities gives one for each, with the same span.

    Examples
    --------
    >>> found = mentions(Text("Tokayev told the Kremlin that Astana does not recognise DNR."))
    >>> [(one.name, one.kind, one.state) for one in found]
    [('Tokayev', 'person', 'KAZ'), ('Kremlin', 'state', 'RUS'), ('Astana', 'state', 'KAZ'),
     ('DNR', 'entity', 'XDN')]
    """
    scan = _Scan(text, on)
    place = 0
    begins: dict[str, bool] = {}
    for capital in _CAPITAL.finditer(text.plain):
        if capital.start() < place:
            continue
        word = capital[0]
        known = begins.get(word)
        if known is None:
            known = begins[word] = _may_begin(word)
        if known:
            place = scan.read(capital.start())
    return tuple(scan.found)


def _may_begin(word: str) -> bool:
    """Whether a name may begin with a word; one with a mark inside is looked at whole."""
    if word[-1] in "'.":
        return True
    told = fold(word)
    return word[0].isupper() and (told in gazetteer().root.next or romanised(told) in gazetteer().romanised)


@dataclass(slots=True)
class _Scan:
    text: Text
    on: dt.date | None
    found: list[Mention] = field(default_factory=list)
    meant: dict[str, tuple[MentionKind, str | None] | None] = field(default_factory=dict)
    sentences: dict[tuple[int, str], bool] = field(default_factory=dict)

    def read(self, start: int) -> int:
        """Read the longest name that starts at a place; the place behind what was read."""
        word = WORD.match(self.text.plain, start)
        if word is None or not word[0][0].isupper():
            return start + 1
        found = self._longest(word)
        if found is None:
            self._by_romanisation(word)
            return word.end() if "." not in word[0] else word.end() - 1
        entry, span = found
        if not self._misread(entry, span):
            self._keep(entry, span)
        return span[1]

    def _longest(self, word: re.Match[str]) -> tuple[Entry, Span] | None:
        plain = self.text.plain
        node: Node | None = gazetteer().root
        best: tuple[Entry, Span] | None = None
        start = word.start()
        current: re.Match[str] | None = word
        while node is not None and current is not None:
            told = fold(current[0])
            for form, end in _forms(current[0], told, current.end()):
                ending = node.next.get(form)
                if (
                    ending is not None
                    and ending.entry is not None
                    and self._written(ending.entry, start, end)
                ):
                    best = ending.entry, (start, end)
                    break
            node = node.next.get(told)
            gap = _GAP.match(plain, current.end()) or (
                _SAINT_GAP.match(plain, current.end()) if told in ("st", "d") else None
            )
            current = WORD.match(plain, gap.end()) if gap else None
            if current is not None and not (_goes_on(current[0]) or plain[current.start() - 1] == "-"):
                current = None
        return best

    def _written(self, entry: Entry, start: int, end: int) -> bool:
        written = self.text.plain[start:end]
        return written.isupper() if entry.capitals else True

    def _by_romanisation(self, word: re.Match[str]) -> None:
        told = fold(word[0].removesuffix("'s"))
        if len(told) > 4 and (entry := gazetteer().romanised.get(romanised(told))):
            end = word.end() - (2 if word[0].endswith("'s") else 0)
            self._keep(entry, (word.start(), end))

    def _misread(self, entry: Entry, span: Span) -> bool:
        """Whether the words beside a name say that it is another's."""
        plain, start, end = self.text.plain, *span
        name = plain[start:end].casefold()
        if " " in name:
            return False
        after = _WORD_AFTER.match(plain, end)
        if after is not None and self._of_another(name, after[1].casefold()):
            return bool(entry.kinds)
        if plain[max(0, start - 6) : start].endswith(NEW):
            return True
        if name in SURNAMES or "surname" in entry.kinds:
            before = _WORD_BEFORE.search(plain, max(0, start - 30), start)
            previous = before[1].casefold() if before else ""
            if name in SURNAMES and previous in FIRST_NAMES:
                return True
            if "surname" in entry.kinds and entry.personal:
                return previous not in TITLES
        if name in ("georgia", "georgian", "georgians"):
            return self._spoken_of(start, "federal", FEDERAL)
        return name == "us" and _in_capitals(plain, span)

    def _of_another(self, name: str, following: str) -> bool:
        """Whether the next word makes a name that of a paper, a sea or a person."""
        if following in NOT_BEFORE:
            return True
        return name in GIVEN_NAMES and following not in TITLES and following not in OFFICES

    def _spoken_of(self, place: int, what: str, words: re.Pattern[str]) -> bool:
        """Whether the sentence at a place has certain words; each sentence is searched once."""
        sentence = self.text.sentence_at(place)
        if sentence is None:
            return False
        key = sentence.span[0], what
        if key not in self.sentences:
            self.sentences[key] = words.search(self.text.plain, *sentence.span) is not None
        return self.sentences[key]

    def _keep(self, entry: Entry, span: Span) -> None:
        if entry.personal:
            self._keep_person(entry, span)
            return
        name = self.text.original[span[0] : span[1]]
        if entry.entities and self._spoken_of(span[0], "recognition", OF_RECOGNITION):
            self.found += [Mention(span, name, "entity", key) for key in entry.entities]
            return
        if entry.organisation and (not entry.kinds or name.isupper()):
            key = entry.organisation
            if key == "OPEC" and self.text.plain.startswith("+", span[1]):
                span, name, key = (span[0], span[1] + 1), f"{name}+", "OPEC_PLUS"
            self.found.append(Mention(span, name, "organisation", None, organisation=key))
            return
        if entry.kinds and (meant := self._meaning(entry.written)) is not None:
            self.found.append(Mention(span, name, *meant, adjective=entry.kinds == {"demonym"}))

    def _keep_person(self, entry: Entry, span: Span) -> None:
        """Keep a person; one with another's first name is known by name alone."""
        plain, start = self.text.plain, span[0]
        titled = "surname" in entry.kinds and "leader" not in entry.kinds
        meant = self._meaning(f"President {entry.written}" if titled else entry.written)
        if meant is None:
            return
        who = meant[1]
        if " " not in entry.written and (given := self._given_names(start)):
            known = gazetteer().initials.get(fold(entry.written))
            if known and fold(plain[given[0] : given[1]])[:1] not in known:
                who = None
            start = given[0]
        span = start, span[1]
        kind: MentionKind = "person"
        self.found.append(Mention(span, self.text.original[span[0] : span[1]], kind, who))

    def _given_names(self, start: int) -> Span | None:
        """Span of the first names right before a surname."""
        plain = self.text.plain
        before = _NAMES_BEFORE.search(plain, max(0, start - 60), start)
        if before is None:
            return None
        free = self.found[-1].span[1] if self.found else 0
        first = start
        for word in reversed(list(WORD.finditer(plain, before.start(), start))):
            if not _is_given(word[0]) or word.start() < free:
                break
            first = word.start()
        return (first, start) if first < start else None

    def _meaning(self, written: str) -> tuple[MentionKind, str | None] | None:
        if written not in self.meant:
            self.meant[written] = _meaning(written, self.on)
        return self.meant[written]


def _is_given(word: str) -> bool:
    return fold(word) not in NOT_GIVEN and not word.endswith("'s") and word[0].isupper()


def _goes_on(word: str) -> bool:
    """Whether a word may stand inside a name."""
    return word[0].isupper() or word in _SMALL or word.startswith("d'")


def _forms(word: str, told: str, end: int) -> tuple[tuple[str, int], ...]:
    """A word as the last one of a name: as it is, and without a possessive."""
    if word.endswith("'s"):
        return (told, end), (told[:-1], end - 2)
    return ((told, end),)


def _in_capitals(plain: str, span: Span) -> bool:
    """Whether the words around stand in capitals, so that US may be the word us."""
    before = _WORD_BEFORE.search(plain, max(0, span[0] - 30), span[0])
    after = WORD.match(plain, span[1] + 1)
    beside = [word for word in (before and before[1], after and after[0]) if word]
    return bool(beside) and all(word.isupper() and len(word) > 1 for word in beside)


@cache
def _contested() -> frozenset[str]:
    return frozenset(one.key for one in entities() if state(one.key).kind != "member")


def _meaning(written: str, on: dt.date | None) -> tuple[MentionKind, str | None] | None:
    match = look_up(written, on, near=False)
    if match.kind == "unknown":
        return None
    if written.casefold() == "brussels" or match.state is None:
        return "unresolved", None
    if match.kind in ("leader", "surname"):
        return "person", match.state
    return ("entity" if match.state in _contested() else "state"), match.state


_NOT_FOR_THE_STATE = re.compile(
    r"\b(?:former|ex|opposition|exiled?|separatists?|rebels?|dissidents?|critics?|activists?|analysts?|experts?|"
    r"journalists?|professors?|scholars?|historians?|reporters?|newspapers?|bloggers?|observers?|citizens|"
    r"residents?|anti|pro|media|agency|backed|born|based|led|occupied)\b",
    re.IGNORECASE,
)


def speaks_for_the_state(words: str) -> bool:
    """Whether nothing in a phrase says that others than the state are meant: critics, former, -backed.

    Examples
    --------
    >>> speaks_for_the_state("the Kazakh government"), speaks_for_the_state("Moscow-backed separatists")
    (True, False)
    """
    return _NOT_FOR_THE_STATE.search(words) is None


_AWAY = re.compile(r"\b(?:to|in|with|on|at|about|against|by|who|which|whose)\b|[,;:(]")
_LONGEST_PHRASE = 240


def state_of(text: Text, span: Span, *, on: dt.date | None = None) -> str | None:
    """The state that a noun phrase stands for, or None.

    Parameters
    ----------
    text : Text
    span : span
        Of the phrase: a name, a name with a title, an office, a body, a seat of power.
    on : date, optional
        The day of which the text speaks.

    Examples
    --------
    >>> phrase = "the Kazakh foreign ministry"
    >>> state_of(Text(phrase), (0, len(phrase)))
    'KAZ'
    >>> state_of(Text("Russian analysts"), (0, 16)) is None
    True
    """
    words = text.plain[span[0] : min(span[1], span[0] + _LONGEST_PHRASE)].strip(" \"'.,;:")
    if not words:
        return None
    return _read_phrase(words, on)


@lru_cache(maxsize=20_000)
def _read_phrase(words: str, on: dt.date | None) -> str | None:
    if not speaks_for_the_state(words):
        return None
    named = mentions(Text(words), on=on)
    if len(words) <= 90 and (named or words.isupper()):
        match = look_up(words, on, near=False)
        if match.state is not None and match.kind != "code":
            return match.state
    return _head(words, named)


def _head(words: str, named: Sequence[Mention]) -> str | None:
    """The one state named before the words that lead away from the head of a phrase, or in all of it."""
    away = [found.start() for found in _AWAY.finditer(words)] or [len(words)]
    starts = [one.span[0] for one in named]
    for end in (away[0], len(words)):
        told = named[: bisect_left(starts, end)]
        meant = {one.state for one in told if one.kind in ("state", "person", "entity")}
        if meant:
            return meant.pop() if len(meant) == 1 else None
    return None
