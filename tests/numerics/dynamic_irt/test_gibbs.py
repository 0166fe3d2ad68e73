"""Each block's draws against dense linear algebra or a grid."""

import numpy as np

from leeway.numerics.dynamic_irt import gibbs
from leeway.numerics.dynamic_irt.kernels import GAP_FLOOR

F32 = np.float32


def _bits(states: int) -> np.ndarray:
    return np.random.default_rng(12).integers(0, 2**32, (4, states), dtype=np.uint32)


def _agree(draws: np.ndarray, precision: np.ndarray, pull: np.ndarray) -> None:
    """Draws (N, K) have the mean and covariance of a Gaussian in information form."""
    covariance = np.linalg.inv(precision)
    root = np.linalg.cholesky(precision)
    white = (draws - covariance @ pull) @ root
    count = np.sqrt(len(draws))
    assert np.abs(white.mean(axis=0)).max() * count < 4.5
    squares = white.T @ white / len(draws) - np.eye(len(pull))
    assert np.abs(np.diag(squares)).max() * count < 4.5 * np.sqrt(2.0)
    assert np.abs(squares - np.diag(np.diag(squares))).max() * count < 5.0


def test_paths_are_drawn_from_the_gaussian_of_the_whole_path():
    rng = np.random.default_rng(1)
    periods, dims, copies = 4, 2, 1500
    link = np.array([0.0, 3.0, 0.4, 7.0, 0.0], F32)
    blocks = [np.eye(2) * 0.2 + np.outer(v, v) for v in rng.normal(size=(periods, 2))]
    values = rng.normal(size=(periods, dims))
    for entry in (0, 2):
        states = np.full(copies, entry)
        information = np.zeros((periods, 3, copies), F32)
        pull = np.zeros((periods, dims, copies), F32)
        precision = np.zeros((periods * dims, periods * dims))
        for t in range(entry, periods):
            information[t] = blocks[t][np.tril_indices(2)][:, None]
            pull[t] = values[t][:, None]
            own = blocks[t] + np.eye(2) * (1.7 if t == entry else link[t]) + np.eye(2) * link[t + 1]
            precision[2 * t : 2 * t + 2, 2 * t : 2 * t + 2] = own
            if t > entry:
                precision[2 * t : 2 * t + 2, 2 * t - 2 : 2 * t] = -np.eye(2) * link[t]
                precision[2 * t - 2 : 2 * t, 2 * t : 2 * t + 2] = -np.eye(2) * link[t]
        position = np.ones((periods, dims, copies), F32)
        root, bits = np.zeros((periods, dims, dims, copies), F32), _bits(copies)
        drawn = []
        for _ in range(8):
            gibbs.draw_positions(position, pull.copy(), information, link, 1.7, states, root, bits)
            drawn.append(position[entry:].reshape(-1, copies).T.astype(np.float64))
        at = slice(2 * entry, None)
        _agree(np.concatenate(drawn), precision[at, at], values[entry:].ravel())
        assert not position[:entry].any()


def test_deviations_are_drawn_from_the_gaussian_of_the_chain():
    copies = 1500
    chain, node_rolls = np.array([0, 3, 4]), np.array([0, 1, 2, 3, 4])
    node_start = np.array([0, 2, 3, 4, 5])
    links, owns = np.array([0.0, 0.8, 0.5, 0.0, 0.0], F32), np.array([1.1, 1.6, 0.9, 0.4], F32)
    items = np.array([[0.5, 0, 0], [-1.0, 0, 0], [0.3, 0, 0], [2.0, 0, 0], [1.0, 0, 0]])
    position = np.full((1, 1, copies), 0.7, F32)
    z, weight = np.array([0.5, -2.0, 1.0, 3.0, -1.0]), np.array([0.3, 1.2, 0.0, 0.8, 0.5])
    votes_pull = np.repeat((weight * z)[:, None], copies, axis=1).astype(F32)
    precision = np.repeat(weight[:, None], copies, axis=1).astype(F32)
    dense = np.diag(owns.astype(np.float64)) - np.diag(links[1:-1], 1) - np.diag(links[1:-1], -1)
    residual, node = weight * (z - 0.7 * items[:, 0]), np.array([0, 0, 1, 2, 3])
    pull = np.bincount(node, weights=residual)
    dense += np.diag(np.bincount(node, weights=weight))
    deviation, bits, drawn = np.zeros((5, copies), F32), _bits(copies), []
    for _ in range(8):
        gibbs.draw_deviations(
            np.full(5, copies), np.zeros(5, np.int64), node_rolls, node_start, chain, links, owns,
            position, deviation, items, votes_pull, precision, bits,
        )  # fmt: skip
        drawn.append(deviation[:-1].T.astype(np.float64))
    _agree(np.concatenate(drawn), dense, pull)
    assert not deviation[-1].any()


