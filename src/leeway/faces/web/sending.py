"""How an answer leaves: with its tag, packed where that is understood, and not again where it is known."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from leeway.faces.web.addresses import split_form
from leeway.faces.web.kept import Body
from leeway.faces.web.problems import PROBLEM_JSON, Problem
from leeway.faces.web.templating import rendered

HTML = "text/html; charset=utf-8"

LONGEST_INSTANCE = 200
"""Letters of a path that a problem repeats."""


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
    packed = body.packed is not None and _unpacks(request.headers.get("accept-encoding", ""))
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


def _unpacks(accepted: str) -> bool:
    """Whether gzip is among the encodings that the asker takes, and not with a weight of nothing."""
    for one in accepted.lower().split(","):
        name, _, weight = one.replace(" ", "").partition(";q=")
        if name == "gzip":
            return weight.strip("0.") != "" or not weight
    return False


def elsewhere(request: Request, own: str) -> Response | None:
    """Lead to the address of a view, if it was asked for under another; None if it was not.

    Parameters
    ----------
    request : Request
    own : str
        The one address of the view.
    """
    path, _, query = own.partition("?")
    asked = parse_qsl(request.url.query, keep_blank_values=True)
    if unquote(path) == request.url.path and parse_qsl(query, keep_blank_values=True) == asked:
        return None
    return RedirectResponse(own, 307)


def as_problem(problem: Problem, path: str) -> Response:
    """A problem, for a program where the path asks for data and as a page elsewhere."""
    from leeway.faces.tables import json_text

    headers = {"cache-control": "no-store", **({"retry-after": "5"} if problem.kind == "busy" else {})}
    if path.startswith("/api/") or split_form(path)[1]:
        text = json_text(problem.to_dict(path[:LONGEST_INSTANCE]))
        return Response(text.encode(), problem.status, headers, media_type=PROBLEM_JSON)
    return Response(rendered("problem.html", problem=problem), problem.status, headers, media_type=HTML)
