"""One answer as one page of HTML, whole in itself: no script runs, and nothing is loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import leeway
from leeway.faces.palette import PALETTE, policy
from leeway.faces.report import anything, asked
from leeway.faces.report.drawn import charts
from leeway.faces.report.parts import Section, Table, table
from leeway.faces.templates import environment

if TYPE_CHECKING:
    from jinja2 import Template

_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_OF_KIND = {"positions": ("un-votes",), "votes": ("un-votes",), "surprise": ("un-votes", "ledger")}
_SOURCES = {
    "id": "source",
    "publisher": "publisher",
    "covered": "covered",
    "licence": "licence",
    "sha256": "SHA-256 of the file",
}


def report_page(
    kind: str,
    content: Any,
    *,
    rows: Sequence[Mapping[str, Any]] = (),
    columns: Sequence[str] | None = None,
    sentence: str | None = None,
    command: str | None = None,
) -> str:
    """The report of an answer.

    Parameters
    ----------
    kind : str
        The command that answered: ask, movers, positions, votes, surprise, ties, trade, backdoor or events.
    content : mapping, or list of mapping for positions
        What ``--json`` prints; it stands in the page as it is.
    rows : sequence of mapping
        What ``--csv`` prints, as the main table. An answer of ``ask`` has tables of its own.
    columns : sequence of str, optional
        Its columns.
    sentence : str, optional
        What the answer is in words; by default its own sentence.
    command : str, optional
        How to make the answer again.

    Returns
    -------
    str
        HTML that can be saved as UTF-8.

    Examples
    --------
    >>> from leeway import ask
    >>> page = report_page("ask", ask("KAZ", "RUS", lines="votes").to_dict(), command="leeway ask KAZ RUS")
    >>> "<h1>Is Kazakhstan moving away from Russia?</h1>" in page
    True
    """
    told = content if isinstance(content, Mapping) else {"rows": list(content)}
    style = PALETTE + _file("style.css")
    drawn = Section("In charts", charts=charts(kind, content))
    own = asked.sections(told) if kind == "ask" else anything.sections(kind, told, rows, columns)
    return _template().render(
        title=told.get("question") or anything.title(kind, told),
        sentence=sentence if sentence is not None else told.get("sentence", ""),
        facts=asked.facts(told) if kind == "ask" else anything.facts(told),
        sections=[one for one in (drawn, *own, *closing_sections(kind, told)) if one.holds],
        command=command,
        version=leeway.__version__,
        built=_version(told),
        json=json_inside(content),
        style=style,
        policy=policy(style),
    )


def json_inside(content: Any) -> str:
    r"""JSON that can stand inside an element of HTML whatever it says.

    Parameters
    ----------
    content
        As ``--json`` prints it; reading the text back gives the same.

    Examples
    --------
    >>> json_inside({"said": "</script>\u2028"})
    '{"said": "\\u003c/script\\u003e\\u2028"}'
    """
    return json.dumps(content, default=str).translate(_ESCAPED)


def closing_sections(kind: str, content: Mapping[str, Any]) -> tuple[Section, ...]:
    """What every report has at its end."""
    return (
        Section("Mind that", items=tuple(map(str, content.get("caveats") or ()))),
        Section("What the record cannot show", items=tuple(map(str, content.get("cannot_show") or ()))),
        Section("Sources", tables=_sources(content)),
        Section("How to cite", words=_to_cite(content), items=_citations(kind, content)),
    )


def _sources(content: Mapping[str, Any]) -> tuple[Table, ...]:
    listed = content.get("data", {}).get("sources") or content.get("sources") or ()
    rows = [
        {
            **one,
            "id": one.get("id") or one.get("source"),
            "covered": " to ".join(one.get("covered") or (one.get("since", ""), one.get("until", ""))),
        }
        for one in listed
    ]
    columns = {key: head for key, head in _SOURCES.items() if any(row.get(key) for row in rows)}
    return table("Files behind this answer, and until when each speaks", rows, columns)


def _version(content: Mapping[str, Any]) -> str:
    told = content.get("data", {})
    built = f", built {told['built']}" if told.get("built") else ""
    return f"{told['version']}{built}" if told.get("version") else ""


def _to_cite(content: Mapping[str, Any]) -> tuple[str, ...]:
    version = _version(content)
    of = f", and the estimates ({version})" if version else ""
    return (f"Name Leeway with its version, the question with its window{of}, and the sources used:",)


def _citations(kind: str, content: Mapping[str, Any]) -> tuple[str, ...]:
    """Leeway, and the sources that this answer rests on."""
    from leeway.measures import declared
    from leeway.sources.lineage import cite

    listed = content.get("data", {}).get("sources") or content.get("sources") or ()
    used = {one.get("id") or one.get("source") for one in listed} | set(_OF_KIND.get(kind, ()))
    if kind == "movers":
        used |= set(declared([content["line"]])[0].sources)
    return tuple(one.text for one in cite() if one.of == "leeway" or one.of in used)


def _file(name: str) -> str:
    return resources.files("leeway.faces.report").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    return environment().from_string(_file("page.html"))
