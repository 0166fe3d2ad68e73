"""Benchmarks made of ICEWS: sets by folder, numbers with their names, leaders and the others."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.golden_tables import check_columns, check_golden
from tests.sources.event_files import check_record_stays, own_record

from leeway.errors import DataError, SourceFormatError
from leeway.record.store import open_record
from leeway.sources import icews_quadruples as quadruples
from leeway.sources.refresh import refresh
from leeway.sources.source import files_at_hand

HERE = Path(__file__).parent / "icews_quadruples"
RAW = HERE / "raw"
FILES = sorted(
    path for path in RAW.glob("*/*") if quadruples.part_of(f"{path.parent.name}/{path.name}") is not None
)
TRAIN = RAW / "ICEWS22" / "train.txt"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_split_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = quadruples.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", reading.part)
    left = sum(
        int(note.rsplit(": ", 1)[1].split(",")[0]) for note in reading.notes if note.endswith("not kept")
    )
    assert reading.rows_kept + reading.rejects.height + left == reading.rows_read


def test_the_folder_says_which_set_a_file_is_of(tmp_path: Path) -> None:
    found = files_at_hand(RAW, [quadruples.SOURCE])
    assert [part for _, part in found.files] == [
        "ICEWS0515-sample", "ICEWS14-sample", "ICEWS18-valid", "ICEWS22-test", "ICEWS22-train",
    ]  # fmt: skip
    one = files_at_hand(RAW / "ICEWS22", [quadruples.SOURCE])
    assert [part for _, part in one.files] == ["ICEWS22-test", "ICEWS22-train"]
    shutil.copy(TRAIN, tmp_path)
    with pytest.raises(DataError, match="no file of icews-quadruples"):
        files_at_hand(tmp_path, [quadruples.SOURCE])
    with pytest.raises(SourceFormatError, match="no file of a set by its folder"):
        quadruples.read(tmp_path / TRAIN.name)


def test_repeats_stay_and_unseen_kinds_bear_a_source_of_their_own() -> None:
    reports = quadruples.read(TRAIN).tables["reports"]
    assert reports["report"].to_list()[:2] == ["ICEWS22-train:1", "ICEWS22-train:2"]
    assert set(reports["source"]) == {"icews22"}
    unseen = quadruples.read(RAW / "ICEWS22" / "test.txt").tables["reports"]
    assert set(unseen["source"]) == {quadruples.UNSEEN}


def test_a_leader_is_a_state_in_office_and_nobody_after() -> None:
    reports = quadruples.read(RAW / "ICEWS0515_sample/icews_2005-2015_test.txt").tables["reports"]
    assert reports.select("day", "actor", "target").rows()[0][1:] == ("GEO", "UKR")
    assert reports.filter(pl.col("actor") == "GEO").height == 1


def test_all_sets_come_into_one_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_record(tmp_path, monkeypatch)
    assert {one.outcome for one in refresh(["icews-quadruples"], from_dir=RAW)} == {"loaded"}
    with open_record() as record:
        held = record.table("reports")
    assert set(held["source"]) == {
        "icews22", "icews22-unseen", "icews18", "icews0515-sample", "icews14-sample",
    }  # fmt: skip


def write(folder: Path, **files: bytes) -> Path:
    """A set of ICEWS22 of a test's own."""
    made = folder / "ICEWS22"
    shutil.copytree(RAW / "ICEWS22", made)
    for name, content in files.items():
        (made / f"{name}.txt").write_bytes(content)
    return made / "train.txt"


@pytest.mark.parametrize(
    ("files", "kind", "words"),
    [
        ({"train": b""}, DataError, "empty"),
        ({"train": b"0\t0\t1\t0\n0\t0\t1"}, DataError, "in the middle of its last row"),
        ({"train": b"0\t0\t1\n" * 30}, SourceFormatError, "no whole rows; in row 1 .* 3 fields, not 4"),
        ({"train": b"<html>"}, SourceFormatError, "web page"),
        ({"entity2id": b"Ru\xdfland\t0\n"}, SourceFormatError, "not UTF-8"),
        ({"entity2id": b"Russia\tone\n"}, SourceFormatError, "no name with a number: 'one'"),
        ({"entity2id": b"Russia\t1\nKazakhstan\t1\n"}, SourceFormatError, "stands for two names"),
        ({"relation2id": b""}, DataError, "empty"),
    ],
    ids=["empty", "cut", "ragged", "page", "latin", "no number", "two names", "no kinds"],
)
def test_bad_files_are_refused_with_words(
    files: dict[str, bytes], kind: type[Exception], words: str, tmp_path: Path
) -> None:
    with pytest.raises(kind, match=words):
        quadruples.read(write(tmp_path, **files))


def test_numbers_without_their_names_stop(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.with_name("relation2id.txt").unlink()
    with pytest.raises(DataError, match=r"relation2id\.txt with their names is not beside it"):
        quadruples.read(path)


def test_packed_and_cut(tmp_path: Path) -> None:
    path = write(tmp_path)
    packed = path.with_name("train.txt.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert quadruples.read(packed).tables["reports"].equals(quadruples.read(path).tables["reports"])
    packed.write_bytes(gzip.compress(path.read_bytes())[:-10])
    with pytest.raises(DataError, match="damaged or cut"):
        quadruples.read(packed)


def test_a_cut_file_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = own_record(tmp_path, monkeypatch)
    path = write(tmp_path)
    check_record_stays(quadruples.SOURCE, path, record, path.read_bytes()[:-3])


def pairs(shared: Path) -> pl.DataFrame:
    """Rows of ICEWS22 between Kazakhstan and Russia, with the numbers that the file has for them."""
    folder = shared / "data/events/icews_tkg/ICEWS22"
    found = []
    for split in ("train", "valid", "test"):
        path = folder / f"{split}.txt.gz"
        reports = quadruples.read(path).tables["reports"]
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        both = reports.filter(pl.col("actor").is_in(["KAZ", "RUS"]) & pl.col("target").is_in(["KAZ", "RUS"]))
        quadruple = [lines[row - 1].split("\t") for row in both["file_row"]]
        found.append(both.with_columns(pl.Series("quadruple", quadruple)))
    return pl.concat(found)


def test_kazakhstan_and_russia_in_2022(shared: Path) -> None:
    rows = pairs(shared)
    names = (shared / "data/events/icews_tkg/ICEWS22/entity2id.txt.gz").read_bytes()
    told = dict(line.split("\t")[::-1] for line in gzip.decompress(names).decode().splitlines())

    def by_month(some: pl.DataFrame) -> list[int]:
        return some.unique("quadruple").group_by(pl.col("day").dt.month()).len().sort("day")["len"].to_list()

    assert (rows.height, rows.n_unique("quadruple")) == (553, 392)
    more = {"Mikhail Mishustin", "Armed Forces of the Russian Federation", "Russian Ground Forces"}
    of_more = [bool(more & {told[one[0]], told[one[2]]}) for one in rows["quadruple"].to_list()]
    without = rows.filter(~pl.Series(of_more))
    assert (without.height, without.n_unique("quadruple")) == (534, 377)
    assert by_month(without) == [126, 61, 23, 28, 30, 57, 14, 38]
