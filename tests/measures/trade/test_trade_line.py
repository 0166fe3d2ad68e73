"""The line `trade` on an invented world in which it is known who moved."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from tests.measures.trade.invented import (
    HOLE,
    NOISE,
    STATES,
    YEARS,
    as_record,
    estimates,
    estimates_of,
    own_book,
    reconciled,
    rows,
    values,
)

from leeway.errors import MissingSourceError
from leeway.measures.trade.errors import errors_at
from leeway.measures.trade.estimate import make_tables
from leeway.measures.trade.estimates import TradeEstimates
from leeway.record.store import open_record
from leeway.sources.flows import flow_rows

BEFORE = dt.date(2003, 1, 1), dt.date(2009, 12, 31)
AFTER = dt.date(2014, 1, 1), dt.date(2020, 12, 31)
WHOLE = BEFORE[0], AFTER[1]


@pytest.fixture(scope="module")
def told() -> TradeEstimates:
    return estimates()


def share(seller: str, buyer: str, year: int, side: str) -> float:
    """By hand: of the seller's exports, or of the buyer's imports."""
    world = values()
    place = YEARS.index(year)
    one, other = STATES.index(seller), STATES.index(buyer)
    total = world[one, :, place].sum() if side == "exports" else world[:, other, place].sum()
    return float(world[one, other, place] / total)


@pytest.mark.parametrize(
    ("leg", "seller", "buyer", "side"),
    [
        ("exports", "KAZ", "RUS", "exports"),
        ("imports", "RUS", "KAZ", "imports"),
        ("partner's exports", "RUS", "KAZ", "exports"),
        ("partner's imports", "KAZ", "RUS", "imports"),
    ],
)
def test_each_leg_is_the_share_counted_by_hand(
    told: TradeEstimates, leg: str, seller: str, buyer: str, side: str
) -> None:
    found = told.pair_legs("KAZ", "RUS")[leg]["baci-hs92"]
    for year, value in zip(found.years, found.share, strict=True):
        assert value == pytest.approx(share(seller, buyer, year, side), rel=2e-3)


def test_a_year_that_is_a_hole_in_the_books_is_not_told(told: TradeEstimates) -> None:
    for by_source in told.pair_legs("KAZ", "RUS").values():
        assert all(HOLE not in leg.years for leg in by_source.values())
    assert HOLE in told.pair_legs("KAZ", "CHN")["exports"]["baci-hs92"].years
    place = told.matrices("baci-hs92").years.index(HOLE)
    number = told.matrices("baci-hs92").states.index
    assert np.isnan(told.matrices("baci-hs92").shares[:, number("KAZ"), number("RUS"), place]).all()
    assert any("customs union" in one.what for one in told.breaks("KAZ", "RUS", WHOLE))
    assert not told.breaks("DEU", "FRA", WHOLE)


def test_one_series_rests_on_one_source(told: TradeEstimates) -> None:
    series = told.series("KAZ", "RUS", window=WHOLE)
    assert series.lineage[0] == "baci-hs92"
    expected = [
        (share("KAZ", "RUS", int(label), "exports") + share("RUS", "KAZ", int(label), "imports")) / 2
        for label in series.labels
    ]
    np.testing.assert_allclose(series.mean, expected, rtol=2e-3)


def test_the_state_that_turned_away_is_the_mover(told: TradeEstimates) -> None:
    leg = told.pair_legs("KAZ", "RUS")["imports"]["baci-hs92"]
    parts = told.parts(leg, "KAZ", "RUS", BEFORE, AFTER)
    assert parts is not None
    assert parts.change < -0.01
    state, partner, mix = parts.parts
    assert state < 0.8 * parts.change
    assert abs(partner) < 0.3 * abs(parts.change)
    assert mix == pytest.approx(0.0, abs=1e-12)


def test_a_partner_that_grew_for_all_is_the_mover(told: TradeEstimates) -> None:
    leg = told.pair_legs("DEU", "CHN")["exports"]["baci-hs92"]
    parts = told.parts(leg, "DEU", "CHN", BEFORE, AFTER)
    assert parts is not None
    assert parts.change > 0.05
    assert parts.parts[1] > 0.9 * parts.change


def test_who_keeps_its_share_of_a_partner_that_grew_has_turned_away(told: TradeEstimates) -> None:
    """Kazakhstan alone did not sell China more: standing still while all others move is a move."""
    leg = told.pair_legs("KAZ", "CHN")["exports"]["baci-hs92"]
    parts = told.parts(leg, "KAZ", "CHN", BEFORE, AFTER)
    assert parts is not None
    assert abs(parts.change) < 0.01
    assert parts.parts[0] < -0.02
    assert parts.parts[1] > 0.02


def test_who_moved_is_told_from_everybodys_own_books_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no source made both books one: all reporters' totals; years of a silent one are estimates."""
    world = values()
    late = pl.col("period") >= dt.date(2018, 1, 1)
    frames = []
    for flow in ("export", "import"):
        book = rows(world, flow)
        silent = late & (pl.col("reporter") == "RUS")
        frames += [
            flow_rows(book.filter(~silent), "imf-imts", currency="USD"),
            flow_rows(book.filter(silent), "imf-imts", currency="USD", basis="estimated"),
        ]
    whole = pl.concat(frames).with_columns(pl.int_range(2, pl.len() + 2).cast(pl.Int32).alias("file_row"))
    assert estimates_of(whole).moved("KAZ", "RUS", BEFORE, AFTER) is None
    monkeypatch.setattr("leeway.measures.trade.everybody.EVERYBODY", len(STATES))
    told = estimates_of(whole)
    moved = told.moved("KAZ", "RUS", BEFORE, AFTER)
    known = estimates().moved("KAZ", "RUS", BEFORE, AFTER)
    assert moved is not None
    assert known is not None
    assert moved.state == pytest.approx(known.state, abs=2e-4)
    assert moved.partner == pytest.approx(known.partner, abs=2e-4)
    parts = told.parts(told.pair_legs("KAZ", "RUS")["imports"]["imf-imts"], "KAZ", "RUS", BEFORE, AFTER)
    assert parts is not None
    assert parts.weights == "imf-imts"


