"""How a document is divided: what it reports, what it comments, and who signed it.

A heading begins a section that lasts until the next one. Without any, a document is a report; bylines and
datelines are told apart wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leeway.reader.dates import dates
from leeway.reader.reading import Section, SectionKind, Span
from leeway.reader.text import Text

_REPORT = (
    *("news", "the news", "report", "reports", "news report", "facts", "the facts"),
    *("what happened", "event", "events", "dispatch", "news in brief", "in brief", "background"),
    *("context", "chronology", "timeline", "what was said", "what they said", "statement"),
    *("statements", "transcript", "news story", "story"),
)
_COMMENT = (
    *("comment", "comments", "commentary", "opinion", "opinions", "analysis", "news analysis"),
    *("editorial", "op-ed", "oped", "column", "leader", "viewpoint", "view", "views"),
    *("point of view", "perspective", "our view", "our take", "our comment", "assessment"),
    *("conclusion", "conclusions", "discussion", "essay", "interpretation", "evaluation"),
    *("outlook", "the bottom line", "why it matters", "why this matters", "what it means"),
    *("what this means", "implications", "expert opinion", "guest essay", "guest column"),
    *("expert comment", "editor's comment", "editorial comment", "author's comment"),
    *("expert commentary", "in conclusion", "summing up", "our analysis", "our opinion"),
    *("the analysis", "the comment"),
)
_OTHER = (
    *("related", "related articles", "related stories", "related news", "read also", "read more"),
    *("see also", "more on this", "more on this story", "tags", "topics", "references", "sources"),
    *("notes", "footnotes", "further reading", "about the author", "about the authors"),
    *("advertisement", "subscribe", "share", "contact", "contacts", "most read", "disclaimer"),
    *("newsletter", "photo", "photos", "gallery"),
)
_OF_ONE_LINE = frozenset({"advertisement", "subscribe", "share", "photo", "photos", "read also", "read more"})
_KINDS: dict[str, SectionKind] = {
    **dict.fromkeys(_REPORT, "report"),
    **dict.fromkeys(_COMMENT, "comment"),
    **dict.fromkeys(_OTHER, "other"),
}
_ADORNED = re.compile(r"[#*_=~>\[\]|•—.\d)( -]{0,12}")
_LONGEST_HEADING = 60
_LONGEST_BYLINE = 2000
_MOST_BYLINES = 40
_LED = re.compile(
    r"[#*_>\[ ]{0,6}([A-Za-z][A-Za-z' -]{2,24}?)[*_\]]{0,3} ?(?::|\||—|-(?= ))[*_]{0,3} ?(?=\S)"
)
_INSIDE = re.compile(
    r"(?<=[.!?\"')] )(News|Report|Comment|Commentary|Opinion|Analysis|Editorial"
    r"|NEWS|REPORT|COMMENT|COMMENTARY|OPINION|ANALYSIS|EDITORIAL): "
)
_BY_WHOM = re.compile(
    r"(?:News )?(comment|commentary|opinion|analysis|editorial|report|essay|column) (?:by|from|of) ",
    re.IGNORECASE,
)

AGENCIES = (
    *("Reuters", "Associated Press", "AP", "AFP", "Agence France-Presse", "TASS", "ITAR-TASS"),
    *("Interfax", "RIA Novosti", "RIA", "Sputnik", "Xinhua", "Anadolu", "Anadolu Agency", "AA"),
    *("dpa", "DPA", "UPI", "Kyodo", "Kyodo News", "Yonhap", "Kazinform", "KazTAG", "Ukrinform"),
    *("UNIAN", "BelTA", "Agerpres", "PTI", "ANI", "EFE", "ANSA", "APA", "Azertac", "Armenpress"),
    *("Bloomberg", "MENA", "IRNA", "Mehr", "SANA", "Antara", "Bernama", "PA", "Tanjug", "Trend"),
    *("UzA", "Kabar", "Interpress", "Montsame"),
)
"""Agencies whose name in a byline is that of the publisher."""

_AGENCY = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
_NAME_WORD = r"[^\W\d_][\w.'-]{0,30}"
_NAME = rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,4}}"
_BY = re.compile(
    rf"(?:By|BY|by) (?P<author>{_NAME}(?:(?: and | & |, ){_NAME}){{0,3}}?)(?P<rest> ?[,|•/—(].{{0,100}})?$"
)
_LABELLED = re.compile(
    r"(?P<label>(?:first )?published(?: (?:by|in|on))?|posted(?: (?:by|on))?|(?:last )?updated|sources?"
    r"|authors?|written by|text by|text|reporting by|publisher|publication|date|copyright|translated by"
    r"|edited by|editor|translation by|via|agency) ?(?P<colon>:)? ?(?P<value>.{1,100})$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)) ?(?:copyright )?(?:(?:19|20)\d\d,? )?(?P<value>.{0,80})$", re.IGNORECASE
)
_REPORTING = re.compile(r"[\[(]?(?:additional )?reporting by (?P<author>[^;.()\[\]]{1,120})", re.IGNORECASE)
_ONLY_AGENCY = re.compile(
    rf"[\[(/—* ]{{0,3}}(?:(?:Source|Via): ?)?(?P<agency>{_AGENCY})[\])/*. ]{{0,3}}$", re.IGNORECASE
)
_PLACE = r"[A-Z][\w.'-]{1,24}(?:[ /][A-Z][\w.'-]{1,24}){0,3}"
_DASH = r"(?:—|--?)"
_PLACE_DAY = r"(?:, [A-Z][\w.]{1,24}(?: \d\d?)?)?"
_CAPITALS = r"[A-Z][A-Z.'-]{2,24}(?:[ -][A-Z][A-Z.'-]{1,24}){0,3}"
_FULL_PLACE = rf"(?!The |An? |In )(?:{_PLACE}(?:, {_PLACE})?)?"
_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_FULL_PLACE},? ?(?:[^()\n]{{0,30}}?)\((?:{_AGENCY})\)[.,]? ?{_DASH} ?",
        rf"(?:{_PLACE}[,.] ?)?(?:[^()/\n]{{3,24}}?)\. ?/(?:{_AGENCY})/\.? ?{_DASH}? ?",
        rf"{_PLACE}[,.] ?(?:[^()/\n]{{3,24}}?)\. ?(?:{_AGENCY})\.? ?{_DASH} ",
        rf"{_CAPITALS}{_PLACE_DAY} ?(?:—|(?<= ){_DASH}) ",
    )
)
_TITLE_END = re.compile(r" (?:\||—|-) (?P<publisher>[A-Z][\w.' &-]{1,40})$")
_NO_AUTHOR = frozenset(
    (
        *("january", "february", "march", "april", "june", "july", "august", "september"),
        *("october", "november", "december", "monday", "tuesday", "wednesday", "thursday"),
        *("friday", "saturday", "sunday", "now", "then", "contrast", "comparison", "doing"),
        *("saying",),
    )
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a document says of itself; None where it says nothing."""

    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    date_span: Span | None = None


