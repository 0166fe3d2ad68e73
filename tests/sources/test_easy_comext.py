"""Easy Comext: months and years in two languages, cells in several downloads, blocs beside members."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.sources import easy_comext

HERE = Path(__file__).parent / "easy_comext"
RAW = HERE / "raw"
STACKED = RAW / "easycomext_invented.csv"
SHARED = (
    Path(__file__).parents[3]
    / "shared"
    / "data"
    / "trade"
    / "easycomext_total_trade_monthly_and_yearly_2010_2024.csv.gz"
)

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def flows(path: Path) -> pl.DataFrame:
    return easy_comext.read(path).tables["flows"]


@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.stem)
def test_downloads_read_as_the_golden_tables_say(path: Path) -> None:
    reading = easy_comext.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == easy_comext.SOURCE.part_of(path.name)


def test_blocs_beside_members_have_a_scope_of_their_own() -> None:
    january = flows(STACKED).filter(pl.col("period").dt.year() == 2020)
    assert dict(january.select("reporter", "scope").iter_rows()) == {
        "EU": "bloc",
        "EA": "bloc",
        "GBR": "states",
    }


def test_a_cell_told_twice_is_folded_and_one_told_in_two_ways_is_unknown() -> None:
    august = flows(STACKED).filter((pl.col("partner") == "ARM") & (pl.col("period").dt.month() == 8))
    assert august.select("reporter", "value").rows() == [("HRV", 700.0)]
    refused = easy_comext.read(STACKED).rejects.filter(pl.col("reason").str.contains("several values"))
    assert refused["value"].to_list() == ["5.0", "6.0"]


def test_guinea_of_the_french_labels_is_guinea_bissau() -> None:
    french = flows(STACKED).filter(pl.col("period").dt.year() == 2016)
    assert dict(french.select("partner", "value").iter_rows()) == {"GIN": 901.0, "GNB": 126.0, "GBR": 3000.0}


def test_a_year_that_is_not_over_is_refused_and_its_months_are_months() -> None:
    reading = easy_comext.read(STACKED)
    assert "Jan.-Aug. 2024" in reading.rejects["value"].to_list()
    begun = reading.tables["flows"].filter(pl.col("period").dt.year() == 2024)
    assert set(begun.select("period_kind", "months").iter_rows()) == {("month", 1)}


def test_packed_or_not_it_is_the_same_and_a_cut_file_is_not_read(tmp_path: Path) -> None:
    packed = tmp_path / f"{STACKED.name}.gz"
    packed.write_bytes(gzip.compress(STACKED.read_bytes()))
    assert flows(packed).equals(flows(STACKED))
    packed.write_bytes(packed.read_bytes()[:-200])
    with pytest.raises(DataError, match="damaged or cut"):
        easy_comext.read(packed)


def test_values_in_another_unit_stop(tmp_path: Path) -> None:
    path = tmp_path / STACKED.name
    path.write_bytes(STACKED.read_bytes().replace(b"VALUE_IN_EUR", b"QUANTITY_IN_100KG", 1))
    with pytest.raises(SourceFormatError, match="VALUE_IN_EUR"):
        easy_comext.read(path)


@needs_shared
@pytest.mark.parametrize(
    ("partner", "growth"), [("KGZ", 344.8), ("ARM", 148.9), ("KAZ", 88.6), ("UZB", 63.8)]
)
def test_growth_of_what_the_union_sold_in_2022(partner: str, growth: float) -> None:
    years = flows(SHARED).filter(
        (pl.col("reporter") == "EU27")
        & (pl.col("partner") == partner)
        & (pl.col("flow") == "export")
        & (pl.col("period_kind") == "year")
    )
    by_year = dict(years.select(pl.col("period").dt.year(), "value").iter_rows())
    assert round(100 * (by_year[2022] / by_year[2021] - 1), 1) == growth


@needs_shared
def test_every_row_at_hand_is_read_and_2024_has_no_whole_year() -> None:
    reading = easy_comext.read(SHARED)
    assert reading.rejects.is_empty()
    assert reading.rows_read - reading.rows_kept == 18 + 29 + 69
    begun = reading.tables["flows"].filter(pl.col("period").dt.year() == 2024)
    assert set(begun["period_kind"]) == {"month"}
    assert begun["period"].dt.month().max() == 8
