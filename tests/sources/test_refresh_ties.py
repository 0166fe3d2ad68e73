"""Sources of ties from their publishers: cut, wrong, busy, and one that fails among several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from tests.archives import archive
from tests.publisher import Answer, File, Publisher, publisher

from leeway.errors import DataError, PublisherError
from leeway.record.store import open_record
from leeway.sources import SOURCES, fetch
from leeway.sources.refresh import Step, refresh
from leeway.sources.source import lying_at

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Offer:
    """What a publisher offers: where, packed as it packs it, and what a load of it keeps."""

    path: str
    body: bytes
    table: str
    rows_kept: int
    rows: int


def raw(folder: str, name: str) -> bytes:
    return (HERE / folder / "raw" / name).read_bytes()


def zipped(folder: str, name: str, inside: str = "") -> bytes:
    """The publisher's archive, with a table beside the one wanted."""
    return archive({f"{inside}codebook_cases.csv": b"case\n1\n", f"{inside}{name}": raw(folder, name)})


OFFERS = {
    "atop": Offer(
        "/uploads/6/9/1/3/69134503/atop_5.1__.csv_.zip",
        zipped("atop", "atop5_1ddyr.csv", "ATOP 5.1 (.csv)/"),
        table="ties",
        rows_kept=11,
        rows=8,
    ),
    "cow-alliances": Offer(
        "/wp-content/uploads/version4.1_csv.zip",
        zipped("cow_alliances", "alliance_v4.1_by_directed_yearly.csv", "version4.1_csv/"),
        table="ties",
        rows_kept=8,
        rows=5,
    ),
    "cow-igo": Offer(
        "/wp-content/uploads/state_year_formatv3.zip",
        archive({"state_year_formatv3.csv": raw("cow_igo", "state_year_formatv3.csv")}),
        table="ties",
        rows_kept=13,
        rows=13,
    ),
    "cow-system": Offer(
        "/wp-content/uploads/states2016.csv",
        raw("cow_system", "states2016.csv"),
        table="system_members",
        rows_kept=6,
        rows=7,
    ),
    "gml-mid": Offer(
        "/gml-mid-data/gml-mid-data-2.2.1.zip",
        zipped("gml_mid", "gml-ddy-disputes-2.2.1.csv"),
        table="disputes",
        rows_kept=6,
        rows=6,
    ),
}
NAMES = tuple(OFFERS)


