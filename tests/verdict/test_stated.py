"""Stated positions on recognition: how they are read, scored, told, and refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from leeway.errors import QuestionError
from leeway.ledger import Dated, Recognition
from leeway.measures.recognition.stated_chance import chance, past_bits, statements
from leeway.measures.recognition.stated_record import StatedRecord
from leeway.verdict.stated import FEWEST_PAST, stated_surprise
from leeway.verdict.statement import is_statement, read_statement
from leeway.verdict.surprise import surprise


@pytest.mark.parametrize(
    ("text", "position", "keys"),
    [
        ("does not recognise DNR", "does not", ["XDN"]),
        ("doesn't recognize the LNR", "does not", ["XLU"]),
        ("will not recognise Abkhazia", "does not", ["XAB"]),
        ("refuses to recognise South Ossetia", "does not", ["XSO"]),
        ("non-recognition of Kosovo", "does not", ["XKX"]),
        ("Recognises Palestine.", "recognises", ["PSE"]),
        ("recognized the State of Palestine", "recognises", ["PSE"]),
        ("recognises the independence of Kosovo", "recognises", ["XKX"]),
        ("recognises Somaliland as an independent state", "recognises", ["XSL"]),
        ("recognition of Donetsk and Luhansk", "recognises", ["XDN", "XLU"]),
        ("recognises the Donetsk People's Republic", "recognises", ["XDN"]),
        ("does not recognise DNR and LNR", "does not", ["XDN", "XLU"]),
        ("does not recognise the Donbass republics", "does not", ["XDN", "XLU"]),
        ("does not recognise Abkhazia, South Ossetia", "does not", ["XAB", "XSO"]),
        ("withdrew its recognition of Kosovo", "withdrew", ["XKX"]),
        ("withdrew Abkhazia", "withdrew", ["XAB"]),
        ("derecognises Taiwan", "withdrew", ["TWN"]),
        ("froze relations with Western Sahara", "froze", ["ESH"]),
        ("suspended its recognition of SADR", "froze", ["ESH"]),
    ],
)
def test_a_position_is_read_however_it_is_written(text, position, keys):
    assert is_statement(text)
    said = read_statement(text, dt.date(2022, 6, 17))
    assert (said.position, [one.key for one in said.entities]) == (position, keys)


@pytest.mark.parametrize("text", ["A/RES/ES-11/1", "es-11/1", "68/262", "S/RES/242(1967)", "242 (1967)"])
def test_a_symbol_is_no_position(text):
    assert not is_statement(text)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("recognises", "names nothing", "Write"),
        ("recognisably odd", "states no position", "Write"),
        ("recognises Abhkazia", "No entity is known as 'Abhkazia'", "Near matches: Abkhazia"),
        ("recognises Atlantis", "No entity is known as 'Atlantis'", "Possible: "),
        ("recognises France", "recognise France is no question", "Kosovo"),
        ("recognises Kosovo and Taiwan", "questions of their own", "one at a time"),
    ],
)
def test_what_cannot_be_read_says_what_is_possible(text, message, hint):
    with pytest.raises(QuestionError, match=message) as refused:
        read_statement(text)
    assert hint in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("who", "what", "options", "message"),
    [
        ("KAZ", "does not recognise DNR", {}, "said on which"),
        ("KAZ", "does not recognise DNR", {"on": "2021-01-01"}, "no question on 2021-01-01"),
        ("KAZ", "does not recognise DNR", {"on": "2023-01-01"}, "no question on 2023-01-01"),
        ("KAZ", "does not recognise DNR", {"on": "2031-01-01"}, "The ledger speaks to"),
        ("KAZ", "does not recognise DNR", {"on": "whenever"}, "is not a date"),
        ("KAZ", "recognises Palestine", {"on": "1990-01-01"}, "There was no Kazakhstan"),
        ("Kosovo", "recognises Kosovo", {"on": "2020-01-01"}, "recognises itself"),
        ("Atlantis", "recognises Kosovo", {"on": "2020-01-01"}, "No state is known"),
        ("KAZ", "recognises Kosovo", {"on": "2020-01-01", "before": "Atlantis"}, "No state is known"),
        ("KAZ", "recognises Kosovo", {"on": "2020-01-01", "before": "KAZ"}, "no audience of its own"),
        ("KAZ", "es-11/1", {"before": "RUS"}, "Votes are cast in the Assembly"),
    ],
)
def test_impossible_questions_exit_with_two(who, what, options, message):
    with pytest.raises(QuestionError, match=message) as refused:
        surprise(who, what, **options)
    assert refused.value.exit_code == 2


def test_no_day_says_how_to_write_one():
    with pytest.raises(QuestionError) as refused:
        surprise("KAZ", "does not recognise DNR")
    assert refused.value.hint == 'leeway surprise KAZ "does not recognise DNR" --on 2022-06-17'


@pytest.fixture(scope="module")
def founding():
    return surprise("Kazakhstan", "does not recognise DNR", on="2022-06-17", before="Russia", venue="forum")


def test_the_founding_case_rests_on_rows_from_before_its_day(founding):
    assert founding.probability > founding.chance.steps["everybody"] > 0.9
    assert 0.0 < founding.bits < 0.1
    own = {row.entity: row.position for row in founding.rows if row.role == "own record"}
    assert own["XAB"] == own["XSO"] == "silent"
    assert not own.keys() & {"XKX", "TWN"}
    there = {row.state for row in founding.rows if row.role == "on the entity"}
    assert "RUS" in there
    assert "KAZ" not in there
    assert not there & {"SYR", "PRK"}
    assert all(row.date < "2022-06-17" for row in founding.rows)
    assert all(row.source for row in founding.rows)


def test_circumstance_is_scored_apart_and_never_made_up(founding):
    for one in (founding.venue, founding.before):
        assert one.probability is None
        assert "of no statement before that day; 10 are needed" in one.reason
    plain = surprise("Kazakhstan", "does not recognise DNR", on="2022-06-17")
    assert plain.bits == founding.bits


def test_its_keys_are_stable(founding):
    told = founding.to_dict()
    assert list(told) == [
        "kind", "state", "name", "what", "date", "bits", "unit", "percentile", "position", "circumstance",
        "rows", "sentence",
    ]  # fmt: skip
    assert told["kind"] == "position"
    assert told["position"]["percentile"] is None
    assert "too little history" in told["position"]["percentile_reason"]
    assert list(told["position"]["steps"]) == ["everybody", "peers", "own_record", "own_word"]
    assert list(told["circumstance"]) == ["venue", "before"]
    assert told["circumstance"]["before"]["asked"] == "RUS"
    assert list(told["rows"][0]) == [
        "role", "entity", "state", "position", "date", "as_of", "status", "weight", "source", "note",
    ]  # fmt: skip


def test_the_two_sides_share_one_probability():
    day = "2022-06-17"
    yes, no = (
        surprise("KAZ", f"{one} Kosovo", on=day).probability for one in ("recognises", "does not recognise")
    )
    assert yes + no == pytest.approx(1.0)


def test_entities_of_one_conflict_are_one_choice():
    day = "2022-06-17"
    both, *each = (
        surprise("KAZ", f"does not recognise {one}", on=day).probability
        for one in ("DNR and LNR", "DNR", "LNR")
    )
    assert both == min(each)


def test_an_own_word_is_hardly_surprising_a_second_time():
    first, again = (
        surprise("KAZ", "does not recognise Kosovo", on=day).bits for day in ("2022-06-17", "2022-06-19")
    )
    assert again < first / 10


def test_too_little_history_is_an_answer():
    told = surprise("USA", "recognises Kosovo", on="2008-02-18")
    assert told.probability is None
    assert told.bits is None
    assert "too little history: the stands of" in told.sentence
    assert told.to_dict()["bits"] is None
    only = surprise("USA", "does not recognise Artsakh", on="2008-02-18")
    assert "only remembered" in only.sentence


@pytest.mark.parametrize(
    "what", ["withdrew its recognition of Abkhazia", "froze its recognition of Abkhazia"]
)
def test_what_presumes_a_recognition_is_not_scored_without_one(what):
    assert "which this presumes" in surprise("KAZ", what, on="2020-01-01").sentence


def test_to_withdraw_or_to_freeze_surprises_who_recognised():
    kept, withdrew, froze = (
        surprise("Ecuador", f"{one} Western Sahara", on="2024-10-22")
        for one in ("recognises", "withdrew", "froze")
    )
    assert kept.probability + withdrew.probability == pytest.approx(1.0)
    assert froze.probability < kept.probability
    assert "it had spoken on the same question" in kept.sentence


def _record(*more: Recognition) -> StatedRecord:
    whole = StatedRecord.of_ledger()
    return replace(whole, facts=(*whole.facts, *more), _strengths={})


def test_a_long_record_is_ranked_by_its_own_statements_as_foretold_then():
    added = [
        Recognition(
            "PSE", "SYR", "recognises", Dated.parse(f"{year}-05-01"), dt.date(2024, 1, 1), "found", "x", ""
        )
        for year in range(2010, 2016)
    ]
    day, more = dt.date(2024, 6, 1), _record(*added)
    ranked = stated_surprise("Syria", "recognises Somaliland", on=day, record=more)
    assert ranked.percentile == 1.0
    assert ranked.percentile_reason == ""
    assert ranked.past == len(past_bits(more, "SYR", day)) >= FEWEST_PAST


def test_entities_of_a_question_count_once_among_statements():
    said = statements(StatedRecord.of_ledger(), "KAZ", dt.date(2022, 6, 18))
    assert sorted(one.entity for one in said if str(one.date) == "2022-06-17") == ["TWN", "XAB", "XDN", "XKX"]


def test_a_chance_of_what_is_only_remembered_is_none():
    record = StatedRecord.of_ledger()
    known = record.expected(dt.date(2010, 1, 1))
    [artsakh] = read_statement("recognises Artsakh").entities
    assert chance(record, known, "recognises", artsakh, "ARM").probability is None
