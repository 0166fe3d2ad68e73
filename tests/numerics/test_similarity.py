"""Similarity of portfolios against the definitions, written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leeway.numerics.similarity import similarity

PORTFOLIOS = arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(1, 12)), elements=st.integers(0, 3))


def written_out(x: np.ndarray, y: np.ndarray, dmax: int) -> tuple[float, float, float, float]:
    n = len(x)
    ssd = sum((a - b) ** 2 for a, b in zip(x, y, strict=True))
    sad = sum(abs(a - b) for a, b in zip(x, y, strict=True))
    s1, s2, s1sq, s2sq = sum(x), sum(y), sum(x**2), sum(y**2)
    chance, one = s1sq + s2sq - 2 * s1 * s2 / n, s1sq + s2sq - (s1 + s2) ** 2 / (2 * n)
    return (
        1 - 2 * sad / (dmax * n),
        1 - 2 * ssd / (dmax**2 * n),
        1 - ssd / chance if chance > 1e-12 else 0.0,
        1 - ssd / one if one > 1e-12 else 0.0,
    )


@given(PORTFOLIOS)
def test_all_pairs_follow_the_definitions(portfolios: np.ndarray) -> None:
    told = similarity(portfolios, 3)
    for i, x in enumerate(portfolios):
        for j, y in enumerate(portfolios):
            got = (told.s_abs[i, j], told.s_sq[i, j], told.kappa_sq[i, j], told.pi_sq[i, j])
            assert got == pytest.approx(written_out(x, y, 3), abs=1e-9)


@given(PORTFOLIOS)
def test_it_is_symmetric_and_bounded(portfolios: np.ndarray) -> None:
    told = similarity(portfolios, 3)
    for values in (told.s_abs, told.s_sq, told.kappa_sq, told.pi_sq):
        assert np.allclose(values, values.T)
        assert values.max() <= 1.0 + 1e-12
    assert told.s_sq.min() >= -1.0
    assert np.allclose(np.diag(told.s_abs), 1.0)


def test_two_that_never_vary_agree_by_chance_alone() -> None:
    told = similarity(np.zeros((2, 5), dtype=np.int64), 3)
    assert told.s_abs[0, 1] == 1.0
    assert told.kappa_sq[0, 1] == 0.0


@pytest.mark.parametrize("bad", [np.array([[0, 4], [1, 1]]), np.zeros((2, 0), dtype=np.int64)])
def test_values_outside_the_scale_are_refused(bad: np.ndarray) -> None:
    with pytest.raises(ValueError, match="from 0 to 3"):
        similarity(bad, 3)
