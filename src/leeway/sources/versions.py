"""Which version of a publisher's file is here: a note beside it of where it came from and as what."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Version:
    """What tells one version of a publisher's file from the next.

    Attributes
    ----------
    url : str
    etag, modified : str or None
        As the publisher says.
    sha256 : str or None
        Of the bytes; None while the file is not whole.
    """

    url: str
    etag: str | None
    modified: str | None
    sha256: str | None = None

    @property
    def validator(self) -> str | None:
        """What ``If-Range`` takes: a strong tag, or the time of the last change."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


def remember(path: Path, version: Version) -> None:
    """Note the version of a file."""
    _note(path).write_text(json.dumps(asdict(version)), encoding="utf-8")


def remembered(path: Path) -> Version | None:
    """The version noted of a file; None if there is no note, or none that can be read."""
    try:
        return Version(**json.loads(_note(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_recent(path: Path, url: str, days: float) -> bool:
    """Whether a whole file from that address is here and no older than some days."""
    version = remembered(path)
    whole = version is not None and version.url == url and version.sha256 is not None
    return whole and path.exists() and time.time() - path.stat().st_mtime < days * 86_400


def forget(path: Path) -> None:
    """Remove the note of a file."""
    _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".version.json")
