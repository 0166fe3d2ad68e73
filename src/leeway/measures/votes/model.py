"""The shipped estimates as arrays: what the questions about pairs are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.votes.files import DEVIATION_STEP, VoteTables, numbered, unpack_symmetric
from leeway.numerics.dynamic_irt.posterior import Bridge, bridge_chain

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class VoteModel:
    """Fitted roll calls, positions and deviations. J roll calls, S states, T half-years, D dimensions.

    Attributes
    ----------
    tables : VoteTables
    states : tuple of str, length S
    half_year : ndarray of int64, shape (J,)
    question : ndarray of int64, shape (J,)
        -1 where the question does not recur.
    slope : ndarray, shape (J, D)
    lower, upper : ndarray, shape (J,)
    clock : ndarray of int64, shape (T,)
        Half-years with positions, without gaps.
    position : ndarray, shape (S, T, D)
        NaN before a state's first vote and after it was listed last.
    votes, nonvoting : ndarray of int64, shape (S, T)
        Votes cast, and roll calls in which the state sat and cast none.
    node_question, node_year : ndarray of int64, shape (M,)
        Question nodes: a recurring question in a year it was put, by question, then year.
    deviation : ndarray of int8, shape (M, S)
        In steps of `DEVIATION_STEP`.
    informative : ndarray of bool, shape (J,)
        Roll calls whose votes inform posteriors; all but in split halves.
    """

    tables: VoteTables
    states: tuple[str, ...]
    half_year: NDArray[np.int64]
    question: NDArray[np.int64]
    slope: Doubles
    lower: Doubles
    upper: Doubles
    clock: NDArray[np.int64]
    position: Doubles
    votes: NDArray[np.int64]
    nonvoting: NDArray[np.int64]
    node_question: NDArray[np.int64]
    node_year: NDArray[np.int64]
    deviation: NDArray[np.int8]
    informative: NDArray[np.bool_]

    @classmethod
    def read(cls, tables: VoteTables) -> VoteModel:
        """Read the tables that every question needs.

        Raises
        ------
        DataError
            If one is missing or broken.
        """
        items, nodes = tables.table("items"), tables.table("deviations")
        dims = tables.dimensions
        clock, position, counts = _placed(tables)
        return cls(
            tables=tables,
            states=tables.states,
            half_year=items["half_year"].to_numpy().astype(np.int64),
            question=items["question"].to_numpy().astype(np.int64),
            slope=items.select(numbered("slope", dims)).to_numpy().astype(np.float64),
            lower=items["lower"].to_numpy().astype(np.float64),
            upper=items["upper"].to_numpy().astype(np.float64),
            clock=clock,
            position=position,
            votes=counts[0],
            nonvoting=counts[1],
            node_question=nodes["question"].to_numpy().astype(np.int64),
            node_year=nodes["year"].to_numpy().astype(np.int64),
            deviation=nodes.select(tables.states).to_numpy().astype(np.int8),
            informative=np.ones(len(items), np.bool_),
        )

    @property
    def priors(self) -> dict[str, float]:
        """Hyper-parameters of the fit, by name."""
        return dict(self.tables.manifest["priors"])

    @property
    def questions(self) -> int:
        """Number of recurring questions."""
        return len(self.question_labels)

    @cached_property
    def number(self) -> dict[str, int]:
        """Column of each state."""
        return {state: i for i, state in enumerate(self.states)}

    @cached_property
    def question_labels(self) -> tuple[tuple[str, str], ...]:
        """Label and topic of each recurring question."""
        frame = self.tables.table("questions").sort("question")
        return tuple(zip(frame["label"].to_list(), frame["topic"].to_list(), strict=True))

    @cached_property
    def whole_questions(self) -> NDArray[np.int64]:
        """Questions with a title of their own: those that can be compared between two years."""
        return np.flatnonzero(self.tables.table("questions").sort("question")["whole"].to_numpy())

    @cached_property
    def rolls_held(self) -> NDArray[np.int64]:
        """Roll calls held in each half-year of the clock, shape (T,)."""
        return np.bincount(self.half_year - self.clock[0], minlength=len(self.clock)).astype(np.int64)

    @cached_property
    def held(self) -> NDArray[np.int64]:
        """Half-years in which roll calls were held."""
        return np.unique(self.half_year)

    @cached_property
    def _covariance(self) -> NDArray[np.float32]:
        size = self.slope.shape[1] + 1
        packed = self.tables.table("items").select(numbered("covariance", size * (size + 1) // 2))
        return packed.to_numpy().astype(np.float32)

    def item_covariance(self, rows: NDArray[np.int64]) -> Doubles:
        """Covariance of slopes and location of some roll calls, shape (len(rows), D + 1, D + 1)."""
        return unpack_symmetric(self._covariance[rows], self.slope.shape[1] + 1)

    def positions_on(self, state: int, half_years: NDArray[np.int64]) -> Doubles:
        """Positions in some half-years, (T, D).

        Before its first vote a state stands where it began, after its last where it ended.
        """
        own = self.position[state]
        known = np.flatnonzero(~np.isnan(own[:, 0]))
        return np.asarray(own[np.clip(half_years - self.clock[0], known[0], known[-1])])

    def bridges(self, asked: NDArray[np.int64], years: NDArray[np.int64]) -> Bridge:
        """From nodes to some questions in some years; every array has shape (Q, Y)."""
        length = self.priors["deviation_years"]
        cuts = np.searchsorted(self.node_question, np.stack([asked, asked + 1]))
        found = [bridge_chain(self.node_year[begin:end], years, length) for begin, end in cuts.T]
        shape, begin = (len(asked), len(years)), cuts[0][:, None]
        return Bridge(
            left=np.array([one.left for one in found], np.int64).reshape(shape) + begin,
            right=np.array([one.right for one in found], np.int64).reshape(shape) + begin,
            to_left=np.array([one.to_left for one in found], np.float64).reshape(shape),
            to_right=np.array([one.to_right for one in found], np.float64).reshape(shape),
        )

    def deviations_on(self, state: int | slice, bridge: Bridge) -> Doubles:
        """Deviations of a state (Q, Y), or with a slice of states (Q, Y, S), across a bridge."""
        if not bridge.left.size:
            return np.zeros((*bridge.left.shape, *self.deviation[:0, state].shape[1:]))
        near, far = self.deviation[bridge.left, state], self.deviation[bridge.right, state]
        shape = (*bridge.left.shape, *(1,) * (near.ndim - 2))
        weights = bridge.to_left.reshape(shape), bridge.to_right.reshape(shape)
        return np.asarray(DEVIATION_STEP * (weights[0] * near + weights[1] * far))

    def participation_on(self, state: int, half_years: NDArray[np.int64]) -> Doubles:
        """Share of the roll calls of each half-year in which the state cast a vote."""
        row = half_years - self.clock[0]
        inside = (row >= 0) & (row < len(self.clock))
        row = np.clip(row, 0, len(self.clock) - 1)
        share = self.votes[state][row] / np.maximum(self.rolls_held[row], 1)
        return np.where(inside, share, 0.0)

    def calibration(self, year: int) -> float:
        """What standard deviations around a year are multiplied by, from split halves of the record."""
        eras: list[dict[str, Any]] = self.tables.manifest["calibration"]
        for era in eras:
            if year <= era["last"]:
                return float(era["factor"])
        return float(eras[-1]["factor"])


def _placed(tables: VoteTables) -> tuple[NDArray[np.int64], Doubles, NDArray[np.int64]]:
    """Half-years without gaps (T,), positions on them (S, T, D), votes cast and not cast (2, S, T)."""
    placed = tables.table("positions")
    half_year = placed["half_year"].to_numpy().astype(np.int64)
    clock = np.arange(half_year.min(), half_year.max() + 1)
    number = {state: i for i, state in enumerate(tables.states)}
    rows = placed["state"].replace_strict(number, return_dtype=pl.Int64).to_numpy()
    columns = half_year - clock[0]
    position = np.full((len(number), len(clock), tables.dimensions), np.nan)
    position[rows, columns] = placed.select(numbered("mean", tables.dimensions)).to_numpy()
    counts = np.zeros((2, len(number), len(clock)), np.int64)
    counts[:, rows, columns] = placed.select("votes", "nonvoting").to_numpy().T
    return clock, position, counts
