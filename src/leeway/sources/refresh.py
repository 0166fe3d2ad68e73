"""Bring the publishers' files into the record."""

from __future__ import annotations

import datetime as dt
import difflib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from leeway.errors import DataError, PublisherError, QuestionError
from leeway.record.loading import is_loaded, load
from leeway.record.reports import LoadReport
from leeway.record.store import record_path
from leeway.sources import SOURCES, releases, un_votes
from leeway.sources.unpack import sha256_of


@dataclass(frozen=True, slots=True)
class Step:
    """Something `refresh` is doing.

    Attributes
    ----------
    kind : {'found', 'ignored', 'fetching', 'kept', 'reading', 'writing'}
    file : str
        Name of the file, or of the record.
    done, total : int or None
        Bytes, while fetching.
    note : str
        Why, where there is something to say.
    """

    kind: str
    file: str
    done: int | None = None
    total: int | None = None
    note: str = ""


Progress = Callable[[Step], None]


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
        Folder with files at hand, or one file; nothing is then fetched.
    record : Path or str, optional
        The record's file; see `leeway.record.store.record_path`.
    progress : callable, optional
        Called with each `Step`.
    base_url : str, optional
        Address to fetch from instead of the publisher's.
    loaded_at : datetime, optional
        The time of the load in UTC, for the table ``loads``.

    Returns
    -------
    list of LoadReport
        One a file. A file that is in the record already is reported *unchanged*, and not read.

    Raises
    ------
    QuestionError
        If there is no such source.
    DataError
        If a file is missing, broken or of an unknown format; the record is then as it was.
    PublisherError
        If a publisher cannot be reached or sends something else.
    """
    _check_names(sources)
    tell = progress or _silent
    to = record_path(record)
    files = _at_hand(Path(from_dir), tell) if from_dir else dict(_fetched(base_url, tell))
    reports: dict[str, LoadReport] = {}
    readings = []
    for body, path in files.items():
        known = is_loaded(to, source=un_votes.SOURCE.id, body=body, sha256=sha256_of(path))
        if known:
            reports[body] = known
            continue
        tell(Step("reading", path.name))
        reading = un_votes.read(path)
        if reading.body != body:
            raise DataError(
                f"The file is named as votes of the {body} and holds votes of the {reading.body}.",
                where=str(path),
            )
        readings.append(reading)
    if readings:
        tell(Step("writing", to.name))
        reports |= {report.body: report for report in load(readings, to, loaded_at=loaded_at)}
    return [reports[body] for body in sorted(reports)]


def _silent(step: Step) -> None:
    """Say nothing."""


def _check_names(sources: Sequence[str] | None) -> None:
    known = [source.id for source in SOURCES]
    for name in sources or ():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise QuestionError(
                f"There is no source '{name}'.",
                hint=f"Did you mean '{near[0]}'?" if near else f"Sources: {', '.join(known)}.",
            )


def _at_hand(folder: Path, tell: Progress) -> dict[str, Path]:
    found = releases.files_at_hand(folder)
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


def _fetched(base_url: str | None, tell: Progress) -> Iterator[tuple[str, Path]]:
    """Fetch the newest file of each body."""
    from leeway.sources.fetch import download

    base = releases.address(base_url)
    for body in releases.RECORDS:
        name = _newest(body, base, tell)

        def report(done: int, total: int | None, name: str = name) -> None:
            tell(Step("fetching", name, done, total))

        got = download(
            releases.file_url(body, name, base), cache_dir() / un_votes.SOURCE.id / name, progress=report
        )
        if not got.fresh:
            tell(Step("kept", name, note="the publisher's file is still the same"))
        yield body, got.path


def _newest(body: str, base: str, tell: Progress) -> str:
    """Name of the newest file; if the Library does not list its files, of the newest one known."""
    from leeway.sources.fetch import Patience, fetch_json

    try:
        listing = fetch_json(releases.listing_url(body, base), patience=Patience(attempts=2))
        return releases.newest_listed(listing, body, base)
    except PublisherError as error:
        name = releases.newest_known(body)
        tell(
            Step("found", name, note=f"newest file known to this Leeway; the Library's list: {error.message}")
        )
        return name
