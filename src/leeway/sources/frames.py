"""A publisher's table as text: every cell as it stands, every row numbered, every column known."""

from __future__ import annotations

import csv
import difflib
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from leeway.errors import DataError, SourceFormatError
from leeway.sources.unpack import check_text

_MARK = b"\xef\xbb\xbf"
_HEAD = 1 << 14


@dataclass(frozen=True, slots=True)
class Header:
    """One generation of a publisher's header.

    Attributes
    ----------
    name : str
    columns : mapping of str to str
        The publisher's name of each column that is kept, and ours.
    ignored : collection of str or None
        Columns that may be there and are not read; None for any.
    series : str or None
        Regular expression of columns that are kept under the publisher's own names, such as one a year; at
        least one must be there.
    """

    name: str
    columns: Mapping[str, str]
    ignored: Collection[str] | None = ()
    series: str | None = None

    def kept(self, found: Sequence[str]) -> dict[str, str]:
        """Columns of a file that are kept, and their names here."""
        if self.series is None:
            return dict(self.columns)
        return dict(self.columns) | {name: name for name in found if re.fullmatch(self.series, name)}


def read_frame(
    path: Path,
    *headers: Header,
    member: str | re.Pattern[str] | None = None,
    skip: int = 0,
    above: bool = False,
    encoding: str = "utf-8",
) -> tuple[str, pl.DataFrame]:
    """Read a table of a publisher's: CSV, CSV packed with gzip, xz or zip, or Parquet.

    Parameters
    ----------
    path : Path
    *headers : Header
        Generations of the header that are known; the one that fits best is taken.
    member : str or re.Pattern, optional
        The file wanted from a zip archive: the end of its name, or what is found in it; by default its only
        CSV.
    skip : int
        Lines above the header.
    above : bool
        Whether any number of lines may stand above the header: it is then the line that names most columns.
    encoding : str
        Of the text, for publishers that do not write UTF-8.

    Returns
    -------
    str
        Name of the header found.
    polars.DataFrame
        ``file_row`` (Int32, header = 1 plus the lines skipped) and the columns kept, under our names and as
        text; an empty cell is ''.

    Raises
    ------
    DataError
        If the file is missing, empty, damaged or cut.
    SourceFormatError
        If a column is missing, or one is there that is neither wanted nor listed as ignored.
    """
    if path.suffix == ".parquet":
        return checked(_parquet(path), path, headers, skip)
    return read_text(unpacked(path, member), path, *headers, skip=skip, above=above, encoding=encoding)


def read_text(
    raw: bytes,
    path: Path,
    *headers: Header,
    skip: int = 0,
    above: bool = False,
    encoding: str = "utf-8",
    separator: str = ",",
) -> tuple[str, pl.DataFrame]:
    """Read the text of a CSV table, as `read_frame` does, for files that hold one in a wrapping of their own.

    Parameters
    ----------
    raw : bytes
        The text.
    path : Path
        The file it comes from, for what is said of it.
    *headers, skip, above, encoding
        As in `read_frame`.
    separator : str
        What stands between two cells.
    """
    lines = _lines_above(raw, headers) if above else skip
    return checked(_csv(raw, path, lines, encoding, separator), path, headers, lines)


def _lines_above(raw: bytes, headers: Sequence[Header]) -> int:
    """Lines above the first one that names the most columns of a header; 0 if none names any."""
    lines = raw[:_HEAD].removeprefix(_MARK).decode(errors="replace").splitlines()
    named = [
        max(sum(name in header.columns for name in next(csv.reader([line]), [])) for header in headers)
        for line in lines
    ]
    return named.index(max(named)) if named else 0


def checked(
    frame: pl.DataFrame, path: Path, headers: Sequence[Header], skip: int
) -> tuple[str, pl.DataFrame]:
    """The rows of a table under our names, with their numbers, and the name of the header that fits.

    Raises
    ------
    DataError
        If there is no row.
    SourceFormatError
        If a column is missing or unknown.
    """
    header = min(headers, key=lambda one: _lacking(one, frame.columns))
    _check_columns(frame.columns, header, path)
    if frame.is_empty():
        raise DataError("The file holds a header and no row.", where=str(path), hint="Fetch it again.")
    kept = frame.select(
        pl.col(theirs).cast(pl.String).fill_null("").alias(ours)
        for theirs, ours in header.kept(frame.columns).items()
    )
    numbered = kept.with_row_index("file_row", offset=2 + skip)
    return header.name, numbered.with_columns(pl.col("file_row").cast(pl.Int32))


def _lacking(header: Header, found: Sequence[str]) -> float:
    """Share of a header's columns that a file lacks."""
    return sum(name not in found for name in header.columns) / len(header.columns)


