"""A table as a file of Stata: labels on variables and on coded values, dates as dates, notes in full."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import leeway
from leeway.errors import DataError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_LONGEST_NAME = 32
_LONGEST_LABEL = 80
_LONGEST_TEXT = 2045
"""Bytes that a text of fixed width holds; longer ones are Stata's strL."""
_EXACT = 2**53
_YES_NO = ("no", "yes")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]")
_RESERVED = frozenset((
    "_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_se", "_skip", "byte", "double",
    "float", "if", "in", "int", "long", "str", "strL", "using", "with",
))  # fmt: skip


def write_stata(
    file: Path | io.BytesIO,
    frame: pl.DataFrame,
    *,
    name: str,
    meanings: Mapping[str, str] | None = None,
) -> None:
    """Write a table as ``.dta`` of Stata 14 and later (version 118, UTF-8).

    A column of a fixed list of codes, and a yes or no, become numbers with value labels; days become
    ``%td``. The meaning of a column is its variable label, cut at a word to 80 characters; a meaning that
    is longer stands in full in the notes of the variable.

    Parameters
    ----------
    file : Path or io.BytesIO
    frame : polars.DataFrame
    name : str
        Of the table.
    meanings : mapping of str to str, optional
        What every column means.

    Raises
    ------
    DataError
        If pandas is not installed, or the file cannot be written.

    Examples
    --------
    >>> import pandas, polars
    >>> held = io.BytesIO()
    >>> write_stata(held, polars.DataFrame({"year": [2022]}), name="votes", meanings={"year": "its year"})
    >>> _ = held.seek(0)
    >>> pandas.read_stata(held)["year"].to_list()
    [2022]
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise DataError(
            "A file of Stata is written with pandas, which is not installed.",
            hint="Type: pip install 'leeway[stata]'",
        ) from error
    names = dict(zip(frame.columns, stata_names(frame.columns), strict=True))
    kept = {names[column]: _values(frame[column]) for column in frame.columns}
    told = {names[column]: meaning for column, meaning in (meanings or {}).items() if column in names}
    data = pd.DataFrame(kept)
    long = [
        column
        for column, values in kept.items()
        if getattr(values.dtype, "kind", "") == "O"
        and not isinstance(values, pd.Categorical)
        and max((len(text.encode()) for text in values), default=0) > _LONGEST_TEXT
    ]
    _write(file, data, name=name, told=told, long=long, days=_days(frame, names))


def _write(
    file: Path | io.BytesIO,
    data: pd.DataFrame,
    *,
    name: str,
    told: Mapping[str, str],
    long: Sequence[str],
    days: Mapping[str, str],
) -> None:
    from pandas.io.stata import StataWriterUTF8

    notes = {column: text for column, text in told.items() if cut(text, _LONGEST_LABEL) != text}

    class WithNotes(StataWriterUTF8):  # type: ignore[misc, unused-ignore]
        """pandas writes no notes of its own, and leaves their place in the file empty."""

        def _write_characteristics(self) -> None:
            self._update_map("characteristics")
            held = b"".join(
                self._tag(_characteristic(self._byteorder, column, key, text), "ch")
                for column, note in notes.items()
                for key, text in (("note0", "1"), ("note1", note))
            )
            self._write_bytes(self._tag(held, "characteristics"))

    try:
        WithNotes(
            file,
            data,
            convert_dates=dict(days) or None,
            write_index=False,
            data_label=cut(f"Leeway {leeway.__version__}: {name}", _LONGEST_LABEL),
            variable_labels={column: cut(text, _LONGEST_LABEL) for column, text in told.items()},
            convert_strl=list(long),
            version=118,
        ).write_file()
    except OSError as error:
        raise DataError(f"The file cannot be written: {error.strerror or error}.", where=str(file)) from error


def _characteristic(order: str, column: str, key: str, text: str) -> bytes:
    """One characteristic as the format 118 lays it out: length, two names of 129 bytes, and the text."""
    content = text.encode() + b"\0"
    names = b"".join(one.encode().ljust(129, b"\0") for one in (column, key))
    return struct.pack(order + "I", len(names) + len(content)) + names + content


def stata_names(columns: Sequence[str]) -> list[str]:
    """Names that Stata allows, and no two the same.

    Examples
    --------
    >>> stata_names(["state", "covered from", "2nd", "in", "a" * 40])[:4]
    ['state', 'covered_from', '_2nd', '_in']
    """
    found: list[str] = []
    for column in columns:
        plain = _NOT_IN_NAMES.sub("_", column) or "_"
        if plain[0].isdigit() or plain in _RESERVED or re.fullmatch(r"str\d+", plain):
            plain = f"_{plain}"
        own, number = plain[:_LONGEST_NAME], 1
        while own in found:
            number += 1
            own = f"{plain[: _LONGEST_NAME - len(str(number)) - 1]}_{number}"
        found.append(own)
    return found


def cut(text: str, most: int) -> str:
    """A text cut at a word; the cut is shown.

    Examples
    --------
    >>> cut("share of the imports", 12), cut("share", 12)
    ('share of...', 'share')
    """
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    kept = words[: most - 3]
    if words[most - 3] != " " and " " in kept:
        kept = kept.rpartition(" ")[0]
    return f"{kept.rstrip()}..."


def _days(frame: pl.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    import polars as pl

    return {
        names[column]: "td" if kind == pl.Date else "tc"
        for column, kind in frame.schema.items()
        if kind == pl.Date or isinstance(kind, pl.Datetime)
    }


def _values(column: pl.Series) -> Any:
    """A column as pandas writes it to Stata: what is missing is Stata's missing value, or an empty text."""
    import numpy as np
    import pandas as pd
    import polars as pl

    kind = column.dtype
    if isinstance(kind, pl.Enum | pl.Categorical):
        return pd.Categorical(column.cast(pl.String).to_list(), categories=_codes(column))
    if kind == pl.Boolean:
        told = [None if one is None else _YES_NO[one] for one in column]
        return pd.Categorical(told, categories=list(_YES_NO))
    if kind == pl.Date or isinstance(kind, pl.Datetime):
        return column.cast(pl.Datetime("us")).to_numpy()
    if kind == pl.Null:
        return np.full(len(column), np.nan)
    if kind.is_integer():
        return _whole(column)
    if kind.is_numeric():
        return np.where(np.isfinite(found := column.cast(pl.Float64).to_numpy()), found, np.nan)
    return np.array([_text(one) for one in column.to_list()], dtype=object)


def _whole(column: pl.Series) -> Any:
    """Whole numbers; as texts where Stata's double could not hold them all exactly."""
    import numpy as np
    import polars as pl

    if (column.cast(pl.Float64).abs() > _EXACT).any():
        return np.array(["" if one is None else str(one) for one in column], dtype=object)
    return column.cast(pl.Float64 if column.null_count() else pl.Int64).to_numpy()


def _codes(column: pl.Series) -> list[str]:
    """Codes in the order in which they are declared."""
    import polars as pl

    if isinstance(column.dtype, pl.Enum):
        return list(column.dtype.categories)
    return sorted(column.cast(pl.String).drop_nulls().unique())


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(_text(one) for one in value)
    return str(value)
