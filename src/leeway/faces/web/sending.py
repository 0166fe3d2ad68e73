"""How an answer leaves: with its tag, packed where that is understood, and not again where it is known."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from leeway.faces.web.kept import Body
from leeway.faces.web.problems import PROBLEM_JSON, Problem
from leeway.faces.web.templating import rendered

HTML = "text/html; charset=utf-8"


def sent(request: Request, body: Body, *, status: int = 200, keep: str = "no-cache") -> Response:
    """A response with an entity tag; empty where the asker holds the same.

    Parameters
    ----------
    request : Request
    body : Body
    status : int
    keep : str
        The header ``Cache-Control``; by default an answer may be kept, and is asked about again.
    """
    packed = body.packed is not None and "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{body.tag}{"-gz" if packed else ""}"'
    headers = {"etag": tag, "cache-control": keep, "vary": "accept-encoding"}
    if status == 200 and _known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["content-encoding"] = "gzip"
    if body.file is not None:
        headers["content-disposition"] = f'inline; filename="{body.file}"'
    data = body.packed if packed and body.packed is not None else body.data
    return Response(data, status, headers, media_type=body.media_type)


def _known(asked: str, tag: str) -> bool:
    return any(one.strip().removeprefix("W/") in (tag, "*") for one in asked.split(",") if one.strip())


def as_page(problem: Problem) -> Response:
    """A problem as a page."""
    return Response(
        rendered("problem.html", problem=problem),
        problem.status,
        {"cache-control": "no-store"},
        media_type=HTML,
    )


def as_details(problem: Problem, instance: str) -> Response:
    """A problem as problem details."""
    from leeway.faces.tables import json_text

    headers = {"cache-control": "no-store", **({"retry-after": "5"} if problem.kind == "busy" else {})}
    return Response(
        json_text(problem.to_dict(instance)).encode(), problem.status, headers, media_type=PROBLEM_JSON
    )
