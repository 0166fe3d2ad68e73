"""Every page in every form: an answer or a plain problem, with the numbers of the other faces."""

import csv
import io
import json
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

import leeway
from leeway.faces.cli import app as commands
from leeway.faces.tables import json_text

FORMS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "bib": "application/x-bibtex; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vl.json": "application/json",
}
SAID = "does not recognise DNR"
ON = "?on=2022-06-17"
VIEWS = {
    "ask": "/ask/{a}/{b}",
    "movers": "/movers/{b}",
    "positions": "/positions/{a},{b}",
    "ties": "/ties/{a}/{b}",
    "trade": "/trade/{a}/{b}",
    "backdoor": "/backdoor/{a}/{b}",
    "events": "/events/{a}/{b}",
    "votes": "/votes/{a}/{b}",
    "surprise": "/surprise/{a}/" + quote(SAID),
    "state": "/state/{a}",
    "line": "/line/{a}/{b}/trade",
    "weights": "/weights/{a}/{b}",
}
NEED_THE_RECORD = {"ties", "backdoor", "votes"}
PAGES = (
    "/",
    "/states",
    "/compare",
    "/roll-calls",
    "/read",
    "/codebook",
    "/sources",
    "/cite",
    "/api",
    "/problems/question",
)


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(
    "pair", [("KAZ", "RUS"), ("XKX", "SRB"), ("YUG", "RUS"), ("CSK", "DDR"), ("KAZ", "TKM"), ("VAT", "TUV")]
)
def test_every_view_of_every_pair_is_an_answer_or_a_plain_problem(web, name, pair):
    path, after = VIEWS[name].format(a=pair[0], b=pair[1]), ON if name == "surprise" else ""
    odd = pair != ("KAZ", "RUS")
    asked = [("", web.get(path + after))]
    if name in ("ask", "movers", "surprise") or not odd:
        asked.append(("embed", web.get(f"/embed{path}{after}")))
    drawn_once = {"svg", "png", "xlsx"} if odd else set()
    asked += [(form, web.get(f"{path}.{form}{after}")) for form in FORMS if form not in drawn_once]
    for form, answer in asked:
        if answer.status_code == 200:
            assert answer.headers["content-type"] == FORMS.get(form, "text/html; charset=utf-8")
            assert answer.content
        else:
            assert answer.status_code in (400, 404), (form, answer.text)
            assert answer.status_code != 404 or name in NEED_THE_RECORD or form == "embed"
            kind = "application/problem+json" if form in FORMS else "text/html; charset=utf-8"
            assert answer.headers["content-type"] == kind
    if name not in NEED_THE_RECORD | {"positions", "surprise"}:
        assert asked[0][1].status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_pages_beside_the_commands(web, path):
    answer = web.get(path)
    assert answer.status_code == 200
    assert "<h1" in answer.text or path == "/"


@pytest.mark.parametrize("line", [one["line"] for one in leeway.ask("KAZ", "RUS").to_dict()["lines"]])
def test_every_line_has_a_page_and_its_rows(web, line):
    assert web.get(f"/line/KAZ/RUS/{line}").status_code == 200
    rows = web.get(f"/line/KAZ/RUS/{line}.csv").text.splitlines()
    assert web.get(f"/line/KAZ/RUS/{line}.json").json()["line"] == line
    assert rows[0]


@pytest.mark.parametrize(
    ("path", "result"),
    [
        ("/ask/KAZ/RUS.json?since=2004", lambda: leeway.ask("KAZ", "RUS", since="2004")),
        (
            "/ask/KAZ/RUS.json?prior=leeway%3D0.2&weight=votes%3D0.5",
            lambda: leeway.ask("KAZ", "RUS", priors={"leeway": 0.2}, weights={"votes": 0.5}),
        ),
        ("/ask/YUG/RUS.json", lambda: leeway.ask("Yugoslavia", "RUS")),
        ("/movers/RUS.json?n=3", lambda: leeway.movers("RUS", n=3)),
        ("/trade/KAZ/RUS.json", lambda: leeway.trade("KAZ", "RUS")),
        ("/events/KAZ/RUS.json", lambda: leeway.events("KAZ", "RUS")),
        (f"/surprise/KAZ/{quote(SAID)}.json{ON}", lambda: leeway.surprise("KAZ", SAID, on="2022-06-17")),
    ],
)
def test_json_is_the_result_of_the_library(web, path, result):
    assert web.get(path).text == json_text(result().to_dict())


