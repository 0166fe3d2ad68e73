"""A reading as one page of HTML: the document with its places marked, and beside it what was found.

The page is whole in itself: it runs no script and loads nothing. Everything that comes from the document is
escaped, and characters that a person could not see are written out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leeway.faces.palette import PALETTE, plain, policy, shown, written
from leeway.reader.reading import Span

_LONGEST = 280
_MOST_ROWS = 40
_MOST_COLUMNS = 12
_VERDICTS = {"supported": "✓", "contradicted": "✗", "partly": "±", "cannot be checked": "?"}

MARKS = """\
.text { white-space: pre-wrap; unicode-bidi: plaintext; tab-size: 4; }
.text span, .text .ref, q, td { unicode-bidi: isolate; }
.said { background: var(--said); } .asked { background: var(--asked); }
.position { border-bottom: 3px double var(--position); }
.supported { background: var(--supported); } .contradicted { background: var(--contradicted); }
.partly { background: var(--partly); } .cannot { background: var(--cannot); }
.inference { text-decoration: underline wavy; text-underline-offset: .25em; }
.question, .conclusion { font-weight: bold; } .note { border-bottom: 2px dotted var(--note); }
.speaker { font-style: italic; }
.ref { font-size: .7rem; vertical-align: super; line-height: 0; margin: 0 .15em; white-space: nowrap; }
.part { display: inline-block; font: .7rem system-ui, sans-serif; padding: 0 .3em; margin: 0 .3em;
  border: 1px solid var(--line); }
.label { font-size: .85rem; }
.unseen { font: .75em monospace; border: 1px solid var(--note); color: var(--note); }
"""
"""CSS of the marks in the document, in the colours of `PALETTE`."""

_STYLE = (
    PALETTE
    + MARKS
    + """\
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--page); color: var(--ink); line-height: 1.5;
  font-family: Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
