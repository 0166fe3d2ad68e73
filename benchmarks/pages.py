"""Pages of the documentation whose commands are run: what stands below a command is what it printed.

Three things on a page are made by commands, and ``python -m benchmarks.pages --write`` makes them anew::

    ```console                               <!-- table of: leeway sources --csv | source, title -->
    $ leeway ask KAZ RUS                     | source | title |
    what it printed                          ...
    ```                                      <!-- end of table -->

Lines of a ``bash`` block are run and must end as the page says. A first line such as ``# needs the record``
is a mark (`MARKS`): the block is then not run, and its commands are held against the command line.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from typer.testing import CliRunner

from leeway.faces.cli import app

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs"
PAGES = tuple(sorted(FOLDER.rglob("*.md")))
"""Pages of which every command is run."""

MARKS = {
    "needs the record": "reads the publishers' rows, which are not shipped",
    "needs the network": "fetches from a publisher",
    "needs a model": "asks a language model at an address of the user's",
    "runs until stopped": "serves until it is interrupted",
}
"""Why the commands of a block are not run, by the mark that its first line bears."""

_BLOCK = re.compile(r"^```console\n\$ leeway (?P<command>[^\n]*)\n(?P<printed>.*?)^```$", re.M | re.S)
_SHELL = re.compile(r"^```bash\n(?P<lines>.*?)^```$", re.M | re.S)
_PYTHON = re.compile(r"^```python\n(?P<code>.*?)^```$", re.M | re.S)
_FENCED = re.compile(r"^(```+|~~~+).*?^\1$", re.M | re.S)
_SPAN = re.compile(r"`(?:[A-Z_]+=\S+ )*leeway (?P<command>[a-z][^`]*)`")
_TABLE = re.compile(
    r"^<!-- table of: leeway (?P<command>[^|\n]*)\|(?P<columns>[^\n]*) -->\n"
    r"(?P<table>.*?)^<!-- end of table -->$",
    re.M | re.S,
)
_EXIT = re.compile(r"# ends with exit code (?P<code>\d)")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d*\.?\d+%?")
_BARS = re.compile(r"[│└░▁▂▃▄▅▆▇█]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ``bash`` block.

    Attributes
    ----------
    text : str
        As it stands, without its comment.
    mark : str or None
        A key of `MARKS`: why it is not run.
    exit_code : int
        With which it must end.
    """

    text: str
    mark: str | None
    exit_code: int


def commands(page: str) -> Iterator[tuple[str, str]]:
    """Each command of a page, and what the page says that it printed.

    Examples
    --------
    >>> list(commands("Ask:\\n```console\\n$ leeway --version\\nleeway 1\\n```\\n"))
    [('--version', 'leeway 1\\n')]
    """
    return ((block["command"], block["printed"]) for block in _BLOCK.finditer(page))


def lines(page: str) -> Iterator[Line]:
    """Each line of the ``bash`` blocks of a page.

    Raises
    ------
    ValueError
        If a block opens with a remark that is no mark.

    Examples
    --------
    >>> list(lines("```bash\\n# needs the network\\nleeway refresh  # all of them\\n```\\n"))
    [Line(text='leeway refresh', mark='needs the network', exit_code=0)]
    """
    for block in _SHELL.finditer(page):
        mark, code = None, 0
        for line in block["lines"].splitlines():
            if line.startswith("#"):
                ending = _EXIT.fullmatch(line)
                code = int(ending["code"]) if ending else code
                mark = mark if ending else line.removeprefix("# ")
                if mark is not None and mark not in MARKS:
                    raise ValueError(f"'{line}' is no mark; there are: {', '.join(MARKS)}")
            elif line.strip():
                yield Line(re.sub(r"\s+# .*", "", line).strip(), mark, code)


def mentions(page: str) -> Iterator[str]:
    """Commands that stand in the prose of a page, in backticks.

    Examples
    --------
    >>> list(mentions("Ask with `leeway ask A B`, or `leeway\\nask`."))
    ['ask A B', 'ask']
    """
    prose = _FENCED.sub("", page)
    return (" ".join(span["command"].split()) for span in _SPAN.finditer(re.sub(r"\s+", " ", prose)))


def python_blocks(page: str) -> Iterator[str]:
    """The Python of a page, block by block."""
    return (block["code"] for block in _PYTHON.finditer(page))


