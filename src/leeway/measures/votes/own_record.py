"""How surprising a state's own votes of some years were, each from what came before those years."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leeway.errors import MissingSourceError
from leeway.measures.votes.arrays import CODES, assemble

if TYPE_CHECKING:
    from leeway.record.store import Record

OWN_YEARS = 2
"""Years before a vote whose own votes it is ranked among."""

SHARPNESS = 1.7
"""Power that makes forecasts of votes as sure as they are right.

The doubts about positions and about a roll call add up in a forecast although they err together, so that
it is less sure than it could be: what is foretold at .73 comes at .88. The power that mends this is much
the same from the seventies on; ``python -m benchmarks.verdict foretold`` learns it anew from the years
before each forecast.
"""

FEWEST_OWN = 10
"""Own votes below which a vote is not ranked among them."""


def own_bits(
    record: Record, state: str, day: dt.date, *, dimensions: int, years: int = OWN_YEARS
) -> NDArray[np.float64]:
    """Bits of surprise of the votes that a state cast in the years before a day.

    The model is fitted once, to what lay before those years; what each roll call was about is told by the
    others' votes on it. So the earliest are foretold from the eve, the latest from two years off, and a vote
    foretold from its own eve is held against votes that were a little harder to foretell.

    Parameters
    ----------
    record : Record
    state : str
    day : date
        Nothing dated on it or later is used.
    dimensions, years : int

    Returns
    -------
    ndarray, shape (N,)
        One a vote cast, by date; empty where nothing lies before those years.
    """
    from leeway.numerics.dynamic_irt import fit
    from leeway.numerics.dynamic_irt.forecast import forecast, sharpened

    eve = day - dt.timedelta(days=1)
    cut = eve - dt.timedelta(days=round(365.25 * years))
    whole = assemble(record, until=eve)
    rows = np.flatnonzero((whole.roll_calls["date"] > cut).to_numpy())
    if state not in whole.states or not len(rows):
        return np.empty(0)
    keys = whole.roll_calls["question"][rows.tolist()].to_list()
    try:
        before = assemble(
            record, until=cut, also_questions=tuple({key for key in keys if key}), also_states=whole.states
        )
    except MissingSourceError:
        return np.empty(0)
    number = {key: place for place, key in enumerate(before.questions)}
    column = [whole.states.index(one) for one in before.states]
    others = whole.votes[rows][:, column]
    own = before.states.index(state)
    cast = others[:, own].copy()
    others[:, own] = CODES["X"]
    question = np.array([number.get(key, -1) for key in keys], dtype=np.int64)
    model = fit(before.array(), dimensions=dimensions)
    told = forecast(model, others, whole.clock[rows], whole.year[rows], question).probability[:, own]
    told = sharpened(told, SHARPNESS)
    voted = np.flatnonzero(cast >= 0)
    return np.asarray(-np.log2(told[voted, cast[voted]]))
