"""Rows of GDELT's event files: tab-separated text without header or quotation marks, in two vintages.

Files of 1.0 have 57 columns, from April 2013 on 58 with the text's address, and both may stand in one file;
files of 2.0 have 61. Of these ten are read, and of the rows only those that name two different countries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from leeway.errors import SourceFormatError
from leeway.sources.gdelt_codes import REGIONS
from leeway.sources.inflate import BLOCK, line_blocks

_FIRST = {
    "GLOBALEVENTID": 0, "sqldate": 1, "actor_code": 7, "target_code": 17, "code": 26, "stated_root": 28,
    "quad": 29, "mentions": 31,
}  # fmt: skip
"""Positions of columns that stand alike in both vintages; the address of the text is the last of all."""

_PAGES = (b"<!doctype", b"<html", b"<?xml", b"{")
_MOST_RAGGED = 0.1
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Vintage:
    """One of GDELT's two versions, and the columns of its files.

    Attributes
    ----------
    number : int
        1 or 2.
    widths : tuple of int
        Numbers of columns that a row may have.
    added : int
        Position of the time at which the row was added; the address follows it.
    """

    number: int
    widths: tuple[int, ...]
    added: int

    @property
    def layout(self) -> str:
        """Its name in the record."""
        return f"gdelt-{self.number}.0"

    @property
    def columns(self) -> dict[str, int]:
        """Columns that are read, and their positions."""
        return {**_FIRST, "dateadded": self.added, "text": self.added + 1}


VINTAGES = (Vintage(1, (57, 58), 56), Vintage(2, (61,), 59))


@dataclass(slots=True)
class EventRows:
    """What a file holds.

    Attributes
    ----------
    vintage : Vintage
    read : int
        Rows in the file.
    crossing : polars.DataFrame
        Rows with two different countries, neither of them a part of the world: ``file_row`` (Int32, first
        row = 1) and the columns read, as text.
    ragged : polars.DataFrame
        Columns of the table ``rejects`` but ``load`` and ``file``, for rows with a wrong number of columns.
    left_out : dict of str to int
        Rows left out by rule, by the rule.
    replaced : int
        Rows kept in `crossing` with letters that are no UTF-8; each such letter is now U+FFFD.
    """

    vintage: Vintage
    read: int
    crossing: pl.DataFrame
    ragged: pl.DataFrame
    left_out: dict[str, int]
    replaced: int


NO_COUNTRY = "rows without a country on one side or both"
AT_HOME = "rows with one and the same country on both sides"
REGION = "rows with a region taken for no state"
"""Rules by which rows are left out."""


def read_rows(path: Path, *, size: int = BLOCK) -> EventRows:
    """Read the rows of a file that are told of two countries.

    Raises
    ------
    DataError
        If the file is missing, empty, damaged or cut.
    SourceFormatError
        If it is no file of GDELT's events: more than a tenth of its rows have another number of columns.
    """
    blocks = line_blocks(path, size=size)
    first = next(blocks)
    found = _Found(_vintage_of(first, path))
    for block in chain([first], blocks):
        found.add(block)
    found.check(path)
    crossing = pl.concat(found.crossing)
    letters = crossing["text"].str.contains("�", literal=True).sum()
    return EventRows(
        found.vintage,
        found.read,
        crossing,
        pl.concat([pl.DataFrame(schema=_RAGGED), *found.ragged]),
        {rule: count for rule, count in found.left_out.items() if count},
        int(letters),
    )


_RAGGED = {
    "file_row": pl.Int32(), "column": pl.String(), "value": pl.String(), "reason": pl.String(),
}  # fmt: skip


@dataclass(slots=True)
class _Found:
    """Rows found in the blocks so far."""

    vintage: Vintage
    read: int = 0
    crossing: list[pl.DataFrame] = field(default_factory=list)
    ragged: list[pl.DataFrame] = field(default_factory=list)
    widths: Counter[int] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, block: bytes) -> None:
        """Read one block of whole lines."""
        frame = _parsed(block, self.vintage)
        rows = frame.height
        if _is_regular(frame, _tabs_in(block), self.vintage):
            frame = frame.with_row_index("file_row", offset=self.read + 1)
        else:
            frame = self._without_ragged(block)
        self.read += rows
        self._leave_out(frame)

    def check(self, path: Path) -> None:
        """Stop if too many rows are ragged for the file to be one of GDELT's."""
        ragged = sum(one.height for one in self.ragged)
        if ragged > _MOST_RAGGED * self.read:
            raise _other_format(self.widths, path)

    def _without_ragged(self, block: bytes) -> pl.DataFrame:
        """The rows of a block that have as many columns as they should; the others are set apart."""
        lines = block.split(b"\n")
        if not lines[-1]:
            lines.pop()
        widths = [line.count(b"\t") + 1 for line in lines]
        self.widths.update(widths)
        sound = np.isin(widths, self.vintage.widths)
        wanted = " or ".join(map(str, self.vintage.widths))
        self.ragged.append(
            pl.DataFrame(
                [
                    (
                        self.read + place + 1,
                        "row",
                        line[:80].decode(errors="replace").replace("\t", " "),
                        f"the row has {width} fields, not {wanted}",
                    )
                    for place, (line, width) in enumerate(zip(lines, widths, strict=True))
                    if not sound[place]
                ],
                schema=_RAGGED,
                orient="row",
            )
        )
        kept = [line for line, good in zip(lines, sound, strict=True) if good]
        frame = _parsed(b"\n".join(kept), self.vintage)
        numbers = pl.Series("file_row", np.flatnonzero(sound) + self.read + 1, pl.Int64)
        return frame.select(numbers, pl.all())

    def _leave_out(self, frame: pl.DataFrame) -> None:
        """Keep rows with two different countries, and count the others by rule."""
        actor, target = pl.col("actor_code"), pl.col("target_code")
        named = frame.filter((actor != "") & (target != "") & (actor != target))
        alone = int(frame.select(((actor == "") | (target == "")).sum()).item())
        crossing = named.filter(~actor.is_in(REGIONS) & ~target.is_in(REGIONS))
        # Addresses written anew let go of the block's: else the rows kept would hold all of its text.
        kept = crossing.with_columns(pl.col("file_row").cast(pl.Int32), pl.col(pl.String).fill_null(""))
        self.crossing.append(kept.with_columns(pl.concat_str(pl.lit(""), "text").alias("text")))
        self.left_out[NO_COUNTRY] += alone
        self.left_out[AT_HOME] += frame.height - alone - named.height
        self.left_out[REGION] += named.height - crossing.height


