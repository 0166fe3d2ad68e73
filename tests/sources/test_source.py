"""Files of a source: by name in a folder, by address at the publisher's."""

from __future__ import annotations

from pathlib import Path

import pytest

from leeway.errors import DataError
from leeway.sources.source import files_at_hand
from leeway.sources.un_votes import SOURCE


def test_files_at_hand(tmp_path: Path) -> None:
    names = ("2025_9_19_ga_voting.csv", "2026_02_06_ga_voting.csv", "sc_voting.csv.xz", "notes.txt")
    for name in names:
        (tmp_path / name).touch()
    found = files_at_hand(tmp_path, [SOURCE])
    assert {part: path.name for (_, part), path in found.files.items()} == {
        "GA": "2026_02_06_ga_voting.csv",
        "SC": "sc_voting.csv.xz",
    }
    assert [(path.name, why) for path, why in found.ignored] == [
        ("2025_9_19_ga_voting.csv", "2026_02_06_ga_voting.csv is as new or newer"),
        ("notes.txt", "no file of a known source by its name"),
    ]


def test_one_file_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "2025_9_19_ga_voting.csv"
    path.touch()
    assert files_at_hand(path, [SOURCE]).files == {("un-votes", "GA"): path}


def test_nothing_at_hand(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(DataError, match="no file of un-votes among 1 files"):
        files_at_hand(tmp_path, [SOURCE])
    with pytest.raises(DataError, match="no such folder"):
        files_at_hand(tmp_path / "none", [SOURCE])


def test_the_address_can_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEEWAY_UN_VOTES_URL", raising=False)
    assert SOURCE.base() == SOURCE.address
    monkeypatch.setenv("LEEWAY_UN_VOTES_URL", "http://127.0.0.1:1/")
    assert SOURCE.base() == "http://127.0.0.1:1"
    assert SOURCE.base("http://127.0.0.1:2") == "http://127.0.0.1:2"
