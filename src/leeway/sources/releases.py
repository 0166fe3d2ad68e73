"""Where the official voting files are, and which of several is the newest."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import dataclass
from pathlib import Path

from leeway.errors import DataError, PublisherError

ADDRESS = "https://digitallibrary.un.org"
RECORDS = {"GA": 4060887, "SC": 4055387}
"""Numbers of the UN Digital Library's records that hold the files."""

_DATE = re.compile(r"(\d{4})[_-](\d{1,2})[_-](\d{1,2})")
_BODY = re.compile(r"(?:^|_)(ga|sc)_(?:resolutions_)?voting(?![a-z])", re.IGNORECASE)
_ENDING = re.compile(r"\.csv(?:\.xz|\.gz|\.zip)?$|\.zip$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Release:
    """A version of an official file, as known when this version of Leeway was made."""

    body: str
    published: dt.date
    file: str


RELEASES = (
    Release("GA", dt.date(2024, 9, 12), "2024_09_12_ga_resolutions_voting.csv"),
    Release("GA", dt.date(2025, 3, 31), "2025_03_31_ga_voting_corr1.csv"),
    Release("GA", dt.date(2025, 7, 23), "2025_7_23_ga_voting.csv"),
    Release("GA", dt.date(2025, 9, 19), "2025_9_19_ga_voting.csv"),
    Release("GA", dt.date(2026, 2, 6), "2026_02_06_ga_voting.csv"),
    Release("SC", dt.date(2025, 7, 21), "2025_7_21_sc_voting.csv"),
    Release("SC", dt.date(2025, 11, 25), "2025_11_25_sc_voting.csv"),
    Release("SC", dt.date(2026, 2, 6), "2026_02_06_sc_voting.csv"),
)


def address(base_url: str | None = None) -> str:
    """Address of the UN Digital Library: the one given, ``LEEWAY_UN_VOTES_URL``, or the real one."""
    return (base_url or os.environ.get("LEEWAY_UN_VOTES_URL") or ADDRESS).rstrip("/")


def listing_url(body: str, base: str) -> str:
    """Address of the list of a record's files."""
    return f"{base}/api/v1/file?recid={RECORDS[body]}"


def file_url(body: str, file: str, base: str) -> str:
    """Address of a file of a record.

    Examples
    --------
    >>> file_url("GA", "2026_02_06_ga_voting.csv", ADDRESS)
    'https://digitallibrary.un.org/record/4060887/files/2026_02_06_ga_voting.csv'
    """
    return f"{base}/record/{RECORDS[body]}/files/{file}"


def newest_listed(listing: object, body: str, base: str) -> str:
    """Name of the newest voting file in the list of a record's files.

    Parameters
    ----------
    listing : list of dict
        As the Library sends it: ``name`` without ending, and ``format`` with the dot.

    Raises
    ------
    PublisherError
        If the list holds no voting file.
    """
    entries = listing if isinstance(listing, list) else []
    names = [
        f"{entry['name']}{entry['format']}"
        for entry in entries
        if isinstance(entry, dict)
        and isinstance(entry.get("name"), str)
        and isinstance(entry.get("format"), str)
    ]
    found = [name for name in names if name.endswith(".csv") and body_of(name) == body and date_of(name)]
    if not found:
        raise PublisherError(
            f"The Library lists no voting file of the {body} (it lists {', '.join(names) or 'nothing'}).",
            where=listing_url(body, base),
        )
    return max(found, key=_age)


def newest_known(body: str) -> str:
    """Name of the newest file known when this version of Leeway was made."""
    return max((release for release in RELEASES if release.body == body), key=lambda one: one.published).file


def body_of(name: str) -> str | None:
    """Body whose votes a file holds, from its name.

    Examples
    --------
    >>> body_of("2024_09_12_ga_resolutions_voting.csv"), body_of("sc_voting.csv.xz"), body_of("voting.csv")
    ('GA', 'SC', None)
    """
    found = _BODY.search(name) if _ENDING.search(name) else None
    return found[1].upper() if found else None


def date_of(name: str) -> dt.date | None:
    """Last date in a file's name: when it was published, or until when it covers."""
    dates = [_day(found) for found in _DATE.finditer(name)]
    return next((day for day in reversed(dates) if day), None)


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _age(name: str) -> tuple[dt.date, str]:
    return date_of(name) or dt.date.min, name


@dataclass(frozen=True, slots=True)
class AtHand:
    """Voting files found in a folder.

    Attributes
    ----------
    files : dict of str to Path
        The newest file of each body.
    ignored : tuple of (Path, str)
        Everything else, and why.
    """

    files: dict[str, Path]
    ignored: tuple[tuple[Path, str], ...]


def files_at_hand(folder: Path) -> AtHand:
    """Find the voting files in a folder, or take the one file named.

    Raises
    ------
    DataError
        If there is no such folder, or no voting file in it.
    """
    if not folder.exists():
        raise DataError("There is no such folder.", where=str(folder))
    paths = sorted(path for path in ([folder] if folder.is_file() else folder.iterdir()) if path.is_file())
    files: dict[str, Path] = {}
    ignored = []
    for path in sorted(paths, key=lambda one: _age(one.name), reverse=True):
        body = body_of(path.name)
        if body is None:
            ignored.append((path, "no voting file by its name"))
        elif body in files:
            ignored.append((path, f"{files[body].name} is as new or newer"))
        else:
            files[body] = path
    if not files:
        raise DataError(
            f"There is no voting file among {len(paths)} files.",
            where=str(folder),
            hint="Names such as 2026_02_06_ga_voting.csv or sc_voting.csv.xz are looked for.",
        )
    return AtHand(dict(sorted(files.items())), tuple(sorted(ignored)))
