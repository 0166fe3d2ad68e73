"""A server on 127.0.0.1 that runs beside a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def running(handler: type[BaseHTTPRequestHandler], closing: threading.Event) -> Iterator[int]:
    """Serve until the end of the block; its port. `closing` is set first, for answers that wait."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
