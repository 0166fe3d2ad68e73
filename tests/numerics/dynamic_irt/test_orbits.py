"""Moves that no vote notices."""

import numpy as np
import pytest
from tests.numerics.conftest import WIDE

from leeway.numerics.dynamic_irt import DynamicIrt
from leeway.numerics.dynamic_irt.sampler import Chain


def _eta(chain: Chain) -> np.ndarray:
    array, dims = chain.array, chain.position.shape[1]
    place = np.einsum("jd,jds->js", chain.items[:, :dims], chain.position[array.period])
    return (place - chain.items[:, dims : dims + 1])[array.votes >= 0]


@pytest.mark.parametrize("move", ["stretch", "shift"])
def test_linear_predictors_do_not_move(fitted: DynamicIrt, move: str):
    chain, rng = Chain(fitted, 1), np.random.default_rng(2)
    before, place = _eta(chain), chain.position.copy()
    root = (chain.root,) if move == "shift" else ()
    for _ in range(5):
        getattr(chain._orbits, move)(chain.position, chain.items, chain.means, *root, rng)
    assert np.allclose(_eta(chain), before, atol=1e-4)
    assert np.abs(chain.position - place).max() > 0.01
    early = np.arange(len(chain.array.clock))[:, None] < chain.array.entry
    assert not chain.position.transpose(0, 2, 1)[early].any()


def test_a_stretch_finds_the_scale_that_the_prior_likes(fitted: DynamicIrt):
    chain, rng = Chain(fitted, 1), np.random.default_rng(2)

    def scale() -> float:
        return float(chain.items[:, :2].std())

    settled = []
    for factor in (1.0, 3.0):
        chain.position *= np.float32(factor)
        chain.items[:, :2] /= factor
        chain.means[:, :2] /= factor
        for _ in range(30):
            chain._orbits.stretch(chain.position, chain.items, chain.means, rng)
        settled.append(np.mean([_stretched(chain, rng, scale) for _ in range(30)]))
    assert settled[1] == pytest.approx(settled[0], rel=0.03)


def _stretched(chain: Chain, rng: np.random.Generator, scale) -> float:
    chain._orbits.stretch(chain.position, chain.items, chain.means, rng)
    return scale()


def test_shifts_follow_the_prior_of_entries_and_locations(fitted: DynamicIrt):
    """Far from where it belongs, an assembly comes back in one move."""
    chain, rng = Chain(fitted, 1), np.random.default_rng(2)
    alive = np.arange(len(chain.array.clock))[:, None] >= chain.array.entry
    chain.position += np.float32(5.0) * alive[:, None]
    chain.items[:, 2] += 5.0 * chain.items[:, :2].sum(axis=1)
    chain.means[:, 2] += 5.0 * chain.means[:, :2].sum(axis=1)
    chain._orbits.shift(chain.position, chain.items, chain.means, chain.root, rng)
    states = np.arange(chain.position.shape[2])
    entered = chain.position[chain.array.entry, :, states]
    assert np.abs(entered.mean(axis=0)).max() < 3 * WIDE.entry_sd / np.sqrt(len(states)) + 0.3
