"""Reconciled trade of all pairs: a year by product, and totals by pair."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError
from leeway.record.store import open_record
from leeway.sources import baci
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "baci"
RAW = HERE / "raw"
YEAR = RAW / "BACI_HS17_Y2022_V202401b.csv"
PAIRS = RAW / "baci_hs22_country_pairs_2023.csv"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade"


def flows(path: Path) -> pl.DataFrame:
    return baci.read(path).tables["flows"]


@pytest.mark.parametrize("path", [YEAR, PAIRS], ids=lambda path: path.stem)
def test_each_layout_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = baci.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == baci.SOURCE.part_of(path.name)
    assert reading.rows_read == reading.rows_kept + reading.rejects.height


def test_a_zero_that_a_number_lost_is_put_back_and_two_lost_are_refused() -> None:
    assert "010121" in flows(YEAR)["product"].to_list()
    refused = baci.read(YEAR).rejects
    assert refused.filter(pl.col("value") == "101")["column"].to_list() == ["k"]


def test_thousands_of_dollars_and_tonnes_become_dollars_and_kilograms() -> None:
    horses = flows(YEAR).filter(pl.col("product") == "010121")
    assert horses.select("value", "kilograms", "currency", "basis").row(0) == (
        12_500.0,
        1_250.0,
        "USD",
        "reconciled",
    )


@pytest.mark.parametrize("row", [3, 5])
def test_a_weight_that_is_not_known_is_not_zero(row: int) -> None:
    told = flows(YEAR).filter(pl.col("file_row") == row)
    assert told["kilograms"].to_list() == [None]


def test_the_publishers_own_numbers_are_known_in_both_layouts() -> None:
    assert set(flows(YEAR)["reporter"]) == {"RUS", "USA", "CHE", "TWN"}
    assert "TWN" in flows(PAIRS)["reporter"].to_list()


def test_editions_are_sources_of_their_own() -> None:
    assert set(flows(YEAR)["source"]) == {"baci-hs17"}
    assert set(flows(YEAR)["revision"]) == {"HS2017"}
    assert set(flows(PAIRS)["source"]) == {"baci-hs22"}
    assert set(flows(PAIRS)["revision"]) == {"none"}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("BACI_HS92_Y1995_V202501.csv", "HS92-1995"),
        ("baci_hs22_y2023_v202501.csv.gz", "HS22-2023"),
        ("baci_country_pairs_yearly_2000_2020.parquet", "pairs-HS92"),
        ("country_codes_V202501.csv", None),
        ("BACI_HS17_Y2022_V202401b.xlsx", None),
    ],
)
def test_a_part_is_told_by_the_name_of_a_file(name: str, part: str | None) -> None:
    assert baci.part_of(name) == part


@pytest.mark.parametrize(
    ("old", "new", "told"), [(b"t,i,j,k,v,q", b"t,i,j,k,v,w", "w"), (b"k,v,q", b"k,v", "more fields")]
)
def test_a_column_that_is_missing_or_new_stops(tmp_path: Path, old: bytes, new: bytes, told: str) -> None:
    path = tmp_path / YEAR.name
    path.write_bytes(YEAR.read_bytes().replace(old, new))
    with pytest.raises(DataError, match=rf"\b{told}\b"):
        baci.read(path)


def test_a_file_without_a_row_that_can_be_used_leaves_the_record_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    refresh(["baci"], from_dir=YEAR)
    with open_record() as record:
        before = record.table("flows")
    (tmp_path / "new").mkdir()
    worse = tmp_path / "new" / YEAR.name
    worse.write_bytes(YEAR.read_bytes().splitlines(keepends=True)[0] + b"2022,643,643,854231,1.0,0.1\n")
    with pytest.raises(DataError, match="None of 1 rows"):
        refresh(["baci"], from_dir=worse)
    with open_record() as record:
        assert record.table("flows").equals(before)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file"):
        baci.read(tmp_path / YEAR.name)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")
def test_the_two_editions_at_hand_are_read_whole() -> None:
    for name, pairs in (
        ("baci_country_pairs_yearly_2000_2020.parquet", 581_494),
        ("baci_hs22_country_pairs_2023.csv.gz", 25_398),
    ):
        reading = baci.read(SHARED / name)
        assert (reading.rows_kept, reading.rejects.height) == (pairs, 0)
