"""Telling roll calls and surprise, on a small invented record."""

import datetime as dt
from dataclasses import replace

import pytest
from tests import voting_files
from tests.voting_files import SUFFIX, Vote

from leeway.errors import DataError, QuestionError
from leeway.measures.votes import surprise as predicted
from leeway.record.store import open_record
from leeway.sources.refresh import refresh
from leeway.verdict.surprise import surprise
from leeway.verdict.votes import COLUMNS, votes

KITES = "Safe passage of kites" + SUFFIX
POLLED = (
    *voting_files.SOUND,
    Vote(1005, "2022-11-08", "A/RES/77/1", "NNYY", session="77", title=KITES),
    Vote(1006, "2023-11-08", "A/RES/78/1", "YXYY", session="78", title="Lanterns" + SUFFIX),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    voting_files.write(folder / "2026_02_06_ga_voting.csv", voting_files.rows(POLLED))
    path = folder / "record.duckdb"
    refresh(["un-votes"], from_dir=folder, record=path)
    return path


def test_counts_and_ranks_of_a_pair(record):
    found = votes("KAZ", "Russia", since="2015", record=record)
    assert (found.told.common, found.told.same) == (5, 2)
    assert (found.told.absent_state, found.told.absent_partner) == (0, 1)
    bits = [row["bits"] for row in found.rows()]
    assert bits == sorted(bits, reverse=True)
    assert tuple(found.rows()[0]) == COLUMNS
    assert found.until == dt.date(2023, 11, 8)


def test_the_question_on_which_an_answer_changed_is_named(record):
    (question,) = votes("KAZ", "RUS", since="2015", record=record).to_dict()["questions"]
    assert (question["state_first"], question["state_last"]) == ("Y", "N")
    assert (question["partner_first"], question["partner_last"]) == ("N", "N")
    assert question["who"] == "state"
    assert (question["first"], question["last"]) == ("2015-11-05", "2022-11-08")


def test_an_open_record_serves_as_well(record):
    with open_record(record) as opened:
        assert len(votes("KAZ", "RUS", since="2015", top=2, record=opened).rows()) == 2


@pytest.mark.parametrize(
    ("a", "b", "options", "message"),
    [
        ("KAZ", "KAZ", {}, "cannot move away from itself"),
        ("KAZ", "RUS", {"since": "2030"}, "not covered after 2023-11-08"),
        ("KAZ", "RUS", {"top": 0}, "cannot be listed"),
        ("KAZ", "Yugoslavia", {}, "never sat together"),
    ],
)
def test_impossible_lists_exit_with_two(record, a, b, options, message):
    with pytest.raises(QuestionError, match=message):
        votes(a, b, record=record, **options)


def test_no_record_names_the_command(tmp_path):
    for ask in (
        lambda: votes("KAZ", "RUS", record=tmp_path / "x"),
        lambda: surprise("KAZ", "1", record=tmp_path / "x"),
    ):
        with pytest.raises(DataError) as refused:
            ask()
        assert "leeway refresh" in (refused.value.hint or "")


TOLD = predicted.VoteSurprise(
    vote="A",
    probabilities={"Y": 0.5, "A": 0.25, "N": 0.25},
    bits=2.0,
    percentile=0.9,
    n_before=3,
    own_percentile=None,
    own_votes=2,
)


def test_a_surprise_in_words_and_keys(record, monkeypatch):
    monkeypatch.setattr(predicted, "vote_surprise", lambda *_: TOLD)
    told = surprise("Kazakhstan", "es-11/1", record=record)
    assert told.sentence == (
        "Kazakhstan abstained on A/RES/ES-11/1 (2022-03-02): 2.00 bits of surprise, somewhat surprising. "
        "From its 3 votes before and the others' on it: yes 50%, abstention 25%, no 25%. "
        "Too little history: 10 votes before are needed."
    )
    assert list(told.to_dict()) == [
        "state",
        "name",
        "symbol",
        "title",
        "date",
        "vote",
        "probabilities",
        "bits",
        "unit",
        "percentile",
        "votes_before",
        "sentence",
        "kind",
        "own_percentile",
        "own_percentile_reason",
        "own_votes",
        "too_little_history",
        "fewest_votes",
    ]
    assert told.to_dict()["kind"] == "vote"
    assert told.to_dict()["own_percentile_reason"] == (
        "too little history: 2 votes of its own in the 2 years before, and 10 are needed"
    )
    assert "Too little" not in replace(told, votes_before=10).sentence


def test_a_vote_is_ranked_among_the_state_s_own(record, monkeypatch):
    ranked = replace(TOLD, own_percentile=0.87, own_votes=153)
    monkeypatch.setattr(predicted, "vote_surprise", lambda *_: ranked)
    told = surprise("KAZ", "es-11/1", record=record)
    assert told.sentence.endswith("Of its own 153 votes in the 2 years before, 87% surprised less.")
    assert (told.to_dict()["own_percentile"], told.to_dict()["own_percentile_reason"]) == (0.87, None)


def test_a_vote_has_its_day(record, monkeypatch):
    monkeypatch.setattr(predicted, "vote_surprise", lambda *_: TOLD)
    assert surprise("KAZ", "es-11/1", on="2022-03", record=record).bits == 2.0
    with pytest.raises(QuestionError, match="was voted on 2022-03-02, not 2021"):
        surprise("KAZ", "es-11/1", on="2021", record=record)


def test_no_vote_cast_is_not_an_abstention(record, monkeypatch):
    absent = replace(TOLD, vote="X", bits=None, percentile=None)
    monkeypatch.setattr(predicted, "vote_surprise", lambda *_: absent)
    told = surprise("RUS", "A/RES/78/1", record=record)
    assert "Russia cast no vote on A/RES/78/1" in told.sentence
    assert told.to_dict()["bits"] is None


@pytest.mark.parametrize(
    ("state", "symbol", "message"),
    [
        ("KAZ", "A/RES/99/999", "A/RES/99/999"),
        ("Germany", "A/RES/ES-11/1", "not among the states called"),
        ("Atlantis", "A/RES/ES-11/1", "No state is known"),
    ],
)
def test_impossible_surprises_exit_with_two(record, state, symbol, message):
    with pytest.raises(QuestionError, match=message):
        surprise(state, symbol, record=record)
