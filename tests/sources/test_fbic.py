"""The influence index in three layouts, and figures in it that are none."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import fbic
from leeway.sources.refresh import Step, refresh

HERE = Path(__file__).parent / "fbic"
PAIR = HERE / "raw" / "fbic_china_russia_influencers.csv"
CHINA = HERE / "raw" / "fbic_china_west_receivers.csv"
DYADS = HERE / "raw" / "FBIC.csv"
RAW = (PAIR, CHINA, DYADS)


def changed(folder: Path, path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    (folder / path.name).write_text(text.replace(old, new), encoding="utf-8")
    return folder / path.name


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_each_layout_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = fbic.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == reading.layout == fbic.SOURCE.part_of(path.name)


@pytest.mark.parametrize(
    ("path", "empty"), [(PAIR, 9), (CHINA, 1), (DYADS, 0)], ids=["pair", "china", "dyads"]
)
def test_every_value_is_kept_refused_or_counted_as_empty(path: Path, empty: int) -> None:
    reading = fbic.read(path)
    assert reading.rows_kept == reading.tables["influence"].height
    assert reading.rows_kept + reading.rejects.height + empty == reading.rows_read


def test_numbers_lose_what_a_single_precision_added() -> None:
    index = fbic.read(PAIR).tables["influence"].filter(pl.col("year") == 1994)["index"]
    assert index.to_list() == [0.028, 0.076]


def test_the_soviet_union_is_told_under_russia_and_not_under_its_republics() -> None:
    reading = fbic.read(DYADS)
    kept = reading.tables["influence"].filter(pl.col("year") <= 1991)
    assert kept["receiver"].to_list() == ["RUS", "RUS"]
    reasons = dict(reading.rejects.select("file_row", "reason").iter_rows())
    assert reasons[2] == "the state known under 'KAZ' did not exist in 1980"
    assert reasons[4].startswith("repeats the numbers of the Soviet Union")


def test_a_republic_with_numbers_of_its_own_keeps_them(tmp_path: Path) -> None:
    path = changed(tmp_path, DYADS, "CHN,UKR,Asia,Europe,0.02,", "CHN,UKR,Asia,Europe,0.03,")
    kept = fbic.read(path).tables["influence"]
    assert kept.filter(pl.col("receiver") == "UKR")["index"].to_list() == [0.03]


def test_zeros_without_figures_of_trade_are_missing_data_in_young_states_alone() -> None:
    reading = fbic.read(PAIR)
    zeros = reading.tables["influence"].filter(pl.col("index") == 0)
    assert zeros.select("influencer", "receiver", "year").rows() == [("RUS", "FRA", 1992)]
    (refused,) = reading.rejects.filter(pl.col("reason").str.starts_with("no figures of trade")).rows()
    assert refused[:4] == (PAIR.name, 7, "fbic_rus", "0.0")


def test_a_zero_with_figures_of_trade_is_a_zero(tmp_path: Path) -> None:
    path = changed(tmp_path, DYADS, "0,0.1,0.1,0.0,0.0,0.0,0.0,0.0,0", "0,0.1,0.1,0.0,0.0,0.1,0.1,0.0,0")
    kept = fbic.read(path).tables["influence"].filter(pl.col("receiver") == "GEO")
    assert kept["index"].to_list() == [0.0]


def test_releases_never_mix() -> None:
    found = {release for path in RAW for release in fbic.read(path).tables["influence"]["release"]}
    assert found == {"influencers-2021", "china-2023", "dyads-2014"}


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (PAIR, "secd_rus", "secdep_rus", "no column secd_rus"),
        (PAIR, "iso3,", "iso,", "no column iso3"),
        (CHINA, "delta_fbic", "delta_index", "not known: delta_index"),
        (DYADS, "economicdependence", "economic_dependence", "no column economicdependence"),
    ],
)
def test_a_renamed_column_stops(tmp_path: Path, path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SourceFormatError, match=said):
        fbic.read(changed(tmp_path, path, old, new))


def test_files_that_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "fbic.csv"
    path.write_bytes(DYADS.read_bytes()[:-30])
    with pytest.raises(DataError, match="middle of its last row"):
        fbic.read(path)
    path.write_bytes(gzip.compress(DYADS.read_bytes())[:-20])
    with pytest.raises(DataError, match="damaged or cut"):
        fbic.read(path)
    path.write_bytes(b"<!doctype html>")
    with pytest.raises(SourceFormatError, match="web page"):
        fbic.read(path)


def test_from_a_folder_into_the_record(tmp_path: Path) -> None:
    reports = refresh(["fbic"], from_dir=HERE / "raw", record=tmp_path / "r.duckdb")
    assert [report.part for report in reports] == ["china-2023", "dyads", "influencers-2021"]
    with open_record(tmp_path / "r.duckdb") as record:
        assert record.table("influence").height == sum(report.rows_kept for report in reports)


def test_without_an_address_it_says_where_the_file_is(tmp_path: Path) -> None:
    steps: list[Step] = []
    assert refresh(["fbic"], record=tmp_path / "r.duckdb", progress=steps.append) == []
    assert "--from DIR" in steps[0].note


def test_the_publishers_files(shared: Path) -> None:
    ties = shared / "data" / "ties"
    pair = fbic.read(ties / "fbic_china_russia_influencers_1960_2020.csv.gz")
    china = fbic.read(ties / "fbic_china_west_receivers_1994_2023.csv.gz")
    assert (pair.rows_read, china.rows_read) == (2 * 11_834, 5_368)
    for reading, empty in ((pair, 3_612), (china, 214)):
        check_columns(reading)
        assert reading.rows_kept + reading.rejects.height + empty == reading.rows_read
    told = {
        (influencer, receiver, year): index
        for influencer, receiver, year, index in pair.tables["influence"]
        .select("influencer", "receiver", "year", "index")
        .iter_rows()
    }
    assert told["RUS", "KAZ", 2014] == 0.616
    assert told["RUS", "KAZ", 2018] == 0.742
    assert told["CHN", "KAZ", 2010] == pytest.approx(0.099, abs=5e-4)
    assert ("RUS", "KAZ", 1992) not in told
    assert ("CHN", "UKR", 1985) not in told
    reasons = pair.rejects["reason"]
    assert reasons.str.starts_with("no figures of trade").sum() == 12
    assert reasons.str.starts_with("repeats the numbers").sum() == 77
    later = china.tables["influence"].filter((pl.col("receiver") == "KAZ") & (pl.col("year") == 2023))
    assert later["index"].item() == pytest.approx(0.1755, abs=5e-5)
