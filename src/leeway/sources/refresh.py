"""Bring the publishers' files into the record."""

from __future__ import annotations

import datetime as dt
import difflib
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import sleep

from leeway.errors import DataError, LeewayError, QuestionError, SourceFormatError
from leeway.record.loading import content_hash, load, load_as_read, loaded_parts
from leeway.record.reading import Reading
from leeway.record.reports import LoadReport, Outcome
from leeway.record.store import record_path
from leeway.sources import SOURCES
from leeway.sources.source import Source, files_at_hand
from leeway.sources.steps import Progress as Progress
from leeway.sources.steps import Step as Step
from leeway.sources.unpack import sha256_of
from leeway.sources.versions import forget

_MANY = 8_000_000
"""Rows that are held in memory before they are written."""

_READERS = 3
"""Small files that are read at once."""

_LISTED = 10
"""Names of absent files that are told."""


@dataclass(frozen=True, slots=True)
class _Bringing:
    """One run: where the record is, whom to tell, what was found in a folder (None: fetch) or is absent."""

    to: Path
    tell: Progress
    base_url: str | None
    at_hand: dict[tuple[str, str], Path] | None
    loaded_at: dt.datetime | None
    absent: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def write(self, readings: Sequence[Reading]) -> list[LoadReport]:
        """Bring readings into the record."""
        self.tell(Step("writing", self.to.name))
        return load(readings, self.to, loaded_at=self.loaded_at)

    def write_as_read(self, readings: Iterator[Reading]) -> list[LoadReport]:
        """Bring readings into the record while they are being read."""
        return load_as_read(readings, self.to, loaded_at=self.loaded_at)


def refresh(
    sources: Sequence[str] | None = None,
    *,
    from_dir: Path | str | None = None,
    record: Path | str | None = None,
    progress: Progress | None = None,
    base_url: str | None = None,
    loaded_at: dt.datetime | None = None,
) -> list[LoadReport]:
    """Bring the publishers' newest files into the record.

    Parameters
    ----------
    sources : sequence of str, optional
        Ids of sources; all of them if not given.
    from_dir : Path or str, optional
        Folder with files at hand, or one file; nothing is then fetched. Without named sources, those with a
        file there are brought in.
    record : Path or str, optional
        The record's file; see `leeway.record.store.record_path`.
    progress : callable, optional
        Called with each `Step`.
    base_url : str, optional
        Address to fetch from instead of the publishers'.
    loaded_at : datetime, optional
        The time of the load in UTC, for the table ``loads``.

    Returns
    -------
    list of LoadReport
        One a file. A file that is in the record already is reported *unchanged*, and not read. Where one
        source of several cannot be brought in, the others are, and it is reported *failed*. Of a source with
        very many rows, files are written as they are read: those before one that fails are in the record.

    Raises
    ------
    QuestionError
        If there is no such source.
    DataError
        If a file is missing, broken or of an unknown format; the record is then as it was.
    PublisherError
        If a publisher cannot be reached or sends something else.
    """
    chosen = _chosen(sources)
    tell = progress or _silent
    at_hand = None
    if from_dir:
        at_hand = _at_hand(Path(from_dir), chosen, tell)
        if not sources:
            here = {source for source, _ in at_hand}
            chosen = [source for source in chosen if source.id in here or source.ships]
    bringing = _Bringing(record_path(record), tell, base_url, at_hand, loaded_at)
    reports: list[LoadReport] = []
    readings: list[Reading] = []
    for source in chosen:
        try:
            known, read = _read(source, bringing)
        except LeewayError as error:
            if len(chosen) == 1:
                raise
            reports.append(_failed(source, error))
        else:
            reports += known
            readings += read
    if readings:
        reports += bringing.write(readings)
    order = [source.id for source in chosen]
    return sorted(reports, key=lambda report: (order.index(report.source), report.part))


def _silent(step: Step) -> None:
    """Say nothing."""


def _chosen(names: Sequence[str] | None) -> list[Source]:
    known = {source.id: source for source in SOURCES}
    for name in names or ():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise QuestionError(
                f"There is no source '{name}'.",
                hint=f"Did you mean '{near[0]}'?" if near else f"Sources: {', '.join(known)}.",
            )
    return [known[name] for name in dict.fromkeys(names or known)]


def _read(source: Source, bringing: _Bringing) -> tuple[list[LoadReport], list[Reading]]:
    """Files of one source: those in the record, some of them written just now, and those only read."""
    known: list[LoadReport] = []
    read: list[Reading] = []
    files = _members(source, dict(_files(source, bringing)))
    if source.id in bringing.absent:
        known.append(_absent(source, bringing.absent[source.id], len(files)))
    loaded = loaded_parts(bringing.to, source.id)
    wanted = dict(files)
    for part, path in files.items():
        found = loaded.get(part)
        if found and found.sha256 == sha256_of(path):
            known.append(found)
            del wanted[part]
    if source.connections > 1:
        return known + bringing.write_as_read(_some_at_once(source, wanted, bringing.tell)), read
    rows = 0
    for reading in _one_by_one(source, wanted, bringing.tell):
        read.append(reading)
        rows += reading.rows_kept
        if rows >= _MANY:
            known += bringing.write(read)
            read, rows = [], 0
    return known, read


