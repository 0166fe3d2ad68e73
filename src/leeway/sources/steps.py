"""What `refresh` is doing, told step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """Something `refresh` is doing.

    Attributes
    ----------
    kind : {'found', 'ignored', 'fetching', 'kept', 'reading', 'writing'}
    file : str
        Name of the file, or of the record.
    done, total : int or None
        Bytes, while fetching.
    note : str
        Why, where there is something to say.
    nth, of : int or None
        Which of how many files it is, where there are many.
    """

    kind: str
    file: str
    done: int | None = None
    total: int | None = None
    note: str = ""
    nth: int | None = None
    of: int | None = None


Progress = Callable[[Step], None]
