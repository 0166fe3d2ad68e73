"""What two states say and do to each other: keys, windows, breaks, and what was known on a day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.measures.events.invented import (
    BREAK,
    BROKE,
    CONFLICT,
    DAILY,
    STRUCK,
    TURN,
    TURNED,
    YEARLY,
    as_record,
    both_lines,
    counts_by_year,
    daily,
    whole_record,
    yearly,
)
from tests.measures.events.invented_reports import reports

import leeway
from leeway.errors import DataError, QuestionError
from leeway.measures.estimate import estimate
from leeway.measures.line import LineEstimates
from leeway.verdict.events import COLUMNS, ENOUGH, Events, events
from leeway.verdict.evidence import LineAnswer
from leeway.verdict.naming import name_of
from leeway.verdict.reactions import around_day, what

KEYS = {
    "state", "partner", "since", "until", "lines", "periods", "ruptures", "weekly", "around", "missing",
    "caveats", "data", "names",
}  # fmt: skip
RUPTURES = {"source", "limits", "scores", "ruptures", "unusual", "detectable", "ranked"}
WEEKLY = {"source", "weeks", "conflict", "events", "changes", "step"}
CHANGE = {"week", "low", "high", "known", "probability", "before", "after"}
STEP = {"week", "low", "high", "score", "before", "after", "quiet"}
AROUND = {"source", "day", "until", "acts", "reactions"}
ACT = {"day", "actor", "target", "mutual", "root", "what", "codes", "reports"}
REACTION = {
    "actor", "name", "target", "root", "what", "codes", "events", "reports", "expected", "p", "q",
    "beyond_habit", "first",
}  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_record(tmp_path_factory.mktemp("record") / "record.duckdb")


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that is not there."""
    return tmp_path_factory.mktemp("nothing") / "record.duckdb"


@pytest.fixture(scope="module")
def asked(nowhere: Path) -> Callable[..., Events]:
    """Ask the invented estimates; without a record unless one is named."""

    def found(a: str, b: str, **more: object) -> Events:
        estimates: dict[str, LineEstimates] = dict(both_lines())
        return events(a, b, **{"estimates": estimates, "record": nowhere, **more})  # type: ignore[arg-type]

    return found


@pytest.fixture(scope="module")
def turned(asked: Callable[..., Events], record: Path) -> Events:
    """The pair that turned, by week and around the day on which it struck."""
    return asked(*TURNED, since="2021", around=STRUCK, record=record)


def test_keys_are_those_that_were_promised(turned: Events) -> None:
    told = json.loads(json.dumps(turned.to_dict()))
    assert set(told) == KEYS
    assert set(told["ruptures"]) == RUPTURES
    assert set(told["ruptures"]["limits"]) == {"95%", "99%"}
    assert all(set(one) == {"events", "rupture"} for one in told["ruptures"]["detectable"].values())
    assert set(told["weekly"]) == WEEKLY
    assert set(told["weekly"]["step"]) == STEP
    assert told["weekly"]["changes"]
    assert all(set(one) == CHANGE for one in told["weekly"]["changes"])
    assert set(told["around"]) == AROUND
    assert all(set(one) == ACT for one in told["around"]["acts"])
    assert all(set(one) == REACTION for one in told["around"]["reactions"])
    assert all(tuple(one) == COLUMNS for one in told["periods"])
    assert set(told["data"]) == {"version", "sources"}
    assert told["names"] == {"KAZ": "Kazakhstan", "RUS": "Russia"}


def test_words_stand_apart_from_deeds(turned: Events) -> None:
    told = turned.to_dict()
    assert [(one["line"], one["group"]) for one in told["lines"]] == [("words", "words"), ("deeds", "deeds")]
    assert {one["line"] for one in told["periods"]} == {"words", "deeds"}
    assert {one["source"] for one in told["periods"]} == {DAILY}
    for line, leg in (("words", "112"), ("deeds", "190")):
        month = next(one for one in told["periods"] if (one["line"], one["period"]) == (line, "2022-06"))
        days = {
            (day, actor, target)
            for day, actor, target, code in daily()
            if code == leg and {actor, target} == set(TURNED) and day.strftime("%Y-%m") == "2022-06"
        }
        assert month["conflict"] == pytest.approx(len(days), abs=0.3)


