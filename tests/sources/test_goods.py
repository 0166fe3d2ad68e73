"""Lists of goods: the priority list that comes with Leeway, and a user's own."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import goods
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "goods"
OWN = HERE / "raw" / "goods_list_invented.csv"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade" / "chpl_hs6_tiers_2024-02-23.csv"


def own(folder: Path, text: str, name: str = "goods_list_mine.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_of_ones_own_reads_as_the_golden_tables_say() -> None:
    reading = goods.read(OWN)
    check_columns(reading)
    check_golden(reading, HERE / "golden", OWN.stem)
    assert reading.part == goods.SOURCE.part_of(OWN.name) == "invented"


def test_the_list_that_ships_is_the_priority_list_by_tier() -> None:
    assert goods.SOURCE.ships is not None
    reading = goods.read(goods.SOURCE.ships()["chpl"])
    check_columns(reading)
    listed = reading.tables["listings"]
    assert set(listed.select("list", "sender", "target", "revision").iter_rows()) == {
        ("chpl", "USA EU JPN GBR", "RUS", "HS2022")
    }
    tiers = dict(listed["classes"].value_counts().iter_rows())
    assert tiers == {"1": 4, "2": 5, "3.A": 16, "3.B": 9, "4.A": 11, "4.B": 5}


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")
def test_the_list_that_ships_has_the_codes_of_the_one_at_hand() -> None:
    assert goods.SOURCE.ships is not None
    listed = goods.read(goods.SOURCE.ships()["chpl"]).tables["listings"]
    text = SHARED.read_text(encoding="utf-8")
    assert all(code in text for code in listed["product"])


def test_only_codes_are_needed_and_the_file_says_when_it_was_written(tmp_path: Path) -> None:
    path = own(tmp_path, "product\n854231\n")
    written = dt.datetime(2024, 5, 6, 12, tzinfo=dt.UTC).timestamp()
    os.utime(path, (written, written))
    listed = goods.read(path).tables["listings"]
    assert listed.select("list", "sender", "target", "revision", "listed_on", "as_of").rows() == [
        ("mine", "USA EU JPN GBR", "RUS", "HS2022", None, dt.date(2024, 5, 6))
    ]


def test_a_list_speaks_until_its_last_listing(tmp_path: Path) -> None:
    path = own(tmp_path, "product,listed_on\n854231,2022-02-25\n854232,2023-06-24\n")
    assert set(goods.read(path).tables["listings"]["as_of"]) == {dt.date(2023, 6, 24)}


@pytest.mark.parametrize(
    ("text", "error", "what"),
    [
        ("code,tier\n854231,1\n", SourceFormatError, "product"),
        ("product,tier\n", DataError, "no row"),
        ("product\n10121\n", DataError, "not text: a code of an odd number of digits"),
        ("product\nchips\n", DataError, "no code of 4 or 6 or 8 digits"),
        ("", DataError, "empty"),
    ],
)
def test_a_list_that_cannot_be_used(
    tmp_path: Path, text: str, error: type[DataError | SourceFormatError], what: str
) -> None:
    with pytest.raises(error, match=what):
        goods.read(own(tmp_path, text))


def test_both_lists_come_into_the_record_and_a_new_one_replaces_its_own(tmp_path: Path) -> None:
    record = tmp_path / "record.duckdb"
    path = own(tmp_path, "product,listed_on\n854231,2022-02-25\n854232,2022-02-25\n")
    assert [one.part for one in refresh(["goods"], from_dir=tmp_path, record=record)] == ["chpl", "mine"]
    own(tmp_path, "product,listed_on\n854231,2022-02-25\n")
    again = refresh(["goods"], from_dir=path, record=record)
    assert [one.outcome for one in again] == ["unchanged", "amended"]
    with open_record(record) as opened:
        lists = dict(opened.table("listings")["list"].value_counts().iter_rows())
    assert lists == {"chpl": 50, "mine": 1}
