"""The steps of a sweep against finite differences and dense linear algebra."""

from dataclasses import replace

import numpy as np
import pytest
from tests.numerics.conftest import WIDE
from tests.numerics.invented import Truth

from leeway.numerics.dynamic_irt import VoteArray, sweeps
from leeway.numerics.dynamic_irt.fitting import _begin, _Workspace, log_posterior
from leeway.numerics.dynamic_irt.smoothing import smooth_positions

F32 = np.float32


@pytest.fixture
def somewhere(invented: tuple[VoteArray, Truth]):
    """A model that stands at the truth, shaken: nothing is optimal, nothing is absurd."""
    array, truth = invented
    rng = np.random.default_rng(5)
    alive = np.arange(len(array.clock))[:, None, None] >= array.entry
    shaken = (truth.position + rng.normal(size=truth.position.shape) * 0.3) * alive
    model = _begin(array, WIDE, shaken.astype(F32))
    items = truth.items + rng.normal(size=truth.items.shape) * 0.2
    return replace(
        model,
        items=items,
        means=truth.means + rng.normal(size=truth.means.shape) * 0.1,
        root=np.array([0.0, 0.0, -0.5, 0.3]),
        deviation=truth.deviation.astype(F32),
    )


def _item_density(model, j: int, item: np.ndarray) -> float:
    items = model.items.copy()
    items[j] = item
    return log_posterior(replace(model, items=items))


@pytest.mark.parametrize("j", [0, 57, 150])
def test_item_systems_are_gradients_of_the_log_posterior(somewhere, j):
    model, array = somewhere, somewhere.array
    work = _Workspace(array, WIDE, 2)
    tied = array.question[j] >= 0
    still = np.zeros((3, array.votes.shape[1]), F32)
    rows, information, gradient = np.zeros((7, still.shape[1]), F32), np.zeros((4, 4)), np.zeros(4)
    sweeps.item_system(
        array.votes[j], array.width[j], model.position[array.period[j]], model.deviation[array.node[j]],
        model.items[j], model.means[array.question[j]] if tied else model.root,
        work.tie_precision if tied else work.root_precision, still, rows, information, gradient,
    )  # fmt: skip
    for p in range(4):
        step = np.eye(4)[p] * 1e-3
        there = _item_density(model, j, model.items[j] + step) - _item_density(
            model, j, model.items[j] - step
        )
        assert gradient[p] == pytest.approx(there / 2e-3, rel=2e-2, abs=2e-2)
    assert np.all(np.linalg.eigvalsh(information, UPLO="L") > 0)


def test_uncertain_positions_pull_slopes_to_zero(somewhere):
    model, array = somewhere, somewhere.array
    precision, mean = np.full(4, 0.1), np.zeros(4)
    found = []
    for spread in (0.0, 0.5):
        covariance = np.zeros((3, array.votes.shape[1]), F32)
        covariance[[0, 2]] = spread
        rows, information, gradient = np.zeros((7, covariance.shape[1]), F32), np.zeros((4, 4)), np.zeros(4)
        sweeps.item_system(
            array.votes[3], array.width[3], model.position[array.period[3]], model.deviation[array.node[3]],
            model.items[3], mean, precision, covariance, rows, information, gradient,
        )  # fmt: skip
        found.append((gradient[:2].copy(), information[:2, :2].copy(), rows[2].sum()))
    weight = found[0][2]
    assert np.allclose(found[1][0] - found[0][0], -0.5 * weight * model.items[3, :2], rtol=1e-4)
    assert np.allclose(np.diag(found[1][1] - found[0][1]), 0.5 * weight, rtol=1e-4)


def test_state_scores_are_gradients_of_the_likelihood(somewhere):
    model, array = somewhere, somewhere.array
    work = _Workspace(array, WIDE, 2)
    sweeps.state_scores(
        array.votes, array.width, array.period, array.node, model.position, model.deviation, model.items,
        work.item_covariance, work.gradient, work.information,
    )  # fmt: skip
    rows = (array.votes, array.width, array.period, array.node)
    for t, d, s in ((0, 0, 0), (7, 1, 12), (19, 0, 39)):
        there = []
        for sign in (1, -1):
            moved = model.position.copy()
            moved[t, d, s] += F32(sign * 0.01)
            there.append(sweeps_likelihood(rows, moved, model))
        assert work.gradient[t, d, s] == pytest.approx((there[0] - there[1]) / 0.02, abs=5e-3)
    held = np.isin(np.arange(len(array.clock)), array.period)
    assert held.all()
    assert np.all(work.information[:, [0, 2]] >= 0)


