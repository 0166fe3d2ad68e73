"""The European Union's lists: each code's own day, classes, and codes that lost their zero."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import SourceFormatError
from leeway.sources import eu_listings, hs

HERE = Path(__file__).parent / "eu_listings"
RAW = HERE / "raw"
DATED = RAW / "eu_sanctions_hs6_invented.csv"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def listings(path: Path) -> pl.DataFrame:
    return eu_listings.read(path).tables["listings"]


@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.stem)
def test_each_list_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = eu_listings.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == eu_listings.SOURCE.part_of(path.name)


def test_a_code_without_a_day_is_counted_and_not_listed() -> None:
    reading = eu_listings.read(DATED)
    assert "020110" not in reading.tables["listings"]["product"]
    assert "codes that are not listed: 1, not kept" in reading.notes


def test_old_contracts_do_not_end_before_the_listing() -> None:
    ends = dict(listings(DATED).select("product", "wound_down").iter_rows())
    assert ends == {"010121": dt.date(2022, 4, 15), "854231": dt.date(2022, 5, 1), "854232": None}


def test_a_class_that_is_new_stops(tmp_path: Path) -> None:
    path = tmp_path / DATED.name
    path.write_bytes(DATED.read_bytes().replace(b"firearms", b"fireworks", 1))
    with pytest.raises(SourceFormatError, match="fire"):
        eu_listings.read(path)


@needs_shared
def test_the_lists_at_hand() -> None:
    dated = listings(SHARED / "eu_sanctions_hs6_dates_icpsr229004.csv")
    assert dated.height == 2304
    days = dict(dated["listed_on"].value_counts().iter_rows())
    assert days[dt.date(2022, 2, 25)] == 894
    assert days[dt.date(2022, 3, 15)] == days[dt.date(2022, 4, 8)] == 583
    in_class = {name: dated["classes"].str.contains(rf"\b{name}\b").sum() for name in eu_listings.CLASSES}
    assert in_class["dual_use"] == 865
    assert in_class["luxury"] == 707
    printed = listings(SHARED / "eu_export_sanctions_cn8_codes_2023-01.csv")
    assert printed["listed_on"].null_count() == printed.height == 2223


@needs_shared
def test_the_dated_list_has_the_codes_of_the_edition_that_it_is_said_to_have() -> None:
    path = SHARED / "eu_sanctions_hs6_dates_icpsr229004.csv"
    codes = set(pl.read_csv(path, infer_schema=False)["Code"])
    folder = SHARED / "hs_concordance"
    lacking = {}
    for edition in ("HS2017", "HS2012"):
        tables = hs.read(folder / f"HS2022to{edition}ConversionAndCorrelationTables.xlsx").tables
        lacking[edition] = len(codes - set(tables["concordances"]["to_product"]))
    assert set(listings(path)["revision"]) == {"HS2017"}
    assert lacking["HS2017"] <= 7 < lacking["HS2012"]
