"""Read a question written as one sentence: which two states, and which stretch of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from leeway.errors import QuestionError

Find = Callable[[str], str | None]
"""From some words to the key of the state they name, or None."""

Suggest = Callable[[str], tuple[str, ...]]
"""From some words to names of states that they resemble or could mean."""

_ABOUT_MOVING = re.compile(
    r"\b(mov\w*|drift\w*|turn\w*|distanc\w*|away|apart|clos\w*|near\w*|pivot\w*|shift\w*|break\w*|brok\w*|"
    r"leav\w*|left|leaning|lean\w*|realign\w*|align\w*|diverg\w*|converg\w*|part(?:s|ed|ing)?|split\w*|"
    r"toward\w*|abandon\w*|desert\w*|estrang\w*|alienat\w*|separat\w*|approach\w*|loosen\w*|cling\w*)\b",
    re.IGNORECASE,
)
_DATE = r"(\d{4}(?:-\d{1,2}){0,2})"
_SPANS = (
    re.compile(rf"\b(?:between|from)\s+{_DATE}\s+(?:and|to|until|till|through)\s+{_DATE}", re.IGNORECASE),
    re.compile(rf"\b{_DATE}\s*(?:-|\u2013|to)\s*{_DATE}\b", re.IGNORECASE),
)
_SINCE = re.compile(rf"\b(?:since|after|from)\s+{_DATE}\b", re.IGNORECASE)
_UNTIL = re.compile(rf"\b(?:until|till|before|by|up to|through)\s+{_DATE}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[.'\u2019-][^\W\d_]+)*\.?")
_LONGEST_NAME = 8
_LONGEST_CODE = 3
_SMALL_WORDS = """
    a am an and any are as at away be been being by can did do does drift drifts for from get gets has
    have her his how i if in into is it its itself just less more move moved moves moving much my no nor
    not now of off on or our out so still than that the their them then they this to too towards up was
    we were what when who why will with
"""
_NOT_NAMES = frozenset(_SMALL_WORDS.split())
_EXAMPLE = 'Ask, for instance: leeway ask "Is Kazakhstan moving away from Russia since 2014?"'


@dataclass(frozen=True, slots=True)
class Question:
    """What a sentence asks: two keys of states in the order named, and dates as typed."""

    state: str
    partner: str
    since: str | None
    until: str | None


def read_question(text: str, find: Find, suggest: Suggest | None = None) -> Question:
    """Read one sentence.

    Parameters
    ----------
    text : str
        For instance "Is Kazakhstan moving away from Russia since 2014?".
    find : callable
        From words to a state's key, or None.
    suggest : callable, optional
        From words to near matches, for the message of an error.

    Raises
    ------
    QuestionError
        If it does not name two different states or does not ask whether they part or approach.

    Examples
    --------
    >>> ids = {"kazakhstan": "KAZ", "the us": "USA", "us": "USA", "turkey": "TUR"}
    >>> read_question("Is Turkey drifting from the US since 2010?", lambda words: ids.get(words.lower()))
    Question(state='TUR', partner='USA', since='2010', until=None)
    """
    if not _ABOUT_MOVING.search(text):
        raise QuestionError(
            f"'{text}' does not ask whether one state moves away from another.", hint=_EXAMPLE
        )
    since, until = _dates(text)
    named = _names(text, find)
    if len(named) != 2:
        told = ", ".join(f"{words} ({state})" for state, words in named.items()) or "none"
        near = _near(text, named, suggest) if suggest and len(named) < 2 else ""
        raise QuestionError(
            f"The question must name two states; found {told} in '{text}'.", hint=f"{near}{_EXAMPLE}"
        )
    state, partner = named
    return Question(state=state, partner=partner, since=since, until=until)


def _dates(text: str) -> tuple[str | None, str | None]:
    for pattern in _SPANS:
        if both := pattern.search(text):
            return both[1], both[2]
    since, until = _SINCE.search(text), _UNTIL.search(text)
    return (since[1] if since else None), (until[1] if until else None)


def _names(text: str, find: Find) -> dict[str, str]:
    """Keys of states in order of mention, with the words that name them; longest names first."""
    words = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    named: dict[str, str] = {}
    at = 0
    while at < len(words):
        for end in range(min(at + _LONGEST_NAME, len(words)), at, -1):
            candidate = _plain(text[words[at][0] : words[end - 1][1]])
            if not _may_name(candidate):
                continue
            if state := find(candidate):
                named.setdefault(state, candidate)
                at = end
                break
        else:
            at += 1
    return named


def _near(text: str, named: dict[str, str], suggest: Suggest) -> str:
    """Near matches of the words that name no state; of the capitalised ones where there are any."""
    words = [_plain(found[0]) for found in _WORD.finditer(text)]
    known = {word for told in named.values() for word in told.split()}
    unknown = [word for word in words if word not in known and _may_name(word)]
    unknown = [word for word in unknown if word[0].isupper()] or unknown
    near = {word: suggest(word) for word in unknown}
    return "".join(f"'{word}': {' or '.join(names)}?\n" for word, names in near.items() if names)


def _plain(words: str) -> str:
    return re.sub(r"['\u2019]s?$", "", words.strip())


def _may_name(candidate: str) -> bool:
    if " " in candidate:
        first, last = candidate.split()[0], candidate.split()[-1]
        return last.lower() not in _NOT_NAMES and (first.lower() not in _NOT_NAMES or first.lower() == "the")
    letters = candidate.replace(".", "")
    if candidate.lower() in _NOT_NAMES:
        return False
    return len(letters) > _LONGEST_CODE or letters.isupper()
