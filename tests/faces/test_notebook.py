"""Results as they show themselves in a notebook."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import leeway
from leeway.errors import DataError, QuestionError
from leeway.faces import notebook
from leeway.faces.notebook import KINDS, VEGA_LITE, Face, VegaLite, chart_of, shown
from leeway.faces.notebook_page import MOST_ROWS
from leeway.faces.typed_rows import TYPES, rows_of, typed
from leeway.measures.caution import Caveat
from leeway.measures.votes.roll_calls import Telling, TellingRollCall
from leeway.verdict.shown import Shown
from leeway.verdict.surprise import Surprise
from leeway.verdict.votes import Votes

VERDICT = Path(leeway.__file__).parent / "verdict"
TEXT = "Kazakhstan does not recognise <b>Abkhazia</b>, Tokayev said. Kazakhstan left the CSTO in 2020."
NAMES = {"state": "KAZ", "partner": "RUS", "state_name": "Kazakhstan", "partner_name": "Russia"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One result of every kind, on the shipped estimates; votes and their surprise are invented."""
    nowhere = tmp_path_factory.mktemp("nowhere") / "no.duckdb"
    symbol = "A/RES/ES-11/1"
    call = TellingRollCall("r1", symbol, "<i>Aggression</i>", dt.date(2022, 3, 2), "A", "N", False, 3.2)
    odds = {"Y": 0.25, "A": 0.7, "N": 0.05}
    return {
        "ask": leeway.ask("KAZ", "RUS", since="2004", record=None),
        "movers": leeway.movers("RUS", n=40),
        "ties": leeway.ties("KAZ", "RUS"),
        "trade": leeway.trade("KAZ", "RUS"),
        "backdoor": leeway.backdoor("KAZ", for_="RUS"),
        "events": leeway.events("KAZ", "RUS", since="2004", until="2014", record=nowhere),
        "stated": leeway.surprise("KAZ", "does not recognise DNR", on="2022-06-17"),
        "reading": leeway.read(TEXT, record=nowhere),
        "votes": Votes(
            **NAMES,
            since=dt.date(2014, 1, 1),
            until=dt.date(2024, 1, 1),
            told=Telling(
                common=1, same=0, absent_state=2, absent_partner=3, roll_calls=(call,), questions=()
            ),
        ),
        "surprise": Surprise(
            "KAZ", "Kazakhstan", symbol, "T", dt.date(2022, 3, 2), "A", odds, 0.5, 0.4, 900, None, 3
        ),
    }


