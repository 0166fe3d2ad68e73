"""Every rule fires where its condition holds and is silent where it does not; none is without such a pair."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest
from tests.measures.backdoor import invented as backdoor
from tests.measures.events import invented as events
from tests.measures.influence import invented as influence
from tests.measures.recognition import invented as recognition
from tests.measures.relations import invented as relations
from tests.measures.security import invented as security
from tests.measures.trade import invented as trade
from tests.verdict.synthetic import SyntheticVotes
from tests.verdict.synthetic_ties import SyntheticTies
from tests.verdict.test_caveats import AFTER, COVERED, SPANS, began, told

from leeway.measures.backdoor.estimates import BackdoorEstimates
from leeway.measures.caution import RULES, Caveat
from leeway.verdict import caveats
from leeway.verdict.ask import ask

Told = Caveat | None | Iterable[Caveat]
WINDOW = dt.date(2014, 1, 1), dt.date(2023, 12, 31)
YEAR = ("2014", "2023")


def _days(first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def _tellings(turned: bool) -> Caveat | None:
    plain, other = SyntheticVotes(), SyntheticVotes(questions_say="the other way round")
    again = (other if turned else plain).same_questions("KAZ", "RUS", *SPANS)
    return caveats.tellings_differ("Kazakhstan", "Russia", told(), plain.moved("KAZ", "RUS", *SPANS), again)


def _way_in(*states: str, new: float = 0.0) -> Iterable[Caveat]:
    own = BackdoorEstimates(backdoor.tables(backdoor.cells("KAZ", new=new)))
    return own.caveats(*states, *own.covered)


def _trade(pair: tuple[str, str], window: tuple[dt.date, dt.date]) -> Iterable[Caveat]:
    return trade.estimates().caveats(*pair, *window)


def _seldom_reported(pair: tuple[str, str]) -> Iterable[Caveat]:
    world = trade.values()
    quiet = [trade.STATES.index(one) for one in ("KAZ", "UZB", "KGZ")]
    world[np.ix_(quiet, quiet, range(trade.YEARS.index(2010)))] = 0.0
    own = trade.estimates_of(trade.reconciled(world))
    return own.caveats(*pair, *_days(2003, 2020))


RULE: dict[str, tuple[Callable[[], Told], Callable[[], Told]]] = {
    "lines-part": (
        lambda: caveats.lines_part({"votes": "away", "trade": "closer"}),
        lambda: caveats.lines_part({"votes": "away", "trade": "away"}),
    ),
    "one-line": (
        lambda: caveats.one_line(("votes", "trade"), ("trade",)),
        lambda: caveats.one_line(("votes", "trade"), ("votes", "trade")),
    ),
    "weighed-otherwise": (
        lambda: caveats.weighed_otherwise({"votes": 0.5}),
        lambda: caveats.weighed_otherwise({}),
    ),
    "seat-gaps": (lambda: caveats.seat_gaps((WINDOW,)), lambda: caveats.seat_gaps(())),
    "silent-line": (
        lambda: ask("KAZ", "RUS", estimates={"security": SyntheticTies(nothing="Nothing.")}).caveats,
        lambda: ask("KAZ", "RUS", estimates={"security": SyntheticTies()}).caveats,
    ),
    "thin-evidence": (
        lambda: caveats.thin_evidence("votes", "vote", 10, told(after=replace(AFTER, observations=12))),
        lambda: caveats.thin_evidence("votes", "vote", 10, told()),
    ),
    "could-not-see": (
        lambda: caveats.could_not_see("security", told(answer="unclear", reason="Treaties outlast it.")),
        lambda: caveats.could_not_see("security", told(answer="unclear", reason="no direction likely")),
    ),
    "source-ended": (
        lambda: caveats.source_ended("votes", COVERED, dt.date(2025, 12, 31)),
        lambda: caveats.source_ended("votes", COVERED, COVERED[1]),
    ),
    "partial-year": (
        lambda: caveats.partial_year("trade", COVERED, (WINDOW[0], dt.date(2023, 9, 30)), YEAR),
        lambda: caveats.partial_year("trade", COVERED, WINDOW, YEAR),
    ),
    "near-data-end": (
        lambda: caveats.near_data_end("votes", COVERED[1], COVERED, told(), began(dt.date(2022, 1, 1))),
        lambda: caveats.near_data_end("votes", COVERED[1], COVERED, told(), began(dt.date(2018, 1, 1))),
    ),
    "within-sight": (
        lambda: caveats.within_sight("votes", told(mean=-0.06)),
        lambda: caveats.within_sight("votes", told()),
    ),
    "blind": (
        lambda: caveats.blind("votes", told(answer="still", detectable=0.15)),
        lambda: caveats.blind("votes", told(answer="still")),
    ),
    "tellings-differ": (lambda: _tellings(turned=True), lambda: _tellings(turned=False)),
    "ends-untold": (
        lambda: caveats.ends_untold("trade", dt.date(2022, 12, 31), dt.date(2024, 12, 31)),
        lambda: caveats.ends_untold("trade", dt.date(2024, 12, 31), dt.date(2024, 12, 31)),
    ),
    "last-known": (
        lambda: recognition.invented().caveats("FJI", "NRU", *_days(2000, 2008)),
        lambda: recognition.invented().caveats("FJI", "TON", *recognition.WHOLE),
    ),
    "few-questions": (
        lambda: recognition.invented().caveats("FJI", "NRU", *_days(2000, 2006)),
        lambda: recognition.invented().caveats("FJI", "TON", *recognition.WHOLE),
    ),
    "ties-end": (
        lambda: security.estimates().caveats("KAZ", "RUS", *_days(2003, 2016)),
        lambda: security.estimates().caveats("KAZ", "RUS", *_days(2003, 2012)),
    ),
    "legs-left-out": (
        lambda: security.estimates().caveats("KAZ", "RUS", *_days(2003, 2016)),
        lambda: security.estimates().caveats("KAZ", "RUS", *_days(2003, 2012)),
    ),
    "one-way": (
        lambda: influence.invented().caveats("FJI", "CHN", *influence.WHOLE),
        lambda: security.estimates().caveats("KAZ", "RUS", *_days(2003, 2012)),
    ),
    "index-as-published": (
        lambda: influence.invented(computed=False).caveats("FJI", "CHN", *influence.WHOLE),
        lambda: influence.invented().caveats("FJI", "CHN", *influence.WHOLE),
    ),
    "reports-not-events": (
        lambda: events.both_lines()["words"].caveats("KAZ", "RUS", *_days(2002, 2014)),
        lambda: events.both_lines()["words"].caveats("KAZ", "ZAF", *_days(2002, 2014)),
    ),
    "others-counted": (
        lambda: events.both_lines()["deeds"].caveats("KAZ", "RUS", *_days(2002, 2014)),
        lambda: events.both_lines()["deeds"].caveats("KAZ", "RUS", dt.date(2021, 2, 1), dt.date(2022, 9, 30)),
    ),
    "signs-alone": (
        lambda: relations.estimates().caveats("DEU", "RUS", *_days(2018, 2021)),
        lambda: security.estimates().caveats("KAZ", "RUS", *_days(2003, 2012)),
    ),
    "days-missing": (
        lambda: relations.estimates().caveats("DEU", "RUS", *_days(2018, 2021)),
        lambda: relations.estimates().caveats("DEU", "RUS", *_days(2020, 2021)),
    ),
    "one-book": (
        lambda: _trade(("KAZ", "RUS"), _days(2003, 2020)),
        lambda: _trade(("KAZ", "RUS"), _days(1980, 1985)),
    ),
    "record-break": (
        lambda: _trade(("KAZ", "RUS"), _days(2003, 2020)),
        lambda: _trade(("KAZ", "CHN"), _days(2003, 2020)),
    ),
    "customs-union": (
        lambda: _trade(("KAZ", "RUS"), _days(2003, 2020)),
        lambda: _trade(("KAZ", "RUS"), _days(2003, 2012)),
    ),
    "unreported": (lambda: _seldom_reported(("UZB", "DEU")), lambda: _seldom_reported(("FRA", "DEU"))),
    "parts-untold": (
        lambda: _trade(("KAZ", "RUS"), _days(2003, 2020)),
        lambda: _trade(("KAZ", "RUS"), _days(1980, 1985)),
    ),
    "way-in-alone": (lambda: _way_in("KAZ", "RUS"), lambda: _way_in("FRA", "DEU")),
    "new-codes": (lambda: _way_in("KAZ", "RUS", new=0.3), lambda: _way_in("KAZ", "RUS")),
}
# Tested in tests/measures/votes/test_caution.py, beside the model they look at.
OF_VOTES = {"sign-crossed", "long-window", "much-absence", "absent-year", "no-vote-held"}


def _rules(said: Told) -> set[str]:
    found = [said] if isinstance(said, Caveat) else list(said or ())
    return {one.rule for one in found}


@pytest.mark.parametrize("rule", RULE)
def test_a_rule_fires_and_is_silent(rule: str) -> None:
    fires, silent = RULE[rule]
    assert rule in _rules(fires())
    assert rule not in _rules(silent())


def test_every_rule_has_a_case_and_a_sentence() -> None:
    assert RULE.keys() | OF_VOTES == RULES.keys()
    assert all(one.endswith(".") and one[0].isupper() for one in RULES.values())
    assert all(name == name.lower() and " " not in name for name in RULES)


ENDED = "The record of votes holds 2024 only to 2024-06-28."
WHOLE = "The line votes counts years as a whole, 2021 too, of which the window ends on 2021-09-30."


@pytest.mark.parametrize(
    ("until", "periods", "said"),
    [
        ("2024-06-28", ("2014H1", "2024H1"), ENDED),
        ("2026-01-01", ("2014", "2024"), ENDED),
        ("2024-06-28", ("2014", "2023"), None),
        ("2021-09-30", ("2014", "2021"), WHOLE),
        ("2021-09-30", ("2014-01", "2021-09"), None),
        ("2023-12-31", ("2014", "2023"), None),
        ("2023-12-31", (), None),
    ],
)
def test_a_year_in_part(until: str, periods: tuple[str, ...], said: str | None) -> None:
    window = WINDOW[0], dt.date.fromisoformat(until)
    assert caveats.partial_year("votes", COVERED, window, periods) == said


def test_an_answer_names_the_rule_of_each_of_its_caveats() -> None:
    own = {"votes": SyntheticVotes(), "security": SyntheticTies(nothing="Nothing ties the two.")}
    answer = ask("KAZ", "RUS", estimates=own).to_dict()
    rules = answer["caveat_rules"]
    assert [one["text"] for one in rules] == answer["caveats"]
    assert all(type(one) is str for one in answer["caveats"])
    assert {one["rule"] for one in rules} <= RULES.keys()
    assert {"rule": "silent-line", "line": "security", "text": "Security: Nothing ties the two."} in rules
    assert [one["line"] for one in rules if one["rule"] == "one-line"] == [None]


def test_a_rule_that_is_none_cannot_speak_and_a_caveat_survives_a_pickle() -> None:
    with pytest.raises(KeyError):
        Caveat("astrology", "The stars say so.")
    said = pickle.loads(pickle.dumps(Caveat("blind", "Still.", line="votes")))  # noqa: S301
    assert (said, said.rule, said.line) == ("Still.", "blind", "votes")
