"""Parts of the figures of ties that need no publisher's file."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from benchmarks.figures import TIES, Figure, page
from benchmarks.ties.formula import explained
from benchmarks.ties.margins import section as margins
from benchmarks.ties.realignments import Case, right
from benchmarks.ties.similarity import LEVELS, by_definition, portfolios

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


def test_variance_explained_by_hand():
    assert explained(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 1.0])) == pytest.approx(0.5)


def test_cases_are_counted_by_line_and_by_all():
    assert right(CASES, "away", "votes") == (1, 2)
    assert right(CASES, "away", "security") == (1, 2)
    assert right(CASES, "away") == (1, 2)
    assert right(CASES, "still") == (0, 1)


def test_margins_are_those_that_ship():
    told = margins()
    assert told.figures[0].value > 0
    assert any("margin of security" in line for line in page(TIES, [told]))


def test_a_missed_figure_stands_at_the_head_of_the_page():
    section = margins()
    missed = type(section)("cases", "t", "c", "m", [Figure("far", 2.0, "one", high=1.0)])
    assert "* far: 2.000, target at most 1" in page(TIES, [missed])
