"""Files of the application's own: style, scripts, the outlines of states."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from leeway.faces.palette import PALETTE
from leeway.faces.reading_page import MARKS

FILES = {
    "leeway.css": "text/css; charset=utf-8",
    "leeway.js": "text/javascript; charset=utf-8",
    "charts.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "reading.css": "text/css; charset=utf-8",
    "vendor/vega.min.js": "text/javascript; charset=utf-8",
    "vendor/vega-lite.min.js": "text/javascript; charset=utf-8",
    "vendor/vega-interpreter.js": "text/javascript; charset=utf-8",
    "land.json": "application/json",
}
"""Every file there is, with its type; a name that is not here opens nothing."""


@cache
def content(name: str) -> bytes:
    """Bytes of one of `FILES`."""
    if name == "reading.css":
        return (PALETTE + MARKS).encode()
    room, path = ("figures", name) if name == "land.json" else ("web", f"static/{name}")
    return resources.files("leeway.faces").joinpath(room, path).read_bytes()


@cache
def static_address(name: str) -> str:
    """Address of one of `FILES` with what it holds in it, so that it can be kept for good."""
    return f"/static/{name}?v={hashlib.sha256(content(name)).hexdigest()[:12]}"
