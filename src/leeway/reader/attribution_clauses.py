"""What a sentence attributes: each cue with its subject and with the words that it governs."""

from __future__ import annotations

from leeway.reader.attribution_bounds import FAR, Raw
from leeway.reader.attribution_others import Others
from leeway.reader.attribution_tokens import QUOTED
from leeway.reader.cues import ADJECTIVES, NOUNS_OF, NOUNS_THAT, NOUNS_TO, NOUNY, SPEECH, Cue, cue_forms
from leeway.reader.speakers import (
    DETERMINERS,
    JOINERS,
    PRONOUNS,
    TIMES,
    Found,
    after,
    before,
    group_start,
    leading,
)
from leeway.reader.word_lists import word_set

_BE = word_set("is are was were be been being 's 're 'm isn aren wasn weren")
_BEFORE_NOUN = DETERMINERS | word_set("of in for with by on new recent own first last old good no")
_CROWDS = word_set("some many others most few several all both")
_DETACHED = word_set(
    """
    declined refused went continued began wants want tried sought likes wanted rushed moved used failed
    """
)
_PAPERS = word_set(
    """
    statement letter tweet email message post memo note tweets speech video ad release interview
    """
)
_SURE_AFTER = word_set("that on upon")
_NEVER_NOUNS = word_set("say tell argue believe think insist admit warn")
_HELD = word_set("think believe hope fear worry doubt suspect expect see")


