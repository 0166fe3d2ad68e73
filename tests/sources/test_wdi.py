"""World Bank series: the archive with a column a year, the table in long form, and whose figures they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.publisher import Answer, File, Publisher, publisher

from leeway.errors import DataError, PublisherError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import wdi
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "wdi"
WIDE = HERE / "raw" / "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv"
LONG = HERE / "raw" / "wb_population_invented.csv"
TEXT = WIDE.read_bytes()


def archive(text: bytes, series: str = "NY.GDP.MKTP.CD") -> bytes:
    """The World Bank's archive of one series."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(f"Metadata_Indicator_API_{series}_DS2_en_csv_v2_1.csv", "INDICATOR_CODE\n")
        made.writestr(f"API_{series}_DS2_en_csv_v2_1.csv", text)
        made.writestr(f"Metadata_Country_API_{series}_DS2_en_csv_v2_1.csv", "Country Code,Region\n")
    return held.getvalue()


def of_population(text: bytes) -> bytes:
    return text.replace(b"NY.GDP.MKTP.CD", b"SP.POP.TOTL")


@pytest.mark.parametrize("path", [WIDE, LONG], ids=["wide", "long"])
def test_each_layout_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = wdi.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == wdi.SOURCE.part_of(path.name)


@pytest.mark.parametrize(("path", "noted"), [(WIDE, 14 + 13), (LONG, 1 + 1)], ids=["wide", "long"])
def test_every_value_is_kept_refused_or_counted(path: Path, noted: int) -> None:
    reading = wdi.read(path)
    assert reading.rows_kept + reading.rejects.height + noted == reading.rows_read


def test_the_archive_is_read_as_its_table(tmp_path: Path) -> None:
    path = tmp_path / "API_NY.GDP.MKTP.CD.zip"
    path.write_bytes(archive(TEXT))
    assert wdi.read(path).tables["indicators"].equals(wdi.read(WIDE).tables["indicators"])


def test_figures_of_other_borders_are_refused() -> None:
    reading = wdi.read(WIDE)
    kept = reading.tables["indicators"]
    assert kept.filter(pl.col("state") == "RUS")["year"].to_list() == [1992, 2023]
    assert kept.filter(pl.col("state") == "DEU")["year"].to_list() == [1991, 1992, 2023]
    assert kept.filter(pl.col("state") == "KAZ")["year"].to_list() == [1991, 1992, 2023]
    told = dict(reading.rejects.unique("reason").select("value", "reason").iter_rows())
    assert told["RUS"].endswith("until 1991 those of the state took in the other Soviet republics")
    assert told["KAZ"] == "the state known under 'KAZ' did not exist in 1990"


def test_no_code_of_a_group_is_one_of_a_state() -> None:
    from leeway.states import by_iso3

    assert [code for code in sorted(wdi.AGGREGATES) if by_iso3(code)] == []
    assert all(by_iso3(code) for code in wdi.OTHER_BORDERS)


def test_another_series(tmp_path: Path) -> None:
    path = tmp_path / "API_NY.GDP.MKTP.CD.csv"
    path.write_bytes(of_population(TEXT))
    assert wdi.read(path).part == "population"
    with pytest.raises(DataError, match="named as wdi gdp and holds wdi population"):
        refresh(["wdi"], from_dir=tmp_path, record=tmp_path / "r.duckdb")
    path.write_bytes(TEXT.replace(b"NY.GDP.MKTP.CD", b"NY.GDP.PCAP.CD"))
    with pytest.raises(SourceFormatError, match=r"holds the series NY\.GDP\.PCAP\.CD"):
        wdi.read(path)


def test_a_long_table_says_its_series_by_its_name_alone(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_bytes(LONG.read_bytes())
    with pytest.raises(SourceFormatError, match="which series"):
        wdi.read(tmp_path / "figures.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT.replace(b"Country Code", b"Country ISO"), "no column Country Code"),
        (TEXT.replace(b'"1960"', b'"YR1960"'), "not known: YR1960"),
        (TEXT.replace(b"\n\n", b"\n")[:-40], "last row|quotation marks"),
        (archive(TEXT)[:-50], "damaged or cut"),
        (archive(TEXT).replace(b"API_NY", b"APX_NY"), "holds 0 files like"),
        (b"<html>busy</html>", "web page"),
        (b'<?xml version="1.0"?><wb:error/>', "web page or a service's reply"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "API_NY.GDP.MKTP.CD.zip"
    path.write_bytes(text)
    with pytest.raises(DataError, match=said):
        wdi.read(path)


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_WDI_URL", made.url)
        for series, text in (("NY.GDP.MKTP.CD", TEXT), ("SP.POP.TOTL", of_population(TEXT))):
            path = f"/v2/en/indicator/{series}?downloadformat=csv"
            made.files[path] = File(archive(text, series), None, "application/zip")
        yield made


def test_from_the_publisher(bank: Publisher) -> None:
    reports = refresh(["wdi"])
    assert [(report.part, report.outcome) for report in reports] == [
        ("gdp", "loaded"),
        ("population", "loaded"),
    ]
    with open_record() as record:
        found = record.table("indicators").filter((pl.col("state") == "KAZ") & (pl.col("year") == 2023))
    assert sorted(found.select("indicator", "value").rows()) == [("gdp", 14.0), ("population", 14.0)]


def test_a_cut_and_a_busy_publisher(bank: Publisher) -> None:
    bank.answers = [Answer(cut=300), Answer(status=429, headers={"Retry-After": "0"})]
    assert [report.outcome for report in refresh(["wdi"])] == ["loaded", "loaded"]
    assert len(bank.requests) == 4


def test_wrong_bytes_leave_the_record_alone(bank: Publisher, tmp_path: Path) -> None:
    refresh(["wdi"])
    before = (tmp_path / "record.duckdb").read_bytes()
    path = next(iter(bank.files))
    bank.files[path] = File(archive(TEXT)[:-50], None, "application/zip")
    with pytest.raises(DataError, match="damaged or cut"):
        refresh(["wdi"])
    bank.files[path] = File(b"<html>busy</html>", None, "text/html")
    with pytest.raises(PublisherError, match="a web page"):
        refresh(["wdi"])
    assert (tmp_path / "record.duckdb").read_bytes() == before


def test_the_publishers_files(shared: Path) -> None:
    ties = shared / "data" / "ties"
    gdp = wdi.read(ties / "wb_gdp_current_usd_1960_2023.csv.gz")
    people = wdi.read(ties / "wb_population_1960_2024.csv.gz")
    for reading, rows, groups in ((gdp, 13_979, 2_833), (people, 17_195, 3_120)):
        check_columns(reading)
        assert reading.rows_read == rows
        assert reading.notes == (f"values of 48 groups of countries, not kept: {groups:,}",)
        assert reading.rows_kept + reading.rejects.height + groups == rows
    kaz = gdp.tables["indicators"].filter(pl.col("state") == "KAZ")
    assert (kaz["year"].min(), kaz["year"].max(), kaz.height) == (1991, 2023, 33)
    early = gdp.rejects.filter(pl.col("reason") == "the state known under 'KAZ' did not exist in 1990")
    assert early.height == 1
    assert people.tables["indicators"].filter(pl.col("state") == "XKX")["year"].min() == 2008
