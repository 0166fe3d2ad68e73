"""The list of a pair's ties, on the ledger that ships, and on invented estimates."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from tests.verdict.synthetic_ties import SyntheticTies

from leeway.errors import DataError, QuestionError
from leeway.ledger import memberships
from leeway.verdict.ties import COLUMNS, Ties, ties

INVENTED = {"security": SyntheticTies()}


@pytest.fixture(autouse=True)
def no_record(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "none.duckdb"))


def listed(a: str, b: str, **options) -> Ties:
    return ties(a, b, **{"estimates": INVENTED} | options)


def one(found: Ties, what: str):
    (tie,) = [tie for tie in found.ties if tie.what.startswith(what)]
    return tie


def test_an_exit_is_dated_and_told_by_whom():
    cis = one(listed("Georgia", "Russia"), "CIS")
    assert (cis.until, cis.ended, cis.how) == ("2009-08-18", "terminated", "GEO left")
    assert cis.since == "1993-12"


def test_a_freeze_is_no_exit():
    csto = one(listed("ARM", "RUS"), "CSTO")
    assert (csto.ended, csto.until, csto.how) == ("still in force", "", "ARM frozen from 2024-02-22")


def test_a_signatory_that_ratifies_is_listed_once():
    roles = [one.role for one in memberships() if (one.organisation, one.state) == ("CIS", "KAZ")]
    assert len(roles) == 2
    assert one(listed("KAZ", "RUS"), "CIS").since == "1991-12-21"


def test_only_ties_that_touch_the_days_asked_for():
    before, after = listed("GEO", "RUS", until="2009"), listed("GEO", "RUS", since="2010")
    assert one(before, "CIS")
    assert not [tie for tie in after.ties if tie.what.startswith("CIS")]
    assert (str(after.since), str(before.until)) == ("2010-01-01", "2009-12-31")


def test_ties_come_in_order_of_time():
    days = [tie.since for tie in listed("KAZ", "RUS").ties]
    assert days == sorted(days)


def test_what_is_only_remembered_is_marked_and_counted():
    found = listed("KAZ", "RUS")
    remembered = [tie for tie in found.ties if tie.status == "unverified"]
    assert remembered
    assert (
        f"{len(remembered)} of these are only remembered (unverified) and are in no estimate."
        in found.caveats
    )


def test_without_a_record_the_answer_says_so():
    assert "leeway refresh" in listed("KAZ", "RUS").caveats[0]
    with pytest.raises(DataError, match="no record"):
        listed("KAZ", "RUS", record="nowhere.duckdb")


def test_where_the_two_stand_and_what_was_refused():
    found = listed("KAZ", "RUS")
    sides = {side.entity: side for side in found.sides}
    assert (sides["XDN"].state, sides["XDN"].partner, sides["XDN"].same) == ("does not", "recognises", False)
    assert sides["XDN"].state_date == "2022-06-17"
    own, theirs = found.refusals
    assert (own.state, theirs.state) == ("KAZ", "RUS")
    assert own.by_partner == sum(
        side.partner == "recognises" for side in found.sides if side.name in own.entities
    )


def test_who_claims_a_territory_does_not_recognise_what_broke_away_from_it():
    sides = {side.entity: side for side in listed("Georgia", "Russia").sides}
    assert (sides["XAB"].state, sides["XAB"].state_status, sides["XAB"].same) == (
        "claims it",
        "listed",
        False,
    )


def test_series_end_where_their_sources_do():
    found = listed("KAZ", "RUS")
    assert list(found.series) == ["alliances", "arms"]
    assert found.series["arms"].labels[-1] == "2020H2"
    assert found.series["alliances"].labels[0] == "1992H1"
    assert [(end.source, str(end.until)) for end in found.ends] == [("un_votes", "2024-06-28")]


def test_a_pair_that_never_lived_together_has_no_series():
    assert listed("CSK", "SSD").series == {}


def test_likeness_of_alliances():
    found = listed("KAZ", "RUS", since="2011").similarity
    assert found is not None
    assert (found.measure, found.years, found.values) == ("kappa", (2011,), (0.5,))
    assert listed("KAZ", "RUS", since="2012").similarity is None
    with pytest.raises(QuestionError, match="no measure of similarity called 'tau'") as told:
        listed("KAZ", "RUS", similarity="tau")
    assert told.value.hint == "Those there are: kappa, pi, s_abs, s_sq."
    with pytest.raises(DataError, match="no record"):
        listed("KAZ", "RUS", similarity="pi")


def test_keys_are_stable_and_plain():
    found = listed("KAZ", "RUS")
    told = json.loads(json.dumps(found.to_dict()))
    assert list(told) == [
        *("state", "partner", "since", "until", "ties", "recognition", "refusals", "series"),
        *("alliance_similarity", "sources", "caveats", "names"),
    ]
    assert all(tuple(row) == COLUMNS for row in found.rows())
    tie = told["ties"][0]
    assert dt.date.fromisoformat(tie["as_of"])
    assert isinstance(tie["states"], list)
    series = {"unit", "covered", "periods", "times", "mean", "low", "high", "rows"}
    assert series == set(told["series"]["arms"])


def test_no_pair_and_no_window():
    with pytest.raises(QuestionError, match="Kazakhstan"):
        listed("KAZ", "Kazakhstan")
    with pytest.raises(QuestionError, match="from 2010-01-01 to 2005-12-31: backwards"):
        listed("KAZ", "RUS", since="2010", until="2005")


def test_positions_are_those_of_the_last_day_asked_for():
    assert "XDN" not in {side.entity for side in listed("KAZ", "RUS", until="2021").sides}
    sides = {side.entity: side for side in listed("USA", "JPN", until="1975").sides}
    assert sides["TWN"].state != "withdrew"