class Sentence(Others):
    """Reads one sentence of a row."""

    def read(self) -> list[Raw]:
        """All attributions, in the order of their cues."""
        forms = cue_forms()
        place = self.begin
        while place < self.stop:
            word = self.low[place]
            raw: Raw | None = None
            if word == "according" and place + 2 < self.end and self.low[place + 1] == "to":
                raw = self._according(place)
            elif word in forms and (cue := forms[word]) is not None and place >= self.taken:
                raw = self._verb(place, cue)
            if raw is None and (word in NOUNS_THAT or word in NOUNS_TO or word in NOUNS_OF):
                raw = self._noun(place)
            if raw is None and word in ADJECTIVES:
                raw = self._adjective(place)
            if word == "clear" and place + 2 < self.stop and self.low[place + 1] in ("that", ":"):
                raw = self._made_clear(place)
            if raw is not None and raw.contents and (not self.quoted or self._speaks(raw, place)):
                self.found.append(raw)
                self.taken = raw.cue[1] + 1
                if raw.source is not None:
                    self.last_source = raw.source
            place += 1
        if not self.found and not self.quoted:
            self._headline()
        self._cut()
        told = [one for one in self.found if one.contents]
        return [one for number, one in enumerate(told) if self._own(one, told[max(0, number - 6) : number])]

    def _own(self, raw: Raw, earlier: list[Raw]) -> bool:
        """Whether an attribution is one of its own, and no mere part of what an earlier one says."""
        place = raw.cue[1]
        if not any(a <= place <= b for one in earlier for a, b in one.contents):
            return True
        return self._speaks(raw, raw.cue[0] if self.low[raw.cue[0]] == "according" else place)

    def _verb(self, place: int, cue: Cue) -> Raw | None:
        row, low = self.row, self.low
        start = group_start(row, place, self.begin)
        group = low[start:place]
        previous = low[start - 1] if start > self.begin else ""
        if not self._verbal(place, cue, start, previous):
            return None
        if previous == "as" and cue.form == "ed" and start == place and low[place + 1 : place + 2] == ["by"]:
            return self.as_noted(place)
        if cue.form == "ed" and any(one in _BE for one in group):
            return self._passive(place, start, cue)
        if cue.form == "ing" and not any(one in _BE for one in group):
            return self._participle(place, start, cue)
        if previous == "to" and cue.form == "plain":
            return self._infinitive(place, start, cue)
        comes_after = self._inverted(place, start, cue)
        if comes_after is not None:
            return comes_after
        source = before(row, start - 1, self.begin)
        if source is None and start > self.begin:
            source = self._carried(start)
        if source is None:
            return None
        begin = leading(self.row, source)
        return self._with_content(Raw(cue.tone, source, (start, place)), place, cue, begin)

    def _verbal(self, place: int, cue: Cue, start: int, previous: str) -> bool:
        """Whether a form that could be a noun or an adjective is a verb here."""
        if self.low[place] == "states" or (self.row.cap[place] and previous == "united"):
            return False
        if cue.form == "ed":
            return previous not in ("the", "a", "an", "of", "his", "her", "its", "their", "so")
        if start < place and self.low[place - 1] not in ("'s",):
            return True
        if cue.form == "ing":
            return previous not in (
                "the",
                "a",
                "an",
                "of",
                "his",
                "her",
                "its",
                "their",
                "by",
                "for",
                "in",
                "without",
                "about",
            )
        if previous in ("", "to"):
            return previous == "to"
        if cue.form == "plain" and previous in _CROWDS and (cue.verb in SPEECH or cue.verb in _HELD):
            return True
        if previous in _BEFORE_NOUN or previous in ("'s", "and", "or", ":") or previous in JOINERS:
            return previous == "and" and self.last_source is not None and cue.form == "s"
        if self.low[place] in NOUNY:
            sure = place + 1 < self.stop and self.low[place + 1] in _SURE_AFTER
            return sure or self.row.cap[start - 1] or previous in PRONOUNS or previous == ")"
        return cue.form != "plain" or self._plural(place, cue, previous)

    def _plural(self, place: int, cue: Cue, previous: str) -> bool:
        """Whether a plain form follows what can be its subject."""
        if previous in ("i", "we", "they", "you", "who", "which", "that"):
            return True
        if self.row.cap[place] or previous in TIMES:
            return False
        return previous.endswith("s") or cue.verb in _NEVER_NOUNS

    def _carried(self, start: int) -> Found | None:
        """The subject of an earlier verb, where the cue follows *and*, *but* or a comma."""
        word = self.low[start - 1]
        if word in ("and", "but", "then", "or"):
            if self.last_source is not None:
                return self.last_source
            return self.opening()
        return None

    def _participle(self, place: int, start: int, cue: Cue) -> Raw | None:
        low = self.low
        previous = low[start - 1] if start > self.begin else ""
        source = self.last_source
        if previous and previous not in (
            ",",
            "and",
            "—",
            "--",
            "while",
            "when",
            "after",
            "before",
            "without",
            "but",
        ):
            direct = before(self.row, start - 1, self.begin)
            if (
                direct is not None
                and previous != "'s"
                and low[direct.last] not in _PAPERS
                and previous not in JOINERS
            ):
                source = direct
        if source is None:
            source = self.opening() if previous else None
        if source is None and previous:
            return None
        if source is not None and source.first > place and previous:
            return None
        if not previous:
            return None
        return self._with_content(Raw(cue.tone, source, (start, place)), place, cue, start)

    def _infinitive(self, place: int, start: int, cue: Cue) -> Raw | None:
        """*declined to say*, *went on to call*: the verb before *to* belongs to the cue."""
        row, low = self.row, self.low
        head = start - 2
        if head < self.begin or head < self.taken - 1:
            return None
        if low[head] == "on" and head - 1 >= self.begin:
            head -= 1
        if low[head] not in _DETACHED and not (
            self.row.low[head].endswith("ed") and place + 1 < self.end and low[place + 1] in ("that", QUOTED)
        ):
            return None
        first = group_start(row, head, self.begin)
        source = before(row, first - 1, self.begin) or (self._carried(first) if first > self.begin else None)
        if source is None:
            return None
        begin = leading(self.row, source)
        return self._with_content(Raw(cue.tone, source, (first, place)), place, cue, begin)

    def _inverted(self, place: int, start: int, cue: Cue) -> Raw | None:
        """*..., said Jane Roe*: the subject follows the cue."""
        low = self.low
        if not cue.says or place + 1 >= self.stop or start != place:
            return None
        previous = low[start - 1] if start > self.begin else ""
        fronted = previous in (",", QUOTED, "—", "--", "-")
        if not fronted and not (previous == "" and cue.form == "ed"):
            return None
        if low[place + 1] in (QUOTED, ",", "that", ":", ".") or low[place + 1] in TIMES:
            return None
        if (
            previous == ","
            and not self._quoted_before(start)
            and before(self.row, start - 1, self.begin) is not None
        ):
            return None
        source = after(self.row, place + 1, self.stop)
        if source is None:
            return None
        raw = Raw(cue.tone, source, (place, place))
        if not fronted:
            return self._said(raw, source.end, cue, start)
        begin, kind = self._complement(source.end, cue)
        if self._quoted_before(start):
            return self._around(raw, start, begin, kind)
        first = self._fronted_start(start - 2)
        if first > start - 2 or kind == "clause":
            return None
        raw.contents.append((first, start - 2))
        return raw

    def _cut(self) -> None:
        """End what was said where the next attribution of the same rank begins."""
        for number, one in enumerate(self.found):
            ends = (self._end_before(one, other) for other in self.found[number + 1 : number + 7])
            last = next((end for end in ends if end is not None), self.stop)
            if one.clausal:
                last = min(last, self._participle_end(one))
            one.contents = [(a, min(b, last)) for a, b in one.contents if a <= last]

    def _end_before(self, one: Raw, other: Raw) -> int | None:
        """Last word of what `one` says, if `other` is joined to it and not part of it."""
        low = self.low
        begin = other.cue[0]
        source = other.source
        if source is not None and one.cue[1] < source.first and begin - 2 <= source.end < begin:
            begin = source.first
        mark = begin - 1
        if mark <= one.cue[1]:
            return None
        if low[begin] == "according":
            return mark - 1 if low[mark] == "," else mark if low[mark] == QUOTED else None
        if begin == other.cue[0] and low[begin].endswith("ing"):
            return mark - 1 if low[mark] == "," else mark if mark in self.row.spoken else None
        if low[mark] in ("and", "but", "while", "as"):
            if low[mark - 1] == ",":
                return mark - 2
            return mark - 1 if begin == other.cue[0] or mark - 1 in self.row.spoken else None
        return mark - 1 if low[mark] in (";", "—", "--") else None

    def _participle_end(self, one: Raw) -> int:
        """Last word before *, adding* and its like, whether or not they attribute something themselves."""
        low, forms = self.low, cue_forms()
        for place in range(one.cue[1] + 2, min(self.stop, one.cue[1] + FAR)):
            if low[place].endswith("ing") and (low[place - 1] == "," or place - 1 in self.row.spoken):
                cue = forms.get(low[place])
                if cue is not None and cue.says:
                    return place - 2 if low[place - 1] == "," else place - 1
        return self.stop
