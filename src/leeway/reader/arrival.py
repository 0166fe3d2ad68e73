"""How a document arrives: bytes or text that become a text with its places, and what was odd about it.

What stands for nothing, such as tags and characters that nobody sees, is left out of what is read: blanks
take its place at the ends of the word, so that a word begins where it begins in the document and the whole
stays as long.
"""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from leeway.errors import DataError
from leeway.reader.reading import Note, Span
from leeway.reader.text import Text

MOST_BYTES = 1_250_000
"""Bytes of the largest document that is read: some 250 pages, a matter of seconds even if made to be hard."""

_MOST_NOTES = 50
_PLAIN_TEXT = "Save the document as plain text in UTF-8 and read that file."
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document (docx, odt, xlsx)"),
    (b"\xd0\xcf\x11\xe0", "an old office document (doc, xls)"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"RIFF", "an image or a sound (RIFF)"),
    (b"ID3", "a sound (MP3)"),
    (b"OggS", "a sound (Ogg)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet table"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}charset=[\"']?([\w-]{1,20})", re.IGNORECASE)
_DECLARED = frozenset({"windows-1251", "windows-1252", "iso-8859-1", "iso-8859-5", "koi8-r", "koi8-u"})
_LETTERS_ABOVE = re.compile(rb"[\xa8\xaa\xaf\xb2\xb3\xb8\xba\xbf-\xff]+")
_CONTROL_BYTES = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27} | {127})

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = (
    "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d"
    "\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_NOTHING = "\ufdd0"
"""A character that no text may hold: it stands for nothing until it is closed up."""

_HIDDEN = re.compile(f"[{_BIDI}{_UNSEEN}{_NOTHING}]+")
_NOTED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("hidden characters", re.compile(f"[{_UNSEEN}{_NOTHING}]+")),
    ("bidirectional marks", re.compile(f"[{_BIDI}]+")),
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_RUN = re.compile(r"\S+")
_LETTER = re.compile(r"[^\W_]")

_SEEMS_HTML = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_COMMON_TAG = re.compile(
    r"</(?:p|div|a|span|h[1-6]|li|ul|b|i|em|strong|td)>|<(?:br|p)\s?/?>|<(?:p|div|a|span) \w+=", re.IGNORECASE
)
_OPENS = re.compile(r"<(?:!--|[!?/]?[A-Za-z])")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,30})")
_IN_TAG = re.compile(r"[\"'>]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNREAD = frozenset({"script", "style", "template", "svg", "noscript", "iframe", "object"})
_BREAKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav", "ol"),
        *("option", "p", "pre", "section", "select", "table", "tbody", "td", "textarea", "tfoot"),
        *("th", "thead", "title", "tr", "ul"),
    )
)


@dataclass(frozen=True)
class _ClosedUp(Text):
    """A text of which some characters stand for nothing; `read` is as long as the original."""

    read: str

    @cached_property
    def plain(self) -> str:
        return Text(self.read).plain

    def of(self, span: Span) -> str:
        """The original words of a span, to the end of a word that hidden characters make longer."""
        start, end = span
        while end < len(self.read) and self.read[end] == " " and not self.original[end].isspace():
            end += 1
        return self.original[start:end]


def arrived(data: bytes | str, name: str | None = None) -> tuple[Text, tuple[Note, ...]]:
    """A document as it is read, and what was odd about it.

    Parameters
    ----------
    data : bytes or str
        UTF-8, UTF-16 or UTF-32 with a mark, or else, by a guess that is noted, Windows-1251, Windows-1252
        or Latin-1. The tags of a page of HTML become blanks, in the original too, so that everything else
        keeps its place.
    name : str, optional
        What an error calls the document.

    Raises
    ------
    DataError
        If the document is empty, larger than `MOST_BYTES` or no text.

    Examples
    --------
    >>> text, notes = arrived(b"<p>No, he <b>said</b>.</p>")
    >>> text.plain.strip(), [note.kind for note in notes]
    ('No, he    said.', ['html'])
    >>> arrived(b"%PDF-1.7")
    Traceback (most recent call last):
    leeway.errors.DataError: This is no text: it looks like a PDF file.
    Save the document as plain text in UTF-8 and read that file.
    """
    _refuse_the_large(data, name)
    _refuse_the_unreadable(data, name)
    kinds: list[tuple[str, bool]] = []
    if isinstance(data, str):
        shown = data
    else:
        shown, guessed = _decoded(data, name)
        kinds.append(("encoding guessed", guessed))
    broken, shown = _SURROGATES.search(shown) is not None, _SURROGATES.sub("\ufffd", shown)
    kinds.append(("broken characters", broken or "\ufffd" in shown))
    page = is_html(shown)
    kinds.append(("html", page))
    if page:
        shown = _closed_up(_without_tags(shown), re.compile(_NOTHING))
    read = _closed_up(shown, _HIDDEN)
    if not read.strip():
        raise DataError("There is no text in the document.", where=name, hint="Give one with words.")
    whole = [Note(kind, (0, len(shown))) for kind, told in kinds if told]
    text = Text(shown) if read == shown else _ClosedUp(shown, read)
    return text, (*whole, *_hidden(shown))


