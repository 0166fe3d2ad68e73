"""Where an aggregate is run: the record by default, or an engine with a larger table.

An aggregate is one Ibis expression over tables under the record's names and columns. DuckDB runs it as SQL on
a connection of ours; Spark, ClickHouse and BigQuery through Ibis (``pip install 'leeway[scale]'``). An engine
that lacks a table of the record may hold a publisher's, which then stands for it: the caller says which.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import polars as pl

from leeway.errors import DataError, QuestionError
from leeway.record.stand_ins import StandIn
from leeway.record.tables import table as declared

if TYPE_CHECKING:
    from leeway.record.store import Record

NAMES = ("duckdb", "spark", "clickhouse", "bigquery")
"""What may stand before ``://`` in the name of an engine."""

_TYPES = {
    "VARCHAR": "string",
    "SMALLINT": "int16",
    "INTEGER": "int32",
    "BIGINT": "int64",
    "DOUBLE": "float64",
    "DATE": "date",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "timestamp",
}
_NEEDS = {"spark": "pyspark", "clickhouse": "clickhouse_connect", "bigquery": "google.cloud.bigquery"}


class Engine(Protocol):
    """Something that runs aggregates."""

    def table(self, name: str) -> Any:
        """The Ibis table of one of the record's names."""
        ...

    def frame(self, name: str, frame: pl.DataFrame) -> Any:
        """An Ibis table of a small frame at hand, to be joined with."""
        ...

    def run(self, expression: Any) -> pl.DataFrame:
        """The rows of an Ibis expression; words are text, whatever the engine calls them."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """An engine, and the publishers' tables that are known to it.

    Attributes
    ----------
    name : str
        See `engine_named`.
    stand_ins : mapping of str to StandIn
        By the name of the record's table that each stands for, where the engine has none of that name.
    """

    name: str
    stand_ins: Mapping[str, StandIn] = field(default_factory=dict)


@contextmanager
def engine_named(name: str | Place | None, *, record: Record | None = None) -> Iterator[Engine]:
    """Open an engine by its name.

    Parameters
    ----------
    name : str, Place or None
        None or ``duckdb`` for the record; ``duckdb:///FOLDER`` or ``spark:///FOLDER`` for Parquet files named
        after the record's tables (``leeway export flows FOLDER/flows.parquet``); ``spark`` for the tables of
        the session that runs, or of a new one on this machine; ``spark://HOST:PORT``,
        ``clickhouse://USER:PASSWORD@HOST/DATABASE``, ``bigquery://PROJECT/DATASET``, where another project's
        data set is ``bigquery://YOURS/THEIRS.DATASET``: yours is billed. A `Place` also names publishers'
        tables that stand for the record's.
    record : Record, optional
        What DuckDB reads, if no folder is named.

    Raises
    ------
    QuestionError
        If there is no such engine, or it needs a package that is not installed.
    DataError
        If there is no record to read, or the engine cannot be reached.

    Examples
    --------
    >>> with engine_named("oracle://somewhere") as engine:
    ...     pass
    Traceback (most recent call last):
    leeway.errors.QuestionError: There is no engine 'oracle'.
    Engines: duckdb, spark, clickhouse, bigquery.
    """
    place = name if isinstance(name, Place) else Place(name or "duckdb")
    name = place.name
    parts = urlsplit(name if "://" in name else f"{name}://")
    if parts.scheme not in NAMES:
        raise QuestionError(f"There is no engine '{parts.scheme}'.", hint=f"Engines: {', '.join(NAMES)}.")
    if parts.scheme != "duckdb":
        _check_installed(parts.scheme)
        yield _remote(parts.scheme, place, Path(parts.path) if parts.path else None)
        return
    if parts.path:
        from leeway.measures.backends.duck import over_folder

        with over_folder(Path(parts.path), place.stand_ins) as opened:
            yield opened
        return
    if record is None:
        raise DataError("There is no record to read.", hint="leeway refresh, or name another engine.")
    from leeway.measures.backends.duck import DuckDBEngine

    yield DuckDBEngine(record)


def schema_of(name: str) -> dict[str, str]:
    """Ibis types of one of the record's tables, by column."""
    return {column.name: _TYPES.get(column.type, "string") for column in declared(name).columns}


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows, with words of a fixed list as plain text, and sums of whole numbers as whole numbers."""
    words = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Enum | pl.Categorical)]
    sums = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Decimal) and kind.scale == 0]
    return frame.with_columns(pl.col(words).cast(pl.String), pl.col(sums).cast(pl.Int64))


def _check_installed(engine: str) -> None:
    try:
        found = importlib.util.find_spec(_NEEDS[engine])
    except ModuleNotFoundError:
        found = None
    if found is None:
        raise QuestionError(
            f"The engine {engine} needs the package {_NEEDS[engine]}, which is not installed.",
            hint="pip install 'leeway[scale]'",
        )


def _remote(engine: str, place: Place, folder: Path | None) -> Engine:
    from leeway.measures.backends.remote import IbisEngine, connected

    backend, own = connected(engine, place.name, folder)
    return IbisEngine(engine, backend, folder if own else None, place.stand_ins)


__all__ = ["NAMES", "Engine", "Place", "as_text", "engine_named", "schema_of"]
