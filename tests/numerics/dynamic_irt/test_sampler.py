"""The sampler as a whole: joint distribution, calibration, reproducibility."""

from dataclasses import replace

import numpy as np
import pytest
from tests.numerics.invented import Truth, assembly, draw, with_votes

from leeway.numerics.dynamic_irt import DynamicIrt, Priors, VoteArray, orbits
from leeway.numerics.dynamic_irt.convergence import effective_size, r_hat
from leeway.numerics.dynamic_irt.fitting import _begin
from leeway.numerics.dynamic_irt.sampler import Chain, agreement_of, paths_of, sample

ROOT = np.array([0.0, 0.0, 0.5, 0.3])
BROAD = Priors(
    entry_sd=1.0, walk_sd=0.8, slope_sd=1.2, slope_tie_sd=0.7, location_sd=1.0, location_tie_sd=0.6,
    gap_sd=0.7, gap_tie_sd=0.5, deviation_sd=1.5, deviation_years=5.0, periods_per_year=1.0,
)  # fmt: skip


def _tiny() -> VoteArray:
    year = np.array([2000, 2000, 2001, 2001, 2003, 2003, 2004, 2004, 2004])
    question = np.array([0, -1, 0, 1, 1, 0, -1, 1, 1])
    votes = np.where(np.random.default_rng(0).random((9, 5)) < 0.85, 1, -1).astype(np.int8)
    votes[0, :4], votes[:2, 4], votes[2, 4] = 1, -1, 1
    return VoteArray.build(votes, year, year, question)


def _told(array: VoteArray, position, items, means, deviation) -> np.ndarray:
    """Scalars whose prior expectations the test compares: squares and products of every block."""
    x, u = position.astype(np.float64), deviation.astype(np.float64)
    tied = array.question >= 0
    off = items[tied] - means[array.question[tied]]
    eta = np.einsum("jd,jds->js", items[:, :2], x[array.period]) + u[array.node]
    return np.r_[
        (x[0, :, :4] ** 2).mean(), (x[-1] ** 2).mean(), (x[1:] - x[:-1])[:, :, 0].var(),
        (x[0, :, :4] * x[-1, :, :4]).mean(), (x[1:, :, 4] ** 2).mean(),
        (off[:, :2] ** 2).mean(), off[:, 2].mean(), (off[:, 2] ** 2).mean(), off[:, 3].mean(),
        (off[:, 3] ** 2).mean(), (means[:, :2] ** 2).mean(), means[:, 2].mean(), means[:, 3].mean(),
        (items[~tied, :2] ** 2).mean(), items[~tied, 2].mean(), items[~tied, 3].mean(),
        (items[~tied, 3] ** 2).mean(), (u[:-1] ** 2).mean(), (u[0] * u[1]).mean(), np.abs(eta).mean(),
    ]  # fmt: skip


@pytest.mark.slow
def test_parameters_and_votes_drawn_in_turn_keep_the_prior(monkeypatch: pytest.MonkeyPatch):
    """Getting it right (Geweke 2004): sweeps alternating with new votes leave every prior moment alone."""
    monkeypatch.setattr(orbits, "STRETCH_STEPS", 4)
    array, rng = _tiny(), np.random.default_rng(14)
    prior = np.array(
        [
            _told(array, t.position, t.items, t.means, t.deviation)
            for t in (draw(array, BROAD, ROOT, rng) for _ in range(2500))
        ]
    )
    truth = draw(array, BROAD, ROOT, rng)
    start = replace(
        _begin(array, BROAD, truth.position.astype(np.float32)),
        items=truth.items, means=truth.means, root=ROOT, deviation=truth.deviation.astype(np.float32),
    )  # fmt: skip
    chain, there = Chain(start, 15), array.votes >= 0
    told = np.empty((9000, prior.shape[1]))
    for row in told:
        chain.sweep()
        now = Truth(
            position=chain.position.astype(np.float64), items=chain.items, means=chain.means,
            deviation=chain.deviation.astype(np.float64),
        )  # fmt: skip
        array.votes[:] = np.where(there, now.cast(array, rng), -1)
        row[:] = _told(array, chain.position, chain.items, chain.means, chain.deviation)
    size = np.array([effective_size(column) for column in told.T])
    error = np.sqrt(told.var(axis=0) / size + prior.var(axis=0) / len(prior))
    scores = (told.mean(axis=0) - prior.mean(axis=0)) / error
    assert size.min() > 50
    assert np.abs(scores).max() < 4.5
    assert np.mean(scores**2) < 2.0


