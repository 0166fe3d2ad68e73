"""What no request gets past: hosts, origins, sizes, scripts, files, logs."""

import builtins
import html
import io
import json
import logging
import pathlib
import re
import socket
from html.parser import HTMLParser

import anyio
import pytest
from tests.faces.web.asked import asked
from tests.faces.web.conftest import asking

from leeway.faces.web import commands
from leeway.faces.web.app import create_app
from leeway.faces.web.settings import Settings

EVERYWHERE = (
    "/",
    "/ask/KAZ/RUS",
    "/ask/KAZ/RUS.json",
    "/ask/KAZ/RUS.svg",
    "/ask/Kazakstn/RUS",
    "/ask/Kazakstn/RUS.json",
    "/ask/Kazakhstan/RUS",
    "/movers/RUS",
    "/positions/KAZ,RUS",
    "/trade/KAZ/RUS",
    "/state/KAZ",
    "/line/KAZ/RUS/votes",
    "/weights/KAZ/RUS",
    "/compare?pair=KAZ,RUS",
    "/surprise/KAZ/does%20not%20recognise%20DNR?on=2022-06-17",
    "/roll-calls",
    "/read",
    "/codebook",
    "/sources",
    "/cite",
    "/api",
    "/api/ask?a=KAZ&b=RUS",
    "/api/nothing",
    "/api/openapi.json",
    "/static/leeway.js",
    "/nothing",
)
EMBEDDED = ("/embed/ask/KAZ/RUS", "/embed/movers/RUS?figure=map", "/embed/ask/Kazakstn/RUS")


def _policy(answer):
    parts = (one.strip().split(" ", 1) for one in answer.headers["content-security-policy"].split(";"))
    return dict(parts)


@pytest.mark.parametrize("path", [*EVERYWHERE, *EMBEDDED])
def test_policies_go_with_every_response(web, path):
    answer = web.get(path)
    policy = _policy(answer)
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in str(policy)
    framed = path in EMBEDDED
    assert policy["frame-ancestors"] == ("*" if framed else "'none'")
    assert ("x-frame-options" in answer.headers) is not framed
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers
    assert "server" not in answer.headers


class _Parts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def _tags(text):
    parts = _Parts()
    parts.feed(text)
    return parts.tags


@pytest.mark.parametrize("path", [*EVERYWHERE, *EMBEDDED])
def test_no_page_holds_a_script_or_a_style_of_its_own(web, path):
    answer = web.get(path)
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return
    _is_plain(answer.text)


def _is_plain(text):
    for tag, attributes in _tags(text):
        assert not [name for name in attributes if name.startswith("on")], attributes
        assert "style" not in attributes, (tag, attributes)
        assert tag not in ("style", "base", "object", "embed", "iframe"), tag
        if tag == "script" and attributes.get("type") != "application/json":
            assert attributes["src"].startswith("/static/")
        if tag == "link" and attributes["rel"] != "alternate":
            assert attributes["href"].startswith("/static/")
        if tag in ("img", "form", "a", "input", "button"):
            for name in ("src", "action", "href", "formaction"):
                where = attributes.get(name, "/")
                assert where.startswith(("/", "#", "https://www.rfc-editor.org/")), where
                assert not where.startswith("//"), where


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST:8322", "127.0.0.1:8322", "[::1]", "[::1]:8322"]
)
def test_own_hosts_are_answered(web, host):
    assert web.get("/states", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8322", "127.0.0.1.evil.example", "localhost.", "", "10.0.0.1"),
        *(
            "[::2]",
            "[::1].evil.example",
            "::1",
            "127.0.0.1:",
            "127.0.0.1:80:80",
            "127.0.0.1:x",
            "a@127.0.0.1",
        ),
        *("127.0.0.1/x", "evil.example#127.0.0.1", "127.0.0.1:8322/../", "[::1", "192.168.1.4"),
    ],
)
def test_other_hosts_are_refused(web, host):
    for path in ("/states", "/api/ask?a=KAZ&b=RUS", "/static/leeway.css"):
        answer = web.get(path, headers={"host": host})
        assert answer.status_code == 421, host
        assert "content-security-policy" in answer.headers
    assert answer.headers["content-type"].startswith("text/html")


def test_a_name_can_be_allowed():
    named = asking(create_app(Settings(record="none.duckdb", hosts=("leeway.example",))))
    assert named.get("/states", headers={"host": "Leeway.example:8443"}).status_code == 200
    assert named.get("/states", headers={"host": "127.0.0.1"}).status_code == 421
    anyone = asking(create_app(Settings(record="none.duckdb", hosts=("*",))))
    assert anyone.get("/states", headers={"host": "anywhere.example"}).status_code == 200
    assert anyone.get("/states", headers={"host": "a b"}).status_code == 421


