"""The notebooks run, and say what their files say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import nbformat
import pytest
from benchmarks.notebooks import FOLDER, NOTEBOOKS, ROOT, bundles, kept, said
from benchmarks.pages import alike
from nbformat import NotebookNode

pytestmark = pytest.mark.slow

RUN = """
import sys, nbformat
from benchmarks.notebooks import Path, executed
nbformat.write(executed(Path(sys.argv[1])), sys.argv[2])
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], NotebookNode]:
    """Run a notebook once, in a process of its own: its kernel needs sockets."""
    folder = tmp_path_factory.mktemp("notebooks")

    @cache
    def of(name: str) -> NotebookNode:
        to = folder / name
        code = [sys.executable, "-c", RUN, str(FOLDER / name), str(to)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(code, capture_output=True, text=True, check=False, cwd=ROOT, env=env)  # noqa: S603
        assert done.returncode == 0, done.stderr
        return nbformat.read(to, as_version=4)

    return of


def test_there_are_three() -> None:
    assert [path.name for path in NOTEBOOKS] == ["back-door.ipynb", "founding-case.ipynb", "mover-map.ipynb"]
    assert all(path.name in (FOLDER / "README.md").read_text("utf-8") for path in NOTEBOOKS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_what_its_file_says(path: Path, run: Callable[[str], NotebookNode]) -> None:
    then, now = (list(said(one)) for one in (nbformat.read(path, as_version=4), run(path.name)))
    assert len(then) == len(now) > 5
    for one, other in zip(then, now, strict=True):
        assert alike(one, other), "out of date: python -m benchmarks.notebooks --write"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_file_keeps_plain_text_alone(path: Path) -> None:
    text = path.read_text("utf-8")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert json.loads(text) == json.loads(nbformat.writes(kept(notebook)))
    assert len(text) < 60_000
    assert "<svg" not in text
    assert {kind for bundle in bundles(notebook) for kind in bundle} <= {"text/plain"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_results_show_themselves_when_a_notebook_runs(path: Path, run: Callable[[str], NotebookNode]) -> None:
    shown = [bundle["text/html"] for bundle in bundles(run(path.name)) if "text/html" in bundle]
    assert any("vega" in html or "<svg" in html for html in shown)


def test_the_founding_case_argues_from_what_it_prints(run: Callable[[str], NotebookNode]) -> None:
    told = "\n".join(said(run("founding-case.ipynb")))
    assert "0.00 bits of surprise" in told
    assert "the record tells the audience of no statement before that day" in told
    shares = re.search(r"\| low +\| middle +\| high +\|\n.*\n\| ([\d.]+) +\| ([\d.]+) +\| ([\d.]+) +\|", told)
    assert shares is not None
    low, middle, high = map(float, shares.groups())
    assert 0.5 < low < middle < high < 1.0
    assert "whether a statement, a vote or a deed was agreed on in private" in told


def test_the_back_door_study_needs_both_legs(run: Callable[[str], NotebookNode]) -> None:
    verdicts, first, *_ = said(run("back-door.ipynb"))
    assert [verdicts.count(word) for word in ("back-door", "diversion", "cannot tell")] == [3, 2, 3]
    rows = [row.split("|")[2:4] for row in first.splitlines()[2:] if "null" not in row]
    assert len(rows) == 5
    assert all(float(change) > float(placebo) for change, placebo in rows)


def test_the_mover_map_tells_own_moves_from_shared_ones(run: Callable[[str], NotebookNode]) -> None:
    told = next(text for text in said(run("mover-map.ipynb")) if "surely moved" in text)
    own = {
        (row[0], row[1]): float(row[3])
        for row in ([cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines()[2:])
    }
    assert own["away", "true"] > 4 * own["away", "false"]
