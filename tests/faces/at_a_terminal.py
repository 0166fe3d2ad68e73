"""Run a program at a pseudo-terminal, and read what it would show."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import tempfile
import termios
from dataclasses import dataclass

_CODE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def uncoloured(text: str) -> str:
    """Text without escape codes."""
    return _CODE.sub("", text)


@dataclass(frozen=True)
class Shown:
    """What came to the terminal, what came to a file, and how the program ended."""

    code: int
    terminal: str
    piped: str

    @property
    def plain(self) -> str:
        """What came to the terminal, without escape codes."""
        return uncoloured(self.terminal).replace("\r\n", "\n")

    @property
    def left(self) -> list[str]:
        """Lines that stand there at the end, as a terminal shows them that understands few codes."""
        lines, row = [""], 0
        for part in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\n|[^\r\n\x1b]+", self.terminal):
            if part == "\n":
                row += 1
                lines += [""] * (row + 1 - len(lines))
            elif part == "\x1b[1A":
                row -= 1
            elif part == "\x1b[2K":
                lines[row] = ""
            elif part[0] not in "\x1b\r":
                lines[row] += part
        return [line for line in lines if line.strip()]


def at_a_terminal(*words: str, columns: int = 100, only_stderr: bool = False, **environ: str) -> Shown:
    """Run Python with words, its stdout and stderr at a terminal; with `only_stderr` stdout is a file."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if "COLOR" not in name and name != "COLUMNS"}
    with tempfile.TemporaryFile() as pipe:
        program = subprocess.Popen(  # noqa: S603
            [sys.executable, *words],
            stdin=subprocess.DEVNULL,
            stdout=pipe if only_stderr else theirs,
            stderr=theirs,
            env={**kept, "TERM": "xterm-256color", **environ},
        )
        os.close(theirs)
        seen = _all_of(ours)
        code = program.wait()
        pipe.seek(0)
        return Shown(code, seen.decode(), pipe.read().decode())


def _all_of(terminal: int) -> bytes:
    """What comes until the program has let go of the terminal, which Linux tells as an error."""
    seen = b""
    try:
        while part := os.read(terminal, 65536):
            seen += part
    except OSError:
        pass
    finally:
        os.close(terminal)
    return seen
