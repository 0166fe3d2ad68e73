"""Files into the record: all of a load or nothing of it.

A load builds a whole new record beside the old one and then puts it in its place in one step. A process
killed at any moment, or a disk that fills, leaves the record's file as it was, byte for byte.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

import leeway
from leeway.record.changes import Changes, compare
from leeway.record.columns import WHERE_READ, Table
from leeway.record.event_days import kept_view
from leeway.record.keys import check_keys
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

_TOGETHER = 1 << 14
"""Rows of small files that are inserted together."""


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
        loaded = {name: _loaded(path, name) for name in {one.source.id for one in readings}}
        reports = [_same(loaded[one.source.id].get(one.part), one.sha256) for one in readings]
        fresh = [one for one, report in zip(readings, reports, strict=True) if report is None]
        made = iter(_rebuild(path, fresh, loaded_at) if fresh else ())
        return [report or next(made) for report in reports]


def load_as_read(
    readings: Iterator[Reading], path: Path, *, loaded_at: dt.datetime | None = None
) -> list[LoadReport]:
    """Bring many files into the record while they are being read; none is held longer than it takes.

    Parameters
    ----------
    readings : iterator of Reading
        None of them in the record already, at most one for each source and part.
    path, loaded_at
        As in `load`.

    Returns
    -------
    list of LoadReport
        One a reading. If the iterator fails nothing is written.

    Raises
    ------
    DataError
        As in `load`.
    """
    first = next(readings, None)
    if first is None:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    with only_writer(path), told_plainly(path):
        return _rebuild(path, chain([first], readings), loaded_at)


def is_loaded(path: Path, *, source: str, part: str, sha256: str) -> LoadReport | None:
    """Report *unchanged* if the record's rows of a source come from that very file, read by this Leeway."""
    return _same(loaded_parts(path, source).get(part), sha256)


def loaded_parts(path: Path, source: str) -> dict[str, LoadReport]:
    """Reports *unchanged* of the files behind a source's rows that this Leeway read, by part."""
    with told_plainly(path):
        return _loaded(path, source)


def _rebuild(path: Path, readings: Iterable[Reading], loaded_at: dt.datetime | None) -> list[LoadReport]:
    new = path.with_name(path.name + ".new")
    _remove(new)
    try:
        with contextlib.closing(duckdb.connect(str(new))) as record:
            _copy_old(record, path)
            made = _write(record, readings, loaded_at)
            check_keys(record, since=made[0].load)
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
    record.execute(kept_view())
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


def _write(
    record: DuckDBPyConnection, readings: Iterable[Reading], loaded_at: dt.datetime | None
) -> list[LoadReport]:
    """Put readings in the place of their sources' earlier ones."""
    first = (first_row(record, "SELECT coalesce(max(load), 0) + 1 FROM loads") or (1,))[0]
    rows = record.execute("SELECT source, part, load, sha256 FROM loads WHERE current").fetchall()
    current = {(source, part): (load, sha256) for source, part, load, sha256 in rows}
    incoming = _Incoming(record)
    made, loads = [], []
    for number, reading in enumerate(readings, start=first):
        before = current.get((reading.source.id, reading.part))
        changes = compare(record, reading, before[0]) if before else None
        if before:
            _remove_load(record, before[0])
        of_load = pl.lit(number, pl.Int32).alias("load")
        for table in FILLED:
            if table.name in reading.tables:
                incoming.add(table, reading.tables[table.name].with_columns(of_load))
        incoming.add(REJECTS, reading.rejects.with_columns(of_load))
        made.append(_report(reading, number, before[1] if before else None, changes))
        loads.append(_load_row(reading, number, loaded_at))
    incoming.end()
    _insert(
        record,
        LOADS,
        pl.DataFrame(loads, schema_overrides={"loaded_at": pl.Datetime()}, infer_schema_length=None),
    )
    return made


def _remove_load(record: DuckDBPyConnection, number: int) -> None:
    for table in FILLED:
        record.execute(f"DELETE FROM {table.name} WHERE load = ?", [number])  # noqa: S608
    record.execute("UPDATE loads SET current = false WHERE load = ?", [number])


class _Incoming:
    """Rows on their way into tables: those of many small files are inserted together."""

    def __init__(self, record: DuckDBPyConnection) -> None:
        self.record = record
        self.waiting: dict[tuple[str, tuple[Any, ...]], list[pl.DataFrame]] = {}
        self.tables = {table.name: table for table in STORED}

    def add(self, table: Table, frame: pl.DataFrame) -> None:
        """Take rows; put them into the table together with those that wait, once they are many."""
        if frame.is_empty():
            return
        kind = (table.name, tuple(frame.schema.items()))
        frames = self.waiting.setdefault(kind, [])
        frames.append(frame)
        if sum(one.height for one in frames) >= _TOGETHER:
            _insert(self.record, table, pl.concat(frames))
            frames.clear()

    def end(self) -> None:
        """Put what still waits into its tables."""
        for (name, _), frames in self.waiting.items():
            if frames:
                _insert(self.record, self.tables[name], pl.concat(frames))
        self.waiting.clear()


def _report(reading: Reading, number: int, replaced: str | None, changes: Changes | None) -> LoadReport:
    return LoadReport(
        outcome="loaded" if changes is None else "amended",
        load=number,
        replaced=replaced,
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


def _load_row(reading: Reading, number: int, loaded_at: dt.datetime | None) -> dict[str, Any]:
    first, last = reading.covered
    return {
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
        "content": reading.content or content_hash(reading),
        "notes": "\n".join(reading.notes),
        "loaded_at": loaded_at.replace(tzinfo=None) if loaded_at else None,
        "leeway": leeway.__version__,
        "current": True,
    }


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


def _same(report: LoadReport | None, sha256: str) -> LoadReport | None:
    return report if report and report.sha256 == sha256 else None


def _loaded(path: Path, source: str) -> dict[str, LoadReport]:
    if not path.exists():
        return {}
    with contextlib.closing(open_for_reading(path)) as record:
        rows = record.execute(
            "SELECT part, load, sha256, file, layout, rows_read, rows_kept, rows_rejected, covered_from,"
            " covered_to, notes FROM loads WHERE source = ? AND leeway = ? AND current",
            [source, leeway.__version__],
        ).fetchall()
    return {
        row[0]: LoadReport(
            outcome="unchanged",
            load=row[1],
            source=source,
            part=row[0],
            file=row[3],
            sha256=row[2],
            layout=row[4],
            rows_read=row[5],
            rows_kept=row[6],
            rows_rejected=row[7],
            covered=(row[8], row[9]),
            notes=tuple(row[10].splitlines()),
        )
        for row in rows
    }


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
