"""Which goods are asked about, since when, and in which edition."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from leeway.errors import MissingSourceError, QuestionError
from leeway.measures.backdoor.estimate import goods_sold, members
from leeway.measures.backdoor.listed import codes_of, in_editions

DAY = dt.date(2022, 2, 25)
SCHEMA = {
    "list": pl.String,
    "sender": pl.String,
    "target": pl.String,
    "product": pl.String,
    "digits": pl.Int16,
    "revision": pl.String,
    "listed_on": pl.Date,
    "classes": pl.String,
}
LISTINGS = pl.DataFrame(
    [
        ("eu-hs6", "EU", "RUS", "854231", 6, "HS2017", DAY, "dual_use"),
        ("eu-cn8", "EU", "RUS", "85423190", 8, "CN", None, None),
        ("eu-cn8", "EU", "RUS", "01012100", 8, "CN", None, None),
        ("chpl", "USA EU JPN GBR", "RUS", "854231", 6, "HS2022", None, "1"),
        ("chpl", "USA EU JPN GBR", "RUS", "854151", 6, "HS2022", None, "2"),
        ("other", "EU", "BLR", "999999", 6, "HS2022", DAY, None),
    ],
    schema=SCHEMA,
    orient="row",
)
TABLE = pl.DataFrame(
    [
        ("HS2022", "854231", "HS2017", "854231", True),
        ("HS2022", "854151", "HS2017", "851712", True),
        ("HS2022", "851713", "HS2017", "851712", True),
    ],
    schema=["from_revision", "from_product", "to_revision", "to_product", "converted"],
    orient="row",
)


def test_all_that_the_senders_restrict_is_asked_about_by_default() -> None:
    found = codes_of(LISTINGS, target="RUS", senders=["EU"])
    assert found["product"].to_list() == ["01012100", "854231", "85423190"]


def test_a_code_without_a_day_has_that_of_its_first_six_digits() -> None:
    days = dict(codes_of(LISTINGS, target="RUS", senders=["EU"]).select("product", "listed_on").iter_rows())
    assert days == {"01012100": None, "854231": DAY, "85423190": DAY}
    named = codes_of(LISTINGS, target="RUS", senders=["EU"], goods="chpl")
    assert dict(named.select("product", "listed_on").iter_rows()) == {"854231": DAY, "854151": None}


def test_unknown_lists_are_named_with_those_there_are() -> None:
    with pytest.raises(QuestionError, match="no list of goods 'drones'") as told:
        codes_of(LISTINGS, target="RUS", senders=["EU"], goods="drones")
    assert "chpl (USA EU JPN GBR against RUS)" in str(told.value.hint)
    with pytest.raises(QuestionError, match="restrict against IRN"):
        codes_of(LISTINGS, target="IRN", senders=["EU"])
    with pytest.raises(MissingSourceError, match="no list"):
        codes_of(LISTINGS.clear(), target="RUS", senders=["EU"])


def test_books_of_another_edition_are_read_with_the_list_put_into_it() -> None:
    named = codes_of(LISTINGS, target="RUS", senders=["EU"], goods="chpl")
    with pytest.raises(QuestionError, match=r"854151 \(with 851713\)"):
        in_editions(named, ["HS2017"], TABLE, refuse=True)
    assert in_editions(named, ["HS2017"], TABLE, refuse=False)["product"].to_list() == ["854231"]
    assert in_editions(named, ["CN"], TABLE, refuse=True).equals(named)


def test_codes_sold_fall_under_the_longest_code_listed_and_new_ones_are_told_apart() -> None:
    codes = codes_of(LISTINGS, target="RUS", senders=["EU"])
    first = pl.DataFrame(
        {
            "product": ["85423190", "85423110", "01012100", "27090000"],
            "first": [dt.date(2020, 1, 1), dt.date(2022, 1, 1), dt.date(2021, 2, 1), dt.date(2020, 1, 1)],
        }
    )
    found = goods_sold(first, codes, dt.date(2022, 3, 1)).sort("product")
    assert found.rows() == [
        ("01012100", "listed", None, "01012100"),
        ("85423110", "new", dt.date(2022, 2, 1), "854231"),
        ("85423190", "listed", dt.date(2022, 2, 1), "85423190"),
    ]


def test_the_union_stands_for_its_members() -> None:
    assert len(members("EU")) == 27
    assert "GBR" not in members("EU")
