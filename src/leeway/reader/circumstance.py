"""The circumstances of something said: where, to whom, at whose prompting, and who was there.

They are read from the author's words around it; what stands in quotation marks tells none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from leeway.names import look_up
from leeway.reader.reading import Span
from leeway.reader.text import Text

_LONGEST = 1200
_EVENTS = (
    r"(?i:forum|summit|conference|briefing|meeting|session|plenary|talks|interview|debate|hearing|rally|ceremony"
    r"|congress|convention|gathering|panel|event|reception|dinner|lunch|call|conversation|broadcast|programme"
    r"|program|show|podcast|lecture|symposium|seminar|round ?table|consultations|visit|negotiations"
    r"|ministerial|parade|inauguration|anniversary|sitting|council|assembly|exchange|festival|webinar|dialogue|discussion"
    r"|question time|phone-in|call-in)s?"
)
_EVENT = rf"{_EVENTS}(?: {_EVENTS})?"
_WRITINGS = (
    r"(?:statement|letter|article|post|tweet|message|speech|address|telegram|note|op-ed|essay|column|video"
    r"|report|appeal|declaration|comment|communique|remarks)"
)
_PLACES = r"(?:Twitter|X|Telegram|Facebook|Instagram|YouTube|television|TV|radio|air)"
_BODIES = (
    r"(?:[Pp]arliament|Duma|Senate|Knesset|Bundestag|Congress|Rada|Security Council|General Assembly|Riksdag"
    r"|Sejm|House of (?:Commons|Lords)|Majlis|Mazhilis|National Assembly|Federal Assembly"
    r"|Human Rights Council|(?:lower|upper) house|Federation Council)"
)
_WORD = (
    r"(?!(?:at|in|on|during|by|that|which|who|said|says|told|after|before|with|when|while|where|as|from|to|and"
    r"|was|were|is|are|had|has|have|but|for)\b)[\w.'&-]{1,30} "
)
_PART = r"[\w'-]*(?:\.(?= [A-Z]))?"
_NO_DAY = r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_OF_WHOM = rf"{_NO_DAY}[A-Z]{_PART}(?: (?:of the |of |and )?{_NO_DAY}[A-Z0-9]{_PART}){{0,5}}"
_TAIL = rf"(?: (?:in|of|on|with|between|for) (?:the |a |his |her |its )?{_OF_WHOM})?"
_VENUES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Aa]t|[Dd]uring|[Ii]n|[Oo]n|[Ff]or) (?P<venue>(?:{_WORD}){{0,8}}?{_EVENT}\b{_TAIL})",
        rf"\b(?:[Ii]n|[Bb]efore|[Aa]t|[Aa]ddressing|[Tt]o) (?P<venue>(?:{_WORD}){{0,3}}?{_BODIES}\b)",
        rf"\b(?:[Oo]n|[Oo]ver|[Vv]ia) (?P<venue>(?:{_WORD}){{0,3}}?{_PLACES}\b)(?! [A-Z])",
        rf"\b[Ii]n (?P<venue>(?:an?|his|her|its|their|the) (?:{_WORD}){{0,4}}?{_WRITINGS}\b{_TAIL})",
    )
)
_ADDRESSED = re.compile(
    r"\b(?:told|telling|tells|reminded|reminding|assured|assuring|informed|informing|warned|warning|asked|urged"
    r"|advised|addressing|addressed|briefed|replied to|answered|answering|responded to|turning to|turned to"
    r"|(?:said|saying|says|spoke|speaking|speaks|complained|explained|announced|stressed|declared) to"
    r"|in (?:a|his|her|an open) (?:letter|message|telegram|note) to) ",
    re.IGNORECASE,
)
_TO_CROWD = re.compile(
    r"\bto ((?:the )?(?:reporters|journalists|press|media|parliament|lawmakers|deputies|senators|nation"
    r"|students|supporters|delegates|audience|viewers|crowd|diplomats|ambassadors|investors))\b"
)
_REPLYING = r"(?:in (?:response|reply|answer) to|responding to|replying to|answering)"
_PROMPTED = re.compile(
    r"\b(?:(?:asked|questioned|prompted|pressed|challenged) by|at the (?:request|invitation|urging) of"
    rf"|(?:{_REPLYING}|to)(?: an?| the)? (?:question|query|request|remark|appeal)s? (?:from|by|of|put by)) ",
    re.IGNORECASE,
)
_POSSESSED = re.compile(rf"\b{_REPLYING} ", re.IGNORECASE)
_CLAUSE = r"[^,.;:?!\"—]{3,120}"
_PROMPT = re.compile(
    rf"\basked (?P<clause>(?:about|whether|if|why|how|what) {_CLAUSE})"
    rf"|\b{_REPLYING} (?P<question>(?:(?:an?|the|his|her) )?(?:[\w.'-]{{1,30}} ){{0,4}}?"
    rf"(?:question|query|remark|criticism|appeal|statement|request)s?\b(?: (?:about|on|whether) {_CLAUSE})?)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:in (?:the|full) presence of|beside|alongside|next to|side by side with|(?:on|sharing|shared)"
    r" (?:(?:a|the) )?stage with|flanked by|accompanied by|in front of"
    r"|(?:standing|sitting|seated|stood|sat|appearing|appeared) (?:together )?(?:with|opposite|across from)"
    r"|(?P<bare>with)) ",
    re.IGNORECASE,
)
# Without one of these there is no prompt, and nobody beside, to look for.
_PROMPTS = re.compile(r"ask|question|prompt|press|challeng|request|invit|urg|repl|respon|answ")
_COMPANY = re.compile(
    r"presence|beside|alongside|next|side|stage|flank|accompan|front|st[ao]|s[ae]t|sit|with "
)
_AND = re.compile(r",? and |, (?=[A-Z])")
_QUESTION = re.compile(r"\b(?:questions?|query|remarks?|criticism|request)$")
_AT_HIS_SIDE = re.compile(
    r",? ?(?:sitting|standing|seated|sat|stood|present\b|beside|next to|alongside|at (?:his|her) side"
    r"|(?:looking|looked) on)\b"
)
_TOKEN = re.compile(
    r"(?P<word>\w[\w&-]*(?:['.](?!s\b)\w+)*)(?P<dot>\.)?(?P<own>'s\b|'(?= ))?(?P<comma>,)?(?P<gap> )?"
)
_TITLES = frozenset(
    (
        *("president", "minister", "prime", "foreign", "defence", "defense", "leader", "chairman"),
        *("chairwoman", "chair", "host", "moderator", "anchor", "editor", "editor-in-chief"),
        *("chief", "head", "counterpart", "secretary", "secretary-general", "ambassador", "envoy"),
        *("spokesman", "spokeswoman", "spokesperson", "journalist", "reporter", "correspondent"),
        *("colleague", "vice", "deputy", "general", "king", "queen", "chancellor", "governor"),
        *("speaker", "senator", "director", "state", "security", "then", "former", "presenter"),
        *("interviewer", "premier", "emir", "sultan", "pope", "prince", "crown", "television"),
    )
)
_CROWDS = frozenset(
    (
        *("reporters", "journalists", "lawmakers", "deputies", "viewers", "delegates", "ministers"),
        *("leaders", "parliament", "students", "supporters", "diplomats", "ambassadors"),
        *("investors", "senators", "media", "ally", "allies", "officials", "businessmen"),
        *("participants", "citizens", "voters", "parliamentarians"),
    )
)
_LINKS = frozenset({"of", "de", "van", "von", "bin", "ibn", "al", "el", "der", "da", "di"})
_ENDS = frozenset(
    (
        *("that", "who", "near", "against", "which", "whom", "and", "in", "on", "at", "to"),
        *("about", "whether", "if", "for", "with", "by", "from", "during", "after", "before"),
        *("when", "while", "as", "is", "was", "were", "had", "has", "said", "he", "she", "it"),
        *("they", "him", "her", "them", "us", "me", "how", "why", "what", "not", "or", "but", "so"),
        *("there", "this", "sitting", "standing", "seated", "looking", "beside", "over", "last"),
        *("would", "will", "could", "should", "may", "must", "earlier", "later", "yesterday"),
        *("today",),
    )
)
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "both", "all", "several", "other"})
_WHEN = frozenset(
    (
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January"),
        *("February", "March", "April", "June", "July", "August", "September", "October"),
        *("November", "December"),
    )
)
# Kinds of names that stand for a state or a place and for nobody.
_NOBODY = frozenset({"name", "official", "un_file", "former", "code", "capital", "part", "demonym"})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How something was said; None and nobody where the text does not tell."""

    venue: str | None = None
    addressee: str | None = None
    prompted_by: str | None = None
    present: tuple[str, ...] = ()