def _one_by_one(source: Source, files: dict[str, Path], tell: Progress) -> Iterator[Reading]:
    """Files read in their order."""
    for part, path in files.items():
        tell(Step("reading", path.name))
        yield _read_file(source, part, path)


def _some_at_once(source: Source, files: dict[str, Path], tell: Progress) -> Iterator[Reading]:
    """Many small files in their order, some of them read at once."""
    left = deque(files.items())
    coming: deque[tuple[Path, Future[Reading]]] = deque()
    with ThreadPoolExecutor(_READERS) as pool:
        for nth in range(1, len(files) + 1):
            while left and len(coming) < _READERS:
                part, path = left.popleft()
                coming.append((path, pool.submit(_read_and_hash, source, part, path)))
            path, reading = coming.popleft()
            tell(Step("reading", path.name, nth=nth, of=len(files)))
            yield reading.result()


def _read_and_hash(source: Source, part: str, path: Path) -> Reading:
    """Read a file, and make what the record needs of it beside, on the same thread."""
    reading = _read_file(source, part, path)
    return replace(reading, content=content_hash(reading))


def _read_file(source: Source, part: str, path: Path) -> Reading:
    """Read a file; one that was fetched and is damaged is fetched anew the next time."""
    try:
        reading = source.read(path)
    except SourceFormatError:
        raise
    except DataError:
        if path.parent == cache_dir() / source.id:
            forget(path)
        raise
    if reading.part != part:
        raise DataError(
            f"The file is named as {source.id} {part} and holds {source.id} {reading.part}.",
            where=str(path),
        )
    return reading


def _members(source: Source, files: dict[str, Path]) -> dict[str, Path]:
    """The files of a source, an archive of several unpacked."""
    if source.members is None:
        return files
    found: dict[str, Path] = {}
    for part, path in files.items():
        found |= source.members(path, cache_dir() / source.id) or {part: path}
    return found


def _files(source: Source, bringing: _Bringing) -> Iterator[tuple[str, Path]]:
    if source.ships is not None:
        yield from source.ships().items()
        at_hand = bringing.at_hand or {}
        yield from ((part, path) for (name, part), path in at_hand.items() if name == source.id)
    elif bringing.at_hand is None:
        yield from _fetched(source, bringing)
    else:
        here = {part: path for (name, part), path in bringing.at_hand.items() if name == source.id}
        if not here:
            raise DataError(
                f"There is no file of {source.id} in the folder.",
                hint=f"Its files are found at {' and '.join(source.declaration.pages)}.",
            )
        yield from here.items()


def _failed(source: Source, error: LeewayError) -> LoadReport:
    return _nothing_of(source, "failed", str(error), error.exit_code)


def _absent(source: Source, names: Sequence[str], there: int) -> LoadReport:
    listed = ", ".join(names[:_LISTED]) + (f" and {len(names) - _LISTED:,} more" if names[_LISTED:] else "")
    of = len(names) + there
    return _nothing_of(source, "absent", f"the publisher has no file for {len(names):,} of {of:,}: {listed}")


def _nothing_of(source: Source, outcome: Outcome, note: str, exit_code: int = 0) -> LoadReport:
    return LoadReport(
        outcome=outcome,
        load=0,
        source=source.id,
        part="",
        file="",
        sha256="",
        layout="",
        rows_read=0,
        rows_kept=0,
        rows_rejected=0,
        covered=None,
        notes=(note,),
        exit_code=exit_code,
    )


def _at_hand(folder: Path, sources: Sequence[Source], tell: Progress) -> dict[tuple[str, str], Path]:
    found = files_at_hand(folder, sources)
    for path in found.files.values():
        tell(Step("found", path.name))
    for path, why in found.ignored:
        tell(Step("ignored", path.name, note=why))
    return found.files


def cache_dir() -> Path:
    """Where publishers' files are kept: ``LEEWAY_CACHE``, or the user's cache folder."""
    if named := os.environ.get("LEEWAY_CACHE"):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("leeway", appauthor=False)


def _fetched(source: Source, bringing: _Bringing) -> Iterator[tuple[str, Path]]:
    """Fetch the newest file of each part."""
    from leeway.sources.fetch import download
    from leeway.sources.many_files import fetch_many
    from leeway.sources.versions import is_recent

    tell = bringing.tell
    folder = cache_dir() / source.id

    def say(name: str, note: str) -> None:
        tell(Step("found", name, note=note))

    remotes = source.remotes(source.base(bringing.base_url), say)
    if source.connections > 1:
        got_all = fetch_many(tuple(remotes), folder, connections=source.connections, tell=tell)
        if got_all.absent:
            bringing.absent[source.id] = got_all.absent
        yield from got_all.files.items()
        return
    for remote in remotes:

        def report(done: int, total: int | None, name: str = remote.file) -> None:
            tell(Step("fetching", name, done, total))

        to = folder / remote.file
        if is_recent(to, remote.url, remote.keep_days):
            tell(Step("kept", remote.file, note=f"it was fetched within {remote.keep_days:.0f} days"))
            yield remote.part, to
            continue
        got = download(remote.url, to, post=remote.post, headers=remote.headers, progress=report)
        sleep(remote.pause)
        if not got.fresh:
            tell(Step("kept", remote.file, note="the publisher's file is still the same"))
        yield remote.part, got.path
