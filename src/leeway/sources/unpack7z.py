"""The one table of a 7z archive, which Eurostat packs its bulk files in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leeway.errors import DataError, SourceFormatError


def unpacked_7z(path: Path) -> bytes:
    """Bytes of the one file in a 7z archive.

    Raises
    ------
    DataError
        If the package that unpacks it is not installed, or the archive is missing, damaged or cut.
    SourceFormatError
        If it holds more than one file.
    """
    try:
        import py7zr
        from py7zr.exceptions import ArchiveError
        from py7zr.io import BytesIOFactory
    except ImportError as error:
        raise DataError(
            "A 7z archive needs the package py7zr, which is not installed.",
            where=str(path),
            hint=f"pip install 'leeway[comext]', or unpack it: 7z x '{path.name}'",
        ) from error
    try:
        with py7zr.SevenZipFile(path) as archive:
            names = archive.getnames()
            if len(names) != 1:
                raise SourceFormatError(f"The archive holds {len(names)} files, not one.", where=str(path))
            factory = BytesIOFactory(limit=1 << 33)
            archive.extract(targets=names, factory=factory)
    except FileNotFoundError as error:
        raise DataError("There is no such file.", where=str(path)) from error
    except (OSError, EOFError, ArchiveError) as error:
        raise DataError(
            f"The packed file is damaged or cut: {error}.", where=str(path), hint="Fetch it again."
        ) from error
    held: Any = factory
    return bytes(held.get(names[0]).read())
