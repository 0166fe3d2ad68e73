"""Loads: once, twice, amended, killed, without room."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest
from tests.record.readings import council, reading
from tests.voting_files import SOUND, SUFFIX, Vote, changed

from leeway.errors import DataError
from leeway.record import loading
from leeway.record.loading import content_hash, is_loaded, load
from leeway.record.reports import RollCallChange, VoteChange
from leeway.record.store import open_record
from leeway.record.tables import TABLES, table

ROOT = Path(__file__).parents[2]
AMENDED = (changed(SOUND[0], codes="YNAY"), SOUND[1], changed(SOUND[3], title="A matter of gales" + SUFFIX),
           Vote(1009, "2022-11-08", "A/RES/77/9", "YNYN", session="77"))  # fmt: skip


def contents(path: Path) -> dict[str, str]:
    """Every table of a record as text."""
    with open_record(path) as record:
        return {declared.name: record.table(declared.name).write_csv() for declared in TABLES}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.duckdb"


def test_a_first_load(path: Path) -> None:
    when = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    first, second = load([reading(), council()], path, loaded_at=when)
    assert (first.outcome, first.load, first.rows_kept) == ("loaded", 1, 16)
    assert (second.outcome, second.load, second.rows_kept, second.rows_rejected) == ("loaded", 2, 3, 2)
    assert second.refused == (("adopted without a vote: nobody voted", 2),)
    assert first.added == tuple(f"GA/{vote.symbol}" for vote in SOUND)
    with open_record(path) as record:
        loads = record.table("loads")
        assert loads["loaded_at"].to_list() == [when.replace(tzinfo=None)] * 2
        assert loads["current"].to_list() == [True, True]
        assert record.table("rejects").select("load", "file", "file_row").rows() == [
            (2, "sc_2026.csv", 5),
            (2, "sc_2026.csv", 6),
        ]


def test_loading_twice_changes_nothing(path: Path) -> None:
    load([reading(), council()], path)
    before = path.read_bytes()
    again = load([reading(), council()], path, loaded_at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    assert [report.outcome for report in again] == ["unchanged", "unchanged"]
    assert str(again[0]) == "un-votes GA: ga_voting.csv is already in the record (load 1); nothing changed."
    assert path.read_bytes() == before


def test_the_same_load_makes_the_same_tables(path: Path, tmp_path: Path) -> None:
    load([reading(), council()], path)
    load([reading(), council()], tmp_path / "other.duckdb")
    assert contents(path) == contents(tmp_path / "other.duckdb")


def test_a_second_source_leaves_the_first_alone(path: Path) -> None:
    load([reading()], path)
    before = contents(path)
    load([council()], path)
    after = contents(path)
    assert set(before["votes"].splitlines()) < set(after["votes"].splitlines())
    assert len(after["votes"].splitlines()) == len(before["votes"].splitlines()) + 3


def test_an_amended_file_is_compared_with_the_one_it_replaces(path: Path) -> None:
    load([reading(), council()], path)
    (report,) = load([reading(AMENDED, "amended.csv")], path)
    assert (report.outcome, report.load) == ("amended", 3)
    assert report.replaced == reading().sha256
    assert report.added == ("GA/A/RES/77/9",)
    assert report.removed == ("GA/A/RES/71/1",)
    assert report.votes == (VoteChange("GA/A/RES/70/1", "FRA", "X", "Y"),)
    assert RollCallChange("GA/A/RES/ES-11/1", "question", "matter winds", "matter gales") in report.described
    assert {change.column for change in report.described} == {
        "yes", "non_voting", "title", "question", "question_parts"
    } - {"question_parts"}  # fmt: skip
    text = str(report)
    assert "1 roll calls added, 1 removed, 2 described otherwise, 1 votes changed" in text
    assert "GA/A/RES/70/1: FRA X -> Y" in text
    with open_record(path) as record:
        assert record.roll_calls()["symbol"].to_list() == [
            "A/RES/70/1", "A/RES/70/2", "A/RES/ES-11/1", "A/RES/77/9"
        ]  # fmt: skip
        assert record.votes(body="SC").height == 3
        loads = record.table("loads")
        assert loads.select("load", "part", "current").rows() == [
            (1, "GA", False),
            (2, "SC", True),
            (3, "GA", True),
        ]


def test_a_state_that_only_one_file_lists(path: Path) -> None:
    load([reading([SOUND[0]])], path)
    fewer = changed(SOUND[0], codes="YNA", members=SOUND[0].members[:3])
    (report,) = load([reading([fewer])], path)
    assert report.votes == (VoteChange("GA/A/RES/70/1", "FRA", "X", None),)


def test_another_packing_of_the_same_votes_changes_no_vote(path: Path) -> None:
    load([reading()], path)
    with open_record(path) as record:
        version = record.version()
    (report,) = load([replace(reading(), sha256="f" * 64)], path)
    assert report.outcome == "amended"
    assert "and nothing it says did" in str(report)
    with open_record(path) as record:
        assert record.version() == version


def test_going_back_to_the_first_file(path: Path) -> None:
    load([reading()], path)
    load([reading(AMENDED)], path)
    load([reading()], path)
    with open_record(path) as record:
        assert record.votes().height == 16
        assert record.table("loads")["current"].to_list() == [False, False, True]


def test_is_loaded(path: Path) -> None:
    one = reading()
    assert is_loaded(path, source="un-votes", part="GA", sha256=one.sha256) is None
    load([one], path)
    known = is_loaded(path, source="un-votes", part="GA", sha256=one.sha256)
    assert known is not None
    assert (known.outcome, known.rows_kept) == ("unchanged", 16)
    assert is_loaded(path, source="un-votes", part="SC", sha256=one.sha256) is None


def test_two_rows_with_one_key_stop_the_load(path: Path) -> None:
    load([reading()], path)
    before = path.read_bytes()
    bad = reading(AMENDED)
    votes = bad.tables["votes"]
    bad = replace(bad, tables={**bad.tables, "votes": pl.concat([votes, votes.head(1)])})
    with pytest.raises(DataError, match="Two rows of votes"):
        load([bad], path)
    assert path.read_bytes() == before


def test_a_row_with_the_key_of_an_earlier_load_stops_it_and_both_files_are_told(path: Path) -> None:
    load([reading()], path)
    before = path.read_bytes()
    theirs = reading().tables["roll_calls"].head(1)
    one = council()
    bad = replace(one, tables={**one.tables, "roll_calls": pl.concat([one.tables["roll_calls"], theirs])})
    with pytest.raises(
        DataError, match=rf"Two rows of roll_calls .* \(in {reading().file} and in {one.file}\)"
    ):
        load([bad], path)
    assert path.read_bytes() == before


def test_the_hash_of_what_is_told_is_of_its_rows_by_key_in_whatever_order_and_number_they_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = reading()
    turned = replace(one, tables={name: frame.reverse() for name, frame in one.tables.items()})
    plain = hashlib.sha256()
    for declared in (table("roll_calls"), table("votes")):
        rows = one.tables[declared.name].select(declared.told).sort(declared.key, maintain_order=True)
        plain.update(rows.write_csv().encode())
    monkeypatch.setattr(loading, "_AT_ONCE", 3)
    assert content_hash(turned) == content_hash(one) == plain.hexdigest()


KILLED = """
import os, signal, sys
from pathlib import Path
from leeway.record import loading
from tests.record.readings import reading
from tests.record.test_loading import AMENDED

