"""Claims on votes, trade and sanctions: who abstained, whose exports go where, who helps to evade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leeway.reader.claimed import Reading, Told, asked, states_of
from leeway.reader.mentions import Mention
from leeway.reader.reading import Span

_VOTE = re.compile(
    r"(?:(?P<A>abstain(?:s|ed|ing)?)|(?P<N>vot(?:ed|es|ing|e)\s+(?:against|no)\b)|"
    r"(?P<Y>vot(?:ed|es|ing|e)\s+(?:for|yes|in\s+favou?r)\b)|(?P<X>vote\b))"
)
_SYMBOL = re.compile(
    r"\b(?P<full>[AS]/RES/[A-Z0-9-]+(?:/[0-9A-Z]+)?(?:\s?\(\d{4}\))?)|\b(?P<short>ES-\d+/\d+)"
    r"|\bresolution\s+(?P<number>\d+/\d+|\d{1,4}(?:\s?\(\d{4}\))?)",
)
_OF_THE_UN = re.compile(r"\bresolution|\bUN\b|U\.N\.|United Nations|General Assembly|Security Council")


def symbol_near(plain: str, place: int, sentence: Span) -> str:
    """Symbol of the resolution named in the sentence of a place, or not far before; empty if none."""
    here = list(_SYMBOL.finditer(plain, max(sentence[0], place - 300), min(sentence[1], place + 300)))
    found = here[:1] or list(_SYMBOL.finditer(plain, max(0, place - 600), place))[-1:]
    if not found:
        return ""
    if found[0]["full"]:
        return found[0]["full"]
    number = found[0]["short"] or found[0]["number"]
    around = plain[max(0, found[0].start() - 60) : found[0].end() + 60]
    council = "Security Council" in around or "/" not in number
    return f"{'S' if council else 'A'}/RES/{number}"


def votes(read: Reading) -> Iterator[Told]:
    """Kazakhstan abstained on A/RES/ES-11/1."""
    for place in read.places(("bstain", "oted ", "otes ", "oting ", "ote ")):
        verb = _VOTE.match(read.plain, place)
        sentence = read.within.at(place) if verb else None
        if verb is None or sentence is None or asked(read.plain, sentence):
            continue
        symbol = symbol_near(read.plain, place, sentence)
        around = read.plain[max(sentence[0], place - 200) : min(sentence[1], place + 200)]
        if not symbol and not _OF_THE_UN.search(around):
            continue
        holders, group = read.who(place, sentence)
        act = verb.lastgroup or ""
        if group.possible or group.promised or not states_of(holders) or (act == "X" and not group.negated):
            continue
        begin = min((one.span[0] for one in holders if one.span), default=group.start)
        yield read.claim(
            "vote",
            (begin, verb.end()),
            states_of(holders),
            about=symbol,
            act=act,
            negated=group.negated and act != "X",
        )


_PARTNER = re.compile(
    r"(?P<rank>largest|biggest|main|top|leading|number\s+one|most\s+important|second[- ]largest|"
    r"third[- ]largest)\s+"
    r"(?:single\s+)?(?:foreign\s+)?(?P<what>trad(?:e|ing)\s+partner|export\s+(?:market|destination)|"
    r"(?:import\s+)?supplier|source\s+of\s+imports|importer|exporter)\b"
)
_RANKS = {"second": 2.0, "third": 3.0}
_SHARE = re.compile(r"(?<![\w.])(?P<number>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent\b)")
_FLOW = re.compile(r"(?P<flow>exports?|imports?|(?:foreign\s+)?trade)\b")
_GOES = r"to|from|with"


def trades(read: Reading) -> Iterator[Told]:
    """Russia is Kazakhstan's largest trading partner; 40 per cent of its imports come from Russia."""
    done: set[Span] = set()
    tails = ("argest ", "iggest ", "ain ", "op ", "eading ", "umber one", "ost important", "econd", "hird")
    for place in read.places(tails):
        said = _PARTNER.match(read.plain, place)
        sentence = read.within.at(place) if said else None
        if said is None or sentence is None or asked(read.plain, sentence):
            continue
        if (told := _partner(read, said, sentence)) is not None:
            done.add(sentence)
            yield told
    for place in read.places(("xport", "mport", "rade")):
        flow = _FLOW.match(read.plain, place)
        sentence = read.within.at(place) if flow else None
        if flow is None or sentence is None or sentence in done or asked(read.plain, sentence):
            continue
        if (told := _share(read, flow, sentence)) is not None:
            done.add(sentence)
            yield told


