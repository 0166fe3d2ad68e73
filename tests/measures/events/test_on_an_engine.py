"""The lines made of tables that lie elsewhere: the record's under its names, or GDELT's own."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.measures.events.invented import as_record, counts_by_year, daily, reports, yearly

from leeway.errors import DataError
from leeway.measures.backends.opening import Place
from leeway.measures.events.estimate import make_tables
from leeway.record.store import Record, open_record
from leeway.sources.gdelt_public import PUBLIC_TABLES


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return reports(daily())


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory, rows: pl.DataFrame) -> Record:
    path = tmp_path_factory.mktemp("record") / "record.duckdb"
    return open_record(as_record(path, reports=rows, event_counts=counts_by_year(yearly())))


def test_reports_alone_in_a_folder_give_the_same_months(
    tmp_path: Path, record: Record, rows: pl.DataFrame
) -> None:
    rows.write_parquet(tmp_path / "reports.parquet")
    there = make_tables("deeds", record, engine=f"duckdb://{tmp_path}")
    here = make_tables("deeds", record)
    months = here.table("pairs").filter(
        pl.col("source").is_in(there.table("pairs")["source"].unique().to_list())
    )
    assert_frame_equal(there.table("pairs"), months)
    assert list(there.told) == [rows["source"][0]]


def test_gdelts_own_table_stands_in_for_reports_and_is_named(
    tmp_path: Path, record: Record, rows: pl.DataFrame
) -> None:
    number = pl.int_range(pl.len(), dtype=pl.Int64)
    day = pl.col("day").dt.strftime("%Y%m%d").cast(pl.Int64)
    quad = {**dict.fromkeys(("02", "03", "04", "05"), 1), **dict.fromkeys(("06", "07", "08"), 2), "01": 1}
    quad |= {"09": 2, **dict.fromkeys(("10", "11", "12", "13", "14"), 3)}
    theirs = rows.select(
        number.alias("GLOBALEVENTID"),
        day.alias("SQLDATE"),
        pl.col("actor").alias("Actor1CountryCode"),
        pl.col("target").alias("Actor2CountryCode"),
        pl.col("code").alias("EventCode"),
        pl.col("root").alias("EventRootCode"),
        pl.col("root").replace_strict(quad, default=4, return_dtype=pl.Int64).alias("QuadClass"),
        pl.lit(1, pl.Int64).alias("NumMentions"),
        (day * 1_000_000).alias("DATEADDED"),
        pl.lit("https://example.org/").alias("SOURCEURL"),
    )
    theirs.write_parquet(tmp_path / "events.parquet")
    found = make_tables("deeds", record, engine=Place(f"duckdb://{tmp_path}", PUBLIC_TABLES))
    here = make_tables("deeds", record)
    own = here.table("pairs").filter(pl.col("source") == rows["source"][0]).drop("source")
    assert_frame_equal(found.table("pairs").drop("source"), own)
    [source] = found.manifest["sources"]
    assert (source["id"], source["file"]) == ("gdelt", f"duckdb://{tmp_path}")


def test_a_folder_without_either_table_says_so(tmp_path: Path, record: Record) -> None:
    with pytest.raises(DataError, match="no table reports"):
        make_tables("words", record, engine=f"duckdb://{tmp_path}")