path, point, after = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "after"
owner, name = (Path, point[5:]) if point.startswith("Path.") else (loading, point)
real = getattr(owner, name)

def killing(*args, **named):
    if after:
        real(*args, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, name, killing)
loading.load([reading(AMENDED)], path)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    ("point", "moment", "complete"),
    [
        ("open_for_reading", "after", False),
        ("_copy_old", "after", False),
        ("_insert", "after", False),
        ("_write", "after", False),
        ("check_keys", "after", False),
        ("_flush", "before", False),
        ("Path.replace", "before", False),
        ("Path.replace", "after", True),
    ],
)
def test_a_load_killed_at_any_moment(path: Path, point: str, moment: str, complete: bool) -> None:
    load([reading(), council()], path)
    before, tables = path.read_bytes(), contents(path)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", KILLED, str(path), point, moment], cwd=ROOT, check=False, capture_output=True
    )
    assert done.returncode == -9, done.stderr.decode()
    if complete:
        assert contents(path)["votes"] != tables["votes"]
        assert load([reading(AMENDED)], path)[0].outcome == "unchanged"
    else:
        assert path.read_bytes() == before
        assert load([reading(AMENDED)], path)[0].outcome == "amended"
    assert sorted(one.name for one in path.parent.iterdir()) == ["record.duckdb", "record.duckdb.lock"]


