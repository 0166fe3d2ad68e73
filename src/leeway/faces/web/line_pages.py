"""One line of evidence of an answer, and how far the answer bends when lines are weighed otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from leeway.errors import QuestionError
from leeway.faces.figures.bends import bending_chart
from leeway.faces.figures.strip import line_chart
from leeway.faces.figures.theme import Spec
from leeway.faces.report import asked
from leeway.faces.report.parts import Section, table
from leeway.faces.tables import csv_table, json_text
from leeway.faces.web.addresses import address, read_query, settled, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.commands import COMMANDS, Places, Told
from leeway.faces.web.forms import JSON, drawn_body
from leeway.faces.web.kept import Body
from leeway.faces.web.queries import AskQuery
from leeway.faces.web.sending import HTML, elsewhere, sent
from leeway.faces.web.templating import rendered
from leeway.verdict.naming import name_of

_OF_A_STEP = ("weight", "answer", "probability", "leading")
_ROWS_AT = {
    "votes": "votes",
    "recognition": "ties",
    "security": "ties",
    "influence": "ties",
    "words": "events",
    "deeds": "events",
    "relations": "events",
    "trade": "trade",
    "backdoor": "backdoor",
}
"""The command that lists what stands behind a line."""


def router(answers: Answers) -> APIRouter:
    """Addresses of lines and of weights."""
    found = APIRouter(include_in_schema=False)
    found.add_api_route("/line/{state}/{partner}/{line}", _line(answers), methods=["GET"])
    found.add_api_route("/weights/{state}/{partner}", _weights(answers), methods=["GET"])
    return found


def _line(answers: Answers) -> Any:
    async def view(request: Request) -> Response:
        params = request.path_params
        name, form = split_form(params["line"])
        places = settled("line", (params["state"], params["partner"]))
        query = read_query(AskQuery, request.query_params.multi_items())
        where = address("line", (*places, name), query.given(), form=form)
        if (other := elsewhere(request, where)) is not None:
            return other
        return sent(
            request, await answers.body(where, partial(_line_body, answers, places, name, query, form))
        )

    return view


def _line_body(answers: Answers, places: Places, name: str, query: AskQuery, form: str) -> Body:
    told = answers.told("ask", places, query)
    content = told.content
    line = next((one for one in content["lines"] if one["line"] == name), None)
    if line is None:
        held = ", ".join(one["line"] for one in content["lines"])
        raise QuestionError(
            f"There is no line of evidence called {name[:40]}.", hint=f"The lines there are: {held}."
        )
    if form == "json":
        return Body.of(JSON, json_text(line).encode())
    if form == "csv":
        series = line.get("series", {"periods": []})
        rows = [dict(zip(series, one, strict=True)) for one in zip(*series.values(), strict=True)]
        return Body.of("text/csv; charset=utf-8", csv_table(rows, tuple(series)).encode())
    silent = line["probability"] is None
    forms = ("json", "csv") if silent else ("json", "csv", "svg", "png")
    window = content["since"], content["until"]
    if form in ("svg", "png") and not silent:
        return drawn_body(line_chart(line, window), form)
    if form:
        raise QuestionError(f"This line does not come as {form}.", hint=f"It comes as {_and(forms)}.")
    return Body.of(HTML, _line_page(told, line, () if silent else (line_chart(line, window),), forms))


def _line_page(told: Told, line: Mapping[str, Any], drawn: Sequence[Spec], forms: Sequence[str]) -> bytes:
    content, places, name = told.content, told.places, line["line"]
    given = told.query.given()
    single = {**content, "lines": [line], "rivals": [], "ties": [], "contest": None, "robustness": None}
    picture = address("line", (*places, name), given, form="svg")
    return rendered(
        "line.html",
        line=line,
        content=content,
        places=places,
        query=given,
        title=f"{name_of(places[0])} and {name_of(places[1])}: {name}",
        sentence=line["title"],
        told_facts=(),
        charts=[("line", spec, picture) for spec in drawn],
        sections=[one for one in asked.sections(single) if one.holds],
        name="line",
        forms=forms,
        rows_of=_ROWS_AT[name],
        rows_at=_rows_at(name, places, given),
        caveats=[one["text"] for one in content["caveat_rules"] if one["line"] == name],
        sources=_sources_of(content, name),
    )


def _rows_at(line: str, places: Places, given: Mapping[str, Any]) -> str:
    """Where the rows behind a line are, over the same window."""
    command = COMMANDS[_ROWS_AT[line]]
    window = {key: given[key] for key in ("since", "until", "as_of") if key in given}
    taken = {key: value for key, value in window.items() if key in command.query.model_fields}
    return address(command.name, places, taken)


def _sources_of(content: Mapping[str, Any], line: str) -> list[Any]:
    from leeway.measures import declared

    own = set(declared([line])[0].sources)
    return [one for one in content["data"]["sources"] if one["id"] in own]


def _weights(answers: Answers) -> Any:
    async def view(request: Request) -> Response:
        params = request.path_params
        last, form = split_form(params["partner"])
        places = settled("weights", (params["state"], last))
        query = read_query(AskQuery, request.query_params.multi_items())
        where = address("weights", places, query.given(), form=form)
        if (other := elsewhere(request, where)) is not None:
            return other
        return sent(request, await answers.body(where, partial(bent_body, answers, places, query, form)))

    return view


def bent_body(answers: Answers, places: Places, query: AskQuery, form: str) -> Body:
    """How far an answer bends when lines are weighed otherwise, in one form; as a page where it is empty.

    Raises
    ------
    QuestionError
        If it does not come in that form.
    """
    slow = COMMANDS["ask"].heavy(query)
    content = answers.worked_out(
        ("weights", places, query), partial(_bends, answers, places, query), slow=slow
    )
    if form == "json":
        return Body.of(JSON, json_text(content).encode())
    rows = [
        {"line": line["line"], "others": others, **{key: step[key] for key in _OF_A_STEP}}
        for line in content["lines"]
        for others, steps in (("as asked", line["steps"]), ("not heard", [{"weight": 1.0, **line["alone"]}]))
        for step in steps
    ]
    if form == "csv":
        return Body.of("text/csv; charset=utf-8", csv_table(rows).encode())
    spec = bending_chart(content)
    forms = ("json", "csv", "svg", "png") if spec else ("json", "csv")
    if form in ("svg", "png") and spec is not None:
        return drawn_body(spec, form)
    if form:
        raise QuestionError(f"Weights do not come as {form} here.", hint=f"They come as {_and(forms)}.")
    shown = table("The answer with one line at every weight, the others as asked", rows)
    page = rendered(
        "view.html",
        title=f"How far the answer bends: {name_of(places[0])} and {name_of(places[1])}",
        sentence=content["sentence"],
        told_facts=(),
        charts=[("bends", spec, address("weights", places, query.given(), form="svg"))] if spec else [],
        sections=[Section("Line by line", tables=shown)],
        name="weights",
        places=places,
        query=query.given(),
        forms=forms,
    )
    return Body.of(HTML, page)


def _bends(answers: Answers, places: Places, query: AskQuery) -> dict[str, Any]:
    from leeway.verdict.bending import bending

    return bending(COMMANDS["ask"].result(answers.settings, places, query)).to_dict()


def _and(forms: Sequence[str]) -> str:
    return f"{', '.join(forms[:-1])} and {forms[-1]}"
