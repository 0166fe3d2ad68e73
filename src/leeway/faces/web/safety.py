"""What every response carries, and what no request gets past: hosts, sizes, and scripts from elsewhere."""

from __future__ import annotations

import logging
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leeway.faces.web.problems import Problem, problem
from leeway.faces.web.sending import as_problem
from leeway.faces.web.settings import Settings

_LOG = logging.getLogger("leeway.web")

LONGEST_ADDRESS = 3_000
"""Letters of a path with what stands after the question mark."""

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/@\[\]]*)(:\d{1,5})?")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors {frames}"
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


class Safety:
    """Middleware: refuses other hosts, long addresses, large bodies and what pages of other origins send.

    The policies go with every response. A request for the head of an answer is read as one for the answer;
    the server leaves the body away.

    Parameters
    ----------
    app : ASGI application
    settings : Settings
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.hosts = {host.lower() for host in settings.hosts}
        self.largest = settings.largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        embedded = path.startswith("/embed/")
        started = False

        async def safely(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                frames = "*" if embedded else "'none'"
                headers.setdefault("content-security-policy", _POLICY.format(frames=frames))
                if not embedded:
                    headers.setdefault("x-frame-options", "DENY")
            await send(message)

        if refused := self._refused(scope):
            await as_problem(refused, path)(scope, receive, safely)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        try:
            await self.app(scope, self._measured(receive), safely)
        except Exception as error:  # noqa: BLE001 - whatever fails, nothing of it may be shown
            _log(error)
            if not started:
                said = problem("internal", "Something failed that should not have.")
                await as_problem(said, path)(scope, receive, safely)

    def _measured(self, receive: Receive) -> Receive:
        """The same body, until it is larger than what is read."""
        taken = 0

        async def measured() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.largest:
                raise HTTPException(413)
            return message

        return measured

    def _refused(self, scope: Scope) -> Problem | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        named = _HOST.fullmatch(host)
        if named is None or ("*" not in self.hosts and named[1] not in self.hosts):
            return problem(
                "host",
                f"This application does not answer as '{host[:80]}'.",
                hint="Its owner can add the name: leeway serve --allow-host NAME",
            )
        if len(scope["path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return problem("question", f"The address is longer than {LONGEST_ADDRESS:,} letters.")
        if scope["method"] not in _READING and _of_another_origin(headers, host):
            return problem("elsewhere", "A page of another origin cannot send anything here.")
        declared = headers.get("content-length", "0")
        if declared.isdecimal() and int(declared[:20]) > self.largest:
            return problem("too-large", f"At most {self.largest:,} bytes are read.")
        return None


_READING = ("GET", "HEAD", "OPTIONS")


def _of_another_origin(headers: Headers, host: str) -> bool:
    """Whether a browser says that the request was made by a page from elsewhere; programs say nothing."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.lower().partition("://")[2] != host
    return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


def _log(error: Exception) -> None:
    """The kind of a fault of our own and its place; nothing of the request."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = "" if frame is None else f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}"
    _LOG.error("%s at %s", type(error).__name__, where)
