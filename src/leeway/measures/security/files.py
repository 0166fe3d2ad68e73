"""The estimates of security ties as they are shipped: levels, shares and counts, and no publisher's row."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import ClassVar

from leeway.measures.files import EstimateTables

KAPPA_STEP = 0.01
"""Kappa is stored as whole numbers of this step."""


class SecurityTables(EstimateTables):
    """The tables of one set of estimates, and their manifest.

    ``alliances``: state, partner, one column a year: level 0 to 3; pairs that never had one are left out.
    ``kappa``: state, partner, one column a year, in steps of `KAPPA_STEP`; null where one was no member.
    ``blocs``: organisation, state, one column a year: twice the weight, 255 where it is not known.
    ``arms``: recipient, supplier, year, share, effective, deliveries.
    """

    line: ClassVar[str] = "security"
    entries: ClassVar[Collection[str]] = ("alliances_until", "arms_until", "states", "turning")

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Ids of all states, in the order of every array."""
        return tuple(self.manifest["states"])

    @cached_property
    def number(self) -> dict[str, int]:
        """Place of each state."""
        return {state: place for place, state in enumerate(self.states)}
