"""A publisher on 127.0.0.1 that behaves as badly as told."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.local_server import running


@dataclass(frozen=True, slots=True)
class File:
    """What the publisher offers at an address."""

    body: bytes
    etag: str | None = '"1"'
    kind: str = "text/csv"


@dataclass(frozen=True, slots=True)
class Answer:
    """How one request is answered, instead of well.

    `cut` bytes are sent before the connection breaks; `ignore_range` sends everything; `silent` never
    answers.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: int | None = None
    ignore_range: bool = False
    silent: bool = False


@dataclass(slots=True)
class Publisher:
    """Files by path, answers to come (then all goes well), and requests and what was posted so far.

    `answers_at` holds answers to come by path; `slow` is how many seconds each request takes, and
    `most_at_once` how many there were at the same time.
    """

    url: str
    files: dict[str, File] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posts: list[tuple[str, bytes]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    answers_at: dict[str, list[Answer]] = field(default_factory=dict)
    slow: float = 0.0
    most_at_once: int = 0
    now: int = 0
    counting: threading.Lock = field(default_factory=threading.Lock)

    def next_answer(self, path: str) -> Answer:
        if self.answers_at.get(path):
            return self.answers_at[path].pop(0)
        return self.answers.pop(0) if self.answers else Answer()

    def wait(self) -> None:
        """Take as long as a request takes, and count it until its answer leaves: then the next may come."""
        with self.counting:
            self.now += 1
            self.most_at_once = max(self.most_at_once, self.now)
        self.closing.wait(self.slow)
        with self.counting:
            self.now -= 1


@contextmanager
def publisher() -> Iterator[Publisher]:
    """Run a publisher until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.wait()
            serve(self, made)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            made.posts.append((self.path, self.rfile.read(length)))
            serve(self, made)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    closing = threading.Event()
    with running(Handler, closing) as port:
        made = Publisher(f"http://127.0.0.1:{port}", closing=closing)
        yield made


def serve(handler: BaseHTTPRequestHandler, made: Publisher) -> None:
    made.requests.append((handler.path, {name.lower(): value for name, value in handler.headers.items()}))
    answer = made.next_answer(handler.path)
    handler.close_connection = True
    if answer.silent:
        made.closing.wait(30)
        return
    if answer.status is not None:
        reply(handler, answer.status, {"Content-Type": "text/plain", **answer.headers}, answer.body)
        return
    file = made.files.get(handler.path)
    if file is None:
        reply(handler, 404, {}, b"")
        return
    send_file(handler, file, answer)


def send_file(handler: BaseHTTPRequestHandler, file: File, answer: Answer) -> None:
    headers = {"Content-Type": file.kind} | ({"ETag": file.etag} if file.etag else {})
    if file.etag and handler.headers.get("If-None-Match") == file.etag:
        reply(handler, 304, headers, b"")
        return
    start = 0
    wanted = handler.headers.get("Range", "")
    same = handler.headers.get("If-Range") in (None, file.etag)
    if wanted and same and not answer.ignore_range:
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if start >= len(file.body):
            reply(handler, 416, {"Content-Range": f"bytes */{len(file.body)}"}, b"")
            return
        headers["Content-Range"] = f"bytes {start}-{len(file.body) - 1}/{len(file.body)}"
    body = file.body[start:]
    reply(handler, 206 if start else 200, headers | dict(answer.headers), body, cut=answer.cut)


def reply(
    handler: BaseHTTPRequestHandler,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    cut: int | None = None,
) -> None:
    handler.send_response_only(status)
    for name, value in {"Date": handler.date_time_string(), "Connection": "close", **headers}.items():
        handler.send_header(name, value)
    if status != 304:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body if cut is None else body[:cut])
    handler.wfile.flush()
