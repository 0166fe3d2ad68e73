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
    "g": "administration|cabinet|government|govt|junta|presidency|regime",
    # What has its seat in a capital: authorities in Baku.
    "j": "authorities|leaders|leadership|officials|parliament",
    # Bodies: the Kazakh foreign ministry.
    "i": (
        "air force|airforce|armed forces|army|border guards|business delegation|capital|"
        "central bank|chief negotiator|citizen|citizens|coast guard|congress|"
        "constitutional court|crown|defence|defence officials|defense|defense officials|"
        "defense security ministry|delegation|diplomacy|diplomats|dod|embassy|envoys|executive|"
        "executive branch|external affairs ministry|forces|foreign affairs|foreign ministers|"
        "foreign ministry|foreign office|foreign policy|foreign policy establishment|general staff|"
        "governing party|government ministry|government official|head of government|"
        "head of government office|head of state|intelligence|intelligence agency|"
        "intelligence service|intelligence services|interior ministry|judiciary|lawmaker|"
        "lawmakers|legislator|legislators|legislature|lower house|marines|member of parliament|"
        "mfa|military|military personnel|ministers|ministries|ministry|"
        "ministry of external affairs|ministry of foreign affairs|ministry of the interior|mission|"
        "mod|mp|mps|nation|national assembly|navy|negotiating team|negotiators|office|"
        "officers|people|permanent mission|police|policy makers|policymakers|population|"
        "position|presidential administration|presidential office|presidents office|"
        "press office|press service|"
        "prime ministers office|representatives|royal family|ruling party|secret services|"
        "security council|security forces|security officials|security services|senate|side|"
        "soldier|soldiers|special forces|state|state department|supreme court|trade delegation|"
        "troops|upper house"
    ),
    # Officers, with or without their names: President Tokayev.
    "p": (
        "ambassador|autocrat|ayatollah|chairman|chancellor|chief of staff|commander in chief|"
        "counterpart|crown prince|defence attache|defence chief|defence secretary|defense chief|"
        "defense secretary|deputy foreign minister|deputy minister|deputy prime minister|dictator|"
        "diplomat|emir|emperor|envoy|external affairs minister|first deputy prime minister|"
        "first secretary|fm|foreign minister|foreign secretary|general secretary|generalissimo|"
        "high representative|interior minister|king|leader|marshal|military chief|minister|"
        "minister for foreign affairs|minister of external affairs|minister of foreign affairs|"
        "ministry spokesman|ministry spokesperson|ministry spokeswoman|monarch|"
        "national security adviser|national security advisor|negotiator|permanent representative|"
        "pm|premier|president|president elect|presidential aide|presidential spokesman|"
        "press secretary|prime minister|prime minister designate|prince|prosecutor general|queen|"
        "representative|ruler|secretary of defense|secretary of state|"
        "secretary of the security council|shah|speaker|special envoy|spokesman|spokesperson|"
        "spokeswoman|state secretary|strongman|sultan|supreme leader|taoiseach|"
        "treasury secretary|vice premier|vice president"
    ),
    # Courtesies, only before a leader's name.
    "m": (
        "colonel|comrade|dame|dr|gen|general|her excellency|her majesty|his excellency|"
        "his majesty|lord|madam|madame|miss|mister|monsieur|mr|mrs|ms|sheik|sheikh|sir"
    ),
    # Before any of them; the same word official may also stand before a capital.
    "a": (
        "acting|all|chief|civilian|current|de facto|deputy|federal|first|high ranking|"
        "incumbent|military|newly elected|present|ruling|second|senior|several|sitting|some|"
        "state|top|two|unnamed"
    ),
    "f": "official",
    # Realms: Republic of Niger.
    "r": "islamic republic of|kingdom of|principality of|republic of|sultanate of",
    # The government of, in; what joins two states is known, so that both are told.
    "o": "for|from|of",
    "n": "in",
    "x": ("against|and|between|border|on|or|relations|talks|ties|to|trade|treaty|versus|vs|war|with"),
    # Articles, and where an envoy is accredited.
    "": (
        "a|an|at nato|at the osce|at the un|at the united nations|her|his|its|our|the|their|to nato|"
        "to the eu|to the european union|to the osce|to the un|to the united nations"
    ),
}
_PORTFOLIOS = (
    "agriculture culture defence defense development economy education energy environment finance health "
    "industry information justice labor labour oil security trade transport transportation"
)

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
    rf"|{_TITLE}[LT](?:(?:{_ROLE})?o{_PLACE}|g[gijp]*)?"  # Mr Pashinyan; President Erdogan of Turkey
    rf"|L{_ROLE}o{_PLACE}"  # Tokayev, President of Kazakhstan
    rf"|a*[gj]n{_PLACE}"  # the authorities in Baku
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
        for phrase in words.split("|"):
            found.setdefault(phrase, letter)
    for portfolio in _PORTFOLIOS.split():
        for phrase in (f"{portfolio} ministry", f"ministry of {portfolio}"):
            found.setdefault(phrase, "i")
        for phrase in (f"{portfolio} minister", f"minister of {portfolio}", f"minister for {portfolio}"):
            found.setdefault(phrase, "p")
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
    if ("K" in letters and frames & _LOCAL) or ("o" in letters and "state" in frames):
        return False
    if any(name.endswith(" city") for name in names) and not letters.endswith("K"):
        return False
    of_the_name = "o" in letters and not frames & _LOCAL
    return of_the_name or not (frames & _REGIONAL and _SHARED_WITH_A_REGION.intersection(names))
