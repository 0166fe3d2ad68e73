"""Pages beside those of the commands: the question box, the codebook, the sources, kinds of problems."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from leeway.errors import QuestionError
from leeway.faces.report.parts import Section
from leeway.faces.web.addresses import address, settled
from leeway.faces.web.answers import Answers
from leeway.faces.web.kept import Body
from leeway.faces.web.problems import KINDS
from leeway.faces.web.sending import HTML, sent
from leeway.faces.web.templating import rendered
from leeway.states import states
from leeway.verdict.naming import find_state, suggest
from leeway.verdict.question import read_question


def router(answers: Answers) -> APIRouter:
    """Pages of this file."""
    found = APIRouter(include_in_schema=False)
    routes: tuple[tuple[str, Callable[..., Any]], ...] = (
        ("/", _home(answers)),
        ("/ask", _pair),
        ("/codebook", _kept(answers, _codebook_page)),
        ("/sources", _kept(answers, partial(_sources_page, answers))),
        ("/cite", _kept(answers, _cite_page)),
        ("/problems/{kind}", _problem_kind(answers)),
        ("/api", _kept(answers, _api_page)),
    )
    for path, view in routes:
        found.add_api_route(path, view, methods=["GET"])
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
            return RedirectResponse(await run_in_threadpool(_asked_address, question), 303)
        page = await answers.body("/", lambda: Body.of(HTML, rendered("home.html", names=_names())))
        return sent(request, page)

    return view


async def _pair(request: Request) -> Response:
    """Two states as a form sends them."""
    asked: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        if key not in ("a", "b"):
            asked.setdefault(key, []).append(value)
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
