"""Roll calls: a search in their titles, and a page for each with every vote."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from leeway.errors import DataError, QuestionError
from leeway.faces.figures.tally import votes_tally
from leeway.faces.report.parts import Section, table
from leeway.faces.web.addresses import FORMS, address, key_of, read_query, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.kept import Body
from leeway.faces.web.queries import RollCallsQuery
from leeway.faces.web.sending import HTML, elsewhere, sent
from leeway.faces.web.templating import rendered
from leeway.faces.web.views import View, shown
from leeway.states import state

if TYPE_CHECKING:
    from leeway.verdict.roll_calls import RollCallTold

_NAMED = ("state", "partner")
_RESTS_ON = {"sources": [{"id": "un-votes"}]}
_SAYS = {"Y": "yes", "N": "no", "A": "abstained", "X": "no vote cast"}


def router(answers: Answers) -> APIRouter:
    """Addresses of roll calls."""
    found = APIRouter(include_in_schema=False)

    async def search(request: Request) -> Response:
        form = split_form(request.url.path)[1]
        query = read_query(RollCallsQuery, request.query_params.multi_items())
        named = {name: key_of(one) for name in _NAMED if (one := getattr(query, name)) is not None}
        query = query.model_copy(update=named)
        where = address("roll-calls", (), query.given(), form=form)
        if (other := elsewhere(request, where)) is not None:
            return other
        base = str(request.base_url) if form == "bib" else ""
        make = partial(_searched_body, answers, query, form, base)
        return sent(request, await answers.body(f"{base}{where}", make))

    async def one(request: Request, symbol: str) -> Response:
        symbol, form = split_form(symbol)
        own = address("roll-call", tuple(symbol.split("/")), form=form)
        told = partial(one_roll_call, answers, symbol)
        return await shown(
            request, answers, own, lambda: _view(told(), symbol), lambda view: _page(told(), view)
        )

    async def typed(request: Request) -> Response:
        symbol = request.query_params.get("symbol", "").strip()
        if not symbol:
            raise QuestionError("A symbol is needed.", hint="For example A/RES/ES-11/1")
        return RedirectResponse(address("roll-call", tuple(symbol.split("/"))), 303)

    for form in ("", *FORMS):
        found.add_api_route(f"/roll-calls{'.' if form else ''}{form}", search, methods=["GET"])
    found.add_api_route("/roll-call", typed, methods=["GET"])
    for before in ("", "/embed"):
        found.add_api_route(f"{before}/roll-call/{{symbol:path}}", one, methods=["GET"])
    return found


def searched(answers: Answers, query: RollCallsQuery) -> dict[str, Any]:
    """Roll calls that some words are about, under the keys of `RollCallsFound.to_dict`."""
    from leeway.verdict.roll_calls import find_roll_calls

    def make() -> dict[str, Any]:
        found = find_roll_calls(
            query.q,
            since=query.since,
            until=query.until,
            state=_spoken(query.state),
            partner=_spoken(query.partner),
            limit=query.limit,
            record=answers.settings.record,
        )
        return found.to_dict()

    return answers.worked_out(("roll-calls", query), make)


def _spoken(name: str | None) -> str | None:
    """A state by its name: a key can be read as another state too."""
    return None if name is None else state(key_of(name)).name


def one_roll_call(answers: Answers, symbol: str) -> RollCallTold:
    """One roll call with every vote."""
    from leeway.verdict.roll_calls import roll_call

    return answers.worked_out(
        ("roll-call", symbol), lambda: roll_call(symbol, record=answers.settings.record)
    )


def _searched_body(answers: Answers, query: RollCallsQuery, form: str, base: str) -> Body:
    from leeway.verdict.roll_calls import COLUMNS

    missing = ""
    found: dict[str, Any] = {"roll_calls": [], "total": 0}
    try:
        found = searched(answers, query)
    except DataError as error:
        if form:
            raise
        missing = f"{error.message} {error.hint or ''}".strip()
    if form:
        view = View(
            name="roll-calls",
            places=(),
            query=query.given(),
            title=f"Roll calls: {query.q or 'all'}",
            content=found,
            rows=found["roll_calls"],
            columns=COLUMNS,
            data=_RESTS_ON,
        )
        return view.handed_over(form, base=base)
    page = rendered("roll_calls.html", found=found, query=query.given(), missing=missing, says=_SAYS)
    return Body.of(HTML, page, passing=bool(missing))


def _view(told: RollCallTold, symbol: str) -> View:
    from leeway.verdict.roll_calls import VOTE_COLUMNS

    content = told.to_dict()
    return View(
        name="roll-call",
        places=tuple(symbol.split("/")),
        query={},
        title=f"{told.symbol}: {told.title or 'a roll call'}",
        sentence=told.sentence,
        content=content,
        rows=told.rows(),
        columns=VOTE_COLUMNS,
        draw=partial(votes_tally, content),
        data=_RESTS_ON,
    )


def _page(told: RollCallTold, view: View) -> bytes:
    rows = [
        {
            "state": vote.name,
            "vote": _SAYS[vote.vote],
            "bits": vote.bits,
            "rarity": vote.rarity,
            **{f"expected {_SAYS[key]}": share for key, share in (vote.expected or {}).items()},
            "note": vote.note,
        }
        for vote in told.votes
    ]
    facts = [
        (key.capitalize(), str(value))
        for key, value in (
            ("date", told.date),
            ("body", told.body),
            ("session", told.session),
            ("agenda", told.agenda),
            ("question", told.question),
            ("topic", told.topic),
            ("times put to the vote", told.times or None),
            *told.counts.items(),
        )
        if value is not None
    ]
    caption = "Every vote, the least expected first; bits: surprise given the fit to all votes"
    return rendered(
        "view.html",
        title=view.title,
        sentence=view.sentence,
        told_facts=facts,
        charts=[("tally", view.draw(), view.picture)] if view.draw else [],
        sections=[Section("Votes", tables=table(caption, rows))],
        name=view.name,
        places=view.places,
        query={},
        forms=view.forms,
    )