class Page(HTMLParser):
    """What stands in a page: every tag with its attributes, its texts, and whether all is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_every_result_of_verdict_shows_itself() -> None:
    results = set()
    for path in VERDICT.glob("*.py"):
        module = importlib.import_module(f"leeway.verdict.{path.stem}")
        for name, one in inspect.getmembers(module, inspect.isclass):
            if one.__module__ == module.__name__ and issubclass(one, Shown) and one is not Shown:
                results.add(name)
                assert "__dict__" not in dir(one), f"{name} has slots alone"
    assert results == set(KINDS)
    assert set(KINDS.values()) == set(TYPES)


@pytest.mark.parametrize("kind", ["movers", "ties", "trade", "backdoor", "events", "votes"])
def test_columns_are_those_of_csv(kind: str) -> None:
    assert tuple(TYPES[kind]) == importlib.import_module(f"leeway.verdict.{kind}").COLUMNS


@pytest.mark.parametrize("kind", TYPES)
def test_the_table_is_the_rows(kind: str, results: dict[str, Any]) -> None:
    rows, table = rows_of(kind, results[kind]), results[kind].table()
    assert table.schema == pl.Schema(TYPES[kind])
    assert len(rows) == table.height > 0
    for row, found in zip(rows, table.iter_rows(named=True), strict=True):
        for name, value in found.items():
            told = value.isoformat() if isinstance(value, dt.date) else value
            assert told == (row[name] or None if TYPES[kind][name] == pl.Date else row[name])


def test_no_row_of_an_answer_is_left_out(results: dict[str, Any]) -> None:
    answer = results["ask"]
    assert set(answer.rows()[0]) == set(TYPES["ask"])
    assert answer.table()["line"].to_list() == [line.line for line in answer.asked]
    assert answer.table()["covered_to"].dtype == pl.Date


def test_a_table_without_rows_keeps_its_types() -> None:
    assert typed("ask", []).schema == pl.Schema(TYPES["ask"])


def test_pandas_gets_the_same_rows(results: dict[str, Any]) -> None:
    table, frame = results["trade"].table(), results["trade"].to_pandas()
    assert type(frame).__module__.startswith("pandas")
    assert frame.to_dict("list") == table.to_dict(as_series=False)
    assert str(results["ask"].to_pandas()["since"].dtype).startswith("datetime64")


def _without(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)


def test_without_pandas_it_says_what_to_type(
    results: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    _without(monkeypatch, "pandas")
    with pytest.raises(DataError, match=r"pandas is not installed(.|\n)*pip install 'leeway\[notebook\]'"):
        results["ask"].to_pandas()


def test_draws_are_those_of_the_line(results: dict[str, Any]) -> None:
    answer = results["ask"]
    votes = next(line for line in answer.lines if line.line == "votes").series
    draws = answer.draws("votes")
    assert draws.schema == {
        "draw": pl.Int64,
        "time": pl.Date,
        "period": pl.String,
        "value": pl.Float64,
        "line": pl.String,
        "unit": pl.String,
    }
    assert draws.height == votes.draws.size
    wide = draws.pivot("period", index="draw", values="value")
    assert wide.columns[1:] == list(votes.labels)
    np.testing.assert_array_equal(wide.drop("draw").to_numpy(), votes.draws)
    assert draws["time"].unique().sort().to_list() == votes.times.astype("datetime64[D]").tolist()
    means = draws.group_by("period", maintain_order=True).agg(pl.col("value").mean())["value"].to_numpy()
    error = votes.draws.std(axis=0) / np.sqrt(len(votes.draws))
    assert (np.abs(means - votes.mean) <= 4.0 * error + 1e-12).all()


def test_draws_of_all_lines_and_of_legs(results: dict[str, Any]) -> None:
    answer, trade = results["ask"], results["trade"]
    assert answer.draws()["line"].unique().sort().to_list() == sorted(line.line for line in answer.lines)
    arms = answer.draws("security: arms")
    assert arms["line"].unique().to_list() == ["security: arms"]
    assert set(trade.draws()["line"]) == {leg.leg for leg in trade.legs}
    assert set(results["ties"].draws()["line"]) == set(results["ties"].series)
    assert set(results["events"].draws()["line"]) == {"words", "deeds"}


def test_two_legs_of_one_name_are_told_apart(results: dict[str, Any]) -> None:
    first = results["trade"].legs[0]
    twice = replace(results["trade"], legs=(first, replace(first, source="other")))
    assert set(twice.draws()["line"]) == {f"exports ({first.source})", "exports (other)"}


def test_draws_that_are_not_there_are_named(results: dict[str, Any]) -> None:
    with pytest.raises(QuestionError, match=r"no draws of 'vote'(.|\n)*Possible: votes, recognition"):
        results["ask"].draws("vote")
    with pytest.raises(QuestionError, match="leeway movers rests on no draws"):
        results["movers"].draws()
    with pytest.raises(QuestionError, match="leeway surprise rests on no draws"):
        results["stated"].draws("votes")


@pytest.mark.parametrize("kind", TYPES)
def test_what_a_notebook_shows(kind: str, results: dict[str, Any]) -> None:
    result = results[kind]
    bundle = result._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert result._repr_html_() == bundle["text/html"]
    page = Page(bundle["text/html"])
    assert page.open == []
    assert {"script", "style", "link", "iframe"}.isdisjoint(tag for tag, _ in page.tags)
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert {cell["scope"] for cell in page.named("th")} == {"col"}
    assert len(page.named("tr")) == 1 + min(result.table().height, MOST_ROWS)
    assert shown(result).sentence in "".join(page.words)
    if kind == "reading":
        assert "No chart: A reading is a text" in "".join(page.words)
    else:
        picture = next(one for one in page.named("div") if one.get("role") == "img")
        assert picture["aria-label"] == shown(result).figure()["description"]
        assert page.named("svg")


def test_the_sentence_comes_first_and_what_to_mind_is_there(results: dict[str, Any]) -> None:
    answer = results["ask"]
    assert answer._repr_mimebundle_()["text/plain"] == answer.sentence
    words = "".join(Page(answer._repr_html_()).words)
    assert all(str(caveat) in words for caveat in answer.caveats)
    assert all(gap in words for gap in answer.cannot_show)
    assert f"Mind that ({len(answer.caveats)})" in words
    assert "The partner moved 74%" in words


def test_a_result_without_a_sentence_shows_its_text_in_a_terminal(results: dict[str, Any]) -> None:
    told = results["movers"]._repr_mimebundle_()["text/plain"]
    assert told.startswith("192 states compared with Russia")
    assert "Furthest towards Russia" in told


def test_only_what_is_asked_for_is_shown(results: dict[str, Any]) -> None:
    stated = results["stated"]
    assert list(stated._repr_mimebundle_(include=["text/plain"])) == ["text/plain"]
    assert list(stated._repr_mimebundle_(exclude=["text/plain"])) == ["text/html"]


def test_texts_are_escaped(results: dict[str, Any]) -> None:
    attack = '"><script>alert(1)</script>&'
    answer = replace(
        results["ask"],
        state_name=attack,
        caveats=(Caveat("thin-evidence", attack),),
        cannot_show=(attack,),
    )
    page = Page(answer._repr_html_())
    assert not page.named("script")
    assert "".join(page.words).count(attack) >= 3
    assert "<i>" not in results["votes"]._repr_html_()
    assert "&lt;i&gt;Aggression&lt;/i&gt;" in results["votes"]._repr_html_()


def test_no_colour_of_the_page_is_written_into_it(results: dict[str, Any]) -> None:
    html = results["ask"]._repr_html_()
    assert "currentColor" in html
    outside = re.sub(r"<svg.*?</svg>", "", html, flags=re.S)
    assert not re.search(r"color|background", outside)
    assert not re.search(r'(fill|stroke)="(black|white|#000|#fff)', html)


def test_a_long_table_says_that_it_is_cut(results: dict[str, Any]) -> None:
    html = results["trade"]._repr_html_()
    assert f"{MOST_ROWS} of {results['trade'].table().height} rows" in html
    assert ".table() holds all" in html


def test_with_altair_a_chart_is_an_altair_chart(results: dict[str, Any]) -> None:
    chart = results["ask"].chart("votes")
    assert type(chart).__module__.startswith("altair")
    assert chart.properties(width=900).to_dict()["width"] == 900
    assert chart.to_dict()["usermeta"] == shown(results["ask"]).figure("votes")["usermeta"]


def test_without_altair_a_chart_shows_itself(
    results: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    _without(monkeypatch, "altair")
    chart = results["trade"].chart()
    assert isinstance(chart, VegaLite)
    bundle = chart._repr_mimebundle_()
    assert bundle[VEGA_LITE] == chart.to_dict() == shown(results["trade"]).figure()
    assert json.loads(json.dumps(bundle[VEGA_LITE]))["$schema"].endswith("v6.json")
    assert "<svg" in bundle["text/html"]
    assert bundle["text/plain"] == str(chart) == chart.spec["description"]


def test_charts_have_names(results: dict[str, Any]) -> None:
    ask, movers = shown(results["ask"]), shown(results["movers"])
    assert {"moved", "rivals", "votes", "trade"} <= set(notebook.charts_of("ask", ask.content()))
    assert ask.figure("rivals")["usermeta"]["title"] == "Rival explanations"
    below = " ".join(movers.figure("map")["title"]["text"])
    assert "do not imply endorsement" in below
    assert "Natural Earth" in below
    assert "Natural Earth" not in " ".join(movers.figure("tiles")["title"]["text"])


def test_charts_that_are_not_there_are_refused(results: dict[str, Any]) -> None:
    with pytest.raises(QuestionError, match=r"no chart 'pie'(.|\n)*Possible: moved, rivals, votes"):
        results["ask"].chart("pie")
    with pytest.raises(QuestionError, match="none besides the main one"):
        results["trade"].chart("pie")
    with pytest.raises(QuestionError, match="nothing in it is drawn"):
        results["reading"].chart()
    with pytest.raises(QuestionError, match="nothing to draw in the chart 'moved'"):
        replace(results["ask"], moved=None, lines=()).chart("moved")


def test_positions_stay_a_frame_and_have_a_face() -> None:
    frame = leeway.positions(["KAZ", "RUS"], since="2020")
    face = shown(frame)
    assert face.table() is frame
    assert face.sentence == "Positions of 2 states."
    assert "<svg" in face.mimebundle()["text/html"]
    assert type(chart_of(frame)).__module__.startswith("altair")
    assert isinstance(leeway.shown(frame), Face)


@pytest.mark.parametrize("other", [3, "Kazakhstan", pl.DataFrame({"state": ["KAZ"]})])
def test_what_is_no_result_is_refused(other: object) -> None:
    with pytest.raises(QuestionError, match="is no result of Leeway"):
        shown(other)


def test_answering_imports_no_face() -> None:
    code = (
        "import sys, leeway; answer = leeway.ask('KAZ', 'RUS'); str(answer);"
        "heavy = ('altair', 'pandas', 'vl_convert', 'IPython', 'leeway.faces.notebook', 'leeway.faces');"
        "print(*[name for name in heavy if name in sys.modules]);"
        "answer._repr_html_(); print('leeway.faces.notebook' in sys.modules, 'altair' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines() == ["", "True False"]
