"""Axes that can be named, and positions that know nothing of what came later."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measures import tiny

from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.fitting import canonical, filtered_positions, fit_assembly, turn
from leeway.numerics.dynamic_irt import DynamicIrt

CUT_YEAR = 2011


def rotation(seed: int) -> np.ndarray:
    """Any rotation or reflection of the plane."""
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(2, 2)))[0]


def blocks(model: DynamicIrt) -> np.ndarray:
    """Covariances of positions as matrices, (T, S, D, D)."""
    out = np.zeros((*model.covariance.shape[::2], 2, 2))
    for at, (d, e) in enumerate(zip(*np.tril_indices(2), strict=True)):
        out[:, :, d, e] = out[:, :, e, d] = model.covariance[:, at]
    return out


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_turning_changes_names_alone(tiny_fit: DynamicIrt, seed: int) -> None:
    around = rotation(seed)
    turned = turn(tiny_fit, around)
    period = tiny_fit.array.period

    def predictor(model: DynamicIrt) -> np.ndarray:
        return np.einsum("jd,jds->js", model.items[:, :2], model.position[period])

    def own_spread(model: DynamicIrt) -> np.ndarray:
        slope = model.items[:, :2]
        return np.einsum("jd,jsde,je->js", slope, blocks(model)[period], slope)

    def item_spread(model: DynamicIrt) -> np.ndarray:
        place = np.concatenate([model.position[period, :, 3], -np.ones((len(period), 2))], axis=1)
        return np.einsum("jd,jde,je->j", place, model.item_covariance, place)

    assert np.abs(predictor(tiny_fit)).max() > 1.0
    np.testing.assert_allclose(predictor(turned), predictor(tiny_fit), atol=1e-5)
    np.testing.assert_allclose(own_spread(turned), own_spread(tiny_fit), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(item_spread(turned), item_spread(tiny_fit), rtol=1e-6)
    np.testing.assert_allclose(turned.items[:, 2:], tiny_fit.items[:, 2:])
    assert not np.allclose(turned.position, tiny_fit.position, atol=0.1)


def test_axes_are_in_order_with_the_anchor_on_the_positive_side(
    tiny_fit: DynamicIrt, tiny_assembly: Assembly
) -> None:
    shuffled = turn(tiny_fit, rotation(4))
    back = turn(shuffled, canonical(shuffled, tiny_assembly.states))
    np.testing.assert_allclose(back.position, tiny_fit.position, atol=1e-3)
    cloud = tiny_fit.position.transpose(0, 2, 1).reshape(-1, 2)
    cloud = cloud[cloud.any(axis=1)]
    spread = np.cov(cloud, rowvar=False)
    assert spread[0, 0] > spread[1, 1]
    assert spread[0, 1] == pytest.approx(0.0, abs=1e-3)
    france = tiny_assembly.states.index("FRA")
    assert (tiny_fit.position[:, :, france].mean(axis=0) > 0.0).all()
    north = [tiny_assembly.states.index(one) for one in tiny.NORTH]
    south = [tiny_assembly.states.index(one) for one in tiny.SOUTH]
    assert tiny_fit.position[-1, 0, north].min() > tiny_fit.position[-1, 0, south].max()


def test_one_dimension_has_a_side_too(tiny_assembly: Assembly) -> None:
    fitted = fit_assembly(tiny_assembly, dimensions=1)
    assert fitted.position.shape[1] == 1
    assert fitted.position[:, 0, tiny_assembly.states.index("FRA")].mean() > 0.0


def upside_down(assembly: Assembly, after_year: int) -> Assembly:
    """The same roll calls, with all later votes turned to their opposite."""
    later = (assembly.year > after_year)[:, None] & (assembly.votes >= 0)
    return replace(assembly, votes=np.where(later, 2 - assembly.votes, assembly.votes).astype(np.int8))


def test_filtered_positions_know_nothing_of_later_votes(
    tiny_assembly: Assembly, tiny_fit: DynamicIrt
) -> None:
    years, told = filtered_positions(tiny_assembly, tiny_fit)
    _, otherwise = filtered_positions(upside_down(tiny_assembly, CUT_YEAR), tiny_fit)
    known = years <= CUT_YEAR
    assert known.sum() == CUT_YEAR - tiny.FIRST + 1
    np.testing.assert_array_equal(told[known], otherwise[known])
    assert not np.allclose(told[~known], otherwise[~known], atol=0.05, equal_nan=True)


def test_turning_to_the_final_axes_changes_no_distance(tiny_assembly: Assembly) -> None:
    other_end = fit_assembly(upside_down(tiny_assembly, CUT_YEAR), dimensions=2)
    same_end = fit_assembly(tiny_assembly, dimensions=2)
    years, told = filtered_positions(tiny_assembly, same_end)
    _, turned = filtered_positions(tiny_assembly, other_end)
    voted = ~np.isnan(told[:, 0])
    for i in range(len(years)):
        here, there = told[i][:, voted[i]], turned[i][:, voted[i]]
        np.testing.assert_allclose(here.T @ here, there.T @ there, atol=1e-4)


def test_filtered_positions_begin_with_the_first_vote(tiny_assembly: Assembly, tiny_fit: DynamicIrt) -> None:
    years, told = filtered_positions(tiny_assembly, tiny_fit, first_year=2008)
    assert years.tolist() == list(range(2008, tiny.LAST + 1))
    assert told.shape == (len(years), 2, len(tiny_assembly.states))
    entrant = tiny_assembly.states.index(tiny.ENTRANT)
    assert np.isnan(told[years < tiny.ENTRY.year][:, :, entrant]).all()
    assert not np.isnan(told[years >= tiny.ENTRY.year]).any()
    mover = tiny_assembly.states.index(tiny.MOVER)
    assert told[years == 2010, 0, mover] > 0.0 > told[-1, 0, mover]
