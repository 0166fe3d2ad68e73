"""The fit of the model to the General Assembly's votes, turned to axes that people can name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leeway.measures.votes.arrays import Assembly
from leeway.numerics.dynamic_irt.fitting import DynamicIrt, extend, fit
from leeway.numerics.dynamic_irt.layout import VoteArray
from leeway.numerics.dynamic_irt.priors import Priors

#: The first state of this list in the record is put on the positive side of every axis it is far out on.
ANCHORS = ("USA", "GBR", "FRA")
#: Held-out votes stop gaining after some 40 sweeps; closeness of single pairs still moves by a hundredth.
SWEEPS, TOLERANCE = 120, 1e-3
#: Sweeps for each year added to filtered positions.
YEARLY_SWEEPS = 8
#: Periods, from the end, whose spread of positions decides the order of axes.
RECENT = 40


def fit_assembly(
    assembly: Assembly, *, dimensions: int, priors: Priors | None = None, starts: int = 1, seed: int = 0
) -> DynamicIrt:
    """Fit the model, further than held-out votes need, and turn it to canonical axes."""
    fitted = fit(
        assembly.array(),
        dimensions=dimensions,
        priors=priors,
        starts=starts,
        seed=seed,
        sweeps=SWEEPS,
        tolerance=TOLERANCE,
    )
    return turn(fitted, canonical(fitted, assembly.states))


def canonical(model: DynamicIrt, states: tuple[str, ...]) -> NDArray[np.float64]:
    """Rotation to axes of decreasing spread over the recent past, anchors on the positive side; (D, D).

    The likelihood and the priors do not change under a rotation common to all times; only names do.
    """
    recent = model.position[-RECENT:].astype(np.float64)
    cloud = recent.transpose(0, 2, 1).reshape(-1, model.dimensions)
    cloud = cloud[np.any(cloud != 0, axis=1)]
    values, vectors = np.linalg.eigh(np.cov(cloud, rowvar=False).reshape(model.dimensions, model.dimensions))
    axes = vectors[:, np.argsort(-values)]
    anchor = next((states.index(one) for one in ANCHORS if one in states), 0)
    side = recent[:, :, anchor].mean(axis=0) @ axes
    return np.asarray(axes * np.where(side < 0, -1.0, 1.0))


def turn(model: DynamicIrt, rotation: NDArray[np.float64]) -> DynamicIrt:
    """The same model in turned axes: new positions are ``rotation.T @ position``."""
    dims = model.dimensions
    whole = np.eye(dims + 2)
    whole[:dims, :dims] = rotation
    lower = np.tril_indices(dims)
    blocks = np.zeros((len(model.covariance), dims, dims, model.covariance.shape[2]))
    blocks[:, lower[0], lower[1]] = blocks[:, lower[1], lower[0]] = model.covariance
    turned = np.einsum("da,tdes,eb->tabs", rotation, blocks, rotation, optimize=True)
    return replace(
        model,
        position=np.einsum("da,tds->tas", rotation, model.position).astype(np.float32),
        items=model.items @ whole,
        means=model.means @ whole,
        covariance=turned[:, lower[0], lower[1]].astype(np.float32),
        item_covariance=whole.T @ model.item_covariance @ whole,
    )


def filtered_positions(
    assembly: Assembly, final: DynamicIrt, *, first_year: int = 1950
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Positions at the end of each year from nothing dated later, in the final axes.

    The model is fitted again year after year, each time from the fit of the year before and nothing
    later; each fit is turned to the final axes by the least-squares rotation of its last positions, which
    changes no distance and no agreement.

    Returns
    -------
    years : ndarray of int64, shape (N,)
    positions : ndarray of float32, shape (N, D, S)
        NaN for states that had not voted.
    """
    years = np.unique(assembly.year)
    years = years[years >= min(first_year, int(years[-1]))]
    out = np.full((len(years), final.dimensions, len(assembly.states)), np.nan, np.float32)
    known: DynamicIrt | None = None
    for i, year in enumerate(years):
        rows = int((assembly.year <= year).sum())
        columns = int(np.flatnonzero((assembly.votes[:rows] >= 0).any(axis=0)).max()) + 1
        array = _cut(assembly, rows, columns)
        if known is None:
            known = fit(array, dimensions=final.dimensions, priors=final.priors)
        else:
            known = extend(known, array, sweeps=YEARLY_SWEEPS)
        at = int(np.searchsorted(final.array.clock, known.array.clock[-1]))
        here, there = known.position[-1], final.position[at][:, :columns]
        left, _, right = np.linalg.svd(here.astype(np.float64) @ there.T)
        out[i, :, :columns] = (left @ right).T @ here
    return years, out


def _cut(assembly: Assembly, rows: int, columns: int) -> VoteArray:
    """The first roll calls and states, every recurring question keeping its number."""
    return VoteArray.build(
        assembly.votes[:rows, :columns], assembly.clock[:rows], assembly.year[:rows], assembly.question[:rows]
    )