def unknown(command: str) -> list[str]:
    """What of a command the command line does not know: the command itself, or options of it.

    Examples
    --------
    >>> unknown("ask KAZ RUS --since 2004"), unknown("ask --till 2004"), unknown("guess")
    ([], ['ask --till'], ['guess'])
    """
    name, *words = shlex.split(command)
    if name.startswith("-"):
        return []
    group = typer.main.get_command(app)
    if name not in group.commands:  # type: ignore[attr-defined]
        return [name]
    known = {"--help"}.union(*(option.opts for option in group.commands[name].params))  # type: ignore[attr-defined]
    asked = [word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)]
    return [f"{name} {word}" for word in asked if word not in known]


def ended(command: str) -> tuple[int, str]:
    """How a command ends and what it prints, on the shipped estimates and without a record.

    ``> FILE`` at its end writes what it prints to a file.
    """
    words = shlex.split(command)
    file = words.pop() if len(words) > 1 and words[-2] == ">" else None
    nowhere = str(ROOT / "build" / "no-record.duckdb")
    ran = CliRunner().invoke(
        app, words[:-1] if file else words, env={"LEEWAY_RECORD": nowhere, "COLUMNS": "88"}
    )
    if file:
        Path(file).write_text(ran.output, encoding="utf-8")
    failed = ran.exception
    if failed is not None and not isinstance(failed, SystemExit):
        raise failed
    return ran.exit_code, ran.output


def printed(command: str) -> str:
    """What a command prints, its last lines of blanks left out.

    Raises
    ------
    ValueError
        If it fails.
    """
    code, output = ended(command)
    if code:
        raise ValueError(f"leeway {command} ended with {code}: {output}")
    return output.rstrip() + "\n"


def tables(page: str) -> Iterator[tuple[str, list[str], str]]:
    """Each command of which a page shows a table, the columns shown, and the table that stands there."""
    for block in _TABLE.finditer(page):
        yield block["command"].strip(), _columns(block["columns"]), block["table"]


def table_of(command: str, columns: list[str], run: Callable[[str], str] = printed) -> str:
    """What a command prints as CSV, as a table of a page; rows that would repeat are left out.

    Examples
    --------
    >>> print(table_of("sources --csv", ["a"], lambda command: "a,b\\n1|2,x\\n1|2,y\\n"))
    | a |
    | --- |
    | 1\\|2 |
    """
    rows = csv.DictReader(io.StringIO(run(command)))
    cells = [[_cell(row[column]) for column in columns] for row in rows]
    shown = [columns, ["---"] * len(columns), *dict.fromkeys(map(tuple, cells))]
    return "\n".join(f"| {' | '.join(row)} |" for row in shown)


def _columns(text: str) -> list[str]:
    return [column.strip() for column in text.split(",")]


def _cell(text: str) -> str:
    """Text in a cell: marks that mean something there are escaped, addresses become links, code stays."""
    parts = re.split(r"(https?://\S+|`[^`]*`)", text.replace("\n", " "))
    return "".join(
        re.sub(r"([|*_<\[\]])", r"\\\1", part)
        if place % 2 == 0
        else part.replace("|", "\\|")
        if part.startswith("`")
        else f"<{part}>"
        for place, part in enumerate(parts)
    )


def renewed(page: str, run: Callable[[str], str] = printed) -> str:
    """The page with what its commands print now.

    Examples
    --------
    >>> renewed("```console\\n$ leeway --version\\nold\\n```", lambda command: "new\\n")
    '```console\\n$ leeway --version\\nnew\\n```'
    """
    page = _TABLE.sub(
        lambda block: (
            f"<!-- table of: leeway {block['command']}|{block['columns']} -->\n\n"
            f"{table_of(block['command'].strip(), _columns(block['columns']), run)}\n\n<!-- end of table -->"
        ),
        page,
    )
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
    os.chdir(ROOT)
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        now = renewed(page)
        if chosen.write and now != page:
            path.write_text(now, encoding="utf-8")
        told = "as it stands" if now == page else "written" if chosen.write else "prints otherwise now"
        print(f"{path.relative_to(FOLDER)}: {told}", flush=True)


if __name__ == "__main__":
    main()
