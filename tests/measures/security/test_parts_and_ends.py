"""Who moved and what is known at the ends of a window, on ties of three states written out."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from tests.measures import ties_record
from tests.measures.security.drawn import Courses, days, estimates, nothing

from leeway.errors import DataError
from leeway.measures.line import LineEstimates, Listing, ShortSighted, Silent
from leeway.measures.security.blocs import shared
from leeway.measures.security.estimate import make_tables
from leeway.measures.security.legs import LegDraws, alliance_leg, ends_of, together
from leeway.record.store import open_record

BEFORE, AFTER = days(2000, 2002), days(2009, 2011)
WINDOW = (BEFORE[0], AFTER[1])
FIN, NOR, SWE = range(3)


def arms(*courses: tuple[int, int, float, float], unstated: tuple[int, slice] | None = None) -> Courses:
    """Buyer, seller, share in the first half of the years and in the second; who bought too little when."""
    told = nothing()
    for buyer, seller, early, late in courses:
        told["shares"][buyer, seller] = [early] * 6 + [late] * 6
    if unstated:
        told["stated"][unstated] = False
    return told


def parts(course: Courses, one: str = "FIN", other: str = "NOR") -> tuple[float, float, float] | None:
    told = estimates(course).moved(one, other, BEFORE, AFTER)
    return None if told is None else (told.state, told.partner, told.agenda)


def change(course: Courses, one: str = "FIN", other: str = "NOR") -> float | None:
    pairs = estimates(course).changes(BEFORE, AFTER)
    return dict(zip(zip(pairs.states, pairs.partners, strict=True), pairs.mean, strict=True)).get(
        (one, other)
    )


def test_it_offers_what_a_line_offers():
    told: LineEstimates = estimates(nothing())
    assert all(isinstance(told, kind) for kind in (Silent, ShortSighted, Listing))
    assert told.settings == {"built": dt.date(2011, 12, 31)}
    assert told.same_questions("FIN", "NOR", BEFORE, AFTER) is None


def test_a_buyer_that_turns_away_from_one_that_sells_to_others_as_before_moved():
    course = arms((FIN, NOR, 0.75, 0.25), (SWE, NOR, 0.5, 0.5))
    assert parts(course) == pytest.approx((-0.5, 0, 0))
    assert parts(course, "NOR", "FIN") == pytest.approx((0, -0.5, 0))


def test_a_seller_that_sells_less_to_everybody_moved():
    course = arms((FIN, NOR, 0.5, 0.25), (SWE, NOR, 0.5, 0.25))
    assert parts(course) == pytest.approx((0, -0.25, 0))


def test_what_others_buy_is_the_mean_over_those_whose_shares_are_stated():
    course = arms((FIN, NOR, 0.5, 0.25), (SWE, NOR, 0.5, 0.5), unstated=(SWE, slice(0, 12, 2)))
    assert parts(course) == pytest.approx((-0.25, 0, 0))


def test_the_change_is_that_of_the_larger_share_and_whoever_decides_the_larger_moved():
    course = arms((FIN, NOR, 0.5, 0.125), (NOR, FIN, 0.25, 0.25))
    assert change(course) == pytest.approx(-0.25)
    assert parts(course) == pytest.approx((-0.25, 0, 0))


def test_a_larger_share_that_cannot_be_stated_at_one_end_hides_the_smaller_from_who_moved():
    course = arms((FIN, NOR, 0.75, 0.75), (NOR, FIN, 0.125, 0.25), unstated=(FIN, slice(6, None)))
    assert change(course) is None
    assert parts(course) is None
    course["levels"][0] = [3] * 6 + [2] * 6
    assert change(course) == pytest.approx(-1 / 3)
    assert sum(parts(course) or ()) == pytest.approx(-1 / 3)


def test_nothing_is_told_of_spans_of_which_no_source_speaks():
    course = arms((FIN, NOR, 0.75, 0.25))
    course["levels"][:], course["blocs"][:] = 3, 1.0
    told = estimates(course)
    for spans in ((days(1990, 1992), AFTER), (BEFORE, days(2020, 2022))):
        assert len(told.changes(*spans).mean) == 0
        assert told.moved("FIN", "NOR", *spans) is None
        assert "at both ends" in (told.silence("FIN", "NOR", (spans[0][0], spans[1][1])) or "")


@pytest.mark.parametrize(("years", "edge"), [(2, 1), (5, 1), (6, 2), (9, 3), (12, 3), (60, 3)])
def test_the_ends_of_a_window_are_a_third_of_it_and_three_years_at_most(years, edge):
    assert ends_of(years) == (slice(0, edge), slice(years - edge, years))


@pytest.mark.parametrize("year", [0, 1, 2, 9, 10, 11])
def test_a_bloc_unknown_in_any_year_of_either_end_is_not_compared(year):
    weight = np.ones((2, 2, 12), dtype=np.float32)
    weight[0, 1, 6:] = 0.0
    assert shared(weight, 0, 1, ends_of(12))[-1] == pytest.approx(0.5)
    weight[0, 0, year] = np.nan
    assert shared(weight, 0, 1, ends_of(12)) == pytest.approx([1.0] * 12)


def test_a_frozen_member_moved_and_the_other_did_not():
    course = nothing()
    course["blocs"][0, :2] = 1.0
    course["blocs"][0, NOR, 6:] = 0.5
    assert change(course) == pytest.approx(-0.5)
    assert parts(course) == pytest.approx((0, -0.5, 0))


def test_what_the_draws_turn_by_need_not_sum_to_one():
    level = np.array([3, 3, 0, 0.0])
    told = alliance_leg(level, (0.333, 0.333, 0.333), 600, np.random.default_rng(1))
    assert told.draws.mean(axis=0) == pytest.approx([2 / 3, 1 / 3], abs=0.06)


def test_draws_of_the_line_are_the_mean_of_those_of_its_legs():
    legs = [
        LegDraws(name, np.full(2, value), np.full((3, 2), value), np.ones(2, dtype=np.int64))
        for name, value in (("alliances", 1.0), ("blocs", 0.5))
    ]
    told = together(legs, ends_of(2))
    assert told.draws.tolist() == [[0.75, 0.75]] * 3


def test_a_state_takes_part_while_it_existed_and_its_ties_are_known():
    told = estimates(nothing())
    assert told.seated("FIN") == (WINDOW,)
    assert told.seated("KAZ") == ()
    assert told.as_of(dt.date(2005, 5, 1)).seated("FIN") == ((WINDOW[0], dt.date(2005, 5, 1)),)


def test_a_pair_whose_members_never_met_has_no_kappa():
    told = estimates(nothing()).kappa("FIN", "KAZ")
    assert told.is_empty()
    assert told.columns == ["year", "kappa"]


def test_facts_of_the_window_are_listed_in_order_and_none_that_came_later():
    told = estimates(nothing())
    listed = told.listed("GEO", "RUS", days(2009, 2011))
    assert [tie.since for tie in listed] == sorted(tie.since for tie in listed)
    assert all(tie.touches(*days(2009, 2011)) for tie in listed)
    (circle,) = [tie for tie in listed if tie.what.startswith("CIS")]
    assert (circle.until, circle.how) == ("2009-08-18", "GEO left")
    assert not [tie for tie in told.listed("GEO", "RUS", days(2010, 2011)) if tie.what.startswith("CIS")]
    then = told.as_of(dt.date(2009, 8, 1)).listed("GEO", "RUS", days(2010, 2011))
    (circle,) = [tie for tie in then if tie.what.startswith("CIS")]
    assert circle.ended == "still in force"


def test_a_source_that_was_read_and_holds_no_tie_is_no_ground_for_an_estimate(tmp_path):
    rows = [row for row in ties_record.TIES_ROWS if row["source"] != "cow-igo"]
    with (
        open_record(ties_record.make(tmp_path / "record.duckdb", ties=rows)) as opened,
        pytest.raises(DataError, match="holds no row"),
    ):
        make_tables(opened)
