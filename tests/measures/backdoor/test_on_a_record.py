"""The back-door from the rows of a record to the word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.measures.backdoor.on_a_record import EVENT, MONTHS, listings, record_of, sold
from tests.measures.flows.invented_flows import reading

from leeway import backdoor
from leeway.errors import MissingSourceError, QuestionError
from leeway.measures.backdoor import load as load_estimates
from leeway.measures.backdoor.estimate import estimate_backdoor, make_tables
from leeway.record.store import open_record


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record_of(tmp_path_factory.mktemp("record") / "record.duckdb")


def test_both_legs_are_read_from_the_rows(record: Path) -> None:
    found = backdoor("Kazakhstan", for_="Russia", record=record)
    assert (found.verdict, found.covered_goods) == ("back-door", ("8542",))
    leg1 = found.told.inflow
    assert leg1 is not None
    assert leg1.design.event == EVENT.replace(day=1)
    assert leg1.test.change == pytest.approx(np.log(5.0), abs=0.1)
    assert leg1.break_month in (dt.date(2022, 3, 1), dt.date(2022, 4, 1))
    assert set(leg1.without) == {"DEU", "ITA", "POL"}
    [chips] = [one for one in found.told.goods if one.out.goods == "8542"]
    assert chips.out.after == pytest.approx(1.6e7 / 12)
    assert chips.out.codes == 2


def test_a_state_whose_goods_did_not_rise_shows_no_sign(record: Path) -> None:
    found = backdoor("Uzbekistan", for_="Russia", record=record)
    assert found.verdict == "no sign"


def test_the_target_itself_lost_what_was_listed(record: Path) -> None:
    with open_record(record) as opened:
        tables = make_tables(opened)
    from leeway.measures.backdoor.estimates import BackdoorEstimates

    leg1 = BackdoorEstimates(tables).books["RUS"].leg1("RUS")
    assert leg1 is not None
    assert leg1.test.change == pytest.approx(np.log(0.1), abs=0.1)


def test_other_goods_are_all_goods_less_the_listed(record: Path) -> None:
    with open_record(record) as opened:
        cells = make_tables(opened).table("cells")
    flows = sold()
    month, sender, state = MONTHS[0], "DEU", "KAZ"
    of = flows.filter(pl.col("period") == month, pl.col("reporter") == sender, pl.col("partner") == state)
    listed = of.filter(pl.col("product").is_in(["85423190", "85423290", "84713000"]))["value"].sum()
    whole = of.filter(pl.col("product") == "TOTAL")["value"].sum()
    told = cells.filter(pl.col("month") == month, pl.col("sender") == sender, pl.col("state") == state)
    other = told.filter(pl.col("kind") == "other")["value"].sum()
    assert other == pytest.approx(whole - listed, rel=1e-3)
    assert told.filter(pl.col("kind") == "listed")["value"].sum() == pytest.approx(listed, rel=1e-3)


def test_what_is_written_is_what_is_asked(record: Path, tmp_path: Path) -> None:
    with open_record(record) as opened:
        manifest = estimate_backdoor(opened, tmp_path / "backdoor")
    assert manifest["targets"]["RUS"]["codes"] == 3
    found = backdoor("KAZ", for_="RUS", estimates=tmp_path)
    again = backdoor("KAZ", for_="RUS", record=record)
    assert found.to_dict()["leg_in"] == again.to_dict()["leg_in"]
    assert load_estimates(tmp_path).covered == (dt.date(2020, 1, 1), dt.date(2022, 12, 31))


def test_a_sender_without_books_is_named_as_missing(record: Path) -> None:
    found = backdoor("KAZ", for_="RUS", senders="EU,USA", record=record)
    assert any("exports of USA" in one for one in found.told.missing)


def test_one_sender_alone_can_be_asked(record: Path, tmp_path: Path) -> None:
    own = listings()["listings"].with_columns(
        pl.lit("de").alias("list"), pl.lit("DEU").alias("sender"), pl.lit("goods").alias("source")
    )
    path = record_of(tmp_path / "record.duckdb", reading("goods", {"listings": own}))
    found = backdoor("KAZ", for_="RUS", goods="de", senders="DEU", record=path)
    assert found.verdict == "back-door"
    assert found.told.inflow is not None
    assert not found.told.inflow.without


def test_an_unknown_list_is_refused_with_those_there_are(record: Path) -> None:
    with pytest.raises(QuestionError, match="no list of goods 'toys'") as error:
        backdoor("KAZ", for_="RUS", goods="toys", record=record)
    assert "eu (EU against RUS)" in str(error.value.hint)


def test_without_lists_or_books_it_says_what_to_fetch(tmp_path: Path) -> None:
    from leeway.record.loading import load

    both = listings()
    no_books = tmp_path / "lists.duckdb"
    load([reading("eu-listings", {"listings": both["listings"]})], no_books)
    with pytest.raises(MissingSourceError) as error:
        backdoor("KAZ", for_="RUS", goods="eu", record=no_books)
    assert "leeway refresh" in str(error.value.hint)


def test_a_folder_of_parquet_is_asked_as_the_record_is(record: Path, tmp_path: Path) -> None:
    with open_record(record) as opened:
        for name in ("flows", "listings", "products", "concordances"):
            opened.table(name).write_parquet(tmp_path / f"{name}.parquet")
    by_folder = backdoor("KAZ", for_="RUS", record=record, engine=f"duckdb://{tmp_path}")
    assert by_folder.to_dict()["leg_in"] == backdoor("KAZ", for_="RUS", record=record).to_dict()["leg_in"]


def test_months_after_a_hole_are_not_compared(tmp_path: Path) -> None:
    """Months before a hole are not laid beside those after it; with too few left nothing is told."""
    late = sold().filter(pl.col("period") != dt.date(2022, 9, 1))
    found = backdoor("KAZ", for_="RUS", record=record_of(tmp_path / "late.duckdb", flows=late))
    assert found.told.inflow is not None
    assert found.told.inflow.design.window == (dt.date(2022, 5, 1), dt.date(2022, 8, 1))
    early = sold().filter(pl.col("period") != dt.date(2021, 10, 1))
    found = backdoor("KAZ", for_="RUS", record=record_of(tmp_path / "early.duckdb", flows=early))
    assert found.verdict == "cannot tell"
    assert any("hold 4 months before 2022-03" in one for one in found.told.missing)


def test_too_early_is_said_with_the_months_there_are(record: Path) -> None:
    found = backdoor("KAZ", for_="RUS", record=record, as_of="2022-06-30")
    assert found.verdict == "cannot tell"
    [said] = [one for one in found.told.missing if "months before" in one]
    assert "hold 26 months before 2022-03 and 4 from it on" in said
