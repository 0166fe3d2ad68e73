"""Trade by partner from the Monetary Fund: three layouts, and years that are estimates."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.publisher import File, publisher

from leeway.errors import QuestionError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import imf_imts
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "imf_imts"
RAW = HERE / "raw"
EXPLORER = RAW / "imf_imts_invented.csv"
SERVICE = RAW / "imf_imts_service_invented.csv"
SHARED = (
    Path(__file__).parents[3] / "shared" / "data" / "trade" / "imf_imts_russia_by_partner_2016_2024.csv.gz"
)


def flows(path: Path) -> pl.DataFrame:
    return imf_imts.read(path).tables["flows"]


@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.stem)
def test_each_layout_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = imf_imts.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == imf_imts.SOURCE.part_of(path.name)


def test_a_silent_reporter_is_estimated_and_others_are_not() -> None:
    by_basis = flows(EXPLORER).filter(pl.col("period").dt.year() == 2022)
    found = {(reporter, basis) for reporter, basis in by_basis.select("reporter", "basis").iter_rows()}
    assert found == {("RUS", "estimated"), ("KAZ", "reported")}
    before = flows(EXPLORER).filter(pl.col("period").dt.year() < 2022)
    assert set(before["basis"]) == {"reported"}


def test_millions_become_dollars_and_an_unstated_scale_is_refused() -> None:
    sold = flows(EXPLORER).filter((pl.col("reporter") == "RUS") & (pl.col("partner") == "KAZ"))
    assert 3_250_000.0 in sold["value"].to_list()
    reasons = imf_imts.read(EXPLORER).rejects["reason"].to_list()
    assert reasons.count("the scale is not stated") == 3


def test_the_old_statistics_are_read_by_name_in_whole_dollars_with_their_status() -> None:
    told = flows(RAW / "dots_timeseries_invented.csv").select("reporter", "partner", "flow", "value", "basis")
    assert told.rows() == [
        ("KAZ", "RUS", "export", 1_500_000.0, "estimated"),
        ("KAZ", "RUS", "export", 2_000_000.0, "reported"),
        ("KAZ", "WLD", "import", 9_000_000.0, "reported"),
    ]


def test_a_column_that_is_new_stops(tmp_path: Path) -> None:
    path = tmp_path / EXPLORER.name
    path.write_bytes(EXPLORER.read_bytes().replace(b'"TRADE_FLOW"', b'"OBS_STATUS"'))
    with pytest.raises(SourceFormatError, match="OBS_STATUS"):
        imf_imts.read(path)


def test_from_the_service_into_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    monkeypatch.setenv("LEEWAY_IMTS", "reporters=RUS,KAZ;since=2020")
    address = "/external/sdmx/2.1/data/IMF.STA,IMTS/RUS+KAZ.XG_FOB_USD+MG_CIF_USD..A?startPeriod=2020"
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_IMF_IMTS_URL", made.url)
        made.files[address] = File(SERVICE.read_bytes())
        (report,) = refresh(["imf-imts"])
        assert made.requests[0][1]["accept"].startswith("application/vnd.sdmx.data+csv")
    assert (report.outcome, report.part, report.rows_kept) == ("loaded", "imts", 3)
    refresh(["imf-imts"], from_dir=EXPLORER)
    with open_record() as record:
        assert record.table("flows").height == flows(EXPLORER).height


def test_a_wish_that_is_not_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEEWAY_IMTS", "reporters=Russia")
    with pytest.raises(QuestionError, match="LEEWAY_IMTS"):
        list(imf_imts.remotes("https://imf.example", lambda *_: None))


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/trade is not here")
def test_russia_and_kazakhstan_in_the_file_at_hand() -> None:
    bought = flows(SHARED).filter((pl.col("partner") == "KAZ") & (pl.col("flow") == "import"))
    by_year = {day.year: basis for day, basis in bought.select("period", "basis").iter_rows()}
    assert by_year == dict.fromkeys(range(2016, 2022), "reported") | {2022: "estimated", 2023: "estimated"}
