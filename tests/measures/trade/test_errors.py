"""How far two books differ: what is put in comes out, and intervals hold what they should."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from leeway.measures.trade.errors import BookErrors, disagreement, errors_at

YEARS = range(2000, 2021)


def two_books(errors: BookErrors, pairs: int = 400, seed: int = 4) -> pl.DataFrame:
    """The same shares of about 3%, told by two books that each err."""
    rng = np.random.default_rng(seed)
    true = 0.03 * np.exp(0.2 * rng.standard_normal((pairs, 1)))
    frames = []
    for source in ("one", "other"):
        share = true * errors.draw(pairs, YEARS, rng)
        frames.append(
            pl.DataFrame(
                {
                    "source": source,
                    "state": "AAA",
                    "side": "exports",
                    "partner": np.repeat([f"P{place}" for place in range(pairs)], len(YEARS)),
                    "year": np.tile(np.array(YEARS, dtype=np.int16), pairs),
                    "share": share.ravel(),
                }
            )
        )
    return pl.concat(frames)


@pytest.mark.parametrize(
    "errors", [BookErrors(0.1, 0.2, 0.0), BookErrors(0.0, 0.1, 0.1), BookErrors(0.2, 0.15, 0.05)]
)
def test_what_is_put_in_comes_out(errors: BookErrors) -> None:
    found = errors_at(disagreement(two_books(errors)), 0.03)
    assert found.transitory == pytest.approx(errors.transitory, rel=0.12)
    assert found.drift == pytest.approx(errors.drift, abs=0.02)


def test_a_few_wild_books_widen_the_intervals_no_further_than_to_hold_ninety_in_a_hundred() -> None:
    told = two_books(BookErrors(0.0, 0.1, 0.0))
    wild = pl.col("partner").is_in([f"P{place}" for place in range(4)]) & (pl.col("source") == "one")
    spoilt = told.with_columns(
        pl.when(wild & (pl.col("year") % 2 == 0)).then(0.5).otherwise(pl.col("share")).alias("share")
    )
    found = errors_at(disagreement(spoilt), 0.03)
    assert found.transitory == pytest.approx(0.1, rel=0.25)


def test_the_spread_of_a_change_is_that_of_its_draws() -> None:
    errors = BookErrors(0.3, 0.1, 0.08)
    told = errors.draw(40_000, YEARS, np.random.default_rng(1))
    assert told.mean(axis=0) == pytest.approx(1.0, abs=0.02)
    drawn = np.log(told)
    change = drawn[:, -3:].mean(axis=1) - drawn[:, :3].mean(axis=1)
    assert change.std() == pytest.approx(errors.of_change(3, 3, 18), rel=0.02)


def test_years_that_are_missing_drift_as_far_as_those_between_them() -> None:
    drawn = np.log(BookErrors(0.0, 0.0, 0.1).draw(40_000, (2000, 2009), np.random.default_rng(1)))
    assert (drawn[:, 1] - drawn[:, 0]).std() == pytest.approx(0.3, rel=0.02)


def test_without_a_second_book_nothing_is_told() -> None:
    assert disagreement(two_books(BookErrors(0.1, 0.1, 0.0)).filter(pl.col("source") == "one")) == []
    assert errors_at([], 0.1) == BookErrors(0.0, 0.0, 0.0)
