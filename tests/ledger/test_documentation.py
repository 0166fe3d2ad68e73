"""The documentation of the ledger says what the tables hold."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from leeway.ledger import entities, memberships, organisations, recognitions, treaties
from leeway.ledger.events import cameo_codes, leaders
from leeway.ledger.statements import entity_names, occasions
from leeway.ledger.trade import all_partner_names, exchange_rates, listed_goods, record_breaks, trade_areas
from leeway.ledger.voting import votes_lost

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
TABLES = {
    "entities": entities,
    "memberships": memberships,
    "organisations": organisations,
    "recognitions": recognitions,
    "treaties": treaties,
    "exchange_rates": exchange_rates,
    "goods": listed_goods,
    "partner_names": all_partner_names,
    "record_breaks": record_breaks,
    "trade_areas": trade_areas,
    "cameo": lambda: tuple(cameo_codes().values()),
    "leaders": leaders,
    "entity_names": entity_names,
    "occasions": occasions,
    "voting_rights": votes_lost,
}


def test_the_counts_are_true() -> None:
    stated = {
        name: tuple(map(int, numbers.split(" | ")))
        for name, numbers in re.findall(r"^\| (\w+) \| (\d+ \| \d+ \| \d+ \| \d+) \|$", TEXT, re.M)
    }
    counted = {}
    for name, load in TABLES.items():
        by_status = Counter(fact.status for fact in load())
        counted[name] = (len(load()), *(by_status[status] for status in ("found", "suspect", "unverified")))
    assert stated == counted


def test_the_states_claimed_to_have_withdrawn_are_counted() -> None:
    claimed = [
        one
        for one in recognitions()
        if (one.entity, one.position, one.status) == ("XKX", "withdrew", "suspect")
    ]
    assert f"For {len(claimed)} states a text says" in TEXT


def test_entities_without_a_complete_list_are_named() -> None:
    [sentence] = re.findall(r"(Kosovo, Western Sahara[^:]*) have no complete list", TEXT)
    named = set(re.split(r", | and ", re.sub(r"\s+", " ", sentence)))
    assert named == {one.name for one in entities() if not one.complete_source}
