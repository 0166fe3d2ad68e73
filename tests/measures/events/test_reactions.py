"""Who reacted: acts of third states against their own habit, with codes, counts and chances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.events.invented import CONFLICT, DAILY, STRUCK, as_record, daily
from tests.measures.events.invented_reports import Told, reports

from leeway.measures.events.reactions import (
    BEFORE,
    Reaction,
    acts_between,
    chance_of,
    false_discovery,
    reactions,
    source_around,
)
from leeway.record.store import Record, open_record

DAY = dt.date(2021, 6, 1)
DAYS = 14
FEW = settings(max_examples=60, deadline=None)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = as_record(tmp_path_factory.mktemp("record") / "record.duckdb", reports=reports(daily()))
    with open_record(path) as opened:
        yield opened


@pytest.fixture
def told_of(tmp_path: Path):
    """What third states did after `DAY`, by who did it to whom with which root."""

    def found(told: Sequence[Told], **asked: int) -> dict[tuple[str, str, str], Reaction]:
        path = as_record(tmp_path / "record.duckdb", reports=reports(told))
        with open_record(path) as opened:
            each = reactions(opened, DAILY, "KAZ", "RUS", DAY, asked.get("days", DAYS))
        return {(one.actor, one.target, one.root): one for one in each}

    return found


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days)


def test_a_habit_is_no_reaction_and_what_is_beyond_it_is(told_of) -> None:
    """Turkey accuses Russia every week, before as after; Georgia never did, and does on five days."""
    habit: list[Told] = [(later(day), "TUR", "RUS", "112") for day in range(-91, 14, 7)]
    new: list[Told] = [(later(day), "GEO", "RUS", "112") for day in (1, 2, 4, 6, 9)]
    found = told_of([*habit, *new])
    georgia, turkey = found["GEO", "RUS", "11"], found["TUR", "RUS", "11"]
    assert (georgia.events, georgia.reports, georgia.first) == (5, 5, later(1))
    assert georgia.expected == pytest.approx(0.5 * 14 / 91)
    assert georgia.q < 0.001
    assert turkey.events == 2
    assert turkey.expected == pytest.approx((13 + 0.5) * 14 / 91)
    assert turkey.p > 0.3


def test_the_first_told_are_those_furthest_beyond_their_habit(record: Record) -> None:
    found = reactions(record, DAILY, "KAZ", "RUS", STRUCK, DAYS)
    assert [one.p for one in found] == sorted(one.p for one in found)
    first = found[0]
    assert (first.actor, first.target, first.root) == ("TUR", "RUS", "11")
    assert first.events >= 10
    assert first.expected < 3.0
    assert first.codes == ("112",)
    assert [one for one in found if one.q <= 0.1] == [first]
    assert all(one.actor not in {"KAZ", "RUS"} and one.target in {"KAZ", "RUS"} for one in found)


def test_a_quiet_time_has_hardly_a_reaction(record: Record) -> None:
    """Over many days on which nothing happened: no more false ones than were promised."""
    days = [dt.date(2021, 6, 1) + dt.timedelta(7 * week) for week in range(40)]
    beyond = [sum(one.q <= 0.1 for one in reactions(record, DAILY, "ARM", "UZB", day, DAYS)) for day in days]
    assert np.mean(np.array(beyond) > 0) <= 0.15


def test_days_after_the_last_and_before_the_habit_do_not_count(told_of) -> None:
    edges: list[Told] = [
        (later(day), "TUR", "RUS", "112") for day in (-BEFORE - 1, -BEFORE, -1, 0, DAYS - 1, DAYS)
    ]
    old: list[Told] = [(later(-200), "DEU", "USA", "112")]
    turkey = told_of([*edges, *old])["TUR", "RUS", "11"]
    assert turkey.events == 2
    assert turkey.first == DAY
    assert turkey.expected == pytest.approx((2 + 0.5) * 14 / 91)


def test_a_source_that_begins_late_has_a_shorter_habit(told_of) -> None:
    told: list[Told] = [(later(-20), "DEU", "USA", "112"), (later(-3), "TUR", "RUS", "112")]
    turkey = told_of([*told, (later(2), "TUR", "RUS", "112")])["TUR", "RUS", "11"]
    assert turkey.expected == pytest.approx(1.5 * 14 / 20)


def test_many_reports_of_one_day_are_one_event(told_of) -> None:
    told: list[Told] = [(later(3), "TUR", "RUS", "112")] * 6 + [(later(3), "TUR", "RUS", "110")]
    turkey = told_of([*told, (later(-60), "DEU", "USA", "112")])["TUR", "RUS", "11"]
    assert (turkey.events, turkey.reports, turkey.codes) == (1, 7, ("110", "112"))


def test_a_meeting_is_an_act_of_the_third_state_whoever_is_named_first(told_of) -> None:
    """Of a mutual event the first by key is kept as actor: here that is Russia."""
    told: list[Told] = [(later(3), "RUS", "TUR", "043"), (later(3), "TUR", "RUS", "042")]
    found = told_of([*told, (later(-60), "DEU", "USA", "112")])
    assert set(found) == {("TUR", "RUS", "04")}
    assert found["TUR", "RUS", "04"].events == 1
    assert found["TUR", "RUS", "04"].codes == ("042",)


def test_what_a_third_state_suffers_is_no_reaction_of_it(told_of) -> None:
    assert told_of([(later(2), "RUS", "TUR", "112"), (later(-60), "DEU", "USA", "112")]) == {}


def test_nothing_of_later_days_is_known(record: Record, tmp_path: Path) -> None:
    other = [
        one if one[0] < STRUCK + dt.timedelta(DAYS) else (one[0], one[2], one[1], CONFLICT[1])
        for one in daily()
    ]
    path = as_record(tmp_path / "other.duckdb", reports=reports(other))
    last = STRUCK + dt.timedelta(DAYS - 1)
    with open_record(path) as opened:
        assert reactions(opened, DAILY, "KAZ", "RUS", STRUCK, DAYS) == reactions(
            record, DAILY, "KAZ", "RUS", STRUCK, DAYS
        )
        assert acts_between(opened, DAILY, "KAZ", "RUS", STRUCK, last) == acts_between(
            record, DAILY, "KAZ", "RUS", STRUCK, last
        )


def test_acts_between_the_two_are_told_by_day_with_their_codes(record: Record) -> None:
    found = acts_between(record, DAILY, "RUS", "KAZ", STRUCK, STRUCK + dt.timedelta(3))
    assert found == acts_between(record, DAILY, "KAZ", "RUS", STRUCK, STRUCK + dt.timedelta(3))
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert all({one.actor, one.target} == {"KAZ", "RUS"} for one in found)
    [struck] = [one for one in found if one.root == "17"]
    assert (struck.day, struck.actor, struck.codes) == (STRUCK, "KAZ", ("172",))
    assert struck.reports >= 5
    assert not struck.mutual


def test_a_mutual_act_is_told_once(tmp_path: Path) -> None:
    told: list[Told] = [(DAY, "RUS", "KAZ", "042"), (DAY, "KAZ", "RUS", "043"), (DAY, "KAZ", "RUS", "010")]
    path = as_record(tmp_path / "record.duckdb", reports=reports(told))
    with open_record(path) as opened:
        found = acts_between(opened, DAILY, "KAZ", "RUS", DAY, DAY)
    assert [(one.actor, one.root, one.mutual, one.reports, one.codes) for one in found] == [
        ("KAZ", "01", False, 1, ("010",)),
        ("KAZ", "04", True, 2, ("042", "043")),
    ]


def test_the_source_with_most_reports_of_these_days_is_taken(tmp_path: Path) -> None:
    many = reports([(later(day), "KAZ", "RUS", "112") for day in range(5)])
    few = reports([(later(day), "KAZ", "RUS", "112") for day in (0, 1, 90)], "icews")
    path = as_record(tmp_path / "record.duckdb", reports=pl.concat([many, few]))
    with open_record(path) as opened:
        assert source_around(opened, DAY, 4) == DAILY
        assert source_around(opened, DAY, 4, named="icews") == "icews"
        assert source_around(opened, later(60), 60) == "icews"
        assert source_around(opened, later(60), 60, named=DAILY) is None
        assert source_around(opened, DAY, 4, named="nothing") is None
        assert source_around(opened, later(300), 9) is None


@pytest.mark.parametrize(
    ("events", "earlier", "length"), [(1, 0, 0.15), (3, 4, 0.15), (6, 20, 0.3), (2, 9, 1.0)]
)
def test_a_chance_is_that_of_a_simulation(events: int, earlier: int, length: float) -> None:
    """A rate known from the days before, and a count drawn at that rate."""
    generator = np.random.default_rng(0)
    rate = generator.gamma(earlier + 0.5, 1.0, 400_000)
    told = (generator.poisson(rate * length) >= events).mean()
    assert chance_of(events, earlier, length) == pytest.approx(told, abs=3e-3)


@FEW
@given(events=st.integers(0, 90), earlier=st.integers(0, 91), length=st.floats(0.01, 3.0))
def test_more_events_are_less_likely_and_a_stronger_habit_makes_them_likelier(
    events: int, earlier: int, length: float
) -> None:
    chance = chance_of(events, earlier, length)
    assert 0.0 < chance <= 1.0
    assert chance_of(0, earlier, length) == 1.0
    assert chance_of(events + 1, earlier, length) <= chance + 1e-9
    assert chance_of(events, earlier + 1, length) >= chance - 1e-9
    assert chance_of(events, earlier, 1.5 * length) >= chance - 1e-9


@FEW
@given(chances=st.lists(st.floats(1e-9, 1.0), max_size=30))
def test_adjusted_chances_keep_the_order_and_are_never_smaller(chances: list[float]) -> None:
    adjusted = false_discovery(chances)
    assert len(adjusted) == len(chances)
    by_chance = sorted(zip(chances, adjusted, strict=True))
    assert all(p - 1e-12 <= q <= 1.0 for p, q in by_chance)
    assert all(one[1] <= other[1] + 1e-12 for one, other in pairwise(by_chance))
    if chances:
        assert min(adjusted) <= min(1.0, len(chances) * min(chances)) + 1e-12


def test_false_finds_are_as_few_as_promised() -> None:
    """Of what is kept at a tenth, a tenth is false at most: many looks at 40 chances, 10 of them real."""
    generator = np.random.default_rng(1)
    shares = []
    for _ in range(400):
        chances = [*(generator.random(30)), *(generator.random(10) * 1e-3)]
        kept = np.array(false_discovery([float(one) for one in chances])) <= 0.1
        shares.append(kept[:30].sum() / max(1, kept.sum()))
    assert np.mean(shares) <= 0.1
