"""Estimates as they are shipped: Parquet tables and a manifest that names each table's hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import shutil
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import polars as pl

from leeway.errors import DataError, MissingSourceError
from leeway.measures.line import SourceCovered, Span

if TYPE_CHECKING:
    from leeway.record.store import Record

FORMAT = 1
_EVERY = frozenset({"built", "covered", "margin", "record", "tables"})


def published(line: str, folder: Path | None) -> Path:
    """Folder of a line's estimates: in the folder given, or among those shipped."""
    return (folder or Path(str(resources.files("leeway") / "published"))) / line


@dataclass(frozen=True)
class EstimateTables:
    """The tables of one line's estimates, and their manifest.

    `frames` holds tables that are in memory rather than in the folder.
    """

    folder: Path
    manifest: dict[str, Any]
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)

    line: ClassVar[str] = ""
    entries: ClassVar[Collection[str]] = ()

    @classmethod
    def rebuild(cls) -> str:
        """Command that makes the estimates again."""
        return f"leeway estimate {cls.line}".strip()

    @classmethod
    def open(cls, folder: Path) -> Self:
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
                f"There are no estimates of {cls.line or 'this line'} here.",
                where=str(folder),
                hint=cls.rebuild(),
            ) from error
        except (OSError, ValueError) as error:
            raise cls._broken(f"The manifest of the estimates cannot be read: {error}.", path) from error
        if not isinstance(manifest, dict):
            raise cls._broken("The manifest of the estimates is no JSON object.", path)
        if manifest.get("format") != FORMAT:
            said = f"The estimates have format {manifest.get('format')}; this Leeway reads format {FORMAT}."
            raise cls._broken(said, path)
        if missing := sorted({*_EVERY, *cls.entries} - manifest.keys()):
            raise cls._broken(f"The manifest of the estimates lacks {', '.join(missing)}.", path)
        return cls(folder, manifest)

    @cached_property
    def _read(self) -> dict[str, pl.DataFrame]:
        """Tables read so far: a question asks for the same one many times, and a file is checked once."""
        return {}

    def manifest_known(self, day: dt.date, **made: Any) -> dict[str, Any]:
        """The manifest of what was known on a day, with the entries that are made again for it."""
        first, last = self.covered
        return {**self.manifest, "covered": [str(first), str(min(last, day))], **made}

    def table(self, name: str) -> pl.DataFrame:
        """One table, read when it is first asked for.

        Raises
        ------
        DataError
            If it is missing, is not the one that the manifest describes, or cannot be read.
        """
        if name in self.frames:
            return self.frames[name]
        if name not in self._read:
            self._read[name] = self._from_file(name)
        return self._read[name]

    def _from_file(self, name: str) -> pl.DataFrame:
        path = self.folder / f"{name}.parquet"
        listed = self.manifest["tables"].get(name)
        if listed is None:
            raise self._broken(f"These estimates have no table {name}.", self.folder)
        try:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() != listed.get("sha256"):
                raise self._broken(
                    f"The table {name} of the estimates is not the one in their manifest.", path
                )
            return pl.read_parquet(io.BytesIO(content))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise self._broken(f"The table {name} of the estimates cannot be read: {error}.", path) from error

    @classmethod
    def _broken(cls, message: str, where: Path) -> DataError:
        return DataError(message, where=str(where), hint=cls.rebuild())

    @property
    def names(self) -> set[str]:
        """Names of the tables there are."""
        return {*self.frames, *self.manifest.get("tables", {})}

    @property
    def covered(self) -> Span:
        """First and last day of what was read."""
        first, last = self.manifest["covered"]
        return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


class ToldByManifest:
    """What any line's estimates tell from their manifest; for classes that have `tables`."""

    tables: EstimateTables

    @property
    def covered(self) -> Span:
        """First and last day of what was read."""
        return self.tables.covered

    @property
    def sources(self) -> tuple[SourceCovered, ...]:
        """What was read, with its hash."""
        return tuple(
            SourceCovered(
                id=source["id"],
                publisher=source["publisher"],
                covered=(dt.date.fromisoformat(source["from"]), dt.date.fromisoformat(source["to"])),
                licence=source["licence"],
                sha256=source["sha256"],
            )
            for source in self.tables.manifest["sources"]
        )

    @property
    def version(self) -> str:
        """Version of the estimates: the record's and the code's."""
        return str(self.tables.manifest["version"])

    @property
    def built(self) -> dt.date:
        """Day the estimates were made."""
        return dt.date.fromisoformat(self.tables.manifest["built"])

    @property
    def record(self) -> str:
        """Version of the record the estimates were made from."""
        return str(self.tables.manifest["record"])

    @property
    def margin(self) -> float:
        """Half-width of *still* (see docs/validation)."""
        return float(self.tables.manifest["margin"])

    @property
    def lineage(self) -> tuple[str, ...]:
        """Sources with the first digits of their hashes."""
        return tuple(f"{source.id}@{source.sha256[:12]}" for source in self.sources)


def origin(
    record: Record, line: str, sources: Collection[str], *, needed: Collection[str] = ()
) -> dict[str, Any]:
    """Entries of a manifest that say what estimates are made from, and by which Leeway.

    Parameters
    ----------
    record : Record
    line : str
    sources : collection of str
        Ids of the sources that enter where they are there.
    needed : collection of str
        Those without which there is no estimate.

    Raises
    ------
    MissingSourceError
        If the record lacks a source that is needed.
    """
    import leeway

    loads = record.sources().filter(pl.col("source").is_in(list(sources)))
    missing = sorted(set(needed) - set(loads["source"]))
    if missing:
        raise MissingSourceError(
            f"The record holds nothing of {', '.join(missing)}, and the line {line} needs it.",
            where=str(record.path),
            hint=f"leeway refresh {' '.join(missing)}",
        )
    version = record.version(tuple(sources))
    return {
        "line": line,
        "leeway": leeway.__version__,
        "version": f"{version}-{leeway.__version__}",
        "record": version,
        "covered": [str(loads["covered_from"].min()), str(loads["covered_to"].max())],
        "sources": [_merged(rows) for _, rows in loads.group_by("source", maintain_order=True)],
    }


def _merged(files: pl.DataFrame) -> dict[str, str]:
    """One source, whatever number of files it came in."""
    hashes = files["sha256"].to_list()
    together = hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
    return {
        "id": files["source"][0],
        "publisher": files["publisher"][0],
        "licence": files["licence"][0],
        "file": "; ".join(files["file"]),
        "sha256": together,
        "from": str(files["covered_from"].min()),
        "to": str(files["covered_to"].max()),
    }


def write_tables(tables: EstimateTables, folder: Path) -> None:
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


def _fill(part: Path, tables: EstimateTables) -> None:
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
