"""Blocks of whole rows, and files that are not what they should be."""

from __future__ import annotations

import gzip
import hashlib
import lzma
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeway.errors import DataError, SourceFormatError
from leeway.sources.unpack import blocks, check_text, sha256_of

ROWS = b'a,b\n1,"two\nlines"\n2,"say ""x"""\n3,plain\n'


@given(size=st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_blocks_end_where_rows_end(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    path = tmp_path_factory.mktemp("blocks") / "file.csv"
    path.write_bytes(ROWS)
    found = list(blocks(path, size=size))
    assert b"".join(found) == ROWS
    assert all(block.count(b'"') % 2 == 0 and block.endswith(b"\n") for block in found)


def test_a_last_row_without_a_line_break_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"a,b\n1,2")
    assert b"".join(blocks(path)) == b"a,b\n1,2"


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"\xef\xbb\xbfa,b\n")
    assert list(blocks(path)) == [b"a,b\n"]


def test_packing_is_told_by_content(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    for packed in (lzma.compress(ROWS), gzip.compress(ROWS)):
        path.write_bytes(packed)
        assert b"".join(blocks(path)) == ROWS


@pytest.mark.parametrize("ending", ["xz", "gz", "zip"])
def test_a_name_that_promises_a_packing(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"file.csv.{ending}"
    path.write_bytes(ROWS)
    with pytest.raises(DataError, match=f"not in the {ending} format"):
        list(blocks(path))


@pytest.mark.parametrize("pack", [lzma.compress, gzip.compress])
def test_damaged_packing(tmp_path: Path, pack: object) -> None:
    packed = bytearray(pack(ROWS * 50))  # type: ignore[operator]
    packed[len(packed) // 2] ^= 0xFF
    path = tmp_path / "file.csv.packed"
    path.write_bytes(packed)
    with pytest.raises(DataError, match="damaged or cut"):
        list(blocks(path))


def test_an_archive_needs_exactly_one_table(tmp_path: Path) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", ROWS)
        archive.writestr("b.csv", ROWS)
    with pytest.raises(SourceFormatError, match="2 CSV files"):
        list(blocks(path))
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(DataError, match="zip archive is damaged"):
        list(blocks(path))


@pytest.mark.parametrize("text", [b"<!DOCTYPE html>\n<html>", b"\n <html lang='en'>", b'{"error": 1}'])
def test_a_web_page_is_no_table(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text)
    with pytest.raises(SourceFormatError, match="not a CSV file"):
        list(blocks(path))


def test_other_encodings_are_named(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    with pytest.raises(SourceFormatError, match="byte 0xD4 in row 8 looks like Latin-1"):
        check_text("name\nCÔTE D'IVOIRE\n".encode("latin-1"), path, 7)
    with pytest.raises(DataError, match="middle of a letter"):
        check_text("name\nCÔ".encode()[:-1], path, 1)
    check_text("name\nCÔTE D'IVOIRE".encode(), path, 1)
    path.write_bytes("name\n".encode("utf-16"))
    with pytest.raises(SourceFormatError, match="UTF-16"):
        list(blocks(path))


def test_sha256(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(ROWS)
    assert sha256_of(path) == hashlib.sha256(ROWS).hexdigest()
