"""Workbooks of Excel: typed cells, texts that stay texts, a codebook and sources."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from leeway import ask
from leeway.errors import DataError, QuestionError
from leeway.faces import workbook
from leeway.faces.answer_keys import KEYS
from leeway.faces.workbook import answer_workbook, write_tables

DAY = dt.date(2022, 3, 2)
AT = dt.datetime.fromisoformat("2022-03-02T13:30")


def written(*args, **settings):
    held = io.BytesIO()
    write_tables(held, *args, **settings)
    held.seek(0)
    return held


def sheet(held, name):
    held.seek(0)
    return CalamineWorkbook.from_filelike(held).get_sheet_by_name(name).to_python()


def test_cells_have_the_type_of_their_values():
    frame = pl.DataFrame(
        {
            "day": [DAY, None],
            "share": [0.25, float("nan")],
            "rows": [3, None],
            "large": [2**53 + 1, 1],
            "same": [True, False],
            "states": [["KAZ", "RUS"], []],
            "vote": pl.Series(["Y", None], dtype=pl.Enum(["Y", "N"])),
            "at": [AT, None],
        }
    )
    rows = sheet(written({"votes": frame}), "votes")
    assert rows[0] == frame.columns
    assert rows[1] == [
        DAY, 0.25, 3.0, "9007199254740993", True, "KAZ; RUS", "Y", AT,
    ]  # fmt: skip
    assert rows[2] == ["", "", "", 1.0, False, "", "", ""]


@pytest.mark.parametrize(
    "text", ["=1+1", "{=A1}", "@SUM(A1)", "+1", "https://x.org/", "internal:a!A1", "007"]
)
def test_a_text_is_never_a_formula_a_link_or_a_number(text):
    held = written({"texts": [{"text": text}]})
    assert sheet(held, "texts")[1] == [text]
    with zipfile.ZipFile(held) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not [name for name in parts.namelist() if "rels/sheet" in name]


def test_the_header_stays_in_sight():
    with zipfile.ZipFile(written({"votes": [{"state": "KAZ"}]})) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in xml
    assert '<autoFilter ref="A1:A2"/>' in xml


def test_codebook_and_sources_follow_the_data():
    held = written(
        {"votes": [{"state": "KAZ"}]},
        meanings=[{"column": "state", "type": "VARCHAR", "meaning": "who"}],
        sources=[{"source": "un-votes", "licence": "free"}],
    )
    assert CalamineWorkbook.from_filelike(held).sheet_names == ["votes", "codebook", "sources"]
    assert sheet(held, "codebook")[1] == ["state", "VARCHAR", "who"]
    assert sheet(held, "sources")[1] == ["un-votes", "free"]


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(DataError, match="votes has 3 rows, and a sheet of Excel holds 2") as told:
        written({"votes": [{"state": "KAZ"}] * 3})
    assert told.value.hint == "Take it as Parquet: leeway export votes votes.parquet"
    assert sheet(written({"votes": [{"state": "KAZ"}] * 2}), "votes")


def test_names_of_sheets_that_are_added_are_kept_for_them():
    with pytest.raises(QuestionError, match="'sources'"):
        written({"sources": [{"a": 1}]})


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        write_tables(tmp_path / "none" / "a.xlsx", {"votes": [{"state": "KAZ"}]})


def test_an_answer_in_sheets():
    content = ask("KAZ", "RUS", since="2004").to_dict()
    held = io.BytesIO(answer_workbook(content))
    assert CalamineWorkbook.from_filelike(held).sheet_names == [
        "answer", "lines", "series", "rivals", "ties", "caveats", "codebook", "sources",
    ]  # fmt: skip
    told = dict(sheet(held, "answer")[1:])
    assert told["probability"] == content["probability"]
    assert told["sentence"] == content["sentence"]
    assert told["data.version"] == content["data"]["version"]
    legs = sum(len(line.get("legs", ())) for line in content["lines"])
    assert len(sheet(held, "lines")) == 1 + len(content["lines"]) + legs
    head, *series = sheet(held, "series")
    votes = [dict(zip(head, row, strict=True)) for row in series if row[0] == "votes"]
    own = next(line for line in content["lines"] if line["line"] == "votes")["series"]
    assert [row["mean"] for row in votes] == own["mean"]
    assert [row["time"].isoformat() for row in votes] == own["times"]
    assert [row[0] for row in sheet(held, "rivals")[1:]] == [one["name"] for one in content["rivals"]]
    assert len(sheet(held, "codebook")) == 1 + len(KEYS)
    assert [row[0] for row in sheet(held, "sources")[1:]] == [one["id"] for one in content["data"]["sources"]]
