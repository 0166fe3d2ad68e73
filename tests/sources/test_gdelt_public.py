"""GDELT's own tables on an engine give the reports that the files give."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.measures.events.invented_reports import as_folder, drawn, reports
from tests.spark_here import local_spark

from leeway.errors import DataError
from leeway.measures.backends.opening import Place, as_text, engine_named
from leeway.measures.events.pair_months import events_of, pair_periods, undirected
from leeway.record.event_tables import REPORTS
from leeway.record.tables import codebook
from leeway.sources.gdelt import read
from leeway.sources.gdelt_codes import OWN, REGIONS, TERRITORIES, bearers, state_of
from leeway.sources.gdelt_public import COLUMNS, PUBLIC_TABLES, as_reports
from leeway.states import by_iso3, state

ADDED = 20180326044500
Row = tuple[int, int, str | None, str | None, str, str, int, int, int, str | None]


def row(
    number: int,
    day: int = 20180325,
    actor: str | None = "RUS",
    target: str | None = "KAZ",
    code: str = "042",
    root: str = "04",
    quad: int = 1,
    added: int = ADDED,
    text: str | None = "https://example.org/1",
) -> Row:
    return number, day, actor, target, code, root, quad, 5, added, text


KEPT = (
    row(1),
    row(2, actor="ROM", target="MTN", code="010", root="01", text=None),
    row(3, actor="TMP", target="GZS", code="190", root="19", quad=4),
    row(4, day=20180223),
    row(5, day=20180327),
    row(6, day=19850310, actor="USA", target="RUS", added=20130203, text=""),
    row(7, day=19850310, actor="DDR", target="DEU", added=20130203),
    row(8, day=20130402, actor="USA", added=20130401),
    row(9, code="090", root="09", quad=2),
    row(10, code="145", root="14", quad=3),
)
"""Rows that are reports; 6 and 7 were added with all the years before April 2013."""

NOT_KEPT = (
    row(101, actor=None),
    row(102, target=""),
    row(103, actor="KAZ"),
    row(104, actor="EUR"),
    row(105, actor="HKG"),
    row(106, actor="QQQ"),
    row(107, actor="WSB", target="GZS"),
    row(108, day=19850310, actor="KAZ", target="USA", added=20130203),
    row(109, day=20180325, actor="DDR"),
    row(110, code="42"),
    row(111, root="05"),
    row(112, quad=2),
    row(113, code="090", root="09", quad=3),
    row(114, day=20180222),
    row(115, day=20180328),
    row(116, day=20170326),
    row(117, day=20180231),
    row(118, code="---", root="--"),
    row(119, quad=5),
)
AGAIN = row(1, actor="USA", added=ADDED + 1_000_000)
"""The number of a row that was there a day before."""


def raw(*rows: Row) -> pl.DataFrame:
    kinds = {"int64": pl.Int64, "string": pl.String}
    return pl.DataFrame(rows, schema={name: kinds[kind] for name, kind in COLUMNS.items()}, orient="row")


def told(frame: pl.DataFrame) -> pl.DataFrame:
    with duckdb.connect() as connection:
        connection.register("events", frame.to_arrow())
        query = str(ibis.to_sql(as_reports(ibis.table(COLUMNS, name="events")), dialect="duckdb"))
        return sorted_by_number(connection.sql(query).pl())


def sorted_by_number(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(pl.col("report").cast(pl.Int64))


def as_kept(read_rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a reading as the record keeps them: words of a fixed list are text there."""
    return sorted_by_number(as_text(read_rows)).drop("file_row")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with local_spark() as session:
        yield session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw(*KEPT, *NOT_KEPT, AGAIN).write_parquet(tmp_path / "events.parquet")
    return tmp_path


def test_every_rule_of_the_reader_holds() -> None:
    found = told(raw(*NOT_KEPT, AGAIN, *KEPT))
    assert found["report"].to_list() == [str(one[0]) for one in KEPT]
    ours = [name for name in REPORTS.names if name not in ("load", "file_row")]
    assert found.columns == ours
    needed = codebook("reports").filter(~pl.col("nullable"), pl.col("column").is_in(ours))["column"]
    assert sum(found[name].null_count() for name in needed) == 0


def test_a_row_is_told_in_the_columns_of_the_record() -> None:
    found = told(raw(*KEPT))
    assert found.row(0) == (
        "gdelt-2", "1", dt.date(2018, 3, 25), "RUS", "KAZ", "042", "04", "043", dt.date(2018, 3, 26), 5,
        "https://example.org/1",
    )  # fmt: skip
    assert found.select("actor", "target").rows()[1:3] == [("ROU", "MNE"), ("TLS", "PSE")]
    assert found["text"].to_list()[1] is None
    assert found["text"].to_list()[5] is None
    assert found["mirror"].to_list()[1] is None


def test_either_version_is_a_source_of_its_own() -> None:
    found = told(raw(*KEPT))
    older = found.filter(pl.col("source") == "gdelt-1")["report"].to_list()
    assert older == [str(one[0]) for one in KEPT if one[8] < ADDED]
    both = told(raw(KEPT[0], row(1, added=20180326)))
    assert sorted(both["source"]) == ["gdelt-1", "gdelt-2"]


