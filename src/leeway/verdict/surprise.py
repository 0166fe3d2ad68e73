"""How surprising a vote or a stated position was, in bits, given what came before it.

A vote: from the state's votes before and how the others voted on it. A position on recognition: see
`leeway.verdict.stated`.
"""

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
from leeway.verdict.shown import Shown
from leeway.verdict.stated import StatedSurprise, stated_surprise
from leeway.verdict.statement import is_statement
from leeway.verdict.window import day_of

if TYPE_CHECKING:
    from leeway.record.store import Record

VERBS = {"Y": "voted yes", "A": "abstained", "N": "voted no", "X": "cast no vote"}
_NAMES = {"Y": "yes", "A": "abstention", "N": "no"}

FEWEST_VOTES = 10
"""Votes before below which a state's own record says too little of a vote."""


@dataclass(frozen=True, slots=True)
class Surprise(Shown):
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
    own_percentile : float or None
        Share of the state's own votes of the two years before, each foretold from what came before those
        years, that surprised less.
    own_votes : int
        Those votes.
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
    own_percentile: float | None
    own_votes: int

    @property
    def sentence(self) -> str:
        """The surprise in one sentence."""
        odds = ", ".join(f"{_NAMES[vote]} {percent(share)}" for vote, share in self.probabilities.items())
        own = f"its {counted(self.votes_before, 'vote')} before" if self.votes_before else "no vote before"
        basis = f"{own} and the others' on it"
        did = f"{in_text(self.name)} {VERBS[self.vote]} on {self.symbol} ({self.date})"
        if self.bits is None:
            return opening(f"{did}; how surprising that was is not said. From {basis}: {odds}.")
        little = f" Too little history: {FEWEST_VOTES} votes before are needed." if self.too_little else ""
        rank = f" {self.rank}." if self.own_percentile is not None else ""
        scored = f"{self.bits:.2f} bits of surprise, {plainly(self.bits)}"
        return opening(f"{did}: {scored}. From {basis}: {odds}.{little}{rank}")

    @property
    def rank(self) -> str:
        """Where the vote stands among the state's own, or why it does not."""
        from leeway.measures.votes.own_record import FEWEST_OWN, OWN_YEARS

        if self.own_percentile is None:
            if self.bits is None:
                return "no vote was cast"
            return (
                f"too little history: {counted(self.own_votes, 'vote')} of its own in the {OWN_YEARS} years "
                f"before, and {FEWEST_OWN} are needed"
            )
        return (
            f"Of its own {counted(self.own_votes, 'vote')} in the {OWN_YEARS} years before, "
            f"{percent(self.own_percentile)} surprised less"
        )

    @property
    def too_little(self) -> bool:
        """Whether the state had voted too seldom for its own record to say much."""
        return self.votes_before < FEWEST_VOTES

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
            "kind": "vote",
            "own_percentile": None if self.own_percentile is None else round(self.own_percentile, 4),
            "own_percentile_reason": self.rank if self.own_percentile is None else None,
            "own_votes": self.own_votes,
            "too_little_history": self.too_little,
            "fewest_votes": FEWEST_VOTES,
        }


def surprise(
    state: str,
    what: str,
    *,
    on: str | dt.date | None = None,
    venue: str | None = None,
    before: str | None = None,
    record: Record | Path | str | None = None,
) -> Surprise | StatedSurprise:
    """Tell how surprising a state's vote, or its stated position on recognition, was.

    Of a vote, the model is fitted anew to all that came before, which takes some seconds and needs the
    record. Of a position, everything comes from the ledger and the shipped estimates, by what was known
    before its day.

    Parameters
    ----------
    state : str
        A state, however written.
    what : str
        Symbol of the resolution, e.g. ``A/RES/ES-11/1`` or ``es-11/1``; or a position, e.g. ``does not
        recognise DNR``, ``recognises Kosovo``, ``withdrew Abkhazia``, ``froze Western Sahara``.
    on : str or date, optional
        Day of the position; a vote has its own.
    venue, before : str, optional
        Where the position was stated, and the state in whose presence.
    record : Record or path, optional
        The record, open or by its file; by default the user's. Used for votes alone.

    Raises
    ------
    QuestionError
        If the state, the symbol or the entity is unknown, a position has no day or one that is not
        covered, or the state had no seat on the day of the vote.
    DataError
        If there is no record.

    Examples
    --------
    >>> told = surprise("Kazakhstan", "does not recognise DNR", on="2022-06-17")
    >>> told.position, told.bits < 0.1
    ('does not', True)
    """
    if is_statement(what):
        return stated_surprise(state, what, on=on, venue=venue, before=before)
    if venue is not None or before is not None:
        raise QuestionError(
            "Votes are cast in the Assembly.", hint="A venue and an audience belong to a stated position."
        )
    return _of_vote(state, what, on, record)


def _of_vote(
    state: str, symbol: str, on: str | dt.date | None, record: Record | Path | str | None
) -> Surprise:
    from leeway.measures.votes.surprise import vote_surprise
    from leeway.record.store import Record, open_record

    if not isinstance(record, Record):
        with open_record(record) as opened:
            return _of_vote(state, symbol, on, opened)
    asked = record.roll_call(symbol)
    if on is not None and not day_of(on, end=False) <= asked.date <= day_of(on, end=True):
        raise QuestionError(
            f"{asked.symbol or asked.roll_call} was voted on {asked.date}, not {on}.",
            hint="A vote has its day; leave the day away.",
        )
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
        own_percentile=told.own_percentile,
        own_votes=told.own_votes,
    )


def plainly(bits: float) -> str:
    """Bits of surprise in words.

    Examples
    --------
    >>> plainly(0.2), plainly(7.0)
    ('to be expected', 'very surprising')
    """
    if bits < 1.0:
        return "to be expected"
    if bits < 3.0:
        return "somewhat surprising"
    return "surprising" if bits < 6.0 else "very surprising"
