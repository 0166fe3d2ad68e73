"""How unusual, the margin, and false finds."""

import numpy as np
import pytest

from leeway.drift.unusual import beyond, false_share, margin_from, unusual


def test_a_change_like_all_others_is_in_the_middle():
    rng = np.random.default_rng(1)
    changes = rng.normal(scale=0.05, size=5000)
    told = unusual(rng.normal(scale=0.05, size=400), changes, np.zeros(5000))
    assert told is not None
    assert told.share == pytest.approx(0.5, abs=0.05)
    assert told.further_away == pytest.approx(0.5, abs=0.05)
    assert told.pairs == 5000


def test_an_uncertain_change_has_a_wide_interval():
    changes = np.linspace(-0.1, 0.1, 1001)
    sure = unusual(np.full(100, -0.08), changes, np.full(1001, 0.001))
    unsure = unusual(np.linspace(-0.16, 0.0, 100), changes, np.full(1001, 0.001))
    assert sure is not None
    assert unsure is not None
    assert sure.share == pytest.approx(0.8, abs=0.01)
    assert sure.further_away == pytest.approx(0.1, abs=0.01)
    assert sure.high - sure.low < 0.01 < 0.5 < unsure.high - unsure.low


def test_no_pairs_no_share():
    assert unusual(np.zeros(4), np.zeros(0), np.zeros(0)) is None


def test_movers_have_no_say_in_the_margin():
    rng = np.random.default_rng(2)
    noise = rng.uniform(0.005, 0.03, size=20_000)
    quiet = rng.normal(scale=0.025, size=20_000) + noise * rng.normal(size=20_000)
    moved = quiet.copy()
    moved[:1000] -= 0.5
    assert margin_from(quiet, noise) == pytest.approx(1.645 * 0.025, rel=0.05)
    assert margin_from(moved, noise) == pytest.approx(margin_from(quiet, noise), rel=0.1)


def test_noise_alone_argues_no_margin():
    rng = np.random.default_rng(3)
    with pytest.raises(ValueError, match="no margin"):
        margin_from(rng.normal(scale=0.01, size=500), np.full(500, 0.02))
    with pytest.raises(ValueError, match="0 changes"):
        margin_from(np.zeros(0), np.zeros(0))


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