NO_ROOM = """
import resource, signal, sys
from pathlib import Path
from leeway.errors import DataError
from leeway.record.loading import load
from tests.record.readings import reading
from tests.record.test_loading import AMENDED

one = reading(AMENDED)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    load([one], Path(sys.argv[1]))
except DataError as error:
    print(error.exit_code, error.message)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("room", [0, 5_000, 100_000])
def test_without_room_the_record_stays_as_it_was(path: Path, room: int) -> None:
    load([reading(), council()], path)
    before = path.read_bytes()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", NO_ROOM, str(path), str(room)],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.startswith("3 "), done.stdout + done.stderr
    assert "as it was" in done.stdout
    assert path.read_bytes() == before
    assert not path.with_name("record.duckdb.new").exists()


def test_one_writer_at_a_time(path: Path) -> None:
    from leeway.record.lock import only_writer

    load([reading()], path)
    with only_writer(path), pytest.raises(DataError, match="Another process is loading"):
        load([reading(AMENDED)], path)
    assert load([reading(AMENDED)], path)[0].outcome == "amended"


def test_a_reader_is_not_disturbed_by_a_load(path: Path) -> None:
    load([reading()], path)
    with open_record(path) as record:
        load([reading(AMENDED)], path)
        assert record.roll_calls().height == 4
        assert "A/RES/71/1" in record.roll_calls()["symbol"].to_list()
        with open_record(path) as newer:
            assert "A/RES/77/9" in newer.roll_calls()["symbol"].to_list()


def test_a_damaged_record_is_not_loaded_into(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(DataError) as caught:
        load([reading()], path)
    assert caught.value.exit_code == 3
    assert path.read_bytes() == b"no database" * 1000


def test_a_foreign_database_is_not_loaded_into(path: Path) -> None:
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE mine (x INTEGER)")
    with pytest.raises(DataError, match="no record of Leeway's"):
        load([reading()], path)


def test_another_schema_is_refused(path: Path) -> None:
    load([reading()], path)
    with duckdb.connect(str(path)) as record:
        record.execute("UPDATE schema_number SET number = 99")
    with pytest.raises(DataError, match="schema 99"):
        load([reading(AMENDED)], path)
    with pytest.raises(DataError, match="schema 99"):
        open_record(path)


def test_rows_of_many_small_files_are_inserted_together(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [replace(council(), part=f"SC{number}", tables={}) for number in range(40)]
    real, inserted = loading._insert, []
    monkeypatch.setattr(
        loading,
        "_insert",
        lambda record, table, frame: inserted.append(table.name) or real(record, table, frame),
    )
    reports = load([reading(), *parts], path)
    assert [one.load for one in reports] == list(range(1, 42))
    assert inserted.count("loads") == inserted.count("votes") == 1
    assert [one.outcome for one in load([reading(), *parts], path)] == ["unchanged"] * 41
