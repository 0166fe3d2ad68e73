"""Tables and answers taken away in every form."""

from __future__ import annotations

import json

import pandas as pd
import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from tests.record.readings import council, reading

from leeway import ask, export, movers, positions, surprise, ties, trade
from leeway.errors import DataError, QuestionError
from leeway.faces.answer_keys import KEYS, explained_keys, keys_of
from leeway.faces.export import explained
from leeway.record.loading import load
from leeway.record.store import open_record


@pytest.fixture
def record(tmp_path):
    to = tmp_path / "record.duckdb"
    load([reading(), council()], to)
    return to


def sheets(path):
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_table_of_the_record_as_a_workbook(record, tmp_path):
    told = sheets(export("votes", tmp_path / "votes.xlsx", record=record))
    with open_record(record) as opened:
        frame, loads = opened.table("votes"), opened.sources()
    assert list(told) == ["votes", "codebook", "sources"]
    assert len(told["votes"]) == 1 + frame.height
    assert [row[1] for row in told["codebook"][1:]] == frame.columns == explained("votes")["column"].to_list()
    head = told["sources"][0]
    assert {row[head.index("sha256")] for row in told["sources"][1:]} == set(loads["sha256"])
    assert all(row[head.index("citation")].startswith("United Nations") for row in told["sources"][1:])
    assert all(
        row[head.index("licence")] and "Leeway" in row[head.index("version")] for row in told["sources"][1:]
    )


def test_a_table_of_the_record_for_stata(record, tmp_path):
    path = export("votes", tmp_path / "votes.dta", record=record)
    with open_record(record) as opened:
        frame = opened.table("votes")
    with pd.io.stata.StataReader(path) as reader:
        labels, codes = reader.variable_labels(), reader.value_labels()
    meanings = dict(explained("votes").select("column", "meaning").iter_rows())
    assert labels["state"] == meanings["state"]
    assert codes["vote"] == dict(enumerate(frame.schema["vote"].categories))
    assert pd.read_stata(path)["vote"].to_list() == frame["vote"].to_list()


def test_forms_of_before_are_as_they_were(record, tmp_path):
    with open_record(record) as opened:
        frame = opened.table("votes")
    told = pl.read_parquet(export("votes", tmp_path / "votes.parquet", record=record))
    assert told.equals(frame.with_columns(pl.col(pl.Enum).cast(told.schema["vote"])))


def test_an_answer_in_every_form(tmp_path):
    answer = ask("KAZ", "RUS", lines="votes,trade")
    told = json.loads(export(answer, tmp_path / "a.json").read_text(encoding="utf-8"))
    assert told == answer.to_dict()
    assert pl.read_csv(export(answer, tmp_path / "a.csv"))["line"].to_list() == ["votes", "trade"]
    assert pl.read_parquet(export(answer, tmp_path / "a.parquet"))["change"].to_list() == [
        line["change"] for line in told["lines"]
    ]
    assert "series" in sheets(export(answer, tmp_path / "a.xlsx"))
    with pd.io.stata.StataReader(export(answer, tmp_path / "a.dta")) as reader:
        assert "negative is away" in reader.variable_labels()["change"]
        assert reader.variable_labels()["moved_state"] == "of the state"


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json", ".xlsx", ".dta"])
@pytest.mark.parametrize(
    "make",
    [
        lambda: movers("RUS", n=2),
        lambda: positions("KAZ", since="2020"),
        lambda: ties("KAZ", "RUS"),
        lambda: trade("KAZ", "RUS"),
        lambda: surprise("KAZ", "does not recognise DNR", on="2022-06-17"),
    ],
    ids=["movers", "positions", "ties", "trade", "surprise"],
)
def test_every_answer_can_be_taken_away(make, ending, tmp_path):
    assert export(make(), tmp_path / f"a{ending}").stat().st_size > 100


def test_positions_as_a_workbook_have_their_codebook(tmp_path):
    told = sheets(export(positions("KAZ", since="2023"), tmp_path / "a.xlsx"))
    assert told["codebook"][1][-1] == "key of the state, ISO 3166-1 alpha-3"
    assert told["sources"][1][0] == "un-votes"


@pytest.mark.parametrize("table", ["ideal_points", "votes", None])
def test_other_endings_are_refused(table, tmp_path):
    with pytest.raises(QuestionError, match=r"'\.xls'") as told:
        export(table or ask("KAZ", "RUS", lines="votes"), tmp_path / "a.xls")
    assert told.value.hint == "Endings: .csv, .parquet, .json, .xlsx, .dta."


@pytest.mark.parametrize("ending", [".csv", ".json", ".xlsx"])
def test_a_place_that_cannot_be_written(ending, tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        export(positions("KAZ", since="2023"), tmp_path / "none" / f"a{ending}")


def test_every_key_of_an_answer_is_explained_and_no_other():
    answers = (
        ask("KAZ", "RUS", since="2004", robust=True, weights={"trade": 0.5}),
        ask("SRB", "RUS", since="2012"),
    )
    seen = {key for answer in answers for key in keys_of(answer.to_dict())}
    explained_here = [one.key for one in KEYS]
    assert len(explained_here) == len(set(explained_here))
    assert seen == set(explained_here)


def nulls(content, stem=""):
    for key, inside in content.items():
        where = f"{stem}{key}"
        if inside is None:
            yield where
        elif isinstance(inside, dict):
            yield from nulls(inside, f"{where}.")
        elif isinstance(inside, list):
            for one in inside:
                if isinstance(one, dict):
                    yield from nulls(one, f"{where}[].")


def test_keys_that_may_be_null_say_so():
    content = ask("KAZ", "RUS").to_dict()
    found = set(nulls(content))
    assert found
    assert found <= {one.key for one in KEYS if one.nullable}


def test_the_codebook_shows_the_keys(leeway):
    frame = explained("answer")
    assert frame["column"].to_list() == [one["column"] for one in explained_keys()]
    assert frame.columns == explained("votes").columns
    assert set(explained()["table"]) > {"answer", "votes", "ideal_points"}
    told = leeway("codebook", "answer")
    assert told.code == 0
    assert "lines[].attribution.state_sd" in told.out
