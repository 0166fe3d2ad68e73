"""What estimates keep of earlier questions is theirs alone, and gives the answer it gave before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from leeway.errors import DataError
from leeway.measures import MEASURES, Measure
from leeway.measures.files import EstimateTables, write_tables
from leeway.measures.line import PairChanges, Span

SHIPPED = [one for one in MEASURES if one.shipped]
BEFORE: Span = (dt.date(2004, 1, 1), dt.date(2006, 12, 31))
AFTER: Span = (dt.date(2011, 1, 1), dt.date(2013, 12, 31))
LATER: Span = (dt.date(2012, 1, 1), dt.date(2014, 12, 31))


def same(one: PairChanges, other: PairChanges) -> bool:
    return (one.states, one.partners) == (other.states, other.partners) and np.array_equal(
        one.mean, other.mean
    )


@pytest.mark.parametrize("measure", SHIPPED, ids=lambda one: one.line)
def test_the_same_stretches_are_told_alike_by_estimates_opened_anew(measure: Measure) -> None:
    told, anew = measure.load(None), measure.load(None)
    first = told.changes(BEFORE, AFTER)
    told.changes(BEFORE, LATER)
    assert same(told.changes(BEFORE, AFTER), first)
    assert same(anew.changes(BEFORE, AFTER), first)


@pytest.mark.parametrize("line", ["recognition", "security", "influence", "words", "trade"])
def test_other_stretches_and_one_partner_are_not_mixed_up(line: str) -> None:
    told = next(one for one in MEASURES if one.line == line).load(None)
    everybody = told.changes(BEFORE, AFTER)
    assert not same(told.changes(BEFORE, LATER), everybody)
    with_one = told.changes(BEFORE, AFTER, partner="RUS")
    assert 0 < len(with_one.states) < len(everybody.states)


def tables(folder: Path) -> EstimateTables:
    manifest = {"built": "2024-01-01", "covered": ["2000-01-01", "2001-01-01"], "margin": 0.1, "record": ""}
    held = EstimateTables(Path(), {**manifest, "tables": {}}, {"told": pl.DataFrame({"value": [1, 2]})})
    write_tables(held, folder)
    return EstimateTables.open(folder)


def test_a_table_is_read_from_its_file_once(tmp_path: Path) -> None:
    told = tables(tmp_path / "line")
    first = told.table("told")
    (tmp_path / "line" / "told.parquet").unlink()
    assert told.table("told") is first


def test_a_table_that_is_not_the_one_told_of_is_never_kept(tmp_path: Path) -> None:
    told = tables(tmp_path / "line")
    (tmp_path / "line" / "told.parquet").write_bytes(b"other")
    for _ in range(2):
        with pytest.raises(DataError, match="not the one in their manifest"):
            told.table("told")