def test_of_two_rows_of_one_number_the_first_added_is_kept() -> None:
    for rows in ((KEPT[0], AGAIN, KEPT[0]), (AGAIN, KEPT[0])):
        assert told(raw(*rows))["actor"].to_list() == ["RUS"]
    assert told(raw(AGAIN))["actor"].to_list() == ["USA"]


def as_file(path: Path, rows: Sequence[Row], width: int) -> Path:
    """The same rows as the publisher's files have them."""
    at = (0, 1, 7, 17, 26, 28, 29, 31, 56 if width == 58 else 59, width - 1)
    lines = []
    for one in rows:
        cells = ["x"] * width
        for place, value in zip(at, one, strict=True):
            cells[place] = "" if value is None else str(value)
        lines.append("\t".join(cells) + "\n")
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_the_reader_of_the_files_gives_the_same_rows(tmp_path: Path) -> None:
    rows = [*KEPT, row(11, code="0871", root="08", quad=2), *NOT_KEPT, *(row(200 + n) for n in range(60))]
    for name, width, older in (("20180326.export.CSV", 58, True), ("20180326044500.export.CSV", 61, False)):
        of_version = [one for one in rows if (one[8] < ADDED) is older]
        reading = read(as_file(tmp_path / name, of_version, width))
        ours = told(raw(*of_version))
        assert ours.height > 2
        assert_frame_equal(as_kept(reading.tables["reports"]), ours)


def test_the_publishers_own_rows_give_the_same(shared: Path) -> None:
    file = shared / "data" / "events" / "gdelt_raw" / "20180326044500.export.CSV.zip"
    cells = pl.read_csv(
        zipfile.ZipFile(file).read(file.name.removesuffix(".zip")),
        has_header=False,
        separator="\t",
        quote_char=None,
        infer_schema=False,
        columns=[0, 1, 7, 17, 26, 28, 29, 31, 59, 60],
    )
    whole = cells.rename(dict(zip(cells.columns, COLUMNS, strict=True)))
    typed = whole.with_columns(
        pl.col(name).cast(pl.Int64) for name, kind in COLUMNS.items() if kind == "int64"
    )
    assert_frame_equal(told(typed), as_kept(read(file).tables["reports"]))


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=pytest.mark.enable_socket)])
@pytest.mark.filterwarnings("ignore")
def test_an_engine_finds_them_where_it_has_no_reports(
    folder: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    if engine == "spark":
        request.getfixturevalue("spark")
    expected = told(raw(*KEPT))
    with engine_named(Place(f"{engine}://{folder}", PUBLIC_TABLES)) as opened:
        found = sorted_by_number(opened.run(opened.table("reports")))
        counts = opened.run(undirected(pair_periods(events_of(opened))))
    assert_frame_equal(found, expected, check_dtypes=False)
    assert counts["reports"].cast(pl.Int64).sum() == len(KEPT)


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=pytest.mark.enable_socket)])
@pytest.mark.filterwarnings("ignore")
def test_reports_that_are_there_come_first(folder: Path, engine: str, request: pytest.FixtureRequest) -> None:
    if engine == "spark":
        request.getfixturevalue("spark")
    as_folder(folder, reports(drawn(20)))
    with engine_named(Place(f"{engine}://{folder}", PUBLIC_TABLES)) as opened:
        assert opened.run(opened.table("reports")).height == 20


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=pytest.mark.enable_socket)])
@pytest.mark.filterwarnings("ignore")
def test_other_tables_called_events_are_not_taken_for_them(
    folder: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    if engine == "spark":
        request.getfixturevalue("spark")
    pl.DataFrame({"day": ["2018-03-25"]}).write_parquet(folder / "events.parquet")
    with engine_named(Place(f"{engine}://{folder}", PUBLIC_TABLES)) as opened:
        with pytest.raises(DataError, match="no table reports"):
            opened.table("reports")
        with pytest.raises(DataError, match="no table flows"):
            opened.table("flows")


def test_without_the_publishers_tables_an_engine_knows_only_the_records(folder: Path) -> None:
    with (
        engine_named(f"duckdb://{folder}") as opened,
        pytest.raises(DataError, match="no table reports"),
    ):
        opened.table("reports")


def test_it_is_sql_for_the_other_engines() -> None:
    import sqlglot

    for dialect in ("bigquery", "clickhouse"):
        query = str(ibis.to_sql(as_reports(ibis.table(COLUMNS, name="events")), dialect=dialect))
        assert sqlglot.parse_one(query, read=dialect)
        assert len(query) < 100_000


def test_every_code_of_the_publisher_is_a_state_a_region_or_a_territory(shared: Path) -> None:
    listed = shared / "data" / "events" / "reference" / "gdelt_country_codes.csv"
    with listed.open(encoding="utf-8") as file:
        codes = {one["cameo_country"] for one in csv.DictReader(file)}
    states = {one.code for one in bearers()}
    assert codes <= states | set(REGIONS) | set(TERRITORIES)
    assert not states & {*REGIONS, *TERRITORIES}
    assert set(OWN) <= codes


@pytest.mark.parametrize("year", [1979, 1990, 1992, 2002, 2006, 2024])
def test_a_code_means_its_state_while_that_exists(year: int) -> None:
    for one in bearers():
        for day in (dt.date(year, 1, 1), dt.date(year, 7, 1)):
            existed = state(one.state).spell_on(day) is not None
            assert state_of(one.code, day) == (one.state if existed else None)
        if one.code not in OWN:
            assert by_iso3(one.state) == one.state
