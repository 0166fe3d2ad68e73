"""The lines `words` and `deeds` on invented worlds in which it is known who broke with whom."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from tests.measures.events.invented import (
    BROKE,
    DAILY,
    FEW,
    SIZE,
    STATES,
    TURN,
    TURNED,
    YEARLY,
    YEARS,
    as_record,
    at,
    both_lines,
    counts_by_year,
    daily,
    estimates_of,
    rows_of,
    whole_record,
    yearly,
)
from tests.measures.events.invented_reports import reports

from leeway.drift.direction import direction, stretches
from leeway.errors import DataError, MissingSourceError
from leeway.measures.deeds import load as load_deeds
from leeway.measures.estimate import estimate, verify
from leeway.measures.events.classes import CLASSES, LineName
from leeway.measures.events.estimate import make_tables
from leeway.measures.events.estimates import EventEstimates
from leeway.measures.events.files import counts_from, in_steps
from leeway.measures.words import load as load_words
from leeway.record.store import open_record

WHOLE = dt.date(2002, 1, 1), dt.date(2014, 12, 31)
BEFORE = dt.date(2002, 1, 1), dt.date(2004, 12, 31)
AFTER = dt.date(2012, 1, 1), dt.date(2014, 12, 31)
MONTHS = dt.date(2021, 2, 1), dt.date(2022, 9, 30)
LINES: tuple[LineName, ...] = ("words", "deeds")

Doubles = NDArray[np.float64]


@pytest.fixture(scope="module", params=LINES)
def told(request: pytest.FixtureRequest) -> EventEstimates:
    return both_lines()[request.param]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_record(tmp_path_factory.mktemp("record") / "record.duckdb")


@cache
def of_world(line: LineName, seed: int = 1, **grown: float) -> EventEstimates:
    """The line on a world by year in which some acts grew from 2008 on: ``USA=2`` all of its with others."""
    world = yearly(seed)
    later = np.array([year >= 2008 for year in YEARS])
    for quad in world:
        for who, factor in grown.items():
            course = np.where(later, factor, 1.0)
            if who == "all":
                world[quad] = np.rint(world[quad] * course)
            else:
                world[quad][at(who)] = np.rint(world[quad][at(who)] * course)
                world[quad][:, at(who)] = np.rint(world[quad][:, at(who)] * course)
    return estimates_of(line, event_counts=counts_by_year(world))


def change(told: EventEstimates, state: str, partner: str) -> float:
    series = told.series(state, partner, window=WHOLE)
    return direction(series, *WHOLE, margin=0.1).mean


def changes_of(told: EventEstimates, state: str) -> Doubles:
    """Changes of all pairs of a state, but of those that broke."""
    return np.array([change(told, state, other) for other in STATES if other != state and other not in BROKE])


def test_the_pair_that_broke_stands_out(told: EventEstimates) -> None:
    found = told.changes(BEFORE, AFTER)
    assert len(found.states) == 66
    pairs = list(zip(found.states, found.partners, strict=True))
    assert pairs[int(np.argmin(found.mean))] == BROKE
    assert found.mean[pairs.index(BROKE)] < -1.5
    z = found.mean / found.sd
    others = np.delete(z, pairs.index(BROKE))
    assert z[pairs.index(BROKE)] < 1.5 * others.min()
    assert found.margin is not None
    beyond = np.abs(np.delete(found.mean, pairs.index(BROKE))) > np.delete(found.margin, pairs.index(BROKE))
    assert 0.1 < beyond.mean() < 0.6


def test_what_grew_for_all_moves_no_pair(told: EventEstimates) -> None:
    line = told.tables.line
    plain, louder = of_world(line), of_world(line, all=3.0)  # type: ignore[arg-type]
    for pair in (("KAZ", "RUS"), ("DEU", "FRA"), ("CHN", "USA"), BROKE):
        assert change(louder, *pair) == pytest.approx(change(plain, *pair), abs=0.12)


def test_of_one_side_in_the_news_with_all_half_is_held_against_the_pair(told: EventEstimates) -> None:
    """The offset is the geometric mean of both sides': of threefold news 1.7 are taken out."""
    line = told.tables.line
    plain, louder = of_world(line), of_world(line, USA=3.0)  # type: ignore[arg-type]
    moved = changes_of(louder, "USA") - changes_of(plain, "USA")
    assert np.median(moved) == pytest.approx(-0.5 * np.log(3.0), abs=0.12)
    assert louder.changes(BEFORE, AFTER).mean.min() == pytest.approx(change(louder, *BROKE), abs=0.05)


