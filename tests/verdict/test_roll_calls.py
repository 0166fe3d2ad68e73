"""One roll call with every vote, and the roll calls that some words are about."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest
from tests import voting_files
from tests.voting_files import SUFFIX, Vote

from leeway.errors import DataError, QuestionError
from leeway.measures.votes import expected
from leeway.record.store import open_record
from leeway.sources.refresh import refresh
from leeway.verdict.roll_calls import COLUMNS, VOTE_COLUMNS, find_roll_calls, roll_call

POLLED = (
    *voting_files.SOUND,
    Vote(1005, "2022-11-08", "A/RES/77/1", "NNYY", session="77"),
    Vote(1006, "2023-11-08", "A/RES/78/1", "YXYY", session="78", title="Élan of 100% lanterns" + SUFFIX),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    voting_files.write(folder / "2026_02_06_ga_voting.csv", voting_files.rows(POLLED))
    path = folder / "record.duckdb"
    refresh(["un-votes"], from_dir=folder, record=path)
    return path


def test_every_vote_is_told(record: Path) -> None:
    told = roll_call("78/1", record=record)
    assert (told.symbol, told.date, told.session, told.body) == (
        "A/RES/78/1",
        dt.date(2023, 11, 8),
        "78",
        "GA",
    )
    assert told.counts == {"yes": 3, "no": 0, "abstain": 0, "absent": 1}
    assert {vote.name: vote.vote for vote in told.votes} == {
        "Brazil": "Y",
        "France": "Y",
        "Kazakhstan": "Y",
        "Russia": "X",
    }
    assert str(told) == (
        f"A/RES/78/1 (2023-11-08), Élan of 100% lanterns{SUFFIX}: 3 yes, 0 no, 0 abstained, 1 cast no vote."
    )


def test_how_rare_a_vote_was_among_the_others(record: Path) -> None:
    told = {vote.state: vote for vote in roll_call("A/RES/70/2", record=record).votes}
    assert told["FRA"].rarity == pytest.approx(-math.log2(0.5 / 4.5))
    assert told["KAZ"].rarity == pytest.approx(-math.log2(2.5 / 4.5))
    absent = {vote.state: vote for vote in roll_call("A/RES/78/1", record=record).votes}["RUS"]
    assert (absent.rarity, absent.bits) == (None, None)


def test_the_question_is_told_where_it_was_put_again(record: Path) -> None:
    again, once = (roll_call(symbol, record=record) for symbol in ("A/RES/77/1", "A/RES/70/2"))
    assert (again.question, again.times) == ("Safe passage kites", 3)
    assert (once.question, once.times) == (None, 1)


def test_the_fit_says_what_it_expected_and_the_least_expected_come_first(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares = {
        "KAZ": np.array([0.1, 0.1, 0.8]),
        "FRA": np.array([0.25, 0.25, 0.5]),
        "BRA": np.array([0.0, 0.5, 0.5]),
    }
    monkeypatch.setattr(expected, "expected_votes", lambda _, key: shares if key.endswith("70/2") else None)
    told = roll_call("A/RES/70/2", record=record)
    assert [vote.state for vote in told.votes] == ["FRA", "BRA", "KAZ", "RUS"]
    assert told.votes[0].expected == {"Y": 0.5, "A": 0.25, "N": 0.25}
    assert [vote.bits for vote in told.votes] == [
        pytest.approx(2.0),
        pytest.approx(1.0),
        pytest.approx(-math.log2(0.8)),
        None,
    ]
    assert all(vote.expected is None for vote in roll_call("A/RES/71/1", record=record).votes)


def test_a_roll_call_that_the_fit_does_not_hold_puts_the_rarest_first(record: Path) -> None:
    told = roll_call("A/RES/70/2", record=record)
    assert told.votes[0].state == "FRA"
    assert [vote.bits for vote in told.votes] == [None] * 4


def test_the_shipped_fit_knows_a_vote_well_known() -> None:
    from leeway.measures.votes import load

    told = expected.expected_votes(load().model, "GA/A/RES/ES-11/1")  # type: ignore[attr-defined]
    assert told is not None
    assert all(float(odds.sum()) == pytest.approx(1.0) for odds in told.values())
    assert [int(told[state].argmax()) for state in ("RUS", "KAZ", "FRA")] == [0, 1, 2]
    assert expected.expected_votes(load().model, "GA/A/RES/0/0") is None  # type: ignore[attr-defined]


def test_keys_of_a_roll_call(record: Path) -> None:
    told = roll_call("es-11/1", record=record).to_dict()
    assert list(told) == [
        *("symbol", "body", "date", "session", "meeting", "title", "agenda", "question", "topic", "times"),
        *("counts", "votes", "sentence"),
    ]
    assert tuple(told["votes"][0]) == VOTE_COLUMNS


@pytest.mark.parametrize(
    ("words", "symbols"),
    [
        ("kites", ["A/RES/77/1", "A/RES/71/1", "A/RES/70/1"]),
        ("KITES safe", ["A/RES/77/1", "A/RES/71/1", "A/RES/70/1"]),
        ("kites 77/1", ["A/RES/77/1"]),
        ("es-11", ["A/RES/ES-11/1"]),
        ("elan", ["A/RES/78/1"]),
        ("ÉLAN 100%", ["A/RES/78/1"]),
        ("k%s", []),
        ("kites lighthouses", []),
        ("'; DROP TABLE votes; --", []),
    ],
)
def test_all_words_are_found_newest_first(record: Path, words: str, symbols: list[str]) -> None:
    told = find_roll_calls(words, record=record)
    assert [one.symbol for one in told.found] == symbols
    assert told.total == len(symbols)


def test_a_window_and_a_limit(record: Path) -> None:
    assert [one.symbol for one in find_roll_calls("", since="2022", until="2022", record=record).found] == [
        "A/RES/77/1",
        "A/RES/ES-11/1",
    ]
    first = find_roll_calls("", limit=2, record=record)
    assert (len(first.found), first.total) == (2, 6)


def test_votes_of_the_two_are_told_beside(record: Path) -> None:
    told = find_roll_calls("kites", state="Kazakhstan", partner="Moscow", record=record)
    assert [(one.state_vote, one.partner_vote) for one in told.found] == [("N", "N"), ("A", "Y"), ("Y", "N")]
    assert told.to_dict()["names"] == {"KAZ": "Kazakhstan", "RUS": "Russia"}
    assert tuple(told.rows()[0]) == COLUMNS
    one = find_roll_calls("kites", partner="RUS", record=record).found[0]
    assert (one.state_vote, one.partner_vote) == (None, "N")
    assert find_roll_calls("kites", state="Germany", record=record).found[0].state_vote is None


def test_an_open_record_stays_open(record: Path) -> None:
    with open_record(record) as opened:
        assert roll_call("78/1", record=opened).counts["yes"] == 3
        assert find_roll_calls("kites", record=opened).total == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"limit": 0}, "cannot be listed"),
        ({"since": "2023", "until": "2022"}, "backwards"),
        ({"state": "Atlantis"}, "No state is known"),
        ({"state": "KAZ", "partner": "KAZ"}, "itself"),
    ],
)
def test_what_cannot_be_looked_for(record: Path, options: dict[str, str], message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        find_roll_calls("kites", record=record, **options)  # type: ignore[arg-type]


def test_a_symbol_that_is_not_there_offers_near_ones(record: Path) -> None:
    with pytest.raises(QuestionError) as refused:
        roll_call("A/RES/77/11", record=record)
    assert "A/RES/77/1" in (refused.value.hint or "")


def test_no_record_names_the_command(tmp_path: Path) -> None:
    for asked in (
        lambda: roll_call("1", record=tmp_path / "x"),
        lambda: find_roll_calls("", record=tmp_path / "x"),
    ):
        with pytest.raises(DataError, match="there is none yet") as refused:
            asked()
        assert refused.value.hint == "leeway refresh un-votes"


def test_a_record_without_votes_names_the_command(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    refresh(["ledger"], record=path)
    with pytest.raises(DataError, match="holds no votes") as refused:
        find_roll_calls("kites", record=path)
    assert refused.value.hint == "leeway refresh un-votes"
