"""Trade by pair 1962-2014 as a graph: who buys points to who sells, and years that are not there."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.sources import oec

HERE = Path(__file__).parent / "oec"
RAW = HERE / "raw"
TABLE = RAW / "oec_country_pairs_yearly_1962_2014.csv"
GRAPH = RAW / "oec_trade_ntwrkX_2014.gexf"
SHARED = (
    Path(__file__).parents[3] / "shared" / "data" / "trade" / "oec_country_pairs_yearly_1962_2014.parquet"
)


def flows(path: Path) -> pl.DataFrame:
    return oec.read(path).tables["flows"]


@pytest.mark.parametrize("path", [TABLE, GRAPH], ids=lambda path: path.stem)
def test_each_layout_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = oec.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == oec.SOURCE.part_of(path.name)


def test_an_edge_runs_from_who_buys_to_who_sells() -> None:
    told = flows(GRAPH).select("reporter", "partner", "flow", "value").rows()
    assert told == [("KAZ", "RUS", "import", 1500.0), ("RUS", "KAZ", "import", 700.0)]


def test_a_year_that_repeats_the_one_before_is_refused() -> None:
    assert oec.COPIED not in {day.year for day in flows(TABLE)["period"]}
    reasons = oec.read(TABLE).rejects["reason"].to_list()
    assert "the edges of 1998 are those of 1997" in reasons


def test_parts_of_one_state_are_summed_and_a_repeated_edge_is_not() -> None:
    unnamed = flows(TABLE).filter(pl.col("reporter") == "NES")
    assert unnamed.select("value", "scope").rows() == [(12.0, "unspecified")]
    bought = flows(TABLE).filter(
        (pl.col("reporter") == "KAZ") & (pl.col("period").dt.year() == 2000) & (pl.col("partner") == "RUS")
    )
    assert bought["value"].to_list() == [20.0]
    assert any("repeats the key" in reason for reason in oec.read(TABLE).rejects["reason"])
    assert oec.read(TABLE).notes == ("rows of parts of one state, or of areas not named, that are summed: 1",)


def test_codes_of_states_that_are_gone_stand_for_those_that_continue_them() -> None:
    seventies = flows(TABLE).filter(pl.col("period").dt.year() == 1975)
    assert seventies.select("reporter", "partner").rows() == [("RUS", "FIN"), ("DEU", "RUS")]


def test_a_state_that_did_not_exist_yet_is_refused_with_its_year() -> None:
    reasons = oec.read(TABLE).rejects["reason"].to_list()
    assert "the reporter known under 'KAZ' did not exist in 1975" in reasons


def test_a_graph_cut_short_or_without_an_edge_says_so(tmp_path: Path) -> None:
    cut = tmp_path / GRAPH.name
    cut.write_bytes(GRAPH.read_bytes()[:-200])
    with pytest.raises(DataError, match="damaged or cut"):
        oec.read(cut)
    cut.write_text("<gexf><graph><nodes/></graph></gexf>", encoding="utf-8")
    with pytest.raises(SourceFormatError, match="no edge"):
        oec.read(cut)
    with pytest.raises(DataError, match="no such file"):
        oec.read(tmp_path / "oec_trade_ntwrkX_2013.gexf")


def test_a_column_that_is_new_stops(tmp_path: Path) -> None:
    path = tmp_path / TABLE.name
    path.write_text("year,source_countryId3,target_countryId3,trade\n2000,RUS,KAZ,1\n", encoding="utf-8")
    with pytest.raises(SourceFormatError, match="weight"):
        oec.read(path)


def test_nothing_can_be_fetched_and_it_is_said_where_to_save_it_from() -> None:
    told: list[tuple[str, str]] = []
    assert not list(oec.remotes("https://oec.example", lambda *words: told.append(words)))  # type: ignore[arg-type]
    assert oec.DECLARATION.pages[1] in told[0][1]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")
def test_the_years_that_are_missing_from_the_file_at_hand() -> None:
    reading = oec.read(SHARED)
    years = {day.year for day in reading.tables["flows"]["period"]}
    assert set(range(1962, 2015)) - years == {1962, 1998, 2008, 2009}
    summed = int(reading.notes[0].rsplit(" ", 1)[-1].replace(",", ""))
    assert reading.rows_read == reading.tables["flows"].height + reading.rejects.height + summed
