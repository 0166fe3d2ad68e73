"""Comext: bulk files of two generations, workbooks and their cells, and months to fetch."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.publisher import File, publisher
from tests.workbook_files import Cells, write_workbook

from leeway.errors import DataError, QuestionError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import comext, comext_bulk, unpack
from leeway.sources.refresh import refresh
from leeway.sources.workbooks import read_sheets

HERE = Path(__file__).parent / "comext"
RAW = HERE / "raw"
MONTH = RAW / "full_v2_202203.dat"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade"
CELLS = SHARED / "comext_ds045409_eu27_export_sanctioned_cn8_monthly_202001_202211.parquet"
TOTALS = SHARED / "eurostat_databrowser_eu_total_and_ch27_trade_monthly_4630244.xlsx"
CHECK = SHARED / "ruimpeks_check_eu_export_sanctioned_by_partner_reporter_month.xlsx"
NAMED = {
    "Armenia": "ARM",
    "Belarus (Belorussia)": "BLR",
    "Georgia": "GEO",
    "Kazakhstan": "KAZ",
    "Kyrgyzstan": "KGZ",
    "Russian Federation (Russia)": "RUS",
    "Uzbekistan": "UZB",
}
NEIGHBOURS = ["ARM", "BLR", "GEO", "KAZ", "KGZ", "UZB"]

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def flows(path: Path) -> pl.DataFrame:
    return comext.read(path).tables["flows"]


def packed(to: Path, *, names: Sequence[str] = ("full_202203.dat",), raw: bytes = MONTH.read_bytes()) -> Path:
    """The month as Eurostat packs it."""
    py7zr = pytest.importorskip("py7zr", reason="the extra comext is not installed")
    with py7zr.SevenZipFile(to, "w") as archive:
        for name in names:
            archive.writestr(raw, name)
    return to


def sheet(code: str, way: str, rows: Cells, indicator: str = "VALUE_IN_EUROS") -> Cells:
    """A sheet of the Data Browser over two months."""
    return [
        ["Data extracted on 22/01/2023 20:19:34 from [ESTAT]"],
        ["Dataset: ", "EU trade since 1988 by HS2-4-6 and CN8 [DS-045409__custom_1]"],
        ["Last updated: ", "13/01/2023 11:00"],
        [None],
        ["PRODUCT [PRODUCT]", None, code],
        ["FLOW", None, way],
        ["INDICATORS", None, indicator],
        [None],
        ["TIME", "TIME", "2022-02", "2022-03"],
        ["FREQ (Labels)", "FREQ (Labels)", "Monthly", "Monthly"],
        ["REPORTER (Labels)", "PARTNER (Labels)", None, None],
        *rows,
        [None],
        ["Special value"],
        [":", "not available"],
    ]


GERMANY = "Germany (incl. German Democratic Republic 'DD' from 1991)"
SHEETS: dict[str, Cells] = {
    "Summary": [[None], ["EU trade since 1988 by HS2-4-6 and CN8"]],
    "Structure": [["Dimension"]],
    "Sheet 1": sheet(
        "Machines, of a kind [84713000]",
        "EXPORT",
        [[GERMANY, "Kazakhstan", 100, ":"], ["Greece", "Russian Federation (Russia)", 0, 7.5]],
    ),
    "Sheet 2": sheet("A heading [8471]", "EXPORT", [[GERMANY, "Kazakhstan", 150, -3]]),
    "Sheet 3": sheet("TOTAL [TOTAL]", "IMPORT", [[GERMANY, "Kazakhstan", 900, 800]]),
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "eurostat_databrowser_1234567.xlsx", SHEETS)


@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.stem)
def test_each_generation_of_bulk_files_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = comext.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == comext.SOURCE.part_of(path.name)


def test_secret_codes_are_in_the_total_and_in_no_row_by_product() -> None:
    sold = flows(MONTH).filter((pl.col("reporter") == "DEU") & (pl.col("flow") == "export"))
    by_code = sold.filter(pl.col("digits") == 8)["value"].sum()
    assert (sold.filter(pl.col("digits") == 0)["value"].item(), by_code) == (1850.0, 1850.0 - 250 - 30)
    assert set(sold["product"]) == {"84713000", "01012100", "TOTAL"}


def test_a_total_of_procedures_is_not_added_to_them_and_without_one_they_are_summed() -> None:
    year = flows(RAW / "full200852.dat").filter(pl.col("digits") == 8)
    assert dict(year.select("partner", "value").iter_rows()) == {"KAZ": 1500.0, "RUS": 50.0}
    assert set(year["period_kind"]) == {"year"}


def test_parts_of_the_kingdom_are_summed_where_the_whole_is_not_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / MONTH.name
    lines = MONTH.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(b"AT,GB")))
    for file in (MONTH, path):
        bought = flows(file).filter((pl.col("partner") == "GBR") & (pl.col("flow") == "import"))
        assert bought["value"].to_list() == [100.0]


def test_the_blocks_of_a_file_are_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = comext.read(MONTH)
    monkeypatch.setattr(comext_bulk, "blocks", lambda path: unpack.blocks(path, size=150))
    by_block = comext.read(MONTH)
    assert by_block.tables["flows"].equals(whole.tables["flows"])
    assert by_block.rejects.equals(whole.rejects)
    assert (by_block.notes, by_block.rows_read) == (whole.notes, whole.rows_read)


def test_a_packed_month_is_the_month(tmp_path: Path) -> None:
    assert flows(packed(tmp_path / "full_v2_202203.7z")).equals(flows(MONTH))


def test_an_archive_that_is_cut_or_holds_more_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "full_v2_202203.7z")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match="damaged or cut"):
        comext.read(path)
    two = packed(tmp_path / "full_v2_202204.7z", names=("one.dat", "two.dat"))
    with pytest.raises(SourceFormatError, match="holds 2 files"):
        comext.read(two)


def test_without_the_extra_the_error_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "full_v2_202203.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c")
    monkeypatch.setitem(sys.modules, "py7zr", None)
    with pytest.raises(DataError) as told:
        comext.read(path)
    assert "7z x 'full_v2_202203.7z'" in str(told.value.hint)
    assert "leeway[comext]" in str(told.value.hint)


def test_a_cut_month_and_a_new_column_stop(tmp_path: Path) -> None:
    path = tmp_path / MONTH.name
    path.write_bytes(MONTH.read_bytes()[:-30])
    with pytest.raises(DataError, match="it was cut"):
        comext.read(path)
    path.write_bytes(MONTH.read_bytes().replace(b"SUPPL_UNIT,PERIOD", b"SUPPL_UNIT,CURRENCY", 1))
    with pytest.raises(SourceFormatError, match="PERIOD"):
        comext.read(path)


def test_a_workbook_tells_headings_beside_codes_and_no_zero_for_a_colon(workbook: Path) -> None:
    reading = comext.read(workbook)
    check_columns(reading)
    assert (reading.part, reading.rows_read, reading.rows_kept) == ("browser-1234567", 8, 6)
    told = reading.tables["flows"].select(
        "reporter", "partner", "flow", "product", "digits", "period", "value"
    )
    february, march = dt.date(2022, 2, 1), dt.date(2022, 3, 1)
    assert set(told.rows()) == {
        ("DEU", "KAZ", "export", "84713000", 8, february, 100.0),
        ("GRC", "RUS", "export", "84713000", 8, february, 0.0),
        ("GRC", "RUS", "export", "84713000", 8, march, 7.5),
        ("DEU", "KAZ", "export", "8471", 4, february, 150.0),
        ("DEU", "KAZ", "import", "TOTAL", 0, february, 900.0),
        ("DEU", "KAZ", "import", "TOTAL", 0, march, 800.0),
    }
    assert reading.rejects.select("file_row", "column", "value", "reason").rows() == [
        (12, "Sheet 2 2022-03", "-3", "the value is negative")
    ]
    assert reading.notes == ("cells without a value: no trade or secret trade: 1, not kept",)


def test_a_value_in_another_unit_is_refused(tmp_path: Path) -> None:
    sheets = {"Sheet 1": sheet("A [01]", "EXPORT", [["Greece", "Armenia", 5, 6]], "QUANTITY_IN_100KG")}
    path = write_workbook(tmp_path / "eurostat_databrowser_7654321.xlsx", sheets)
    with pytest.raises(DataError, match="not a value in euro"):
        comext.read(path)


@pytest.mark.parametrize(
    ("row", "cells", "what"),
    [
        (4, ["PRODUCT [PRODUCT]", None, "Machines without a code"], "code of goods"),
        (5, [None], "FLOW"),
        (8, ["TIME", "TIME", "first", "second"], "month"),
    ],
)
def test_a_sheet_laid_out_in_another_way_stops(
    tmp_path: Path, row: int, cells: list[str | None], what: str
) -> None:
    rows = list(SHEETS["Sheet 1"])
    rows[row] = cells
    path = write_workbook(tmp_path / "eurostat_databrowser_1234567.xlsx", {"Sheet 1": rows})
    with pytest.raises(SourceFormatError, match=what):
        comext.read(path)


def test_cells_as_parquet_say_what_the_workbook_says(workbook: Path, tmp_path: Path) -> None:
    one = read_sheets(workbook)["Sheet 1"]
    cells = [
        ("M", row[0], row[1], "84713000", "EXPORT", "VALUE_IN_EUROS", time, float(row[place]))
        for row in one[11:13]
        for place, time in ((2, "2022-02"), (3, "2022-03"))
        if row[place] != ":"
    ]
    names = ["freq", "REPORTER (Labels)", "PARTNER (Labels)", "product", "FLOW", "INDICATORS", "TIME"]
    path = tmp_path / "comext_ds045409_invented.parquet"
    pl.DataFrame(cells, schema=[*names, "OBS_VALUE"], orient="row").write_parquet(path)
    same = ["reporter", "partner", "flow", "product", "period", "value", "valuation", "counted_by"]
    of_workbook = flows(workbook).filter(pl.col("digits") == 8)
    assert flows(path).select(same).sort(same).equals(of_workbook.select(same).sort(same))
    assert comext.read(path).part == "cells-ds045409"


def test_bulk_months_and_a_workbook_of_the_same_months_stand_beside_each_other(
    workbook: Path, tmp_path: Path
) -> None:
    record = tmp_path / "record.duckdb"
    refresh(["comext"], from_dir=workbook, record=record)
    refresh(["comext"], from_dir=MONTH, record=record)
    with open_record(record) as opened:
        told = opened.table("flows")
    same = (pl.col("reporter") == "DEU") & (pl.col("partner") == "KAZ") & (pl.col("product") == "84713000")
    assert told.filter(same)["source"].to_list() == ["comext", "comext-bulk"]


def test_months_are_fetched_and_a_second_time_only_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    monkeypatch.setenv("LEEWAY_COMEXT", "2022-03")
    body = packed(tmp_path / "one.7z").read_bytes()
    folder = "/eurostat/api/dissemination/files?file=comext%2FCOMEXT_DATA%2FPRODUCTS%2F"
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_COMEXT_URL", made.url)
        made.files[f"{folder}full_v2_202203.7z"] = File(body, kind="application/octet-stream")
        assert [(one.outcome, one.part) for one in refresh(["comext"])] == [("loaded", "bulk-202203")]
        assert [one.outcome for one in refresh(["comext"])] == ["unchanged"]


def test_months_with_many_rows_are_written_as_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    april = MONTH.read_bytes().replace(b",202203,", b",202204,")
    (tmp_path / MONTH.name).write_bytes(MONTH.read_bytes())
    (tmp_path / "full_v2_202204.dat").write_bytes(april)
    (tmp_path / "full_v2_202205.dat").write_bytes(april[:-30])
    monkeypatch.setattr("leeway.sources.refresh._MANY", 5)
    record = tmp_path / "record.duckdb"
    with pytest.raises(DataError, match="it was cut"):
        refresh(["comext"], from_dir=tmp_path, record=record)
    with open_record(record) as opened:
        assert opened.table("loads")["part"].to_list() == ["bulk-202203", "bulk-202204"]


@pytest.mark.parametrize("named", ["2022", "2022-13", "2022-05:2022-03", "1999-01", "March 2022"])
def test_months_that_are_none(named: str) -> None:
    with pytest.raises(QuestionError, match="LEEWAY_COMEXT"):
        comext.months_wanted(named)


def test_names_of_other_files_are_left_to_others() -> None:
    assert comext.part_of("full_partxixu_v2_202203.7z") is None
    assert comext.part_of("comext_ds045409_products_labels.csv") is None


@needs_shared
def test_codes_of_eight_digits_are_the_check_totals_partner_by_partner() -> None:
    codes = flows(CELLS).filter(pl.col("digits") == 8)
    assert codes["value"].sum() == 95_803_246_686
    (head, *rows) = read_sheets(CHECK)["Sheet1"]
    assert head == ["partner", "reporter", "month", "sanctioned_export"]
    check = pl.DataFrame(rows, schema=head, orient="row").with_columns(
        pl.col("partner").replace_strict(NAMED), pl.col("sanctioned_export").cast(pl.Float64)
    )
    theirs = check.group_by("partner").agg(pl.col("sanctioned_export").sum()).sort("partner")
    ours = codes.group_by("partner").agg(pl.col("value").sum()).sort("partner")
    assert ours.rows() == theirs.rows()


@needs_shared
def test_what_the_union_sold_to_russia_and_to_its_neighbours() -> None:
    told = flows(TOTALS).filter(
        (pl.col("digits") == 0) & (pl.col("flow") == "export") & pl.col("period").dt.month().is_between(3, 11)
    )
    by_year = {
        (partner == "RUS", year): billions
        for partner, year, billions in told.group_by(
            pl.when(pl.col("partner") == "RUS").then(pl.lit("RUS")).otherwise(pl.lit("")),
            pl.col("period").dt.year(),
        )
        .agg(pl.col("value").sum() / 1e9)
        .iter_rows()
    }
    assert set(told["partner"]) == {"RUS", *NEIGHBOURS}
    assert round(by_year[True, 2022], 1) == 36.3
    assert round(by_year[True, 2021], 1) == 69.2
    assert round(by_year[False, 2022], 1) == 20.3
    assert round(by_year[False, 2021], 1) == 13.7
