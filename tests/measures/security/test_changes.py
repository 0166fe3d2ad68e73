"""The change of all pairs at once, and of a pair by itself, where ties turn within the spans compared."""

from __future__ import annotations

import numpy as np
import pytest
from tests.measures.security.invented import ARMS, TIES, days, estimates, listed

from leeway.measures.security.arms import larger_share
from leeway.measures.security.blocs import shared
from leeway.measures.security.estimates import SecurityEstimates
from leeway.measures.security.legs import arms_leg, ends_of

NAN = float("nan")
BEFORE, AFTER = days(2003, 2005), days(2010, 2012)


@pytest.fixture(scope="module")
def told() -> SecurityEstimates:
    """Blocs are joined and left, and arms imports fall below the floor, within the spans."""
    return estimates(
        ties=[
            *TIES,
            *(listed(state, "SCO", "2004-03-01", "2011-03-01") for state in ("GEO", "KAZ")),
            listed("RUS", "SCO", "2003-03-01", "2005-03-01"),
            listed("USA", "NATO", "1949-04-04"),
            listed("GEO", "NATO", "2011-03-01"),
        ],
        arms=[
            *ARMS,
            *(("GEO", "RUS", year, 10.0) for year in range(1999, 2007)),
            *(("RUS", "USA", year, 40.0) for year in range(1999, 2017)),
        ],
    )


@pytest.mark.parametrize("pair", [("GEO", "KAZ"), ("GEO", "RUS"), ("KAZ", "RUS"), ("KAZ", "USA")])
def test_all_pairs_at_once_agree_with_each_pair_s_own(told, pair):
    pairs = told.changes(BEFORE, AFTER)
    at_once = dict(zip(zip(pairs.states, pairs.partners, strict=True), pairs.mean, strict=True))
    own = told.series(*pair, window=(BEFORE[0], AFTER[1]))
    assert at_once[pair] == pytest.approx(own.mean[-3:].mean() - own.mean[:3].mean(), abs=1e-5)
    parts = told.moved(*pair, BEFORE, AFTER)
    assert at_once[pair] == pytest.approx(parts.change if parts else 0.0, abs=1e-5)


def test_a_state_that_entered_within_the_first_years_is_compared_from_then(told):
    early, late = days(1991, 1993), days(2000, 2002)
    pairs = told.changes(early, late, partner="KAZ")
    at_once = dict(zip(zip(pairs.states, pairs.partners, strict=True), pairs.mean, strict=True))
    own = told.series("GEO", "KAZ", window=(early[0], late[1]))
    legs = {leg.name: leg for leg in told.legs("GEO", "KAZ", window=(early[0], late[1]))}
    assert legs["alliances"].series.labels[0] == "1992"
    assert legs["alliances"].counted
    assert at_once["GEO", "KAZ"] == pytest.approx(own.mean[-3:].mean() - own.mean[:2].mean(), abs=1e-5)


def test_one_partner_is_a_part_of_all(told):
    everybody, one = told.changes(BEFORE, AFTER), told.changes(BEFORE, AFTER, partner="RUS")
    rows = zip(everybody.states, everybody.partners, everybody.mean, everybody.sd, strict=True)
    assert list(zip(one.states, one.partners, one.mean, one.sd, strict=True)) == [
        row for row in rows if "RUS" in row[:2]
    ]
    assert len(one.mean) < len(everybody.mean)


def test_a_bloc_joined_within_the_first_years_is_a_third_of_the_years_there():
    joined = np.array([[[0, 1, 1, 0, 0, 0]] * 2, [[1] * 6] * 2], dtype=np.float32)
    assert shared(joined, 0, 1, (slice(0, 3), slice(3, 6))) == pytest.approx([0.5, 1, 1, 0.5, 0.5, 0.5])


def test_imports_below_the_floor_are_not_nothing():
    share = np.array([[0.9, 0.8, NAN], [NAN, 0.0, 0.0]])
    assert larger_share(share) == pytest.approx([0.9, 0.8, NAN], nan_ok=True)
    leg = arms_leg(share, np.full((2, 3), 9.0), np.ones(3, dtype=np.int64), 5, np.random.default_rng(1))
    assert leg.known.tolist() == [True, True, False]
    assert np.isnan(leg.value[2])
    assert not leg.counted(ends_of(3))


def test_the_lesser_direction_may_be_unknown():
    share = np.array([[0.9, 0.8, 0.7], [NAN, 0.1, 0.0]])
    assert larger_share(share) == pytest.approx([0.9, 0.8, 0.7])
    assert larger_share(share[::-1]) == pytest.approx([0.9, 0.8, 0.7])
    assert larger_share(np.array([[NAN, 0.0], [0.0, NAN]])) == pytest.approx([0.0, 0.0])
    assert np.isnan(larger_share(np.full((2, 2), NAN))).all()


def test_a_buyer_whose_imports_are_too_small_for_a_share_did_not_stop_buying(told):
    legs = {leg.name: leg for leg in told.legs("GEO", "RUS", window=(BEFORE[0], AFTER[1]))}
    assert legs["arms"].series.mean == pytest.approx(np.ones(len(legs["arms"].series.mean)))
    assert "2008" in legs["arms"].series.labels
    assert "2012" not in legs["arms"].series.labels
    assert not legs["arms"].counted


def test_all_pairs_are_the_same_each_time(told):
    again = SecurityEstimates(told.tables).changes(BEFORE, AFTER)
    first = told.changes(BEFORE, AFTER)
    assert first.mean.tobytes() == again.mean.tobytes()
    assert first.sd.tobytes() == again.sd.tobytes()
