"""Plain counts."""

import datetime as dt

import pytest
from tests.verdict.synthetic import SyntheticVotes

from leeway.verdict.raw_agreement import raw_agreement

SPAN = (dt.date(2014, 7, 1), dt.date(2017, 6, 30))


def test_counts_over_the_years_whose_middle_lies_inside():
    told = raw_agreement(SyntheticVotes(), "KAZ", "RUS", SPAN)
    assert told is not None
    assert told.votes == 3 * 80
    assert told.agreement == pytest.approx(0.95)
    assert told.kappa == pytest.approx(0.5)


def test_no_common_vote_and_no_counts_are_none():
    assert raw_agreement(SyntheticVotes(), "KAZ", "TKM", SPAN) is None
    assert raw_agreement(object(), "KAZ", "RUS", SPAN) is None
