"""Estimates of influence, made from an invented index."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import polars as pl
import pytest
from tests.measures.influence.invented import published, record, row

from leeway.errors import DataError, MissingSourceError
from leeway.measures.influence import MEASURE
from leeway.measures.influence.estimate import computed, disagreement, make_tables
from leeway.measures.influence.estimates import InfluenceEstimates

ROOM = import_module("leeway.measures.influence.estimate")
FULL, HALF = (1.0, 1.0, 1.0, 1.0, 1.0), (0.5, 0.5, 0.5, 1.0, 0.0)
INDEX = pl.DataFrame(
    [
        ("CHN", "FJI", 2000, 0.30, True),
        ("CHN", "FJI", 2001, 0.40, True),
        ("CHN", "TON", 2000, 0.50, True),
        ("CHN", "TON", 2001, 0.50, True),
        ("CHN", "WSM", 2000, 0.90, True),
        ("CHN", "FJI", 2000, 0.20, False),
        ("CHN", "FJI", 2001, 0.20, False),
        ("CHN", "TON", 2000, 0.50, False),
        ("CHN", "TON", 2001, 0.40, False),
        ("CHN", "NRU", 2001, 0.10, False),
    ],
    schema=["influencer", "receiver", "year", "value", "computed"],
    orient="row",
)
SHORT = (row("CHN", "TON", 2000, 0.9, *FULL), row("CHN", "FJI", 2000, 0.9, *HALF))


def long(years: int = 20) -> list[tuple[object, ...]]:
    """China's influence in three states, the smaller the steadier."""
    shares = {"TON": 1.0, "FJI": 0.4, "WSM": 0.1}
    return [
        row("CHN", state, 2000 + place, 0.0, *(share * (1 - place / 40) for _ in range(3)), 0.5, 0.5)
        for state, share in shares.items()
        for place in range(years)
    ]


def values(*rows: tuple[object, ...], **settings) -> dict[tuple[str, int], float]:
    told = make_tables(record(*rows), **settings).table("influence")
    return {(one["receiver"], one["year"]): one["value"] for one in told.to_dicts()}


def test_the_index_is_computed_by_hand_from_its_components():
    told = values(*SHORT)
    assert told["TON", 2000] == 1.0
    assert told["FJI", 2000] == 0.25
    part = row("CHN", "WSM", 2000, 0.9, 0.1, 0.2, 0.3, 0.4, 0.1)
    assert values(*SHORT, part)["WSM", 2000] == pytest.approx(0.6 * 0.5 / 6.0)


def test_each_release_has_its_own_largest():
    weak = row("RUS", "FJI", 2000, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, release="two")
    told = computed(published(*SHORT, weak))
    by_release = {(one["release"], one["receiver"]): one["value"] for one in told.to_dicts()}
    assert by_release == {
        ("one", "TON"): 1.0,
        ("one", "FJI"): 0.25,
        ("two", "FJI"): pytest.approx(1.0),
    }


@pytest.mark.parametrize("missing", range(5))
def test_a_row_that_lacks_one_component_is_the_index_as_published(missing):
    parts = [None if place == missing else 0.5 for place in range(5)]
    told = computed(published(*SHORT, row("CHN", "WSM", 2000, 0.7, *parts)))
    (found,) = told.filter(pl.col("receiver") == "WSM").to_dicts()
    assert (found["value"], found["computed"]) == (0.7, False)
    assert told["computed"].sum() == 2


@pytest.mark.parametrize("published_series", [False, True])
def test_the_computed_index_wins_over_one_of_a_later_release(published_series):
    later = row("CHN", "FJI", 2000, 0.8, release="two")
    for rows in ((*SHORT, later), (later, *SHORT)):
        assert values(*rows, published_series=published_series)["FJI", 2000] == 0.25


def test_of_two_computed_the_later_release_wins():
    later = [row("CHN", state, 2000, 0.9, *FULL, release="two") for state in ("TON", "FJI")]
    for rows in ((*SHORT, *later), (*later, *SHORT)):
        assert values(*rows)["FJI", 2000] == 1.0


