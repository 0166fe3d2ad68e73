"""Kyrgyzstan's own book: a column a year, names in three languages, dashes, oblasts that are no partners."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.workbook_files import Cells, write_workbook

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import kyrgyzstat
from leeway.sources.refresh import refresh

GOLDEN = Path(__file__).parent / "kyrgyzstat" / "golden"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade" / "national"
SOLD = "kyrgyzstat_4.03.00.18_exports_invented.xlsx"
BOUGHT = "kyrgyzstat_4.03.00.20_imports_invented.xlsx"
THOUSANDS = ["  (миң АКШ доллары)", "  (тыс. долларов США)", "(thousand US dollars)"]

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def title(number: str, way: str) -> list[str]:
    return [
        f"{number}: Товарлардын географиялык бөлүштүрүлүүсү",
        f"{number}: Географическое распределение товаров",
        f"{number}: Geographic distribution of {way} of goods",
    ]


def years(*told: str | float) -> list[str | float | None]:
    return [None, None, None, *told]


EXPORTS: Cells = [
    title("4.03.00.18", "exports"),
    THOUSANDS,
    [None],
    years(1994, 1995, 2023),
    ["Бардыгы", "Всего", "Total", 900, 1000.5, 2000],
    ["ЕС", "ЕС", "The EU", 100, 150.5, 300],
    ["КМШ", "СНГ", "CIS", 800, 850, 1600],
    ["ШОС", "ШОС", "SCO", "-", "-", 1700],
    ["ЕАЭБ", "ЕАЭС", "EAEU", "-", "-", 1500],
    [None],
    ["Европа", "Европа", "Europe", 900, 1000.5, 1800],
    ["Австрия", "Австрия", "Austria", 100, 150.5, 300],
    ["Россия", "Россия", "Russia", 800, 850, 1500],
    ["Азия", "Азия", "Asia", "-", "-", 100],
    ["Гонконг", "Гонконг", "China (Sar Hong Kong)", "-", "-", 60],
    ["Өзбекстан", "Узбекистан", "Uzbekistan", "-", "-", 40],
    [None],
    ["Такталбаган өлкө", "Неопределенная страна", "Undefined country", "-", 0, 100],
]
IMPORTS: Cells = [
    title("4.03.00.20", "imports"),
    THOUSANDS,
    years(1994, 2022, "2023 1"),
    ["Бардыгы", "Всего", "Total", 300, 500, 700],
    ["ЕС", "ЕС", "The EU", 40, "-", 70],
    ["Европа Бирлиги (ЕБ)", "Европейский союз (ЕС)", "European Union (EU)", 1.5, "-", 2.5],
    ["Черногория", "Черногория", "Montenegro", 3, 4, "…"],
    ["Кыргызстан", "Кыргызстан", "Kyrgyzstan", "-", 5, "-"],
    ["Нарния", "Нарния", "Narnia", "-", "-", 6],
    ["Иран", "Иран", "Iran", -7, 7, "n/a"],
    [None, "Италия", None, "-", 8, "-"],
    ["Такталбаган өлкө", "Неопределенная страна", "Undefined country", "-", 9, 10],
    ["Белгисиз өлкө", "Неизвестная страна", "Unknown country", "-", 0.5, None],
    [None],
    ["1 Алдын ала маалыматтар.", "1 Предварительные данные", "1 Рreliminary data"],
]
BOOKS: dict[str, dict[str, Cells]] = {SOLD: {"Лист1": EXPORTS}, BOUGHT: {"import": IMPORTS, "Лист1": []}}
OBLASTS: Cells = [
    ["Товарларды экспортоо1", "Экспорт товаров1", "Export of goods1"],
    ["(млн АКШ доллары)", "(млн. долларов США)", "(million US dollars)"],
    ["Көрсөткүчтөр", "Наименование показателей", "Items", 2006, 2007],
    ["Кыргыз Республикасы", "Кыргызская Республика", "Kyrgyz Republic", 7, 8],
    ["Ош облусу", "Ошская область", "Osh oblast", 3, 4],
]


def book(folder: Path, name: str, sheets: dict[str, Cells] | None = None) -> Path:
    return write_workbook(folder / name, BOOKS[name] if sheets is None else sheets)


def with_row(rows: Cells, place: int, row: list[str | float | None]) -> dict[str, Cells]:
    return {"Лист1": [*rows[:place], row, *rows[place + 1 :]]}


def flows(path: Path) -> pl.DataFrame:
    return kyrgyzstat.read(path).tables["flows"]


@pytest.mark.parametrize("name", BOOKS)
def test_both_tables_read_as_the_golden_tables_say(tmp_path: Path, name: str) -> None:
    reading = kyrgyzstat.read(book(tmp_path, name))
    check_columns(reading)
    check_golden(reading, GOLDEN, Path(name).stem)
    assert reading.part == kyrgyzstat.SOURCE.part_of(name)


def test_partners_sum_to_the_world_and_groups_of_states_are_apart(tmp_path: Path) -> None:
    told = flows(book(tmp_path, SOLD))
    partners = told.filter(pl.col("scope").is_in(["states", "territory", "unspecified"]))
    by_year = partners.group_by("period").agg(pl.col("value").sum()).sort("period")["value"].to_list()
    world = told.filter(pl.col("partner") == "WLD").sort("period")["value"].to_list()
    assert by_year == world == [900_000.0, 1_000_500.0, 2_000_000.0]
    assert set(told.filter(pl.col("scope") == "bloc")["partner"]) == {"EU", "CIS", "EAEU", "EUROPE", "ASIA"}


def test_a_dash_is_nothing_recorded_and_a_zero_is_zero(tmp_path: Path) -> None:
    told = flows(book(tmp_path, SOLD)).filter(pl.col("partner") == "NES").sort("period")
    assert told.select(pl.col("period").dt.year(), "value").rows() == [(1995, 0.0), (2023, 100_000.0)]


def test_a_preliminary_year_is_a_year_and_its_footnote_no_partner(tmp_path: Path) -> None:
    reading = kyrgyzstat.read(book(tmp_path, BOUGHT))
    told = reading.tables["flows"].filter(pl.col("period") == dt.date(2023, 1, 1))
    assert dict(told.select("partner", "value").iter_rows()) == {"WLD": 7e5, "EU": 7e4, "NES": 1e4}
    assert set(told.select("period_kind", "months").iter_rows()) == {("year", 12)}
    assert not any("reliminary" in (value or "") for value in reading.rejects["value"])


def test_partners_that_are_not_named_are_summed(tmp_path: Path) -> None:
    reading = kyrgyzstat.read(book(tmp_path, BOUGHT))
    nobody = reading.tables["flows"].filter(pl.col("partner") == "NES").sort("period")
    assert nobody["value"].to_list() == [9_500.0, 10_000.0]
    assert reading.notes[-1] == "rows with partners not named that are summed into one of their period: 1"


def test_cells_that_cannot_be_used_are_refused_with_their_reasons(tmp_path: Path) -> None:
    rejects = kyrgyzstat.read(book(tmp_path, BOUGHT)).rejects
    again = "repeats the key (partner, flow, period, period_kind, counted_by) of row 5"
    assert rejects.select("file_row", "column", "value", "reason").rows() == [
        (6, "import 1994", "European Union (EU)", again),
        (6, "import 2023", "European Union (EU)", again),
        (
            7,
            "import 1994",
            "Montenegro",
            "the partner known under 'Montenegro' did not exist in 1994",
        ),
        (8, "import 2022", "Kyrgyzstan", "reporter and partner are the same"),
        (9, "import 2023", "Narnia", "no partner is known under 'Narnia'"),
        (10, "import 2023", "n/a", "the value is no number"),
        (10, "import 1994", "-7", "the value is negative"),
        (11, "import 2022", None, "no partner is known under ''"),
    ]


@pytest.mark.parametrize("said", ["2023 (январь-июнь)", "2023 January-June", "I-VI 2023", "2022-2023"])
def test_a_column_of_a_part_of_a_year_stops(tmp_path: Path, said: str) -> None:
    path = book(tmp_path, SOLD, with_row(EXPORTS, 3, years(1994, 1995, said)))
    with pytest.raises(SourceFormatError, match="is of no whole year") as told:
        kyrgyzstat.read(path)
    assert said in told.value.message
    assert told.value.where == str(path)


@pytest.mark.parametrize("unit", ["(million US dollars)", "(thousand som)", ""])
def test_a_table_in_another_unit_or_in_none_stops(tmp_path: Path, unit: str) -> None:
    path = book(tmp_path, SOLD, with_row(EXPORTS, 1, ["(миң)", "(тыс.)", unit]))
    with pytest.raises(SourceFormatError, match="unit"):
        kyrgyzstat.read(path)


def test_a_table_by_oblast_is_no_trade_by_country_whatever_its_name(tmp_path: Path) -> None:
    assert kyrgyzstat.SOURCE.part_of("kyrgyzstat_export_2023.xlsx") is None
    assert kyrgyzstat.SOURCE.part_of("4.03.00.24 Экспорт товаров.xlsx") is None
    with pytest.raises(SourceFormatError, match="no table of trade by country") as told:
        kyrgyzstat.read(book(tmp_path, SOLD, {"4.03.00.24": OBLASTS}))
    assert "export of goods1" in str(told.value.hint)


def test_a_sheet_without_years_without_cells_or_with_other_columns_stops(tmp_path: Path) -> None:
    yearless = with_row(EXPORTS, 3, [None])
    others: list[dict[str, Cells]] = [yearless, {"Лист1": []}, {"Лист1": [["Товары", "Страны"]]}]
    for sheets in others:
        with pytest.raises(SourceFormatError, match="no table of trade by country"):
            kyrgyzstat.read(book(tmp_path, SOLD, sheets))


def test_exports_under_the_name_of_imports_are_not_loaded(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / BOUGHT, BOOKS[SOLD])
    with pytest.raises(DataError, match="named as kyrgyzstat imports and holds kyrgyzstat exports"):
        refresh(["kyrgyzstat"], from_dir=path, record=tmp_path / "record.duckdb")


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    folder, record = tmp_path / "books", tmp_path / "record.duckdb"
    folder.mkdir()
    for name in BOOKS:
        book(folder, name)
    first = refresh(["kyrgyzstat"], from_dir=folder, record=record)
    with open_record(record) as opened:
        before = opened.table("flows")
    again = refresh(["kyrgyzstat"], from_dir=folder, record=record)
    with open_record(record) as opened:
        after = opened.table("flows")
    assert [(one.part, one.outcome) for one in first] == [("exports", "loaded"), ("imports", "loaded")]
    assert [one.outcome for one in again] == ["unchanged", "unchanged"]
    assert after.equals(before)
    assert set(after["flow"]) == {"export", "import"}


def test_nothing_is_fetched_and_the_page_is_told() -> None:
    said: list[tuple[str, str]] = []
    assert not list(kyrgyzstat.SOURCE.remotes("https://kgz.example", lambda *words: said.append(words)))
    assert kyrgyzstat.DECLARATION.pages[0] in said[0][1]


@needs_shared
@pytest.mark.parametrize(
    ("name", "rejected", "year", "millions"),
    [
        ("kyrgyzstat_4.03.00.18_exports_by_country_1994_2022.xlsx", 0, 1994, 341.1),
        ("kyrgyzstat_4.03.00.20_imports_by_country_1994_2022.xlsx", 15, 2023, 12352.0),
    ],
)
def test_both_tables_at_hand_are_read(name: str, rejected: int, year: int, millions: float) -> None:
    reading = kyrgyzstat.read(SHARED / name)
    assert reading.rejects.height == rejected
    assert set(reading.rejects["value"]) <= {"European Union (EU)"}
    told = reading.tables["flows"]
    assert (told["period"].dt.year().min(), told["period"].dt.year().max()) == (1994, 2023)
    world = told.filter((pl.col("partner") == "WLD") & (pl.col("period") == dt.date(year, 1, 1)))
    assert round(world["value"].item() / 1e6, 1) == millions


@needs_shared
@pytest.mark.parametrize(("year", "share"), [(1994, 1.0), (2010, 1.0), (2021, 0.598), (2022, 0.999)])
def test_how_much_of_what_kyrgyzstan_sold_has_a_partner_in_the_file_at_hand(year: int, share: float) -> None:
    # Of 2021 the publisher's own cells name partners of 1.65 of 2.75 billion dollars.
    told = flows(SHARED / "kyrgyzstat_4.03.00.18_exports_by_country_1994_2022.xlsx")
    told = told.filter(pl.col("period") == dt.date(year, 1, 1))
    partners = told.filter(pl.col("scope").is_in(["states", "territory", "unspecified"]))["value"].sum()
    assert round(partners / told.filter(pl.col("partner") == "WLD")["value"].item(), 3) == share
