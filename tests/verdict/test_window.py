"""Windows that can be answered, and plain words for those that cannot."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.errors import QuestionError
from leeway.verdict.window import Seats, common_window

COVERED = (dt.date(1946, 1, 26), dt.date(2024, 6, 28))
RUSSIA = Seats("Russia", (COVERED,))
KAZAKHSTAN = Seats("Kazakhstan", ((dt.date(1992, 3, 2), COVERED[1]),))
CZECHOSLOVAKIA = Seats("Czechoslovakia", ((COVERED[0], dt.date(1992, 12, 31)),))
SYRIA = Seats("Syria", ((COVERED[0], dt.date(1958, 2, 21)), (dt.date(1961, 10, 13), COVERED[1])))
NOBODY = Seats("Nobody", ())


def window(first, second, since=None, until=None):
    return common_window(first, second, COVERED, since=since, until=until)


def test_the_last_ten_years_by_default():
    told = window(KAZAKHSTAN, RUSSIA)
    assert (told.since, told.until) == (dt.date(2014, 6, 29), dt.date(2024, 6, 28))
    assert told.asked_until == told.until
    assert told.gaps == ()


def test_the_last_ten_years_of_a_state_that_ended():
    told = window(CZECHOSLOVAKIA, RUSSIA)
    assert (told.since, told.until) == (dt.date(1983, 1, 1), dt.date(1992, 12, 31))


def test_the_ten_years_before_the_end_asked_for():
    told = window(KAZAKHSTAN, RUSSIA, until="2010")
    assert (told.since, told.until) == (dt.date(2001, 1, 1), dt.date(2010, 12, 31))
    assert window(KAZAKHSTAN, RUSSIA, until="1995").since == dt.date(1992, 3, 2)


def test_a_year_in_which_a_seat_begins_counts_from_that_day():
    assert window(KAZAKHSTAN, RUSSIA, since="1992").since == dt.date(1992, 3, 2)
    assert window(RUSSIA, SYRIA, since="1946").since == COVERED[0]


def test_a_window_beyond_the_data_end_is_answered_as_far_as_they_go():
    told = window(KAZAKHSTAN, RUSSIA, until="2030")
    assert (told.until, told.asked_until) == (COVERED[1], dt.date(2030, 12, 31))


def test_a_year_in_which_a_state_ended_counts_to_that_day():
    assert window(CZECHOSLOVAKIA, RUSSIA, since="1980", until="1992").until == dt.date(1992, 12, 31)


def test_a_gap_between_two_seats_is_told():
    assert window(SYRIA, RUSSIA, since="1950", until="1970").gaps == (
        (dt.date(1958, 2, 22), dt.date(1961, 10, 12)),
    )


@pytest.mark.parametrize(
    ("first", "second", "since", "until", "message"),
    [
        (KAZAKHSTAN, CZECHOSLOVAKIA, None, "1992-02", "did not sit together by 1992-02-29"),
        (KAZAKHSTAN, RUSSIA, "1985", None, "did not both sit in 1985"),
        (KAZAKHSTAN, RUSSIA, "1985", "1990", "did not both sit in 1985"),
        (KAZAKHSTAN, RUSSIA, None, "1990", "did not sit together by 1990-12-31"),
        (KAZAKHSTAN, RUSSIA, "2020", "2010", "backwards"),
        (KAZAKHSTAN, RUSSIA, "2030", None, "not covered after 2024-06-28"),
        (KAZAKHSTAN, RUSSIA, "2030", "2040", "not covered after 2024-06-28"),
        (CZECHOSLOVAKIA, RUSSIA, "1980", "1995", "did not both sit until 1995-12-31"),
        (CZECHOSLOVAKIA, RUSSIA, "1995", None, "did not both sit after 1992-12-31"),
    ],
)
def test_impossible_windows_say_what_is_possible(first, second, since, until, message):
    with pytest.raises(QuestionError, match=message) as refused:
        window(first, second, since, until)
    assert refused.value.exit_code == 2
    assert refused.value.hint


def test_a_pair_that_never_sat_together():
    yemen = Seats("Aden", ((dt.date(1967, 12, 14), dt.date(1990, 5, 22)),))
    with pytest.raises(QuestionError, match="never sat together") as refused:
        window(KAZAKHSTAN, yemen)
    assert "Aden was seated 1967-12-14 to 1990-05-22" in (refused.value.hint or "")
    with pytest.raises(QuestionError, match="never sat") as refused:
        window(KAZAKHSTAN, NOBODY)
    assert "Nobody was not seated in that time" in (refused.value.hint or "")


@given(
    st.one_of(st.none(), st.dates(dt.date(1940, 1, 1), dt.date(2030, 1, 1))),
    st.one_of(st.none(), st.dates(dt.date(1940, 1, 1), dt.date(2030, 1, 1))),
    st.sampled_from([RUSSIA, KAZAKHSTAN, CZECHOSLOVAKIA, SYRIA]),
)
def test_every_window_lies_where_both_sat_or_is_refused(since, until, state):
    try:
        told = common_window(state, RUSSIA, COVERED, since=since, until=until)
    except QuestionError:
        return
    assert state.spans[0][0] <= told.since < told.until <= state.spans[-1][1]
    assert told.until <= told.asked_until
    assert since is None or told.since == since
