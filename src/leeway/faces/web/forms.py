"""A view in other forms than a page: data, tables, pictures, citations."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import leeway
from leeway.errors import QuestionError
from leeway.faces.figures.theme import Spec
from leeway.faces.tables import csv_table, json_text
from leeway.faces.web.commands import COMMANDS, Told, figure_names
from leeway.faces.web.kept import Body

JSON = "application/json"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handed_over(told: Told, form: str, *, at: str, figure: str | None = None) -> Body:
    """An answer in one form.

    Parameters
    ----------
    told : Told
    form : {'json', 'csv', 'svg', 'png', 'bib', 'xlsx', 'vl.json'}
    at : str
        Full address of the view, for the citation.
    figure : str, optional
        Which chart, for pictures.

    Raises
    ------
    QuestionError
        If there is nothing to draw.
    """
    match form:
        case "json":
            return Body.of(JSON, json_text(told.content).encode())
        case "csv":
            text = csv_table(told.rows, told.columns or None)
            return Body.of("text/csv; charset=utf-8", text.encode(), file=file_name(told, form))
        case "bib":
            kind = "application/x-bibtex; charset=utf-8"
            return Body.of(kind, bibtex(told, at).encode(), file=file_name(told, form))
        case "xlsx":
            return Body.of(_XLSX, _workbook(told), file=file_name(told, form))
    spec = COMMANDS[told.command].drawn(told, figure)
    return Body.of(JSON, json_text(spec).encode()) if form == "vl.json" else drawn_body(spec, form)


def file_name(told: Told, form: str) -> str:
    """Under which name a browser saves it.

    Examples
    --------
    >>> from leeway.faces.web.queries import MoversQuery
    >>> file_name(Told("movers", ("RUS",), MoversQuery(since="2014"), {}, [], (), ""), "csv")
    'leeway-movers-RUS-since-2014.csv'
    """
    said = [f"{key}-{value}" for key, value in told.query.given().items() if isinstance(value, str | int)]
    words = "-".join(["leeway", told.command, *told.places, *said])
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in words)
    return f"{safe[:100]}.{form}"


def drawn_body(spec: Spec, form: str) -> Body:
    """A chart as a picture that stands alone: ``svg`` or ``png``."""
    from leeway.faces.figures.drawing import on_paper, png, svg

    if form == "png":
        return Body.of("image/png", png(spec))
    return Body.of("image/svg+xml", svg(on_paper(spec)).encode())


def _workbook(told: Told) -> bytes:
    from leeway.faces.workbook import answer_workbook, write_tables

    if told.command == "ask":
        return answer_workbook(told.content)
    held = io.BytesIO()
    write_tables(held, {told.command: told.rows})
    return held.getvalue()


def bibtex(told: Told, at: str) -> str:
    """How to cite a view: itself, Leeway, and the sources it rests on, as BibTeX."""
    content: Mapping[str, Any] = told.content if isinstance(told.content, Mapping) else {}
    data = content.get("data") or {}
    title = content.get("question") or told.sentence or f"Leeway: {told.command} {' '.join(told.places)}"
    built = f", estimates {data['version']} built {data['built']}" if data.get("built") else ""
    key = "-".join(["leeway", told.command, *told.places]).lower()
    own = (
        f"@misc{{{_key(key)},\n  title = {{{_braced(title)}}},\n  author = {{{{The Leeway authors}}}},\n"
        f"  howpublished = {{\\url{{{_braced(at)}}}}},\n"
        f"  note = {{Leeway {leeway.__version__}{built}}},\n}}"
    )
    used = {one.get("id") or one.get("source") for one in data.get("sources") or content.get("sources") or ()}
    cited = [one.bibtex for one in leeway.cite() if one.of == "leeway" or one.of in used]
    return "\n\n".join([own, *cited]) + "\n"


def _key(text: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text)


def _braced(text: str) -> str:
    return "".join(" " if letter in "{}\\\n\r" else letter for letter in text)


def wanted_figure(name: str, asked: str | None) -> str | None:
    """The chart that an address asks for.

    Raises
    ------
    QuestionError
        If the command has no such chart.
    """
    names = figure_names(name)
    if asked is not None and asked not in names:
        raise QuestionError(
            f"There is no chart '{asked[:40]}' of {name}.", hint=f"There are: {', '.join(names)}."
        )
    return asked
