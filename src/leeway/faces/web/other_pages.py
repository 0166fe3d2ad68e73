"""Pages beside those of the commands: the question box, states, lines, weights, tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from leeway.errors import QuestionError
from leeway.faces.figures.bends import bending_chart
from leeway.faces.figures.courses import positions_chart
from leeway.faces.figures.strip import line_chart
from leeway.faces.report import asked
from leeway.faces.report.parts import Section, table
from leeway.faces.tables import csv_table, json_text
from leeway.faces.web.addresses import address, read_query, settled, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.commands import COMMANDS, Places
from leeway.faces.web.forms import drawn_body
from leeway.faces.web.kept import Body
from leeway.faces.web.problems import KINDS
from leeway.faces.web.queries import AskQuery, PositionsQuery
from leeway.faces.web.sending import HTML, sent
from leeway.faces.web.templating import rendered
from leeway.states import State, state, states
from leeway.verdict.naming import find_state, name_of, suggest
from leeway.verdict.question import read_question

JSON = "application/json"
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
    """Pages of this file."""
    found = APIRouter(include_in_schema=False)
    routes: tuple[tuple[str, Callable[..., Any]], ...] = (
        ("/", _home(answers)),
        ("/ask", _pair),
        ("/states", _kept(answers, _states_page)),
        ("/state/{key}", _state(answers)),
        ("/line/{state}/{partner}/{line}", _line(answers)),
        ("/weights/{state}/{partner}", _weights(answers)),
        ("/codebook", _kept(answers, _codebook_page)),
        ("/sources", _kept(answers, partial(_sources_page, answers))),
        ("/cite", _kept(answers, _cite_page)),
        ("/problems/{kind}", _problem_kind(answers)),
        ("/api", _kept(answers, _api_page)),
    )
    for path, view in routes:
        found.add_api_route(path, view, methods=["GET", "HEAD"])
    return found


def _kept(answers: Answers, make: Callable[[], bytes]) -> Any:
    """A page that is the same for everybody."""

    async def view(request: Request) -> Response:
        path = request.url.path
        return sent(request, await answers.body(path, lambda: Body.of(HTML, make())))

    return view


def _home(answers: Answers) -> Any:
    async def view(request: Request) -> Response:
        question = request.query_params.get("q", "").strip()
        if question:
            return RedirectResponse(_asked_address(question), 303)
        page = await answers.body("/", lambda: Body.of(HTML, rendered("home.html", names=_names())))
        return sent(request, page)

    return view


async def _pair(request: Request) -> Response:
    """Two states as a form sends them."""
    asked = {key: value for key, value in request.query_params.items() if key not in ("a", "b") and value}
    a, b = (request.query_params.get(key, "").strip() for key in ("a", "b"))
    if not (a and b):
        raise QuestionError("Two states are needed.", hint="For example /ask/KAZ/RUS")
    return RedirectResponse(address("ask", settled("ask", (a, b)), asked), 303)


def _asked_address(question: str) -> str:
    """Where a question in words leads: to a pair, or to a state where it names one alone."""
    alone = find_state(question)
    if alone is not None:
        return address("state", (alone,))
    read = read_question(question[:400], find_state, suggest)
    window = {"since": read.since, "until": read.until}
    return address("ask", (read.state, read.partner), window)


def _names() -> list[str]:
    return sorted(one.name for one in states() if one.kind != "vanished")


def _states_page() -> bytes:
    today = [one for one in states() if one.kind != "vanished"]
    ended = [one for one in states() if one.kind == "vanished"]
    return rendered("states.html", groups=(("Of today", today), ("That ended", ended)))


def _state(answers: Answers) -> Any:
    async def view(request: Request, key: str) -> Response:
        name, form = split_form(key)
        (own,) = settled("state", (name,))
        where = address("state", (own,), form=form)
        if request.url.path != where:
            return RedirectResponse(where, 307)
        return sent(request, await answers.body(where, partial(_state_body, answers, own, form)))

    return view


def _state_body(answers: Answers, key: str, form: str) -> Body:
    one = state(key)
    content = _about(one)
    if form == "json":
        return Body.of(JSON, json_text(content).encode())
    if form == "csv":
        return Body.of("text/csv; charset=utf-8", csv_table(content["names"]).encode())
    if form:
        raise QuestionError(
            f"A state does not come as {form}.", hint="It comes as json and csv; its positions as svg."
        )
    charts: list[Any] = []
    with suppress(QuestionError):
        told = answers.told("positions", (key,), PositionsQuery())
        charts = [("positions", positions_chart(told.content), address("positions", (key,), form="svg"))]
    return Body.of(HTML, rendered("state.html", one=one, content=content, charts=charts, partners=_PARTNERS))


_PARTNERS = ("USA", "RUS", "CHN", "GBR", "FRA", "DEU", "IND", "TUR")


def _about(one: State) -> dict[str, Any]:
    return {
        "state": one.id,
        "name": one.name,
        "kind": one.kind,
        "names": [
            {
                "name": spell.name,
                "since": _day(spell.start),
                "until": _day(spell.end),
                "kind": spell.kind,
                "un_from": _day(spell.un_from),
                "un_to": _day(spell.un_to),
                "note": spell.note,
                "source": spell.source,
                "as_of": _day(spell.as_of),
            }
            for spell in one.spells
        ],
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _line(answers: Answers) -> Any:
    async def view(request: Request) -> Response:
        params = request.path_params
        name, form = split_form(params["line"])
        places = settled("line", (params["state"], params["partner"]))
        query = read_query(AskQuery, request.query_params.multi_items())
        where = address("line", (*places, name), query.given(), form=form)
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
        return Body.of("text/csv; charset=utf-8", csv_table(rows).encode())
    silent = line["probability"] is None
    window = content["since"], content["until"]
    if form in ("svg", "png") and not silent:
        return drawn_body(line_chart(line, window), form)
    if form:
        raise QuestionError(f"A line does not come as {form}.", hint="It comes as json, csv, svg and png.")
    given = query.given()
    charts = (
        []
        if silent
        else [("line", line_chart(line, window), address("line", (*places, name), given, form="svg"))]
    )
    single = {**content, "lines": [line], "rivals": [], "ties": [], "contest": None, "robustness": None}
    own = {key: given[key] for key in ("since", "until", "as_of") if key in given}
    rows_of = _ROWS_AT[name]
    takes = {"backdoor": {"as_of"}, "votes": {"since", "until"}, "ties": {"since", "until"}}.get(
        rows_of, set(own)
    )
    page = rendered(
        "line.html",
        line=line,
        content=content,
        places=places,
        query=given,
        title=f"{name_of(places[0])} and {name_of(places[1])}: {name}",
        sentence=line["title"],
        told_facts=(),
        charts=charts,
        sections=[one for one in asked.sections(single) if one.holds],
        name="line",
        forms=("json", "csv") if silent else ("json", "csv", "svg", "png"),
        rows_of=rows_of,
        rows_at=address(rows_of, places, {key: value for key, value in own.items() if key in takes}),
        caveats=[one["text"] for one in content["caveat_rules"] if one["line"] == name],
        sources=_sources_of(content, name),
    )
    return Body.of(HTML, page)


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
        return sent(request, await answers.body(where, partial(_weights_body, answers, places, query, form)))

    return view


def _weights_body(answers: Answers, places: Places, query: AskQuery, form: str) -> Body:
    content = answers.worked_out(("weights", places, query), partial(bends, answers, places, query))
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
    if form in ("svg", "png") and spec is not None:
        return drawn_body(spec, form)
    if form:
        raise QuestionError(f"Weights do not come as {form} here.", hint="They come as json and csv.")
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
        forms=("json", "csv", "svg", "png") if spec else ("json", "csv"),
    )
    return Body.of(HTML, page)


def bends(answers: Answers, places: Places, query: AskQuery) -> dict[str, Any]:
    """How far an answer bends when lines are weighed otherwise."""
    from leeway.verdict.bending import bending

    return bending(COMMANDS["ask"].answers(answers.settings, places, query)).to_dict()


def _codebook_page() -> bytes:
    from leeway.faces.export import explained

    frame = explained()
    groups = [(str(name[0]), rows.to_dicts()) for name, rows in frame.group_by("table", maintain_order=True)]
    return rendered("codebook.html", groups=groups)


def _sources_page(answers: Answers) -> bytes:
    from leeway.verdict.lines import load_lines

    lines = load_lines(estimates=answers.settings.estimates)
    held = [
        {
            "line": line.measure.line,
            "title": line.measure.title,
            "covered": line.estimates.covered,
            "version": line.estimates.version,
            "built": line.estimates.built,
            "sources": line.estimates.sources,
        }
        for line in lines
    ]
    return rendered("sources.html", lines=held)


def _cite_page() -> bytes:
    import leeway

    return rendered("cite.html", citations=leeway.cite())


def _api_page() -> bytes:
    return rendered("api.html")


def _problem_kind(answers: Answers) -> Any:
    async def view(request: Request, kind: str) -> Response:
        if kind not in KINDS:
            raise HTTPException(404)
        title, status, says = KINDS[kind]
        page = Section(title, words=(says, f"The status is {status}."))
        make = partial(
            rendered,
            "view.html",
            title=title,
            sentence="",
            told_facts=(),
            charts=[],
            sections=[page],
            forms=(),
        )
        return sent(request, await answers.body(("problem", kind), lambda: Body.of(HTML, make())))

    return view
