"""Events by pair and period: against a plain count, in every engine, and what never changes them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.measures.events.invented_reports import (
    CODES,
    STATES,
    Told,
    as_folder,
    as_record,
    drawn,
    reports,
)
from tests.spark_here import local_spark

from leeway.ledger.events import cameo_codes
from leeway.measures.backends.opening import Engine, engine_named, schema_of
from leeway.measures.events.pair_months import KEY, PERIODS, events_of, pair_periods, undirected
from leeway.record.event_days import event_days
from leeway.record.event_tables import ROOTS_KEDS
from leeway.record.store import open_record

DAYS = tuple(dt.date(2022, 1, day) for day in (1, 2, 31))


def tables(engine: Engine) -> dict[str, pl.DataFrame]:
    """Every count, sorted."""
    told = {period: pair_periods(events_of(engine), period) for period in PERIODS}
    told["pairs"] = undirected(told["month"])
    return {name: _plain(engine.run(one)) for name, one in told.items()}


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    cast = frame.with_columns(pl.col(pl.Decimal).cast(pl.Int64), pl.col(pl.Datetime).cast(pl.Date))
    return cast.sort(cast.columns)


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return reports(drawn())


@pytest.fixture(scope="module")
def by_record(rows: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    path = as_record(tmp_path_factory.mktemp("record") / "record.duckdb", rows)
    with open_record(path) as record, engine_named(None, record=record) as engine:
        told = tables(engine)
        view = engine.run(undirected(pair_periods(engine.table("events"))))
    assert_frame_equal(_plain(view), told["pairs"])
    return told


@pytest.fixture(scope="module")
def folder(rows: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_folder(tmp_path_factory.mktemp("folder"), rows)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with local_spark() as session:
        yield session


def test_a_folder_of_parquet_gives_the_counts_of_the_record(
    by_record: dict[str, pl.DataFrame], folder: Path
) -> None:
    with engine_named(f"duckdb://{folder}") as engine:
        told = tables(engine)
    for name, expected in by_record.items():
        assert_frame_equal(told[name], expected)


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore")
def test_a_real_spark_gives_the_counts_of_the_record(
    by_record: dict[str, pl.DataFrame], folder: Path, spark: Any
) -> None:
    with engine_named(f"spark://{folder}") as engine:
        told = tables(engine)
    assert spark.version
    for name, expected in by_record.items():
        assert expected.height > 0, name
        assert_frame_equal(told[name], expected, check_dtypes=False)


def test_the_counts_are_those_of_a_plain_count(by_record: dict[str, pl.DataFrame]) -> None:
    for period in PERIODS:
        assert by_record[period].rows() == plain_count(drawn(), period)


def test_a_week_begins_on_monday() -> None:
    told = [(dt.date(2022, 1, day), "RUS", "KAZ", "190") for day in (2, 3, 9, 10)]
    weeks = counted(told, "week")
    assert weeks["period"].to_list() == [dt.date(2021, 12, 27), dt.date(2022, 1, 3), dt.date(2022, 1, 10)]
    assert weeks["events"].to_list() == [1, 2, 1]
    assert counted(told, "year")["period"].to_list() == [dt.date(2022, 1, 1)]


def test_a_meeting_told_of_both_sides_is_one_event_of_the_pair() -> None:
    day = DAYS[0]
    told = [(day, "RUS", "KAZ", "042"), (day, "KAZ", "RUS", "043"), (day, "RUS", "KAZ", "042")]
    assert counted(told).rows() == [("gdelt", day, "KAZ", "RUS", "verbal cooperation", True, 1, 3)]


def test_two_visits_on_one_day_are_two_events() -> None:
    day = DAYS[0]
    told = [(day, "RUS", "KAZ", "042"), (day, "KAZ", "RUS", "042")]
    assert counted(told).rows() == [
        ("gdelt", day, "KAZ", "RUS", "verbal cooperation", False, 1, 1),
        ("gdelt", day, "RUS", "KAZ", "verbal cooperation", False, 1, 1),
    ]


def test_a_pair_is_one_row_whoever_acted() -> None:
    day = DAYS[0]
    told = [(day, "RUS", "KAZ", "190"), (day, "KAZ", "RUS", "190"), (day, "RUS", "KAZ", "190")]
    found = of_reports(reports(told), lambda rows: undirected(pair_periods(event_days(rows))))
    assert found.rows() == [("gdelt", day, "KAZ", "RUS", "material conflict", 2, 3)]


def test_each_count_is_sql_for_the_other_engines() -> None:
    import sqlglot

    rows_of = ibis.table(schema_of("reports"), name="reports")
    for dialect in ("clickhouse", "bigquery"):
        for period in PERIODS:
            told = undirected(pair_periods(event_days(rows_of), period))
            parsed = sqlglot.parse_one(str(ibis.to_sql(told, dialect=dialect)), read=dialect)
            assert "reports" in {table.name for table in parsed.find_all(sqlglot.exp.Table)}
    weeks = str(ibis.to_sql(pair_periods(event_days(rows_of), "week"), dialect="bigquery"))
    assert "WEEK(MONDAY)" in weeks


def of_reports(rows: pl.DataFrame, told: Any) -> pl.DataFrame:
    """The rows of an expression over reports."""
    with duckdb.connect() as connection:
        connection.register("reports", rows.to_arrow())
        found = told(ibis.table(schema_of("reports"), name="reports"))
        return _plain(connection.sql(str(ibis.to_sql(found, dialect="duckdb"))).pl())


def counted(told: Sequence[Told], period: Any = "month") -> pl.DataFrame:
    return of_reports(reports(told), lambda rows: pair_periods(event_days(rows), period))


def plain_count(told: Sequence[Told], period: str) -> list[tuple[object, ...]]:
    """The same by a loop: events are different days, roots and ways; mirrored codes stand for the pair."""
    said = {(day, actor, target, code) for day, actor, target, code in told}
    number: dict[tuple[object, ...], int] = defaultdict(int)
    for day, actor, target, code in told:
        mirror = cameo_codes()[code].mirror
        both = bool(mirror) and (day, target, actor, mirror) in said
        way = (*sorted((actor, target)), True) if both else (actor, target, False)
        number[(day, code[:2], *way)] += 1
    found: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
    for (day, root, actor, target, both), times in number.items():
        assert isinstance(day, dt.date)
        first = {"week": day - dt.timedelta(day.weekday()), "month": day.replace(day=1)}.get(
            period, day.replace(month=1, day=1)
        )
        of = found[("gdelt", first, actor, target, ROOTS_KEDS[str(root)], both)]
        of[0] += 1
        of[1] += times
    return sorted((*key, *both) for key, both in found.items())


PAIRS = st.permutations(STATES).map(lambda found: found[:2])
TOLD = st.lists(
    st.tuples(st.sampled_from(DAYS), PAIRS, st.sampled_from(CODES)).map(
        lambda one: (one[0], one[1][0], one[1][1], one[2])
    ),
    min_size=1,
    max_size=40,
)
FEW = settings(max_examples=40, deadline=None)


@FEW
@given(told=TOLD)
def test_reports_are_neither_lost_nor_made(told: list[Told]) -> None:
    for period in PERIODS:
        found = counted(told, period)
        assert found["reports"].sum() == len(told)
        assert (found["events"] <= found["reports"]).all()
        assert (found["events"] > 0).all()
        assert not found.select(KEY).is_duplicated().any()


@FEW
@given(told=TOLD)
def test_a_loop_counts_the_same(told: list[Told]) -> None:
    assert counted(told).rows() == plain_count(told, "month")


@FEW
@given(told=TOLD, order=st.randoms())
def test_the_order_of_rows_does_not_matter(told: list[Told], order: Any) -> None:
    other = list(told)
    order.shuffle(other)
    assert_frame_equal(counted(other), counted(told))


@FEW
@given(told=TOLD, place=st.integers(0, 39))
def test_a_report_told_again_is_one_more_report_and_no_other_event(told: list[Told], place: int) -> None:
    again = told[place % len(told)]
    before, after = counted(told), counted([*told, again])
    assert after["reports"].sum() == len(told) + 1
    assert_frame_equal(after.drop("reports"), before.drop("reports"))


@FEW
@given(told=TOLD)
def test_folding_leaves_codes_without_a_mirror_alone(told: list[Told]) -> None:
    plain = [one for one in told if not cameo_codes()[one[3]].mirror]
    mirrored = {code[:2] for code in CODES if cameo_codes()[code].mirror}
    apart = {ROOTS_KEDS[code[:2]] for code in CODES} - {ROOTS_KEDS[root] for root in mirrored}
    whole = counted(told).filter(pl.col("quad").is_in(sorted(apart)))
    alone = counted(plain).filter(pl.col("quad").is_in(sorted(apart)))
    assert_frame_equal(whole, alone)
    assert not whole["mutual"].any()


@FEW
@given(told=TOLD)
def test_only_what_both_sides_tell_on_one_day_is_mutual(told: list[Told]) -> None:
    days = of_reports(reports(told), event_days).filter(pl.col("mutual"))
    said = set(told)
    both = {
        (day, *sorted((actor, target)), code[:2])
        for day, actor, target, code in told
        if (mirror := cameo_codes()[code].mirror) and (day, target, actor, mirror) in said
    }
    assert set(days.select("day", "actor", "target", "root").rows()) == both
    assert (days["actor"] < days["target"]).all()
    assert (days["mirrored"] > 0).all()
