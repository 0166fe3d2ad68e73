"""Aggregates on DuckDB: the record's own connection, or Parquet files in a folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from leeway.errors import DataError
from leeway.measures.backends.opening import as_text, schema_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

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
    """

    def __init__(self, folder: Path, connection: DuckDBPyConnection) -> None:
        self.folder, self.connection = folder, connection

    def table(self, name: str) -> Any:
        """The Ibis table of a file named after one of the record's tables, or of a folder of such files.

        Raises
        ------
        DataError
            If there is none.
        """
        import ibis

        place = file_of(self.folder, name).replace("'", "''")
        self.connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{place}')")  # noqa: S608
        return ibis.table(schema_of(name), name=name)

    def frame(self, name: str, frame: pl.DataFrame) -> Any:
        """An Ibis table of a small frame at hand."""
        self.connection.register(name, frame.to_arrow())
        return framed(name, frame)

    def run(self, expression: Any) -> pl.DataFrame:
        """The rows of an Ibis expression."""
        import ibis

        return as_text(self.connection.sql(str(ibis.to_sql(expression, dialect="duckdb"))).pl())


@contextmanager
def over_folder(folder: Path) -> Iterator[FolderEngine]:
    """Open Parquet files in a folder."""
    import duckdb

    with contextlib.closing(duckdb.connect()) as connection:
        yield FolderEngine(folder, connection)


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
