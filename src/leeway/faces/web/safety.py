"""What every response carries, and what no request gets past: hosts, sizes, and scripts from elsewhere."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leeway.faces.web.problems import Problem, problem
from leeway.faces.web.sending import as_details, as_page
from leeway.faces.web.settings import Settings

_LOG = logging.getLogger("leeway.web")

LONGEST_ADDRESS = 3_000
"""Letters of a path with what stands after the question mark."""

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
    """Middleware: refuses other hosts and long addresses, and sends the policies with every response.

    Parameters
    ----------
    app : ASGI application
    settings : Settings
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.hosts = {host.lower() for host in settings.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        embedded = path.startswith("/embed/")

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                frames = "*" if embedded else "'none'"
                headers.setdefault("content-security-policy", _POLICY.format(frames=frames))
                if not embedded:
                    headers.setdefault("x-frame-options", "DENY")
            await send(message)

        if refused := self._refused(scope):
            details = path.startswith("/api")
            response = as_details(refused, path[:200]) if details else as_page(refused)
            await response(scope, receive, safely)
            return
        try:
            await self.app(scope, receive, safely)
        except Exception as error:  # noqa: BLE001 - whatever fails, nothing of it may be shown
            _log(error)
            said = problem("internal", "Something failed that should not have.")
            details = path.startswith("/api")
            response = as_details(said, path[:200]) if details else as_page(said)
            await response(scope, receive, safely)

    def _refused(self, scope: Scope) -> Problem | None:
        host = Headers(scope=scope).get("host", "").lower()
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if "*" not in self.hosts and name not in self.hosts:
            return problem(
                "host",
                f"This application does not answer as '{name[:80]}'.",
                hint="Its owner can add the name: leeway serve --allow-host NAME",
            )
        if len(scope["path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return problem("question", f"The address is longer than {LONGEST_ADDRESS:,} letters.")
        return None


def _log(error: Exception) -> None:
    """The kind of a fault of our own and its place; nothing of the request."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = "" if frame is None else f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}"
    _LOG.error("%s at %s", type(error).__name__, where)
