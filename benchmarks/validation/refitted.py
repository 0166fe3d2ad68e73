"""The estimates with another fit of the same roll calls put in their place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.validation.predictive import cutpoints
from leeway.measures.votes.calibration import with_places
from leeway.measures.votes.files import numbered, pack_symmetric
from leeway.measures.votes.model import VoteModel
from leeway.numerics.dynamic_irt.fitting import DynamicIrt


def refitted(model: VoteModel, fitted: DynamicIrt) -> VoteModel:
    """Estimates of the same states and roll calls with the positions, deviations and items of another fit."""
    dims = fitted.dimensions
    lower, upper = cutpoints(fitted)
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
