"""Notebooks of the documentation, run anew: ``python -m benchmarks.notebooks --write``.

A notebook is kept with what it says in plain text, so that it reads where nothing is run, and without
pictures, tables in HTML, counters or times, so that a change to it is a change of what it says.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "notebooks"
NOTEBOOKS = tuple(sorted(FOLDER.glob("*.ipynb")))

_LONGEST = 6_000
_CHART = re.compile(r"^(alt\.|<altair|Face\()")
_SECONDS = 120


def executed(path: Path) -> NotebookNode:
    """A notebook, run from its first cell on the shipped estimates and without a record.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    env = {**os.environ, "LEEWAY_RECORD": str(ROOT / "build" / "no-record.duckdb"), "PYTHONHASHSEED": "0"}
    client = NotebookClient(notebook, timeout=_SECONDS, kernel_name="python3", resources={})
    client.execute(env=env)
    return notebook


def kept(notebook: NotebookNode) -> NotebookNode:
    """The same notebook as it is kept: of what it shows, the plain text alone."""
    found: NotebookNode = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
    for cell in found.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [one for output in cell.outputs if (one := _plain(output)) is not None]
    found.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return found


def said(notebook: NotebookNode) -> Iterator[str]:
    """What the cells of a notebook say in plain text, in their order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            plain = _plain(output)
            if plain is not None:
                yield plain["text"] if plain["output_type"] == "stream" else plain["data"]["text/plain"]


def bundles(notebook: NotebookNode) -> Iterator[dict[str, Any]]:
    """Everything that the cells of a run notebook show, by MIME type."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield output.get("data", {})


def _plain(output: NotebookNode) -> NotebookNode | None:
    if output.output_type == "stream":
        return nbformat.from_dict({**output, "text": "".join(output.text)})  # type: ignore[no-any-return, no-untyped-call]
    text = "".join(output.get("data", {}).get("text/plain", ""))
    if not text or _CHART.match(text) or len(text) > _LONGEST:
        return None
    told = {"output_type": output.output_type, "metadata": {}, "data": {"text/plain": text}}
    if output.output_type == "execute_result":
        told["execution_count"] = None
    return nbformat.from_dict(told)  # type: ignore[no-any-return, no-untyped-call]


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the notebooks of docs/notebooks.")
    parser.add_argument("--write", action="store_true", help="keep what they say now")
    chosen = parser.parse_args()
    for path in NOTEBOOKS:
        was = path.read_text(encoding="utf-8")
        now = nbformat.writes(kept(executed(path))) + "\n"
        if chosen.write and now != was:
            path.write_text(now, encoding="utf-8")
        told = "as it stands" if now == was else "written" if chosen.write else "says otherwise now"
        print(f"{path.name}: {told}", flush=True)


if __name__ == "__main__":
    main()
