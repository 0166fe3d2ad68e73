"""Files from publishers: the only file that speaks HTTP.

A download goes to ``NAME.part`` and takes its place in one step when it is whole and right. A cut one is
resumed from where it stopped, in this run or a later one, as long as the publisher's file is still the same.
"""

from __future__ import annotations

import email.utils
import errno
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx

import leeway
from leeway.errors import DataError, PublisherError
from leeway.sources.arrival import AbsentFileError, check_arrived, not_the_file
from leeway.sources.versions import Version, forget, remember, remembered

Progress = Callable[[int, int | None], None]
"""Called with the bytes there are and the bytes there will be, None if the publisher does not say."""

T = TypeVar("T")

LONGEST_WAIT = 120.0
LONGEST_SILENCE = 240.0
"""Seconds a publisher may be silent while it makes a file on demand."""

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_KEY = "The key may be missing, wrong or used up for today; `leeway sources` says where it goes."
_MOVED = "The file may have moved; see the publisher's page."
_HINTS = {301: _MOVED, 302: _MOVED, 307: _MOVED, 308: _MOVED, 401: _KEY, 403: _KEY, 404: _MOVED, 410: _MOVED}
_ABSENT = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to keep trying.

    Attributes
    ----------
    attempts : int
        Tries before giving up; one that brought new bytes does not count.
    wait : float
        Seconds before the second try; doubled each time, times a random 0.5 to 1.5.
    timeout : float
        Seconds of silence after which a connection counts as dead.
    sleep : callable
        Waits; replaced in tests.
    """

    attempts: int = 5
    wait: float = 1.0
    timeout: float = 30.0
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file fetched.

    Attributes
    ----------
    path : Path
    sha256 : str
    bytes : int
    resumed : int
        Bytes that were already there from a cut download.
    fresh : bool
        False if the publisher said that the file already here is still the same.
    """

    path: Path
    sha256: str
    bytes: int
    resumed: int
    fresh: bool


