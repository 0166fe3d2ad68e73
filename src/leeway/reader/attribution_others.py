"""Attributions without a subject before a verb: passives, nouns, *according to*, colons."""

from __future__ import annotations

from leeway.reader.attribution_bounds import Raw
from leeway.reader.attribution_content import Content
from leeway.reader.attribution_tokens import QUOTED
from leeway.reader.cues import NOUNS_OF, NOUNS_THAT, NOUNS_TO, PASSIVES, Cue, cue_forms
from leeway.reader.speakers import (
    AUXILIARIES,
    DETERMINERS,
    JOINERS,
    PRONOUNS,
    STOPS,
    Found,
    after,
    before,
    group_start,
    phrase_start,
)
from leeway.reader.word_lists import word_set

_BE = word_set("is are was were be been being 's 're 'm isn aren wasn weren")
_OBJECT_ENDS = word_set(
    """
    , ; . — -- ! ? because while when after before although though if since but whose : ( )
    """
)
_SET_OFF = word_set("asked pressed told questioned given faced")
_PUTS = frozenset(("put", "puts", "phrased"))
_READS = word_set("that whether how why what who where if when which")

_HEADINGS = word_set(
    """
    comment comments opinion analysis note notes update photo photos read related news video source sources
    question answer q a conclusion breaking exclusive background summary correction editor watch listen live
    """
)
_GOES_ON = word_set("which who while and but")


