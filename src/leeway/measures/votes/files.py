"""The estimates of votes as they are shipped: Parquet tables and a manifest, and nothing of a vote itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import DataError

TABLES = ("positions", "items", "questions", "deviations", "agreement", "filtered")
#: Deviations are stored as whole numbers of this step.
DEVIATION_STEP = 0.05
#: Kappa is stored as whole numbers of this step.
KAPPA_STEP = 0.01
FORMAT = 1


@dataclass(frozen=True)
class VoteTables:
    """The tables of one set of estimates, and their manifest.

    ``positions``: state, half_year, mean and sd of each dimension, votes, nonvoting, closeness_sd.
    ``items``: roll_call, symbol, half_year, question, slopes, lower, upper, the covariance of slopes and location.
    ``questions``: question, key, label, topic, whole (a title of its own).
    ``deviations``: question, year, one column a state, in steps of `DEVIATION_STEP`.
    ``agreement``: state, partner, year, common, first, same, kappa.
    ``filtered``: state, year, mean of each dimension from what was known at the year's end.

    `frames` holds tables that are in memory rather than in the folder.
    """

    folder: Path
    manifest: dict[str, Any]
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> VoteTables:
        """Open the estimates in a folder.

        Raises
        ------
        DataError
            If the folder holds none, or they are of another format, or a table is missing or changed.
        """
        path = folder / "manifest.json"
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise DataError(
                "There are no estimates of votes here.", where=str(folder), hint="leeway estimate votes"
            ) from error
        except (OSError, ValueError) as error:
            raise DataError(
                f"The manifest of the estimates cannot be read: {error}.",
                where=str(path),
                hint="leeway estimate votes",
            ) from error
        if manifest.get("format") != FORMAT:
            raise DataError(
                f"The estimates have format {manifest.get('format')}; this Leeway reads format {FORMAT}.",
                where=str(path),
                hint="leeway estimate votes",
            )
        return cls(folder, manifest)

    def table(self, name: str) -> pl.DataFrame:
        """One table.

        Raises
        ------
        DataError
            If it is missing or cannot be read.
        """
        if name in self.frames:
            return self.frames[name]
        path = self.folder / f"{name}.parquet"
        try:
            return pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise DataError(
                f"The table {name} of the estimates cannot be read: {error}.",
                where=str(path),
                hint="leeway estimate votes",
            ) from error

    @cached_property
    def states(self) -> tuple[str, ...]:
        """State ids in the order of the columns of deviations."""
        return tuple(self.manifest["states"])

    @property
    def dimensions(self) -> int:
        """Number of dimensions, D."""
        return int(self.manifest["dimensions"])

    @property
    def covered(self) -> tuple[dt.date, dt.date]:
        """Days of the first and last roll call."""
        first, last = self.manifest["covered"]
        return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


def numbered(name: str, count: int) -> list[str]:
    """Column names ``name_1`` to ``name_count``."""
    return [f"{name}_{i + 1}" for i in range(count)]


def write_tables(tables: VoteTables, folder: Path) -> None:
    """Write tables held in memory, then the manifest with each table's hash; a folder already there is replaced.

    Raises
    ------
    DataError
        If the folder cannot be written; what was there is then as before.
    """
    part = folder.with_name(folder.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        listed = {}
        for name, frame in tables.frames.items():
            path = part / f"{name}.parquet"
            frame.write_parquet(path, compression="zstd", compression_level=19)
            listed[name] = {"rows": len(frame), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        manifest = {"format": FORMAT, **tables.manifest, "tables": listed}
        text = json.dumps(manifest, indent=1, ensure_ascii=False)
        (part / "manifest.json").write_text(text + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    except OSError as error:
        raise DataError(
            f"The estimates cannot be written: {error.strerror or error}.", where=str(folder)
        ) from error


def pack_symmetric(blocks: NDArray[np.float64]) -> NDArray[np.float32]:
    """Lower triangles of (..., P, P) as (..., P (P + 1) / 2)."""
    rows, columns = np.tril_indices(blocks.shape[-1])
    return blocks[..., rows, columns].astype(np.float32)


def unpack_symmetric(packed: NDArray[np.float32], size: int) -> NDArray[np.float64]:
    """The inverse of `pack_symmetric`."""
    rows, columns = np.tril_indices(size)
    blocks = np.zeros((*packed.shape[:-1], size, size))
    blocks[..., rows, columns] = packed
    blocks[..., columns, rows] = packed
    return blocks