def test_years_with_the_index_alone_are_taken_if_asked_for():
    alone = row("RUS", "FJI", 2004, 0.8)
    without = make_tables(record(*SHORT, alone)).manifest
    assert (without["influencers"], without["covered"][1]) == (["CHN"], "2000-12-31")
    assert without["published_series"] is False
    told = make_tables(record(*SHORT, alone), published_series=True)
    assert (told.manifest["influencers"], told.manifest["covered"][1]) == (["CHN", "RUS"], "2004-12-31")
    assert told.manifest["published_series"] is True
    assert told.table("influence").filter(pl.col("influencer") == "RUS")["computed"].to_list() == [False]


def test_the_index_alone_is_no_ground_for_an_estimate_unless_asked_for():
    with pytest.raises(DataError, match="without the components"):
        make_tables(record(row("CHN", "FJI", 2000, 0.5)))
    assert values(row("CHN", "FJI", 2000, 0.5), published_series=True) == {("FJI", 2000): 0.5}


def test_two_releases_disagree_by_what_stays_and_by_what_changes_by_hand():
    between, within = disagreement(INDEX)
    fiji, tonga = np.array([0.1, 0.2]), np.array([0.0, 0.1])
    assert between == pytest.approx(np.std([fiji.mean(), tonga.mean()]))
    assert within == pytest.approx(np.std([*(fiji - fiji.mean()), *(tonga - tonga.mean())]))


def test_what_all_pairs_differ_by_alike_is_no_disagreement():
    raised = INDEX.with_columns(
        value=pl.when(pl.col("computed")).then(pl.col("value") + 0.3).otherwise(pl.col("value"))
    )
    assert disagreement(raised) == pytest.approx(disagreement(INDEX))


@pytest.mark.parametrize("index", [INDEX.filter(pl.col("computed")), INDEX.head(6)], ids=["one", "one pair"])
def test_without_a_second_release_a_hundredth_is_taken(index):
    assert disagreement(index) == (0.01, 0.01)


def test_the_margin_is_what_two_releases_differ_by():
    second = [row("CHN", "TON", 2000, 0.8, release="two"), row("CHN", "FJI", 2000, 0.15, release="two")]
    told = make_tables(record(*SHORT, *second)).manifest
    assert told["margin"] == told["between"] == pytest.approx(np.std([0.2, 0.1]), abs=1e-4)
    assert told["within"] == 0.0


def test_usual_changes_are_those_of_pairs_with_as_much_influence(monkeypatch):
    monkeypatch.setattr(ROOM, "_ALIKE", 3)
    told = make_tables(record(*long()))
    sizes, usual = np.array(told.manifest["usual"]).T
    assert len(sizes) == 3
    assert (np.diff(sizes) > 0).all()
    assert (np.diff(usual) > 0).all()
    assert usual / np.array([0.1, 0.4, 1.0]) == pytest.approx([9 / 40] * 3, abs=2e-3)


def test_influence_below_what_releases_differ_by_says_nothing_of_usual_changes(monkeypatch):
    monkeypatch.setattr(ROOM, "_ALIKE", 3)
    monkeypatch.setattr(ROOM, "NO_REPEAT", 0.2)
    told = make_tables(record(*long())).manifest
    assert min(size for size, _ in told["usual"]) > 0.2
    of = InfluenceEstimates(make_tables(record(*long())))
    assert of.margin_of("WSM", "CHN", of.covered) == 0.2


def test_a_record_too_short_for_usual_changes_is_still_told():
    of = InfluenceEstimates(make_tables(record(*long(11))))
    assert of.tables.manifest["usual"] == []
    assert of.margin_of("TON", "CHN", of.covered) == of.margin == 0.01


def test_the_days_covered_are_those_of_the_index_and_not_of_the_file():
    told = make_tables(record(*long())).manifest
    assert (told["covered"], told["built"]) == (["2000-01-01", "2019-12-31"], "2019-12-31")


def test_estimates_are_written_and_opened(tmp_path):
    manifest = MEASURE.estimate(record(*long()), tmp_path)
    told = MEASURE.load(tmp_path)
    assert manifest["usual"] == told.tables.manifest["usual"]
    assert all(one.largest == 0.0 for one in told.compare(InfluenceEstimates(make_tables(record(*long())))))


def test_a_record_without_the_index_is_refused():
    with pytest.raises(MissingSourceError, match="nothing of fbic"):
        make_tables(record(*SHORT, source="ledger"))
