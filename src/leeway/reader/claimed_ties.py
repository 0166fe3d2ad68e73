"""Claims on ties: who is a member, joined or left; who is whose ally; whose troops were sent where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leeway.reader.claimed import Reading, Told, asked, states_of
from leeway.reader.holders import Holder, joins
from leeway.reader.mentions import Mention
from leeway.reader.reading import Span

_MEMBER_OF = re.compile(
    r"\b(member|observer|partner|part|signatory|members|founders?)(?:\s+states?)?\s+(?:of|in|"
    r"to)\s+(?:both\s+)?(?:the\s+)?$"
)
_ACTS = re.compile(
    r"\b(?:(?P<joined>joined|joins|join|acceded\s+to|entered)|(?P<left>left|quit|quits|leaves|leave|"
    r"withdrew\s+from|"
    r"withdraw\s+from|withdraws\s+from|pulled\s+out\s+of|exited)|(?P<froze>(?:froze|frozen|"
    r"suspended|suspends|freezes)"
    r"(?:\s+(?:its|their))?(?:\s+(?:membership|participation))?(?:\s+(?:of|in))?)|"
    r"(?P<member>belongs?\s+to|sits\s+in))"
    r"\s+(?:the\s+)?$"
)
_MEMBERS = re.compile(r"\s+(?:member|members)(?:\s+states?)?\b")
_NOT_PARTIES = frozenset({"UN", "WTO", "OSCE"})
_ROLES = {"observer": "observer", "partner": "partner"}


def memberships(read: Reading, found: tuple[Mention, ...]) -> Iterator[Told]:
    """Kazakhstan is a member of the CSTO; Armenia froze its participation in it."""
    last: tuple[Mention, list[Told]] | None = None
    for one in found:
        if one.organisation is None or one.organisation in _NOT_PARTIES:
            continue
        sentence = read.within.at(one.span[0])
        if sentence is None or asked(read.plain, sentence):
            continue
        told = list(_membership(read, one, sentence))
        if not told and last is not None and _goes_on(read, last[0], one):
            told = [
                read.claim(
                    "membership",
                    (before.span[0], one.span[1]),
                    before.states,
                    about=one.organisation,
                    act=before.act,
                    negated=before.negated,
                )
                for before in last[1]
            ]
        if told:
            last = one, told
            yield from told


def _goes_on(read: Reading, first: Mention, second: Mention) -> bool:
    gap = read.plain[first.span[1] : second.span[0]]
    return len(gap) < 40 and joins(re.sub(r"\b(?:of|in)\b", "", gap))


def _membership(read: Reading, one: Mention, sentence: Span) -> Iterator[Told]:
    begin = max(sentence[0], one.span[0] - 60)
    before = read.plain[begin : one.span[0]]
    organisation = one.organisation or ""
    if (noun := _MEMBER_OF.search(before)) is not None:
        told = read.who_is(begin + noun.start(), sentence)
        act = _ROLES.get(noun[1], "member")
        yield from _said(read, told, begin + noun.start(), one, organisation, act)
    elif (verb := _ACTS.search(before)) is not None:
        holders, group = read.who(begin + verb.start(), sentence)
        future = re.search(r"\b(?:will|would|'ll)\b", read.plain[group.start : begin + verb.start()])
        if states_of(holders) and not group.possible and not group.promised and not future:
            span = group.start, one.span[1]
            yield read.claim(
                "membership",
                span,
                states_of(holders),
                about=organisation,
                act=verb.lastgroup or "",
                negated=group.negated,
            )
    elif (members := _MEMBERS.match(read.plain, one.span[1])) is not None:
        named = next(iter(read.names.within(members.end(), min(sentence[1], members.end() + 3))), None)
        if named is not None and named.state:
            yield read.claim(
                "membership", (one.span[0], named.span[1]), [named.state], about=organisation, act="member"
            )
        else:
            told = read.who_is(one.span[0], sentence)
            yield from _said(read, told, one.span[0], one, organisation, "member")


def _said(
    read: Reading,
    told: tuple[tuple[Holder, ...], bool] | None,
    start: int,
    one: Mention,
    organisation: str,
    act: str,
) -> Iterator[Told]:
    if told is None:
        return
    holders, negated = told
    if states := states_of(holders):
        begin = min((holder.span[0] for holder in holders if holder.span), default=start)
        yield read.claim(
            "membership",
            (begin, max(one.span[1], start)),
            states,
            about=organisation,
            act=act,
            negated=negated,
        )


_ALLY = re.compile(r"(?:all(?:y|ies)|allied|alliance|(?:mutual[- ])?defen[cs]e\s+(?:pact|treaty|alliance))\b")
_OWNER = re.compile(r"(?:'s?)?\s+(?:[\w-]+\s+){0,3}$")
_FORMER = re.compile(r"\b(?:former|one-time|erstwhile|ex|potential|would-be)[\s-]+(?:[\w-]+\s+)?$")


def alliances(read: Reading) -> Iterator[Told]:
    """Kazakhstan is Russia's treaty ally; Armenia, an ally of Russia."""
    for place in read.places(("lly", "llies", "llied", "lliance", "utual", "efence ", "efense ")):
        noun = _ALLY.match(read.plain, place)
        sentence = read.within.at(place) if noun else None
        if noun is None or sentence is None or asked(read.plain, sentence):
            continue
        if _FORMER.search(read.plain, max(sentence[0], place - 40), place):
            continue
        if (told := _alliance(read, noun, sentence)) is not None:
            yield told


