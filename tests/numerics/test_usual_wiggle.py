"""The margin that usual pairs argue."""

import numpy as np
import pytest

from leeway.numerics.usual_wiggle import margin_from


def test_movers_have_no_say_in_the_margin():
    rng = np.random.default_rng(2)
    noise = rng.uniform(0.005, 0.03, size=20_000)
    quiet = rng.normal(scale=0.025, size=20_000) + noise * rng.normal(size=20_000)
    moved = quiet.copy()
    moved[:1000] -= 0.5
    assert margin_from(quiet, noise) == pytest.approx(0.025, rel=0.05)
    assert margin_from(moved, noise) == pytest.approx(margin_from(quiet, noise), rel=0.1)


def test_noise_alone_argues_no_margin():
    rng = np.random.default_rng(3)
    with pytest.raises(ValueError, match="no margin"):
        margin_from(rng.normal(scale=0.01, size=500), np.full(500, 0.02))
    with pytest.raises(ValueError, match="0 changes"):
        margin_from(np.zeros(0), np.zeros(0))
