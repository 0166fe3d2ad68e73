"""What an amended file tells differently from the one in the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leeway.record.reading import Reading
from leeway.record.reports import RollCallChange, VoteChange

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KEY = "roll_call"
_OWN = ("load", "file_row")


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences between two files of one source; see `leeway.record.reports.LoadReport`."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    described: tuple[RollCallChange, ...]
    votes: tuple[VoteChange, ...]


def compare(record: DuckDBPyConnection, reading: Reading, old_load: int) -> Changes:
    """Compare a reading with the rows of an earlier load.

    Parameters
    ----------
    record : duckdb connection
        Where the earlier rows are.
    reading : Reading
    old_load : int
    """
    old = record.sql("SELECT * FROM roll_calls WHERE load = ?", params=[old_load]).pl()
    new = reading.roll_calls
    added = new.join(old, on=_KEY, how="anti")[_KEY].sort()
    removed = old.join(new, on=_KEY, how="anti")[_KEY].sort()
    return Changes(tuple(added), tuple(removed), _described(old, new), _votes(record, reading, old_load))


def _described(old: pl.DataFrame, new: pl.DataFrame) -> tuple[RollCallChange, ...]:
    names = [name for name in new.columns if name not in (_KEY, *_OWN)]
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


def _votes(record: DuckDBPyConnection, reading: Reading, old_load: int) -> tuple[VoteChange, ...]:
    """Votes that differ, found where the rows are: one join over both files."""
    record.register("incoming", reading.votes.select(_KEY, "state", "vote").cast(pl.String))
    rows = record.execute(
        """
        WITH was AS (
            SELECT roll_call, state, vote::VARCHAR AS vote FROM votes
            WHERE roll_call IN (SELECT roll_call FROM roll_calls WHERE load = ?)
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