def circumstances(text: Text, sentence_spans: Iterable[Span]) -> Circumstances:
    """The circumstances that the sentences of a statement tell.

    Parameters
    ----------
    text : Text
    sentence_spans : iterable of span
        The sentences that hold the statement; the first that tells something decides.

    Examples
    --------
    >>> text = Text("Asked by Jane Roe, he told Mr. Poe at the Lakeside Economic Forum that it was over.")
    >>> circumstances(text, [(0, len(text.original))])
    Circumstances(venue='the Lakeside Economic Forum', addressee='Mr. Poe', prompted_by='Jane Roe',
                  present=())
    """
    venue = addressee = prompted_by = None
    present: dict[str, None] = {}
    for start, end in sentence_spans:
        words = _unquoted(text.plain[start : min(end, start + _LONGEST)])
        shown = text.original[start : start + len(words)]
        venue = venue or _shown(shown, _venue(words))
        addressee = addressee or _shown(shown, _addressee(words))
        lower = words.lower()
        if prompted_by is None and _PROMPTS.search(lower):
            prompted_by = _shown(shown, _prompt(words))
        if _COMPANY.search(lower):
            present.update(dict.fromkeys(filter(None, (_shown(shown, one) for one in _present(words)))))
    return Circumstances(venue, addressee, prompted_by, tuple(present))


