"""The line `security` on an invented record in which it is known what happened."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from tests.measures.security.invented import (
    ARMS,
    LISTED,
    TIES,
    Invented,
    coded,
    days,
    estimates,
    listed,
    owed,
)

from leeway.errors import MissingSourceError
from leeway.measures.security.alliances import HIGHEST
from leeway.measures.security.estimate import make_tables
from leeway.measures.security.estimates import SecurityEstimates
from leeway.measures.security.portfolios import alliance_similarity
from leeway.numerics.similarity import similarity


@pytest.fixture(scope="module")
def told() -> SecurityEstimates:
    return estimates()


def legs(told: SecurityEstimates, a: str, b: str, first: int, last: int):
    return {leg.name: leg for leg in told.legs(a, b, window=days(first, last))}


def weight(told: SecurityEstimates, organisation: str, state: str) -> dict[int, float]:
    arrays = told.arrays
    row = arrays.weight[arrays.blocs.index(organisation), arrays.tables.number[state]]
    return dict(zip(arrays.bloc_years, row.tolist(), strict=True))


def test_levels_are_those_of_the_years_and_stop_with_their_source(told):
    leg = legs(told, "GEO", "RUS", 2000, 2016)["alliances"]
    course = dict(zip(leg.series.labels, leg.series.mean, strict=True))
    assert (course["2005"], course["2006"]) == (1.0, 0.0)
    assert leg.series.labels[-1] == "2012"
    assert leg.series.covered[1] == dt.date(2012, 12, 31)
    assert not leg.counted
    assert legs(told, "GEO", "RUS", 2000, 2012)["alliances"].counted


def test_an_exit_of_the_ledger_wins_and_lasts(told):
    course = weight(told, "CIS", "GEO")
    assert (course[1993], course[1994], course[2009], course[2010], course[2018]) == (0, 1, 1, 0, 0)


def test_who_left_but_is_named_nowhere_later_is_unknown_without_a_whole_list():
    fewer = [tie for tie in TIES if not (tie["source"] == "ledger" and tie["state"] == "KAZ")]
    course = weight(estimates(ties=fewer), "CIS", "GEO")
    assert course[2010] == 0
    assert np.isnan(course[2018])


def test_a_frozen_membership_counts_half(told):
    frozen = [*TIES, listed("GEO", "CSTO", "2003-01-01", frozen_since=dt.date(2008, 1, 1))]
    course = weight(estimates(ties=frozen), "CSTO", "GEO")
    assert (course[2007], course[2008], course[2018]) == (1.0, 0.5, 0.5)


def test_what_is_not_found_in_a_text_enters_nothing(told):
    more = [
        *TIES,
        listed("GEO", "NATO", "2004-01-01", status="unverified"),
        listed("KAZ", "CIS", "1993-09-01", "2001-01-01", status="suspect"),
        owed("USA", "GEO", "defence", 1995, None) | {"status": "unverified"},
    ]
    assert all(one.largest == 0 for one in told.compare(estimates(ties=more)))
    entered = [*TIES, listed("GEO", "NATO", "2004-01-01")]
    assert any(one.largest > 0 for one in told.compare(estimates(ties=entered)))


def test_one_small_delivery_states_no_share(told):
    share, _, count = told.arrays.arms_of("GEO", "USA", range(2005, 2017))
    assert np.isnan(share).all()
    assert count.sum() == 0
    assert "arms" not in legs(told, "GEO", "USA", 2005, 2016)


def test_a_share_by_hand_and_its_end(told):
    share, _, _ = told.arrays.arms_of("KAZ", "RUS", range(2004, 2019))
    got = {2000 + year: 40 + 10 * year for year in range(5)}
    bought = sum(got.values())
    assert share[0] == pytest.approx(bought / (bought + 5 * 60), abs=0.001)
    assert not np.isnan(share[12])
    assert np.isnan(share[13:]).all()


def test_georgia_left_and_moved(told):
    before, after = days(2003, 2005), days(2010, 2012)
    series = told.series("GEO", "RUS", window=(before[0], after[1]))
    parts = told.moved("GEO", "RUS", before, after)
    assert parts is not None
    assert parts.change == pytest.approx(series.mean[-3:].mean() - series.mean[:3].mean(), abs=1e-6)
    assert parts.state < 3 * parts.partner < 0 or parts.partner == 0.0
    again = told.moved("RUS", "GEO", before, after)
    assert again is not None
    assert (again.state, again.partner) == pytest.approx((parts.partner, parts.state))


def test_the_change_of_all_pairs_is_that_of_each_where_its_legs_are_the_same(told):
    before, after = days(2003, 2005), days(2010, 2012)
    pairs = told.changes(before, after)
    for one, other, change in zip(pairs.states, pairs.partners, pairs.mean, strict=True):
        series = told.series(one, other, window=(before[0], after[1]))
        assert change == pytest.approx(series.mean[-3:].mean() - series.mean[:3].mean(), abs=0.002), (
            one,
            other,
        )
    assert {frozenset(pair) for pair in zip(pairs.states, pairs.partners, strict=True)} >= {
        frozenset(("GEO", "RUS")), frozenset(("KAZ", "RUS"))
    }  # fmt: skip
    only = told.changes(before, after, partner="KAZ")
    assert all("KAZ" in pair for pair in zip(only.states, only.partners, strict=True))


def test_a_pair_without_any_tie_is_silent(told):
    assert "nothing could loosen" in (told.silence("GEO", "USA", days(2000, 2010)) or "")
    assert told.silence("KAZ", "RUS", days(2000, 2010)) is None
    late = told.silence("GEO", "KAZ", days(2011, 2018))
    assert late is not None


def test_a_still_of_treaties_alone_could_not_have_seen_a_break(told):
    reason = told.unseen("GEO", "RUS", days(1996, 2004)) or ""
    assert "could not have seen a break" in reason
    assert "Of 2 times" in reason
    assert "in 1." in reason
    assert told.unseen("KAZ", "RUS", days(2003, 2012)) is None


def test_as_of_a_day_is_what_the_tables_would_be_without_what_came_later(told):
    day = dt.date(2010, 12, 31)
    early = told.as_of(day)
    shorter = estimates(arms=[one for one in ARMS if one[2] <= 2010])
    for pair in (("GEO", "RUS"), ("KAZ", "RUS")):
        known = early.legs(*pair, window=days(2000, 2010))
        other = shorter.legs(*pair, window=days(2000, 2010))
        assert [leg.name for leg in known] == [leg.name for leg in other]
        for ours, theirs in zip(known, other, strict=True):
            assert ours.series.labels[-1] <= "2010"
            assert ours.series.mean == pytest.approx(theirs.series.mean, abs=1e-6)
    assert early.covered[1] == day


def test_the_same_seed_draws_the_same_and_a_rebuild_is_the_same(told):
    window = days(2003, 2012)
    one, same = (told.series("KAZ", "RUS", window=window, seed=4) for _ in range(2))
    assert (one.draws == same.draws).all()
    assert not (one.draws == told.series("KAZ", "RUS", window=window, seed=5).draws).all()
    assert (one.draws == told.series("RUS", "KAZ", window=window, seed=4).draws).all()
    assert all(difference.largest == 0 for difference in told.compare(estimates()))


def test_caveats_say_which_source_ended(told):
    said = told.caveats("KAZ", "RUS", *days(2003, 2016))
    assert (
        said[0]
        == "Security: the sources of alliances end in 2012; that says nothing of whether the ties did."
    )
    assert said[1].endswith("without alliances.")
    assert told.caveats("KAZ", "RUS", *days(2003, 2012)) == ()


def test_kappa_is_that_of_the_portfolios(told):
    members = ("GEO", "KAZ", "RUS", "USA")
    owing = {("GEO", "RUS"): 3, ("KAZ", "RUS"): 3, ("GEO", "KAZ"): 1}
    portfolio = [
        [HIGHEST if one == other else owing.get(tuple(sorted((one, other))), 0) for other in members]
        for one in members
    ]
    expected = similarity(np.array(portfolio), HIGHEST)
    shipped = dict(told.kappa("RUS", "GEO").iter_rows())
    assert shipped[2000] == pytest.approx(expected.kappa_sq[0, 2], abs=0.006)
    table = alliance_similarity(Invented()).filter(
        (pl.col("year") == 2000) & (pl.col("state") == "GEO") & (pl.col("partner") == "RUS")
    )
    row = table.row(0, named=True)
    assert row["kappa"] == pytest.approx(expected.kappa_sq[0, 2], abs=1e-12)
    assert (row["s_abs"], row["pi"]) == pytest.approx((expected.s_abs[0, 2], expected.pi_sq[0, 2]))
    assert row["members"] == 4
    alone = alliance_similarity(Invented(), pair=("RUS", "GEO"))
    assert set(alone.select("state", "partner").iter_rows()) == {("GEO", "RUS")}
    assert alone["year"].max() == 2012


@pytest.mark.parametrize("source", ["atop", "cow-igo", "cow-system", "sipri-arms", "ledger"])
def test_a_source_that_is_missing_is_named(source):
    with pytest.raises(MissingSourceError, match=f"holds nothing of {source}") as refused:
        make_tables(Invented(without=source))
    assert refused.value.hint == f"leeway refresh {source}"


def test_dates_of_turns_are_compared_with_the_second_coding(told):
    assert told.tables.manifest["turning"] == [0.0, 0.667, 0.333]
    without = estimates(ties=[tie for tie in TIES if tie["source"] != "cow-alliances"])
    assert without.tables.manifest["turning"] == [0.1, 0.8, 0.1]


def test_years_between_the_two_sources_are_never_carried_on():
    coded_only = [tie for tie in TIES if tie["source"] != "ledger"]
    rows = [*coded_only, listed("KAZ", "CIS", "2017-01-01"), coded("USA", "CIS", 2000, None)]
    course = weight(estimates(ties=rows), "CIS", "RUS")
    assert course[2014] == 1.0
    assert np.isnan(course[2015])
    assert LISTED.year in course


def test_what_an_organisation_continues_is_the_same_organisation():
    rows = [*TIES, coded("GEO", "EEC", 1958, 1992), coded("GEO", "EU", 1993, None)]
    course = weight(estimates(ties=rows), "EU", "GEO")
    assert (course[1960], course[1992], course[1993], course[2014]) == (1, 1, 1, 1)
