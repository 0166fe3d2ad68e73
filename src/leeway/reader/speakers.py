"""Who speaks: the words before or after a verb that name its subject, with a title or an apposition."""

from __future__ import annotations

from dataclasses import dataclass, replace

from leeway.reader.attribution_tokens import QUOTED, Row
from leeway.reader.cues import cue_forms
from leeway.reader.word_lists import word_set

PRONOUNS = word_set(
    """
    he she they i we it you who which one others everyone somebody someone nobody
    """
)
DETERMINERS = word_set(
    """
    the a an his her their its our my your this these those some many most several few all both another
    no any each every other such one two three
    """
)
TIMES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight earlier
    later recently january february march april may june july august september october november december
    jan. feb. aug. sept. oct. nov. dec. then afterward afterwards now last week month year night morning
    afternoon evening again ago once repeatedly publicly privately
    """
)
AUXILIARIES = word_set(
    """
    has have had is are was were be been being will would could can may might should must shall did does
    do didn doesn don hasn haven hadn isn aren wasn weren won wouldn couldn shouldn can't cannot ca ain
    's 've 'd 'll 're 'm 't not n't
    """
)
ADVERBS = word_set(
    """
    also later then once often even still just never always again soon now already previously first
    further yesterday today ever almost long too once
    """
)
JOINERS = word_set(
    """
    in of at for from with to on by about under over against between near
    """
)
STOPS = word_set(
    """
    that but because while when if as although though where after before since whether unless until so
    yet or nor than which who whom whose what how why and then not like including per via
    """
)
_PAST = word_set(
    """
    made took went came gave got put had met held left ran won lost kept began spoke stood sat fell rose
    took brought bought built sent spent became grew drew flew led fought makes takes goes comes gives
    gets has
    """
)
_APPOSITIVE = word_set(
    """
    who whose which where formerly now then speaking citing referring a an the his her their its one
    chairman president director secretary minister senator spokesman spokeswoman spokesperson professor
    author chief head founder former executive editor leader governor co-founder co-author senior vice
    deputy himself herself whom writing appearing asked answering responding addressing both among in of
    at from
    """
)
_NO_ROLE = JOINERS | word_set("who whose which where asked then now formerly both among whom however too")
_TITLES = word_set(
    """
    president premier prime foreign defence defense interior finance minister secretary senator sen.
    rep. gov. governor chancellor king queen prince princess ambassador general gen. admiral colonel
    col. lt. captain chairman chairwoman chair chief head leader speaker spokesman spokeswoman
    spokesperson director deputy vice acting former representative congressman congresswoman judge
    justice professor prof. dr. mayor commissioner envoy editor analyst pope bishop archbishop rev.
    sheikh sultan emir state press first
    """
)
_WEAK_ALONE = word_set(
    """
    many some others critics experts sources observers analysts people insiders few several most
    everyone skeptics sceptics commentators pundits detractors reports rumors rumours source
    """
)
_LIMIT = 30


@dataclass(frozen=True, slots=True)
class Found:
    """A speaker in a row of words: first and last word, those of the role, the end of an insertion."""

    first: int
    last: int
    role: tuple[int, int] | None = None
    reach: int = -1

    @property
    def end(self) -> int:
        """Last word, that of an apposition or a relative clause included."""
        return max(self.last, self.reach)


def leading(row: Row, found: Found) -> int:
    """First word of a speaker, that of a role before the name included: *a spokesman, John Roe*."""
    if found.role is None or found.role[0] > found.first:
        return found.first
    first = found.role[0]
    return first - 1 if first > 0 and row.low[first - 1] in ("a", "an", "the") else first


def group_start(row: Row, cue: int, lowest: int) -> int:
    """First word of the verb group that ends with the cue: *has also said* from *has*."""
    place = cue
    while place > max(lowest, cue - 10):
        word = row.low[place - 1]
        owned = word == "'s" and place - 2 >= lowest and row.low[place - 2] not in PRONOUNS
        if owned and row.low[place] not in ("been", "not", "a", "also"):
            break
        if (
            word in AUXILIARIES
            or word in ADVERBS
            or (word.endswith("ly") and len(word) > 4 and word != "family" and not row.cap[place - 1])
        ):
            place -= 1
        else:
            break
    return place


def before(row: Row, last: int, lowest: int) -> Found | None:
    """The subject that ends with the word `last`, not before `lowest`."""
    if last < lowest:
        return None
    word = row.low[last]
    if word in (",", "—", "--", ")"):
        return _over_apposition(row, last, lowest)
    if word in PRONOUNS and word != "one":
        return Found(last, last)
    if not _may_end(row, last):
        return None
    return _with_list(row, phrase_start(row, last, lowest), last, lowest)


def _may_end(row: Row, place: int) -> bool:
    word = row.low[place]
    if word == QUOTED:
        return place not in row.spoken
    if not word[0].isalnum() and word not in ("'s", "%") and word != "'":
        return False
    if row.cap[place] or word.endswith("."):
        return word not in STOPS and word not in JOINERS
    return word not in STOPS and word not in JOINERS and word not in AUXILIARIES and not _is_verb(word)


def _is_verb(word: str) -> bool:
    cue = cue_forms().get(word)
    return cue is not None and cue.form in ("ed", "ing")


def phrase_start(row: Row, last: int, lowest: int) -> int:
    """First word of the noun phrase that ends with the word `last`."""
    first = last
    low = row.low
    floor = max(lowest, last - _LIMIT)
    while first > floor:
        word = low[first - 1]
        if word in JOINERS:
            if first - 2 < lowest or low[first - 2] in STOPS or not _noun_like(row, first - 2):
                break
        elif word == "and":
            if first - 2 < lowest or not (
                row.cap[first - 2] and (row.cap[first] or low[first] in DETERMINERS)
            ):
                break
        elif word in STOPS or word in PRONOUNS - {"one"} or word in AUXILIARIES - {"'s", "may"}:
            break
        elif word in DETERMINERS:
            first -= 1
            if first - 1 < floor or low[first - 1] not in JOINERS:
                break
            continue
        elif (
            (not word[0].isalnum() and word not in ("'s", "'", "&", QUOTED, "$"))
            or first - 1 in row.spoken
            or (not row.cap[first - 1] and _is_verb(word) and low[first] not in JOINERS)
        ):
            break
        first -= 1
    while first < last and (low[first] in JOINERS or low[first] in ("'s", "'", "&")):
        first += 1
    return first


def _noun_like(row: Row, place: int) -> bool:
    word = row.low[place]
    if row.cap[place] or word == QUOTED:
        return True
    return word[0].isalpha() and not word.endswith(("ed", "ly")) and word not in AUXILIARIES | TIMES | ADVERBS


def _with_list(row: Row, first: int, last: int, lowest: int) -> Found:
    """Take in the members of a list: *Smith, Jones and Brown*; and a role before a name."""
    low = row.low
    if "and" in low[first:last] and first - 2 >= lowest and low[first - 1] == "," and row.cap[first - 2]:
        for _ in range(6):
            if first - 2 < lowest or low[first - 1] != "," or not row.cap[first - 2]:
                break
            first = phrase_start(row, first - 2, lowest)
    return Found(first, last, _title(row, first, last))


def _title(row: Row, first: int, last: int) -> tuple[int, int] | None:
    """The role before a name, *foreign minister* Jane Roe; or all of *the head of the state*."""
    low = row.low
    place = first + (low[first] in ("the", "a", "an"))
    titled = place
    for owner in range(place, last):
        if low[owner] == "'s":
            titled = owner + 1
    while titled < last and low[titled] in _TITLES and row.cap[titled]:
        titled += 1
    if titled > place and low[titled - 1] != "'s":
        return (place, last) if low[titled] in JOINERS else (place, titled - 1)
    name = last
    while name > place and row.cap[name - 1]:
        name -= 1
    if low[name - 1] in JOINERS or not row.cap[last]:
        heads = [one for one in range(place, last + 1) if low[one] in JOINERS] or [last + 1]
        return (place, last) if low[heads[0] - 1] in _TITLES else None
    if name > place and name - place <= 8 and low[name - 1] not in ("'s", "'"):
        return place, name - 1
    return None


def _over_apposition(row: Row, last: int, lowest: int) -> Found | None:
    """The subject before an insertion that ends with the word `last`: *Jane Roe, the spokeswoman, said*."""
    low = row.low
    if low[last] == ")":
        place = last - 1
        while place > max(lowest, last - 12) and low[place] != "(":
            place -= 1
        if low[place] != "(" or place - 1 < lowest or low[place - 1] == ")":
            return None
        found = before(row, place - 1, lowest)
        return None if found is None else Found(found.first, found.last, found.role, last)
    tried = 0
    place = last - 1
    closing = low[last]
    while place > max(lowest, last - 45):
        if low[place] == closing or (closing != "," and low[place] == "—"):
            tried += 1
            if _heads_insertion(row, place + 1) and place - 1 >= lowest and _may_end(row, place - 1):
                first = phrase_start(row, place - 1, lowest)
                if low[first] not in TIMES and not _starts_insertion(row, first, lowest):
                    bare = low[place + 1] in _NO_ROLE or low[place + 1].endswith("ing")
                    role = _title(row, first, place - 1) if bare else (place + 1, last - 1)
                    return _named(row, Found(first, place - 1, role, last))
            if tried > 4:
                return None
        elif low[place] in (";", ":") or place in row.spoken:
            return None
        place -= 1
    return None


def _named(row: Row, found: Found) -> Found:
    """Put a name before its role where the text has it the other way: *the minister, Jane Roe, said*."""
    if found.role is None:
        return found
    first, last = found.role
    if row.low[first][0].isdigit() and first + 2 <= last and row.low[first + 1] == ",":
        return replace(found, role=(first + 2, last))
    opening = found.first + (row.low[found.first] in DETERMINERS)
    if row.cap[found.last] and row.low[opening] not in _TITLES:
        return found
    if not 1 <= last - first <= 3 or not all(row.cap[first : last + 1]) or row.low[first] in DETERMINERS:
        return found
    begin = found.first + (row.low[found.first] in ("the", "a", "an", "his", "her", "its", "their"))
    return Found(first, last, (begin, found.last), found.reach)


def _heads_insertion(row: Row, place: int) -> bool:
    word = row.low[place]
    return (
        word in _APPOSITIVE
        or word[0].isdigit()
        or word.endswith(("ing", "ed"))
        or word.startswith(("d-", "r-"))
        or (row.cap[place] and word not in PRONOUNS)
        or (word[0].isalpha() and word not in STOPS and word not in PRONOUNS)
    )


def _starts_insertion(row: Row, first: int, lowest: int) -> bool:
    """Whether a phrase is itself set between commas after a name, as an age or a second role is."""
    if first - 2 < lowest or row.low[first - 1] != ",":
        return False
    return row.low[first][0].isdigit() or (row.low[first] in DETERMINERS and row.cap[first - 2])


def after(row: Row, first: int, end: int) -> Found | None:
    """The subject that stands after its verb: *said Jane Roe, the minister.*"""
    low = row.low
    if first >= end:
        return None
    if low[first] in PRONOUNS - {"one", "others"}:
        return Found(first, first)
    if not (row.cap[first] or low[first] in DETERMINERS or low[first][0].isalpha()) or low[first] in JOINERS:
        return None
    if low[first] in STOPS or low[first] in TIMES or low[first] == QUOTED:
        return None
    last = _phrase_end(row, first, end)
    role = _title(row, first, last)
    if last + 2 < end and low[last + 1] == "," and _heads_insertion(row, last + 2):
        stop = last + 2
        while stop < end and low[stop] not in (",", ".", ";", "—", "--", QUOTED, "!", "?"):
            stop += 1
        verbal = any(
            one in AUXILIARIES and not row.cap[place]
            for place, one in enumerate(low[last + 2 : stop], last + 2)
        )
        insertion = low[last + 2] in ("who", "whose", "a", "an", "the") or not verbal
        starts_clause = low[last + 2] in PRONOUNS - {"who", "which"} or low[last + 2].endswith("ing")
        if insertion and not starts_clause and stop - last < 40 and low[last + 2] not in TIMES | JOINERS:
            if low[last + 2] not in _NO_ROLE:
                role = (last + 2, stop - 1)
            return _named(row, Found(first, last, role, stop - 1))
    return Found(first, last, role)


def _phrase_end(row: Row, first: int, end: int) -> int:
    low = row.low
    last = first
    while last + 1 < min(end, first + _LIMIT):
        word = low[last + 1]
        if word in STOPS - {"and"} or word in AUXILIARIES - {"'s"} or word in TIMES or word == QUOTED:
            break
        if word in ("in", "on", "at", "during", "about", "to", "by") and not (
            word in ("in", "at", "to") and not row.cap[last]
        ):
            break
        if word == "and" and not (last + 2 < end and row.cap[last + 2] and row.cap[last]):
            break
        if not word[0].isalnum() and word not in ("'s", "'", "&"):
            break
        if not row.cap[last + 1] and (word.endswith(("ing", "ly")) or _is_verb(word) or word in _PAST):
            break
        if not row.cap[last + 1] and row.cap[last] and word.endswith("ed"):
            break
        last += 1
    return last


def is_weak(row: Row, found: Found) -> bool:
    """Whether a source is an unnamed crowd: *many*, *some experts*, *sources*, *critics*."""
    words = row.low[found.first : found.last + 1]
    if any(row.cap[place] for place in range(found.first + 1, found.last + 1) if row.low[place] != QUOTED):
        return False
    head = next((number for number, word in enumerate(words) if word in JOINERS and number), len(words))
    noun = words[head - 1]
    if words[0] in ("many", "some", "others", "several", "most", "few") and head <= 4:
        return True
    if noun not in _WEAK_ALONE and not {"source", "sources"} & set(words[:head]):
        return False
    return words[0] not in ("his", "her", "their", "its") or noun != "people"
