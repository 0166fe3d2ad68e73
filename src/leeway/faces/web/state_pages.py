"""States: all of them, and a page for each with its names and seats."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from leeway.errors import QuestionError
from leeway.faces.figures.courses import positions_chart
from leeway.faces.web.addresses import address, key_of, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.kept import Body
from leeway.faces.web.queries import PositionsQuery
from leeway.faces.web.sending import HTML, sent
from leeway.faces.web.templating import rendered
from leeway.faces.web.views import View, shown
from leeway.measures import declared
from leeway.states import State, state, states


def router(answers: Answers) -> APIRouter:
    """Addresses of states."""
    found = APIRouter(include_in_schema=False)

    async def every(request: Request) -> Response:
        return sent(request, await answers.body("/states", lambda: Body.of(HTML, _states_page())))

    async def one(request: Request, state: str) -> Response:
        name, form = split_form(state)
        own = key_of(name)
        where = address("state", (own,), form=form)
        return await shown(request, answers, where, partial(_view, answers, own), _state_page)

    found.add_api_route("/states", every, methods=["GET"])
    for before in ("", "/embed"):
        found.add_api_route(f"{before}/state/{{state}}", one, methods=["GET"])
    return found


def _states_page() -> bytes:
    today = [one for one in states() if one.kind != "vanished"]
    ended = [one for one in states() if one.kind == "vanished"]
    return rendered("states.html", groups=(("Of today", today), ("That ended", ended)))


def _view(answers: Answers, key: str) -> View:
    one = state(key)
    content = _about(one)
    draw = None
    with suppress(QuestionError):
        told = answers.told("positions", (key,), PositionsQuery())
        draw = partial(positions_chart, told.content)
    return View(
        name="state",
        places=(key,),
        query={},
        title=one.name,
        content=content,
        rows=content["names"],
        draw=draw,
        data={"sources": [{"id": source} for source in declared(["votes"])[0].sources] if draw else []},
    )


def _state_page(view: View) -> bytes:
    return rendered(
        "state.html",
        one=state(view.places[0]),
        content=view.content,
        charts=[("positions", view.draw(), view.picture)] if view.draw else [],
        partners=_PARTNERS,
        forms=view.forms,
    )


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
