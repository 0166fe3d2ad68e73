"""How the web application runs: where its data lie, whom it answers, and how much it takes on."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import Self

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names under which a machine calls itself."""

_AROUND_A_DOCUMENT = 200_000
_IN_ENVIRONMENT = "LEEWAY_SERVE"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the application runs.

    Attributes
    ----------
    record, estimates : str or None
        Paths, if not the usual ones. They come from the command line alone, never from a request.
    hosts : tuple of str
        Names in the header ``Host`` that are answered; any other is refused, so that no page from
        elsewhere can ask in a user's name.
    kept_bytes : int
        Bytes of answers and pages that a process keeps.
    at_once, waiting : int
        Answers that a process works out at the same time, and requests that may wait for their turn.
    document_bytes : int
        Largest document that is read.
    """

    record: str | None = None
    estimates: str | None = None
    hosts: tuple[str, ...] = LOOPBACK
    kept_bytes: int = 96_000_000
    at_once: int = 1
    waiting: int = 200
    document_bytes: int = 1_300_000

    @property
    def largest_body(self) -> int:
        """Bytes of a request in which a document is sent."""
        return self.document_bytes + _AROUND_A_DOCUMENT

    def to_environment(self) -> None:
        """Leave the settings to the processes that will serve."""
        os.environ[_IN_ENVIRONMENT] = json.dumps(asdict(self))

    @classmethod
    def from_environment(cls) -> Self:
        """Return what the command left, or the defaults."""
        told = json.loads(os.environ.get(_IN_ENVIRONMENT, "{}"))
        return cls(**{**told, **({"hosts": tuple(told["hosts"])} if "hosts" in told else {})})