def test_a_series_is_the_rate_counted_by_hand(told: EventEstimates) -> None:
    world = yearly()
    own = CLASSES[told.tables.line]  # type: ignore[index]
    counts = world[own.conflict]
    both = counts[at("KAZ"), at("RUS")] + counts[at("RUS"), at("KAZ")]
    with_others = [
        counts[at(state)].sum(axis=0) + counts[:, at(state)].sum(axis=0) - both + 5.0
        for state in ("KAZ", "RUS")
    ]
    others = np.sqrt(with_others[0] * with_others[1])
    expected = -np.log((both + 0.5) / (others / others.mean()))
    series = told.series("KAZ", "RUS", window=WHOLE)
    np.testing.assert_allclose(series.mean, expected, atol=0.02)
    assert series.labels == tuple(map(str, YEARS))
    talk = world[own.cooperation]
    events = both + talk[at("KAZ"), at("RUS")] + talk[at("RUS"), at("KAZ")]
    np.testing.assert_allclose(series.count, events, rtol=0.02, atol=1.0)


def test_counts_are_kept_in_steps_of_their_roots() -> None:
    counts = np.arange(0.0, 5000.0)
    kept = counts_from(in_steps(counts))
    assert (np.abs(kept - counts) <= 0.05 * np.sqrt(counts) + 0.001).all()
    assert (kept[:100].round() == counts[:100]).all()


def test_larger_is_closer_and_cooperation_has_its_own_leg(told: EventEstimates) -> None:
    conflict, cooperation = told.legs(*BROKE, window=WHOLE)
    assert (conflict.name, conflict.counted) == ("conflict", True)
    assert (cooperation.name, cooperation.counted) == ("cooperation", False)
    assert conflict.series.mean[-1] < conflict.series.mean[0] - 1.0
    world = yearly()[CLASSES[told.tables.line].cooperation]  # type: ignore[index]
    talk = world[at(BROKE[0]), at(BROKE[1])] + world[at(BROKE[1]), at(BROKE[0])]
    assert np.corrcoef(cooperation.series.mean, np.log(talk + 0.5))[0, 1] > 0.8
    np.testing.assert_array_equal(conflict.series.mean, told.series(*BROKE, window=WHOLE).mean)


def test_words_are_words_and_deeds_are_deeds() -> None:
    for line, told in both_lines().items():
        assert told.series("KAZ", "RUS", window=WHOLE).group == line


def test_draws_carry_the_dispersion_there_is() -> None:
    """Each way has size 8; of two ways together about twice that, and what is fitted lies near it."""
    told = of_world("words")
    series = told.series("DEU", "FRA", window=WHOLE, draws=4000)
    rates = told.rates[YEARLY]
    row = rates.row("DEU", "FRA")
    assert row is not None
    counts = rates.counts["conflict"][row]
    np.testing.assert_allclose(
        series.draws.std(axis=0), rates.dispersion["conflict"].noise(counts), rtol=0.08
    )
    sizes = rates.dispersion["conflict"].at(np.array([20.0, 60.0]))
    assert (sizes > SIZE).all()
    assert (sizes < 6.0 * SIZE).all()
    again = told.series("DEU", "FRA", window=WHOLE, draws=4000)
    np.testing.assert_array_equal(series.draws, again.draws)
    other = told.series("DEU", "FRA", window=WHOLE, draws=4000, seed=1)
    assert not np.array_equal(series.draws, other.draws)


