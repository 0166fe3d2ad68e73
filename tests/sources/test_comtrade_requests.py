"""What is asked of UN Comtrade, and how politely: keys, pauses, cuts, and only what is missing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.publisher import Answer, File, Publisher, publisher

from leeway.errors import DataError, PublisherError, QuestionError
from leeway.record.store import open_record
from leeway.sources import comtrade_requests, fetch
from leeway.sources import refresh as refreshing
from leeway.sources.refresh import refresh

ANSWER = Path(__file__).parent / "comtrade" / "raw" / "comtrade_a_51_2022_total.json"
KEY = "not-to-be-written-anywhere"


def answer_of(year: int) -> bytes:
    told = json.loads(ANSWER.read_text(encoding="utf-8"))
    for row in told["data"]:
        row["refYear"] = year
    return json.dumps(told).encode()


def asked_for(base: str = "https://comtrade.example") -> list[tuple[str, str]]:
    return [(one.file, one.url) for one in comtrade_requests.remotes(base, lambda *_: None)]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses asked for, none of them made."""
    made: list[float] = []
    monkeypatch.setattr(fetch, "Patience", partial(fetch.Patience, sleep=made.append))
    monkeypatch.setattr(refreshing, "sleep", made.append)
    return made


@pytest.fixture
def comtrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> Iterator[tuple[Publisher, list[float]]]:
    """The publisher, with answers for Armenia in 2021 and 2022, and the pauses asked for."""
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    monkeypatch.setenv("LEEWAY_COMTRADE", "reporters=ARM;years=2021-2022")
    monkeypatch.setenv("COMTRADE_KEY", KEY)
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_COMTRADE_URL", made.url)
        for (_, url), year in zip(asked_for(made.url), (2021, 2022), strict=True):
            body = answer_of(year)
            made.files[url.removeprefix(made.url)] = File(body, etag=None, kind="application/json")
        yield made, pauses


