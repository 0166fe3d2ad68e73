"""What a cue with a subject governs: a clause, a quotation, a noun or an infinitive."""

from __future__ import annotations

from leeway.reader.attribution_bounds import Bounds, Raw
from leeway.reader.attribution_tokens import QUOTED
from leeway.reader.cues import Cue
from leeway.reader.speakers import DETERMINERS, JOINERS, TIMES, leading
from leeway.reader.word_lists import word_set

_OBJECT_ENDS = word_set(
    """
    , ; . — -- ! ? because while when after before although though if since but whose : ( )
    """
)
_WEIGHTY = word_set("say add write tweet note tell argue reply ask")
_READS = word_set("that whether how why what who where if when which")
_GOES_ELSEWHERE = frozenset(("and", "but", "who", "as", "after"))


class Content(Bounds):
    """Finds what was said, given who said it and by which word."""

    def _with_content(self, raw: Raw, place: int, cue: Cue, left: int) -> Raw | None:
        """Fill in what was said, which stands after the cue, before its subject, or on both sides."""
        low = self.low
        here = place + 1
        if here < self.end and low[here] in cue.particles and here + 1 < self.stop:
            taken = self._particle(raw, here, cue)
            if taken is not None:
                return taken
        if cue.seems:
            return self._seems(raw, place)
        negated = here + 1 < self.stop and low[here] in ("not", "never")
        if cue.to and here < self.stop and low[here + negated] == "to" and not self._quoted_before(left):
            raw.contents.append((here, self._clause_end(here)))
            raw.clausal = False
            return raw
        if cue.says:
            told = self._said(raw, place, cue, left)
            if told is not None:
                return told
        if cue.object and here < self.stop:
            return self._object(raw, here)
        return None

    def _particle(self, raw: Raw, here: int, cue: Cue) -> Raw | None:
        low = self.low
        if cue.verb == "point" and low[here] == "out":
            raw.cue = (raw.cue[0], here)
            return self._said(raw, here, cue, leading(self.row, raw.source) if raw.source else raw.cue[0])
        if here + 1 >= self.stop or low[here + 1] in TIMES or low[here + 1] == ",":
            return None
        if low[here] in ("for", "about", "of", "on", "at", "in", "against") and cue.says:
            quoted = self._next_quotation(here)
            if (quoted is not None and low[quoted - 1] in (",", ":", "that")) or cue.verb in ("say", "add"):
                return None
        raw.cue = (raw.cue[0], here)
        if cue.verb == "call" and low[here] in ("for", "on", "upon"):
            raw.tone = "demands"
        if cue.verb == "ask" and low[here] == "for":
            raw.tone = "demands"
        raw.contents.append((here + 1, self._clause_end(here + 1)))
        raw.clausal = False
        return raw

    def _said(self, raw: Raw, place: int, cue: Cue, left: int) -> Raw | None:
        """A clause or a quotation that the cue governs."""
        low = self.low
        begin, kind = self._complement(place, cue)
        if self._quoted_before(left):
            return self._around(raw, left, begin, kind)
        if kind == "clause":
            if not self._clause_likely(place, begin, cue):
                return None
            raw.contents.append((begin, self.stop - 1))
            return raw
        if kind == "comma" and begin < self.stop and low[begin + 1 : begin + 2] == [QUOTED]:
            begin, kind = begin + 1, "quoted"
        if kind == "quoted":
            raw.contents.append((begin, self._quoted_end(begin)))
            return raw
        return self._fronted(raw, left, begin, kind)

    def _fronted(self, raw: Raw, left: int, begin: int, kind: str) -> Raw | None:
        """A clause before its cue, and its rest after it: *The plan, she said, would fail.*"""
        low = self.low
        if left - 1 <= self.begin or low[left - 1] not in (",", "—", "--"):
            return None
        first = self._fronted_start(left - 2)
        if first > left - 2:
            return None
        raw.contents.append((first, left - 2))
        goes_on = kind == "comma" and begin + 1 < self.stop and low[left - 1] == ","
        if goes_on and not low[begin + 1].endswith("ing") and low[begin + 1] not in _GOES_ELSEWHERE:
            raw.contents.append((begin + 1, self.stop - 1))
        return raw

    def _clause_likely(self, place: int, begin: int, cue: Cue) -> bool:
        """Whether what follows a cue is a clause and not the verb's noun or an adjunct."""
        low = self.low
        if (
            low[begin - 1] == "that"
            or low[begin] in _READS
            or (cue.verb in _WEIGHTY and cue.verb not in ("write", "ask"))
        ):
            return True
        if not cue.object and cue.verb not in ("write", "think", "believe", "feel", "hope", "insist", "know"):
            return begin == place + 1 or cue.verb in ("reply", "respond")
        return self._has_verb(begin)

    def _around(self, raw: Raw, left: int, begin: int, kind: str) -> Raw:
        """A quotation before the cue, and the one that goes on after it."""
        low = self.low
        place = left - 1
        while low[place] != QUOTED:
            place -= 1
        first = self._fronted_start(place)
        raw.contents.append((first if self._opens_mixed(first, place) else place, place))
        if low[begin - 1] in JOINERS or low[begin - 1] in DETERMINERS:
            return raw
        if kind == "quoted" or (kind == "comma" and begin + 1 < self.end and low[begin + 1] == QUOTED):
            other = begin if low[begin] == QUOTED else begin + 1
            if low[other] == QUOTED:
                raw.contents.append((other, other))
        elif kind == "comma":
            following = self._next_quotation(begin)
            if following is not None and following + 1 >= self.stop and low[following - 1] in (",", ":"):
                raw.contents.append((following, following))
        return raw

    def _opens_mixed(self, first: int, place: int) -> bool:
        """Whether words before a quotation belong to what was said: *The plan is "dead," he said.*"""
        if first >= place or self.low[place - 1] in (":", ","):
            return False
        return place - first < 40

    def _object(self, raw: Raw, here: int) -> Raw | None:
        low = self.low
        if low[here] in _OBJECT_ENDS or low[here] in ("by", "and", "or", "than") or low[here] in TIMES:
            return None
        if low[here] in ("in", "on", "at", "from", "with", "to", "as", "through", "for", "into", "over"):
            return None
        if low[here] == "that" and here + 1 < self.stop and low[here + 1] not in _OBJECT_ENDS:
            raw.contents.append((here + 1, self.stop - 1))
            return raw
        raw.contents.append((here, self._clause_end(here)))
        raw.clausal = False
        return raw

    def _seems(self, raw: Raw, place: int) -> Raw | None:
        if raw.source is None or place + 1 >= self.stop or self.low[place + 1] in JOINERS - {"to", "like"}:
            return None
        raw.contents.append((raw.source.first, raw.source.last))
        first = place + 1
        raw.contents.append((first, self._clause_end(first)))
        raw.source, raw.clausal = None, False
        return raw
