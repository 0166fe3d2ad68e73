"""What holds for every row of the ledger."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

import leeway
from leeway.ledger import (
    Dated,
    Entity,
    Membership,
    Organisation,
    Recognition,
    Treaty,
    entities,
    memberships,
    organisations,
    recognitions,
    treaties,
)
from leeway.states import seated, spells, state

FOLDER = Path(leeway.__file__).parent / "ledger"
TABLES = {
    "entities": entities,
    "memberships": memberships,
    "organisations": organisations,
    "recognitions": recognitions,
    "treaties": treaties,
}
FACTS = [fact for load in TABLES.values() for fact in load()]
KEYS = {spell.state for spell in spells()}
ACTS = [
    *((one.state, one.date, f"{one.entity} {one.state}") for one in recognitions()),
    *(
        (one.state, day, f"{one.organisation} {one.state}")
        for one in memberships()
        for day in (one.since, one.until)
    ),
    *(
        (key, day, one.key)
        for one in treaties()
        for key in one.parties
        for day in (one.signed, one.since, one.until)
    ),
]
SORT_KEYS = {
    "entities": ("key",),
    "memberships": ("organisation", "state", "from", "role"),
    "organisations": ("key",),
    "recognitions": ("entity", "state", "date", "position"),
    "treaties": ("key",),
}


def _rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _existed(key: str, day: Dated) -> bool:
    return any(
        (spell.start is None or spell.start <= day.last) and (spell.end is None or day.first <= spell.end)
        for spell in state(key).spells
    )


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_sorted_and_has_no_fact_twice(table: str) -> None:
    rows = _rows(table)
    assert rows == sorted(rows, key=lambda row: tuple(row[key] for key in SORT_KEYS[table]))
    named = ("entity", "state", "position", "date") if table == "recognitions" else SORT_KEYS[table]
    twice = [
        key for key, count in Counter(tuple(row[name] for name in named) for row in rows).items() if count > 1
    ]
    assert twice == []


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_has_blanks_around_it_or_a_local_path(table: str) -> None:
    for row in _rows(table):
        for name, cell in row.items():
            assert cell == cell.strip(), (name, row)
            assert not re.search(r"(^|\s)/(work|tmp|home)/|\n", cell), row


def test_every_fact_has_a_source_and_stays_within_its_words() -> None:
    for fact in FACTS:
        assert fact.source
        assert isinstance(fact.as_of, dt.date)
        hints = get_type_hints(type(fact))
        for field in fields(fact):
            allowed = get_args(hints[field.name])
            if allowed and all(isinstance(one, str) for one in allowed):
                assert getattr(fact, field.name) in allowed, fact


def test_only_what_is_remembered_rests_on_memory_and_nothing_else() -> None:
    for fact in FACTS:
        if isinstance(fact, Entity) and fact.status == "unverified":
            continue
        assert (fact.source == "remembered") == (fact.status == "unverified"), fact


def test_a_suspect_fact_says_why() -> None:
    assert [fact for fact in FACTS if fact.status == "suspect" and not fact.note] == []


def test_keys_are_keys_of_states_entities_and_organisations() -> None:
    assert {one.key for one in entities()} <= KEYS
    assert {key for key, _, _ in ACTS} <= KEYS
    assert {one.entity for one in recognitions()} == {one.key for one in entities()}
    assert {one.organisation for one in memberships()} == {one.key for one in organisations()}
    assert all(len(set(one.parties)) == len(one.parties) >= 2 for one in treaties())
    assert all(one.state != one.entity for one in recognitions())


def test_no_state_acts_before_it_existed_or_after_it_ended() -> None:
    assert [(who, key, str(day)) for key, day, who in ACTS if day and not _existed(key, day)] == []
    late = [one for one in recognitions() if not _existed(one.state, Dated(one.as_of, one.as_of))]
    assert late == []


def test_no_member_of_the_united_nations_answers_before_the_question_was_put() -> None:
    since = {one.key: one.since for one in entities()}
    for one in recognitions():
        asked = since[one.entity]
        if one.date and asked and seated(one.state):
            assert one.date.last >= asked.first, one


def test_dates_are_in_order() -> None:
    for one in memberships():
        _in_order(one, one.since, one.until)
        _in_order(one, one.frozen_since, one.frozen_until)
        _in_order(one, one.since, one.frozen_since)
    for treaty in treaties():
        _in_order(treaty, treaty.signed, treaty.since)
        _in_order(treaty, treaty.since or treaty.signed, treaty.until)
    for entity in entities():
        _in_order(entity, entity.since, entity.until)
    for organisation in organisations():
        _in_order(organisation, organisation.since, organisation.until)


def _in_order(fact: object, first: Dated | None, last: Dated | None) -> None:
    assert first is None or last is None or first.first <= last.last, fact


def test_a_fact_is_not_known_before_it_happened() -> None:
    for one in recognitions():
        assert one.date is None or one.date.first <= one.as_of, one
    for member in memberships():
        for day in (member.since, member.until, member.frozen_since, member.frozen_until):
            assert day is None or day.first <= member.as_of, member
    for treaty in treaties():
        for day in (treaty.signed, treaty.since, treaty.until):
            assert day is None or day.first <= treaty.as_of, treaty


def test_what_ended_says_how_and_when() -> None:
    assert [one for one in memberships() if bool(one.ended) != bool(one.until)] == []
    assert [one for one in treaties() if bool(one.ended) != bool(one.until)] == []


def test_nobody_joins_before_the_organisation_began() -> None:
    since = {one.key: one.since for one in organisations()}
    for one in memberships():
        began = since[one.organisation]
        assert not (began and one.since and one.since.last < began.first), one


def test_roles_of_one_state_in_one_organisation_do_not_overlap() -> None:
    full: dict[tuple[str, str], list[Membership]] = {}
    for one in memberships():
        if one.role not in ("signatory", "candidate"):
            full.setdefault((one.organisation, one.state), []).append(one)
    for held in full.values():
        held.sort(key=lambda one: one.since.first if one.since else dt.date.min)
        for before, after in itertools.pairwise(held):
            assert before.until is not None, (before, after)
            assert after.since is not None, (before, after)
            assert before.until.first <= after.since.last, (before, after)


def test_a_complete_list_has_a_source_and_the_two_kinds_exclude_each_other() -> None:
    for one in entities():
        assert bool(one.complete_source) == bool(one.complete_as_of or one.others_recognise_as_of), one
        assert not (one.complete_as_of and one.others_recognise_as_of), one


def test_loading_twice_reads_once() -> None:
    assert all(load() is load() for load in TABLES.values())


@pytest.mark.parametrize("kind", [Entity, Recognition, Organisation, Membership, Treaty])
def test_every_column_is_described(kind: type) -> None:
    described = kind.__doc__ or ""
    assert [field.name for field in fields(kind) if not re.search(rf"\b{field.name}\b", described)] == []
