"""How surprising one vote was, from votes dated before it and the others' votes on the same roll call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import QuestionError
from leeway.measures.votes.arrays import assemble
from leeway.measures.votes.estimate import DIMENSIONS

if TYPE_CHECKING:
    from leeway.record.store import Record

_NUMBER = {"N": 0, "A": 1, "Y": 2, "X": -1}


@dataclass(frozen=True, slots=True)
class VoteSurprise:
    """A vote and its predictive distribution.

    Attributes
    ----------
    vote : {'Y', 'A', 'N', 'X'}
    probabilities : dict
        Of Y, A and N, given that a vote is cast.
    bits : float or None
        -log2 of the probability of the vote; None if none was cast.
    percentile : float or None
        Share of that day's votes that surprised less.
    n_before : int
        Votes the state had cast before that day.
    """

    vote: str
    probabilities: dict[str, float]
    bits: float | None
    percentile: float | None
    n_before: int


def vote_surprise(record: Record, state: str, roll_call: str, *, dimensions: int = DIMENSIONS) -> VoteSurprise:
    """Surprise of a state's vote on a roll call.

    Everything dated on or after the day of the roll call is left out of the fit. What the resolution
    is about is then learned from the other states' votes on it, never from the state's own.

    Parameters
    ----------
    record : Record
    state : str
    roll_call : str
        Key or symbol.
    dimensions : int

    Raises
    ------
    QuestionError
        If the roll call is among the first of the record, with nothing before it.
    """
    from leeway.numerics.dynamic_irt.fitting import fit

    asked = record.roll_call(roll_call)
    eve = asked.date - dt.timedelta(days=1)
    if record.roll_calls(body="GA", until=eve).is_empty():
        raise QuestionError(f"No roll call lies before {asked.symbol} ({asked.date}).")
    cast = dict(record.votes_on(asked.roll_call).select(pl.col("state", "vote").cast(pl.String)).iter_rows())
    before = assemble(
        record, until=eve, also_questions=(asked.question,) if asked.question else (), also_states=tuple(cast)
    )
    model = fit(before.array(), dimensions=dimensions)
    column = {one: i for i, one in enumerate(before.states)}
    votes = np.full((1, len(column)), -1, np.int8)
    for one, vote in cast.items():
        votes[0, column[one]] = _NUMBER[vote]
    question = before.questions.index(asked.question) if asked.question in before.questions else -1
    at = np.array([asked.half_year]), np.array([asked.date.year]), np.array([question])
    own = column[state]
    told = _probabilities(model, votes, own, at)
    odds = {name: float(told[_NUMBER[name]]) for name in ("Y", "A", "N")}
    vote = cast[state]
    bits = None if vote == "X" else float(-np.log2(odds[vote]))
    return VoteSurprise(
        vote=vote,
        probabilities=odds,
        bits=bits,
        percentile=None if bits is None else _share_below(model, votes, own, at, bits),
        n_before=int((before.votes[:, own] >= 0).sum()),
    )


def _probabilities(
    model: object, votes: NDArray[np.int8], own: int, at: tuple[NDArray[np.int64], ...]
) -> NDArray[np.float64]:
    from leeway.numerics.dynamic_irt.fitting import DynamicIrt
    from leeway.numerics.dynamic_irt.forecast import forecast

    assert isinstance(model, DynamicIrt)
    informants = votes.copy()
    informants[0, own] = -1
    return forecast(model, informants, *at).probability[0, own]


def _share_below(
    model: object, votes: NDArray[np.int8], own: int, at: tuple[NDArray[np.int64], ...], bits: float
) -> float:
    """Share of the other votes of that day that surprised less; their own votes are among the informants."""
    from leeway.numerics.dynamic_irt.fitting import DynamicIrt
    from leeway.numerics.dynamic_irt.forecast import forecast

    assert isinstance(model, DynamicIrt)
    others = np.flatnonzero((votes[0] >= 0) & (np.arange(votes.shape[1]) != own))
    odds = forecast(model, votes, *at).probability[0, others, votes[0, others]]
    return float((-np.log2(odds) < bits).mean()) if len(others) else 0.0
