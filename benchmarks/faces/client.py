"""A client that asks as fast as it may, or so many times a second, over connections that stay open."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np

Made = TypeVar("Made")
SIXTY = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: its status, the bytes that came over the wire, its body as sent, and seconds waited."""

    status: int
    wire: int
    body: bytes
    seconds: float


class Connection:
    """One connection of HTTP/1.1 that stays open and takes packed bodies."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def __aenter__(self) -> Self:
        self._in, self._out = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()

    async def get(self, path: str, *, begun: float | None = None) -> Reply:
        """Ask for an address; seconds count from `begun`, by default from now."""
        begun = time.perf_counter() if begun is None else begun
        self._out.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        )
        head = await self._in.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        body = await self._in.readexactly(length) if length else b""
        status = int(head.split(b" ", 2)[1])
        return Reply(status, len(head) + length, body, time.perf_counter() - begun)


@dataclass(frozen=True, slots=True)
class Round:
    """Many requests.

    Attributes
    ----------
    waited : ndarray
        Seconds of each.
    statuses : Counter of int
    wall, own_cpu : float
        Seconds from first to last, and CPU seconds of the client.
    """

    waited: np.ndarray
    statuses: Counter[int]
    wall: float
    own_cpu: float

    @property
    def rate(self) -> float:
        """Responses a second."""
        return len(self.waited) / self.wall

    def ms(self, share: float) -> float:
        """A quantile of waiting, milliseconds."""
        return 1000.0 * float(np.quantile(self.waited, share))

    @property
    def refused(self) -> int:
        """Responses that are no success and no redirection."""
        return sum(count for status, count in self.statuses.items() if status >= 400)


@dataclass(slots=True)
class _Seen:
    waited: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def add(self, reply: Reply) -> None:
        self.waited.append(reply.seconds)
        self.statuses[reply.status] += 1


class Crowd:
    """Several connections that ask at the same time; a loop of its own keeps them open between rounds."""

    def __init__(self, port: int, size: int) -> None:
        self.port, self.size = port, size

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._lines = self._loop.run_until_complete(self._opened())
        return self

    async def _opened(self) -> list[Connection]:
        return [await Connection(self.port).__aenter__() for _ in range(self.size)]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._lines:
            self._loop.run_until_complete(line.__aexit__(None, None, None))
        self._loop.close()

    def one(self, path: str) -> Reply:
        """One request over the first connection."""
        return self._loop.run_until_complete(self._lines[0].get(path))

    def each(self, paths: Sequence[str]) -> Round:
        """Every connection asks for every path: afterwards each worker that it reaches knows them."""
        return self._round(lambda line, seen: _through(line, iter(paths), seen))

    def fast(self, paths: Sequence[str], *, anew: bool = False) -> Round:
        """All paths as fast as they are answered; over a new connection each if wished."""
        shared = iter(paths)
        return self._round(lambda line, seen: _through(line, shared, seen, anew=anew))

    def paced(self, paths: Sequence[str], rate: float, *, anew: bool = False) -> Round:
        """All paths, so many a second; waiting counts from when a request was due, sent or not."""
        begin = time.perf_counter()
        shared = iter((begin + number / rate, path) for number, path in enumerate(paths))
        return self._round(lambda line, seen: _when_due(line, shared, seen, anew=anew))

    def _round(self, ask: Any) -> Round:
        seen = _Seen()

        async def all_of_them() -> None:
            await asyncio.gather(*(ask(line, seen) for line in self._lines))

        cpu, wall = time.process_time(), time.perf_counter()
        self._loop.run_until_complete(all_of_them())
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        return Round(np.array(seen.waited), seen.statuses, wall, cpu)


async def _through(line: Connection, paths: Iterator[str], seen: _Seen, *, anew: bool = False) -> None:
    for path in paths:
        seen.add(await _asked(line, path, None, anew))


async def _when_due(line: Connection, due: Iterator[tuple[float, str]], seen: _Seen, *, anew: bool) -> None:
    for moment, path in due:
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        seen.add(await _asked(line, path, moment, anew))


async def _asked(line: Connection, path: str, begun: float | None, anew: bool) -> Reply:
    if not anew:
        return await line.get(path, begun=begun)
    begun = time.perf_counter() if begun is None else begun
    async with Connection(line.port) as own:
        return await own.get(path, begun=begun)


def run_until_done(work: Coroutine[Any, Any, Made]) -> Made:
    """Run a coroutine, at most a minute."""

    async def limited() -> Made:
        return await asyncio.wait_for(work, SIXTY)

    return asyncio.run(limited())