def test_intervals_hold_what_was_put_in():
    rng = np.random.default_rng(31)
    priors = Priors(entry_sd=1.0, walk_sd=0.3, slope_sd=1.5, slope_tie_sd=0.5, deviation_sd=1.0)
    array = assembly(rng, states=24, years=4, per_half_year=12, questions=8)
    truth = draw(array, priors, ROOT, rng)
    array = with_votes(array, truth.cast(array, rng))
    model = replace(
        _begin(array, priors, truth.position.astype(np.float32)),
        items=truth.items,
        means=truth.means,
        root=ROOT,
    )
    one, other = np.triu_indices(24, 1)
    keep = agreement_of(array, list(zip(one, other, strict=True)), np.arange(len(array.votes)))
    put_in = keep(truth.position.astype(np.float32), truth.deviation.astype(np.float32), truth.items)
    samples = [sample(model, keep=keep, draws=150, warmup=150, thin=2, seed=s) for s in (1, 2)]
    draws = np.stack([s.draws for s in samples])
    low, high = np.quantile(draws.reshape(300, -1), [0.05, 0.95], axis=0)
    assert 0.8 < np.mean((low <= put_in) & (put_in <= high)) < 0.98
    assert np.median([r_hat(draws[:, :, p]) for p in range(0, draws.shape[2], 12)]) < 1.05
    assert all(0.3 < s.accepted < 0.95 for s in samples)


def test_the_mean_agreement_is_near_that_of_the_fit(fitted: DynamicIrt):
    pairs = [(0, 1), (0, 2), (3, 9), (5, 30), (20, 21), (4, 17)]
    keep = agreement_of(fitted.array, pairs, np.arange(100, 200))
    samples = sample(fitted, keep=keep, draws=150, warmup=150, seed=2)
    at_mode = keep(fitted.position, fitted.deviation, fitted.items)
    assert samples.draws.shape == (150, len(pairs))
    assert np.abs(samples.draws.mean(axis=0) - at_mode).max() < 0.06
    assert np.all(samples.draws.std(axis=0) > 0.003)


def test_one_seed_gives_one_chain_and_leaves_the_model_alone(fitted: DynamicIrt):
    before = fitted.position.copy(), fitted.items.copy(), fitted.means.copy(), fitted.deviation.copy()
    runs = [sample(fitted, keep=paths_of([0, 3]), draws=3, warmup=2, thin=2, seed=s) for s in (4, 4, 5)]
    assert np.array_equal(runs[0].draws, runs[1].draws)
    assert np.array_equal(runs[0].log_likelihood, runs[1].log_likelihood)
    assert not np.array_equal(runs[0].draws, runs[2].draws)
    assert runs[0].sweeps == 8
    after = fitted.position, fitted.items, fitted.means, fitted.deviation
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_kept_paths_are_those_of_the_states_asked_for(fitted: DynamicIrt):
    keep = paths_of([7, 2])
    kept = keep(fitted.position, fitted.deviation, fitted.items)
    assert np.array_equal(kept, fitted.position[:, :, [7, 2]])


def test_a_state_agrees_with_itself_most(fitted: DynamicIrt):
    keep = agreement_of(fitted.array, [(3, 3), (3, 8), (8, 3), (8, 8)], np.arange(50))
    same, one, other, again = keep(fitted.position, fitted.deviation, fitted.items)
    assert one == pytest.approx(other)
    assert one <= 0.5 * (same + again)
    assert 1 / 3 <= same <= 1.0


@pytest.mark.parametrize("counts", [(0, 5, 1), (5, -1, 1), (5, 5, 0)])
def test_counts_out_of_range_are_refused(fitted: DynamicIrt, counts: tuple[int, int, int]):
    draws, warmup, thin = counts
    with pytest.raises(ValueError, match="draws and thin must be 1 or more"):
        sample(fitted, keep=paths_of([0]), draws=draws, warmup=warmup, thin=thin)


def test_without_recurring_questions_nothing_deviates(fitted: DynamicIrt):
    array = fitted.array
    half_year = array.clock[array.period]
    bare = VoteArray.build(array.votes, half_year, half_year // 2, np.full(len(half_year), -1))
    model = _begin(bare, Priors(), fitted.position)
    samples = sample(model, keep=lambda x, u, b: np.abs(u).sum(), draws=4, warmup=4)
    assert not samples.draws.any()
    assert np.all(np.isfinite(samples.log_likelihood))
