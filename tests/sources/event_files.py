"""What tests of sources of events share: files written badly, and a record that must stay as it was."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.archives import archive

from leeway.errors import DataError, SourceFormatError
from leeway.sources.refresh import refresh
from leeway.sources.source import Source


def own_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record and a cache of a test's own."""
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    return tmp_path / "record.duckdb"


def check_bad_tables(source: Source, raw: bytes, name: str, column: str, folder: Path) -> None:
    """A table between tabs is refused, with words, in each way in which it can be bad."""
    head, _, body = raw.partition(b"\n")
    first, _, rest = body.partition(b"\n")
    bad: dict[str, tuple[bytes, type[Exception], str]] = {
        "missing": (head.replace(column.encode(), b"Other") + b"\n" + body, SourceFormatError, column),
        "unknown": (
            head + b"\tNovel\n" + first + b"\tx\n" + rest,
            SourceFormatError,
            "columns that are not known: Novel",
        ),
        "empty": (b"", DataError, "is empty"),
        "header alone": (head + b"\n", DataError, "a header and no row"),
        "a page": (b"<!DOCTYPE html><html>", SourceFormatError, "web page"),
        "UTF-16": (raw.decode("latin-1").encode("utf-16"), SourceFormatError, "UTF-16"),
        "ragged": (
            head + b"\n" + b"one\ttwo\n" * 20,
            SourceFormatError,
            "no whole rows; in row 2 .* 2 fields",
        ),
        "cut in a row": (raw[: raw.rstrip().rfind(b"\t") - 12], DataError, "in the middle of its last row"),
    }
    for what, (content, kind, words) in bad.items():
        path = folder / name
        path.write_bytes(content)
        with pytest.raises(kind, match=words):
            source.read(path)
        assert what


def check_packed(source: Source, raw: bytes, name: str, folder: Path) -> None:
    """A file reads alike packed or not; packed and cut it is refused."""
    plain = folder / name
    plain.write_bytes(raw)
    rows = source.read(plain).tables
    for ending, content in ((".gz", gzip.compress(raw)), (".zip", archive({name: raw}))):
        packed = folder / (name + ending)
        assert source.part_of(source.called(packed)) == source.part_of(source.called(plain))
        packed.write_bytes(content)
        for table, frame in source.read(packed).tables.items():
            assert frame.equals(rows[table])
        packed.write_bytes(content[:-30])
        with pytest.raises(DataError, match="damaged or cut"):
            source.read(packed)


def check_record_stays(source: Source, path: Path, record: Path, cut: bytes) -> None:
    """A file that was cut leaves the record as it was."""
    refresh([source.id], from_dir=path)
    before = record.read_bytes()
    path.write_bytes(cut)
    with pytest.raises(DataError, match=r"cut|middle"):
        refresh([source.id], from_dir=path)
    assert record.read_bytes() == before
