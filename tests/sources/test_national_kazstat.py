"""Kazakhstan's own book: a sheet a year, groups of countries among countries, years that must be whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.workbook_files import Cells, write_workbook

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import kazstat
from leeway.sources.national import in_russian
from leeway.sources.refresh import refresh

GOLDEN = Path(__file__).parent / "kazstat" / "golden"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade" / "national"
UNIT = "тыс. долларов США"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")


def sheet(
    said: str,
    rows: Cells,
    *,
    above: int = 0,
    unit: str | None = UNIT,
    ways: tuple[str, str] = ("Экспорт", "Импорт"),
    first: str = "Наименование страны",
) -> Cells:
    """A sheet of the publisher's: turnover, exports and imports, and the share of each."""
    return [
        [" Основные показатели внешней торговли Республики Казахстан"],
        [said],
        *[[None]] * above,
        [None, None, None, None, unit],
        [first, "Товарооборот", None, ways[0], None, ways[1]],
        [None, "Всего", "удельный вес, %", "Всего", "удельный вес, %", "Всего", "удельный вес, %"],
        *rows,
    ]


WORLD: Cells = [
    ["Всего\nв том числе", 1000, 100, 640, 100, 360, 100],
    ["Страны СНГ", 410, 41, 250, 39.1, 160, 44.4],
    [" Страны ЕАЭС", 400, 40, 240, 37.5, 160, 44.4],
    ["Россия", 400, 40, 240, 37.5, 160, 44.4],
    [" Страны вне ЕАЭС", 10, 1, 10, 1.6],
    ["Молдова, Республика", 10, 1, 10, 1.6, None, None],
    ["Остальные страны мира", 590, 59, 390, 60.9, 200, 55.6],
    ["Европа", 120.5, 12, 110, 17.2, 10.5, 2.9],
    ["  Страны ЕС", 120.5, 12, 110, 17.2, 10.5, 2.9],
    ["Германия", 120.5, 12, 110, 17.2, 10.5, 2.9],
    ["  Страны вне ЕС", None, None, None, None, None, None],
    ["Азия", 469.5, 47, 280, 43.8, 189.5, 52.6],
    ["Китай", 400, 40, 280, 43.8, 120, 33.3],
    ["Гонконг", 69.5, 7, None, None, 69.5, 19.3],
    ["Токелау", 1e-05, None, None, None, 1e-05, None],
]
BOOKS: dict[str, dict[str, Cells]] = {
    "kazstat_trade_by_country_2019.xlsx": {
        "12_2019": sheet("за январь-декабрь 2019 года", WORLD, first="Наименование области"),
        "12_2018": sheet("за январь-декабрь 2018 года", [["Всего", 9, 100, 5, 100, 4, 100]]),
    },
    "kazstat_trade_by_country_2021.xlsx": {
        "12_2021": sheet(
            "за январь-декабрь 2021 года",
            [
                ["Всего", 20, 100, 12.5, 100, 7.5, 100],
                ["Китaй", 8, 40, 5, 40, 3, 40],
                ["Казахстан", 1, 5, 1, 8, None, None],
                ["Нарния", 2, 10, 1.5, 12, 0.5, 7],
                ["Иран, Исламская Республика", 1, 5, 2, 16, -1, -13],
                ["Турция", "н/д", None, "н/д", None, 3, 40],
                ["Грузия", None, None, "1 234,5", None, "-", None],
                ["Китай", 9, 45, 6, 48, 3, 40],
                ["* без учета неорганизованной торговли"],
            ],
            ways=("экспорт", "импорт"),
        ),
        "12_2020": sheet("за январь-декабрь 2020 года", [["Всего", 3, 100, 2, 100, 1, 100]]),
    },
    "kazstat_trade_by_country_2023.xlsx": {
        "Обложка": [[None], ["2023 год"]],
        "Содержание": [[None, "Содержание"], ["1.", "за 2022 год"]],
        "2022": sheet("2022 год", [["Всего", 30, 100, 20, 100, 10, 100]], first="Наименование"),
        "2023": sheet("за  2023 год", [["Всего", 50, 100, 30, 100, 20, 100]], above=1),
    },
}


def book(folder: Path, name: str, sheets: dict[str, Cells] | None = None) -> Path:
    return write_workbook(folder / name, BOOKS[name] if sheets is None else sheets)


def flows(path: Path) -> pl.DataFrame:
    return kazstat.read(path).tables["flows"]


@pytest.mark.parametrize("name", BOOKS)
def test_each_workbook_reads_as_the_golden_tables_say(tmp_path: Path, name: str) -> None:
    reading = kazstat.read(book(tmp_path, name))
    check_columns(reading)
    check_golden(reading, GOLDEN, Path(name).stem)
    assert reading.part == kazstat.SOURCE.part_of(name)


