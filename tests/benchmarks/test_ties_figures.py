"""Parts of the figures of ties that need no publisher's file."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from benchmarks.clock import Cost
from benchmarks.figures import TIES, Figure, page
from benchmarks.ties.cases import signed
from benchmarks.ties.cost import dyad_years, middle
from benchmarks.ties.formula import explained
from benchmarks.ties.found_lists import fate, same_day, table_rows
from benchmarks.ties.margins import section as margins
from benchmarks.ties.noted import column, largest_difference
from benchmarks.ties.realignments import Case, right, tally
from benchmarks.ties.similarity import LEVELS, by_definition, members_in, portfolios

from leeway.ledger import Dated
from leeway.numerics.similarity import similarity

CASES = [
    Case("A B", "away", {"votes": "still", "security": "away"}, "away", 0.9),
    Case("C D", "away", {"votes": "away"}, "unclear", 0.9),
    Case("E F", "still", {"votes": "still"}, "away", 0.9),
]


def test_the_definitions_of_likeness_by_hand():
    same = by_definition([3, 0, 2], [3, 0, 2], 3)
    assert same == {"s_abs": 1.0, "s_sq": 1.0, "kappa": 1.0, "pi": 1.0}
    told = by_definition([3, 0, 0], [0, 0, 3], 3)
    assert told["s_abs"] == pytest.approx(1 - 2 * 6 / 9)
    assert told["kappa"] == pytest.approx(1 - 18 / (18 - 2 * 9 / 3))
    assert told["pi"] == pytest.approx(1 - 18 / (18 - 36 / 6))
    assert by_definition([0, 0], [0, 0], 3)["kappa"] == 0.0


def test_a_portfolio_takes_the_strongest_obligation_and_oneself():
    row = {"ccode1": 1, "ccode2": 2, **{name: 0 for name, _ in LEVELS}}
    rows = pl.DataFrame([row | {"atop_consul": 1, "atop_nonagg": 1}, row | {"ccode2": 9, "atop_defense": 1}])
    assert portfolios(rows, [1, 2]) == {1: [3, 2], 2: [0, 3]}


def test_the_definitions_agree_with_the_library_on_invented_portfolios():
    drawn = np.random.default_rng(5).integers(0, 4, size=(12, 30))
    drawn[3] = 0
    told = similarity(drawn, 3)
    for one in range(12):
        for other in range(12):
            expected = by_definition(drawn[one].tolist(), drawn[other].tolist(), 3)
            found = (told.s_abs, told.s_sq, told.kappa_sq, told.pi_sq)
            assert [float(each[one, other]) for each in found] == pytest.approx(
                list(expected.values()), abs=1e-12
            )


def test_a_state_is_a_member_in_every_year_it_was_there():
    rows = pl.DataFrame({"ccode": [2, 260, 260], "styear": [1816, 1955, 1990], "endyear": [2016, 1990, 2016]})
    assert members_in(rows, 1990) == [2, 260]
    assert members_in(rows, 1950) == [2]
    assert members_in(rows, 2018) == [2, 260]


def test_noted_values_are_compared_one_by_one():
    rows = pl.DataFrame({"dyad": ["B-A", "B-A", "B-A"], "year": [1, 2, 3], "S": [0.5, None, float("nan")]})
    assert column(rows, "S") == [("B", "A", 1, 0.5)]
    assert largest_difference([("A", "B", 1, 0.5)], {("A", "B", 1): 0.25}) == (0.25, 1)
    with pytest.raises(KeyError):
        largest_difference([("A", "B", 2, 0.5)], {("A", "B", 1): 0.25})


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ([(True, "found"), (True, "suspect")], "as printed"),
        ([(False, "found"), (True, "suspect")], "suspect"),
        ([(False, "found")], "other day"),
        ([(False, "unverified")], "only remembered"),
        ([], "missing"),
    ],
)
def test_what_became_of_a_found_fact(kept: list[tuple[bool, str]], said: str):
    assert fate(kept) == said


def test_a_coarser_day_is_the_same_day():
    assert same_day(Dated.parse("2015-08"), "2015-08-06")
    assert not same_day(Dated.parse("2015-09"), "2015-08-06")
    assert table_rows({"a": ["missing", "suspect", "missing"]}) == [["a", "3", "0", "0", "1", "0", "2"]]


def test_variance_explained_by_hand():
    assert explained(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 1.0])) == pytest.approx(0.5)


def test_cases_are_counted_by_line_and_by_all():
    assert right(CASES, "away", "votes") == (1, 2)
    assert right(CASES, "away", "security") == (1, 2)
    assert right(CASES, "away") == (1, 2)
    assert right(CASES, "still") == (0, 1)


def test_what_a_line_says_is_counted_with_its_silence():
    assert tally(CASES, "away", "security") == {
        "away": 1,
        "still": 0,
        "closer": 0,
        "unclear": 0,
        "nothing": 1,
    }


def test_a_calm_case_may_be_the_partners_move():
    moved = Case("G H", "still", {}, "away", 0.9, partner=0.6)
    assert moved.partners
    assert not moved.right
    assert not Case("G H", "still", {}, "away", 0.9, partner=0.5).partners
    assert not Case("G H", "away", {}, "away", 0.9, partner=0.6).partners


def test_dyad_years_medians_and_signs():
    assert dyad_years([1, 2, 3]) == 4
    assert middle([Cost(3.0, 1.0), Cost(1.0, 2.0), Cost(2.0, 9.0)]) == Cost(2.0, 2.0)
    assert [signed(one) for one in (0.256, -0.4, -1e-17)] == ["+0.26", "-0.40", "0.00"]


def test_margins_are_those_that_ship():
    told = margins()
    assert told.figures[0].value > 0
    assert any("margin of security" in line for line in page(TIES, [told]))


def test_a_missed_figure_stands_at_the_head_of_the_page():
    section = margins()
    missed = type(section)("cases", "t", "c", "m", [Figure("far", 2.0, "one", high=1.0)])
    assert "* far: 2.000, target at most 1" in page(TIES, [missed])
