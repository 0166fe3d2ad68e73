"""Events of all pairs as arrays: what belongs to which line, whose they are, and which periods are whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.events.invented import YEARS, as_record, counts_by_year, yearly
from tests.measures.events.invented_reports import Told, reports

from leeway.measures.backends.opening import engine_named
from leeway.measures.events.classes import CLASSES, PARTIAL, LineName
from leeway.measures.events.counts import PairCounts, counts_of, longest_stretch
from leeway.record.store import open_record

MONTHS = [dt.date(2021, number, 1) for number in range(1, 7)]
WHOLE = [month.replace(day=day) for month in MONTHS for day in (1, 15, 28)]
"""Days of six months; the first of the year to the 28th of June."""


def told_of(line: LineName, **tables: pl.DataFrame) -> list[PairCounts]:
    with TemporaryDirectory() as made:
        path = as_record(Path(made) / "record.duckdb", **tables)
        with open_record(path) as record, engine_named(None, record=record) as engine:
            return counts_of(engine, CLASSES[line])


def background(days: Sequence[dt.date] = WHOLE, code: str = "112") -> list[Told]:
    """One pair that acts on every day, so that no month is a hole."""
    return [(day, "DEU", "USA", code) for day in days]


def ended(*more: Told) -> pl.DataFrame:
    """Reports of both kinds from 1 January to 30 June, and more."""
    closing = [(dt.date(2021, 6, 30), "DEU", "USA", code) for code in ("112", "190")]
    return reports([*background(), *background(code="190"), *closing, *more])


def of(told: PairCounts, leg: str, actor: str, target: str) -> list[float]:
    counts = getattr(told, leg)
    return [float(one) for one in counts[told.states.index(actor), told.states.index(target)]]


def test_words_are_no_deeds_and_statements_are_neither() -> None:
    rows = ended(
        (MONTHS[2], "KAZ", "RUS", "112"),
        (MONTHS[2], "KAZ", "RUS", "190"),
        (MONTHS[2], "KAZ", "RUS", "061"),
        (MONTHS[2], "KAZ", "RUS", "051"),
        (MONTHS[2], "KAZ", "RUS", "010"),
        (MONTHS[3], "ARM", "GEO", "010"),
    )
    for line, conflict, cooperation in (("words", "112", "051"), ("deeds", "190", "061")):
        [told] = told_of(line, reports=rows)
        assert of(told, "conflict", "KAZ", "RUS") == [0, 0, 1, 0, 0, 0], conflict
        assert of(told, "cooperation", "KAZ", "RUS") == [0, 0, 1, 0, 0, 0], cooperation
        assert told.conflict.sum() + told.cooperation.sum() == 19 + 2
        assert "ARM" not in told.states


def test_what_is_done_is_put_where_it_is_done_from() -> None:
    rows = ended(*[(day, "RUS", "KAZ", "112") for day in WHOLE[:4]], (WHOLE[0], "KAZ", "RUS", "112"))
    [told] = told_of("words", reports=rows)
    assert of(told, "conflict", "RUS", "KAZ") == [3, 1, 0, 0, 0, 0]
    assert of(told, "conflict", "KAZ", "RUS") == [1, 0, 0, 0, 0, 0]


def test_of_a_mutual_event_either_side_has_half() -> None:
    day = MONTHS[1]
    met = [(day, "KAZ", "RUS", "042"), (day, "RUS", "KAZ", "043"), (day, "KAZ", "RUS", "042")]
    [told] = told_of("words", reports=ended(*met))
    assert of(told, "cooperation", "KAZ", "RUS") == of(told, "cooperation", "RUS", "KAZ")
    assert of(told, "cooperation", "KAZ", "RUS") == [0, 0.5, 0, 0, 0, 0]
    [apart] = told_of("words", reports=ended(met[0]))
    assert of(apart, "cooperation", "KAZ", "RUS") == [0, 1, 0, 0, 0, 0]


def test_months_told_in_part_are_left_out() -> None:
    days = [dt.date(2021, month, day) for month in range(1, 8) for day in (1, 20)]
    rows = reports([*background(days[1:]), (dt.date(2021, 7, 30), "DEU", "USA", "112")])
    [told] = told_of("words", reports=rows)
    assert told.periods == tuple(dt.date(2021, month, 1) for month in range(2, 7))
    later = reports([*background(days), (dt.date(2021, 7, 31), "KAZ", "RUS", "010")])
    [told] = told_of("words", reports=later)
    assert told.periods == tuple(dt.date(2021, month, 1) for month in range(1, 8))


def test_a_source_is_cut_at_its_holes() -> None:
    """Of two stretches the longer is kept; of two as long, the later."""
    days = [dt.date(year, month, day) for year in (2020, 2021) for month in range(1, 11) for day in (1, 31)
            if (month, day) not in {(month, 31) for month in (2, 4, 6, 9)}]  # fmt: skip
    hole = [day for day in days if day.replace(day=1) != dt.date(2021, 3, 1)]
    [told] = told_of("words", reports=reports(background(hole)))
    assert told.periods == tuple(dt.date(2020, month, 1) for month in range(1, 11))
    [even] = told_of("words", reports=reports(background(days)))
    assert even.periods == tuple(dt.date(2021, month, 1) for month in range(1, 11))
    assert even.conflict.shape[2] == 10


def test_a_source_of_three_months_is_not_told() -> None:
    three = [*background(WHOLE[:9]), (dt.date(2021, 3, 31), "DEU", "USA", "112")]
    assert told_of("words", reports=reports(three)) == []
    assert told_of("deeds", reports=ended()) != []
    assert (
        told_of("deeds", reports=reports([*background(), (dt.date(2021, 6, 30), "DEU", "USA", "112")])) == []
    )


def test_samples_are_no_series() -> None:
    rows = pl.concat([ended(), *(reports(background(), source) for source in PARTIAL)])
    rows = rows.with_columns(pl.int_range(pl.len()).cast(pl.String).alias("report"))
    assert [one.source for one in told_of("words", reports=rows)] == ["gdelt"]


def test_published_counts_are_taken_as_they_are() -> None:
    world = yearly()
    [words] = told_of("words", event_counts=counts_by_year(world))
    [deeds] = told_of("deeds", event_counts=counts_by_year(world))
    assert words.periods == tuple(dt.date(year, 1, 1) for year in YEARS)
    np.testing.assert_array_equal(words.conflict, world["verbal conflict"])
    np.testing.assert_array_equal(words.cooperation, world["verbal cooperation"])
    np.testing.assert_array_equal(deeds.conflict, world["material conflict"])
    np.testing.assert_array_equal(deeds.cooperation, world["material cooperation"])


def test_published_counts_stand_beside_those_counted_here() -> None:
    told = told_of("words", event_counts=counts_by_year(yearly()), reports=ended())
    assert [(one.source, one.kind) for one in told] == [("icews-dyad-year", "year"), ("gdelt", "month")]


@settings(max_examples=60, deadline=None)
@given(places=st.sets(st.integers(0, 40), min_size=1), kind=st.sampled_from(["month", "year"]))
def test_the_longest_stretch_is_without_holes_and_none_is_longer(places: set[int], kind: str) -> None:
    months = 1 if kind == "month" else 12
    day_of = {place: dt.date(2000 + place * months // 12, place * months % 12 + 1, 1) for place in range(42)}
    told = longest_stretch([day_of[place] for place in sorted(places)], kind)  # type: ignore[arg-type]
    found = [place for place, day in day_of.items() if day in told]
    assert found == list(range(found[0], found[0] + len(found)))
    runs = [
        length
        for first in places
        for length in range(1, 42)
        if all(first + step in places for step in range(length))
    ]
    assert len(found) == max(runs)
    later = {first for first in places if all(first + step in places for step in range(len(found)))}
    assert found[0] == max(later)


@pytest.mark.parametrize("line", ["words", "deeds"])
def test_a_record_without_events_tells_nothing(line: LineName) -> None:
    rows = reports([(day, "DEU", "USA", "010") for day in WHOLE])
    assert told_of(line, reports=rows) == []
