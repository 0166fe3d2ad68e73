"""What holds for every row of the ledger's tables on trade."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

import leeway
from leeway.ledger.trade import (
    all_partner_names,
    exchange_rates,
    listed_goods,
    partner_names,
    record_breaks,
    trade_areas,
)
from leeway.measures.currency import in_dollars
from leeway.spells import spells

FOLDER = Path(leeway.__file__).parent / "ledger"
TABLES = {
    "exchange_rates": (exchange_rates, ("currency", "year")),
    "goods": (listed_goods, ("list", "product")),
    "partner_names": (all_partner_names, ("language", "name")),
    "record_breaks": (record_breaks, ("key",)),
    "trade_areas": (trade_areas, ("key",)),
}
KEYS = {spell.state for spell in spells()}
AREAS = {area.key for area in trade_areas()}


def _rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_sorted_and_has_no_fact_twice(table: str) -> None:
    key = TABLES[table][1]
    keys = [tuple(row[name] for name in key) for row in _rows(table)]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("table", TABLES)
def test_each_row_says_where_it_is_from_and_until_when_that_speaks(table: str) -> None:
    load = TABLES[table][0]
    facts = load()
    assert len(facts) == len(_rows(table)) > 0
    for fact in facts:
        assert fact.status in ("found", "suspect", "unverified")
        assert fact.source
        assert (fact.source == "remembered") == (fact.status == "unverified"), fact
        assert dt.date(2016, 1, 1) <= fact.as_of <= dt.date(2026, 12, 31)


def test_an_area_is_no_state_and_its_codes_are_its_own() -> None:
    assert not AREAS & KEYS
    for code in ("iso3", "m49"):
        told = [getattr(area, code) for area in trade_areas() if getattr(area, code)]
        assert [one for one, number in Counter(told).items() if number > 1] == []
        assert all(re.fullmatch(r"[A-Z]{3}" if code == "iso3" else r"\d{3}", one) for one in told)
    assert {area.kind for area in trade_areas()} == {"territory", "bloc", "world", "unspecified"}


def test_names_lead_to_a_state_or_an_area_and_no_name_to_two() -> None:
    assert {one.key for one in all_partner_names()} <= KEYS | AREAS
    for language in {one.language for one in all_partner_names()}:
        folded = Counter(one.name.casefold() for one in all_partner_names() if one.language == language)
        assert max(folded.values()) == 1
        assert len(partner_names(language)) == len(folded)


def test_a_break_has_reporters_and_ends_after_it_began() -> None:
    for one in record_breaks():
        assert one.effect in ("hole", "silent")
        assert set(one.reporters) <= KEYS
        assert set(one.partners) <= KEYS
        assert one.until is None or one.until >= one.since


def test_the_priority_list_is_whole_and_its_codes_have_six_digits() -> None:
    goods = [one for one in listed_goods() if one.list == "chpl"]
    assert len(goods) == 50
    assert all(re.fullmatch(r"\d{6}", one.product) for one in goods)
    assert {one.revision for one in goods} == {"HS2022"}
    tiers = Counter(one.tier.partition(".")[0] for one in goods)
    assert dict(tiers) == {"1": 4, "2": 5, "3": 25, "4": 16}


def test_only_rates_that_were_found_turn_euros_into_dollars() -> None:
    found = {one.year: one.dollars for one in exchange_rates() if one.status == "found"}
    assert {2019, 2020, 2021, 2022} <= found.keys()
    assert all(0.8 < one.dollars < 1.6 for one in exchange_rates())
    rows = pl.DataFrame(
        {"currency": ["EUR", "EUR", "USD"], "year": [2022, 1999, 1999], "value": [1.0, 1.0, 1.0]}
    )
    told = in_dollars(rows, pl.col("year"))
    assert told.filter(pl.col("currency") == "EUR")["dollars"].to_list() == [found[2022]]
    assert told.filter(pl.col("currency") == "USD")["dollars"].to_list() == [1.0]
