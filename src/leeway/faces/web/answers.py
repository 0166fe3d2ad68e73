"""Answers to requests: worked out once, kept, and never more at the same time than the machine can take."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from functools import partial
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from leeway.faces.web.commands import COMMANDS, Places, Told
from leeway.faces.web.kept import Body, BusyError, Gate, Kept
from leeway.faces.web.queries import Query
from leeway.faces.web.settings import Settings

Made = TypeVar("Made")

_SLOW_WAITING = 8


class Answers:
    """What the application has answered, and how it answers anew.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._told: Kept[Told] = Kept(settings.kept_bytes // 3 * 2, lambda told: told.size)
        self._bodies: Kept[Body] = Kept(settings.kept_bytes // 3, lambda body: body.size)
        self._gate = Gate(settings.at_once, settings.waiting)
        self._slow = Gate(1, _SLOW_WAITING)
        self._making: dict[Hashable, asyncio.Future[Body]] = {}

    def told(self, name: str, places: Places, query: Query) -> Told:
        """The answer of a command, in the thread that asks.

        Raises
        ------
        LeewayError
            As the command does; `BusyError` where too many wait.
        """
        command = COMMANDS[name]
        key = name, places, tuple(query.given().items())
        if (held := self._told.get(key)) is not None:
            return held
        gate = self._slow if command.heavy(query) else self._gate
        with gate.turn(key):
            if (held := self._told.get(key)) is not None:
                return held
            made = command.told(self.settings, places, query)
            self._told.put(key, made)
            return made

    async def body(self, key: Hashable, make: Callable[[], Body]) -> Body:
        """What is sent for a key: as kept, or made in a thread beside the loop, once for all who wait.

        Raises
        ------
        LeewayError
            As what makes it does; `BusyError` where too many wait.
        """
        if (held := self._bodies.get(key)) is not None:
            return held
        making = self._making.get(key)
        if making is None or making.get_loop() is not asyncio.get_running_loop():
            if len(self._making) >= self.settings.at_once + self.settings.waiting:
                raise BusyError
            making = asyncio.ensure_future(run_in_threadpool(make))
            self._making[key] = making
            making.add_done_callback(partial(self._made, key))
        return await asyncio.shield(making)

    def _made(self, key: Hashable, making: asyncio.Future[Body]) -> None:
        if self._making.get(key) is making:
            del self._making[key]
        if not making.cancelled() and making.exception() is None and not making.result().passing:
            self._bodies.put(key, making.result())

    def worked_out(self, key: Hashable, make: Callable[[], Made], *, slow: bool = False) -> Made:
        """Something else that takes a turn: a reading, a search in the record.

        Raises
        ------
        LeewayError
            As what makes it does; `BusyError` where too many wait.
        """
        with (self._slow if slow else self._gate).turn(key):
            return make()
