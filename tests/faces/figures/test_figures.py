"""Charts are valid Vega-Lite, show what the answer says, and can be drawn."""

from __future__ import annotations

import json
from functools import cache

import altair as alt
import pytest

import leeway
from leeway.errors import QuestionError
from leeway.faces.figures.chosen import FIGURES, figure
from leeway.faces.figures.drawing import png, svg
from leeway.faces.figures.parts import rival_explanations, who_moved
from leeway.faces.figures.strip import evidence_strip, gaps, line_chart


@cache
def _content(kind: str):
    answers = {
        "ask": lambda: leeway.ask("KAZ", "RUS", since="2004").to_dict(),
        "movers": lambda: leeway.movers("RUS").to_dict(),
        "positions": lambda: leeway.positions(["KAZ", "RUS"], since="2010").to_dicts(),
        "ties": lambda: leeway.ties("KAZ", "RUS").to_dict(),
        "trade": lambda: leeway.trade("KAZ", "RUS").to_dict(),
        "backdoor": lambda: leeway.backdoor("KAZ", for_="RUS").to_dict(),
        "events": lambda: leeway.events("KAZ", "RUS").to_dict(),
        "surprise": lambda: leeway.surprise("KAZ", "does not recognise DNR", on="2022-06-17").to_dict(),
        "votes": lambda: {
            "roll_calls": [
                {"date": "2022-03-02", "symbol": "A/RES/1", "title": "One", "same": False, "bits": 2.0},
                {"date": "2022-03-03", "symbol": "A/RES/2", "title": "Two", "same": True, "bits": 1.0},
            ]
        },
    }
    return answers[kind]()


@pytest.mark.parametrize("kind", FIGURES)
def test_every_chart_is_valid_and_says_what_it_shows(kind: str) -> None:
    spec = figure(kind, _content(kind))
    alt.Chart.from_dict(spec)
    assert len(spec["description"]) > 20
    assert spec["usermeta"]["title"]


@pytest.mark.parametrize("kind", FIGURES)
def test_every_chart_is_drawn_without_anything_from_elsewhere(kind: str) -> None:
    drawn = svg(figure(kind, _content(kind)))
    assert drawn.startswith("<svg")
    assert "http" not in drawn.replace("http://www.w3.org/", "")


def test_the_strip_has_a_chart_a_line_in_the_order_of_the_answer() -> None:
    content = _content("ask")
    charts = evidence_strip(content)["vconcat"]
    assert [chart["title"]["text"].partition(":")[0] for chart in charts] == [
        line["line"] for line in content["lines"]
    ]
    assert len({json.dumps(chart["encoding"]["x"]["scale"]) for chart in charts}) == 1


def test_a_silent_line_is_hatched_throughout_and_draws_no_series() -> None:
    content = leeway.ask("KAZ", "UZB", since="2010").to_dict()
    silent = [place for place, line in enumerate(content["lines"]) if line["probability"] is None]
    assert silent
    for place in silent:
        chart = evidence_strip(content)["vconcat"][place]
        assert chart["title"]["text"].endswith("silent")
        assert len(chart["layer"]) == 1
        assert len(chart["layer"][0]["data"]["values"]) > 20


def test_time_after_the_source_is_a_gap_and_the_end_is_marked() -> None:
    content = _content("ask")
    words = next(line for line in content["lines"] if line["line"] == "words")
    assert ("2014-12-31", content["until"]) in gaps(words, (content["since"], content["until"]))
    assert "sources end 2014-12-31" in json.dumps(line_chart(words, (content["since"], content["until"])))
    votes = content["lines"][0]
    assert gaps(votes, (content["since"], content["until"])) == []


def test_who_moved_shows_shares_that_sum_to_one() -> None:
    rows = who_moved(_content("ask"))["data"]["values"]
    assert {row["who"] for row in rows} == {"Kazakhstan", "Russia", "neither alone"}
    assert sum(row["share"] for row in rows if row["line"] == "all lines") == pytest.approx(1.0, abs=1e-3)


def test_nothing_moved_is_no_chart() -> None:
    content = {**_content("ask"), "moved": None, "lines": [], "rivals": []}
    assert who_moved(content) is None
    assert rival_explanations(content) is None


def test_a_chart_that_is_not_there_is_told_in_words() -> None:
    with pytest.raises(QuestionError, match="no chart of 'cite'"):
        figure("cite", {})
    with pytest.raises(QuestionError, match="nothing to draw"):
        figure("votes", {"roll_calls": []})


def test_a_picture_stands_on_white() -> None:
    assert png(figure("trade", _content("trade")), scale=1.0).startswith(b"\x89PNG")
