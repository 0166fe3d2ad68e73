"""Russia's own books: partners beside each other by month, and members of the CIS by year, a source each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.workbook_files import Cells, write_workbook

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import rosstat
from leeway.sources.refresh import refresh

GOLDEN = Path(__file__).parent / "rosstat" / "golden"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade" / "national"
BY_MONTH = "rosstat_96stran_invented.xlsx"
BY_YEAR = "rosstat_94itog_invented.xlsx"
PARTNERS = (
    "Китaй",
    "Нидерлaнды",
    "Гермaния",
    "Турция",
    "США",
    "Беларусь",
    "Великобритaния",
    "Республикa \nКорея",
    "Итaлия",
    "Фрaнция",
    "Казахстан",
    "Япония",
    "Польшa",
    "Вьетнaм",
    "Финляндия",
    "Индия",
    "Бельгия",
    "Украина",
    "Брaзилия",
    "Чешская \nреспублика",
    "Испaния",
    "Тaйвaнь",
)
Line = Sequence[str | float | None]

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def values(first: float) -> list[float]:
    """A value for each partner."""
    return [first + place / 4 for place in range(len(PARTNERS))]


def months(*rows: Line, partners: Sequence[str] = PARTNERS, unit: str | None = "(млн доллалов США)") -> Cells:
    """A sheet by month, with the publisher's slip of the pen in the unit."""
    return [
        ["К содержанию"],
        ["Экспорт Российской Федерации в основные страны"],
        ["(по данным ФТС России)"],
        [unit],
        [None, *partners],
        *rows,
    ]


def months_book(sold: Cells, bought: Cells | None = None) -> dict[str, Cells]:
    bought = months([2021], ["  январь", *values(7)]) if bought is None else bought
    return {"Содержание": [["Содержание"], [None, "Экспорт"]], "Экспорт": sold, "Импорт": bought}


def year(
    told: int | str, *, unit: str | None = "(млн долларов США)", heads: Sequence[str] = ("Экспорт ", "Импорт")
) -> Cells:
    """A sheet of one year."""
    return [
        ["К содержанию"],
        ["Основные показатели Российской Федерации"],
        ["(по данным ФТС России)", unit],
        [None, told],
        [heads[0], 500.5],
        [" со странами дальнего зарубежья", 400],
        [" со странами СНГ", 100.5],
        ["Армения", 10.5],
        ["Казахстан", 60],
        ["Киргизия", 30],
        [heads[1], 300],
        [" со странами дальнего зарубежья", 250],
        [" со странами СНГ", 50],
        ["Армения", None],
        ["Казахстан", 45],
        ["Киргизия", 5],
    ]


SOLD = months(
    [2020],
    ["  ноябрь", *values(10)],
    ["  декабрь", *values(20)],
    ["2021 1)"],
    ["  январь", *values(30)[:-2], "-", None],
    ["1) Предварительные данные."],
)
BOOKS: dict[str, dict[str, Cells]] = {
    BY_MONTH: months_book(SOLD),
    BY_YEAR: {"Содержание": [["Содержание"]], "1994": year(1994), "2021": year(2021)},
}


def book(folder: Path, name: str, sheets: dict[str, Cells] | None = None) -> Path:
    return write_workbook(folder / name, BOOKS[name] if sheets is None else sheets)


def flows(path: Path) -> pl.DataFrame:
    return rosstat.read(path).tables["flows"]


@pytest.mark.parametrize("name", BOOKS)
def test_both_workbooks_read_as_the_golden_tables_say(tmp_path: Path, name: str) -> None:
    reading = rosstat.read(book(tmp_path, name))
    check_columns(reading)
    check_golden(reading, GOLDEN, Path(name).stem)
    assert reading.part == rosstat.SOURCE.part_of(name)


def test_months_and_years_are_told_by_two_sources(tmp_path: Path) -> None:
    by_month, by_year = flows(book(tmp_path, BY_MONTH)), flows(book(tmp_path, BY_YEAR))
    assert set(by_month.select("source", "period_kind", "months").iter_rows()) == {("rosstat", "month", 1)}
    assert set(by_year.select("source", "period_kind", "months").iter_rows()) == {("rosstat-cis", "year", 12)}


def test_a_year_stands_above_its_months_with_or_without_the_mark_of_a_footnote(tmp_path: Path) -> None:
    told = flows(book(tmp_path, BY_MONTH)).filter((pl.col("partner") == "CHN") & (pl.col("flow") == "export"))
    assert dict(told.select("period", "value").iter_rows()) == {
        dt.date(2020, 11, 1): 10_000_000.0,
        dt.date(2020, 12, 1): 20_000_000.0,
        dt.date(2021, 1, 1): 30_000_000.0,
    }


