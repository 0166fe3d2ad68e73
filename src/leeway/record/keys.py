"""No two rows of a table of the record may have one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leeway.errors import DataError
from leeway.record.opening import first_row
from leeway.record.tables import LOADS, STORED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from leeway.record.columns import Table


def check_keys(record: DuckDBPyConnection, *, since: int) -> None:
    """Stop if two rows have one key; those of loads before `since` were held against each other then."""
    for table in STORED:
        twice = _repeated(record, table, since)
        if twice:
            files = _files_of(record, table, twice)
            both = f" (in {' and in '.join(files)})" if len(files) > 1 else ""
            raise DataError(
                f"Two rows of {table.name} have the key {twice}{both}.", hint="The record is unchanged."
            )


def _repeated(record: DuckDBPyConnection, table: Table, since: int) -> tuple[Any, ...] | None:
    """A key that a new row shares with another row."""
    key = ", ".join(f'"{name}"' for name in table.key)
    of_load = "load" in table.names
    new = f"FROM {table.name} AS new {'WHERE new.load >= ?' if of_load else ''}"
    among_new = f"SELECT {key} {new} GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
    twice = first_row(record, among_new, *([since] if of_load else []))
    if twice or not of_load or "load" in table.key:
        return twice
    same = " AND ".join(f'old."{name}" IS NOT DISTINCT FROM new."{name}"' for name in table.key)
    old = f"SELECT 1 FROM {table.name} AS old WHERE old.load < ? AND {same}"  # noqa: S608
    return first_row(record, f"SELECT {key} {new} AND EXISTS ({old}) LIMIT 1", since, since)


def _files_of(record: DuckDBPyConnection, table: Table, key: tuple[object, ...]) -> list[str]:
    """Files that the rows with a key come from."""
    if "load" not in table.names or table is LOADS:
        return []
    same = " AND ".join(f'"{name}" IS NOT DISTINCT FROM ?' for name in table.key)
    rows = f"SELECT load FROM {table.name} WHERE {same}"  # noqa: S608
    query = f"SELECT file FROM loads WHERE load IN ({rows}) ORDER BY load"  # noqa: S608
    return [file for (file,) in record.execute(query, list(key)).fetchall()]
