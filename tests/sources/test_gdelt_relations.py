"""Scores of pairs by day and month: keys in order, territories left out, holes told."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.sources.event_files import check_record_stays, own_record

from leeway.errors import DataError, SourceFormatError
from leeway.sources import gdelt_relations as relations

HERE = Path(__file__).parent / "gdelt_relations"
RAW = HERE / "raw"
DAILY = RAW / "gdelt_daily_country_graph_invented.parquet"
MONTHLY = RAW / "gdelt_monthly_country_graph_invented.parquet"


@pytest.mark.parametrize("path", [DAILY, MONTHLY], ids=["daily", "monthly"])
def test_each_file_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = relations.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == relations.SOURCE.part_of(path.name)
    left = sum(
        int(note.rsplit(": ", 1)[1].split(",")[0]) for note in reading.notes if note.endswith("not kept")
    )
    assert reading.rows_kept + reading.rejects.height + left == reading.rows_read


def test_scores_are_whole_and_the_first_state_is_the_first_by_key() -> None:
    rows = relations.read(DAILY).tables["relations"].select("state", "partner", "period", "score").rows()
    assert rows[0] == ("KAZ", "RUS", dt.date(2022, 1, 1), 5016.0)
    assert rows[1] == ("MDA", "ROU", dt.date(2022, 1, 1), -2.5)


def test_holes_are_told_by_year() -> None:
    assert "days on which no pair has a row, which are holes: 2022 2" in relations.read(DAILY).notes
    assert "months on which no pair has a row, which are holes: 2022 1" in relations.read(MONTHLY).notes


def test_nothing_of_it_is_shipped_and_it_says_so() -> None:
    said = relations.DECLARATION.licence
    assert "testing and measuring; nothing of it is shipped" in said
    assert "GPL-3" in said
    assert "CC BY-NC-SA" in said


def test_bad_files_are_refused_with_words(tmp_path: Path) -> None:
    path = tmp_path / DAILY.name
    frame = pl.read_parquet(DAILY)
    for bad, words in (
        (frame.drop("score_x100"), "no column score_x100"),
        (frame.with_columns(tone=pl.lit(1)), "not known: tone"),
    ):
        bad.write_parquet(path)
        with pytest.raises(SourceFormatError, match=words):
            relations.read(path)
    for content, words in ((b"", "damaged or cut"), (DAILY.read_bytes()[:-20], "damaged or cut")):
        path.write_bytes(content)
        with pytest.raises(DataError, match=words):
            relations.read(path)
    frame.clear().write_parquet(path)
    with pytest.raises(DataError, match="no row"):
        relations.read(path)
    frame.with_columns(date=pl.date(1990, 1, 1)).write_parquet(path)
    with pytest.raises(DataError, match="None of 6 rows can be used"):
        relations.read(path)


def test_a_cut_file_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = own_record(tmp_path, monkeypatch)
    path = tmp_path / DAILY.name
    shutil.copy(DAILY, path)
    check_record_stays(relations.SOURCE, path, record, DAILY.read_bytes()[:-20])


def test_the_months_at_hand(shared: Path) -> None:
    reading = relations.read(
        shared / "data/events/gdelt_graph/gdelt_monthly_country_graph_201801_202306.parquet"
    )
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (395_276, 389_386, 32)
    assert not [note for note in reading.notes if "holes" in note]


def test_the_days_at_hand_and_their_holes(shared: Path) -> None:
    reading = relations.read(
        shared / "data/events/gdelt_graph/gdelt_daily_country_graph_20180101_20240223.parquet"
    )
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (2_706_067, 2_688_526, 59)
    assert reading.notes[-1].endswith("holes: 2019 3, 2020 11, 2021 1, 2022 13, 2023 68")
    both = reading.tables["relations"].filter((pl.col("state") == "KAZ") & (pl.col("partner") == "RUS"))
    by_year = both.group_by(pl.col("period").dt.year()).agg(
        pl.len().alias("days"), (pl.col("score") < 0).mean().round(2).alias("negative")
    )
    told = by_year.sort("period").rows()
    assert told == [
        (2018, 353, 0.08),
        (2019, 344, 0.11),
        (2020, 283, 0.15),
        (2021, 276, 0.16),
        (2022, 330, 0.16),
        (2023, 281, 0.15),
        (2024, told[-1][1], 0.2),
    ]
