"""The one table of a 7z archive, which Eurostat packs its bulk files in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leeway.errors import DataError, SourceFormatError


@contextmanager
def unpacked_7z(path: Path) -> Iterator[Path]:
    """The one file in a 7z archive, in a folder that is gone afterwards.

    It is unpacked to the disk, since in memory it is ten times the archive.

    Raises
    ------
    DataError
        If the package that unpacks it is not installed, or the archive is missing, damaged or cut.
    SourceFormatError
        If it holds more than one file.
    """
    try:
        import py7zr
        from py7zr import exceptions
    except ImportError as error:
        raise DataError(
            "A 7z archive needs the package py7zr, which is not installed.",
            where=str(path),
            hint=f"pip install 'leeway[comext]', or unpack it: 7z x '{path.name}'",
        ) from error
    broken = (OSError, EOFError, exceptions.ArchiveError, exceptions.AbsolutePathError)
    with tempfile.TemporaryDirectory() as folder:
        try:
            with py7zr.SevenZipFile(path) as archive:
                names = archive.getnames()
                if len(names) != 1:
                    raise SourceFormatError(
                        f"The archive holds {len(names)} files, not one.", where=str(path)
                    )
                archive.extract(folder, targets=names)
        except FileNotFoundError as error:
            raise DataError("There is no such file.", where=str(path)) from error
        except exceptions.PasswordRequired as error:
            raise DataError("The archive asks for a password.", where=str(path)) from error
        except broken as error:
            raise DataError(
                f"The packed file is damaged or cut: {error}.", where=str(path), hint="Fetch it again."
            ) from error
        yield Path(folder) / names[0]