class Others(Content):
    """Finds what is attributed in other ways than by a verb with its subject."""

    def opening(self) -> Found | None:
        """The first noun phrase of the sentence, if its subject is plain."""
        row, low = self.row, self.low
        place = self.begin
        if place < self.stop and low[place] in ("but", "and", "so", "yet"):
            place += 1
        if place >= self.stop:
            return None
        if (
            low[place] in JOINERS
            or low[place] in STOPS
            or low[place].endswith("ing")
            or low[place] in _SET_OFF
        ):
            while place < min(self.stop, self.begin + 25) and low[place] != ",":
                place += 1
            place += 1
            if place >= self.stop:
                return None
        return after(row, place, self.stop)

    def _passive(self, place: int, start: int, cue: Cue) -> Raw | None:
        low = self.low
        word = low[place]
        if word not in PASSIVES or place + 1 >= self.stop:
            return None
        about = before(self.row, start - 1, self.begin)
        if about is None:
            return None
        raw = Raw(cue.tone, None, (start, place), clausal=False)
        here = place + 1
        if cue.verb in ("tell", "ask") and low[here] in _READS | {"about", "to"}:
            first = here + 1 if low[here] == "about" else here
            raw.contents.append((first, self._clause_end(first)))
            return raw
        if low[here] == "that":
            raw.contents.append((min(here + 1, self.stop - 1), self._clause_end(here)))
            raw.clausal = True
            return raw
        raw.contents.append((about.first, about.last))
        if low[here] == "by":
            source = after(self.row, here + 1, self.stop)
            if source is None:
                return None
            raw.source = source
            raw.cue = (start, here)
            rest = source.end + 1
            if rest < self.stop and low[rest] not in _OBJECT_ENDS:
                raw.contents.append((rest, self._clause_end(rest)))
            return raw
        if low[here] not in ("to", "as", "of", "for", "that") and cue.verb != "call":
            return None
        raw.contents.append((here, self._clause_end(here)))
        return raw

    def _according(self, place: int) -> Raw | None:
        low = self.low
        source = after(self.row, place + 2, self.stop)
        if source is None:
            return None
        raw = Raw("says", source, (place, place + 1))
        if place == self.begin or (place - self.begin <= 2 and low[place - 1] in ("but", "and", "yet", ",")):
            if source.end + 1 >= self.stop or low[source.end + 1] != ",":
                raw.source = source = Found(source.first, source.last, source.role)
            here = source.end + 1
            while here < self.stop and low[here] != "," and low[here] != QUOTED:
                here += 1
            if here < self.stop and low[here] == ",":
                here += 1
            if here < self.stop:
                raw.contents.append((here, self.stop - 1))
            return raw
        last = place - 1
        if low[last] in (",", "—", "--"):
            last -= 1
        if last < self.begin:
            return None
        raw.contents.append((self._fronted_start(last), last))
        here = source.end + 1
        between = here + 1 < self.stop and low[here] == "," and low[place - 1] == ","
        if between and place - self.begin < 12 and low[here + 1] not in _GOES_ON:
            raw.contents.append((here + 1, self.stop - 1))
        return raw

    def as_noted(self, place: int) -> Raw | None:
        """*As noted by the minister, trade has grown.*"""
        source = after(self.row, place + 2, self.stop)
        if source is None or source.end + 2 >= self.stop or self.low[source.end + 1] != ",":
            return None
        return Raw("says", source, (place - 1, place + 1), [(source.end + 2, self.stop - 1)])

    def _noun(self, place: int) -> Raw | None:
        low = self.low
        word, here = low[place], place + 1
        if here + 1 >= self.stop:
            return None
        source = self._owner(place)
        first = here
        if low[here] == "that" and word in NOUNS_THAT:
            first = here + 1
        elif low[here] == "to" and word in NOUNS_TO and source is not None:
            first = here
        elif word in NOUNS_OF and low[here] in NOUNS_OF[word] and source is not None:
            first = here + 1
        else:
            return None
        return Raw("says", source, (place, place), [(first, self._clause_end(first))], clausal=False)

    def _owner(self, place: int) -> Found | None:
        low = self.low
        for back in range(1, 4):
            other = place - back
            if other < self.begin:
                return None
            if low[other] in ("his", "her", "their", "my", "our", "your", "its"):
                return Found(other, other)
            if low[other] in ("'s", "'") and other - 1 >= self.begin:
                return Found(phrase_start(self.row, other - 1, self.begin), other - 1)
            if not low[other][0].isalpha() or low[other] in STOPS or low[other] in AUXILIARIES:
                return None
        return None

    def _adjective(self, place: int) -> Raw | None:
        low, here = self.low, place + 1
        if here + 1 >= self.stop or low[here] not in ("that", "to", "about", "of"):
            return None
        start = group_start(self.row, place, self.begin)
        if start == place or not any(one in _BE for one in low[start:place]):
            return None
        source = before(self.row, start - 1, self.begin)
        if source is None:
            return None
        first = here if low[here] == "to" else here + 1
        return Raw("says", source, (start, place), [(first, self._clause_end(first))], clausal=False)

    def _made_clear(self, place: int) -> Raw | None:
        """*made it clear that*."""
        made = place - 1 - (self.low[place - 1] in ("it", "very", "quite"))
        if made < self.begin or self.low[made] not in ("made", "makes", "make", "making"):
            return None
        start = group_start(self.row, made, self.begin)
        source = before(self.row, start - 1, self.begin)
        if source is None:
            return None
        return Raw("says", source, (start, place), [(place + 2, self.stop - 1)])

    def announced(self) -> Raw | None:
        """Who is about to speak where the sentence ends with a colon."""
        return self._introduced(self.end - 1) if self.low[self.end - 1] == ":" else None

    def _introduced(self, mark: int) -> Raw | None:
        """Who speaks after the colon or comma at `mark`: the nearest verb's subject or the sentence's."""
        low, forms = self.low, cue_forms()
        for place in range(mark - 1, max(self.begin, mark - 12), -1):
            cue = forms.get(low[place])
            puts = low[place] in _PUTS and low[place + 1] == "it"
            if not puts and (cue is None or not cue.says or self.row.cap[place] or cue.form == "ing"):
                continue
            start = group_start(self.row, place, self.begin)
            source = before(self.row, start - 1, self.begin)
            if source is not None:
                return Raw(cue.tone if cue else "says", source, (start, place + puts))
        if low[mark] != ":":
            return None
        source = self.last_source or self.opening()
        return None if source is None or source.end >= mark else Raw("says", source, (mark, mark))

    def uncued(self, place: int) -> Raw | None:
        """A quotation beside a verb that is on no list: *"Go away," X barked*; or one after a colon."""
        row, low = self.row, self.low
        previous = low[place - 1] if place > self.begin else ""
        if previous == ":" or (previous == "," and place in row.spoken):
            raw = self._introduced(place - 1)
            if raw is not None:
                raw.contents.append((place, place))
                return raw
        if place not in row.spoken or place + 2 >= self.stop or low[place + 1] in (",", ":"):
            return None
        here = place + 1 + (low[place + 1] in ("—", "--", "-"))
        inverted = (
            not row.cap[here] and low[here].endswith(("ed", "s")) and low[here] not in PRONOUNS | DETERMINERS
        )
        source = after(row, here + 1 if inverted else here, self.stop)
        if source is None:
            return None
        if inverted:
            return Raw("says", source, (here, here), [(place, place)])
        while source.last > source.first and not row.cap[source.last] and row.cap[source.first]:
            source = Found(source.first, source.last - 1)
        cue = source.end + 1
        if cue >= self.stop or row.cap[cue] or not low[cue][0].isalpha() or low[cue] in STOPS | JOINERS:
            return None
        return Raw("says", source, (cue, cue), [(place, place)])

    def _headline(self) -> None:
        """*Jane Roe: the plan is dead*, or a name and a colon before a quotation."""
        low = self.low
        for place in range(self.begin + 1, min(self.stop - 1, self.begin + 9)):
            if low[place] == ":" and (low[place + 1] == QUOTED or self.row.cap[place + 1]):
                names = range(self.begin, place)
                if low[self.begin] in _HEADINGS:
                    return
                if all(self.row.cap[one] or low[one] in ("of", "the", "and", "'s") for one in names):
                    source = Found(self.begin, place - 1)
                    self.found.append(Raw("says", source, (place, place), [(place + 1, self.stop - 1)]))
                return
