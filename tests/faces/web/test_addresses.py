"""Addresses: one a view, and what is said of those that cannot be."""

import json
import re
from pathlib import Path

import pytest

MEANT = [
    ("/ask/Kazakhstan/Moscow", "/ask/KAZ/RUS"),
    ("/ask/kazakh/Putin.json?since=2004", "/ask/KAZ/RUS.json?since=2004"),
    ("/ask/KAZ/RUS?since=2004&until=&as_of=", "/ask/KAZ/RUS?since=2004"),
    ("/ask/KAZ/RUS?until=2020&since=2004", "/ask/KAZ/RUS?since=2004&until=2020"),
    ("/ask/KAZ/RUS?weight.votes=0.5&weight.trade=1", "/ask/KAZ/RUS?weight=votes%3D0.5"),
    ("/ask/KAZ/RUS?weight.votes=&figure=", "/ask/KAZ/RUS"),
    ("/ask/KAZ/RUS?robust=0", "/ask/KAZ/RUS"),
    ("/ask/KAZ%00/RUS", "/ask/KAZ/RUS"),
    ("/movers/Russia?n=10&line=votes", "/movers/RUS"),
    ("/positions/Kazakhstan,RUS,KAZ", "/positions/KAZ,RUS"),
    ("/state/Kazakhstan.csv", "/state/KAZ.csv"),
    ("/state/KAZ?from=elsewhere", "/state/KAZ"),
    ("/line/Kazakhstan/RUS/votes?since=", "/line/KAZ/RUS/votes"),
    ("/weights/Kazakhstan/RUS.csv", "/weights/KAZ/RUS.csv"),
    ("/compare?pair=&pair=Kazakhstan-Russia&since=", "/compare?pair=KAZ%2CRUS"),
    ("/roll-calls?q=kites&state=Kazakh&since=", "/roll-calls?q=kites&state=KAZ"),
    ("/embed/movers/Russia?figure=map", "/embed/movers/RUS?figure=map"),
    ("/embed/ask/KAZ/RUS.png", "/ask/KAZ/RUS.png"),
    ("/surprise/Kazakh/A/RES/ES-11/1/", "/surprise/KAZ/A%2FRES%2FES-11%2F1"),
    ("/?q=Is+Kazakhstan+drifting+from+Russia+since+2014", "/ask/KAZ/RUS?since=2014"),
    ("/?q=Kazakhstan", "/state/KAZ"),
    (
        "/ask?a=Kazakhstan&b=Russia&since=&prior=leeway=0.2&prior=hedging=0.1",
        "/ask/KAZ/RUS?prior=leeway%3D0.2&prior=hedging%3D0.1",
    ),
    ("/roll-call?symbol=A/RES/ES-11/1", "/roll-call/A/RES/ES-11/1"),
]


@pytest.mark.parametrize(("path", "own"), MEANT)
def test_a_view_has_one_address(web, path, own):
    led = web.get(path)
    assert led.status_code in (303, 307)
    assert led.headers["location"] == own
    assert web.get(own).status_code not in (303, 307)


@pytest.mark.parametrize(
    "path",
    [
        "/surprise/KAZ/a+b",
        "/surprise/KAZ/%2541",
        "/surprise/KAZ/100%25",
        "/surprise/KAZ/A/RES/ES-11/1.json",
        "/surprise/KAZ/A%2FRES%2FES-11%2F1.json",
        "/surprise/KAZ/%ff%fe",
        "/surprise/KAZ/does%20not%20recognise%20DNR?on=2022-06-17&venue=%FF+a%2Bb",
        "/ask/KAZ/RUS?prior=leeway=0.2",
        "/roll-calls?q=100%25+a%2Bb",
    ],
)
def test_letters_with_a_meaning_of_their_own_lead_to_no_circle(web, path):
    for _ in range(2):
        answer = web.get(path)
        if answer.status_code == 307:
            path = answer.headers["location"]
    assert answer.status_code in (200, 400, 404)


@pytest.mark.parametrize(
    "path", ["/", "/ask/KAZ/RUS", "/ask/KAZ/RUS.csv", "/api/ask?a=KAZ&b=RUS", "/nothing"]
)
def test_the_head_of_an_answer(web, path):
    head, whole = web.head(path), web.get(path)
    assert head.content == b""
    assert head.status_code == whole.status_code
    assert dict(head.headers) == dict(whole.headers)


def test_a_slash_at_the_end_is_told_of(web):
    page = web.get("/ask/KAZ/RUS/")
    assert page.status_code == 404
    assert 'href="/ask/KAZ/RUS"' in page.text
    assert "evil" not in re.sub(r"Nothing lies at [^<]*", "", web.get("//evil.example/x/").text)


@pytest.mark.parametrize(
    "path",
    [
        "/ask/Kazakstn/Russia?since=2004",
        "/ask/yug/RUS",
        "/ask?a=Kazakstn&b=Russia&since=2004",
        "/positions/KAZ,Rusia",
        "/state/Kazakstn",
        "/weights/Kazakstn/RUS",
        "/line/Kazakstn/RUS/votes",
        "/movers/Rusia",
    ],
)
def test_links_to_what_may_have_been_meant_work(web, path):
    page = web.get(path)
    assert page.status_code == 400
    main = page.text.partition("<main")[2].partition("</main")[0]
    links = re.findall(r'<li><a href="([^"]+)"', main)
    assert links
    for link in links:
        assert web.get(link.replace("&amp;", "&")).status_code == 200


