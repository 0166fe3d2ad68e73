"""Pages of the commands: one address a view, in every form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from leeway.errors import LeewayError, QuestionError
from leeway.faces.figures.parts import rival_explanations, who_moved
from leeway.faces.figures.strip import evidence_strip
from leeway.faces.figures.theme import Spec
from leeway.faces.figures.worldmap import BORDERS, movers_map, movers_tiles
from leeway.faces.report import anything, asked
from leeway.faces.report.page import closing_sections
from leeway.faces.shares import named_shares
from leeway.faces.web.addresses import FORMS, address, read_query, settled, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.commands import COMMANDS, Places, Told, figure_names
from leeway.faces.web.own_files import static_address
from leeway.faces.web.queries import MoversQuery, Query
from leeway.faces.web.templating import rendered
from leeway.faces.web.views import View, shown

_ALL_MOVERS = 250
_WEIGHT = "weight."
_ALWAYS = tuple(form for form in FORMS if form not in ("svg", "png", "vl.json"))


def router(answers: Answers) -> APIRouter:
    """Pages of all commands."""
    found = APIRouter(include_in_schema=False)
    for name, command in COMMANDS.items():
        path = "/".join(f"{{{part}{':path' if part == 'what' else ''}}}" for part in command.places)
        found.add_api_route(f"/{name}/{path}", _view(answers, name), methods=["GET"])
        found.add_api_route(f"/embed/{name}/{path}", _view(answers, name), methods=["GET"])
    return found


def _view(answers: Answers, name: str) -> Any:
    command = COMMANDS[name]

    async def view(request: Request) -> Response:
        places = tuple(request.path_params[part] for part in command.places)
        last, form = split_form(places[-1])
        places = (*places[:-1], last)
        pairs, figure = _without_figure(request)
        query = read_query(command.query, pairs)
        keys = settled(name, places)
        _wanted_figure(name, figure)
        own = address(name, keys, _with_figure(query.given(), figure), form=form)
        told = partial(_told_for, answers, name, keys, query, figure)
        page = partial(_page, answers, told)
        return await shown(request, answers, own, lambda: view_of(told(), figure), page)

    return view


def view_of(told: Told, figure: str | None = None) -> View:
    """An answer of a command as a view, with one of its charts."""
    content: Mapping[str, Any] = told.content if isinstance(told.content, Mapping) else {}
    return View(
        name=told.command,
        places=told.places,
        query=_with_figure(told.query.given(), figure),
        title=_title(told),
        sentence=told.sentence,
        content=told.content,
        rows=told.rows,
        columns=told.columns,
        draw=partial(COMMANDS[told.command].drawn, told, figure),
        data=content,
    )


def _wanted_figure(name: str, asked: str | None) -> None:
    """Refuse a chart that the command does not have."""
    names = figure_names(name)
    if asked is not None and asked not in names:
        raise QuestionError(
            f"There is no chart '{asked[:40]}' of {name}.", hint=f"There are: {', '.join(names)}."
        )


def _without_figure(request: Request) -> tuple[list[tuple[str, str]], str | None]:
    """What the address asks for, and which chart; sliders of a form are weights."""
    pairs: list[tuple[str, str]] = []
    figure: str | None = None
    for key, value in request.query_params.multi_items():
        if key == "figure":
            if figure is not None:
                raise QuestionError("'figure' stands twice in the address.", hint="Leave one away.")
            figure = value or None
        elif key.startswith(_WEIGHT):
            if value.strip() not in ("", "1", "1.0", "1.00"):
                pairs.append(("weight", f"{key.removeprefix(_WEIGHT)}={value}"))
        else:
            pairs.append((key, value))
    return pairs, figure


def _with_figure(query: Mapping[str, Any], figure: str | None) -> dict[str, Any]:
    return {**query, **({"figure": figure} if figure else {})}


def _page(answers: Answers, told: Callable[[], Told], view: View) -> bytes:
    if view.name == "ask":
        return _ask_page(told())
    return _movers_page(answers, told()) if view.name == "movers" else _any_page(told())


def _told_for(answers: Answers, name: str, places: Places, query: Query, figure: str | None) -> Told:
    """The answer; of all states where a map of them is drawn."""
    if isinstance(query, MoversQuery) and figure in ("map", "tiles"):
        query = query.model_copy(update={"n": _ALL_MOVERS})
    return answers.told(name, places, query)


def _title(told: Told) -> str:
    content = told.content if isinstance(told.content, Mapping) else {}
    return str(content.get("question") or anything.title(told.command, content))


def _ask_page(told: Told) -> bytes:
    content = told.content
    query = told.query.given()
    given = named_shares(query.get("weight", ()), what="weight", example="weight=votes=0.5")
    heard = [line["line"] for line in content["lines"] if line["line"] in _weighable(content, given)]
    return rendered(
        "ask.html",
        content=content,
        places=told.places,
        query=query,
        names=[content["names"][key] for key in told.places],
        told_facts=asked.facts(content),
        strip=evidence_strip(content),
        who=who_moved(content),
        rivals=rival_explanations(content),
        weights=[(name, given.get(name, 1.0)) for name in heard],
        unweighted={key: value for key, value in query.items() if key != "weight"},
        sections=_other_sections(content),
    )


def _weighable(content: Mapping[str, Any], given: Mapping[str, float]) -> set[str]:
    heard = content["contest"]["lines"] if content["contest"] else ()
    return {*heard, *given}


_SHOWN_ABOVE = ("Lines of evidence", "Who moved", "Rival explanations")


def _other_sections(content: Mapping[str, Any]) -> list[Any]:
    """Sections of the report but for those that have charts of their own on the page."""
    own = [one for one in asked.sections(content) if one.heading not in _SHOWN_ABOVE]
    return [one for one in (*own, *closing_sections("ask", content)) if one.holds]


def _movers_page(answers: Answers, told: Told) -> bytes:
    from leeway.measures import declared

    query = told.query.given()
    assert isinstance(told.query, MoversQuery)  # noqa: S101
    everybody = answers.told("movers", told.places, told.query.model_copy(update={"n": _ALL_MOVERS}))
    window = {key: query[key] for key in ("since", "until", "as_of") if key in query}
    land = static_address("land.json")
    drawn = (
        ("ranking", COMMANDS["movers"].drawn(told)),
        ("map", movers_map(everybody.content, land=land)),
        ("tiles", movers_tiles(everybody.content)),
    )
    return rendered(
        "movers.html",
        title=_title(told),
        sentence="",
        told_facts=anything.facts(told.content),
        charts=[
            (name, spec, address("movers", told.places, _with_figure(query, name), form="svg"))
            for name, spec in drawn
        ],
        content=told.content,
        borders=BORDERS,
        lines=[one.line for one in declared()],
        window=window,
        sections=[one for one in closing_sections("movers", told.content) if one.holds],
        name="movers",
        places=told.places,
        query=query,
        forms=FORMS,
    )


def _any_page(told: Told) -> bytes:
    content = told.content if isinstance(told.content, Mapping) else {"rows": told.content}
    command = COMMANDS[told.command]
    query = told.query.given()
    charts: list[tuple[str, Spec, str]] = []
    with suppress(LeewayError):
        charts = [("chart", command.drawn(told), address(told.command, told.places, query, form="svg"))]
    own = anything.sections(told.command, content, told.rows, told.columns or None)
    return rendered(
        "view.html",
        title=anything.title(told.command, content),
        sentence=told.sentence,
        told_facts=anything.facts(content),
        charts=charts,
        sections=[one for one in (*own, *closing_sections(told.command, content)) if one.holds],
        name=told.command,
        places=told.places,
        query=query,
        forms=FORMS if charts else _ALWAYS,
    )
