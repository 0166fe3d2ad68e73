"""ICEWS' coded events: files of years and weeks, what is left out, refused and fetched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.archives import archive
from tests.golden_tables import check_columns, check_golden
from tests.publisher import File, Publisher, publisher
from tests.sources.event_files import check_bad_tables, check_packed, check_record_stays, own_record

from leeway.errors import PublisherError, QuestionError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import icews
from leeway.sources.dataverse import years_wished
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "icews"
RAW = HERE / "raw"
YEAR = RAW / "events.2021.20220101000000.tab"
WEEK = RAW / "20210301-icews-events.tab"
YEARS = f"/api/datasets/:persistentId/?persistentId=doi:{icews.YEARS_DOI}"
WEEKS = f"/api/datasets/:persistentId/?persistentId=doi:{icews.WEEKS_DOI}"


@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.stem)
def test_each_file_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = icews.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == icews.SOURCE.part_of(path.name)


def test_every_row_is_kept_refused_or_counted() -> None:
    reading = icews.read(YEAR)
    left = sum(
        int(note.rsplit(": ", 1)[1].split(",")[0]) for note in reading.notes if note.endswith("not kept")
    )
    assert reading.rows_kept + reading.rejects.height + left == reading.rows_read == 29
    assert reading.rejects["file_row"].is_unique().all()


def test_refused_rows_say_why() -> None:
    refused = dict(icews.read(YEAR).rejects.select("file_row", "reason").iter_rows())
    assert refused[10] == "no state is known under 'Atlantis'"
    assert "lost its leading zero" in refused[11]
    assert refused[12] == "no code of CAMEO"
    assert refused[13] == "the code 040 stands for 'Consult'"
    assert refused[14] == "the code 040 weighs 1.0 on the scale"
    assert refused[19] == "the state known under 'South Sudan' did not exist in 2010"
    assert refused[22] == "the row has 3 fields, not 20"
    assert refused[24] == "no state is known under 'Korea'"


def test_mirrors_places_of_the_text_and_absent_ones() -> None:
    reports = icews.read(YEAR).tables["reports"]
    told = {
        one: rest for one, *rest in reports.select("report", "code", "root", "mirror", "text").iter_rows()
    }
    assert told["101"] == ["036", "03", "036", "900:1"]
    assert told["103"] == ["042", "04", "043", "901:4"]
    assert told["114"] == ["057", "05", "057", None]
    assert told["121"] == ["163", "16", None, "900:1"]


def test_weekly_rows_bear_a_source_of_their_own_and_meetings_are_folded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_record(tmp_path, monkeypatch)
    reports = refresh(["icews"], from_dir=RAW)
    assert [(one.part, one.outcome) for one in reports] == [("2021", "loaded"), ("20210301", "loaded")]
    with open_record() as record:
        events = record.table("events").filter(pl.col("source") == icews.WEEKLY)
        assert set(record.table("reports")["source"]) == {"icews", icews.WEEKLY}
    folded = events.select("actor", "target", "root", "mutual", "reports").sort("root").rows()
    assert folded == [("KAZ", "RUS", "03", True, 2), ("KAZ", "RUS", "04", True, 2)]


def test_the_newest_making_of_a_year_is_read(tmp_path: Path) -> None:
    older = tmp_path / "Events.2021.20210601.tab"
    shutil.copy(YEAR, older)
    shutil.copy(YEAR, tmp_path)
    from leeway.sources.source import files_at_hand

    assert files_at_hand(tmp_path, [icews.SOURCE]).files == {("icews", "2021"): tmp_path / YEAR.name}


def test_bad_files_are_refused_with_words(tmp_path: Path) -> None:
    check_bad_tables(icews.SOURCE, YEAR.read_bytes(), YEAR.name, "CAMEO Code", tmp_path)


def test_text_that_is_not_utf8_stops(tmp_path: Path) -> None:
    path = tmp_path / YEAR.name
    path.write_bytes(YEAR.read_bytes().replace(b"Astana", b"S\xe3o"))
    with pytest.raises(SourceFormatError, match="not UTF-8: byte 0xE3 in row 2 looks like Latin-1"):
        icews.read(path)


def test_packed_files_read_alike(tmp_path: Path) -> None:
    check_packed(icews.SOURCE, YEAR.read_bytes(), YEAR.name, tmp_path)


def test_an_archive_of_two_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "20210301-icews-events.zip"
    path.write_bytes(archive({"one.tab": b"1", "two.tab": b"2"}))
    with pytest.raises(SourceFormatError, match="holds 2 files"):
        icews.read(path)


def test_a_cut_file_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = own_record(tmp_path, monkeypatch)
    path = tmp_path / WEEK.name
    shutil.copy(WEEK, path)
    check_record_stays(icews.SOURCE, path, record, WEEK.read_bytes()[:-40])


def listing(*files: dict[str, object]) -> File:
    """A Dataverse's list of files."""
    told = {"status": "OK", "data": {"latestVersion": {"files": [{"dataFile": one} for one in files]}}}
    return File(json.dumps(told).encode(), kind="application/json")


