"""GDELT fetched by days: many small files, some of them not there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.gdelt_files import lines, of_a_day, packed, row
from tests.publisher import Answer, File, Publisher, publisher

from leeway.errors import DataError, PublisherError, QuestionError
from leeway.record.store import open_record
from leeway.sources import fetch, gdelt, gdelt_files
from leeway.sources.refresh import refresh
from leeway.sources.steps import Step

DAY = "20240102"
STAMPS = [name.split(".")[0] for name in gdelt_files.wishes("2024-01-02")]
THERE = STAMPS[:12]


def path_of(stamp: str) -> str:
    return f"/gdeltv2/{stamp}.export.CSV.zip"


def batch(number: int) -> File:
    return File(packed(lines(row(number), row(1000 + number, "", "RUS"))), kind="application/zip")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    made: list[float] = []
    monkeypatch.setattr(fetch, "Patience", partial(fetch.Patience, sleep=made.append))
    return made


@pytest.fixture
def gdelt_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> Iterator[Publisher]:
    """The publisher, with the first three hours of a day but one batch."""
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    monkeypatch.setenv(gdelt_files.WISHES, "2024-01-02")
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_GDELT_URL", made.url)
        made.files |= {path_of(stamp): batch(number) for number, stamp in enumerate(THERE)}
        del made.files[path_of(THERE[5])]
        yield made


def test_a_day_is_fetched_and_its_holes_are_told(gdelt_project: Publisher) -> None:
    steps: list[Step] = []
    absent, *reports = refresh(["gdelt"], progress=steps.append)
    assert [one.part for one in reports] == [stamp for stamp in THERE if stamp != THERE[5]]
    assert {one.outcome for one in reports} == {"loaded"}
    assert absent.outcome == "absent"
    assert absent.exit_code == 0
    assert str(absent).startswith(f"gdelt: the publisher has no file for 85 of 96: {THERE[5]}.export.CSV.zip")
    told = [step for step in steps if step.of and step.kind != "reading"]
    assert [step.nth for step in told] == list(range(1, 97))
    assert [step.file for step in told] == [f"{stamp}.export.CSV.zip" for stamp in STAMPS]
    assert [step.kind for step in told[:7]] == ["fetching"] * 5 + ["ignored", "fetching"]
    with open_record() as record:
        assert record.table("reports").height == 11


def test_at_most_four_are_fetched_at_once(gdelt_project: Publisher) -> None:
    gdelt_project.slow = 0.02
    refresh(["gdelt"])
    assert 1 < gdelt_project.most_at_once <= 4


def test_files_that_are_here_are_not_asked_for_again(gdelt_project: Publisher) -> None:
    refresh(["gdelt"])
    asked = len(gdelt_project.requests)
    gdelt_project.files[path_of(THERE[5])] = batch(5)
    reports = refresh(["gdelt"])
    again = [path for path, _ in gdelt_project.requests[asked:]]
    assert sorted(again) == sorted(path_of(stamp) for stamp in [THERE[5], *STAMPS[12:]])
    outcomes = {one.part: one.outcome for one in reports}
    assert outcomes.pop(THERE[5]) == "loaded"
    assert set(outcomes.values()) == {"absent", "unchanged"}


def test_a_range_that_is_whole_is_asked_for_once(
    gdelt_project: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gdelt_files, "_BATCHES", ("000000", "001500"))
    refresh(["gdelt"])
    assert [one.outcome for one in refresh(["gdelt"])] == ["unchanged", "unchanged"]
    assert len(gdelt_project.requests) == 2


def test_a_cut_line_is_taken_up_again(gdelt_project: Publisher) -> None:
    gdelt_project.answers_at[path_of(THERE[2])] = [Answer(cut=50)]
    refresh(["gdelt"])
    ranges = [headers.get("range") for path, headers in gdelt_project.requests if path == path_of(THERE[2])]
    assert ranges == [None, "bytes=50-"]


def test_a_publisher_that_asks_to_wait_is_waited_for(gdelt_project: Publisher, pauses: list[float]) -> None:
    gdelt_project.answers_at[path_of(THERE[0])] = [Answer(status=429, headers={"Retry-After": "7"})]
    _, *reports = refresh(["gdelt"])
    assert len(reports) == 11
    assert pauses == [7.0]


def test_wrong_bytes_leave_the_record_as_it_was_and_are_fetched_anew(
    gdelt_project: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(["gdelt"])
    before = (tmp_path / "record.duckdb").read_bytes()
    hole = path_of(THERE[5])
    for file, error, said in (
        (File(b"<html>busy</html>", kind="text/html"), PublisherError, "a web page"),
        (File(b"<html>busy</html>", kind="application/zip"), PublisherError, "a web page"),
        (File(b"", kind="application/zip"), PublisherError, "nothing"),
        (File(b"busy, come back", kind="application/zip"), DataError, "not in the zip format"),
        (File(batch(5).body[:-20], kind="application/zip"), DataError, "damaged or cut"),
    ):
        gdelt_project.files[hole] = file
        with pytest.raises(error, match=said):
            refresh(["gdelt"])
        assert (tmp_path / "record.duckdb").read_bytes() == before
    gdelt_project.files[hole] = batch(5)
    assert "loaded" in {one.outcome for one in refresh(["gdelt"])}


def test_files_fetched_before_a_failure_are_kept(gdelt_project: Publisher) -> None:
    gdelt_project.answers_at[path_of(THERE[8])] = [Answer(status=500)] * 9
    with pytest.raises(PublisherError, match="500"):
        refresh(["gdelt"])
    asked = len(gdelt_project.requests)
    gdelt_project.answers_at.clear()
    refresh(["gdelt"])
    again = {path for path, _ in gdelt_project.requests[asked:]}
    assert not again & {path_of(stamp) for stamp in THERE[:5]}


def test_a_range_of_which_nothing_is_there_is_an_error(
    gdelt_project: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(gdelt_files.WISHES, "2024-01-03")
    with pytest.raises(PublisherError, match="404"):
        refresh(["gdelt"])


@pytest.mark.parametrize("right", [True, False])
def test_files_of_the_first_version_are_checked_against_the_publishers_sums(
    gdelt_project: Publisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, right: bool
) -> None:
    monkeypatch.setenv(gdelt_files.WISHES, "v1:2013-04-01:2013-04-02")
    days = {
        f"201304{day:02d}.export.CSV.zip": packed(lines(of_a_day(day, f"201304{day:02d}"))) for day in (1, 2)
    }
    sums = {name: hashlib.md5(body, usedforsecurity=False).hexdigest() for name, body in days.items()}
    if not right:
        sums["20130402.export.CSV.zip"] = "0" * 32
    gdelt_project.files |= {
        f"/events/{name}": File(body, kind="application/zip") for name, body in days.items()
    }
    gdelt_project.files["/events/md5sums"] = File(
        "".join(f"{told}  {name}\n" for name, told in sums.items()).encode(), kind="text/plain"
    )
    if not right:
        with pytest.raises(PublisherError, match=r"has the MD5 .* not 0000"):
            refresh(["gdelt"])
        assert not (tmp_path / "record.duckdb").exists()
        return
    assert [one.part for one in refresh(["gdelt"])] == ["v1-20130401", "v1-20130402"]
    asked = len(gdelt_project.requests)
    refresh(["gdelt"])
    assert len(gdelt_project.requests) == asked == 3


def test_without_the_list_of_sums_files_are_fetched_all_the_same(
    gdelt_project: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(gdelt_files.WISHES, "v1:2013-04-01")
    body = packed(lines(of_a_day(1)))
    gdelt_project.files["/events/20130401.export.CSV.zip"] = File(body, kind="application/zip")
    steps: list[Step] = []
    (report,) = refresh(["gdelt"], progress=steps.append)
    assert report.rows_kept == 1
    assert "not checked against the publisher's sums" in steps[0].note


def test_nothing_is_fetched_that_was_not_wished_for(
    gdelt_project: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(gdelt_files.WISHES)
    steps: list[Step] = []
    assert refresh(["gdelt"], progress=steps.append) == []
    assert gdelt_project.requests == []
    assert any("LEEWAY_GDELT=2018-03-26:2018-03-28" in step.note for step in steps)


def test_ranges_of_both_versions_by_day_month_and_year() -> None:
    wished = gdelt_files.wishes("v1:2005-06-01:2006-01-31, v1:2013-03-30:2013-04-01, 2018-03-26,2018-03-26")
    first = ["2005.zip", "200601.zip", "201303.zip", "20130401.export.CSV.zip"]
    assert list(wished)[:4] == first
    assert len(wished) == 4 + 96
    assert {wished[name] for name in first} == {"events"}
    assert all(gdelt.SOURCE.part_of(name) for name in wished)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2018", "names days as '2018'"),
        ("2018-03-26:2018-02-30", "names days as"),
        ("v3:2018-03-26", "names days as"),
        ("2018-03-28:2018-03-26", "end before they begin"),
        ("2014-01-01", "2.0 begins on 2015-02-18"),
        ("v1:1978-12-31:1979-01-02", "1.0 begins on 1979-01-01"),
    ],
)
def test_a_wish_that_is_not_understood_says_how_to_write_it(text: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        gdelt_files.wishes(text)