def _partner(read: Reading, said: re.Match[str], sentence: Span) -> Told | None:
    start, end = said.span()
    owner = _owner(read, start, sentence)
    of = read.after(end, min(sentence[1], end + 40), "of|for")
    first = of or owner
    if first is None:
        return None
    begin = start if owner is None else owner.span[0]
    told = read.who_is(begin, sentence)
    second = states_of(told[0])[:1] if told else []
    if not second:
        is_ = re.match(r"\s+(?:is|was|remains?|remained)\s+(?:the\s+)?", read.plain[end : end + 25])
        named = next(iter(read.names.within(end, end + (is_.end() if is_ else 0) + 1)), None)
        second = [named.state] if is_ and named is not None and named.state else []
    if not second or second == [first.state]:
        return None
    rank = next((value for word, value in _RANKS.items() if said["rank"].startswith(word)), 1.0)
    what = said["what"]
    about = "exports" if "market" in what or "destination" in what or what == "importer" else "trade"
    about = "imports" if "suppl" in what or "source" in what or what == "exporter" else about
    return read.claim(
        "trade",
        (min(begin, start), end),
        [first.state, *second],
        about=about,
        act="rank",
        value=rank,
        negated=told is not None and told[1],
    )


def _owner(read: Reading, place: int, sentence: Span) -> Mention | None:
    """Whose a thing is, named right before it."""
    named = next(iter(reversed(read.names.within(max(sentence[0], place - 50), place))), None)
    if named is None or not named.state:
        return None
    gap = read.plain[named.span[1] : place]
    fits = re.fullmatch(r"(?:'s?)\s+(?:[\w-]+\s+){0,2}", gap) or (
        named.adjective and re.fullmatch(r"\s+(?:[\w-]+\s+)?", gap)
    )
    return named if fits else None


def _share(read: Reading, flow: re.Match[str], sentence: Span) -> Told | None:
    low, high = max(sentence[0], flow.start() - 140), min(sentence[1], flow.end() + 140)
    shares = sorted(_SHARE.finditer(read.plain, low, high), key=lambda one: abs(one.start() - flow.start()))
    if not shares or re.search(
        r"\b(?:rose|fell|grew|dropped|increased|decreased|jumped|up|down)\s+(?:by\s+)?$",
        read.plain[max(low, shares[0].start() - 25) : shares[0].start()],
    ):
        return None
    value = float(shares[0]["number"]) / 100.0
    first = _owner(read, flow.start(), sentence)
    verb = re.search(
        r"\b(?:accounts?|accounted|makes?|made|took|takes|supplied|supplies|received|bought|buys|sends|sent)\b",
        read.plain[low:high],
    )
    subject = [one for one in read.names.within(low, high) if one.state]
    to = read.after(flow.end(), high, _GOES) or read.after(low, high, _GOES)
    if verb is not None:
        holders, group = read.who(low + verb.start(), sentence)
        doers = states_of(holders)[:1]
        pair = [first.state if first else None, *doers] if first else [*doers, to.state if to else None]
        negated = group.negated
    else:
        owner = first or next((one for one in subject if to is None or one.state != to.state), None)
        pair, negated = [owner.state if owner else None, to.state if to else None], False
    states = [one for one in pair if one]
    if len(states) != 2 or states[0] == states[1] or value > 1.0:
        return None
    about = flow["flow"].rstrip("s") + "s" if flow["flow"][0] in "ei" else "trade"
    span = min(flow.start(), shares[0].start()), max(flow.end(), shares[0].end())
    return read.claim("trade", span, states, about=about, act="share", value=value, negated=negated)


