"""The list of a pair's ties with a record made of invented files of all publishers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.verdict.synthetic_ties import SyntheticTies

from leeway.errors import MissingSourceError
from leeway.record.store import Record, open_record
from leeway.sources.refresh import refresh
from leeway.verdict.ties import Ties, ties

SAMPLES = Path(__file__).parents[1] / "sources"
FILES = (
    "atop/raw/atop5_1ddyr.csv",
    "cow_alliances/raw/alliance_v4.1_by_directed_yearly.csv",
    "cow_igo/raw/state_year_formatv3.csv",
    "cow_system/raw/states2016.csv",
)
REGISTER = ("sipri/raw/register.csv", "sipri_register_2000_2023.csv")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for name in FILES:
        shutil.copy(SAMPLES / name, folder / Path(name).name)
    shutil.copy(SAMPLES / REGISTER[0], folder / REGISTER[1])
    path = folder / "record.duckdb"
    refresh(from_dir=folder, record=path)
    with open_record(path) as opened:
        yield opened


def listed(record: Record, a: str, b: str, **options) -> Ties:
    return ties(a, b, record=record, estimates={"security": SyntheticTies()}, **options)


def test_obligations_are_listed_each_way_with_their_source_and_end(record):
    coded = [tie for tie in listed(record, "KAZ", "CHN").ties if tie.source == "atop"]
    told = {(tie.kind, tie.states, tie.since): (tie.until, tie.ended) for tie in coded}
    assert told["defence", ("KAZ", "CHN"), "1999"] == ("2000", "terminated")
    assert told["offence", ("CHN", "KAZ"), "2018"] == ("", "source ended")
    assert "defence owed by KAZ to CHN" in {tie.what for tie in coded}
    assert all(tie.status == "coded" and str(tie.as_of) == "2018-12-31" for tie in coded)


def test_what_stood_in_the_first_year_kept_has_no_beginning(record):
    older = [tie for tie in listed(record, "FRA", "GBR").ties if "1946" in tie.note]
    assert all(tie.since == "" for tie in older)


def test_arms_are_listed_by_year_and_direction(record):
    arms = [tie for tie in listed(record, "KAZ", "RUS").ties if tie.kind == "arms"]
    assert [(tie.since, tie.states) for tie in arms] == [("2014", ("RUS", "KAZ")), ("2015", ("RUS", "KAZ"))]
    assert arms[0].what == "RUS to KAZ: 10.0 million TIV (Invented-1)"


def test_a_window_cuts_what_is_coded_as_well(record):
    years = [tie.since for tie in listed(record, "KAZ", "RUS", since="2015").ties if tie.kind == "arms"]
    assert years == ["2015"]


def test_coded_and_own_facts_stand_side_by_side_and_no_caveat_misses_the_record(record):
    found = listed(record, "KAZ", "RUS")
    assert {"ledger", "sipri-arms"} <= {tie.source for tie in found.ties}
    assert not any("There is no record" in caveat for caveat in found.caveats)


def test_other_measures_of_likeness_need_the_record_alone(record):
    told = listed(record, "KAZ", "CHN", similarity="s_abs").similarity
    assert told is None or told.measure == "s_abs"
    with open_record(record.path) as opened:
        assert opened.table("ties").height


def test_likeness_without_the_source_names_it(tmp_path):
    shutil.copy(SAMPLES / REGISTER[0], tmp_path / REGISTER[1])
    refresh(["sipri-arms"], from_dir=tmp_path, record=tmp_path / "arms.duckdb")
    with open_record(tmp_path / "arms.duckdb") as opened, pytest.raises(MissingSourceError, match="atop"):
        listed(opened, "KAZ", "RUS", similarity="pi")
