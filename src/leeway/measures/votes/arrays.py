"""From the record's rows to the arrays that the model is fitted to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import MissingSourceError

if TYPE_CHECKING:
    from leeway.numerics.dynamic_irt.layout import VoteArray
    from leeway.record.store import Record

By = Literal["half-year", "session"]
CODES = {"N": 0, "A": 1, "Y": 2, "X": -1}
"""Votes as the record writes them, and as numbers in arrays; -1 is *no vote cast*."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """General Assembly votes as arrays. J roll calls in order of date, S states in order of first vote.

    Attributes
    ----------
    states : tuple of str, length S
    roll_calls : polars.DataFrame
        J rows of the record's table, with ``clock`` and ``year``.
    votes : ndarray of int8, shape (J, S)
        0 no, 1 abstention, 2 yes, -1 no vote cast or not a member.
    seated : ndarray of bool, shape (J, S)
        Whether the state is listed, voting or not.
    questions : tuple of str
        Keys of the recurring questions, in the order of the numbers in `question`.
    question : ndarray of int64, shape (J,)
    """

    states: tuple[str, ...]
    roll_calls: pl.DataFrame
    votes: NDArray[np.int8]
    seated: NDArray[np.bool_]
    questions: tuple[str, ...]
    question: NDArray[np.int64]

    @property
    def clock(self) -> NDArray[np.int64]:
        """Half-year (or session, as the half-year it begins in) of each roll call."""
        return self.roll_calls["clock"].to_numpy().astype(np.int64)

    @property
    def year(self) -> NDArray[np.int64]:
        """Calendar year of each roll call."""
        return self.roll_calls["year"].to_numpy().astype(np.int64)

    @property
    def covered(self) -> tuple[dt.date, dt.date]:
        """Days of the first and the last roll call."""
        first, last = self.roll_calls.select(first=pl.col("date").min(), last=pl.col("date").max()).row(0)
        return first, last

    def array(self, votes: NDArray[np.int8] | None = None) -> VoteArray:
        """Lay the votes out for the kernels, or others of the same shape in their place."""
        from leeway.numerics.dynamic_irt.layout import VoteArray

        return VoteArray.build(self.votes if votes is None else votes, self.clock, self.year, self.question)


def assemble(
    record: Record,
    *,
    until: dt.date | None = None,
    by: By = "half-year",
    also_questions: tuple[str, ...] = (),
    also_states: tuple[str, ...] = (),
) -> Assembly:
    """Collect the General Assembly's votes from a record.

    Parameters
    ----------
    record : Record
    until : date, optional
        Leave out everything later.
    by : {'half-year', 'session'}
        What a period is: half-years by date, or sessions from September to August for comparison
        with other people's series (then the clock shows the half-year in which a session begins).
    also_questions : tuple of str
        Number these questions even if they were put only once.
    also_states : tuple of str
        Give these states a column even if they have not voted.

    Raises
    ------
    MissingSourceError
        If the record holds no vote of the General Assembly.
    """
    votes = record.votes(body="GA", until=until).with_columns(pl.col("vote").cast(pl.String))
    if votes.is_empty():
        raise MissingSourceError(
            "The record holds no vote of the General Assembly.",
            where=str(record.path),
            hint="leeway refresh un-votes",
        )
    rolls = _in_order(record.roll_calls(body="GA", until=until), by)
    states = _by_first_vote(votes, rolls)
    states += sorted(set(also_states) - set(states))
    columns = pl.DataFrame({"state": states, "column": np.arange(len(states))})
    placed = votes.join(rolls.select("roll_call", "row"), on="roll_call").join(columns, on="state")
    at = placed["row"].to_numpy(), placed["column"].to_numpy()
    cast = np.full((len(rolls), len(states)), CODES["X"], np.int8)
    cast[at] = placed["vote"].replace_strict(CODES, return_dtype=pl.Int8).to_numpy()
    seated = np.zeros(cast.shape, np.bool_)
    seated[at] = True
    keys, question = recurring(rolls["question"], also_questions)
    return Assembly(tuple(states), rolls, cast, seated, keys, question)


def _in_order(rolls: pl.DataFrame, by: By) -> pl.DataFrame:
    """Roll calls by period and date, with their ``row``, ``clock`` and ``year``."""
    begun = 2 * (pl.col("session_number").cast(pl.Int64) + 1945) + 1
    clock = begun if by == "session" else pl.col("half_year").cast(pl.Int64)
    rolls = rolls.with_columns(clock=clock, year=pl.col("date").dt.year().cast(pl.Int64))
    return rolls.sort("clock", "date", "undl_id").with_row_index("row")


def _by_first_vote(votes: pl.DataFrame, rolls: pl.DataFrame) -> list[str]:
    """States that cast a vote, in the order of the first."""
    voted = votes.filter(pl.col("vote") != "X").join(rolls.select("roll_call", "row"), on="roll_call")
    first = voted.group_by("state").agg(pl.col("row").min())
    return first.sort("row", "state")["state"].to_list()


def recurring(keys: pl.Series, also: tuple[str, ...] = ()) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Number the questions put more than once.

    Parameters
    ----------
    keys : polars.Series of str, length J
        Question of each roll call; null without a title.
    also : tuple of str
        Number these even if they were put only once.

    Returns
    -------
    names : tuple of str
        Keys of the numbered questions, in the order of their numbers.
    numbers : ndarray of int64, shape (J,)
        -1 for all others and for roll calls without a title.

    Examples
    --------
    >>> names, numbers = recurring(pl.Series("question", ["tides", "kites", None, "tides"]))
    >>> names, numbers.tolist()
    (('tides',), [0, -1, -1, 0])
    """
    counts = keys.drop_nulls().value_counts(sort=False)
    often = counts.filter((pl.col("count") > 1) | pl.col(keys.name).is_in(also))
    names = tuple(sorted(often[keys.name].to_list()))
    number = {name: i for i, name in enumerate(names)}
    return names, np.array([number.get(key, -1) for key in keys.to_list()], dtype=np.int64)
