"""Votes as a dense array, laid out so that the kernels run over states without gathering.

States are columns in the order of their first vote, so that the early roll calls, with 50 states, touch 50
columns. Roll calls are rows in the order of their dates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MISSING = -1
NO, ABSTAIN, YES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class VoteArray:
    """Roll-call votes ready for the kernels.

    J roll calls, S states, T periods in which at least one roll call was held, M question nodes.

    Attributes
    ----------
    votes : ndarray of int8, shape (J, S)
        0 no, 1 abstention, 2 yes, -1 no vote observed.
    width : ndarray of int64, shape (J,)
        One past the last column with a vote.
    period : ndarray of int64, shape (J,)
        Row of `clock` in which the roll call was held.
    clock : ndarray of int64, shape (T,)
        Period numbers (e.g. half-years), increasing, with gaps where nothing was voted.
    entry : ndarray of int64, shape (S,)
        Row of `clock` of the state's first vote.
    node : ndarray of int64, shape (J,)
        Question node of the roll call: one recurring question in one year. M (a row that stays
        zero) for a roll call whose question does not recur.
    node_question, node_year : ndarray of int64, shape (M,)
        Nodes sorted by question, then year.
    chain : ndarray of int64, shape (Q + 1,)
        Nodes ``chain[q]:chain[q + 1]`` belong to question q.
    question : ndarray of int64, shape (J,)
        Recurring question of the roll call, -1 where it does not recur.
    """

    votes: NDArray[np.int8]
    width: NDArray[np.int64]
    period: NDArray[np.int64]
    clock: NDArray[np.int64]
    entry: NDArray[np.int64]
    node: NDArray[np.int64]
    node_question: NDArray[np.int64]
    node_year: NDArray[np.int64]
    chain: NDArray[np.int64]
    question: NDArray[np.int64]

    @property
    def questions(self) -> int:
        """Number of recurring questions."""
        return len(self.chain) - 1

    @classmethod
    def build(
        cls,
        votes: NDArray[np.int8],
        clock_of: NDArray[np.int64],
        year: NDArray[np.int64],
        question: NDArray[np.int64],
    ) -> VoteArray:
        """Lay out votes.

        Parameters
        ----------
        votes : ndarray of int8, shape (J, S)
            As in the attribute; columns in the order of first votes.
        clock_of, year : ndarray of int64, shape (J,)
            Period number and calendar year of each roll call, in date order.
        question : ndarray of int64, shape (J,)
            Recurring question from 0 to Q - 1, or -1.

        Raises
        ------
        ValueError
            If roll calls are not in the order of their periods.

        Examples
        --------
        >>> votes = np.array([[2, 0], [2, 1]], dtype=np.int8)
        >>> array = VoteArray.build(votes, np.array([4044, 4045]), np.array([2022, 2022]), np.array([0, 0]))
        >>> array.questions, array.node.tolist(), array.clock.tolist()
        (1, [0, 0], [4044, 4045])
        """
        if np.any(np.diff(clock_of) < 0):
            raise ValueError("roll calls must be in the order of their periods")
        cast = votes != MISSING
        clock, period = np.unique(clock_of, return_inverse=True)
        columns = np.arange(votes.shape[1])
        width = np.where(cast, columns + 1, 0).max(axis=1, initial=0)
        entry = np.where(cast.any(axis=0), period[cast.argmax(axis=0)], len(clock) - 1)
        pairs = np.stack([question, year], axis=1)[question >= 0]
        nodes, inverse = np.unique(pairs, axis=0, return_inverse=True)
        node = np.full(len(question), len(nodes), dtype=np.int64)
        node[question >= 0] = inverse.ravel()
        count = int(question.max(initial=-1)) + 1
        chain = np.searchsorted(nodes[:, 0], np.arange(count + 1)) if len(nodes) else np.zeros(1, np.int64)
        return cls(
            votes=np.ascontiguousarray(votes, dtype=np.int8),
            width=width.astype(np.int64),
            period=period.astype(np.int64).ravel(),
            clock=clock.astype(np.int64),
            entry=entry.astype(np.int64),
            node=node,
            node_question=nodes[:, 0].astype(np.int64),
            node_year=nodes[:, 1].astype(np.int64),
            chain=chain.astype(np.int64),
            question=question.astype(np.int64),
        )
