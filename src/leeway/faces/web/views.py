"""A view and all its forms: a page, a part to embed, data, tables, pictures, a citation."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import leeway
from leeway.errors import QuestionError
from leeway.faces.figures.theme import Spec
from leeway.faces.tables import csv_table, json_text
from leeway.faces.web.addresses import address, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.commands import Places
from leeway.faces.web.kept import Body
from leeway.faces.web.sending import HTML, elsewhere, sent
from leeway.faces.web.templating import rendered

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
_BIB = "application/x-bibtex; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TOLD = ("json", "csv", "xlsx", "bib")
_DRAWN = ("svg", "png", "vl.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What all forms of a view need.

    Attributes
    ----------
    name, places, query
        Its address.
    title, sentence : str
    content : mapping or list
        What ``.json`` holds.
    rows : sequence of mapping
        What ``.csv`` holds.
    columns : tuple of str
        Columns of the rows; those of the first rows by default.
    draw : callable or None
        Makes the chart; None where nothing is drawn of such a view.
    data : mapping
        The keys ``data`` and ``sources`` of the answer that it rests on, for the citation.
    """

    name: str
    places: Places
    query: Mapping[str, Any]
    title: str
    sentence: str = ""
    content: Any
    rows: Sequence[Mapping[str, Any]]
    columns: tuple[str, ...] = ()
    draw: Callable[[], Spec] | None = None
    data: Mapping[str, Any]

    @property
    def forms(self) -> tuple[str, ...]:
        """Endings of its address."""
        return (*_TOLD, *(_DRAWN if self.draw else ()))

    @property
    def picture(self) -> str:
        """Address of its chart."""
        return address(self.name, self.places, self.query, form="svg")

    def handed_over(self, form: str, *, base: str = "") -> Body:
        """The view in a form of `forms`.

        Parameters
        ----------
        form : str
        base : str
            What stands before its address, for the citation.

        Raises
        ------
        QuestionError
            If it does not come in that form, or there is nothing to draw.
        """
        match form:
            case "json":
                return Body.of(JSON, json_text(self.content).encode())
            case "csv":
                text = csv_table(self.rows, self.columns or None)
                return Body.of(CSV, text.encode(), file=self.file_name(form))
            case "bib":
                return Body.of(_BIB, self.bibtex(base).encode(), file=self.file_name(form))
            case "xlsx":
                return Body.of(_XLSX, self._workbook(), file=self.file_name(form))
        if form not in self.forms or self.draw is None:
            *others, last = self.forms
            raise QuestionError(
                f"This view does not come as {form}.", hint=f"It comes as {', '.join(others)} and {last}."
            )
        spec = self.draw()
        return Body.of(JSON, json_text(spec).encode()) if form == "vl.json" else drawn_body(spec, form)

    def embedded(self) -> Body:
        """The view as a part of another page: its sentence and its chart."""
        page = rendered(
            "embed.html",
            title=self.title,
            sentence=self.sentence,
            id="embedded",
            spec=self.draw() if self.draw else None,
            picture=self.picture,
            whole=address(self.name, self.places, self.query),
        )
        return Body.of(HTML, page)

    def file_name(self, form: str) -> str:
        """Under which name a browser saves it."""
        said = [f"{key}-{value}" for key, value in self.query.items() if isinstance(value, str | int)]
        words = "-".join(["leeway", self.name, *self.places, *said])
        return f"{_ascii(words)[:100]}.{form}"

    def bibtex(self, base: str = "") -> str:
        """How to cite the view: itself, Leeway, and the sources it rests on, as BibTeX."""
        told = self.data.get("data") or {}
        built = f", estimates {told['version']} built {told['built']}" if told.get("built") else ""
        at = base.rstrip("/") + address(self.name, self.places, self.query)
        own = (
            f"@misc{{{_ascii('-'.join(['leeway', self.name, *self.places]).lower())},\n"
            f"  title = {{{_braced(self.title)}}},\n  author = {{{{The Leeway authors}}}},\n"
            f"  howpublished = {{\\url{{{_braced(at)}}}}},\n"
            f"  note = {{Leeway {leeway.__version__}{built}}},\n}}"
        )
        listed = told.get("sources") or self.data.get("sources") or ()
        used = {one.get("id") or one.get("source") for one in listed}
        cited = [one.bibtex for one in leeway.cite() if one.of == "leeway" or one.of in used]
        return "\n\n".join([own, *cited]) + "\n"

    def _workbook(self) -> bytes:
        from leeway.faces.workbook import answer_workbook, write_tables

        if self.name == "ask":
            return answer_workbook(self.content)
        held = io.BytesIO()
        write_tables(held, {self.name: self.rows})
        return held.getvalue()


async def shown(
    request: Request,
    answers: Answers,
    own: str,
    view: Callable[[], View],
    page: Callable[[View], bytes],
) -> Response:
    """A view in the form that its address asks for.

    Parameters
    ----------
    request : Request
    answers : Answers
    own : str
        The one address of the view in that form; any other is redirected to it.
    view : callable
        Works the view out.
    page : callable
        From the view to its page.
    """
    path = request.url.path
    form = split_form(path)[1]
    embedded = path.startswith("/embed/") and not form
    where = f"/embed{own}" if embedded else own
    if (other := elsewhere(request, where)) is not None:
        return other
    base = str(request.base_url) if form == "bib" else ""

    def made() -> Body:
        told = view()
        if form:
            return told.handed_over(form, base=base)
        return told.embedded() if embedded else Body.of(HTML, page(told))

    return sent(request, await answers.body(f"{base}{where}", made))


def drawn_body(spec: Spec, form: str) -> Body:
    """A chart as a picture that stands alone: ``svg`` or ``png``."""
    from leeway.faces.figures.drawing import on_paper, png, svg

    if form == "png":
        return Body.of("image/png", png(spec))
    return Body.of("image/svg+xml", svg(on_paper(spec)).encode())


def _ascii(text: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text)


def _braced(text: str) -> str:
    return "".join(" " if letter in "{}\\\n\r" else letter for letter in text)
