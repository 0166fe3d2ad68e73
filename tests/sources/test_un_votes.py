"""The official voting files, generation by generation, and what is wrong with some of them."""

from __future__ import annotations

import gzip
import lzma
import os
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.voting_files import GA_2026, SOUND, changed, rows, text, write

from leeway.errors import DataError, SourceFormatError
from leeway.record.reading import Reading
from leeway.record.tables import REJECTS
from leeway.record.vote_tables import ROLL_CALLS, VOTES_TABLE
from leeway.sources.un_votes import read

HERE = Path(__file__).parent / "un_votes"
RAW = sorted(path.stem for path in (HERE / "raw").glob("*.csv"))


def tables(reading: Reading) -> dict[str, str]:
    """What a reading hands on, as text to compare with the golden tables."""
    frames = {
        "roll_calls": reading.tables["roll_calls"],
        "votes": reading.tables["votes"],
        "rejects": reading.rejects,
    }
    return {name: frame.write_csv() for name, frame in frames.items()}


@pytest.mark.parametrize("name", RAW)
def test_each_generation_reads_as_the_golden_tables_say(name: str) -> None:
    found = tables(read(HERE / "raw" / f"{name}.csv"))
    for table, written in found.items():
        golden = HERE / "golden" / f"{name}.{table}.csv"
        if os.environ.get("LEEWAY_GOLDEN") == "write":
            golden.write_text(written, encoding="utf-8")
        assert written == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", RAW)
def test_every_row_is_a_vote_or_refused_with_a_reason(name: str) -> None:
    reading = read(HERE / "raw" / f"{name}.csv")
    assert reading.tables["votes"].height + reading.rejects.height == reading.rows_read
    file_rows = pl.concat([reading.tables["votes"]["file_row"], reading.rejects["file_row"]])
    assert sorted(file_rows) == list(range(2, reading.rows_read + 2))
    assert reading.rejects["reason"].null_count() == 0


def test_a_reading_has_the_columns_of_the_record() -> None:
    reading = read(HERE / "raw" / "ga_2026.csv")
    assert reading.tables["roll_calls"].columns == [name for name in ROLL_CALLS.names if name != "load"]
    assert reading.rejects.columns == [name for name in REJECTS.names if name != "load"]
    assert reading.tables["votes"].columns == [name for name in VOTES_TABLE.names if name != "load"]


def test_the_three_generations_agree_on_the_same_rows() -> None:
    of = "GA/A/RES/70/11"
    found = [
        read(HERE / "raw" / f"{name}.csv")
        .tables["votes"]
        .filter(pl.col("roll_call") == of)
        .drop("note")
        .write_csv()
        for name in ("ga_2024", "ga_2025", "ga_2026")
    ]
    assert found[0] == found[1] == found[2]


def test_lower_case_codes_are_read_and_counted(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "ga_voting.csv", rows([changed(SOUND[0], codes="yNaX")])))
    assert reading.tables["votes"]["vote"].to_list() == ["Y", "N", "A", "X"]
    assert reading.notes == ("2 lower-case codes read as upper case (1 'a', 1 'y')",)


def test_a_row_from_before_a_seat_is_kept_and_told(tmp_path: Path) -> None:
    early = changed(SOUND[0], date="1986-11-05", session="41", codes="XYYY")
    reading = read(write(tmp_path / "ga_voting.csv", rows([early])))
    assert reading.tables["votes"].height == 4
    assert "1 row of states without a seat on the day, 0 of them with a vote cast" in reading.notes


def test_not_voting_stays_apart_from_abstaining(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "ga_voting.csv", rows([changed(SOUND[0], codes="XXAA")])))
    assert reading.tables["votes"]["vote"].to_list() == ["X", "X", "A", "A"]
    (roll_call,) = reading.tables["roll_calls"].iter_rows(named=True)
    assert (roll_call["abstentions"], roll_call["non_voting"]) == (2, 2)


@pytest.mark.parametrize("code", ["AN", "NV", "x", "", "Yes", "0"])
def test_an_unknown_code_is_refused_with_its_place(tmp_path: Path, code: str) -> None:
    data = rows()
    data[2]["ms_vote"] = code
    reading = read(write(tmp_path / "ga_voting.csv", data))
    (reject,) = reading.rejects.iter_rows(named=True)
    assert reject == {
        "file": "ga_voting.csv",
        "file_row": 4,
        "column": "ms_vote",
        "value": code or None,
        "reason": f"'{code}' is no vote code; known are Y, N, A and X",
    }


def test_a_second_vote_never_replaces_the_first(tmp_path: Path) -> None:
    data = rows()
    again, against = dict(data[0]), dict(data[1], ms_vote="Y")
    reading = read(write(tmp_path / "ga_voting.csv", [*data, again, against]))
    kept = reading.tables["votes"].filter(pl.col("roll_call") == "GA/A/RES/70/1")
    assert kept["vote"].to_list() == ["Y", "N", "A", "X"]
    assert reading.rejects["reason"].to_list() == [
        "repeats the vote of row 2",
        "contradicts the vote 'N' of row 3, which is kept",
    ]


