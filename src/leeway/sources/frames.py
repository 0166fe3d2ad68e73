"""A publisher's table as text: every cell as it stands, every row numbered, every column known."""

from __future__ import annotations

import difflib
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from leeway.errors import DataError, SourceFormatError
from leeway.sources.unpack import check_text


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
    """

    name: str
    columns: Mapping[str, str]
    ignored: Collection[str] | None = ()


def read_frame(
    path: Path,
    *headers: Header,
    member: str | None = None,
    skip: int = 0,
    encoding: str = "utf-8",
) -> tuple[str, pl.DataFrame]:
    """Read a table of a publisher's: CSV, CSV packed with gzip, xz or zip, or Parquet.

    Parameters
    ----------
    path : Path
    *headers : Header
        Generations of the header that are known; the one that fits best is taken.
    member : str, optional
        End of the name of the file wanted from a zip archive; by default its only CSV.
    skip : int
        Lines above the header.
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
        frame = _parquet(path)
    else:
        frame = _csv(_unpacked(path, member), path, skip, encoding)
    header = min(headers, key=lambda one: sum(name not in frame.columns for name in one.columns))
    _check_columns(frame.columns, header, path)
    if frame.is_empty():
        raise DataError("The file holds a header and no row.", where=str(path), hint="Fetch it again.")
    kept = frame.select(
        pl.col(theirs).cast(pl.String).fill_null("").alias(ours) for theirs, ours in header.columns.items()
    )
    numbered = kept.with_row_index("file_row", offset=2 + skip)
    return header.name, numbered.with_columns(pl.col("file_row").cast(pl.Int32))


def _check_columns(found: Sequence[str], header: Header, path: Path) -> None:
    missing = [name for name in header.columns if name not in found]
    if missing:
        others = [name for name in found if name not in header.columns]
        near = difflib.get_close_matches(missing[0], others, n=1, cutoff=0.5)
        hint = f"Is '{near[0]}' what was '{missing[0]}'?" if near else f"It has {', '.join(found[:12])}."
        raise SourceFormatError(f"The file has no column {', '.join(missing)}.", where=str(path), hint=hint)
    if header.ignored is None:
        return
    unknown = [name for name in found if name not in header.columns and name not in header.ignored]
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


def _unpacked(path: Path, member: str | None) -> bytes:
    """Bytes of a file, or of the one wanted in an archive."""
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


def _member(raw: bytes, ending: str, path: Path) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(ending.lower())]
        names = [name for name in names if not name.startswith("__MACOSX")]
        if len(names) != 1:
            held = ", ".join(archive.namelist()[:8])
            raise SourceFormatError(
                f"The archive holds {len(names)} files that end in {ending}, not one.",
                where=str(path),
                hint=f"It holds {held}.",
            )
        return archive.read(names[0])


def _csv(raw: bytes, path: Path, skip: int, encoding: str) -> pl.DataFrame:
    if raw[:256].lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise SourceFormatError("This is a web page, not a table.", where=str(path))
    if encoding != "utf-8":
        raw = raw.decode(encoding).encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    check_text(raw, path, 1)
    if raw.count(b'"') % 2:
        raise DataError(
            "The file ends inside quotation marks: it was cut.", where=str(path), hint="Fetch it again."
        )
    try:
        return pl.read_csv(
            io.BytesIO(raw),
            skip_lines=skip,
            infer_schema=False,
            empty_string_is_null=False,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError as error:
        said = str(error).splitlines()[0]
        raise SourceFormatError(f"The file is not a CSV table: {said}.", where=str(path)) from error