def sweeps_likelihood(rows, position, model) -> float:
    from leeway.numerics.dynamic_irt.predict import log_likelihood

    return log_likelihood(*rows, position, model.deviation, model.items)


def _deviated(model, work) -> np.ndarray:
    array, deviation = model.array, model.deviation.copy()
    sweeps.deviation_step(
        array.votes, array.width, array.period, work.node_rolls, work.node_start, array.chain,
        work.links, work.owns, model.position, deviation, model.items, work.deviation_variance,
    )  # fmt: skip
    return deviation


def test_a_deviation_step_is_the_newton_step_of_the_whole_chain(somewhere):
    model, array = somewhere, somewhere.array
    work = _Workspace(array, WIDE, 2)
    moved = _deviated(model, work) - model.deviation
    precision = np.diag(work.owns) - np.diag(work.links[1:-1], 1) - np.diag(work.links[1:-1], -1)
    nodes, states = len(array.node_year), array.votes.shape[1]
    score, weight = np.zeros((nodes, states)), np.zeros((nodes, states))
    eta, row, own = (np.zeros(states, F32) for _ in range(3))
    for j in np.flatnonzero(array.question >= 0):
        n = array.width[j]
        lower, upper = sweeps.cutpoints(*model.items[j, 2:])
        place = model.position[array.period[j]]
        sweeps.linear_predictor(model.items[j, :2].astype(F32), place, model.deviation[array.node[j]], n, eta)
        sweeps.score_row(array.votes[j], eta, F32(lower), F32(upper), n, row, own)
        score[array.node[j], :n] += row[:n]
        weight[array.node[j], :n] += own[:n]
    for s in (0, 20, 39):
        right = score[:, s] - precision @ model.deviation[:-1, s]
        expected = np.linalg.solve(precision + np.diag(weight[:, s]), right)
        limit = sweeps.LONGEST_DEVIATION_STEP
        assert np.allclose(moved[:-1, s], np.clip(expected, -limit, limit), rtol=2e-3, atol=2e-4)
    assert not moved[-1].any()


def test_filtered_variances_know_only_the_past(somewhere):
    model, array = somewhere, somewhere.array
    work = _Workspace(array, WIDE, 2)
    _deviated(model, work)
    before = work.deviation_variance[array.chain[0]].copy()
    late = array.period >= len(array.clock) // 2
    blind = replace(array, votes=np.where(late[:, None], np.int8(-1), array.votes))
    _deviated(replace(model, array=blind), work)
    assert np.array_equal(work.deviation_variance[array.chain[0]], before)
    assert np.all(work.deviation_variance[:-1] <= WIDE.deviation_sd**2 * 1.0001)


def test_question_means_weigh_roll_calls_against_the_root():
    rng = np.random.default_rng(8)
    items, question = rng.normal(size=(6, 4)), np.array([0, 0, 0, -1, 1, -1])
    means, root = np.zeros((3, 4)), np.zeros(4)
    tie, free = np.array([4.0, 4.0, 1.0, 2.0]), np.array([0.5, 0.5, 0.4, 0.3])
    sweeps.question_step(items, question, means, root, tie, free)
    assert np.allclose(root, np.r_[0.0, 0.0, items[:, 2:].mean(axis=0)])
    assert np.allclose(means[0], (tie * items[:3].sum(axis=0) + free * root) / (3 * tie + free))
    assert np.allclose(means[1], (tie * items[4] + free * root) / (tie + free))
    assert np.allclose(means[2], root)


def test_every_step_raises_the_log_posterior(somewhere):
    model, array = somewhere, somewhere.array
    work = _Workspace(array, WIDE, 2)
    rows = (array.votes, array.width, array.period, array.node)
    heights = [log_posterior(model)]
    for _ in range(5):
        items = model.items.copy()
        sweeps.item_step(
            *rows, array.question, model.position, model.deviation, items, model.means, model.root,
            work.tie_precision, work.root_precision, np.zeros_like(work.covariance), work.item_covariance,
        )  # fmt: skip
        model = replace(model, items=items)
        heights.append(log_posterior(model))
        work.item_covariance[:] = 0
        sweeps.state_scores(
            *rows, model.position, model.deviation, model.items, work.item_covariance,
            work.gradient, work.information,
        )  # fmt: skip
        smooth_positions(
            model.position, work.gradient, work.information, work.link, work.entry_precision, array.entry,
            work.pivot_inverse, work.step, work.covariance,
        )  # fmt: skip
        model = replace(model, position=model.position + work.step)
        heights.append(log_posterior(model))
        model = replace(model, deviation=_deviated(model, work))
        heights.append(log_posterior(model))
    assert np.all(np.diff(heights) > -0.02)
    assert heights[-1] > heights[0] + 10
