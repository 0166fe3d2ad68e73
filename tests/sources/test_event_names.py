"""Which state a name of a source of events is: written names alone, the last bracket, leaders in office."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from leeway.sources.event_names import (
    bearer,
    country,
    country_or_code,
    find_sides,
    is_no_state,
    refuse_unknown,
    side,
)
from leeway.sources.sieve import Sieve

DAY = dt.date(2022, 3, 1)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Russian Federation", "RUS"),
        ("Moldova, Republic of", "MDA"),
        ("the former Yugoslav Republic of Macedonia", "MKD"),
        ("Occupied Palestinian Territory", "PSE"),
        ("Palestinian Territory, Occupied", "PSE"),
        ("Holy See (Vatican City State)", "VAT"),
        ("Democratic Republic of Congo", "COD"),
        ("Congo", "COG"),
        ("Swaziland", "SWZ"),
        ("Cote d'Ivoire", "CIV"),
        ("Republic of South Ossetia", "XSO"),
    ],
)
def test_spellings_of_icews(name: str, key: str) -> None:
    assert country(name, DAY) == key


@pytest.mark.parametrize(
    "name",
    [
        "Korea",
        "Africa",
        "European Union",
        "Hong Kong",
        "Scotland",
        "Armed Forces of Ukraine",
        "Israeli Defense Forces",
        "Lebanese Forces",
        "Supreme Court of India",
        "Central Bank of Russia",
        "The Hague",
        "Sahrawi people",
        "Zanzibar",
        "Vladimir Putin",
        "N",
        "NA",
        "",
    ],
)
def test_names_that_are_no_states(name: str) -> None:
    assert country(name, DAY) is None


def test_a_state_exists_or_it_is_none() -> None:
    assert country("South Sudan", dt.date(2011, 7, 8)) is None
    assert country("South Sudan", dt.date(2011, 7, 9)) == "SSD"
    assert country("Yugoslavia", dt.date(1991, 6, 1)) == "YUG"


def test_codes_are_read_where_they_are_allowed() -> None:
    assert (country("KAZ", DAY), country_or_code("KAZ", DAY)) == (None, "KAZ")
    assert country_or_code("SSD", dt.date(2010, 1, 1)) is None


def test_the_last_bracket_counts() -> None:
    assert bearer("Rebel Group (Donbas) (Ukraine)") == ("Ukraine", True)
    assert side("Envoy (Holy See (Vatican City State))", DAY) == "VAT"
    assert side("Citizen (Hong Kong)", DAY) is None
    assert side("Vladimir Putin (Atlantis)", DAY) is None


def test_leaders_act_for_a_state_while_in_office() -> None:
    assert [side("Josep Borrell", dt.date(year, 1, 1)) for year in (2018, 2019, 2022)] == [None, "ESP", None]
    assert side("Joseph Robinette Biden", dt.date(2018, 6, 1)) is None


def test_regions_and_parts_are_known_to_be_none() -> None:
    assert all(is_no_state(one, DAY) for one in ("Hong Kong", "Crimea", "Middle East", "International"))
    assert not any(is_no_state(one, DAY) for one in ("Korea", "Atlantis", "Russia"))


def test_unknown_countries_are_refused_with_the_reason_and_regions_are_not() -> None:
    rows = pl.DataFrame(
        {
            "file_row": [2, 3, 4, 5],
            "name": ["Russia", "Africa", "Atlantis", "Kosovo"],
            "day": [dt.date(2005, 1, 1)] * 4,
        }
    )
    sieve = Sieve("file", rows)
    find_sides(sieve, [("name", "key")], country)
    refuse_unknown(sieve, [("name", "key", "Country")])
    assert sieve.rows["key"].to_list() == ["RUS", None]
    assert sieve.rejects()["reason"].to_list() == [
        "no state is known under 'Atlantis'",
        "the state known under 'Kosovo' did not exist in 2005",
    ]
