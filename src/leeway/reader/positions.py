"""Stands that are taken: who recognises, supports, opposes, condemns whom, asks for or promises what.

A stand is read where its verb is said of somebody named, or of the speaker of a statement. What is only
asked, supposed or wished for is no stand. *Does not support* counts as *opposes*; other verbs that are
denied (*did not condemn*) are no stand at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leeway.reader.holders import Holder, Names, Sentences, places
from leeway.reader.mentions import Mention, speaks_for_the_state
from leeway.reader.position_words import (
    ASKS,
    AWAY,
    BEFORE_ENTITY,
    BY,
    LIKE_A_STATE,
    NOUN_BEFORE,
    OF_TARGET,
    OWN,
    PRONOUN,
    STOP,
    TAILS,
    VERBS,
    WORD,
)
from leeway.reader.reading import Position, PositionKind, Span, Statement
from leeway.reader.text import Sentence, Text
from leeway.reader.verbs import VerbGroup, verb_group


@dataclass(frozen=True, slots=True)
class Target:
    """What a stand is about; `state` is None where only the words are known."""

    name: str
    state: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Stand:
    """One verb of position with all its holders and targets.

    Attributes
    ----------
    position : str
    holders : tuple of Holder
    targets : tuple of Target
    span, cue : span
        Of all of it, and of the verb with what denies it.
    statement : str or None
        Id of the statement in which it stands.
    negated : bool
        Whether it is denied.
    never : bool
        Whether it says *never*.
    """

    position: PositionKind
    holders: tuple[Holder, ...]
    targets: tuple[Target, ...]
    span: Span
    cue: Span
    statement: str | None
    negated: bool
    never: bool


_REACH = 170


def positions(
    text: Text,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    *,
    known: Sequence[Stand] | None = None,
) -> tuple[Position, ...]:
    """Stands of states and persons towards states and contested entities.

    Parameters
    ----------
    text : Text
    sentences : sequence of Sentence
        Those to look at.
    mentions : sequence of Mention
    statements : sequence of Statement
        Whose words *we* and *I* stand in.
    known : sequence of Stand, optional
        The stands of the text, where they are read already.

    Returns
    -------
    tuple of Position
        One for each holder and target, in the order of the text.

    Examples
    --------
    >>> from leeway.reader.mentions import mentions
    >>> text = Text("Kazakhstan has never recognised Kosovo or Abkhazia.")
    >>> [(one.holder_state, one.position, one.target_state) for one in
    ...  positions(text, text.sentences, mentions(text), ())]
    [('KAZ', 'does not recognise', 'XKX'), ('KAZ', 'does not recognise', 'XAB')]
    """
    return tuple(
        Position(
            holder=holder.name,
            holder_state=holder.state,
            target=target.name,
            target_state=target.state,
            position=stand.position,
            span=stand.span,
            statement=stand.statement,
        )
        for stand in (stands(text, sentences, mentions, statements) if known is None else known)
        for holder in stand.holders
        for target in stand.targets
    )


def stands(
    text: Text,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    statements: Sequence[Statement] = (),
) -> tuple[Stand, ...]:
    """The same as `positions`, one for each verb."""
    names, within = Names(text, mentions, statements), Sentences(sentences)
    found: list[Stand] = []
    for place in places(text.plain, TAILS):
        verb = VERBS.match(text.plain, place) if names.near(place) else None
        sentence = within.at(place) if verb else None
        if verb is None or sentence is None or verb.end() > sentence[1]:
            continue
        stand = _read(names, sentence, verb, found[-1] if found else None)
        if stand is not None:
            found.append(stand)
    return tuple(found)


def _read(names: Names, sentence: Span, verb: re.Match[str], before: Stand | None) -> Stand | None:
    said = names.statement_at(verb.start())
    end = min(sentence[1], verb.end() + _REACH)
    if names.plain[max(sentence[0], sentence[1] - 2) : sentence[1]].find("?") >= 0:
        return None
    kind = verb.lastgroup or ""
    group = verb_group(names.plain, verb.start(), sentence[0])
    if kind == "ellipsis":
        stand = _elliptic(names, sentence, verb, before)
    elif kind == "recognition":
        stand = _of_noun(names, sentence, verb, end)
    elif _is_noun(names.plain, verb, group, kind):
        return None
    elif (group.passive or BY.match(names.plain, verb.end() + 1)) and verb[0].lower().endswith("ed"):
        stand = _passive(names, sentence, verb, group, end)
    else:
        stand = _active(names, sentence, verb, group, end, before)
    if stand is None or not stand.holders or not stand.targets:
        return None
    return replace(stand, statement=said[0].id if said else None)


def _is_noun(plain: str, verb: re.Match[str], group: VerbGroup, kind: str) -> bool:
    """Whether what looks like a verb is a noun or an adjective: the support, a recognised state."""
    previous = _previous(plain, verb.start())
    told = verb[0].lower()
    if told.endswith("ing"):
        return group.bare and not group.negated
    if kind in ("supports", "demands") and told in ("support", "back", "demand", "demands"):
        alone = (
            group.bare
            and told != "demands"
            and previous not in ("we", "they", "i", "who")
            and not (previous.endswith("s") or _joined_before(plain, verb.start()))
        )
        away = told == "back" and AWAY.match(plain, verb.end()) is not None
        return alone or away or previous in NOUN_BEFORE or plain[verb.start() - 1 : verb.start()] == "-"
    return plain[verb.start() - 1 : verb.start()] == "-" or previous in (
        "internationally",
        "widely",
        "the",
        "un",
    )


def _joined_before(plain: str, place: int) -> bool:
    """Whether several are joined right before a verb, so that it stands without an s."""
    return (
        re.search(r"\band\s+(?:the\s+)?[^\W_]+(?:\s+[^\W_]+)?\s+$", plain[max(0, place - 50) : place])
        is not None
    )


def _previous(plain: str, place: int) -> str:
    words = WORD.findall(plain[max(0, place - 30) : place])
    return words[-1].lower() if words else ""


_KINDS: dict[str, tuple[PositionKind, PositionKind | None]] = {
    "recognises": ("recognises", "does not recognise"),
    "ellipsis": ("does not recognise", "does not recognise"),
    "withdraws": ("does not recognise", None),
    "supports": ("supports", "opposes"),
    "voices": ("supports", None),
    "opposes": ("opposes", None),
    "condemns": ("condemns", None),
    "demands": ("demands", None),
    "promises": ("promises", None),
}


_DENIED_AFTER = re.compile(r"\s+(?:neither|no|none)\b", re.IGNORECASE)


def _active(
    names: Names, sentence: Span, verb: re.Match[str], group: VerbGroup, end: int, before: Stand | None
) -> Stand | None:
    holders = _holders(names, sentence, group)
    if not holders:
        return None
    negated, asked = _around(names.plain, sentence, holders)
    negated ^= _DENIED_AFTER.match(names.plain, verb.end(), end) is not None
    kind = verb.lastgroup or ""
    position: PositionKind | None = _KINDS[kind][int(group.negated != negated)]
    if group.promised and not group.negated:
        position = "promises"
    if position is None or asked or group.possible:
        return None
    targets = _targets(names, verb, end, kind)
    if not targets and before is not None and _refers_to(before, names.plain, verb):
        targets = before.targets
    targets = _of_others(targets, holders)
    if kind == "promises" and not any(one.state for one in targets):
        return None
    return _stand(names, position, holders, targets, (group.start, verb.end()), group.negated != negated)


def _of_others(targets: tuple[Target, ...], holders: Sequence[Holder]) -> tuple[Target, ...]:
    """Targets without those of the holders' own state: the parties of one country are no pair of states."""
    own = {one.state for one in holders if one.state}
    return tuple(one for one in targets if one.state is None or one.state not in own)


