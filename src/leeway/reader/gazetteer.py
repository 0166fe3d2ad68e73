"""Names as a text may write them: one tree of folded words, built once from the tables of names.

A name leads to what it may mean: a text for `leeway.names.look_up`, an organisation, or entities that
it means only where recognition is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from leeway.ledger import organisations
from leeway.ledger.statements import entity_names
from leeway.names import fold
from leeway.reader.text import Text
from leeway.spells import read_table

WORD = re.compile(r"[^\W_](?:\.[^\W_])+(?![^\W_])\.?|[^\W_]+(?:'[^\W_]+)*")
"""A word: letters and digits with apostrophes between them, or initials with dots (U.S.)."""

_CODES = frozenset({"us", "uk", "usa", "uae", "prc", "drc", "dprk", "rok", "ussr"})
_PERSONS = frozenset({"leader", "surname"})
# Columbia is a university or a district, Federal Chancellery and others are common words.
_LEFT_OUT = frozenset({"columbia", "english", "welsh", "scottish", "scot", "majlis", "federal chancellery"})
# How texts call organisations besides the key and the name of the ledger.
_CALLED = {
    "CSTO": ("Collective Security Treaty Organization", "ODKB"),
    "CST": ("Tashkent Treaty",),
    "EAEU": ("EEU", "Eurasian Union"),
    "EU": ("EU",),
    "NATO": ("North Atlantic Treaty Organization", "North Atlantic Alliance"),
    "SCO": ("Shanghai Cooperation Organization",),
    "OTS": ("Organization of Turkic States", "Turkic Council"),
    "COE": ("Council of Europe",),
    "AU": ("African Union",),
    "ARAB_LEAGUE": ("Arab League",),
    "WARSAW_PACT": ("Warsaw Pact", "Warsaw Treaty"),
    "COMECON": ("Comecon",),
    "EUROZONE": ("Eurozone",),
    "FIVE_EYES": ("Five Eyes",),
    "ABRAHAM_ACCORDS": ("Abraham Accords",),
    "OPEC_PLUS": ("Opec Plus",),
    "OPEC": ("Organization of the Petroleum Exporting Countries",),
    "AES": ("Sahel Alliance",),
    "UN": ("United Nations", "UN", "General Assembly", "UN General Assembly"),
    "OSCE": ("OSCE",),
    "WTO": ("WTO", "World Trade Organization"),
}
_NO_KEYS = frozenset({"COE", "AU", "QUAD", "AES", "GUAM", "OPEC_PLUS", "CST"})


@dataclass(slots=True)
class Entry:
    """What a name may mean.

    Attributes
    ----------
    written : str
        The name as `leeway.names.look_up` reads it; empty if it is no state's.
    kinds : set of str
        Kinds of the rows of ``aliases.csv`` behind it.
    capitals : bool
        Whether it is only read in capitals.
    organisation : str
    entities : tuple of str
    """

    written: str
    kinds: set[str]
    capitals: bool
    organisation: str = ""
    entities: tuple[str, ...] = ()

    @property
    def personal(self) -> bool:
        """Whether it is only ever a person's."""
        return bool(self.kinds) and self.kinds <= _PERSONS


class Node:
    """Words that may follow, and what the words so far mean."""

    __slots__ = ("entry", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.entry: Entry | None = None


@dataclass(frozen=True)
class Gazetteer:
    """The tree of names, and what helps to read persons.

    Attributes
    ----------
    root : Node
    romanised : dict of str to Entry
        Surnames by a folding in which Tokaev and Tokayev are one; only those that mean one state.
    initials : dict of str to set of str
        Initials of known first names, by folded surname.
    """

    root: Node
    romanised: dict[str, Entry]
    initials: dict[str, set[str]]


@lru_cache(maxsize=50_000)
def folded_words(text: str) -> tuple[str, ...]:
    """Folded words of a text, an ampersand read as *and*."""
    plain = Text(text.replace("&", " and ")).plain
    return tuple(fold(word) for word in WORD.findall(plain))


_SURNAME_ENDS = re.compile(r"(?:[ei]v|ov|ian|ski|sk[iy]i?|enko|[kt]in|ae|eva|ova)$")


def romanised(word: str) -> str:
    """A folded surname under which its common romanisations are one.

    Examples
    --------
    >>> romanised("tokayev") == romanised("tokaev"), romanised("zelenskyy") == romanised("zelensky")
    (True, True)
    """
    told = re.sub(r"i{2,}", "i", word.replace("y", "i").replace("j", "i"))
    told = re.sub(r"(?<=[aeou])i(?=[aeou])", "", told)
    return re.sub(r"ie(?=v$)", "e", told).replace("q", "k")


@cache
def gazetteer() -> Gazetteer:
    """The names of states, of those who speak for them, of contested entities and of organisations.

    Examples
    --------
    >>> gazetteer().root.next["kremlin"].entry.written
    'Kremlin'
    """
    root = Node()
    initials: dict[str, set[str]] = {}
    surnames: dict[str, dict[str, str]] = {}
    for words, written, kind, key in _aliases():
        _add(root, words, written, kind)
        if kind == "demonym":
            _add(root, (*words[:-1], f"{words[-1]}s"), written, kind)
        if words[-1] == "republic":
            _add(root, (*words[:-1], "republics"), written, kind)
        if kind == "leader" and len(words) > 1:
            initials.setdefault(words[-1], set()).add(words[0][:1])
        if kind == "leader" and len(words) == 1 and _SURNAME_ENDS.search(romanised(words[0])):
            surnames.setdefault(romanised(words[0]), {})[key] = written
    for name in entity_names():
        if " and " not in name.name:
            _set(root, folded_words(name.name), entities=name.entities)
    for key, called in _organisation_names():
        _set(root, folded_words(called), organisation=key, capitals=called.isupper())
    one = {
        told: Entry(next(iter(states.values())), {"leader"}, capitals=False)
        for told, states in surnames.items()
        if len(states) == 1 and len(told) > 4
    }
    return Gazetteer(root, one, initials)


def _aliases() -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    rows = list(read_table("aliases.csv"))
    for row in rows:
        words = folded_words(row["alias"])
        words = words[1:] if words[:1] == ("the",) else words
        name = " ".join(words)
        if not words or name in _LEFT_OUT or (row["kind"] == "code" and name not in _CODES):
            continue
        yield words, row["alias"], row["kind"], row["state"]


def _organisation_names() -> Iterator[tuple[str, str]]:
    for one in organisations():
        if one.key not in _NO_KEYS:
            yield one.key, one.key.replace("_", " ")
        yield one.key, one.name
    for key, names in _CALLED.items():
        for name in names:
            yield key, name
    yield "GUAM", "GUAM"


def _at(root: Node, words: tuple[str, ...]) -> Node:
    node = root
    for word in words:
        node = node.next.setdefault(word, Node())
    return node


def _add(root: Node, words: tuple[str, ...], written: str, kind: str) -> None:
    node = _at(root, words)
    capitals = written.isupper() and len(written) <= 5 and (kind != "un_file")
    if node.entry is None:
        node.entry = Entry(written, {kind}, capitals)
        return
    node.entry.kinds.add(kind)
    if kind != "un_file":
        node.entry.capitals = node.entry.capitals and capitals


def _set(
    root: Node,
    words: tuple[str, ...],
    *,
    organisation: str = "",
    entities: tuple[str, ...] = (),
    capitals: bool = False,
) -> None:
    node = _at(root, words)
    if node.entry is None:
        node.entry = Entry("", set(), capitals)
    if organisation:
        node.entry.organisation = organisation
    if entities:
        node.entry.entities = entities