def test_positions_are_those_of_the_library(web):
    told = web.get("/positions/KAZ,RUS.json?since=2010").json()
    assert told == json.loads(json_text(leeway.positions(["KAZ", "RUS"], since="2010").to_dicts()))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/ask/KAZ/RUS.csv", ("ask", "KAZ", "RUS")),
        ("/movers/RUS.csv?n=3", ("movers", "RUS", "-n", "3")),
        ("/positions/KAZ,RUS.csv", ("positions", "KAZ", "RUS")),
        ("/trade/KAZ/RUS.csv", ("trade", "KAZ", "RUS")),
        ("/trade/XKX/SRB.csv", ("trade", "XKX", "SRB")),
        ("/events/DDR/RUS.csv", ("events", "DDR", "RUS")),
        ("/events/KAZ/RUS.csv", ("events", "KAZ", "RUS")),
    ],
)
def test_csv_is_that_of_the_command_line(web, path, words):
    printed = CliRunner().invoke(commands, [*words, "--csv"], catch_exceptions=False).stdout
    told = web.get(path).text
    assert told.rstrip("\n") == printed.rstrip("\n")
    assert next(csv.reader(io.StringIO(told)))


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/api/ask?a=Kazakh&b=Moscow&since=2004", "/ask/KAZ/RUS.json?since=2004"),
        ("/api/ask?a=Is+Kazakhstan+moving+away+from+Russia+since+2004%3F", "/ask/KAZ/RUS.json?since=2004"),
        ("/api/movers?b=RUS&n=3", "/movers/RUS.json?n=3"),
        ("/api/positions?states=KAZ,RUS", "/positions/KAZ,RUS.json"),
        ("/api/trade?a=KAZ&b=RUS", "/trade/KAZ/RUS.json"),
        ("/api/events?a=KAZ&b=RUS", "/events/KAZ/RUS.json"),
        (
            f"/api/surprise?state=KAZ&what={quote(SAID)}&on=2022-06-17",
            f"/surprise/KAZ/{quote(SAID)}.json{ON}",
        ),
        ("/api/bending?a=KAZ&b=RUS", "/weights/KAZ/RUS.json"),
        ("/api/bending?a=Has+Kazakhstan+moved+away+from+Russia", "/weights/KAZ/RUS.json"),
    ],
)
def test_the_interface_answers_as_the_pages_do(web, asked, path):
    told, page = web.get(asked), web.get(path)
    assert told.status_code == 200
    assert told.content == page.content
    assert told.headers["etag"] == page.headers["etag"]


def test_tables_of_the_interface(web):
    assert {row["table"] for row in web.get("/api/codebook?table=votes").json()} == {"votes"}
    assert len(web.get("/api/sources").json()) == leeway.sources().height
    assert web.get("/api/cite").json()[0]["of"] == "leeway"
    (first, *_) = web.get("/api/complete?q=Is+kaza").json()["completions"]
    assert first["state"] == "KAZ"
    assert "/api/ask" in web.get("/api/openapi.json").json()["paths"]


def test_pairs_side_by_side(web):
    told = web.get("/compare.json?pair=KAZ,RUS&pair=ARM,RUS&since=2010").json()["answers"]
    assert told[1] == web.get("/ask/ARM/RUS.json?since=2010").json()
    rows = list(csv.DictReader(io.StringIO(web.get("/compare.csv?pair=KAZ,RUS&pair=XKX,SRB").text)))
    assert [row["state"] for row in rows] == ["KAZ", "XKX"]
    assert web.get("/compare?pair=KAZ,RUS&pair=XKX,SRB").status_code == 200
    assert web.get("/compare.svg?pair=KAZ,RUS&pair=CSK,DDR").content.startswith(b"<svg")


@pytest.mark.parametrize("figure", ["ranking", "map", "tiles"])
def test_charts_of_movers(web, figure):
    assert web.get(f"/movers/RUS.svg?figure={figure}").content.startswith(b"<svg")


def test_a_citation_names_the_address_it_was_asked_under(web):
    own = web.get("/ask/KAZ/RUS.bib?since=2004").text
    other = web.get("/ask/KAZ/RUS.bib?since=2004", headers={"host": "localhost:8322"}).text
    assert r"\url{http://127.0.0.1/ask/KAZ/RUS?since=2004}" in own
    assert r"\url{http://localhost:8322/ask/KAZ/RUS?since=2004}" in other


def test_a_page_says_the_sentence_of_the_answer(web):
    sentence = leeway.ask("KAZ", "RUS").sentence
    assert sentence in web.get("/ask/KAZ/RUS").text.replace("&#x27;", "'")


def test_a_document_is_read_and_forgotten(web):
    said = '"We do not recognise Kosovo," the Serbian foreign ministry said on 17 June 2022.'
    page = web.post("/read", data={"text": said, "about": "SRB,RUS"})
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    told = web.post("/api/read", json={"text": said, "about": "SRB,RUS"})
    assert told.text == json_text(leeway.read(said, about="SRB,RUS").to_dict())
    sent = web.post("/read", files={"file": ("speech.txt", said.encode())}, data={"about": ""})
    assert "does not recognise" in sent.text


def test_a_long_document_can_be_pasted(web):
    page = web.post("/read", data={"text": "word " * 2 + "x" * 100 + "." + " " * 1_100_000}, files={"a": b""})
    assert page.status_code in (200, 400)
    assert "maximum size" not in page.text
