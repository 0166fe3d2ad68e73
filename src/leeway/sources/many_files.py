"""Many small files of one publisher: a few fetched at once, told in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leeway.sources.arrival import AbsentFileError
from leeway.sources.source import Remote
from leeway.sources.steps import Progress, Step
from leeway.sources.versions import is_recent

if TYPE_CHECKING:
    from leeway.sources.fetch import Downloaded

_AHEAD = 4
"""Files that wait for each connection."""


@dataclass(frozen=True, slots=True)
class FetchedFiles:
    """Files of one source that are here now.

    Attributes
    ----------
    files : dict of str to Path
        By part, in the order asked for.
    absent : tuple of str
        Names of those that the publisher does not have.
    """

    files: dict[str, Path]
    absent: tuple[str, ...]


def fetch_many(remotes: Sequence[Remote], folder: Path, *, connections: int, tell: Progress) -> FetchedFiles:
    """Fetch files that are not here yet, a few at once.

    Parameters
    ----------
    remotes : sequence of Remote
    folder : Path
        Where they are kept.
    connections : int
        How many are fetched at once.
    tell : callable
        Called with one `Step` a file, in the order of `remotes`, from this thread.

    Raises
    ------
    PublisherError
        The first that a file ends with: files fetched before it, and those then on their way, are kept. Of
        files that may be absent only if all are.
    """
    files: dict[str, Path] = {}
    absent: list[str] = []
    first: AbsentFileError | None = None
    for nth, (remote, coming) in enumerate(_in_order(remotes, folder, connections), start=1):
        kind, note, size = "kept", "it is here", None
        try:
            if coming is not None:
                got = coming.result()
                kind, note, size = ("fetching", "", got.bytes) if got.fresh else (kind, note, None)
            files[remote.part] = folder / remote.file
        except AbsentFileError as error:
            if not remote.may_be_absent:
                raise
            first = first or error
            absent.append(remote.file)
            kind, note = "ignored", "the publisher has no such file"
        tell(Step(kind, remote.file, size, size, note, nth, len(remotes)))
    if first is not None and not files:
        raise first
    return FetchedFiles(files, tuple(absent))


def _in_order(
    remotes: Sequence[Remote], folder: Path, connections: int
) -> Iterator[tuple[Remote, Future[Downloaded] | None]]:
    """Each file with its download; None for one that is here."""
    from leeway.sources.fetch import connected, download

    waiting: deque[tuple[Remote, Future[Downloaded] | None]] = deque()
    with connected() as client, ThreadPoolExecutor(connections) as pool:
        try:
            for remote in remotes:
                to = folder / remote.file
                coming = None
                if not is_recent(to, remote.url, remote.keep_days):
                    md5 = remote.md5() if remote.md5 is not None else None
                    coming = pool.submit(
                        download, remote.url, to, md5=md5, headers=remote.headers, client=client
                    )
                waiting.append((remote, coming))
                if len(waiting) > connections * _AHEAD:
                    yield waiting.popleft()
            while waiting:
                yield waiting.popleft()
        finally:
            for _, left in waiting:
                if left is not None:
                    left.cancel()
