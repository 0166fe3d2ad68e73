"""Tables for people and programs."""

import csv
import io
import json

from tests.faces.at_a_terminal import uncoloured

from leeway.faces.tables import csv_table, json_text, text_table
from leeway.faces.terminal import Terminal

ROWS = [
    {"state": "CIV", "name": "Côte d'Ivoire, the", "change": -0.1, "note": None},
    {"state": "TUR", "name": 'Türkiye "TR"', "change": 12, "note": "x\ny"},
]


def test_csv_comes_back_as_it_went():
    back = list(csv.DictReader(io.StringIO(csv_table(ROWS))))
    assert [row["name"] for row in back] == [row["name"] for row in ROWS]
    assert back[0]["note"] == ""
    assert back[1]["note"] == "x\ny"


def test_an_empty_table_keeps_its_header():
    assert csv_table([], ["a", "b"]) == "a,b\n"
    assert text_table([], ["a", "b"]) == "a  b"


def test_json_keeps_letters_and_order():
    text = json_text({"b": "Türkiye", "a": None})
    assert text.index('"b"') < text.index('"a"')
    assert "Türkiye" in text
    assert json.loads(text) == {"b": "Türkiye", "a": None}


def test_long_cells_are_cut_in_text_only():
    long = [{"title": "x" * 100}]
    assert "x" * 61 not in text_table(long)
    assert "x" * 100 in csv_table(long)


def test_colour_leaves_a_table_aligned():
    rows = [
        {"line": "votes", "answer": "away", "probability": "over 99%", "rows": 12},
        {"line": "trade", "answer": "unclear", "probability": "-", "rows": 3},
    ]
    told = text_table(rows, on=Terminal(colour=True))
    assert "\x1b[1;38;5;130maway\x1b[0m" in told
    assert uncoloured(told) == text_table(rows)
