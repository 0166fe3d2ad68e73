"""Claims on stands: who recognises, how many do, since when, and whether that was bold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from leeway.reader.claimed import Reading, Told, asked, states_of
from leeway.reader.claimed_deeds import symbol_near
from leeway.reader.holders import places
from leeway.reader.positions import Stand
from leeway.reader.reading import Span
from leeway.reader.word_lists import parts

_WILL = re.compile(r"\b(?:will|shall|would)\b")
_OF_RECOGNITION = ("recognises", "does not recognise")


def of_recognition(stands: Sequence[Stand]) -> list[Stand]:
    """Stands on recognition of something that is known."""
    return [
        one
        for one in stands
        if one.position in _OF_RECOGNITION and any(target.state for target in one.targets)
    ]


def recognitions(read: Reading) -> Iterator[Told]:
    """Kazakhstan does not recognise Donetsk and Luhansk: one claim for each holder."""
    for stand in of_recognition(read.stands):
        targets = [one.state for one in stand.targets]
        for holder in stand.holders:
            if holder.state:
                if stand.position == "recognises" and _WILL.search(read.plain, *stand.cue):
                    continue
                yield read.claim(
                    "recognition",
                    stand.span,
                    [holder.state, *targets],
                    act=stand.position,
                    negated=stand.position != "recognises",
                )


_NUMBERS = {
    word: float(number)
    for number, word in enumerate(
        parts("no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen")
    )
}
_MANY = re.compile(
    r"(?P<number>\d{1,3}|[a-z]+)(?:-|\s+)(?:(?:of\s+the|un|other|member|sovereign)\s+)*$", re.IGNORECASE
)
_LEAST = re.compile(r"\b(?:more\s+than|over|at\s+least)\s+[\w-]+(?:\s+[\w-]+){0,2}\s+$", re.IGNORECASE)
_STATES = re.compile(r"(?:countries|states|nations|governments|members|member\s+states)\b")
_DID = re.compile(
    r"(?P<recognition>recogni[sz](?:e[sd]?|ing))|(?P<Y>voted\s+(?:for|in\s+favou?r|yes))|"
    r"(?P<N>voted\s+(?:against|no))|"
    r"(?P<A>abstained)"
)


def counts(read: Reading) -> Iterator[Told]:
    """Five states recognise Abkhazia; the CSTO has six members; 141 states voted for it."""
    for place in places(read.plain, ("ountries", "tates", "ations", "overnments", "embers", "ember states")):
        noun = _STATES.match(read.plain, place)
        sentence = read.within.at(place) if noun else None
        if noun is None or sentence is None or asked(read.plain, sentence):
            continue
        number = _MANY.search(read.plain[max(sentence[0], place - 30) : place])
        value = _value(number["number"]) if number else None
        if value is not None:
            yield from _count(read, noun.span(), sentence, value)


def _value(word: str) -> float | None:
    return float(word) if word.isdigit() else _NUMBERS.get(word.lower())


def _count(read: Reading, noun: Span, sentence: Span, value: float) -> Iterator[Told]:
    plain, (start, end) = read.plain, noun
    did = _DID.search(plain, end, min(sentence[1], end + 40))
    by = re.search(
        r"recogni[sz]ed\s+(?:\w+\s+)?by\s+(?:[\w-]+\s+){0,4}$", plain[max(sentence[0], start - 70) : start]
    )
    if by is not None or (did is not None and did.lastgroup == "recognition"):
        low, high = (max(sentence[0], start - 140), start) if by else (end, min(sentence[1], end + 90))
        named = [one for one in read.names.within(low, high) if one.state]
        target = named[-1:] if by else named[:1]
        for one in target:
            least = _LEAST.search(plain, max(sentence[0], start - 45), start)
            yield read.claim(
                "count",
                (min(start, one.span[0]), max(end, one.span[1])),
                [one.state],
                about="recognition",
                act="at least" if least else "recognises",
                value=value,
            )
    elif did is not None:
        symbol = symbol_near(plain, start, sentence)
        yield read.claim("count", (start, did.end()), [], about=symbol, act=did.lastgroup or "", value=value)
    elif plain.startswith("member", start):
        near = [
            one
            for one in read.names.within(max(sentence[0], start - 60), min(sentence[1], end + 25))
            if one.organisation
        ]
        for one in near[:1]:
            yield read.claim(
                "count",
                (min(start, one.span[0]), max(end, one.span[1])),
                [],
                about=one.organisation or "",
                act="members",
                value=value,
            )


_SAID = re.compile(
    r"(?P<act>repeatedly|consistently|always|many\s+times|"
    r"time\s+and\s+again)\s+(?:[\w-]+\s+){0,2}?(?:said|stated|declared|"
    r"refused|declined|supported|insisted|stressed|denied|voted|recognised|recognized|backed|"
    r"maintained|rejected)\b"
    r"|(?P<first>first\s+(?:time|country|state|to\s+recogni[sz]e)\b)"
)


def sequences(read: Reading) -> Iterator[Told]:
    """Kazakhstan had repeatedly said that it does not recognise them; it has never recognised Kosovo."""
    told = [one for one in read.stands if one.position in _OF_RECOGNITION]
    starts = [one.cue[0] for one in told]
    for stand in of_recognition(told):
        if stand.never and states_of(stand.holders) and not _WILL.search(read.plain, *stand.cue):
            yield read.claim(
                "sequence",
                stand.span,
                [*states_of(stand.holders), *(one.state for one in stand.targets)],
                act="never",
                negated=True,
            )
    for place in places(
        read.plain, ("epeatedly", "onsistently", "lways", "any times", "ime and again", "irst ")
    ):
        said = _SAID.match(read.plain, place)
        sentence = read.within.at(place) if said else None
        if said is None or sentence is None or asked(read.plain, sentence):
            continue
        holders, group = read.who(place, sentence)
        here = told[bisect_left(starts, sentence[0]) : bisect_left(starts, sentence[1])]
        stand_ = here[0] if here else None
        states = states_of(holders) or (states_of(stand_.holders) if stand_ else [])
        if not states or group.possible:
            continue
        act = "repeatedly" if said["act"] else ("first" if "time" in said["first"] else "first of all")
        targets = [one.state for one in stand_.targets] if stand_ else _first_to(read, said, sentence)
        denied = stand_ is not None and stand_.position != "recognises"
        yield read.claim(
            "sequence",
            (group.start, said.end()),
            [*states, *targets],
            about="recognition" if stand_ else "",
            act=act,
            negated=denied,
        )


def _first_to(read: Reading, said: re.Match[str], sentence: Span) -> list[str | None]:
    """What was recognised first, in *the first country to recognise X*."""
    verb = _FIRST_TO.search(read.plain, said.start(), min(sentence[1], said.end() + 40))
    named = read.names.within(verb.end(), min(sentence[1], verb.end() + 40)) if verb else ()
    return [one.state for one in named[:1]]


_FIRST_TO = re.compile(r"\bto\s+recogni[sz]e\b")
_BOLD = re.compile(
    r"(?:(?:bold|unprecedented|unexpected|surprising|dramatic|stunning|remarkable|daring|courageous|"
    r"shocking|shock|sensational)\s+"
    r"(?:[\w-]+\s+)?(?:step|move|statement|break|rebuke|remarks?|declaration|decision|refusal|"
    r"stance|answer|act|gesture|turn|"
    r"shift|announcement|words)|surpris(?:e|ing|ed)|unexpected|unprecedented|sensation)\b",
    re.IGNORECASE,
)
_NOT_BOLD = re.compile(
    r"\b(?:no|not|hardly|little|nothing|without|n't|un)\s*(?:an?|be|been|so|very|of\s+a|a)?\s*$",
    re.IGNORECASE,
)
_FAR = 2500


def surprises(read: Reading) -> Iterator[Told]:
    """Many saw a bold step: said of the stand on recognition told last before it, or next."""
    known = [one for one in of_recognition(read.stands) if states_of(one.holders)]
    starts = [one.span[0] for one in known]
    tails = (
        "old ",
        "nprecedented",
        "nexpected",
        "urpris",
        "ramatic ",
        "tunning ",
        "emarkable ",
        "aring ",
        "ourageous ",
        "hock",
        "ensation",
    )
    for place in places(read.plain, tails):
        said = _BOLD.match(read.plain, place)
        sentence = read.within.at(place) if said else None
        if said is None or sentence is None:
            continue
        at = bisect_right(starts, sentence[1])
        stand = known[at - 1] if at else (known[0] if known else None)
        if stand is None or abs(stand.span[0] - place) > _FAR or asked(read.plain, sentence):
            continue
        if not _about_a_stand(said[0]) and stand.span[0] < sentence[0] - 600:
            continue
        before = read.plain[max(sentence[0], place - 14) : place]
        yield read.claim(
            "surprise",
            said.span(),
            [states_of(stand.holders)[0], *(one.state for one in stand.targets)],
            about=stand.position,
            act=said[0].lower(),
            negated=_NOT_BOLD.search(before) is not None,
        )


def _about_a_stand(words: str) -> bool:
    return " " in words
