"""Every caveat when its rule holds, and silence when it does not."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.verdict.synthetic import SyntheticVotes

from leeway.drift.direction import Direction, Stretch
from leeway.drift.onset import Onset
from leeway.measures.line import Attribution, SameQuestions
from leeway.verdict import caveats

BEFORE = Stretch(dt.date(2014, 1, 1), dt.date(2016, 12, 31), 6, 300)
AFTER = Stretch(dt.date(2021, 1, 1), dt.date(2023, 12, 31), 6, 300)
COVERED = (dt.date(1946, 1, 1), dt.date(2024, 6, 28))
SPANS = BEFORE.span, AFTER.span


def told(**changed):
    plain = Direction(
        answer="away",
        probability=0.9,
        reason="",
        mean=-0.2,
        sd=0.02,
        low=-0.23,
        high=-0.17,
        away=0.9,
        still=0.09,
        closer=0.01,
        margin=0.04,
        detectable=0.07,
        before=BEFORE,
        after=AFTER,
        draws=np.zeros(1),
    )
    return replace(plain, **changed)


def began(high):
    times = np.array(["2014-01-01", "2015-01-01"], dtype="datetime64[D]")
    return Onset(times, np.array([0.5, 0.5]), 0.9, 0.5, high, dt.date(2014, 1, 1), high)


def test_thin_evidence():
    assert caveats.thin_evidence("votes", "common vote", 10, told()) is None
    thin = caveats.thin_evidence("votes", "common vote", 10, told(after=replace(AFTER, observations=12)))
    assert thin == "Thin evidence of votes: only 12 common votes between 2021-01-01 and 2023-12-31."
    assert (
        caveats.thin_evidence("votes", "common vote", 10, told(after=replace(AFTER, observations=3))) is None
    )


def test_source_ended():
    assert caveats.source_ended("votes", COVERED, COVERED[1]) is None
    ended = caveats.source_ended("votes", COVERED, dt.date(2025, 12, 31))
    assert ended is not None
    assert "ends on 2024-06-28" in ended


def test_one_line():
    assert caveats.one_line(("votes", "trade"), ("votes", "trade")) is None
    assert "other kinds of ties" in (caveats.one_line(("votes",), ()) or "")
    assert "Only one line of evidence, trade" in (caveats.one_line(("votes", "trade"), ("trade",)) or "")


def test_lines_that_part():
    assert caveats.lines_part({"votes": "away", "trade": "away"}) is None
    assert "votes away, trade closer" in (caveats.lines_part({"votes": "away", "trade": "closer"}) or "")


@pytest.mark.parametrize(
    ("until", "onset", "said"),
    [
        (COVERED[1], began(dt.date(2022, 1, 1)), True),
        (COVERED[1], None, True),
        (COVERED[1], began(dt.date(2018, 1, 1)), False),
        (dt.date(2015, 1, 1), began(dt.date(2022, 1, 1)), False),
    ],
)
def test_near_data_end(until, onset, said):
    assert (caveats.near_data_end("votes", until, COVERED, told(), onset) is not None) == said
    assert caveats.near_data_end("votes", until, COVERED, told(answer="still"), onset) is None


def test_a_change_within_what_could_be_seen():
    assert caveats.within_sight("votes", told()) is None
    assert "-0.060" in (caveats.within_sight("votes", told(mean=-0.06)) or "")
    assert caveats.within_sight("votes", told(mean=-0.06, answer="still")) is None


def test_a_still_that_is_blind():
    assert caveats.blind("votes", told(answer="still")) is None
    assert "0.150" in (caveats.blind("votes", told(answer="still", detectable=0.15)) or "")
    assert caveats.blind("votes", told(detectable=0.15)) is None


def test_seat_gaps():
    assert caveats.seat_gaps(()) is None
    gap = ((dt.date(1958, 2, 22), dt.date(1961, 10, 12)),)
    assert "1958-02-22 to 1961-10-12" in (caveats.seat_gaps(gap) or "")


def tellings(parts: Attribution | None, again: SameQuestions | None, **changed):
    return caveats.tellings_differ("Kazakhstan", "Russia", told(**changed), parts, again)


def test_tellings_of_who_moved_differ():
    synthetic = SyntheticVotes()
    parts = synthetic.moved("KAZ", "RUS", *SPANS)
    again = synthetic.same_questions("KAZ", "RUS", *SPANS)
    other = SyntheticVotes(questions_say="the other way round").same_questions("KAZ", "RUS", *SPANS)
    assert tellings(parts, again) is None
    assert tellings(parts, None) is None
    said = tellings(parts, other) or ""
    by_model, by_questions = said.split("the one question put in both stretches")
    assert "Kazakhstan 100%" in by_model or "Kazakhstan 9" in by_model, said
    assert by_questions.strip().startswith("0%"), said
    assert other is not None
    assert tellings(parts, replace(other, sd=0.5)) is None


def test_tellings_of_the_direction_differ():
    again = SyntheticVotes().same_questions("KAZ", "RUS", *SPANS)
    assert again is not None
    said = tellings(None, replace(again, change=0.2)) or ""
    assert "came closer (+0.200)" in said
    assert tellings(None, replace(again, change=0.2), answer="still") is None