def test_a_pair_with_few_events_could_have_broken_unseen(told: EventEstimates) -> None:
    rates = told.rates[YEARLY]
    seldom = np.argsort(rates.counts["conflict"].sum(axis=1))
    ends = [(rates.states[row], rates.partners[row]) for row in (seldom[0], seldom[-1])]
    few, many = (
        direction(told.series(*pair, window=WHOLE), *WHOLE, margin=told.margin_of(*pair, WHOLE))
        for pair in ends
    )
    assert few.detectable > many.detectable


def test_what_is_usual_is_less_where_there_is_more(told: EventEstimates) -> None:
    usual = told.tables.usual(YEARLY, "conflict")
    assert usual is not None
    few, many = usual.at(np.array([usual.by_size[0][0][0], usual.by_size[0][-1][0]]), 1.0)
    assert 0.0 < many < few


def test_the_other_way_round_it_is_the_same_line(told: EventEstimates) -> None:
    one, other = (told.series(*pair, window=WHOLE) for pair in (("KAZ", "RUS"), ("RUS", "KAZ")))
    np.testing.assert_array_equal(one.mean, other.mean)
    np.testing.assert_array_equal(one.draws, other.draws)
    assert told.margin_of("KAZ", "RUS", WHOLE) == told.margin_of("RUS", "KAZ", WHOLE)


@pytest.mark.parametrize("pair", [("KAZ", "RUS"), BROKE, ("DEU", "USA"), ("CHN", "GEO")])
def test_who_moved_sums_to_the_change_and_turns_with_the_pair(
    told: EventEstimates, pair: tuple[str, str]
) -> None:
    one, other = told.moved(*pair, BEFORE, AFTER), told.moved(*pair[::-1], BEFORE, AFTER)
    assert one is not None
    assert other is not None
    assert one.state + one.partner + one.agenda == pytest.approx(one.change, abs=1e-9)
    assert one.change == pytest.approx(other.change, abs=1e-9)
    by_year = dict(zip(YEARS, told.series(*pair, window=WHOLE).mean, strict=True))
    ends = [
        np.mean([by_year[year] for year in range(span[0].year, span[1].year + 1)]) for span in (BEFORE, AFTER)
    ]
    assert one.change == pytest.approx(ends[1] - ends[0], abs=1e-6)
    assert one.state == pytest.approx(other.partner, abs=1e-9)
    assert one.agenda == pytest.approx(other.agenda, abs=1e-9)
    assert one.state_sd == pytest.approx(other.partner_sd, abs=1e-9)


def test_the_state_whose_acts_grew_is_the_mover() -> None:
    world = yearly()
    later = np.array([year >= 2009 for year in YEARS])
    for quad in ("verbal conflict", "material conflict"):
        world[quad][at("TUR"), at("GEO")] = np.rint((world[quad][at("TUR"), at("GEO")] + 3.0) * 8.0**later)
    for line in LINES:
        told = estimates_of(line, event_counts=counts_by_year(world))
        moved = told.moved("TUR", "GEO", BEFORE, AFTER)
        assert moved is not None
        assert moved.change < -0.7
        assert moved.state < 0.8 * moved.change
        assert abs(moved.partner) < 0.25 * abs(moved.change)
        turned = told.moved("GEO", "TUR", BEFORE, AFTER)
        assert turned is not None
        assert turned.partner == pytest.approx(moved.state)


def test_who_stays_the_same_while_all_others_grew_came_closer() -> None:
    """The part of everybody else: neither acted otherwise, and the world around them did."""
    world = yearly()
    later = np.array([year >= 2008 for year in YEARS])
    for quad in world:
        own = world[quad][[at("KAZ"), at("UZB")], [at("UZB"), at("KAZ")]].copy()
        world[quad] = np.rint(world[quad] * 3.0**later)
        world[quad][[at("KAZ"), at("UZB")], [at("UZB"), at("KAZ")]] = own
    told = estimates_of("words", event_counts=counts_by_year(world))
    moved = told.moved("KAZ", "UZB", BEFORE, AFTER)
    assert moved is not None
    assert moved.agenda > 0.8
    assert moved.agenda > 2.0 * max(abs(moved.state), abs(moved.partner))


