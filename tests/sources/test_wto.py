"""Imports as the World Trade Organization tells them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import SourceFormatError
from leeway.sources import wto

HERE = Path(__file__).parent / "wto"
RAW = HERE / "raw" / "wto_reported_imports_invented.csv"
TRADE = Path(__file__).parents[3] / "shared" / "data" / "trade"
SHARED = TRADE / "wto_reported_imports_by_partner_1996_2020.parquet"


def flows(path: Path) -> pl.DataFrame:
    return wto.read(path).tables["flows"]


def test_the_table_reads_as_the_golden_tables_say() -> None:
    reading = wto.read(RAW)
    check_columns(reading)
    check_golden(reading, HERE / "golden", RAW.stem)
    assert reading.part == wto.SOURCE.part_of(RAW.name) == "imports"


def test_the_world_and_the_bloc_stand_beside_states_and_not_among_them() -> None:
    scopes = dict(flows(RAW).select("partner", "scope").iter_rows())
    assert scopes["WLD"] == "world"
    assert flows(RAW).filter(pl.col("reporter") == "EU")["scope"].to_list() == ["bloc"]


def test_codes_of_the_organization_alone_are_known() -> None:
    in_2007 = flows(RAW).filter(pl.col("period").dt.year() == 2007)
    assert in_2007["reporter"].to_list() == ["SRB", "MNE"]


def test_partners_not_named_are_one_row() -> None:
    unnamed = flows(RAW).filter(pl.col("partner") == "NES")
    assert unnamed["value"].to_list() == [15.0]
    assert "summed" in wto.read(RAW).notes[0]


def test_a_column_that_is_missing_stops(tmp_path: Path) -> None:
    path = tmp_path / RAW.name
    path.write_bytes(RAW.read_bytes().replace(b"PartnerEconomyCode", b"Partner"))
    with pytest.raises(SourceFormatError, match="PartnerEconomyCode"):
        wto.read(path)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")
def test_states_of_the_file_at_hand_do_not_outsell_the_world_row_by_much() -> None:
    told = flows(SHARED).filter(pl.col("scope").is_in(["states", "world", "unspecified"]))
    sums = told.group_by("reporter", "period").agg(
        pl.col("value").filter(pl.col("scope") != "world").sum().alias("parts"),
        pl.col("value").filter(pl.col("scope") == "world").sum().alias("world"),
    )
    ratio = sums.filter(pl.col("world") > 0).select((pl.col("parts") / pl.col("world")).median()).item()
    assert 0.97 < ratio <= 1.001
    assert "RUS" not in told["reporter"].unique().to_list()
