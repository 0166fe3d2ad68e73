"""Uzbekistan's own book: a column a year, partners by M49 codes, zeros that stand for little or nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.publisher import File, publisher

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import uzstat
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "uzstat"
RAW = HERE / "raw"
SOLD = RAW / "uzstat_1105.csv"
BOUGHT = RAW / "sdmx_data_1176.csv"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade" / "national"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def flows(path: Path) -> pl.DataFrame:
    return uzstat.read(path).tables["flows"]


def changed(folder: Path, old: str, new: str) -> Path:
    """The table of exports with something written in another way."""
    text = SOLD.read_text(encoding="utf-8")
    assert old in text
    path = folder / SOLD.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.stem)
def test_both_tables_read_as_the_golden_tables_say(path: Path) -> None:
    reading = uzstat.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == uzstat.SOURCE.part_of(path.name)


def test_codes_are_read_with_and_without_their_zeros() -> None:
    told = flows(SOLD).filter(pl.col("period") == dt.date(2022, 1, 1))
    assert told.filter(pl.col("partner") == "ARM")["value"].to_list() == [12_300.0]
    first = flows(SOLD).filter(pl.col("period") == dt.date(2010, 1, 1))
    assert first.filter(pl.col("partner") == "AFG")["value"].to_list() == [7_250.0]


def test_a_zero_is_kept_and_an_empty_cell_is_none() -> None:
    told = flows(SOLD).filter(pl.col("partner").is_in(["ARM", "AFG"]))
    rows = told.select("partner", "period", "value").iter_rows()
    by_year = {(partner, day.year): value for partner, day, value in rows}
    assert by_year == {
        ("ARM", 2010): 0.0,
        ("ARM", 2022): 12_300.0,
        ("AFG", 2010): 7_250.0,
        ("AFG", 2023): 9_000.0,
    }


def test_the_code_of_all_zeros_is_here_whoever_is_not_named_and_not_the_world() -> None:
    reading = uzstat.read(SOLD)
    told = reading.tables["flows"]
    assert "WLD" not in told["partner"].to_list()
    nobody = told.filter(pl.col("partner") == "NES").sort("period")
    assert nobody.select("scope", "value").rows() == [
        ("unspecified", 10_500.0),
        ("unspecified", 20_000.0),
        ("unspecified", 31_000.0),
    ]
    assert "rows with partners not named that are summed into one of their period: 3" in reading.notes


def test_a_state_has_no_trade_before_it_existed_not_even_none() -> None:
    rejects = uzstat.read(SOLD).rejects.select("file_row", "column", "value", "reason")
    reason = "the partner known under '728' did not exist in 2010"
    assert rejects.rows() == [(6, "export 2010", "728", reason)]


def test_cells_that_cannot_be_used_are_refused_with_their_reasons() -> None:
    rejects = uzstat.read(BOUGHT).rejects
    again = "repeats the key (partner, flow, period, period_kind, counted_by) of row 2"
    assert rejects.select("file_row", "column", "value", "reason").rows() == [
        (3, "import 2022", "860", "reporter and partner are the same"),
        (3, "import 2023", "860", "reporter and partner are the same"),
        (4, "import 2022", "555", "no partner is known under '555'"),
        (4, "import 2023", "555", "no partner is known under '555'"),
        (5, "import 2022", "-4.0", "the value is negative"),
        (6, "import 2022", "c", "the value is no number"),
        (7, "import 2022", "1 234,5", "the value is no number"),
        (8, "import 2022", "643", again),
        (8, "import 2023", "643", again),
        (9, "import 2022", None, "no partner is known under ''"),
    ]


@pytest.mark.parametrize("name", ["2023 (I-VI)", "2023-06", "Jami"])
def test_a_column_of_a_part_of_a_year_stops_the_table(tmp_path: Path, name: str) -> None:
    path = changed(tmp_path, "2022,2023", f"2022,{name}")
    with pytest.raises(SourceFormatError, match="columns that are not known") as told:
        uzstat.read(path)
    assert name in told.value.message
    assert told.value.where == str(path)


def test_a_column_that_is_renamed_and_a_table_without_years_stop(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="no column Code"):
        uzstat.read(changed(tmp_path, "Code,", "Kod,"))
    path = tmp_path / SOLD.name
    path.write_text("Code,Klassifikator,Klassifikator_ru,Klassifikator_en\n643,a,b,c\n", encoding="utf-8")
    with pytest.raises(SourceFormatError, match=r"no column like \\d\{4\}"):
        uzstat.read(path)


def test_a_web_page_a_cut_table_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    path = tmp_path / SOLD.name
    path.write_text("<!DOCTYPE html><html><body>404</body></html>", encoding="utf-8")
    with pytest.raises(SourceFormatError, match="web page"):
        uzstat.read(path)
    path.write_bytes(SOLD.read_bytes()[:-12])
    with pytest.raises(DataError, match="it was cut"):
        uzstat.read(path)
    path.write_bytes(SOLD.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(DataError, match="a header and no row"):
        uzstat.read(path)


def test_both_tables_are_fetched_into_the_record_and_a_second_time_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    record = tmp_path / "record.duckdb"
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_UZSTAT_URL", made.url)
        for number, path in (("1105", SOLD), ("1176", BOUGHT)):
            made.files[f"/media/uploads/sdmx/sdmx_data_{number}.csv"] = File(path.read_bytes())
        first = refresh(["uzstat"], record=record)
        with open_record(record) as opened:
            before = opened.table("flows")
        again = refresh(["uzstat"], record=record)
    with open_record(record) as opened:
        after = opened.table("flows")
    assert [(one.part, one.outcome) for one in first] == [("exports", "loaded"), ("imports", "loaded")]
    assert [one.outcome for one in again] == ["unchanged", "unchanged"]
    assert after.equals(before)
    assert after.height == flows(SOLD).height + flows(BOUGHT).height


def test_loading_from_a_folder_twice_changes_nothing(tmp_path: Path) -> None:
    record = tmp_path / "record.duckdb"
    first = refresh(["uzstat"], from_dir=RAW, record=record)
    again = refresh(["uzstat"], from_dir=RAW, record=record)
    assert [one.outcome for one in first + again] == ["loaded", "loaded", "unchanged", "unchanged"]
    with open_record(record) as opened:
        assert opened.table("flows").height == flows(SOLD).height + flows(BOUGHT).height


def test_files_of_other_names_are_left_to_others() -> None:
    assert uzstat.SOURCE.part_of("uzstat_sdmx_1105.csv") == "exports"
    assert uzstat.SOURCE.part_of("sdmx_data_1176.csv") == "imports"
    assert uzstat.SOURCE.part_of("converted_uzbek_import_yearly.csv") is None
    assert uzstat.SOURCE.part_of("sdmx_data_21105.csv") is None


@needs_shared
@pytest.mark.parametrize(
    ("name", "partner", "year", "millions"),
    [("uzstat_sdmx_1105.csv", "RUS", 2022, 3151.1), ("uzstat_sdmx_1176.csv", "USA", 2010, 132.1)],
)
def test_both_tables_at_hand_are_read_without_a_reject(
    name: str, partner: str, year: int, millions: float
) -> None:
    reading = uzstat.read(SHARED / name)
    assert reading.rejects.is_empty()
    told = reading.tables["flows"].filter(
        (pl.col("partner") == partner) & (pl.col("period") == dt.date(year, 1, 1))
    )
    assert round(told["value"].item() / 1e6, 1) == millions
    assert set(reading.tables["flows"]["period"].dt.year()) == set(range(2010, 2024))
