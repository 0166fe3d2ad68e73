"""The text of one packed file as blocks of whole lines, unpacked on a thread of its own.

For publishers of very many files whose lines are rows, without quotation marks. ISA-L unpacks deflate in half
the time that zlib takes, and what a block weighs is all that is held of a file.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, cast

from isal import isal_zlib

from leeway.errors import DataError, SourceFormatError

BLOCK = 1 << 22
_FEED = 1 << 20
_LOCAL = b"PK\x03\x04"
_EMPTY_ARCHIVE = b"PK\x05\x06"
_GZIP = b"\x1f\x8b"
_HEADER = 30
_RAW_DEFLATE = -15
_BROKEN = (
    EOFError,
    zlib.error,
    cast(type[Exception], isal_zlib.IsalError),
    zipfile.BadZipFile,
    gzip.BadGzipFile,
)


def line_blocks(path: Path, *, size: int = BLOCK) -> Iterator[bytes]:
    """Read the lines of a file block by block.

    Parameters
    ----------
    path : Path
        Plain text, or text packed with gzip, or the only file of a zip archive; told by content.
    size : int
        Bytes of a block to aim at.

    Yields
    ------
    bytes
        Whole lines. The last one may lack its end, where the file does.

    Raises
    ------
    DataError
        If the file is missing, empty, or its packing is damaged or cut.
    SourceFormatError
        If an archive holds no file, or several.
    """
    nothing = True
    for block in _ahead(_whole_lines(_unpacked(path, size))):
        nothing = False
        yield block
    if nothing:
        raise DataError("The file is empty.", where=str(path), hint="Fetch it again.")


def _ahead(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same blocks, the next of them made while one is used."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = thread.submit(next, blocks, None)
            yield block


def _whole_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest: list[bytes] = []
    for piece in pieces:
        end = piece.rfind(b"\n") + 1
        if not end:
            rest.append(piece)
            continue
        yield b"".join([*rest, piece[:end]])
        rest = [piece[end:]]
    if last := b"".join(rest):
        yield last


def _unpacked(path: Path, size: int) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            if head in (_LOCAL, _EMPTY_ARCHIVE):
                yield from _only_member(file, path, size)
            elif head.startswith(_GZIP):
                with gzip.open(file, "rb") as packed:
                    yield from iter(lambda: packed.read(size), b"")
            elif path.suffix in (".zip", ".gz") and head:
                kind = path.suffix[1:]
                raise DataError(f"The file is not in the {kind} format.", where=str(path), hint=_opened(file))
            else:
                yield from iter(lambda: file.read(size), b"")
    except _BROKEN as error:
        what = f"The packed file is damaged or cut: {error}."
        raise DataError(what, where=str(path), hint="Fetch it again.") from error
    except OSError as error:
        raise DataError(f"The file cannot be read: {error.strerror or error}.", where=str(path)) from error


def _opened(file: IO[bytes]) -> str:
    return f"It begins with '{file.read(40).decode(errors='replace')}'. Fetch it again."


def _only_member(file: IO[bytes], path: Path, size: int) -> Iterator[bytes]:
    with zipfile.ZipFile(file) as archive:
        inside = [one for one in archive.infolist() if not one.is_dir()]
        if len(inside) != 1:
            names = ", ".join(one.filename for one in inside[:4])
            raise SourceFormatError(
                f"The archive holds {len(inside)} files, not one.",
                where=str(path),
                hint=f"It holds {names}." if names else "Fetch it again.",
            )
        if inside[0].flag_bits & 1:
            raise zipfile.BadZipFile("it asks for a password")
        if inside[0].compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(file, inside[0], size)
        else:
            with archive.open(inside[0]) as packed:
                yield from iter(lambda: packed.read(size), b"")


def _inflated(file: IO[bytes], inside: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
    """A member as pieces of a size; its length and its check sum are held against those announced."""
    file.seek(inside.header_offset)
    header = file.read(_HEADER)
    if not header.startswith(_LOCAL):
        raise zipfile.BadZipFile("no file begins where the archive says")
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    unpacking = isal_zlib.decompressobj(_RAW_DEFLATE)
    left, length, check = inside.compress_size, 0, 0
    pieces: list[bytes] = []
    held = 0
    while not unpacking.eof:
        fed = unpacking.unconsumed_tail or file.read(min(_FEED, left))
        left -= 0 if unpacking.unconsumed_tail else len(fed)
        piece = unpacking.decompress(fed, size - held)
        if not (fed or piece):
            raise EOFError("it ends before its text does")
        check = isal_zlib.crc32(piece, check)
        length += len(piece)
        pieces.append(piece)
        held += len(piece)
        if length > inside.file_size:
            break
        if held == size:
            yield b"".join(pieces)
            pieces, held = [], 0
    if (length, check) != (inside.file_size, inside.CRC):
        raise zipfile.BadZipFile("its check sum is another")
    if held:
        yield b"".join(pieces)
