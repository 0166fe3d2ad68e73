"""Closeness against raw agreement, intervals against a known truth, forecasts: on the invented record."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.setting import Setting
from benchmarks.validation import agreement, forward, intervals, sampled, simulated

from leeway.measures.votes.closeness import agenda
from leeway.measures.votes.simulation import cast_votes, refitted
from leeway.numerics.dynamic_irt.fitting import DynamicIrt


def test_own_agenda_agreement_follows_the_votes(setting: Setting, small_fit: DynamicIrt) -> None:
    pairs = agreement.own_agenda(setting.assembly, small_fit, fewest=8)
    told = agreement.agreement_error(pairs)
    assert told["r"] > 0.9
    assert told["error"] < 0.1
    states = setting.assembly.states
    both = setting.assembly.votes[:, [states.index("FRA"), states.index("FJI")]]
    there = (both >= 0).all(axis=1) & (setting.assembly.year == 2012)
    raw = pairs.raw[(pairs.year == 2012) & (pairs.common == there.sum())]
    assert np.isclose(raw, (both[there, 0] == both[there, 1]).mean()).any()


def test_putting_the_same_fit_in_place_changes_nothing(setting: Setting, small_fit: DynamicIrt) -> None:
    again = refitted(setting.model, small_fit)
    window = agreement.windows(setting.model)[-1]
    assert agreement.changes(again, window) == pytest.approx(
        agreement.changes(setting.model, window), abs=2e-3
    )


def test_half_an_agenda_is_a_whole_one(setting: Setting) -> None:
    program = agenda(setting.model, int(setting.model.clock[0]), int(setting.model.clock[-1]))
    half = agreement.half_of(program, 3)
    assert len(half.weight) == (len(program.weight) + 1) // 2
    assert half.weight.sum() == pytest.approx(1.0)
    assert set(half.question.tolist()) <= set(program.question.tolist())


def test_the_mover_leaves_its_neighbours(setting: Setting) -> None:
    _, path = agreement.pair_path(setting.model, ("NZL", "FRA"), (2005, 2018))
    assert path[-1] < path[0] - 0.3


def test_simulated_votes_are_cast_by_those_who_voted(small_fit: DynamicIrt) -> None:
    votes = cast_votes(small_fit, np.random.default_rng(0))
    assert ((votes >= 0) == (small_fit.array.votes >= 0)).all()
    assert set(np.unique(votes[votes >= 0])) == {0, 1, 2}


def test_a_world_from_the_priors_has_their_spread(small_fit: DynamicIrt) -> None:
    priors = replace(small_fit.priors, entry_sd=1.5, walk_sd=0.001, deviation_sd=2.0)
    worlds = [
        simulated.from_priors(replace(small_fit, priors=priors), np.random.default_rng(k)) for k in range(30)
    ]
    columns = np.arange(small_fit.position.shape[2])
    entries = np.array([world.position[small_fit.array.entry, :, columns] for world in worlds])
    assert entries.std() == pytest.approx(1.5, rel=0.15)
    assert np.array([world.deviation[:-1] for world in worlds]).std() == pytest.approx(2.0, rel=0.15)
    assert all((world.deviation[-1] == 0).all() for world in worlds)


def test_intervals_hold_a_truth_in_their_middle_and_not_one_outside() -> None:
    draws = np.random.default_rng(0).normal(size=(200, 400))
    inside = intervals.Held(np.zeros(200, int), np.zeros(200), draws)
    outside = intervals.Held(np.zeros(200, int), np.full(200, 5.0), draws)
    assert inside.coverage() == 1.0
    assert outside.coverage() == 0.0
    assert outside.error_over_sd() == pytest.approx(4.0)


def test_calibrated_draws_of_truth_are_covered_as_promised() -> None:
    rng = np.random.default_rng(1)
    centre = rng.normal(size=4000)
    held = intervals.Held(
        np.zeros(4000, int), centre + rng.normal(size=4000), centre[:, None] + rng.normal(size=(4000, 300))
    )
    assert held.coverage() == pytest.approx(0.9, abs=0.02)
    assert held.error_over_sd() == pytest.approx(1.0, abs=0.05)


def test_changes_of_pairs_at_the_mode_and_drawn(setting: Setting) -> None:
    window = agreement.windows(setting.model)[-1]
    first, last = 2 * window[0], min(2 * window[1] + 1, int(setting.model.clock[-1]))
    spans = (first, first + 5), (last - 5, last)
    chosen = np.array([setting.model.number[one] for one in ("FRA", "NZL", "FJI")])
    fixed = intervals.pair_changes(setting.model, spans, chosen, draws=0)
    drawn = intervals.pair_changes(setting.model, spans, chosen, draws=50)
    assert fixed.shape == (3, 1)
    assert drawn.shape == (3, 50)
    assert np.abs(drawn.mean(axis=1) - fixed[:, 0]).max() < 0.1


def test_a_forecast_knows_nothing_of_the_foretold(setting: Setting) -> None:
    later = forward.later_votes(setting.record, dt.date(2017, 6, 30), dt.date(2019, 12, 31))
    assert later.before.roll_calls["date"].max() <= dt.date(2017, 6, 30)
    assert (later.informants[later.row, later.column] == -1).all()
    assert not (later.informants[:, np.unique(later.column)] >= 0).any()
    model, shares = forward.by_model(later, 2), forward.informant_shares(later)
    assert forward.losses(model, later.truth).mean() < forward.losses(shares, later.truth).mean()
    for chance in (model, shares, forward.by_neighbour(later), forward.by_last_vote(later)):
        assert chance.sum(axis=1) == pytest.approx(np.ones(len(later.truth)))


def test_the_last_vote_is_the_state_s_own_on_the_same_question(setting: Setting) -> None:
    later = forward.later_votes(setting.record, dt.date(2017, 6, 30), dt.date(2017, 12, 31))
    before = later.before
    for n in range(0, len(later.row), 7):
        asked = later.question[later.row[n]]
        votes = before.votes[before.question == asked, later.column[n]] if asked >= 0 else np.zeros(0)
        votes = votes[votes >= 0]
        assert later.last[n] == (votes[-1] if len(votes) else -1)


def test_a_blend_is_never_worse_than_its_better_part_where_it_is_chosen() -> None:
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 3, 500).astype(np.int8)
    good = np.full((500, 3), 0.1)
    good[np.arange(500), truth] = 0.8
    bad = rng.dirichlet(np.ones(3), 500)
    blended = forward.blend(good, bad, forward.best_weights(good, bad, truth))
    assert forward.losses(blended, truth).mean() <= forward.losses(good, truth).mean() + 1e-12


def test_reliability_of_a_sound_forecast() -> None:
    rng = np.random.default_rng(3)
    chance = rng.dirichlet(np.ones(3), 20_000)
    truth = (rng.random(20_000)[:, None] > chance.cumsum(axis=1)).sum(axis=1).astype(np.int8)
    for said, came, count in forward.reliability(chance, truth):
        assert came == pytest.approx(said, abs=4 * np.sqrt(0.25 / count))


def test_sampled_changes_stand_beside_the_fast_ones(setting: Setting, small_fit: DynamicIrt) -> None:
    told = sampled.compare(setting.model, small_fit, chains=2, warmup=60, draws=40, thin=1, states=4)
    assert told.chains.shape[2] == len(told.window) == len(told.bare)
    assert (told.sd() > 0).all()
    assert 0.3 < np.median(told.ratio(told.bare)) < 3
    assert np.abs(told.shift()).max() < 10
    assert told.worst_r_hat() > 0.9