def test_exports_and_imports_are_told_from_the_sheets_of_their_names(tmp_path: Path) -> None:
    january = flows(book(tmp_path, BY_MONTH)).filter(
        (pl.col("period") == dt.date(2021, 1, 1)) & (pl.col("partner") == "NLD")
    )
    assert january.sort("flow").select("flow", "value", "valuation").rows() == [
        ("export", 30_250_000.0, "FOB"),
        ("import", 7_250_000.0, "CIF"),
    ]


def test_a_cell_without_a_value_is_no_zero(tmp_path: Path) -> None:
    reading = rosstat.read(book(tmp_path, BY_MONTH))
    january = reading.tables["flows"].filter(
        (pl.col("period") == dt.date(2021, 1, 1)) & (pl.col("flow") == "export")
    )
    assert january.height == len(PARTNERS) - 2
    assert reading.notes == ("empty cells: 2, not kept",)
    assert reading.rejects.is_empty()


def test_the_far_abroad_is_no_partner_and_the_cis_is_a_group(tmp_path: Path) -> None:
    reading = rosstat.read(book(tmp_path, BY_YEAR))
    assert reading.notes == (
        "empty cells: 2, not kept",
        "rows of groups of states without a key of their own: 4, not kept",
    )
    sold = reading.tables["flows"].filter(
        (pl.col("period") == dt.date(2021, 1, 1)) & (pl.col("flow") == "export")
    )
    rows = sold.select("partner", "scope", "value").iter_rows()
    by_partner = {partner: (scope, value) for partner, scope, value in rows}
    assert by_partner == {
        "WLD": ("world", 500_500_000.0),
        "CIS": ("bloc", 100_500_000.0),
        "ARM": ("states", 10_500_000.0),
        "KAZ": ("states", 60_000_000.0),
        "KGZ": ("states", 30_000_000.0),
    }


def test_cells_that_cannot_be_used_by_month_are_refused_with_their_reasons(tmp_path: Path) -> None:
    partners = ["Россия", "Нарния", "Kитaй", *PARTNERS[1:]]
    rows: list[Line] = [[2021], ["  январь", 1, 2, 3, -4, "н/д", *values(5)[3:]]]
    rejects = rosstat.read(book(tmp_path, BY_MONTH, months_book(months(*rows, partners=partners)))).rejects
    assert rejects.select("file_row", "column", "value", "reason").rows() == [
        (7, "export Нарния", "Нарния", "no partner is known under 'Нарния'"),
        (7, "export Россия", "Россия", "reporter and partner are the same"),
        (7, "export Гермaния", "н/д", "the value is no number"),
        (7, "export Нидерлaнды", "-4", "the value is negative"),
    ]


def test_cells_that_cannot_be_used_by_year_are_refused_with_their_reasons(tmp_path: Path) -> None:
    rows: list[Line] = [
        *year(2021),
        ["Россия", 1],
        ["Нарния", 2],
        ["Таджикистан", "…"],
        ["Узбекистан", -3],
        ["Беларусь", "н/д"],
        ["Киргизия", 6],
        [None, 7],
        ["* С учетом дооценки."],
    ]
    reading = rosstat.read(book(tmp_path, BY_YEAR, {"2021": rows}))
    again = "repeats the key (partner, flow, period, period_kind, counted_by) of row 16"
    assert reading.rejects.select("file_row", "column", "value", "reason").rows() == [
        (17, "import 2021", "Россия", "reporter and partner are the same"),
        (18, "import 2021", "Нарния", "no partner is known under 'Нарния'"),
        (20, "import 2021", "-3", "the value is negative"),
        (21, "import 2021", "н/д", "the value is no number"),
        (22, "import 2021", "Киргизия", again),
        (23, "import 2021", None, "no partner is known under ''"),
    ]


@pytest.mark.parametrize("label", ["январь-июнь", "I квартал", "2021", None])
def test_a_row_of_values_that_is_of_no_month_stops(tmp_path: Path, label: str | None) -> None:
    sold = months([2021], ["  январь", *values(1)], [label, *values(2)])
    path = book(tmp_path, BY_MONTH, months_book(sold))
    with pytest.raises(
        SourceFormatError, match=r"Row 8 of the sheet Экспорт, .* is no month of a year"
    ) as told:
        rosstat.read(path)
    assert told.value.where == str(path)


def test_months_that_stand_under_no_year_stop(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="'январь', is no month of a year"):
        rosstat.read(book(tmp_path, BY_MONTH, months_book(months(["  январь", *values(1)]))))