def test_countries_sum_to_the_world_and_groups_of_them_are_apart(tmp_path: Path) -> None:
    told = flows(book(tmp_path, "kazstat_trade_by_country_2019.xlsx"))
    told = told.filter(pl.col("period") == dt.date(2019, 1, 1))
    sums = {
        (scope, flow): value
        for scope, flow, value in told.group_by("scope", "flow").agg(pl.col("value").sum()).iter_rows()
    }
    for flow in ("export", "import"):
        partners = sums["states", flow] + sums.get(("territory", flow), 0.0)
        assert partners == pytest.approx(sums["world", flow], abs=0.1)
    blocs = told.filter(pl.col("scope") == "bloc")
    assert set(blocs["partner"]) == {"CIS", "EAEU", "EUROPE", "EU", "ASIA"}


def test_thousands_become_dollars_and_an_empty_cell_is_no_zero(tmp_path: Path) -> None:
    told = flows(book(tmp_path, "kazstat_trade_by_country_2019.xlsx"))
    by_partner = {(partner, flow): v for partner, flow, v in told.select("partner", "flow", "value").rows()}
    assert by_partner["DEU", "import"] == 10_500.0
    assert by_partner["TKL", "import"] == pytest.approx(0.01)
    assert ("HKG", "export") not in by_partner
    assert 0.0 not in by_partner.values()


def test_only_the_first_workbook_tells_the_year_before_its_own(tmp_path: Path) -> None:
    years = {name: sorted(set(flows(book(tmp_path, name))["period"].dt.year())) for name in BOOKS}
    assert list(years.values()) == [[2018, 2019], [2021], [2023]]


def test_cells_that_cannot_be_used_are_refused_with_their_reasons(tmp_path: Path) -> None:
    rejects = kazstat.read(book(tmp_path, "kazstat_trade_by_country_2021.xlsx")).rejects
    again = "repeats the key (partner, flow, period, period_kind, counted_by) of row 7"
    assert rejects.select("file_row", "column", "value", "reason").rows() == [
        (8, "export 2021", "Казахстан", "reporter and partner are the same"),
        (9, "export 2021", "Нарния", "no partner is known under 'Нарния'"),
        (9, "import 2021", "Нарния", "no partner is known under 'Нарния'"),
        (10, "import 2021", "-1", "the value is negative"),
        (11, "export 2021", "н/д", "the value is no number"),
        (12, "export 2021", "1 234,5", "the value is no number"),
        (13, "export 2021", "Китай", again),
        (13, "import 2021", "Китай", again),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2021", "за январь-июнь 2021 года"),
        ("12_2021", "за январь-ноябрь 2021 года"),
        ("2021", "за I полугодие 2021 года"),
        ("2021", "за 2020 год"),
        ("2021", "за год"),
    ],
)
def test_a_sheet_that_does_not_say_it_is_of_the_whole_year_stops(
    tmp_path: Path, name: str, said: str
) -> None:
    path = book(tmp_path, "kazstat_trade_by_country_2021.xlsx", {name: sheet(said, WORLD)})
    with pytest.raises(SourceFormatError, match="whole year 2021") as told:
        kazstat.read(path)
    assert told.value.where == str(path)


def test_a_workbook_of_half_a_year_stops_and_says_which_sheets_it_has(tmp_path: Path) -> None:
    half = sheet("за январь-июнь 2021 года", WORLD)
    path = book(tmp_path, "kazstat_trade_by_country_2021.xlsx", {"06_2021": half, "06_2020": half})
    with pytest.raises(SourceFormatError, match="no sheet of the whole year 2021") as told:
        kazstat.read(path)
    assert "06_2021, 06_2020" in str(told.value.hint)


@pytest.mark.parametrize("unit", [None, "млн. долларов США", "тыс. тенге"])
def test_a_sheet_in_another_unit_or_in_none_stops(tmp_path: Path, unit: str | None) -> None:
    sheets = {"2021": sheet("2021 год", WORLD, unit=unit)}
    path = book(tmp_path, "kazstat_trade_by_country_2021.xlsx", sheets)
    with pytest.raises(SourceFormatError, match="unit"):
        kazstat.read(path)


def test_a_column_or_a_header_that_is_renamed_stops(tmp_path: Path) -> None:
    name = "kazstat_trade_by_country_2021.xlsx"
    renamed = sheet("2021 год", WORLD, ways=("Вывоз", "Импорт"))
    with pytest.raises(SourceFormatError, match="2021 has no columns of exports and imports"):
        kazstat.read(book(tmp_path, name, {"2021": renamed}))
    headless = sheet("2021 год", WORLD, first="Страна")
    with pytest.raises(SourceFormatError, match="No row of the sheet begins with 'Наименование'"):
        kazstat.read(book(tmp_path, name, {"2021": headless}))


