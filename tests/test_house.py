"""The rules of the house: what is imported when, who may import whom, names, sizes, locks."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import leeway
from leeway.measures import declared

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "leeway"
MODULES = sorted(SOURCE.rglob("*.py"))
HEAVY = ("numpy", "polars", "pyarrow", "numba", "scipy", "pandas", "duckdb", "httpx", "rich", "typer")


def _python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_is_light() -> None:
    code = f"import sys, leeway; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    assert _python(code) == ""


def test_an_answer_needs_no_heavy_import() -> None:
    forbidden = ("numba", "scipy", "pandas", "duckdb", "httpx")
    code = (
        "import sys, leeway; answer = leeway.ask('KAZ', 'RUS');"
        f"print(*[name for name in {forbidden!r} if name in sys.modules])"
    )
    assert _python(code) == ""


@pytest.mark.parametrize("name", [name for name in leeway.__all__ if name != "__version__"])
def test_every_public_name_can_be_called(name: str) -> None:
    assert callable(getattr(leeway, name))
    assert name in dir(leeway)


def test_sources_is_a_call_and_a_room() -> None:
    room = importlib.import_module("leeway.sources")
    assert callable(leeway.sources)
    assert importlib.import_module("leeway.sources.un_votes").__name__.startswith(room.__name__)
    assert type(leeway.sources()) is type(importlib.import_module("leeway.sources.lineage").sources())


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'answer'"):
        _ = leeway.answer


def test_rooms_import_only_downwards() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_is_short_plainly_named_and_finished(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    assert path.stem not in {"utils", "helpers", "common", "base", "core", "manager", "engine"}
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_clock_and_no_global_generator(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "faces" not in path.parts and path.stem != "refresh":
        assert not re.search(r"\.(today|now|utcnow)\(", text)
    assert not re.search(r"\brandom\.(seed|rand|randn|normal|uniform|choice|shuffle)\(", text)


def _project() -> dict[str, object]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def _pins(name: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        found = re.fullmatch(r"([a-z0-9._-]+)==([\w.]+)( ; .+)?", line)
        assert found, f"{name}: '{line}' is no pinned release"
        pins.setdefault(found[1], set()).add(found[2])
    return pins


def test_locks_pin_every_dependency_by_release_alone() -> None:
    project = _project()
    runtime, dev = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert runtime.items() <= dev.items()
    wanted = project["project"]["dependencies"]  # type: ignore[index]
    groups = project["dependency-groups"]["dev"]  # type: ignore[index]
    for names, pins in ((wanted, runtime), (groups, dev)):
        assert {re.split(r"[<>=\[]", name)[0] for name in names} <= pins.keys()


def test_the_version_is_told_once() -> None:
    assert _project()["project"]["version"] == leeway.__version__  # type: ignore[index]
    assert (
        f"version: {leeway.__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    )


def test_tables_ship_with_the_package() -> None:
    for name in ("states.csv", "aliases.csv", "py.typed", "ledger/recognitions.csv", "record/events.sql"):
        assert (SOURCE / name).is_file(), name
    for measure in declared():
        assert (SOURCE / "published" / measure.line / "manifest.json").is_file(), measure.line
