"""Who moved: A, B, or the agenda, as shares of a change."""

from __future__ import annotations

import math
from dataclasses import dataclass

from leeway.numerics.normal import quantile

Parts = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Moved:
    """Shares of the movement. They sum to 1 and none is negative.

    Attributes
    ----------
    state, partner, agenda : float
    opposed : bool
        Whether a part that matters pulled against the change: then a share says how much of the movement
        was one side's, and not how much of the net change.
    """

    state: float
    partner: float
    agenda: float
    opposed: bool


def who_moved(parts: Parts, sds: Parts) -> Moved | None:
    """Share out a change among the state, its partner and the agenda.

    A part divided by the net change goes astray when parts pull in opposite directions: +.10 and -.08
    would make 500% and -400% of +.02. Shares are therefore of the movement, |part| over the sum of
    |part|, which is the same thing where all parts pull one way. The signs stay with the parts.

    Parameters
    ----------
    parts : tuple of three floats
        What the state, the partner and the agenda did to closeness; signed; their sum is the change.
    sds : tuple of three floats
        Standard deviations of the parts, or (sd of the change, 0, 0) where only that is known.

    Returns
    -------
    Moved or None
        None when the change is not clear of zero (90%): shares of nothing would say something all the same.

    Examples
    --------
    >>> moved = who_moved((-0.03, -0.05, -0.02), (0.01, 0.01, 0.01))
    >>> round(moved.state, 2), round(moved.partner, 2), round(moved.agenda, 2), moved.opposed
    (0.3, 0.5, 0.2, False)
    >>> who_moved((0.03, -0.03, 0.01), (0.01, 0.01, 0.01)) is None
    True
    """
    change = sum(parts)
    total = sum(abs(part) for part in parts)
    if total == 0.0 or abs(change) < quantile(0.95) * math.hypot(*sds):
        return None
    against = sum(abs(part) for part in parts if part * change < 0)
    state, partner, agenda = (abs(part) / total for part in parts)
    return Moved(state=state, partner=partner, agenda=agenda, opposed=against > 0.1 * total)
