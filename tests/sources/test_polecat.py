"""POLECAT's events: lists of countries as pairs, types as roots, and files with surplus names and tabs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.golden_tables import check_columns, check_golden
from tests.publisher import File, publisher
from tests.sources.event_files import check_bad_tables, check_packed, check_record_stays, own_record

from leeway.errors import SourceFormatError
from leeway.record.event_tables import ROOTS_GDELT, ROOTS_KEDS
from leeway.record.store import open_record
from leeway.sources import polecat
from leeway.sources.frames import unpacked
from leeway.sources.refresh import refresh

HERE = Path(__file__).parent / "polecat"
RAW = HERE / "raw"
MONTH = RAW / "ngecEventsDV-2022-Mar.txt"
WEEK = RAW / "ngecEvents.20220308000000.Release1.DV.txt"


@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.stem)
def test_each_file_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = polecat.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == polecat.SOURCE.part_of(path.name)
    left = sum(
        int(note.rsplit(": ", 1)[1].split(",")[0]) for note in reading.notes if note.endswith("not kept")
    )
    assert reading.rows_kept + reading.rejects.height + left == reading.rows_read


def test_every_pair_of_two_states_is_a_report() -> None:
    reports = polecat.read(MONTH).tables["reports"]["report"].to_list()
    assert [one for one in reports if one.startswith(("EV2:", "EV3:"))] == [
        "EV2:RUS:UKR",
        "EV2:BLR:UKR",
        "EV3:ARM:AZE",
        "EV3:ARM:RUS",
    ]


def test_types_stand_for_roots_and_their_classes_differ_where_it_is_said() -> None:
    plover = {
        **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal cooperation"),
        **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "material cooperation"),
        **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal conflict"),
        **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material conflict"),
    }
    assert plover.keys() == polecat.ROOTS.keys()
    assert [one for one in plover if ROOTS_KEDS[polecat.ROOTS[one]] != plover[one]] == ["CONCEDE"]
    assert [one for one in plover if ROOTS_GDELT[polecat.ROOTS[one]] != plover[one]] == ["CONCEDE", "PROTEST"]


def test_what_is_surplus_and_empty_is_passed_over_and_words_are_not() -> None:
    reading = polecat.read(WEEK)
    assert reading.tables["reports"]["report"].to_list() == [
        "EV1:KAZ:RUS", "EV2:RUS:UKR", "EV2:BLR:UKR", "EV3:ARM:AZE", "EV3:ARM:RUS",
    ]  # fmt: skip
    assert reading.rejects.select("file_row", "reason").rows() == [(5, "the row has 41 fields, not 40")]


def test_latin_letters_are_read_and_told() -> None:
    reading = polecat.read(MONTH)
    assert "the text is read as ISO-8859-1" in reading.notes
    assert "EV12:CIV:FRA" in reading.tables["reports"]["report"].to_list()


def test_bad_files_are_refused_with_words(tmp_path: Path) -> None:
    head, _, body = MONTH.read_bytes().partition(b"\n")
    raw = head.removesuffix(b"\tHeadline") + b"\n" + body
    check_bad_tables(polecat.SOURCE, raw, MONTH.name, "Event Type", tmp_path)


def test_packed_files_read_alike(tmp_path: Path) -> None:
    check_packed(polecat.SOURCE, MONTH.read_bytes(), MONTH.name, tmp_path)


def test_a_column_named_twice_stops(tmp_path: Path) -> None:
    path = tmp_path / MONTH.name
    path.write_bytes(unpacked(MONTH).replace(b"\tHeadline", b"\tLanguage"))
    with pytest.raises(SourceFormatError, match="the column Language twice"):
        polecat.read(path)


def test_a_cut_file_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = own_record(tmp_path, monkeypatch)
    path = tmp_path / WEEK.name
    shutil.copy(WEEK, path)
    check_record_stays(polecat.SOURCE, path, record, WEEK.read_bytes()[:-80])


def test_files_of_a_year_are_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_record(tmp_path, monkeypatch)
    monkeypatch.setenv(polecat.WISHES, "2022")
    files = [{"id": 5, "filename": WEEK.name}, {"id": 6, "filename": "ngecEventsDV-2021.txt.zip"}]
    told = {"data": {"latestVersion": {"files": [{"dataFile": one} for one in files]}}}
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_POLECAT_URL", made.url)
        at = f"/api/datasets/:persistentId/?persistentId=doi:{polecat.DOI}"
        made.files[at] = File(json.dumps(told).encode(), kind="application/json")
        made.files["/api/access/datafile/5"] = File(WEEK.read_bytes())
        (report,) = refresh(["polecat"])
    assert (report.part, report.rows_kept) == ("20220308000000", 5)
    with open_record() as record:
        mutual = record.table("events").select("actor", "target", "root", "quad_keds").sort("root").rows()
    assert mutual[0] == ("KAZ", "RUS", "04", "verbal cooperation")
