"""Asked as of a day, an answer is the same in two worlds that are equal up to it and wildly different after.

All of the answer is held against all of the other but for ``data``: the versions, hashes and days covered of
the estimates that were cut say what they were cut from.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.measures import tiny
from tests.measures.backdoor import invented as backdoor
from tests.measures.events import invented as events
from tests.measures.influence import invented as influence
from tests.measures.relations import invented as relations
from tests.measures.security import invented as security
from tests.measures.trade import invented as trade

from leeway.ledger import Dated, entities, memberships, recognitions, treaties
from leeway.measures import pair_ties
from leeway.measures.backdoor.estimates import BackdoorEstimates
from leeway.measures.backdoor.files import BackdoorTables
from leeway.measures.line import LineEstimates
from leeway.measures.recognition.estimates import RecognitionEstimates
from leeway.measures.recognition.files import RecognitionTables
from leeway.measures.security import estimates as security_estimates
from leeway.measures.votes.estimate import estimate_votes
from leeway.record.store import open_record
from leeway.verdict.ask import ask
from leeway.verdict.lines import load_lines

MAY_DIFFER = ("data",)

recognition_estimate = importlib.import_module("leeway.measures.recognition.estimate")


def told(estimates: Any, *pair: str, **options: Any) -> dict[str, Any]:
    """The answer under its keys, without those that may differ."""
    answer = ask(*pair, estimates=estimates, draws=60, **options).to_dict()
    return {key: value for key, value in answer.items() if key not in MAY_DIFFER}


def same(
    one: Mapping[str, LineEstimates],
    other: Mapping[str, LineEstimates],
    *pair: str,
    day: dt.date,
    spoken: bool = True,
    **options: Any,
) -> None:
    """As of the day the answers are equal, and with all that is known they are not."""
    asked = [told(world, *pair, as_of=day, **options) for world in (one, other)]
    assert asked[0] == asked[1]
    assert (asked[0]["lines"][0]["probability"] is not None) is spoken
    assert told(one, *pair) != told(other, *pair)


def test_influence() -> None:
    day = dt.date(2010, 7, 15)
    later = {
        pair: {
            year: value if year < 2010 else value * (3.0 if year % 2 else 0.2)
            for year, value in course.items()
        }
        for pair, course in influence.COURSES.items()
    }
    later["RUS", "TON"] = dict.fromkeys(range(2010, 2020), 0.9)
    usual = [[0.1, 0.2], [0.9, 0.4]]
    worlds = (
        influence.invented(),
        influence.invented(later, between=0.3, within=0.4, margin=0.3, usual=usual),
    )
    one, other = ({"influence": world} for world in worlds)
    for pair in (("FJI", "CHN"), ("TON", "CHN"), ("CHN", "RUS")):
        same(one, other, *pair, day=day)
        same(one, other, *pair, day=day, since="2003")


@pytest.mark.parametrize("line", ["words", "deeds"])
def test_events_by_year(line: Any) -> None:
    day = dt.date(2010, 6, 30)
    world, redrawn = events.yearly(), events.yearly(seed=9)
    place = events.YEARS.index(2010)
    for quad in redrawn:
        redrawn[quad][:, :, place:] *= 5.0
        redrawn[quad][:, :, :place] = world[quad][:, :, :place]
    one, other = (
        {line: events.estimates_of(line, event_counts=events.counts_by_year(of))} for of in (world, redrawn)
    )
    for pair in (("KAZ", "RUS"), events.BROKE, ("DEU", "USA")):
        same(one, other, *pair, day=day)


def test_reports_by_day() -> None:
    day = dt.date(2022, 5, 17)
    reports = events.daily()
    later = [
        row if row[0] <= day else (row[0], row[2], row[1], "190" if row[3] == "040" else row[3])
        for row in reports
        if row[0] <= day or row[0].day % 2
    ]
    worlds = [
        {line: events.estimates_of(line, reports=events.reports(rows)) for line in ("words", "deeds")}
        for rows in (reports, later)
    ]
    for pair in (events.TURNED, ("ARM", "TUR")):
        same(*worlds, *pair, day=day, since="2021-02")


def test_relations() -> None:
    day = dt.date(2020, 11, 11)
    one, other = (
        {"relations": relations.estimates_of(rows)}
        for rows in (relations.scores(), relations.scores(after=day))
    )
    for pair in (relations.TURNED, ("DEU", "USA"), relations.SELDOM):
        same(one, other, *pair, day=day, since="2018")


def test_trade() -> None:
    day = dt.date(2015, 8, 1)
    place = trade.YEARS.index(2015)
    world, redrawn = trade.values(), trade.values(seed=8) * 50.0
    redrawn[:, :, :place] = world[:, :, :place]
    books = [
        (of, trade.own_book(of).filter(pl.col("period") < dt.date(2015, 1, 1))) for of in (world, redrawn)
    ]
    wild = trade.own_book(redrawn, seed=77).filter(pl.col("period") >= dt.date(2015, 1, 1))
    flows = [
        (trade.reconciled(world), trade.own_book(world)),
        (trade.reconciled(redrawn), pl.concat([books[1][1], wild])),
    ]
    one, other = ({"trade": trade.estimates_of(*both)} for both in flows)
    for pair in (("KAZ", "RUS"), ("KAZ", "CHN"), ("DEU", "FRA")):
        same(one, other, *pair, day=day)
        same(one, other, *pair, day=day, since="2005", until="2014")


def test_ties_of_a_record() -> None:
    day = dt.date(2011, 5, 1)
    later = [
        *(row for row in security.TIES if row["state"] != "KAZ" or row["since"].year > 1994),
        *security.both("KAZ", "RUS", "defence", 1994, 2011),
        *security.both("KAZ", "RUS", "defence", 1994, None, "cow-alliances"),
        *security.both("GEO", "USA", "defence", 2012, None),
        security.coded("KAZ", "CIS", 1993, None),
        security.listed("KAZ", "CIS", "1993-09-01", "2013-01-01"),
        security.listed("GEO", "NATO", "2014-01-01"),
    ]
    arms = [row if row[2] < 2011 else (*row[:3], row[3] * 40.0) for row in security.ARMS]
    arms += [("KAZ", "USA", year, 900.0) for year in range(2011, 2017)]
    one, other = (
        {"security": security.estimates(**changed)} for changed in ({}, {"ties": later, "arms": arms})
    )
    for pair in (("KAZ", "RUS"), ("GEO", "RUS")):
        same(one, other, *pair, day=day, since="1998")


def _later_date(fact: Any, day: dt.date) -> bool:
    date = getattr(fact, "date", None) or getattr(fact, "since", None) or getattr(fact, "signed", None)
    return (fact.as_of if date is None else date.last) > day


FAR = dt.date(2030, 12, 31)


def _recognition_world(monkeypatch: pytest.MonkeyPatch, facts: Any, disputed: Any) -> RecognitionEstimates:
    monkeypatch.setattr(recognition_estimate, "recognitions", lambda: tuple(facts))
    monkeypatch.setattr(recognition_estimate, "entities", lambda: tuple(disputed))
    [line] = load_lines(["recognition"])
    assert isinstance(line.estimates.tables, RecognitionTables)  # type: ignore[attr-defined]
    manifest = line.estimates.tables.manifest  # type: ignore[attr-defined]
    return RecognitionEstimates(recognition_estimate.tables_known(manifest, FAR), of_ledger=True)


@pytest.mark.parametrize("day", [dt.date(2022, 6, 17), dt.date(2012, 1, 1)])
def test_recognition_of_the_ledger(day: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Later facts are gone or turned round; sources of earlier facts speak longer, and lists are complete."""
    turned = {"recognises": "does not", "does not": "recognises", "withdrew": "froze", "froze": "withdrew"}
    facts = [
        replace(one, position=turned[one.position])
        if _later_date(one, day)
        else replace(one, as_of=max(one.as_of, day))
        for one in recognitions()
    ]
    plain = [
        one if _later_date(one, day) else replace(one, as_of=max(one.as_of, day)) for one in recognitions()
    ]
    longer = [
        one
        if _later_date(one, day)
        else replace(one, as_of=FAR, source=f"{one.source}; another; a third")
        if one.as_of > day
        else one
        for one in facts
    ]
    disputed = [
        replace(one, complete_as_of=FAR, complete_source="a list", until=Dated.parse("2029"), as_of=FAR)
        if one.complete_as_of is None or one.complete_as_of > day
        else one
        for one in entities()
        if one.since is None or one.since.last <= day
    ]
    for pair in (("KAZ", "RUS"), ("GEO", "RUS"), ("USA", "RUS")):
        answers = []
        for world in ((plain, entities()), (longer, disputed)):
            own = _recognition_world(monkeypatch, *world)
            answers.append((told({"recognition": own}, *pair, as_of=day), told({"recognition": own}, *pair)))
        assert answers[0][0] == answers[1][0]
        assert answers[0][1] != answers[1][1]


