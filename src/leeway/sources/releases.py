"""Where the official voting files are, and which of several is the newest."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from leeway.errors import PublisherError
from leeway.sources.source import Remote, Tell

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
    return max(found, key=age)


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


def age(name: str) -> tuple[dt.date, str]:
    """What sorts newer files later."""
    return date_of(name) or dt.date.min, name


def remotes(base: str, tell: Tell) -> Iterator[Remote]:
    """The newest voting file of each body."""
    for body in RECORDS:
        name = _newest(body, base, tell)
        yield Remote(body, file_url(body, name, base), name)


def _newest(body: str, base: str, tell: Tell) -> str:
    """Name of the newest file; if the Library does not list its files, of the newest one known."""
    from leeway.sources.fetch import Patience, fetch_json

    try:
        listing = fetch_json(listing_url(body, base), patience=Patience(attempts=2))
        return newest_listed(listing, body, base)
    except PublisherError as error:
        name = newest_known(body)
        tell(name, f"newest file known to this Leeway; the Library's list: {error.message}")
        return name
