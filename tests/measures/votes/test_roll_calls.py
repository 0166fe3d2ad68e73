"""The roll calls that say most about a pair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pytest
from tests.measures import tiny
from tests.voting_files import SUFFIX, Vote

from leeway.measures.votes.roll_calls import Telling, telling
from leeway.record.store import Record, open_record

STATES = list(tiny.NAMES.items())
PAIR = ("FJI", "FRA")


def put(number: int, day: str, title: str, fiji: str, france: str, others: str = "Y") -> Vote:
    """A roll call: Fiji's and France's votes, and what everybody else said."""
    codes = "".join({"FJI": fiji, "FRA": france}.get(state, others) for state, _ in STATES)
    year, month = int(day[:4]), int(day[5:7])
    session = str(year - 1945 - (month < 9))
    return Vote(
        number, day, f"A/RES/{session}/{number}", codes, session=session, title=title + SUFFIX, members=STATES
    )


VOTES = (
    put(1, "2011-10-01", "Common yes", "Y", "Y"),
    put(2, "2011-10-02", "Common no", "N", "N"),
    put(3, "2011-10-03", "Parted", "Y", "N"),
    put(4, "2011-10-04", "Parted the other way", "N", "Y"),
    put(5, "2011-10-05", "One stayed away", "X", "N"),
    put(6, "2011-10-06", "Both stayed away", "X", "X"),
    put(7, "2011-10-07", "Tides", "Y", "Y"),
    put(8, "2012-10-07", "Tides", "N", "Y"),
    put(9, "2013-10-07", "Tides", "A", "Y"),
    put(10, "2011-10-08", "Nuclear reefs", "Y", "N"),
    put(11, "2014-10-08", "Nuclear reefs", "Y", "A"),
    put(12, "2011-10-09", "Shoals", "N", "Y"),
    put(13, "2015-10-09", "Shoals", "Y", "N"),
    put(14, "2011-10-10", "Fog", "Y", "Y"),
    put(15, "2012-10-10", "Fog", "N", "Y"),
    put(16, "2013-10-10", "Fog", "Y", "Y"),
    put(17, "2011-10-11", "Lighthouses", "Y", "Y"),
    put(18, "2011-10-12", "Lighthouses", "N", "Y"),
    put(19, "2012-10-11", "Lighthouses", "N", "N"),
    put(20, "2011-10-13", "Reefs of the north", "Y", "X"),
    put(21, "2012-10-13", "Reefs of the north", "N", "Y"),
)
WINDOW = {"since": dt.date(2011, 1, 1), "until": dt.date(2019, 12, 31)}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tiny.load(tmp_path_factory.mktemp("telling"), VOTES)) as opened:
        yield opened


@pytest.fixture(scope="module")
def told(record: Record) -> Telling:
    return telling(record, *PAIR, top=30, **WINDOW)


def bits(told: Telling, number: int) -> float:
    return next(one.bits for one in told.roll_calls if one.roll_call.endswith(f"/{number}"))


def test_a_lonely_no_says_more_than_a_common_yes(told: Telling) -> None:
    others = len(STATES) - 2
    yes, no = (others + 0.5) / (others + 1.5), 0.5 / (others + 1.5)
    assert bits(told, 1) == pytest.approx(-2.0 * np.log2(yes))
    assert bits(told, 2) == pytest.approx(-2.0 * np.log2(no))
    assert bits(told, 3) == bits(told, 4) == pytest.approx(-np.log2(2.0 * yes * no))
    assert bits(told, 2) > bits(told, 3) > bits(told, 1)


def test_the_most_telling_comes_first_then_the_newest(told: Telling) -> None:
    order = [(-one.bits, -one.date.toordinal()) for one in told.roll_calls]
    assert order == sorted(order)
    assert told.roll_calls[-1].symbol == "A/RES/66/1"


def test_counts(told: Telling) -> None:
    codes = [(one.codes[1], one.codes[2]) for one in VOTES]
    assert [state for state, _ in STATES[1:3]] == ["FJI", "FRA"]
    common = [(one, other) for one, other in codes if "X" not in (one, other)]
    assert told.common == len(common) == len(told.roll_calls) == 18
    assert told.same == sum(one == other for one, other in common)
    assert told.absent_state == sum(one == "X" for one, _ in codes) == 2
    assert told.absent_partner == sum(other == "X" for _, other in codes) == 2


def test_a_roll_call_is_told_whole(told: Telling) -> None:
    one = next(one for one in told.roll_calls if one.symbol == "A/RES/66/3")
    assert (one.roll_call, one.title, one.date) == (
        "GA/A/RES/66/3", "Parted" + SUFFIX, dt.date(2011, 10, 3),
    )  # fmt: skip
    assert (one.state_vote, one.partner_vote, one.same) == ("Y", "N", False)


def test_questions_on_which_either_changed(told: Telling) -> None:
    found = {one.question: one for one in told.questions}
    assert [(one.question, one.who) for one in told.questions] == [
        ("Shoals", "both"),
        ("Nuclear reefs", "partner"),
        ("Tides", "state"),
    ]
    assert found["Nuclear reefs"].topic == "Nuclear weapons"
    tides = found["Tides"]
    assert (tides.times, tides.first, tides.last) == (3, dt.date(2011, 10, 7), dt.date(2013, 10, 7))
    assert (tides.state_first, tides.state_last, tides.partner_first, tides.partner_last) == (
        "Y", "A", "Y", "Y",
    )  # fmt: skip


def test_parts_under_one_title_are_no_change_of_mind(told: Telling) -> None:
    assert "Lighthouses" not in {one.question for one in told.questions}


def test_who_changed_depends_on_who_asks(record: Record) -> None:
    turned = telling(record, *PAIR[::-1], **WINDOW)
    assert [one.who for one in turned.questions] == ["both", "state", "partner"]


def test_the_window_cuts(record: Record) -> None:
    told = telling(record, *PAIR, since=dt.date(2012, 10, 7), until=dt.date(2013, 10, 7))
    assert {one.date for one in told.roll_calls} == {
        dt.date(2012, 10, 7), dt.date(2012, 10, 10), dt.date(2012, 10, 11), dt.date(2012, 10, 13),
        dt.date(2013, 10, 7),
    }  # fmt: skip
    assert [(one.question, one.times) for one in told.questions] == [("Tides", 2)]


def test_the_list_is_as_long_as_asked(record: Record, told: Telling) -> None:
    assert telling(record, *PAIR, top=3, **WINDOW).roll_calls == told.roll_calls[:3]


def test_two_without_a_common_vote(record: Record) -> None:
    told = telling(record, *PAIR, since=dt.date(2011, 10, 5), until=dt.date(2011, 10, 6))
    assert told == Telling(0, 0, 2, 1, (), ())
    assert telling(record, *PAIR, since=dt.date(1990, 1, 1), until=dt.date(1990, 12, 31)).common == 0
