"""Tables as one Excel workbook: typed, with a codebook and the sources beside the data."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import leeway
from leeway.errors import DataError, QuestionError

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Rows = Sequence[Mapping[str, Any]]

MOST_ROWS = 1_048_575
"""Rows a sheet holds under its header."""

_LONGEST = 32_767
_EXACT = 2**53
_FIRST_YEAR = 1900
_SAMPLE = 200
_WIDEST = 60
_LONGEST_NAME = 31
_OWN = ("codebook", "sources")
_SETTINGS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


def write_tables(
    file: Path | io.BytesIO,
    tables: Mapping[str, pl.DataFrame | Rows],
    *,
    meanings: Rows = (),
    sources: Rows = (),
) -> None:
    """Write tables as sheets of one workbook, and after them ``codebook`` and ``sources``.

    Dates are dates, texts are texts whatever they begin with, and what is missing is an empty cell.

    Parameters
    ----------
    file : Path or io.BytesIO
    tables : mapping of str to polars.DataFrame or sequence of mapping
        Sheets by name.
    meanings : sequence of mapping, optional
        The codebook: a row a column, such as ``{"table": .., "column": .., "type": .., "meaning": ..}``.
    sources : sequence of mapping, optional
        What the data come from.

    Raises
    ------
    QuestionError
        If a table has a name of the sheets that are added.
    DataError
        If a table has more rows than a sheet holds, or the file cannot be written.

    Examples
    --------
    >>> held = io.BytesIO()
    >>> write_tables(held, {"votes": [{"state": "KAZ", "on": dt.date(2022, 3, 2)}]})
    >>> held.getvalue()[:2]
    b'PK'
    """
    from xlsxwriter import Workbook

    sheets: dict[str, pl.DataFrame | Rows] = {}
    for name, rows in tables.items():
        if name in _OWN:
            raise QuestionError(f"A sheet cannot be called '{name}': the workbook adds one of that name.")
        sheets[name] = rows
    sheets |= {name: rows for name, rows in zip(_OWN, (meanings, sources), strict=True) if len(rows)}
    for name, rows in sheets.items():
        if len(rows) > MOST_ROWS:
            raise DataError(
                f"{name} has {len(rows):,} rows, and a sheet of Excel holds {MOST_ROWS:,}.",
                hint=f"Take it as Parquet: leeway export {name} {name}.parquet",
            )
    held = file if isinstance(file, io.BytesIO) else io.BytesIO()
    with Workbook(held, _SETTINGS) as book:
        book.set_properties({"title": ", ".join(tables), "comments": f"Leeway {leeway.__version__}"})
        for name, rows in sheets.items():
            _fill(book, name[:_LONGEST_NAME], rows)
    if isinstance(file, Path):
        try:
            file.write_bytes(held.getvalue())
        except OSError as error:
            told = error.strerror or error
            raise DataError(f"The workbook cannot be written: {told}.", where=str(file)) from error


def _fill(book: Workbook, name: str, rows: pl.DataFrame | Rows) -> None:
    """One sheet: the header stays in sight, and columns are as wide as what stands in them."""
    if isinstance(rows, Sequence):
        columns = list(dict.fromkeys(key for row in rows for key in row))
        lines: Any = ([row.get(column) for column in columns] for row in rows)
        first = [[row.get(column) for column in columns] for row in rows[:_SAMPLE]]
    else:
        columns, lines = rows.columns, rows.iter_rows()
        first = [list(row) for row in rows.head(_SAMPLE).iter_rows()]
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "bottom": 1})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for place, column in enumerate(columns):
        widest = max([len(column), *(len(_text(line[place])) for line in first)])
        sheet.set_column(place, place, min(widest, _WIDEST) + 2)
        sheet.write_string(0, place, column, head)
    number = 0
    for number, line in enumerate(lines, 1):
        for place, value in enumerate(line):
            _put(sheet, number, place, value, days, moments)
    if columns and number:
        sheet.autofilter(0, 0, number, len(columns) - 1)


def _put(sheet: Worksheet, row: int, column: int, value: Any, days: Any, moments: Any) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() if abs(value) <= _EXACT:
            sheet.write_number(row, column, value)
        case float():
            if math.isfinite(value):
                sheet.write_number(row, column, value)
        case dt.datetime():
            sheet.write_datetime(row, column, value.replace(tzinfo=None), moments)
        case dt.date() if value.year >= _FIRST_YEAR:
            sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), days)  # noqa: DTZ001
        case _:
            sheet.write_string(row, column, _text(value))


def _text(value: Any) -> str:
    """A value as text that a cell holds."""
    match value:
        case None:
            told = ""
        case list() | tuple():
            told = "; ".join(_text(one) for one in value)
        case Mapping():
            told = "; ".join(f"{key} {_text(one)}" for key, one in value.items())
        case _:
            told = str(value)
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"


def answer_workbook(content: Mapping[str, Any]) -> bytes:
    """An answer of ``leeway ask`` as a workbook.

    Sheets: ``answer`` (key and value), ``lines`` (with legs), ``series`` (a row a line, leg and period),
    ``rivals``, ``ties``, ``caveats``, ``sources`` and ``codebook``.

    Parameters
    ----------
    content : mapping
        The keys of ``leeway ask --json``.

    Returns
    -------
    bytes

    Examples
    --------
    >>> from leeway import ask
    >>> answer_workbook(ask("KAZ", "RUS", lines="votes").to_dict())[:2]
    b'PK'
    """
    from leeway.faces.answer_keys import explained_keys

    lines = [row for line in content["lines"] for row in _lines(line)]
    series = [row for line in content["lines"] for row in _series(line)]
    caveats = [
        *({"kind": "caveat", **one} for one in content["caveat_rules"]),
        *({"kind": "cannot show", "text": one} for one in content["cannot_show"]),
    ]
    tables = {
        "answer": [{"key": key, "value": value} for key, value in _facts(content)],
        "lines": lines,
        "series": series,
        "rivals": content["rivals"],
        "ties": [_dated(one, ("as_of",)) for one in content["ties"]],
        "caveats": caveats,
    }
    held = io.BytesIO()
    write_tables(
        held,
        {name: rows for name, rows in tables.items() if rows},
        meanings=explained_keys(),
        sources=[_covering(one) for one in content["data"]["sources"]],
    )
    return held.getvalue()


def _facts(content: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
    """What takes one row: single values, and those of small mappings under names with a dot."""
    found: list[tuple[str, Any]] = []
    for key, value in content.items():
        if isinstance(value, Mapping) and key not in ("data", "robustness"):
            found += [(f"{key}.{name}", one) for name, one in value.items() if one]
        elif not isinstance(value, list | Mapping):
            found.append((key, value))
    data = content["data"]
    return [*found, ("data.version", data["version"]), ("data.built", data["built"])]


def _lines(line: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """A row of a line, and one of each of its legs."""
    own = {"line": line["line"], "leg": None, **_flat(line)}
    legs = [{"line": line["line"], "leg": leg["leg"], **_flat(leg)} for leg in line.get("legs", ())]
    return [own, *legs]


def _flat(one: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in _covering(one).items() if not isinstance(value, list | Mapping)}
    for key in ("probabilities", "moved", "attribution", "onset"):
        told |= {f"{key}_{name}": value for name, value in (one.get(key) or {}).items()}
    told.pop("onset", None)
    return {key: value for key, value in told.items() if key not in ("line", "leg")}


def _series(line: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    found = []
    for leg in (line, *line.get("legs", ())):
        series = leg.get("series")
        if not series:
            continue
        keys = ("periods", "times", "mean", "low", "high", "rows")
        for period, time, *numbers in zip(*(series[key] for key in keys), strict=True):
            told = dict(zip(keys[2:], numbers, strict=True))
            found.append(
                {"line": line["line"], "leg": leg.get("leg"), "period": period, "time": _day(time), **told}
            )
    return found


def _covering(one: Mapping[str, Any]) -> dict[str, Any]:
    first, last = one["covered"]
    kept = {key: value for key, value in one.items() if key != "covered"}
    return {**kept, "covered_from": _day(first), "covered_to": _day(last)}


def _dated(one: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: _day(value) if key in keys else value for key, value in one.items()}


def _day(told: str) -> dt.date | str:
    """A day as a date; a year or a month as it is told."""
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        return told
