"""Exports by partner as the OECD tells them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import SourceFormatError
from leeway.sources import oecd_btige

HERE = Path(__file__).parent / "oecd_btige"
RAW = HERE / "raw" / "oecd_btige_invented.csv"
SHARED = (
    Path(__file__).parents[3]
    / "shared"
    / "data"
    / "trade"
    / "oecd_btige_reported_exports_partial_2021_2023_2025.csv.gz"
)


def test_the_table_reads_as_the_golden_tables_say() -> None:
    reading = oecd_btige.read(RAW)
    check_columns(reading)
    check_golden(reading, HERE / "golden", RAW.stem)
    assert reading.part == oecd_btige.SOURCE.part_of(RAW.name) == "exports"


def test_thousands_become_dollars_and_a_zero_that_is_told_stays() -> None:
    told = oecd_btige.read(RAW).tables["flows"]
    values = {(a, b): value for a, b, value in told.select("reporter", "partner", "value").iter_rows()}
    assert values == {
        ("KAZ", "RUS"): 1_250_500.0,
        ("KAZ", "WLD"): 9_000_000.0,
        ("KAZ", "NES"): 11_000.0,
        ("FRA", "KAZ"): 0.0,
    }


def test_a_column_that_is_new_stops(tmp_path: Path) -> None:
    path = tmp_path / RAW.name
    path.write_bytes(RAW.read_bytes().replace(b"value_kusd", b"value_meur"))
    with pytest.raises(SourceFormatError, match="value_meur"):
        oecd_btige.read(path)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")
def test_all_rows_of_the_file_at_hand_are_kept_or_refused_with_a_reason() -> None:
    reading = oecd_btige.read(SHARED)
    assert reading.rows_read == 5_426
    assert reading.rows_kept + reading.rejects.height == reading.rows_read
    assert all("repeats the key" in reason for reason in reading.rejects["reason"])
