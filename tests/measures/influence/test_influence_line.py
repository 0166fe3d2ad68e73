"""The line `influence` on an invented index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from leeway.errors import MissingSourceError
from leeway.measures.influence.estimate import BANDWIDTHS, DEPENDENCES, computed, disagreement, make_tables
from leeway.measures.influence.estimates import InfluenceEstimates, changes_between

PARTS = (*BANDWIDTHS, *DEPENDENCES)


def row(
    influencer: str, receiver: str, year: int, index: float, parts: bool = True, release: str = "a"
) -> dict:
    """A published row whose components make the index, with 1.0 at the top of each release."""
    values = dict.fromkeys(BANDWIDTHS, index / 2) | dict.fromkeys(DEPENDENCES, 0.5)
    return {
        "influencer": influencer,
        "receiver": receiver,
        "year": year,
        "release": release,
        "index": index,
        **(values if parts else dict.fromkeys(PARTS)),
    }


def table(rows: list[dict]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys((*PARTS, "index"), pl.Float64))


@dataclass
class Invented:
    """As much of a record as the line reads."""

    rows: pl.DataFrame
    path: Path = Path("invented.duckdb")

    def table(self, name: str) -> pl.DataFrame:
        assert name == "influence"
        return self.rows

    def sources(self) -> pl.DataFrame:
        loads = {
            "source": "fbic", "publisher": "P", "licence": "L", "file": "f.csv", "sha256": "ab" * 32,
            "covered_from": dt.date(1990, 1, 1), "covered_to": dt.date(2012, 12, 31),
        }  # fmt: skip
        return pl.DataFrame([loads])

    def version(self, _sources: tuple[str, ...]) -> str:
        return "invented"


def index() -> pl.DataFrame:
    """Russia in three states: one falls by half, one stands at 1, one has next to nothing."""
    rows = []
    for year in range(1990, 2013):
        rows += [
            row("RUS", "BLR", year, 1.0),
            row("RUS", "GEO", year, 0.4 - 0.015 * (year - 1990)),
            row("RUS", "PER", year, 0.02 + 0.0005 * (year - 1990)),
        ]
    for year in (2010, 2011, 2012):
        rows.append(row("RUS", "GEO", year, 0.1 + 0.01 * (year - 2010), parts=False, release="b"))
        rows.append(row("RUS", "UKR", year, 0.3, parts=False, release="b"))
    return table(rows)


def made(**options) -> InfluenceEstimates:
    return InfluenceEstimates(make_tables(Invented(index()), **options))


def days(first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def test_the_formula_wins_over_the_published_index():
    wrong = table([row("RUS", "BLR", 2000, 1.0), row("RUS", "GEO", 2000, 0.4)]).with_columns(
        index=pl.lit(0.9)
    )
    told = computed(wrong).sort("receiver")
    assert told["value"].to_list() == pytest.approx([1.0, 0.4])
    assert told["computed"].all()


def test_rows_without_components_are_left_out_unless_asked_for():
    assert made().directed("RUS", "UKR").is_empty()
    taken = made(published_series=True).directed("RUS", "UKR")
    assert taken["value"].to_list() == pytest.approx([0.3] * 3)
    assert not taken["computed"].any()
    both = made(published_series=True).directed("RUS", "GEO").filter(pl.col("year") == 2012)
    assert both["value"].to_list() == pytest.approx([0.07])


def test_a_record_without_the_index_names_it():
    class Empty(Invented):
        def sources(self) -> pl.DataFrame:
            return super().sources().head(0)

    with pytest.raises(MissingSourceError) as told:
        make_tables(Empty(index()))
    assert told.value.hint == "leeway refresh fbic"


def test_releases_disagree_by_what_stays_with_a_pair_and_by_year():
    rows = [("A", "B", 2000, 0.5, True), ("A", "B", 2001, 0.5, True), ("A", "C", 2000, 0.2, True),
            ("A", "C", 2001, 0.2, True), ("A", "B", 2000, 0.4, False), ("A", "B", 2001, 0.2, False),
            ("A", "C", 2000, 0.0, False), ("A", "C", 2001, 0.2, False)]  # fmt: skip
    told = pl.DataFrame(rows, schema=["influencer", "receiver", "year", "value", "computed"], orient="row")
    between, within = disagreement(told)
    assert between == pytest.approx(0.05)
    assert within == pytest.approx(0.1)
    assert disagreement(told.head(4)) == (0.01, 0.01)


def test_what_is_still_grows_with_the_index_and_has_a_floor():
    estimates = made()
    window = days(2000, 2012)
    small, middle, large = (estimates.margin_of(one, "RUS", window) for one in ("PER", "GEO", "BLR"))
    assert small <= middle <= large
    assert small >= estimates.margin
    pairs = estimates.changes(days(2000, 2002), days(2010, 2012))
    margins = dict(zip(pairs.states, pairs.margin, strict=True))
    assert margins["GEO"] == pytest.approx(estimates.margin_of("GEO", "RUS", window), rel=0.01)


def test_the_series_is_the_index_and_its_draws_lie_around_it():
    estimates = made()
    told = estimates.series("GEO", "RUS", window=days(2000, 2009), draws=4000)
    assert told.labels == tuple(str(year) for year in range(2000, 2010))
    assert told.mean[0] == pytest.approx(0.25, abs=1e-4)
    assert told.draws.mean(axis=0) == pytest.approx(told.mean, abs=0.002)
    spread = np.hypot(estimates.tables.manifest["between"], estimates.tables.manifest["within"])
    assert told.draws.std() == pytest.approx(np.hypot(spread, told.mean.std()), rel=0.05)
    again = estimates.series("GEO", "RUS", window=days(2000, 2009), draws=4000)
    assert (again.draws == told.draws).all()


def test_either_order_of_a_pair_tells_the_same_influence():
    estimates = made()
    one, other = (
        estimates.series(*pair, window=days(2000, 2009)) for pair in (("GEO", "RUS"), ("RUS", "GEO"))
    )
    assert (one.mean == other.mean).all()
    assert "Influence is that of Russia in Georgia" in estimates.caveats("RUS", "GEO", *days(2000, 2009))[0]


def test_silence_says_whose_influence_is_published():
    estimates = made()
    assert "influence of Russia only" in (estimates.silence("GEO", "PER", days(2000, 2009)) or "")
    assert "fewer than two" in (estimates.silence("UKR", "RUS", days(2000, 2009)) or "")
    assert estimates.silence("GEO", "RUS", days(2000, 2009)) is None


def test_the_change_of_all_pairs_is_that_of_each():
    estimates = made()
    before, after = days(2000, 2002), days(2010, 2012)
    pairs = estimates.changes(before, after)
    place = pairs.states.index("GEO")
    alone = estimates.series("GEO", "RUS", window=(before[0], after[1]))
    assert pairs.mean[place] == pytest.approx(alone.mean[-3:].mean() - alone.mean[:3].mean(), abs=1e-6)
    only = estimates.changes(before, after, partner="GEO")
    assert (only.states, only.partners) == (("GEO",), ("RUS",))


def test_changes_by_hand():
    yearly = {"year": [1, 2, 8, 9], "value": [0.1, 0.3, 0.4, 0.6]}
    index = pl.DataFrame({"influencer": ["A"] * 4, "receiver": ["B"] * 4, **yearly})
    told = changes_between(index, range(1, 3), range(8, 10))
    assert told.row(0) == ("A", "B", pytest.approx(0.3), 0.6, 2, 2)


def test_as_of_a_day_knows_no_later_year():
    early = made().as_of(dt.date(2005, 12, 31))
    assert early.covered[1] == dt.date(2005, 12, 31)
    assert early.directed("RUS", "GEO")["year"].max() == 2005
    assert early.series("GEO", "RUS", window=days(2000, 2012)).labels[-1] == "2005"


def test_a_rebuild_agrees_and_another_index_does_not():
    assert all(one.largest == 0 for one in made().compare(made()))
    weaker = pl.when(pl.col("receiver") == "GEO").then(0.2).otherwise(pl.col("economic_dependence"))
    rows = index().with_columns(weaker.alias("economic_dependence"))
    other = InfluenceEstimates(make_tables(Invented(rows)))
    assert not all(one.largest <= one.tolerance for one in made().compare(other))
