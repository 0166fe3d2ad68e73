"""Words of caution beside a pair's numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.measures import tiny

from leeway.ledger import Dated
from leeway.ledger.voting import VoteLost
from leeway.measures.votes import caution
from leeway.measures.votes.caution import first_axis, words_of_caution
from leeway.measures.votes.estimates import VoteEstimates

WINDOW = tiny.span(2005, 2018)


def test_two_that_stay_apart_need_no_caution(tiny_estimates: VoteEstimates) -> None:
    assert tiny_estimates.caveats("FRA", "FJI", *WINDOW) == ()


def test_changing_sides_is_said(tiny_estimates: VoteEstimates) -> None:
    model = tiny_estimates.model
    pair = model.number[tiny.MOVER], model.number["FRA"]
    position = model.position.copy()
    position[pair[0], :, 0] = position[pair[1], :, 0] + np.linspace(1.0, -1.0, position.shape[1])
    crossing = replace(model, position=position)
    (said,) = words_of_caution(crossing, pair, WINDOW)
    assert (said.rule, said.line) == ("sign-crossed", "votes")
    assert said.startswith("On the first axis New Zealand and France changed sides between 2005-01-01 and")
    assert words_of_caution(crossing, pair, tiny.span(2005, 2006)) == ()


def test_the_first_axis_is_told_where_there_were_votes(tiny_estimates: VoteEstimates) -> None:
    clock, gap = tiny_estimates.first_axis("FRA", tiny.ENTRANT)
    assert 2 * tiny.QUIET_SPRING not in clock
    assert len(clock) == len(set(tiny_estimates.model.half_year))
    known = clock >= 2 * tiny.ENTRY.year + 1
    np.testing.assert_array_equal(np.isnan(gap), ~known)
    assert (gap[known] > 1.0).all()
    assert first_axis(tiny_estimates.model, (0, 0))[1].tolist() == [0.0] * len(clock)


def test_much_absence_is_said_with_its_count(tiny_estimates: VoteEstimates) -> None:
    rows = tiny_estimates.model.number[tiny.ABSENT]
    said, years = tiny_estimates.caveats("FRA", tiny.ABSENT, *tiny.span(2004, 2019))
    assert (said.rule, years.rule) == ("much-absence", "absent-year")
    absent, cast = tiny_estimates.model.nonvoting[rows].sum(), tiny_estimates.model.votes[rows].sum()
    assert said.startswith(f"Nauru cast no vote in {absent} of {absent + cast} roll calls of the window;")
    assert "not counted as abstention" in said


def test_years_with_a_vote_in_less_than_half_of_the_roll_calls_are_named(
    tiny_estimates: VoteEstimates,
) -> None:
    model = tiny_estimates.model
    pair = model.number["FRA"], model.number["FJI"]
    assert words_of_caution(model, pair, WINDOW) == ()
    votes, nonvoting = model.votes.copy(), model.nonvoting.copy()
    gone = np.isin(model.clock // 2, [2008, 2010, 2011])
    nonvoting[pair[1], gone] += votes[pair[1], gone]
    votes[pair[1], gone] = 0
    absent = replace(model, votes=votes, nonvoting=nonvoting)
    (said,) = words_of_caution(absent, pair, WINDOW)
    held = int(nonvoting[pair[1], gone].sum())
    assert said == (
        f"Fiji cast a vote in only 0 of {held} roll calls of 2008, 2010 to 2011; absence is not a choice "
        "that can be read."
    )
    assert (said.rule, said.line) == ("absent-year", "votes")
    assert words_of_caution(absent, pair, tiny.span(2012, 2018)) == ()


def test_a_vote_that_was_lost_is_told_for_the_years_of_the_window_alone(
    tiny_estimates: VoteEstimates, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = VoteLost(
        "FJI", Dated.parse("2009-03"), None, "arrears", dt.date(2025, 1, 1), "unverified", "remembered", ""
    )
    monkeypatch.setattr(caution, "votes_lost", lambda: (lost,))
    (said,) = tiny_estimates.caveats("FRA", "FJI", *tiny.span(2005, 2011))
    assert said == (
        "Fiji had no vote for some or all of the time, as far as is remembered: unpaid dues (Article 19 of "
        "the Charter) in 2009 to 2011. Where it is absent then, it did not choose to be."
    )
    assert said.rule == "no-vote-held"
    assert tiny_estimates.caveats("FRA", "FJI", *tiny.span(2005, 2008)) == ()
    assert tiny_estimates.caveats("FRA", "TON", *tiny.span(2005, 2011)) == ()


def test_a_long_window_is_said(tiny_estimates: VoteEstimates) -> None:
    (said,) = tiny_estimates.caveats("FRA", "FJI", dt.date(1990, 1, 1), dt.date(2019, 12, 31))
    assert said.startswith("A window of 29 years asks")
    assert said.rule == "long-window"
