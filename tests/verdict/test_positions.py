"""Positions by year, session and half-year."""

import datetime as dt

import pytest
from tests.verdict.synthetic import SyntheticVotes

from leeway.errors import DataError, QuestionError
from leeway.verdict.positions import COLUMNS, positions

INVENTED = {"votes": SyntheticVotes()}


def test_the_columns_are_those_of_the_contract():
    frame = positions(["KAZ"], estimates=INVENTED)
    contract = "state, year, session, dimension, mean, sd, low, high, votes, nonvoting_share"
    assert ", ".join(frame.columns) == contract == ", ".join(COLUMNS)


def test_half_years_count_by_their_votes():
    frame = positions("Argentina", since="2018", until="2018", estimates=INVENTED)
    row = frame.row(0, named=True)
    assert (row["year"], row["session"], row["votes"]) == (2018, 73, 120)
    assert row["mean"] == pytest.approx(0.4 + 0.3 * 80 / 120)
    assert row["sd"] == pytest.approx(0.1)
    assert row["low"] < row["mean"] < row["high"]
    assert row["nonvoting_share"] == pytest.approx(20 / 140)


def test_sessions_run_from_september():
    frame = positions("RUS", since=dt.date(2020, 3, 1), until="2021-12", by="session", estimates=INVENTED)
    assert frame["session"].to_list() == [74, 75, 76]
    assert frame["year"].to_list() == [2019, 2020, 2021]


def test_half_years_are_labelled():
    frame = positions("RUS", since="2022-02", until="2022-08", by="half-year", estimates=INVENTED)
    assert frame["half_year"].to_list() == ["2022H1", "2022H2"]


def test_a_state_without_votes_keeps_its_model_mean():
    row = positions("TKM", since="2018", until="2018", estimates=INVENTED).row(0, named=True)
    assert row["mean"] == pytest.approx(0.2)
    assert row["nonvoting_share"] == 1.0


def test_all_states_by_default():
    assert positions(estimates=INVENTED)["state"].n_unique() == 10


def test_unknown_states_and_periods_are_refused():
    with pytest.raises(QuestionError, match="No state is known"):
        positions(["Atlantis"], estimates=INVENTED)
    with pytest.raises(QuestionError, match="do not come by 'month'"):
        positions(["KAZ"], by="month", estimates=INVENTED)


def test_a_line_without_positions_says_so():
    class Bare:
        covered = SyntheticVotes().covered

    with pytest.raises(DataError, match="has no positions"):
        positions(["KAZ"], estimates={"votes": Bare()})
