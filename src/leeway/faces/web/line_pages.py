"""One line of evidence of an answer, and how far the answer bends when lines are weighed otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from leeway.errors import QuestionError
from leeway.faces.figures.bends import bending_chart
from leeway.faces.figures.strip import line_chart
from leeway.faces.report import asked
from leeway.faces.report.parts import Section, table
from leeway.faces.web.addresses import address, read_query, settled, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.commands import COMMANDS, Places, Told
from leeway.faces.web.queries import AskQuery
from leeway.faces.web.templating import rendered
from leeway.faces.web.views import View, shown
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
    for before in ("", "/embed"):
        found.add_api_route(f"{before}/line/{{state}}/{{partner}}/{{line}}", _line(answers), methods=["GET"])
        found.add_api_route(f"{before}/weights/{{state}}/{{partner}}", _weights(answers), methods=["GET"])
    return found


def _line(answers: Answers) -> Any:
    async def view(request: Request) -> Response:
        params = request.path_params
        name, form = split_form(params["line"])
        places = settled("line", (params["state"], params["partner"]))
        query = read_query(AskQuery, request.query_params.multi_items())
        own = address("line", (*places, name), query.given(), form=form)
        told = partial(answers.told, "ask", places, query)
        return await shown(
            request,
            answers,
            own,
            lambda: _line_view(told(), name),
            lambda told_so: _line_page(told(), told_so),
        )

    return view


def _named(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A line of an answer by its name."""
    line: Mapping[str, Any] | None = next((one for one in content["lines"] if one["line"] == name), None)
    if line is None:
        held = ", ".join(one["line"] for one in content["lines"])
        raise QuestionError(
            f"There is no line of evidence called {name[:40]}.", hint=f"The lines there are: {held}."
        )
    return line


def _line_view(told: Told, name: str) -> View:
    content = told.content
    line = _named(content, name)
    series = line.get("series", {"periods": []})
    window = content["since"], content["until"]
    return View(
        name="line",
        places=(*told.places, name),
        query=told.query.given(),
        title=f"{name_of(told.places[0])} and {name_of(told.places[1])}: {name}",
        sentence=line["title"],
        content=line,
        rows=[dict(zip(series, one, strict=True)) for one in zip(*series.values(), strict=True)],
        columns=tuple(series),
        draw=None if line["probability"] is None else partial(line_chart, line, window),
        data={"data": {**content["data"], "sources": _sources_of(content, name)}},
    )


def _line_page(told: Told, view: View) -> bytes:
    content, places = told.content, told.places
    name = view.places[-1]
    line = _named(content, name)
    single = {**content, "lines": [line], "rivals": [], "ties": [], "contest": None, "robustness": None}
    return rendered(
        "line.html",
        line=line,
        content=content,
        places=places,
        query=view.query,
        title=view.title,
        sentence=view.sentence,
        told_facts=(),
        charts=[("line", view.draw(), view.picture)] if view.draw else [],
        sections=[one for one in asked.sections(single) if one.holds],
        name="line",
        forms=view.forms,
        rows_of=_ROWS_AT[name],
        rows_at=_rows_at(name, places, view.query),
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
        own = address("weights", places, query.given(), form=form)
        return await shown(request, answers, own, partial(_bent_view, answers, places, query), _bent_page)

    return view


def bends(answers: Answers, places: Places, query: AskQuery) -> dict[str, Any]:
    """How far an answer bends when lines are weighed otherwise, under the keys of `Bending.to_dict`."""
    slow = COMMANDS["ask"].heavy(query)
    return answers.worked_out(("weights", places, query), partial(_bends, answers, places, query), slow=slow)


def _bent_view(answers: Answers, places: Places, query: AskQuery) -> View:
    content = bends(answers, places, query)
    spec = bending_chart(content)
    return View(
        name="weights",
        places=places,
        query=query.given(),
        title=f"How far the answer bends: {name_of(places[0])} and {name_of(places[1])}",
        sentence=content["sentence"],
        content=content,
        rows=[
            {"line": line["line"], "others": others, **{key: step[key] for key in _OF_A_STEP}}
            for line in content["lines"]
            for others, steps in (
                ("as asked", line["steps"]),
                ("not heard", [{"weight": 1.0, **line["alone"]}]),
            )
            for step in steps
        ],
        draw=None if spec is None else lambda: spec,
        data={},
    )


def _bent_page(view: View) -> bytes:
    shown_rows = table("The answer with one line at every weight, the others as asked", view.rows)
    return rendered(
        "view.html",
        title=view.title,
        sentence=view.sentence,
        told_facts=(),
        charts=[("bends", view.draw(), view.picture)] if view.draw else [],
        sections=[Section("Line by line", tables=shown_rows)],
        name=view.name,
        places=view.places,
        query=view.query,
        forms=view.forms,
    )


def _bends(answers: Answers, places: Places, query: AskQuery) -> dict[str, Any]:
    from leeway.verdict.bending import bending

    return bending(COMMANDS["ask"].result(answers.settings, places, query)).to_dict()