def _alliance(read: Reading, noun: re.Match[str], sentence: Span) -> Told | None:
    start, end = noun.span()
    of = read.after(end, min(sentence[1], end + 40), "of|with|to|between|for")
    owner = next(iter(reversed(read.names.within(max(sentence[0], start - 70), start))), None)
    if owner is not None and not (owner.state and _OWNER.fullmatch(read.plain[owner.span[1] : start])):
        owner = None
    if of is None and owner is not None and (owner.adjective or read.plain.startswith("'", owner.span[1])):
        of = owner
    begin = owner.span[0] if owner is not None and of is owner else start
    told = read.who_is(begin, sentence)
    beside = next(iter(read.names.within(end, min(sentence[1], end + 3))), None)
    if told is not None and of is None and len(states_of(told[0])) > 1:
        return read.claim("alliance", (begin, end), states_of(told[0]), negated=told[1])
    if of is None:
        return None
    if told is not None and (states := states_of(told[0])):
        span = min([begin, *(one.span[0] for one in told[0] if one.span)]), max(end, of.span[1])
        return (
            read.claim("alliance", span, [*states, of.state], negated=told[1])
            if states != [of.state]
            else None
        )
    if beside is not None and beside.state and beside.state != of.state:
        return read.claim("alliance", (begin, beside.span[1]), [beside.state, of.state])
    return None


_TROOPS = re.compile(
    r"(?:troops|peacekeepers|peacekeeping\s+(?:forces?|troops|contingents?|mission)|forces|soldiers|"
    r"paratroopers|"
    r"servicemen|contingents?)\b"
)
_CAME = re.compile(
    r"\b(?:sent|sends|deployed|deploys|dispatched|arrived|landed|entered|intervened|helped|help|"
    r"quell(?:ed)?|put\s+down|"
    r"came|moved|flown|rushed|stationed|intervention|deployment|restored)\b"
)
_TO = r"in|to|into|inside|across"
_INTERVENED = re.compile(r"interven(?:ed|tion)\s+in\b")


def interventions(read: Reading) -> Iterator[Told]:
    """CSTO peacekeepers were sent to Kazakhstan in January 2022."""
    tails = (
        "roops",
        "eacekeep",
        "orces",
        "oldiers",
        "aratroopers",
        "ervicemen",
        "ontingent",
        "ntervened",
        "ntervention",
    )
    done = (-1, -1)
    for place in read.places(tails):
        noun = _TROOPS.match(read.plain, place) or _INTERVENED.match(read.plain, place)
        sentence = read.within.at(place) if noun else None
        if noun is None or sentence is None or sentence == done or asked(read.plain, sentence):
            continue
        if (told := _intervention(read, noun, sentence)) is not None:
            done = sentence
            yield told


def _intervention(read: Reading, noun: re.Match[str], sentence: Span) -> Told | None:
    low, high = max(sentence[0], noun.start() - 130), min(sentence[1], noun.end() + 130)
    came = _CAME.search(read.plain, low, high)
    dated = re.search(r"\bin\s+(?:[A-Z]\w+\s+)?(?:19|20)\d\d\b", read.plain[noun.end() : high])
    if came is None and dated is None:
        return None
    verb = came.start() if came else noun.start()
    group = read.group(verb, sentence)
    if group.possible or group.promised:
        return None
    sender = _sender(read, noun, low, sentence)
    host = _host(read, min(noun.end(), came.end() if came else noun.end()), high, sender)
    if sender is None and host is not None:
        sender = next((one for one in read.names.within(low, verb) if one.state != host.state), None)
    if host is None:
        named = [
            one
            for one in read.names.within(low, high)
            if one.state and one is not sender and not one.adjective
        ]
        host = next((one for one in named if sender is None or one.state != sender.state), None)
    if host is None or sender is None:
        return None
    span = min(sender.span[0], host.span[0], noun.start()), max(noun.end(), host.span[1])
    return read.claim(
        "intervention",
        span,
        [host.state, sender.state],
        about=sender.organisation or "",
        act="sent",
        negated=group.negated,
    )


def _sender(read: Reading, noun: re.Match[str], low: int, sentence: Span) -> Mention | None:
    """Whose troops: the name before the word, or after *from* or *of*."""
    before = read.names.within(low, noun.start())
    if before and re.fullmatch(
        r"(?:'s?|-led)?\s+(?:[\w-]+\s+){0,3}", read.plain[before[-1].span[1] : noun.start()]
    ):
        return before[-1]
    after = next(iter(read.names.within(noun.end(), min(sentence[1], noun.end() + 25))), None)
    if after and re.fullmatch(r"\s+(?:from|of)\s+(?:the\s+)?", read.plain[noun.end() : after.span[0]]):
        return after
    return None


def _host(read: Reading, place: int, end: int, sender: Mention | None) -> Mention | None:
    for found in re.finditer(rf"\b(?:{_TO})\s+(?:the\s+)?", read.plain[place:end]):
        named = next(iter(read.names.within(place + found.end(), place + found.end() + 1)), None)
        if named is not None and named.state and (sender is None or named.state != sender.state):
            return named
    return None
