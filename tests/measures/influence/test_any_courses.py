"""What holds of the line whatever the index is: on courses drawn at random."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.influence.invented import (
    AFTER,
    BEFORE,
    COURSES,
    WHOLE,
    YEARS,
    invented,
    record,
    row,
    span,
)

from leeway.measures.influence.estimate import make_tables
from leeway.measures.influence.estimates import InfluenceEstimates

LAST = 2009
WAYS = [*COURSES, ("FJI", "CHN"), ("TON", "RUS")]
THOUSANDTHS = st.integers(0, 1000).map(lambda value: value / 1000)
COURSE = st.dictionaries(st.sampled_from(YEARS), THOUSANDTHS, min_size=1).map(
    lambda of: dict(sorted(of.items()))
)
ANY = st.fixed_dictionaries(dict.fromkeys(COURSES, COURSE))
PARTS = st.tuples(*[THOUSANDTHS] * 5)
FEW = settings(max_examples=20, deadline=None)


@given(ANY, ANY)
@FEW
def test_what_was_known_on_a_day_does_not_depend_on_what_came_later(one, other):
    joined = {
        pair: {year: value for year, value in one[pair].items() if year <= LAST}
        | {year: value for year, value in other[pair].items() if year > LAST}
        for pair in one
    }
    day = span(2000, LAST)[1]
    known, same = (invented(courses).as_of(day) for courses in (one, joined))
    spans = BEFORE, span(2007, LAST)
    assert known.changes(*spans).mean.tolist() == same.changes(*spans).mean.tolist()
    assert len(known.changes(BEFORE, AFTER).mean) == 0
    for pair in WAYS:
        assert known.seated(pair[0]) == same.seated(pair[0])
        assert known.margin_of(*pair, WHOLE) == same.margin_of(*pair, WHOLE)
        for window in (WHOLE, span(2000, LAST), AFTER):
            assert known.silence(*pair, window) == same.silence(*pair, window)
        if known.silence(*pair, WHOLE) is None:
            told, again = (of.series(*pair, window=WHOLE, draws=20) for of in (known, same))
            assert told.labels == again.labels
            assert int(told.labels[-1]) <= LAST
            np.testing.assert_array_equal(told.draws, again.draws)


@given(ANY)
@FEW
def test_intervals_of_the_draws_hold_the_index(courses):
    of = invented(courses)
    for pair in COURSES:
        if of.silence(*pair, WHOLE) is None:
            told = of.series(*pair, draws=300)
            low, high = np.quantile(told.draws, [0.01, 0.99], axis=0)
            assert ((low <= told.mean) & (told.mean <= high)).all()


@given(ANY)
@FEW
def test_the_margin_of_a_pair_is_that_of_its_changes(courses):
    of = invented(courses)
    told = of.changes(BEFORE, AFTER)
    for state, partner, margin in zip(told.states, told.partners, told.margin, strict=True):
        either = [of.margin_of(state, partner, window) for window in (BEFORE, AFTER)]
        assert margin == pytest.approx(max(either))
        assert margin <= of.margin_of(state, partner, WHOLE) + 1e-9


@given(st.lists(PARTS.filter(sum), min_size=1, max_size=5), st.data())
@FEW
def test_the_largest_of_a_release_is_one_and_the_formula_holds_of_the_others(parts, data):
    order = data.draw(st.permutations(range(len(parts))))
    rows = [row("CHN", "FJI", 2000 + place, 0.5, *parts[place]) for place in order]
    told = InfluenceEstimates(make_tables(record(*rows))).directed("CHN", "FJI")
    product = [sum(one[:3]) * sum(one[3:]) for one in parts]
    assert told["year"].to_list() == [2000 + place for place in range(len(parts))]
    assert told["value"].to_list() == pytest.approx(
        [one / (max(product) or 1.0) for one in product], abs=6e-5
    )
