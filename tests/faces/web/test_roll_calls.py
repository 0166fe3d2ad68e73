"""Roll calls in the browser, with a small record and without one."""

import csv
import io

import pytest

from leeway.faces.tables import json_text
from leeway.verdict.roll_calls import COLUMNS, VOTE_COLUMNS, find_roll_calls, roll_call


def test_a_search(recorded, record):
    told = recorded.get("/roll-calls.json?q=kites&state=KAZ&partner=FRA")
    own = find_roll_calls("kites", state="KAZ", partner="FRA", record=record)
    assert told.text == json_text(own.to_dict())
    assert recorded.get("/api/roll-calls?q=kites&state=KAZ&partner=FRA").content == told.content
    rows = list(csv.reader(io.StringIO(recorded.get("/roll-calls.csv?q=kites").text)))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 1 + own.total
    page = recorded.get("/roll-calls?q=kites&state=KAZ").text
    assert 'href="/roll-call/A/RES/77/1"' in page


def test_a_search_without_a_result_has_the_same_columns(recorded):
    rows = list(csv.reader(io.StringIO(recorded.get("/roll-calls.csv?q=unheard").text)))
    assert [tuple(row) for row in rows] == [COLUMNS]
    assert recorded.get("/roll-calls?q=unheard").status_code == 200


@pytest.mark.parametrize("symbol", ["A/RES/78/1", "78/1", "a/res/78/1"])
def test_one_roll_call(recorded, record, symbol):
    own = roll_call("A/RES/78/1", record=record)
    assert recorded.get(f"/roll-call/{symbol}.json").text == json_text(own.to_dict())
    assert recorded.get("/api/roll-call", params={"symbol": symbol}).text == json_text(own.to_dict())
    assert recorded.get(f"/roll-call/{symbol}").status_code == 200
    rows = list(csv.reader(io.StringIO(recorded.get(f"/roll-call/{symbol}.csv").text)))
    assert tuple(rows[0]) == VOTE_COLUMNS


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/roll-call/A/RES/1/1.json", "A/RES/1/1"),
        ("/roll-calls.svg?q=kites", "does not come as svg"),
        ("/roll-calls.json?state=Kazakstn", "Kazakstn"),
        ("/roll-calls.json?since=2020&until=2010", "backwards"),
        ("/roll-calls.json?limit=0", "at least 1"),
        ("/roll-calls.json?words=kites", "nothing called 'words'"),
        ("/roll-calls.json?state=KAZ&partner=KAZ", "itself"),
    ],
)
def test_what_cannot_be(recorded, path, said):
    answer = recorded.get(path)
    assert answer.status_code == 400, answer.text
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "words", ["%00", "%25_%27%22;DROP TABLE votes--", "\u202e", "%ff", "x" * 400, "a " * 190]
)
def test_odd_words_find_nothing_and_break_nothing(recorded, words):
    answer = recorded.get(f"/roll-calls?q={words}")
    if answer.status_code == 307:
        answer = recorded.get(answer.headers["location"])
    assert answer.status_code in (200, 400)
    assert recorded.get("/roll-calls.json").json()["total"] > 0


@pytest.mark.parametrize("symbol", ["%00", "%ff", "a'b", "..%2f..", "x" * 500])
def test_odd_symbols(recorded, symbol):
    assert recorded.get(f"/roll-call/{symbol}").status_code == 400


def test_votes_and_surprise_of_a_record(recorded):
    for path in ("/votes/KAZ/RUS", "/surprise/KAZ/A/RES/78/1", "/surprise/KAZ/A%2FRES%2F78%2F1"):
        for form in ("", ".json", ".csv", ".svg", ".bib", ".xlsx"):
            assert recorded.get(path + form).status_code in (200, 400)
    assert recorded.get("/ties/KAZ/RUS.json").status_code in (200, 404)


def test_without_a_record_the_search_says_so(web):
    assert "there is none yet" in web.get("/roll-calls").text
    for path in ("/roll-calls.json", "/roll-calls.csv", "/roll-call/A/RES/78/1.json", "/api/roll-calls"):
        answer = web.get(path)
        assert answer.status_code == 404
        assert answer.json()["type"] == "/problems/data"


def test_a_record_that_arrives_is_found(tmp_path, record):
    from tests.faces.web.conftest import asking

    from leeway.faces.web.app import create_app
    from leeway.faces.web.settings import Settings

    path = tmp_path / "record.duckdb"
    browser = asking(create_app(Settings(record=str(path))))
    assert "there is none yet" in browser.get("/roll-calls").text
    path.write_bytes(record.read_bytes())
    assert "lanterns" in browser.get("/roll-calls").text
