"""A bare application that returns one page's bytes from memory: what a cached answer is compared with."""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

BYTES_IN = "LEEWAY_BENCH_BYTES"


def create() -> FastAPI:
    """One address, one response, packed as Leeway packs it."""
    data = Path(os.environ[BYTES_IN]).read_bytes()
    headers = {"content-encoding": "gzip", "cache-control": "no-cache", "vary": "accept-encoding"}
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get("/{name:path}")
    async def page(request: Request) -> Response:
        del request
        return Response(data, headers=headers, media_type="text/html; charset=utf-8")

    return app
