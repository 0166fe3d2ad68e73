"""Claims against Leeway's own data: verdicts, reasons and rows, and what cannot be checked."""

import datetime as dt

import pytest
from tests import voting_files
from tests.voting_files import Vote

from leeway.errors import DataError
from leeway.reader.claims import Told, claims
from leeway.reader.mentions import mentions
from leeway.reader.reading import Claim
from leeway.reader.text import Text
from leeway.sources.refresh import refresh
from leeway.verdict import checks
from leeway.verdict.checks import check, check_all

DAY = dt.date(2022, 6, 18)
FOUNDING = (
    "Kazakhstan does not recognise the Donetsk and Luhansk people's republics, its president said. "
    "Kazakhstan is a member of the CSTO. Kazakhstan is a member of the Eurasian Economic Union. "
    "CSTO peacekeepers were sent to Kazakhstan in January 2022. Kazakhstan is Russia's ally. "
    "Kazakhstan abstained on A/RES/ES-11/1. Kazakhstan helps Russia evade sanctions. Some saw a bold step."
)


@pytest.fixture(autouse=True)
def no_record_of_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "none.duckdb"))


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    votes = (*voting_files.SOUND, Vote(1007, "2022-03-02", "A/RES/ES-11/1", "ANYY", session="11emsp"))
    voting_files.write(folder / "2026_02_06_ga_voting.csv", voting_files.rows(votes))
    path = folder / "record.duckdb"
    refresh(["un-votes"], from_dir=folder, record=path)
    return path


def _checked(words, on=DAY, **more):
    text = Text(words)
    return check_all(claims(text, mentions(text)), on=on, **more)


def _verdicts(words, on=DAY, **more):
    return [(one.claim.type, one.verdict) for one in _checked(words, on, **more)]


def test_the_founding_case_is_told_claim_by_claim():
    found = _checked(FOUNDING)
    assert [(one.claim.type, one.verdict) for one in found] == [
        ("recognition", "supported"),
        ("membership", "supported"),
        ("membership", "supported"),
        ("intervention", "supported"),
        ("alliance", "supported"),
        ("vote", "cannot be checked"),
        ("backdoor", "supported"),
        ("surprise", "contradicted"),
    ]
    vote = found[5]
    assert "needs the record" in vote.reason or "need the record" in vote.reason
    assert "leeway refresh un-votes" in vote.reason
    for one in found:
        assert one.reason
        assert one.verdict == "cannot be checked" or one.rows
        assert all({"publisher", "date", "value"} <= row.keys() for row in one.rows)
        assert one.to_dict()["verdict"] == one.verdict


