"""Leg 2, both books, chains and ranks: numbers from frames."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.backdoor.invented import EVENT

from leeway.measures.backdoor.chains import chains
from leeway.measures.backdoor.elsewhere import growth, rank_among
from leeway.measures.backdoor.mirror import mirror
from leeway.measures.backdoor.outflow import outflow, passed_on


def _years(*values: float, first: int = 2019) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "period": pl.Series(
                [dt.date(first + place, 1, 1) for place in range(len(values))], dtype=pl.Date
            ),
            "months": [12] * len(values),
            "dollars": [float(value) for value in values],
        }
    )


def _leg(rows: pl.DataFrame):
    return outflow(rows, goods="8542", codes=5, to="RUS", event=EVENT)


def test_a_flow_that_opens_is_seen_and_one_that_wiggles_is_not():
    opened, wiggled = _leg(_years(3e5, 2e5, 2.5e5, 1.8e7, 1.6e7)), _leg(_years(3e5, 2e5, 2.5e5, 4e5, 2e5))
    assert opened is not None
    assert wiggled is not None
    assert opened.seen
    assert not wiggled.seen
    assert opened.before == pytest.approx(2.5e5 / 12)
    assert opened.after == pytest.approx(1.7e7 / 12)


def test_a_sample_is_not_seen_however_many_times_it_grew():
    found = _leg(_years(10.0, 12.0, 9.0, 5e4, 6e4))
    assert found is not None
    assert found.probability > 0.95
    assert not found.seen


def test_a_year_of_which_most_comes_after_the_event_is_after():
    found = _leg(_years(1e5, 1e5, 1e5, 9e6))
    assert found is not None
    assert found.after == pytest.approx(9e6 / 12)
    late = outflow(_years(1e5, 1e5, 1e5, 9e6), goods="x", codes=1, to="RUS", event=dt.date(2022, 9, 1))
    assert late is None


@pytest.mark.parametrize("rows", [_years(), _years(1.0, 1.0), _years(5.0, first=2023), _years(0, 0, 0, 1e6)])
def test_without_a_before_or_an_after_nothing_is_told(rows: pl.DataFrame):
    assert _leg(rows) is None


@given(
    inside=st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)),
    outside=st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)),
    growth_of_others=st.floats(0.2, 5),
)
@settings(max_examples=80, deadline=None)
def test_no_more_is_passed_on_than_came_in_or_went_out(
    inside: tuple[float, float], outside: tuple[float, float], growth_of_others: float
):
    found = passed_on(inside, outside, goods="8542", growth=growth_of_others)
    assert 0.0 <= found.passed <= max(found.out_after - found.out_before, 0.0) + 1e-6
    assert found.passed <= found.in_after + 1e-6
    share = found.share_of_outflow
    assert share is None or 0.0 <= share <= 1.0 + 1e-9


def test_own_use_is_taken_off():
    assert passed_on((10.0, 50.0), (0.0, 45.0), goods="8542", growth=3.0).passed == 20.0


def test_a_fall_against_the_own_past_is_told_whatever_the_level():
    years = [2019, 2020, 2021, 2022, 2023]
    exported = np.full(5, 100.0)
    for level in (1.0, 1.35, 0.8):
        found = mirror(years, exported, level * np.array([99.0, 101.0, 100.0, 70.0, 98.0]), event=2022)
        assert found is not None
        assert found.changes[2022] == pytest.approx(np.log(0.7), abs=0.01)
        assert found.p_values[2022] < 0.05 < found.p_values[2023]


def test_a_pair_that_always_wiggles_says_little():
    found = mirror(
        [2019, 2020, 2021, 2022], np.full(4, 100.0), np.array([60.0, 140.0, 95.0, 70.0]), event=2022
    )
    assert found is not None
    assert found.p_values[2022] > 0.1


def test_what_was_lost_on_the_way_is_a_share_of_what_was_added():
    found = mirror(
        [2020, 2021, 2022], np.array([100.0, 100.0, 200.0]), np.array([97.0, 97.0, 150.0]), event=2022
    )
    assert found is not None
    assert found.lost(2022) == pytest.approx((50.0 - 3.0) / 100.0)
    assert found.lost(2030) is None
    shrunk = mirror([2020, 2021, 2022], np.array([100.0, 100.0, 90.0]), np.full(3, 90.0), event=2022)
    assert shrunk is not None
    assert shrunk.lost(2022) is None


def test_quiet_pairs_fall_as_rarely_as_the_level_says():
    generator = np.random.default_rng(1)
    found = []
    for _ in range(400):
        imported = 100.0 * np.exp(generator.normal(scale=0.08, size=4))
        told = mirror([2019, 2020, 2021, 2022], np.full(4, 100.0), imported, event=2022)
        assert told is not None
        found.append(told.p_values[2022] < 0.05)
    assert np.mean(found) == pytest.approx(0.05, abs=0.03)


@pytest.mark.parametrize("years", [[2021, 2022], [2019, 2020, 2021]])
def test_a_mirror_needs_a_past_and_a_present(years: list[int]):
    assert mirror(years, np.ones(len(years)), np.ones(len(years)), event=2022) is None


def _steps(*rows: tuple[str, str, int, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["partner", "product", "year", "dollars"], orient="row")


def test_a_chain_is_as_strong_as_its_weaker_step():
    bought = _steps(("VNM", "851713", 2023, 3e8), ("DEU", "851713", 2023, 1e8), ("DEU", "854231", 2023, 5e6))
    sold = _steps(("RUS", "851713", 2021, 1e5), ("RUS", "851713", 2023, 2e8), ("RUS", "854231", 2022, 9e6))
    found = chains(bought, sold, through="ARM", event_year=2022)
    assert [(one.first, one.goods, one.opened) for one in found] == [
        ("VNM", "851713", True),
        ("DEU", "851713", True),
    ]
    assert found[0].strength == pytest.approx(1.5e8)


def test_goods_that_go_back_where_they_came_from_are_no_chain():
    bought = _steps(("RUS", "851713", 2023, 3e8))
    assert chains(bought, _steps(("RUS", "851713", 2023, 2e8)), through="ARM", event_year=2022) == []


def test_a_step_that_was_always_there_is_not_opened():
    bought = _steps(("VNM", "851713", 2023, 3e8))
    sold = _steps(("RUS", "851713", 2020, 2e8), ("RUS", "851713", 2023, 2e8))
    [found] = chains(bought, sold, through="ARM", event_year=2022)
    assert found.opened is False


def test_ranks_count_those_at_least_as_large():
    assert rank_among(0.5, np.array([0.1, 0.5, 0.9])).rank == 3
    assert rank_among(2.0, np.linspace(0, 1, 19)).p_value == pytest.approx(0.05)


def test_growth_needs_all_years_of_the_base():
    values = np.array([[1.0, 1.0, 1.0, 3.0], [1.0, np.nan, 1.0, 3.0]])
    factors, base = growth(values, [2019, 2020, 2021, 2022], 2022)
    assert factors[0, 3] == 3.0
    assert np.isnan(factors[1, 3])
    assert base[0] == 1.0
    assert np.isnan(growth(values[:, 1:], [2020, 2021, 2022], 2022)[1]).all()
