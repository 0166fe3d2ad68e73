"""What the terminal can show: whether there is colour, how wide it is, and what is set off in which style."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass

STYLES = {
    "away": "1;38;5;130",
    "closer": "1;38;5;63",
    "still": "1;38;5;243",
    "strong": "1",
    "faint": "38;5;243",
}
"""Codes of every style: orange and blue, which everybody can tell apart, and grey, on black as on white."""

_END = "\033[0m"
_NO = ("0", "false")


@dataclass(frozen=True, slots=True)
class Terminal:
    r"""Where text is shown. What is coloured is also said in words.

    Attributes
    ----------
    colour : bool
        Whether escape codes of colour are understood and wanted.
    columns : int
        Columns of the terminal; 0 where text goes to a file or another program.

    Examples
    --------
    >>> Terminal().answer("away"), Terminal(colour=True).answer("away")
    ('away', '\x1b[1;38;5;130maway\x1b[0m')
    """

    colour: bool = False
    columns: int = 0

    def styled(self, text: str, style: str) -> str:
        """Text in one of `STYLES`, line by line; as it is where there is no colour, or no such style."""
        code = STYLES.get(style)
        if not self.colour or code is None:
            return text
        return "\n".join(f"\033[{code}m{line}{_END}" if line.strip() else line for line in text.split("\n"))

    def answer(self, word: str, text: str | None = None) -> str:
        """The word away, still or closer in its colour, or what says so; with any other word as it is."""
        return self.styled(word if text is None else text, word)

    def heading(self, text: str) -> str:
        """A heading."""
        return self.styled(text, "strong")

    def number(self, text: str) -> str:
        """A probability."""
        return self.styled(text, "strong")

    def faint(self, text: str) -> str:
        """What is beside the point, or not observed."""
        return self.styled(text, "faint")


PIPED = Terminal()
"""No terminal: neither colour nor a width."""


def terminal() -> Terminal:
    """The terminal that stdout is, if it is one.

    There is colour where stdout is a terminal that understands it. ``NO_COLOR`` takes it away;
    ``FORCE_COLOR`` and ``CLICOLOR_FORCE`` give it also to a file.
    """
    there = sys.stdout.isatty()
    columns = shutil.get_terminal_size().columns if there else 0
    return Terminal(colour=has_colour(os.environ, terminal=there), columns=columns)


def has_colour(environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether text is coloured, by the variables that programs agree on.

    Parameters
    ----------
    environ : mapping
        The environment.
    terminal : bool
        Whether the text goes to a terminal.

    Examples
    --------
    >>> has_colour({}, terminal=True), has_colour({}, terminal=False)
    (True, False)
    >>> has_colour({"NO_COLOR": "1", "FORCE_COLOR": "1"}, terminal=True)
    False
    >>> has_colour({"FORCE_COLOR": "1"}, terminal=False), has_colour({"TERM": "dumb"}, terminal=True)
    (True, False)
    """
    if environ.get("NO_COLOR") or environ.get("FORCE_COLOR", "").lower() in _NO:
        return False
    if any(environ.get(name, "").lower() not in ("", *_NO) for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and environ.get("TERM") != "dumb" and environ.get("CLICOLOR") != "0"
