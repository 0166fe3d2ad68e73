"""A publisher's file as blocks of whole CSV rows, whatever it is packed in."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from leeway.errors import DataError, SourceFormatError

BLOCK = 1 << 24
_LONGEST_ROW = 1 << 26
_PACKED = {b"\xfd7zXZ\x00": "xz", b"\x1f\x8b": "gz", b"PK\x03\x04": "zip"}
_HTML = (b"<!doctype", b"<html", b"<?xml", b"{", b"[")


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def blocks(path: Path, *, size: int = BLOCK) -> Iterator[bytes]:
    """Read a CSV file block by block; every block ends where a row ends.

    Parameters
    ----------
    path : Path
        Plain CSV, or CSV packed with xz, gzip or zip (one member); told by content, not by name.
    size : int
        Bytes to aim at.

    Yields
    ------
    bytes
        Text without byte-order mark. The first block begins with the header. A row that the file does
        not end with a line break is the last block, by itself or as the tail of one.

    Raises
    ------
    DataError
        If the file is missing, empty, or its packing is damaged or cut.
    SourceFormatError
        If it is another kind of file, or UTF-16.
    """
    rest = b""
    first = True
    with _opened(path) as file:
        while raw := _read(file, size, path):
            if first:
                raw = _without_mark(raw, path)
                first = False
            whole, rest = _cut_at_row(rest + raw, path)
            if whole:
                yield whole
    if first:
        raise DataError("The file is empty.", where=str(path), hint="Fetch it again.")
    if rest:
        yield rest


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise DataError(f"The file cannot be read: {error.strerror}.", where=str(path)) from error
    packing = next((name for mark, name in _PACKED.items() if head.startswith(mark)), None)
    if packing == "xz":
        with lzma.open(path, "rb") as unpacked:
            yield unpacked
    elif packing == "gz":
        with gzip.open(path, "rb") as packed:
            yield cast(IO[bytes], packed)
    elif packing == "zip":
        with _zip_member(path) as member:
            yield member
    else:
        if path.suffix in (".xz", ".gz", ".zip") and head:
            raise DataError(f"The file is not in the {path.suffix[1:]} format.", where=str(path))
        with path.open("rb") as plain:
            yield plain


@contextmanager
def _zip_member(path: Path) -> Iterator[IO[bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(tables) != 1:
                raise SourceFormatError(
                    f"The archive holds {len(tables)} CSV files, not one.", where=str(path)
                )
            with archive.open(tables[0]) as file:
                yield file
    except zipfile.BadZipFile as error:
        raise DataError(f"The zip archive is damaged or cut: {error}.", where=str(path)) from error


def _read(file: IO[bytes], size: int, path: Path) -> bytes:
    try:
        return file.read(size)
    except (lzma.LZMAError, EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise DataError(
            f"The packed file is damaged or cut: {error}.", where=str(path), hint="Fetch it again."
        ) from error


def _without_mark(raw: bytes, path: Path) -> bytes:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SourceFormatError(
            "The text is UTF-16, not UTF-8.", where=str(path), hint=f"iconv -f UTF-16 -t UTF-8 '{path}'"
        )
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if raw[:64].lstrip().lower().startswith(_HTML):
        raise SourceFormatError(
            "This is a web page or a service's reply, not a CSV file.",
            where=str(path),
            hint="The publisher may have asked for a browser; save the CSV file itself.",
        )
    return raw


def _cut_at_row(text: bytes, path: Path) -> tuple[bytes, bytes]:
    """Split after the last line break that is outside quotation marks."""
    end = text.rfind(b"\n") + 1
    quotes = text.count(b'"', 0, end)
    while end and quotes % 2:
        before = text.rfind(b"\n", 0, end - 1) + 1
        quotes -= text.count(b'"', before, end)
        end = before
    if not end and len(text) > _LONGEST_ROW:
        raise SourceFormatError("A quotation mark is opened and never closed.", where=str(path))
    return text[:end], text[end:]


def check_text(text: bytes, path: Path, row: int) -> None:
    """Refuse text that is not UTF-8, with the place and what it looks like.

    Parameters
    ----------
    text : bytes
    path : Path
    row : int
        Row of the file in which the text begins.

    Raises
    ------
    SourceFormatError
        If it is another encoding.
    DataError
        If it is cut in the middle of a letter.
    """
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as error:
        row += text.count(b"\n", 0, error.start)
        if len(text) - error.start < 4 and not text.endswith(b"\n"):
            raise DataError("The file ends in the middle of a letter.", where=f"{path}, row {row}") from error
        raise SourceFormatError(
            f"The text is not UTF-8: byte 0x{text[error.start]:02X} in row {row} looks like Latin-1.",
            where=str(path),
            hint=f"iconv -f LATIN1 -t UTF-8 '{path}' > utf8.csv",
        ) from error