h1, h2, h3, table, .label, .ref { font-family: system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0; display: inline; }
a { color: var(--link); } a:focus-visible, :target { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
main { display: grid; gap: 2rem; grid-template-columns: minmax(0, 1fr); }
@media screen and (min-width: 70rem) { main { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); } }
ol, ul { padding-left: 1.2rem; } li { margin-bottom: .8rem; }
.rows { overflow-x: auto; } table { border-collapse: collapse; font-size: .8rem; }
th, td { border: 1px solid var(--line); padding: .1rem .4rem; text-align: left; vertical-align: top; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; } dd { margin: 0; }
@media print { body { padding: 0; font-size: 10pt; } .skip { display: none; } main { display: block; }
  li { break-inside: avoid; } span { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
)
_POLICY = policy(_STYLE)
_OF_STATEMENT = {
    "Role": "role",
    "Where": "venue",
    "To": "addressee",
    "Prompted by": "prompted_by",
    "Present": "present",
    "Told within": "nested_in",
    "Part of the document": "voice",
}
_LEGEND = (
    '<p class="label">In the text: <span class="said">statement</span>, <span class="asked">question, demand'
    '</span>, <span class="speaker">speaker</span>, <span class="position">position</span>, '
    '<span class="inference">inference</span>, <span class="note">odd</span>; claims: '
    + ", ".join(
        f'<span class="{verdict.partition(" ")[0]}">{sign} {verdict}</span>'
        for verdict, sign in _VERDICTS.items()
    )
    + ".</p>\n"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something that was found: what is told of it, and where it stands in the document."""

    key: str
    label: str
    heading: str
    style: str
    spans: tuple[Span, ...]
    facts: tuple[tuple[str, Any], ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    named: Span | None = None


def reading_page(reading: Mapping[str, Any], original: str) -> str:
    r"""The page of one reading.

    Parameters
    ----------
    reading : mapping
        The keys of ``leeway read --json``.
    original : str
        The document as it was read; the spans are its code points.

    Returns
    -------
    str
        HTML that can be saved as UTF-8.

    Examples
    --------
    >>> page = reading_page({"document": {"file": "<a>.txt"}}, "Nothing \u202ewas said.")
    >>> "&lt;a&gt;.txt" in page, "[U+202E]" in page, "\u202e" in page
    (True, True, False)
    """
    head, main = reading_parts(reading, original)
    title = reading_title(reading)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{plain(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#found">To what was found</a>\n'
        f"<header>\n<h1>{shown(title)}</h1>\n{head}</header>\n<main>\n{main}</main>\n</body>\n</html>\n"
    )


def reading_title(reading: Mapping[str, Any]) -> str:
    """What the page of a reading is called."""
    return f"Reading of {written(_mapping(reading.get('document')).get('file') or 'a document')}"


def reading_parts(reading: Mapping[str, Any], original: str) -> tuple[str, str]:
    """What a page of a reading is put together from.

    Parameters
    ----------
    reading, original
        As of `reading_page`.

    Returns
    -------
    tuple of two str
        HTML: what is known of the document with the legend; and the document beside what was found.
    """
    document, model = _mapping(reading.get("document")), _mapping(reading.get("model"))
    chars = len(original)
    groups = {
        "Question and conclusion": _abouts(reading, chars),
        "Statements": _statements(reading, chars),
        "Positions": _positions(reading, chars),
        "Claims, and what the record says": _claims(reading, chars),
        "The author's own inferences": _inferences(reading, chars),
        "Odd in the text": _notes(reading, chars),
    }
    theirs = [
        *_statements(model, chars, "m"),
        *_positions(model, chars, "m"),
        *_inferences(model, chars, "m"),
    ]
    entries = [one for group in groups.values() for one in group] + theirs
    listed = [_group(name, group, original) for name, group in groups.items()]
    if model:
        listed.append(_group("From the language model", theirs, original, _facts(_of_model(model))))
    found = f'<section id="found" aria-label="What was found">\n{"".join(listed)}</section>\n'
    text = f'<div class="text" dir="auto">{_marked(original, entries, _sections(document, chars))}</div>\n'
    article = '<article aria-labelledby="the-text">\n<h2 id="the-text">The document</h2>\n'
    return f"{_facts(_of_document(document))}{_LEGEND}", f"{article}{text}</article>\n{found}"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _items(reading: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return [one for one in _list(reading.get(key)) if isinstance(one, Mapping)]


def _spans(values: Iterable[Any], chars: int) -> tuple[Span, ...]:
    """Spans cut to the document; what is none is left out."""
    found = []
    for value in values:
        match _list(value):
            case [int(start), int(end)]:
                start = min(max(start, 0), chars)
                found.append((start, min(max(end, start), chars)))
    return tuple(found)


def _statements(reading: Mapping[str, Any], chars: int, prefix: str = "") -> list[_Entry]:
    only = _list(_mapping(reading.get("compared")).get("only_model"))
    found = []
    for number, one in enumerate(_items(reading, "statements"), 1):
        speaker, inferred = _mapping(one.get("speaker")), one.get("date") and one.get("date_inferred")
        facts: list[tuple[str, Any]] = [
            ("Speaker", speaker.get("name") or "not named"),
            ("State", speaker.get("state")),
            *((name, one.get(key)) for name, key in _OF_STATEMENT.items()),
            ("Date", written(one.get("date")) + (" (in part from elsewhere)" if inferred else "")),
            ("Source", "an unnamed crowd" if one.get("weak_source") else None),
            ("Rules", "did not find it" if one.get("id") in only else None),
            _nearly(one),
        ]
        named = _spans([speaker.get("span")], chars)
        found.append(
            _Entry(
                f"{prefix}s{number}",
                written(one.get("id")),
                written(one.get("kind")),
                "asked" if one.get("kind") in ("question", "demand") else "said",
                _spans(_list(one.get("content_spans")), chars),
                tuple(facts),
                named=named[0] if named else None,
            )
        )
    return found


def _nearly(one: Mapping[str, Any]) -> tuple[str, str | None]:
    return "Words", "returned nearly as they stand" if one.get("exact") is False else None


def _simple(
    key: str, one: Mapping[str, Any], chars: int, heading: Any, style: str, *facts: tuple[str, Any]
) -> _Entry:
    return _Entry(key, key, written(heading), style, _spans([one.get("span")], chars), (*facts, _nearly(one)))


def _positions(reading: Mapping[str, Any], chars: int, prefix: str = "") -> list[_Entry]:
    found = []
    for number, one in enumerate(_items(reading, "positions"), 1):
        target = one.get("target_name") or one.get("target")
        heading = " ".join(written(part) for part in (one.get("holder"), one.get("position"), target))
        facts = ("Holder's state", one.get("holder_state")), ("In statement", one.get("statement"))
        found.append(_simple(f"{prefix}p{number}", one, chars, heading, "position", *facts))
    return found


def _claims(reading: Mapping[str, Any], chars: int) -> list[_Entry]:
    found = []
    for number, one in enumerate(_items(reading, "claims"), 1):
        told = one.get("verdict")
        verdict = told if isinstance(told, str) and told in _VERDICTS else "cannot be checked"
        facts = (("About", one.get("type")), ("States", one.get("states")), ("Why", one.get("reason")))
        found.append(
            _Entry(
                f"c{number}",
                f"{written(one.get('id'))} {_VERDICTS[verdict]}",
                verdict,
                verdict.partition(" ")[0],
                _spans([one.get("span")], chars),
                (*facts, ("In statement", one.get("statement"))),
                tuple(_items(one, "rows")),
            )
        )
    return found


def _inferences(reading: Mapping[str, Any], chars: int, prefix: str = "") -> list[_Entry]:
    return [
        _simple(f"{prefix}i{number}", one, chars, "", "inference", ("Shown by", one.get("cue")))
        for number, one in enumerate(_items(reading, "inferences"), 1)
    ]


def _notes(reading: Mapping[str, Any], chars: int) -> list[_Entry]:
    return [
        _simple(f"n{number}", one, chars, one.get("kind"), "note")
        for number, one in enumerate(_items(reading, "notes"), 1)
    ]


def _abouts(reading: Mapping[str, Any], chars: int) -> list[_Entry]:
    return [
        _simple(kind, one, chars, "", kind, ("About", one.get("about")))
        for kind in ("question", "conclusion")
        if (one := _mapping(reading.get(kind)))
    ]


def _sections(document: Mapping[str, Any], chars: int) -> list[tuple[int, str]]:
    return [
        (span[0], written(one.get("kind")))
        for one in _items(document, "sections")
        for span in _spans([one.get("span")], chars)
    ]


def _of_document(document: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name.capitalize(), document.get(name)) for name in ("publisher", "author", "date")] + [
        ("Characters", document.get("chars"))
    ]


def _of_model(model: Mapping[str, Any]) -> list[tuple[str, Any]]:
    sent, chars = model.get("sent"), model.get("chars")
    because = _mapping(model.get("dropped_because")).items()
    return [
        ("Endpoint", model.get("endpoint")),
        ("Failed", model.get("failed")),
        ("Kept", model.get("kept")),
        ("Dropped", model.get("dropped")),
        ("Dropped as", "; ".join(f"{written(number)} {written(why)}" for why, number in because)),
        ("Read", f"the first {written(sent)} of {written(chars)} characters" if sent != chars else None),
    ]


def _facts(facts: Iterable[tuple[str, Any]]) -> str:
    lines = [f"<dt>{shown(name)}</dt><dd>{shown(value)}</dd>" for name, value in facts if written(value)]
    return f"<dl>{''.join(lines)}</dl>\n" if lines else ""


def _group(name: str, entries: Sequence[_Entry], original: str, before: str = "") -> str:
    listed = "".join(_entry(one, original) for one in entries) or "<li>none</li>"
    return f"<h2>{shown(name)}</h2>\n{before}<ul>{listed}</ul>\n"


def _entry(entry: _Entry, original: str) -> str:
    quoted = []
    for start, end in entry.spans:
        cut = "…" if end - start > _LONGEST else ""
        quoted.append(f'<q dir="auto">{shown(original[start : min(end, start + _LONGEST)])}{cut}</q>')
    back = f' <a href="#t-{entry.key}">in the text</a>' if entry.spans else ""
    return (
        f'<li id="e-{entry.key}"><h3><span class="{entry.style}">{shown(entry.label)}</span> '
        f"{shown(entry.heading)}</h3>{back}<br>{' … '.join(quoted)}"
        f"{_facts(entry.facts)}{_rows(entry.rows)}</li>\n"
    )


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return ""
    columns = list(dict.fromkeys(key for row in rows[:_MOST_ROWS] for key in row))[:_MOST_COLUMNS]
    head = "".join(f'<th scope="col">{shown(column)}</th>' for column in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{shown(row.get(column))}</td>' for column in columns)}</tr>"
        for row in rows[:_MOST_ROWS]
    )
    more = f"<p>and {len(rows) - _MOST_ROWS} more rows</p>" if len(rows) > _MOST_ROWS else ""
    table = f"<table><tr>{head}</tr>{body}</table>"
    return f'<div class="rows" role="group" aria-label="Rows" tabindex="0">{table}</div>{more}'


def _marked(original: str, entries: Sequence[_Entry], sections: Iterable[tuple[int, str]]) -> str:
    """The document in segments: at each end of a span one segment ends, and each has the styles that hold."""
    links: dict[int, list[str]] = {}
    turns: dict[int, Counter[str]] = {}
    for place, kind in sections:
        links.setdefault(place, []).append(f'<span class="part">{shown(kind)}</span>')
    for entry in entries:
        if entry.spans:
            links.setdefault(min(entry.spans)[0], []).append(
                f'<a class="ref" id="t-{entry.key}" href="#e-{entry.key}">{shown(entry.label)}</a>'
            )
        styled = [(entry.style, span) for span in entry.spans]
        for style, (start, end) in [*styled, *([("speaker", entry.named)] if entry.named else [])]:
            if start < end:
                turns.setdefault(start, Counter())[style] += 1
                turns.setdefault(end, Counter())[style] -= 1
    pieces, last = [], 0
    holding: Counter[str] = Counter()
    for place in sorted({*links, *turns, len(original)}):
        if place > last:
            styles = " ".join(sorted(style for style, number in holding.items() if number))
            words = shown(original[last:place])
            pieces.append(f'<span class="{styles}">{words}</span>' if styles else words)
        pieces += links.get(place, ())
        for style, change in turns.get(place, Counter()).items():
            holding[style] += change
        last = place
    return "".join(pieces)
