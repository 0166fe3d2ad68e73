"""The line of influence, asked about invented states."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from tests.measures.influence.invented import AFTER, BEFORE, COURSES, USUAL, WHOLE, YEARS, invented, span

from leeway.errors import DataError
from leeway.measures.files import write_tables
from leeway.measures.influence import load
from leeway.measures.influence.estimates import changes_between
from leeway.measures.line import LineEstimates, Scaled, ShortSighted, Silent


def own_change(state: str, partner: str) -> float:
    mean = invented().series(state, partner, draws=1).mean
    return mean[-3:].mean() - mean[:3].mean()


def test_it_offers_what_a_line_offers():
    told: LineEstimates = invented()
    assert isinstance(told, Silent)
    assert isinstance(told, Scaled)
    assert not isinstance(told, ShortSighted)
    assert told.moved("FJI", "CHN", BEFORE, AFTER) is None
    assert told.same_questions("FJI", "CHN", BEFORE, AFTER) is None
    assert told.settings == {"built": dt.date(2019, 12, 31), "published_series": False}


def test_the_series_is_the_partner_s_influence_in_the_state():
    told = invented().series("FJI", "CHN")
    assert told.mean == pytest.approx([0.1 + 0.01 * place for place in range(20)], abs=1e-6)
    assert told.labels == tuple(map(str, YEARS))
    assert str(told.times[0]) == "2000-07-01"
    of = invented()
    assert of.series("RUS", "CHN").mean == pytest.approx([0.3] * 20)
    assert of.series("CHN", "RUS").mean[0] == pytest.approx(0.2)


def test_where_the_partner_has_none_published_it_is_the_state_s_in_the_partner():
    of = invented()
    np.testing.assert_array_equal(of.series("CHN", "FJI").mean, of.series("FJI", "CHN").mean)


def test_a_series_is_cut_to_the_years_whose_middle_is_in_the_window():
    window = dt.date(2004, 7, 2), dt.date(2008, 7, 1)
    assert invented().series("FJI", "CHN", window=window).labels == ("2005", "2006", "2007", "2008")


def test_draws_lie_about_the_index_and_are_the_same_for_the_same_seed():
    of = invented()
    told = of.series("FJI", "CHN", draws=4000)
    assert told.draws.mean(axis=0) == pytest.approx(told.mean, abs=0.002)
    errors = told.draws - told.mean
    assert errors.mean(axis=1).std() == pytest.approx(np.sqrt(0.01**2 + 0.02**2 / 20), rel=0.05)
    assert (errors - errors.mean(axis=1, keepdims=True)).std() == pytest.approx(0.02, rel=0.05)
    again, other = (of.series("FJI", "CHN", draws=4000, seed=seed) for seed in (0, 1))
    np.testing.assert_array_equal(told.draws, again.draws)
    assert not np.array_equal(told.draws, other.draws)
    assert not np.array_equal(
        errors, of.series("TON", "CHN", draws=4000).draws - of.series("TON", "CHN").mean
    )


def test_silence_names_whose_influence_is_published():
    of = invented()
    assert of.silence("FJI", "TON", WHOLE) == (
        "The index is published for the influence of China and Russia only."
    )
    assert invented(influencers=["CHN"]).silence("RUS", "TON", WHOLE).endswith("influence of China only.")
    assert of.silence("FJI", "CHN", WHOLE) is None


@pytest.mark.parametrize(
    ("window", "silent"), [((2008, 2012), False), ((2009, 2013), True), ((2010, 2019), True)]
)
def test_fewer_than_two_years_of_a_pair_are_none(window, silent):
    told = invented().silence("FJI", "RUS", span(*window))
    assert (told is not None) is silent
    assert not silent or "fewer than two" in told


def test_the_margin_grows_with_the_index():
    of = invented()
    near, far = (of.margin_of(state, "CHN", WHOLE) for state in ("FJI", "TON"))
    assert near == pytest.approx(np.interp(0.29, *np.transpose(USUAL)), abs=1e-6)
    assert far == pytest.approx(np.interp(0.8, *np.transpose(USUAL)), abs=1e-6)
    margins = [of.margin_of("FJI", "CHN", span(2000, last)) for last in YEARS]
    assert margins == sorted(margins)
    assert margins[0] < margins[-1]


def test_the_margin_is_never_less_than_what_two_releases_differ_by():
    assert invented().margin_of("FJI", "RUS", WHOLE) == 0.01
    assert invented(margin=0.2).margin_of("TON", "CHN", WHOLE) == 0.2
    assert (invented(margin=0.04).changes(BEFORE, AFTER).margin >= 0.04).all()


def test_without_usual_changes_the_releases_alone_are_the_margin():
    of = invented(usual=[])
    assert of.margin_of("TON", "CHN", WHOLE) == 0.01
    assert of.changes(BEFORE, AFTER).margin.tolist() == [0.01] * 4


def test_changes_of_all_pairs_agree_with_each_pair_s_own():
    of = invented()
    told = of.changes(BEFORE, AFTER)
    pairs = list(zip(told.states, told.partners, strict=True))
    assert set(pairs) == {("FJI", "CHN"), ("TON", "CHN"), ("RUS", "CHN"), ("CHN", "RUS")}
    assert told.mean == pytest.approx([own_change(*pair) for pair in pairs], abs=1e-6)
    both = [(of.margin_of(*pair, BEFORE), of.margin_of(*pair, AFTER)) for pair in pairs]
    assert told.margin == pytest.approx([max(margins) for margins in both])


def test_the_error_of_a_change_is_that_of_two_means():
    told = invented().changes(BEFORE, span(2018, 2019))
    assert told.sd == pytest.approx([0.02 * np.sqrt(1 / 3 + 1 / 2)] * 4)
    draws = invented().series("FJI", "CHN", draws=4000).draws
    spread = (draws[:, -2:].mean(axis=1) - draws[:, :3].mean(axis=1)).std()
    assert told.sd[0] == pytest.approx(spread, rel=0.05)


@pytest.mark.parametrize(
    ("partner", "pairs"), [("CHN", 4), ("RUS", 2), ("FJI", 1), ("WSM", 0)], ids=["CHN", "RUS", "FJI", "WSM"]
)
def test_changes_of_one_state_are_those_of_its_pairs(partner, pairs):
    every, own = invented().changes(BEFORE, AFTER), invented().changes(BEFORE, AFTER, partner=partner)
    found = list(zip(every.states, every.partners, every.mean, every.margin, strict=True))
    kept = [one for one in found if partner in one[:2]]
    assert list(zip(own.states, own.partners, own.mean, own.margin, strict=True)) == kept
    assert len(kept) == pairs


def test_the_larger_index_of_both_spans_is_told():
    both = changes_between(invented().tables.table("influence"), range(2000, 2003), range(2017, 2020))
    largest = {(row["influencer"], row["receiver"]): row["largest"] for row in both.to_dicts()}
    assert largest["CHN", "TON"] == pytest.approx(0.8)
    assert largest["CHN", "FJI"] == pytest.approx(0.29)


def test_an_earlier_day_knows_nothing_later():
    then = invented().as_of(dt.date(2009, 12, 31))
    assert then.covered == (WHOLE[0], dt.date(2009, 12, 31))
    assert then.series("FJI", "CHN").labels[-1] == "2009"
    assert then.series("FJI", "CHN", window=WHOLE).labels[-1] == "2009"
    assert len(then.changes(BEFORE, AFTER).mean) == 0
    assert "fewer than two" in then.silence("FJI", "CHN", AFTER)
    assert then.margin_of("FJI", "CHN", WHOLE) == then.margin_of("FJI", "CHN", span(2000, 2009))
    assert then.margin_of("FJI", "CHN", WHOLE) < invented().margin_of("FJI", "CHN", WHOLE)


@pytest.mark.parametrize(("day", "last"), [("2009-12-30", 2008), ("2009-12-31", 2009), ("2030-01-01", 2019)])
def test_a_year_is_known_when_it_is_over_and_not_a_day_sooner(day, last):
    then = invented().as_of(dt.date.fromisoformat(day))
    assert then.directed("CHN", "FJI")["year"].max() == last


def test_only_states_in_the_index_are_told_of():
    of = invented()
    assert of.seated("FJI") == (WHOLE,)
    assert of.seated("WSM") == ()
    late = invented({("CHN", "SSD"): dict.fromkeys(YEARS, 0.1)})
    assert late.seated("SSD")[0][0].year == 2011


def test_caveats_say_whose_influence_it_is():
    of = invented()
    (told,) = of.caveats("FJI", "CHN", *WHOLE)
    assert told.startswith("Influence is that of China in Fiji;")
    assert of.caveats("CHN", "FJI", *WHOLE) == (told,)
    assert of.caveats("CHN", "RUS", *WHOLE)[0].startswith("Influence is that of Russia in China;")


def test_caveats_say_where_the_index_is_as_published():
    told = invented(computed=False).caveats("FJI", "CHN", *WHOLE)
    assert len(told) == 2
    assert "index as published" in told[1]


def test_estimates_are_compared_value_by_value():
    assert [one.largest for one in invented().compare(invented())] == [0.0, 0.0]
    shifted = {pair: {year: v + 0.25 for year, v in course.items()} for pair, course in COURSES.items()}
    assert invented().compare(invented(shifted))[0].largest == pytest.approx(0.25, abs=1e-6)


def test_what_is_written_answers_as_what_was_in_memory(tmp_path):
    made = invented()
    write_tables(made.tables, tmp_path / "influence")
    told = load(tmp_path)
    np.testing.assert_array_equal(told.series("FJI", "CHN").draws, made.series("FJI", "CHN").draws)


@pytest.mark.parametrize("entry", ["between", "influencers", "published_series", "usual", "within"])
def test_a_manifest_without_what_the_line_needs_is_refused(tmp_path, entry):
    tables = invented().tables
    del tables.manifest[entry]
    write_tables(tables, tmp_path / "influence")
    with pytest.raises(DataError, match=f"lacks {entry}"):
        load(tmp_path)