def test_two_names_of_one_state_are_two_votes_of_it(tmp_path: Path) -> None:
    members = (("CZE", "CZECHIA"), ("CZE", "CZECH REPUBLIC"))
    data = rows([changed(SOUND[2], codes="YN", members=members)])
    reading = read(write(tmp_path / "ga_voting.csv", data))
    assert reading.tables["votes"]["vote"].to_list() == ["Y"]
    assert reading.rejects["reason"].to_list() == ["contradicts the vote 'Y' of row 2, which is kept"]


@pytest.mark.parametrize(
    ("session", "date", "kept"),
    [
        ("70", "2015-11-05", True),
        ("70", "2016-09-12", True),
        ("70", "2016-10-05", False),
        ("70", "2015-08-31", False),
        ("ES-11", "2022-03-02", True),
        ("ES-11", "2021-03-02", False),
        ("ES-10", "2024-05-10", True),
        ("S-6", "1974-05-01", True),
        ("S-6", "1975-05-01", False),
        ("5", "1951-05-18", True),
    ],
)
def test_dates_outside_their_session_are_refused(tmp_path: Path, session: str, date: str, kept: bool) -> None:
    members = (("BRA", "BRAZIL"), ("FRA", "FRANCE"))
    odd = changed(SOUND[0], session=session, date=date, codes="YN", members=members)
    reading = read(write(tmp_path / "ga_voting.csv", rows([odd, SOUND[1]])))
    assert (reading.tables["votes"].height, reading.rejects.height) == ((6, 0) if kept else (4, 2))
    if not kept:
        assert reading.rejects["value"].to_list() == [date, date]
        assert f"session {session}" in reading.rejects["reason"][0]


@pytest.mark.parametrize("date", ["05/11/2015", "2015-13-01", ""])
def test_a_date_that_is_none_is_refused(tmp_path: Path, date: str) -> None:
    reading = read(write(tmp_path / "ga_voting.csv", rows([changed(SOUND[0], date=date), SOUND[1]])))
    assert set(reading.rejects["column"]) == {"date"}
    assert reading.tables["votes"].height == 4


def test_emergency_sessions_are_filed_by_date(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "ga_voting.csv"))
    row = reading.tables["roll_calls"].filter(pl.col("symbol") == "A/RES/ES-11/1").row(0, named=True)
    assert (row["session"], row["session_number"], row["session_kind"]) == ("ES-11", 76, "emergency")
    assert row["half_year"] == 4044


def test_rows_of_a_roll_call_that_disagree(tmp_path: Path) -> None:
    data = rows()
    data[1]["date"] = "2015-11-06"
    data[2]["title"] = "Safe passage of dragons"
    reading = read(write(tmp_path / "ga_voting.csv", data))
    assert reading.rejects.select("file_row", "column", "value").rows() == [(3, "date", "2015-11-06")]
    assert "(row 2) says '2015-11-05'" in reading.rejects["reason"][0]
    assert "1 differing value of title within a roll call; its first row's is kept" in reading.notes


def test_a_symbol_voted_on_twice_keeps_both(tmp_path: Path) -> None:
    reading = read(
        write(tmp_path / "ga_voting.csv", rows([SOUND[0], changed(SOUND[1], symbol="A/RES/70/1")]))
    )
    assert reading.tables["roll_calls"]["roll_call"].to_list() == ["GA/A/RES/70/1", "GA/A/RES/70/1#1002"]
    assert reading.tables["votes"].height == 8


def test_one_title_several_times_in_a_session_is_marked(tmp_path: Path) -> None:
    part = changed(SOUND[0], number=1005, symbol="A/RES/70/1B")
    reading = read(write(tmp_path / "ga_voting.csv", rows([*SOUND, part])))
    parts = dict(reading.tables["roll_calls"].select("symbol", "question_parts").iter_rows())
    assert parts == {"A/RES/70/1": 2, "A/RES/70/1B": 2, "A/RES/70/2": 1, "A/RES/71/1": 1, "A/RES/ES-11/1": 1}


def test_totals_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    data = rows()
    for row in data[:4]:
        row["total_yes"] = "9.0"
    reading = read(write(tmp_path / "ga_voting.csv", data))
    assert reading.notes == ("1 roll call with printed totals that differ from the rows (GA/A/RES/70/1)",)
    assert reading.tables["roll_calls"]["yes"][0] == 9


def test_too_many_or_too_few_cells(tmp_path: Path) -> None:
    lines = text().splitlines()
    lines[1] += ",more"
    lines[2] = lines[2].rsplit(",", 2)[0]
    path = tmp_path / "ga_voting.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read(path)
    assert reading.rejects["file_row"].to_list() == [2, 3]
    assert reading.rejects["reason"].to_list() == [
        "the row has more cells than the header",
        "the row has fewer cells than the header",
    ]


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    usual = read(write(tmp_path / "a_ga_voting.csv"))
    turned = read(write(tmp_path / "b_ga_voting.csv", header=tuple(reversed(GA_2026))))
    assert turned.tables["votes"].equals(usual.tables["votes"])
    assert turned.tables["roll_calls"].equals(usual.tables["roll_calls"])