def test_with_a_record_votes_are_checked(record):
    told = _checked("Kazakhstan abstained on A/RES/ES-11/1.", record=record)[0]
    assert (told.verdict, told.rows[0]["value"], told.rows[0]["date"]) == ("supported", "A", "2022-03-02")
    assert _verdicts("Kazakhstan voted for A/RES/ES-11/1.", record=record) == [("vote", "contradicted")]
    assert _verdicts("Kazakhstan and Russia abstained on ES-11/1.", record=record) == [("vote", "partly")]
    assert _verdicts("Kazakhstan abstained on A/RES/99/999.", record=record) == [
        ("vote", "cannot be checked")
    ]
    assert _verdicts("Italy abstained on A/RES/ES-11/1.", record=record) == [("vote", "cannot be checked")]
    assert _verdicts("2 states voted for A/RES/ES-11/1.", record=record) == [("count", "supported")]
    assert _verdicts("3 states voted for A/RES/ES-11/1.", record=record) == [("count", "contradicted")]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Kazakhstan recognised Donetsk.", "contradicted"),
        ("Russia recognised Donetsk.", "supported"),
        ("Russia recognised Donetsk and Kosovo.", "partly"),
        ("Kazakhstan does not recognise Ukraine.", "cannot be checked"),
        ("Kazakhstan is a member of NATO.", "contradicted"),
        ("Kazakhstan is not a member of NATO.", "supported"),
        ("Uzbekistan is an observer of the Eurasian Economic Union.", "supported"),
        ("Uzbekistan is a member of the Eurasian Economic Union.", "partly"),
        ("Georgia left the CIS in 2009.", "supported"),
        ("Georgia left the CIS in 2011.", "contradicted"),
        ("Finland joined NATO in 2023.", "supported"),
        ("Georgia is a member of the Council of Europe.", "cannot be checked"),
        ("Kazakhstan is allied with Moscow.", "supported"),
        ("Kazakhstan is no longer an ally of Russia.", "contradicted"),
        ("Brazil is an ally of Nepal.", "cannot be checked"),
        ("Russian troops were sent to Kazakhstan in January 2022.", "supported"),
        ("Russian troops were sent to Kazakhstan in January 2021.", "partly"),
        ("Russian troops were sent to Uruguay in 2021.", "cannot be checked"),
        ("In 2022 Russia accounted for 35 per cent of Kazakhstan's imports.", "supported"),
        ("In 2022 Russia accounted for 90 per cent of Kazakhstan's imports.", "contradicted"),
        ("In 1900 Russia accounted for 90 per cent of Kazakhstan's imports.", "cannot be checked"),
        ("Russia is Kazakhstan's largest trading partner.", "partly"),
        ("Nepal is Kazakhstan's largest trading partner.", "contradicted"),
        ("Kazakhstan does not help Russia evade sanctions.", "contradicted"),
        ("Georgia helps Russia evade sanctions.", "partly"),
        ("Kazakhstan has not imposed sanctions on Russia.", "cannot be checked"),
        ("Five states recognise Abkhazia.", "supported"),
        ("Twelve states recognise Abkhazia.", "contradicted"),
        ("The CSTO has six members.", "supported"),
        ("The CSTO has nine members.", "contradicted"),
        ("Kazakhstan had repeatedly said that it does not recognise such entities.", "cannot be checked"),
    ],
)
def test_verdicts(words, verdict):
    assert {told for _, told in _verdicts(words)} == {verdict}


def test_never_and_first_are_held_against_the_dated_acts():
    assert ("sequence", "supported") in _verdicts("Kazakhstan has never recognised Kosovo.")
    assert ("sequence", "contradicted") in _verdicts("Russia has never recognised Abkhazia.")
    assert _verdicts("Nicaragua was the first country to recognise Abkhazia.") == [
        ("sequence", "contradicted")
    ]


def test_no_surprise_is_supported_where_the_stand_was_to_be_expected():
    words = "Kazakhstan does not recognise Donetsk. It was no surprise."
    assert _verdicts(words)[-1] == ("surprise", "supported")


def test_what_is_only_remembered_or_doubtful_decides_nothing():
    told = check(Claim("c1", "recognition", (0, 1), ("FRA", "XAR"), negated=True))
    assert told.verdict in ("cannot be checked", "supported")
    suspect = check(Told("c1", "membership", (0, 1), ("SAU",), about="BRICS", act="member"))
    assert suspect.verdict == "cannot be checked"
    assert suspect.rows[0]["status"] == "suspect"


def test_before_a_question_stood_nothing_is_said():
    told = check(Claim("c1", "recognition", (0, 1), ("KAZ", "XDN"), negated=True), on=dt.date(2010, 1, 1))
    assert told.verdict == "cannot be checked"
    assert "no question" in told.reason


@pytest.mark.parametrize(
    "kind",
    [
        "recognition",
        "vote",
        "alliance",
        "intervention",
        "membership",
        "trade",
        "backdoor",
        "sanctions",
        "count",
        "sequence",
        "surprise",
    ],
)
@pytest.mark.parametrize("states", [(), ("KAZ",), ("KAZ", "KAZ"), ("KAZ", "RUS"), ("XDN", "XLU")])
@pytest.mark.parametrize("year", [None, 1, 2022, 2500])
def test_a_claim_without_its_words_is_answered_all_the_same(kind, states, year):
    told = check(Claim("c1", kind, (0, 3), states, year=year, value=1.0), on=DAY)
    assert told.claim.id == "c1"
    assert told.reason


def test_a_failure_of_the_data_is_told_as_the_reason(monkeypatch):
    def broken(_claim, _on):
        raise DataError("The estimates are torn.", hint="Install again.")

    monkeypatch.setitem(checks._OF_LEDGER, "sanctions", broken)
    told = check(Claim("c1", "sanctions", (0, 1), ("KAZ", "FRA")))
    assert (told.verdict, told.reason) == ("cannot be checked", "The estimates are torn. Install again.")