@pytest.mark.parametrize("day", [dt.date(2022, 6, 17), dt.date(2016, 3, 1)])
def test_blocs_and_treaties_of_the_ledger(day: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    """A membership or treaty whose end is announced later still stands; who joins later is no member."""
    [line] = load_lines(["security"])
    pairs = (("KAZ", "RUS"), ("ARM", "RUS"), ("DEU", "FRA"), ("GEO", "RUS"))
    answers: list[list[dict[str, Any]]] = []
    for wild in (False, True):
        members = [
            replace(
                one,
                until=Dated.parse("2027-01-01") if one.until is None or one.until.last > day else one.until,
                ended="left" if one.until is None or one.until.last > day else one.ended,
                frozen_since=Dated.parse("2026-01-01") if one.frozen_since is None else one.frozen_since,
                note="left in the end",
                as_of=max(one.as_of, FAR) if one.as_of > day else one.as_of,
            )
            if wild
            else one
            for one in memberships()
            if not (wild and _later_date(one, day))
        ]
        bound = [
            replace(
                one,
                until=Dated.parse("2027-01-01") if one.until is None or one.until.last > day else one.until,
                ended="terminated" if one.until is None or one.until.last > day else one.ended,
                as_of=max(one.as_of, FAR) if one.as_of > day else one.as_of,
            )
            if wild
            else one
            for one in treaties()
            if not (wild and _later_date(one, day))
        ]
        for room in (security_estimates, pair_ties):
            monkeypatch.setattr(room, "memberships", lambda found=tuple(members): found)
        monkeypatch.setattr(pair_ties, "treaties", lambda found=tuple(bound): found)
        own = {"security": line.estimates}
        answers.append([told(own, *pair, as_of=day) for pair in pairs])
    for one, other in zip(*answers, strict=True):
        assert one == other
    assert all(answer["lines"][0]["probability"] is not None for answer in answers[0][:3])
    assert all(tie["as_of"] <= str(day) for answer in answers[0] for tie in answer["ties"])


def test_goods_listed_later_were_not_listed() -> None:
    day = dt.date(2022, 9, 30)
    cells = pl.concat(
        backdoor.cells(state, jump=jump, seed=3) for state, jump in (("ARM", 0.8), ("KAZ", 0.3), ("UZB", 0.0))
    )
    late = pl.col("month") > dt.date(2022, 9, 1)
    wild = cells.with_columns(
        pl.when(late).then(pl.col("value") * 30.0).otherwise(pl.col("value")).alias("value")
    )
    relisted = wild.filter(pl.col("kind") == "other").with_columns(
        pl.lit("listed").alias("kind"), pl.lit(dt.date(2022, 11, 1)).alias("listed_on"), pl.col("value") * 0.4
    )
    kept = wild.with_columns(
        pl.when(pl.col("kind") == "other")
        .then(pl.col("value") * 0.6)
        .otherwise(pl.col("value"))
        .alias("value")
    )
    listed = {"2022-02-15": 10, "2022-03-08": 20, "2022-04-08": 10}
    worlds = [
        _backdoor(cells, listed, dt.date(2022, 3, 1)),
        _backdoor(pl.concat([kept, relisted]), {**listed, "2022-11-05": 400}, dt.date(2022, 11, 1)),
    ]
    for state in ("ARM", "KAZ"):
        one, other = (told({"backdoor": own}, state, "RUS", as_of=day) for own in worlds)
        assert _rounded(one) == _rounded(other)
        assert one["lines"][0]["probability"] is not None
    early = [told({"backdoor": own}, "ARM", "RUS", as_of="2021-12-31") for own in worlds]
    assert early[0] == early[1]
    assert "No goods were known to be listed" in early[0]["lines"][0]["reason"]


def _backdoor(cells: pl.DataFrame, listed: dict[str, int], event: dt.date) -> BackdoorEstimates:
    made = backdoor.tables(cells)
    target = {**made.manifest["targets"][backdoor.TARGET], "listed": listed, "event": str(event)}
    manifest = {**made.manifest, "targets": {backdoor.TARGET: target}}
    return BackdoorEstimates(BackdoorTables(made.folder, manifest, made.frames))


def _rounded(value: Any) -> Any:
    """Numbers without what sums in another order make of the last digit."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Path]]:
    """Two records of votes, equal to `VOTED`, with estimates of all that is in them."""
    flip = str.maketrans("YNAX", "NYXY")
    later = [
        one if one.date <= str(VOTED) else replace(one, codes=one.codes.translate(flip))
        for one in tiny.roll_calls()
        if one.date <= str(VOTED) or (int(one.number) % 3 and one.title.startswith("Matter"))
    ]
    made = []
    for name, calls in (("plain", tiny.roll_calls()), ("later", later)):
        folder = tmp_path_factory.mktemp(name)
        record = tiny.load(folder, calls)
        with open_record(record) as opened:
            estimate_votes(
                opened,
                folder / "estimates" / "votes",
                dimensions=1,
                starts=1,
                filtered=False,
                calibrated=False,
            )
        made.append((record, folder / "estimates"))
    return made


VOTED = dt.date(2015, 11, 24)
"""Between two roll calls on one title in one session."""


def test_votes_are_fitted_anew_from_the_record(voted: list[tuple[Path, Path]]) -> None:
    for pair in (("NZL", "FRA"), ("FRA", "FJI"), ("NRU", "FJI")):
        one, other = (
            told(estimates, *pair, as_of=VOTED, record=record, lines="votes") for record, estimates in voted
        )
        assert one == other
        assert one["lines"][0]["probability"] is not None
        assert one["until"] <= str(VOTED)
    full = [told(estimates, "NZL", "FRA", lines="votes") for _, estimates in voted]
    assert full[0] != full[1]


def test_votes_without_a_record_are_silent_and_the_others_answer(
    voted: list[tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "none.duckdb"))
    [votes] = load_lines(["votes"], estimates=voted[0][1])
    own = {"votes": votes.estimates, "influence": influence.invented()}
    answer = ask("FJI", "CHN", as_of="2010-07-15", estimates=own)
    assert [line.line for line in answer.lines] == ["influence"]
    assert [line.line for line in answer.silent] == ["votes"]
    assert "needs the record" in answer.silent[0].reason
    assert answer.until <= dt.date(2010, 7, 15)


def test_no_number_of_a_line_that_begins_later_is_told() -> None:
    own = {"influence": influence.invented(), "trade": trade.estimates()}
    answer = ask("CHN", "RUS", as_of="2010-07-15", estimates=own)
    assert {line.line for line in answer.lines} == {"influence", "trade"}
    early = replace(trade.estimates(), known_until=None)
    manifest = {**early.tables.manifest, "covered": ["2015-01-01", "2020-12-31"]}
    late = replace(early, tables=replace(early.tables, manifest=manifest))
    answer = ask(
        "CHN", "RUS", as_of="2010-07-15", estimates={"influence": influence.invented(), "trade": late}
    )
    assert [line.line for line in answer.silent] == ["trade"]
    assert answer.silent[0].reason == "The record of trade begins on 2015-01-01, after the window."


def test_a_day_after_all_that_is_known_changes_nothing() -> None:
    own = {"influence": influence.invented()}
    assert told(own, "FJI", "CHN", as_of=FAR)["lines"] == told(own, "FJI", "CHN")["lines"]
    assert np.isfinite(influence.invented().margin)
