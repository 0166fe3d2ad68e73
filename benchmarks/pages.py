"""Pages whose commands are run: what stands below a command is what it printed."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from typer.testing import CliRunner

from leeway.faces.cli import app

FOLDER = Path(__file__).resolve().parents[1] / "docs"
PAGES = (FOLDER / "founding.md", FOLDER / "reading.md")
"""Pages of which every command is run."""

_BLOCK = re.compile(r"^```console\n\$ leeway (?P<command>[^\n]*)\n(?P<printed>.*?)^```$", re.M | re.S)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d*\.?\d+%?")
_BARS = re.compile(r"[│└░▁▂▃▄▅▆▇█]")


def commands(page: str) -> Iterator[tuple[str, str]]:
    """Each command of a page, and what the page says that it printed.

    Examples
    --------
    >>> list(commands("Ask:\\n```console\\n$ leeway --version\\nleeway 1\\n```\\n"))
    [('--version', 'leeway 1\\n')]
    """
    return ((block["command"], block["printed"]) for block in _BLOCK.finditer(page))


def printed(command: str) -> str:
    """What a command prints, its last lines of blanks left out.

    Raises
    ------
    ValueError
        If it fails.
    """
    ran = CliRunner().invoke(app, shlex.split(command))
    if ran.exit_code:
        raise ValueError(f"leeway {command} ended with {ran.exit_code}: {ran.output}")
    return ran.output.rstrip() + "\n"


def renewed(page: str, run: Callable[[str], str] = printed) -> str:
    """The page with what its commands print now.

    Examples
    --------
    >>> renewed("```console\\n$ leeway --version\\nold\\n```", lambda command: "new\\n")
    '```console\\n$ leeway --version\\nnew\\n```'
    """
    return _BLOCK.sub(
        lambda block: f"```console\n$ leeway {block['command']}\n{run(block['command'])}```", page
    )


def alike(one: str, other: str) -> bool:
    """Whether two answers say the same: words and marks as they are, numbers as near as machines round.

    Shares and changes may differ by .02, percents by 2, counts with a comma by 2%; days, years and other
    whole numbers not at all. How lines wrap and the bars of charts are left out.

    Examples
    --------
    >>> alike("rose by .29 (.14 to .45)", "rose by .30 (.14 to\\n.45)"), alike("rose by .29", "fell by .29")
    (True, False)
    """
    (words, numbers), (others, found) = _parts(one), _parts(other)
    return words == others and all(_near(a, b) for a, b in zip(numbers, found, strict=True))


def _parts(text: str) -> tuple[list[str], list[str]]:
    """Words with their numbers taken out, and the numbers, a percent with its mark."""
    words = " ".join(line for line in text.splitlines() if not _BARS.search(line)).split()
    return [_NUMBER.sub("#", word) for word in words], [
        one for word in words for one in _NUMBER.findall(word)
    ]


def _near(one: str, other: str) -> bool:
    if one.endswith("%") and other.endswith("%"):
        return abs(float(one[:-1]) - float(other[:-1])) <= 2.0
    if "," in one and "," in other:
        a, b = (float(number.replace(",", "")) for number in (one, other))
        return abs(a - b) <= 0.02 * a
    if "." in one and "." in other:
        return abs(float(one) - float(other)) <= 0.02 + 1e-9
    return one == other


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the commands of the pages of docs.")
    parser.add_argument("--write", action="store_true", help="put what they print into the pages")
    chosen = parser.parse_args()
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        now = renewed(page)
        if chosen.write:
            path.write_text(now, encoding="utf-8")
        told = "as it stands" if now == page else "written" if chosen.write else "prints otherwise now"
        print(f"{path.name}: {told}")


if __name__ == "__main__":
    main()
