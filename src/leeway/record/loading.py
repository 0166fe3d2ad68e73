"""Files into the record: all of a load or nothing of it.

A load builds a whole new record beside the old one and then puts it in its place in one step. A process
killed at any moment, or a disk that fills, leaves the record's file as it was, byte for byte.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

import leeway
from leeway.errors import DataError
from leeway.record.changes import compare
from leeway.record.columns import WHERE_READ, Table
from leeway.record.event_days import events_view
from leeway.record.lock import only_writer
from leeway.record.opening import attach, first_row, open_for_reading, told_plainly
from leeway.record.reading import Reading
from leeway.record.reports import LoadReport
from leeway.record.tables import FILLED, LOADS, REJECTS, SCHEMA, STATES, STORED
from leeway.spells import spells

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 1 << 17
"""Rows that are turned into text at once."""


def load(
    readings: Sequence[Reading], path: Path, *, loaded_at: dt.datetime | None = None
) -> list[LoadReport]:
    """Bring files into the record.

    Parameters
    ----------
    readings : sequence of Reading
        At most one for each source and part.
    path : Path
        The record's file; made if absent.
    loaded_at : datetime, optional
        Time of the load in UTC, kept in the table ``loads``.

    Returns
    -------
    list of LoadReport
        One a reading. If all of them were loaded already nothing is written.

    Raises
    ------
    DataError
        If the record is damaged, of another schema, being written by another process, or the disk is
        full. The record is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with only_writer(path), told_plainly(path):
        reports = [
            _found(path, one.source.id, one.part, one.sha256) if path.exists() else None for one in readings
        ]
        fresh = [one for one, report in zip(readings, reports, strict=True) if report is None]
        made = iter(_rebuild(path, fresh, loaded_at) if fresh else ())
        return [report or next(made) for report in reports]


def is_loaded(path: Path, *, source: str, part: str, sha256: str) -> LoadReport | None:
    """Report *unchanged* if the record's rows of a source come from that very file, read by this Leeway."""
    if not path.exists():
        return None
    with told_plainly(path):
        return _found(path, source, part, sha256)


def _rebuild(path: Path, readings: Sequence[Reading], loaded_at: dt.datetime | None) -> list[LoadReport]:
    new = path.with_name(path.name + ".new")
    _remove(new)
    try:
        with contextlib.closing(duckdb.connect(str(new))) as record:
            _copy_old(record, path)
            made = [_write(record, reading, loaded_at) for reading in readings]
            _check_keys(record, since=made[0].load)
            record.execute("CHECKPOINT")
        _flush(new)
        new.replace(path)
        _flush(path.parent)
    finally:
        _remove(new)
    return made


def _copy_old(record: DuckDBPyConnection, path: Path) -> None:
    for table in STORED:
        record.execute(table.ddl)
    record.execute(events_view())
    _insert(record, STATES, _state_rows())
    record.execute("CREATE TABLE schema_number AS SELECT ?::INTEGER AS number", [SCHEMA])
    if not path.exists():
        return
    attach(record, path, "old")
    for table in STORED:
        if table is STATES:
            continue
        record.execute(f"INSERT INTO {table.name} SELECT * FROM old.{table.name}")  # noqa: S608
    record.execute("DETACH old")


def _write(record: DuckDBPyConnection, reading: Reading, loaded_at: dt.datetime | None) -> LoadReport:
    """Put one reading in the place of the source's earlier one."""
    number = record.execute("SELECT coalesce(max(load), 0) + 1 FROM loads").fetchall()[0][0]
    before = first_row(
        record,
        "SELECT load, sha256 FROM loads WHERE source = ? AND part = ? AND current",
        reading.source.id,
        reading.part,
    )
    changes = compare(record, reading, before[0]) if before else None
    if before:
        for table in FILLED:
            record.execute(f"DELETE FROM {table.name} WHERE load = ?", [before[0]])  # noqa: S608
        record.execute("UPDATE loads SET current = false WHERE load = ?", [before[0]])
    of_load = pl.lit(number, pl.Int32).alias("load")
    for table in FILLED:
        if table.name in reading.tables:
            _insert(record, table, reading.tables[table.name].with_columns(of_load))
    _insert(record, REJECTS, reading.rejects.with_columns(of_load))
    _insert(record, LOADS, _load_row(reading, number, loaded_at))
    return LoadReport(
        outcome="amended" if before else "loaded",
        load=number,
        replaced=before[1] if before else None,
        refused=tuple(
            reading.rejects["reason"]
            .str.replace(r" in \d{4}$", " in that year")
            .value_counts()
            .sort("count", "reason", descending=[True, False])
            .iter_rows()
        ),
        added=changes.added if changes else _roll_calls(reading),
        removed=changes.removed if changes else (),
        described=changes.described if changes else (),
        votes=changes.votes if changes else (),
        tables=changes.tables if changes else (),
        **_named(reading),
    )