def test_all_pairs_at_once_are_the_pairs_one_by_one(told: EventEstimates) -> None:
    before, after = stretches(*WHOLE)
    found = told.changes(before, after)
    pairs = list(zip(found.states, found.partners, strict=True))
    assert found.margin is not None
    for pair in (("KAZ", "RUS"), BROKE, ("DEU", "USA"), ("CHN", "GEO")):
        own = direction(told.series(*pair, window=WHOLE, draws=4000), *WHOLE, margin=0.1)
        place = pairs.index(pair)
        assert found.mean[place] == pytest.approx(own.mean, abs=0.02)
        assert found.sd[place] == pytest.approx(own.sd, rel=0.1)
    towards = told.changes(before, after, partner="RUS")
    assert set(towards.partners) == {"RUS"}
    assert len(towards.states) == len(STATES) - 1
    assert towards.mean[towards.states.index("KAZ")] == pytest.approx(found.mean[pairs.index(("KAZ", "RUS"))])


def test_one_series_rests_on_the_source_that_tells_most_of_the_window(told: EventEstimates) -> None:
    assert told.series("KAZ", "RUS", window=WHOLE).lineage[0] == YEARLY
    assert told.series("KAZ", "RUS", window=MONTHS).lineage[0] == DAILY
    early = told.chosen("KAZ", "RUS", (dt.date(2005, 1, 1), dt.date(2022, 9, 30)))
    assert early is not None
    assert early.source == YEARLY
    series = told.series("KAZ", "RUS", window=(dt.date(2005, 1, 1), dt.date(2022, 9, 30)))
    assert series.labels == tuple(str(year) for year in range(2005, 2015))
    assert series.covered == WHOLE
    months = told.series("KAZ", "RUS", window=MONTHS)
    assert (months.labels[0], months.labels[-1], len(months.labels)) == ("2021-02", "2022-09", 20)
    kazakhs = told.changes((MONTHS[0], dt.date(2021, 6, 30)), (dt.date(2022, 5, 1), MONTHS[1]))
    assert len(kazakhs.states) == len(FEW) * (len(FEW) - 1) // 2


def test_the_pair_that_turned_by_month_is_away(told: EventEstimates) -> None:
    series = told.series(*TURNED, window=MONTHS)
    found = direction(series, *MONTHS, margin=told.margin_of(*TURNED, MONTHS))
    assert found.answer == "away"
    assert found.mean == pytest.approx(-np.log(6.0), abs=0.7)
    other = direction(told.series("ARM", "UZB", window=MONTHS), *MONTHS, margin=0.3)
    assert abs(other.mean) < 0.5


def test_a_pair_or_a_window_that_is_not_told_is_silent_in_words(told: EventEstimates) -> None:
    assert told.silence("KAZ", "RUS", WHOLE) is None
    long = told.silence("KAZ", "RUS", (dt.date(1970, 1, 1), dt.date(2022, 9, 30)))
    assert long is not None
    assert "half of these years" in long
    assert f"{YEARLY} 2002-01-01 to 2014-12-31" in long
    assert told.seated("ZAF") == ()
    world = yearly()
    for quad in world:
        world[quad][at("BLR"), at("GEO")] = world[quad][at("GEO"), at("BLR")] = 0.0
        world[quad][at("BLR"), at("GEO"), :9] = 1.0
    scarce = estimates_of(told.tables.line, event_counts=counts_by_year(world))  # type: ignore[arg-type]
    assert scarce.chosen("BLR", "GEO", WHOLE) is not None
    for quad in world:
        world[quad][at("BLR"), at("GEO")] = np.where(np.arange(len(YEARS)) < 4, 1.0, 0.0)
    scarce = estimates_of(told.tables.line, event_counts=counts_by_year(world))  # type: ignore[arg-type]
    assert scarce.silence("BLR", "GEO", WHOLE) == (
        f"No source of {told.tables.line} tells enough events between the two."
    )
    with pytest.raises(ValueError, match="nothing on BLR and GEO"):
        scarce.series("BLR", "GEO", window=WHOLE)


