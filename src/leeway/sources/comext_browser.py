"""Workbooks of Eurostat's Data Browser: a sheet a code and way, a row a pair, a column a month.

``:`` stands for no trade or for secret trade, which are not told apart: nothing is known then. Headings of
four digits repeat the codes of eight under them; `digits` tells the two apart.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from leeway.errors import SourceFormatError
from leeway.sources.coded import refuse_repeats
from leeway.sources.comext_rows import KEY, find_periods, find_ways, refuse_products
from leeway.sources.eurostat_names import PART_OF_THE_KINGDOM, by_label
from leeway.sources.flows import leave_out, name_traders, refuse_values
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.workbooks import Rows, read_sheets, row_with

CELLS = Header(
    "data-browser-cells",
    {
        "REPORTER (Labels)": "reporter_code",
        "PARTNER (Labels)": "partner_code",
        "product": "product",
        "FLOW": "way",
        "INDICATORS": "indicator",
        "TIME": "period",
        "OBS_VALUE": "value",
    },
    ignored=("freq",),
)
"""The same cells in long form, as Parquet."""

_NOT_DATA = ("Summary", "Structure")
_BELOW = ("Special value", "Available flags:")
_IN_EURO = ("VALUE_IN_EUROS", "VALUE_EUR")


def read_cells(path: Path) -> tuple[str, int, Sieve, list[str]]:
    """Read a workbook, or its cells as Parquet.

    Returns
    -------
    str
        Name of the layout.
    int
        Cells read.
    Sieve
        With `KEY`, ``months``, ``value`` and ``file_row``.
    list of str
        Notes of what was left out.

    Raises
    ------
    DataError
        If the file is missing, damaged or cut.
    SourceFormatError
        If a column is missing or unknown, or a sheet is laid out in another way.
    """
    if path.suffix == ".xlsx":
        layout, frame = "data-browser", _workbook(read_sheets(path), path)
    else:
        layout, frame = read_frame(path, CELLS)
    sieve = Sieve(path.name, frame, cell="cell" if "cell" in frame.columns else None)
    notes = leave_out(
        sieve, pl.col("value").is_in([":", ""]), "cells without a value: no trade or secret trade"
    )
    part = pl.any_horizontal(pl.col("reporter_code", "partner_code").str.contains(PART_OF_THE_KINGDOM))
    notes += leave_out(sieve, part, "rows of parts of the United Kingdom")
    sieve.refuse(~pl.col("indicator").is_in(_IN_EURO), "INDICATORS", "indicator", "not a value in euro")
    find_periods(sieve)
    name_traders(sieve, "reporter_code", "partner_code", by_label)
    find_ways(sieve)
    refuse_products(sieve)
    refuse_values(sieve)
    refuse_repeats(sieve, KEY, "product")
    return layout, frame.height, sieve, notes


def _workbook(sheets: dict[str, Rows], path: Path) -> pl.DataFrame:
    """Cells of all sheets in long form."""
    frames = [_sheet(name, rows, path) for name, rows in sheets.items() if name not in _NOT_DATA]
    if not frames:
        raise SourceFormatError(
            "The workbook has no sheet of cells.", where=str(path), hint=f"It has {', '.join(sheets)}."
        )
    return pl.concat(frames)


def _sheet(name: str, rows: Rows, path: Path) -> pl.DataFrame:
    head = {row[0].strip(): row[2] for row in rows[:12] if len(row) > 2 and row[0]}
    missing = [word for word in ("PRODUCT [PRODUCT]", "FLOW", "INDICATORS") if word not in head]
    code = re.search(r"\[(\w+)\]$", head.get("PRODUCT [PRODUCT]", ""))
    if missing or code is None:
        raise SourceFormatError(
            f"The sheet {name} does not say its {', '.join(missing) or 'code of goods'}.", where=str(path)
        )
    times = row_with(rows, "TIME", path)
    begins = row_with(rows, "REPORTER (Labels)", path) + 1
    columns = [(place, text) for place, text in enumerate(rows[times]) if re.fullmatch(r"\d{4}-\d{2}", text)]
    if not columns:
        raise SourceFormatError(f"The sheet {name} has no column of a month.", where=str(path))
    ends = next((row for row in range(begins, len(rows)) if rows[row][0] in _BELOW), len(rows))
    told = [
        (row, line[0], line[1], text, line[place])
        for row, line in enumerate(rows[begins:ends], start=begins + 1)
        if line[0] and line[1]
        for place, text in columns
    ]
    names = ("reporter_code", "partner_code", "period", "value")
    return pl.DataFrame(
        told, schema={"file_row": pl.Int32, **dict.fromkeys(names, pl.String)}, orient="row"
    ).with_columns(
        pl.lit(code.group(1)).alias("product"),
        pl.lit(head["FLOW"]).alias("way"),
        pl.lit(head["INDICATORS"]).alias("indicator"),
        pl.format("{} {}", pl.lit(name), pl.col("period")).alias("cell"),
    )
