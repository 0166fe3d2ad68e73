"""Commands that keep the record, on a small invented one."""

import json
from dataclasses import replace

import polars as pl
import pytest
from tests import gdelt_files, voting_files
from tests.faces.conftest import INVENTED
from tests.verdict.synthetic import SyntheticVotes

from leeway import measures
from leeway.measures.votes import surprise as predicted
from leeway.record.store import open_record


@pytest.fixture
def at_hand(tmp_path):
    """A folder with one small file in the publisher's format."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "2026_02_06_ga_voting.csv").write_text(voting_files.text(), encoding="utf-8")
    return folder


@pytest.fixture
def record(leeway, at_hand, tmp_path):
    path = tmp_path / "record.duckdb"
    ran = leeway("refresh", "un-votes", "--from", str(at_hand), "--record", str(path))
    assert ran.code == 0, ran.err
    return path


def test_refresh_reports_in_words_and_is_quiet_when_piped(leeway, at_hand, tmp_path):
    ran = leeway("refresh", "un-votes", "--from", str(at_hand), "--record", str(tmp_path / "new.duckdb"))
    assert ran.code == 0
    assert "16 of 16 rows kept" in ran.out
    assert ran.err == ""


def test_a_second_refresh_changes_nothing(leeway, at_hand, record):
    ran = leeway("refresh", "un-votes", "--from", str(at_hand), "--record", str(record), "--json")
    assert [report["outcome"] for report in json.loads(ran.out)] == ["unchanged"]


def test_an_empty_folder_is_missing_data(leeway, tmp_path):
    ran = leeway("refresh", "--from", str(tmp_path), "--record", str(tmp_path / "r.duckdb"))
    assert ran.code == 3
    assert "Traceback" not in ran.err


def test_an_unknown_source_is_a_question(leeway):
    ran = leeway("refresh", "un-vote")
    assert ran.code == 2
    assert "un-votes" in ran.err


def test_sources_with_and_without_a_record(leeway, record, tmp_path, monkeypatch):
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "none.duckdb"))
    assert "un-votes" in leeway("sources").out
    told = json.loads(leeway("sources", "--record", str(record), "--json").out)
    assert told[0]["rows_kept"] == 16
    assert leeway("sources", "--record", str(tmp_path / "none.duckdb")).code == 3


def test_the_codebook_explains_every_table(leeway):
    told = json.loads(leeway("codebook", "--json").out)
    assert {"votes", "roll_calls", "ideal_points"} <= {row["table"] for row in told}
    assert all(row["meaning"] for row in told)
    told = leeway("codebook", "ideal_points").out
    assert "nonvoting_share" in told
    assert "…" not in told
    assert leeway("codebook", "vote").code == 2


def test_citations(leeway, monkeypatch, tmp_path):
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "none.duckdb"))
    assert leeway("cite").out.startswith("Leeway, version")
    assert "@software{leeway" in leeway("cite", "--bibtex").out
    assert {one["of"] for one in json.loads(leeway("cite", "--json").out)} >= {"leeway", "un-votes"}


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
def test_ideal_points_are_exported(leeway, tmp_path, ending):
    file = tmp_path / f"points.{ending}"
    assert leeway("export", "ideal_points", str(file)).code == 0
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "json": pl.read_json}[ending]
    frame = read(file)
    assert frame.columns[:4] == ["state", "year", "session", "dimension"]
    assert frame["state"].n_unique() == 10


def test_a_table_of_the_record_is_exported(leeway, record, tmp_path):
    file = tmp_path / "votes.csv"
    assert leeway("export", "votes", str(file), "--record", str(record)).code == 0
    assert len(pl.read_csv(file)) == 16


@pytest.mark.parametrize(
    ("table", "file", "code", "said"),
    [
        ("ideal_points", "points.ods", 2, ".parquet"),
        ("ideal_points", "no/such/folder/points.csv", 3, "cannot be written"),
        ("ideal_pints", "points.csv", 2, "no table"),
    ],
)
def test_exports_that_cannot_be(leeway, tmp_path, table, file, code, said):
    ran = leeway("export", table, str(tmp_path / file))
    assert ran.code == code
    assert said in ran.err


def test_positions(leeway):
    ran = leeway("positions", "KAZ", "--since", "2020", "--until", "2021", "--csv")
    assert ran.out.splitlines()[0] == "state,year,session,dimension,mean,sd,low,high,votes,nonvoting_share"
    assert len(ran.out.splitlines()) == 3
    assert json.loads(leeway("positions", "KAZ", "--since", "2021", "--json").out)[0]["year"] == 2021
    assert "0.350" in leeway("positions", "KAZ", "--since", "2021").out
    assert leeway("positions", "KAZ", "--by", "month").code == 2


def test_estimate_hands_its_settings_on(leeway, record):
    ran = leeway(
        "estimate", "votes", "--record", str(record), "--dimensions", "1", "--by", "session", "--json"
    )
    assert json.loads(ran.out)["votes"]["settings"] == {"dimensions": 1, "by": "session"}
    assert "are in there/votes" in leeway("estimate", "--record", str(record), "--to", "there").out


@pytest.mark.parametrize("words", [("trade",), ("votes", "--by", "month")])
def test_estimates_that_cannot_be(leeway, record, words):
    assert leeway("estimate", *words, "--record", str(record)).code == 2


@pytest.mark.parametrize(
    ("apart", "same_record", "code", "said"),
    [(0.0, True, 0, "agree"), (0.5, True, 3, "DIFFER"), (0.5, False, 0, "another record")],
)
def test_verify(leeway, record, monkeypatch, apart, same_record, code, said):
    with open_record(record) as opened:
        version = opened.version()
    shipped = SyntheticVotes(apart=apart, record=version if same_record else "older")
    monkeypatch.setattr(measures, "MEASURES", (replace(INVENTED, load=lambda folder: shipped),))
    ran = leeway("verify", "--record", str(record))
    assert ran.code == code
    assert said in ran.out
    assert ran.err == ""


def test_votes(leeway, record):
    words = ("votes", "KAZ", "RUS", "--since", "2015", "--record", str(record))
    assert "common votes" in leeway(*words).out
    assert json.loads(leeway(*words, "--json").out)["common"] == 4
    assert leeway(*words, "--csv").out.startswith("date,symbol,title,state_vote,partner_vote")
    assert leeway("votes", "KAZ", "RUS", "--record", "nowhere").code == 3


def test_surprise(leeway, record, monkeypatch):
    told = predicted.VoteSurprise("A", {"Y": 0.5, "A": 0.25, "N": 0.25}, 2.0, 0.9, 3, 0.9, 150)
    monkeypatch.setattr(predicted, "vote_surprise", lambda *_: told)
    assert "2.00 bits" in leeway("surprise", "KAZ", "es-11/1", "--record", str(record)).out
    ran = leeway("surprise", "KAZ", "es-11/1", "--record", str(record), "--json")
    assert json.loads(ran.out)["bits"] == 2.0
    assert leeway("surprise", "KAZ", "es-99/1", "--record", str(record)).code == 2


def test_many_files_of_a_source_are_told_together(leeway, tmp_path):
    for hour in range(24):
        gdelt_files.write(
            tmp_path,
            gdelt_files.row(hour),
            gdelt_files.row(100 + hour, code="40"),
            name=f"20240102{hour:02d}0000.export.CSV.zip",
        )
    record = str(tmp_path / "record.duckdb")
    told = leeway("refresh", "gdelt", "--from", str(tmp_path), "--record", record).out.splitlines()
    assert told == [
        "gdelt: 24 files, from 2024-01-02 to 2024-01-02: 24 of 48 rows kept, 24 refused.",
        "  refused: 24 rows: the leading zero of the code was lost",
    ]
    again = leeway("refresh", "gdelt", "--from", str(tmp_path), "--record", record).out
    assert "24 files, from 2024-01-02 to 2024-01-02, are already in the record" in again