def test_what_a_source_counts_is_told_beside_the_answer(told: EventEstimates) -> None:
    by_year, by_month = (told.caveats("KAZ", "RUS", *window) for window in (WHOLE, MONTHS))
    assert any("whether statements are among them" in one for one in by_year)
    assert not any("whether statements are among them" in one for one in by_month)
    assert DAILY in by_month[0]
    assert told.caveats("KAZ", "ZAF", *WHOLE) == ()


DAY = dt.date(2010, 6, 30)


def _changed_later(line: LineName) -> EventEstimates:
    """The same world but for what came after 2009: another draw of it, and other pairs that broke."""
    world, other = yearly(), yearly(seed=9)
    for quad in world:
        world[quad][:, :, YEARS.index(2010) :] = 5.0 * other[quad][:, :, YEARS.index(2010) :]
    return estimates_of(line, event_counts=counts_by_year(world))


@pytest.mark.parametrize("line", LINES)
def test_nothing_of_later_is_known_before_it_was(line: LineName) -> None:
    """But for how far counts swing by chance and what is usual: those are fitted over all that is told."""
    one, other = (told.as_of(DAY) for told in (of_world(line), _changed_later(line)))
    assert one.covered == (WHOLE[0], DAY)
    for pair in (("KAZ", "RUS"), BROKE, ("DEU", "USA")):
        first, second = (told.series(*pair, window=told.covered) for told in (one, other))
        assert first.labels == tuple(map(str, range(2002, 2010)))
        assert first.covered[1] <= DAY
        np.testing.assert_array_equal(first.mean, second.mean)
        np.testing.assert_array_equal(first.count, second.count)
        moved = [
            told.moved(*pair, BEFORE, (dt.date(2007, 1, 1), dt.date(2009, 12, 31))) for told in (one, other)
        ]
        assert moved[0] is not None
        assert moved[1] is not None
        assert (moved[0].change, moved[0].state) == (moved[1].change, moved[1].state)
    late = dt.date(2007, 1, 1), dt.date(2009, 12, 31)
    np.testing.assert_array_equal(one.changes(BEFORE, late).mean, other.changes(BEFORE, late).mean)


@pytest.mark.parametrize(
    ("day", "last"),
    [("2009-12-31", "2009"), ("2010-12-30", "2009"), ("2010-12-31", "2010"), ("2011-01-01", "2010")],
)
def test_a_year_is_known_when_it_is_over_and_not_a_day_sooner(day: str, last: str) -> None:
    early = of_world("deeds").as_of(dt.date.fromisoformat(day))
    assert early.series("KAZ", "RUS", window=early.covered).labels[-1] == last


@pytest.mark.parametrize(
    ("day", "last"), [("2022-02-27", "2022-01"), ("2022-02-28", "2022-02"), ("2022-03-30", "2022-02")]
)
def test_a_month_is_known_when_it_is_over_and_not_a_day_sooner(day: str, last: str) -> None:
    early = both_lines()["words"].as_of(dt.date.fromisoformat(day))
    assert early.series(*TURNED, window=(MONTHS[0], early.covered[1])).labels[-1] == last


def test_reports_of_later_days_change_nothing_earlier() -> None:
    known = dt.date(2022, 5, 31)
    told = daily()
    later = [
        one if one[0] <= known else (one[0], one[2], one[1], "190" if one[3] == "112" else one[3])
        for one in told
    ]
    for line in LINES:
        one, other = (estimates_of(line, reports=reports(rows)).as_of(known) for rows in (told, later))
        for pair in (TURNED, ("ARM", "TUR")):
            first, second = (each.series(*pair, window=each.covered) for each in (one, other))
            assert first.labels[-1] == "2022-05"
            np.testing.assert_array_equal(first.mean, second.mean)
            np.testing.assert_array_equal(first.count, second.count)
    assert known > TURN


