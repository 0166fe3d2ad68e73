"""Answers to requests: worked out once, kept, and never more at the same time than the machine can take."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool

from leeway.faces.web.commands import COMMANDS, Places, Told
from leeway.faces.web.kept import Body, Gate, Kept
from leeway.faces.web.queries import Query
from leeway.faces.web.settings import Settings

Made = TypeVar("Made")


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
        self._slow = Gate(1, 8)

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
        """What is sent for a key: as kept, or made in a thread beside the loop."""
        if (held := self._bodies.get(key)) is not None:
            return held
        made = await run_in_threadpool(make)
        self._bodies.put(key, made)
        return made

    def worked_out(self, key: Hashable, make: Callable[[], Made], *, slow: bool = False) -> Made:
        """Something else that takes a turn: a reading, a search in the record."""
        with (self._slow if slow else self._gate).turn(key):
            return make()

    def spent(self) -> dict[str, Any]:
        """What is kept: numbers and bytes."""
        return {
            "answers": len(self._told),
            "bodies": len(self._bodies),
            "bytes": self._told.spent + self._bodies.spent,
        }