def _refers_to(before: Stand, plain: str, verb: re.Match[str]) -> bool:
    """Whether a verb's object is a pronoun for what the stand right before is about."""
    return verb.start() - before.span[1] < 2 * _REACH and PRONOUN.match(plain, verb.end()) is not None


def _holders(names: Names, sentence: Span, group: VerbGroup) -> tuple[Holder, ...]:
    """Holders, without those whose name only says where others are from."""
    found = names.holders(group, sentence)
    last = found[-1] if found else None
    if last is not None and last.span is not None:
        begin = max(0, last.span[0] - 16)
        before = names.plain[begin : last.span[0]]
        before = before.partition(" ")[2] if begin else before
        if not speaks_for_the_state(before + names.plain[last.span[0] : group.start]):
            return ()
    return tuple(one for one in found if one.state or one.span)


def _around(plain: str, sentence: Span, holders: Sequence[Holder]) -> tuple[bool, bool]:
    """Whether *neither* or *no* denies what is said, and whether it is only asked or supposed."""
    if holders[0].span is None:
        return False, False
    word = _previous(plain[sentence[0] : holders[0].span[0]][-30:], 30)
    return word == "neither", word in ASKS


def _stand(
    names: Names,
    position: PositionKind,
    holders: tuple[Holder, ...],
    targets: tuple[Target, ...],
    cue: Span,
    negated: bool,
) -> Stand:
    places = [cue, *(one.span for one in targets), *(one.span for one in holders if one.span)]
    near = [span for span in places if abs(span[0] - cue[0]) < 2 * _REACH]
    span = min(start for start, _ in near), max(end for _, end in near)
    never = re.search(r"\bnever\b", names.plain[cue[0] : cue[1]], re.IGNORECASE) is not None
    return Stand(position, holders, targets, span, cue, None, negated, never)


