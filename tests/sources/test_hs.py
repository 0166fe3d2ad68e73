"""Names of goods, and workbooks between two editions of their codes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.publisher import File, publisher
from tests.workbook_files import Cells, write_workbook

from leeway.errors import DataError, PublisherError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import hs
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "hs"
NAMES = HERE / "raw" / "hs_nomenclature_invented.csv"
BOOK = "HS2022toHS2017ConversionAndCorrelationTables.xlsx"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "trade"

CONVERSION: Cells = [
    ["HS2022 to HS2017 Conversion Table"],
    ["From HS 2022", "To HS 2017"],
    ["010101", "010101"],
    ["010102", "010102"],
    ["010103", "010102"],
]
CORRELATION: Cells = [
    ["HS2022 to HS2017 Correlation Table"],
    ["Between", "", ""],
    ["HS 2022", " HS2017", "Relationship"],
    ["010101", "010101", "1:1"],
    ["010102", "010102", "n:n"],
    ["010102", "010109", "n:n"],
    ["010103", "010102", "n:n"],
]


def book(folder: Path, conversion: Cells = CONVERSION, correlation: Cells = CORRELATION) -> Path:
    sheets = {"Conversion HS22-HS17": conversion, "Correlation HS22-HS17": correlation}
    return write_workbook(folder / BOOK, sheets)


def pairs(path: Path) -> list[tuple[str, str, bool]]:
    told = hs.read(path).tables["concordances"]
    return told.select("from_product", "to_product", "converted").rows()


def test_names_read_as_the_golden_tables_say() -> None:
    reading = hs.read(NAMES)
    check_columns(reading)
    check_golden(reading, HERE / "golden", NAMES.stem)
    assert reading.part == hs.SOURCE.part_of(NAMES.name) == "names"


def test_a_workbook_tells_what_is_shared_and_which_way_is_taken(tmp_path: Path) -> None:
    reading = hs.read(book(tmp_path))
    check_columns(reading)
    assert reading.part == "HS2022-HS2017"
    assert pairs(book(tmp_path)) == [
        ("010101", "010101", True),
        ("010102", "010102", True),
        ("010102", "010109", False),
        ("010103", "010102", True),
    ]
    editions = reading.tables["concordances"].select("from_revision", "to_revision").unique()
    assert editions.rows() == [("HS2022", "HS2017")]


def test_an_empty_column_between_the_editions_is_passed_over(tmp_path: Path) -> None:
    spread = [[row[0], "", *row[1:]] for row in CORRELATION]
    assert pairs(book(tmp_path, correlation=spread)) == pairs(book(tmp_path))


def test_a_conversion_that_no_correlation_has_is_kept_and_counted(tmp_path: Path) -> None:
    path = book(tmp_path, conversion=[*CONVERSION, ["010104", "010101"]])
    assert ("010104", "010101", True) in pairs(path)
    assert hs.read(path).notes == ("1 conversions go where no correlation does",)


def test_a_code_that_lost_its_zero_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, correlation=[*CORRELATION, [10199.0, "010199", "1:1"]])
    refused = hs.read(path).rejects
    assert refused.select("column", "value").rows() == [("from_product", "10199")]


def test_a_workbook_of_other_editions_than_its_name_says_is_refused(tmp_path: Path) -> None:
    other = [[str(cell).replace("HS2017", "HS2012") for cell in row] for row in CORRELATION]
    with pytest.raises(SourceFormatError, match="between HS2022 and HS2012"):
        hs.read(book(tmp_path, correlation=other))


def test_a_sheet_without_a_line_of_editions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="names two editions"):
        hs.read(book(tmp_path, conversion=CONVERSION[2:]))


def test_a_workbook_without_its_sheets_says_which_it_has(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / BOOK, {"Conversion": CONVERSION, "Notes": [["nothing"]]})
    with pytest.raises(SourceFormatError, match="0 sheets of correlations") as raised:
        hs.read(path)
    assert "Conversion, Notes" in str(raised.value.hint)


def test_a_workbook_cut_short_leaves_the_record_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    whole = book(tmp_path)
    refresh(["hs"], from_dir=whole)
    with open_record() as record:
        before = record.table("concordances")
    whole.write_bytes(whole.read_bytes()[:600])
    with pytest.raises(DataError, match="damaged or cut"):
        refresh(["hs"], from_dir=whole)
    with open_record() as record:
        assert record.table("concordances").equals(before)


def test_all_workbooks_are_fetched_or_none_is_in_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_HS_URL", made.url)
        wanted = list(hs.remotes(made.url, lambda *_: None))
        for remote in wanted:
            one, other = remote.part.split("-")
            sheets = {
                "Conversion": [[f"From {one}", f"To {other}"], *CONVERSION[2:]],
                "Correlation": [[one, other, "Relationship"], *CORRELATION[3:]],
            }
            whole = write_workbook(tmp_path / remote.file, sheets)
            made.files[remote.url.removeprefix(made.url)] = File(whole.read_bytes())
        last = made.files.pop(wanted[-1].url.removeprefix(made.url))
        with pytest.raises(PublisherError, match="404"):
            refresh(["hs"])
        assert not (tmp_path / "record.duckdb").exists()
        made.files[wanted[-1].url.removeprefix(made.url)] = last
        assert {report.outcome for report in refresh(["hs"])} == {"loaded"}
    with open_record() as record:
        held = record.table("concordances").select("from_revision", "to_revision").unique()
    assert {f"{one}-{other}" for one, other in held.iter_rows()} == {remote.part for remote in wanted}


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")
@pytest.mark.parametrize("first", [2022, 2017])
def test_every_code_of_the_workbooks_at_hand_has_one_conversion(first: int) -> None:
    for path in sorted((SHARED / "hs_concordance").glob(f"HS{first}to*.xlsx")):
        reading = hs.read(path)
        ways = reading.tables["concordances"].group_by("from_product").agg(pl.col("converted").sum())
        assert set(ways["converted"]) == {1}, path.name
        assert reading.rejects.is_empty(), path.name
