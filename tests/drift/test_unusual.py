"""How unusual, and false finds."""

import numpy as np
import pytest

from leeway.drift.unusual import beyond, false_share, spread_out, unusual
from leeway.numerics.normal import quantile


def test_a_change_like_all_others_is_in_the_middle():
    rng = np.random.default_rng(1)
    changes = rng.normal(scale=0.05, size=5000)
    told = unusual(rng.normal(scale=0.05, size=400), spread_out(changes, np.zeros(5000)))
    assert told is not None
    assert told.share == pytest.approx(0.5, abs=0.05)
    assert told.further_away == pytest.approx(0.5, abs=0.05)
    assert told.pairs == 5000


def test_an_uncertain_change_has_a_wide_interval():
    changes = np.linspace(-0.1, 0.1, 1001)
    sure = unusual(np.full(100, -0.08), spread_out(changes, np.full(1001, 0.001)))
    unsure = unusual(np.linspace(-0.16, 0.0, 100), spread_out(changes, np.full(1001, 0.001)))
    assert sure is not None
    assert unsure is not None
    assert sure.share == pytest.approx(0.8, abs=0.01)
    assert sure.further_away == pytest.approx(0.1, abs=0.01)
    assert sure.high - sure.low < 0.01 < 0.5 < unsure.high - unsure.low


def test_no_pairs_no_share():
    assert unusual(np.zeros(4), spread_out(np.zeros(0), np.zeros(0))) is None


def test_probabilities_of_many_sum_to_one():
    away, still, closer = beyond(np.array([-0.3, 0.0, 0.3]), np.full(3, 0.02), 0.04)
    assert np.allclose(away + still + closer, 1.0)
    assert away[0] > 0.99
    assert still[1] > 0.9
    assert closer[2] > 0.99


def test_the_false_share_is_what_comes_out():
    rng = np.random.default_rng(4)
    size, margin, sd = 20_000, 0.04, 0.03
    truth = rng.normal(scale=0.05, size=size)
    seen = truth + rng.normal(scale=sd, size=size)
    keep = 0.05**2 / (0.05**2 + sd**2)
    away, _, _ = beyond(keep * seen, np.full(size, sd * np.sqrt(keep)), margin)
    kept = false_share(away) < 0.1
    assert kept.sum() > 100
    assert np.mean(truth[kept] >= -margin) == pytest.approx(0.1, abs=0.02)


def test_shares_are_counted_among_all_others():
    rng = np.random.default_rng(5)
    changes = np.where(rng.random(300) < 0.3, 0.0, rng.normal(size=300))
    sds = np.where(changes == 0.0, 0.0, 0.1)
    draws = np.r_[0.0, changes[:10], -changes[:10], rng.normal(size=20)]
    told = unusual(draws, spread_out(changes, sds))
    points = [quantile((step + 0.5) / 8.0) for step in range(8)]
    others = np.concatenate([changes + point * sds for point in points])
    less = [(np.abs(others) < abs(draw)).mean() for draw in draws]
    assert told is not None
    assert told.share == pytest.approx(np.mean(less), abs=1e-12)
    assert (told.low, told.high) == pytest.approx(tuple(np.quantile(less, [0.05, 0.95])), abs=1e-12)
    assert told.further_away == pytest.approx(np.mean([(others < draw).mean() for draw in draws]), abs=1e-12)
