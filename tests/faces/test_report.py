"""The report: whole, safe, readable on screen and on paper, with the machine's answer inside."""

from __future__ import annotations

import itertools
import json
import re
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeway import ask, backdoor, events, movers, positions, surprise, ties, trade
from leeway.errors import QuestionError
from leeway.faces import palette
from leeway.faces.figures import chosen
from leeway.faces.report import drawn
from leeway.faces.report.page import json_inside, report_page

VOTES = {
    "state": "KAZ",
    "partner": "RUS",
    "since": "2014-06-29",
    "until": "2024-06-28",
    "common": 2,
    "same": 1,
    "absent": {"state": 0, "partner": 1},
    "unit": "bits",
    "roll_calls": [
        {
            "date": "2022-03-02",
            "symbol": "A/RES/ES-11/1",
            "title": "Aggression <b>against</b> Ukraine",
            "state_vote": "A",
            "partner_vote": "N",
            "same": False,
            "bits": 4.31,
        }
    ],
    "questions": [],
    "names": {"KAZ": "Kazakhstan", "RUS": "Russia"},
}
MAKE = {
    "ask": lambda: ask("KAZ", "RUS"),
    "movers": lambda: movers("RUS", n=3),
    "surprise": lambda: surprise("KAZ", "does not recognise DNR", on="2022-06-17"),
    "ties": lambda: ties("KAZ", "RUS"),
    "trade": lambda: trade("KAZ", "RUS"),
    "backdoor": lambda: backdoor("KAZ", for_="RUS"),
    "events": lambda: events("KAZ", "RUS"),
}
VOID = {"meta", "link", "br", "hr", "img"}


