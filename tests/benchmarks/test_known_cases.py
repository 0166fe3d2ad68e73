"""Known realignments and published points: read as their files are written, judged as they should be."""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from benchmarks.setting import Setting
from benchmarks.validation import published_points, realignments
from benchmarks.validation.realignments import Case, Evidence

from leeway.measures.votes.estimates import VoteEstimates


def told(change: float, sd: float = 0.005) -> Evidence:
    draws = change + sd * np.linspace(-2, 2, 401)
    return Evidence(draws, change, sd, change, change, change, 0.0)


def case(direction: str, state: str = "NZL") -> Case:
    return Case(state, "FRA", direction, 2012, 2006, 2018)


def test_cases_of_other_lines_are_left_out_and_seats_continued(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(
        "state,partner,direction,onset,window_start,window_end,basis,lines\n"
        "POL,SUN,away,1989,1984,1994,invented,votes;trade\n"
        "SOM,SUN,away,1977,1972,1983,invented,security\n",
        encoding="utf-8",
    )
    assert realignments.read_cases(file) == [Case("POL", "RUS", "away", 1989, 1984, 1994)]


def test_a_case_is_right_on_its_own_side_only() -> None:
    cases = [case("away"), case("closer"), case("still"), case("still")]
    found = [told(-0.2), told(-0.2), told(0.0), told(0.3)]
    assert realignments.sides(cases, found, 0.05) == [True, False, True, False]
    measured = realignments.measure(cases, found, 0.05)
    assert measured["moved right"] == 0.5
    assert measured["still right"] == 0.5
    assert measured["signs"]["change"] == 1


def test_area_under_the_curve() -> None:
    assert realignments.auc(np.array([3.0, 2.0]), np.array([1.0, 0.0])) == 1.0
    assert realignments.auc(np.array([1.0]), np.array([1.0])) == 0.5
    assert realignments.auc(np.array([0.0, 2.0]), np.array([1.0])) == 0.5


def test_joined_evidence_leans_on_the_surer_telling() -> None:
    both = Evidence(np.array([-0.01, 0.01]), -0.1, 0.001, 0.0, 0.0, 0.0, 0.0)
    assert both.joined == pytest.approx(-0.1, abs=0.01)


def test_the_mover_of_the_invented_record_is_found(setting: Setting) -> None:
    estimates = VoteEstimates(setting.model)
    found = realignments.evidence(estimates, case("away"), draws=60)
    calm = realignments.evidence(estimates, case("still", "NOR"), draws=60)
    assert found.change < -0.2 < calm.change
    assert found.raw < -0.2
    assert found.state < found.partner
    assert realignments.sides([case("away"), case("still")], [found, calm], 0.1) == [True, True]


def test_published_points_are_read_as_latin_1(tmp_path: Path) -> None:
    file = tmp_path / "points.csv.xz"
    header = "Row,ccode,session,IdealPoint,iso3c,Countryname\n"
    text = header + "1,2,60,1.5,USA,x\n2,3,60,NA,FRA,C\xf4te\n3,4,61,-.5,FRA,C\xf4te\n"
    file.write_bytes(lzma.compress(text.encode("latin-1")))
    assert published_points.read_published(file).rows() == [("USA", 60, 1.5), ("FRA", 61, -0.5)]


def test_likeness_is_one_to_itself_and_keeps_its_sign() -> None:
    rng = np.random.default_rng(0)
    own = pl.DataFrame(
        {
            "state": [f"s{i % 9}" for i in range(90)],
            "session": [i // 9 for i in range(90)],
            "own": rng.normal(size=90),
        }
    )
    published = own.rename({"own": "point"})
    same = published_points.likeness(own, published)
    assert (same["pooled"], same["worst session"], same["points"]) == (
        pytest.approx(1.0),
        pytest.approx(1.0),
        90,
    )
    turned = published_points.likeness(own, published.with_columns(-pl.col("point")))
    assert turned["by session"] == pytest.approx(-1.0)