def is_html(text: str) -> bool:
    """Whether a text is a page of HTML rather than one that happens to hold a tag.

    Examples
    --------
    >>> is_html("<p>One</p><p>Two</p>"), is_html("a < b and b > c")
    (True, False)
    """
    if _SEEMS_HTML.search(text, 0, 4096):
        return True
    return len(tuple(islice(_COMMON_TAG.finditer(text), 2))) == 2


def odd_marks(text: Text) -> tuple[Note, ...]:
    r"""Paragraphs with a quotation mark too many, and quotations that open and close in two fashions.

    A quotation over several paragraphs, each of which opens anew, is none too many.

    Examples
    --------
    >>> [note.kind for note in odd_marks(Text('He said: "No. She left.'))]
    ['odd quotation marks']
    >>> odd_marks(Text('"One.\n"Two," he said.')), odd_marks(Text("«No”, he said."))[0].span
    ((), (0, 4))
    """
    found: list[Note] = []
    goes_on = False
    paragraphs = text.paragraphs
    for place, (start, end) in enumerate(paragraphs):
        marks = [one.start() for one in re.finditer('"', text.plain[start:end])]
        marks = [start + one for one in marks if not _is_inch(text.plain, start + one)]
        found.extend(_of_two_fashions(text.original, marks))
        following = paragraphs[place + 1][0] if place + 1 < len(paragraphs) else None
        goes_on = len(marks) % 2 == 1 and following is not None and text.plain[following] == '"'
        if len(marks) % 2 == 1 and not goes_on:
            found.append(Note("odd quotation marks", (marks[-1], marks[-1] + 1)))
    return tuple(found)


def _is_inch(plain: str, place: int) -> bool:
    return place > 1 and plain[place - 1].isdigit() and plain[place - 2] in "' "


_CLOSED_BY = {"«": "»", "“": "”", "„": "“”", "〝": "〞", "「": "」", "『": "』", "❝": "❞"}


def _of_two_fashions(original: str, marks: list[int]) -> list[Note]:
    found = []
    for first, last in zip(marks[::2], marks[1::2], strict=False):
        closing = _CLOSED_BY.get(original[first])
        if closing and original[last] not in closing:
            found.append(Note("odd quotation marks", (first, last + 1)))
    return found