def _targets(names: Names, verb: re.Match[str], end: int, kind: str) -> tuple[Target, ...]:
    """What stands behind a verb: a name with those joined to it, or words that only might be a name."""
    stop = STOP.search(names.plain, verb.end(), end)
    last = stop.start() if stop else end
    first = next(iter(names.within(verb.end(), last)), None)
    of_recognition = kind in ("recognises", "withdraws")
    if first is None or (of_recognition and not _directly(names.plain, verb.end(), first)):
        return tuple(_words_alone(names, verb.end(), last)) if of_recognition else ()
    gap = names.plain[verb.end() : first.span[0]]
    words = [one.lower() for one in WORD.findall(gap)]
    if not of_recognition:
        if len(words) > 6:
            return ()
        other = _of_the_act(names, words, first, last)
        if other and kind == "supports":
            return ()
        if other and kind in ("condemns", "opposes"):
            return other
    return tuple(Target(one.name, one.state, one.span) for one in names.joined_after(first, last))


def _directly(plain: str, start: int, first: Mention) -> bool:
    """Whether recognition is of the thing named itself, not of what is its or of a place in it."""
    words = [one.lower() for one in WORD.findall(plain[start : first.span[0]])]
    if not all(word in BEFORE_ENTITY for word in words):
        return False
    own = re.compile(r"'s?\s+([^\W_]+)").match(plain, first.span[1])
    return own is None or own[1].lower() in OWN


def _of_the_act(names: Names, words: Sequence[str], first: Mention, last: int) -> tuple[Target, ...]:
    """For an act against somebody (the invasion of X by Y): the doer if he is named, else the words."""
    prepositions = [
        word for word in words if word in ("of", "on", "against", "in", "to", "for", "over", "from")
    ]
    if not prepositions or any(word in OF_TARGET for word in words):
        return ()
    doer = BY.search(names.plain, first.span[1], last)
    if doer is not None and (told := next(iter(names.within(doer.end(), last)), None)):
        return (Target(told.name, told.state, told.span),)
    begin = max(0, first.span[0] - 120)
    span = begin + max(0, names.plain[begin : first.span[0]].lower().rfind(words[0])), first.span[1]
    return (Target(names.text.of(span), None, span),)


def _words_alone(names: Names, start: int, end: int) -> Iterator[Target]:
    """Words that stand for something like a state, with no name in them that is known to be meant."""
    words = list(WORD.finditer(names.plain, start, end))[:8]
    if words and LIKE_A_STATE.search(names.plain, words[0].start(), words[-1].end()):
        span = words[0].start(), words[-1].end()
        yield Target(names.text.of(span), None, span)


def _elliptic(names: Names, sentence: Span, verb: re.Match[str], before: Stand | None) -> Stand | None:
    """Kazakhstan did not: said of what another recognised right before."""
    if before is None or before.position != "recognises" or verb.start() - before.span[1] > _REACH:
        return None
    group = verb_group(names.plain, verb.start(), sentence[0])
    holders = _holders(names, sentence, group)
    if not holders or holders[-1].span is None or holders[-1].span[1] < verb.start() - 2:
        return None
    return _stand(names, "does not recognise", holders, before.targets, verb.span(), negated=True)


def _passive(names: Names, sentence: Span, verb: re.Match[str], group: VerbGroup, end: int) -> Stand | None:
    """Kosovo is not recognised by Kazakhstan."""
    by = BY.search(names.plain, verb.end(), min(end, verb.end() + 60))
    position = _KINDS[verb.lastgroup or ""][int(group.negated)]
    if by is None or position is None or group.possible:
        return None
    first = next(iter(names.within(by.end(), end)), None)
    if first is None or names.plain[by.end() : first.span[0]].strip():
        return None
    holders = tuple(Holder(one.name, one.state, one.span) for one in names.joined_after(first, end))
    targets = tuple(
        Target(one.name, one.state, one.span)
        for one in names.holders(group, sentence)
        if one.span is not None
    )
    return _stand(names, position, holders, targets, (group.start, by.end()), group.negated)


_POSSESSIVE = re.compile(r"'s?\s+(?:formal\s+|official\s+|diplomatic\s+)?$")
_DENIES = re.compile(
    r"\b(?:refus(?:es?|ed|al)|den(?:y|ies|ied)|withheld|withholds|rejects?|rejected|rules? out|ruled out)\b"
)


def _of_noun(names: Names, sentence: Span, verb: re.Match[str], end: int) -> Stand | None:
    """Russia's recognition of Abkhazia; Serbia refuses recognition of Kosovo."""
    before = names.plain[max(sentence[0], verb.start() - 40) : verb.start()]
    owner = list(names.within(max(sentence[0], verb.start() - 80), verb.start()))[-1:]
    if not owner:
        return None
    gap = names.plain[owner[0].span[1] : verb.start()]
    holder = Holder(owner[0].name, owner[0].state, owner[0].span)
    if _DENIES.search(before) and len(gap) < 40:
        position: PositionKind = "does not recognise"
    elif _POSSESSIVE.fullmatch(gap) or (owner[0].adjective and not gap.strip()):
        position = "recognises"
    else:
        return None
    stop = STOP.search(names.plain, verb.end(), end)
    first = next(iter(names.within(verb.end(), stop.start() if stop else end)), None)
    if first is None or not _directly(names.plain, verb.end(), first):
        return None
    targets = tuple(Target(one.name, one.state, one.span) for one in names.joined_after(first, end))
    return _stand(names, position, (holder,), targets, (verb.start(), verb.end()), position != "recognises")