SAID = '"We do not recognise Kosovo," the Serbian foreign ministry said on 17 June 2022.'


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://127.0.0.1"}, 200),
        ({"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8080"}, 403),
        ({"origin": "http://127.0.0.1.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_pages_from_elsewhere_send_nothing_here(web, headers, status):
    assert web.post("/read", data={"text": SAID}, headers=headers).status_code == status
    told = web.post("/api/read", json={"text": SAID}, headers=headers)
    assert told.status_code == status
    assert status == 200 or told.json()["type"] == "/problems/elsewhere"


@pytest.mark.parametrize("path", ["/read", "/api/read"])
@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_large_body_is_refused_before_it_is_read(app, path, kind):
    if (path, kind) == ("/api/read", "multipart/form-data"):
        kind = "text/json"
    headers = {"content-type": kind + ("; boundary=b" if "multipart" in kind else "")}
    status, names, body, taken = asked(app, "POST", path, {**headers, "content-length": "9" * 15}, 1_000)
    assert (status, taken) == (413, 0)
    assert "content-security-policy" in names
    status, names, body, taken = asked(app, "POST", path, headers, 1_000)
    assert status in (400, 413)
    assert taken <= 16
    assert (status == 413) is (taken > 15)
    assert (taken > 15) is not ("multipart" in kind or (path, kind) == ("/read", "application/json"))
    assert "content-security-policy" in names
    if path == "/api/read":
        assert json.loads(body)["status"] == status


HOSTILE = (
    '</script><script>alert(1)</script><img src=x onerror=alert(2)> " onmouseover="alert(3) '
    "\u202egnp.exe \u2066 \u200b\u00ad \x1b[31m\x07 <!-- ]]> {{7*7}} &lt;b&gt; \u2028 "
)


@pytest.mark.parametrize("field", ["text", "about"])
def test_a_hostile_document_stays_text(web, field):
    said = (
        f'{HOSTILE}. "We do not recognise {HOSTILE} Kosovo," a Serbian minister said in June 2022. {HOSTILE}'
    )
    form = {"text": said} if field == "text" else {"text": SAID, "about": HOSTILE[:100]}
    page = web.post("/read", data=form)
    assert page.status_code == (200 if field == "text" else 400)
    _is_plain(page.text)
    names = {tag for tag, attributes in _tags(page.text)}
    assert "img" not in names
    assert not any(attributes.get("src") == "x" for _, attributes in _tags(page.text))
    for unseen in "\u202e\u2066\u200b\x1b\x07\u2028":
        assert unseen not in page.text
    assert "49" not in page.text.partition("7*7")[0][-40:]


@pytest.mark.parametrize(
    "where",
    [
        "/ask/{}/RUS",
        "/ask/KAZ/RUS?{}=1",
        "/ask/KAZ/RUS?since={}",
        "/surprise/KAZ/{}",
        "/roll-call/{}",
        "/?q={}",
        "/compare?pair={}",
        "/nothing/{}",
        "/state/{}",
    ],
)
def test_hostile_addresses_stay_text(web, where):
    from urllib.parse import quote

    page = web.get(where.format(quote(HOSTILE, safe="")))
    assert page.status_code in (400, 404)
    _is_plain(page.text)
    assert "<script>alert" not in page.text
    for unseen in "\u202e\u2066\x1b\x07\u2028":
        assert unseen not in page.text


def test_what_a_chart_holds_cannot_end_its_block(web):
    path = "/surprise/KAZ/does%20not%20recognise%20DNR?on=2022-06-17&venue=%3C/script%3E%3Cscript%3Ealert(1)"
    page = web.get(path)
    assert page.status_code == 200
    _is_plain(page.text)
    for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page.text, re.DOTALL):
        assert "<" not in block
        assert json.loads(html.unescape(block) if "&quot;" in block else block)


def test_a_title_of_the_record_stays_text(recorded):
    for path in ("/roll-calls", "/roll-call/A/RES/78/1"):
        page = recorded.get(path)
        assert "&lt;i&gt;lanterns" in page.text
        assert "<i>" not in page.text


ROOT = str(pathlib.Path(__file__).resolve().parents[3])
PATHS = (
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "/static/%252e%252e/app.py",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/vendor/..%5c..%5capp.py",
    "/static/leeway.css%00.js",
    "/static/vendor",
    "/static/LEEWAY.CSS",
    "/static/vendor/ORIGINS.md",
    "/static/file:///etc/passwd",
    "/state/..%2f..%2fetc%2fpasswd.json",
    "/ask/%2fetc%2fpasswd/RUS",
    "/ask/KAZ/RUS?lines=../../etc/passwd",
    "/ask/KAZ/RUS?record=/etc/passwd&estimates=/etc",
    "/events/KAZ/RUS?source=/etc/passwd&since=2010",
    "/surprise/KAZ/file:%2f%2f%2fetc%2fpasswd?on=2022-06-17",
    "/roll-call/..%2f..%2fetc%2fpasswd",
    "/codebook/../../etc/passwd",
    "/api/codebook?table=../../etc/passwd",
    "/api/ask?a=KAZ&b=RUS&record=/etc/passwd",
    "/api/complete?q=http://evil.example/x",
    "/embed/movers/http:%2f%2fevil.example",
    "/compare?pair=/etc/passwd,http://evil.example",
)


def test_no_request_opens_a_file_or_a_connection(web, monkeypatch):
    document = f"See file:///etc/passwd and http://evil.example/a.png. {SAID}"
    web.post("/read", data={"text": document})
    for path in PATHS:
        web.get(path)
    opened = []
    own_open, own_io, own_path, own_bytes = builtins.open, io.open, pathlib.Path.open, pathlib.Path.read_bytes

    def noted(original, at=0):
        def note(*given, **named):
            opened.append(str(given[at]))
            return original(*given, **named)

        return note

    def no_connection(*given):
        raise AssertionError(f"a connection to {given[1:]}")

    monkeypatch.setattr(builtins, "open", noted(own_open))
    monkeypatch.setattr(io, "open", noted(own_io))
    monkeypatch.setattr(pathlib.Path, "open", noted(own_path))
    monkeypatch.setattr(pathlib.Path, "read_bytes", noted(own_bytes))
    monkeypatch.setattr(socket.socket, "connect", no_connection)
    for path in PATHS:
        answer = web.get(path)
        assert answer.status_code < 500, path
        assert "root:" not in answer.text
        assert "def create_app" not in answer.text
    for form in ({"text": document}, {"text": "/etc/passwd"}):
        assert web.post("/read", data=form).status_code in (200, 400)
    web.post("/api/read", json={"text": "/etc/passwd"})
    assert not [one for one in opened if "etc" in one or "evil" in one]
    assert {one for one in opened if not one.startswith(ROOT)} == set()


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith("/static")])
def test_only_listed_files_lie_under_static(web, path):
    assert web.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/movers/USA?n=7&line=trade", "/movers/USA.json?n=7&line=trade", "/api/movers?b=USA&n=8"]
)
def test_a_fault_is_told_to_nobody(web, monkeypatch, caplog, path):
    def fail(*given, **named):
        raise RuntimeError("secret line=trade USA /home/someone")

    monkeypatch.setattr(commands, "rows_of", fail)
    with caplog.at_level(logging.DEBUG):
        answer = web.get(path)
    assert answer.status_code == 500
    assert "content-security-policy" in answer.headers
    logged = _logged(caplog)
    for text in (answer.text, logged):
        for one in ("secret", "someone", "USA?", "line=trade", "Traceback"):
            assert one not in text
    assert "RuntimeError at" in logged
    assert ("json" in path or "api" in path) == (answer.headers["content-type"] == "application/problem+json")


def _logged(caplog):
    """What was logged, but by the client that asks."""
    records = (one for one in caplog.records if not one.name.startswith("httpx"))
    return "\n".join(f"{one.getMessage()} {one.exc_info} {one.exc_text}" for one in records)


def test_a_fault_while_reading_tells_nothing_of_the_document(web, monkeypatch, caplog):
    from leeway.verdict import reading

    def fail(source, **named):
        raise ValueError(f"cannot read {source}")

    monkeypatch.setattr(reading, "read", fail)
    with caplog.at_level(logging.DEBUG):
        answer = web.post("/read", data={"text": "a very private letter"})
    assert answer.status_code == 500
    assert "private" not in answer.text + _logged(caplog)


def test_a_fault_after_the_start_of_an_answer_is_told_to_nobody(caplog):
    from leeway.faces.web.safety import Safety

    said = []

    async def broken(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("secret")

    async def send(message):
        said.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    anyio.run(Safety(broken, Settings()), scope, None, send)
    assert [one["type"] for one in said] == ["http.response.start"]
    assert "secret" not in caplog.text