def cached(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_each_request_is_a_file_and_a_pause(comtrade: tuple[Publisher, list[float]]) -> None:
    made, pauses = comtrade
    reports = refresh(["comtrade"])
    assert [(one.part, one.outcome, one.rows_kept) for one in reports] == [
        ("a-51-2021-total", "loaded", 3),
        ("a-51-2022-total", "loaded", 3),
    ]
    assert pauses == [comtrade_requests.PAUSE] * 2
    assert [headers["ocp-apim-subscription-key"] for _, headers in made.requests] == [KEY, KEY]
    with open_record() as record:
        assert sorted({day.year for day in record.table("flows")["period"]}) == [2021, 2022]


def test_the_key_is_written_and_told_nowhere(comtrade: tuple[Publisher, list[float]], tmp_path: Path) -> None:
    refresh(["comtrade"])
    files = cached(tmp_path)
    assert len(files) > 3
    assert not [path for path in files if KEY.encode() in path.read_bytes()]
    (one, *_) = comtrade_requests.remotes("https://comtrade.example", lambda *_: None)
    assert one.headers["Ocp-Apim-Subscription-Key"] == KEY
    assert KEY not in repr(one) + one.url + one.file


def test_a_later_run_asks_for_nothing_that_is_here(comtrade: tuple[Publisher, list[float]]) -> None:
    made, pauses = comtrade
    refresh(["comtrade"])
    asked = len(made.requests)
    assert [one.outcome for one in refresh(["comtrade"])] == ["unchanged", "unchanged"]
    assert len(made.requests) == asked
    assert len(pauses) == asked


def test_what_is_older_than_its_days_is_asked_for_again(
    comtrade: tuple[Publisher, list[float]], tmp_path: Path
) -> None:
    made, _ = comtrade
    refresh(["comtrade"])
    (old,) = (tmp_path / "cache").rglob("comtrade_a_51_2021_total.json")
    then = old.stat().st_mtime - (comtrade_requests.KEPT_DAYS + 1) * 86_400
    os.utime(old, (then, then))
    refresh(["comtrade"])
    assert len(made.requests) == 3
    assert "period=2021" in made.requests[-1][0]


def test_a_run_that_broke_off_is_taken_up_where_it_was(comtrade: tuple[Publisher, list[float]]) -> None:
    made, _ = comtrade
    made.answers = [Answer(), *[Answer(cut=40)] * 20]
    with pytest.raises(PublisherError, match=r"keeps breaking|brought"):
        refresh(["comtrade"])
    made.answers.clear()
    made.requests.clear()
    assert [one.outcome for one in refresh(["comtrade"])] == ["loaded", "loaded"]
    assert ["period=2022" in path for path, _ in made.requests] == [True]


def test_too_many_requests_wait_as_long_as_told(comtrade: tuple[Publisher, list[float]]) -> None:
    made, pauses = comtrade
    made.answers = [Answer(status=429, headers={"Retry-After": "7"}), Answer(status=429), Answer()]
    refresh(["comtrade"])
    assert pauses[0] == 7.0
    assert len(made.requests) == 4


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_is_said_and_the_record_stays(
    comtrade: tuple[Publisher, list[float]], tmp_path: Path, status: int
) -> None:
    made, _ = comtrade
    made.answers = [Answer(), Answer(status=status, body=b'{"message": "Out of call volume quota."}')]
    with pytest.raises(PublisherError, match=f"{status}") as caught:
        refresh(["comtrade"])
    assert "key" in str(caught.value)
    assert KEY not in str(caught.value)
    assert not (tmp_path / "record.duckdb").exists()


def test_a_key_is_not_carried_to_another_address(comtrade: tuple[Publisher, list[float]]) -> None:
    made, _ = comtrade
    made.answers = [Answer(status=302, headers={"Location": f"{made.url}/elsewhere"})]
    with pytest.raises(PublisherError, match="302"):
        refresh(["comtrade"])
    assert len(made.requests) == 1


def test_a_full_answer_leaves_the_record_as_it_was(
    comtrade: tuple[Publisher, list[float]], tmp_path: Path
) -> None:
    made, _ = comtrade
    (path, *_) = made.files
    row = json.loads(ANSWER.read_text(encoding="utf-8"))["data"][0]
    made.files[path] = File(json.dumps({"data": [row] * 500}).encode(), etag=None, kind="application/json")
    with pytest.raises(DataError, match="500 rows, as many as the publisher gives"):
        refresh(["comtrade"])
    assert not (tmp_path / "record.duckdb").exists()


def test_who_reported_nothing_stops_nobody(comtrade: tuple[Publisher, list[float]]) -> None:
    made, _ = comtrade
    (path, *_) = made.files
    made.files[path] = File(b'{"count": 0, "data": [], "error": ""}', etag=None, kind="application/json")
    assert [one.rows_kept for one in refresh(["comtrade"])] == [0, 3]


def test_the_same_asked_for_in_two_ways_is_refused_with_both_files(
    comtrade: tuple[Publisher, list[float]], tmp_path: Path
) -> None:
    refresh(["comtrade"])
    twice = tmp_path / "comtrade_a_all_2022_total.json"
    twice.write_bytes(answer_of(2022))
    with pytest.raises(DataError, match=r"in comtrade_a_51_2022_total[.]json and in"):
        refresh(["comtrade"], from_dir=twice)
    with open_record() as record:
        assert record.table("flows").height == 6


def test_without_a_key_the_public_door_is_asked_for_the_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMTRADE_KEY", raising=False)
    monkeypatch.delenv("LEEWAY_COMTRADE", raising=False)
    told: list[tuple[str, str]] = []
    asked = list(comtrade_requests.remotes("https://comtrade.example", lambda *said: told.append(said)))
    assert all("/public/v1/preview/C/A/HS?" in one.url and not one.headers for one in asked)
    assert {"reporterCode=51", "reporterCode=398"} <= {one.url.split("?")[1].split("&")[0] for one in asked}
    assert "COMTRADE_KEY" in told[0][1]


def test_with_a_key_everybody_is_asked_in_one_request_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMTRADE_KEY", KEY)
    monkeypatch.delenv("LEEWAY_COMTRADE", raising=False)
    names = [name for name, _ in asked_for()]
    assert names[0] == "comtrade_a_all_2010_total.json"
    assert len(names) == len(set(names))
    assert not [url for _, url in asked_for() if "reporterCode" in url]


def test_lists_of_goods_months_and_states_are_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMTRADE_KEY", KEY)
    monkeypatch.setenv(
        "LEEWAY_COMTRADE", "reporters=USA,KGZ;codes=chpl;years=2022;freq=M;flows=X;partners=RUS"
    )
    (first, second) = asked_for()
    assert "reporterCode=842&period=202201,202202" in first[1]
    assert first[1].split("cmdCode=")[1].split("&")[0].count(",") == 49
    assert "reporterCode=417" in second[1]
    assert "partnerCode=643" in second[1]
    monkeypatch.delenv("COMTRADE_KEY")
    assert len(asked_for()) == 24


def test_requests_for_different_things_never_share_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMTRADE_KEY", KEY)
    found = set()
    for more in ("", ";codes=8542", ";codes=8542,8541", ";flows=X", ";partners=RUS", ";freq=M"):
        monkeypatch.setenv("LEEWAY_COMTRADE", f"reporters=ARM;years=2022{more}")
        found |= {name for name, _ in asked_for()}
    assert len(found) == 6


@pytest.mark.parametrize(
    "text",
    [
        "reporters=ARM",
        "years=2022",
        "reporters=ARM;years=22",
        "reporters=Narnia;years=2022",
        "reporters=ARM;years=2022;codes=854",
        "reporters=ARM;years=2022;freq=Q",
        "reporters=ARM;years=2022;colour=red",
    ],
)
def test_a_wish_that_is_not_understood_says_how_to_write_it(text: str) -> None:
    with pytest.raises(QuestionError, match=r"(?s)LEEWAY_COMTRADE says.*Write for example"):
        comtrade_requests.wishes(text)
