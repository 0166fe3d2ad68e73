"""Addresses of the application's own files."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from leeway.faces.web.answers import Answers
from leeway.faces.web.kept import Body
from leeway.faces.web.own_files import FILES, content, static_address
from leeway.faces.web.sending import sent

_FOR_GOOD = "public, max-age=31536000, immutable"


def router(answers: Answers) -> APIRouter:
    """Addresses of the files."""
    found = APIRouter(include_in_schema=False)

    async def static(request: Request, name: str) -> Response:
        if name not in FILES:
            raise HTTPException(404)
        body = await answers.body(("static", name), partial(_body, name))
        this = f"{request.url.path}?{request.url.query}" == static_address(name)
        return sent(request, body, keep=_FOR_GOOD if this else "no-cache")

    async def icon(request: Request) -> Response:
        return sent(request, await answers.body(("static", "icon.svg"), partial(_body, "icon.svg")))

    found.add_api_route("/static/{name:path}", static, methods=["GET"])
    found.add_api_route("/favicon.ico", icon, methods=["GET"])
    return found


def _body(name: str) -> Body:
    return Body.of(FILES[name], content(name))