def test_votes_are_gathered_by_period_and_dimension():
    rng = np.random.default_rng(2)
    width, period, node = np.array([3, 4, 4]), np.array([0, 1, 1]), np.array([1, 0, 1])
    items, deviation = rng.normal(size=(3, 4)), rng.normal(size=(2, 4)).astype(F32)
    pull, precision = rng.normal(size=(3, 4)).astype(F32), rng.uniform(size=(3, 4)).astype(F32)
    gradient, information = np.ones((2, 2, 4), F32), np.ones((2, 3, 4), F32)
    gibbs.gather_positions(width, period, node, deviation, items, pull, precision, gradient, information)
    inside = np.arange(4) < width[:, None]
    residual = (pull - precision * deviation[node]) * inside
    for t in (0, 1):
        at = period == t
        assert np.allclose(gradient[t], np.einsum("jd,js->ds", items[at, :2], residual[at]), atol=1e-5)
        outer = np.einsum("jd,je,js->des", items[at, :2], items[at, :2], (precision * inside)[at])
        assert np.allclose(information[t], outer[np.tril_indices(2)], atol=1e-5)


def test_roll_calls_are_drawn_from_their_posterior():
    """One roll call whose posterior a grid can hold, lopsided enough to be skew."""
    place = np.array([-1.0, 0.3, 1.0, 0.8, -0.4, 2.0]) * 4
    votes = np.array([[0, 1, 2, 2, 2, 2]], np.int8)
    root, precision = np.array([0.0, 0.5, 0.3]), np.array([1 / 4.0, 1 / 4.0, 1 / 0.49])
    rng, zero = np.random.default_rng(3), np.zeros(1, np.int64)
    items, drawn = np.array([[1.0, 0.0, 0.0]]), np.empty((30_000, 3))
    freedom = gibbs.PROPOSAL_FREEDOM
    noise = rng.standard_normal(drawn.shape) * np.sqrt(freedom / rng.chisquare(freedom, (len(drawn), 1)))
    chance, accepted = np.log(rng.random(len(drawn))), 0
    for i in range(len(drawn)):
        accepted += gibbs.draw_items(
            votes, np.array([6]), zero, zero, zero - 1, place[None, None].astype(F32), np.zeros((1, 6), F32),
            items, np.zeros((0, 3)), root, precision, precision, noise[i : i + 1], chance[i : i + 1],
        )  # fmt: skip
        drawn[i] = items[0]
    axes = np.linspace(-3, 8, 111), np.linspace(-12, 10, 111), np.linspace(-3, 4, 71)
    slope, location, log_gap = np.meshgrid(*axes, indexing="ij")
    half = 0.5 * (np.exp(log_gap) + GAP_FLOOR)
    density = sum(
        -0.5 * p * (x - m) ** 2 for p, x, m in zip(precision, (slope, location, log_gap), root, strict=True)
    )
    for x, vote in zip(place, votes[0], strict=True):
        below, above = slope * x - location + half, slope * x - location - half
        if vote == 0:
            density -= np.logaddexp(0, below)
        elif vote == 2:
            density -= np.logaddexp(0, -above)
        else:
            density += np.log1p(-np.exp(-2 * half)) - np.logaddexp(0, -below) - np.logaddexp(0, above)
    weight = np.exp(density - density.max())
    weight /= weight.sum()
    assert 0.2 < accepted / len(drawn) < 0.95
    for k, x in enumerate((slope, location, log_gap)):
        mean = (weight * x).sum()
        sd = np.sqrt((weight * (x - mean) ** 2).sum())
        assert abs(drawn[:, k].mean() - mean) < 0.06 * sd
        assert abs(drawn[:, k].std() / sd - 1.0) < 0.06