def test_what_is_written_is_what_is_read(record: Path, tmp_path: Path) -> None:
    manifests = estimate(["words", "deeds"], record=record, to=tmp_path)
    for line, load in (("words", load_words), ("deeds", load_deeds)):
        assert set(manifests[line]["told"]) == {YEARLY, DAILY}
        assert {one["id"] for one in manifests[line]["sources"]} == {YEARLY, DAILY}
        assert manifests[line]["covered"] == ["2002-01-01", "2022-09-30"]
        made, read = both_lines()[line], load(tmp_path)
        assert isinstance(read, EventEstimates)
        assert (read.covered, read.version, read.margin) == (made.covered, made.version, made.margin)
        for window in (WHOLE, MONTHS):
            one, other = (told.series("KAZ", "RUS", window=window) for told in (made, read))
            np.testing.assert_array_equal(one.mean, other.mean)
            np.testing.assert_array_equal(one.draws, other.draws)
    found = verify(record=record, estimates=tmp_path)
    assert [one.line for one in found] == ["words", "deeds"]
    assert all(one.agrees and one.same_record for one in found)
    assert max(kind.largest for one in found for kind in one.differences) == 0.0


def test_a_rebuild_of_another_record_differs(tmp_path: Path, record: Path) -> None:
    estimate(["deeds"], record=record, to=tmp_path)
    other = as_record(
        tmp_path / "other.duckdb", event_counts=counts_by_year(yearly(seed=4)), reports=reports(daily())
    )
    [found] = verify(["deeds"], record=other, estimates=tmp_path)
    assert not found.agrees
    assert not found.same_record


def test_damaged_estimates_are_refused(record: Path, tmp_path: Path) -> None:
    estimate(["words"], record=record, to=tmp_path / "whole")
    for name, damage in {
        "table": lambda folder: (folder / "pairs.parquet").write_bytes(b"nothing"),
        "gone": lambda folder: (folder / "pairs.parquet").unlink(),
        "told": lambda folder: _without(folder / "manifest.json", "told"),
        "json": lambda folder: (folder / "manifest.json").write_text("{"),
    }.items():
        shutil.copytree(tmp_path / "whole", tmp_path / name)
        damage(tmp_path / name / "words")
        with pytest.raises(DataError, match=r"estimates") as error:
            load_words(tmp_path / name).series("KAZ", "RUS", window=WHOLE)
        assert error.value.hint == "leeway estimate words"
    with pytest.raises(DataError, match="no estimates of deeds"):
        load_deeds(tmp_path / "whole")


def _without(path: Path, entry: str) -> None:
    told = json.loads(path.read_text())
    del told[entry]
    path.write_text(json.dumps(told))


@pytest.mark.parametrize("line", LINES)
def test_a_record_without_events_says_what_to_fetch(line: LineName, tmp_path: Path) -> None:
    statements = [(dt.date(2021, 1, 1) + dt.timedelta(day), "KAZ", "RUS", "010") for day in range(365)]
    path = as_record(tmp_path / "record.duckdb", reports=reports(statements))
    with open_record(path) as opened, pytest.raises(MissingSourceError, match="no events") as error:
        make_tables(line, opened)
    assert "leeway refresh icews" in str(error.value.hint)
    assert error.value.exit_code == 3


def test_a_source_with_too_few_pairs_to_know_its_noise_is_left_out(tmp_path: Path) -> None:
    """A handful of pairs says nothing of how far counts swing: alone it is as if nothing were there."""
    few = [one for one in daily() if {one[1], one[2]} == set(TURNED)]
    path = as_record(tmp_path / "few.duckdb", reports=reports(few))
    with open_record(path) as opened, pytest.raises(MissingSourceError):
        make_tables("words", opened)
    both = as_record(tmp_path / "both.duckdb", reports=reports(few), event_counts=counts_by_year(yearly()))
    with open_record(both) as opened:
        tables = make_tables("words", opened)
    assert set(tables.told) == {YEARLY}
    assert set(tables.pairs["source"]) == {YEARLY}


def test_rows_of_the_table_hold_every_period_of_every_pair() -> None:
    rows = rows_of("words", yearly())
    assert rows.height == 66 * len(YEARS)
    assert rows.group_by("state", "partner").len()["len"].unique().to_list() == [len(YEARS)]
    assert (rows["state"] < rows["partner"]).all()
    assert rows["own"].is_between(0, 100).all()
    assert rows.filter(pl.col("conflict_others") < 5.0).is_empty()
