"""A publisher's workbook as text: every cell of every sheet, row by row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from leeway.errors import DataError, SourceFormatError

Rows = list[list[str]]
"""Cells of a sheet as text; row 0 is row 1 of the sheet. An empty cell is ''."""


def read_sheets(path: Path) -> dict[str, Rows]:
    """Read all sheets of an ``.xlsx`` or ``.xls`` workbook.

    Parameters
    ----------
    path : Path

    Returns
    -------
    dict of str to list of rows
        Cells as text: whole numbers without a point, dates as ISO dates. All rows of a sheet are as wide as
        its widest.

    Raises
    ------
    DataError
        If the file is missing, damaged or cut.
    """
    import python_calamine

    if not path.exists():
        raise DataError("There is no such file.", where=str(path))
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return {
            name: [
                [_text(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except (OSError, ValueError, python_calamine.CalamineError) as error:
        raise DataError(
            f"The workbook is damaged or cut: {error}.", where=str(path), hint="Fetch it again."
        ) from error


def the_sheet(sheets: Mapping[str, Rows], path: Path, *names: str) -> tuple[str, Rows]:
    """The one sheet that bears one of some names, or the only one there is.

    Raises
    ------
    SourceFormatError
        If there is none, or more than one.
    """
    found = [name for name in sheets if name in names] or (list(sheets) if len(sheets) == 1 else [])
    if len(found) != 1:
        raise SourceFormatError(
            f"The workbook has {len(found)} sheets called {' or '.join(names)}, not one.",
            where=str(path),
            hint=f"Its sheets are {', '.join(sheets)}.",
        )
    return found[0], sheets[found[0]]


def row_with(rows: Sequence[Sequence[str]], words: str, path: Path, *, column: int = 0) -> int:
    """Place of the first row whose cell begins with some words.

    Raises
    ------
    SourceFormatError
        If there is none.
    """
    for place, row in enumerate(rows):
        if column < len(row) and row[column].strip().startswith(words):
            return place
    raise SourceFormatError(f"No row of the sheet begins with '{words}'.", where=str(path))


def check_unit(rows: Sequence[Sequence[str]], unit: str, path: Path) -> None:
    """Refuse a sheet of which no cell says that its values are in a unit, told as a regular expression.

    Raises
    ------
    SourceFormatError
        If none does.
    """
    if not any(re.search(unit, cell, re.IGNORECASE) for row in rows for cell in row):
        raise SourceFormatError(
            "The sheet does not say in what unit its values are, or not in the one that is known.",
            where=str(path),
            hint=f"Sought was '{unit}'.",
        )


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    return "" if cell is None else str(cell)
