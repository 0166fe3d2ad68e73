"""R-hat and effective sizes on chains whose answer is known."""

import numpy as np
import pytest

from leeway.numerics.dynamic_irt.convergence import effective_size, r_hat


def _walk(rng: np.random.Generator, memory: float, chains: int = 4, length: int = 4000) -> np.ndarray:
    out = np.empty((chains, length))
    out[:, 0] = rng.normal(size=chains)
    for i in range(1, length):
        out[:, i] = memory * out[:, i - 1] + np.sqrt(1 - memory**2) * rng.normal(size=chains)
    return out


@pytest.mark.parametrize("memory", [0.0, 0.5, 0.9])
def test_effective_size_is_that_of_an_autoregression(memory):
    chains = _walk(np.random.default_rng(5), memory)
    exact = chains.size * (1 - memory) / (1 + memory)
    assert effective_size(chains) == pytest.approx(exact, rel=0.2)


def test_an_alternating_chain_counts_for_more_than_its_length():
    assert effective_size(_walk(np.random.default_rng(5), -0.5)) > 20_000


def test_r_hat_sees_places_and_spreads_that_differ():
    rng = np.random.default_rng(6)
    together = rng.normal(size=(4, 400))
    assert r_hat(together) < 1.02
    assert r_hat(together + np.array([[0], [0], [0], [0.7]])) > 1.05
    assert r_hat(together * np.array([[1], [1], [1], [4]])) > 1.05
    assert r_hat(np.cumsum(together[:1], axis=1)) > 1.1


def test_ranks_make_heavy_tails_harmless():
    assert r_hat(np.random.default_rng(7).standard_cauchy(size=(4, 500))) < 1.02


def test_short_chains_are_refused():
    with pytest.raises(ValueError, match="7 draws are too short to compare"):
        r_hat(np.zeros((2, 7)))
