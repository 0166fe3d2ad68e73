"""Ruptures: a small pair that broke stands out, a world that grew breaks nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.measures.events.invented import (
    BREAK,
    BROKE,
    STATES,
    TURNED,
    YEARLY,
    YEARS,
    at,
    both_lines,
    rows_of,
    yearly,
)

from leeway.measures.events.classes import CLASSES, LineName
from leeway.measures.events.rates import SourceRates, label, middle, period_end
from leeway.measures.events.ruptures import EARLIER, ENOUGH, Ruptures, ruptures
from leeway.numerics.event_rates import rupture_scores
from leeway.verdict.breaks_told import ruptured

Doubles = NDArray[np.float64]
LINES: tuple[LineName, ...] = ("words", "deeds")
DAY = dt.date(BREAK, 1, 1)
ALL = dt.date(2002, 1, 1), dt.date(2014, 12, 31)


def rates(world: dict[str, Doubles]) -> dict[str, SourceRates]:
    noise = {leg: {"counts": [20.0], "sizes": [16.0]} for leg in ("conflict", "cooperation")}
    return {
        line: SourceRates.of_table(rows_of(line, world), YEARLY, {"kind": "year", "dispersion": noise})
        for line in LINES
    }


def broken(world: dict[str, Doubles]) -> Ruptures:
    return ruptures(list(rates(world).values()))


def changed(change: Callable[[dict[str, Doubles], NDArray[np.bool_]], None]) -> dict[str, Doubles]:
    """The invented world, changed from the year of the break on."""
    world = yearly()
    change(world, np.array([year >= BREAK for year in YEARS]))
    return world


def test_the_pair_that_broke_is_the_first_of_all() -> None:
    found = broken(yearly())
    assert len(found.pairs) == len(STATES) * (len(STATES) - 1) // 2
    assert found.rank(*BROKE, DAY) == 1
    own = found.of(*BROKE)
    assert own is not None
    assert own[YEARS.index(BREAK)] > 2.0 * found.limits[-1]
    assert (own[EARLIER : YEARS.index(BREAK)] < found.limits[-1]).all()
    np.testing.assert_array_equal(own, found.of(*BROKE[::-1]))


def test_limits_are_those_of_all_pairs_and_periods() -> None:
    found = broken(yearly())
    told = found.scores[np.isfinite(found.scores)]
    assert told.size == found.scores[:, EARLIER:].size
    assert (told > found.limits[1]).sum() == pytest.approx(0.01 * told.size, abs=1)
    assert (told > found.limits[0]).sum() == pytest.approx(0.05 * told.size, abs=1)
    assert np.isnan(found.scores[:, :EARLIER]).all()


def test_a_world_that_grew_breaks_nobody() -> None:
    def grown(world: dict[str, Doubles], later: NDArray[np.bool_]) -> None:
        for quad in world:
            world[quad] = np.rint(world[quad] * np.where(later, 4.0, 1.0))

    plain, louder = broken(yearly()), broken(changed(grown))
    assert louder.rank(*BROKE, DAY) == 1
    others = [row for row, pair in enumerate(louder.pairs) if pair != BROKE]
    year = YEARS.index(BREAK)
    assert abs(np.median(louder.scores[others, year] - plain.scores[others, year])) < 1.5
    raw = rates(changed(grown))["words"].counts["conflict"]
    unheld = rupture_scores(raw, np.ones_like(raw))[others, year]
    assert np.median(unheld) > np.median(louder.scores[others, year]) + 5.0


def test_one_side_in_the_news_with_all_is_held_against_it_by_half() -> None:
    def busy(world: dict[str, Doubles], later: NDArray[np.bool_]) -> None:
        for quad in world:
            for rows in (world[quad][at("USA")], world[quad][:, at("USA")]):
                rows *= np.where(later, 2.0, 1.0)

    found = broken(changed(busy))
    assert found.rank(*BROKE, DAY) == 1
    year = YEARS.index(BREAK)
    hers = [row for row, pair in enumerate(found.pairs) if "USA" in pair]
    raw = rates(changed(busy))["words"].counts["conflict"]
    unheld = rupture_scores(raw, np.ones_like(raw))[hers, year]
    held = rates(changed(busy))["words"].ruptures()[hers, year]
    assert np.median(held) < 0.7 * np.median(unheld)


def test_words_and_deeds_each_have_their_own_expectation_and_are_added() -> None:
    both = rates(yearly())
    found = ruptures(list(both.values()))
    for pair in (BROKE, TURNED):
        row = found.pairs.index(pair)
        each = [one.ruptures()[one.place[pair]] for one in both.values()]
        np.testing.assert_allclose(found.scores[row, EARLIER:], sum(each)[EARLIER:])
    [alone] = [ruptures([both["deeds"]])]
    np.testing.assert_allclose(
        alone.of(*BROKE)[EARLIER:],  # type: ignore[index]
        both["deeds"].ruptures()[both["deeds"].place[BROKE]][EARLIER:],
    )


def test_a_pair_with_too_few_events_has_no_score() -> None:
    def quiet(world: dict[str, Doubles], later: NDArray[np.bool_]) -> None:
        for quad in world:
            world[quad][at("BLR"), at("GEO")] = world[quad][at("GEO"), at("BLR")] = 0.0
        world["verbal conflict"][at("BLR"), at("GEO")] = np.where(later, 8.0, 5.0)

    found = broken(changed(quiet))
    own = found.of("BLR", "GEO")
    assert own is not None
    sums = np.convolve(np.where(np.arange(len(YEARS)) >= YEARS.index(BREAK), 8.0, 5.0), np.ones(EARLIER + 1))
    enough = sums[EARLIER : len(YEARS)] > ENOUGH - 1.0
    np.testing.assert_array_equal(np.isfinite(own[EARLIER:]), enough)
    assert found.rank("BLR", "GEO", dt.date(2006, 1, 1)) is None
    assert found.rank("BLR", "GEO", dt.date(1999, 1, 1)) is None
    assert found.of("BLR", "ZAF") is None
    assert found.rank("BLR", "ZAF", DAY) is None


def test_lines_of_different_periods_are_not_added() -> None:
    both = rates(yearly())
    with pytest.raises(ValueError, match="2 lines of 2 different stretches"):
        ruptures([both["words"], both["deeds"].until(dt.date(2010, 12, 31))])
    with pytest.raises(ValueError, match="0 lines"):
        ruptures([])


def test_nothing_of_later_is_in_a_score() -> None:
    """Scores, their limits and their ranks up to a year are the same whatever came after it."""
    known = dt.date(2010, 12, 31)

    def other(world: dict[str, Doubles], later: NDArray[np.bool_]) -> None:
        for quad, drawn in yearly(seed=7).items():
            world[quad][:, :, later] = 9.0 * drawn[:, :, later]

    one, two = (
        ruptures([line.until(known) for line in rates(world).values()])
        for world in (yearly(), changed(other))
    )
    assert one.periods[-1] == dt.date(2010, 1, 1)
    assert one.limits == two.limits
    np.testing.assert_array_equal(one.scores, two.scores)
    whole = broken(yearly())
    np.testing.assert_allclose(one.scores, whole.scores[:, : len(one.periods)], rtol=1e-6)


def test_what_a_rupture_would_have_taken_is_told() -> None:
    """So much conflict in the last year, and no more: put it there, and the score is at the limit."""
    both = rates(yearly())
    for pair in (TURNED, ("DEU", "FRA"), ("GEO", "TUR")):
        told = ruptured(both, *pair, ALL)
        assert told is not None
        for line, (there, needed) in told.detectable.items():
            own = both[line]
            row, place = own.place[pair], len(YEARS) - 1
            assert there == own.counts["conflict"][row, place]
            counts, others = own.counts["conflict"][row].copy(), own.others["conflict"][row]
            counts[place] = needed
            assert rupture_scores(counts, others / others.mean())[place] == pytest.approx(told.limits[-1])


def test_only_periods_of_the_span_are_told_and_limits_are_of_all() -> None:
    both = rates(yearly())
    whole, short = (
        ruptured(both, *BROKE, span) for span in (ALL, (dt.date(2009, 1, 1), dt.date(2010, 12, 31)))
    )
    assert whole is not None
    assert short is not None
    assert str(BREAK) in whole.ruptures
    assert (short.ruptures, tuple(short.scores)) == ((), ("2009", "2010"))
    assert short.limits == whole.limits
    assert short.ranked == whole.ranked == 66 * (len(YEARS) - EARLIER)
    assert not set(whole.ruptures) & set(whole.unusual)


def test_lines_of_different_sources_are_told_no_ruptures() -> None:
    both = both_lines()
    mixed = {"words": both["words"].rates[YEARLY], "deeds": both["deeds"].rates["gdelt"]}
    assert ruptured(mixed, "KAZ", "RUS", ALL) is None
    assert ruptured({}, "KAZ", "RUS", ALL) is None
    assert ruptured(rates(yearly()), "KAZ", "ZAF", ALL) is None


def test_the_pair_that_turned_by_month_breaks_in_that_month() -> None:
    both = {line: told.rates["gdelt"] for line, told in both_lines().items()}
    told = ruptured(both, *TURNED, (dt.date(2021, 2, 1), dt.date(2022, 9, 30)))
    assert told is not None
    assert told.ruptures[0] == "2022-03"
    assert max(told.scores, key=lambda period: told.scores[period]) in {"2022-03", "2022-04"}
    quiet = ruptured(both, "ARM", "UZB", (dt.date(2021, 2, 1), dt.date(2022, 9, 30)))
    assert quiet is not None
    assert quiet.ruptures == ()


def test_periods_have_an_end_a_middle_and_a_name() -> None:
    assert period_end(dt.date(2021, 12, 1), "month") == dt.date(2021, 12, 31)
    assert middle(dt.date(2020, 1, 1), "year") == dt.date(2020, 7, 1)
    assert label(dt.date(2020, 3, 1), "month") == "2020-03"
    assert CLASSES["words"].conflict == "verbal conflict"
