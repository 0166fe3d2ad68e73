"""A verb with the words that belong to it: whether it is denied, promised, or only asked and wished for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leeway.reader.word_lists import word_set

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_BREAK = re.compile(r"[,;:.!?\"()—\n]")
_BACK, _FAR_BACK = 90, 200

_NOT = word_set("not never cannot neither nor without hardly")
_REFUSES = word_set(
    "refuse refuses refused refusing decline declines declined declining fail fails failed unwilling unable"
)
_DOES = word_set("decided decides agreed chose moved voted went continues continued proceeded began")
_MAY = word_set(
    "if whether could might may should must would unless asked urged urges wants want hopes ready willing",
    "plans planned prepared threatened threatens expected able likely can says",
)
_PROMISES = word_set("promise promises promised pledge pledges pledged vow vows vowed")
_BE = word_set("is are was were be been being isn't aren't wasn't weren't")
_HAVE = word_set("has have had do does did will shall having")
_BETWEEN = word_set(
    "yet still ever also now already officially formally again only even publicly openly so therefore thus",
    "firmly strongly repeatedly consistently explicitly fully just clearly long always once first jointly",
    "either",
)


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with the words that belong to it.

    Attributes
    ----------
    start : int
        Where its first word is.
    negated, possible, promised, passive : bool
        *Possible* is what is only asked, supposed or wanted.
    first : str
        Its first word.
    bare : bool
        Whether there is no word before the verb itself.
    """

    start: int
    negated: bool
    possible: bool
    promised: bool
    passive: bool
    first: str
    bare: bool


def verb_group(plain: str, start: int, lower: int) -> VerbGroup:
    """Read back from a verb over auxiliaries, adverbs and what denies it.

    Parameters
    ----------
    plain : str
    start : int
        Of the verb.
    lower : int
        Where to stop.

    Examples
    --------
    >>> text = "Kazakhstan has never officially recognised them"
    >>> group = verb_group(text, text.index("recognised"), 0)
    >>> group.negated, text[group.start :].split()[0]
    (True, 'has')
    """
    begin = max(lower, start - _BACK)
    breaks = [found.end() for found in _BREAK.finditer(plain, begin, start)]
    begin = breaks[-1] if breaks else begin
    back = _Back(start)
    for word in reversed(list(WORD.finditer(plain, begin, start))):
        if not back.take(word[0].lower(), adverb=_is_adverb(word[0])):
            break
        back.place, back.first = word.start(), word[0].lower()
    if back.infinitive and breaks and plain[begin - 1] == "," and not plain[begin : back.place].strip():
        back.leap(_before_parenthesis(plain, begin - 1, max(lower, start - _FAR_BACK)))
    return VerbGroup(
        start=back.place,
        negated=back.negations % 2 == 1,
        possible=back.possible or back.infinitive or back.negations > 1,
        promised=back.promised,
        passive=back.passive,
        first=back.first,
        bare=back.place == start,
    )


@dataclass(slots=True)
class _Back:
    """What the words before a verb say of it, read backwards."""

    place: int
    first: str = ""
    negations: int = 0
    possible: bool = False
    promised: bool = False
    passive: bool = False
    infinitive: bool = False

    def take(self, word: str, *, adverb: bool) -> bool:
        """Take the word before; whether it belongs to the verb."""
        if word.endswith("n't") or word in _NOT:
            self.negations += 1
            self.passive |= word in _BE
        elif self.infinitive and word in _REFUSES | _DOES | _PROMISES:
            self._governed(word)
        elif word in _MAY:
            self.possible |= word != "would" or not self.negations
            self.infinitive = False
        elif word == "no" and self.first == "longer":
            self.negations += 1
        elif word in _BE:
            near = not self.first or self.first in _BETWEEN or self.first in _NOT
            self.passive |= near or self.first.endswith("ly")
        elif word == "to":
            self.infinitive = True
        else:
            return word in _HAVE or word in _BETWEEN or word == "longer" or adverb
        return True

    def _governed(self, word: str) -> None:
        """Take the verb that an infinitive hangs on."""
        self.negations += word in _REFUSES
        self.promised |= word in _PROMISES
        self.infinitive = False

    def leap(self, before: re.Match[str] | None) -> None:
        """Take the word before a parenthesis, if an infinitive may hang on it."""
        if before is not None and before[0].lower() in _REFUSES | _DOES | _PROMISES:
            self._governed(before[0].lower())
            self.place, self.first = before.start(), before[0].lower()


def _is_adverb(word: str) -> bool:
    """Whether a word may be an adverb; Italy is none."""
    return word.endswith("ly") and word[0].islower()


def _before_parenthesis(plain: str, comma: int, lower: int) -> re.Match[str] | None:
    """The word before what stands between commas: declined, in front of all, to recognise."""
    opened = plain.rfind(",", lower, comma)
    words = list(WORD.finditer(plain, max(lower, opened - 30), opened)) if opened > 0 else []
    return words[-1] if words else None
