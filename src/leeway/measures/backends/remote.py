"""Aggregates on engines that Ibis speaks to: Spark, ClickHouse, BigQuery."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from leeway.errors import DataError
from leeway.measures.backends.duck import file_of
from leeway.measures.backends.opening import as_text, schema_of


class IbisEngine:
    """Aggregates on a backend of Ibis.

    Attributes
    ----------
    name : str
    backend : ibis backend
    folder : Path or None
        Folder of Parquet files that hold the tables; None where the backend has them itself.
    """

    def __init__(self, name: str, backend: Any, folder: Path | None) -> None:
        self.name, self.backend, self.folder = name, backend, folder

    def table(self, name: str) -> Any:
        """The Ibis table of one of the record's names.

        Raises
        ------
        DataError
            If the engine has no such table, or it lacks columns.
        """
        try:
            if self.folder is not None:
                place = file_of(self.folder, name).removesuffix("/*.parquet")
                found = self.backend.read_parquet(place, table_name=name)
            else:
                found = self.backend.table(name)
        except DataError:
            raise
        except Exception as error:
            said = str(error).splitlines()[0]
            raise DataError(
                f"The engine {self.name} has no table {name}: {said}.",
                hint=f"leeway export {name} {name}.parquet writes it from a record.",
            ) from error
        missing = [column for column in schema_of(name) if column not in found.columns]
        if missing:
            raise DataError(f"The table {name} on {self.name} has no column {', '.join(missing)}.")
        return found

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
