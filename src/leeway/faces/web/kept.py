"""What is kept between requests, within a budget of bytes, and made by one request alone."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from leeway.errors import LeewayError

Made = TypeVar("Made")


class BusyError(LeewayError):
    """More requests wait than are taken on."""

    def __init__(self) -> None:
        super().__init__("Too many questions wait for an answer.", hint="Ask again in some seconds.")


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent: bytes with their type, packed too where that pays, and a tag that names them."""

    media_type: str
    data: bytes
    packed: bytes | None
    tag: str
    file: str | None = None
    passing: bool = False

    @classmethod
    def of(cls, media_type: str, data: bytes, *, file: str | None = None, passing: bool = False) -> Body:
        """Pack and tag some bytes.

        Parameters
        ----------
        media_type : str
        data : bytes
        file : str, optional
            Name under which a browser saves them.
        passing : bool
            Whether it may be otherwise the next time, and is not kept.
        """
        packed = None
        if not media_type.startswith(("image/png", "application/vnd")) and len(data) > _WORTH_PACKING:
            from isal import igzip

            packed = igzip.compress(data, compresslevel=3, mtime=0)
        return cls(media_type, data, packed, hashlib.sha256(data).hexdigest()[:24], file, passing)

    @property
    def size(self) -> int:
        """Bytes that keeping it takes."""
        return len(self.data) + len(self.packed or b"")


_WORTH_PACKING = 700


@dataclass(slots=True)
class Kept(Generic[Made]):
    """Things by their key; those used longest ago leave when the budget is spent.

    Attributes
    ----------
    budget : int
        Bytes.
    size_of : callable
        Bytes that keeping one takes.
    """

    budget: int
    size_of: Callable[[Made], int]
    _held: OrderedDict[Hashable, tuple[Made, int]] = field(default_factory=OrderedDict)
    _spent: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Hashable) -> Made | None:
        """Return what is kept under a key."""
        with self._lock:
            held = self._held.get(key)
            if held is None:
                return None
            self._held.move_to_end(key)
            return held[0]

    def put(self, key: Hashable, made: Made) -> None:
        """Keep something, if it does not take more than an eighth of the budget."""
        size = self.size_of(made)
        if size > self.budget // 8:
            return
        with self._lock:
            if key in self._held:
                self._spent -= self._held.pop(key)[1]
            self._held[key] = made, size
            self._spent += size
            while self._spent > self.budget:
                _, (_, gone) = self._held.popitem(last=False)
                self._spent -= gone

    @property
    def spent(self) -> int:
        """Bytes in use."""
        return self._spent

    def __len__(self) -> int:
        return len(self._held)


class Gate:
    """Lets a few through at the same time and some wait; the others are sent away.

    Parameters
    ----------
    at_once, waiting : int
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._room = threading.BoundedSemaphore(at_once + waiting)
        self._making: dict[Hashable, tuple[threading.Lock, int]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """Wait for a turn; those who want the same wait for each other.

        Raises
        ------
        BusyError
            If too many wait already.
        """
        if not self._room.acquire(blocking=False):
            raise BusyError
        try:
            with self._one_of(key), self._turns:
                yield
        finally:
            self._room.release()

    @contextmanager
    def _one_of(self, key: Hashable) -> Iterator[None]:
        """Wait for those who want the same and came before."""
        with self._lock:
            same, others = self._making.get(key, (threading.Lock(), 0))
            self._making[key] = same, others + 1
        try:
            with same:
                yield
        finally:
            with self._lock:
                others = self._making[key][1] - 1
                if others:
                    self._making[key] = same, others
                else:
                    del self._making[key]
