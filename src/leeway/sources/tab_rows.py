"""A publisher's table between tabs, without quotation marks: rows that are no whole rows are set apart.

Quotation marks in such a file are letters like others, so that a CSV reader would run rows together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from leeway.errors import DataError, SourceFormatError
from leeway.sources.frames import Header, checked
from leeway.sources.sieve import Sieve
from leeway.sources.unpack import check_text

_PAGES = (b"<!doctype", b"<html", b"<?xml", b"{")
_MARK = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MOST_RAGGED = 0.1
_LATIN = "latin-1"


@dataclass(frozen=True, slots=True)
class TabRows:
    """Rows of a table between tabs.

    Attributes
    ----------
    layout : str
        Name of the header found; empty for a table without one.
    read : int
        Rows in the file.
    sieve : Sieve
        ``file_row`` and the columns kept, as text; rows with a wrong number of fields are refused.
    notes : tuple of str
        What was read by rule, with counts.
    """

    layout: str
    read: int
    sieve: Sieve
    notes: tuple[str, ...] = ()


def read_headed(
    raw: bytes, path: Path, *headers: Header, surplus: Collection[str] | None = None, latin: bool = False
) -> TabRows:
    """Read a table with a header.

    Parameters
    ----------
    raw : bytes
        The text, unpacked.
    path : Path
        The file it comes from.
    *headers : Header
        Generations of the header that are known.
    surplus : collection of str, optional
        Names at the end of a header that rows may have no field for. Where it is given, rows may also have
        empty fields beyond the last column.
    latin : bool
        Whether text that is not UTF-8 is Latin-1.

    Raises
    ------
    DataError
        If the text is empty, holds no row, or ends in the middle of one.
    SourceFormatError
        If a column is missing or unknown, if it is a web page or of another encoding, or if more than a
        tenth of its rows have a wrong number of fields.
    """
    text, notes = _text(raw, path, latin=latin)
    head, _, body = text.partition(b"\n")
    names = head.decode().split("\t")
    while surplus is not None and len(names) > 1 and not names[-1].strip():
        names.pop()
    names = [name.strip() for name in names]
    least = len(names)
    while surplus is not None and least > 1 and names[least - 1] in surplus:
        least -= 1
    _check_header(names, path, headers)
    frame, ragged, read = _rows(body, path, names, 2, None if surplus is None else least)
    if not read:
        raise DataError("The file holds a header and no row.", where=str(path), hint="Fetch it again.")
    layout, kept = checked(frame.drop("file_row"), path, headers, 0)
    numbered = kept.with_columns(frame["file_row"])
    return TabRows(layout, read, Sieve(path.name, numbered, _refused(ragged, path)), notes)


def read_unheaded(raw: bytes, path: Path, names: Sequence[str]) -> TabRows:
    """Read a table without a header, whose first row is row 1.

    Parameters
    ----------
    names : sequence of str
        Columns, in order.

    Raises
    ------
    DataError, SourceFormatError
        As in `read_headed`.
    """
    text, notes = _text(raw, path, latin=False)
    frame, ragged, read = _rows(text, path, names, 1, None)
    return TabRows("", read, Sieve(path.name, frame, _refused(ragged, path)), notes)


def _text(raw: bytes, path: Path, *, latin: bool) -> tuple[bytes, tuple[str, ...]]:
    """The text as UTF-8 with plain line breaks, and a note if it was written otherwise."""
    if raw.startswith(_UTF16):
        raise SourceFormatError(
            "The text is UTF-16, not UTF-8.", where=str(path), hint=f"iconv -f UTF-16 -t UTF-8 '{path}'"
        )
    raw = raw.removeprefix(_MARK)
    if not raw.strip():
        raise DataError("The file is empty.", where=str(path), hint="Fetch it again.")
    if raw[:256].lstrip().lower().startswith(_PAGES):
        raise SourceFormatError("This is a web page or a service's reply, not a table.", where=str(path))
    notes: tuple[str, ...] = ()
    try:
        raw.decode()
    except UnicodeDecodeError:
        if not latin:
            check_text(raw, path, 1)
        raw = raw.decode(_LATIN).encode()
        notes = ("the text is read as ISO-8859-1",)
    return raw.replace(b"\r\n", b"\n"), notes


def _check_header(names: Sequence[str], path: Path, headers: Sequence[Header]) -> None:
    """Stop where a column is missing or unknown, before the rows are looked at."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SourceFormatError(f"The file has the column {', '.join(twice)} twice.", where=str(path))
    checked(pl.DataFrame([[""] for _ in names], schema=list(names), orient="col"), path, headers, 0)


