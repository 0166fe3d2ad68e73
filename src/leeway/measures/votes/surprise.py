"""How surprising one vote was, from votes dated before it and the others' votes on the same roll call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import QuestionError
from leeway.measures.votes.arrays import CODES, Assembly, assemble
from leeway.measures.votes.estimate import DIMENSIONS
from leeway.measures.votes.own_record import FEWEST_OWN, SHARPNESS, own_bits

if TYPE_CHECKING:
    from leeway.record.store import Record, RollCall

Doubles = NDArray[np.float64]
Votes = NDArray[np.int8]


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
        Share of the other states' votes on it that surprised less; each of those is itself among what
        tells what the resolution is about, and so surprises a little less than it would alone.
    n_before : int
        Votes the state had cast before that day.
    own_percentile : float or None
        Share of the state's own votes of the two years before that surprised less; None with fewer than
        `FEWEST_OWN` of them, or if none was cast.
    own_votes : int
        Those votes.
    """

    vote: str
    probabilities: dict[str, float]
    bits: float | None
    percentile: float | None
    n_before: int
    own_percentile: float | None
    own_votes: int


def vote_surprise(
    record: Record, state: str, roll_call: str, *, dimensions: int = DIMENSIONS
) -> VoteSurprise:
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
        If the state was not called, or nothing lies before the roll call.
    """
    asked = record.roll_call(roll_call)
    cast = dict(record.votes_on(asked.roll_call).select(pl.col("state", "vote").cast(pl.String)).iter_rows())
    if state not in cast:
        raise QuestionError(f"{state} is not among the states called on {roll_call} ({asked.date}).")
    before = _before(record, asked, tuple(cast))
    own = before.states.index(state)
    votes = np.array([CODES[cast.get(one, "X")] for one in before.states], np.int8)
    foretell = _forecaster(before, asked, dimensions)
    others = votes.copy()
    others[own] = CODES["X"]
    odds = foretell(others)[own]
    vote = cast[state]
    bits = None if vote == "X" else float(-np.log2(odds[CODES[vote]]))
    past = np.empty(0) if bits is None else own_bits(record, state, asked.date, dimensions=dimensions)
    return VoteSurprise(
        vote=vote,
        probabilities={name: float(odds[CODES[name]]) for name in ("Y", "A", "N")},
        bits=bits,
        percentile=None if bits is None else _share_below(foretell(votes), others, bits),
        n_before=int((before.votes[:, own] >= 0).sum()),
        own_percentile=float((past < bits).mean()) if bits is not None and len(past) >= FEWEST_OWN else None,
        own_votes=len(past),
    )


def _before(record: Record, asked: RollCall, states: tuple[str, ...]) -> Assembly:
    """What was voted before the day of a roll call, its question and its states numbered."""
    eve = asked.date - dt.timedelta(days=1)
    if record.roll_calls(body="GA", until=eve).is_empty():
        raise QuestionError(f"No roll call lies before {asked.symbol or asked.roll_call} ({asked.date}).")
    question = (asked.question,) if asked.question else ()
    return assemble(record, until=eve, also_questions=question, also_states=states)


def _forecaster(before: Assembly, asked: RollCall, dimensions: int) -> Callable[[Votes], Doubles]:
    """From votes on a roll call that may be known (S,) to the probabilities of all states' answers (S, 3)."""
    from leeway.numerics.dynamic_irt import fit
    from leeway.numerics.dynamic_irt.forecast import forecast, sharpened

    model = fit(before.array(), dimensions=dimensions)
    number = before.questions.index(asked.question) if asked.question in before.questions else -1
    at = np.array([asked.half_year]), np.array([asked.date.year]), np.array([number])

    def foretell(informants: Votes) -> Doubles:
        return sharpened(forecast(model, informants[None], *at).probability[0], SHARPNESS)

    return foretell


def _share_below(odds: Doubles, others: Votes, bits: float) -> float:
    """Share of the other states' votes that surprised less."""
    voted = np.flatnonzero(others >= 0)
    return float((-np.log2(odds[voted, others[voted]]) < bits).mean()) if len(voted) else 0.0
