"""What the fit expects of every state on one roll call."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.votes.model import VoteModel
from leeway.numerics.agreement import vote_probabilities


def expected_votes(model: VoteModel, roll_call: str) -> dict[str, NDArray[np.float64]] | None:
    """Probabilities of no, abstention and yes, given that a vote is cast, by state.

    The fit knows all votes, those on this roll call too: it tells how a vote sits with where a state stood
    and with what it says on the question that year, not how it could have been foretold. For that see
    `leeway.measures.votes.surprise`.

    Parameters
    ----------
    model : VoteModel
    roll_call : str
        Key of the roll call, such as ``GA/A/RES/ES-11/1``.

    Returns
    -------
    dict of str to ndarray, shape (3,), or None
        Of states with a position then; None where the fit does not hold the roll call.

    Examples
    --------
    >>> from leeway.measures.votes import load
    >>> told = expected_votes(load().model, "GA/A/RES/ES-11/1")
    >>> int(told["RUS"].argmax()), int(told["FRA"].argmax()), expected_votes(load().model, "GA/A/RES/0/0")
    (0, 2, None)
    """
    found = model.tables.table("items").with_row_index("row").filter(pl.col("roll_call") == roll_call)
    if found.is_empty():
        return None
    row = int(found["row"][0])
    half_year, question = model.half_year[row], model.question[row]
    placed = model.position[:, half_year - model.clock[0]]
    eta = placed @ model.slope[row]
    if question >= 0:
        bridge = model.bridges(np.array([question]), np.array([half_year // 2]))
        eta = eta + model.deviations_on(slice(None), bridge)[0, 0]
    cut = np.full(eta.shape, model.lower[row]), np.full(eta.shape, model.upper[row])
    told = vote_probabilities(eta, *cut)
    return {state: told[place] for state, place in model.number.items() if not np.isnan(eta[place])}
