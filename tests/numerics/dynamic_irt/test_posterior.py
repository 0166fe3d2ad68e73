"""The fast posterior of one state against the dense joint precision it integrates."""

from __future__ import annotations

import numpy as np
import pytest

from leeway.numerics.dynamic_irt.posterior import (
    Stretch,
    bridge_chain,
    chain_precision,
    state_posterior,
    vote_information,
    walk_matrix,
)

YEARS, DIMS, QUESTIONS = 4, 2, 3
SETTINGS = {"walk_variance": 0.1, "entry_sd": 1.0, "deviation_sd": 1.5, "deviation_years": 5.0}


@pytest.fixture
def stretch() -> Stretch:
    rng = np.random.default_rng(5)
    rolls = 30
    return Stretch(
        half_years=np.arange(4000, 4000 + 2 * YEARS),
        years=np.arange(2000, 2000 + YEARS),
        row=np.sort(rng.integers(0, 2 * YEARS, rolls)),
        question=rng.integers(-1, QUESTIONS, rolls),
        questions=QUESTIONS,
        slope=rng.normal(size=(rolls, DIMS)),
        lower=rng.normal(-1.0, 0.5, rolls),
        upper=rng.normal(1.0, 0.5, rolls),
        slope_covariance=np.broadcast_to(0.05 * np.eye(DIMS + 1), (rolls, DIMS + 1, DIMS + 1)),
    )


def _dense_precision(stretch: Stretch, position: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    """Joint precision of positions (T * D) and deviations (Q * Y), vote by vote."""
    periods = len(stretch.half_years)
    size = periods * DIMS + QUESTIONS * YEARS
    out = np.zeros((size, size))
    out[: periods * DIMS, : periods * DIMS] = walk_matrix(
        periods, DIMS, SETTINGS["walk_variance"], SETTINGS["entry_sd"]
    )
    link, end, inner = chain_precision(SETTINGS["deviation_sd"], SETTINGS["deviation_years"])
    chain = np.diag([end, *[inner] * (YEARS - 2), end]) - link * (np.eye(YEARS, k=1) + np.eye(YEARS, k=-1))
    for q in range(QUESTIONS):
        at = periods * DIMS + q * YEARS
        out[at : at + YEARS, at : at + YEARS] += chain
    for j, (row, question) in enumerate(zip(stretch.row, stretch.question, strict=True)):
        year = row // 2
        eta = stretch.slope[j] @ position[row] + (deviation[question, year] if question >= 0 else 0.0)
        weight = vote_information(eta, stretch.lower[j], stretch.upper[j])
        place = np.r_[position[row], -1.0]
        weight /= 1.0 + weight * (place @ stretch.slope_covariance[j] @ place)
        design = np.zeros(size)
        design[row * DIMS : (row + 1) * DIMS] = stretch.slope[j]
        if question >= 0:
            design[periods * DIMS + question * YEARS + year] = 1.0
        out += weight * np.outer(design, design)
    return out


def test_deviations_are_integrated_out_exactly(stretch: Stretch) -> None:
    rng = np.random.default_rng(6)
    position, deviation = rng.normal(size=(2 * YEARS, DIMS)), rng.normal(size=(QUESTIONS, YEARS))
    told = state_posterior(stretch, position, deviation, np.ones(2 * YEARS), **SETTINGS)
    whole = np.linalg.inv(_dense_precision(stretch, position, deviation))
    count = 2 * YEARS * DIMS
    np.testing.assert_allclose(np.linalg.inv(told.factor @ told.factor.T), whole[:count, :count], rtol=1e-8)


def test_draws_have_the_joint_covariance(stretch: Stretch) -> None:
    rng = np.random.default_rng(7)
    position, deviation = rng.normal(size=(2 * YEARS, DIMS)), rng.normal(size=(QUESTIONS, YEARS))
    told = state_posterior(stretch, position, deviation, np.ones(2 * YEARS), **SETTINGS)
    places, ways = told.draw(40_000, np.random.default_rng(8))
    drawn = np.hstack([places.reshape(len(places), -1), ways.reshape(len(ways), -1)])
    whole = np.linalg.inv(_dense_precision(stretch, position, deviation))
    spread = np.sqrt(np.diag(whole))
    np.testing.assert_allclose(drawn.mean(axis=0), np.r_[position.ravel(), deviation.ravel()], atol=0.05)
    np.testing.assert_allclose(
        np.cov(drawn.T) / np.outer(spread, spread), whole / np.outer(spread, spread), atol=0.03
    )


def test_years_before_the_first_wanted_are_not_drawn_and_change_nothing(stretch: Stretch) -> None:
    rng = np.random.default_rng(7)
    position, deviation = rng.normal(size=(2 * YEARS, DIMS)), rng.normal(size=(QUESTIONS, YEARS))
    told = state_posterior(stretch, position, deviation, np.ones(2 * YEARS), **SETTINGS)
    whole, late = (told.draw(50, np.random.default_rng(8), since=since) for since in (0, 1))
    np.testing.assert_array_equal(whole[0], late[0])
    np.testing.assert_array_equal(whole[1][:, :, 1:], late[1][:, :, 1:])
    assert np.isnan(late[1][:, :, 0]).all()


def test_scale_multiplies_spread_and_absence_widens_it(stretch: Stretch) -> None:
    position, deviation = np.zeros((2 * YEARS, DIMS)), np.zeros((QUESTIONS, YEARS))

    def spread(share: float, scale: float) -> np.ndarray:
        told = state_posterior(
            stretch, position, deviation, np.full(2 * YEARS, share), scale=scale, **SETTINGS
        )
        return np.einsum("tdd->td", told.covariance())

    np.testing.assert_allclose(spread(1.0, 2.0), 4.0 * spread(1.0, 1.0))
    assert (spread(0.2, 1.0) > spread(1.0, 1.0)).all()


@pytest.mark.parametrize("year", [1999, 2001, 2003, 2010])
def test_a_bridge_is_the_conditional_mean(year: int) -> None:
    known, length = np.array([2000, 2002, 2006]), 4.0
    times = np.r_[known, year]
    covariance = np.exp(-np.abs(times[:, None] - times[None, :]) / length)
    weights = covariance[3, :3] @ np.linalg.inv(covariance[:3, :3])
    bridge = bridge_chain(known, np.array([year]), length)
    told = np.zeros(3)
    told[bridge.left[0]] += bridge.to_left[0]
    told[bridge.right[0]] += bridge.to_right[0]
    np.testing.assert_allclose(told, weights, atol=1e-9)
