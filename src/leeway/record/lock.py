"""One writer at a time: a lock that its holder's death releases."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leeway.errors import DataError


@contextmanager
def only_writer(record: Path) -> Iterator[None]:
    """Hold the right to replace a record.

    Raises
    ------
    DataError
        If another process is loading into the same record.
    """
    path = record.with_name(record.name + ".lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(descriptor)
        except OSError as error:
            raise DataError(
                "Another process is loading into the record.", where=str(record), hint="Wait for it to end."
            ) from error
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def _take(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _take(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
