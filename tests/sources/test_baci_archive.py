"""An edition of BACI as CEPII hands it out: one archive of all its years."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.publisher import Answer, File, publisher

from leeway.errors import DataError, QuestionError
from leeway.record.store import open_record
from leeway.sources import baci
from leeway.sources.refresh import refresh

NAME = f"BACI_HS22_V{baci.RELEASE}.zip"
YEARS = {
    2022: "t,i,j,k,v,q\n2022,398,643,10121,12.5,3.1\n2022,398,643,854231,7.25,0.2\n",
    2023: "t,i,j,k,v,q\n2023,398,643,854231,9.5,0.3\n2023,643,398,270900,100,50\n",
}


def archive(years: dict[int, str] | None = None, level: int = 6) -> bytes:
    """An archive with years, and the lists that lie beside them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as packed:
        for year, text in (YEARS if years is None else years).items():
            packed.writestr(f"BACI_HS22_Y{year}_V{baci.RELEASE}.csv", text)
        packed.writestr(f"country_codes_V{baci.RELEASE}.csv", "country_code,country_name\n398,Kazakhstan\n")
        packed.writestr("Readme.txt", "invented")
    return made.getvalue()


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEEWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "record.duckdb"))
    monkeypatch.delenv(baci.WISHES, raising=False)


def test_each_year_of_an_archive_is_a_part_of_its_own(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(archive())
    reports = refresh(["baci"], from_dir=tmp_path / NAME)
    assert [(one.part, one.outcome, one.rows_kept) for one in reports] == [
        ("HS22-2022", "loaded", 2),
        ("HS22-2023", "loaded", 2),
    ]
    with open_record() as record:
        flows = record.table("flows").sort("period", "product")
    assert flows["product"].to_list() == ["010121", "854231", "270900", "854231"]
    assert set(flows["source"]) == {"baci-hs22"}
    again = refresh(["baci"], from_dir=tmp_path / NAME)
    assert {one.outcome for one in again} == {"unchanged"}


def test_years_not_wished_for_stay_in_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(baci.WISHES, "HS22:2023")
    (tmp_path / NAME).write_bytes(archive())
    [report] = refresh(["baci"], from_dir=tmp_path / NAME)
    assert report.part == "HS22-2023"
    assert not list(Path(tmp_path / "cache").rglob("*Y2022*"))


def test_an_edition_is_fetched_on_from_where_the_line_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    long = {2023: YEARS[2023] + "".join(f"2023,398,{area},854231,{area}.5,1\n" for area in (156, 276, 792))}
    monkeypatch.setenv(baci.WISHES, "hs22")
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_BACI_URL", made.url)
        path = f"/DATA_DOWNLOAD/baci/data/{NAME}"
        made.files[path] = File(archive(long), kind="application/zip")
        made.answers.append(Answer(cut=200))
        [report] = refresh(["baci"])
        asked = [headers.get("range") for _, headers in made.requests]
    assert (report.outcome, report.rows_kept) == ("loaded", 5)
    assert asked == [None, "bytes=200-"]


def test_nothing_is_fetched_that_was_not_wished_for(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = []
    with publisher() as made:
        monkeypatch.setenv("LEEWAY_BACI_URL", made.url)
        assert refresh(["baci"], progress=steps.append) == []
        assert made.requests == []
    assert any("LEEWAY_BACI=HS22" in step.note for step in steps)


def test_a_cut_archive_leaves_the_record_as_it_was(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(archive())
    refresh(["baci"], from_dir=tmp_path / NAME)
    before = (tmp_path / "record.duckdb").read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    (other / NAME).write_bytes(archive()[:-40])
    with pytest.raises(DataError, match="damaged or cut"):
        refresh(["baci"], from_dir=other / NAME)
    assert (tmp_path / "record.duckdb").read_bytes() == before


def test_an_archive_without_a_year_wished_for_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(baci.WISHES, "HS22:1999")
    (tmp_path / NAME).write_bytes(archive())
    with pytest.raises(DataError, match="no year of HS22"):
        refresh(["baci"], from_dir=tmp_path / NAME)


@pytest.mark.parametrize("text", ["2022", "HS22:20", "HS2022", "HS22:2020-"])
def test_a_wish_that_is_not_understood_says_how_to_write_it(text: str) -> None:
    with pytest.raises(QuestionError, match="names an edition") as error:
        baci.wishes(text)
    assert "HS17:2018-2021,HS22" in str(error.value.hint)
