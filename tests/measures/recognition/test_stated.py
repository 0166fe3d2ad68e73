"""What is known of a stand before a day, on invented facts; and that no later row of the ledger leaks in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.measures.recognition.facts import DAY, entity, fact

from leeway.ledger import Dated
from leeway.measures.recognition.stated import Known, known_after, known_stands, reads_back
from leeway.measures.recognition.stated_record import Nearness, StatedRecord, lists_back

STATES = ("FJI", "KIR", "SRB", "TON", "XKX")


def _known(facts, *days, back=True, **changes) -> Known:
    ordinals = np.array([DAY.fromisoformat(day).toordinal() for day in days], np.int64)
    of = entity(**changes)
    return known_stands([of], facts, STATES, ordinals, backward={of.key} if back else ())


def _stands(facts, state, *days, **changes) -> list[float]:
    return _known(facts, *days, **changes).value[:, 0, STATES.index(state)].tolist()


def test_a_dated_fact_is_known_the_day_after():
    told = _stands([fact("FJI", "recognises", "2010-06-15")], "FJI", "2010-06-15", "2010-06-16")
    np.testing.assert_array_equal(told, [np.nan, 1.0])


@pytest.mark.parametrize(("date", "last"), [("2010-06", "2010-06-30"), ("2010", "2010-12-31")])
def test_a_month_or_year_is_known_when_it_is_over(date, last):
    after = (DAY.fromisoformat(last) + dt.timedelta(days=1)).isoformat()
    told = _stands([fact("FJI", "does not", date)], "FJI", last, after)
    np.testing.assert_array_equal(told, [np.nan, 0.0])


def test_a_fact_without_a_date_is_known_after_its_as_of_day():
    said = fact("FJI", "does not", as_of="2012-03-01")
    np.testing.assert_array_equal(_stands([said], "FJI", "2012-03-01", "2012-03-02"), [np.nan, 0.0])


def test_the_last_word_counts_and_a_freeze_keeps_the_recognition():
    facts = [
        fact("FJI", "recognises", "2008-01-01"),
        fact("FJI", "froze", "2010-01-01"),
        fact("FJI", "withdrew", "2012-01-01"),
    ]
    assert _stands(facts, "FJI", "2009-01-01", "2011-01-01", "2013-01-01") == [1.0, 1.0, 0.0]


@pytest.mark.parametrize("status", ["suspect", "unverified"])
def test_what_is_doubtful_is_no_stand_and_clouds_what_it_contradicts(status):
    sure = fact("FJI", "recognises", "2008-01-01")
    doubtful = fact("FJI", "withdrew", "2012-01-01", status=status)
    told = _stands([sure, doubtful], "FJI", "2011-01-01", "2013-01-01")
    np.testing.assert_array_equal(told, [1.0, np.nan])
    assert np.isnan(_stands([doubtful], "FJI", "2013-01-01")).all()


def test_silence_is_a_stand_where_a_list_is_complete_also_before_its_day():
    listed = {"complete_as_of": DAY(2015, 1, 1), "complete_source": "a list"}
    days = ("2004-01-01", "2006-01-01", "2016-01-01")
    np.testing.assert_array_equal(_stands([], "TON", *days, **listed), [np.nan, 0.0, 0.0])
    np.testing.assert_array_equal(_stands([], "TON", *days, back=False, **listed), [np.nan, np.nan, 0.0])
    assert np.isnan(_stands([], "XKX", *days, **listed)).all()
    assert np.isnan(_known([], *days, **listed).since).all()


def test_who_recognised_on_an_unknown_day_is_not_silent_before_it():
    listed = {"complete_as_of": DAY(2015, 1, 1), "complete_source": "a list"}
    told = _stands(
        [fact("TON", "recognises", as_of="2014-01-01")], "TON", "2010-01-01", "2015-01-01", **listed
    )
    np.testing.assert_array_equal(told, [np.nan, 1.0])
    told = _stands([fact("TON", "recognises", "2010-06-01")], "TON", "2010-01-01", "2011-01-01", **listed)
    assert told == [0.0, 1.0]


def test_a_list_of_those_that_do_not_speaks_after_its_day_alone():
    listed = {"others_recognise_as_of": DAY(2015, 1, 1), "complete_source": "a list"}
    facts = [fact("FJI", "does not", as_of="2015-01-01")]
    np.testing.assert_array_equal(_stands(facts, "TON", "2014-01-01", "2015-01-02", **listed), [np.nan, 1.0])
    np.testing.assert_array_equal(_stands(facts, "FJI", "2014-01-01", "2015-01-02", **listed), [np.nan, 0.0])


def test_who_claims_it_refuses_from_the_first_day():
    told = _known([], "2005-03-01", "2005-03-02", claimed_by="SRB")
    place = STATES.index("SRB")
    np.testing.assert_array_equal(told.value[:, 0, place], [np.nan, 0.0])
    assert told.since[1, 0, place] == DAY(2005, 3, 1).toordinal()


def test_a_list_forgets_where_more_withdrew_than_recognise():
    recognised, withdrew = fact("FJI", "recognises", "2008-01-01"), fact("TON", "withdrew", "2009-01-01")
    assert reads_back([recognised, withdrew])
    assert not reads_back([withdrew])
    assert lists_back([recognised, withdrew]) == {"XKX"}


DAYS = (DAY(1989, 6, 1), DAY(2012, 2, 29), DAY(2022, 6, 17))


def _changed(record: StatedRecord, day: dt.date) -> StatedRecord:
    """The same record with everything of the day and after it turned round."""
    turned = {
        "recognises": "does not",
        "froze": "does not",
        "withdrew": "recognises",
        "does not": "recognises",
    }
    facts = []
    for one in record.facts:
        if one.date is not None and one.date.first >= day:
            facts.append(replace(one, position=turned[one.position]))
        elif one.date is not None or one.as_of < day:
            facts.append(one)
        elif one.position != "does not":
            facts.append(replace(one, as_of=one.as_of + dt.timedelta(days=90)))
    later = record.nearness.years >= day.year
    position = record.nearness.position.copy()
    position[later] = position[later][:, ::-1]
    return replace(
        record, facts=tuple(facts), nearness=Nearness(record.nearness.years, position), _strengths={}
    )


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_of_the_day_or_after_it_leaks_in(day):
    record = StatedRecord.of_ledger()
    changed = _changed(record, day)
    assert changed.facts != record.facts
    assert changed.strengths(day) == record.strengths(day)
    ours, theirs = record.expected(day), changed.expected(day)
    np.testing.assert_array_equal(ours[0].value, theirs[0].value)
    np.testing.assert_array_equal(ours[1].final, theirs[1].final)


def test_something_of_the_day_before_is_known():
    record = StatedRecord.of_ledger()
    day = DAY(2022, 6, 18)
    [said] = [one for one in record.facts if (one.entity, one.state) == ("XDN", "KAZ")]
    assert said.date == Dated.parse("2022-06-17")
    assert known_after(said) < day.toordinal()
    scene, odds = record.expected(day)
    at = (0, record.place["XDN"], record.number["KAZ"])
    assert scene.since[at] == known_after(said)
    assert odds.keeps[at] > 0.99
