"""What holds for every row of the ledger's tables on events."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import leeway
from leeway.ledger.events import cameo_codes, codes_by_label, leaders, state_of_leader
from leeway.record.event_tables import ROOTS_GDELT, ROOTS_KEDS
from leeway.states import state

FOLDER = Path(leeway.__file__).parent / "ledger"
KEYS = {"cameo": ("code",), "leaders": ("name", "from")}


def _rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("table", KEYS)
def test_a_table_is_sorted_and_has_no_fact_twice(table: str) -> None:
    keys = [tuple(row[name] for name in KEYS[table]) for row in _rows(table)]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("table", KEYS)
def test_each_row_says_where_it_is_from_and_until_when_that_speaks(table: str) -> None:
    facts = {"cameo": tuple(cameo_codes().values()), "leaders": leaders()}[table]
    assert len(facts) == len(_rows(table)) > 0
    for fact in facts:
        assert fact.status in ("found", "suspect", "unverified")
        assert fact.source
        assert dt.date(2016, 1, 1) <= fact.as_of <= dt.date(2026, 12, 31)


def test_a_remembered_leader_is_unverified() -> None:
    for one in leaders():
        assert (one.source == "remembered") == (one.status == "unverified"), one


def test_codes_have_a_root_that_is_a_code_and_classes() -> None:
    codes = cameo_codes()
    assert {one.root for one in codes.values()} == ROOTS_KEDS.keys() == ROOTS_GDELT.keys()
    for one in codes.values():
        assert one.code.isdigit()
        assert one.root in codes
        assert len(one.code) < 4 or one.code[:3] in codes
        assert -10 <= one.goldstein <= 10
        assert -10 <= one.goldstein_gdelt <= 10


def test_texts_of_codes_below_the_roots_are_told_apart() -> None:
    labels = Counter(one.label.casefold() for one in cameo_codes().values() if len(one.code) > 2)
    assert max(labels.values()) == 1
    assert len(codes_by_label()) == len(labels)


def test_a_mirror_is_the_mirror_of_its_mirror_and_of_one_root() -> None:
    codes = cameo_codes()
    mirrored = {one.code: one.mirror for one in codes.values() if one.mirror}
    assert mirrored
    for code, mirror in mirrored.items():
        assert mirrored[mirror] == code
        assert codes[mirror].root == codes[code].root


def test_tenures_are_in_order_do_not_overlap_and_lie_in_the_life_of_the_state() -> None:
    of_name: dict[str, list[tuple[dt.date, dt.date | None]]] = {}
    for one in leaders():
        assert one.name == " ".join(one.name.split())
        assert one.office
        assert one.until is None or one.since < one.until, one
        for day in (one.since, one.until):
            assert day is None or (day <= one.as_of and state(one.state).spell_on(day)), one
        assert one.state == state(one.state).id
        of_name.setdefault(one.name.casefold(), []).append((one.since, one.until))
    for name, spans in of_name.items():
        for (_, until), (since, _) in pairwise(spans):
            assert until is not None, name
            assert until < since, name


def test_leaders_are_nobodys_out_of_office() -> None:
    assert state_of_leader("Recep Tayyip Erdoğan", dt.date(2015, 11, 24)) == "TUR"
    assert state_of_leader("Jens Stoltenberg", dt.date(2022, 3, 1)) is None
    assert state_of_leader("nikol  pashinyan", dt.date(2022, 9, 13)) == "ARM"