@pytest.mark.parametrize("pair", [("KAZ", "RUS"), ("RUS", "KAZ"), ("DEU", "CHN"), ("POL", "USA")])
def test_parts_sum_to_the_change_of_the_leg(told: TradeEstimates, pair: tuple[str, str]) -> None:
    for by_source in told.pair_legs(*pair).values():
        for leg in by_source.values():
            parts = told.parts(leg, *pair, BEFORE, AFTER)
            if parts is not None:
                assert parts.parts.sum() == pytest.approx(parts.change, abs=1e-9)
    moved = told.moved(*pair, BEFORE, AFTER)
    assert moved is not None
    assert moved.state + moved.partner + moved.agenda == pytest.approx(moved.change, abs=1e-9)


def test_draws_carry_the_disagreement_of_the_two_books(told: TradeEstimates) -> None:
    """Errors of a fifth a year in one of two books: half the variance is given to either."""
    errors = told.tables.manifest["errors"]
    told_errors = errors_at(errors, 0.05)
    transitory = told_errors.transitory
    assert transitory == pytest.approx(NOISE / np.sqrt(2.0), rel=0.15)
    assert told_errors.persistent < 0.1
    assert told_errors.drift < 0.15 * transitory
    series = told.series("DEU", "FRA", window=WHOLE, draws=2000)
    changes = np.diff(np.log(series.draws), axis=1) - np.diff(np.log(series.mean))
    assert changes.std(axis=0).mean() == pytest.approx(transitory, rel=0.35)
    again = told.series("DEU", "FRA", window=WHOLE, draws=2000)
    np.testing.assert_array_equal(series.draws, again.draws)


