"""Readings compared with golden tables; ``LEEWAY_GOLDEN=write`` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

from leeway.record.reading import Reading
from leeway.record.tables import REJECTS, table


def told(reading: Reading) -> dict[str, str]:
    """What a reading hands on, as text by table."""
    frames = dict(reading.tables) | {"rejects": reading.rejects}
    texts = {name: frame.write_csv() for name, frame in frames.items()}
    return texts | {"notes": "".join(f"{note}\n" for note in reading.notes)}


def check_golden(reading: Reading, folder: Path, name: str) -> None:
    """Hold a reading against the golden tables of a raw file."""
    for part, written in told(reading).items():
        golden = folder / f"{name}.{part}.{'txt' if part == 'notes' else 'csv'}"
        if os.environ.get("LEEWAY_GOLDEN") == "write":
            golden.write_text(written, encoding="utf-8")
        assert written == golden.read_text(encoding="utf-8")


def check_columns(reading: Reading) -> None:
    """A reading has the columns of the record, in their order, and none that may not be absent is."""
    for name, frame in reading.tables.items():
        declared = [column for column in table(name).columns if column.name != "load"]
        assert frame.columns == [column.name for column in declared]
        for column in declared:
            assert column.nullable or frame[column.name].null_count() == 0, column.name
    assert reading.rejects.columns == [name for name in REJECTS.names if name != "load"]
    assert reading.rejects["reason"].null_count() == 0