@pytest.mark.parametrize("packing", ["xz", "gz", "zip"])
def test_packed_files_read_as_the_plain_one(tmp_path: Path, packing: str) -> None:
    plain = write(tmp_path / "ga_voting.csv")
    packed = tmp_path / f"ga_voting.csv.{packing}"
    if packing == "zip":
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(plain, "ga_voting.csv")
    else:
        packed.write_bytes({"xz": lzma, "gz": gzip}[packing].compress(plain.read_bytes()))
    assert read(packed).tables["votes"].equals(read(plain).tables["votes"])


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.97])
@pytest.mark.parametrize("packing", ["csv", "xz", "gz"])
def test_a_truncated_file_is_refused(tmp_path: Path, packing: str, keep: float) -> None:
    data = text().encode()
    packed = {"csv": lambda raw: raw, "xz": lzma.compress, "gz": gzip.compress}[packing](data)
    path = tmp_path / ("ga_voting.csv" + ("" if packing == "csv" else f".{packing}"))
    path.write_bytes(packed[: int(len(packed) * keep)])
    with pytest.raises(DataError, match=r"cut|middle"):
        read(path)


@given(cut=st.integers(1, len(text()) - 2))
@settings(max_examples=60, deadline=None)
def test_a_cut_anywhere_is_refused_or_between_rows(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    data = text()
    path = tmp_path_factory.mktemp("cut") / "ga_voting.csv"
    path.write_text(data[:cut], encoding="utf-8")
    whole_rows = data[:cut].endswith("\n") or data[cut] == "\n"
    if whole_rows and "\n" in data[:cut].rstrip("\n"):
        reading = read(path)
        assert reading.tables["votes"].height == data[:cut].rstrip("\n").count("\n")
    else:
        with pytest.raises(DataError):
            read(path)


def test_a_file_cut_between_rows_is_suspected(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "ga_voting.csv", rows()[:-2]))
    assert reading.notes[-1] == (
        "the last roll call, A/RES/ES-11/1, has 2 of its 4 rows: the file may have been cut"
    )


def test_an_empty_file_and_a_bare_header(tmp_path: Path) -> None:
    path = tmp_path / "ga_voting.csv"
    path.touch()
    with pytest.raises(DataError, match="empty"):
        read(path)
    with pytest.raises(DataError, match="no row"):
        read(write(path, []))


def test_a_wrong_hash_is_refused_before_reading(tmp_path: Path) -> None:
    path = write(tmp_path / "ga_voting.csv")
    good = read(path).sha256
    assert read(path, sha256=good.upper()).sha256 == good
    with pytest.raises(DataError, match=f"{good}, not {'0' * 64}"):
        read(path, sha256="0" * 64)


def test_a_file_nobody_can_use_is_an_error_with_the_first_reason(tmp_path: Path) -> None:
    data = rows()
    for row in data:
        row["ms_name"], row["ms_code"] = "ATLANTIS", "XXX"
    with pytest.raises(DataError, match=r"None of 16 rows.*ATLANTIS"):
        read(write(tmp_path / "ga_voting.csv", data))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file"):
        read(tmp_path / "ga_voting.csv")


def test_another_encoding_names_the_row(tmp_path: Path) -> None:
    members = (("KAZ", "KAZAKHSTAN"), ("RUS", "RUSSIAN FEDERATION"), ("TUR", "TÜRKİYE"), ("FRA", "FRANCE"))
    path = tmp_path / "ga_voting.csv"
    path.write_bytes(text(rows([changed(SOUND[0], members=members)])).replace("İ", "I").encode("latin-1"))
    with pytest.raises(SourceFormatError, match="byte 0xDC in row 4 looks like Latin-1"):
        read(path)


def test_a_stray_quotation_mark_names_the_rows(tmp_path: Path) -> None:
    lines = text().splitlines()
    lines[3] = lines[3].replace("Kites", 'Ki"tes')
    path = tmp_path / "ga_voting.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises((SourceFormatError, DataError)):
        read(path)


def test_quoted_texts_may_hold_line_breaks(tmp_path: Path) -> None:
    data = rows([changed(SOUND[0], title='Kites,\n"and" dragons')])
    reading = read(write(tmp_path / "ga_voting.csv", data))
    assert reading.tables["roll_calls"]["title"].to_list() == ['Kites,\n"and" dragons']
    assert reading.tables["votes"]["file_row"].to_list() == [2, 3, 4, 5]


@given(codes=st.lists(st.sampled_from(["Y", "N", "A", "X", "y", "AN", ""]), min_size=16, max_size=16))
@settings(max_examples=25, deadline=None)
def test_rows_kept_and_refused_always_sum_to_rows_read(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str]
) -> None:
    data = rows()
    for row, code in zip(data, codes, strict=True):
        row["ms_vote"] = code
    path = write(tmp_path_factory.mktemp("codes") / "ga_voting.csv", data)
    usable = sum(code in {"Y", "N", "A", "X", "y"} for code in codes)
    if not usable:
        with pytest.raises(DataError):
            read(path)
        return
    reading = read(path)
    assert reading.tables["votes"].height == usable
    assert reading.rejects.height == 16 - usable
