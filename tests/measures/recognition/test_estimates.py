"""The line of recognition, asked about invented states."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from tests.measures.recognition.invented import (
    AFTER,
    BEFORE,
    COURSES,
    QUESTIONS,
    STATES,
    WHOLE,
    YEARS,
    invented,
    span,
)

from leeway.measures.line import LineEstimates, ShortSighted, Silent
from leeway.measures.recognition.estimates import RecognitionEstimates, filled

PAIRS = [(one, other) for place, one in enumerate(STATES) for other in STATES[place + 1 :]]
SCATTERED = {
    "XKX": {"FJI": [(0, 5), (1, 5)], "TON": [(1, 4), (0, 6)], "WSM": [(1, 3), (0.5, 7)], "NRU": [(0, 10)]},
    "TWN": {"FJI": [(1, 10)], "TON": [(0, 10)], "WSM": [(0, 1), (1, 9)]},
    "XAB": {"FJI": [(0, 10)], "TON": [(1, 6), (0, 4)], "NRU": [(0, 1), (1, 9)]},
    "XSO": {"FJI": [(0, 2), (1, 8)], "TON": [(1, 6), (0.5, 4)], "NRU": [(0, 10)]},
    "XSL": {"FJI": [(0, 10)], "WSM": [(1, 10)]},
}


def moved(of: RecognitionEstimates, *pair: str):
    told = of.moved(*pair, BEFORE, AFTER)
    assert told is not None
    return told


def own_change(of: RecognitionEstimates, *pair: str) -> float:
    mean = of.series(*pair, window=WHOLE, draws=1).mean
    return mean[-3:].mean() - mean[:3].mean()


def test_it_offers_what_a_line_offers():
    told: LineEstimates = invented()
    assert isinstance(told, Silent)
    assert isinstance(told, ShortSighted)
    assert (told.version, told.record, str(told.built), told.margin) == ("1-0", "1", "2009-12-31", 0.125)
    assert told.covered == WHOLE
    assert told.same_questions("FJI", "TON", BEFORE, AFTER) is None


def test_positions_are_told_by_entity_and_unknown_where_no_text_tells():
    told = invented().positions("NRU", range(2005, 2012))
    assert told["XKX"].tolist()[:2] == [0.0, 0.0]
    assert np.isnan(told["XKX"][2:]).all()
    assert np.isnan(told["TWN"]).all()
    assert set(told) == set(COURSES)


def test_the_share_of_questions_on_the_same_side_by_hand():
    told = invented().series("FJI", "TON", window=WHOLE)
    differ, kosovo_joined, withdrawn = 1 / 3, 2 / 3, 1.0
    assert told.mean == pytest.approx([differ] * 5 + [kosovo_joined] + [withdrawn] * 4)
    assert told.count.tolist() == [3] * 10
    assert told.labels == tuple(map(str, YEARS))
    assert told.lineage == ("ledger@abababababab",)


def test_a_question_with_two_entities_counts_once():
    apart = invented(questions=QUESTIONS | {"Georgia 2008": ["XAB"], "Ossetia": ["XSO"]})
    assert apart.series("FJI", "TON", window=WHOLE).mean[5] == pytest.approx(2 / 4)
    assert invented().series("FJI", "TON", window=WHOLE).mean[5] == pytest.approx(2 / 3)


def test_one_entity_of_two_is_half_a_question():
    courses = COURSES | {"XSO": COURSES["XSO"] | {"TON": [(1.0, 10)]}}
    told = invented(courses).series("FJI", "TON", window=WHOLE)
    assert told.mean[-1] == pytest.approx((1 + 1 + 0.5) / 3)


def test_a_question_of_which_one_entity_is_unknown_cannot_be_compared():
    assert "Georgia 2008" in invented().compared("FJI", "TON", WHOLE)
    courses = COURSES | {"XSO": {"FJI": [(0.0, 10)]}}
    assert "Georgia 2008" not in invented(courses).compared("FJI", "TON", WHOLE)


def test_a_frozen_recognition_is_half_way():
    assert invented().series("TON", "WSM", window=WHOLE).mean == pytest.approx([1 - 0.5 / 3] * 10)


def test_a_question_is_compared_if_both_are_known_somewhere_in_both_ends():
    of = invented()
    assert list(of.compared("FJI", "TON", WHOLE)) == ["Kosovo", "Taiwan", "Georgia 2008"]
    assert list(of.compared("FJI", "TON", span(2000, 2001))) == list(QUESTIONS)
    assert list(of.compared("FJI", "NRU", span(2000, 2007))) == ["Kosovo"]
    assert list(of.compared("FJI", "NRU", span(2000, 2008))) == ["Kosovo"]
    assert list(of.compared("FJI", "NRU", WHOLE)) == []


def test_gaps_keep_the_position_last_known_and_years_before_the_first_take_it():
    nan = np.nan
    told = filled(np.array([[nan, 1, nan, 0, nan], [0.5, nan, nan, nan, 1]]))
    assert told.tolist() == [[1, 1, 1, 0, 0], [0.5, 0.5, 0.5, 0.5, 1]]


def test_who_moved_by_hand():
    told = moved(invented(), "FJI", "TON")
    assert told.change == pytest.approx(2 / 3)
    assert told.state == pytest.approx(1 / 3)
    assert told.partner == pytest.approx(1 / 3)
    assert (told.agenda, told.agenda_sd) == (0.0, 0.0)


def test_a_change_goes_to_who_moved_and_turns_with_the_order_of_the_two():
    courses = COURSES | {"XAB": {"FJI": [(0.0, 10)], "TON": [(0, 6), (1, 4)]}}
    of = invented(courses, questions={"Kosovo": ["XKX"], "Abkhazia": ["XAB"]})
    told, turned = moved(of, "FJI", "TON"), moved(of, "TON", "FJI")
    assert (told.state, told.partner) == pytest.approx((1 / 2, -1 / 2))
    assert told.change == pytest.approx(0.0)
    assert (turned.state, turned.partner) == pytest.approx((told.partner, told.state))


def test_what_both_moved_by_is_shared_as_they_moved():
    courses = {"XKX": {"FJI": [(0, 5), (0.5, 5)], "TON": [(0, 5), (1, 5)]}}
    told = moved(invented(courses, questions={"Kosovo": ["XKX"]}), "FJI", "TON")
    assert (told.change, told.state, told.partner) == pytest.approx((-1 / 2, -1 / 6, -1 / 3))


def test_nobody_moved_where_nothing_changed_or_nothing_is_known():
    assert invented().moved("TON", "WSM", BEFORE, AFTER) is None
    assert invented().moved("FJI", "NRU", BEFORE, AFTER) is None


def test_parts_are_as_unsure_as_texts_are_wrong_by_number_of_questions():
    told = moved(invented(error=0.06), "FJI", "TON")
    assert told.state_sd == told.partner_sd == pytest.approx(0.06 / np.sqrt(3))


@pytest.mark.parametrize("courses", [COURSES, SCATTERED], ids=["courses", "scattered"])
def test_changes_of_all_pairs_agree_with_each_pair_s_own(courses):
    of = invented(courses)
    told = of.changes(BEFORE, AFTER)
    found = list(zip(told.states, told.partners, strict=True))
    assert found == [pair for pair in PAIRS if of.silence(*pair, WHOLE) is None]
    assert told.mean == pytest.approx([own_change(of, *pair) for pair in found], abs=1e-6)
    parts = [of.moved(*pair, BEFORE, AFTER) for pair in found]
    assert told.mean == pytest.approx([one.change if one else 0.0 for one in parts], abs=1e-6)


def test_changes_of_one_state_are_those_of_its_pairs():
    of = invented(SCATTERED)
    every, own = of.changes(BEFORE, AFTER), of.changes(BEFORE, AFTER, partner="TON")
    found = dict(zip(zip(every.states, every.partners, strict=True), every.mean, strict=True))
    kept = {pair: mean for pair, mean in found.items() if "TON" in pair}
    assert dict(zip(zip(own.states, own.partners, strict=True), own.mean, strict=True)) == kept
    assert len(kept) == 3


def test_one_question_that_changed_among_many_leaves_an_error():
    told = invented().changes(BEFORE, AFTER, partner="FJI")
    place = told.partners.index("TON")
    each = np.array([1.0, 0.0, 1.0])
    assert told.sd[place] == pytest.approx(np.sqrt(each.var() / 4))


def test_nothing_can_be_told_without_a_question():
    of = invented()
    assert of.silence("FJI", "TON", WHOLE) is None
    assert "No question" in of.silence("FJI", "NRU", WHOLE)
    assert len(of.changes(BEFORE, AFTER, partner="NRU").mean) == 0


def test_few_questions_could_have_shown_little():
    assert "they are 3, too few" in invented().unseen("FJI", "TON", WHOLE)
    assert invented().unseen("FJI", "TON", span(2000, 2001)) is None


def test_draws_lie_about_the_mean_and_are_the_same_for_the_same_seed():
    of = invented()
    told = of.series("FJI", "TON", window=WHOLE, draws=2000)
    assert told.draws.mean(axis=0) == pytest.approx(told.mean, abs=0.03)
    assert 0.1 < told.draws[:, 0].std() < 0.4
    again, other = (of.series("FJI", "TON", window=WHOLE, draws=2000, seed=seed) for seed in (0, 1))
    np.testing.assert_array_equal(told.draws, again.draws)
    assert not np.array_equal(told.draws, other.draws)


def test_the_order_of_the_two_does_not_change_the_draws():
    told, turned = (invented().series(*pair, window=WHOLE) for pair in (("FJI", "TON"), ("TON", "FJI")))
    assert turned.draws == pytest.approx(told.draws)


def test_a_wrong_text_undoes_a_change_or_turns_a_side():
    of = invented({"XKX": COURSES["XKX"]}, questions={"Kosovo": ["XKX"]}, error=0.05)
    turned = of.series("FJI", "TON", window=WHOLE, draws=4000).draws
    never = np.isclose(turned[:, 0], turned[:, -1]).mean()
    assert np.isclose(turned, turned.round()).all()
    assert never == pytest.approx(0.05, abs=0.015)
    stood = of.series("TON", "WSM", window=WHOLE, draws=4000).draws
    assert (stood == stood[:, :1]).all()
    assert stood.mean() == pytest.approx(1 - 2 * 0.05 * 0.95, abs=0.02)


def test_an_earlier_day_knows_nothing_later():
    then = invented().as_of(dt.date(2004, 12, 31))
    assert then.covered == (WHOLE[0], dt.date(2004, 12, 31))
    assert np.isnan(then.positions("FJI", range(2005, 2010))["XKX"]).all()
    assert "No question" in then.silence("FJI", "TON", WHOLE)
    assert len(then.changes(BEFORE, AFTER).mean) == 0
    assert then.series("FJI", "TON").mean == pytest.approx([1 / 3] * 5)
    assert then.seated("FJI") == (then.covered,)
    assert len(invented().changes(BEFORE, AFTER).mean) > 0


def test_what_is_changed_later_does_not_change_what_was_known():
    later = {
        entity: {state: [*stretches[:1], (0.5, 10 - stretches[0][1])] for state, stretches in of.items()}
        for entity, of in COURSES.items()
    }
    day = dt.date(2001, 12, 31)
    one, other = (invented(courses).as_of(day) for courses in (COURSES, later))
    for pair in PAIRS:
        assert one.silence(*pair, one.covered) == other.silence(*pair, one.covered)
        if one.silence(*pair, one.covered) is None:
            np.testing.assert_array_equal(one.series(*pair).draws, other.series(*pair).draws)


def test_an_earlier_day_never_widens_what_is_covered():
    assert invented().as_of(dt.date(2030, 1, 1)).covered == WHOLE


@pytest.mark.parametrize(("day", "known"), [("2004-06-30", False), ("2004-07-01", True)])
def test_a_year_is_known_from_its_middle_on(day, known):
    told = invented().as_of(dt.date.fromisoformat(day)).positions("FJI", range(2004, 2005))["XKX"]
    assert bool(np.isfinite(told[0])) is known


def test_positions_that_stand_as_last_known_are_told():
    (few,) = [one for one in invented().caveats("FJI", "NRU", *span(2000, 2008)) if "last known" in one]
    assert few == "Recognition: 1 of 2 positions stand as last known, the oldest of 2006."
    assert not any("last known" in one for one in invented().caveats("FJI", "TON", *WHOLE))


def test_questions_that_cannot_be_compared_are_counted():
    (told,) = [one for one in invented().caveats("FJI", "NRU", *span(2000, 2006)) if "compared" in one]
    assert told.startswith("Recognition: 1 of 4 questions")
    assert invented().caveats("FJI", "TON", *WHOLE) == ()


def test_estimates_are_compared_position_by_position_and_by_their_margin():
    assert [one.largest for one in invented().compare(invented())] == [0.0, 0.0]
    courses = COURSES | {"TWN": COURSES["TWN"] | {"WSM": [(0.5, 9), (1.0, 1)]}}
    assert [one.largest for one in invented().compare(invented(courses))] == [1.0, 0.0]
