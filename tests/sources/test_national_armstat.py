"""Armenia's own book: months and years in one table, imports told twice, and a year that is not over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import armstat
from leeway.sources.national import in_english
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "armstat"
RAW = HERE / "raw"
TABLE = RAW / "armstat_trade_by_country_invented.csv"
SHARED = (
    Path(__file__).parents[3]
    / "shared"
    / "data"
    / "trade"
    / "national"
    / "armstat_trade_by_country_monthly_2017_2024.csv"
)
HEADER = "country,export,import_consigment,import_origin,timeperiod,year"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def flows(path: Path) -> pl.DataFrame:
    return armstat.read(path).tables["flows"]


def table(folder: Path, *rows: str, header: str = HEADER, between: str = "\r\n\r\n") -> Path:
    """A table as the publisher writes it, with an empty line after each."""
    path = folder / TABLE.name
    path.write_bytes("".join(f"{row}{between}" for row in (header, *rows)).encode())
    return path


def test_the_table_reads_as_the_golden_tables_say() -> None:
    reading = armstat.read(TABLE)
    check_columns(reading)
    check_golden(reading, HERE / "golden", TABLE.stem)
    assert reading.part == armstat.SOURCE.part_of(TABLE.name) == "months"
    assert reading.covered == (dt.date(2021, 1, 1), dt.date(2022, 2, 28))


def test_a_year_that_is_not_over_is_a_part_of_a_year_of_the_months_told() -> None:
    told = flows(TABLE).filter((pl.col("partner") == "RUS") & (pl.col("period_kind") != "month"))
    found = {
        (day.year, kind, months)
        for day, kind, months in told.select("period", "period_kind", "months").iter_rows()
    }
    assert found == {(2021, "year", 12), (2022, "part of a year", 2)}


def test_a_year_of_which_one_month_is_missing_is_no_whole_year(tmp_path: Path) -> None:
    months = [f"Russia,1,-,-,{month},2021" for month in range(1, 13) if month != 7]
    told = flows(table(tmp_path, *months, "Russia,11,-,-,Year,2021"))
    whole = told.filter(pl.col("period_kind") != "month")
    assert whole.select("period_kind", "months").rows() == [("part of a year", 11)]
    told = flows(table(tmp_path, *months, "Georgia,-,5,5,7,2021", "Russia,11,-,-,Year,2021"))
    whole = told.filter(pl.col("period_kind") != "month")
    assert whole.select("period_kind", "months").rows() == [("year", 12)]


def test_months_that_are_none_do_not_make_a_year_whole(tmp_path: Path) -> None:
    months = [f"Russia,1,-,-,{month},2021" for month in (*range(1, 12), 13, "XII")]
    told = flows(table(tmp_path, *months, "Russia,11,-,-,Year,2021"))
    whole = told.filter(pl.col("period_kind") != "month")
    assert whole.select("period_kind", "months").rows() == [("part of a year", 11)]


def test_a_year_told_whole_and_by_month_is_told_both_ways_and_the_months_sum_to_it() -> None:
    told = flows(TABLE).filter((pl.col("partner") == "RUS") & (pl.col("period").dt.year() == 2021))
    by_month = pl.col("period_kind") == "month"
    sums = [
        dict(part.group_by("counted_by").agg(pl.col("value").sum()).iter_rows())
        for part in (told.filter(by_month), told.filter(~by_month))
    ]
    assert sums[0] == sums[1] == {"destination": 786_000.0, "consignment": 78_000.0, "origin": 90_000.0}


def test_imports_by_origin_and_by_consignment_are_told_beside_each_other() -> None:
    january = flows(TABLE).filter(
        (pl.col("partner") == "RUS")
        & (pl.col("period") == dt.date(2022, 1, 1))
        & (pl.col("period_kind") == "month")
    )
    assert january.select("flow", "counted_by", "value", "valuation").rows() == [
        ("export", "destination", 100_000.0, "FOB"),
        ("import", "consignment", 50_000.0, "CIF"),
        ("import", "origin", 60_000.0, "CIF"),
    ]


def test_a_dash_is_no_zero_and_a_zero_is_one() -> None:
    told = flows(TABLE)
    february = told.filter((pl.col("period") == dt.date(2022, 2, 1)) & (pl.col("flow") == "import"))
    assert february.select("partner", "counted_by", "value").rows() == [
        ("RUS", "origin", 61_500.0),
        ("PRK", "origin", 0.0),
    ]


def test_partners_that_are_not_named_are_summed_and_a_territory_is_no_state() -> None:
    told = flows(TABLE).filter((pl.col("counted_by") == "origin") & (pl.col("period_kind") == "month"))
    january = told.filter(pl.col("period") == dt.date(2022, 1, 1))
    found = {
        partner: (scope, value)
        for partner, scope, value in january.select("partner", "scope", "value").iter_rows()
    }
    assert found == {
        "RUS": ("states", 60_000.0),
        "HKG": ("territory", 7_500.0),
        "NES": ("unspecified", 30_500.0),
        "DEU": ("states", 8_000.0),
    }


def test_rows_that_cannot_be_used_are_refused_with_their_reasons_and_lines() -> None:
    lines = TABLE.read_bytes().decode().splitlines()
    rejects = armstat.read(TABLE).rejects.select("file_row", "column", "value", "reason").rows()
    no_period = "the period is no month and no year"
    again = "repeats the key (partner, flow, period, period_kind, counted_by) of row 45"
    bare = "none of the year's months is told, so that nobody knows how much of it is"
    assert [(lines[row - 1].split(",")[0], *rest) for row, *rest in rejects] == [
        ("Germany", "consignment", "n/a", "the value is no number"),
        ("Germany", "export", "-5.0", "the value is negative"),
        ("Armenia", "origin", "Armenia", "reporter and partner are the same"),
        ("Narnia", "export", "Narnia", "no partner is known under 'Narnia'"),
        ("", "export", None, "no partner is known under ''"),
        ("Germany", "origin", "Germany", again),
        ("Germany", "export", "Germany", no_period),
        ("Germany", "export", "Germany", no_period),
        ("Germany", "export", "Germany", no_period),
        ("Germany", "export", "Germany", bare),
    ]


@pytest.mark.parametrize(("between", "row"), [("\r\n\r\n", 3), ("\n", 2), ("\r\n", 2)])
def test_a_row_is_told_by_its_line_with_and_without_empty_lines(
    tmp_path: Path, between: str, row: int
) -> None:
    told = flows(table(tmp_path, "Russia,1,-,-,1,2021", between=between))
    assert told["file_row"].to_list() == [row]


@pytest.mark.parametrize("year", ["0", "1066", "20212", "", "MMXXI"])
def test_a_year_that_is_none_is_refused(tmp_path: Path, year: str) -> None:
    reading = armstat.read(table(tmp_path, "Russia,1,-,-,1,2021", f"Russia,2,-,-,1,{year}"))
    assert reading.rejects["reason"].to_list() == ["the period is no month and no year"]
    assert reading.tables["flows"]["value"].to_list() == [1_000.0]


def test_a_column_that_is_renamed_or_new_stops(tmp_path: Path) -> None:
    renamed = HEADER.replace("import_consigment", "import_consignment")
    with pytest.raises(SourceFormatError, match="no column import_consigment") as told:
        armstat.read(table(tmp_path, "Russia,1,1,1,1,2021", header=renamed))
    assert "Is 'import_consignment' what was 'import_consigment'?" in str(told.value.hint)
    with pytest.raises(SourceFormatError, match="not known: unit"):
        armstat.read(table(tmp_path, "Russia,1,1,1,1,2021,tonnes", header=f"{HEADER},unit"))


def test_a_web_page_a_cut_table_and_one_without_a_usable_row_are_refused(tmp_path: Path) -> None:
    path = table(tmp_path, header="<!DOCTYPE html><html></html>")
    with pytest.raises(SourceFormatError, match="web page"):
        armstat.read(path)
    path.write_bytes(TABLE.read_bytes()[:-20])
    with pytest.raises(DataError, match="it was cut"):
        armstat.read(path)
    with pytest.raises(DataError, match="None of 3 rows can be used"):
        armstat.read(table(tmp_path, "Narnia,1,1,1,1,2021"))


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    record = tmp_path / "record.duckdb"
    (first,) = refresh(["armstat"], from_dir=RAW, record=record)
    with open_record(record) as opened:
        before = opened.table("flows")
    (again,) = refresh(["armstat"], from_dir=RAW, record=record)
    with open_record(record) as opened:
        after = opened.table("flows")
    assert (first.outcome, again.outcome) == ("loaded", "unchanged")
    assert after.equals(before)
    assert after.height == flows(TABLE).height


def test_a_year_that_has_ended_takes_the_place_of_its_part(tmp_path: Path) -> None:
    record = tmp_path / "record.duckdb"
    begun = [f"Russia,1,-,-,{month},2021" for month in range(1, 7)]
    refresh(["armstat"], from_dir=table(tmp_path, *begun, "Russia,6,-,-,Year,2021"), record=record)
    ended = [f"Russia,1,-,-,{month},2021" for month in range(1, 13)]
    path = table(tmp_path, *ended, "Russia,12,-,-,Year,2021")
    (report,) = refresh(["armstat"], from_dir=path, record=record)
    assert report.outcome == "amended"
    with open_record(record) as opened:
        told = opened.table("flows").filter(pl.col("period_kind") != "month")
    assert told.select("period_kind", "months", "value").rows() == [("year", 12, 12_000.0)]


def test_names_of_both_languages_and_of_groups_are_known() -> None:
    day = dt.date(2022, 7, 1)
    names = ("SAR-Hong Kong", "Pays-Bas", "United Kingdom", "EU countries not specified", "CIS", "Narnia")
    keys = ["HKG", "NLD", "GBR", "NES", "CIS", None]
    assert [in_english(name, day) for name in names] == keys
    assert in_english("Montenegro", dt.date(2000, 7, 1)) is None


def test_nothing_is_fetched_and_the_page_is_told() -> None:
    said: list[tuple[str, str]] = []
    assert not list(armstat.SOURCE.remotes("https://arm.example", lambda *words: said.append(words)))
    assert armstat.DECLARATION.pages[0] in said[0][1]


@needs_shared
def test_the_table_at_hand_is_read_and_2023_is_not_told_as_a_year() -> None:
    reading = armstat.read(SHARED)
    assert set(reading.rejects["reason"]) == {"no partner is known under ''"}
    assert reading.rejects.height < reading.rows_read / 100
    told = reading.tables["flows"]
    assert "WLD" not in told["partner"].to_list()
    sold = told.filter(
        (pl.col("partner") == "RUS") & (pl.col("flow") == "export") & (pl.col("period_kind") != "month")
    )
    rows = sold.select("period", "period_kind", "months", "value").sort("period").iter_rows()
    by_year = {day.year: (kind, months, round(value / 1e6, 1)) for day, kind, months, value in rows}
    assert sorted(by_year) == list(range(2017, 2024))
    assert by_year[2022] == ("year", 12, 2411.0)
    assert by_year[2023] == ("part of a year", 1, 354.9)


@needs_shared
def test_the_months_of_a_partner_sum_to_its_year_in_the_table_at_hand() -> None:
    told = flows(SHARED).filter(
        (pl.col("partner") == "DEU")
        & (pl.col("counted_by") == "origin")
        & (pl.col("period").dt.year() == 2019)
    )
    whole = told.filter(pl.col("period_kind") == "year")["value"].item()
    months = told.filter(pl.col("period_kind") == "month")
    assert months.height == 12
    assert months["value"].sum() == pytest.approx(whole, rel=1e-4)