def test_shares_have_their_interval_and_are_told_only_of_enough_events(asked: Callable[..., Events]) -> None:
    found = asked("ARM", "UZB", since="2021", until="2022-09")
    assert {one.share is not None for one in found.periods} == {True, False}
    for one in found.periods:
        assert (one.share is not None) == (one.conflict + one.cooperation >= ENOUGH)
        assert one.low < one.closeness < one.high
        if one.share is not None:
            mean, low, high = one.share
            assert low <= mean <= high
    [row] = [one for one in found.rows() if one["period"] == found.periods[0].period][:1]
    assert (row["share"] is None) == (found.periods[0].share is None)


def test_the_pair_that_broke_is_told_with_the_year(asked: Callable[..., Events]) -> None:
    found = asked(*BROKE)
    assert (found.since, found.until) == (dt.date(2002, 1, 1), dt.date(2014, 12, 31))
    assert found.ruptured is not None
    assert str(BREAK) in found.ruptured.ruptures
    assert found.ruptured.source == YEARLY
    for line in found.lines:
        assert isinstance(line, LineAnswer)
        assert line.told.answer == "away"
        assert line.onset is not None
        assert line.onset.low <= dt.date(BREAK, 7, 1) <= line.onset.high
        assert line.attribution is not None
        assert line.attribution.change == pytest.approx(line.told.mean, abs=0.1)
        assert line.unusual is not None
        assert line.unusual.further_away < 0.05
    scores = {one["period"]: one["rupture"] for one in found.rows()}
    assert scores["2002"] is None
    assert scores[str(BREAK)] > found.ruptured.limits[-1]


def test_the_pair_that_did_not_is_told_what_would_have_been_seen(asked: Callable[..., Events]) -> None:
    found = asked("Kazakhstan", "Russia")
    assert found.ruptured is not None
    assert found.ruptured.ruptures == ()
    for there, needed in found.ruptured.detectable.values():
        assert needed > there
    assert [one.told.answer for one in found.lines if isinstance(one, LineAnswer)] == ["still", "still"]
    assert any("need the record" in one for one in found.missing)
    assert (found.weekly, found.around) == (None, None)


def test_asked_the_other_way_round_only_the_sides_are_turned(asked: Callable[..., Events]) -> None:
    one, other = asked(*BROKE), asked(*BROKE[::-1])
    assert [line.told.mean for line in one.lines if isinstance(line, LineAnswer)] == [
        line.told.mean for line in other.lines if isinstance(line, LineAnswer)
    ]
    assert one.rows() == other.rows()
    assert one.ruptured == other.ruptured
    for first, second in zip(one.lines, other.lines, strict=True):
        assert isinstance(first, LineAnswer)
        assert isinstance(second, LineAnswer)
        assert first.attribution is not None
        assert second.attribution is not None
        assert first.attribution.state == pytest.approx(second.attribution.partner)


def test_the_window_is_by_default_that_of_the_source_that_tells_most_then(
    asked: Callable[..., Events],
) -> None:
    late = asked("KAZ", "RUS", since="2021")
    assert (late.since, late.until) == (dt.date(2021, 1, 1), dt.date(2022, 9, 30))
    early = asked("KAZ", "RUS", until="2010")
    assert (early.since, early.until) == (dt.date(2002, 1, 1), dt.date(2010, 12, 31))
    assert {one.source for one in late.periods} == {DAILY}
    assert {one.source for one in early.periods} == {YEARLY}
    assert len(early.periods) == 2 * 9


