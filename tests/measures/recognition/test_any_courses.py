"""What holds of the line whatever the texts say: on positions drawn at random."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.recognition.invented import AFTER, BEFORE, COURSES, STATES, WHOLE, invented, span

from leeway.measures.recognition.estimates import RecognitionEstimates, filled

ONE = {"Kosovo": ["XKX"]}
PAIRS = [(one, other) for place, one in enumerate(STATES) for other in STATES[place + 1 :]]
POSITIONS = st.sampled_from([0.0, 0.5, 1.0, np.nan])
STRETCHES = st.lists(st.tuples(POSITIONS, st.integers(1, 6)), max_size=4).map(
    lambda told: [
        (value, length)
        for place, (value, whole) in enumerate(told)
        if (length := min(whole, 10 - sum(one[1] for one in told[:place]))) > 0
    ]
)
ANY = st.fixed_dictionaries(
    {entity: st.dictionaries(st.sampled_from(STATES), STRETCHES) for entity in COURSES}
)
FEW = settings(max_examples=40, deadline=None)


def at_once(of: RecognitionEstimates, **partner: str) -> dict[tuple[str, str], float]:
    told = of.changes(BEFORE, AFTER, **partner)
    return dict(zip(zip(told.states, told.partners, strict=True), told.mean.tolist(), strict=True))


@given(ANY)
@FEW
def test_the_change_of_all_pairs_is_that_of_each_pair_and_its_parts(courses):
    of = invented(courses)
    every = at_once(of)
    assert set(every) == {pair for pair in PAIRS if of.silence(*pair, WHOLE) is None}
    for pair, change in every.items():
        parts = of.moved(*pair, BEFORE, AFTER)
        turned = of.moved(*pair[::-1], BEFORE, AFTER)
        assert change == pytest.approx(parts.change if parts else 0.0, abs=1e-6)
        assert (parts is None) is (turned is None)
        if parts and turned:
            assert parts.state + parts.partner == pytest.approx(parts.change)
            assert (turned.state, turned.partner) == pytest.approx((parts.partner, parts.state))


@given(ANY, st.sampled_from(STATES))
@FEW
def test_the_changes_of_one_state_are_a_part_of_all(courses, state):
    of = invented(courses)
    kept = {pair: change for pair, change in at_once(of).items() if state in pair}
    assert at_once(of, partner=state) == kept


@given(ANY)
@FEW
def test_intervals_of_the_draws_hold_the_share_and_the_order_of_the_two_is_nothing(courses):
    of = invented(courses, error=0.04)
    for pair in PAIRS:
        if of.silence(*pair, WHOLE):
            continue
        told, turned = (of.series(*way, window=WHOLE, draws=300) for way in (pair, pair[::-1]))
        low, high = np.quantile(told.draws, [0.01, 0.99], axis=0)
        assert (low - 1e-9 <= told.mean).all()
        assert (told.mean <= high + 1e-9).all()
        assert ((told.draws >= -1e-9) & (told.draws <= 1 + 1e-9)).all()
        np.testing.assert_array_equal(told.draws, turned.draws)


@given(ANY, ANY, st.integers(2001, 2008))
@FEW
def test_what_was_known_on_a_day_does_not_depend_on_what_came_later(one, other, last):
    """The later courses go on where the earlier ones are cut."""
    window = span(2000, last)
    cut = last - 1999
    joined = {
        entity: {
            state: _years(one[entity].get(state, []))[:cut] + _years(other[entity].get(state, []))[cut:]
            for state in STATES
        }
        for entity in COURSES
    }
    known, same = (invented(courses).as_of(window[1]) for courses in (one, joined))
    for pair in PAIRS:
        for asked in (window, WHOLE):
            assert known.silence(*pair, asked) == same.silence(*pair, asked)
            assert known.unseen(*pair, asked) == same.unseen(*pair, asked)
        if known.silence(*pair, window) is None:
            np.testing.assert_array_equal(known.series(*pair).draws, same.series(*pair).draws)
            assert known.caveats(*pair, *window) == same.caveats(*pair, *window)


def _years(stretches) -> list[tuple[float, int]]:
    told = [(value, 1) for value, length in stretches for _ in range(length)]
    return told + [(np.nan, 1)] * (10 - len(told))


def test_a_side_taken_in_the_first_of_the_last_years_counts_for_all_pairs_as_for_each():
    known_to_2007 = {"XKX": {"FJI": [(0, 5), (1, 3)], "TON": [(1, 8)]}}
    of = invented(known_to_2007, questions=ONE)
    parts = of.moved("FJI", "TON", BEFORE, AFTER)
    assert parts is not None
    assert parts.change == pytest.approx(1.0)
    assert at_once(of) == {("FJI", "TON"): pytest.approx(1.0)}
    assert at_once(invented({"XKX": {"FJI": [(0, 7)], "TON": [(1, 7)]}}, questions=ONE)) == {}


@pytest.mark.parametrize(("last", "compared"), [(2011, True), (2012, False)])
def test_a_position_must_be_known_in_one_of_three_years_at_either_end(last, compared):
    of = invented()
    assert bool(of.compared("FJI", "TON", span(1998, last))) is compared
    told = of.changes(span(1998, 2000), span(last - 2, last), partner="FJI")
    assert ("TON" in told.partners) is compared


@pytest.mark.parametrize(("known", "told"), [(2, 0), (1, 1)])
def test_it_is_told_if_fewer_than_half_of_the_questions_can_be_compared(known, told):
    courses = {entity: dict(COURSES["TWN"]) if entity in ("TWN", "XKX")[:known] else {} for entity in COURSES}
    assert len(invented(courses).caveats("FJI", "TON", *WHOLE)) == told


def test_a_wrong_text_is_as_likely_of_either_of_the_two():
    of = invented({"XKX": {"FJI": [(0, 5), (1, 5)], "TON": [(1, 10)]}}, questions=ONE, error=0.3)
    one, other = (of.series(*pair, draws=200).draws for pair in (("FJI", "TON"), ("TON", "FJI")))
    np.testing.assert_array_equal(one, other)


@given(st.lists(st.lists(POSITIONS, min_size=6, max_size=6), min_size=1, max_size=4))
def test_gaps_are_closed_row_by_row_and_what_is_known_stays(rows):
    sides = np.array(rows)
    told = filled(sides)
    known = ~np.isnan(sides)
    np.testing.assert_array_equal(told[known], sides[known])
    assert (np.isnan(told).all(axis=1) == ~known.any(axis=1)).all()
    for row, side in zip(told, sides, strict=True):
        for year in range(1, 6):
            if np.isnan(side[year]) and not np.isnan(side[:year]).all():
                assert row[year] == row[year - 1]
    np.testing.assert_array_equal(filled(sides[None])[0], told)