@pytest.fixture
def dataverse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    own_record(tmp_path, monkeypatch)
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_ICEWS_URL", made.url)
        made.files[YEARS] = listing(
            {"id": 1, "filename": "events.2020.20200601.tab", "originalFileFormat": "text/tab"},
            {"id": 2, "filename": YEAR.name, "originalFileFormat": "text/tab"},
            {"id": 3, "filename": "codebook.pdf"},
        )
        made.files[WEEKS] = listing({"id": 9, "filename": "20230301-icews-events.zip", "md5": "0" * 32})
        made.files["/api/access/datafile/2?format=original"] = File(YEAR.read_bytes())
        yield made  # type: ignore[misc]


def test_a_year_is_found_in_the_list_and_fetched_as_it_was_deposited(
    dataverse: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(icews.WISHES, "2021")
    (report,) = refresh(["icews"])
    assert (report.part, report.outcome, report.rows_kept) == ("2021", "loaded", 12)
    assert [path for path, _ in dataverse.requests] == [YEARS, "/api/access/datafile/2?format=original"]


def test_years_without_a_file_are_fetched_by_week_and_a_wrong_hash_stops(
    dataverse: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(icews.WISHES, "2023")
    dataverse.files["/api/access/datafile/9"] = File(archive({"20230301-icews-events.tab": b"x"}))
    with pytest.raises(PublisherError, match="MD5"):
        refresh(["icews"])


def test_years_that_are_nowhere_are_told(dataverse: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(icews.WISHES, "1990,2021")
    told: list[str] = []
    list(icews.remotes(dataverse.url, lambda name, word: told.append(word)))
    assert told == ["the publisher lists no file of 1990"]


def test_nothing_is_fetched_that_was_not_wished_for(
    dataverse: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(icews.WISHES, raising=False)
    assert refresh(["icews"]) == []
    assert dataverse.requests == []


def test_a_list_that_is_none_stops(dataverse: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(icews.WISHES, "2021")
    dataverse.files[YEARS] = File(b'{"status": "ERROR", "message": "no such set"}', kind="application/json")
    with pytest.raises(PublisherError, match="no such set"):
        refresh(["icews"])


@pytest.mark.parametrize("text", ["18", "2018-2015", "all", "2018;2019"])
def test_a_wish_that_is_not_understood(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(icews.WISHES, text)
    with pytest.raises(QuestionError, match="LEEWAY_ICEWS names years"):
        years_wished(icews.WISHES)


def test_the_sample_of_june_2018(shared: Path) -> None:
    reading = icews.read(shared / "data/events/icews_raw/events.2018.sample.tab.gz")
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (3705, 1741, 0)
    reports = reading.tables["reports"]
    both = reports.filter(pl.col("actor").is_in(["KAZ", "RUS"]) & pl.col("target").is_in(["KAZ", "RUS"]))
    assert both["code"].to_list() == ["040", "040", "044", "044"]
