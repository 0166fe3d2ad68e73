"""GDELT's files: which one a name is, and which ones hold the days wished for.

``LEEWAY_GDELT`` says what `refresh` fetches: ``2018-03-26:2018-03-28`` three days of version 2.0, 96 files
each; ``v1:2013-04-01:2013-04-30`` a month of 1.0, by day; several ranges are separated by commas. Before
April 2013 version 1.0 has one file a month, before 2006 one a year: the files that hold the days are fetched.

Not every quarter of an hour has a file. The publisher's list of all files of 2.0 is itself larger than weeks
of them, so that a file is asked for and its absence told; for 1.0 the list is small, and files are checked
against the sums it tells.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from leeway.errors import PublisherError, QuestionError
from leeway.sources.source import Remote, Tell

WISHES = "LEEWAY_GDELT"

FIRST_V2 = dt.date(2015, 2, 18)
"""First day of version 2.0."""

FIRST_V1 = dt.date(1979, 1, 1)
_FIRST_DAY_FILE = dt.date(2013, 4, 1)
_FIRST_MONTH_FILE = dt.date(2006, 1, 1)
_DAY = dt.timedelta(1)
_BATCHES = tuple(f"{hour:02d}{minute:02d}00" for hour in range(24) for minute in (0, 15, 30, 45))

_EXPORT = re.compile(r"^(\d{14}|\d{8})\.export\.csv(?:\.zip|\.gz)?$")
_PAST = re.compile(r"^(\d{6}|\d{4})\.zip$")
_SAMPLE = re.compile(r"^events_v([12])_(\w+)\.export\.csv(?:\.zip|\.gz)?$")
_RANGE = re.compile(r"^(?:(v[12]):)?(\d{4}-\d\d-\d\d)(?::(\d{4}-\d\d-\d\d))?$")
_SUM = re.compile(r"^([0-9a-f]{32})\s+\*?(\S+)$", re.MULTILINE)
_EXAMPLE = f"{WISHES}=2018-03-26:2018-03-28 for version 2.0, v1:2013-04-01:2013-04-30 for 1.0"


def part_of(name: str) -> str | None:
    """The batch in a file, by its name: its stamp, with ``v1-`` before that of version 1.0.

    Examples
    --------
    >>> part_of("20180326044500.export.CSV.zip"), part_of("20130401.export.CSV.zip")
    ('20180326044500', 'v1-20130401')
    >>> part_of("201302.zip"), part_of("2005.zip"), part_of("20201113.csv.gz")
    ('v1-201302', 'v1-2005', None)
    """
    low = name.lower()
    if found := _SAMPLE.match(low):
        return f"{'v1-' if found[1] == '1' else ''}sample-{found[2]}"
    found = _EXPORT.match(low) or _PAST.match(low)
    if found is None or not _is_time(found[1]):
        return None
    return found[1] if len(found[1]) == len("YYYYMMDDhhmmss") else f"v1-{found[1]}"


def _is_time(stamp: str) -> bool:
    try:
        dt.datetime.strptime(stamp, "%Y%m%d%H%M%S"[: {4: 2, 6: 4, 8: 6, 14: 12}[len(stamp)]])  # noqa: DTZ007
    except ValueError:
        return False
    return int(stamp[:4]) >= FIRST_V1.year


def wishes(text: str) -> dict[str, str]:
    """Files to fetch, by name, and the publisher's folder of each.

    Raises
    ------
    QuestionError
        If the text is not understood, or names days of which a version has no files.

    Examples
    --------
    >>> list(wishes("v1:2005-12-31:2006-02-01,v1:2013-03-31:2013-04-01"))
    ['2005.zip', '200601.zip', '200602.zip', '201303.zip', '20130401.export.CSV.zip']
    >>> len(wishes("2018-03-26:2018-03-28")), list(wishes("2018-03-26"))[1]
    (288, '20180326001500.export.CSV.zip')
    """
    found: dict[str, str] = {}
    for word in filter(None, (one.strip().lower() for one in text.split(","))):
        version, first, last = _days(word)
        names = _files_v1(first, last) if version == "v1" else _files_v2(first, last)
        found |= dict.fromkeys(names, "events" if version == "v1" else "gdeltv2")
    return found


def _days(word: str) -> tuple[str, dt.date, dt.date]:
    told = _RANGE.match(word)
    try:
        if told is None:
            raise ValueError(word)
        first = dt.date.fromisoformat(told[2])
        last = dt.date.fromisoformat(told[3] or told[2])
    except ValueError as error:
        raise QuestionError(f"{WISHES} names days as '{word}'.", hint=f"For example {_EXAMPLE}.") from error
    version = told[1] or "v2"
    begins = FIRST_V1 if version == "v1" else FIRST_V2
    if last < first:
        raise QuestionError(f"{WISHES} names days that end before they begin: '{word}'.")
    if first < begins:
        raise QuestionError(
            f"GDELT {version[1]}.0 begins on {begins}, and {WISHES} names {first}.",
            hint=f"Earlier days are in 1.0: {WISHES}=v1:{first}:{last}" if version == "v2" else None,
        )
    return version, first, last


def _files_v2(first: dt.date, last: dt.date) -> Iterator[str]:
    for number in range((last - first).days + 1):
        day = f"{first + number * _DAY:%Y%m%d}"
        yield from (f"{day}{batch}.export.CSV.zip" for batch in _BATCHES)


def _files_v1(first: dt.date, last: dt.date) -> Iterator[str]:
    """Files by day, by month and by year that hold some days, each once."""
    names: dict[str, None] = {}
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        if day >= _FIRST_DAY_FILE:
            names[f"{day:%Y%m%d}.export.CSV.zip"] = None
        else:
            names[f"{day:%Y%m}.zip" if day >= _FIRST_MONTH_FILE else f"{day:%Y}.zip"] = None
    yield from names


def remotes(base: str, tell: Tell) -> Iterable[Remote]:
    """The files of the days wished for: none by itself, since a day has 96.

    Raises
    ------
    QuestionError
        If ``LEEWAY_GDELT`` is not understood.
    """
    wished = wishes(os.environ.get(WISHES, ""))
    if not wished:
        tell("gdelt", f"a day has 96 files: name the days to fetch, as in {_EXAMPLE}")
    sums = _sums(f"{base}/events/md5sums", tell)
    return [
        Remote(
            str(part_of(name)),
            f"{base}/{folder}/{name}",
            name,
            keep_days=math.inf,
            may_be_absent=True,
            md5=partial(_sum_of, name, sums) if folder == "events" else None,
        )
        for name, folder in wished.items()
    ]


def _sum_of(name: str, sums: Callable[[], dict[str, str]]) -> str | None:
    return sums().get(name)


def _sums(url: str, tell: Tell) -> Callable[[], dict[str, str]]:
    """The publisher's sums of its files of 1.0, asked for when the first is needed."""

    @cache
    def sums() -> dict[str, str]:
        from leeway.sources.fetch import Patience, fetch_text

        try:
            return {name: told for told, name in _SUM.findall(fetch_text(url, patience=Patience(attempts=2)))}
        except PublisherError as error:
            tell("md5sums", f"files are not checked against the publisher's sums: {error.message}")
            return {}

    return sums
