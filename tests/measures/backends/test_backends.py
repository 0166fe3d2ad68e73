"""The same expression gives the same rows wherever the table lies: a record, a folder, and a real Spark."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.measures.flows.invented_flows import SENDERS, STATES, as_folder, as_record, monthly
from tests.spark_here import local_spark

from leeway.errors import DataError, QuestionError
from leeway.measures.backdoor import books
from leeway.measures.backends.opening import Engine, engine_named, schema_of
from leeway.measures.flows.aggregates import BACI, RECORD, listed_against_other, pair_totals, two_legs
from leeway.measures.trade.by_goods import expected_shares
from leeway.measures.trade.shares import yearly_totals
from leeway.record.store import open_record

GOODS = pl.DataFrame(
    {"product": ["85423190", "85423290"], "kind": ["listed", "new"], "listed_on": [None, None]},
    schema={"product": pl.String, "kind": pl.String, "listed_on": pl.Date},
)
LISTED = pl.DataFrame({"product": ["85423190", "85423290"]})
HEADINGS = pl.DataFrame({"product": ["8542"]})
UNITS = pl.DataFrame({"product": ["85423190", "85423290", "8542"], "unit": ["8542", "8542", "8542"]})


def aggregates(engine: Engine) -> dict[str, pl.DataFrame]:
    """Every aggregate that the lines of trade and back-door run, sorted."""
    flows = engine.table("flows")
    sold = books.sent(flows, SENDERS)
    rows = flows.filter(flows.source == "comext", flows.digits == 8, flows.flow == "export")
    listed = engine.frame("listed", LISTED)
    told = {
        "pairs": pair_totals(rows, RECORD),
        "listed": listed_against_other(rows, listed, SENDERS, RECORD),
        "legs": two_legs(
            flows.filter(flows.digits == 4, flows.flow == "export"),
            engine.frame("headings", HEADINGS),
            SENDERS,
            "RUS",
            RECORD,
        ),
        "told": books.told_by_source(sold),
        "first": books.first_sold(sold, "comext", 8),
        "cohorts": books.by_cohort(sold, engine.frame("goods", GOODS), "comext", 8),
        "all": books.of_all_goods(sold, "comext", 0),
        "units": books.by_unit(sold, engine.frame("units", UNITS), "comext", 8, ["KAZ", "UZB"]),
        "on": books.sold_on(flows, engine.frame("units", UNITS), ["RUS", "WLD"], SENDERS),
        "partners": books.by_partner(flows, engine.frame("units", UNITS), ["KAZ", "DEU"]),
        "totals": books.totals_by_year(flows, None, None),
        "yearly": yearly_totals(flows),
    }
    return {name: _plain(engine.run(one)) for name, one in told.items()}


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers of one kind, and rows in one order: engines differ in both and in nothing else."""
    cast = frame.with_columns(
        pl.col(pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt32).cast(pl.Int64),
        pl.col(pl.Decimal).cast(pl.Int64),
    )
    return cast.sort(cast.columns)


@pytest.fixture(scope="module")
def flows() -> pl.DataFrame:
    return monthly()


