"""Votes cast by the model itself, and the estimates with another fit in their place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.votes.files import DEVIATION_STEP, numbered, pack_symmetric
from leeway.numerics.agreement import vote_probabilities

if TYPE_CHECKING:
    from leeway.measures.votes.model import VoteModel
    from leeway.numerics.dynamic_irt import DynamicIrt


def cast_votes(truth: DynamicIrt, rng: np.random.Generator) -> NDArray[np.int8]:
    """Votes drawn from a model on its own roll calls, by the states that voted on them; -1 elsewhere."""
    slope = truth.items[:, : truth.dimensions]
    lower, upper = truth.cutpoints()
    out = np.full(truth.array.votes.shape, -1, np.int8)
    for j in range(len(slope)):
        there = np.flatnonzero(truth.array.votes[j] >= 0)
        place = truth.position[truth.array.period[j]][:, there]
        eta = slope[j] @ place + truth.deviation[truth.array.node[j], there]
        chance = vote_probabilities(eta, lower[j], upper[j])
        out[j, there] = (rng.random(len(there))[:, None] > chance.cumsum(axis=1)[:, :2]).sum(axis=1)
    return out


def with_places(model: VoteModel, placed: DynamicIrt, informative: NDArray[np.bool_]) -> VoteModel:
    """The same roll calls with other positions and deviations."""
    clock = placed.array.clock
    row = np.searchsorted(clock, model.clock, side="right") - 1
    position = placed.position[row].transpose(2, 0, 1).astype(np.float64)
    position[np.isnan(model.position)] = np.nan
    steps = np.clip(np.round(placed.deviation[:-1] / DEVIATION_STEP), -127, 127).astype(np.int8)
    return replace(model, position=position, deviation=steps, informative=informative)


def refitted(model: VoteModel, fitted: DynamicIrt) -> VoteModel:
    """Estimates of the same states and roll calls with the positions, deviations and items of another fit."""
    dims = fitted.dimensions
    lower, upper = fitted.cutpoints()
    packed = pack_symmetric(fitted.item_covariance[:, : dims + 1, : dims + 1])
    columns = dict(zip(numbered("covariance", packed.shape[1]), packed.T, strict=True))
    items = model.tables.table("items").with_columns(
        **{name: pl.Series(values) for name, values in columns.items()}
    )
    tables = replace(model.tables, frames=model.tables.frames | {"items": items})
    with_items = replace(
        model, tables=tables, slope=fitted.items[:, :dims].astype(np.float64), lower=lower, upper=upper
    )
    return with_places(with_items, fitted, model.informative)
