"""The generated archives are read whole, and counted as by the rules written out in pandas."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from benchmarks.events import load
from benchmarks.events.generated import COLUMNS, FIRST, batch, generate

from leeway.record.store import open_record

ROWS = 6_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("events")
    generate(made / "zips", files=3, rows=ROWS)
    load.with_leeway(made)
    return made


def test_a_batch_has_the_shares_of_the_publishers() -> None:
    rows = batch(FIRST, 20_000, 1, seed=1)
    assert rows.width == COLUMNS
    actor, target, text = (rows[rows.columns[place]] for place in (7, 17, 60))
    crossing = (actor != "") & (target != "") & (actor != target)
    assert crossing.mean() == pytest.approx(0.15, abs=0.02)
    assert (actor == "").mean() == pytest.approx(0.46, abs=0.03)
    assert (target == "").mean() == pytest.approx(0.62, abs=0.03)
    assert rows.height / text.n_unique() == pytest.approx(4.5, abs=0.3)


def test_every_row_of_the_archives_is_read(folder: Path) -> None:
    with open_record(folder / "record.duckdb") as record:
        loads = record.sources()
        reports = record.table("reports").height
    assert loads["rows_read"].sum() == ROWS
    assert loads["rows_kept"].sum() == reports
    assert 0.1 * ROWS < reports < 0.2 * ROWS


def test_every_engine_counts_what_the_rules_leave(folder: Path) -> None:
    load.as_parquet(folder)
    expected = load._plain(load.by_the_rules(folder))
    assert expected["reports"].sum() > 0.1 * ROWS
    for by in ("record", "folder", "public"):
        told = load._plain(load.asked(folder, by))
        assert load.differing(told, expected) == 0, by


def test_pandas_reads_the_archives(folder: Path) -> None:
    assert load.with_pandas(folder) > 100


def test_differing_rows_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = load._plain(load.asked(folder, "record"))
    assert load.differing(table, table) == 0
    assert load.differing(table, table[1:]) == 1
    other = table.with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(0).otherwise("events").alias("events")
    )
    assert load.differing(table, other) == 1
    load.one("record", folder)
    assert json.loads(capsys.readouterr().out) == {"rows": table.height}
