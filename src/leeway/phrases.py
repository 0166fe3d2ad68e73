"""Phrases around a name: *the Kazakh regime*, *Mr Pashinyan*, *the government of Niger*.

A phrase is read only if every word of it is a known name or one of the few framing words below, and only
if they stand in an order in which English names a state's government, officers or seat. One word more
(*Moscow-backed*, *former*, *opposition*) and nothing is read, because that word may turn the meaning round.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

#: No name in the table is longer, and no phrase worth reading either.
LONGEST_NAME, LONGEST_PHRASE = 9, 14

# Classes of framing words, one letter each; the letters build the string that `_READ` describes.
_FRAMES = {
    # What may stand for the state after its leader's name too: the Putin regime.
    "g": "administration cabinet government govt junta presidency regime",
    # What has its seat in a capital: authorities in Baku.
    "j": "authorities leaders leadership parliament officials",
    "i": (
        "air force|armed forces|army|capital|central bank|coast guard|congress|defence|defense|"
        "defence ministry|defense ministry|delegation|diplomacy|diplomats|dod|embassy|executive|"
        "executive branch|finance ministry|foreign affairs|foreign office|foreign policy|forces|"
        "governing party|government ministry|head of government office|interior ministry|intelligence|"
        "justice ministry|legislature|lower house|military|ministers|ministries|ministry|mission|mod|mfa|"
        "ministry of defence|ministry of defense|ministry of finance|ministry of foreign affairs|"
        "ministry of justice|ministry of the interior|ministry of trade|national assembly|navy|office|people|"
        "police|policymakers|policy makers|secret services|security council|security forces|"
        "security services|senate|side|soldiers|special forces|state|trade ministry|troops|upper house|"
        "foreign ministry|ministry of external affairs|external affairs ministry|lawmakers|"
        "negotiating team|negotiators|permanent mission|position|prime ministers office|"
        "presidential administration|presidential office|presidents office|royal family|crown|officers|"
        "representatives|supreme court|constitutional court|general staff|nation|citizens|population|"
        "soldier|citizen|lawmaker|member of parliament|mp|defense security ministry|envoys|executive branch|"
        "government official|legislator|trade delegation|intelligence service|intelligence services|"
        "intelligence agency|defence officials|defense officials|foreign policy establishment|border guards|"
        "business delegation|chief negotiator|state department|security officials|"
        "ruling party|foreign ministers|legislators|mps|airforce|military personnel|"
        "head of government|head of state"
    ),
    "p": (
        "ambassador|ayatollah|chancellor|chief of staff|commander in chief|counterpart|crown prince|"
        "defence chief|defence minister|defence secretary|defense chief|defense minister|defense secretary|"
        "deputy foreign minister|deputy minister|deputy prime minister|dictator|diplomat|"
        "emir|emperor|energy minister|envoy|finance minister|first deputy prime minister|"
        "foreign minister|foreign secretary|fm|generalissimo|interior minister|justice minister|"
        "king|leader|marshal|military chief|minister|minister for foreign affairs|"
        "minister of defence|minister of defense|minister of foreign affairs|ministry spokesman|"
        "ministry spokesperson|ministry spokeswoman|monarch|negotiator|permanent representative|"
        "pm|premier|president|presidential aide|presidential spokesman|press secretary|prime minister|"
        "prime minister designate|prince|queen|representative|ruler|secretary of defense|"
        "secretary of state|secretary of the security council|speaker|special envoy|spokesman|spokesperson|"
        "spokeswoman|state secretary|strongman|sultan|supreme leader|trade minister|taoiseach|"
        "treasury secretary|vice premier|vice president|chairman|general secretary|first secretary|"
        "party leader|high representative|minister of external affairs|external affairs minister|shah|"
        "national security adviser|national security advisor|culture minister|defence attache|"
        "economy minister|health minister|prosecutor general|party chief|autocrat|president elect"
    ),
    "m": "mr|mrs|ms|miss|madam|madame|mister|monsieur|sir|dame|lord|comrade|sheikh|sheik|dr|general|gen|"
    "colonel|his excellency|her excellency|his majesty|her majesty|president mr",
    "a": "acting|senior|top|current|incumbent|ruling|sitting|high ranking|chief|deputy|first|second|"
    "state|federal|newly elected|de facto|unnamed|military|civilian|present|two|several|some|all",
    "f": "official",
    "r": "republic of|kingdom of|islamic republic of|state of|sultanate of|principality of|emirate of",
    "o": "of from for",
    "n": "in",
    "x": "and|or|to|with|against|versus|vs|between|on|relations|ties|talks|trade|border|war|treaty",
    "": "the|a|an|its|his|her|their|our",
}
# One letter for how a name is known: S a state's name, D an adjective, K a city or seat, L a leader,
# T a surname that is read only after a title.
_LETTER_OF_KIND = {
    "name": "S",
    "official": "S",
    "un_file": "S",
    "former": "S",
    "demonym": "D",
    "capital": "K",
    "seat_of_power": "K",
    "leader": "L",
    "surname": "T",
    "part": "S",
}

_PLACE = "(?:r?S|D|K)"
_ROLE = "[afgijp]*[fgijp]"
_TITLE = "[afgijpm]*[pm]"
_READ = re.compile(
    rf"[af]*{_PLACE}{_ROLE}(?:[mp]*[LT]|K)?"  # senior Turkish officials; Armenian Prime Minister Pashinyan
    rf"|[af]*(?:{_ROLE}o)+{_PLACE}(?:{_ROLE})?[LT]?"  # the government of Niger; spokesman for the Kazakh side
    rf"|{_TITLE}[LT](?:o{_PLACE})?"  # Mr Pashinyan; President Erdogan of Turkey
    rf"|[gj]n{_PLACE}"  # the authorities in Baku
    r"|Lg[gijp]*|Tg"  # the Trump administration
    r"|f(?:K|r?S)"  # official Baku
    r"|r(?:S|K)|KS|SS|DS|[SD][LT]|LoS|LS|SKS?"  # Republic of Niger; Astana, Kazakhstan; Turkey's Erdogan
)

# Brussels stands for two unions more often than for Belgium, Columbia for a university;
# Male is a word; a city's police are its own.
_NOT_IN_PHRASES = frozenset({"brussels", "columbia", "male"})
_LOCAL = frozenset({"police", "supreme court", "citizens", "population", "people", "soldier", "state"})
# Of a name shared with a federal state, phrases are read only where no governor's could be meant.
_SHARED_WITH_A_REGION = frozenset({"georgia"})
_REGIONAL = _LOCAL | {
    "officials", "official", "authorities", "delegation", "lawmakers", "lawmaker", "legislature",
    "legislators", "legislator", "senate", "congress", "leaders", "leader", "leadership", "chairman",
    "representatives", "representative", "speaker", "lower house", "upper house", "secretary of state",
    "ruling party", "governing party",
}  # fmt: skip


class Phrase(NamedTuple):
    """Names in a phrase.

    Attributes
    ----------
    names : tuple of str
        Keys of the names, as they stand.
    read : bool
        Whether the words around them are in an order that says something of one state; where it is
        False the names say only what the phrase might mean.
    """

    names: tuple[str, ...]
    read: bool


@cache
def _classes() -> dict[str, str]:
    found: dict[str, str] = {}
    for letter, words in _FRAMES.items():
        for phrase in words.split("|") if "|" in words else words.split():
            found.setdefault(phrase, letter)
    return found


def parse(words: list[str], kind_of: Callable[[str], str | None]) -> Phrase | None:
    """Take a phrase apart into names and framing words.

    Parameters
    ----------
    words : list of str
        Words of the phrase, folded like the keys of names.
    kind_of : callable
        How a key is known (see `leeway.names.Match.kind`), or None.

    Returns
    -------
    Phrase or None
        None where a word is neither part of a name nor a framing word, or where there is no name.

    Examples
    --------
    >>> kinds = {"kazakh": "demonym", "niger": "name"}
    >>> parse("the kazakh foreign ministry".split(), kinds.get)
    Phrase(names=('kazakh',), read=True)
    >>> parse("the niger delta".split(), kinds.get) is None
    True
    """
    if len(words) > LONGEST_PHRASE:
        return None
    names: list[str] = []
    frames: set[str] = set()
    letters = ""
    at = 0
    while at < len(words):
        size, letter = _longest(words, at, kind_of)
        if size == 0:
            return None
        piece = " ".join(words[at : at + size])
        if letter and letter in "SDKLT":
            names.append(piece)
        else:
            frames.add(piece)
        letters += letter
        at += size
    if not names:
        return None
    return Phrase(tuple(names), bool(_READ.fullmatch(letters)) and _of_a_state(names, frames, letters))


def _longest(words: list[str], at: int, kind_of: Callable[[str], str | None]) -> tuple[int, str]:
    """Length in words and class of the longest known piece that starts at a word; a name before a frame."""
    classes = _classes()
    for size in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        piece = " ".join(words[at : at + size])
        kind = kind_of(piece)
        if kind is not None and piece not in _NOT_IN_PHRASES:
            return size, _LETTER_OF_KIND[kind]
        if piece in classes:
            return size, classes[piece]
    return 0, ""


def _of_a_state(names: list[str], frames: set[str], letters: str) -> bool:
    if "K" in letters and frames & _LOCAL:
        return False
    if any(name.endswith(" city") for name in names) and not letters.endswith("K"):
        return False
    of_the_name = "o" in letters and not frames & _LOCAL
    return of_the_name or not (frames & _REGIONAL and _SHARED_WITH_A_REGION.intersection(names))