def test_books_that_agree_leave_less_doubt() -> None:
    world = values()
    same = own_book(world, seed=6).with_columns(pl.col("value"))
    exact = flow_rows(rows(world, "import"), "wto", currency="USD")
    doubtful, sure = estimates_of(reconciled(world), same), estimates_of(reconciled(world), exact)
    widths = [
        np.diff(
            np.quantile(one.series("DEU", "FRA", window=WHOLE).draws, [0.05, 0.95], axis=0), axis=0
        ).mean()
        for one in (doubtful, sure)
    ]
    assert widths[1] < 0.2 * widths[0]


def test_all_pairs_at_once_are_the_pairs_one_by_one(told: TradeEstimates) -> None:
    changes = told.changes(BEFORE, AFTER)
    assert changes.directed
    assert len(changes.states) == len(STATES) * (len(STATES) - 1)
    at = list(zip(changes.states, changes.partners, strict=True))
    series = told.series("KAZ", "RUS", window=WHOLE)
    by_year = dict(zip(map(int, series.labels), series.mean, strict=True))
    ends = [
        np.mean([by_year[year] for year in range(span[0].year, span[1].year + 1) if year in by_year])
        for span in (BEFORE, AFTER)
    ]
    assert changes.mean[at.index(("KAZ", "RUS"))] == pytest.approx(ends[1] - ends[0], abs=1e-4)
    assert changes.mean[at.index(("KAZ", "RUS"))] != pytest.approx(changes.mean[at.index(("RUS", "KAZ"))])
    towards = told.changes(BEFORE, AFTER, partner="CHN")
    assert set(towards.partners) == {"CHN"}


def test_what_is_usual_grows_with_the_dependence_and_the_time(told: TradeEstimates) -> None:
    short = told.margin_of("DEU", "FRA", (dt.date(2018, 1, 1), dt.date(2020, 12, 31)))
    long = told.margin_of("DEU", "FRA", WHOLE)
    assert 0.0 < short < long


def test_a_part_of_a_year_is_not_told_as_a_year() -> None:
    world = values()
    part = flow_rows(
        rows(world, "import").filter(pl.col("period") == dt.date(2020, 1, 1)),
        "wto",
        currency="USD",
        period_kind="part of a year",
        months=9,
    )
    told = estimates_of(reconciled(world), part)
    assert "wto" not in told.tables.years


def test_months_make_a_year_only_if_all_twelve_are_there() -> None:
    world = values()
    yearly = rows(world, "import").filter(pl.col("period") == dt.date(2020, 1, 1))
    months = [
        yearly.with_columns(pl.lit(dt.date(year, month, 1)).alias("period"), pl.col("value") / 12)
        for year, last in ((2019, 12), (2020, 11))
        for month in range(1, last + 1)
    ]
    frame = pl.concat(months).drop("file_row").with_row_index("file_row", offset=2)
    told = estimates_of(
        reconciled(world), flow_rows(frame, "wto", currency="USD", period_kind="month", months=1)
    )
    assert told.tables.years["wto"] == range(2019, 2020)


def test_re_exports_and_blocs_are_in_no_share() -> None:
    world = values()
    base = estimates_of(reconciled(world))
    book = rows(world, "import").filter(pl.col("reporter") == "KAZ", pl.col("partner") == "RUS")
    again = pl.concat(
        [
            flow_rows(book.with_columns(pl.lit("re-export").alias("flow")), "wto", currency="USD"),
            flow_rows(book.with_columns(pl.lit("EU27").alias("partner")), "wto", currency="USD"),
        ]
    ).with_columns(pl.int_range(2, pl.len() + 2).cast(pl.Int32).alias("file_row"))
    told = estimates_of(reconciled(world), again)
    assert told.tables.years.keys() == base.tables.years.keys()
    assert told.compare(base)[0].largest == 0.0


