"""Events of GDELT: two versions, rows between two states, and files that are not what they should be."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.gdelt_files import lines, of_a_day, of_the_past, packed, row, write
from tests.golden_tables import check_columns, check_golden

from leeway.errors import DataError, SourceFormatError
from leeway.record.reading import Reading
from leeway.record.store import open_record
from leeway.sources import gdelt, gdelt_rows
from leeway.sources.gdelt_codes import REGIONS
from leeway.sources.refresh import refresh
from leeway.sources.source import files_at_hand

HERE = Path(__file__).parent / "gdelt"
RAW = HERE / "raw"
NAME = "20240102030000.export.CSV.zip"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "events"
AT_HAND = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/events is not here")


def add_up(reading: Reading) -> bool:
    """Whether rows kept, refused and counted in notes are those read."""
    left_out = [int(note.split(": ")[1].split(",  not")[0].removesuffix(", not kept").replace(",", ""))
                for note in reading.notes if note.endswith("not kept")]  # fmt: skip
    return reading.rows_kept + reading.rejects.height + sum(left_out) == reading.rows_read


def reasons(folder: Path, *rows: str) -> list[tuple[str, str | None, str]]:
    """What is refused of some rows."""
    reading = gdelt.read(write(folder, *rows))
    assert add_up(reading)
    return reading.rejects.select("column", "value", "reason").rows()


@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.stem)
def test_each_version_reads_as_the_golden_tables_say(path: Path) -> None:
    reading = gdelt.read(path)
    check_columns(reading)
    check_golden(reading, HERE / "golden", path.stem)
    assert reading.part == gdelt.SOURCE.part_of(path.name)
    assert add_up(reading)


def test_each_packing_reads_alike(tmp_path: Path) -> None:
    plain = RAW / "20240102030000.export.CSV"
    zipped, squeezed = tmp_path / f"{plain.name}.zip", tmp_path / f"{plain.name}.gz"
    zipped.write_bytes(packed(plain.read_bytes()))
    squeezed.write_bytes(gzip.compress(plain.read_bytes()))
    tables = [gdelt.read(path).tables["reports"] for path in (plain, zipped, squeezed)]
    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])


@pytest.mark.parametrize("size", [100, 1000, 4000])
def test_blocks_of_any_size_read_alike(size: int) -> None:
    for path in RAW.iterdir():
        whole, cut = gdelt_rows.read_rows(path), gdelt_rows.read_rows(path, size=size)
        assert whole.crossing.equals(cut.crossing)
        assert whole.ragged.equals(cut.ragged)
        assert (whole.read, whole.left_out) == (cut.read, cut.left_out)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("20180326044500.export.CSV.zip", "20180326044500"),
        ("20180326044500.export.CSV", "20180326044500"),
        ("20180326044500.export.csv.gz", "20180326044500"),
        ("20130401.export.CSV.zip", "v1-20130401"),
        ("201302.zip", "v1-201302"),
        ("2005.zip", "v1-2005"),
        ("events_v1_100rows.export.CSV.zip", "v1-sample-100rows"),
        ("events_v2_100rows.export.CSV.zip", "sample-100rows"),
        ("20201113.csv.gz", None),
        ("20180326044500.mentions.CSV.zip", None),
        ("20180326044500.gkg.csv.zip", None),
        ("20181326044500.export.CSV.zip", None),
        ("201313.zip", None),
        ("1234.zip", None),
    ],
)
def test_a_file_is_known_by_its_stamp(name: str, part: str | None) -> None:
    assert gdelt.SOURCE.part_of(name) == part


def test_both_versions_bear_sources_of_their_own(tmp_path: Path) -> None:
    refresh(["gdelt"], from_dir=RAW, record=tmp_path / "record.duckdb")
    with open_record(tmp_path / "record.duckdb") as record:
        assert set(record.table("reports")["source"]) == {"gdelt-1", "gdelt-2"}
        assert set(record.table("events")["source"]) == {"gdelt-1", "gdelt-2"}
        assert record.sources()["part"].to_list() == ["20240102030000", "v1-20130401"]


def test_old_days_are_refused_where_rows_are_added_day_by_day(tmp_path: Path) -> None:
    said = reasons(tmp_path, row(1, day="20230102"), row(2, day="20231202"), row(3, day="20231201"))
    assert said == [
        ("SQLDATE", "20230102", "happened 365 days before it was added: the day is not to be trusted"),
        ("SQLDATE", "20231201", "happened 32 days before it was added: the day is not to be trusted"),
    ]
    past = gdelt.read(write(tmp_path, of_the_past(1), of_the_past(2, "20130205"), name="1999.zip"))
    assert past.rejects["reason"].to_list() == ["happened after it was added"]
    assert past.covered[0].isoformat() == "1999-01-01"
    assert past.covered[1].isoformat() == "1999-12-31"


@pytest.mark.parametrize(
    ("wrong", "column", "reason"),
    [
        (row(1, code="40"), "EventCode", "the leading zero of the code was lost"),
        (row(1, code="331", root="03"), "EventCode", "the leading zero of the code was lost"),
        (row(1, code="10", root="1"), "EventRootCode", "the leading zero of the root was lost"),
        (row(1, code="9999"), "EventCode", "no code of CAMEO"),
        (row(1, code=""), "EventCode", "no code of CAMEO"),
        (row(1, code="042", root="03"), "EventRootCode", "not the root of the code"),
        (row(1, quad="2"), "QuadClass", "not the class of the code"),
        (row(1, quad=""), "QuadClass", "not the class of the code"),
        (row(1, day="20240230"), "SQLDATE", "no day"),
        (row(1, day=""), "SQLDATE", "no day"),
        (row(1, day="20240104"), "SQLDATE", "happened after it was added"),
        (row(1, added="20240132030000"), "DATEADDED", "no time at which the row was added"),
        (row("1.5"), "GLOBALEVENTID", "no number of an event"),
        (row(1, mentions="-1"), "NumMentions", "no whole number of mentions"),
        (row(1, actor="QQQ"), "Actor1CountryCode", "no state is known under 'QQQ'"),
        (row(1, target="HKG"), "Actor2CountryCode", "'HKG' is a territory, and no state here"),
    ],
)
def test_a_wrong_row_is_refused_with_its_reason(tmp_path: Path, wrong: str, column: str, reason: str) -> None:
    assert [(place, why) for place, _, why in reasons(tmp_path, row(2), wrong)] == [(column, reason)]


def test_a_state_is_one_on_the_days_on_which_it_existed(tmp_path: Path) -> None:
    rows = [of_the_past(1, "20110708", actor="SSD"), of_the_past(2, "20110709", actor="SSD")]
    reading = gdelt.read(write(tmp_path, *rows, name="201107.zip"))
    assert reading.tables["reports"]["report"].to_list() == ["2"]
    assert reading.rejects["reason"].to_list() == ["the state known under 'SSD' did not exist on the day"]


def test_a_number_that_stands_twice_counts_once(tmp_path: Path) -> None:
    assert reasons(tmp_path, row(7), row(8), row(7, "USA", "CHN")) == [
        ("GLOBALEVENTID", "7", "repeats the key (GLOBALEVENTID) of row 1")
    ]


def test_rows_left_out_are_counted_by_rule(tmp_path: Path) -> None:
    regions = [row(10 + place, "KAZ", region) for place, region in enumerate(REGIONS)]
    rows = [
        row(1),
        row(2, "", "RUS"),
        row(3, "KAZ", ""),
        row(4, "KAZ", "KAZ"),
        row(5, "WSB", "PSE"),
        *regions,
    ]
    reading = gdelt.read(write(tmp_path, *rows))
    assert reading.notes == (
        "rows without a country on one side or both: 2, not kept",
        "rows with one and the same country on both sides: 2, not kept",
        f"rows with a region taken for no state: {len(REGIONS)}, not kept",
    )
    assert (reading.rows_kept, reading.rejects.height) == (1, 0)


def test_a_batch_without_a_row_between_states_is_loaded_empty(tmp_path: Path) -> None:
    at_home = write(tmp_path, row(1, "KAZ", "KAZ"), row(2, "", ""))
    for outcome in ("loaded", "unchanged"):
        (report,) = refresh(["gdelt"], from_dir=at_home, record=tmp_path / "record.duckdb")
        assert (report.outcome, report.rows_read, report.rows_kept) == (outcome, 2, 0)


def test_ragged_rows_are_refused_with_their_number_of_fields(tmp_path: Path) -> None:
    short = "\t".join(row(3).split("\t")[:60])
    sound = [row(100 + number) for number in range(30)]
    reading = gdelt.read(write(tmp_path, row(1), row(2) + "\tmore", short, *sound))
    assert reading.rejects.select("file_row", "reason").rows() == [
        (2, "the row has 62 fields, not 61"),
        (3, "the row has 60 fields, not 61"),
    ]
    assert reading.tables["reports"]["file_row"].to_list() == [1, *range(4, 34)]
    assert add_up(reading)


def test_a_row_too_long_beside_one_too_short_is_found(tmp_path: Path) -> None:
    sound = [of_a_day(100 + number) for number in range(30)]
    rows = [of_a_day(1) + "\tmore", of_the_past(2), *sound]
    reading = gdelt.read(write(tmp_path, *rows, name="20130401.export.CSV.zip"))
    assert reading.rejects["reason"].to_list() == ["the row has 59 fields, not 57 or 58"]
    assert reading.rows_kept == 31


def test_a_file_with_many_ragged_rows_is_refused_whole(tmp_path: Path) -> None:
    path = write(tmp_path, row(1), row(2), row(3) + "\tmore")
    with pytest.raises(SourceFormatError, match=r"61 \(2 rows\), 62 \(1 rows\)") as error:
        gdelt.read(path)
    assert "57 and 58" in str(error.value)


@pytest.mark.parametrize("width", [16, 60, 62])
def test_another_number_of_columns_names_those_known(tmp_path: Path, width: int) -> None:
    path = write(tmp_path, *["\t".join(["x"] * width)] * 20)
    with pytest.raises(SourceFormatError, match=rf"{width} \(20 rows\)") as error:
        gdelt.read(path)
    assert "57 and 58 fields (GDELT 1.0) and 61 (GDELT 2.0)" in str(error.value)


def test_a_file_of_the_other_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match=r"named as one of GDELT 1\.0 .* 61 fields"):
        gdelt.read(write(tmp_path, row(1), name="20130401.export.CSV.zip"))


def test_letters_that_are_no_utf_8_are_replaced_and_counted(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(
        packed(lines(row(1), row(2, text="https://news.example/caf?")).encode().replace(b"?", b"\xe9"))
    )
    reading = gdelt.read(path)
    assert reading.tables["reports"]["text"].to_list()[1] == "https://news.example/caf\ufffd"
    assert reading.notes == ("addresses with letters that are no UTF-8: 1, such letters replaced",)


def test_quotation_marks_are_text(tmp_path: Path) -> None:
    reading = gdelt.read(write(tmp_path, row(1, text='https://news.example/"a'), row(2)))
    assert reading.tables["reports"]["text"].to_list()[0] == 'https://news.example/"a'


SOUND = packed(lines(*(row(number) for number in range(200))))


def corrupt(archive: bytes) -> bytes:
    """An archive with some bytes of its text turned over."""
    return archive[:200] + bytes(255 - one for one in archive[200:220]) + archive[220:]


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (SOUND[: len(SOUND) // 2], DataError, "damaged or cut"),
        (SOUND[:-30], DataError, "damaged or cut"),
        (corrupt(SOUND), DataError, "damaged or cut"),
        (packed(lines(row(1)), "one.CSV", "two.CSV"), SourceFormatError, "holds 2 files, not one"),
        (b"PK\x05\x06" + bytes(18), SourceFormatError, "holds 0 files, not one"),
        (packed(""), DataError, "The file is empty"),
        (b"", DataError, "The file is empty"),
        (b"<html>busy</html>", DataError, "not in the zip format"),
        (packed("<!DOCTYPE html><p>busy"), SourceFormatError, "web page"),
    ],
)
def test_a_broken_file_stops_and_leaves_the_record_alone(
    tmp_path: Path, content: bytes, kind: type[Exception], said: str
) -> None:
    record = tmp_path / "record.duckdb"
    refresh(["gdelt"], from_dir=write(tmp_path, row(1)), record=record)
    before = record.read_bytes()
    other = tmp_path / "20240102031500.export.CSV.zip"
    other.write_bytes(content)
    with pytest.raises(kind, match=said):
        refresh(["gdelt"], from_dir=other, record=record)
    assert record.read_bytes() == before


def test_a_wrong_sum_of_the_archive_is_found(tmp_path: Path) -> None:
    whole = bytearray(packed(lines(row(1))))
    at = whole.index(b"PK\x01\x02") + 16
    whole[at] ^= 255
    path = tmp_path / NAME
    path.write_bytes(bytes(whole))
    with pytest.raises(DataError, match="damaged or cut"):
        gdelt.read(path)


def test_a_file_of_which_most_rows_are_refused_stops(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"Of 60 rows between two countries 60 cannot be used; .*EventCode"):
        gdelt.read(write(tmp_path, *(row(number, code="40") for number in range(60))))


def test_the_same_batch_under_another_name_never_counts_twice(tmp_path: Path) -> None:
    record = tmp_path / "record.duckdb"
    refresh(["gdelt"], from_dir=write(tmp_path, row(1), row(2)), record=record)
    before = record.read_bytes()
    again = write(tmp_path, row(1), row(2), name="20240102031500.export.CSV.zip")
    with pytest.raises(DataError, match=rf"in {NAME} and in {again.name}") as error:
        refresh(["gdelt"], from_dir=again, record=record)
    assert "The record is unchanged." in str(error.value)
    assert record.read_bytes() == before


def test_many_batches_are_one_load_each(tmp_path: Path) -> None:
    for number in range(30):
        write(
            tmp_path,
            row(number),
            row(100 + number, "", "RUS"),
            name=f"20240102{number // 4:02d}{number % 4 * 15:02d}00.export.CSV.zip",
        )
    reports = refresh(["gdelt"], from_dir=tmp_path, record=tmp_path / "record.duckdb")
    assert [one.load for one in reports] == list(range(1, 31))
    with open_record(tmp_path / "record.duckdb") as opened:
        held = opened.table("reports")
    assert sorted(held["load"]) == list(range(1, 31))
    write(tmp_path, row(0), row(50), name="20240102000000.export.CSV.zip")
    again = refresh(["gdelt"], from_dir=tmp_path, record=tmp_path / "record.duckdb")
    assert [one.outcome for one in again] == ["amended"] + ["unchanged"] * 29
    assert again[0].tables[0].added == 1


@AT_HAND
def test_the_complete_batch_at_hand() -> None:
    reading = gdelt.read(SHARED / "gdelt_raw" / "20180326044500.export.CSV.zip")
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (1540, 209, 5)
    assert reading.notes[2] == "rows with a region taken for no state: 17, not kept"
    assert set(reading.rejects["reason"]) == {
        "happened 365 days before it was added: the day is not to be trusted"
    }
    assert add_up(reading)


@AT_HAND
def test_the_samples_of_both_versions_at_hand(tmp_path: Path) -> None:
    found = files_at_hand(SHARED / "gdelt_raw", [gdelt.SOURCE])
    assert [part for _, part in found.files] == ["20180326044500", "sample-100rows", "v1-sample-100rows"]
    assert [path.name for path, _ in found.ignored] == ["mentions_100rows.mentions.CSV.zip"]
    reports = refresh(["gdelt"], from_dir=SHARED / "gdelt_raw", record=tmp_path / "record.duckdb")
    assert [(one.rows_read, one.rows_kept, one.rows_rejected) for one in reports] == [
        (1540, 209, 5),
        (100, 9, 4),
        (100, 14, 5),
    ]


@AT_HAND
def test_somebody_elses_table_is_no_file_of_gdelts(tmp_path: Path) -> None:
    for path in (SHARED / "gdelt_derived").iterdir():
        assert gdelt.SOURCE.part_of(path.name) is None
        renamed = tmp_path / "20201113000000.export.CSV.gz"
        renamed.write_bytes(path.read_bytes())
        with pytest.raises(SourceFormatError, match="57 and 58 fields"):
            gdelt.read(renamed)
