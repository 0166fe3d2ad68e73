"""The record's file: opened, checked, and its failures told in Leeway's words."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from leeway.errors import DataError
from leeway.record.tables import SCHEMA

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def open_for_reading(path: Path) -> DuckDBPyConnection:
    """Connect to a record; a connection already open on a file since replaced is not reused.

    Raises
    ------
    DataError
        If the file is no record, damaged, of another schema, or held by another program.
    """
    with told_plainly(path):
        connection = duckdb.connect(":memory:")
        try:
            attach(connection, path, "record")
            connection.execute("USE record")
            _check_schema(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def attach(connection: DuckDBPyConnection, path: Path, name: str) -> None:
    """Attach a record to a connection, for reading only."""
    quoted = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")


def first_row(record: DuckDBPyConnection, query: str, *values: Any) -> tuple[Any, ...] | None:
    """First row of an answer, read to its end so that the connection is free again."""
    rows = record.execute(query, list(values)).fetchall()
    return rows[0] if rows else None


def _check_schema(connection: DuckDBPyConnection, path: Path) -> None:
    if not first_row(connection, "SELECT 1 FROM duckdb_tables() WHERE table_name = 'schema_number'"):
        raise DataError("The file is a database, but no record of Leeway's.", where=str(path))
    row = first_row(connection, "SELECT number FROM schema_number")
    if row is None or row[0] != SCHEMA:
        raise DataError(
            f"The record has schema {row[0] if row else 'none'}; this Leeway reads {SCHEMA}.",
            where=str(path),
            hint="Move the file away and run: leeway refresh",
        )


@contextlib.contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """DuckDB's and the system's failures in Leeway's words."""
    try:
        yield
    except duckdb.Error as error:
        raise explained(error, path) from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        what = "The disk is full" if full else f"The record cannot be written: {error.strerror}"
        raise DataError(f"{what}; the record is as it was.", where=str(path)) from error


def explained(error: duckdb.Error, path: Path) -> DataError:
    """A failure of DuckDB's, told by what a person can do about it."""
    said = str(error).splitlines()[0]
    if "Could not set lock" in said:
        return DataError(
            "Another program holds the record open.", where=str(path), hint="Close it and try again."
        )
    if "No space left" in str(error):
        return DataError("The disk is full; the record is as it was.", where=str(path))
    if "could not write" in said.lower():
        return DataError(f"The record cannot be written and is as it was: {said}.", where=str(path))
    if isinstance(
        error,
        duckdb.IOException | duckdb.SerializationException | duckdb.InternalException | duckdb.FatalException,
    ):
        return DataError(
            f"The record's file is damaged: {said}.",
            where=str(path),
            hint="Move it away and run: leeway refresh",
        )
    return DataError(f"The record cannot be used: {said}.", where=str(path))