def test_a_pair_of_no_source_is_silent_with_a_reason(asked: Callable[..., Events]) -> None:
    found = asked("KAZ", "South Africa")
    assert (found.periods, found.ruptured) == ((), None)
    assert [one for one in found.missing if one.startswith(("Words:", "Deeds:"))] == [
        f"{line}: South Africa is not in the record of {line.lower()} in these years."
        for line in ("Words", "Deeds")
    ]
    assert found.to_dict()["lines"][0]["direction"] == "unclear"


def test_lasting_changes_come_from_the_record(turned: Events) -> None:
    assert turned.weekly is not None
    told = turned.to_dict()["weekly"]
    assert told["source"] == DAILY
    near = [one for one in told["changes"] if abs((dt.date.fromisoformat(one["week"]) - TURN).days) <= 14]
    assert near
    known = dt.date.fromisoformat(near[0]["known"])
    assert known.weekday() == 6
    assert known >= dt.date.fromisoformat(near[0]["week"]) + dt.timedelta(7 * 6 - 1)
    assert not any("by week" in one for one in turned.missing)


def test_who_reacted_beyond_habit_is_told_apart(turned: Events) -> None:
    assert turned.around is not None
    [beyond] = turned.around.beyond
    assert (beyond.actor, beyond.target) == ("TUR", "RUS")
    told = turned.to_dict()["around"]
    assert (told["day"], told["until"]) == ("2022-09-05", "2022-09-18")
    assert [one["name"] for one in told["reactions"] if one["beyond_habit"]] == [name_of("TUR")]
    struck = [one for one in told["acts"] if one["root"] == "17"]
    assert struck[0]["what"] == ["Impose administrative sanctions"]
    assert any(one["root"] == "01" for one in told["acts"])


def test_a_code_that_is_none_of_cameo_is_told_as_it_is() -> None:
    assert what("112") == "Accuse"
    assert what("REQUEST") == "request"


def test_days_after_what_is_known_are_not_looked_at(record: Path) -> None:
    cut = around_day(record, *TURNED, STRUCK, 14, known=STRUCK + dt.timedelta(4))
    short = around_day(record, *TURNED, STRUCK, 5)
    assert cut == short
    assert cut.until == STRUCK + dt.timedelta(4)


def changed_later(path: Path, known: dt.date) -> Path:
    """The record with other events after a day: all turned round, and meetings become accusations."""
    told = [
        one if one[0] <= known else (one[0], one[2], one[1], CONFLICT[0] if one[3] == "040" else one[3])
        for one in daily()
    ]
    return as_record(path, event_counts=counts_by_year(yearly()), reports=reports(told))


def test_nothing_of_later_is_known_within_what_is_covered(tmp_path: Path, record: Path) -> None:
    """Change every report after a day, estimate anew, and all that was known on the day is the same."""
    known = dt.date(2022, 6, 30)
    other = changed_later(tmp_path / "other.duckdb", known)
    found = []
    for place, path in enumerate((record, other)):
        estimate(["words", "deeds"], record=path, to=tmp_path / str(place))
        found.append(
            events(
                *TURNED, since="2021", as_of=known, around="2022-06-20", record=path,
                estimates=tmp_path / str(place),
            ).to_dict()
        )  # fmt: skip
    one, two = found
    assert one["until"] == "2022-06-30"
    assert one["periods"][-1]["period"] == "2022-06"
    assert one["around"]["until"] == "2022-06-30"
    for key in ("ruptures", "weekly", "around", "names", "missing"):
        assert one[key] == two[key], key
    assert one["weekly"]["weeks"][-1] == "2022-06-20"
    for first, second in zip(one["periods"], two["periods"], strict=True):
        exact = [name for name in COLUMNS if name not in ("low", "high")]
        assert [first[name] for name in exact] == [second[name] for name in exact]


