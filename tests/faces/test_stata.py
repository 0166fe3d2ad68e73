"""Files of Stata: labels, notes, dates, names, missing values; read back by another program's reader."""

from __future__ import annotations

import builtins
import datetime as dt
import io
import struct

import pandas as pd
import polars as pl
import pytest

from leeway.errors import DataError
from leeway.faces.stata import cut, stata_names, write_stata

DAY = dt.datetime.fromisoformat("2022-03-02")
LONG = (
    "share of the roll calls in which the state sat and cast no vote, of all those in that year, counted once"
)


def written(frame, meanings=None):
    held = io.BytesIO()
    write_stata(held, frame, name="votes", meanings=meanings)
    held.seek(0)
    return held


def read(held, **settings):
    held.seek(0)
    return pd.read_stata(held, **settings)


def test_values_come_back():
    frame = pl.DataFrame(
        {
            "state": ["KAZ", None],
            "day": [DAY.date(), None],
            "at": [DAY, None],
            "share": [0.25, None],
            "odd": [float("inf"), 1.0],
            "votes": [3, None],
            "year": [2022, 2023],
            "large": [2**60, 1],
            "none": [None, None],
            "states": [["KAZ", "RUS"], []],
        }
    )
    told = read(written(frame))
    assert told["state"].to_list() == ["KAZ", ""]
    assert told["day"].to_list() == [pd.Timestamp(DAY), pd.NaT]
    assert told["at"][0] == pd.Timestamp(DAY)
    assert told["share"].isna().to_list() == told["votes"].isna().to_list() == [False, True]
    assert told["odd"].isna().to_list() == [True, False]
    assert told["year"].to_list() == [2022, 2023]
    assert told["large"].to_list() == [str(2**60), "1"]
    assert told["none"].isna().all()
    assert told["states"].to_list() == ["KAZ;RUS", ""]


def test_days_are_stored_as_days():
    with pd.io.stata.StataReader(written(pl.DataFrame({"day": [DAY.date()]}))) as reader:
        reader.data_label  # noqa: B018
        assert reader._fmtlist == ["%td"]
    raw = read(written(pl.DataFrame({"day": [DAY.date()]})), convert_dates=False)
    assert raw["day"].to_list() == [(DAY.date() - dt.date(1960, 1, 1)).days]


def test_codes_have_value_labels_in_the_order_declared():
    frame = pl.DataFrame(
        {"vote": pl.Series(["N", "Y", None], dtype=pl.Enum(["Y", "N", "A"])), "same": [True, None, False]}
    )
    held = written(frame)
    with pd.io.stata.StataReader(held) as reader:
        labels = reader.value_labels()
    assert labels == {"vote": {0: "Y", 1: "N", 2: "A"}, "same": {0: "no", 1: "yes"}}
    assert read(held, convert_categoricals=False)["same"].to_list()[::2] == [1, 0]
    assert read(held)["vote"].to_list()[:2] == ["N", "Y"]


def characteristics(held):
    """What the format 118 keeps under ``<characteristics>``, as (variable, name, text)."""
    data = held.getvalue()
    inside = data[data.index(b"<characteristics>") + 17 : data.index(b"</characteristics>")]
    found = []
    while inside:
        assert inside[:4] == b"<ch>"
        (length,) = struct.unpack("<I", inside[4:8])
        held_there, inside = inside[8 : 8 + length], inside[8 + length :]
        assert inside[:5] == b"</ch>"
        inside = inside[5:]
        variable, name = (held_there[at : at + 129].rstrip(b"\0").decode() for at in (0, 129))
        found.append((variable, name, held_there[258:].rstrip(b"\0").decode()))
    return found


def test_labels_are_cut_at_a_word_and_stand_whole_in_the_notes():
    held = written(pl.DataFrame({"share": [0.5], "year": [2022]}), {"share": LONG, "year": "année"})
    with pd.io.stata.StataReader(held) as reader:
        labels, data_label = reader.variable_labels(), reader.data_label
    assert labels == {"share": cut(LONG, 80), "year": "année"}
    assert len(labels["share"]) <= 80
    assert labels["share"].endswith("...")
    assert data_label.startswith("Leeway ")
    assert data_label.endswith(": votes")
    assert characteristics(held) == [("share", "note0", "1"), ("share", "note1", LONG)]
    assert read(held)["share"].to_list() == [0.5]


def test_names_that_stata_allows():
    columns = ["in", "2nd", "a b", "a_b", "x" * 40, "x" * 41, "str8", "é"]
    told = stata_names(columns)
    assert told == ["_in", "_2nd", "a_b", "a_b_2", "x" * 32, f"{'x' * 30}_2", "_str8", "_"]
    frame = pl.DataFrame({column: [1] for column in columns})
    assert list(read(written(frame)).columns) == told


def test_long_texts_are_kept_whole():
    text = "é" * 1500
    assert read(written(pl.DataFrame({"title": [text, None]})))["title"].to_list() == [text, ""]


def test_no_rows():
    frame = pl.DataFrame({"state": [], "day": []}, schema={"state": pl.String, "day": pl.Date})
    assert read(written(frame)).shape == (0, 2)


def test_without_pandas_the_way_to_it_is_told(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **settings):
        if name.partition(".")[0] == "pandas":
            raise ImportError(name)
        return real(name, *args, **settings)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DataError) as told:
        written(pl.DataFrame({"year": [2022]}))
    assert told.value.hint == "Type: pip install 'leeway[stata]'"


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        write_stata(tmp_path / "none" / "a.dta", pl.DataFrame({"year": [2022]}), name="years")
