"""What an amended file tells differently from the one in the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leeway.record.columns import WHERE_READ, Table
from leeway.record.reading import Reading
from leeway.record.reports import RollCallChange, TableChange, VoteChange
from leeway.record.tables import FILLED
from leeway.record.vote_tables import ROLL_CALLS, VOTES_TABLE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KEY = "roll_call"


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences between two files of one source; see `leeway.record.reports.LoadReport`."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    described: tuple[RollCallChange, ...]
    votes: tuple[VoteChange, ...]
    tables: tuple[TableChange, ...]


def compare(record: DuckDBPyConnection, reading: Reading, old_load: int) -> Changes:
    """Compare a reading with the rows of an earlier load.

    Parameters
    ----------
    record : duckdb connection
        Where the earlier rows are.
    reading : Reading
    old_load : int
    """
    others = tuple(
        _counted(record, table, reading.tables[table.name], old_load)
        for table in FILLED
        if table.name in reading.tables and table not in (ROLL_CALLS, VOTES_TABLE)
    )
    if ROLL_CALLS.name not in reading.tables:
        return Changes((), (), (), (), others)
    old = record.sql("SELECT * FROM roll_calls WHERE load = ?", params=[old_load]).pl()
    new = reading.tables[ROLL_CALLS.name]
    added = new.join(old, on=_KEY, how="anti")[_KEY].sort()
    removed = old.join(new, on=_KEY, how="anti")[_KEY].sort()
    votes = _votes(record, reading.tables[VOTES_TABLE.name], old_load)
    return Changes(tuple(added), tuple(removed), _described(old, new), votes, others)


def _counted(record: DuckDBPyConnection, table: Table, new: pl.DataFrame, old_load: int) -> TableChange:
    """Rows that only one of two files has, and rows that both have and tell differently."""
    key = [name for name in table.key if name not in WHERE_READ] or list(table.told)
    names = list(table.told)
    columns = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT {columns} FROM {table.name} WHERE load = ?"  # noqa: S608
    old = record.sql(query, params=[old_load]).pl().cast(pl.String)
    now = new.select(names).cast(pl.String)

    def apart(first: pl.DataFrame, second: pl.DataFrame, on: list[str]) -> int:
        return first.join(second, on=on, how="anti", nulls_equal=True).height

    added, removed = apart(now, old, key), apart(old, now, key)
    return TableChange(table.name, added, removed, apart(now, old, names) - added)


def _described(old: pl.DataFrame, new: pl.DataFrame) -> tuple[RollCallChange, ...]:
    names = [name for name in new.columns if name not in (_KEY, *WHERE_READ)]
    both = (
        old.select(_KEY, *names)
        .cast(pl.String)
        .join(new.select(_KEY, *names).cast(pl.String), on=_KEY, suffix="_new")
    )
    found = []
    for name in names:
        differ = both.filter(pl.col(name).ne_missing(pl.col(f"{name}_new")))
        found += [
            RollCallChange(key, name, was, now)
            for key, was, now in differ.select(_KEY, name, f"{name}_new").iter_rows()
        ]
    return tuple(sorted(found, key=lambda change: (change.roll_call, change.column)))


def _votes(record: DuckDBPyConnection, votes: pl.DataFrame, old_load: int) -> tuple[VoteChange, ...]:
    """Votes that differ, found where the rows are: one join over both files."""
    record.register("incoming", votes.select(_KEY, "state", "vote").cast(pl.String))
    rows = record.execute(
        """
        WITH was AS (
            SELECT roll_call, state, vote::VARCHAR AS vote FROM votes WHERE load = ?
        ), shared AS (
            SELECT DISTINCT roll_call FROM was INTERSECT SELECT DISTINCT roll_call FROM incoming
        )
        SELECT roll_call, state, was.vote, now.vote
        FROM was FULL JOIN incoming AS now USING (roll_call, state)
        WHERE was.vote IS DISTINCT FROM now.vote AND roll_call IN (SELECT roll_call FROM shared)
        ORDER BY roll_call, state
        """,
        [old_load],
    ).fetchall()
    record.unregister("incoming")
    return tuple(VoteChange(*row) for row in rows)
