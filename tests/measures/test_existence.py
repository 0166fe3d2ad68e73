"""When states existed, as the table of states tells."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.measures.existence import existed
from leeway.spells import spells, state, states

DAY = dt.date
WHOLE = (DAY(1946, 1, 1), DAY(2020, 12, 31))
DAYS = st.dates(DAY(1940, 1, 1), DAY(2030, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda days: (min(days), max(days)))


@given(st.sampled_from([one.id for one in states()]), SPANS)
def test_spans_lie_inside_the_one_given_in_order_and_apart(key, within):
    told = existed(key, within)
    for begin, end in told:
        assert within[0] <= begin < end <= within[1]
        assert state(key).spell_on(begin)
        assert state(key).spell_on(end)
    for (_, end), (begin, _) in pairwise(told):
        assert (begin - end).days > 1


@given(st.sampled_from([one.id for one in states()]), SPANS)
def test_no_day_of_existence_inside_is_left_out(key, within):
    told = existed(key, within)
    for spell in (one for one in spells() if one.state == key):
        for day in filter(None, (spell.start, spell.end)):
            if within[0] < day < within[1]:
                assert any(begin <= day <= end for begin, end in told)


def test_a_state_that_goes_on_under_another_name_existed_throughout():
    assert existed("RUS", WHOLE) == (WHOLE,)


def test_a_state_that_was_part_of_another_for_a_while_has_two_spans():
    first, second = existed("SYR", WHOLE)
    assert (first[0], second[1]) == WHOLE
    assert (str(first[1])[:4], str(second[0])[:4]) == ("1958", "1961")


def test_a_state_that_came_later_begins_with_its_first_day():
    (told,) = existed("SSD", WHOLE)
    assert (told[0].year, told[1]) == (2011, WHOLE[1])


@pytest.mark.parametrize(("key", "within"), [("ZZZ", WHOLE), ("SSD", (DAY(1950, 1, 1), DAY(2000, 1, 1)))])
def test_who_never_existed_in_the_span_has_none(key, within):
    assert existed(key, within) == ()
