"""How surprising a vote was, in bits, given what came before it and how the others voted on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.errors import QuestionError
from leeway.states import resolve
from leeway.verdict.naming import name_of
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import counted, in_text, opening

if TYPE_CHECKING:
    from leeway.record.store import Record

VERBS = {"Y": "voted yes", "A": "abstained", "N": "voted no", "X": "cast no vote"}
_NAMES = {"Y": "yes", "A": "abstention", "N": "no"}


@dataclass(frozen=True, slots=True)
class Surprise:
    """A vote, and how likely it was from votes dated before it.

    Where the question stood is learned from the other states' votes on it, never from the state's own.

    Attributes
    ----------
    state, name : str
    symbol, title : str
    date : date
    vote : {'Y', 'A', 'N', 'X'}
        What the state did; X is *no vote cast*, which is not an abstention.
    probabilities : dict of str to float
        Of yes, abstention and no (Y, A, N), given that a vote was cast; they sum to 1.
    bits : float or None
        -log2 of the probability of the vote cast: 1 bit is a coin's toss, 7 bits one in 128.
        None where no vote was cast.
    percentile : float or None
        Share of the other states' votes on it that surprised less, 0 to 1.
    votes_before : int
        Votes of the state that the probabilities rest on.
    """

    state: str
    name: str
    symbol: str
    title: str
    date: dt.date
    vote: str
    probabilities: dict[str, float]
    bits: float | None
    percentile: float | None
    votes_before: int

    @property
    def sentence(self) -> str:
        """The surprise in one sentence."""
        odds = ", ".join(f"{_NAMES[vote]} {percent(share)}" for vote, share in self.probabilities.items())
        own = f"its {counted(self.votes_before, 'vote')} before" if self.votes_before else "no vote before"
        basis = f"{own} and the others' on it"
        did = f"{in_text(self.name)} {VERBS[self.vote]} on {self.symbol} ({self.date})"
        if self.bits is None:
            return opening(f"{did}; how surprising that was is not said. From {basis}: {odds}.")
        return opening(
            f"{did}: {self.bits:.2f} bits of surprise, {_plainly(self.bits)}. From {basis}: {odds}."
        )

    def __str__(self) -> str:
        return self.sentence

    def to_dict(self) -> dict[str, Any]:
        """Stable keys for ``leeway surprise --json``."""
        return {
            "state": self.state,
            "name": self.name,
            "symbol": self.symbol,
            "title": self.title,
            "date": self.date.isoformat(),
            "vote": self.vote,
            "probabilities": {vote: round(share, 4) for vote, share in self.probabilities.items()},
            "bits": None if self.bits is None else round(self.bits, 3),
            "unit": "bits",
            "percentile": None if self.percentile is None else round(self.percentile, 4),
            "votes_before": self.votes_before,
            "sentence": self.sentence,
        }


def surprise(state: str, symbol: str, *, record: Record | Path | str | None = None) -> Surprise:
    """Tell how surprising a state's vote was, from votes dated before it.

    The model is fitted anew to all that came before, which takes some seconds.

    Parameters
    ----------
    state : str
        A state, however written.
    symbol : str
        Symbol of the resolution, e.g. ``A/RES/ES-11/1`` or ``es-11/1``.
    record : Record or path, optional
        The record, open or by its file; by default the user's.

    Raises
    ------
    QuestionError
        If the state or the symbol is unknown, or the state had no seat on that day.
    DataError
        If there is no record.
    """
    from leeway.measures.votes.surprise import vote_surprise
    from leeway.record.store import Record, open_record

    if not isinstance(record, Record):
        with open_record(record) as opened:
            return surprise(state, symbol, record=opened)
    asked = record.roll_call(symbol)
    key = resolve(state, on=asked.date)
    cast = dict(record.votes_on(asked.roll_call).select("state", "vote").iter_rows())
    if key not in cast:
        raise QuestionError(
            f"{name_of(key)} is not among the states called on {asked.symbol or asked.roll_call} "
            f"({asked.date}).",
            hint="Ask about a roll call held while it had a seat.",
        )
    told = vote_surprise(record, key, asked.roll_call)
    return Surprise(
        state=key,
        name=name_of(key),
        symbol=asked.symbol or asked.roll_call,
        title=asked.title or "",
        date=asked.date,
        vote=told.vote,
        probabilities=dict(told.probabilities),
        bits=told.bits,
        percentile=told.percentile,
        votes_before=told.n_before,
    )


def _plainly(bits: float) -> str:
    if bits < 1.0:
        return "to be expected"
    if bits < 3.0:
        return "somewhat surprising"
    return "surprising" if bits < 6.0 else "very surprising"