REFUSED = {
    "unknown state": "/ask/Kazakstn/Russia.json",
    "ambiguous state": "/ask/Korea/RUS.json?since=2004",
    "unknown name": "/ask/KAZ/RUS.json?sinc=2004",
    "unknown name, interface": "/api/ask?a=KAZ&b=RUS&sinc=2004",
    "an array": "/ask/KAZ/RUS.json?since[]=2004",
    "no day": "/ask/KAZ/RUS.json?since=2004-02-31",
    "no month": "/ask/KAZ/RUS.json?since=2004-13",
    "year nought": "/ask/KAZ/RUS.json?since=0000",
    "not a day": "/ask/KAZ/RUS.json?since=yesterday",
    "backwards": "/ask/KAZ/RUS.json?since=2020&until=2010",
    "the same twice": "/ask/KAZ/Kazakhstan.json?since=2004",
    "not covered": "/ask/KAZ/RUS.json?since=9999",
    "unknown chart": "/ask/KAZ/RUS.svg?figure=pie",
    "unknown form": "/compare.svg",
    "unknown line": "/line/KAZ/RUS/weather.json",
    "unknown line asked": "/ask/KAZ/RUS.json?lines=weather",
    "too many pairs": "/compare.json?" + "&".join(["pair=KAZ,RUS"] * 9),
    "no pair": "/compare.json?pair=KAZ",
    "not UTF-8": "/ask/%ff%fe/RUS.json",
    "huge": "/movers/RUS.json?n=" + "9" * 400,
    "infinite": "/ask/KAZ/RUS.json?weight=votes=1e999",
    "no number": "/ask/KAZ/RUS.json?prior=leeway=nan",
    "twice": "/ask/KAZ/RUS.json?since=2004&since=2005",
    "twice, interface": "/api/ask?a=KAZ&b=RUS&a=USA",
    "empty, interface": "/api/ask?a=KAZ&b=RUS&since=",
    "missing, interface": "/api/movers",
    "control characters": "/ask/%1b[31mred%07/RUS.json",
    "a long word": "/ask/KAZ/RUS.json?lines=" + "x" * 401,
    "a long address": "/ask/KAZ/RUS.json?lines=" + "x" * 3000,
    "a sentence of nothing": "/api/ask?a=KAZ",
    "no record": "/votes/KAZ/RUS.json",
    "nothing there": "/api/nothing",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_said_of_an_address_that_cannot_be(web, name, settings, snapshot):
    path = REFUSED[name]
    answer = web.get(path)
    if answer.status_code == 307:
        answer = web.get(answer.headers["location"])
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert list(told) == ["type", "title", "status", "detail", "instance", "hint", "near"]
    assert told["status"] == answer.status_code in (400, 404)
    assert web.get(told["type"]).status_code == 200
    _tells_nothing_of_the_machine(answer.text, settings)
    assert [told["status"], told["detail"], told["hint"], told["near"]] == snapshot
    if not path.startswith("/api") and ".json" in path:
        page = web.get(path.replace(".json", "", 1))
        if page.status_code != 307:
            assert page.status_code == told["status"]
            assert page.headers["content-type"] == "text/html; charset=utf-8"
            _tells_nothing_of_the_machine(page.text, settings)


def _tells_nothing_of_the_machine(text, settings):
    folder = str(Path(settings.record).parent)
    for one in ("Traceback", "site-packages", "/src/leeway", "pydantic", 'File "', folder):
        assert one not in text, one


@pytest.mark.parametrize(
    "path", ["/roll-calls", "/votes/KAZ/RUS", "/ties/KAZ/RUS", "/sources", "/ask/KAZ/RUS"]
)
def test_no_page_tells_where_the_record_would_lie(web, path, settings):
    _tells_nothing_of_the_machine(web.get(path).text, settings)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/ask/KAZ/RUS", 405),
        ("DELETE", "/api/ask", 405),
        ("GET", "/api/read", 405),
        ("PUT", "/read", 405),
    ],
)
def test_other_methods(web, method, path, status):
    answer = web.request(method, path)
    assert answer.status_code == status
    assert "allow" in answer.headers
    if path.startswith("/api"):
        assert answer.json()["status"] == status


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"text": ""}', "application/json", 400),
        (b'{"text": "\\ud800"}', "application/json", 400),
        (b'{"text": "a", "record": "/etc/passwd"}', "application/json", 400),
        (b'{"text": "a", "about": "KAZ"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text": "a"}', "text/plain", 400),
        (b"\xff\xfe", "application/json", 400),
    ],
)
def test_documents_that_cannot_be(web, body, kind, status):
    answer = web.post("/api/read", content=body, headers={"content-type": kind})
    assert answer.status_code == status, answer.text
    assert json.loads(answer.text)["status"] == status


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"text": ""}},
        {"files": {"file": ("a.pdf", b"%PDF-1.7 \x00\x01\x02")}},
        {"content": b"--x", "headers": {"content-type": "multipart/form-data; boundary=y"}},
        {"content": b"text=a", "headers": {"content-type": "multipart/form-data"}},
        {
            "content": b"text=%ff",
            "headers": {"content-type": "application/x-www-form-urlencoded; charset=zip"},
        },
        {"data": {"text": "a", "about": "x" * 200}},
    ],
)
def test_forms_that_cannot_be(web, sent):
    answer = web.post("/read", **sent)
    assert answer.status_code in (200, 400), answer.text
    assert "<h1" in answer.text


def test_many_unknown_states_take_no_time(web, monkeypatch):
    from leeway.faces.web import addresses

    searched = []
    own = addresses.look_up
    monkeypatch.setattr(
        addresses, "look_up", lambda *given, near=True: searched.append(near) or own(*given, near=near)
    )
    answer = web.get("/positions/" + ",".join(f"nowhere{n}" for n in range(200)) + ".json")
    assert answer.status_code == 400
    assert not any(searched)
