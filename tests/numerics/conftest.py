"""Votes that several tests fit, and the fit."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numerics.invented import Truth, assembly, draw, with_votes

from leeway.numerics.dynamic_irt import DynamicIrt, Priors, VoteArray, fit

#: Wide enough that two hundred roll calls tell forty states apart.
WIDE = Priors(entry_sd=1.0, walk_sd=0.3, slope_sd=1.5, deviation_sd=0.7, gap_sd=0.7)


@pytest.fixture(scope="session")
def invented() -> tuple[VoteArray, Truth]:
    """Forty states, ten years, two hundred roll calls, two dimensions; eight states enter half way."""
    rng = np.random.default_rng(7)
    array = assembly(rng, states=40, years=10, per_half_year=10, questions=15, late=8)
    truth = draw(array, WIDE, np.array([0.0, 0.0, -0.5, 0.3]), rng)
    return with_votes(array, truth.cast(array, rng)), truth


@pytest.fixture(scope="session")
def fitted(invented: tuple[VoteArray, Truth]) -> DynamicIrt:
    """The invented votes, fitted in the dimensions they were drawn in."""
    return fit(invented[0], dimensions=2, priors=WIDE, sweeps=150, tolerance=1e-3)