def _refuse_the_large(data: bytes | str, name: str | None) -> None:
    size = len(data)
    if isinstance(data, str) and size <= MOST_BYTES:
        size = len(data.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise DataError(
            f"The document has {size / 2**20:.1f} MB; the largest that is read has "
            f"{MOST_BYTES / 2**20:.1f} MB.",
            where=name,
            hint="Cut it into parts and read each.",
        )


def _refuse_the_unreadable(data: bytes | str, name: str | None) -> None:
    if not data.strip():
        raise DataError("The document is empty.", where=name, hint="Give one with words.")
    head = data[:4096].encode("utf-8", "replace") if isinstance(data, str) else data[:4096]
    for signature, looks in _SIGNATURES:
        if head.startswith(signature) and not (signature.isalnum() and _is_words(head)):
            raise DataError(f"This is no text: it looks like {looks}.", where=name, hint=_PLAIN_TEXT)
    if head[4:8] == b"ftyp":
        raise DataError("This is no text: it looks like a film.", where=name, hint=_PLAIN_TEXT)
    if isinstance(data, str) and "\0" in data:
        raise DataError("This is no text: it holds NUL characters.", where=name, hint=_PLAIN_TEXT)


def _is_words(head: bytes) -> bool:
    return not head.translate(None, b"\t\n\r").translate(None, bytes(range(32, 256))) and b" " in head


def _decoded(data: bytes, name: str | None) -> tuple[str, bool]:
    """The text of the bytes, and whether their encoding had to be guessed."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            if "\0" in text:
                raise DataError("This is no text: it holds NUL characters.", where=name, hint=_PLAIN_TEXT)
            return text, False
    if b"\0" in data:
        looks = "it looks like UTF-16 without its mark" if data.count(0) > len(data) // 5 else "it is binary"
        raise DataError(
            f"This is no text: it holds NUL bytes, {looks}.",
            where=name,
            hint=_PLAIN_TEXT,
        )
    if len(data) - len(data.translate(None, _CONTROL_BYTES)) > len(data) // 20:
        raise DataError("This is no text: it is full of control bytes.", where=name, hint=_PLAIN_TEXT)
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> tuple[str, bool]:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(len(run) for run in re.findall(r"[^\x00-\x7f\ufffd]+", text)) > 4 * broken:
        return text, False
    declared = _CHARSET.search(data, 0, 4096)
    if declared and declared[1].decode("ascii", "replace").lower() in _DECLARED:
        return data.decode(declared[1].decode("ascii"), "replace"), False
    runs = [len(run) for run in _LETTERS_ABOVE.findall(data)]
    # Words of Cyrillic are letters above ASCII throughout; in Western languages these stand alone.
    cyrillic = sum(run for run in runs if run >= 3) > sum(runs) / 2
    for encoding in ("cp1251" if cyrillic else "cp1252", "cp1252"):
        try:
            return data.decode(encoding), True
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), True


def _hidden(shown: str) -> list[Note]:
    """Where characters hide; from the fiftieth place of a kind on, all the rest is one."""
    notes = []
    for kind, pattern in _NOTED:
        places = [one.span() for one in pattern.finditer(shown, 1 if shown.startswith("\ufeff") else 0)]
        if len(places) > _MOST_NOTES:
            places = [*places[: _MOST_NOTES - 1], (places[_MOST_NOTES - 1][0], places[-1][1])]
        notes += [Note(kind, place) for place in places]
    return notes


def _closed_up(text: str, nothing: re.Pattern[str]) -> str:
    """A text of the same length in which words are whole, and blank where something stood for nothing."""
    if not nothing.search(text):
        return text

    def moved(run: re.Match[str]) -> str:
        kept = nothing.sub("", run[0])
        gone = len(run[0]) - len(kept)
        if not gone:
            return kept
        first, closed = _LETTER.search(run[0]), _LETTER.search(kept)
        before = first.start() - closed.start() if first and closed else 0
        return " " * before + kept + " " * (gone - before)

    return _RUN.sub(moved, text)


def _without_tags(page: str) -> str:
    """A page with a line break, or nothing, for every tag, and a character for every entity."""
    parts: list[str] = []
    place = 0
    closers = _Closers(page)
    for tag in _OPENS.finditer(page):
        start = tag.start()
        if start < place:
            continue
        parts.append(_words(page[place:start]))
        place = closers.end_of(start)
        named = _TAG_NAME.match(page, start)
        is_break = named is not None and named[1].lower() in _BREAKS
        if named and named[1].lower() in _UNREAD and page[start + 1] != "/" and page[place - 2] != "/":
            place, is_break = closers.end_of_element(named[1].lower(), place), True
        parts.append("\n" + " " * (place - start - 1) if is_break else _NOTHING * (place - start))
    parts.append(_words(page[place:]))
    return "".join(parts)


def _words(words: str) -> str:
    """Words between tags: lines are broken by tags alone."""
    words = re.sub(r"[\n\r]", " ", words)
    if "&" not in words:
        return words

    def character(entity: re.Match[str]) -> str:
        stands = html.unescape(entity[0]).replace("\0", "\ufffd")
        stands = " " if stands == "\n" else stands
        return (
            stands + _NOTHING * (len(entity[0]) - len(stands)) if len(stands) <= len(entity[0]) else entity[0]
        )

    return _ENTITY.sub(character, words)


class _Closers:
    """Where tags end. What was once sought in vain is not sought again, so that a page is read once."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._absent: set[str] = set()

    def end_of(self, start: int) -> int:
        """The end of the tag or comment that opens at a place."""
        if self._page.startswith("<!--", start):
            return self._after("-->", start + 4)
        place = start + 1
        while stop := _IN_TAG.search(self._page, place):
            if stop[0] == ">":
                return stop.end()
            place = stop.end()
            # A mark belongs to an attribute only after its equals sign.
            if self._page[stop.start() - 1] == "=" and stop[0] not in self._absent:
                closing = self._page.find(stop[0], place)
                place = max(place, closing + 1)
                if closing < 0:
                    self._absent.add(stop[0])
        return len(self._page)

    def end_of_element(self, name: str, start: int) -> int:
        """The end of an element of which nothing is read."""
        if name in self._absent:
            return len(self._page)
        closing = re.compile(f"</{name}\\b", re.IGNORECASE).search(self._page, start)
        if closing is None:
            self._absent.add(name)
            return len(self._page)
        return self._after(">", closing.end())

    def _after(self, mark: str, start: int) -> int:
        found = self._page.find(mark, start)
        return len(self._page) if found < 0 else found + len(mark)
