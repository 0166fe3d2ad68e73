"""The application: its rooms put together, and what is said when something fails."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

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
    line_pages,
    other_pages,
    pages,
    reading_pages,
    roll_call_pages,
    state_pages,
    static_files,
)
from leeway.faces.web.addresses import OF_STATES, near_addresses, read_query, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.problems import problem, told
from leeway.faces.web.queries import Query
from leeway.faces.web.safety import Safety
from leeway.faces.web.sending import as_problem
from leeway.faces.web.settings import Settings

_KINDS = {404: "not-found", 405: "method", 413: "too-large", 415: "unsupported"}
_ROOMS = (
    api,
    other_pages,
    state_pages,
    line_pages,
    compare_pages,
    roll_call_pages,
    reading_pages,
    pages,
    static_files,
)


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
        telemetry={"tracing": False},
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.answers = answers
    for room in _ROOMS:
        app.include_router(room.router(answers))
    app.add_exception_handler(LeewayError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_middleware(Safety, settings=chosen)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, LeewayError)  # noqa: S101
    return as_problem(told(error, near=_near(request)), request.url.path)


def _near(request: Request) -> list[tuple[str, str]]:
    """Views that may have been meant, where a name of a state in the address is not known."""
    name = request.url.path.split("/")[1]
    places = dict(request.path_params)
    asked = request.query_params.multi_items()
    if name == "ask" and not places:
        given = dict(asked)
        places = {"state": given.get("a", ""), "partner": given.get("b", "")}
        asked = [(key, value) for key, value in asked if key not in ("a", "b")]
    if name in ("embed", "api") or not all(places.values()) or not places.keys() & set(OF_STATES):
        return []
    last = next(reversed(places))
    places[last], form = split_form(places[last])
    return near_addresses(name, places, asked, form=form)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    if (model := _asked_by(request)) is not None:
        try:
            read_query(model, request.query_params.multi_items())
        except LeewayError as refused:
            return as_problem(told(refused), request.url.path)
        if empty := [key for key, value in request.query_params.multi_items() if not value.strip()]:
            nothing = problem("question", f"'{empty[0][:40]}' is empty.", hint="Leave it away.")
            return as_problem(nothing, request.url.path)
    said = []
    for one in error.errors()[:6]:
        place = ".".join(str(part) for part in one["loc"][1:]) or "the body"
        said.append(f"{place}: {one['msg']}")
    return as_problem(problem("question", "; ".join(said)[:600]), request.url.path)


def _asked_by(request: Request) -> type[Query] | None:
    """The model of what may stand after the question mark, where an address of the interface has one."""
    dependant = getattr(request.scope.get("route"), "dependant", None)
    models = [one.field_info.annotation for one in dependant.query_params] if dependant else []
    return next((one for one in models if isinstance(one, type) and issubclass(one, Query)), None)


async def _by_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    kind = _KINDS.get(error.status_code, "question" if error.status_code < 500 else "internal")
    path = request.url.path
    detail = f"Nothing lies at {path[:120]}." if error.status_code == 404 else str(error.detail)[:300]
    near = [(path[:120].rstrip("/"), _closed(path))] if _is_a_view(path) else []
    said = replace(problem(kind, detail, near=near), status=error.status_code)
    response = as_problem(said, path)
    response.headers.update(error.headers or {})
    return response


def _is_a_view(path: str) -> bool:
    return len(path) > 1 and path.endswith("/") and not path.startswith("//")


def _closed(path: str) -> str:
    """The same path without a slash at its end."""
    return quote(path.rstrip("/"))
