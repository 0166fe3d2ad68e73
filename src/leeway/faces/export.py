"""Tables to take away, and what their columns mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from leeway.errors import DataError, QuestionError
from leeway.measures.security.portfolios import MEANINGS as SIMILARITIES
from leeway.measures.security.portfolios import alliance_similarity
from leeway.verdict.lines import Estimates
from leeway.verdict.positions import MEANINGS, positions

if TYPE_CHECKING:
    import polars as pl

IDEAL_POINTS = "ideal_points"
SIMILARITY = "alliance_similarity"
_COMPUTED = {
    IDEAL_POINTS: (("state", "year", "dimension"), MEANINGS),
    SIMILARITY: (("state", "partner", "year"), SIMILARITIES),
}


def export(
    table: str, file: Path | str, *, record: Path | str | None = None, estimates: Estimates = None
) -> Path:
    """Write a table to a file.

    Parameters
    ----------
    table : str
        ``ideal_points`` (positions of all states by year, from the estimates), ``alliance_similarity``
        (of all pairs by year, from the record), or a table of the record.
    file : Path or str
        Ends in ``.csv``, ``.parquet`` or ``.json``.
    record : Path or str, optional
        The record's file, if not the usual one.
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    QuestionError
        If there is no such table, or the ending is another.
    DataError
        If there is no record, or the file cannot be written.
    """
    if table == IDEAL_POINTS:
        return _written(positions(estimates=estimates), Path(file))
    from leeway.record.store import open_record
    from leeway.record.tables import table as declared

    if table != SIMILARITY:
        declared(table)
    with open_record(record) as opened:
        if table != SIMILARITY:
            return opened.export(table, file)
        return _written(alliance_similarity(opened), Path(file))


def _written(frame: pl.DataFrame, to: Path) -> Path:
    write: dict[str, Callable[[Path], object]] = {
        ".csv": frame.write_csv,
        ".parquet": frame.write_parquet,
        ".json": frame.write_json,
    }
    if to.suffix not in write:
        raise QuestionError(
            f"A table cannot be written as '{to.suffix or to.name}'.", hint=f"Endings: {', '.join(write)}."
        )
    try:
        write[to.suffix](to)
    except OSError as error:
        raise DataError(f"The table cannot be written: {error.strerror or error}.", where=str(to)) from error
    return to


def explained(table: str | None = None) -> pl.DataFrame:
    """The codebook of everything that can be exported: the record's tables, and those that are computed.

    Raises
    ------
    QuestionError
        If there is no such table.

    Examples
    --------
    >>> explained("ideal_points")["column"].to_list()[:3]
    ['state', 'year', 'session']
    """
    import polars as pl

    from leeway.record.tables import codebook

    own = pl.DataFrame(
        [
            (name, column, _type(column), column in key, False, meaning)
            for name, (key, meanings) in _COMPUTED.items()
            for column, meaning in meanings.items()
        ],
        schema=["table", "column", "type", "key", "nullable", "meaning"],
        orient="row",
    )
    if table in _COMPUTED:
        return own.filter(pl.col("table") == table)
    record = codebook(table)
    return record if table else pl.concat([record, own])


def _type(column: str) -> str:
    if column in {"state", "partner"}:
        return "VARCHAR"
    return "INTEGER" if column in {"year", "session", "dimension", "votes", "members"} else "DOUBLE"
