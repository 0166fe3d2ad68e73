"""A language model's endpoint on 127.0.0.1 that answers as well or as badly as told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.local_server import running


@dataclass(frozen=True, slots=True)
class Play:
    """How one request is answered.

    `silent` never answers; `cut` bytes of the body are sent before the connection breaks; `drip` seconds pass
    between bytes, of the headers too; `endless` repeats the body without announcing its length until the
    other side hangs up.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    cut: int | None = None
    drip: float = 0.0
    endless: bool = False


@dataclass(slots=True)
class Endpoint:
    """Its address, the plays to come (the last one stays), and what was asked so far."""

    url: str
    plays: list[Play] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    refuses: frozenset[str] = frozenset()
    closing: threading.Event = field(default_factory=threading.Event)

    def next_play(self) -> Play:
        return self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]


def chat(content: object, **choice: object) -> Play:
    """A chat's answer with these words, or with this as JSON."""
    words = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": words}
    return Play(json.dumps({"choices": [{"index": 0, "message": message, **choice}]}).encode())


def items(**lists: list[Any]) -> Play:
    """A chat's answer in the form asked."""
    return chat({"statements": [], "positions": [], "inferences": []} | lists)


@contextmanager
def endpoint(*plays: Play, refuses: frozenset[str] = frozenset()) -> Iterator[Endpoint]:
    """Run an endpoint until the block ends; it answers 400 to the forms of answer that it refuses."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
            made.asked.append(body)
            made.paths.append(self.path)
            made.headers.append({name.lower(): value for name, value in self.headers.items()})
            self.close_connection = True
            form = body.get("response_format", {}).get("type", "none")
            play = Play(b'{"error": "form"}', 400) if form in made.refuses else made.next_play()
            try:
                answer(self, play, made.closing)
            except OSError:
                return

        def do_GET(self) -> None:
            made.paths.append(self.path)
            self.send_error(405)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    closing = threading.Event()
    with running(Handler, closing) as port:
        made = Endpoint(f"http://127.0.0.1:{port}/v1", list(plays), refuses=refuses, closing=closing)
        yield made


def answer(handler: BaseHTTPRequestHandler, play: Play, closing: threading.Event) -> None:
    if play.silent:
        closing.wait(30)
        return
    head = [f"HTTP/1.1 {play.status} As told", "Content-Type: application/json", "Connection: close"]
    head += [f"{name}: {value}" for name, value in play.headers.items()]
    if not play.endless and "Content-Length" not in play.headers:
        head.append(f"Content-Length: {len(play.body)}")
    sent = "\r\n".join([*head, "", ""]).encode() + play.body
    if play.cut is not None:
        sent = sent[: len(sent) - len(play.body) + play.cut]
    if play.drip:
        for byte in sent:
            handler.wfile.write(bytes([byte]))
            if closing.wait(play.drip):
                return
        return
    handler.wfile.write(sent)
    while play.endless and not closing.is_set():
        handler.wfile.write(play.body)
