"""The arms transfers register as sent and as saved, totals, and what is no delivery between two states."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.publisher import Answer, File, Publisher, publisher

from leeway.errors import DataError, PublisherError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import sipri
from leeway.sources.refresh import Step, refresh

HERE = Path(__file__).parent / "sipri"
REGISTER = (HERE / "raw" / "register.csv").read_bytes()
RAW = sorted(path.name for path in (HERE / "raw").iterdir())
LINES_ABOVE = 11


def saved(folder: Path, text: bytes, name: str = "register.csv") -> Path:
    (folder / name).write_bytes(text)
    return folder / name


def as_sent(text: bytes) -> bytes:
    return json.dumps({"bytes": base64.b64encode(text).decode()}).encode()


@pytest.mark.parametrize("name", RAW)
def test_each_part_reads_as_the_golden_tables_say(name: str) -> None:
    reading = sipri.read(HERE / "raw" / name)
    check_columns(reading)
    check_golden(reading, HERE / "golden", Path(name).stem)
    assert reading.part == sipri.SOURCE.part_of(name)


@pytest.mark.parametrize("name", RAW)
def test_every_row_is_a_delivery_or_refused(name: str) -> None:
    reading = sipri.read(HERE / "raw" / name)
    kept = reading.tables["arms_transfers"]
    assert kept.height + reading.rejects.height == reading.rows_read
    rows = sorted(pl.concat([kept["file_row"], reading.rejects["file_row"]]))
    assert rows == list(range(rows[0], rows[0] + reading.rows_read))


def test_with_and_without_lines_above_and_as_sent_it_is_the_same(tmp_path: Path) -> None:
    bare = b"\n".join(REGISTER.split(b"\n")[LINES_ABOVE:])
    found = [
        sipri.read(saved(tmp_path, text, name)).tables["arms_transfers"]
        for text, name in (
            (REGISTER, "register.csv"),
            (bare, "bare.csv"),
            (as_sent(REGISTER), "register.json"),
            (json.dumps({"result": REGISTER.decode()}).encode(), "text.json"),
            (REGISTER.replace(b"\n", b"\r\n"), "windows.csv"),
            (REGISTER.replace(b"\n", b";\n"), "spreadsheet.csv"),
        )
    ]
    assert all(one.equals(found[0]) for one in (found[2], found[3], found[4], found[5]))
    assert found[1].drop("file_row").equals(found[0].drop("file_row"))
    assert found[0]["file_row"][0] == found[1]["file_row"][0] + LINES_ABOVE == 13


def test_letters_of_another_encoding(tmp_path: Path) -> None:
    text = REGISTER.replace(b"Invented-1,", "Invent\N{LATIN SMALL LETTER E WITH ACUTE}-1,".encode("cp1252"))
    weapons = sipri.read(saved(tmp_path, text)).tables["arms_transfers"]["weapon"]
    assert weapons[0] == "Invent\N{LATIN SMALL LETTER E WITH ACUTE}-1"


def test_a_delivery_of_less_than_half_a_million_stays_a_delivery_of_0() -> None:
    reading = sipri.read(HERE / "raw" / "sipri_tiv_values.csv")
    kept = reading.tables["arms_transfers"].filter(pl.col("year") == 2016)
    assert kept["tiv"].to_list() == [0.0]
    assert reading.notes == ("deliveries of less than half a million, printed and kept as 0: 1",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (REGISTER.replace(b"TIV delivery values", b"TIV delivery value"), "no column TIV delivery values"),
        (REGISTER.replace(b"SIPRI AT Database ID", b"Database ID"), "no column SIPRI AT Database ID"),
        (REGISTER.replace(b"Local production", b"Local production,Remark"), "not known: Remark"),
        (REGISTER[:-20], "middle of its last row"),
        (as_sent(REGISTER)[:-40], "reply is damaged or cut"),
        (b'{"bytes": "%%%"}', "damaged or cut"),
        (b'{"message": "busy"}', "holds no table; it holds message"),
        (b"<html>busy</html>", "web page"),
        (b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        sipri.read(saved(tmp_path, text))


def test_a_renamed_column_is_told_with_what_is_near(tmp_path: Path) -> None:
    text = REGISTER.replace(b"Delivery year,", b"Years delivered,")
    with pytest.raises(SourceFormatError) as caught:
        sipri.read(saved(tmp_path, text))
    assert caught.value.hint == "Is 'Years delivered' what was 'Delivery year'?"


def test_a_file_without_a_delivery_between_states(tmp_path: Path) -> None:
    text = REGISTER.replace(b",Russia,", b",Ruritania,").replace(b",Soviet Union,", b",Ruritania,")
    with pytest.raises(DataError, match="None of 14 rows can be used; the first is row 13"):
        sipri.read(saved(tmp_path, text.replace(b"Turkiye", b"Ruritania")))


def test_sums_made_from_the_register_are_no_part() -> None:
    part_of = sipri.SOURCE.part_of
    assert part_of("sipri_tiv_dyad_year_2000_2023_from_register.csv.gz") is None
    assert part_of("sipri_tiv_dyad_year_1950_2021.csv.gz") == "values"
    assert part_of("trade-register.csv") == part_of("sipri_register_1950_2025.json") == "register"


@pytest.fixture
def institute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_SIPRI_ARMS_URL", made.url)
        made.files["/trades/getMaxYear"] = File(b"2030", None, "application/json")
        made.files["/trades/trade-register-csv/"] = File(as_sent(REGISTER), None, "application/json")
        yield made


def test_from_the_publisher(institute: Publisher, tmp_path: Path) -> None:
    (report,) = refresh(["sipri-arms"])
    assert (report.outcome, report.part, report.rows_kept) == ("loaded", "register", 4)
    assert report.file == "sipri_register_1950_2030.json"
    ((path, body),) = institute.posts
    assert path == "/trades/trade-register-csv/"
    filters = {one["field"]: (one["value1"], one["value2"]) for one in json.loads(body)["filters"]}
    assert filters["Delivery year"] == (1950, 2030)
    assert "exportOption" in filters
    with open_record() as record:
        assert record.table("arms_transfers").height == 4


def test_a_second_run_asks_again_and_changes_nothing(institute: Publisher, tmp_path: Path) -> None:
    refresh(["sipri-arms"])
    before = (tmp_path / "record.duckdb").read_bytes()
    (report,) = refresh(["sipri-arms"])
    assert report.outcome == "unchanged"
    assert len(institute.posts) == 2
    assert (tmp_path / "record.duckdb").read_bytes() == before


def test_a_cut_and_a_busy_publisher(institute: Publisher) -> None:
    busy = Answer(status=429, headers={"Retry-After": "0"})
    institute.answers = [Answer(), busy, Answer(cut=500), busy]
    (report,) = refresh(["sipri-arms"])
    assert (report.outcome, report.rows_kept) == ("loaded", 4)
    assert len(institute.posts) == 4


def test_without_the_last_year_the_one_known_is_asked_for(institute: Publisher) -> None:
    del institute.files["/trades/getMaxYear"]
    steps: list[Step] = []
    (report,) = refresh(["sipri-arms"], progress=steps.append)
    assert report.file == f"sipri_register_1950_{sipri.LAST_KNOWN_YEAR}.json"
    assert "as known to this Leeway" in steps[0].note
    institute.files["/trades/getMaxYear"] = File(b'"never"', None, "application/json")
    with pytest.raises(PublisherError, match="last year is 'never'"):
        refresh(["sipri-arms"])


@pytest.mark.parametrize("wrong", [b'{"error": "busy"}', as_sent(REGISTER)[:-9], b"1,2,3\n"])
def test_wrong_bytes_leave_the_record_alone(institute: Publisher, tmp_path: Path, wrong: bytes) -> None:
    refresh(["sipri-arms"])
    before = (tmp_path / "record.duckdb").read_bytes()
    institute.files["/trades/trade-register-csv/"] = File(wrong, None, "application/json")
    with pytest.raises(DataError):
        refresh(["sipri-arms"])
    assert (tmp_path / "record.duckdb").read_bytes() == before


def sums(transfers: pl.DataFrame) -> pl.DataFrame:
    return transfers.group_by("supplier", "recipient", "year").agg(pl.col("tiv").sum())


def test_the_publishers_files(shared: Path) -> None:
    ties = shared / "data" / "ties"
    register = sipri.read(ties / "sipri_register_2000_2023.csv.gz")
    values = sipri.read(ties / "sipri_tiv_dyad_year_1950_2021.csv.gz")
    for reading, rows in ((register, 20_480), (values, 21_324)):
        check_columns(reading)
        assert reading.rows_read == rows == reading.rows_kept + reading.rejects.height
        assert reading.rows_kept > 0.96 * rows
    summed = sums(register.tables["arms_transfers"])
    to_kaz = summed.filter((pl.col("supplier") == "RUS") & (pl.col("recipient") == "KAZ"))
    by_year = dict(to_kaz.select("year", "tiv").iter_rows())
    assert (round(by_year[2022], 6), round(by_year[2023], 6)) == (187.7, 86.5)
    both = summed.join(values.tables["arms_transfers"], on=["supplier", "recipient", "year"], suffix="_told")
    assert both.height > 8_300
    assert both.select(pl.corr("tiv", "tiv_told")).item() == pytest.approx(0.996, abs=5e-4)