def _shown(original: str, span: Span | None) -> str | None:
    return " ".join(original[slice(*span)].split()) or None if span else None


def _unquoted(words: str) -> str:
    """A sentence with stars for what stands in quotation marks, also where it only begins or ends there."""
    parts = words.split('"')
    first = len(parts[0])
    inside = (
        len(parts) > 1
        and first > 0
        and words[first - 1] not in " (—"
        and words[first + 1 : first + 2] in " ,."
    )
    for place, part in enumerate(parts):
        if inside:
            parts[place] = "*" * len(part)
        inside = not inside
    return '"'.join(parts)


def _venue(words: str) -> Span | None:
    found = [match for pattern in _VENUES if (match := pattern.search(words))]
    best = min(found, key=lambda match: match.start(), default=None)
    return best.span("venue") if best else None


def _addressee(words: str) -> Span | None:
    for cue in _ADDRESSED.finditer(words):
        name = _name(words, cue.end())
        if name and not _QUESTION.search(words, *name):
            return name
    crowd = _TO_CROWD.search(words)
    return crowd.span(1) if crowd else None


def _prompt(words: str) -> Span | None:
    for cue in _PROMPTED.finditer(words):
        name = _name(words, cue.end())
        if name:
            return name
    for cue in _POSSESSED.finditer(words):
        name = _name(words, cue.end(), whole=False)
        if name and words.startswith("'", name[1]):
            return name
    asked = _PROMPT.search(words)
    if asked is None:
        return None
    if asked["clause"] is None:
        return asked.span("question")
    by = words.find(" by ", *asked.span("clause"))
    return (_name(words, by + 4) if by >= 0 else None) or asked.span("clause")


def _present(words: str) -> list[Span]:
    found: list[Span] = []
    for cue in _BESIDE.finditer(words):
        names = _names(words, cue.end())
        if not names:
            continue
        # "With" by itself tells of company only where those named sit, stand or look on.
        if cue["bare"] and not _AT_HIS_SIDE.match(words, names[-1][1]):
            continue
        found += [name for name in names if _is_somebody(words[slice(*name)])]
    return found


def _is_somebody(name: str) -> bool:
    """Whether a name is that of a person or of people and not of a state, a city or a thing."""
    words = name.lower().split()
    if not (_TITLES | _CROWDS).isdisjoint(words):
        return True
    if words[0] in _DETERMINERS or not name[0].isupper():
        return False
    return look_up(name, near=False).kind not in _NOBODY


def _names(words: str, place: int) -> list[Span]:
    """Names that follow each other with commas and a last *and*; the first alone without it."""
    found: list[Span] = []
    while len(found) < 8 and (name := _name(words, place)):
        found.append(name)
        link = _AND.match(words, name[1])
        if link is None:
            return found[:1]
        place = link.end()
        if "and" in link[0]:
            last = _name(words, place)
            return [*found, last] if last else found
    return found[:1]


def _name(words: str, place: int, *, whole: bool = True) -> Span | None:
    """A name with its title, or some people, that begins at a place; not past a possessive if not whole."""
    start, end = place, place
    described = named = False
    before = ""
    for number in range(12):
        token = _TOKEN.match(words, place)
        if token is None:
            break
        word = token["word"]
        if number == 0 and word in _DETERMINERS:
            described = True
        elif word in _ENDS or word in _WHEN or (word in _DETERMINERS and before != "of"):
            break
        elif word[0].isupper() or word in _TITLES or word in _CROWDS or word[0].isdigit():
            named = named or described or word[0].isupper() or word in _CROWDS
            end = token.end("word")
        elif word in _LINKS or word in _DETERMINERS:
            if before in _DETERMINERS:
                break
        else:
            if not described or number > 4:
                break
            named, end = True, token.end("word")
        ended = token["dot"] and (len(word) > 3 or token["gap"] is None)
        if ended or token["comma"] or not token["gap"] or (token["own"] and not whole):
            break
        described, place, before = described or token["own"] is not None, token.end(), word
    return (start, end) if named else None