@pytest.mark.parametrize("said", ["январь-июнь 2021", "2020", "2021 (I полугодие)"])
def test_a_sheet_of_a_part_of_a_year_or_of_another_stops(tmp_path: Path, said: str) -> None:
    path = book(tmp_path, BY_YEAR, {"2021": year(said)})
    with pytest.raises(SourceFormatError, match="2021 has no column of the whole year"):
        rosstat.read(path)


def test_sheets_of_parts_of_years_are_no_sheets_of_a_year(tmp_path: Path) -> None:
    path = book(tmp_path, BY_YEAR, {"2021 I пол.": year(2021), "Содержание": []})
    with pytest.raises(SourceFormatError, match="no sheet of a year") as told:
        rosstat.read(path)
    assert "2021 I пол." in str(told.value.hint)
    told_years = flows(book(tmp_path, BY_YEAR, {"2020": year(2020), "2021 I пол.": year(2021)}))
    assert set(told_years["period"].dt.year()) == {2020}


@pytest.mark.parametrize("unit", [None, "(тыс. долларов США)", "(млрд рублей)"])
def test_sheets_in_another_unit_or_in_none_stop(tmp_path: Path, unit: str | None) -> None:
    sold = months([2021], ["  январь", *values(1)], unit=unit)
    with pytest.raises(SourceFormatError, match="unit"):
        rosstat.read(book(tmp_path, BY_MONTH, months_book(sold)))
    with pytest.raises(SourceFormatError, match="unit"):
        rosstat.read(book(tmp_path, BY_YEAR, {"2021": year(2021, unit=unit)}))


def test_a_sheet_or_a_row_that_is_renamed_stops(tmp_path: Path) -> None:
    sheets = {"Вывоз": SOLD, "Импорт": SOLD}
    with pytest.raises(SourceFormatError, match="no sheet Экспорт") as told:
        rosstat.read(book(tmp_path, BY_MONTH, sheets))
    assert "Вывоз, Импорт" in str(told.value.hint)
    with pytest.raises(SourceFormatError, match="Экспорт names no partners"):
        rosstat.read(book(tmp_path, BY_MONTH, months_book(months([2021], partners=["Китай"]))))
    renamed = {"2021": year(2021, heads=("Экспорт", "Ввоз"))}
    with pytest.raises(SourceFormatError, match="2021 has no row Импорт"):
        rosstat.read(book(tmp_path, BY_YEAR, renamed))


def test_a_cut_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, BY_YEAR)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match="damaged or cut"):
        rosstat.read(path)


def test_loading_twice_changes_nothing_and_both_sources_stand_beside_each_other(tmp_path: Path) -> None:
    folder, record = tmp_path / "books", tmp_path / "record.duckdb"
    folder.mkdir()
    for name in BOOKS:
        book(folder, name)
    first = refresh(["rosstat"], from_dir=folder, record=record)
    with open_record(record) as opened:
        before = opened.table("flows")
    again = refresh(["rosstat"], from_dir=folder, record=record)
    with open_record(record) as opened:
        after = opened.table("flows")
    assert [(one.part, one.outcome) for one in first] == [("months", "loaded"), ("years", "loaded")]
    assert [one.outcome for one in again] == ["unchanged", "unchanged"]
    assert after.equals(before)
    assert set(after["source"]) == {"rosstat", "rosstat-cis"}


def test_nothing_is_fetched_and_the_page_is_told() -> None:
    said: list[tuple[str, str]] = []
    assert not list(rosstat.SOURCE.remotes("https://rus.example", lambda *words: said.append(words)))
    assert rosstat.DECLARATION.pages[0] in said[0][1]


@needs_shared
def test_the_workbook_by_month_at_hand_is_read() -> None:
    reading = rosstat.read(SHARED / "rosstat_96stran_trade_by_country_monthly_2006_2021.xlsx")
    assert reading.rejects.is_empty()
    told = reading.tables["flows"]
    assert told["partner"].n_unique() == 29
    assert (told["period"].min(), told["period"].max()) == (dt.date(2006, 1, 1), dt.date(2021, 12, 1))
    december = told.filter((pl.col("partner") == "CHN") & (pl.col("period") == dt.date(2021, 12, 1)))
    bought = december.filter(pl.col("flow") == "import")["value"].item()
    assert round(bought / 1e6) == 8217


@needs_shared
def test_the_workbook_by_year_at_hand_is_read() -> None:
    reading = rosstat.read(SHARED / "rosstat_94itog_trade_with_cis_yearly_1994_2021.xlsx")
    assert reading.rejects.is_empty()
    told = reading.tables["flows"]
    assert set(told["period"].dt.year()) == set(range(1994, 2022))
    sold = told.filter(
        (pl.col("partner") == "KAZ")
        & (pl.col("flow") == "export")
        & (pl.col("period") == dt.date(2014, 1, 1))
    )
    assert round(sold["value"].item() / 1e9, 2) == 14.28
