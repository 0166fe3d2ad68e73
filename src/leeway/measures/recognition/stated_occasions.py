"""How often statements on recognition fell at such a venue, or before such an audience."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from leeway.ledger.statements import Occasion

FEWEST_OCCASIONS = 10
"""Statements whose circumstance the record must tell before it says how common one is."""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """How common a circumstance was among statements known before a day.

    Attributes
    ----------
    asked : str
        The venue, or key of the audience.
    such, told : int
        Statements known before the day with such a circumstance, and all of which the record tells it.
    probability : float or None
        (such + 1/2) / (told + 1); None where `told` is below `FEWEST_OCCASIONS`.
    reason : str
        Why there is no probability; empty if there is one.
    """

    asked: str
    such: int
    told: int
    probability: float | None
    reason: str

    @property
    def bits(self) -> float | None:
        """-log2 of the probability."""
        return None if self.probability is None else float(-np.log2(self.probability))


def venue_known(asked: str, occasions: Sequence[Occasion], on: dt.date) -> Circumstance:
    """How often statements before a day fell at a venue of that name.

    Examples
    --------
    >>> from leeway.ledger.statements import occasions
    >>> venue_known("St Petersburg forum", occasions(), dt.date(2022, 6, 17)).told
    0
    """
    told = [one for one in _before(occasions, on) if one.venue]
    named = asked.casefold().strip()
    return _counted(asked, sum(named in one.venue.casefold() for one in told), len(told), "venue")


def audience_known(
    asked: str,
    contrary: bool | None,
    occasions: Sequence[Occasion],
    on: dt.date,
    *,
    against: Callable[[Occasion], bool | None],
) -> Circumstance:
    """How often statements before a day fell in the presence of a state that stood on such a side.

    Parameters
    ----------
    asked : str
        Key of the audience.
    contrary : bool or None
        Whether the position asked about is against the stand of the audience; None if that is unknown.
    occasions : sequence of Occasion
    on : date
    against : callable
        Whether what was said on an occasion was against the stand of its audience, or None.
    """
    told = [
        side for side in (against(one) for one in _before(occasions, on) if one.before) if side is not None
    ]
    if contrary is None:
        reason = "where the audience stood on it is not known"
        return Circumstance(asked, 0, len(told), None, reason)
    return _counted(asked, sum(side == contrary for side in told), len(told), "audience")


def _before(occasions: Sequence[Occasion], on: dt.date) -> list[Occasion]:
    return [one for one in occasions if one.status == "found" and one.date.last < on]


def _counted(asked: str, such: int, told: int, what: str) -> Circumstance:
    if told < FEWEST_OCCASIONS:
        number = "no statement" if not told else f"{told} statement{'' if told == 1 else 's'}"
        reason = f"the record tells the {what} of {number} before that day; {FEWEST_OCCASIONS} are needed"
        return Circumstance(asked, such, told, None, reason)
    return Circumstance(asked, such, told, (such + 0.5) / (told + 1.0), "")
