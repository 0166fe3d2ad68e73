"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with the publishers' files: ``LEEWAY_SHARED``, or ``shared`` beside the repository."""
    named = os.environ.get("LEEWAY_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "data").is_dir():
        pytest.skip(f"no publishers' files at {folder}; name their folder in LEEWAY_SHARED")
    return folder


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether text is coloured follows from the test alone, not from where it runs."""
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name packed bytes by their length: they hold the time, and all processes must name a test alike."""
    return f"{argname}-{len(val)}" if isinstance(val, bytes) and len(val) > 30 else None
