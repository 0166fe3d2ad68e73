"""Lists of goods in another edition: taken over, or refused with the codes named."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from leeway.errors import QuestionError
from leeway.ledger.trade import listed_goods
from leeway.measures.goods.editions import edition_of, translate, translated
from leeway.sources import hs

COLUMNS = ["from_revision", "from_product", "to_revision", "to_product", "converted"]
TABLE = pl.DataFrame(
    [
        ("HS2022", "854231", "HS1992", "854211", True),
        ("HS2022", "854232", "HS1992", "854211", True),
        ("HS2022", "854151", "HS1992", "851712", True),
        ("HS2022", "851713", "HS1992", "851712", True),
        ("HS2022", "845710", "HS1992", "845710", True),
        ("HS2022", "845710", "HS1992", "854810", False),
    ],
    schema=COLUMNS,
    orient="row",
)


def test_a_code_alone_in_its_new_code_is_taken_over() -> None:
    assert translated(["845710"], TABLE, source="HS2022", target="HS1992") == {"845710": ("845710",)}


def test_codes_that_become_one_are_taken_over_together_and_not_apart() -> None:
    both = translated(["854231", "854232"], TABLE, source="HS2022", target="HS1992")
    assert both == {"854231": ("854211",), "854232": ("854211",)}
    assert translate(["854231"], TABLE, source="HS2022", target="HS1992").merged == {"854231": ("854232",)}


def test_a_mapping_that_merges_is_refused_with_the_codes_named() -> None:
    with pytest.raises(
        QuestionError, match=r"2 of 3 codes .* 854151 \(with 851713\); 999999 \(not in"
    ) as told:
        translated(["845710", "854151", "999999"], TABLE, source="HS2022", target="HS1992")
    assert "HS2022" in str(told.value.hint)


def test_the_same_edition_needs_no_table() -> None:
    empty = TABLE.clear()
    assert translated(["1"], empty, source="HS2022", target="HS2022") == {"1": ("1",)}
    with pytest.raises(QuestionError, match="no table from HS2022 to HS2017"):
        translated(["1"], empty, source="HS2022", target="HS2017")


def test_editions_by_year() -> None:
    years = (1996, 2001, 2002, 2007, 2012, 2017, 2022, 2026)
    assert [edition_of(year) for year in years] == [
        "HS1996", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022", "HS2022",
    ]  # fmt: skip
    with pytest.raises(QuestionError, match="1990"):
        edition_of(1990)


@pytest.mark.parametrize(("target", "changed"), [("HS2017", 6), ("HS1992", 19)])
def test_the_priority_list_in_older_editions(shared: Path, target: str, changed: int) -> None:
    folder = shared / "data" / "trade" / "hs_concordance"
    if not folder.is_dir():
        pytest.skip(f"no tables between editions at {folder}")
    path = folder / f"HS2022to{target}ConversionAndCorrelationTables.xlsx"
    table = hs.read(path).tables["concordances"]
    codes = [goods.product for goods in listed_goods() if goods.list == "chpl"]
    goes = dict(table.filter("converted").select("from_product", "to_product").iter_rows())
    assert sum(goes[code] != code for code in codes) == changed
    found = translate(codes, table, source="HS2022", target=target)
    assert {"854151", "854159"} <= set(found.merged)
    assert len(found.codes) + len(found.merged) == len(codes)
