"""The roll calls that say most about a pair, from the record itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.votes.labels import labels

if TYPE_CHECKING:
    from leeway.record.store import Record

_ANSWERS = ("N", "A", "Y")
#: Votes added to each answer's count before shares are taken.
_PRIOR_VOTES = 0.5


@dataclass(frozen=True, slots=True)
class TellingRollCall:
    """One roll call and what both did.

    Attributes
    ----------
    roll_call, symbol, title : str
    date : date
    state_vote, partner_vote : {'Y', 'A', 'N'}
    same : bool
    bits : float
        -log2 of the chance that two states drawn from everybody else give this pair of answers:
        a lonely common *no* says much, a common *yes* among 150 says nothing.
    """

    roll_call: str
    symbol: str
    title: str
    date: dt.date
    state_vote: str
    partner_vote: str
    same: bool
    bits: float


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """A recurring question to which one side's answer changed.

    Attributes
    ----------
    question, topic : str
        Leeway's own label, and its topic.
    times : int
        Times it was put with both voting.
    first, last : date
        Of those times.
    state_first, state_last, partner_first, partner_last : {'Y', 'A', 'N'}
    who : {'state', 'partner', 'both'}
    """

    question: str
    topic: str
    times: int
    first: dt.date
    last: dt.date
    state_first: str
    state_last: str
    partner_first: str
    partner_last: str
    who: Literal["state", "partner", "both"]


@dataclass(frozen=True, slots=True)
class Telling:
    """What the record says about a pair in a window.

    Attributes
    ----------
    common, same : int
        Roll calls in which both cast a vote, and those answered alike.
    absent_state, absent_partner : int
        Roll calls in which that side sat and cast no vote.
    roll_calls : tuple of TellingRollCall
        The most telling first.
    questions : tuple of ChangedQuestion
    """

    common: int
    same: int
    absent_state: int
    absent_partner: int
    roll_calls: tuple[TellingRollCall, ...]
    questions: tuple[ChangedQuestion, ...]


def telling(
    record: Record, state: str, partner: str, *, since: dt.date, until: dt.date, top: int = 20
) -> Telling:
    """The roll calls that say most about a pair, and the questions on which either changed its answer.

    Parameters
    ----------
    record : Record
    state, partner : str
    since, until : date
    top : int
        Length of the list of roll calls.
    """
    both = record.pair_votes(state, partner, since=since, until=until)
    both = both.with_columns(pl.col("state_vote", "partner_vote").cast(pl.String))
    common = both.filter((pl.col("state_vote") != "X") & (pl.col("partner_vote") != "X"))
    bits = _bits(common, _shares_of_others(record, common, (state, partner), since, until))
    ranked = common.with_columns(bits=pl.Series(bits, dtype=pl.Float64))
    ranked = ranked.sort("bits", "date", "roll_call", descending=[True, True, False]).head(top)
    return Telling(
        common=len(common),
        same=int((common["state_vote"] == common["partner_vote"]).sum()),
        absent_state=int((both["state_vote"] == "X").sum()),
        absent_partner=int((both["partner_vote"] == "X").sum()),
        roll_calls=tuple(
            TellingRollCall(
                roll_call=row["roll_call"],
                symbol=row["symbol"] or row["roll_call"],
                title=row["title"] or "",
                date=row["date"],
                state_vote=row["state_vote"],
                partner_vote=row["partner_vote"],
                same=row["state_vote"] == row["partner_vote"],
                bits=float(row["bits"]),
            )
            for row in ranked.iter_rows(named=True)
        ),
        questions=_changed(common),
    )


def _shares_of_others(
    record: Record, common: pl.DataFrame, pair: tuple[str, str], since: dt.date, until: dt.date
) -> NDArray[np.float64]:
    """Shares of no, abstention and yes among everybody else on each roll call, (J, 3)."""
    votes = record.votes(since=since, until=until).with_columns(pl.col("vote").cast(pl.String))
    counts = (
        votes.filter(~pl.col("state").is_in(pair) & (pl.col("vote") != "X"))
        .group_by("roll_call")
        .agg(*((pl.col("vote") == answer).sum().alias(answer) for answer in _ANSWERS))
    )
    joined = common.select("roll_call").join(counts, on="roll_call", how="left", maintain_order="left")
    found = joined.select(_ANSWERS).fill_null(0).to_numpy() + _PRIOR_VOTES
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _bits(common: pl.DataFrame, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """-log2 of the chance of each pair of answers, in either order, under independent draws from `shares`."""
    number = {answer: i for i, answer in enumerate(_ANSWERS)}
    rows = np.arange(len(common))
    one = common["state_vote"].replace_strict(number, return_dtype=pl.Int64).to_numpy()
    other = common["partner_vote"].replace_strict(number, return_dtype=pl.Int64).to_numpy()
    return np.asarray(-np.log2(shares[rows, one] * shares[rows, other] * np.where(one == other, 1.0, 2.0)))


def _changed(common: pl.DataFrame) -> tuple[ChangedQuestion, ...]:
    """Questions put more than once, whole and under a title of their own, on which an answer changed."""
    answers = "state_vote", "partner_vote"
    grouped = (
        common.filter(pl.col("question").is_not_null() & (pl.col("question_parts") == 1))
        .sort("date", "roll_call")
        .group_by("question")
        .agg(
            pl.col("date", *answers).first().name.suffix("_first"),
            pl.col("date", *answers, "title", "subjects").last().name.suffix("_last"),
            times=pl.len(),
        )
        .filter(pl.any_horizontal(pl.col(f"{one}_first") != pl.col(f"{one}_last") for one in answers))
        .sort("date_last", "question", descending=[True, False])
    )
    named = labels(grouped["question"].to_list())
    return tuple(
        ChangedQuestion(
            question=label.label,
            topic=label.topic_with(row["subjects_last"], row["title_last"]),
            times=row["times"],
            first=row["date_first"],
            last=row["date_last"],
            state_first=row["state_vote_first"],
            state_last=row["state_vote_last"],
            partner_first=row["partner_vote_first"],
            partner_last=row["partner_vote_last"],
            who=_who(row),
        )
        for label, row in zip(named, grouped.iter_rows(named=True), strict=True)
    )


def _who(row: dict[str, Any]) -> Literal["state", "partner", "both"]:
    """Whose answer changed."""
    if row["state_vote_first"] == row["state_vote_last"]:
        return "partner"
    return "state" if row["partner_vote_first"] == row["partner_vote_last"] else "both"
