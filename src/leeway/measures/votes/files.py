"""The estimates of votes as they are shipped: Parquet tables and a manifest, and nothing of a vote itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
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

#: Deviations are stored as whole numbers of this step.
DEVIATION_STEP = 0.05
#: Kappa is stored as whole numbers of this step.
KAPPA_STEP = 0.01
FORMAT = 1
_ENTRIES = {"built", "calibration", "covered", "dimensions", "margin", "priors", "record", "states", "tables"}
_REBUILD = "leeway estimate votes"


@dataclass(frozen=True)
class VoteTables:
    """The tables of one set of estimates, and their manifest.

    ``positions``: state, half_year, mean and sd of each dimension, votes, nonvoting, closeness_sd.
    ``items``: roll_call, half_year, question, slopes, lower, upper, the covariance of slopes and location.
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
            If the folder holds none, or their manifest is broken or of another format.
        """
        path = folder / "manifest.json"
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise DataError(
                "There are no estimates of votes here.", where=str(folder), hint=_REBUILD
            ) from error
        except (OSError, ValueError) as error:
            raise _broken(f"The manifest of the estimates cannot be read: {error}.", path) from error
        if not isinstance(manifest, dict):
            raise _broken("The manifest of the estimates is no JSON object.", path)
        if manifest.get("format") != FORMAT:
            said = f"The estimates have format {manifest.get('format')}; this Leeway reads format {FORMAT}."
            raise _broken(said, path)
        if missing := sorted(_ENTRIES - manifest.keys()):
            raise _broken(f"The manifest of the estimates lacks {', '.join(missing)}.", path)
        return cls(folder, manifest)

    def table(self, name: str) -> pl.DataFrame:
        """One table.

        Raises
        ------
        DataError
            If it is missing, is not the one that the manifest describes, or cannot be read.
        """
        if name in self.frames:
            return self.frames[name]
        path = self.folder / f"{name}.parquet"
        listed = self.manifest["tables"].get(name)
        if listed is None:
            raise _broken(f"These estimates have no table {name}.", self.folder)
        try:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() != listed.get("sha256"):
                raise _broken(f"The table {name} of the estimates is not the one in their manifest.", path)
            return pl.read_parquet(io.BytesIO(content))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _broken(f"The table {name} of the estimates cannot be read: {error}.", path) from error

    @property
    def names(self) -> set[str]:
        """Names of the tables there are."""
        return {*self.frames, *self.manifest.get("tables", {})}

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


def _broken(message: str, where: Path) -> DataError:
    return DataError(message, where=str(where), hint=_REBUILD)


def numbered(name: str, count: int) -> list[str]:
    """Column names ``name_1`` to ``name_count``.

    Examples
    --------
    >>> numbered("mean", 2)
    ['mean_1', 'mean_2']
    """
    return [f"{name}_{i + 1}" for i in range(count)]


def write_tables(tables: VoteTables, folder: Path) -> None:
    """Write tables held in memory, and the manifest with each table's hash, in place of what is there.

    Raises
    ------
    DataError
        If the folder cannot be written; what was there is then as before.
    """
    part = folder.with_name(folder.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        _fill(part, tables)
        _put_in_place(part, folder)
    except (OSError, pl.exceptions.PolarsError) as error:
        shutil.rmtree(part, ignore_errors=True)
        why = error.strerror if isinstance(error, OSError) else None
        raise DataError(f"The estimates cannot be written: {why or error}.", where=str(folder)) from error


def _fill(part: Path, tables: VoteTables) -> None:
    listed = {}
    for name, frame in tables.frames.items():
        path = part / f"{name}.parquet"
        frame.write_parquet(path, compression="zstd", compression_level=19)
        listed[name] = {"rows": len(frame), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    manifest = {"format": FORMAT, **tables.manifest, "tables": listed}
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (part / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _put_in_place(part: Path, folder: Path) -> None:
    """Rename a finished folder; what stood in its place is deleted only after that."""
    earlier = folder.with_name(folder.name + ".earlier")
    shutil.rmtree(earlier, ignore_errors=True)
    if not folder.exists():
        part.rename(folder)
        return
    folder.rename(earlier)
    try:
        part.rename(folder)
    except OSError:
        earlier.rename(folder)
        raise
    shutil.rmtree(earlier, ignore_errors=True)


def pack_symmetric(blocks: NDArray[np.float64]) -> NDArray[np.float32]:
    """Lower triangles of symmetric matrices (..., P, P), in rows of P (P + 1) / 2.

    Examples
    --------
    >>> packed = pack_symmetric(np.array([[1.0, 2.0], [2.0, 3.0]]))
    >>> packed.tolist(), unpack_symmetric(packed, 2).tolist()
    ([1.0, 2.0, 3.0], [[1.0, 2.0], [2.0, 3.0]])
    """
    rows, columns = np.tril_indices(blocks.shape[-1])
    return blocks[..., rows, columns].astype(np.float32)


def unpack_symmetric(packed: NDArray[np.float32], size: int) -> NDArray[np.float64]:
    """The inverse of `pack_symmetric`."""
    rows, columns = np.tril_indices(size)
    blocks = np.zeros((*packed.shape[:-1], size, size))
    blocks[..., rows, columns] = packed
    blocks[..., columns, rows] = packed
    return blocks
