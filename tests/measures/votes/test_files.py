"""Estimates on the disk: what is written is read, and what is broken is said."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from polars.testing import assert_frame_equal

from leeway.errors import DataError
from leeway.measures.files import FORMAT, write_tables
from leeway.measures.votes.files import VoteTables, pack_symmetric, unpack_symmetric

MANIFEST = {
    "built": "2020-01-01", "calibration": [], "covered": ["2004-01-01", "2019-12-31"], "dimensions": 2,
    "margin": 0.05, "priors": {}, "record": "0" * 12, "states": ["FJI", "FRA"],
}  # fmt: skip
FRAMES = {
    "positions": pl.DataFrame({"state": ["FJI", "FRA"], "mean_1": [0.5, -0.5]}),
    "items": pl.DataFrame({"roll_call": ["GA/A/RES/59/1"], "slope_1": [1.5]}),
}


def written(folder: Path, **changes: Any) -> Path:
    write_tables(VoteTables(Path(), MANIFEST | changes, FRAMES), folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    opened = VoteTables.open(written(tmp_path / "deep" / "votes"))
    for name, frame in FRAMES.items():
        assert_frame_equal(opened.table(name), frame)
    assert opened.manifest.items() > MANIFEST.items()
    assert opened.manifest["format"] == FORMAT
    assert {name: told["rows"] for name, told in opened.manifest["tables"].items()} == {
        "positions": 2,
        "items": 1,
    }
    assert (opened.states, opened.dimensions) == (("FJI", "FRA"), 2)
    assert [day.isoformat() for day in opened.covered] == MANIFEST["covered"]


def test_writing_again_replaces_all(tmp_path: Path) -> None:
    folder = written(tmp_path / "votes")
    (folder / "stray.parquet").write_bytes(b"")
    written(folder, dimensions=3)
    assert sorted(contents(folder)) == ["items.parquet", "manifest.json", "positions.parquet"]
    assert VoteTables.open(folder).dimensions == 3
    assert [path.name for path in tmp_path.iterdir()] == ["votes"]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no estimates of votes here") as told:
        VoteTables.open(tmp_path / "votes")
    assert told.value.hint == "leeway estimate votes"
    assert told.value.where == str(tmp_path / "votes")


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ('{"format": 1,', "cannot be read"),
        ("[]", "no JSON object"),
        ('{"format": 2}', "have format 2; this Leeway reads format 1"),
        ("{}", "have format None"),
        ('{"format": 1, "states": []}', "lacks built, calibration, covered"),
    ],
)
def test_a_broken_manifest(tmp_path: Path, manifest: str, said: str) -> None:
    folder = written(tmp_path / "votes")
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(DataError, match=said) as told:
        VoteTables.open(folder)
    assert told.value.hint == "leeway estimate votes"
    assert told.value.where == str(folder / "manifest.json")


def test_a_missing_table(tmp_path: Path) -> None:
    folder = written(tmp_path / "votes")
    (folder / "items.parquet").unlink()
    opened = VoteTables.open(folder)
    with pytest.raises(DataError, match="table items of the estimates cannot be read") as told:
        opened.table("items")
    assert told.value.hint == "leeway estimate votes"
    with pytest.raises(DataError, match="have no table filtered"):
        opened.table("filtered")


@pytest.mark.parametrize("damage", [lambda old: old[:-40], lambda old: old + b"x", lambda old: b""])
def test_a_changed_table(tmp_path: Path, damage: Any) -> None:
    folder = written(tmp_path / "votes")
    path = folder / "positions.parquet"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DataError, match="positions of the estimates is not the one in their manifest"):
        VoteTables.open(folder).table("positions")


def test_a_table_that_is_no_parquet(tmp_path: Path) -> None:
    folder = written(tmp_path / "votes")
    content = b"PAR1 no more"
    (folder / "items.parquet").write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["tables"]["items"]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DataError, match="items of the estimates cannot be read"):
        VoteTables.open(folder).table("items")


def full_disk(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_fills_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(written(tmp_path / "votes"))
    with monkeypatch.context() as patched:
        patched.setattr(pl.DataFrame, "write_parquet", full_disk)
        with pytest.raises(DataError, match="cannot be written: No space left on device") as told:
            written(tmp_path / "votes", dimensions=3)
    assert told.value.where == str(tmp_path / "votes")
    assert contents(tmp_path / "votes") == before
    assert [path.name for path in tmp_path.iterdir()] == ["votes"]


def test_a_rename_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(written(tmp_path / "votes"))
    rename = Path.rename

    def stubborn(self: Path, target: Path) -> Path:
        return full_disk() or self if self.suffix == ".part" else rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", stubborn)
        with pytest.raises(DataError, match="cannot be written"):
            written(tmp_path / "votes", dimensions=3)
    assert contents(tmp_path / "votes") == before
    assert [path.name for path in tmp_path.iterdir()] == ["votes"]


def test_leftovers_of_a_killed_write_are_no_hindrance(tmp_path: Path) -> None:
    folder = written(tmp_path / "votes")
    shutil.copytree(folder, tmp_path / "votes.part")
    shutil.copytree(folder, tmp_path / "votes.earlier")
    assert VoteTables.open(written(folder, dimensions=3)).dimensions == 3
    assert [path.name for path in tmp_path.iterdir()] == ["votes"]


@given(arrays(np.float32, (3, 4, 4), elements=st.floats(-100, 100, width=32)))
def test_packing_loses_nothing(blocks: Any) -> None:
    symmetric = blocks.astype(np.float64) + blocks.astype(np.float64).transpose(0, 2, 1)
    symmetric = symmetric.astype(np.float32)
    packed = pack_symmetric(symmetric)
    assert packed.shape == (3, 10)
    np.testing.assert_array_equal(unpack_symmetric(packed, 4), symmetric)