def test_as_of_a_day_within_a_month_tells_the_months_before(asked: Callable[..., Events]) -> None:
    found = asked("KAZ", "RUS", since="2021", as_of="2022-03-15")
    assert found.until == dt.date(2022, 2, 28)
    assert {one.period for one in found.periods if one.period >= "2022"} == {"2022-01", "2022-02"}
    assert found.ruptured is not None
    assert "2022-03" not in found.ruptured.scores
    whole = asked("KAZ", "RUS", since="2021")
    assert whole.ruptured is not None
    shared = {period: score for period, score in whole.ruptured.scores.items() if period < "2022-03"}
    assert found.ruptured.scores == pytest.approx(shared, abs=1e-6)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"days": 0}, "0 days are no stretch of time"),
        ({"b": "KAZ"}, "cannot move away from itself"),
        ({"b": "Atlantis"}, "Atlantis"),
        ({"since": "2010", "until": "2005"}, "backwards"),
        ({"since": "2002", "as_of": "1999"}, "had begun by 1999-12-31"),
        ({"around": "2022-09-05", "as_of": "2022-06-30", "since": "2021"}, "nothing later is to be known"),
        ({"around": "2022-09-05", "source": "nothing"}, "The source 'nothing' tells nothing between"),
        ({"around": "yesterday"}, "yesterday"),
    ],
)
def test_what_makes_no_sense_is_refused(
    asked: Callable[..., Events], record: Path, more: dict[str, object], said: str
) -> None:
    with pytest.raises(QuestionError, match=said) as error:
        asked("KAZ", str(more.pop("b", "RUS")), record=record, **more)
    assert error.value.exit_code == 2


def test_days_around_need_the_record_and_reports_in_it(
    asked: Callable[..., Events], record: Path, nowhere: Path
) -> None:
    with pytest.raises(DataError, match="no record yet") as error:
        asked("KAZ", "RUS", around="2022-09-05")
    assert error.value.exit_code == 3
    assert error.value.where == str(nowhere)
    with pytest.raises(DataError, match="no reports of events between 2015-01-01 and 2015-01-14") as error:
        asked("KAZ", "RUS", around="2015-01-01", record=record)
    assert error.value.exit_code == 3
    assert "LEEWAY_GDELT=2015-01-01:2015-01-14 leeway refresh gdelt" in str(error.value.hint)


def test_a_window_without_reports_by_day_says_so(asked: Callable[..., Events], record: Path) -> None:
    found = asked("KAZ", "RUS", record=record)
    assert "The record tells no series of events by day from 2002-01-01 to 2014-12-31." in found.missing
    assert found.weekly is None
    named = asked("KAZ", "RUS", record=record, since="2021", source="tass")
    assert any(one.startswith("The source 'tass' tells no series of events") for one in named.missing)
    few = asked("ARM", "AZE", record=record, since="2021", until="2022")
    assert any("tells fewer than 50 events of the pair by week" in one for one in few.missing)


def test_a_sample_is_no_series_by_week_but_tells_of_a_day(
    asked: Callable[..., Events], tmp_path: Path
) -> None:
    rows = reports(daily()).with_columns(pl.lit("icews14-sample").alias("source"))
    path = as_record(tmp_path / "record.duckdb", reports=rows)
    found = asked(*TURNED, since="2021", around=STRUCK, record=path)
    assert found.weekly is None
    assert found.around is not None
    assert found.around.source == "icews14-sample"


def test_what_ships_answers_at_once(nowhere: Path) -> None:
    """The estimates in the package, without a record: the pair of the founding case, and known ruptures."""
    found = leeway.events("Kazakhstan", "Russia", record=nowhere)
    assert {one.line for one in found.lines if isinstance(one, LineAnswer)} == {"words", "deeds"}
    assert found.ruptured is not None
    assert found.ruptured.ranked > 10_000
    assert found.ruptured.ruptures == ()
    assert found.periods
    russia = leeway.events("Ukraine", "Russia", record=nowhere)
    assert russia.ruptured is not None
    assert "2014" in russia.ruptured.ruptures
    georgia = leeway.events("Georgia", "Russia", record=nowhere)
    assert georgia.ruptured is not None
    assert "2008" in georgia.ruptured.ruptures