def _rows(
    body: bytes, path: Path, names: Sequence[str], first: int, least: int | None
) -> tuple[pl.DataFrame, list[tuple[int, str, str]], int]:
    """Whole rows, those that are not (row, text, reason), and the number of all."""
    if body and not body.endswith(b"\n"):
        last = body[body.rfind(b"\n") + 1 :]
        if last.count(b"\t") + 1 < (least or len(names)):
            raise DataError(
                f"The file ends in the middle of its last row, '{last[:60].decode(errors='replace')}': "
                "it was cut.",
                where=str(path),
                hint="Fetch it again.",
            )
        body += b"\n"
    read = body.count(b"\n")
    if body.count(b"\t") == read * (len(names) - 1):
        frame = _parsed(body, names)
        if frame is not None and frame.height == read:
            return _numbered(frame, range(first, first + read)), [], read
    lines = body.split(b"\n")[:-1]
    kept, places, ragged = [], [], []
    for place, line in enumerate(lines, first):
        whole = _whole(line, len(names), least)
        if whole is None:
            width = line.count(b"\t") + 1
            told = line[:80].decode(errors="replace").replace("\t", " ")
            ragged.append((place, told, f"the row has {width} fields, not {len(names)}"))
        else:
            kept.append(whole)
            places.append(place)
    if len(ragged) > max(_MOST_RAGGED * read, 2) or not kept:
        row, _, reason = ragged[0]
        raise SourceFormatError(
            f"{len(ragged):,} of {read:,} rows are no whole rows; in row {row} {reason[8:]}.", where=str(path)
        )
    frame = _parsed(b"\n".join([*kept, b""]), names)
    if frame is None:
        raise SourceFormatError("The file is not a table between tabs.", where=str(path))
    return _numbered(frame, places), ragged, read


def _whole(line: bytes, width: int, least: int | None) -> bytes | None:
    """A line with as many fields as there are columns; None if it has others than spare ones."""
    found = line.count(b"\t") + 1
    if found == width:
        return line
    if least is None or found < least:
        return None
    if found < width:
        return line + b"\t" * (width - found)
    fields = line.split(b"\t")
    return None if any(one.strip() for one in fields[width:]) else b"\t".join(fields[:width])


def _parsed(body: bytes, names: Sequence[str]) -> pl.DataFrame | None:
    """The fields of a text; None where some row has too many or too few."""
    if not body:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String()))
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            separator="\t",
            quote_char=None,
            schema=dict.fromkeys(names, pl.String()),
            empty_string_is_null=False,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError:
        return None
    return None if any(frame.null_count().row(0)) else frame


def _numbered(frame: pl.DataFrame, places: Sequence[int]) -> pl.DataFrame:
    return frame.with_columns(pl.Series("file_row", places, pl.Int32))


def _refused(ragged: Sequence[tuple[int, str, str]], path: Path) -> list[pl.DataFrame]:
    """Rows with a wrong number of fields, as a sieve holds refused rows."""
    rows = [(path.name, row, "row", re.sub(r"\s+", " ", told), reason) for row, told, reason in ragged]
    schema = {"file": pl.String, "file_row": pl.Int32, "column": pl.String, "value": pl.String}
    return [pl.DataFrame(rows, schema=schema | {"reason": pl.String}, orient="row")] if rows else []
