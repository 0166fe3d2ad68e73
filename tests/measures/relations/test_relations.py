"""The line `relations`: shares of negative days, net of what all pairs do; holes are no quiet days."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.measures.events.invented import as_record, both_lines
from tests.measures.events.invented_reports import reports
from tests.measures.relations.invented import (
    DAYS,
    HOLES,
    LAST,
    PAIRS,
    RISE,
    SELDOM,
    TURN,
    TURNED,
    estimates,
    estimates_of,
    scores,
)
from typer.testing import CliRunner

from leeway import ask, events
from leeway.drift.direction import direction, stretches
from leeway.drift.onset import onset
from leeway.errors import DataError, MissingSourceError
from leeway.faces.cli import app
from leeway.measures import MEASURES, declared
from leeway.measures.estimate import estimate, verify
from leeway.measures.relations import MEASURE, load
from leeway.measures.relations.estimate import common_drift, make_tables
from leeway.measures.relations.estimates import RelationsEstimates
from leeway.record.store import open_record

WINDOW = dt.date(2018, 1, 1), dt.date(2022, 2, 17)


@pytest.fixture(scope="module")
def told() -> RelationsEstimates:
    return estimates()


def quarter(told: RelationsEstimates, pair: tuple[str, str], day: dt.date) -> dict[str, int]:
    rows = told.tables.pairs.filter(
        pl.col("state") == pair[0], pl.col("partner") == pair[1], pl.col("period") == day
    )
    return rows.row(0, named=True)


def test_only_the_sign_of_a_day_counts(told: RelationsEstimates) -> None:
    rows = scores()
    own = rows.filter(
        pl.col("state") == "DEU",
        pl.col("partner") == "RUS",
        pl.col("period").is_between(dt.date(2019, 1, 1), dt.date(2019, 3, 31)),
    )
    found = quarter(told, ("DEU", "RUS"), dt.date(2019, 1, 1))
    assert found["days"] == own.height
    assert found["negative"] == (own["score"] < 0).sum()
    larger = estimates_of(rows.with_columns(pl.col("score") * 1000.0))
    assert all(one.largest == 0.0 for one in told.compare(larger))


def test_holes_are_counted_and_are_no_quiet_days(told: RelationsEstimates) -> None:
    quarters = told.tables.quarters
    whole = {day: (number, missing) for day, number, missing, _ in quarters.iter_rows()}
    assert whole[dt.date(2019, 7, 1)] == (92 - len(HOLES), len(HOLES))
    assert whole[dt.date(2019, 1, 1)] == (90, 0)
    assert whole[dt.date(2022, 1, 1)] == ((LAST - dt.date(2021, 12, 31)).days, 0)
    assert quarters["told"].sum() + quarters["missing"].sum() == len(DAYS)
    assert quarter(told, ("DEU", "RUS"), dt.date(2019, 7, 1))["days"] <= 92 - len(HOLES)
    [said] = [one for one in told.caveats("DEU", "RUS", *WINDOW) if "missing" in one]
    assert f"{len(HOLES)} days of these years are missing" in said
    assert not any(
        "missing" in one for one in told.caveats("DEU", "RUS", dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    )


def test_days_without_a_row_leave_the_share_as_it_is() -> None:
    """A day that a pair lacks is no day of either kind: with half of them gone the share is alike."""
    rows = scores()
    thin = rows.filter(
        (pl.col("state") != "DEU")
        | (pl.col("partner") != "USA")
        | (pl.col("period").dt.ordinal_day() % 2 == 0)
    )
    one, other = (each.series("DEU", "USA") for each in (estimates(), estimates_of(thin)))
    assert (other.count < 0.6 * one.count).all()
    assert np.abs(other.mean.mean() - one.mean.mean()) < 0.03
    assert (other.draws.std(axis=0) > one.draws.std(axis=0)).mean() > 0.9


def test_what_all_pairs_did_is_taken_out(told: RelationsEstimates) -> None:
    drift = told.tables.quarters["drift"].to_numpy()
    assert drift[-1] - drift[0] == pytest.approx(0.8, abs=0.25)
    assert drift.mean() == pytest.approx(0.0, abs=1e-3)
    still = [pair for pair in PAIRS if pair not in (TURNED, SELDOM)]
    changes = np.array([_change(told, pair) for pair in still])
    assert abs(np.median(changes)) < 0.02
    raw = told.tables.pairs.with_columns(share=pl.col("negative") / pl.col("days"))
    ends = raw.group_by("period").agg(pl.col("share").median()).sort("period")["share"]
    assert ends[-4:].mean() - ends[:4].mean() > 0.08


def test_a_pair_has_no_say_in_the_drift_by_itself() -> None:
    days, negative = np.full((21, 8), 90.0), np.full((21, 8), 20.0)
    plain = common_drift(days, negative)
    np.testing.assert_allclose(plain, 0.0, atol=1e-12)
    negative[0, 4:] = 80.0
    np.testing.assert_allclose(common_drift(days, negative), plain, atol=0.2)
    np.testing.assert_array_equal(common_drift(np.full((3, 4), 5.0), np.ones((3, 4))), np.zeros(4))


def _change(told: RelationsEstimates, pair: tuple[str, str]) -> float:
    return direction(told.series(*pair), *WINDOW, margin=0.05).mean


def test_a_planted_rise_is_told_and_dated(told: RelationsEstimates) -> None:
    series = told.series(*TURNED, draws=1000)
    margin = told.margin_of(*TURNED, WINDOW)
    found = direction(series, *WINDOW, margin=margin)
    assert found.answer == "away"
    assert found.mean < -0.2
    began = onset(series, *WINDOW, margin=margin, towards=-1)
    assert began is not None
    assert began.low <= TURN + dt.timedelta(46)
    assert began.high >= TURN
    assert abs((began.median - TURN).days) <= 140
    before, after = series.mean[:10].mean(), series.mean[10:].mean()
    logit = [np.log(-one / (1.0 + one)) for one in (before, after)]
    assert logit[1] - logit[0] == pytest.approx(RISE, abs=0.35)


def test_draws_are_wide_where_few_days_are_told(told: RelationsEstimates) -> None:
    few, many = (told.series(*pair, draws=2000) for pair in (SELDOM, ("DEU", "USA")))
    assert few.count.max() < 12
    assert few.draws.std(axis=0).mean() > 2.0 * many.draws.std(axis=0).mean()
    spread = many.draws.std(axis=0)
    share = -many.mean
    np.testing.assert_allclose(spread, np.sqrt(share * (1.0 - share) / many.count), rtol=0.5)
    np.testing.assert_array_equal(many.draws, told.series("USA", "DEU", draws=2000).draws)
    assert ((many.draws <= 0.0) & (many.draws >= -1.0)).all()


def test_a_pair_that_is_not_told_is_silent_in_words(told: RelationsEstimates) -> None:
    assert told.silence("KAZ", "RUS", WINDOW) is None
    for pair, span in ((("KAZ", "ZAF"), WINDOW), (TURNED, (dt.date(2010, 1, 1), dt.date(2012, 1, 1)))):
        assert told.silence(*pair, span) == "The scores of relations have no day of this pair in these years."
    assert told.seated("ZAF") == ()
    with pytest.raises(ValueError, match="nothing on KAZ and ZAF"):
        told.series("KAZ", "ZAF")
    assert told.moved("KAZ", "RUS", WINDOW, WINDOW) is None


def test_all_pairs_at_once_are_the_pairs_one_by_one(told: RelationsEstimates) -> None:
    before, after = stretches(*WINDOW)
    found = told.changes(before, after)
    pairs = list(zip(found.states, found.partners, strict=True))
    assert set(pairs) == set(PAIRS) - {SELDOM}
    assert found.margin is not None
    for pair in (TURNED, ("DEU", "USA"), ("CHN", "GEO")):
        assert found.mean[pairs.index(pair)] == pytest.approx(_change(told, pair), abs=0.02)
    assert pairs[int(np.argmin(found.mean))] == TURNED
    towards = told.changes(before, after, partner="RUS")
    assert set(towards.partners) == {"RUS"}
    nothing = told.changes((dt.date(2001, 1, 1), dt.date(2002, 1, 1)), after)
    assert nothing.states == ()


def test_what_is_usual_is_measured_over_all_pairs(told: RelationsEstimates) -> None:
    usual = told.tables.manifest["usual"]
    assert usual is not None
    assert usual["gaps"][0] == 2
    found = told.changes(*stretches(*WINDOW))
    assert found.margin is not None
    inside = np.abs(found.mean) <= found.margin
    assert 0.3 < inside.mean() < 0.95


@pytest.mark.parametrize(
    ("day", "last"),
    [("2020-09-29", "2020Q2"), ("2020-09-30", "2020Q3"), ("2020-12-30", "2020Q3"), ("2021-03-31", "2021Q1")],
)
def test_a_quarter_is_known_when_it_is_over_and_not_a_day_sooner(
    told: RelationsEstimates, day: str, last: str
) -> None:
    early = told.as_of(dt.date.fromisoformat(day))
    assert early.series(*TURNED).labels[-1] == last
    assert early.covered[1] == dt.date.fromisoformat(day)


def test_the_last_quarter_is_told_as_far_as_it_goes(told: RelationsEstimates) -> None:
    series = told.series("DEU", "USA")
    assert series.labels[-1] == "2022Q1"
    assert series.count[-1] <= 48


def test_nothing_of_later_is_known_before_it_was() -> None:
    """Not even what all pairs did together: days after are others, and other pairs have enough of them."""
    known = dt.date(2020, 12, 31)
    one, other = (estimates_of(rows).as_of(known) for rows in (scores(), scores(after=known)))
    for pair in (TURNED, ("DEU", "USA")):
        first, second = one.series(*pair), other.series(*pair)
        assert first.labels[-1] == "2020Q4"
        np.testing.assert_array_equal(first.mean, second.mean)
        np.testing.assert_array_equal(first.count, second.count)
    spans = (dt.date(2018, 1, 1), dt.date(2018, 12, 31)), (dt.date(2020, 1, 1), known)
    np.testing.assert_array_equal(one.changes(*spans).mean, other.changes(*spans).mean)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    path = as_record(tmp_path / "record.duckdb", relations=scores())
    manifests = estimate(["relations"], record=path, to=tmp_path)
    assert manifests["relations"]["covered"] == [str(WINDOW[0]), str(WINDOW[1])]
    read, made = load(tmp_path), estimates()
    np.testing.assert_array_equal(read.series(*TURNED).draws, made.series(*TURNED).draws)
    [found] = verify(record=path, estimates=tmp_path)
    assert (found.line, found.agrees, found.same_record) == ("relations", True, True)
    assert max(one.largest for one in found.differences) == 0.0
    (tmp_path / "relations" / "quarters.parquet").write_bytes(b"nothing")
    with pytest.raises(DataError, match="table quarters") as error:
        load(tmp_path).series(*TURNED)
    assert error.value.hint == "leeway estimate relations"


def test_a_record_without_scores_says_what_to_fetch(tmp_path: Path) -> None:
    path = as_record(tmp_path / "record.duckdb", reports=reports([(DAYS[0], "KAZ", "RUS", "112")]))
    with open_record(path) as record, pytest.raises(MissingSourceError, match="no daily scores") as error:
        make_tables(record)
    assert "gdelt-relations" in str(error.value.hint)


def test_monthly_scores_are_no_daily_ones(tmp_path: Path) -> None:
    rows = scores().filter(pl.col("period").dt.day() == 1).with_columns(pl.lit("month").alias("period_kind"))
    path = as_record(tmp_path / "record.duckdb", relations=rows)
    with open_record(path) as record, pytest.raises(MissingSourceError):
        make_tables(record)


def test_it_does_not_ship_and_is_asked_only_where_there_are_estimates(tmp_path: Path) -> None:
    assert not MEASURE.shipped
    assert MEASURE in MEASURES
    assert MEASURE not in declared()
    assert declared(["relations"]) == (MEASURE,)
    answer = ask("Kazakhstan", "Russia")
    assert "relations" not in {line["line"] for line in answer.to_dict()["lines"]}
    assert "elations of" not in " ".join(answer.caveats)
    made = CliRunner().invoke(app, ["ask", "KAZ", "RUS", "--json"], catch_exceptions=False)
    assert made.exit_code == 0
    assert "relations" not in {line["line"] for line in json.loads(made.stdout)["lines"]}
    path = as_record(tmp_path / "record.duckdb", relations=scores())
    estimate(["relations"], record=path, to=tmp_path)
    assert declared(folder=tmp_path) == (MEASURE,)
    own = ask("KAZ", "RUS", estimates=tmp_path, since="2018", until="2022-02-17")
    [line] = own.to_dict()["lines"]
    assert (line["line"], line["direction"]) == ("relations", "away")


def test_where_there_are_estimates_of_it_events_tell_it_beside(tmp_path: Path) -> None:
    both = {**both_lines(), "relations": estimates()}
    found = events("KAZ", "RUS", estimates=both, since="2021-02", until="2022-02", record=tmp_path / "none")
    assert [one.line for one in found.lines] == ["words", "deeds", "relations"]
    assert {one.line for one in found.periods} == {"words", "deeds"}
