"""Aggregates on engines that Ibis speaks to: Spark, ClickHouse, BigQuery."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from leeway.errors import DataError
from leeway.measures.backends.duck import file_of
from leeway.measures.backends.opening import as_text, schema_of

if TYPE_CHECKING:
    from leeway.record.stand_ins import StandIn


class IbisEngine:
    """Aggregates on a backend of Ibis.

    Attributes
    ----------
    name : str
    backend : ibis backend
    folder : Path or None
        Folder of Parquet files that hold the tables; None where the backend has them itself.
    stand_ins : mapping of str to StandIn
        Publishers' tables, by the record's that each stands for.
    """

    def __init__(
        self,
        name: str,
        backend: Any,
        folder: Path | None,
        stand_ins: Mapping[str, StandIn] | None = None,
    ) -> None:
        self.name, self.backend, self.folder, self.stand_ins = name, backend, folder, stand_ins or {}

    def table(self, name: str) -> Any:
        """The Ibis table of one of the record's names, or one made of a publisher's that stands for it.

        Raises
        ------
        DataError
            If the engine has no such table, or it lacks columns.
        """
        try:
            found = self._named(name)
        except DataError:
            if (made := self._of_publisher(name)) is not None:
                return made
            raise
        missing = [column for column in schema_of(name) if column not in found.columns]
        if missing:
            raise DataError(f"The table {name} on {self.name} has no column {', '.join(missing)}.")
        return found

    def _of_publisher(self, name: str) -> Any | None:
        """A table made of a publisher's, if the engine has that one."""
        theirs = self.stand_ins.get(name)
        if theirs is None:
            return None
        try:
            found = self._named(theirs.name)
        except DataError:
            return None
        return theirs.told(found) if set(theirs.columns) <= set(found.columns) else None

    def _named(self, name: str) -> Any:
        try:
            if self.folder is not None:
                place = file_of(self.folder, name).removesuffix("/*.parquet")
                return self.backend.read_parquet(place, table_name=name)
            return self.backend.table(name)
        except DataError:
            raise
        except Exception as error:
            said = str(error).splitlines()[0]
            raise DataError(
                f"The engine {self.name} has no table {name}: {said}.",
                hint=f"leeway export {name} {name}.parquet writes it from a record.",
            ) from error

    def frame(self, name: str, frame: pl.DataFrame) -> Any:  # noqa: ARG002
        """An Ibis table of a small frame at hand."""
        import ibis

        return ibis.memtable(frame)

    def run(self, expression: Any) -> pl.DataFrame:
        """The rows of an Ibis expression."""
        return as_text(self.backend.to_polars(expression))


def connected(engine: str, name: str, folder: Path | None) -> tuple[Any, bool]:
    """A backend of Ibis, and whether the tables lie in the folder named rather than in it.

    Raises
    ------
    DataError
        If it cannot be reached.
    """
    import ibis

    try:
        if engine == "spark":
            return ibis.pyspark.connect(_session(name)), folder is not None
        return ibis.connect(name), False
    except Exception as error:
        said = str(error).splitlines()[0]
        raise DataError(f"The engine {engine} cannot be reached: {said}.", where=name) from error


def _session(name: str) -> Any:
    """The Spark session that runs, or a new one at the address named or on this machine."""
    from urllib.parse import urlsplit

    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    host = urlsplit(name).netloc
    master = f"spark://{host}" if host else "local[*]"
    return SparkSession.builder.master(master).appName("leeway").getOrCreate()
