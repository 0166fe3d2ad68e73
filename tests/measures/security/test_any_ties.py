"""What holds of the line whatever the ties were: on tables drawn at random."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from tests.measures.security.drawn import PAIRS, YEARS, Courses, courses, cut, days, estimates

from leeway.measures.security.estimates import SecurityEstimates
from leeway.measures.security.pair import legs_of
from leeway.measures.yearly import years_within

BEFORE, AFTER = days(2000, 2002), days(2009, 2011)
WINDOW = (BEFORE[0], AFTER[1])
LAST = 2007
FEW = settings(max_examples=20, deadline=None)


def at_once(told: SecurityEstimates, **partner: str) -> dict[tuple[str, str], float]:
    pairs = told.changes(BEFORE, AFTER, **partner)
    return dict(zip(zip(pairs.states, pairs.partners, strict=True), pairs.mean.tolist(), strict=True))


@given(courses())
@FEW
def test_who_moved_sums_to_the_change_that_all_pairs_are_told(course: Courses) -> None:
    told = estimates(course)
    changes = at_once(told)
    for pair in PAIRS:
        parts = told.moved(*pair, BEFORE, AFTER)
        assert (parts.change if parts else 0.0) == pytest.approx(changes.get(pair, 0.0), abs=1e-6)
        if parts:
            assert parts.state + parts.partner + parts.agenda == pytest.approx(parts.change)


@given(courses())
@FEW
def test_the_change_of_all_pairs_is_the_mean_of_the_legs_of_each(course: Courses) -> None:
    turned_once = {name: np.repeat(course[name][..., ::6], 6, axis=-1) for name in ("shares", "stated")}
    told = estimates(course | turned_once)
    changes = at_once(told)
    for pair in PAIRS:
        legs, ends = legs_of(told.arrays, *pair, YEARS, draws=1, seed=0)
        means = [[np.nanmean(leg.value[end]) for end in ends] for leg in legs if leg.counted(ends)]
        steps = [last - first for first, last in means if max(first, last) > 0]
        assert (pair in changes) is bool(steps)
        assert changes.get(pair, 0.0) == pytest.approx(np.mean(steps or [0.0]), abs=1e-6)


@given(courses())
@FEW
def test_the_two_may_be_named_in_either_order(course: Courses) -> None:
    told = estimates(course)
    for pair in PAIRS:
        turned = pair[::-1]
        assert told.silence(*pair, WINDOW) == told.silence(*turned, WINDOW)
        assert told.unseen(*pair, WINDOW) == told.unseen(*turned, WINDOW)
        assert told.caveats(*pair, *WINDOW) == told.caveats(*turned, *WINDOW)
        if not told.silence(*pair, WINDOW) and told.legs(*pair, window=WINDOW):
            one, other = (told.legs(*way, window=WINDOW, draws=20) for way in (pair, turned))
            for ours, theirs in zip(one, other, strict=True):
                np.testing.assert_array_equal(ours.series.draws, theirs.series.draws)
        parts, swapped = told.moved(*pair, BEFORE, AFTER), told.moved(*turned, BEFORE, AFTER)
        assert (parts is None) is (swapped is None)
        if parts and swapped:
            assert (swapped.state, swapped.partner, swapped.agenda) == pytest.approx(
                (parts.partner, parts.state, parts.agenda)
            )


@given(courses(), courses())
@settings(FEW, max_examples=10)
def test_what_was_known_on_a_day_does_not_depend_on_what_came_later(one: Courses, other: Courses) -> None:
    day = days(2000, LAST)[1]
    known, same = (estimates(course).as_of(day) for course in (one, cut(one, other, LAST)))
    spans = days(2000, 2002), days(2005, LAST)
    window = (spans[0][0], spans[1][1])
    assert known.changes(*spans).mean.tolist() == same.changes(*spans).mean.tolist()
    assert known.changes(*spans).states == same.changes(*spans).states
    for pair in PAIRS:
        for asked in (window, WINDOW):
            assert known.silence(*pair, asked) == same.silence(*pair, asked)
            assert known.caveats(*pair, *asked) == same.caveats(*pair, *asked)
        assert known.moved(*pair, *spans) == same.moved(*pair, *spans)
        assert known.kappa(*pair)["year"].max() == LAST
        legs = [of.legs(*pair, window=WINDOW, draws=20) for of in (known, same)]
        for ours, theirs in zip(*legs, strict=True):
            assert ours.series.labels == theirs.series.labels
            assert int(ours.series.labels[-1]) <= LAST
            np.testing.assert_array_equal(ours.series.draws, theirs.series.draws)


@given(courses())
@FEW
def test_the_line_rests_on_legs_known_at_both_ends_and_stops_where_they_do(course: Courses) -> None:
    told = estimates(course)
    for pair in PAIRS:
        if told.silence(*pair, WINDOW):
            continue
        years = years_within(WINDOW)
        legs, ends = legs_of(told.arrays, *pair, years, draws=9, seed=0)
        counted = [leg for leg in legs if leg.counted(ends)]
        for leg in counted:
            assert all(leg.known[end].any() for end in ends)
            assert np.nanmax(leg.value) > 0
        for leg in legs:
            stops = told.arrays.ends[leg.name]
            assert not leg.known[[year > stops for year in years]].any()
        together = np.all([leg.known for leg in counted], axis=0)
        if together.any():
            series = told.series(*pair, window=WINDOW, draws=9)
            assert series.labels == tuple(str(years[place]) for place in np.flatnonzero(together))
            kept = np.mean([leg.draws[:, together] for leg in counted], axis=0)
            np.testing.assert_array_equal(series.draws, kept)
            assert ((series.draws >= 0) & (series.draws <= 1)).all()


@given(courses())
@FEW
def test_the_changes_of_one_state_are_a_part_of_all(course: Courses) -> None:
    told = estimates(course)
    everybody = at_once(told)
    assert at_once(told, partner="SWE") == {pair: step for pair, step in everybody.items() if "SWE" in pair}
