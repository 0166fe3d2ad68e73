"""Readings of invented files."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.voting_files import SOUND, Vote, rows, write

from leeway.record.reading import Reading
from leeway.sources.un_votes import read

SC_FILE = Path(__file__).parents[1] / "sources" / "un_votes" / "raw" / "sc_2026.csv"


def reading(votes: Sequence[Vote] = SOUND, name: str = "ga_voting.csv") -> Reading:
    """A General Assembly file, read."""
    with tempfile.TemporaryDirectory() as folder:
        return read(write(Path(folder) / name, rows(votes)))


def council() -> Reading:
    """A Security Council file, read."""
    return read(SC_FILE)
