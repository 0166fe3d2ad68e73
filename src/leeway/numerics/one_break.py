"""When the level of a series changed, found without being told the date."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OneBreak:
    """The one place where splitting a series into two levels leaves the least unexplained.

    Attributes
    ----------
    place : int
        First period of the second level.
    step : float
        Second level less the first.
    weights : ndarray, shape (T,)
        Posterior probability of each place, given that there is one break; zero where one of the levels
        would hold fewer than `shortest` periods.
    explained : float
        Share of the variance that the break explains.
    """

    place: int
    step: float
    weights: Array
    explained: float

    def interval(self, mass: float = 0.9) -> tuple[int, int]:
        """First and last place of a central interval."""
        sums = np.cumsum(self.weights)
        tail = (1.0 - mass) / 2.0
        low, high = np.searchsorted(sums, [tail, 1.0 - tail])
        return int(low), min(int(high), len(sums) - 1)


def one_break(values: Array, *, shortest: int = 3) -> OneBreak:
    """Find the one break in the level of a series by least squares.

    Parameters
    ----------
    values : ndarray, shape (T,)
    shortest : int
        Periods that either level must hold.

    Returns
    -------
    OneBreak

    Raises
    ------
    ValueError
        If the series is shorter than two levels.

    Notes
    -----
    Least squares over all places (Bai 1997, doi 10.1162/003465397557132); the weights are the posterior with
    a flat prior over places, both levels and the scale integrated out.

    Examples
    --------
    >>> found = one_break(np.array([0.0, 0.1, -0.1, 0.0, 1.0, 1.1, 0.9, 1.0]))
    >>> found.place, round(found.step, 2)
    (4, 1.0)
    """
    number = len(values)
    if number < 2 * shortest:
        raise ValueError(f"{number} values for two levels of at least {shortest}")
    places = np.arange(shortest, number - shortest + 1)
    sums, squares = np.cumsum(values), float(values @ values)
    left, right = sums[places - 1], sums[-1] - sums[places - 1]
    rest = np.maximum(squares - left**2 / places - right**2 / (number - places), 0.0)
    best = int(np.argmin(rest))
    place = int(places[best])
    fit = -0.5 * (number - 2) * np.log(rest + 1e-12 * (squares + 1e-300))
    fit -= 0.5 * np.log(places * (number - places))
    weights = np.zeros(number)
    weights[places] = np.exp(fit - fit.max())
    spread = float(((values - values.mean()) ** 2).sum())
    return OneBreak(
        place=place,
        step=float(right[best] / (number - place) - left[best] / place),
        weights=weights / weights.sum(),
        explained=1.0 - float(rest[best]) / spread if spread > 0.0 else 0.0,
    )
