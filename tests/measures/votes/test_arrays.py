"""From the record to arrays: who voted what, in which order, up to when."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.measures import tiny

from leeway.errors import DataError
from leeway.measures.votes.arrays import CODES, Assembly, assemble, recurring
from leeway.record.store import Record, open_record
from leeway.sources.refresh import refresh
from leeway.sources.titles import question_key

SECURITY_COUNCIL = Path(__file__).parents[2] / "sources" / "un_votes" / "raw" / "sc_2026.csv"


def test_every_vote_is_where_it_belongs(tiny_assembly: Assembly) -> None:
    column = {state: i for i, state in enumerate(tiny_assembly.states)}
    row = {symbol: j for j, symbol in enumerate(tiny_assembly.roll_calls["symbol"])}
    assert len(row) == len(tiny.roll_calls())
    votes = np.full_like(tiny_assembly.votes, CODES["X"])
    seated = np.zeros_like(tiny_assembly.seated)
    for one in tiny.roll_calls():
        for (state, _), code in zip(one.members, one.codes, strict=True):
            if state != tiny.SILENT:
                votes[row[one.symbol], column[state]] = CODES[code]
                seated[row[one.symbol], column[state]] = True
    np.testing.assert_array_equal(tiny_assembly.votes, votes)
    np.testing.assert_array_equal(tiny_assembly.seated, seated)


def test_absence_is_no_abstention_and_no_lack_of_a_seat(tiny_assembly: Assembly) -> None:
    absent, entrant = (tiny_assembly.states.index(one) for one in (tiny.ABSENT, tiny.ENTRANT))
    missing = tiny_assembly.votes[:, absent] == CODES["X"]
    assert 0.4 < missing.mean() < 0.8
    assert tiny_assembly.seated[:, absent].all()
    before = tiny_assembly.roll_calls["date"].to_numpy() < np.datetime64(tiny.ENTRY)
    assert not tiny_assembly.seated[before, entrant].any()
    assert tiny_assembly.seated[~before, entrant].all()


def test_columns_are_in_the_order_of_first_votes(tiny_assembly: Assembly) -> None:
    cast = tiny_assembly.votes >= 0
    first = cast.argmax(axis=0)
    assert cast.any(axis=0).all()
    assert list(zip(first, tiny_assembly.states, strict=True)) == sorted(
        zip(first, tiny_assembly.states, strict=True)
    )
    assert tiny_assembly.states[-1] == tiny.ENTRANT
    assert tiny.SILENT not in tiny_assembly.states


def test_rows_are_in_the_order_of_dates(tiny_assembly: Assembly) -> None:
    assert tiny_assembly.roll_calls["date"].is_sorted()
    assert tiny_assembly.covered == (dt.date(2004, 5, 4), dt.date(2019, 12, 12))
    assert (tiny_assembly.clock // 2 == tiny_assembly.year).all()


def test_questions_put_more_than_once_are_numbered(tiny_assembly: Assembly) -> None:
    titles = [*tiny.QUESTIONS, *tiny.SPRING, tiny.FLIPPED, tiny.TWO_PARTS]
    assert tiny_assembly.questions == tuple(sorted(map(question_key, titles)))
    named = [tiny_assembly.questions[q] if q >= 0 else None for q in tiny_assembly.question]
    put = tiny_assembly.roll_calls["question"].to_list()
    alone = {key for key in put if put.count(key) == 1}
    assert named == [None if key in alone else key for key in put]
    assert len(alone) > 50


def test_roll_calls_without_a_title_recur_never() -> None:
    names, numbers = recurring(pl.Series("question", ["b", None, "a", "b", None, "a", "c"]), also=("c", "d"))
    assert names == ("a", "b", "c")
    assert numbers.tolist() == [1, -1, 0, 1, -1, 0, 2]


def test_nothing_after_the_last_day_leaks_in(tiny_record: Record, tiny_assembly: Assembly) -> None:
    day = dt.date(2005, 11, 5)
    cut = assemble(tiny_record, until=day)
    rows, columns = cut.votes.shape
    assert cut.roll_calls["date"].max() == day
    assert (tiny_assembly.roll_calls["date"] <= day).sum() == rows
    assert cut.states == tiny_assembly.states[:columns]
    np.testing.assert_array_equal(cut.votes, tiny_assembly.votes[:rows, :columns])
    first_weeks = assemble(tiny_record, until=dt.date(2004, 11, 30))
    assert first_weeks.questions == (question_key(tiny.TWO_PARTS),)


def test_sessions_begin_in_september(tiny_record: Record) -> None:
    by_session = assemble(tiny_record, by="session")
    assert (by_session.clock % 2 == 1).all()
    filed = dict(zip(by_session.roll_calls["date"], by_session.clock, strict=True))
    assert filed[dt.date(2018, 5, 4)] == filed[dt.date(2018, 6, 13)] == 2 * 2017 + 1
    assert filed[dt.date(2018, 11, 3)] == 2 * 2018 + 1
    assert by_session.covered == assemble(tiny_record).covered


def test_questions_and_states_asked_for_get_a_number(tiny_record: Record) -> None:
    key, unheard = question_key(tiny.FLIPPED), "an unheard of question"
    early = dt.date(2004, 12, 31)
    asked = assemble(
        tiny_record, until=early, also_questions=(key, unheard), also_states=(tiny.ENTRANT, "FRA")
    )
    plain = assemble(tiny_record, until=early)
    assert key in asked.questions
    assert unheard not in asked.questions
    assert key not in plain.questions
    assert asked.states == (*plain.states, tiny.ENTRANT)
    assert (asked.votes[:, -1] == CODES["X"]).all()
    assert not asked.seated[:, -1].any()
    assert asked.array().votes.shape == asked.votes.shape


def test_without_votes_of_the_assembly_there_is_a_command_to_paste(
    tiny_record: Record, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match="no vote of the General Assembly") as early:
        assemble(tiny_record, until=dt.date(1990, 1, 1))
    assert early.value.hint == "leeway refresh un-votes"
    shutil.copy(SECURITY_COUNCIL, tmp_path / "2026_02_06_sc_voting.csv")
    refresh(["un-votes"], from_dir=tmp_path, record=tmp_path / "council.duckdb")
    with open_record(tmp_path / "council.duckdb") as council, pytest.raises(DataError, match="no vote of"):
        assemble(council)