def test_a_cut_workbook_and_one_without_a_usable_row_are_refused(tmp_path: Path) -> None:
    name = "kazstat_trade_by_country_2021.xlsx"
    path = book(tmp_path, name, {"2021": sheet("2021 год", [["Нарния", 1, 1, 1, 1, None, None]])})
    with pytest.raises(DataError, match="None of 2 rows can be used; the first is row 6, export 2021"):
        kazstat.read(path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match="damaged or cut"):
        kazstat.read(path)


def test_loading_twice_changes_nothing_and_years_stand_beside_each_other(tmp_path: Path) -> None:
    folder, record = tmp_path / "books", tmp_path / "record.duckdb"
    folder.mkdir()
    for name in BOOKS:
        book(folder, name)
    first = refresh(["kazstat"], from_dir=folder, record=record)
    with open_record(record) as opened:
        before = opened.table("flows")
    again = refresh(["kazstat"], from_dir=folder, record=record)
    with open_record(record) as opened:
        after = opened.table("flows")
    assert [(one.part, one.outcome) for one in first] == [
        (year, "loaded") for year in ("2019", "2021", "2023")
    ]
    assert {one.outcome for one in again} == {"unchanged"}
    assert after.equals(before)
    assert set(after["period"].dt.year()) == {2018, 2019, 2021, 2023}


def test_a_year_told_anew_takes_the_place_of_its_own_rows_alone(tmp_path: Path) -> None:
    record = tmp_path / "record.duckdb"
    for name in BOOKS:
        refresh(["kazstat"], from_dir=book(tmp_path, name), record=record)
    sheets = {"2023": sheet("2023 год", [["Всего", 60, 100, 40, 100, 20, 100]])}
    path = book(tmp_path, "kazstat_trade_by_country_2023.xlsx", sheets)
    (report,) = refresh(["kazstat"], from_dir=path, record=record)
    assert (report.outcome, report.part, report.rows_kept) == ("amended", "2023", 2)
    with open_record(record) as opened:
        told = opened.table("flows").filter((pl.col("partner") == "WLD") & (pl.col("flow") == "export"))
    by_year = dict(told.select(pl.col("period").dt.year(), "value").sort("period").iter_rows())
    assert by_year == {2018: 5_000.0, 2019: 640_000.0, 2021: 12_500.0, 2023: 40_000.0}


def test_a_name_is_known_in_any_letters_that_look_so_and_only_while_the_state_exists() -> None:
    day = dt.date(2005, 7, 1)
    assert in_russian(" Китaй ", day) == in_russian("КИТАЙ", day) == "CHN"
    assert in_russian("Республикa \nКорея", day) == "KOR"
    assert in_russian("Южный Судан", day) is None
    assert in_russian("Южный Судан", dt.date(2012, 7, 1)) == "SSD"
    assert in_russian("Страны ЕС", day) == "EU"
    assert in_russian("China", day) is None


def test_files_of_other_names_are_left_to_others() -> None:
    assert kazstat.part_of("kazstat_trade_by_country_2022.xls") == "2022"
    assert kazstat.part_of("kazstat_trade_by_country.xls") is None
    assert kazstat.part_of("converted_kazakhstan_import_yearly.csv") is None


def test_nothing_is_fetched_and_the_page_is_told() -> None:
    said: list[tuple[str, str]] = []
    assert not list(kazstat.SOURCE.remotes("https://kaz.example", lambda *words: said.append(words)))
    assert kazstat.DECLARATION.pages[0] in said[0][1]


@needs_shared
@pytest.mark.parametrize("year", range(2019, 2024))
def test_every_workbook_at_hand_is_read_without_a_reject(year: int) -> None:
    reading = kazstat.read(SHARED / f"kazstat_trade_by_country_{year}.xls")
    assert reading.rejects.is_empty()
    assert reading.rows_kept > 300
    told = reading.tables["flows"].filter(pl.col("period") == dt.date(year, 1, 1))
    for flow in ("export", "import"):
        one = told.filter(pl.col("flow") == flow)
        partners = one.filter(pl.col("scope").is_in(["states", "territory"]))["value"].sum()
        assert partners == pytest.approx(one.filter(pl.col("partner") == "WLD")["value"].item(), rel=1e-4)


@needs_shared
def test_what_kazakhstan_sold_to_russia_in_the_workbooks_at_hand() -> None:
    for year, billions in ((2019, 5.671), (2023, 10.207)):
        told = flows(SHARED / f"kazstat_trade_by_country_{year}.xls").filter(
            (pl.col("partner") == "RUS")
            & (pl.col("flow") == "export")
            & (pl.col("period") == dt.date(year, 1, 1))
        )
        assert round(told["value"].item() / 1e9, 3) == billions
