"""Charts of text."""

from dataclasses import replace

import numpy as np
import pytest
from tests.drift.paths import smoothed, step
from tests.faces.at_a_terminal import uncoloured
from tests.verdict.synthetic import SyntheticVotes
from tests.verdict.synthetic_ties import SyntheticTies

from leeway.faces.charts import chart, sparkline
from leeway.faces.terminal import Terminal
from leeway.faces.words import lines_table
from leeway.verdict.ask import ask

ANSWER = {"votes": SyntheticVotes(), "security": SyntheticTies()}


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


def test_a_sparkline_rises_with_its_series():
    series = smoothed(np.linspace(0.1, 0.9, 12), np.random.default_rng(1))
    path = np.linspace(0.1, 0.9, 12)
    certain = replace(series, mean=path, draws=np.tile(path, (2, 1)))
    means, widths = sparkline(certain)
    assert means[0] == "▁"
    assert means[-1] == "█"
    assert list(means) == sorted(means)
    assert widths == "░" * 12


def test_a_wider_interval_is_shaded_darker():
    series = SyntheticVotes(sd=0.01).series("KAZ", "RUS")
    narrow, wide = (
        replace(series, draws=series.mean + stretch * (series.draws - series.mean)) for stretch in (0.1, 30)
    )
    assert set(sparkline(narrow)[1]) == {"░"}
    assert set(sparkline(wide)[1]) == {"▓"}


def test_what_was_not_observed_is_a_dot():
    series = SyntheticVotes().series("KAZ", "RUS")
    count = series.count.copy()
    count[:] = 1
    count[-6:] = 0
    means, widths = sparkline(replace(series, count=count), width=len(count))
    assert means.endswith("·" * 6)
    assert "·" not in means[:-6]
    assert "·" not in widths


@pytest.mark.parametrize("periods", [1, 2, 12, 13, 24, 156])
def test_a_sparkline_is_thinned_to_its_columns(periods):
    series = smoothed(0.6 + step(periods, periods // 2, -0.3), np.random.default_rng(1))
    means, widths = sparkline(series, width=12)
    assert len(means) == len(widths) <= 12
    assert periods < 12 or len(means) > 5


def test_thinning_keeps_what_was_observed():
    series = SyntheticVotes().series("KAZ", "RUS")
    count = np.arange(len(series.count)) % 2
    assert "·" not in sparkline(replace(series, count=count), width=12)[0]


def test_a_series_that_stands_still_is_drawn_in_the_middle():
    series = SyntheticVotes(sd=0.0).series("BLR", "RUS")
    for least in (0.0, 0.2):
        assert set(sparkline(series, least=least)[0]) <= {"▄", "▅"}
    assert sparkline(series.between(series.covered[1], series.covered[0])) == ("", "")


@pytest.mark.parametrize("columns", [0, 80, 109])
def test_no_sparkline_where_it_does_not_fit(columns):
    answer = ask("KAZ", "RUS", estimates=ANSWER)
    assert lines_table(answer, on=Terminal(columns=columns)) == lines_table(answer)


@pytest.mark.parametrize("columns", [110, 118, 130, 200])
def test_a_sparkline_beside_every_line_that_keeps_to_the_terminal(columns):
    answer = ask("KAZ", "RUS", estimates=ANSWER)
    told = lines_table(answer, on=Terminal(columns=columns))
    assert max(len(line) for line in told.splitlines()) <= columns
    table, legend = told.split("Drawn: the mean")
    assert table.splitlines()[0].endswith("spread")
    assert all(row[-1] in "░▒▓" for row in table.splitlines()[1:])
    assert "· no observation" in " ".join(legend.split())


def test_a_wide_table(snapshot):
    assert lines_table(ask("KAZ", "RUS", estimates=ANSWER), on=Terminal(columns=112)) == snapshot


def test_a_chart_in_colour_has_the_same_marks():
    series = SyntheticVotes(sd=0.03).series("KAZ", "RUS")
    told = chart(series, on=Terminal(colour=True), style="away")
    assert "\x1b[1;38;5;130m●" in told
    assert uncoloured(told) == chart(series)
