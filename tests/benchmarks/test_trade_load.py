"""The generated month of trade is one that the reader takes whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.trade.load import generated_month

from leeway.sources import comext


def test_a_generated_month_is_read_row_by_row(tmp_path: Path) -> None:
    reading = comext.read(generated_month(tmp_path / "full_v2_202203.dat", rows=500))
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (500, 500, 0)
    told = reading.tables["flows"]
    assert told.select("reporter", "partner", "flow", "product").is_unique().all()
    assert told["product"].str.starts_with("0").any()


def test_a_month_has_no_more_rows_than_cells(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="at most"):
        generated_month(tmp_path / "full_v2_202203.dat", rows=10**9)
