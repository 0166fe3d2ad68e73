"""What a source offers: its declaration, its files by name, where they lie, and a reader."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from leeway.errors import DataError
from leeway.record.reading import Reading, SourceDeclaration

Tell = Callable[[str, str], None]
"""Called with the name of a file and a word about it."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A file at the publisher's.

    Attributes
    ----------
    part : str
        Which file of the source.
    url : str
    file : str
        Name it is kept under.
    post : bytes or None
        JSON to send with the request, for publishers that make the file on demand.
    headers : mapping of str to str
        Headers of the request, such as a key; they are never written down or told.
    pause : float
        Seconds to wait after the file, for publishers that ask for it.
    keep_days : float
        Days for which a file that is here is not asked for again, for publishers that count requests;
        infinite for files that never change.
    md5 : callable or None
        Asked, when the file is to be fetched, for the hash that it must have; None where there is none.
    may_be_absent : bool
        Whether the publisher may not have the file: its absence is then told, and others are fetched.
    """

    part: str
    url: str
    file: str
    post: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    pause: float = 0.0
    keep_days: float = 0.0
    md5: Callable[[], str | None] | None = None
    may_be_absent: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A source: how it is cited, found in a folder, fetched and read.

    Attributes
    ----------
    declaration : SourceDeclaration
    address : str
        The publisher's address, without a path; ``LEEWAY_<ID>_URL`` takes its place where it is set.
    part_of : callable
        From a file's name to the part it holds; None for other files.
    read : callable
        From a file to a `Reading`.
    remotes : callable
        From the address to the files to fetch; the second argument takes words about them.
    age : callable
        From a file's name to something that sorts newer files later.
    ships : callable or None
        Files that come with Leeway, by part: nothing is fetched.
    members : callable or None
        From a file and a folder to the files that it is an archive of, by part, unpacked into the folder;
        nothing for a file that is no archive.
    connections : int
        Files to fetch at once, for publishers of many small ones; two of them are then read at once.
    in_folder : bool
        Whether the folder says what a file is: `part_of` and `age` are then asked about ``FOLDER/NAME``, and
        files in folders of the one named are found as well.
    """

    declaration: SourceDeclaration
    address: str
    part_of: Callable[[str], str | None]
    read: Callable[[Path], Reading]
    remotes: Callable[[str, Tell], Iterable[Remote]]
    age: Callable[[str], tuple[object, ...]] = lambda name: (name,)
    ships: Callable[[], Mapping[str, Path]] | None = None
    members: Callable[[Path, Path], Mapping[str, Path]] | None = None
    connections: int = 1
    in_folder: bool = False

    @property
    def id(self) -> str:
        """Name on the command line."""
        return self.declaration.id

    def called(self, path: Path) -> str:
        """The name by which the part of a file is found."""
        return f"{path.absolute().parent.name}/{path.name}" if self.in_folder else path.name

    def base(self, given: str | None = None) -> str:
        """Address to fetch from: the one given, the one in the environment, or the publisher's."""
        named = os.environ.get(f"LEEWAY_{self.id.upper().replace('-', '_')}_URL")
        return (given or named or self.address).rstrip("/")


def _within(folder: Path) -> list[Path]:
    """Files in the folders of a folder."""
    return sorted(path for path in folder.glob("*/*") if path.is_file())


def named_like(**patterns: str) -> Callable[[str], str | None]:
    """From a file's name to its part, by regular expressions that search it in lower case.

    Examples
    --------
    >>> part_of = named_like(members=r"^states2016.*[.]csv")
    >>> part_of("States2016.csv"), part_of("other.csv")
    ('members', None)
    """
    compiled = {part: re.compile(pattern) for part, pattern in patterns.items()}

    def part_of(name: str) -> str | None:
        return next((part for part, pattern in compiled.items() if pattern.search(name.lower())), None)

    return part_of


def lying_at(**paths: str) -> Callable[[str, Tell], Iterable[Remote]]:
    """The files of a publisher whose addresses do not change, by part.

    Examples
    --------
    >>> [remote.url for remote in lying_at(members="data/states2016.csv")("https://example.org", print)]
    ['https://example.org/data/states2016.csv']
    """

    def remotes(base: str, _: Tell) -> Iterable[Remote]:
        return [Remote(part, f"{base}/{path}", path.rsplit("/", 1)[-1]) for part, path in paths.items()]

    return remotes


def saved_by_hand(
    declaration: SourceDeclaration, *, name: str = ""
) -> Callable[[str, Tell], Iterable[Remote]]:
    """No files to fetch: the publisher makes them on demand, or moves them; say where a person finds them.

    `name` is what the file has to be called, where its own name does not say what it is.

    Examples
    --------
    >>> from leeway.sources.fbic import DECLARATION
    >>> list(saved_by_hand(DECLARATION)("https://example.org", lambda name, word: print(word[:30])))
    no fixed address; save it from
    []
    """

    def remotes(_: str, tell: Tell) -> Iterable[Remote]:
        kept = f" as {name}" if name else ""
        page = declaration.pages[0]
        tell(declaration.id, f"no fixed address; save it{kept} from {page} and use --from DIR")
        return ()

    return remotes


@dataclass(frozen=True, slots=True)
class AtHand:
    """Files of some sources found in a folder.

    Attributes
    ----------
    files : dict of (str, str) to Path
        The newest file of each source and part.
    ignored : tuple of (Path, str)
        Everything else, and why.
    """

    files: dict[tuple[str, str], Path]
    ignored: tuple[tuple[Path, str], ...]


def files_at_hand(folder: Path, sources: Iterable[Source]) -> AtHand:
    """Find the files of some sources in a folder, or take the one file named.

    Raises
    ------
    DataError
        If there is no such folder, or no file of theirs in it.
    """
    if not folder.exists():
        raise DataError("There is no such folder.", where=str(folder))
    paths = sorted(path for path in ([folder] if folder.is_file() else folder.iterdir()) if path.is_file())
    files: dict[tuple[str, str], Path] = {}
    ignored: dict[Path, str] = dict.fromkeys(paths, "no file of a known source by its name")
    chosen = list(sources)
    for source in chosen:
        within = _within(folder) if source.in_folder else []
        named = {path: source.called(path) for path in [*paths, *within]}
        for path in sorted(named, key=lambda one: source.age(named[one]), reverse=True):
            part = source.part_of(named[path])
            if part is None:
                continue
            newest = files.setdefault((source.id, part), path)
            if newest is path:
                ignored.pop(path, None)
            else:
                ignored[path] = f"{newest.name} is as new or newer"
    if not files:
        names = ", ".join(source.id for source in chosen)
        raise DataError(
            f"There is no file of {names} among {len(paths)} files.",
            where=str(folder),
            hint="leeway sources --json lists the pages where the files are found.",
        )
    return AtHand(dict(sorted(files.items())), tuple(sorted(ignored.items())))
