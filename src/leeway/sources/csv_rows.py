"""Rows of a voting file: what differs from vote to vote apart from what is said of the roll call."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from leeway.errors import DataError, SourceFormatError
from leeway.sources.layouts import Layout, detect_layout
from leeway.sources.unpack import blocks, check_text

PER_VOTE = ("ms_code", "ms_name", "ms_vote", "vote_note")
_EXTRA = "beyond the last column"


@dataclass(frozen=True, slots=True)
class Rows:
    """A voting file, taken apart.

    Attributes
    ----------
    layout : Layout
    votes : polars.DataFrame
        One row a row of the file, in order: ``file_row, undl_id, ms_code, ms_name, ms_vote, vote_note,
        said`` (a hash of everything the row says about its roll call), ``cut`` (fewer cells than the
        header) and ``long`` (more).
    descriptions : polars.DataFrame
        Each distinct thing said about a roll call, once, with the first ``file_row`` that says it:
        ``undl_id, said, file_row`` and the columns of the layout that are about the roll call.
    blank : int
        Empty lines.
    """

    layout: Layout
    votes: pl.DataFrame
    descriptions: pl.DataFrame
    blank: int


def read_rows(path: Path) -> Rows:
    """Read a voting file block by block, holding only narrow columns.

    Raises
    ------
    SourceFormatError
        If the header is of no known generation, the text is not UTF-8, or a part is not CSV.
    DataError
        If the file is empty, holds no row, or ends in the middle of one.
    """
    layout: Layout | None = None
    votes: list[pl.DataFrame] = []
    descriptions: list[pl.DataFrame] = []
    row, blank, block = 2, 0, b""
    for block in blocks(path):
        body = block
        if layout is None:
            header, body = _split_header(block, path)
            layout, names = detect_layout(header, file=path.name)
        frame = _parse(body, names, path, row)
        frame = frame.with_row_index("file_row", offset=row)
        row += frame.height
        unnumbered = frame.filter(pl.col("undl_id") == "")
        empty = unnumbered.filter(pl.all_horizontal(pl.col(*names) == ""))["file_row"]
        if empty.len():
            frame = frame.filter(~pl.col("file_row").is_in(empty.implode()))
        blank += empty.len()
        narrow, said = _narrow(frame, layout, names)
        votes.append(narrow)
        descriptions.append(said)
    if layout is None or not sum(frame.height for frame in votes):
        raise DataError("The file holds a header and no row.", where=str(path), hint="Fetch it again.")
    if not block.endswith(b"\n"):
        _check_end(block, votes[-1], path)
    first = pl.concat(descriptions).unique(["undl_id", "said"], keep="first", maintain_order=True)
    return Rows(layout, pl.concat(votes), first, blank)


def _split_header(block: bytes, path: Path) -> tuple[list[str], bytes]:
    line, _, body = block.partition(b"\n")
    check_text(line, path, 1)
    header = next(csv.reader(io.StringIO(line.decode("utf-8"))), [])
    if not header:
        raise SourceFormatError("The first line holds no header.", where=f"{path}, row 1")
    return header, body


def _parse(body: bytes, names: list[str], path: Path, row: int) -> pl.DataFrame:
    schema = dict.fromkeys([*names, _EXTRA], pl.String())
    if not body or body.isspace():
        return pl.DataFrame(schema=schema)
    try:
        return pl.read_csv(
            body,
            has_header=False,
            schema=schema,
            empty_string_is_null=False,
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError as error:
        check_text(body, path, row)
        last = row + body.count(b"\n")
        said = str(error).splitlines()[0]
        raise SourceFormatError(
            f"A part of the file is not CSV: {said}.", where=f"{path}, between rows {row} and {last}"
        ) from error


def _narrow(frame: pl.DataFrame, layout: Layout, names: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    about = [name for name in names if name not in (*PER_VOTE, *layout.ignored, "undl_id")]
    note = pl.col("vote_note") if "vote_note" in names else pl.lit("")
    frame = frame.with_columns(pl.struct("undl_id", *about).hash(seed=0).alias("said"))
    narrow = frame.select(
        "file_row",
        "undl_id",
        pl.col("ms_code", "ms_name", "ms_vote").cast(pl.Categorical),
        note.alias("vote_note").cast(pl.Categorical),
        "said",
        (pl.col("undl_link") == "").alias("cut"),
        (pl.col(_EXTRA) != "").alias("long"),
    )
    first = frame.filter(pl.col("said").is_first_distinct())
    return narrow, _apart(first.select("undl_id", "said", "file_row", *about))


def _apart(frame: pl.DataFrame) -> pl.DataFrame:
    """Copy a small frame, so that its texts do not keep the whole block in memory."""
    return pl.DataFrame(frame.to_dict(as_series=False), schema=frame.schema)


def _check_end(block: bytes, votes: pl.DataFrame, path: Path) -> None:
    """Refuse a file whose last row is cut; a whole one ends with the address of its roll call."""
    last = votes.row(-1, named=True)
    if block.count(b'"') % 2 or not block.rstrip().endswith(str(last["undl_id"]).encode()) or last["cut"]:
        raise DataError(
            f"The file ends in the middle of row {last['file_row']}: it was cut.",
            where=str(path),
            hint="Fetch it again.",
        )
