"""The application: its rooms put together, and what is said when something fails."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import leeway
from leeway.errors import LeewayError
from leeway.faces.web import (
    api,
    compare_pages,
    other_pages,
    pages,
    reading_pages,
    roll_call_pages,
    static_files,
)
from leeway.faces.web.addresses import near_addresses, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.commands import COMMANDS
from leeway.faces.web.problems import Problem, problem, told
from leeway.faces.web.safety import Safety
from leeway.faces.web.sending import as_details, as_page
from leeway.faces.web.settings import Settings

_KINDS = {404: "not-found", 405: "method", 413: "too-large", 415: "unsupported"}


def create_app(settings: Settings | None = None) -> FastAPI:
    """Put the application together.

    Parameters
    ----------
    settings : Settings, optional
        By default what ``leeway serve`` left in the environment.

    Returns
    -------
    FastAPI
    """
    chosen = settings or Settings.from_environment()
    answers = Answers(chosen)
    app = FastAPI(
        title="Leeway",
        summary="Is state A moving away from state B? The same answers as leeway --json.",
        description=api.DESCRIPTION,
        version=leeway.__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        max_body_size=chosen.document_bytes + 200_000,
        telemetry={"tracing": False},
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.answers = answers
    for room in (api, other_pages, compare_pages, roll_call_pages, reading_pages, pages, static_files):
        app.include_router(room.router(answers))
    app.add_exception_handler(LeewayError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_middleware(Safety, settings=chosen)
    return app


def _answered(request: Request, said: Problem) -> Response:
    path = request.url.path
    wants_data = path.startswith("/api") or split_form(path)[1] != ""
    return as_details(said, path) if wants_data else as_page(said)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, LeewayError)  # noqa: S101
    return _answered(request, told(error, near=_near(request)))


def _near(request: Request) -> list[tuple[str, str]]:
    """Views that may have been meant, where a name of a state in the path is not known."""
    parts = [part for part in request.url.path.split("/") if part]
    if not parts or parts[0] not in COMMANDS:
        return []
    command = COMMANDS[parts[0]]
    places = tuple(str(request.path_params.get(part, "")) for part in command.places)
    if not all(places) or "states" in command.places or "what" in command.places:
        return []
    last, _ = split_form(places[-1])
    return near_addresses(parts[0], (*places[:-1], last), dict(request.query_params))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    said = []
    for one in error.errors()[:6]:
        place = ".".join(str(part) for part in one["loc"][1:]) or "the body"
        said.append(f"{place}: {one['msg']}")
    return _answered(request, problem("question", "; ".join(said)[:600]))


async def _by_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    kind = _KINDS.get(error.status_code, "question" if error.status_code < 500 else "internal")
    path = request.url.path[:120]
    detail = f"Nothing lies at {path}." if error.status_code == 404 else str(error.detail)[:300]
    response = _answered(request, problem(kind, detail))
    response.status_code = error.status_code
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response
