"""Where in a sentence the words that belong to a cue begin and end."""

from __future__ import annotations

from dataclasses import dataclass, field

from leeway.reader.attribution_tokens import QUOTED, Row
from leeway.reader.cues import SPEECH, Cue, Tone, cue_forms
from leeway.reader.speakers import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    JOINERS,
    STOPS,
    TIMES,
    Found,
)
from leeway.reader.word_lists import word_set

_SUBJECTS = word_set(
    """
    he she they it we i you there who nobody everyone this that these those
    """
)
_TOLD = word_set(
    """
    tell ask remind assure inform convince persuade warn urge advise show reassure promise email text
    teach notify
    """
)
_OBJECT_ENDS = word_set(
    """
    , ; . — -- ! ? because while when after before although though if since but whose : ( )
    """
)
_NAMING = word_set("'s the ' of his her their on in show program programme")
_COMPLEMENTS = frozenset(("that", ",", ":", QUOTED))
ADJUNCTS = word_set(
    """
    on in at during to from via of about through with by before after when while as last
    """
)
FAR = 150


@dataclass(slots=True)
class Raw:
    """One attribution in words of a row: `contents` are pairs of first and last word."""

    tone: Tone
    source: Found | None
    cue: tuple[int, int]
    contents: list[tuple[int, int]] = field(default_factory=list)
    clausal: bool = True


