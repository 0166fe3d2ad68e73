"""Files of a data set at a Dataverse, as its list names them, and the years wished for."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from leeway.errors import PublisherError, QuestionError
from leeway.sources.source import Remote, Tell

ADDRESS = "https://dataverse.harvard.edu"

_WISH = re.compile(r"(\d{4})(?:-(\d{4}))?")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that a data set lists.

    Attributes
    ----------
    name : str
    id : int
        Number of the file.
    turned : bool
        Whether the Dataverse keeps it in a form of its own: the original has to be asked for.
    md5 : str or None
        Hash of the file as it is sent; None where the list speaks of another form.
    """

    name: str
    id: int
    turned: bool
    md5: str | None = None

    def url(self, base: str) -> str:
        """Address of the file as it was deposited.

        Examples
        --------
        >>> Listed("events.2018.tab", 42, turned=True).url("https://example.org")
        'https://example.org/api/access/datafile/42?format=original'
        """
        return f"{base}/api/access/datafile/{self.id}{'?format=original' if self.turned else ''}"


def listing_url(doi: str, base: str) -> str:
    """Address of the list of a data set's files."""
    return f"{base}/api/datasets/:persistentId/?persistentId=doi:{doi}"


def files_listed(doi: str, base: str) -> list[Listed]:
    """Files of the newest version of a data set.

    Raises
    ------
    PublisherError
        If the list cannot be had, or is none.
    """
    from leeway.sources.fetch import Patience, fetch_json

    where = listing_url(doi, base)
    return listed(fetch_json(where, patience=Patience(attempts=3)), where)


def listed(listing: Any, where: str) -> list[Listed]:
    """Files in a Dataverse's answer.

    Raises
    ------
    PublisherError
        If the answer lists no file.

    Examples
    --------
    >>> file = {"dataFile": {"id": 7, "filename": "a.tab", "originalFileFormat": "text/tab"}}
    >>> listed({"data": {"latestVersion": {"files": [file]}}}, "here")
    [Listed(name='a.tab', id=7, turned=True, md5=None)]
    """
    try:
        files = [one["dataFile"] for one in listing["data"]["latestVersion"]["files"]]
        found = [_listed(one) for one in files]
    except (KeyError, TypeError, ValueError) as error:
        said = listing.get("message") if isinstance(listing, dict) else None
        what = f"The Dataverse sends no list of files: {said or 'it is laid out in another way'}."
        raise PublisherError(what, where=where) from error
    if not found:
        raise PublisherError("The Dataverse lists no file.", where=where)
    return found


def _listed(file: Mapping[str, Any]) -> Listed:
    turned = "originalFileFormat" in file
    md5 = None if turned or not file.get("md5") else str(file["md5"])
    return Listed(str(file["filename"]), int(file["id"]), turned, md5)


def remote_of(part: str, file: Listed, base: str) -> Remote:
    """What to fetch for a file that is listed."""
    return Remote(part, file.url(base), file.name, md5=lambda: file.md5)


def years_wished(variable: str) -> list[int]:
    """Years that a variable of the environment names, such as ``2018`` or ``2015-2018,2020``.

    Raises
    ------
    QuestionError
        If it is not understood.

    Examples
    --------
    >>> os.environ["LEEWAY_EXAMPLE"] = "2015-2017,2020"
    >>> years_wished("LEEWAY_EXAMPLE")
    [2015, 2016, 2017, 2020]
    >>> del os.environ["LEEWAY_EXAMPLE"]
    """
    years: set[int] = set()
    for word in filter(None, (one.strip() for one in os.environ.get(variable, "").split(","))):
        told = _WISH.fullmatch(word)
        first = int(told[1]) if told else 0
        last = int(told[2] or first) if told else 0
        if not 1900 <= first <= last <= 2100:
            raise QuestionError(
                f"{variable} names years as '{word}'.", hint=f"For example {variable}=2018 or 2015-2018,2020"
            )
        years.update(range(first, last + 1))
    return sorted(years)


def tell_missing(wished: Collection[int], found: Collection[int], source: str, tell: Tell) -> None:
    """Say which years wished for are not listed."""
    missing = [str(year) for year in sorted(wished) if year not in found]
    if missing:
        tell(source, f"the publisher lists no file of {', '.join(missing)}")
