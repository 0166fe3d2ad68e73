"""The page of a reading: whole, safe, and true to the document."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeway.faces.reading_page import reading_page

WORDS = (
    "Is Kazakhstan going its own way?\n"
    "“We will not recognise them,” President Tokayev said <b>today</b> & left.\r\n"
    "Consequently it has gone \u202eits\u202c own way.\n"
)


def place(words):
    start = WORDS.index(words)
    return [start, start + len(words)]


READING = {
    "document": {
        "file": "a & b.txt",
        "chars": len(WORDS),
        "publisher": None,
        "author": "A. Writer",
        "date": "2022-06-17",
        "sections": [
            {"kind": "report", "span": [0, 100]},
            {"kind": "comment", "span": place("Consequently")},
        ],
    },
    "statements": [
        {
            "id": "s1",
            "kind": "direct",
            "speaker": {"name": "Tokayev", "state": "KAZ", "span": place("Tokayev")},
            "role": "President",
            "cue_span": place("said"),
            "content_spans": [place("We will not recognise them")],
            "venue": None,
            "date": "2022-06-17",
            "date_inferred": True,
            "addressee": None,
            "prompted_by": None,
            "weak_source": False,
            "nested_in": None,
            "voice": "report",
            "present": ["Putin"],
        }
    ],
    "positions": [
        {
            "holder": "Tokayev",
            "holder_state": "KAZ",
            "target": "them",
            "position": "does not recognise",
            "span": place("not recognise them,” President"),
            "statement": "s1",
        }
    ],
    "claims": [
        {
            "id": "c1",
            "type": "recognition",
            "span": place("recognise"),
            "states": ["KAZ"],
            "verdict": "supported",
            "reason": "no recognition in the record",
            "rows": [{"state": "KAZ", "entity": "<i>Abkhazia</i>", "from": None}],
            "statement": "s1",
        }
    ],
    "inferences": [{"span": place("Consequently it has gone"), "cue": "Consequently"}],
    "question": {"span": place("Is Kazakhstan going its own way?"), "about": ["KAZ", "RUS"]},
    "conclusion": None,
    "notes": [{"kind": "hidden character", "span": place("\u202eits")}],
    "model": {
        "endpoint": "http://localhost/v1/chat/completions",
        "kept": 1,
        "dropped": 2,
        "dropped_because": {"not in the document": 2},
        "failed": None,
        "sent": 50,
        "chars": len(WORDS),
        "statements": [
            {
                "id": "m1",
                "kind": "reported",
                "speaker": None,
                "content_spans": [place("left")],
                "exact": False,
            }
        ],
        "positions": [],
        "inferences": [],
        "compared": {"both": [], "only_rules": ["s1"], "only_model": ["m1"]},
    },
}
VOID = {"meta", "br"}
TAGS = VOID | {
    "html", "head", "title", "style", "body", "a", "header", "h1", "h2", "h3", "dl", "dt", "dd", "p", "span",
    "main", "article", "div", "section", "ul", "li", "q", "table", "tr", "th", "td",
}  # fmt: skip


class Page(HTMLParser):
    """A page taken apart; fails on tags that do not match or that no page of ours has."""

    def __init__(self, page):
        super().__init__()
        self.open, self.ids, self.links, self.attributes = [], [], [], []
        self.marked, self.title, self.style, self.metas = [], "", "", []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        assert tag in TAGS
        assert len(values) == len(attrs)
        self.attributes += [(tag, *one) for one in attrs]
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        if tag == "meta":
            self.metas.append(values)
        if tag not in VOID:
            self.open.append((tag, values.get("class", "")))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if self.open and self.open[-1][0] == "title":
            self.title += data
        if self.open and self.open[-1][0] == "style":
            self.style += data
        classes = [styles for _, styles in self.open]
        if "text" in classes and not {"ref", "part"} & set(classes):
            inner = [one for one in classes[classes.index("text") + 1 :] if one != "unseen"]
            self.marked.append((data, inner[-1] if inner else ""))

    def text(self):
        return "".join(words for words, _ in self.marked)

    def styled(self, style):
        return "".join(words for words, styles in self.marked if style in styles.split())


@pytest.fixture
def page():
    return Page(reading_page(READING, WORDS))


def test_the_document_is_whole(page):
    assert page.text() == WORDS.replace("\r\n", "\n").replace("\u202e", "[U+202E]").replace(
        "\u202c", "[U+202C]"
    )


def test_places_are_marked(page):
    assert page.styled("said") == "We will not recognise themleft"
    assert page.styled("position") == "not recognise them,” President"
    assert page.styled("supported") == "recognise"
    assert page.styled("speaker") == "Tokayev"
    assert page.styled("question") == "Is Kazakhstan going its own way?"
    assert page.styled("inference") == "Consequently it has gone"
    assert page.styled("note") == "[U+202E]its"


def test_spans_that_overlap_are_split(page):
    assert ("We will ", "said") in page.marked
    assert ("not ", "position said") in page.marked
    assert ("recognise", "position said supported") in page.marked
    assert (" them", "position said") in page.marked
    assert (",” President", "position") in page.marked


def test_from_the_place_to_the_entry_and_back(page):
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)
    for key in ("s1", "p1", "c1", "i1", "n1", "question", "ms1"):
        assert {f"#e-{key}", f"#t-{key}"} <= set(page.links)


def test_what_is_told():
    page = reading_page(READING, WORDS)
    for told in (
        "<title>Reading of a &amp; b.txt</title>",
        "<dd>A. Writer</dd>",
        "2022-06-17 (in part from elsewhere)",
        "c1 ✓",
        "no recognition in the record",
        "<td>&lt;i&gt;Abkhazia&lt;/i&gt;</td>",
        "<dd>Putin</dd>",
        "Tokayev does not recognise them",
        "<dd>KAZ, RUS</dd>",
        "2 not in the document",
        "did not find it",
        f"the first 50 of {len(WORDS)} characters",
        "returned nearly as they stand",
    ):
        assert told in page


def test_nothing_is_loaded_and_nothing_runs(page):
    (policy,) = (one["content"] for one in page.metas if "http-equiv" in one)
    hashed = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{hashed}'"
    assert "url(" not in page.style
    assert "@import" not in page.style
    assert all(link.startswith("#") for link in page.links)
    assert not any(name.startswith("on") or name in ("src", "style") for _, name, _ in page.attributes)
    assert ("html", "lang", "en") in page.attributes


def test_a_model_that_failed_is_told():
    reading = {
        "model": {"endpoint": "<e>", "kept": 0, "dropped": 0, "failed": "no answer <within> 3 seconds"}
    }
    page = reading_page(reading, "")
    assert "no answer &lt;within&gt; 3 seconds" in page
    assert "<dd>&lt;e&gt;</dd>" in page
    assert "language model" not in reading_page({"model": None}, "")


def test_verdicts_that_are_none_cannot_be_checked():
    page = reading_page({"claims": [{"id": "c9", "verdict": 'x" onload="', "span": [0, 1]}]}, "abc")
    assert "c9 ?" in page
    assert "onload" not in page


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\x1b", "\ud800", "\U000e0041", "\u2028"]
)
def test_unseen_characters_are_written_out(char):
    reading = {
        "document": {"file": char},
        "statements": [{"id": char, "speaker": {"name": char}, "role": char}],
    }
    page = reading_page(reading, f"a{char}b")
    assert char not in page
    assert page.count(f"[U+{ord(char):04X}]") == 6
    page.encode()


def contrast(one, other):
    def light(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_readable_in_light_and_dark(page):
    schemes = [dict(re.findall(r"--(\w+): (#\w{6})", part)) for part in page.style.split("@media", 2)[:2]]
    assert len(schemes[0]) == len(schemes[1]) == 12
    for colours in schemes:
        for ground in ("page", "said", "asked", "supported", "contradicted", "partly", "cannot"):
            assert contrast(colours["ink"], colours[ground]) >= 7
            assert contrast(colours["link"], colours[ground]) >= 4.5
        assert contrast(colours["note"], colours["page"]) >= 4.5


def test_a_long_document_with_many_places_takes_linear_time():
    words = "word " * 400_000
    places = [[start, start + 30] for start in range(0, 1_000_000, 20)]
    reading = {"inferences": [{"span": one, "cue": "so"} for one in places]}
    begun = time.monotonic()
    page = reading_page(reading, words)
    assert time.monotonic() - begun < 10
    assert page.count('href="#e-i') == 50_000


ODD = st.text("<>&\"'a\u202e\ud800\r\n", max_size=6)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 90) | st.floats() | ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3),
    max_leaves=6,
)
SPAN = st.lists(st.integers(-9, 90), min_size=2, max_size=2)
KEYS = st.sampled_from([
    "id", "kind", "speaker", "role", "holder", "verdict", "rows", "reason", "states", "cue", "about", "name",
    "date", "date_inferred", "exact", "type", "target",
])  # fmt: skip
ONE = st.builds(
    lambda facts, span, spans: facts | {"span": span, "content_spans": spans},
    st.dictionaries(KEYS, ANY, max_size=6),
    SPAN | ANY,
    st.lists(SPAN | ANY, max_size=3) | ANY,
)
LIST = st.lists(ONE | ANY, max_size=3) | ANY
PARTS = dict.fromkeys(("statements", "positions", "claims", "inferences", "notes"), LIST)
OF_MODEL = PARTS | {"endpoint": ANY, "dropped_because": ANY, "compared": ANY}
READINGS = st.fixed_dictionaries({}, optional=PARTS | {
    "document": st.dictionaries(st.sampled_from(["file", "author", "sections"]), LIST) | ANY,
    "question": ONE | ANY,
    "conclusion": ONE | ANY,
    "model": st.fixed_dictionaries({}, optional=OF_MODEL) | ANY,
})  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(READINGS, st.text("<>&\"' ab\n\r\u202e\u200b\ud800é𝒳", max_size=80))
def test_whatever_the_reading_the_page_is_whole(reading, words):
    made = reading_page(reading, words)
    made.encode()
    page = Page(made)
    shown = re.sub("[\u202e\u200b\ud800]", lambda one: f"[U+{ord(one[0]):04X}]", words)
    without_ends = re.sub("[\r\n]+", "\n", shown)
    assert re.sub("\n+", "\n", page.text()) == without_ends
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {name for _, name, _ in page.attributes} <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "dir", "role", "tabindex",
        "aria-label", "aria-labelledby", "scope",
    }  # fmt: skip
