"""Events by week: whole weeks, both kinds together, and changes that were believed at the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from tests.measures.events.invented import CONFLICT, DAILY, FIRST, LAST, TURN, TURNED, as_record, daily
from tests.measures.events.invented_reports import Told, reports

from leeway.measures.backends.opening import engine_named
from leeway.measures.events.weeks import FEWEST, PERSISTS, WeekCounts, weekly_change, weeks_of
from leeway.record.store import open_record

MONDAY = dt.date(2021, 3, 1)


def weeks(told: Sequence[Told], *, until: dt.date | None = None, source: str = DAILY) -> WeekCounts | None:
    with TemporaryDirectory() as made:
        path = as_record(Path(made) / "record.duckdb", reports=reports(told))
        with open_record(path) as record, engine_named(None, record=record) as engine:
            return weeks_of(engine, source, until=until)


@pytest.fixture(scope="module")
def counts() -> WeekCounts:
    found = weeks(daily())
    assert found is not None
    return found


def test_only_weeks_told_from_monday_to_sunday_are_kept(counts: WeekCounts) -> None:
    assert {day.weekday() for day in counts.weeks} == {0}
    assert counts.weeks[0] == dt.date(2021, 1, 18)
    assert counts.weeks[0] - FIRST < dt.timedelta(7)
    assert counts.weeks[-1] + dt.timedelta(6) <= LAST
    assert np.diff(np.array(counts.weeks, dtype="datetime64[D]")).astype(int).tolist() == [7] * (
        len(counts.weeks) - 1
    )


@pytest.mark.parametrize(("last", "kept"), [(19, 2), (20, 3)])
def test_the_last_week_counts_once_it_is_over(last: int, kept: int) -> None:
    told = [(MONDAY + dt.timedelta(day), "KAZ", "RUS", "112") for day in (0, 7, 14, last)]
    found = weeks(told)
    assert found is not None
    assert len(found.weeks) == kept


def test_both_kinds_are_counted_together_and_statements_are_not() -> None:
    day = MONDAY + dt.timedelta(2)
    codes = ("112", "190", "051", "061", "010")
    told = [(day, "KAZ", "RUS", code) for code in codes] + [(day, "RUS", "KAZ", "112")]
    told += [(day, *pair, "040") for pair in (("KAZ", "RUS"), ("RUS", "KAZ"))]
    ends = [(MONDAY, "DEU", "USA", "112"), (MONDAY + dt.timedelta(13), "DEU", "USA", "112")]
    found = weeks([*told, *ends])
    assert found is not None
    row = found.row("RUS", "KAZ")
    assert row is not None
    assert found.conflict[row].tolist() == [3.0, 0.0]
    assert found.total[row].tolist() == [6.0, 0.0]
    assert found.row("KAZ", "USA") is None


def test_weeks_without_events_are_none_of_the_pair_and_stay_in_their_place() -> None:
    told = [(MONDAY + dt.timedelta(day), "KAZ", "RUS", "112") for day in (0, 1, 28, 34)]
    found = weeks(told)
    assert found is not None
    assert found.total.tolist() == [[2.0, 0.0, 0.0, 0.0, 2.0]]


def test_fewer_than_two_whole_weeks_are_nothing() -> None:
    assert weeks([(MONDAY + dt.timedelta(day), "KAZ", "RUS", "112") for day in range(8)]) is None
    assert weeks([(MONDAY, "KAZ", "RUS", "112")], source="icews") is None
    assert weeks([(MONDAY + dt.timedelta(day), "KAZ", "RUS", "010") for day in range(30)]) is None


def test_the_pair_that_turned_is_found_by_week(counts: WeekCounts) -> None:
    found = weekly_change(counts, *TURNED)
    assert found is not None
    near = [one for one in found.changes if abs((counts.weeks[one.place] - TURN).days) <= 14]
    assert len(near) == 1
    assert counts.weeks[near[0].low] <= TURN + dt.timedelta(7)
    assert counts.weeks[near[0].high] >= TURN - dt.timedelta(7)
    assert near[0].known >= near[0].place + PERSISTS - 1
    assert near[0].after > near[0].before + 0.2
    low, high = found.step.interval()
    assert counts.weeks[low] <= TURN <= counts.weeks[high] or found.step.place in (low - 1, high + 1)
    assert abs((counts.weeks[found.step.place] - TURN).days) <= 7
    assert found.step.score > 5.0
    assert found.quiet == 1.0


def test_other_pairs_have_no_step_of_that_size(counts: WeekCounts) -> None:
    """Measured over four draws: 5 to 13 lasting changes in 47 pair-years of a constant share."""
    own = weekly_change(counts, *TURNED)
    assert own is not None
    alarms = 0
    for pair in counts.pairs:
        if pair == TURNED:
            continue
        found = weekly_change(counts, *pair)
        assert found is not None
        assert abs(found.step.score) < 0.6 * own.step.score
        assert found.quiet < 1.0
        alarms += len(found.changes)
    assert alarms <= 20


def test_the_other_way_round_it_is_the_same(counts: WeekCounts) -> None:
    one, other = weekly_change(counts, *TURNED), weekly_change(counts, *TURNED[::-1])
    assert one is not None
    assert other is not None
    assert one.changes == other.changes
    assert one.step.score == other.step.score


def test_too_few_events_or_weeks_are_nothing(counts: WeekCounts) -> None:
    assert weekly_change(counts, "KAZ", "ZAF") is None
    row = counts.row(*TURNED)
    assert row is not None
    thin = WeekCounts(DAILY, counts.weeks, counts.pairs, counts.conflict * 0.0, counts.total.copy())
    thin.total[row] = 0.0
    thin.total[row, : FEWEST - 1] = 1.0
    assert weekly_change(thin, *TURNED) is None
    short = WeekCounts(
        DAILY, counts.weeks[:11], counts.pairs, counts.conflict[:, :11], 50.0 + counts.total[:, :11]
    )
    assert weekly_change(short, *TURNED) is None


def test_nothing_of_later_days_is_known() -> None:
    """Change every report after a day, and all that was told up to it is the same."""
    known = dt.date(2022, 6, 19)
    told = daily()
    later = [
        one if one[0] <= known else (one[0], one[2], one[1], CONFLICT[1] if one[3] == "061" else one[3])
        for one in told
    ]
    one, other = weeks(told, until=known), weeks(later, until=known)
    cut = weeks([one for one in told if one[0] <= known])
    assert one is not None
    for each in (other, cut):
        assert each is not None
        assert each.weeks == one.weeks
        np.testing.assert_array_equal(each.conflict, one.conflict)
        np.testing.assert_array_equal(each.total, one.total)
    assert one.weeks[-1] == dt.date(2022, 6, 13)
    day_before = weeks(told, until=known - dt.timedelta(1))
    assert day_before is not None
    assert day_before.weeks[-1] == dt.date(2022, 6, 6)


def test_a_change_was_believed_before_it_was_over(counts: WeekCounts) -> None:
    """With the weeks up to the one in which it was believed it is told alike."""
    whole = weekly_change(counts, *TURNED)
    assert whole is not None
    [change] = [one for one in whole.changes if abs((counts.weeks[one.place] - TURN).days) <= 14]
    seen = weeks(daily(), until=counts.weeks[change.known] + dt.timedelta(6))
    assert seen is not None
    then = weekly_change(seen, *TURNED)
    assert then is not None
    assert then.weeks[-1] == counts.weeks[change.known]
    assert abs(then.changes[-1].place - change.place) <= 1