def sections(text: Text) -> tuple[Section, ...]:
    r"""The parts of a document, which follow each other without a gap from its beginning to its end.

    Examples
    --------
    >>> text = Text("By Jane Roe, Reuters\nASTANA, June 17 (Reuters) - They met.\nComment: So it goes.")
    >>> [(one.kind, text.of(one.span).strip()) for one in sections(text)]
    [('byline', 'By Jane Roe, Reuters\nASTANA, June 17 (Reuters) -'), ('report', 'They met.'),
     ('comment', 'Comment: So it goes.')]
    """
    starts: list[tuple[int, SectionKind]] = []
    for place, kind in _beginnings(text):
        if not starts or starts[-1][1] != kind:
            starts.append((place, kind))
    if not starts:
        return ()
    starts[0] = (0, starts[0][1])
    ends = [place for place, _ in starts[1:]] + [len(text.original)]
    return tuple(Section(kind, (place, end)) for (place, kind), end in zip(starts, ends, strict=True))


def about(text: Text, divided: Iterable[Section]) -> Masthead:
    r"""Publisher, author and date as the bylines of a document give them.

    Parameters
    ----------
    text : Text
    divided : iterable of Section
        The document's sections.

    Examples
    --------
    >>> text = Text("They met\nBy Jane Roe, Reuters | June 17, 2022\nThey met and left.")
    >>> about(text, sections(text))
    Masthead(publisher='Reuters', author='Jane Roe', date='2022-06-17', date_span=(32, 45))
    """
    bylines = [one.span for one in divided if one.kind == "byline"][:_MOST_BYLINES]
    bylines = [(start, min(end, start + _LONGEST_BYLINE)) for start, end in bylines]
    publisher = author = None
    for line in _lines(text, bylines):
        named, by = _signed(line)
        publisher, author = publisher or named, author or by
    if publisher is None and text.paragraphs:
        start, end = text.paragraphs[0]
        titled = _TITLE_END.search(text.plain, max(start, end - 60), end)
        is_title = titled and end - start < 240 and not _heading(text.plain[start:end], True)
        publisher = titled["publisher"] if titled and is_title and not titled[0].endswith(".") else None
    told = [one for one in dates(text, within=bylines) if one.value is not None and not one.inferred]
    best = max(told, key=lambda one: len(one.value or ""), default=None)
    return Masthead(publisher, author, best.value if best else None, best.span if best else None)


