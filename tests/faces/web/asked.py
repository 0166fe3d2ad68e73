"""A request to the application without a client between: what is sent is seen as it is sent."""

from __future__ import annotations

import anyio


def asked(app, method, path, headers, pieces=0):
    """Status, headers and body of an answer, and how many pieces of the body were taken.

    A body has `pieces` of 100,000 bytes each; none where there are no pieces.
    """
    taken, said = [], []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "scheme": "http",
        "root_path": "",
        "server": ("127.0.0.1", 80),
        "http_version": "1.1",
        "headers": [(b"host", b"127.0.0.1"), *((k.encode(), v.encode()) for k, v in headers.items())],
    }

    async def receive():
        taken.append(1)
        body = b"a" * 100_000 if pieces else b""
        return {"type": "http.request", "body": body, "more_body": len(taken) < pieces}

    async def send(message):
        said.append(message)

    anyio.run(app, scope, receive, send)
    names = {key.decode(): value.decode() for key, value in said[0]["headers"]}
    return said[0]["status"], names, b"".join(one.get("body", b"") for one in said[1:]), len(taken)
