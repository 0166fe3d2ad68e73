"""The four steps by hand, on an invented scene; strengths; circumstance."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from leeway.ledger import Dated
from leeway.ledger.statements import Occasion
from leeway.measures.recognition.stated_fit import FLOOR, fitted, losses
from leeway.measures.recognition.stated_occasions import FEWEST_OCCASIONS, audience_known, venue_known
from leeway.measures.recognition.stated_odds import (
    YEAR,
    Scene,
    Strengths,
    odds,
    own_record,
    own_word,
    peer_shares,
    shares,
    weights,
    with_record,
)
from leeway.measures.recognition.stated_record import Nearness

NAN = np.nan


def _scene(value, *, since=None, distance=None, question=None, apart=None, days=(700_000,)) -> Scene:
    value = np.array(value, float)
    entities, states = value.shape[1:]
    return Scene(
        days=np.array(days, np.int64),
        value=value,
        since=np.full(value.shape, NAN) if since is None else np.array(since, float),
        such=np.full(value.shape[:2], 0.5),
        distance=(
            np.full((len(days), states, states), np.inf, np.float32)
            if distance is None
            else np.array(distance, np.float32)
        ),
        question=np.arange(entities) if question is None else np.array(question),
        apart=np.ones(entities, bool) if apart is None else np.array(apart),
    )


def test_the_share_of_everybody_leaves_the_state_out():
    told = shares(_scene([[[1.0, 1.0, 0.0, NAN]]]), others=2.0)[0, 0]
    np.testing.assert_allclose(told, [(1 + 1) / (2 + 2), 2 / 4, (1 + 2) / 4, (1 + 2) / 5])


def test_peers_count_by_nearness():
    far = np.full((1, 3, 3), np.inf)
    far[0, 0, 1] = far[0, 1, 0] = 0.0
    scene = _scene([[[NAN, 1.0, 0.0]]], distance=far)
    everybody = np.full((1, 1, 3), 0.2)
    told = peer_shares(everybody, weights(scene, 1.0), peers=1.0)[0, 0]
    np.testing.assert_allclose(told, [(0.2 + 1.0) / 2.0, 0.2, 0.2])
    half = replace(scene, distance=np.where(np.isfinite(far), 2.0, np.inf).astype(np.float32))
    near = weights(half, 1.0)[1][0, 0, 0]
    assert near == pytest.approx(np.exp(-1.0), rel=1e-6)


def test_the_own_record_is_counted_against_what_was_foretold():
    value = [[[NAN, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, NAN]]]
    scene = _scene(value, question=[0, 1, 1, 2], apart=[True, True, True, False])
    foretold = np.full((1, 4, 2), 0.25)
    did, expected, number = own_record(scene, foretold)
    assert (did[0, 0, 0], expected[0, 0, 0], number[0, 0, 0]) == (1.0, 0.25, 1.0)
    assert (did[0, 0, 1], number[0, 0, 1]) == (0.5, 1.0)
    assert number[0, 3].tolist() == [0.0, 0.0]
    moved = with_record(foretold, (did, expected, number), own=1.0)
    odds_before, ratio = 0.25 / 0.75, (2.0 / 1.25) / (1.0 / 1.75)
    assert moved[0, 0, 0] == pytest.approx(odds_before * ratio / (1 + odds_before * ratio))
    np.testing.assert_allclose(moved[0, 3], 0.25)


def test_to_recognise_what_all_recognise_moves_nothing():
    scene = _scene([[[NAN], [1.0], [1.0]]])
    foretold = np.array([[[0.3], [1.0], [1.0]]])
    assert with_record(foretold, own_record(scene, foretold), own=0.5)[0, 0, 0] == pytest.approx(0.3)


def test_the_own_word_stands_but_for_what_is_thought_over():
    days = (700_000,)
    since = [[[700_000 - 10 * YEAR], [NAN]]]
    scene = _scene([[[1.0], [NAN]]], since=since, question=[0, 0], days=days)
    side, years = own_word(scene)
    assert side[0, :, 0].tolist() == [1.0, 1.0]
    np.testing.assert_allclose(years[0, :, 0], 10.0)
    told = odds(scene, Strengths(turning=0.05))
    assert told.keeps[0, 0, 0] == pytest.approx(np.exp(-0.5))
    expected = np.exp(-0.5) + (1 - np.exp(-0.5)) * told.record[0, 0, 0]
    assert told.final[0, 0, 0] == pytest.approx(expected)


def test_losses_are_bounded_and_unknown_where_nothing_came():
    told = losses(np.array([1.0, 0.5, 0.5]), np.array([0.0, 1.0, NAN]))
    np.testing.assert_allclose(told, [-np.log(FLOOR), np.log(2.0), NAN])


def _world(generator: np.random.Generator, alike: bool) -> tuple[Scene, np.ndarray]:
    """Two camps of forty states on six questions in four years; they differ on every question, or on none."""
    camp = np.repeat([0, 1], 20)
    position = camp[:, None] * 4.0 + generator.normal(size=(40, 2))
    apart = ((position[:, None] - position[None]) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    sides = generator.random((6, 40)) < (0.5 if alike else np.where(camp == 0, 0.9, 0.1)[None])
    value = np.broadcast_to(sides.astype(float), (4, 6, 40)).copy()
    days = 700_000 + 365 * np.arange(4)
    scene = _scene(value, since=np.full(value.shape, 699_000.0), days=days, distance=np.stack([apart] * 4))
    return scene, np.zeros((6, 40), bool)


def test_peers_are_trusted_where_camps_differ_and_not_where_they_do_not():
    parted = fitted(*_world(np.random.default_rng(1), alike=False))
    mixed = fitted(*_world(np.random.default_rng(1), alike=True))
    assert parted.peers < 1.0 < mixed.peers
    assert parted.turning < 0.02


def test_without_a_past_the_strengths_are_the_defaults():
    scene, claimants = _world(np.random.default_rng(1), alike=True)
    assert fitted(scene.first(0), claimants) == Strengths()


def test_nearness_is_that_of_the_end_of_the_year_before():
    position = np.array([[[0.0], [NAN], [1.0]], [[0.0], [2.0], [5.0]]], np.float32)
    near = Nearness(np.array([2000, 2001]), position)
    days = np.array([dt.date(year, 6, 1).toordinal() for year in (2000, 2001, 2002, 2009)])
    told = near.distances(days)
    assert np.isinf(told[0]).all()
    assert told[1, 0, 2] == pytest.approx(1.0)
    assert np.isinf(told[1, 0, 1])
    assert told[2, 0, 2] == told[3, 0, 2] == pytest.approx(25.0)
    assert np.isinf(np.diagonal(told, axis1=1, axis2=2)).all()


def _occasion(year: int, venue: str, before: str, status: str = "found") -> Occasion:
    day = Dated.parse(f"{year}-01-01")
    return Occasion("FJI", day, venue, before, dt.date(2020, 1, 1), status, "a text", "")


ON = dt.date(2015, 1, 1)


def test_a_circumstance_is_not_scored_where_the_record_tells_too_few():
    told = venue_known("summit", [_occasion(2001, "Summit of 2001", "")], ON)
    assert (told.such, told.told, told.probability, told.bits) == (1, 1, None, None)
    assert "the venue of 1 statement before that day; 10 are needed" in told.reason


def test_a_circumstance_is_scored_by_how_often_it_was():
    early = [_occasion(2000 + i, "Summit" if i < 3 else "at home", "TON") for i in range(FEWEST_OCCASIONS)]
    ignored = [_occasion(2014, "Summit", "TON", "suspect"), _occasion(2015, "Summit", "TON")]
    told = venue_known("summit", [*early, *ignored], ON)
    assert (told.such, told.told) == (3, 10)
    assert told.probability == pytest.approx(3.5 / 11)
    heard = audience_known("TON", True, early, ON, against=lambda one: one.venue == "Summit")
    assert heard.probability == pytest.approx(3.5 / 11)
    unknown = audience_known("TON", None, early, ON, against=lambda one: True)
    assert unknown.probability is None
    assert "is not known" in unknown.reason