def _beginnings(text: Text) -> Iterator[tuple[int, SectionKind]]:
    """Where something begins, and what; the same kind may begin again."""
    kind: SectionKind = "report"
    title = _title_end(text)
    for start, end in text.paragraphs:
        line = text.plain[start : min(end, start + 240)]
        whole = end - start <= 240
        heading = _heading(line, whole)
        if heading is not None:
            kind = heading if heading != "other" or _lasts(line) else kind
            yield start, heading
        elif whole and is_byline(line):
            yield start, "byline"
        elif date_ends := _dateline(line):
            yield start, "byline"
            if start + date_ends < end:
                yield start + date_ends, kind
        else:
            yield start, "other" if end <= title else kind
        for inner in _INSIDE.finditer(text.plain, start, end):
            kind = _KINDS[inner[1].lower()]
            yield inner.start(), kind


def _lasts(line: str) -> bool:
    """Whether a heading of neither report nor comment has more under it than its own line."""
    return _LED.match(line) is None and line.strip("#*_:. -").lower() not in _OF_ONE_LINE


def _title_end(text: Text) -> int:
    """Where the title ends: a first line without a full stop that is set apart; 0 without one."""
    if len(text.paragraphs) < 2:
        return 0
    (start, end), (after, ends) = text.paragraphs[:2]
    line = text.plain[start : min(end, start + 240)]
    if end - start > 200 or line.rstrip("\"') ").endswith((".", "…", ":", ",", ";")):
        return 0
    following = text.plain[after : min(ends, after + 240)]
    apart = text.plain.count("\n", end, after) > 1 + text.original.count("\r\n", end, after)
    signed = is_byline(following) or _dateline(following) > 0 or _heading(following, True) is not None
    return end if apart or signed else 0


def _heading(line: str, whole: bool) -> SectionKind | None:
    """The kind of section that a line opens, as a heading or by its first words."""
    if whole and len(line) <= _LONGEST_HEADING:
        opened = _ADORNED.match(line)
        words = line[opened.end() if opened else 0 :].rstrip("#*_=~[]|•—.:() -").lower()
        if words in _KINDS:
            return _KINDS[words]
        by = _BY_WHOM.match(line)
        if by and by[1].lower() in _KINDS and not line.endswith("."):
            return _KINDS[by[1].lower()]
    led = _LED.match(line)
    if led and (led[1][0].isupper() or not led[1].isalpha()):
        return _KINDS.get(led[1].strip().lower())
    return None


