"""Aggregates on DuckDB: the record's own connection, or Parquet files in a folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from leeway.errors import DataError
from leeway.measures.backends.opening import as_text, schema_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from leeway.record.stand_ins import StandIn
    from leeway.record.store import Record

_IBIS: tuple[tuple[pl.DataType, str], ...] = (
    (pl.String(), "string"),
    (pl.Date(), "date"),
    (pl.Float64(), "float64"),
    (pl.Boolean(), "boolean"),
)


class DuckDBEngine:
    """Aggregates on a record.

    Attributes
    ----------
    record : Record
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self._frames: dict[str, pl.DataFrame] = {}

    def table(self, name: str) -> Any:
        """The Ibis table of one of the record's names."""
        import ibis

        return ibis.table(schema_of(name), name=name)

    def frame(self, name: str, frame: pl.DataFrame) -> Any:
        """An Ibis table of a small frame at hand."""
        self._frames[name] = frame
        return framed(name, frame)

    def run(self, expression: Any) -> pl.DataFrame:
        """The rows of an Ibis expression."""
        import ibis

        return as_text(self.record.select(str(ibis.to_sql(expression, dialect="duckdb")), self._frames))


class FolderEngine:
    """Aggregates on Parquet files.

    Attributes
    ----------
    folder : Path
    connection : DuckDBPyConnection
    stand_ins : mapping of str to StandIn
        Publishers' tables, by the record's that each stands for.
    """

    def __init__(
        self, folder: Path, connection: DuckDBPyConnection, stand_ins: Mapping[str, StandIn] | None = None
    ) -> None:
        self.folder, self.connection, self.stand_ins = folder, connection, stand_ins or {}

    def table(self, name: str) -> Any:
        """The Ibis table of a file named after one of the record's tables, or of a folder of such files.

        Where there is none, it is made of a publisher's table that stands for it.

        Raises
        ------
        DataError
            If there is neither.
        """
        import ibis

        theirs = self.stand_ins.get(name)
        if theirs is not None and not is_there(self.folder, name) and is_there(self.folder, theirs.name):
            found = self._view(theirs.name)
            if set(theirs.columns) <= set(found):
                return theirs.told(ibis.table(dict(theirs.columns), name=theirs.name))
        self._view(name)
        return ibis.table(schema_of(name), name=name)

    def _view(self, name: str) -> list[str]:
        """Make files a view of the connection; their columns."""
        place = file_of(self.folder, name).replace("'", "''")
        self.connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{place}')")  # noqa: S608
        return list(self.connection.table(name).columns)

    def frame(self, name: str, frame: pl.DataFrame) -> Any:
        """An Ibis table of a small frame at hand."""
        self.connection.register(name, frame.to_arrow())
        return framed(name, frame)

    def run(self, expression: Any) -> pl.DataFrame:
        """The rows of an Ibis expression."""
        import ibis

        return as_text(self.connection.sql(str(ibis.to_sql(expression, dialect="duckdb"))).pl())


@contextmanager
def over_folder(folder: Path, stand_ins: Mapping[str, StandIn] | None = None) -> Iterator[FolderEngine]:
    """Open Parquet files in a folder."""
    import duckdb

    with contextlib.closing(duckdb.connect()) as connection:
        yield FolderEngine(folder, connection, stand_ins)


def is_there(folder: Path, name: str) -> bool:
    """Whether a folder has a table, as `file_of` finds it."""
    return (folder / f"{name}.parquet").exists() or (folder / name).is_dir()


def file_of(folder: Path, name: str) -> str:
    """Where a table lies in a folder: ``NAME.parquet``, or all Parquet files of the folder ``NAME``.

    Raises
    ------
    DataError
        If there is neither.
    """
    if (folder / f"{name}.parquet").exists():
        return str(folder / f"{name}.parquet")
    if (folder / name).is_dir():
        return str(folder / name / "*.parquet")
    raise DataError(
        f"There is no table {name} in the folder.",
        where=str(folder),
        hint=f"leeway export {name} {folder / name}.parquet",
    )


def framed(name: str, frame: pl.DataFrame) -> Any:
    """The Ibis table that stands for a frame registered under a name."""
    import ibis

    types = {
        column: next((told for ours, told in _IBIS if kind == ours), "int64")
        for column, kind in frame.schema.items()
    }
    return ibis.table(types, name=name)
