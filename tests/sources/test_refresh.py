"""From the publisher, or a folder, into the record."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.publisher import Answer, File, Publisher, publisher
from tests.voting_files import SOUND, changed, rows, text, write

from leeway.errors import DataError, PublisherError, QuestionError
from leeway.record.store import open_record
from leeway.sources import releases
from leeway.sources.refresh import Step, refresh

SC = (Path(__file__).parent / "un_votes" / "raw" / "sc_2026.csv").read_bytes()


def offer(library: Publisher, body: str, name: str, content: bytes, etag: str = '"1"') -> None:
    library.files[f"/record/{releases.RECORDS[body]}/files/{name}"] = File(content, etag)
    listing = [{"name": name.removesuffix(".csv"), "format": ".csv"}, {"name": "readme", "format": ".md"}]
    library.files[f"/api/v1/file?recid={releases.RECORDS[body]}"] = File(
        json.dumps(listing).encode(), None, "application/json"
    )


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_UN_VOTES_URL", made.url)
        offer(made, "GA", "2027_01_01_ga_voting.csv", text().encode())
        offer(made, "SC", "2027_01_01_sc_voting.csv", SC)
        yield made


def test_from_the_publisher(library: Publisher, tmp_path: Path) -> None:
    steps: list[Step] = []
    reports = refresh(["un-votes"], progress=steps.append)
    assert [(report.part, report.outcome) for report in reports] == [("GA", "loaded"), ("SC", "loaded")]
    assert [step.kind for step in steps] == ["fetching", "fetching", "reading", "reading", "writing"]
    assert (tmp_path / "cache" / "un-votes" / "2027_01_01_ga_voting.csv").read_bytes() == text().encode()
    with open_record() as record:
        assert record.votes(body=None).height == 19


def test_refreshing_twice_fetches_and_changes_nothing(library: Publisher, tmp_path: Path) -> None:
    refresh(["un-votes"])
    before = (tmp_path / "record.duckdb").read_bytes()
    steps: list[Step] = []
    reports = refresh(["un-votes"], progress=steps.append)
    assert [report.outcome for report in reports] == ["unchanged", "unchanged"]
    assert "nothing changed" in str(reports[0])
    assert [step.kind for step in steps] == ["kept", "kept"]
    assert (tmp_path / "record.duckdb").read_bytes() == before


def test_an_amended_file_is_told_vote_by_vote(library: Publisher) -> None:
    refresh(["un-votes"])
    amended = rows([changed(SOUND[0], codes="YNAN"), *SOUND[1:]])
    offer(library, "GA", "2027_01_01_ga_voting.csv", text(amended).encode(), '"2"')
    report = refresh(["un-votes"])[0]
    assert report.outcome == "amended"
    assert [(v.roll_call, v.state, v.old, v.new) for v in report.votes] == [
        ("GA/A/RES/70/1", "FRA", "X", "N")
    ]
    assert "1 votes changed" in str(report)


def test_a_cut_download_leaves_the_record_alone(library: Publisher, tmp_path: Path) -> None:
    refresh(["un-votes"])
    before = (tmp_path / "record.duckdb").read_bytes()
    offer(library, "GA", "2027_02_02_ga_voting.csv", b"<html>busy</html>")
    with pytest.raises(PublisherError):
        refresh(["un-votes"])
    assert (tmp_path / "record.duckdb").read_bytes() == before


def test_without_the_list_the_newest_known_file_is_fetched(library: Publisher) -> None:
    for body in releases.RECORDS:
        del library.files[f"/api/v1/file?recid={releases.RECORDS[body]}"]
        name = releases.newest_known(body)
        library.files[f"/record/{releases.RECORDS[body]}/files/{name}"] = File(
            text().encode() if body == "GA" else SC
        )
    steps: list[Step] = []
    assert len(refresh(["un-votes"], progress=steps.append)) == 2
    assert "newest file known to this Leeway" in steps[0].note


def test_a_publisher_that_wants_a_browser(library: Publisher) -> None:
    library.answers = [Answer(status=202)] * 2
    with pytest.raises(PublisherError) as caught:
        refresh(["un-votes"])
    assert "--from DIR" in str(caught.value.hint)


def test_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "at_hand").mkdir()
    (tmp_path / "at_hand" / "ga_voting_2022.csv.xz").write_bytes(lzma.compress(text().encode()))
    write(tmp_path / "at_hand" / "2015_01_01_sc_other.csv")
    steps: list[Step] = []
    (report,) = refresh(
        ["un-votes"], from_dir=tmp_path / "at_hand", record=tmp_path / "r.duckdb", progress=steps.append
    )
    assert (report.rows_kept, report.rows_rejected, report.layout) == (16, 0, "ga-2026-02")
    assert [(step.kind, step.file) for step in steps[:2]] == [
        ("found", "ga_voting_2022.csv.xz"),
        ("ignored", "2015_01_01_sc_other.csv"),
    ]


def test_a_file_with_another_name_than_content(tmp_path: Path) -> None:
    (tmp_path / "2026_01_01_ga_voting.csv").write_bytes(SC)
    with pytest.raises(DataError, match="named as un-votes GA and holds un-votes SC"):
        refresh(["un-votes"], from_dir=tmp_path, record=tmp_path / "r.duckdb")


def test_an_unknown_source() -> None:
    with pytest.raises(QuestionError) as caught:
        refresh(["un-vote"])
    assert caught.value.hint == "Did you mean 'un-votes'?"