def test_a_pair_that_neither_reports_is_unknown_and_one_that_a_reporter_leaves_out_is_none() -> None:
    world = values()
    at = STATES.index
    for one in ("KAZ", "UZB", "KGZ"):
        for other in ("KAZ", "UZB", "KGZ"):
            world[at(one), at(other), : YEARS.index(2010)] = 0.0
    world[at("DEU"), at("KGZ"), YEARS.index(2005)] = 0.0
    world[at("KGZ"), at("DEU"), YEARS.index(2005)] = 0.0
    told = estimates_of(reconciled(world))
    quiet = told.pair_legs("UZB", "KGZ")["exports"]["baci-hs92"]
    assert quiet.years[0] == 2010
    known = told.pair_legs("DEU", "KGZ")["exports"]["baci-hs92"]
    assert known.share[known.years.index(2005)] == 0.0
    wide = told.caveats("UZB", "KGZ", *WHOLE)
    assert not any("tell the trade of UZB" in one for one in wide)
    before = told.caveats("UZB", "DEU", *WHOLE)
    assert any("tell the trade of UZB" in one and "2003 to 2009" in one for one in before)


def test_a_pair_that_hardly_trades_or_a_window_hardly_told_is_silent(told: TradeEstimates) -> None:
    assert told.silence("KAZ", "RUS", WHOLE) is None
    assert "No source" in str(told.silence("KAZ", "RUS", (dt.date(1980, 1, 1), dt.date(1990, 12, 31))))
    world = values()
    world[STATES.index("BRA"), STATES.index("KGZ")] *= 1e-3
    world[STATES.index("KGZ"), STATES.index("BRA")] *= 1e-3
    little = estimates_of(reconciled(world), own_book(world))
    assert "hardly trade" in str(little.silence("BRA", "KGZ", WHOLE))


def test_nothing_of_later_is_known_before_it_was(told: TradeEstimates) -> None:
    early = told.as_of(dt.date(2012, 6, 30))
    assert early.covered[1] == dt.date(2012, 6, 30)
    legs = early.pair_legs("KAZ", "RUS")
    assert max(leg.years[-1] for by_source in legs.values() for leg in by_source.values()) == 2011


def test_a_record_without_totals_says_what_to_fetch(tmp_path) -> None:
    world = values()
    goods = flow_rows(rows(world), "baci-hs92", currency="USD", basis="reconciled", product="854231",
                      revision="HS1992")  # fmt: skip
    path = as_record(tmp_path / "record.duckdb", goods)
    with open_record(path) as record, pytest.raises(MissingSourceError, match="no totals") as error:
        make_tables(record)
    assert "leeway refresh baci" in str(error.value.hint)


def test_the_goods_mix_is_told_where_a_source_tells_goods() -> None:
    """Oil and chips: the partner's weight rests in one of them, and the state's trade moves to the other."""
    world = values()
    later = np.array([year >= 2012 for year in YEARS])
    oil = np.full(world.shape, 0.5)
    oil[STATES.index("RUS"), :, :] = 0.9
    oil[:, STATES.index("KAZ"), :] *= np.where(later, 0.2, 1.0)
    parts = [(("270900"), world * oil), (("854231"), world * (1.0 - oil))]
    frames = [
        flow_rows(
            rows(part), "baci-hs92", currency="USD", basis="reconciled", product=code, revision="HS1992"
        )
        for code, part in parts
    ]
    whole = reconciled(sum(part for _, part in parts))
    frame = pl.concat([whole, *frames]).with_columns(
        pl.int_range(2, pl.len() + 2).cast(pl.Int32).alias("file_row")
    )
    told = estimates_of(frame)
    assert not told.tables.expected.is_empty()
    leg = told.pair_legs("KAZ", "RUS")["imports"]["baci-hs92"]
    found = told.parts(leg, "KAZ", "RUS", BEFORE, AFTER)
    assert found is not None
    assert found.parts[2] < -0.005
    assert found.parts.sum() == pytest.approx(found.change, abs=1e-9)