def _roll_calls(reading: Reading) -> tuple[str, ...]:
    return tuple(reading.tables["roll_calls"]["roll_call"]) if "roll_calls" in reading.tables else ()


def _load_row(reading: Reading, number: int, loaded_at: dt.datetime | None) -> pl.DataFrame:
    first, last = reading.covered
    row = {
        "load": number,
        "source": reading.source.id,
        "publisher": reading.source.publisher,
        "licence": reading.source.licence,
        "part": reading.part,
        "file": reading.file,
        "sha256": reading.sha256,
        "bytes": reading.bytes,
        "layout": reading.layout,
        "rows_read": reading.rows_read,
        "rows_kept": reading.rows_kept,
        "rows_rejected": reading.rejects.height,
        "covered_from": first,
        "covered_to": last,
        "content": content_hash(reading),
        "notes": "\n".join(reading.notes),
        "loaded_at": loaded_at.replace(tzinfo=None) if loaded_at else None,
        "leeway": leeway.__version__,
        "current": True,
    }
    return pl.DataFrame([row], schema_overrides={"loaded_at": pl.Datetime()})


def _state_rows() -> pl.DataFrame:
    rows = [
        {
            "spell": spell.id,
            "state": spell.state,
            "name": spell.name,
            "kind": spell.kind,
            "since": spell.start,
            "until": spell.end,
            "seated_from": spell.un_from,
            "seated_until": spell.un_to,
            "iso3": spell.iso3 or None,
            "m49": spell.m49 or None,
            "un_code": spell.un_code or None,
            "cow": spell.cow,
            "gw": spell.gw,
        }
        for spell in spells()
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def content_hash(reading: Reading) -> str:
    """SHA-256 of what a reading tells, whatever file it came in."""
    digest = hashlib.sha256()
    for table in FILLED:
        if table.name in reading.tables:
            for place, rows in enumerate(_by_key(table, reading.tables[table.name]).iter_slices(_AT_ONCE)):
                digest.update(rows.write_csv(include_header=place == 0).encode())
    return digest.hexdigest()


def _by_key(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """What some rows tell, sorted by their key."""
    told = frame.select(table.told)
    key = [name for name in table.key if name not in WHERE_READ] or list(table.told)
    places = pl.DataFrame({name: _in_order(told[name]) for name in key})
    return told[places.select(pl.arg_sort_by(key, maintain_order=True)).to_series()]


def _in_order(column: pl.Series) -> pl.Series:
    """A column that sorts as texts do, and faster: a text is the place that it has among all of them."""
    if column.dtype != pl.String:
        return column
    return column.cast(pl.Enum(column.drop_nulls().unique().sort()))


def _named(reading: Reading) -> dict[str, Any]:
    return {
        "source": reading.source.id,
        "part": reading.part,
        "file": reading.file,
        "sha256": reading.sha256,
        "layout": reading.layout,
        "rows_read": reading.rows_read,
        "rows_kept": reading.rows_kept,
        "rows_rejected": reading.rejects.height,
        "covered": reading.covered,
        "notes": reading.notes,
    }


def _insert(record: DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    record.register("incoming", frame.select(table.names))
    record.execute(f"INSERT INTO {table.name} SELECT * FROM incoming")  # noqa: S608
    record.unregister("incoming")


def _check_keys(record: DuckDBPyConnection, *, since: int) -> None:
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


def _found(path: Path, source: str, part: str, sha256: str) -> LoadReport | None:
    with contextlib.closing(open_for_reading(path)) as record:
        row = first_row(
            record,
            "SELECT load, file, layout, rows_read, rows_kept, rows_rejected, covered_from, covered_to, notes"
            " FROM loads WHERE source = ? AND part = ? AND sha256 = ? AND leeway = ? AND current",
            source,
            part,
            sha256,
            leeway.__version__,
        )
    if row is None:
        return None
    return LoadReport(
        outcome="unchanged",
        load=row[0],
        source=source,
        part=part,
        file=row[1],
        sha256=sha256,
        layout=row[2],
        rows_read=row[3],
        rows_kept=row[4],
        rows_rejected=row[5],
        covered=(row[6], row[7]),
        notes=tuple(row[8].splitlines()),
    )


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
