"""What holds for every row of the tables on statements."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import leeway
from leeway.ledger import entities, recognitions
from leeway.ledger.statements import entity_names, occasions
from leeway.states import look_up, state

FOLDER = Path(leeway.__file__).parent / "ledger"
QUESTIONS = {one.key: one.question for one in entities()}


@pytest.mark.parametrize(("table", "key"), [("entity_names", ("name",)), ("occasions", ("state", "date"))])
def test_a_table_is_sorted_and_has_no_row_twice(table, key):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        keys = [tuple(row[name] for name in key) for row in csv.DictReader(file)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("load", [entity_names, occasions])
def test_each_row_says_where_it_is_from(load):
    for one in load():
        assert one.source
        assert (one.source == "remembered") == (one.status == "unverified")


def test_a_name_means_entities_of_one_question_and_nothing_that_is_known_elsewhere():
    for one in entity_names():
        assert len({QUESTIONS[key] for key in one.entities}) == 1, one
        assert look_up(one.name, near=False).state is None, one


def test_an_occasion_is_one_of_a_dated_position():
    said = {(one.state, one.date) for one in recognitions()}
    for one in occasions():
        assert (one.state, one.date) in said, one
        assert one.venue or one.before, one
        assert not one.before or state(one.before).id == one.before, one
