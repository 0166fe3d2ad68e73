"""Titles of resolutions without what changes from year to year, so that the same question is recognised."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_SUFFIX = re.compile(
    r"""\s*:?\s*\bres\w*\s*/\s*\w*\s*\b(?:ad\w*pted|submitted|by)\b.*$
      | \s*:\s*res\w*\s+ad\w*pted\s+by\b.*$
      | \s*:\s*resolutions?\s*$""",
    re.VERBOSE,
)
"""The library's ': resolution / adopted by the General Assembly', in the spellings found."""

_ONLY_A_NUMBER = re.compile(r"^resolution \d+\b|\bconsidered by the security council at its\b")
"""Titles that are nothing without their numbers: two of them are two questions."""

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_NUMBERS = re.compile(
    rf"""\b\d{{1,2}}\s+{_MONTH}\b(?:\s+\d{{4}})?   # 12 August 1949
      | \b{_MONTH}\s+\d{{4}}\b                      # June 1967
      | \b\d[\d/.]*(?:st|nd|rd|th)?(?:\s?-\s?\d+)?\b
      | \b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b""",
    re.VERBOSE,
)
_SPELLINGS = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        (r"\bco-(?=op|ord)", "co"),
        (r"\bsub-(?=regional)", "sub"),
        (r"\bprogram\b", "programme"),
        (r"\bunited nations\b", "un"),
        (r"\bhuman rights situation in\b", "situation of human rights in"),
        (r"\bpalestinian refugees\b", "palestine refugees"),
        (r"\b(?:palestines refugees|palestine refugess)\b", "palestine refugees"),
        (r"\b(?:un relief and works agency for palestine refugees in the near east|unrwa)\b", "unrwa"),
        (r"\bregarding\b|\brelating\b|\brelated\b|\bconcerning\b|\bwith respect\b|\bwith regard\b", "on"),
        (r"\bquestions\b", "question"),
        (r"\barticle 73 e\b", "article 73e"),
        (r"\bisareli\b", "israeli"),
        (r"\bappartheid\b", "apartheid"),
    )
)
_AGENDA_ITEMS = (
    "general and complete disarmament",
    "question of namibia",
    "question of palestine",
    "(?:the )?polic(?:y|ies) of apartheid of the government of (?:the republic of )?south africa",
    "review and implementation of the concluding document of the special session of the general assembly",
    r"review of the implementation of the recommendations and decisions adopted by [\w ]+ special session",
    r"review of the implementation of the recommendations and decisions adopted by [\w ]+ to disarmament",
    "unrwa",
    "assistance to palestine refugees",
    "maintenance of international security",
    "treaty on the non-proliferation of nuclear weapons",
)
"""Agenda items that stand before the question proper in some years and not in others."""

_UMBRELLA = re.compile(rf"^(?:{'|'.join(_AGENDA_ITEMS)}) ?: ?(?!reports? )(?=\S+ \S+)")

_PERIOD = re.compile(
    r"\s(?:for|in|during|of)?\s*(?:the )?(?:financial )?(?:years?|bienn\w+|bieen\w+|triennium|period)"
    r"(?:\s+(?:from|to|and|ended|ending|beginning))*\s*$"
)
_FILLER = re.compile(r"\b(?:the|of|on|in|to|and|or|for|a|an|its|their|by|with|as|at|from|s)\b")


@cache
def question_key(title: str) -> str:
    """Name of the question that a title puts, the same in every year it is put.

    Case, accents, punctuation, filler words, numbers, years and the library's suffix go; so does an
    agenda item before a colon that the library prints in some years only. What stands in brackets stays:
    it is what tells one resolution from the next. Parts of one resolution often share a title, so that a
    key put several times in a session names several questions.

    Parameters
    ----------
    title : str
        As printed.

    Examples
    --------
    >>> question_key("Financing of the United Nations Force in Cyprus for the biennium 1998-1999")
    'financing un force cyprus'
    >>> question_key("General and complete disarmament : nuclear disarmament : resolution / adopted by")
    'nuclear disarmament'
    """
    text = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower().strip()
    text = _SUFFIX.sub("", text)
    numbered = bool(_ONLY_A_NUMBER.search(text))
    for pattern, right in _SPELLINGS:
        text = pattern.sub(right, text)
    if not numbered:
        text = _NUMBERS.sub(" ", text)
    text = _UMBRELLA.sub("", re.sub(r"\s+", " ", text).strip())
    words = re.sub(r"[^a-z0-9]+", " ", _PERIOD.sub("", " " + text))
    return " ".join(_FILLER.sub(" ", words).split()) or title.strip()
