"""What has come from a publisher: the file that was announced, or something else."""

from __future__ import annotations

import hashlib
from pathlib import Path

from leeway.errors import PublisherError

_PAGES = (b"<!doctype", b"<html")


class AbsentFileError(PublisherError):
    """A file that the publisher does not have, where it has others."""


def not_the_file(url: str, what: str) -> PublisherError:
    """What to raise where something else comes instead of a file."""
    return PublisherError(
        f"The publisher sends {what} instead of a file.",
        where=url,
        hint="Open the address in a browser, save the file, and run: leeway refresh SOURCE --from DIR",
    )


def check_arrived(path: Path, url: str, *, sha256: str | None, md5: str | None) -> str:
    """Check the bytes that came from an address, and return their SHA-256.

    Parameters
    ----------
    path : Path
    url : str
    sha256, md5 : str or None
        Hashes the file must have.

    Raises
    ------
    PublisherError
        If there are none, if they are a web page, or if a hash is another.
    """
    wanted = {"SHA-256": sha256, "MD5": md5}
    digests = {"SHA-256": hashlib.sha256(), "MD5": hashlib.md5(usedforsecurity=False)}
    with path.open("rb") as file:
        head = file.read(64)
        file.seek(0)
        while block := file.read(1 << 20):
            for name, digest in digests.items():
                if name == "SHA-256" or wanted[name]:
                    digest.update(block)
    if not head:
        raise not_the_file(url, "nothing")
    if head.lstrip().lower().startswith(_PAGES):
        raise not_the_file(url, "a web page")
    for name, hash_wanted in wanted.items():
        found = digests[name].hexdigest()
        if hash_wanted and found != hash_wanted.lower():
            raise PublisherError(
                f"The publisher's file has the {name} {found}, not {hash_wanted.lower()}.",
                where=url,
                hint="The publisher may have amended it; the file was not kept.",
            )
    return digests["SHA-256"].hexdigest()