class Bounds:
    """One sentence of a row; where it is `quoted`, only what somebody else is told to have said is wanted."""

    def __init__(self, row: Row, begin: int, end: int, *, quoted: bool = False) -> None:
        self.quoted = quoted
        self.row, self.begin, self.end = row, begin, end
        self.low = row.low
        self.stop = end - 1 if row.low[end - 1] in (".", "!", "?") else end
        self.found: list[Raw] = []
        self.last_source: Found | None = None
        self.taken = begin

    def _speaks(self, raw: Raw, place: int) -> bool:
        if raw.source is None or self.low[raw.source.last] in ("i", "we", "you", "it", "my", "our", "your"):
            return False
        cue = cue_forms().get(self.low[place])
        return self.low[place] == "according" or (
            cue is not None and cue.verb in SPEECH and cue.form != "ing"
        )

    def _quoted_before(self, left: int) -> bool:
        """Whether a quotation ends right before the word `left`."""
        place = left - 1
        while place >= max(self.begin, left - 3) and self.low[place] in (",", "—", "--", "-", "."):
            place -= 1
        if place < self.begin or self.low[place] != QUOTED:
            return False
        return place in self.row.spoken or place == self.begin or place == left - 1

    def _next_quotation(self, place: int) -> int | None:
        for other in range(place, min(self.stop, place + 14)):
            if self.low[other] == QUOTED:
                return other
        return None

    def _quoted_end(self, begin: int) -> int:
        """Last word of what begins with a quotation; after a comma or colon only quotations."""
        if self.low[begin - 1] not in (",", ":", "—", "--") and self.row.spoken.get(begin) != ",":
            return self.stop - 1
        last = begin
        while last + 1 < self.stop and self.low[last + 1] == QUOTED:
            last += 1
        return last

    def _has_verb(self, begin: int) -> bool:
        low = self.low
        for place in range(begin + 1, min(self.stop, begin + 14)):
            word = low[place]
            if word in (",", ";", "to", "who", "which", "that", "as", "for"):
                return False
            if word in AUXILIARIES and word not in ("'s", "not"):
                return True
            if low[begin] in _SUBJECTS and place == begin + 1 and word not in JOINERS | STOPS:
                return True
        return False

    def _fronted_start(self, last: int) -> int:
        """First word of a clause that stands before its cue."""
        low = self.low
        lowest = max(self.begin, last - FAR)
        first = last
        while first > lowest and low[first - 1] not in (";",):
            first -= 1
        if low[first] in ("but", "and", "so", "yet") and first < last:
            first += 1
        return first

    def _past_addressee(self, here: int) -> int:
        low, stop = self.low, self.stop
        if low[here] in (
            "him",
            "her",
            "me",
            "us",
            "them",
            "you",
            "it",
            "reporters",
            "journalists",
            "voters",
            "supporters",
            "himself",
            "herself",
        ):
            return here + 1
        if low[here] in _SUBJECTS or low[here] in ("how", "why", "what", "whether", "if", "about", "to"):
            return here
        place = here
        while place < min(stop, here + 14):
            word = low[place]
            if (
                word
                in ("that", ",", ":", QUOTED, "to", "how", "why", "what", "whether", "if", "about", "there")
                or word in TIMES
            ):
                return place
            if word in ("in", "on", "at", "during", "after", "before") or (
                word in _SUBJECTS and place > here
            ):
                return place
            if (
                place > here
                and word in ("the", "his", "her", "their")
                and low[place - 1] not in JOINERS | {"and"}
            ):
                return place
            place += 1
        return place

    def _past_adjunct(self, here: int) -> int:
        """The word after a phrase such as *in an interview with the newspaper*."""
        low, stop = self.low, self.stop
        place = here + 1
        named = False
        while place < min(stop, here + 22):
            word = low[place]
            if word == QUOTED and place not in self.row.spoken and low[place - 1] in _NAMING:
                named = True
            elif word in ("that", ":", ",", QUOTED):
                return place
            if word in _SUBJECTS - {"this", "these", "those", "that", "who"} and low[here] not in (
                "when",
                "while",
                "as",
                "after",
                "before",
            ):
                return place
            if (
                named
                and word in ("the", "a", "his", "her", "their")
                and low[place - 1] not in JOINERS | {"and"}
            ):
                return place
            if word[0].isalnum() and word not in DETERMINERS:
                named = True
            place += 1
        return place if place >= stop else here

    def _clause_end(self, here: int) -> int:
        low = self.low
        place = here
        while place + 1 < min(self.stop, here + FAR):
            word = low[place + 1]
            if word in _OBJECT_ENDS:
                break
            if word == "and" and place + 2 < self.stop and low[place + 2] in cue_forms():
                break
            place += 1
        return place

    def _complement(self, place: int, cue: Cue) -> tuple[int, str]:
        """Where the complement of a cue begins, and what it is: clause, quoted, comma or end."""
        low, stop = self.low, self.stop
        here = place + 1
        told = cue.verb in _TOLD and here < stop and low[here] not in _COMPLEMENTS
        if told and low[here] not in JOINERS:
            here = self._past_addressee(here)
        while here < stop:
            word = low[here]
            skipped = here
            if word in TIMES or word in ADVERBS or (word.endswith("ly") and len(word) > 4):
                skipped = here + 1
            elif word in ADJUNCTS or (word == "this" and here + 1 < stop and low[here + 1] in TIMES):
                skipped = self._past_adjunct(here)
            if skipped == here:
                break
            here = skipped
        return self._kind_of(here) if here < stop else (here, "end")

    def _past_insertion(self, here: int) -> int:
        """The word after *, however, that*; the same word where no such thing stands."""
        for place in range(here + 2, min(self.stop - 2, here + 6)):
            if self.low[place] == "," and self.low[place + 1] == "that":
                return place + 2
        return here

    def _kind_of(self, here: int) -> tuple[int, str]:
        low, stop = self.low, self.stop
        word = low[here]
        if word == "that":
            return min(here + 1, stop - 1), "quoted" if low[here + 1 : here + 2] == [QUOTED] else "clause"
        if word == QUOTED:
            return here, "quoted"
        if word in (",", ":", "—", "--"):
            following = low[here + 1] if here + 1 < self.end else ""
            if following == QUOTED:
                last = here + 2 >= stop or low[here + 2] == ","
                return (here + 1, "quoted") if word == ":" or last else (here, "comma")
            inserted = self._past_insertion(here) if word == "," else here
            if inserted > here:
                return inserted, "clause"
            if here + 1 < stop and (word == ":" or following == "that"):
                return min(here + 1 + (following == "that"), stop - 1), "clause"
            return here, "comma"
        return here, "end" if word in (".", ";", "and", "but", ")", "!", "?") else "clause"
