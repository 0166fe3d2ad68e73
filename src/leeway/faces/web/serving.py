"""The command ``leeway serve``."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Annotated

import typer

from leeway.errors import DataError, QuestionError
from leeway.faces.options import EstimatesFolder, RecordFile

_BACKLOG = 2_048
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    *,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; this machine alone by default.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port.")] = 8322,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=64, help="Processes that answer.")
    ] = 1,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Also answer requests under this name; repeat it."),
    ] = None,
    record: RecordFile = None,
    estimates: EstimatesFolder = None,
) -> None:
    """Serve the web application and the HTTP API on this machine."""
    import socket

    import uvicorn

    from leeway.faces.web.settings import LOOPBACK, Settings
    from leeway.faces.web.workers import Workers, shared

    if host not in _LOOPBACK and not allow_host:
        raise QuestionError(
            f"Listening on {host} makes the application reachable from other machines.",
            hint="Say under which name it answers: --allow-host NAME (or '*' for any).",
        )
    os.environ.setdefault("LEEWAY_THREADS", str(max(1, (os.cpu_count() or 1) // workers)))
    Settings(record=record, estimates=estimates, hosts=(*LOOPBACK, *(allow_host or ()))).to_environment()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(_BACKLOG)
            bound = listening.getsockname()[1]
            sockets = [listening] if workers == 1 else shared(listening, workers, _BACKLOG)
        except OSError as error:
            raise DataError(
                f"Nothing can listen on {host}:{port}: {error.strerror or error}.",
                hint="Choose another: leeway serve --port 8323",
            ) from error
        named = f"[{host}]" if ":" in host else host
        typer.echo(f"Leeway answers at http://{named}:{bound}/ until you press Ctrl+C.", err=True)
        config = uvicorn.Config(
            "leeway.faces.web.app:create_app",
            factory=True,
            workers=workers,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            limit_concurrency=1_000,
            timeout_keep_alive=15,
        )
        with suppress(KeyboardInterrupt):
            if workers == 1:
                uvicorn.Server(config).run(sockets=sockets)
            else:
                Workers(config, sockets).run()
