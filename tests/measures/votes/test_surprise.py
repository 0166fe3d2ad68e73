"""Surprise: from what lies before, and never from the vote itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from tests.measures import tiny
from tests.voting_files import Vote, changed

from leeway.errors import QuestionError
from leeway.measures.votes.surprise import VoteSurprise, vote_surprise
from leeway.record.store import Record, open_record

KITES = tiny.symbol(tiny.FLIPPED, tiny.FLIP_YEAR)
TIDES = tiny.symbol("Reach of the northern tide", 2012)
DAY = dt.date(2012, 11, 3)


def surprise(record: Record, state: str, symbol: str) -> VoteSurprise:
    return vote_surprise(record, state, symbol, dimensions=2)


def elsewhere(folder: Path, votes: list[Vote], state: str, symbol: str) -> VoteSurprise:
    with open_record(tiny.load(folder, votes)) as record:
        return surprise(record, state, symbol)


def recoded(one: Vote, codes: str) -> Vote:
    return changed(one, codes=codes)


@pytest.fixture(scope="module")
def told(tiny_record: Record) -> VoteSurprise:
    return surprise(tiny_record, "FJI", TIDES)


def test_a_vote_and_its_odds(told: VoteSurprise) -> None:
    assert told.vote == "N"
    assert set(told.probabilities) == {"Y", "A", "N"}
    assert sum(told.probabilities.values()) == pytest.approx(1.0)
    assert told.bits == pytest.approx(-np.log2(told.probabilities["N"]))
    assert told.bits < 1.0
    assert told.percentile is not None
    assert 0.0 <= told.percentile <= 1.0
    before = [one for one in tiny.roll_calls() if one.date < DAY.isoformat()]
    fiji = list(tiny.NAMES).index("FJI")
    assert told.n_before == sum(one.codes[fiji] != "X" for one in before)


def test_later_votes_change_nothing(told: VoteSurprise, tmp_path: Path) -> None:
    swap = str.maketrans("YN", "NY")
    later = [
        recoded(one, one.codes.translate(swap))
        if one.date >= DAY.isoformat() and one.symbol != TIDES
        else one
        for one in tiny.roll_calls()
    ]
    assert later != tiny.roll_calls()
    assert elsewhere(tmp_path, later, "FJI", TIDES) == told


def test_without_later_votes_it_is_the_same(told: VoteSurprise, tmp_path: Path) -> None:
    kept = [one for one in tiny.roll_calls() if one.date < DAY.isoformat() or one.symbol == TIDES]
    assert elsewhere(tmp_path, kept, "FJI", TIDES) == told


def test_votes_of_the_same_day_change_nothing(told: VoteSurprise, tmp_path: Path) -> None:
    twin = changed(
        tiny.roll_calls()[0], number=9001, date=DAY.isoformat(), symbol="A/RES/67/9001", session="67"
    )
    assert elsewhere(tmp_path, [*tiny.roll_calls(), twin], "FJI", TIDES) == told


def test_earlier_votes_do_count(told: VoteSurprise, tmp_path: Path) -> None:
    fiji = list(tiny.NAMES).index("FJI")
    other = [
        recoded(one, one.codes[:fiji] + "Y" + one.codes[fiji + 1 :]) if one.date < DAY.isoformat() else one
        for one in tiny.roll_calls()
    ]
    assert elsewhere(tmp_path, other, "FJI", TIDES).probabilities["N"] < told.probabilities["N"] - 0.1


def test_its_own_vote_changes_no_odds(told: VoteSurprise, tmp_path: Path) -> None:
    fiji = list(tiny.NAMES).index("FJI")
    other = [
        recoded(one, one.codes[:fiji] + "Y" + one.codes[fiji + 1 :]) if one.symbol == TIDES else one
        for one in tiny.roll_calls()
    ]
    opposite = elsewhere(tmp_path, other, "FJI", TIDES)
    assert opposite.vote == "Y"
    assert opposite.probabilities == told.probabilities
    assert opposite.bits is not None
    assert told.bits is not None
    assert opposite.bits > told.bits + 2.0
    assert opposite.percentile == 1.0


def test_the_others_votes_tell_what_it_is_about(told: VoteSurprise, tmp_path: Path) -> None:
    fiji = list(tiny.NAMES).index("FJI")
    swap = str.maketrans("YN", "NY")
    other = [
        recoded(one, one.codes[:fiji].translate(swap) + "N" + one.codes[fiji + 1 :].translate(swap))
        if one.symbol == TIDES
        else one
        for one in tiny.roll_calls()
    ]
    assert elsewhere(tmp_path, other, "FJI", TIDES).probabilities["N"] < told.probabilities["N"] - 0.1


def test_no_vote_has_odds_and_no_bits(tiny_record: Record) -> None:
    absent = surprise(tiny_record, tiny.SILENT, TIDES)
    assert (absent.vote, absent.bits, absent.percentile, absent.n_before) == ("X", None, None, 0)
    assert sum(absent.probabilities.values()) == pytest.approx(1.0)


def test_a_first_vote_against_habit_surprises(tiny_record: Record) -> None:
    flip, usual = (surprise(tiny_record, one, KITES) for one in (tiny.FLIPPER, "NOR"))
    assert (flip.vote, usual.vote) == ("N", "Y")
    assert flip.bits is not None
    assert usual.bits is not None
    assert flip.bits > 3.0
    assert flip.bits > usual.bits + 2.0
    assert flip.percentile == 1.0


def test_a_question_put_for_the_first_time(tiny_record: Record) -> None:
    wreck = surprise(tiny_record, "FRA", tiny.symbol("Wreck in the strait", 2018))
    assert wreck.vote == "Y"
    assert wreck.probabilities["Y"] > 0.5


def test_it_is_a_plain_value(told: VoteSurprise) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        told.vote = "Y"  # type: ignore[misc]


def test_nothing_lies_before_the_first(tiny_record: Record) -> None:
    with pytest.raises(QuestionError, match=r"No roll call lies before A/RES/58/0 \(2004-05-04\)"):
        surprise(tiny_record, "FRA", tiny.roll_calls()[0].symbol)


def test_a_state_that_was_not_called(tiny_record: Record) -> None:
    with pytest.raises(QuestionError, match=r"SSD is not among the states called on .* \(2010-"):
        surprise(tiny_record, tiny.ENTRANT, tiny.symbol("Reach of the northern tide", 2010))
