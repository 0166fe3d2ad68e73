"""Positions, deviations and roll calls drawn from the priors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt.fitting import DynamicIrt, deviation_precision, walk_precision

Doubles = NDArray[np.float64]


def from_priors(fitted: DynamicIrt, rng: np.random.Generator) -> DynamicIrt:
    """Positions, deviations and roll calls drawn from the priors, around the fitted mean of cutpoints."""
    array, priors, dims = fitted.array, fitted.priors, fitted.dimensions
    root_sd = np.r_[np.full(dims, priors.slope_sd), priors.location_sd, priors.gap_sd]
    tie_sd = np.r_[np.full(dims, priors.slope_tie_sd), priors.location_tie_sd, priors.gap_tie_sd]
    means = fitted.root + root_sd * rng.standard_normal(fitted.means.shape)
    tied = array.question >= 0
    items = fitted.root + root_sd * rng.standard_normal(fitted.items.shape)
    items[tied] = means[array.question[tied]] + tie_sd * rng.standard_normal((int(tied.sum()), dims + 2))
    return replace(
        fitted,
        items=items,
        means=means,
        position=_walks(fitted, rng),
        deviation=_chains(fitted, rng),
    )


def _walks(fitted: DynamicIrt, rng: np.random.Generator) -> NDArray[np.float32]:
    array = fitted.array
    steps = rng.standard_normal(fitted.position.shape)
    precision = walk_precision(array.clock, fitted.priors)[:-1].astype(np.float64)
    steps /= np.sqrt(np.where(precision > 0, precision, 1.0))[:, None, None]
    row = np.arange(len(array.clock))[:, None, None]
    entry = array.entry[None, None, :]
    begin = fitted.priors.entry_sd * rng.standard_normal(fitted.position.shape)
    steps = np.where(row == entry, begin, np.where(row < entry, 0.0, steps))
    return steps.cumsum(axis=0).astype(np.float32)


def _chains(fitted: DynamicIrt, rng: np.random.Generator) -> NDArray[np.float32]:
    array, priors = fitted.array, fitted.priors
    links, _ = deviation_precision(array, priors)
    out = priors.deviation_sd * rng.standard_normal(fitted.deviation.shape)
    for m in range(1, len(array.node_year)):
        if links[m] > 0:
            decay = np.exp(-(array.node_year[m] - array.node_year[m - 1]) / priors.deviation_years)
            out[m] = decay * out[m - 1] + np.sqrt(1.0 - decay**2) * out[m]
    out[-1] = 0.0
    return out.astype(np.float32)