@pytest.fixture
def publishers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """All of them at one address."""
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    with publisher() as made:
        for name, offer in OFFERS.items():
            monkeypatch.setenv(f"LEEWAY_{name.upper().replace('-', '_')}_URL", made.url)
            made.files[offer.path] = File(offer.body)
        yield made


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses asked for, none of them made."""
    asked: list[float] = []
    monkeypatch.setattr(fetch, "Patience", partial(fetch.Patience, sleep=asked.append))
    return asked


def test_every_source_with_an_address_that_stays_is_offered_here() -> None:
    stays = {source.id for source in SOURCES if source.remotes.__qualname__.startswith(lying_at.__name__)}
    assert stays == set(OFFERS)


@pytest.mark.parametrize("name", NAMES)
def test_from_the_publisher(publishers: Publisher, pauses: list[float], name: str) -> None:
    offer = OFFERS[name]
    (report,) = refresh([name])
    assert (report.outcome, report.rows_kept) == ("loaded", offer.rows_kept)
    assert [path for path, _ in publishers.requests] == [offer.path]
    assert pauses == []
    with open_record() as record:
        assert record.table(offer.table).height == offer.rows
        assert record.table("rejects").height == report.rows_rejected > 0


@pytest.mark.parametrize("name", NAMES)
def test_a_second_run_asks_again_and_changes_nothing(
    publishers: Publisher, pauses: list[float], tmp_path: Path, name: str
) -> None:
    refresh([name])
    before = (tmp_path / "record.duckdb").read_bytes()
    steps: list[Step] = []
    (report,) = refresh([name], progress=steps.append)
    assert report.outcome == "unchanged"
    assert [step.kind for step in steps] == ["kept"]
    assert publishers.requests[1][1]["if-none-match"] == '"1"'
    assert (tmp_path / "record.duckdb").read_bytes() == before


@pytest.mark.parametrize("name", NAMES)
def test_a_cut_download_is_resumed_where_it_stopped(
    publishers: Publisher, pauses: list[float], tmp_path: Path, name: str
) -> None:
    offer = OFFERS[name]
    publishers.answers = [Answer(cut=200), Answer(cut=100)]
    (report,) = refresh([name])
    assert (report.outcome, report.rows_kept) == ("loaded", offer.rows_kept)
    assert [asked.get("range") for _, asked in publishers.requests] == [None, "bytes=200-", "bytes=300-"]
    assert (tmp_path / "cache" / name / Path(offer.path).name).read_bytes() == offer.body


@pytest.mark.parametrize("name", NAMES)
def test_a_download_given_up_is_resumed_by_the_next_run(
    publishers: Publisher, pauses: list[float], tmp_path: Path, name: str
) -> None:
    publishers.answers = [Answer(cut=200)] + [Answer(status=503)] * 5
    with pytest.raises(PublisherError, match="503"):
        refresh([name])
    assert not (tmp_path / "record.duckdb").exists()
    publishers.answers, publishers.requests = [], []
    (report,) = refresh([name])
    assert report.outcome == "loaded"
    assert [asked.get("range") for _, asked in publishers.requests] == ["bytes=200-"]


@pytest.mark.parametrize("name", NAMES)
def test_the_wait_a_publisher_asks_for_is_kept(publishers: Publisher, pauses: list[float], name: str) -> None:
    publishers.answers = [Answer(status=429, headers={"Retry-After": "7"})]
    (report,) = refresh([name])
    assert report.outcome == "loaded"
    assert pauses == [7.0]


@pytest.mark.parametrize("name", NAMES)
def test_a_wait_too_long_is_told_and_not_made(publishers: Publisher, pauses: list[float], name: str) -> None:
    publishers.answers = [Answer(status=429, headers={"Retry-After": "3600"})]
    with pytest.raises(PublisherError, match="429 Too Many Requests; it asks to wait 3600 seconds"):
        refresh([name])
    assert pauses == []


def wrong_bytes(name: str) -> dict[str, tuple[File, type[Exception], str]]:
    body = OFFERS[name].body
    cut = "middle of its last row" if name == "cow-system" else "damaged or cut"
    return {
        "a web page": (File(b"<html>busy</html>", '"2"', "text/html"), PublisherError, "a web page"),
        "a page said to be a table": (File(b"<!DOCTYPE html><p>busy", '"2"'), PublisherError, "a web page"),
        "nothing": (File(b"", '"2"'), PublisherError, "nothing"),
        "a reply": (File(b'{"error": "busy"}', '"2"'), DataError, "a service's reply"),
        "a cut file": (File(body[:-12], '"2"'), DataError, cut),
        "another archive": (File(archive({"other.txt": b"1"}), '"2"'), DataError, "holds 0 files"),
    }


@pytest.mark.parametrize("what", wrong_bytes("atop"))
@pytest.mark.parametrize("name", NAMES)
def test_wrong_bytes_leave_the_record_alone(
    publishers: Publisher, pauses: list[float], tmp_path: Path, name: str, what: str
) -> None:
    refresh([name])
    before = (tmp_path / "record.duckdb").read_bytes()
    file, error, said = wrong_bytes(name)[what]
    publishers.files[OFFERS[name].path] = file
    with pytest.raises(error, match=said):
        refresh([name])
    assert (tmp_path / "record.duckdb").read_bytes() == before
    publishers.files[OFFERS[name].path] = File(OFFERS[name].body, '"3"')
    (report,) = refresh([name])
    assert report.outcome == "unchanged"


@pytest.mark.parametrize("name", NAMES)
def test_one_that_fails_leaves_the_others_loaded(
    publishers: Publisher, pauses: list[float], name: str
) -> None:
    del publishers.files[OFFERS[name].path]
    reports = {report.source: report for report in refresh(NAMES)}
    failed = reports.pop(name)
    assert (failed.outcome, failed.exit_code, failed.rows_kept) == ("failed", 4, 0)
    assert "404" in failed.notes[0]
    assert OFFERS[name].path in failed.notes[0]
    assert {one.outcome for one in reports.values()} == {"loaded"}
    with open_record() as record:
        for other, report in reports.items():
            assert report.rows_kept == OFFERS[other].rows_kept
        sources = {row["source"] for row in record.table("loads").iter_rows(named=True)}
    assert sources == set(NAMES) - {name}


def test_a_broken_file_among_several_fails_alone_and_keeps_its_earlier_rows(
    publishers: Publisher, pauses: list[float]
) -> None:
    refresh(NAMES)
    renamed = raw("cow_system", "states2016.csv").replace(b"ccode", b"cowcode")
    publishers.files[OFFERS["cow-system"].path] = File(renamed, '"2"')
    without_last = b"".join(raw("gml_mid", "gml-ddy-disputes-2.2.1.csv").splitlines(keepends=True)[:-1])
    amended = archive({"gml-ddy-disputes-2.2.1.csv": without_last})
    publishers.files[OFFERS["gml-mid"].path] = File(amended, '"2"')
    reports = {report.source: report for report in refresh(NAMES)}
    assert reports["cow-system"].outcome == "failed"
    assert reports["cow-system"].exit_code == 3
    assert "no column ccode" in reports["cow-system"].notes[0]
    assert {name: one.outcome for name, one in reports.items() if name != "cow-system"} == {
        "atop": "unchanged",
        "cow-alliances": "unchanged",
        "cow-igo": "unchanged",
        "gml-mid": "amended",
    }
    with open_record() as record:
        assert record.table("system_members").height == OFFERS["cow-system"].rows
        assert record.table("disputes").height == OFFERS["gml-mid"].rows - 1