def _check_columns(found: Sequence[str], header: Header, path: Path) -> None:
    missing = [name for name in header.columns if name not in found]
    if missing:
        others = [name for name in found if name not in header.columns and name not in (header.ignored or ())]
        near = difflib.get_close_matches(missing[0], others, n=1, cutoff=0.5)
        hint = f"Is '{near[0]}' what was '{missing[0]}'?" if near else f"It has {', '.join(found[:12])}."
        raise SourceFormatError(f"The file has no column {', '.join(missing)}.", where=str(path), hint=hint)
    kept = header.kept(found)
    if header.series and len(kept) == len(header.columns):
        what = f"The file has no column like {header.series}."
        raise SourceFormatError(what, where=str(path), hint=f"It has {', '.join(found[:12])}.")
    if header.ignored is None:
        return
    unknown = [name for name in found if name not in kept and name not in header.ignored]
    if unknown:
        raise SourceFormatError(
            f"The file has columns that are not known: {', '.join(unknown[:12])}.",
            where=str(path),
            hint="The publisher may have changed the file; a newer Leeway may read it.",
        )


def _parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except FileNotFoundError as error:
        raise DataError("There is no such file.", where=str(path)) from error
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(
            f"The file is damaged or cut: {str(error).splitlines()[0]}.", where=str(path)
        ) from error


def unpacked(path: Path, member: str | re.Pattern[str] | None = None) -> bytes:
    """Bytes of a file as they are once unpacked, or of the one wanted in an archive.

    Raises
    ------
    DataError
        If the file is missing, empty, or its packing is damaged or cut.
    SourceFormatError
        If an archive does not hold just one such file.
    """
    try:
        raw = path.read_bytes()
        if raw.startswith(b"\x1f\x8b"):
            return gzip.decompress(raw)
        if raw.startswith(b"\xfd7zXZ\x00"):
            return lzma.decompress(raw)
        if raw.startswith(b"PK\x03\x04"):
            return _member(raw, member or ".csv", path)
    except OSError as error:
        raise DataError(f"The file cannot be read: {error.strerror or error}.", where=str(path)) from error
    except (EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile) as error:
        what = f"The packed file is damaged or cut: {error}."
        raise DataError(what, where=str(path), hint="Fetch it again.") from error
    if not raw:
        raise DataError("The file is empty.", where=str(path), hint="Fetch it again.")
    return raw


def _member(raw: bytes, wanted: str | re.Pattern[str], path: Path) -> bytes:
    pattern = re.compile(re.escape(wanted) + "$", re.IGNORECASE) if isinstance(wanted, str) else wanted
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = [name for name in archive.namelist() if pattern.search(name)]
        names = [name for name in names if not name.startswith("__MACOSX")]
        if len(names) != 1:
            held = ", ".join(archive.namelist()[:8])
            like = f"that end in {wanted}" if isinstance(wanted, str) else f"like {wanted.pattern}"
            raise SourceFormatError(
                f"The archive holds {len(names)} files {like}, not one.",
                where=str(path),
                hint=f"It holds {held}.",
            )
        return archive.read(names[0])


def _csv(raw: bytes, path: Path, skip: int, encoding: str, separator: str) -> pl.DataFrame:
    head = raw[:256].removeprefix(_MARK).lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"{")):
        raise SourceFormatError("This is a web page or a service's reply, not a table.", where=str(path))
    if encoding != "utf-8":
        raw = raw.removeprefix(_MARK).decode(encoding).encode()
    raw = raw.removeprefix(_MARK)
    check_text(raw, path, 1)
    if raw.count(b'"') % 2:
        raise DataError(
            "The file ends inside quotation marks: it was cut.", where=str(path), hint="Fetch it again."
        )
    try:
        frame = pl.read_csv(
            io.BytesIO(raw),
            separator=separator,
            skip_lines=skip,
            infer_schema=False,
            empty_string_is_null=False,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError as error:
        said = str(error).splitlines()[0]
        raise SourceFormatError(f"The file is not a CSV table: {said}.", where=str(path)) from error
    _refuse_cut_row(raw, frame.width, path, separator)
    return frame


def _refuse_cut_row(raw: bytes, width: int, path: Path, separator: str) -> None:
    """Refuse a file whose last line has no end and too few cells: the reader would fill them up."""
    last = raw[raw.rfind(b"\n") + 1 :].decode()
    if last and len(next(csv.reader([last], delimiter=separator))) < width:
        raise DataError(
            f"The file ends in the middle of its last row, '{last[:60]}': it was cut.",
            where=str(path),
            hint="Fetch it again.",
        )