def _tabs_in(block: bytes) -> int:
    return int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\t")))


def _parsed(block: bytes, vintage: Vintage) -> pl.DataFrame:
    """The columns that are read; a field that a row lacks is null, one too many is not looked at."""
    columns = {f"column_{place + 1}": name for name, place in vintage.columns.items()}
    if not block:
        return pl.DataFrame(schema=dict.fromkeys(columns.values(), pl.String()))
    try:
        frame = _table(block, vintage, list(columns), "utf8")
    except pl.exceptions.ComputeError:
        frame = _table(block, vintage, list(columns), "utf8-lossy")
    return frame.select(pl.col(theirs).alias(ours) for theirs, ours in columns.items())


def _table(
    block: bytes, vintage: Vintage, columns: list[str], encoding: Literal["utf8", "utf8-lossy"]
) -> pl.DataFrame:
    return pl.read_csv(
        block,
        has_header=False,
        separator="\t",
        quote_char=None,
        schema={f"column_{place}": pl.String() for place in range(1, max(vintage.widths) + 1)},
        columns=columns,
        infer_schema=False,
        empty_string_is_null=False,
        encoding=encoding,
        missing_columns="insert",
        extra_columns="ignore",
    )


def _is_regular(frame: pl.DataFrame, tabs: int, vintage: Vintage) -> bool:
    """Whether every row has as many columns as it should.

    No row is short that tells when it was added (and from where, if it has to). If rows that are not short
    hold together no more tabs than they must, none of them is long either.
    """
    with_address = int(frame["text"].ne_missing("").sum()) - frame["text"].null_count()
    none_short = not frame["dateadded"].null_count() and bool((frame["dateadded"] != "").all())
    if len(vintage.widths) == 1:
        none_short = none_short and with_address == frame.height
    return none_short and tabs == frame.height * vintage.added + with_address


def _vintage_of(block: bytes, path: Path) -> Vintage:
    """The vintage that most of the first rows are of."""
    if block[:256].lstrip().lower().startswith(_PAGES):
        raise SourceFormatError("This is a web page or a service's reply, not a table.", where=str(path))
    widths = Counter(line.count(b"\t") + 1 for line in _first_lines(block))
    counts = {vintage: sum(widths[width] for width in vintage.widths) for vintage in VINTAGES}
    vintage = max(VINTAGES, key=lambda one: counts[one])
    if not counts[vintage]:
        raise _other_format(widths, path)
    return vintage


def _first_lines(block: bytes) -> Iterator[bytes]:
    start = 0
    for _ in range(_SAMPLE):
        end = block.find(b"\n", start)
        if start >= len(block):
            return
        yield block[start:] if end < 0 else block[start:end]
        start = len(block) if end < 0 else end + 1


def _other_format(widths: Counter[int], path: Path) -> SourceFormatError:
    seen = ", ".join(f"{width} ({count:,} rows)" for width, count in widths.most_common(4))
    return SourceFormatError(
        f"The rows are no events of GDELT's: they have {seen} fields between tabs.",
        where=str(path),
        hint="Known are 57 and 58 fields (GDELT 1.0) and 61 (GDELT 2.0), without a header.",
    )