_EVADES = re.compile(
    r"(?:evad(?:e[sd]?|ing)|evasion|circumvent(?:s|ed|ing|ion)?|bypass(?:es|ed|ing)?|skirt(?:s|ed|"
    r"ing)?|dodg(?:e[sd]?|ing)|"
    r"gets?\s+around|getting\s+around|got\s+around|sidestep(?:s|ped|ping)?)\b"
)
_DOOR = re.compile(r"(?:back[- ]?door|loophole|conduit|transit\s+hub|workaround)\b", re.IGNORECASE)
_ONWARD = re.compile(
    r"(?:re-?export(?:s|ed|ing)?|trans-?ship(?:s|ped|ping|ment)?|parallel\s+imports?)\b", re.IGNORECASE
)
_SANCTIONS = re.compile(
    r"\b(?:sanctions?|embargo(?:es)?|restrictions?|restricted|sanctioned)\b", re.IGNORECASE
)
_HELP = re.compile(
    r"\b(?:help(?:s|ed|ing)?|allow(?:s|ed|ing)?|lets?|letting|assist(?:s|ed|ing)?|enabl(?:es?|ed|ing))\b"
)
_THROUGH = r"through|via|using|uses|used|use"
_TAILS = (
    *(
        "vad",
        "vasion",
        "ircumvent",
        "ypass",
        "kirt",
        "odg",
        "et around",
        "ets around",
        "etting around",
        "ot around",
    ),
    *("idestep", "ack door", "ack-door", "ackdoor", "oophole", "onduit", "ransit hub", "orkaround"),
    *("e-export", "eexport", "rans-ship", "ransship", "ranship", "arallel import"),
)


def backdoors(read: Reading) -> Iterator[Told]:
    """Kazakhstan helps Russia evade sanctions; Georgia re-exports cars to Russia."""
    done: set[Span] = set()
    for place in read.places(_TAILS):
        cue = (
            _EVADES.match(read.plain, place)
            or _DOOR.match(read.plain, place)
            or _ONWARD.match(read.plain, place)
        )
        sentence = read.within.at(place) if cue else None
        if cue is None or sentence is None or sentence in done or asked(read.plain, sentence):
            continue
        near = read.plain[max(sentence[0], place - 120) : min(sentence[1], cue.end() + 120)]
        if not _ONWARD.match(cue[0]) and not _SANCTIONS.search(near):
            continue
        if (told := _backdoor(read, cue, sentence)) is not None:
            done.add(sentence)
            yield told


def _backdoor(read: Reading, cue: re.Match[str], sentence: Span) -> Told | None:
    start, end = cue.span()
    low, high = max(sentence[0], start - 160), min(sentence[1], end + 140)
    helped = list(_HELP.finditer(read.plain, max(low, start - 70), start))
    through = read.after(low, high, _THROUGH)
    negated = False
    first: list[str]
    if helped:
        holders, group = read.who(helped[-1].start(), sentence)
        first = states_of(holders)[:1]
        named = next((one for one in read.names.within(helped[-1].end(), high) if one.state), None)
        if group.possible or group.promised:
            return None
        second, negated = named.state if named else None, group.negated
    elif through is not None:
        others = [
            one.state for one in read.names.within(low, high) if one.state and one.state != through.state
        ]
        first, second = [through.state or ""], others[0] if others else None
    else:
        told = read.who_is(start, sentence) if _DOOR.match(cue[0]) else None
        holders, group = read.who(start, sentence)
        if told is None and (group.possible or group.promised):
            return None
        first = states_of(told[0] if told else holders)[:1]
        target = read.after(end, high, "on|against|to|for|into|from")
        second, negated = target.state if target else None, told[1] if told else group.negated
    if not first or second is None or first == [second]:
        return None
    return read.claim(
        "backdoor",
        (max(low, min(start, helped[-1].start() if helped else start)), end),
        [*first, second],
        act="evades",
        negated=negated,
    )


_IMPOSES = re.compile(
    r"\b(?P<verb>impos(?:ed|es|e)|join(?:ed|s)?|introduced?s?|adopt(?:ed|s)|slapped|extend(?:ed|s)|"
    r"lift(?:ed|s)|eased|"
    r"tightened)\s+(?:[\w-]+\s+){0,3}$"
)


def sanctions(read: Reading) -> Iterator[Told]:
    """Kazakhstan has not imposed sanctions on Russia."""
    for place in read.places(("anctions", "mbargo")):
        sentence = read.within.at(place)
        if sentence is None or asked(read.plain, sentence):
            continue
        begin = max(sentence[0], place - 60)
        verb = _IMPOSES.search(read.plain[begin:place])
        if verb is None:
            continue
        holders, group = read.who(begin + verb.start(), sentence)
        target = read.after(place, min(sentence[1], place + 60), "on|against|from")
        if target is None or not holders or group.possible or group.promised:
            continue
        states = [*states_of(holders), target.state]
        if len(set(states)) > 1:
            act = "lifted" if verb["verb"][:4] in ("lift", "ease") else "imposed"
            yield read.claim(
                "sanctions", (group.start, target.span[1]), states, act=act, negated=group.negated
            )
