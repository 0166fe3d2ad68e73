"""UN Comtrade: four layouts, rows that others sum, answers that were cut, and requests made politely."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.ledger.trade import listed_goods
from leeway.sources import comtrade

HERE = Path(__file__).parent / "comtrade"
RAW = HERE / "raw"
API = RAW / "comtrade_api_invented.csv"
ANSWER = RAW / "comtrade_a_51_2022_total.json"
EXPORT = RAW / "comtrade_older_export_invented.csv"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def flows(path: Path) -> pl.DataFrame:
    return comtrade.read(path).tables["flows"]


def altered(folder: Path, **answer: object) -> Path:
    path = folder / ANSWER.name
    path.write_text(json.dumps(json.loads(ANSWER.read_text(encoding="utf-8")) | answer), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.stem)
def test_each_layout_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = comtrade.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == comtrade.SOURCE.part_of(path.name)


def test_only_the_row_that_sums_the_modes_is_kept() -> None:
    sold = flows(API).filter((pl.col("reporter") == "ARM") & (pl.col("flow") == "export"))
    assert sold.filter(pl.col("partner") == "RUS")["value"].to_list() == [1300.5]


def test_modes_that_no_row_sums_are_refused_and_not_summed() -> None:
    reading = comtrade.read(API)
    assert "KGZ" not in reading.tables["flows"]["reporter"]
    reasons = dict(reading.rejects.select("file_row", "reason").iter_rows())
    assert reasons[7] == reasons[8]
    assert reasons[7].startswith("only rows by second partner")


def test_re_exports_stand_beside_exports_and_are_no_part_of_them() -> None:
    of_pair = flows(API).filter((pl.col("reporter") == "ARM") & (pl.col("partner") == "RUS"))
    assert dict(of_pair.select("flow", "value").iter_rows()) == {"export": 1300.5, "re-export": 900.0}


def test_a_value_nobody_sent_or_summed_is_an_estimate() -> None:
    by_basis = flows(API).filter(pl.col("basis") == "estimated")
    assert by_basis.select("reporter", "partner", "product").rows() == [("IND", "CHE", "710812")]


def test_partners_not_named_are_one_and_a_repeated_row_is_not_added() -> None:
    unnamed = flows(API).filter(pl.col("partner") == "NES")
    assert unnamed.select("product", "value").rows() == [("010121", 8.0 + 2.0)]


def test_csv_json_and_bulk_files_say_the_same(tmp_path: Path) -> None:
    bulk = tmp_path / "COMTRADE-FINAL-CA051202200001H6[2023-09-02].gz"
    bulk.write_bytes(gzip.compress(API.read_bytes().replace(b",", b"\t")))
    assert comtrade.SOURCE.part_of(bulk.name) == "final-ca051202200001h6-2023-09-02"
    assert flows(bulk).equals(flows(API))
    shared = ["reporter", "partner", "flow", "product", "revision", "period", "value", "kilograms", "basis"]
    told = flows(ANSWER).filter(pl.col("product") == "8542").select(shared)
    assert told.rows() == flows(API).select(shared).filter(pl.col("reporter") == "ARM").head(2).rows()


def test_an_answer_cut_half_way_is_no_answer(tmp_path: Path) -> None:
    path = tmp_path / ANSWER.name
    path.write_bytes(ANSWER.read_bytes()[:-900])
    with pytest.raises(DataError, match="no whole JSON"):
        comtrade.read(path)


@pytest.mark.parametrize("rows", [500, 100_000])
def test_a_full_answer_was_cut_by_the_publisher(tmp_path: Path, rows: int) -> None:
    with pytest.raises(DataError, match=r"(?s)as many as the publisher gives.*LEEWAY_COMTRADE"):
        comtrade.read(altered(tmp_path, data=[{}] * rows))


def test_an_answer_with_an_error_is_told_in_the_publishers_words(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="bad cmdCode"):
        comtrade.read(altered(tmp_path, data=[], error="bad cmdCode"))


def test_an_empty_answer_to_a_request_is_nothing_known(tmp_path: Path) -> None:
    reading = comtrade.read(altered(tmp_path, data=[], count=0))
    check_columns(reading)
    assert reading.rows_kept == 0
    assert reading.covered[0].year == reading.covered[1].year == 2022
    other = tmp_path / "comtrade_other.json"
    other.write_text('{"data": []}', encoding="utf-8")
    with pytest.raises(DataError, match="no row"):
        comtrade.read(other)


@pytest.mark.parametrize("column", ["refMonth", "motCode", "primaryValue"])
def test_a_column_that_is_missing_stops(tmp_path: Path, column: str) -> None:
    path = tmp_path / API.name
    path.write_text(API.read_text(encoding="utf-8").replace(column, "x"), encoding="utf-8")
    with pytest.raises(SourceFormatError, match=column):
        comtrade.read(path)
    answer = tmp_path / ANSWER.name
    answer.write_text(ANSWER.read_text(encoding="utf-8").replace(column, "x"), encoding="utf-8")
    with pytest.raises(SourceFormatError, match=column):
        comtrade.read(answer)


@needs_shared
def test_chips_to_russia_are_what_was_published() -> None:
    (path,) = SHARED.glob("comtrade_hs8542*")
    found = flows(path).filter(pl.col("period").dt.year().is_between(2021, 2023)).sort("period")
    millions = {
        seller: (found.filter(pl.col("reporter") == seller)["value"] / 1e6).to_list()
        for seller in ("KAZ", "KGZ", "ARM")
    }
    assert millions["KAZ"] == pytest.approx([0.25, 18.26, 15.61], abs=0.005)
    assert millions["KGZ"] == pytest.approx([0.006, 0.66, 13.53], abs=0.005)
    assert millions["ARM"] == pytest.approx([0.0017, 13.11, 15.71], abs=0.005)


@needs_shared
def test_phones_come_from_vietnam_and_go_to_russia() -> None:
    (path,) = SHARED.glob("comtrade_armenia_hs851713*")
    of_2023 = flows(path).filter(pl.col("period").dt.year() == 2023)
    summed = of_2023.group_by("flow", "partner").agg(pl.col("value").sum() / 1e6)
    by_side = {(flow, partner): round(value) for flow, partner, value in summed.iter_rows()}
    assert by_side["import", "VNM"] == 464
    assert by_side["export", "RUS"] == 462


@needs_shared
def test_priority_goods_from_armenia_are_what_was_published() -> None:
    (path,) = SHARED.glob("comtrade_armenia_hs6*")
    listed = [goods.product for goods in listed_goods() if goods.list == "chpl"]
    sold = flows(path).filter((pl.col("flow") == "export") & pl.col("product").is_in(listed))
    monthly = sold.group_by("period").agg(pl.col("value").sum() / 1e6)
    before = monthly.filter(pl.col("period").is_between(dt.date(2020, 1, 1), dt.date(2022, 2, 1)))["value"]
    after = monthly.filter(pl.col("period").is_between(dt.date(2022, 3, 1), dt.date(2023, 12, 1)))["value"]
    assert (before.len(), after.len()) == (26, 22)
    assert before.mean() == pytest.approx(0.34, abs=0.005)
    assert after.mean() == pytest.approx(8.36, abs=0.005)
