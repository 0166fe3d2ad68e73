"""Tables as text: packings, headers of several generations, lines above, and files that were cut."""

from __future__ import annotations

import gzip
import lzma
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest

from leeway.errors import DataError, SourceFormatError
from leeway.sources.frames import Header, read_frame

PLAIN = Header("plain", {"Country": "state", "Year": "year"}, ignored=("Note",))
WIDE = Header("wide", {"Country": "state"}, ignored=("",), series=r"\d{4}")
TEXT = b'Country,Year,Note\nKazakhstan,2014,\n"Korea, South",2015,"two\nlines"\n'


def test_cells_stand_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(b"\xef\xbb\xbf" + TEXT)
    layout, frame = read_frame(tmp_path / "file.csv", PLAIN)
    assert layout == "plain"
    assert frame.rows() == [(2, "Kazakhstan", "2014"), (3, "Korea, South", "2015")]
    assert frame.schema["file_row"] == pl.Int32


def test_packings(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TEXT))
    (tmp_path / "a.csv.xz").write_bytes(lzma.compress(TEXT))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", TEXT)
        archive.writestr("readme.txt", "read me")
    found = [read_frame(path, PLAIN)[1].rows() for path in sorted(tmp_path.iterdir())]
    assert found[0] == found[1] == found[2]


def test_which_file_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("folder/API_X_1.csv", TEXT)
        archive.writestr("Metadata_API_X_1.csv", "Code\n1\n")
    assert read_frame(path, PLAIN, member=re.compile(r"(^|/)API_[^/]*\.csv$"))[1].height == 2
    assert read_frame(path, PLAIN, member="folder/api_x_1.csv")[1].height == 2
    with pytest.raises(SourceFormatError, match=r"holds 2 files that end in \.csv, not one"):
        read_frame(path, PLAIN)
    with pytest.raises(SourceFormatError, match="holds 0 files like"):
        read_frame(path, PLAIN, member=re.compile("^none$"))


@pytest.mark.parametrize("above", [b"", b"A title, with Year in it\n\nA note\n"])
def test_lines_above_the_header(tmp_path: Path, above: bytes) -> None:
    (tmp_path / "file.csv").write_bytes(above + TEXT)
    _, frame = read_frame(tmp_path / "file.csv", PLAIN, above=True)
    assert frame["file_row"].to_list() == [2 + above.count(b"\n"), 3 + above.count(b"\n")]
    assert frame["state"].to_list() == ["Kazakhstan", "Korea, South"]


def test_columns_of_a_series_keep_their_names(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(b'"Country","1990","2000",\n"KAZ","1","",\n')
    assert read_frame(tmp_path / "file.csv", WIDE)[1].rows() == [(2, "KAZ", "1", "")]
    (tmp_path / "file.csv").write_bytes(b"Country,y1990\nKAZ,1\n")
    with pytest.raises(SourceFormatError, match="no column like"):
        read_frame(tmp_path / "file.csv", WIDE)


def test_a_renamed_column_is_told_with_what_is_near(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(TEXT.replace(b"Year", b"Years"))
    with pytest.raises(SourceFormatError, match="no column Year") as caught:
        read_frame(tmp_path / "file.csv", PLAIN)
    assert caught.value.hint == "Is 'Years' what was 'Year'?"


def test_an_unknown_column_stops(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(TEXT.replace(b"Note", b"Remark"))
    with pytest.raises(SourceFormatError, match="not known: Remark"):
        read_frame(tmp_path / "file.csv", PLAIN)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"Country,Year,Note\n", "no row"),
        (b"Country,Year,Note\nKazakhstan,20", "middle of its last row"),
        (b'Country,Year,Note\n"Kazakh', "inside quotation marks"),
        (gzip.compress(TEXT)[:-9], "damaged or cut"),
        (b"PK\x03\x04 and nothing", "damaged or cut"),
        (b"  <!DOCTYPE html><p>busy", "web page"),
        (b'{"error": "busy"}', "service's reply"),
        (b"Country,Year,Note\nKazakhstan,2014,,,\n", "no CSV|not a CSV"),
    ],
)
def test_what_is_no_whole_table(tmp_path: Path, raw: bytes, said: str) -> None:
    (tmp_path / "file.csv").write_bytes(raw)
    with pytest.raises(DataError, match=said):
        read_frame(tmp_path / "file.csv", PLAIN)
