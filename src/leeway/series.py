"""Series: one dyad, one line of evidence, in time. The second waist of the house.

Everything left of it knows sources and models; everything right of it knows only times, values and
their uncertainty. Larger always means closer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Group = Literal["words", "positions", "deeds"]


@dataclass(frozen=True, slots=True)
class Series:
    """Closeness of a dyad on one line of evidence.

    Attributes
    ----------
    state, partner : str
        State ids of A and B.
    line : str
        Line of evidence, e.g. ``votes``.
    group : {'words', 'positions', 'deeds'}
        What kind of evidence the line is; never merged with another.
    unit : str
        Unit of the values.
    times : ndarray of datetime64[D], shape (T,)
        Middle of each period, increasing.
    labels : tuple of str, length T
        The periods' names, e.g. ``2022H1``.
    mean : ndarray, shape (T,)
        Posterior mean; larger is closer.
    draws : ndarray, shape (N, T)
        Joint posterior draws; each row is one possible history.
    count : ndarray of int, shape (T,)
        Observations behind each period (for votes, roll calls in which both took part);
        zero means that the value is carried by the model alone.
    covered : tuple of two dates
        First and last day with an observation.
    lineage : tuple of str
        Where the numbers come from: source ids with their hashes.
    """

    state: str
    partner: str
    line: str
    group: Group
    unit: str
    times: NDArray[np.datetime64]
    labels: tuple[str, ...]
    mean: NDArray[np.float64]
    draws: NDArray[np.float64]
    count: NDArray[np.int64]
    covered: tuple[dt.date, dt.date]
    lineage: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        periods = len(self.times)
        shapes = (len(self.labels), self.mean.shape[0], self.draws.shape[1], self.count.shape[0])
        if any(length != periods for length in shapes):
            raise ValueError(f"{periods} times but lengths {shapes} of labels, mean, draws, count")
        if periods > 1 and not np.all(np.diff(self.times) > np.timedelta64(0, "D")):
            raise ValueError("times must increase")

    def between(self, since: dt.date, until: dt.date) -> Series:
        """Cut to the periods whose middle lies between two days, both included."""
        keep = (self.times >= np.datetime64(since)) & (self.times <= np.datetime64(until))
        return Series(
            state=self.state,
            partner=self.partner,
            line=self.line,
            group=self.group,
            unit=self.unit,
            times=self.times[keep],
            labels=tuple(label for label, kept in zip(self.labels, keep, strict=True) if kept),
            mean=self.mean[keep],
            draws=self.draws[:, keep],
            count=self.count[keep],
            covered=self.covered,
            lineage=self.lineage,
        )

    def interval(self, mass: float = 0.9) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Pointwise central interval holding `mass` of the draws; two arrays of shape (T,)."""
        tail = (1.0 - mass) / 2.0
        low, high = np.quantile(self.draws, [tail, 1.0 - tail], axis=0)
        return low, high