class _RetryError(Exception):
    """A failure worth another try; after `wait` seconds if the publisher says so."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


def download(
    url: str,
    to: Path,
    *,
    sha256: str | None = None,
    md5: str | None = None,
    post: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    patience: Patience | None = None,
    client: httpx.Client | None = None,
) -> Downloaded:
    """Fetch a file whole, or not at all.

    Parameters
    ----------
    url : str
    to : Path
        Where the file goes; untouched until the download is complete and right.
    sha256, md5 : str, optional
        Hash the file must have.
    post : bytes, optional
        JSON to send, for a publisher that makes the file on demand. Such a file is always fetched whole.
    headers : mapping of str to str, optional
        Headers to send along, such as a key. They are neither written down nor told, and the request is then
        not passed on to another address.
    progress : callable, optional
        See `Progress`.
    patience : Patience, optional
        By default that of `Patience`, but `LONGEST_SILENCE` for a file made on demand.
    client : httpx.Client, optional
        Used, and left open, instead of one made here.

    Returns
    -------
    Downloaded

    Raises
    ------
    PublisherError
        If the publisher cannot be reached, does not answer, has no such file (`AbsentFileError`), asks for a
        browser, or sends something else than announced: a web page, nothing, or bytes with another hash.
    DataError
        If the disk is full.
    """
    patience = patience or (Patience(timeout=LONGEST_SILENCE) if post or headers else Patience())
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with connected(client, patience) as open_client:
            return _Download(url, to, sha256, md5, post, headers or {}, progress, patience, open_client).run()
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        what = "The disk is full" if full else f"The file cannot be written: {error.strerror}"
        raise DataError(
            f"{what}.", where=str(to), hint="What was fetched is kept and will be resumed."
        ) from error


def fetch_json(url: str, *, patience: Patience | None = None, client: httpx.Client | None = None) -> Any:
    """Fetch a small JSON document.

    Raises
    ------
    PublisherError
        If it cannot be had, or is not JSON.
    """
    try:
        return json.loads(fetch_text(url, patience=patience, client=client))
    except ValueError as error:
        raise PublisherError("The publisher's answer is not JSON.", where=url) from error


def fetch_text(url: str, *, patience: Patience | None = None, client: httpx.Client | None = None) -> str:
    """Fetch a small text.

    Raises
    ------
    PublisherError
        If it cannot be had.
    """
    patience = patience or Patience()
    with connected(client, patience) as open_client:

        def ask() -> str:
            response = open_client.get(url)
            _check_status(response)
            return response.text

        return _persist(ask, url, patience)


@contextmanager
def connected(given: httpx.Client | None = None, patience: Patience | None = None) -> Iterator[httpx.Client]:
    """A client to hand to `download` for many files: its connections are used again, by several threads."""
    if given is not None:
        yield given
        return
    headers = {
        "User-Agent": f"Leeway/{leeway.__version__} (research software; reads public records)",
        "Accept-Encoding": "identity",
    }
    with httpx.Client(
        headers=headers, timeout=(patience or Patience()).timeout, follow_redirects=True
    ) as made:
        yield made


def _persist(ask: Callable[[], T], url: str, patience: Patience, gained: Callable[[], int] = lambda: 0) -> T:
    """Try until it works, the patience ends, or trying again is pointless."""
    failures, had = 0, gained()
    while True:
        try:
            return ask()
        except (httpx.TransportError, _RetryError) as error:
            failures = 1 if gained() > had else failures + 1
            had = max(had, gained())
            wait = error.wait if isinstance(error, _RetryError) else None
            if failures >= patience.attempts or (wait or 0) > LONGEST_WAIT:
                raise _gave_up(error, url, failures) from error
            backoff = patience.wait * 2.0 ** (failures - 1) * random.SystemRandom().uniform(0.5, 1.5)
            patience.sleep(wait if wait is not None else min(backoff, LONGEST_WAIT))


def _gave_up(error: Exception, url: str, failures: int) -> PublisherError:
    if isinstance(error, _RetryError):
        if (error.wait or 0) > LONGEST_WAIT:
            return PublisherError(f"{error}; it asks to wait {error.wait:.0f} seconds.", where=url)
        what = str(error)
    elif isinstance(error, httpx.TimeoutException):
        what = "The publisher does not answer"
    elif isinstance(error, httpx.ConnectError):
        what = "The publisher cannot be reached"
    else:
        what = "The connection to the publisher keeps breaking"
    return PublisherError(
        f"{what} ({failures} tries).",
        where=url,
        hint="Try again later, or save the file by hand and use --from DIR.",
    )


def _check_status(response: httpx.Response) -> None:
    code = response.status_code
    if response.headers.get("x-amzn-waf-action") or (
        code == 202 and not response.headers.get("content-range")
    ):
        raise PublisherError(
            "The publisher's site asks for a browser.",
            where=str(response.url),
            hint="Open the address in a browser, save the file, and run: leeway refresh SOURCE --from DIR",
        )
    if code in _RETRIED:
        raise _RetryError(f"The publisher answers {code} {response.reason_phrase}", _retry_after(response))
    if code >= 300:
        kind = AbsentFileError if code in _ABSENT else PublisherError
        raise kind(
            f"The publisher answers {code} {response.reason_phrase}.",
            where=str(response.url),
            hint=_HINTS.get(code),
        )


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait: as written, or from the answer's own clock to the time written."""
    written = response.headers.get("retry-after", "")
    if written.isdigit():
        return float(written)
    try:
        until = email.utils.parsedate_to_datetime(written)
        now = email.utils.parsedate_to_datetime(response.headers["date"])
        return max(0.0, (until - now).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def _silent(done: int, total: int | None) -> None:
    """Say nothing of the progress."""


class _Download:
    """One file on its way."""

    def __init__(
        self,
        url: str,
        to: Path,
        sha256: str | None,
        md5: str | None,
        post: bytes | None,
        own: Mapping[str, str],
        progress: Progress | None,
        patience: Patience,
        client: httpx.Client,
    ) -> None:
        self.url, self.to, self.post, self.client = url, to, post, client
        self.sha256, self.md5 = sha256, md5
        self.own, self.patience = own, patience
        self.progress = progress or _silent
        self.part = to.with_name(to.name + ".part")
        self.resumed = 0

    def run(self) -> Downloaded:
        had = self._size()
        kept = _persist(self._ask, self.url, self.patience, self._size)
        if kept is not None:
            return kept
        found = self._check()
        self.resumed = min(had, self.resumed)
        version = self._version(self.part)
        size = self._size()
        self.part.replace(self.to)
        forget(self.part)
        if version:
            remember(self.to, Version(version.url, version.etag, version.modified, found))
        return Downloaded(self.to, found, size, self.resumed, fresh=True)

    def _ask(self) -> Downloaded | None:
        """One request: the whole file, what is missing of it, or whether it changed."""
        headers: dict[str, str] = {}
        here, there = self._version(self.part), self._version(self.to)
        start = self._size() if here and here.validator and self.post is None else 0
        if self.post is not None:
            headers = {"Content-Type": "application/json"}
        elif start and here:
            headers = {"Range": f"bytes={start}-", "If-Range": here.validator or ""}
        elif (
            there and there.etag and there.sha256 and self.to.exists() and self.sha256 in (None, there.sha256)
        ):
            headers = {"If-None-Match": there.etag}
        verb = "GET" if self.post is None else "POST"
        asked = self.client.stream(
            verb,
            self.url,
            headers=headers | dict(self.own),
            content=self.post,
            follow_redirects=not self.own,
        )
        with asked as response:
            if response.status_code == 304 and there and there.sha256:
                return Downloaded(self.to, there.sha256, self.to.stat().st_size, 0, fresh=False)
            if response.status_code == 416:
                self._forget()
                raise _RetryError("The publisher refuses to resume")
            _check_status(response)
            self._refuse_page(response)
            self._receive(response, start)
        return None

    def _receive(self, response: httpx.Response, start: int) -> None:
        resumes = response.status_code == 206 and start > 0
        if resumes and not response.headers.get("content-range", "").startswith(f"bytes {start}-"):
            self._forget()
            raise _RetryError("The publisher resumes at another place")
        if not resumes:
            start = 0
            remember(
                self.part,
                Version(self.url, response.headers.get("etag"), response.headers.get("last-modified")),
            )
        encoded = "content-encoding" in response.headers
        length = response.headers.get("content-length", "")
        total = start + int(length) if length.isdigit() and not encoded else None
        self.resumed = start
        done = start
        with self.part.open("ab" if resumes else "wb") as file:
            for block in response.iter_bytes():
                file.write(block)
                done += len(block)
                self.progress(done, total)
        if total is not None and done != total:
            raise _RetryError(f"The connection brought {done} of {total} bytes")

    def _refuse_page(self, response: httpx.Response) -> None:
        kind = response.headers.get("content-type", "").lower()
        if kind.startswith(("text/html", "application/xhtml")):
            raise not_the_file(self.url, "a web page")

    def _check(self) -> str:
        try:
            return check_arrived(self.part, self.url, sha256=self.sha256, md5=self.md5)
        except PublisherError:
            self._forget()
            raise

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _forget(self) -> None:
        self.part.unlink(missing_ok=True)
        forget(self.part)

    def _version(self, path: Path) -> Version | None:
        """Version of a file here, if it came from this address."""
        version = remembered(path)
        return version if version and version.url == self.url else None