@pytest.fixture(scope="module")
def by_record(flows: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    path = as_record(tmp_path_factory.mktemp("record") / "record.duckdb", flows)
    with open_record(path) as record, engine_named(None, record=record) as engine:
        return aggregates(engine)


@pytest.fixture(scope="module")
def folder(flows: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_folder(tmp_path_factory.mktemp("folder"), flows)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with local_spark() as session:
        yield session


def test_a_folder_of_parquet_gives_the_rows_of_the_record(
    by_record: dict[str, pl.DataFrame], folder: Path
) -> None:
    with engine_named(f"duckdb://{folder}") as engine:
        told = aggregates(engine)
    for name, expected in by_record.items():
        assert_frame_equal(told[name], expected, check_dtypes=False)


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore")
def test_a_real_spark_gives_the_rows_of_duckdb(
    by_record: dict[str, pl.DataFrame], folder: Path, spark: Any
) -> None:
    with engine_named(f"spark://{folder}") as engine:
        told = aggregates(engine)
    assert spark.version
    for name, expected in by_record.items():
        assert expected.height > 0, name
        assert_frame_equal(told[name], expected, check_dtypes=False, rel_tol=1e-9)


def test_the_rows_are_those_of_a_plain_count(by_record: dict[str, pl.DataFrame], flows: pl.DataFrame) -> None:
    eight = flows.filter(pl.col("digits") == 8, pl.col("flow") == "export", pl.col("partner").is_in(STATES))
    plain = (
        eight.join(GOODS, on="product")
        .group_by("reporter", "partner", "kind", "period")
        .agg(pl.col("value").sum())
    )
    told = by_record["cohorts"]
    assert told.height == plain.height
    assert told["value"].sum() == pytest.approx(plain["value"].sum())
    whole = by_record["all"].filter(pl.col("sender") == "DEU", pl.col("state") == "KAZ")
    rows = flows.filter(pl.col("product") == "TOTAL", pl.col("reporter") == "DEU", pl.col("partner") == "KAZ")
    assert whole["value"].sum() == pytest.approx(rows["value"].sum())


def test_nothing_is_counted_twice(by_record: dict[str, pl.DataFrame]) -> None:
    """Re-exports, the world, and a heading beside its codes are in the table, and in no sum."""
    assert by_record["cohorts"]["value"].max() < 1e9
    assert by_record["units"]["value"].max() < 1e9
    assert set(by_record["all"]["state"]) == set(STATES)


def test_each_aggregate_is_sql_for_the_other_engines() -> None:
    import ibis
    import sqlglot

    flows = ibis.table(schema_of("flows"), name="flows")
    goods = ibis.table({"product": "string", "kind": "string", "listed_on": "date"}, name="goods")
    sold = books.sent(flows, SENDERS)
    for dialect in ("clickhouse", "bigquery"):
        listed = ibis.table({"product": "string"}, name="listed")
        for one in (
            books.by_cohort(sold, goods, "comext", 8),
            yearly_totals(flows),
            two_legs(flows, listed, SENDERS, "RUS", RECORD),
        ):
            parsed = sqlglot.parse_one(str(ibis.to_sql(one, dialect=dialect)), read=dialect)
            assert "flows" in {table.name for table in parsed.find_all(sqlglot.exp.Table)}


CODED = pl.DataFrame(
    {
        "t": [2022] * 7,
        "i": [276, 276, 380, 276, 398, 398, 276],
        "j": [398, 398, 398, 643, 643, 643, 380],
        "k": [854231, 10121, 854231, 854231, 854231, 10121, 854231],
        "v": [10.0, 5.0, 2.0, 100.0, 8.0, 1.0, 50.0],
    },
    schema={"t": pl.Int32, "i": pl.Int32, "j": pl.Int32, "k": pl.Int32, "v": pl.Float64},
)
"""Germany and Italy, Kazakhstan, Russia: in CEPII's numbers, codes without their leading zero."""


def test_sums_over_a_table_of_another_shape() -> None:
    import duckdb
    import ibis

    with duckdb.connect() as connection:
        connection.register("baci", CODED.to_arrow())
        connection.register("listed", pl.DataFrame({"product": [854231]}).to_arrow())
        rows = ibis.table(
            {"t": "int32", "i": "int32", "j": "int32", "k": "int32", "v": "float64"}, name="baci"
        )
        listed = ibis.table({"product": "int64"}, name="listed")
        sums, ways, both = (
            connection.sql(str(ibis.to_sql(one, dialect="duckdb"))).pl()
            for one in (
                pair_totals(rows, BACI),
                listed_against_other(rows, listed, [276, 380], BACI),
                two_legs(rows, listed, [276, 380], 643, BACI),
            )
        )
    assert sums.sort("exporter", "importer").rows() == [
        (276, 380, 2022, 50.0),
        (276, 398, 2022, 15.0),
        (276, 643, 2022, 100.0),
        (380, 398, 2022, 2.0),
        (398, 643, 2022, 9.0),
    ]
    assert ways.sort("importer").rows() == [
        (380, 2022, 50.0, 50.0),
        (398, 2022, 12.0, 17.0),
        (643, 2022, 100.0, 100.0),
    ]
    assert both.rows() == [(398, 854231, 2022, 12.0, 8.0)]


def test_goods_are_not_told_where_totals_alone_are(flows: pl.DataFrame, tmp_path: Path) -> None:
    path = as_record(tmp_path / "record.duckdb", flows)
    with open_record(path) as record, engine_named("duckdb", record=record) as engine:
        assert expected_shares(engine).is_empty()


def test_an_unknown_engine_is_named_with_those_there_are() -> None:
    with pytest.raises(QuestionError, match="no engine 'oracle'") as told, engine_named("oracle://x"):
        pass
    assert "duckdb, spark, clickhouse, bigquery" in str(told.value.hint)


def test_an_engine_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with (
        pytest.raises(QuestionError, match="needs the package") as told,
        engine_named("clickhouse://host/db"),
    ):
        pass
    assert told.value.hint == "pip install 'leeway[scale]'"


def test_a_folder_without_the_table_says_how_to_write_it(tmp_path: Path) -> None:
    with (
        engine_named(f"duckdb://{tmp_path}") as engine,
        pytest.raises(DataError, match="no table flows") as told,
    ):
        engine.table("flows")
    assert "leeway export flows" in str(told.value.hint)


def test_without_record_or_folder_there_is_nothing_to_read() -> None:
    with pytest.raises(DataError, match="no record"), engine_named("duckdb"):
        pass
