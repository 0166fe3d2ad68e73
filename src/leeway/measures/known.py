"""What estimates are worth on an earlier day, from what is left of them when later rows are gone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from leeway.measures.line import PairChanges, Span
from leeway.measures.yearly import days_of, nine_years_apart
from leeway.numerics.usual_wiggle import usual_change

_DIGITS = 4


def usual_margin(
    changes: Callable[[Span, Span], PairChanges], first: int, last: int, *, otherwise: float
) -> float:
    """Half-width of *still* from changes of all pairs over nine years, within some years.

    Parameters
    ----------
    changes : callable
        From two spans to the changes of all pairs between them.
    first, last : int
        Years known.
    otherwise : float
        What it is where nobody changed, or the years are too few.
    """
    found = [changes(days_of(before), days_of(after)).mean for before, after in nine_years_apart(first, last)]
    every = np.concatenate(found) if found else np.empty(0)
    try:
        return round(usual_change(every), _DIGITS)
    except ValueError:
        return otherwise
