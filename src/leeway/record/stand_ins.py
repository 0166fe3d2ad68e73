"""Tables of publishers that an engine may hold in the place of the record's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class StandIn:
    """A publisher's table from which an engine makes one of the record's.

    Attributes
    ----------
    name : str
        As the publisher calls it.
    columns : mapping of str to str
        The publisher's columns that are read, and their Ibis types; a table of that name without them is
        another one.
    told : callable
        From the publisher's Ibis table to one with the record's columns but ``load`` and ``file_row``.
    """

    name: str
    columns: Mapping[str, str]
    told: Callable[[Any], Any]
