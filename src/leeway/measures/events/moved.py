"""Who moved: whose acts of conflict changed, beside what both did with everybody else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leeway.measures.events.rates import SourceRates
from leeway.measures.line import Attribution
from leeway.numerics.agreement import shapley

Doubles = NDArray[np.float64]

_HALF = 0.5


def attribution(
    rates: SourceRates,
    row: int,
    before: NDArray[np.int64],
    after: NDArray[np.int64],
    *,
    turned: bool,
) -> Attribution | None:
    """Split the change of closeness by Shapley's rule over three: A's acts, B's acts, everybody else.

    Every period before is held against every one after, so that the parts sum to the change of the line. The
    last of the three is what both sides did with all others: where that grew and the conflict of the pair did
    not, the two came closer without either acting otherwise on the other.

    Parameters
    ----------
    rates : SourceRates
    row : int
    before, after : ndarray of int
        Places of the periods of each stretch.
    turned : bool
        Whether A is the second of the two by key.

    Returns
    -------
    Attribution or None
        None where a stretch holds no period.
    """
    if not before.size or not after.size:
        return None
    counts, own, others = rates.counts["conflict"][row], rates.own[row], rates.others["conflict"][row]
    window = np.arange(int(before[0]), int(after[-1]) + 1)
    growth = others / others[window].mean()
    share = 1.0 - own if turned else own
    acts = np.array([counts * share, counts * (1.0 - share)])
    early = acts[0, before][:, None], acts[1, before][:, None], growth[before][:, None]
    late = acts[0, after][None, :], acts[1, after][None, :], growth[after][None, :]

    def closeness(moved: tuple[bool, ...]) -> Doubles:
        own, theirs, activity = (late[one] if moved[one] else early[one] for one in range(3))
        return np.asarray(-np.log((own + theirs + _HALF) / activity).mean())

    parts = shapley(closeness, 3)
    noise = rates.dispersion["conflict"].noise(counts) * np.sqrt(acts / np.maximum(counts, _HALF))
    sds = [
        float(np.sqrt((one[before] ** 2).mean() / before.size + (one[after] ** 2).mean() / after.size))
        for one in noise
    ]
    return Attribution(
        change=float(parts.sum()),
        state=float(parts[0]),
        partner=float(parts[1]),
        agenda=float(parts[2]),
        state_sd=sds[0],
        partner_sd=sds[1],
        agenda_sd=0.0,
    )
