"""Charts of text."""

import numpy as np
import pytest
from tests.drift.paths import smoothed, step
from tests.verdict.synthetic import SyntheticVotes

from leeway.faces.charts import chart


def test_a_chart_of_invented_closeness(snapshot):
    assert chart(SyntheticVotes(sd=0.03).series("KAZ", "RUS")) == snapshot


def test_hollow_dots_are_periods_without_a_vote():
    drawn = chart(SyntheticVotes().series("TKM", "RUS"))
    assert "○" in drawn
    assert "●" not in drawn


@pytest.mark.parametrize("periods", [1, 2, 20, 59, 61, 156])
def test_no_chart_is_wider_than_asked(periods):
    series = smoothed(0.6 + step(periods, periods // 2, -0.3), np.random.default_rng(1))
    rows = chart(series, width=60).splitlines()
    assert max(len(row) for row in rows) <= 60 + 7
    assert len(rows) == 11
    assert series.labels[-1] in rows[-1]


def test_a_certain_constant_is_drawn_flat():
    series = SyntheticVotes(sd=0.0).series("BLR", "RUS")
    dotted = [row for row in chart(series).splitlines() if "●" in row]
    assert len(dotted) == 1