class Page(HTMLParser):
    """What stands where in a page; it fails where elements do not close in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.words = [], [], {}
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.words.setdefault(self.open[-1], []).append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def content_of(kind):
    if kind == "votes":
        return VOTES
    return (
        positions(["KAZ", "RUS"], since="2015").to_dicts() if kind == "positions" else MAKE[kind]().to_dict()
    )


@pytest.fixture(scope="module", params=[*MAKE, "positions", "votes"])
def made(request):
    content = content_of(request.param)
    return request.param, content, report_page(request.param, content, command="leeway 'A' & B")


def inside(page):
    (found,) = re.findall(
        r'<script type="application/json" id="leeway-answer">(.*?)</script>', page, re.DOTALL
    )
    return json.loads(found)


def test_the_answer_lies_inside(made):
    _, content, page = made
    assert inside(page) == json.loads(json.dumps(content, default=str))


def test_nothing_runs_and_nothing_is_loaded(made):
    _, _, text = made
    page = Page(text)
    (style,) = page.words["style"]
    told = [one["content"] for one in page.all("meta") if "http-equiv" in one]
    assert told == [palette.policy(style)]
    assert [one["type"] for one in page.all("script")] == ["application/json"]
    assert "url(http" not in text
    assert "@import" not in style
    for _, attrs in page.elements:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attrs)
        assert attrs.get("href", "#").startswith("#")


def test_headings_tables_and_charts_can_be_found_by_everybody(made):
    kind, _, text = made
    page = Page(text)
    assert page.all("html") == [{"lang": "en"}]
    levels = [int(name[1]) for name, _ in page.elements if re.fullmatch(r"h\d", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in page.elements:
        assert set(attrs.get("aria-labelledby", "").split()) <= set(ids)
        assert attrs.get("href", "#more")[1:] in ids
        assert set(re.findall(r"url\(#([^)]*)\)", str(attrs))) <= set(ids)
    assert len(page.all("caption")) == len(page.all("table")) > 0
    assert all(one.get("scope") in ("col", "row") for one in page.all("th"))
    assert '<th scope="row"></th>' not in text
    drawings = [attrs for name, attrs in page.elements if name == "svg"]
    shown = [one for one in page.all("div") if one.get("role") == "img"]
    assert len(drawings) == len(shown) == len(page.all("figure")) == len(page.all("figcaption"))
    assert all(one["aria-label"] for one in shown)
    assert all(one["aria-hidden"] == "true" for one in drawings)
    assert len(drawings) >= 1, kind


def test_what_an_answer_holds_is_on_the_page():
    content = MAKE["ask"]().to_dict()
    text = report_page("ask", content, command="leeway ask KAZ RUS --report a.html")
    page = Page(text)
    words = " ".join(one for told in page.words.values() for one in told)
    assert page.words["h1"] == [content["question"]]
    assert (
        text.index(content["question"]) < text.index(palette.shown(content["sentence"])) < text.index("<svg")
    )
    for told in (
        "81%", content["words"], content["since"], content["until"], "leeway ask KAZ RUS --report a.html",
        *content["caveats"], *content["cannot_show"], content["data"]["version"],
        *(line["line"] for line in content["lines"]),
        *(one["says"] for one in content["rivals"]),
        *(one["what"] for one in content["ties"]),
        *(one[key] for one in content["data"]["sources"] for key in ("publisher", "licence", "sha256")),
        "Treaty ending fissile material production", "Leeway, version",
        "Gaulier, Guillaume, and Soledad Zignago (2010)",
    ):  # fmt: skip
        assert told in words, told
    for line in content["lines"]:
        assert " to ".join(line["covered"]) in words
    assert len(page.all("figure")) == 3
    assert "World Bank" not in words


def test_rows_of_a_command_are_its_main_table():
    found = movers("RUS", n=3)
    rows = [row.to_dict() for row in found.rows]
    text = report_page("movers", found.to_dict(), rows=rows, columns=("state", "change"), sentence="Three.")
    assert '<p class="answer">Three.</p>' in text
    assert "As leeway movers --csv prints it" in text
    assert text.count("<caption") == 1
    assert Page(text).words["th"][:3] == ["state", "change", rows[0]["state"]]
    assert "United Nations Dag Hammarskjöld Library" in text


def test_a_long_table_tells_what_it_leaves_out():
    rows = [{"period": number, "mean": 0.5} for number in range(350)]
    text = report_page("unknown", rows, rows=rows)
    assert "50 more in the machine-readable answer." in text
    assert len(inside(text)) == 350


def test_a_chart_that_cannot_be_drawn_is_left_out(monkeypatch):
    def none(content):
        raise QuestionError("nothing to draw")

    monkeypatch.setitem(chosen.FIGURES, "votes", none)
    assert "<svg" not in report_page("votes", VOTES)


def test_drawings_keep_their_ids_apart():
    two = [drawn.on_page('<svg><clipPath id="a"/><g clip-path="url(#a)"/></svg>', f"c{n}-") for n in (1, 2)]
    assert 'id="c1-a"' in two[0]
    assert "url(#c2-a)" in two[1]


def test_what_a_user_wrote_is_text():
    odd = '</script><img src=x onerror=1>\u202e\u2028"<!--'
    content = {"state": "KAZ", "what": odd, "names": {"KAZ": odd}, "caveats": [odd], "rows": [{odd: odd}]}
    text = report_page("unknown", content, sentence=odd, command=odd)
    page = Page(text)
    assert not page.all("img")
    assert "\u202e" not in text
    assert inside(text) == content


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.text("<>&'\"!-/ab\u2028\ud800"),
        lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text("<&ab"), one, max_size=3),
        max_leaves=8,
    )
)
def test_json_inside_reads_back_the_same(content):
    text = json_inside(content)
    assert not set("<>&\u2028\ud800") & set(text)
    assert json.loads(text) == content


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.floats() | st.text("<>&ab", max_size=4),
    lambda one: (
        st.lists(one, max_size=3)
        | st.dictionaries(st.sampled_from(["periods", "mean", "unit", "times", "a", "b"]), one, max_size=4)
    ),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["legs", "series", "missing", "rates", "state"]), ANY, max_size=4))
def test_whatever_keys_hold_the_page_is_whole(content):
    page = Page(report_page("unknown", content))
    assert len(page.all("caption")) == len(page.all("table"))


def test_it_is_small():
    page = report_page("ask", MAKE["ask"]().to_dict())
    assert len(page.encode()) < 1_000_000


def contrast(one, other):
    def light(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_readable_in_light_in_dark_and_on_paper(made):
    (style,) = Page(made[2]).words["style"]
    schemes = [dict(re.findall(r"--(\w+): (#\w{6})", part)) for part in palette.PALETTE.split("@media")]
    assert len(schemes) == 2
    for colours in schemes:
        assert contrast(colours["ink"], colours["page"]) >= 7
        assert contrast(colours["link"], colours["page"]) >= 4.5
        assert contrast(colours["note"], colours["page"]) >= 4.5
    assert "@media screen and (prefers-color-scheme: dark)" in style
    assert "@media print" in style
    assert "@page" in style
    assert "thead { display: table-header-group; }" in style
    assert "tr, figure, li, dl, pre { break-inside: avoid; }" in style


def run(leeway, monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["leeway", *words])
    return leeway(*words)


def test_the_command_prints_as_before_and_writes_the_page(leeway, monkeypatch, tmp_path):
    to = tmp_path / "kaz rus.html"
    plain = leeway("ask", "KAZ", "RUS")
    told = run(leeway, monkeypatch, "ask", "KAZ", "RUS", "--report", str(to))
    assert (told.code, told.out) == (0, plain.out)
    assert told.err.splitlines()[-1] == f"The report is in {to}."
    text = to.read_text(encoding="utf-8")
    assert palette.shown(f"leeway ask KAZ RUS --report '{to}'") in text
    assert inside(text) == json.loads(leeway("ask", "KAZ", "RUS", "--json").out)


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_a_report_beside_another_form(form, leeway, monkeypatch, tmp_path):
    to = tmp_path / "a.html"
    told = run(leeway, monkeypatch, "movers", "RUS", form, "--report", str(to))
    assert told.out == leeway("movers", "RUS", form).out
    assert inside(to.read_text(encoding="utf-8"))["partner"] == "RUS"


def test_positions_have_a_report(leeway, monkeypatch, tmp_path):
    to = tmp_path / "a.html"
    told = run(leeway, monkeypatch, "positions", "KAZ", "--report", str(to))
    assert told.out == leeway("positions", "KAZ").out
    assert told.code == 0
    assert inside(to.read_text(encoding="utf-8")) == json.loads(leeway("positions", "KAZ", "--json").out)


@pytest.mark.parametrize(
    "command",
    ["ask", "movers", "positions", "votes", "surprise", "ties", "trade", "backdoor", "events", "read"],
)
def test_every_answering_command_has_the_option(command, leeway):
    assert "--report" in leeway(command, "--help").out


def test_a_report_that_cannot_be_written(leeway, tmp_path):
    told = leeway("movers", "RUS", "--report", str(tmp_path / "none" / "a.html"))
    assert told.code == 3
    assert "The report cannot be written" in told.err
    told = leeway("movers", "RUS", "--report", str(tmp_path / "a.csv"))
    assert told.code == 2
    assert not (tmp_path / "a.csv").exists()


def test_a_reading_takes_the_option_too(leeway, tmp_path):
    (tmp_path / "a.txt").write_text("“We will not recognise them,” Tokayev said.", encoding="utf-8")
    told = leeway("read", str(tmp_path / "a.txt"), "--report", str(tmp_path / "a.html"))
    assert told.code == 0
    assert "<h2" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_page_of_votes_shows_titles_as_text():
    text = report_page("votes", VOTES, rows=VOTES["roll_calls"])
    assert "Aggression &lt;b&gt;against&lt;/b&gt; Ukraine" in text
    assert "<h1>The roll calls that say most about Kazakhstan and Russia</h1>" in text
    assert "United Nations Dag Hammarskjöld Library" in text