def is_byline(line: str) -> bool:
    """Whether a line only says who wrote or published something, and when.

    Examples
    --------
    >>> is_byline("By Jane Roe, Reuters"), is_byline("17 June 2022"), is_byline("By Friday, they had left.")
    (True, True, False)
    """
    if len(line) > 160:
        return False
    if _ONLY_AGENCY.match(line) or _REPORTING.match(line) or _is_date(line):
        return True
    if _COPYRIGHT.match(line):
        return True
    by = _BY.match(line)
    if by and _is_name(by["author"]) and not (by["rest"] and line.endswith(".")):
        return True
    labelled = _LABELLED.match(line)
    if labelled is None:
        return False
    if labelled["colon"]:
        return not labelled["value"].endswith((".", "?", "!")) or len(line.split()) < 9
    value = labelled["value"]
    spaced = labelled["label"].lower() in {"published", "posted", "updated", "last updated", "copyright"}
    is_named = " by" in labelled["label"].lower() and _is_name(value)
    return not line.endswith((".", "?")) and (is_named or (spaced and _is_date(value)))


def _is_name(words: str) -> bool:
    first = words.split()[0].rstrip(",.").lower()
    named = [
        word for word in re.split(r"[ ,]+", words) if word not in {"and", "&", "/", "of", "de", "van", ""}
    ]
    return first not in _NO_AUTHOR and all(word[0].isupper() for word in named)


_WORD = re.compile(r"[^\W_]+")
_MONTH_STARTS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BESIDE_DATES = frozenset(
    {"on", "at", "a", "m", "p", "am", "pm", "st", "nd", "rd", "th", "published", "updated"}
)


def _is_date(line: str) -> bool:
    """Whether nothing but a date is in a line, with a weekday, an hour, a place or a publisher at most."""
    if len(line) > 80 or line.endswith((".", "?", "!")):
        return False
    words = _WORD.findall(line)
    named = [word for word in words if not word[0].isdigit()]
    if len(named) > 7 or not any(len(word) == 4 and word.isdigit() for word in words):
        return False
    has_month = any(word[:3].lower() in _MONTH_STARTS for word in named) or len(words) - len(named) >= 3
    return has_month and all(word[0].isupper() or word in _BESIDE_DATES for word in named)


def _dateline(line: str) -> int:
    """Where the dateline at the head of a line ends; 0 without one."""
    for pattern in _DATELINES:
        found = pattern.match(line)
        if found:
            return found.end()
    return 0


def _lines(text: Text, spans: Iterable[Span]) -> Iterator[str]:
    for start, end in spans:
        for line in text.plain[start:end].split("\n"):
            if line.strip():
                yield line.strip()


def _signed(line: str) -> tuple[str | None, str | None]:
    """Publisher and author in a line of a byline."""
    agency = re.search(rf"(?<!\w)(?:{_AGENCY})(?!\w)", line)
    publisher = agency[0] if agency else None
    by = _BY.match(line)
    if by and _is_name(by["author"]):
        if publisher is None and (rest := re.match(r" ?[,|•/—] ?([A-Z][\w.' &-]{1,40})", by["rest"] or "")):
            publisher = None if _is_date(rest[1]) or dates(Text(rest[1])) else rest[1].strip()
        return publisher, by["author"]
    reporting = _REPORTING.match(line)
    if reporting:
        return publisher, reporting["author"].strip()
    labelled = _LABELLED.match(line)
    if labelled:
        return _by_label(labelled, publisher)
    copyright_ = _COPYRIGHT.match(line)
    if copyright_ and copyright_["value"].strip(" ."):
        publisher = publisher or re.split(r"[.,|]", copyright_["value"])[0].strip()
    return publisher, None


def _by_label(labelled: re.Match[str], publisher: str | None) -> tuple[str | None, str | None]:
    label, value = labelled["label"].lower(), re.split(r" ?[,;|(] ?", labelled["value"])[0].strip(" .)")
    if label in {"author", "authors", "written by", "text by", "text", "reporting by"}:
        return publisher, value or None
    of_publisher = ("published by", "published in", "first published by", "first published in", "posted by")
    if label in {
        *of_publisher,
        "source",
        "sources",
        "publisher",
        "publication",
        "copyright",
        "via",
        "agency",
    }:
        dated = dates(Text(value))
        value = value[: dated[0].span[0]].strip(" ,.") if dated else value
        return publisher or value or None, None
    return publisher, None
