"""Both legs of a state put together from the tables, and the line they make."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from tests.measures.backdoor import invented
from tests.measures.backdoor.invented import EVENT, MONTHS, TARGET, cells, coming_in, going_on, tables

from leeway.measures.backdoor.assessment import Books, assess
from leeway.measures.backdoor.estimates import BackdoorEstimates


def estimates(*sold: pl.DataFrame, **others: pl.DataFrame) -> BackdoorEstimates:
    return BackdoorEstimates(tables(*sold, **others))


def test_both_legs_are_laid_together_by_goods():
    made = tables(
        cells("ARM", jump=0.8),
        goods_out=going_on("ARM", "8542", before=4e4, after=1.4e7),
        goods_in=coming_in("ARM", "8542", before=2e4, after=4e5),
    )
    told = assess(Books(made, TARGET), "ARM")
    [both] = told.goods
    assert both.out.seen
    assert both.inside is not None
    assert both.inside.p_rise < 0.05
    assert both.passed is not None
    assert both.passed.passed <= both.passed.out_after
    assert told.covered == (MONTHS[0], MONTHS[-1])


def test_what_went_to_the_sanctioned_state_stands_before_what_went_to_everybody():
    out = pl.concat(
        [
            going_on("ARM", "restricted", before=1e6, after=9e9, to="WLD"),
            going_on("ARM", "8542", before=4e4, after=1.4e7),
        ]
    )
    told = assess(Books(tables(cells("ARM"), goods_out=out), TARGET), "ARM")
    assert [(one.out.goods, one.out.to) for one in told.goods] == [("8542", TARGET), ("restricted", "WLD")]
    assert all(one.inside is None and one.passed is None for one in told.goods)


def test_what_is_missing_is_named():
    told = assess(Books(tables(cells("ARM")), TARGET), "TUR")
    assert told.inflow is None
    assert told.covered is None
    assert len(told.missing) == 3
    assert told.missing[0].startswith("Monthly exports of listed goods by EU to TUR")


def test_partners_are_ranked_where_they_are_enough():
    others = [cells(f"X{number:02d}", seed=number) for number in range(25)]
    told = assess(Books(tables(cells("KAZ", jump=0.8), *others), TARGET), "KAZ")
    assert told.by_partner is not None
    assert (told.by_partner.rank, told.by_partner.others) == (1, 25)
    few = assess(Books(tables(cells("KAZ", jump=0.8), *others[:5]), TARGET), "KAZ")
    assert few.by_partner is None


def test_a_co_sanctioned_state_is_no_placebo():
    others = [cells(f"X{number:02d}", seed=number) for number in range(20)]
    made = tables(cells("KAZ"), cells("BLR", jump=3.0), *others, also_sanctioned=("BLR",))
    told = assess(Books(made, TARGET), "KAZ")
    assert told.by_partner is not None
    assert told.by_partner.others == 20
    assert assess(Books(made, TARGET), "BLR").also_sanctioned


def test_all_goods_are_ranked_among_partners_of_middling_size():
    years = range(2019, 2024)
    rows = [(f"X{number:02d}", year, 1e9) for number in range(30) for year in years]
    rows += [("KAZ", year, 1e9 * (3 if year >= 2022 else 1)) for year in years]
    rows += [("TUV", year, 1e4 * (50 if year >= 2022 else 1)) for year in years]
    partners = pl.DataFrame(rows, schema=["state", "year", "value"], orient="row")
    told = assess(Books(tables(cells("KAZ"), partners=partners), TARGET), "KAZ")
    assert sorted(told.by_total) == [2022, 2023]
    assert (told.by_total[2022].rank, told.by_total[2022].others) == (1, 30)


def test_nothing_later_than_the_day_is_used():
    made = tables(
        cells("ARM", jump=0.8),
        goods_out=going_on("ARM", "8542", before=4e4, after=1.4e7),
    )
    until = BackdoorEstimates(made).as_of(dt.date(2022, 9, 30))
    told = until.assessment("ARM", TARGET)
    assert told.covered == (MONTHS[0], dt.date(2022, 9, 1))
    assert told.inflow is not None
    assert told.inflow.design.length == 5
    assert told.goods == ()
    before_all = BackdoorEstimates(made).as_of(dt.date(2021, 12, 31)).assessment("ARM", TARGET)
    assert before_all.inflow is None


def test_the_line_rises_with_the_way_in():
    own = estimates(cells("KAZ", jump=0.8))
    series = own.series("KAZ", TARGET)
    later = np.array([label >= "2022-05" for label in series.labels])
    assert series.mean[later].mean() == pytest.approx(0.8, abs=0.1)
    assert series.mean[:26].mean() == pytest.approx(0.0, abs=1e-9)
    assert series.draws.shape == (400, len(MONTHS))
    assert (series.line, series.group) == ("backdoor", "deeds")


def test_the_line_is_the_same_from_either_side():
    own = estimates(cells("KAZ", jump=0.8))
    one, other = own.series("KAZ", TARGET), own.series(TARGET, "KAZ")
    assert np.array_equal(one.draws, other.draws)


def test_draws_stray_as_the_past_does():
    own = estimates(cells("KAZ", noise=0.3))
    leg1 = own.leg1("KAZ", TARGET)
    assert leg1 is not None
    past = leg1.log_ratio[: leg1.design.before]
    spread = (own.series("KAZ", TARGET, draws=4000).draws - own.series("KAZ", TARGET).mean).std()
    assert spread == pytest.approx(past.std(), rel=0.4)


def test_pairs_without_a_list_or_without_books_are_silent():
    own = estimates(cells("KAZ"))
    window = own.covered
    assert own.silence("KAZ", TARGET, window) is None
    assert "only against RUS" in str(own.silence("FRA", "DEU", window))
    assert "not in the books" in str(own.silence("TUR", TARGET, window))
    assert own.seated("FRA") == ()
    with pytest.raises(ValueError, match="nothing on TUR"):
        own.series("TUR", TARGET)


def test_changes_of_all_agree_with_the_pair():
    own = estimates(cells("KAZ", jump=0.8), cells("UZB"))
    before, after = (dt.date(2020, 1, 1), dt.date(2020, 12, 31)), (dt.date(2022, 5, 1), dt.date(2022, 12, 31))
    told = own.changes(before, after)
    assert told.states == ("KAZ", "UZB")
    series = own.series("KAZ", TARGET)
    expected = series.between(*after).mean.mean() - series.between(*before).mean.mean()
    assert told.mean[0] == pytest.approx(expected)
    assert (told.sd > 0).all()
    assert own.changes(before, after, partner="UZB").states == ("UZB",)


def test_new_codes_are_a_caveat():
    plain, grown = estimates(cells("KAZ")), estimates(cells("KAZ", new=0.3))
    span = plain.covered
    assert len(plain.caveats("KAZ", TARGET, *span)) == 1
    assert "no past" in grown.caveats("KAZ", TARGET, *span)[1]
    assert plain.caveats("FRA", "DEU", *span) == ()


def test_the_same_tables_compare_as_equal_and_others_do_not():
    one, other = estimates(cells("KAZ")), estimates(cells("KAZ", jump=0.5))
    assert all(difference.largest == 0.0 for difference in one.compare(one))
    assert any(difference.largest > difference.tolerance for difference in one.compare(other))


def test_the_event_stands_in_the_manifest():
    assert Books(tables(cells("KAZ")), TARGET).event == EVENT
    assert invented.TARGET in estimates(cells("KAZ")).targets
